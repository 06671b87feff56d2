"""A file that states a figure twice: it counts once; with two values both are rejected (docs/commands.md)."""

from collections.abc import Iterator
from decimal import Decimal

from phongtho_kpi.model.catalogue import Catalogue, Kind
from phongtho_kpi.model.finding import CONFLICTING_FIGURES, REPEATED_FIGURE, Finding, Param
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.read.figure import counted_value
from phongtho_kpi.read.figure_rows import Figures

_Key = tuple[str, str | None, tuple[int, ...], ObservationStatus]


def without_repetitions(figures: Figures, catalogue: Catalogue) -> Figures:
    """Each figure once; those with two values are rejected."""
    indicators = catalogue.by_id()
    same: dict[_Key, list[Observation]] = {}
    for observation in figures.observations:
        of_total = indicators[observation.indicator].kind is Kind.FLOW
        when = observation.period.figure_key(of_total=of_total)
        key = (observation.indicator, observation.area, when, observation.status)
        same.setdefault(key, []).append(observation)
    kept: list[Observation] = []
    findings: list[Finding] = []
    for observations in same.values():
        conflicts = list(_conflicts(observations, indicators[observations[0].indicator].unit))
        if conflicts:
            findings.extend(conflicts)
            continue
        kept.append(observations[0])
        findings.extend(_repeated(again, observations[0]) for again in observations[1:])
    return Figures(tuple(kept), (*figures.findings, *findings), figures.rows)


def _conflicts(observations: list[Observation], unit: str) -> Iterator[Finding]:
    """One finding for each of the figures, if they are not all the same; it names the first that differs."""
    values = [counted_value(observation, unit) for observation in observations]
    differing = next((number for number, value in enumerate(values) if value != values[0]), None)
    if differing is None:
        return
    for observation, value in zip(observations, values, strict=True):
        other = observations[differing if value == values[0] else 0]
        if other is not observation:
            params: dict[str, Param] = {
                "indicator": observation.indicator,
                "period": str(observation.period),
                "value": _told(observation),
                "other": _told(other),
                "other_origin": str(other.origin),
            }
            yield Finding(CONFLICTING_FIGURES, observation.origin, params)


def _told(observation: Observation) -> Decimal | str:
    """The figure as it was told."""
    if observation.numerator is None:
        return observation.value or Decimal(0)
    return f"{observation.numerator}/{observation.denominator}"


def _repeated(again: Observation, first: Observation) -> Finding:
    params = {"indicator": again.indicator, "period": str(again.period), "first": str(first.origin)}
    return Finding(REPEATED_FIGURE, again.origin, params)

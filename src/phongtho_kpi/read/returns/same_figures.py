"""A file that states a figure twice: it counts once; with two values both are rejected (docs/commands.md)."""

from collections.abc import Iterator
from decimal import Decimal

from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import CONFLICTING_FIGURES, REPEATED_FIGURE, Finding, Param
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.figure import counted_value
from phongtho_kpi.read.figure_rows import Figures

_Key = tuple[str, str | None, Period, ObservationStatus]


def without_repetitions(figures: Figures, catalogue: Catalogue) -> Figures:
    """Each figure once; those with two values are rejected."""
    units = {indicator.id: indicator.unit for indicator in catalogue.indicators}
    same: dict[_Key, list[Observation]] = {}
    for observation in figures.observations:
        key = (observation.indicator, observation.area, observation.period, observation.status)
        same.setdefault(key, []).append(observation)
    kept: list[Observation] = []
    findings: list[Finding] = []
    for observations in same.values():
        conflicts = list(_conflicts(observations, units[observations[0].indicator]))
        if conflicts:
            findings.extend(conflicts)
            continue
        kept.append(observations[0])
        findings.extend(_repeated(again, observations[0]) for again in observations[1:])
    return Figures(tuple(kept), (*figures.findings, *findings), figures.rows)


def _conflicts(observations: list[Observation], unit: str) -> Iterator[Finding]:
    """One finding for each of the figures, if they are not all the same; it names the first that differs."""
    values = [counted_value(observation, unit) for observation in observations]
    for observation, value in zip(observations, values, strict=True):
        pairs = zip(observations, values, strict=True)
        other = next((another for another, differing in pairs if differing != value), None)
        if other is not None:
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

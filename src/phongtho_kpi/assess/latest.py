"""Which of the figures reported for a period is the one that counts (rules §2, §4)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import NamedTuple

from phongtho_kpi.assess.exact import as_read, count_share, to_decimal
from phongtho_kpi.model.assessment import Clocks
from phongtho_kpi.model.catalogue import Indicator, Kind
from phongtho_kpi.model.finding import CONFLICTING_FIGURES, GROWTH_NOT_TO_DATE, NOT_A_COUNT, Finding, Param
from phongtho_kpi.model.number import quotient_of
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.model.period import Period


class Figure(NamedTuple):
    """The observation that counts for its period, its exact value, and the earlier, different ones it replaced."""

    period: Period
    closed: date
    value: Fraction
    observation: Observation
    replaced: tuple[Observation, ...] = ()


Key = tuple[str, str | None]  # indicator and area
Versions = dict[Period | date, list[Observation]]  # of a flow by interval, of all else by the day it closes

_BEFORE_ALL_IMPORTS = datetime.min.replace(tzinfo=UTC)
_DECEMBER = 12


class Latest:
    """Every version of what had closed and was known; which one of a figure counts is chosen when asked."""

    def __init__(
        self,
        versions: Mapping[Key, Mapping[int, Versions]],
        indicators: Mapping[str, Indicator],
        cutoff_day: int | None,
        findings: tuple[Finding, ...],
    ) -> None:
        self._versions = versions
        self._indicators = indicators
        self._cutoff_day = cutoff_day
        self._findings = findings
        self._chosen: dict[tuple[Key, int, int], tuple[tuple[Figure, ...], tuple[Finding, ...]]] = {}

    def of(self, indicator: str, area: str | None, year: int, due_month: int = _DECEMBER) -> tuple[Figure, ...]:
        """The figures of one indicator and area in one year, in the order in which they close.

        Of all but flows, nothing that begins after `due_month` is even compared: what is too late displaces nothing.
        """
        return self._choice((indicator, area), year, due_month)[0]

    def findings(self, year: int, due_months: Mapping[str, int]) -> Iterator[Finding]:
        """What is wrong with the figures, those of `year` as far as they may count for a target due in its month."""
        yield from self._findings
        for name, years in self._versions.items():
            for one in years:
                yield from self._choice(name, one, due_months.get(name[0], _DECEMBER) if one == year else _DECEMBER)[1]

    def _choice(self, name: Key, year: int, due_month: int) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
        key = name, year, due_month
        if key not in self._chosen:
            self._chosen[key] = self._choose(name, year, due_month)
        return self._chosen[key]

    def _choose(self, name: Key, year: int, due_month: int) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
        figures, findings = [], []
        for versions in self._versions.get(name, {}).get(year, {}).values():
            in_time = [one for one in versions if one.period.first <= due_month]
            figure, problems = _best(in_time, self._indicators[name[0]], self._cutoff_day)
            findings += problems
            if figure is not None:
                figures.append(figure)
        return tuple(sorted(figures, key=_closing_order)), tuple(findings)


def latest(
    observations: Iterable[Observation], indicators: Mapping[str, Indicator], clocks: Clocks, cutoff_day: int | None
) -> Latest:
    """Keep what had closed by `as_of` and was known on `known_on`, and the best of several versions (rules §2).

    The best status counts, then the one recorded last; versions that tie on both and differ are an error, and none of
    them counts. The order of `observations` means nothing.
    """
    versions: dict[Key, dict[int, Versions]] = {}
    findings: list[Finding] = []
    for observation in observations:
        indicator = indicators.get(observation.indicator)
        closed = observation.period.closes(cutoff_day)
        if indicator is None or closed > clocks.as_of or not _known(observation, clocks.known_on):
            continue
        if _grows_from_later_than_january(observation, indicator):
            params: dict[str, Param] = {"indicator": indicator.id, "period": str(observation.period)}
            findings.append(Finding(GROWTH_NOT_TO_DATE, observation.origin, params))
            continue
        years = versions.setdefault((observation.indicator, observation.area), {})
        figure = observation.period if indicator.kind is Kind.FLOW else closed
        years.setdefault(observation.period.year, {}).setdefault(figure, []).append(observation)
    return Latest(versions, indicators, cutoff_day, tuple(findings))


def _known(observation: Observation, known_on: date) -> bool:
    return observation.recorded is None or observation.recorded.date() <= known_on


def _grows_from_later_than_january(observation: Observation, indicator: Indicator) -> bool:
    """Whether it is the growth of a part of the year only: "in July +51 %" is not the year's growth (rules §2)."""
    return indicator.kind is Kind.GROWTH and indicator.of is None and observation.period.first > 1


def _closing_order(figure: Figure) -> tuple[date, int]:
    return figure.closed, -figure.period.first


def _settledness(observation: Observation) -> tuple[int, datetime]:
    """Ascending from the version that counts least: by status, then by when it was recorded."""
    return -observation.status.rank, _instant(observation)


def _instant(observation: Observation) -> datetime:
    """When it was recorded; what is kept by hand was there before all imports."""
    return observation.recorded or _BEFORE_ALL_IMPORTS


def _best(
    candidates: list[Observation], indicator: Indicator, cutoff_day: int | None
) -> tuple[Figure | None, list[Finding]]:
    findings: list[Finding] = []
    if len(candidates) == 1 and (value := exact_value(candidates[0], indicator)) is not None:
        observation = candidates[0]
        period = observation.period
        return Figure(period, period.closes(cutoff_day), value, observation), [
            *_not_a_count(observation, value, indicator)
        ]
    ranked = sorted(candidates, key=lambda one: (_settledness(one), -len(one.period.months), one.origin), reverse=True)
    while ranked:
        tied = [one for one in ranked if _settledness(one) == _settledness(ranked[0])]
        rest = ranked[len(tied) :]
        values = {value: one for one in reversed(tied) if (value := exact_value(one, indicator)) is not None}
        if len(values) == 1:
            ((value, observation),) = values.items()
            findings.extend(_not_a_count(observation, value, indicator))
            replaced = tuple(one for one in rest if _is_replaced(one, observation, value, indicator))
            period = observation.period
            return Figure(period, period.closes(cutoff_day), value, observation, replaced), findings
        findings.extend(_conflicts(sorted(tied, key=lambda one: one.origin), indicator))
        ranked = rest
    return None, findings


def _is_replaced(earlier: Observation, counted: Observation, value: Fraction, indicator: Indicator) -> bool:
    """Whether a version was there before the one that counts, and said something else (rules §6, `revised`)."""
    return _instant(earlier) <= _instant(counted) and exact_value(earlier, indicator) not in (None, value)


def _conflicts(tied: list[Observation], indicator: Indicator) -> Iterator[Finding]:
    first = tied[0]
    for other in tied[1:]:
        one_value, other_value = exact_value(first, indicator), exact_value(other, indicator)
        if one_value is None or other_value is None or one_value == other_value:
            continue
        params: dict[str, Param] = {
            "indicator": indicator.id,
            "period": str(other.period),
            "value": to_decimal(other_value),
            "other": to_decimal(one_value),
            "other_origin": str(first.origin),
        }
        yield Finding(CONFLICTING_FIGURES, other.origin, params)


def exact_value(observation: Observation, indicator: Indicator) -> Fraction | None:
    """The number a figure stands for, in the indicator's unit (rules §1, §4).

    The quotient of its parts where it has them (in % x 100, in ‰ x 1,000; over 0 it is none); else the value as
    printed, which for a share of N whole things is k/N where k/N prints so.
    """
    if observation.denominator is not None:
        return quotient_of(observation.numerator, observation.denominator, indicator.unit)
    if observation.value is None:
        return None
    return as_read(observation.value, indicator.of_count)


def _not_a_count(observation: Observation, value: Fraction, indicator: Indicator) -> Iterator[Finding]:
    count, printed = indicator.of_count, observation.value
    if count is None or printed is None or observation.denominator is not None:
        return
    if count_share(printed, count) is None:
        params: dict[str, Param] = {"indicator": indicator.id, "value": to_decimal(value), "of_count": count}
        yield Finding(NOT_A_COUNT, observation.origin, params)

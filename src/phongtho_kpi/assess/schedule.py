"""When figures are expected, and which should have been here by now (rules §5.1, §6 `stale`)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from phongtho_kpi.assess.reading import Bench, Reading
from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.period import Period


def is_past_due(bench: Bench, indicator: Indicator, due: date) -> bool:
    """Whether as-of is later than `due` + `lag_days`."""
    return bench.clocks.as_of > due + timedelta(days=indicator.lag_days)


def is_figure_missing(bench: Bench, indicator: Indicator, due: date) -> bool:
    """Whether, of an indicator without any figure, one should have been here by now (rules §5.1)."""
    return is_past_due(bench, indicator, due) or _any_late(bench, indicator, _periods_expected(bench, indicator))


def is_stale(bench: Bench, indicator: Indicator, area: str | None, due: date, reading: Reading) -> bool:
    """Whether the reading does not reach `due` and a newer figure should have been here by now (rules §6)."""
    if bench.is_covered(indicator, area, reading, due):
        return False
    cutoff = bench.catalogue.cutoff_day
    newer = (
        period
        for period in _periods_expected(bench, indicator)
        if period.first <= due.month and period.closes(cutoff) > reading.period.closes(cutoff)
    )
    return _any_late(bench, indicator, newer)


def _periods_expected(bench: Bench, indicator: Indicator) -> Iterator[Period]:
    step = indicator.frequency.months
    return (Period(bench.catalogue.year, last - step + 1, last) for last in range(step, 13, step))


def _any_late(bench: Bench, indicator: Indicator, periods: Iterable[Period]) -> bool:
    allowed = timedelta(days=indicator.lag_days)
    return any(bench.clocks.as_of > period.closes(bench.catalogue.cutoff_day) + allowed for period in periods)

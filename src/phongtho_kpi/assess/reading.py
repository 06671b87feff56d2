"""The value an indicator is judged by: which figures, for which months, up to when (rules §2)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from phongtho_kpi.assess.cover import Interval, cover, cover_of_exactly, months_of
from phongtho_kpi.assess.exact import to_decimal
from phongtho_kpi.assess.latest import Figure, Latest
from phongtho_kpi.model.assessment import Clocks
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Kind
from phongtho_kpi.model.number import places_of
from phongtho_kpi.model.period import Period

DECEMBER = 12


class Reading(NamedTuple):
    """A value in the indicator's unit, the period it speaks of, and the figures it is made of.

    `months` are the months a total speaks for (of a flow, and of the growth of a flow), None for a reading at a date.
    """

    period: Period
    value: Fraction
    figures: tuple[Figure, ...]
    months: frozenset[int] | None = None
    compared: tuple[Figure, ...] = ()  # last year's figures in a growth or reduction

    @property
    def has_gaps(self) -> bool:
        """Whether a month below the latest is missing."""
        return self.months is not None and len(self.months) < self.period.last

    def shown_value(self) -> Decimal:
        """The value with the places its figures were printed with."""
        printed = [one.observation.value for one in self.figures if one.observation.denominator is None]
        return to_decimal(self.value, max((places_of(one) for one in printed if one is not None), default=0))


class Bench(NamedTuple):
    """All that a reading is taken from: its catalogue, the clocks, and the figures that count at them."""

    catalogue: Catalogue
    indicators: Mapping[str, Indicator]
    clocks: Clocks
    latest: Latest

    def reading(self, indicator: Indicator, area: str | None, due: date, months: int = DECEMBER) -> Reading | None:
        """The value of `indicator` by the figures of this year up to month `months`; None where there is none.

        Nothing that begins after the month of `due` counts, and of a flow nothing that ends after it (rules §2).
        """
        if indicator.kind is Kind.FLOW:
            return _total(self._totals(indicator.id, area, self.catalogue.year, min(due.month, months)))
        if indicator.of is None:
            return _last(self._readings(indicator.id, area, due, months))
        of = self.indicators[indicator.of]
        if indicator.kind is Kind.REDUCTION:
            return self._reduction(of, area, due, months)
        if of.kind is Kind.FLOW:
            return self._growth_of_flow(of, area, min(due.month, months))
        return self._growth_of_level(of, area, due, months)

    def is_covered(self, indicator: Indicator, area: str | None, reading: Reading, due: date) -> bool:
        """Whether the figures reach `due`: a total every month up to it, a reading one with it in (rules §5.2)."""
        if reading.months is not None:
            return reading.months >= set(range(1, due.month + 1))
        if indicator.kind is Kind.GROWTH and indicator.of is not None:
            return _contains(reading.period, due)
        return any(
            _contains(one.period, due) for one in self._readings(indicator.of or indicator.id, area, due, DECEMBER)
        )

    def same_months_last_year(
        self, indicator: Indicator, area: str | None, months: frozenset[int]
    ) -> tuple[Figure, ...]:
        """Last year's figures of a flow over exactly these months; none where they are not all there."""
        figures = self.latest.of(indicator.id, area, self.catalogue.year - 1)
        for one in figures:  # no cover is better than one final figure of just these months
            if one.observation.status.rank == 0 and _speaks_for(one.period, months):
                return (one,)
        found = cover_of_exactly(frozenset(map(_interval, figures)), months)
        return _chosen(figures, found or ())

    def same_date_last_year(self, indicator: Indicator, area: str | None, period: Period) -> Figure | None:
        """Last year's reading that closes on the same day."""
        year, cutoff = self.catalogue.year - 1, self.catalogue.cutoff_day
        then = period.in_year(year)
        figures = self.latest.of(indicator.id, area, year)
        same = (one for one in figures if then is not None and one.period.closes(cutoff) == then.closes(cutoff))
        return next(same, None)

    def months_of_year(self, indicator: Indicator, area: str | None, year: int) -> dict[int, Fraction]:
        """The single months of a flow that were observed in `year` (rules §3, `like`)."""
        figures = self.latest.of(indicator.id, area, year)
        return {one.period.first: one.value for one in figures if one.period.first == one.period.last}

    def _totals(self, indicator: str, area: str | None, year: int, months: int) -> tuple[Figure, ...]:
        return tuple(one for one in self.latest.of(indicator, area, year) if one.period.last <= months)

    def _readings(self, indicator: str, area: str | None, due: date, months: int) -> tuple[Figure, ...]:
        figures = self.latest.of(indicator, area, self.catalogue.year, due.month)
        return tuple(one for one in figures if one.period.last <= months)

    def _growth_of_flow(self, of: Indicator, area: str | None, months: int) -> Reading | None:
        """100 x (V / V' - 1), V the latest total for whose months last year has one too (rules §2)."""
        for month in range(months, 0, -1):
            now = _total(self._totals(of.id, area, self.catalogue.year, month))
            if now is None or now.period.last < month or now.months is None:
                continue
            then = self.same_months_last_year(of, area, now.months)
            if then:
                return _grown(now, then)
        return None

    def _growth_of_level(self, of: Indicator, area: str | None, due: date, months: int) -> Reading | None:
        for now in reversed(self._readings(of.id, area, due, months)):
            then = self.same_date_last_year(of, area, now.period)
            if then is not None:
                return _grown(Reading(now.period, now.value, (now,)), (then,))
        return None

    def _reduction(self, of: Indicator, area: str | None, due: date, months: int) -> Reading | None:
        """Last December's level, else the baseline of `of`, less its latest reading (rules §2)."""
        now = _last(self._readings(of.id, area, due, months))
        if now is None:
            return None
        then = [one for one in self.latest.of(of.id, area, self.catalogue.year - 1) if one.period.last == DECEMBER]
        if then:
            return Reading(now.period, then[-1].value - now.value, now.figures, compared=(then[-1],))
        if of.baseline is not None:
            return Reading(now.period, Fraction(of.baseline.value) - now.value, now.figures)
        return None


def _speaks_for(period: Period, months: frozenset[int]) -> bool:
    return period.last - period.first + 1 == len(months) and months.issuperset(period.months)


def _interval(figure: Figure) -> Interval:
    return Interval(figure.period.first, figure.period.last, figure.observation.status.rank)


def _chosen(figures: Iterable[Figure], intervals: Iterable[Interval]) -> tuple[Figure, ...]:
    by_interval = {_interval(one): one for one in figures}
    return tuple(by_interval[interval] for interval in intervals)


def _total(figures: tuple[Figure, ...]) -> Reading | None:
    chosen = _chosen(figures, cover(frozenset(map(_interval, figures))))
    if not chosen:
        return None
    months = months_of(tuple(map(_interval, chosen)))
    period = Period.to_date(chosen[0].period.year, max(months))
    return Reading(period, sum((one.value for one in chosen), start=Fraction(0)), chosen, months)


def _grown(now: Reading, then: tuple[Figure, ...]) -> Reading | None:
    """The growth of a value on last year's; none where there was nothing, or less, to grow from."""
    before = sum((one.value for one in then), start=Fraction(0))
    return now._replace(value=100 * (now.value / before - 1), compared=then) if before > 0 else None


def _last(figures: tuple[Figure, ...]) -> Reading | None:
    return Reading(figures[-1].period, figures[-1].value, figures[-1:]) if figures else None


def _contains(period: Period, due: date) -> bool:
    """Whether a reading for `period` reaches `due`: it contains its month; a day is not before it."""
    if period.day is not None:
        return (period.last, period.day) >= (due.month, due.day)
    return period.first <= due.month <= period.last

"""Figures that are hard to believe: warnings, never corrections (rules §2 last lines, §6 `suspect`)."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from phongtho_kpi.assess.cover import Cover, Interval, rivals
from phongtho_kpi.assess.exact import to_decimal
from phongtho_kpi.assess.latest import Figure
from phongtho_kpi.assess.reading import DECEMBER, Bench
from phongtho_kpi.assess.trajectory import Way
from phongtho_kpi.model.catalogue import Indicator, Kind
from phongtho_kpi.model.finding import (
    FALLING_TOTAL,
    MONTHS_DO_NOT_ADD_UP,
    SHARE_OUTSIDE_BOUNDS,
    TEN_TIMES_OFF,
    Finding,
    Param,
)
from phongtho_kpi.model.number import places_of
from phongtho_kpi.model.unit import parts_scale

_FACTORS = (10, 100, 1000)
_FIFTHS = 5  # give or take one of them

Doubt = tuple[Finding, tuple[Figure, ...]]  # the finding, and the figures it touches


def doubts(bench: Bench, indicator: Indicator, area: str | None, way: Way | None) -> Iterator[Doubt]:
    """All that is hard to believe about this year's figures of one indicator; `way` leads to its target."""
    figures = bench.latest.of(indicator.id, area, bench.catalogue.year, DECEMBER if way is None else way.due)
    for figure in figures:
        yield from _ten_times_off(bench, indicator, area, way, figure)
        yield from _outside_bounds(indicator, figure)
    if indicator.kind is Kind.FLOW:
        yield from _falling(indicator, figures)
        yield from _not_adding_up(indicator, figures)


def _ten_times_off(
    bench: Bench, indicator: Indicator, area: str | None, way: Way | None, figure: Figure
) -> Iterator[Doubt]:
    """10, 100 or 1,000 times off, give or take a fifth: a wrong unit or a slipped separator (rules §6)."""
    for compared_with, other in _comparisons(bench, indicator, area, way, figure):
        times = times_off(figure.value, other)
        if times is not None:
            params = _params(indicator, figure) | {
                "times": times,
                "compared_with": compared_with,
                "other": to_decimal(other),
                "larger": "value" if figure.value > other else "",
            }
            yield Finding(TEN_TIMES_OFF, figure.observation.origin, params), (figure,)
            return


def _comparisons(
    bench: Bench, indicator: Indicator, area: str | None, way: Way | None, figure: Figure
) -> Iterator[tuple[str, Fraction]]:
    """What a figure should be near to: last year's, the baseline, and what is expected of it."""
    if indicator.kind is Kind.TASK:
        return
    if indicator.kind is Kind.FLOW:
        same_months = bench.same_months_last_year(indicator, area, frozenset(figure.period.months))
        if same_months:
            yield "last_year", sum((one.value for one in same_months), start=Fraction(0))
        expected = None if way is None else way.of_months(figure.period.months)[0]
    else:
        then = bench.same_date_last_year(indicator, area, figure.period)
        if then is not None:
            yield "last_year", then.value
        if indicator.baseline is not None and area is None:  # a baseline is the whole place's
            yield "baseline", Fraction(indicator.baseline.value)
        expected = None if way is None else way.expected(figure.period.position)
    if expected is not None:
        yield "expected", expected


def times_off(value: Fraction, other: Fraction) -> int | None:
    """10, 100 or 1,000 where one is about so many times the other, give or take a fifth (rules §6, `suspect`)."""
    if value <= 0 or other <= 0:
        return None
    one, two = value.numerator * other.denominator, other.numerator * value.denominator
    more, less = max(one, two), min(one, two)
    return next((times for times in _FACTORS if abs(more - times * less) * _FIFTHS <= times * less), None)


def _outside_bounds(indicator: Indicator, figure: Figure) -> Iterator[Doubt]:
    """A share below 0 or above the whole."""
    whole = parts_scale(indicator.unit)
    if indicator.kind is Kind.LEVEL and whole > 1 and not 0 <= figure.value <= whole:
        params = _params(indicator, figure) | {"bound": whole}
        yield Finding(SHARE_OUTSIDE_BOUNDS, figure.observation.origin, params), (figure,)


def _falling(indicator: Indicator, figures: Iterable[Figure]) -> Iterator[Doubt]:
    """Months to date that come to less than fewer months did."""
    to_date = sorted((one for one in figures if one.period.first == 1), key=lambda one: one.period.last)
    for earlier, later in pairwise(to_date):
        if later.value < earlier.value:
            params = _params(indicator, later) | {
                "earlier": str(earlier.period),
                "earlier_value": to_decimal(earlier.value),
            }
            yield Finding(FALLING_TOTAL, later.observation.origin, params), (later, earlier)


def _not_adding_up(indicator: Indicator, figures: tuple[Figure, ...]) -> Iterator[Doubt]:
    """Two covers of the same months that differ by more than half of the last printed digit (rules §2)."""
    by_interval = {Interval(one.period.first, one.period.last): one for one in figures}
    for first, others in rivals(frozenset(by_interval)):
        one_way = _figures(by_interval, first)
        for other in others:
            other_way = _figures(by_interval, other)
            if not _add_up(one_way, other_way):
                params: dict[str, Param] = {
                    "indicator": indicator.id,
                    "period": " + ".join(str(one.period) for one in one_way),
                    "total": to_decimal(_sum(one_way)),
                    "parts": " + ".join(str(one.period) for one in other_way),
                    "sum": to_decimal(_sum(other_way)),
                }
                yield Finding(MONTHS_DO_NOT_ADD_UP, one_way[0].observation.origin, params), one_way + other_way
                break  # once is enough for a stretch of months


def _add_up(one_way: tuple[Figure, ...], other_way: tuple[Figure, ...]) -> bool:
    half_a_digit = Fraction(1, 2 * 10 ** _last_printed_place(one_way + other_way))
    return abs(_sum(one_way) - _sum(other_way)) <= half_a_digit


def _figures(by_interval: dict[Interval, Figure], cover: Cover) -> tuple[Figure, ...]:
    return tuple(by_interval[interval] for interval in cover)


def _sum(figures: tuple[Figure, ...]) -> Fraction:
    return sum((one.value for one in figures), start=Fraction(0))


def _last_printed_place(figures: tuple[Figure, ...]) -> int:
    """The place of the figure printed most coarsely: its rounding alone can be that much."""
    return min(places_of(one.observation.value) for one in figures if one.observation.value is not None)


def _params(indicator: Indicator, figure: Figure) -> dict[str, Param]:
    return {"indicator": indicator.id, "period": str(figure.period), "value": to_decimal(figure.value)}

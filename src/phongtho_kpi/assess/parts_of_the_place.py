"""What is hard to believe about figures of parts of the place, of which there may be a million (rules §6, `suspect`).

A part has neither plan nor baseline of its own. What last year and its own bounds say of a figure is seen in one pass;
only where intervals of a total overlap are its figures looked at together, as those of the whole place are.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain, combinations

from phongtho_kpi.assess.exact import to_decimal
from phongtho_kpi.assess.latest import exact_value
from phongtho_kpi.assess.plausibility import times_off
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Kind
from phongtho_kpi.model.finding import (
    GROWTH_NOT_TO_DATE,
    SHARE_OUTSIDE_BOUNDS,
    TEN_TIMES_OFF,
    Finding,
    FindingKind,
    Param,
)
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.model.unit import parts_scale

Series = tuple[str, str | None]  # indicator and area

_ROUGHLY = (Decimal("0.79"), Decimal("1.21"))  # a fifth and a hair
_MONTHS = 12
_BEFORE_ALL_IMPORTS = datetime.min.replace(tzinfo=UTC)


def overlapping_series(catalogue: Catalogue, observations: Iterable[Observation], new: set[Series]) -> set[Series]:
    """The series of totals of parts in which intervals of this year overlap, among those with news.

    Which intervals a series has is one number, a bit an interval, and few different numbers come up at all.
    """
    indicators, year = catalogue.by_id(), catalogue.year
    intervals: dict[Series, int] = dict.fromkeys((one for one in new if indicators[one[0]].kind is Kind.FLOW), 0)
    for one in observations:
        series = one.indicator, one.area
        if one.period.year == year and series in intervals:
            intervals[series] |= 1 << (one.period.first * _MONTHS + one.period.last)
    return {series for series, bits in intervals.items() if _overlap(bits)}


def doubts_of_parts(
    catalogue: Catalogue, existing: Sequence[Observation], new: Sequence[Observation], apart_from: set[Series]
) -> Iterator[Finding]:
    """Warnings about new figures of parts, one by one; those of the series `apart_from` are looked at elsewhere."""
    indicators, year = catalogue.by_id(), catalogue.year
    before = [one for one in chain(existing, new) if one.period.year == year - 1 and one.area is not None]
    last_year = {_what(one, indicators[one.indicator]): one for one in sorted(before, key=_settledness)}
    for one in new:
        if one.period.year == year and one.area is not None and (one.indicator, one.area) not in apart_from:
            indicator = indicators[one.indicator]
            yield from _doubts(one, indicator, last_year.get(_what(one, indicator)))


def _doubts(one: Observation, indicator: Indicator, then: Observation | None) -> Iterator[Finding]:
    if indicator.kind is Kind.GROWTH and indicator.of is None and one.period.first > 1:
        yield _finding(GROWTH_NOT_TO_DATE, one)
        return
    value = _value(one, indicator)
    if value is None:
        return
    whole = parts_scale(indicator.unit)
    if whole > 1 and indicator.kind is Kind.LEVEL and not 0 <= value <= whole:
        yield _finding(SHARE_OUTSIDE_BOUNDS, one, value=value, bound=whole)
    other = None if then is None or indicator.kind is Kind.TASK else _value(then, indicator)
    if other is not None and (times := _times_off(value, other)):
        told: dict[str, Param] = {"value": value, "times": times, "compared_with": "last_year", "other": other}
        yield _finding(TEN_TIMES_OFF, one, **told, larger="value" if value > other else "")


def _finding(kind: FindingKind, one: Observation, **params: Param) -> Finding:
    return Finding(kind, one.origin, {"indicator": one.indicator, "period": str(one.period), **params})


def _value(one: Observation, indicator: Indicator) -> Decimal | None:
    """The value as printed, else what its parts make (rules §1); nearly all are printed, and need no fraction."""
    if one.denominator is None:
        return one.value
    quotient = exact_value(one, indicator)
    return None if quotient is None else to_decimal(quotient)


def _what(one: Observation, indicator: Indicator) -> tuple[object, ...]:
    """What a figure is of, but for the year: a growth of July alone is none to date (rules §2)."""
    by_interval = indicator.kind in (Kind.FLOW, Kind.GROWTH)
    return one.indicator, one.area, *one.period.figure_key(of_total=by_interval)[1:]


def _settledness(one: Observation) -> tuple[int, datetime]:
    """The best status counts, then what came in last: ascending, what is kept by hand before all imports (rules §2)."""
    return -one.status.rank, one.recorded or _BEFORE_ALL_IMPORTS


def _times_off(value: Decimal, other: Decimal) -> int | None:
    """10, 100 or 1,000 where one is about so many times the other; for nearly all it is quickly seen that none is."""
    more, less = max(value, other), min(value, other)
    if less <= 0 or not any(less * times * _ROUGHLY[0] <= more <= less * times * _ROUGHLY[1] for times in _FACTORS):
        return None
    return times_off(Fraction(value), Fraction(other))


_FACTORS = (10, 100, 1000)


@lru_cache(maxsize=4096)
def _overlap(bits: int) -> bool:
    """Whether two of the intervals have a month in common."""
    intervals = [divmod(bit - 1, _MONTHS) for bit in range(bits.bit_length()) if bits >> bit & 1]
    return any(first[0] <= second[1] + 1 and second[0] <= first[1] + 1 for first, second in combinations(intervals, 2))

"""What the year will come to, what it still needs, and how last year was (rules §5)."""

from fractions import Fraction

from phongtho_kpi.assess.exact import to_decimal
from phongtho_kpi.assess.reading import DECEMBER, Bench, Reading
from phongtho_kpi.assess.status import Standing, is_reached
from phongtho_kpi.model.assessment import Outlook, OutlookVerdict, Status
from phongtho_kpi.model.catalogue import Goal, Indicator, Kind, Shape

_EARLIEST_SHARE = Fraction(1, 6)
_YEAR = frozenset(range(1, DECEMBER + 1))


def outlook_of(standing: Standing) -> Outlook | None:
    """The value at the end of the way if the year keeps its shape: value / s of a flow, else b + (value - b) / s.

    None for `hold`, for ranges and where there is no s or b; too early to say below a sixth of the way.
    """
    start, share = standing.start, standing.share
    if (
        standing.shape is Shape.HOLD
        or standing.target.goal in (Goal.WITHIN, Goal.DONE)
        or start is None
        or share is None
    ):
        return None
    if share < _EARLIEST_SHARE:
        return Outlook(None, OutlookVerdict.TOO_EARLY)
    value = start + (standing.value - start) / share
    will_meet = is_reached(standing.indicator, standing.target, value)
    return Outlook(to_decimal(value), OutlookVerdict.WILL_MEET if will_meet else OutlookVerdict.WILL_MISS)


def needed_pace_of(standing: Standing, status: Status) -> Fraction | None:
    """(T - value) / (T - E): 1.4 means the rest of the year must run at 1.4 x plan; None once met or where E = T."""
    met = status in (Status.MET, Status.EXCEEDED)
    target = Fraction(standing.target.value)
    if met or standing.target.goal in (Goal.WITHIN, Goal.DONE) or standing.expected in (None, target):
        return None
    return (target - standing.value) / (target - standing.expected)


def year_on_year(
    bench: Bench, indicator: Indicator, area: str | None, reading: Reading
) -> tuple[Fraction, Fraction] | None:
    """The change on last year, and what it is a change of: per cent of a flow's same months, a level's difference."""
    if indicator.kind is Kind.FLOW and reading.months is not None:
        figures = bench.same_months_last_year(indicator, area, reading.months)
        before = sum((one.value for one in figures), start=Fraction(0))
        return (100 * (reading.value / before - 1), before) if before > 0 else None
    if indicator.kind is Kind.LEVEL:
        then = bench.same_date_last_year(indicator, area, reading.period)
        return None if then is None else (reading.value - then.value, then.value)
    return None


def last_year_of(bench: Bench, indicator: Indicator, area: str | None) -> Fraction | None:
    """What last year came to: a flow's twelve months, else its last reading, of a level else the baseline.

    None where it is not known, and for what is computed from another indicator or done once.
    """
    if indicator.kind is Kind.FLOW:
        figures = bench.same_months_last_year(indicator, area, _YEAR)
        return sum((one.value for one in figures), start=Fraction(0)) if figures else None
    if indicator.kind is Kind.TASK or indicator.of is not None:
        return None
    year = bench.catalogue.year - 1
    readings = [one for one in bench.latest.of(indicator.id, area, year) if one.period.last == DECEMBER]
    if readings:
        return readings[-1].value
    start = indicator.baseline if indicator.kind is Kind.LEVEL else None
    at_year_end = start is not None and (
        start.period is None or (start.period.year, start.period.last) == (year, DECEMBER)
    )
    return Fraction(start.value) if start is not None and at_year_end else None

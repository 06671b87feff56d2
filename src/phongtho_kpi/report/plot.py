"""The year of one indicator as a picture in numbers: twelve months, what was, what should be, where to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.i18n.numbers import rounded
from phongtho_kpi.model.assessment import Assessment, CoursePoint
from phongtho_kpi.model.catalogue import Goal, Kind
from phongtho_kpi.report.shown import target_places, value_places
from phongtho_kpi.report.table import SYMBOLS, TONES, Tone

_MONTHS = range(1, 13)
_FLAT = Decimal("0.5")  # levels that all lie in the upper half are shown without the empty space below them


@dataclass(frozen=True, slots=True)
class Plot:
    """Values by month and the axis they stand on; None where there is nothing.

    `from_zero` says whether the axis starts at 0: only then may a value be drawn as a column.
    """

    lang: str
    heading: str
    months: tuple[str, ...]
    actual: tuple[Decimal | None, ...]
    expected: tuple[Decimal | None, ...]
    targets: tuple[Decimal, ...]
    places: int
    low: Decimal
    high: Decimal
    from_zero: bool
    legend: tuple[str, str, str]
    symbol: str
    tone: Tone


def plot_of(entry: Assessment, course: Sequence[CoursePoint], messages: Messages) -> Plot | None:
    """The plot of a course; None for a task, and where there is neither a figure nor a target."""
    target, indicator = entry.headline.target, entry.indicator
    edges = () if target is None or target.goal is Goal.DONE else (target.value, target.upper)
    targets = tuple(edge for edge in edges if edge is not None)
    by_month = {point.month: point for point in course}
    actual = tuple(by_month[month].value if month in by_month else None for month in _MONTHS)
    expected = tuple(by_month[month].expected if month in by_month else None for month in _MONTHS)
    every = [number for number in (*actual, *expected, *targets) if number is not None]
    if indicator.kind is Kind.TASK or not any(number is not None for number in (*actual, *targets)):
        return None
    places = max(target_places(target), value_places(entry))
    low, high = _axis(every, places, starts_at_zero=indicator.kind is not Kind.LEVEL)
    return Plot(
        lang=messages.lang,
        heading=messages("show.plot", unit=indicator.unit),
        months=tuple(messages.month(month) for month in _MONTHS),
        actual=actual,
        expected=expected,
        targets=targets,
        places=places,
        low=low,
        high=high,
        from_zero=low == 0,
        legend=(messages("show.plot_actual"), messages("show.plot_expected"), messages("show.plot_target")),
        symbol=SYMBOLS[entry.headline.status],
        tone=TONES[entry.headline.status],
    )


def _axis(numbers: Sequence[Decimal], places: int, *, starts_at_zero: bool) -> tuple[Decimal, Decimal]:
    """Where the axis starts and ends: at 0, unless levels lie so close together that 0 would hide how they move."""
    low, high = min(numbers), max(numbers)
    if starts_at_zero or low <= high * _FLAT:
        return min(low, Decimal(0)), max(high, Decimal(0)) or Decimal(1)
    step = Decimal(1).scaleb(-places)
    span = max(high - low, step * 4)
    return rounded(high - span - max(span / 4, step), places), high

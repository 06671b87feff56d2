"""The two small pictures beside an indicator, as shares: how far along it is, and how its months went."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, CoursePoint
from phongtho_kpi.model.catalogue import Goal, Indicator, Kind, Target
from phongtho_kpi.report.plot import Plot, plot_of
from phongtho_kpi.report.spoken import Spoken
from phongtho_kpi.report.table import TONES, Tone

_AXIS = Decimal("1.25")  # plans: in every bullet graph the target lies at the same place, with room for what is beyond
_NOTHING, _WHOLE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bullet graph (Stephen Few): shares of an axis that is the same for all indicators.

    `actual` is the end of the bar, cut where `beyond`; `edges` the target, of a range both; `text` says all of it.
    """

    actual: Decimal
    beyond: bool
    expected: Decimal | None
    edges: tuple[Decimal, ...]
    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class Course:
    """Twelve months as shares of an axis, None where there is nothing, and the target at its end; `text` names all."""

    actual: tuple[Decimal | None, ...]
    expected: tuple[Decimal | None, ...]
    edges: tuple[Decimal, ...]
    tone: Tone
    text: str


def bullet_of(entry: Assessment, messages: Messages) -> Bullet | None:
    """Actual, target and where it should be by now; None for a task, and without a figure or a target above 0."""
    target, expected = entry.headline.target, entry.headline.expected
    if entry.value is None or target is None or target.goal is Goal.DONE or _edges(target)[-1] <= 0:
        return None
    plan = _edges(target)[-1] * _AXIS
    spoken = Spoken(entry, entry.headline, messages)
    text = messages("page.bullet", value=spoken.value(), goal=spoken.goal())
    if expected is not None:
        text = messages("page.bullet_expected", bullet=text, expected=spoken.expected())
    return Bullet(
        actual=_within(entry.value / plan),
        beyond=entry.value > plan,
        expected=None if expected is None else _within(expected / plan),
        edges=tuple(_within(edge / plan) for edge in _edges(target)),
        tone=TONES[entry.headline.status],
        text=text,
    )


def course_of(entry: Assessment, points: Sequence[CoursePoint], messages: Messages) -> Course | None:
    """The months of `kpi show`'s plot without its axis; None where a lone dot would say nothing."""
    plot = plot_of(entry, points, messages)
    if plot is None or not _says_something(plot):
        return None
    return Course(
        actual=_heights(plot, plot.actual),
        expected=_heights(plot, plot.expected),
        edges=tuple(_height(plot, target) for target in plot.targets),
        tone=plot.tone,
        text=_in_words(plot, entry.indicator, messages),
    )


def _says_something(plot: Plot) -> bool:
    """There is a figure, and another one or a course to hold it against."""
    reported = sum(value is not None for value in plot.actual)
    return reported > 1 or (reported == 1 and any(value is not None for value in plot.expected))


def _edges(target: Target) -> tuple[Decimal, ...]:
    return (target.value,) if target.upper is None else (target.value, target.upper)


def _within(share: Decimal) -> Decimal:
    return min(max(share, _NOTHING), _WHOLE)


def _heights(plot: Plot, values: Sequence[Decimal | None]) -> tuple[Decimal | None, ...]:
    return tuple(None if value is None else _height(plot, value) for value in values)


def _height(plot: Plot, value: Decimal) -> Decimal:
    return (value - plot.low) / (plot.high - plot.low)


def _in_words(plot: Plot, indicator: Indicator, messages: Messages) -> str:
    """Every month that has a figure, for those who do not see the line."""
    months = [
        messages("page.month", month=messages.month(month, long=True), value=messages.number(value, plot.places))
        for month, value in enumerate(plot.actual, start=1)
        if value is not None
    ]
    unit = messages("value.points", number="", unit=indicator.unit) if indicator.kind is Kind.REDUCTION else None
    return messages("page.months", unit=(unit or indicator.unit).strip(), months="; ".join(months))

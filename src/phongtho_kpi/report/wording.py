"""Values, targets and headings in words: what every report says in the same way."""

from datetime import date
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Assessments
from phongtho_kpi.model.catalogue import Goal, Indicator, Kind, Target, Trajectory
from phongtho_kpi.report.shown import apart_places, target_places

_JOINED = frozenset({"%", "‰"})
_DECEMBER = 12
_LAST_DAY = 31


def with_unit(value: Decimal, places: int, indicator: Indicator, messages: Messages) -> str:
    """`21,5 ha`, `44,36%`; of a reduction `5,43 điểm %`."""
    number = messages.number(value, places)
    if indicator.unit not in _JOINED:
        return unbroken(messages("value.spaced", number=number, unit=indicator.unit).rstrip())
    style = "points" if indicator.kind is Kind.REDUCTION else "joined"
    return unbroken(messages(f"value.{style}", number=number, unit=indicator.unit))


def difference(value: Decimal, places: int, indicator: Indicator, messages: Messages) -> str:
    """How far two values are apart; two percentages are apart by points."""
    if indicator.unit in _JOINED:
        return unbroken(messages("value.points", number=messages.number(value, places), unit=indicator.unit))
    return with_unit(value, places, indicator, messages)


def goal_text(target: Target | None, indicator: Indicator, messages: Messages) -> str:
    """`ít nhất 50 ha`, `giảm ít nhất 5,43 điểm %`, `từ 61% đến 62%`, `hoàn thành`."""
    if target is None:
        return messages("value.none")
    if target.goal is Goal.DONE:
        return messages("value.done")
    prefix = {Kind.GROWTH: "grow_", Kind.REDUCTION: "fall_"}.get(indicator.kind, "")
    places = target_places(target)
    low = with_unit(target.value, places, indicator, messages)
    if target.goal is Goal.WITHIN and target.upper is not None:
        return messages(f"value.{prefix}within", low=low, high=with_unit(target.upper, places, indicator, messages))
    goal = messages(f"value.{prefix}{target.goal}", value=low)
    if target.stretch is None:
        return goal
    stretch = with_unit(target.stretch, places, indicator, messages)
    return messages("value.stretch", target=goal, stretch=stretch)


def trajectory_text(trajectory: Trajectory | None, indicator: Indicator, messages: Messages) -> str:
    """The way to the target in words, with the numbers that it was given."""
    if trajectory is None:
        return ""
    points = "; ".join(
        messages("method.point", period=messages.period(period), value=value) for period, value in trajectory.points
    )
    shares = "; ".join(messages.number(share) for share in trajectory.shares)
    key = trajectory.shape.value
    return messages(f"trajectory.{key}", points=points, shares=shares, year=str(trajectory.like), unit=indicator.unit)


def name_of(entry: Assessment, messages: Messages) -> str:
    """The indicator's name, with the area's code where it is about one area."""
    name = entry.indicator.name.to(messages.lang)
    return name if entry.area is None else messages("title.with_area", name=name, area=entry.area)


def place_of(assessments: Assessments, messages: Messages) -> str:
    """The place's name as the beginning of a line."""
    return capitalised(assessments.catalogue.place.name.to(messages.lang))


def capitalised(text: str) -> str:
    """With a capital in front, and the rest as it is."""
    return text[:1].upper() + text[1:]


def is_year_end(day: date) -> bool:
    """Whether it is 31 December, when everything is due unless told otherwise (rules §1)."""
    return (day.month, day.day) == (_DECEMBER, _LAST_DAY)


def short_unit(unit: str) -> str:
    """The unit for a narrow column: `tr. đồng`, as tables in print have it."""
    return unit.replace("triệu ", "tr. ")


def counted(noun: str, count: int, messages: Messages) -> str:
    """`41 chỉ tiêu`; in English one thing is no plural."""
    return messages(f"count.{noun}" if count == 1 else f"count.{noun}s", count=count)


def unbroken(text: str) -> str:
    """Words that belong together, with blanks at which no line is broken."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def times_text(pace: Decimal, messages: Messages) -> str:
    """`1,4` of a pace of 1.368; 1.04 is not shown as if it were 1."""
    return messages.number(pace, apart_places(pace, Decimal(1), 1))

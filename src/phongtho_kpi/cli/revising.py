"""A revision as it is typed → the model's: the new target, from when, by whom and why (rules §1, `revisions`)."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from phongtho_kpi.cli.options import day_of
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.catalogue import Goal, Indicator, Revision, Target
from phongtho_kpi.model.folding import composed
from phongtho_kpi.read.legal_text import excerpt, is_prose
from phongtho_kpi.read.typed_number import typed_number, ways_to_write
from phongtho_kpi.report.wording import goal_text
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.screen import NO_BREAK

NONE = "none"  # of --stretch and --due: what is in force is dropped
_BETWEEN = ".."
_BOUNDS = (Goal.AT_LEAST, Goal.AT_MOST)  # which may have a stretch value


class Asked(NamedTuple):
    """The options, as they were typed."""

    at_least: str | None
    at_most: str | None
    within: str | None
    done: bool
    stretch: str | None
    due: str | None
    starts: str
    decided_by: str
    why: str


def revision_of(asked: Asked, indicator: Indicator, year: int, messages: Messages) -> Revision:
    """The revision that is asked for; raises KpiError where it is none, or leaves open what it does to the target."""
    starts = day_of("--from", asked.starts)
    target = _target(asked, year)
    revision = Revision(starts, _text("--decided-by", asked.decided_by), _text("--why", asked.why), target)
    _refuse_too_early(starts, indicator, messages)
    in_force = indicator.target_on(starts)
    if in_force is not None:
        _refuse_silent_losses(asked, in_force, target, messages)
        if in_force == target:
            shown = goal_text(target, indicator, messages).replace(NO_BREAK, " ")
            raise KpiError("same-target", id=indicator.id, target=shown)
    return revision


def _target(asked: Asked, year: int) -> Target:
    """The whole new target; whether it fits the indicator the catalogue's own checks say."""
    goal, low, high = _goal(asked)
    due = None if asked.due in {None, NONE} else asked.due
    stretch = None if asked.stretch in {None, NONE} else asked.stretch
    return Target(
        goal,
        low,
        date(year, 12, 31) if due is None else day_of("--due", due),
        upper=high,
        stretch=None if stretch is None else _number("--stretch", stretch),
    )


def _goal(asked: Asked) -> tuple[Goal, Decimal, Decimal | None]:
    options = {"--at-least": asked.at_least, "--at-most": asked.at_most, "--within": asked.within}
    given = [option for option, text in options.items() if text is not None]
    if len(given) + asked.done != 1:
        raise KpiError("one-goal", given=", ".join([*given, "--done"] if asked.done else given))
    if asked.done:
        return Goal.DONE, Decimal(1), None
    if asked.within is not None:
        return Goal.WITHIN, *_range(asked.within)
    if asked.at_least is not None:
        return Goal.AT_LEAST, _number("--at-least", asked.at_least), None
    return Goal.AT_MOST, _number("--at-most", asked.at_most or ""), None


def _range(text: str) -> tuple[Decimal, Decimal]:
    low, between, high = text.partition(_BETWEEN)
    if not between:
        raise KpiError("bad-range", value=excerpt(text))
    return _number("--within", low), _number("--within", high)


def _number(option: str, text: str) -> Decimal:
    text = text.strip()
    number = typed_number(text)
    if number is not None:
        return number
    match ways_to_write(text):
        case (one,):
            raise KpiError("number-otherwise", option=option, value=excerpt(text), one=one)
        case (one, other):
            raise KpiError("two-numbers", option=option, value=excerpt(text), one=one, other=other)
    raise KpiError("bad-number", option=option, value=excerpt(text))


def _text(option: str, typed: str) -> str:
    text = composed(typed).strip()
    if not text:
        raise KpiError("missing-parameter", option=option)
    if not is_prose(text):
        raise KpiError("bad-text", option=option, value=excerpt(text))
    return text


def _refuse_too_early(starts: date, indicator: Indicator, messages: Messages) -> None:
    """Revisions stand in the order of their dates: none is put in between."""
    for last in indicator.revisions[-1:]:
        if starts <= last.starts:
            shown = messages.day(last.starts)
            raise KpiError("revision-too-early", id=indicator.id, starts=shown, decided_by=last.decided_by)


def _refuse_silent_losses(asked: Asked, in_force: Target, target: Target, messages: Messages) -> None:
    """A revision replaces the whole target: what else is in force is kept or dropped in so many words."""
    if in_force.stretch is not None and target.goal in _BOUNDS and asked.stretch is None:
        shown = messages.number(in_force.stretch)
        raise KpiError("stretch-not-told", shown=shown, typed=f"{in_force.stretch:f}")
    if in_force.due != date(in_force.due.year, 12, 31) and asked.due is None:
        raise KpiError("due-not-told", shown=messages.day(in_force.due), typed=in_force.due.isoformat())

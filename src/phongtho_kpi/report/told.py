"""What a key of the catalogue says, in words: for a reviewer who sees it before and after."""

from decimal import Decimal

from phongtho_kpi.compare.edits import Told
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.catalogue import ByArea, Frequency, Indicator, Kind, Revision, Target, Trajectory
from phongtho_kpi.model.number import places_of
from phongtho_kpi.model.period import Period
from phongtho_kpi.report.shown import baseline_places
from phongtho_kpi.report.wording import goal_text, is_year_end, trajectory_text, with_unit

_LONGEST = 100
_IN_UNITS = ("baseline.value", "tolerance", "area_targets.")


def told_text(told: Told | None, key: str, indicator: Indicator | None, messages: Messages) -> str:
    """The words for what stands under `key` of an indicator, None: of the whole catalogue; "" where nothing does."""
    match told:
        case None:
            return ""
        case Target() | Revision() | Trajectory() if indicator is not None:
            return _way_text(told, indicator, messages)
        case ByArea():
            return ": ".join(filter(None, (told.combine.value, ", ".join(told.areas or ()))))
        case Decimal():
            return _number(told, key, indicator, messages)
    return _text(told, messages)


def _way_text(told: Target | Revision | Trajectory, indicator: Indicator, messages: Messages) -> str:
    if isinstance(told, Trajectory):
        return trajectory_text(told, indicator, messages)
    return decided_text(told.target if isinstance(told, Revision) else told, indicator, messages)


def decided_text(target: Target | None, indicator: Indicator, messages: Messages) -> str:
    """What is to be reached, and by when where that is not the year's end."""
    goal = goal_text(target, indicator, messages)
    if target is None or is_year_end(target.due):
        return goal
    return messages("show.goal_with_due", goal=goal, due=target.due)


def _number(number: Decimal, key: str, indicator: Indicator | None, messages: Messages) -> str:
    if indicator is not None and key.startswith(_IN_UNITS):
        is_baseline = key == "baseline.value"
        places = baseline_places(number, indicator.of_count, indicator.target) if is_baseline else places_of(number)
        return with_unit(number, places, indicator, messages)
    return messages.number(number)


def _text(told: Told, messages: Messages) -> str:
    """A word of ours in the language, a text of others cut short."""
    if isinstance(told, Period):
        return messages.period(told, with_year=True)
    if isinstance(told, Kind):
        return messages.kind(told)
    if isinstance(told, Frequency):
        return messages.frequency(told)
    return shortened("; ".join(map(str, told)) if isinstance(told, tuple) else str(told))


def shortened(text: str) -> str:
    """A text of others, cut where it would fill a screen."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"

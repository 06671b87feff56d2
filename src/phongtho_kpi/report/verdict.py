"""The verdict in plain words: what was reached, what should have been, and what it takes from here."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Clocks, Flag, Reason, Status
from phongtho_kpi.model.catalogue import Goal, Kind
from phongtho_kpi.report.shown import outlook_places
from phongtho_kpi.report.spoken import Spoken
from phongtho_kpi.report.wording import times_text, with_unit

_BEHIND = (Status.AT_RISK, Status.OFF_TRACK)


def verdict_sentences(entry: Assessment, clocks: Clocks, messages: Messages) -> tuple[str, ...]:
    """The verdict's sentence, then one each for what follows from it and what must be known about the figures."""
    spoken = Spoken(entry, entry.headline, messages)
    status = messages.status(entry.headline.status)
    first = messages("verdict.sentence", status=status, state=_clause(spoken))
    return (first, *_consequences(spoken, clocks), *_reservations(entry, messages))


def what_is_needed(entry: Assessment, messages: Messages) -> tuple[str, ...]:
    """What it takes from here: a sentence for what is behind or missed, and one where a new figure has not come."""
    spoken = Spoken(entry, entry.headline, messages)
    said = list(_needed(spoken)) if entry.headline.target is not None else []
    if not said and entry.headline.status in (*_BEHIND, Status.MISSED):
        said.extend(_lacking(spoken))
    if Flag.STALE in entry.flags and entry.period is not None:
        said.append(messages("verdict.report_newer", period=messages.period(entry.period, entry.cumulative)))
    return tuple(said)


def _lacking(spoken: Spoken) -> Iterator[str]:
    """How far it is from where it should be: from the course, or once it is due from the target."""
    judgement, messages = spoken.judgement, spoken.messages
    missed = judgement.status is Status.MISSED
    gap = judgement.variance if missed or judgement.variance_to_date is None else judgement.variance_to_date
    if gap:
        side = "over" if gap > 0 else "short"
        against = "target" if missed else "course"
        yield messages(f"verdict.{side}_of_{against}", gap=spoken.gap(gap))


def _clause(spoken: Spoken) -> str:
    """What follows the status' word."""
    reason, messages = spoken.judgement.reason, spoken.messages
    if reason is Reason.NO_TARGET:
        return _followed(spoken)
    if reason is Reason.NO_OBSERVATION and spoken.entry.indicator.kind is Kind.TASK:
        return messages("verdict.task_unreported", due=spoken.due())
    if reason is Reason.NO_OBSERVATION:
        key = "not_yet_expected" if spoken.judgement.status is Status.NOT_DUE else "expected_but_missing"
        frequency = messages.frequency(spoken.entry.indicator.frequency)
        return messages(f"verdict.{key}", frequency=frequency, due=spoken.due())
    return _judged(spoken, _state(spoken))


def _judged(spoken: Spoken, state: str) -> str:
    """Where it stands, and what that is held against."""
    reason, messages = spoken.judgement.reason, spoken.messages
    if reason in (Reason.FINAL_PERIOD_MISSING, Reason.YEAR_END, Reason.TOO_EARLY):
        return messages(f"verdict.{reason}", state=state, due=spoken.due())
    if reason in (Reason.NOT_REACHED, Reason.CAP_PASSED, Reason.REACHED):
        return _compared_with_target(spoken, state)
    if reason in (Reason.PACE, Reason.TOLERANCE, Reason.OUTSIDE_TOLERANCE):
        return _compared_with_course(spoken, state)
    return state


def _state(spoken: Spoken) -> str:
    """Where it stands and what was decided."""
    entry, messages = spoken.entry, spoken.messages
    kind = entry.indicator.kind
    if kind is Kind.TASK:
        return messages("verdict.task_done" if entry.value else "verdict.task_undone", due=spoken.due())
    key = kind.value
    if kind in (Kind.FLOW, Kind.LEVEL) and spoken.is_cap:
        key += "_cap"
    attainment = spoken.attainment()
    if kind is Kind.FLOW and attainment is None:
        key += "_plain"
    until = messages.until(entry.period) if entry.period is not None else ""
    return messages(
        f"verdict.{key}",
        until=until,
        value=spoken.value(),
        attainment=attainment or "",
        target=spoken.target_value(),
        goal=spoken.goal(),
    )


def _followed(spoken: Spoken) -> str:
    entry, messages = spoken.entry, spoken.messages
    if entry.value is None or entry.period is None:
        return messages("verdict.informative_blank")
    suffix = {Kind.GROWTH: "_growth", Kind.TASK: "_task"}.get(entry.indicator.kind, "")
    return messages(f"verdict.informative{suffix}", until=messages.until(entry.period), value=spoken.value())


def _compared_with_target(spoken: Spoken, state: str) -> str:
    judgement, messages = spoken.judgement, spoken.messages
    stretch = spoken.target.stretch
    if judgement.status is Status.EXCEEDED and stretch is not None:
        return messages("verdict.beyond_stretch", state=state, stretch=spoken.with_unit(stretch))
    if judgement.status is not Status.MISSED or judgement.variance is None:
        return state
    key = "verdict.above" if judgement.variance > 0 else "verdict.short"
    return messages(key, state=state, gap=spoken.gap(judgement.variance))


def _compared_with_course(spoken: Spoken, state: str) -> str:
    judgement, messages = spoken.judgement, spoken.messages
    is_range = spoken.target.goal is Goal.WITHIN
    if not is_range and judgement.expected is not None and judgement.expected != spoken.target.value:
        key = "verdict.should_at_most" if spoken.is_cap else "verdict.should_at_least"
        state = messages(key, state=state, expected=spoken.expected())
    gap = judgement.variance if is_range else judgement.variance_to_date
    if judgement.reason is Reason.PACE or judgement.status is Status.ON_TRACK or gap is None:
        return state
    tolerance = spoken.entry.indicator.tolerance
    if tolerance is None:
        return messages("verdict.no_tolerance", state=state, gap=spoken.gap(gap))
    key = "in_tolerance" if judgement.reason is Reason.TOLERANCE else "outside_tolerance"
    return messages(f"verdict.{key}", state=state, gap=spoken.gap(gap), tolerance=spoken.gap(tolerance))


def _consequences(spoken: Spoken, clocks: Clocks) -> Iterator[str]:
    judgement, messages = spoken.judgement, spoken.messages
    if judgement.target is None:
        return
    if judgement.reason in (Reason.REACHED, Reason.CAP_PASSED) and clocks.as_of < judgement.target.due:
        yield messages("verdict.final" if judgement.final else "verdict.not_final")
    yield from _needed(spoken)
    outlook = judgement.outlook
    if outlook is not None and outlook.value is not None:
        places = outlook_places(judgement, 0, spoken.endless(outlook.value))
        value = with_unit(outlook.value, places, spoken.entry.indicator, messages)
        yield messages(f"verdict.outlook_{outlook.verdict.removeprefix('will_')}", value=value)
    elif outlook is not None:
        yield messages("verdict.outlook_early")


def _needed(spoken: Spoken) -> Iterator[str]:
    """What the rest of the way takes where it is behind: of a flow also how much a month."""
    judgement = spoken.judgement
    if judgement.status not in _BEHIND or judgement.needed_pace is None:
        return
    entry, messages, target = spoken.entry, spoken.messages, spoken.target
    times = times_text(judgement.needed_pace, messages)
    months = target.due.month - (entry.period.last if entry.period is not None else 0)
    if entry.indicator.kind is not Kind.FLOW or entry.value is None or months <= 0:
        yield messages("verdict.needed_other", due=spoken.due(), pace=times)
        return
    monthly = (Fraction(target.value) - Fraction(entry.value)) / months
    exact = Decimal(monthly.numerator) / Decimal(monthly.denominator)
    key = "verdict.allowed_flow" if spoken.is_cap else "verdict.needed_flow"
    yield messages(key, due=spoken.due(), monthly=spoken.with_unit(exact), pace=times)


def _reservations(entry: Assessment, messages: Messages) -> Iterator[str]:
    for flag in Flag:
        if flag not in entry.flags:
            continue
        coverage = "{}/{}".format(*entry.coverage) if entry.coverage is not None else ""
        period = messages.period(entry.period, entry.cumulative) if entry.period is not None else ""
        yield messages(f"verdict.{flag}", coverage=coverage, period=period)

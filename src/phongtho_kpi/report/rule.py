"""The rule behind a verdict, written out with the numbers in it (rules §3 to §5)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.i18n.numbers import rounded
from phongtho_kpi.model.assessment import Assessment, Assessments, Counted, Reason, Status
from phongtho_kpi.model.catalogue import Bands, Goal, Kind, Shape
from phongtho_kpi.model.number import places_of
from phongtho_kpi.report.shown import apart_places, outlook_places
from phongtho_kpi.report.spoken import Spoken

_PACE_PLACES = 3
_SHARE_PLACES = 6  # so that a reader who multiplies comes to the number printed
_NEARLY = Decimal("1e-20")  # a share of twelfths has 28 digits and comes back from them as that fraction


def rule_lines(assessments: Assessments, entry: Assessment, messages: Messages) -> tuple[str, ...]:
    """One line a step: what was expected, how the value compares, and what follows, each with its section."""
    spoken = Spoken(entry, entry.headline, messages)
    bands = entry.indicator.bands or assessments.catalogue.bands
    steps = [*_computed(spoken), *_expected(spoken), *_verdict(spoken, bands), *_outlook(spoken)]
    return tuple(f"{step} ({messages('rule.section', section=section)})" for section, step in steps)


def _computed(spoken: Spoken) -> Iterator[tuple[str, str]]:
    """How a growth or a reduction comes out of the figures of another indicator."""
    entry, messages = spoken.entry, spoken.messages
    if entry.indicator.of is None or not entry.figures or not entry.compared:
        return
    now, before = _sum(entry.figures), _sum(entry.compared)
    key = "rule.value_reduction" if entry.indicator.kind is Kind.REDUCTION else "rule.value_growth"
    yield "2", messages(key, now=spoken.number(now), before=spoken.number(before), value=spoken.value_number())


def _sum(figures: Iterable[Counted]) -> Decimal:
    return sum((figure.value for figure in figures), start=Decimal(0))


def _expected(spoken: Spoken) -> Iterator[tuple[str, str]]:
    judgement, messages = spoken.judgement, spoken.messages
    if judgement.expected is None or judgement.target is None or judgement.target.goal in (Goal.WITHIN, Goal.DONE):
        return
    target, expected = spoken.number(judgement.target.value), spoken.expected_number()
    shape = judgement.trajectory.shape if judgement.trajectory is not None else Shape.EVEN
    share = _share(spoken)
    if shape in (Shape.HOLD, Shape.YEAR_END):
        yield "3", messages("rule.expected_hold", target=target)
    elif shape is Shape.POINTS or share is None:
        yield "3", messages("rule.expected_points", expected=expected)
    elif judgement.start:
        start = spoken.number(judgement.start)
        yield "3", messages("rule.expected_from", start=start, target=target, share=share, expected=expected)
    else:
        yield "3", messages("rule.expected_flow", target=target, share=share, expected=expected)


def _share(spoken: Spoken) -> str | None:
    """The share s as twelfths where it is so many months of `due`'s, else as a number."""
    share = spoken.judgement.share
    if share is None:
        return None
    months = Decimal(spoken.target.due.month)
    part = (share * months).to_integral_value()
    if abs(share * months - part) < _NEARLY:
        return f"{part}/{months}"
    shown = rounded(share, _SHARE_PLACES)
    return spoken.messages.number(shown, places_of(shown.normalize()))


def _verdict(spoken: Spoken, bands: Bands) -> Iterator[tuple[str, str]]:
    judgement, messages = spoken.judgement, spoken.messages
    if judgement.reason is Reason.REACHED or (judgement.reason is Reason.NOT_REACHED and judgement.target is not None):
        count = spoken.entry.indicator.of_count
        if count is not None and spoken.entry.value is not None:
            exact = messages.number(spoken.entry.value, places_of(spoken.target.value) + _PACE_PLACES)
            yield "4", messages("rule.of_count", count=count, exact=exact, rounded=spoken.value_number())
    section, rule = _deciding(spoken, bands)
    status = messages.status(judgement.status)
    yield section, messages("rule.verdict", rule=rule, status=status[:1].lower() + status[1:])


def _deciding(spoken: Spoken, bands: Bands) -> tuple[str, str]:
    """The section that decided, and its rule with the numbers in it."""
    reason, messages = spoken.judgement.reason, spoken.messages
    match reason:
        case Reason.PACE:
            decided = "5.5", _pace(spoken, bands)
        case Reason.TOLERANCE | Reason.OUTSIDE_TOLERANCE:
            decided = "5.5", _tolerance(spoken)
        case Reason.REACHED | Reason.NOT_REACHED | Reason.CAP_PASSED:
            decided = _reached(spoken)
        case Reason.NO_OBSERVATION:
            decided = "5.1", _no_observation(spoken)
        case Reason.TASK:
            decided = "5.6", messages("rule.task_done" if spoken.entry.value else "rule.task_undone")
        case _:
            decided = _plainly(spoken)
    return decided


_PLAIN = {
    Reason.NO_TARGET: "5.1",
    Reason.FINAL_PERIOD_MISSING: "5.3",
    Reason.YEAR_END: "5.5",
    Reason.TOO_EARLY: "5.5",
}


def _plainly(spoken: Spoken) -> tuple[str, str]:
    """A reason without arithmetic."""
    reason, target, messages = spoken.judgement.reason, spoken.judgement.target, spoken.messages
    if reason not in _PLAIN:
        return "5", messages.reason(reason)
    is_task = target is not None and target.goal is Goal.DONE
    return "5.6" if is_task else _PLAIN[reason], messages(
        f"rule.{reason}", due=target.due if target is not None else ""
    )


def _pace(spoken: Spoken, bands: Bands) -> str:
    judgement, messages = spoken.judgement, spoken.messages
    value, expected = spoken.value_number(), spoken.expected_number()
    if judgement.pace is None:
        return messages("rule.cap_at_zero", expected=expected)
    places = max(apart_places(judgement.pace, band, _PACE_PLACES) for band in (bands.on_track, bands.at_risk))
    pace = messages.number(judgement.pace, places)
    if spoken.entry.indicator.kind is Kind.FLOW:
        key = "rule.pace_cap" if spoken.is_cap else "rule.pace_ratio"
        formula = messages(key, value=value, expected=expected, pace=pace)
    elif judgement.start:
        start = spoken.number(judgement.start)
        formula = messages("rule.pace_from", value=value, start=start, expected=expected, pace=pace)
    else:
        formula = messages("rule.pace_ratio", value=value, expected=expected, pace=pace)
    edges = {"on_track": messages.number(bands.on_track), "at_risk": messages.number(bands.at_risk)}
    band = messages(f"rule.band_{judgement.status}", pace=pace, **edges)
    return f"{formula}{band.removeprefix(pace)}" if band.startswith(pace) else f"{formula}; {band}"


def _tolerance(spoken: Spoken) -> str:
    judgement, messages = spoken.judgement, spoken.messages
    gap = judgement.variance if spoken.target.goal is Goal.WITHIN else judgement.variance_to_date
    if judgement.status is Status.ON_TRACK or gap is None:
        return messages("rule.at_or_better", expected=spoken.expected_number())
    tolerance = spoken.entry.indicator.tolerance
    if tolerance is None:
        return messages("rule.gap_none", gap=spoken.gap(gap))
    key = "rule.gap_in" if judgement.reason is Reason.TOLERANCE else "rule.gap_out"
    return messages(key, gap=spoken.gap(gap), tolerance=spoken.gap(tolerance))


def _reached(spoken: Spoken) -> tuple[str, str]:
    judgement, messages, target = spoken.judgement, spoken.messages, spoken.target
    value, edge = spoken.value_number(), spoken.number(target.value)
    stretch = target.value if target.stretch is None else target.stretch
    reached = judgement.reason is Reason.REACHED
    if target.goal is Goal.WITHIN:
        rule = _in_range(spoken)
    elif judgement.status is Status.EXCEEDED:
        key = "rule.beyond_down" if spoken.is_cap else "rule.beyond_up"
        rule = messages(key, value=value, stretch=spoken.number(stretch))
    else:
        side = "at_most" if spoken.is_cap else "at_least"
        rule = messages(f"rule.{side}_{'yes' if reached else 'no'}", value=value, target=edge)
    if judgement.reason is Reason.NOT_REACHED:
        return "5.3", messages("rule.due", due=spoken.due(), rule=rule)
    section = "5.3" if _is_covered(spoken) else "5.4"
    return section, messages("rule.final", rule=rule) if judgement.final else rule


def _is_covered(spoken: Spoken) -> bool:
    """Whether a final verdict rests on figures up to the target's due month; else it was certain before (rules §5)."""
    if spoken.entry.indicator.kind is not Kind.FLOW:
        return spoken.judgement.final
    coverage = spoken.entry.coverage
    return coverage is not None and coverage[0] >= spoken.target.due.month


def _in_range(spoken: Spoken) -> str:
    target, value = spoken.target, spoken.entry.value
    upper = target.value if target.upper is None else target.upper
    low, high = spoken.number(target.value), spoken.number(upper)
    key = "within_yes"
    if value is not None and not target.value <= value <= upper:
        key = "within_below" if value < target.value else "within_above"
    return spoken.messages(f"rule.{key}", value=spoken.value_number(), low=low, high=high)


def _no_observation(spoken: Spoken) -> str:
    indicator, messages = spoken.entry.indicator, spoken.messages
    key = "not_expected" if spoken.judgement.status is Status.NOT_DUE else "expected_missing"
    return messages(f"rule.{key}", frequency=messages.frequency(indicator.frequency), lag=indicator.lag_days)


def _outlook(spoken: Spoken) -> Iterator[tuple[str, str]]:
    judgement, messages = spoken.judgement, spoken.messages
    share, outlook = _share(spoken) if judgement.target is not None else None, judgement.outlook
    if outlook is not None and outlook.value is not None and share is not None:
        shown = messages.number(outlook.value, outlook_places(judgement, 0, spoken.endless(outlook.value)))
        value, start = spoken.value_number(), judgement.start
        share = f"({share})" if "/" in share else share
        if start:
            start_shown = spoken.number(start)
            yield "5", messages("rule.outlook_from", start=start_shown, value=value, share=share, outlook=shown)
        else:
            yield "5", messages("rule.outlook", value=value, share=share, outlook=shown)
    if judgement.needed_pace is not None:
        target, expected = spoken.number(spoken.target.value), spoken.expected_number()
        pace = messages.number(judgement.needed_pace, apart_places(judgement.needed_pace, Decimal(1), _PACE_PLACES))
        yield "5", messages("rule.needed", target=target, value=spoken.value_number(), expected=expected, pace=pace)

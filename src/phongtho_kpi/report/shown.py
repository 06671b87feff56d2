"""How many decimals are shown, so that what is printed never contradicts the verdict beside it (rules §5, end)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from phongtho_kpi.i18n.numbers import rounded
from phongtho_kpi.model.assessment import Assessment, Judgement, Status
from phongtho_kpi.model.catalogue import Goal, Target
from phongtho_kpi.model.finding import BASELINE_BEYOND_TARGET, Finding
from phongtho_kpi.model.number import places_of

REACHED = frozenset({Status.EXCEEDED, Status.MET})

_FINITE = 6  # a figure with more decimals than that came out of a division
_MOST = 40  # beyond all digits that our arithmetic has
_WHOLE_PLAN = Decimal(100)


def target_places(target: Target | None) -> int:
    """The decimals a target is written with; of a range the larger number."""
    if target is None:
        return 0
    return max(places_of(target.value), places_of(target.upper) if target.upper is not None else 0)


def own_places(value: Decimal, like: int, fewest_of_endless: int = 0) -> int:
    """The decimals of `value` itself and at least `like`; of an endless number `like`, or `fewest_of_endless`."""
    own = places_of(value)
    return max(own, like) if own <= _FINITE else max(like, fewest_of_endless)


def baseline_places(baseline: Decimal, of_count: int | None, target: Target | None) -> int:
    """The decimals of a baseline: its own; of an endless one the fewest that show on which side of the target it is."""
    like = target_places(target)
    if places_of(baseline) <= _FINITE:
        return places_of(baseline)
    if target is None or target.goal is Goal.DONE:
        return max(like, 1)
    return _truthful(baseline, max(like, 1), like, _tests(target), counts_as_reached=of_count is not None)


def as_shown(finding: Finding) -> Finding:
    """A finding for a sentence: of an endless baseline only the digits that show that it is beyond the target."""
    if finding.kind is not BASELINE_BEYOND_TARGET:
        return finding
    baseline, target = Decimal(finding.params["baseline"]), Decimal(finding.params["target"])
    if places_of(baseline) <= _FINITE:
        return finding
    places = apart_places(baseline, target, max(places_of(target), 1))
    return replace(finding, params={**finding.params, "baseline": rounded(baseline, places)})


def value_places(entry: Assessment, judgement: Judgement | None = None) -> int:
    """The decimals the value is shown with beside the target of `judgement`; left out: the headline's."""
    if entry.value is None:
        return 0
    judged = judgement or entry.headline
    like = target_places(judged.target)
    first = own_places(entry.value, like, 1)
    if judged.target is None or judged.target.goal is Goal.DONE:
        return first
    return _truthful(entry.value, first, like, _tests(judged.target), counts_as_reached=judged.status in REACHED)


def spoken_places(entry: Assessment, judgement: Judgement) -> int:
    """The decimals the value has in a sentence: its own, not those of the column it would stand in."""
    if entry.value is None:
        return 0
    own = places_of(entry.value)
    first = own if own <= _FINITE else max(target_places(judgement.target), 1)
    if judgement.target is None or judgement.target.goal is Goal.DONE:
        return first
    like, reached = target_places(judgement.target), judgement.status in REACHED
    return _truthful(entry.value, first, like, _tests(judgement.target), counts_as_reached=reached)


def outlook_places(judgement: Judgement, like: int, endless: int = 0) -> int:
    """The decimals of the outlook, which must not look reached where it will miss."""
    value = judgement.outlook.value if judgement.outlook is not None else None
    if value is None or judgement.target is None:
        return like
    return _truthful(value, own_places(value, like, endless), like, _tests(judgement.target), counts_as_reached=False)


def attainment_places(judgement: Judgement) -> int:
    """The decimals of the per cent of plan: one, or as many as it takes to tell 99.96 from 100."""
    if judgement.attainment is None:
        return 1
    tests: tuple[Callable[[Decimal], bool], ...] = (lambda per_cent: per_cent >= _WHOLE_PLAN,)
    if judgement.target is not None and judgement.target.goal is Goal.AT_MOST:
        tests = (lambda per_cent: per_cent <= _WHOLE_PLAN,)
    return _truthful(judgement.attainment, 1, 1, tests, counts_as_reached=judgement.status in REACHED)


def apart_places(value: Decimal, other: Decimal, first: int) -> int:
    """At least `first` decimals for two numbers, and as many as it takes to see which is larger."""
    for places in range(first, _MOST):
        one, two = rounded(value, places), rounded(other, places)
        if (one < two) == (value < other) and (one > two) == (value > other):
            return places
    return first


def _tests(target: Target) -> tuple[Callable[[Decimal], bool], ...]:
    """What a printed number says about a target: that it is reached, and that it is exceeded."""
    edge = target.value
    beyond = edge if target.stretch is None else target.stretch
    if target.goal is Goal.AT_LEAST:
        return (lambda number: number >= edge, lambda number: number > beyond)
    if target.goal is Goal.AT_MOST:
        return (lambda number: number <= edge, lambda number: number < beyond)
    upper = edge if target.upper is None else target.upper
    return (lambda number: edge <= number <= upper, lambda number: number < edge)


def _truthful(
    value: Decimal, first: int, like: int, tests: tuple[Callable[[Decimal], bool], ...], *, counts_as_reached: bool
) -> int:
    """The fewest decimals from `first` on that say of the value what is true of it.

    12 of 17 communes are 70.588…, which counts as the printed 70.6 (rules §4): such a value is shown as the target is.
    """
    if counts_as_reached and not tests[0](value) and tests[0](rounded(value, like)):
        return like
    exact = [test(value) for test in tests]
    for places in range(first, _MOST):
        if [test(rounded(value, places)) for test in tests] == exact:
            return places
    return first

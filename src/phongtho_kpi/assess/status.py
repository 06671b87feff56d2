"""Reached or not, and the verdict (rules §4, §5)."""

from fractions import Fraction
from typing import NamedTuple

from phongtho_kpi.assess.exact import rounded
from phongtho_kpi.model.assessment import Reason, Status
from phongtho_kpi.model.catalogue import Bands, Goal, Indicator, Kind, Shape, Target
from phongtho_kpi.model.number import places_of

_DONE = 1

Verdict = tuple[Status, Reason, bool]  # the last: whether no later period can change it


class Standing(NamedTuple):
    """A value beside what it is held against, in the indicator's unit; rules §5 are asked of it line by line."""

    indicator: Indicator
    target: Target
    shape: Shape
    value: Fraction
    start: Fraction | None  # b
    expected: Fraction | None  # E
    share: Fraction | None  # s
    covered: bool
    due: bool

    @property
    def reached(self) -> bool:
        """Whether the value has reached the target (rules §4)."""
        return is_reached(self.indicator, self.target, self.value)

    @property
    def is_capped_flow(self) -> bool:
        """Whether it adds up towards a cap, and so is kept to rather than met."""
        return self.indicator.kind is Kind.FLOW and self.target.goal is Goal.AT_MOST

    @property
    def shortfall(self) -> Fraction:
        """How far the value is on the wrong side of where it should stand; negative or 0: at it, or better."""
        if self.target.goal is Goal.WITHIN:
            return abs(distance_to_range(self.target, self.value))
        assert self.expected is not None
        ahead = self.value - self.expected
        return -ahead if self.target.goal is Goal.AT_LEAST else ahead


def compared(indicator: Indicator, value: Fraction, number: Fraction, places: int) -> Fraction:
    """`value` less `number`; a share of whole things is first rounded to the places of that number (rules §4)."""
    return (value if indicator.of_count is None else rounded(value, places)) - number


def is_reached(indicator: Indicator, target: Target, value: Fraction) -> bool:
    """At least: ≥, at most: ≤, within: inside, both edges included (rules §4)."""
    above = compared(indicator, value, Fraction(target.value), places_of(target.value))
    if target.goal is Goal.AT_MOST:
        return above <= 0
    if target.upper is not None:
        return above >= 0 and compared(indicator, value, Fraction(target.upper), places_of(target.upper)) <= 0
    return above >= 0


def is_exceeded(indicator: Indicator, target: Target, value: Fraction) -> bool:
    """Strictly beyond `stretch`, else beyond the target itself; a range is never exceeded (rules §4)."""
    if target.goal not in (Goal.AT_LEAST, Goal.AT_MOST):
        return False
    number = target.value if target.stretch is None else target.stretch
    beyond = compared(indicator, value, Fraction(number), places_of(number))
    return beyond > 0 if target.goal is Goal.AT_LEAST else beyond < 0


def distance_to_range(target: Target, value: Fraction) -> Fraction:
    """0 inside, else how far outside, negative below (rules §5, variance of within)."""
    low, high = Fraction(target.value), Fraction(target.value if target.upper is None else target.upper)
    return min(value - low, Fraction(0)) + max(value - high, Fraction(0))


def pace_of(standing: Standing) -> Fraction | None:
    """The pace, wherever it is defined (rules §5.5).

    A flow: value / E, to a cap E / value. Else (value - b) / (E - b). None where E - b is 0 or runs against the
    target's direction, without b, for within and for tasks.
    """
    target, value, expected, start = standing.target, standing.value, standing.expected, standing.start
    if target.goal in (Goal.WITHIN, Goal.DONE) or expected is None or start is None:
        return None
    if standing.is_capped_flow:
        return expected / value if expected > 0 and value > 0 else None
    way_so_far = expected - start
    forwards = way_so_far > 0 if target.goal is Goal.AT_LEAST else way_so_far < 0
    return (value - start) / way_so_far if forwards else None


def verdict(standing: Standing, bands: Bands) -> Verdict:
    """Status, reason, and whether it is final, by rules §5.3 to §5.6."""
    if standing.target.goal is Goal.DONE:
        return _verdict_of_task(standing)
    if standing.covered:
        reason = Reason.REACHED if standing.reached else Reason.NOT_REACHED
        return (_how_well_reached(standing) if standing.reached else Status.MISSED), reason, True
    certain = _certain_before_due(standing)
    if certain is not None:
        return certain
    if standing.due:
        return Status.NO_DATA, Reason.FINAL_PERIOD_MISSING, False
    if standing.reached and not standing.is_capped_flow:
        return _how_well_reached(standing), Reason.REACHED, False
    return _verdict_on_the_way(standing, bands)


def _how_well_reached(standing: Standing) -> Status:
    return Status.EXCEEDED if is_exceeded(standing.indicator, standing.target, standing.value) else Status.MET


def _certain_before_due(standing: Standing) -> Verdict | None:
    """A flow that has reached its target, or passed its cap: no later month can undo it (rules §5.4)."""
    if standing.indicator.kind is not Kind.FLOW:
        return None
    if standing.is_capped_flow:
        return None if standing.reached else (Status.MISSED, Reason.CAP_PASSED, True)
    return (_how_well_reached(standing), Reason.REACHED, True) if standing.reached else None


def _verdict_of_task(standing: Standing) -> Verdict:
    if standing.value == _DONE:
        return Status.MET, Reason.TASK, True
    if standing.covered:
        return Status.MISSED, Reason.TASK, True
    if standing.due:
        return Status.NO_DATA, Reason.FINAL_PERIOD_MISSING, False
    return Status.NOT_DUE, Reason.TASK, False


def _verdict_on_the_way(standing: Standing, bands: Bands) -> Verdict:
    """Not due, not reached: by pace; where there is none, by tolerance (rules §5.5)."""
    held_in_range = standing.target.goal is Goal.WITHIN and standing.shape is Shape.HOLD
    if standing.expected is None and not held_in_range:
        return Status.NOT_DUE, Reason.YEAR_END, False
    if standing.share == 0:
        return Status.NOT_DUE, Reason.TOO_EARLY, False
    pace = pace_of(standing)
    if pace is not None:
        return _by_bands(pace, bands), Reason.PACE, False
    return _by_tolerance(standing)


def _by_bands(pace: Fraction, bands: Bands) -> Status:
    if pace >= Fraction(bands.on_track):
        return Status.ON_TRACK
    return Status.AT_RISK if pace >= Fraction(bands.at_risk) else Status.OFF_TRACK


def _by_tolerance(standing: Standing) -> Verdict:
    shortfall, tolerance = standing.shortfall, Fraction(standing.indicator.tolerance or 0)
    if shortfall <= 0:
        return Status.ON_TRACK, Reason.TOLERANCE, False
    if shortfall <= tolerance:
        return Status.AT_RISK, Reason.TOLERANCE, False
    return Status.OFF_TRACK, Reason.OUTSIDE_TOLERANCE, False

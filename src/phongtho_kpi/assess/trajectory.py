"""Where an indicator should stand (rules §3)."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

from phongtho_kpi.assess.exact import as_read
from phongtho_kpi.assess.status import is_reached
from phongtho_kpi.model.catalogue import Goal, Indicator, Kind, Shape, Target, Trajectory

_SUMS = {Shape.EVEN, Shape.LINE, Shape.SHARES, Shape.LIKE}  # the shapes that are a share of the way a month

_EVEN = tuple(Fraction(month) for month in range(13))  # a month is as good as any other


class Way(NamedTuple):
    """The way from `start` (b) to `end` (T) by the end of month `due`, in the indicator's unit.

    `steps` are the twelve months' weights, for the shapes that have them; None where `like` lacks a month. A position
    is the number of months since New Year (`Period.position`). Within has no end, so nothing is expected of it.
    """

    trajectory: Trajectory
    start: Fraction | None
    end: Fraction | None
    due: int
    sums: tuple[Fraction, ...] | None = None

    def expected(self, position: Fraction) -> Fraction | None:
        """E at `position`; None where there is none."""
        if self.end is None:
            return None
        if self.trajectory.shape is Shape.HOLD:
            return self.end
        if self.trajectory.shape is Shape.POINTS:
            return self._between_points(position)
        share = self._share_of_steps(position)
        return None if share is None or self.start is None else self.start + (self.end - self.start) * share

    def share(self, position: Fraction) -> Fraction | None:
        """The share s at `position`: the part of the way to be done by then; None where there is none."""
        if self.trajectory.shape in _SUMS:
            return self._share_of_steps(position)
        expected = self.expected(position)
        if expected is None or self.start is None or self.end is None or self.end == self.start:
            return None
        return (expected - self.start) / (self.end - self.start)

    def of_months(self, months: Iterable[int]) -> tuple[Fraction | None, Fraction | None]:
        """E and s of a flow that has these months only: the sum of their steps, so that like is held against like."""
        expected, share = Fraction(0), Fraction(0)
        for month in months:
            after, before = Fraction(month), Fraction(month - 1)
            step = _difference(self.expected(after), self.expected(before))
            part = _difference(self.share(after), self.share(before))
            if step is None:
                return None, None
            expected += step
            share += part or 0
        return expected, share

    def _share_of_steps(self, position: Fraction) -> Fraction | None:
        if self.sums is None:
            return None
        whole = self.sums[self.due]
        if whole <= 0:
            return None
        return self._done(position) / whole if position < self.due else Fraction(1)

    def _done(self, position: Fraction) -> Fraction:
        """The weight of the months up to `position`; within a month straight between its ends."""
        assert self.sums is not None
        full, part = divmod(position, 1)
        done = self.sums[int(full)]
        return done + (self.sums[int(full) + 1] - done) * part if part else done

    def _between_points(self, position: Fraction) -> Fraction | None:
        assert self.end is not None
        knots = [] if self.start is None else [(Fraction(0), self.start)]
        points = ((period.position, Fraction(number)) for period, number in self.trajectory.points)
        knots += [(where, number) for where, number in points if where < self.due]
        knots.append((Fraction(self.due), self.end))
        if position >= self.due:
            return self.end
        for (left, low), (right, high) in pairwise(knots):
            if left <= position <= right:
                return low + (high - low) * (position - left) / (right - left)
        return knots[0][1] if position == knots[0][0] else None


def way(indicator: Indicator, target: Target, months_like: tuple[Fraction, ...] | None) -> Way:
    """The way to `target`; `months_like` are the months of the year that `like` names, None where one lacks."""
    trajectory = indicator.trajectory or default_trajectory(indicator, target)
    sums: tuple[Fraction, ...] | None = None
    if trajectory.shape in (Shape.EVEN, Shape.LINE):
        sums = _EVEN
    elif trajectory.shape is Shape.SHARES:
        sums = _sums(map(Fraction, trajectory.shares))
    elif trajectory.shape is Shape.LIKE and months_like is not None:
        sums = _sums(months_like)
    end = Fraction(target.value) if target.goal in (Goal.AT_LEAST, Goal.AT_MOST) else None
    return Way(trajectory, start_of(indicator, target), end, target.due.month, sums)


def _sums(weights: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """What is done by the end of each month, that of December of last year first."""
    return tuple(accumulate(weights, initial=Fraction(0)))


def start_of(indicator: Indicator, target: Target) -> Fraction | None:
    """b: a level's baseline, read as figures are; 0 for a flow, growth or reduction (rules §3, §4).

    One that counts as having reached T, as 12 of 17 has 70.6, is no part of a point below it: there is no way to go.
    """
    if indicator.kind in (Kind.FLOW, Kind.GROWTH, Kind.REDUCTION):
        return Fraction(0)
    if indicator.baseline is None:
        return None
    start, end = as_read(indicator.baseline.value, indicator.of_count), Fraction(target.value)
    if target.goal in (Goal.AT_LEAST, Goal.AT_MOST) and is_reached(indicator, target, start):
        return max(start, end) if target.goal is Goal.AT_LEAST else min(start, end)
    return start


def default_trajectory(indicator: Indicator, target: Target) -> Trajectory:
    """The trajectory of an indicator that names none (rules §3, last column)."""
    baseline = indicator.baseline
    if target.goal is Goal.WITHIN or indicator.kind is Kind.GROWTH:
        return Trajectory(Shape.HOLD)
    if indicator.kind is Kind.FLOW:
        return Trajectory(Shape.EVEN)
    if indicator.kind is Kind.LEVEL and baseline is not None:
        start = as_read(baseline.value, indicator.of_count)
        return Trajectory(Shape.HOLD if is_reached(indicator, target, start) else Shape.LINE)
    return Trajectory(Shape.YEAR_END)


def _difference(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if after is None or before is None else after - before

"""Targets and trajectories: which combinations fit each other (rules §1, §3), and their translation into the model."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from phongtho_kpi.model.catalogue import Goal, Kind, Shape, Target, Trajectory
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.catalogue_contract import TargetContract, TrajectoryContract

_GOALS = tuple(goal.value for goal in Goal)
_MONTHS = 12


def target_problems(target: TargetContract, kind: Kind) -> Iterator[str]:
    """Say, by stable keys, why a target is none or is not one for this kind (rules §1, `target`)."""
    goals = [goal for goal in _GOALS if getattr(target, goal) is not None]
    if len(goals) != 1:
        yield "several-goals" if goals else "no-goal"
        return
    if target.done is None and kind is Kind.TASK:
        yield "task-needs-done"
    if target.done is not None and kind is not Kind.TASK:
        yield "done-for-other-kind"
    if target.within is not None:
        if kind is Kind.FLOW:
            yield "within-for-flow"
        if target.within[0] > target.within[1]:
            yield "range-reversed"
    bound = target.at_least if target.at_least is not None else target.at_most
    if kind is Kind.FLOW and bound is not None and bound < 0:
        yield "negative-flow"
    yield from _stretch_problems(target)


def _stretch_problems(target: TargetContract) -> Iterator[str]:
    if target.stretch is None:
        return
    if target.at_least is not None:
        behind = target.stretch < target.at_least
    elif target.at_most is not None:
        behind = target.stretch > target.at_most
    else:
        yield "stretch-needs-bound"
        return
    if behind:
        yield "stretch-behind-bound"


def target_of(target: TargetContract, year: int) -> Target:
    """Translate a target without problems; it is judged on 31 December where no `due` is told (rules §1)."""
    due = target.due or date(year, 12, 31)
    if target.within is not None:
        return Target(Goal.WITHIN, target.within[0], due, upper=target.within[1])
    if target.at_least is not None:
        return Target(Goal.AT_LEAST, target.at_least, due, stretch=target.stretch)
    if target.at_most is not None:
        return Target(Goal.AT_MOST, target.at_most, due, stretch=target.stretch)
    return Target(Goal.DONE, Decimal(1), due)


def trajectory_of(written: str | TrajectoryContract) -> Trajectory:
    """Translate a trajectory; `trajectory_problems` says whether it fits."""
    if isinstance(written, str):
        return Trajectory(Shape(written))
    if written.shares is not None:
        return Trajectory(Shape.SHARES, shares=tuple(written.shares))
    if written.points is not None:
        return Trajectory(Shape.POINTS, points=tuple(written.points.items()))
    return Trajectory(Shape.LIKE, like=written.like)


def trajectory_problems(
    trajectory: Trajectory, kind: Kind, year: int, targets: Sequence[Target], others: Sequence[Target]
) -> Iterator[str]:
    """Say, by stable keys, why a trajectory does not fit its indicator (rules §3).

    `targets` are the first decision's and the revisions', `others` those of other plans.
    """
    if kind is Kind.TASK:
        yield "task-has-none"
        return
    shape = trajectory.shape
    if shape not in {Shape.HOLD, Shape.YEAR_END} and any(target.goal is Goal.WITHIN for target in [*targets, *others]):
        yield "within-holds-only"
    yield from _kind_problems(shape, is_flow=kind is Kind.FLOW)
    if shape is Shape.SHARES:
        in_year = (target for target in (*targets, *others) if target.due.year == year)  # the rest is wrong in itself
        yield from _share_problems(trajectory.shares, in_year)
    if shape is Shape.POINTS:
        yield from _point_problems([period for period, _ in trajectory.points], year)
    if trajectory.like is not None and trajectory.like >= year:
        yield "like-not-earlier"


def _kind_problems(shape: Shape, *, is_flow: bool) -> Iterator[str]:
    if is_flow and shape is Shape.LINE:
        yield "line-for-flow"
    if is_flow and shape is Shape.HOLD:
        yield "hold-for-flow"
    if not is_flow and shape is Shape.EVEN:
        yield "even-for-flow-only"
    if not is_flow and shape is Shape.LIKE:
        yield "like-for-flow-only"


def _share_problems(shares: Sequence[Decimal], targets: Iterable[Target]) -> Iterator[str]:
    if len(shares) != _MONTHS:
        yield "shares-not-twelve"
        return
    if any(share < 0 for share in shares):
        yield "shares-negative"
        return
    # nothing to be done by the month of `due` would be a division by nothing
    last = min((target.due.month for target in targets), default=_MONTHS)
    if not any(shares[:last]):
        yield "shares-sum-zero"


def _point_problems(periods: Sequence[Period], year: int) -> Iterator[str]:
    if any(period.year != year for period in periods):
        yield "points-outside-year"
        return
    if any(earlier.position >= later.position for earlier, later in pairwise(periods)):
        yield "points-not-ascending"

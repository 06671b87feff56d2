"""Targets against their revisions, baselines and trajectories: what is possible, and hardly meant (rules §1, §3)."""

from collections.abc import Callable, Iterator
from datetime import date

from phongtho_kpi.check.place import found
from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.catalogue import Catalogue, Goal, Indicator, Kind, Shape, Target
from phongtho_kpi.model.finding import Finding

_BOUNDS = (Goal.AT_LEAST, Goal.AT_MOST)
_FROM_A_START = (Shape.LINE, Shape.SHARES)  # without a baseline nothing is expected of a level that goes so


def revisions_come_in_time(catalogue: Catalogue) -> Iterator[Finding]:
    """A revision begins before what it replaces is finally judged, and before it is due itself."""
    for indicator in catalogue.indicators:
        replaced = indicator.target
        for index, revision in enumerate(indicator.revisions):
            judged = (("after-due", "from", replaced), ("due-before-from", "target.due", revision.target))
            for problem, key, target in judged:
                if target is not None and _is_past(target, revision.starts, catalogue.year):
                    days = {"starts": revision.starts.isoformat(), "due": target.due.isoformat()}
                    days["replaced"] = days["due"] if problem == "after-due" else ""
                    place = f"revisions.{index}.{key}"
                    yield found(kinds.REVISION_AFTER_DUE, indicator, place, **days, problem=problem)
                    break
            replaced = revision.target


def revisions_begin_in_the_year(catalogue: Catalogue) -> Iterator[Finding]:
    """What is in force from the first day on is no revision: whatever stands above it never counts."""
    for indicator in catalogue.indicators:
        for index, revision in enumerate(indicator.revisions):
            if revision.starts <= date(catalogue.year, 1, 1):
                starts, key = revision.starts.isoformat(), f"revisions.{index}.from"
                yield found(kinds.REVISION_BEFORE_YEAR, indicator, key, starts=starts, year=catalogue.year)


def levels_are_judged_on_the_way(catalogue: Catalogue) -> Iterator[Finding]:
    """A level whose expected value nobody can tell waits for the end of the year; that should have been decided."""
    for indicator in catalogue.indicators:
        trajectory = indicator.trajectory
        is_said = trajectory is not None and trajectory.shape not in _FROM_A_START
        if indicator.kind is not Kind.LEVEL or indicator.baseline is not None or is_said:
            continue
        if _is_wrong(indicator, "baseline") or _is_wrong(indicator, "trajectory"):
            continue
        if any(target.goal in _BOUNDS for target in _decided(indicator)):
            key = "target" if trajectory is None else "trajectory"
            yield found(kinds.NOT_JUDGED_BEFORE_DUE, indicator, key)


def baselines_fall_short(catalogue: Catalogue) -> Iterator[Finding]:
    """A level begins short of its target, unless all there is to do is to hold it; else direction or unit are wrong.

    The baseline of any other kind, last year's total or growth, is not where its year begins.
    """
    for indicator in catalogue.indicators:
        target = indicator.target_on(date(catalogue.year, 1, 1)) or next(_decided(indicator), None)
        holds = indicator.trajectory is not None and indicator.trajectory.shape is Shape.HOLD
        if indicator.kind is not Kind.LEVEL or holds or _is_wrong(indicator, "target"):
            continue
        if target is None or indicator.baseline is None:
            continue
        start = indicator.baseline.value
        if (target.goal is Goal.AT_LEAST and start > target.value) or (
            target.goal is Goal.AT_MOST and start < target.value
        ):
            yield found(kinds.BASELINE_BEYOND_TARGET, indicator, "baseline", baseline=start, target=target.value)


def _is_past(target: Target, day: date, year: int) -> bool:
    """Whether a target is due before a day; one that is due outside the year has a finding of its own."""
    return target.due < day and target.due.year == year


def _is_wrong(indicator: Indicator, key: str) -> bool:
    """Whether a key stands in the file and is not here, which has a finding of its own."""
    return getattr(indicator, key) is None and key in indicator.lines


def _decided(indicator: Indicator) -> Iterator[Target]:
    """The first decision and the later ones."""
    if indicator.target is not None:
        yield indicator.target
    for revision in indicator.revisions:
        yield revision.target


CHECKS: tuple[Callable[[Catalogue], Iterator[Finding]], ...] = (
    revisions_come_in_time,
    revisions_begin_in_the_year,
    levels_are_judged_on_the_way,
    baselines_fall_short,
)

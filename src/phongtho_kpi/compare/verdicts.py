"""Two verdicts on one indicator: whether the later one is for the worse (rules §5)."""

from dataclasses import dataclass
from enum import StrEnum

from phongtho_kpi.model.assessment import Assessment, Assessments, Status
from phongtho_kpi.model.catalogue import Indicator, Target

# what is not judged stands between good and bad
WORST_FIRST = (
    Status.MISSED, Status.OFF_TRACK, Status.AT_RISK, Status.NO_DATA,
    Status.INFORMATIVE, Status.NOT_DUE,
    Status.ON_TRACK, Status.MET, Status.EXCEEDED,
)  # fmt: skip
NOT_JUDGED = frozenset({Status.NO_DATA, Status.INFORMATIVE, Status.NOT_DUE})


class Direction(StrEnum):
    """What a change means for an indicator, in the order in which a reader wants to know of it."""

    WORSE = "worse"
    MISSING = "missing"  # a figure was expected and has not come, which says nothing of what it would have been
    BETTER = "better"
    NEW = "new"  # judged now, and not before
    OTHER = "other"  # neither: final now, or held against another target, or as little judged as before


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A verdict whose status, finality or target in force is another one than before."""

    before: Assessment
    after: Assessment

    @property
    def indicator(self) -> Indicator:
        """What both are about."""
        return self.after.indicator

    @property
    def direction(self) -> Direction:
        """Whether it is for the worse."""
        before, after = self.before.headline.status, self.after.headline.status
        if before is after:
            return Direction.OTHER
        if after is Status.NO_DATA:
            return Direction.MISSING
        if before in NOT_JUDGED:
            return Direction.OTHER if after in NOT_JUDGED else Direction.NEW
        return Direction.WORSE if WORST_FIRST.index(after) < WORST_FIRST.index(before) else Direction.BETTER


def changed_verdicts(earlier: Assessments, later: Assessments) -> tuple[VerdictChange, ...]:
    """Of what both judge, the worst first; ties stay in the order of `later`."""
    before = {(entry.indicator.id, entry.area): entry for entry in earlier.entries}
    both = (entry for entry in later.entries if (entry.indicator.id, entry.area) in before)
    changes = [VerdictChange(before[entry.indicator.id, entry.area], entry) for entry in both]
    directions = tuple(Direction)
    return tuple(
        sorted(
            (one for one in changes if _verdict(one.before) != _verdict(one.after)),
            key=lambda one: (directions.index(one.direction), WORST_FIRST.index(one.after.headline.status)),
        )
    )


def _verdict(entry: Assessment) -> tuple[Status, bool, Target | None]:
    return entry.headline.status, entry.headline.final, entry.headline.target

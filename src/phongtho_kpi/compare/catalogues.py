"""Catalogue x catalogue → what was edited, what that means for each target, and the verdicts that it flips."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from phongtho_kpi.compare.edits import Edit, edits_of, renamed
from phongtho_kpi.compare.softness import SAME_UNIT, is_softer, unit_factor
from phongtho_kpi.compare.verdicts import VerdictChange, changed_verdicts
from phongtho_kpi.model.assessment import Assessment, Assessments, Status
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Revision, Target


class TargetEdit(NamedTuple):
    """One decision that was added, changed or removed: what was to be reached, and what is.

    `revision` is the later decision that says so; None: the first one was written over. `softened`: less is asked.
    """

    indicator: Indicator
    edit: Edit
    before: Target | None
    after: Target | None
    revision: Revision | None
    softened: bool

    @property
    def is_written_over(self) -> bool:
        """Whether what was decided no longer stands; a revision that was added leaves it as it was."""
        return self.edit.before is not None


@dataclass(frozen=True, slots=True)
class CatalogueChanges:
    """All that `after` says otherwise than `before`.

    `edits` leaves out what `targets` has. `judged` are the verdicts by each on the same figures at the same clocks;
    None where one of the two cannot be judged by, or there are no figures to judge.
    """

    before: Catalogue
    after: Catalogue
    targets: tuple[TargetEdit, ...]
    edits: tuple[Edit, ...]
    added: tuple[Indicator, ...]
    retired: tuple[Indicator, ...]
    renamed: tuple[tuple[Indicator, Indicator], ...]
    judged: tuple[Assessments, Assessments] | None = None

    @property
    def verdicts(self) -> tuple[VerdictChange, ...]:
        """The verdicts that are others now, the worst first; that the target is another one `targets` says."""
        changes = () if self.judged is None else changed_verdicts(*self.judged)
        return tuple(one for one in changes if _status(one.before) != _status(one.after))

    @property
    def is_empty(self) -> bool:
        """Whether both say the same; comments and layout may differ."""
        return not (self.targets or self.edits or self.added or self.retired or self.renamed)


def _status(entry: Assessment) -> tuple[Status, bool]:
    return entry.headline.status, entry.headline.final


def compare_catalogues(
    before: Catalogue, after: Catalogue, judged: tuple[Assessments, Assessments] | None = None
) -> CatalogueChanges:
    """What changed, in the order of `after`."""
    edits = tuple(edits_of(before, after))
    known, later = before.by_id(), after.by_id()
    gone = [one for one in before.indicators if one.id not in later]
    new = [one for one in after.indicators if one.id not in known]
    same = tuple(renamed(gone, new))
    return CatalogueChanges(
        before,
        after,
        targets=tuple(_target_edit(known[edit.id], later[edit.id], edit) for edit in edits if edit.is_of_target),
        edits=tuple(edit for edit in edits if not edit.is_of_target),
        added=tuple(one for one in new if one not in [to for _, to in same]),
        retired=tuple(one for one in gone if one not in [since for since, _ in same]),
        renamed=same,
        judged=judged,
    )


def _target_edit(before: Indicator, after: Indicator, edit: Edit) -> TargetEdit:
    """What a decision asks for, and what it takes the place of; of a revision that is gone what stands on its day."""
    old, new = edit.before, edit.after
    was, will = before.target, after.target
    if isinstance(old, Revision):
        was = old.target
        will = new.target if isinstance(new, Revision) else after.target_on(old.starts)
    elif isinstance(new, Revision):
        was, will = after.target_on(new.starts - timedelta(days=1)), new.target
    factor = unit_factor(before, after) if old is not None else SAME_UNIT
    revision = new if isinstance(new, Revision) else None
    return TargetEdit(after, edit, was, will, revision, is_softer(was, will, after.kind, factor))

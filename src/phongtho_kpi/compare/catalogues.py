"""Catalogue x catalogue → what was edited, what that means for each target, and the verdicts that it flips."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from phongtho_kpi.compare.edits import Edit, edits_of, renamed
from phongtho_kpi.compare.softness import is_softer
from phongtho_kpi.compare.verdicts import VerdictChange, changed_verdicts
from phongtho_kpi.model.assessment import Assessment, Assessments, Status
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Revision, Target


class TargetEdit(NamedTuple):
    """One decision that was added, changed or removed: what was to be reached, and what is.

    `revision` is the later decision that says so; None: the first one was written over.
    """

    indicator: Indicator
    edit: Edit
    before: Target | None
    after: Target | None
    revision: Revision | None

    @property
    def softened(self) -> bool:
        """Whether less is asked than before."""
        return is_softer(self.before, self.after)


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
        targets=tuple(_target_edit(known[edit.id], later[edit.id], edit) for edit in edits if is_of_target(edit)),
        edits=tuple(edit for edit in edits if not is_of_target(edit)),
        added=tuple(one for one in new if one not in [to for _, to in same]),
        retired=tuple(one for one in gone if one not in [since for since, _ in same]),
        renamed=same,
        judged=judged,
    )


def is_of_target(edit: Edit) -> bool:
    """Whether it is about what is to be reached."""
    return bool(edit.id) and (edit.key == "target" or edit.key.startswith("revisions."))


def _target_edit(before: Indicator, after: Indicator, edit: Edit) -> TargetEdit:
    old, new = edit.before, edit.after
    if isinstance(new, Revision):
        replaced = old.target if isinstance(old, Revision) else _standing_before(after, new)
        return TargetEdit(after, edit, replaced, new.target, new)
    if isinstance(old, Revision):
        return TargetEdit(after, edit, old.target, after.target_on(old.starts), None)
    return TargetEdit(after, edit, before.target, after.target, None)


def _standing_before(indicator: Indicator, revision: Revision) -> Target | None:
    """The target that a revision replaces."""
    earlier = [one.target for one in indicator.revisions if one.starts < revision.starts]
    return earlier[-1] if earlier else indicator.target


def decisions(indicator: Indicator) -> Iterator[tuple[str, Target | None]]:
    """What was decided, by the key of each decision, the first one first."""
    yield "target", indicator.target
    for revision in indicator.revisions:
        yield f"revisions.{revision.starts}", revision.target

"""Goal-posts that move: edits after which less is asked for, or what was decided is another thing (rules §1)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from phongtho_kpi.compare.catalogues import CatalogueChanges, TargetEdit
from phongtho_kpi.compare.edits import Edit
from phongtho_kpi.compare.verdicts import NOT_JUDGED, WORST_FIRST, VerdictChange
from phongtho_kpi.model.finding import (
    BACKDATED_REVISION,
    EASIER_VERDICT,
    RENAMED_ID,
    RETIRED_TARGET,
    REWRITTEN_DECISION,
    SOFTENED_TARGET,
    SOFTENED_WITHOUT_REVISION,
    Finding,
    Origin,
)
from phongtho_kpi.model.observation import Observation


class Known(NamedTuple):
    """What was known when both versions were judged: the day, and the ids that have figures of the year by then."""

    day: date
    ids: frozenset[str]


def known_in_year(observations: Iterable[Observation], year: int, day: date) -> Known:
    """The indicators of which a figure of that year had been recorded by that day."""
    return Known(
        day,
        frozenset(
            one.indicator
            for one in observations
            if one.period.year == year and (one.recorded is None or one.recorded.date() <= day)
        ),
    )


def moved_goal_posts(changes: CatalogueChanges, known: Known, written: date | None) -> Iterator[Finding]:
    """What a reviewer must not miss; `written` is the day of the later version.

    A target that was written over with a softer one, and whose verdict improves by it, is an error once figures of the
    year are known. A decision is no error: it is a revision that was added, and what was decided before still stands.
    """
    easier = {change.indicator.id: change for change in changes.verdicts if _is_easier(change, known.ids)}
    softened = {edit.indicator.id for edit in changes.targets if edit.softened and edit.is_written_over}
    for indicator in changes.after.indicators:
        identity = indicator.id
        if identity in softened and identity in easier:
            yield Finding(SOFTENED_TARGET, _place(changes, identity), {"id": identity, **_flip(easier[identity])})
        elif identity in softened and known.ids:
            yield Finding(SOFTENED_WITHOUT_REVISION, _place(changes, identity), {"id": identity})
    if known.ids:
        yield from (Finding(RETIRED_TARGET, one.origin, {"id": one.id}) for one in changes.retired if one.target)
    yield from _judged_otherwise(changes, {name: one for name, one in easier.items() if name not in softened})
    yield from _rewritten(changes, known.day, softened & easier.keys())
    yield from _backdated(changes, written)
    for before, after in changes.renamed:
        if before.id in known.ids:
            yield Finding(RENAMED_ID, after.origin_of("id"), {"id": after.id, "before": before.id})


def _is_easier(change: VerdictChange, known: Collection[str]) -> bool:
    """Whether a verdict on figures that were known is better, or no longer one at all."""
    old, new = change.before.headline.status, change.after.headline.status
    gone = new in NOT_JUDGED and old not in NOT_JUDGED
    better = WORST_FIRST.index(new) > WORST_FIRST.index(old)
    return (gone or better) and (change.indicator.id in known or change.indicator.of in known)


def _judged_otherwise(changes: CatalogueChanges, easier: dict[str, VerdictChange]) -> Iterator[Finding]:
    """Verdicts that are easier by edits of what they are judged by, also beside a revision; of the head all at once."""
    of_all = [edit for edit in changes.edits if not edit.id and not edit.is_naming]
    by_head = []
    for identity, change in easier.items():
        own = [edit for edit in changes.edits if edit.id == identity and not edit.is_naming]
        decided = any(edit.softened for edit in changes.targets if edit.indicator.id == identity)
        if own or not (of_all or decided):
            yield Finding(EASIER_VERDICT, _place(changes, identity, own), {"id": identity, **_flip(change)})
        elif of_all:
            by_head.append(identity)
    if by_head:
        lines, origin = changes.after.lines, changes.after.origin
        line = lines.get(_nearest(of_all[0].key, lines), origin.line)
        params = {"id": ", ".join(by_head), "status_before": "", "status_after": ""}
        yield Finding(EASIER_VERDICT, Origin(origin.file, line=line), params)


def _flip(change: VerdictChange) -> dict[str, str]:
    before, after = change.before.headline.status.value, change.after.headline.status.value
    return {"status_before": before, "status_after": after}


def _rewritten(changes: CatalogueChanges, known_on: date, said: Collection[str]) -> Iterator[Finding]:
    """Decisions that are history — revisions in force, and what they replaced — and are changed or gone."""
    for edit in changes.targets:
        before = changes.before.by_id()[edit.indicator.id]
        history = [f"revisions.{one.starts}" for one in before.revisions if one.starts <= known_on]
        if edit.indicator.id not in said and edit.is_written_over and history and edit.edit.key in ("target", *history):
            starts = edit.edit.key.partition(".")[2]
            yield Finding(REWRITTEN_DECISION, _at(edit), {"id": edit.indicator.id, "starts": starts})


def _backdated(changes: CatalogueChanges, written: date | None) -> Iterator[Finding]:
    """Revisions that were added, and were in force before that was written down."""
    for edit in changes.targets:
        if edit.revision is not None and not edit.is_written_over and written and edit.revision.starts < written:
            params = {"starts": edit.revision.starts.isoformat(), "written": written.isoformat()}
            yield Finding(BACKDATED_REVISION, _at(edit), {"id": edit.indicator.id, **params})


def _place(changes: CatalogueChanges, identity: str, edits: Iterable[Edit] = ()) -> Origin:
    """Where the first of these edits of an indicator stands, else the first of its target, else the indicator."""
    indicator = changes.after.by_id()[identity]
    for edit in edits:
        return indicator.origin_of(_nearest(edit.key, indicator.lines))
    return next((_at(edit) for edit in changes.targets if edit.indicator.id == identity), indicator.origin)


def _at(edit: TargetEdit) -> Origin:
    """Where a decision stands; where one is gone, the target."""
    indicator, revision = edit.indicator, edit.revision
    if revision is None:
        return indicator.origin_of("target")
    key = f"revisions.{indicator.revisions.index(revision)}"
    return indicator.origin_of(f"{key}.from" if f"{key}.from" in indicator.lines else key)


def _nearest(key: str, lines: Collection[str]) -> str:
    """The key, or what is around it where it has no line of its own."""
    while key not in lines and "." in key:
        key = key.rpartition(".")[0]
    return key

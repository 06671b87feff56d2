"""Goal-posts that move: edits after which less is asked for, or what was decided is another thing (rules §1)."""

from collections.abc import Container, Iterator
from datetime import date

from phongtho_kpi.compare.catalogues import CatalogueChanges, decisions
from phongtho_kpi.compare.softness import is_softer
from phongtho_kpi.compare.verdicts import WORST_FIRST, VerdictChange
from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.finding import (
    BACKDATED_REVISION,
    EASIER_VERDICT,
    RETIRED_TARGET,
    REWRITTEN_DECISION,
    SOFTENED_TARGET,
    Finding,
    FindingKind,
    Origin,
    Param,
)
from phongtho_kpi.model.observation import Observation

Known = frozenset[str]


def known_in_year(observations: tuple[Observation, ...], year: int, known_on: date) -> Known:
    """The indicators of which a figure of that year had been recorded by that day."""
    return frozenset(
        one.indicator
        for one in observations
        if one.period.year == year and (one.recorded is None or one.recorded.date() <= known_on)
    )


def moved_goal_posts(
    changes: CatalogueChanges, known: Container[str], known_on: date, since: date | None
) -> Iterator[Finding]:
    """What a reviewer must not miss; `known` are ids with figures of the year, `since` the day of the version before.

    A target that was softened, and whose verdict improves by it, is an error unless the edit only adds revisions.
    """
    softened = {finding.params["id"] for finding in _easier(changes, known, known_on)}
    yield from _easier(changes, known, known_on)
    for indicator in changes.after.indicators:
        before = changes.before.by_id().get(indicator.id)
        if before is not None:
            if indicator.id not in softened:
                yield from _rewritten(before, indicator, known_on)
            yield from _backdated(before, indicator, since)
    yield from (Finding(RETIRED_TARGET, one.origin, {"id": one.id}) for one in changes.retired if one.target)


def _easier(changes: CatalogueChanges, known: Container[str], known_on: date) -> Iterator[Finding]:
    """Verdicts that improved by an edit, where figures were known."""
    for change in changes.verdicts:
        after, before = change.indicator, change.before.indicator
        if not (_improved(change) and _has_figures(after, known)):
            continue
        old, new = before.target_on(known_on), after.target_on(known_on)
        if not is_softer(old, new):
            yield Finding(EASIER_VERDICT, _cause(changes, after), _flip(change))
        elif not _only_added(before, after):
            yield Finding(SOFTENED_TARGET, after.origin_of("target"), _flip(change))


def _improved(change: VerdictChange) -> bool:
    return WORST_FIRST.index(change.after.headline.status) > WORST_FIRST.index(change.before.headline.status)


def _has_figures(indicator: Indicator, known: Container[str]) -> bool:
    return indicator.id in known or indicator.of in known


def _only_added(before: Indicator, after: Indicator) -> bool:
    """Whether all that was decided stands as it did."""
    stands = dict(decisions(after))
    return all(key in stands and stands[key] == target for key, target in decisions(before))


def _rewritten(before: Indicator, after: Indicator, known_on: date) -> Iterator[Finding]:
    """Decisions that are history — revisions in force, and what they replaced — and are changed or gone."""
    history = [revision for revision in before.revisions if revision.starts <= known_on]
    if not history:
        return
    stands = dict(decisions(after))
    for key in ("target", *(f"revisions.{revision.starts}" for revision in history)):
        if key not in stands or stands[key] != dict(decisions(before))[key]:
            starts = key.partition(".")[2]
            place = f"revisions.{_index(after, starts)}" if starts and key in stands else "target"
            yield _about(REWRITTEN_DECISION, after, place, starts=starts)


def _backdated(before: Indicator, after: Indicator, since: date | None) -> Iterator[Finding]:
    """Revisions that were added, and in force before the version that they are added to."""
    there = {revision.starts for revision in before.revisions}
    for revision in after.revisions:
        if since is not None and revision.starts not in there and revision.starts < since:
            starts = revision.starts.isoformat()
            place = f"revisions.{_index(after, starts)}.from"
            yield _about(BACKDATED_REVISION, after, place, starts=starts, since=since.isoformat())


def _index(indicator: Indicator, starts: str) -> int:
    return [str(revision.starts) for revision in indicator.revisions].index(starts)


def _flip(change: VerdictChange) -> dict[str, Param]:
    before, after = change.before.headline.status.value, change.after.headline.status.value
    return {"id": change.indicator.id, "status_before": before, "status_after": after}


def _cause(changes: CatalogueChanges, indicator: Indicator) -> Origin:
    """Where it was edited how an indicator is judged: in itself, else in the head of the catalogue."""
    edited = [edit.key for edit in changes.edits if edit.id == indicator.id and not edit.is_naming]
    if edited:
        return indicator.origin_of(_nearest(edited[0], indicator.lines))
    of_all = next((edit.key for edit in changes.edits if not edit.id and not edit.is_naming), "")
    lines, origin = changes.after.lines, changes.after.origin
    return Origin(origin.file, line=lines.get(_nearest(of_all, lines), indicator.origin.line))


def _nearest(key: str, lines: Container[str]) -> str:
    """The key, or what is around it where it has no line of its own."""
    while key not in lines and "." in key:
        key = key.rpartition(".")[0]
    return key


def _about(kind: FindingKind, indicator: Indicator, key: str, **params: Param) -> Finding:
    return Finding(kind, indicator.origin_of(key), {"id": indicator.id, **params})

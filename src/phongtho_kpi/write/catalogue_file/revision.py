"""A later decision: an entry more in an indicator's `revisions`, laid out as what is there (rules §1)."""

from decimal import Decimal
from typing import Any

from phongtho_kpi.model.catalogue import Goal, Revision, Target
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.catalogue_file.edits import Edits
from phongtho_kpi.write.catalogue_file.nodes import Listed, Mapped, Pair, mappings_in, tree_of
from phongtho_kpi.write.catalogue_file.scalars import scalar

_BEFORE_IT = ("quote", "target", "kind", "id")  # behind the first that is there: what the decision says, else the head
_DECEMBER, _LAST_DAY = 12, 31


def with_revision(text: str, indicator: str, revision: Revision) -> str:
    """The catalogue's text with the revision added, and nothing else changed.

    Raises KpiError `cannot-revise` where the text is laid out so that there is no place for it.
    """
    found = _found(text, indicator)
    if found is None:
        raise KpiError("cannot-revise", id=indicator)
    group, mapping = found
    edits = Edits(text)
    there = mapping.pair("revisions")
    if there is None:
        _add_list(edits, group, mapping, revision)
    elif isinstance(there.value, Listed):
        _add_entry(edits, there.value, revision)
    else:  # an alias
        raise KpiError("cannot-revise", id=indicator)
    return edits.result()


def revised(content: Any, indicator: str, revision: Revision) -> Any:
    """What the text must come to: the same of what stands in the file, as dicts, lists and texts."""
    groups = [
        {**group, "indicators": [_revised(one, indicator, revision) for one in group["indicators"]]}
        for group in content["groups"]
    ]
    return {**content, "groups": groups}


def behind(mapping: Mapped) -> Pair:
    """The pair behind which another decision of an indicator is written; there always is one."""
    return next(pair for key in _BEFORE_IT if (pair := mapping.pair(key)) is not None)


def target_text(target: Target) -> str:
    """`{at_least: 6.6, stretch: 6.8}`, with the digits that the numbers have."""
    pairs = (f"{key}: {text if isinstance(text, str) else _listed(text)}" for key, text in _written(target).items())
    return "{" + ", ".join(pairs) + "}"


def plain(number: Decimal) -> str:
    """A number as the catalogue writes it."""
    return f"{number:f}"


def _found(text: str, indicator: str) -> tuple[Mapped, Mapped] | None:
    """The mapping of an indicator, and that of its group."""
    tree = tree_of(text)
    for group in mappings_in(tree.value("groups") if isinstance(tree, Mapped) else None):
        for mapping in mappings_in(group.value("indicators")):
            if getattr(mapping.value("id"), "text", None) == indicator:
                return group, mapping
    return None


def _add_list(edits: Edits, group: Mapped, mapping: Mapped, revision: Revision) -> None:
    before = behind(mapping)
    if mapping.in_brackets:
        edits.insert_in_brackets(before, f"revisions: [{_in_brackets(revision)}]")
        return
    column = before.key.column
    indent, gap = _layout_of_lists(group, mapping)
    lines = [" " * column + "revisions:", *_lines(revision, column + indent, column + indent + gap)]
    edits.insert_lines(before.value.end, lines)


def _add_entry(edits: Edits, there: Listed, revision: Revision) -> None:
    if not there.entries:
        edits.insert_first_in_brackets(there, _in_brackets(revision))
        return
    last = there.entries[-1]
    if there.in_brackets:
        edits.insert_in_brackets(last, _in_brackets(revision))
    elif isinstance(last, Mapped) and not last.in_brackets:
        edits.insert_lines(there.end, _lines(revision, there.column, last.pairs[0].key.column))
    else:
        gap = max(last.column - there.column - 1, 1)
        edits.insert_lines(there.end, [" " * there.column + "-" + " " * gap + _in_brackets(revision)])


def _layout_of_lists(group: Mapped, mapping: Mapped) -> tuple[int, int]:
    """How far a dash stands behind its key, and what follows behind its dash.

    As in the indicator's own lists, else as in the one that it stands in: without brackets it does stand in one.
    """
    lists = ((key, value) for around in (mapping, group) for key, value in around.pairs if isinstance(value, Listed))
    key, value = next((key, value) for key, value in lists if not value.in_brackets)
    return value.column - key.column, value.entries[0].column - value.column


def _lines(revision: Revision, dash: int, column: int) -> list[str]:
    pairs = _pairs(revision, in_brackets=False)
    first = " " * dash + "-" + " " * (column - dash - 1)
    return [(" " * column if number else first) + pair for number, pair in enumerate(pairs)]


def _in_brackets(revision: Revision) -> str:
    return "{" + ", ".join(_pairs(revision, in_brackets=True)) + "}"


def _pairs(revision: Revision, *, in_brackets: bool) -> list[str]:
    return [
        f"from: {revision.starts.isoformat()}",
        f"decided_by: {scalar(revision.decided_by, in_brackets=in_brackets)}",
        f"why: {scalar(revision.why, in_brackets=in_brackets)}",
        f"target: {target_text(revision.target)}",
    ]


def _revised(mapping: Any, indicator: str, revision: Revision) -> Any:
    if mapping["id"] != indicator:
        return mapping
    entry = {
        "from": revision.starts.isoformat(),
        "decided_by": revision.decided_by,
        "why": revision.why,
        "target": _written(revision.target),
    }
    return {**mapping, "revisions": [*mapping.get("revisions", []), entry]}


def _written(target: Target) -> dict[str, Any]:
    """The keys of a target, as texts."""
    if target.goal is Goal.DONE:
        goal: dict[str, Any] = {"done": "true"}
    elif target.goal is Goal.WITHIN and target.upper is not None:
        goal = {"within": [plain(target.value), plain(target.upper)]}
    else:
        goal = {target.goal.value: plain(target.value)}
    stretch = {} if target.stretch is None else {"stretch": plain(target.stretch)}
    is_usual = (target.due.month, target.due.day) == (_DECEMBER, _LAST_DAY)
    return {**goal, **stretch, **({} if is_usual else {"due": target.due.isoformat()})}


def _listed(texts: list[str]) -> str:
    return "[" + ", ".join(texts) + "]"

"""`TODO` in a catalogue, as `kpi new-year` leaves it: a finding each, and nothing else is said of what it is for."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from phongtho_kpi.model.catalogue import TODO
from phongtho_kpi.model.finding import NOT_FILLED_IN, Finding, Origin
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.yaml_document import Node, Place, YamlDocument

_INDICATOR_DEPTH = 4  # groups, its number, indicators, its number
_GROUP_DEPTH = 2

# texts that must be there and that nothing is computed from: they stay, and what is beside them is still checked
_STAY = frozenset({"title", "decided_by", "why", "plan"})
# what makes nothing of the whole around it while it is missing: of a mapping, or of each entry of a list
_NEEDED: dict[str, frozenset[str]] = {
    "target": frozenset({"at_least", "at_most", "within", "done"}),
    "baseline": frozenset({"value"}),
    "trajectory": frozenset({"shares", "points", "like"}),
    "bands": frozenset({"on_track", "at_risk"}),  # a default might not be in order with the other
    "by_area": frozenset({"combine"}),
    "revisions": frozenset({"from", "target"}),
    "also": frozenset({"target"}),
}
_WHOLE_LISTS = frozenset({"within", "shares"})  # none of their entries means anything without the others
_DAY, _NUMBER = "YYYY-MM-DD", "7367800 | 77.208"
_FORMS = {
    "target": "{at_least: N} | {at_most: N} | {within: [LOW, HIGH]} | {done: true}",
    "within": "[LOW, HIGH]",
    "baseline": "{value: N, period: YYYY, source: …}",
    **dict.fromkeys(("from", "due"), _DAY),
    **dict.fromkeys(("at_least", "at_most", "stretch", "value", "tolerance"), _NUMBER),
}


class FilledIn(NamedTuple):
    """A document without what is not filled in; `left_out` are the places of keys that it had."""

    document: YamlDocument
    findings: tuple[Finding, ...] = ()
    left_out: frozenset[Place] = frozenset()


def filled_in(document: YamlDocument, shown: str) -> FilledIn:
    """Leave out whatever is exactly `TODO`, and what means nothing without it; lines go with what remains."""
    if not isinstance(document.content, dict) or TODO not in (document.text or ""):
        return FilledIn(document)
    marking = _Marking()
    marking.is_left_out(document.content, ())
    remaining = _Remaining(document.lines, marking.left_out)
    content = remaining.of(document.content, (), ())
    findings = tuple(_finding(document, place, shown) for place in marking.found)
    return FilledIn(document._replace(content=content, lines=remaining.lines), findings, frozenset(remaining.without))


class _Marking:
    """What in a document is `TODO`, and what goes with it, by places in the file."""

    def __init__(self) -> None:
        self.found: list[Place] = []
        self.left_out: set[Place] = set()

    def is_left_out(self, node: Node, place: Place) -> bool:
        """Look at all that is in a node, and say whether it is itself left out."""
        name = _last_name(place)
        if isinstance(node, str):
            goes = node == TODO and name not in _STAY
            if node == TODO:
                self.found.append(place)
        elif isinstance(node, list):
            lacking = [self.is_left_out(entry, (*place, index)) for index, entry in enumerate(node)]
            goes = any(lacking) and (all(lacking) or name in _WHOLE_LISTS)
        else:
            gone = {key for key, entry in node.items() if self.is_left_out(entry, (*place, key))}
            goes = bool(gone) and (gone == node.keys() or bool(gone & _NEEDED.get(name, frozenset())))
        if goes:
            self.left_out.add(place)
        return goes


class _Remaining:
    """What remains of a document: with the lines that it had, and `without` the keys at these places."""

    def __init__(self, lines: Mapping[Place, int], left_out: set[Place]) -> None:
        self.lines: dict[Place, int] = {}
        self.without: list[Place] = []
        self._lines_of_file = lines
        self._left_out = left_out

    def of(self, node: Node, place: Place, new: Place) -> Node:
        """What remains of a node that stands at `place` in the file and comes to `new`."""
        self._keep_line(place, new)
        if isinstance(node, str):
            return node
        if isinstance(node, list):
            stay = [(index, entry) for index, entry in enumerate(node) if (*place, index) not in self._left_out]
            return [self.of(entry, (*place, index), (*new, at)) for at, (index, entry) in enumerate(stay)]
        remain: dict[str, Node] = {}
        for key, entry in node.items():
            if (*place, key) in self._left_out:
                self.without.append((*new, key))
                self._keep_line((*place, key), (*new, key))  # it stands there, and has its finding
            else:
                remain[key] = self.of(entry, (*place, key), (*new, key))
        return remain

    def _keep_line(self, place: Place, new: Place) -> None:
        if place in self._lines_of_file:  # what an alias brings has the lines of where it is used
            self.lines[new] = self._lines_of_file[place]


def _finding(document: YamlDocument, place: Place, shown: str) -> Finding:
    """Of an indicator or a group its id and the key in it; of the header the key alone."""
    depth = _INDICATOR_DEPTH if place[2:3] == ("indicators",) and len(place) > _INDICATOR_DEPTH else _GROUP_DEPTH
    depth = depth if place[0] == "groups" and len(place) > depth else 0
    name = _last_name(place)
    params = {
        "id": _id_at(document.content, place[:depth]) if depth else "",
        "key": excerpt(".".join(part for part in place[depth:] if isinstance(part, str)) or name),
        "text": TODO,
        "expected": _FORMS.get(name, ""),
    }
    return Finding(NOT_FILLED_IN, Origin(shown, line=document.line_of(place)), params)


def _id_at(node: Any, place: Place) -> str:
    """The id of what stands at a place; "" where it has none."""
    for part in place:
        node = node[part]
    identity = node.get("id") if isinstance(node, dict) else None
    return excerpt(identity) if isinstance(identity, str) and identity != TODO else ""


def _last_name(place: Place) -> str:
    """The key that a place is in, however deep in its lists."""
    return next((part for part in reversed(place) if isinstance(part, str)), "")

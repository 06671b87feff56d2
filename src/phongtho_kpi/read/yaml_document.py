"""YAML as events → dicts, lists and text with line numbers, within limits that hold before anything is built.

Every scalar stays text, so that YAML guesses nothing: no octal, no dates, no false (rules §1; docs/safety.md, *YAML*).
"""

import re
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from phongtho_kpi.model.finding import (
    BROKEN_YAML,
    DUPLICATE_KEY,
    REFUSED_TEXT,
    REFUSED_YAML,
    Finding,
    FindingKind,
    Origin,
    Param,
)
from phongtho_kpi.model.folding import composed
from phongtho_kpi.read.legal_text import NOT_IN_PROSE, excerpt
from phongtho_kpi.read.plain_file import decoded, read_bytes

MOST_BYTES = 5_000_000
MOST_ALIASES = 100
MOST_DEPTH = 30
MOST_LINE = 100_000  # characters: three times what a text may have; parsers take quadratic time over some longer ones
MOST_NODES = 200_000  # after aliases are followed: a bomb of them ends here
_MOST_FINDINGS = 1_000

_CONTENT = re.compile(r"^[^\S\n]*[^\s#]", re.MULTILINE)  # what is neither blank nor a comment

Node = str | list["Node"] | dict[str, "Node"]
Place = tuple[str | int, ...]

# what the parser says → which of our sentences explains it
_PROBLEMS = {
    "mapping values are not allowed": "colon-in-text",
    "found unexpected end of stream": "unclosed-quote",
    "did not find expected ',' or": "unclosed-bracket",
    "could not find expected ':'": "missing-colon",
    "did not find expected key": "indentation",
    "did not find expected '-'": "indentation",
    "found character that cannot start any token": "unquoted-sign",
}


class YamlDocument(NamedTuple):
    """What a YAML file holds; `lines` has the line of every key and of every list's entry, by its place."""

    content: Node | None
    lines: Mapping[Place, int]
    findings: tuple[Finding, ...]
    text: str | None

    def line_of(self, place: Place) -> int | None:
        """The line of `place`, else of the nearest thing around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place)


def read_yaml(path: Path, shown: str) -> YamlDocument:
    """One YAML document from a file; `shown` is the file's name in findings."""
    read = read_bytes(path, shown, MOST_BYTES)
    return YamlDocument(None, {}, read.findings, None) if read.content is None else yaml_of(read.content, shown)


def yaml_of(content: bytes, shown: str) -> YamlDocument:
    """One YAML document from a file's bytes."""
    text, findings = decoded(content, shown)
    return YamlDocument(None, {}, findings, None) if text is None else parse_yaml(text, shown)


def parse_yaml(text: str, shown: str) -> YamlDocument:
    """One YAML 1.2 document from NFC text; none where it is broken or refused. A repeated key keeps its first value."""
    refused = tuple(_refused_lines(text, shown))
    if refused:
        return YamlDocument(None, {}, refused, text)
    builder = _Builder(shown)
    try:
        content = builder.document(text)
    except _StopError as stop:
        return YamlDocument(None, builder.lines, (*builder.findings, stop.finding), text)
    except Exception as error:  # noqa: BLE001 -- ruamel raises a dozen classes on hostile text, assertions among them
        return YamlDocument(None, builder.lines, (*builder.findings, _broken(error, text, shown)), text)
    return YamlDocument(content, builder.lines, tuple(builder.findings), text)


class _StopError(Exception):
    """What ends the reading: a feature that is refused."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


class _Builder:
    """One pass over the events of one document."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lines: dict[Place, int] = {}
        self.findings: list[Finding] = []
        self._events: Iterator[Any] = iter(())
        self._anchors: dict[str, tuple[Node, int, int]] = {}  # name → node, nodes in it, levels in it
        self._aliases = 0
        self._nodes = 0
        self._deepest = 0

    def document(self, text: str) -> Node | None:
        """Build what the only document holds; None where there is none."""
        self._events = YAML(typ="safe").parse(text)
        next(self._events)  # the start of the stream
        start = next(self._events)
        if type(start) is StreamEndEvent:
            return None
        if start.version is not None or start.tags is not None:
            raise self._refused("directive", start)
        content = self._node(next(self._events), (), 1)
        next(self._events)  # the end of the document
        after = next(self._events)
        if type(after) is DocumentStartEvent:
            raise self._refused("documents", after)
        return content

    def _node(self, event: Any, place: Place, depth: int) -> Node:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise self._refused("nodes", event)
        if type(event) is AliasEvent:
            return self._alias(event, depth)
        if event.ctag is not None:
            raise self._refused("tag", event)
        if type(event) is ScalarEvent:
            text = self._text(event, place)
            if event.anchor is not None:
                self._anchors[event.anchor] = (text, 1, 0)
            return text
        if depth > MOST_DEPTH:
            raise self._refused("depth", event)
        if event.anchor is not None:
            return self._anchored(event, place, depth)
        self._deepest = max(self._deepest, depth)
        return self._collection(event, place, depth)

    def _collection(self, event: Any, place: Place, depth: int) -> Node:
        if type(event) is MappingStartEvent:
            return self._mapping(place, depth)
        return self._sequence(place, depth)

    def _sequence(self, place: Place, depth: int) -> Node:
        entries: list[Node] = []
        for event in self._events:
            if type(event) is SequenceEndEvent:
                break
            here = (*place, len(entries))
            self.lines[here] = event.start_mark.line + 1
            entries.append(self._node(event, here, depth + 1))
        return entries

    def _mapping(self, place: Place, depth: int) -> Node:
        entries: dict[str, Node] = {}
        for event in self._events:
            if type(event) is MappingEndEvent:
                break
            key = self._key(event, place)
            here = (*place, key)
            if key in entries:
                self._repeated(event, here, depth)
                continue
            self.lines[here] = event.start_mark.line + 1
            entries[key] = self._node(next(self._events), here, depth + 1)
        return entries

    def _repeated(self, event: Any, here: Place, depth: int) -> None:
        """Pass over the value of a key that is there already, and say so."""
        kept = self.lines
        self._find(DUPLICATE_KEY, event, key=excerpt(here[-1]), first_line=kept[here])
        self.lines = {}
        self._node(next(self._events), here, depth + 1)
        self.lines = kept

    def _key(self, event: Any, place: Place) -> str:
        if type(event) is not ScalarEvent:
            raise self._refused("key", event)
        if event.ctag is not None:
            raise self._refused("tag", event)
        if event.value == "<<" and event.implicit[0]:
            raise self._refused("merge-key", event)
        key = self._text(event, place)
        if event.anchor is not None:
            self._anchors[event.anchor] = (key, 1, 0)
        return key

    def _text(self, event: Any, place: Place) -> str:
        """Build the text of a scalar; only escapes can bring in what the file itself may not hold."""
        text = cast("str", event.value)
        if event.style != '"':
            return text
        if NOT_IN_PROSE.search(text):
            names = [part for part in place if isinstance(part, str)]
            self._find(REFUSED_TEXT, event, key=excerpt(names[-1] if names else text))
            text = NOT_IN_PROSE.sub("\ufffd", text)
        return composed(text)

    def _anchored(self, event: Any, place: Place, depth: int) -> Node:
        """Build a collection that aliases may point at, once it is whole: one inside itself is never found."""
        nodes_before, deepest_before = self._nodes, self._deepest
        self._anchors.pop(event.anchor, None)
        self._deepest = depth
        node = self._collection(event, place, depth)
        self._anchors[event.anchor] = (node, self._nodes - nodes_before + 1, self._deepest - depth + 1)
        self._deepest = max(deepest_before, self._deepest)
        return node

    def _alias(self, event: Any, depth: int) -> Node:
        self._aliases += 1
        if self._aliases > MOST_ALIASES:
            raise self._refused("aliases", event)
        if event.anchor not in self._anchors:
            raise _StopError(self._finding(BROKEN_YAML, event, problem="undefined-alias"))
        node, nodes, levels = self._anchors[event.anchor]
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            raise self._refused("nodes", event)
        self._deepest = max(self._deepest, depth + levels - 1)
        if self._deepest > MOST_DEPTH:
            raise self._refused("depth", event)
        return node

    def _finding(self, kind: FindingKind, event: Any, **params: Param) -> Finding:
        return Finding(kind, Origin(self.shown, line=event.start_mark.line + 1), params)

    def _find(self, kind: FindingKind, event: Any, **params: Param) -> None:
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(self._finding(kind, event, **params))

    def _refused(self, feature: str, event: Any) -> _StopError:
        return _StopError(self._finding(REFUSED_YAML, event, feature=feature))


def _refused_lines(text: str, shown: str) -> Iterator[Finding]:
    """What is refused before ruamel sees it: control characters, lines without end, a `%YAML` or `%TAG` at the top."""
    if NOT_IN_PROSE.search(text):
        found = ((number, line) for number, line in _numbered(text) if NOT_IN_PROSE.search(line))
        for number, line in islice(found, _MOST_FINDINGS):
            yield Finding(REFUSED_TEXT, Origin(shown, line=number), {"key": excerpt(line)})
    if max(map(len, StringIO(text)), default=0) > MOST_LINE:
        long = (number for number, line in _numbered(text) if len(line) > MOST_LINE)
        yield from (Finding(REFUSED_YAML, Origin(shown, line=one), {"feature": "long-line"}) for one in islice(long, 1))
    first = _CONTENT.search(text)
    if first is not None and first[0] == "%":
        at = text.count("\n", 0, first.start()) + 1
        yield Finding(REFUSED_YAML, Origin(shown, line=at), {"feature": "directive"})


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Lines by their numbers, one at a time: five million blank lines are never in memory as lines."""
    return ((number, line.rstrip("\n")) for number, line in enumerate(StringIO(text), start=1))


def _broken(error: Exception, text: str, shown: str) -> Finding:
    """The place of a syntax error, and which sentence explains it."""
    said = str(getattr(error, "problem", None) or "")
    problem = next((ours for theirs, ours in _PROBLEMS.items() if theirs in said), "syntax")
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    if mark is None:
        return Finding(BROKEN_YAML, Origin(shown), {"problem": problem})
    line = next((line for number, line in _numbered(text) if number == mark.line + 1), "")
    if problem in {"syntax", "unquoted-sign"} and "\t" in line[: len(line) - len(line.lstrip())]:
        problem = "tab"
    return Finding(BROKEN_YAML, Origin(shown, line=mark.line + 1), {"problem": problem})

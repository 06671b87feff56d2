"""A YAML text as a tree that knows where everything stands, so that it can be edited as text.

The tree is made of events: a composed one would show an alias as what it points at, and so at another place. The text
is one that was read without errors, so that nothing here is deeper or larger than reading allows.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

BYTE_ORDER_MARK = "\ufeff"
_BEFORE_DASH = re.compile(r"(?:&\S+|#[^\r\n]*|\s)*+")  # an anchor, and what is said beside it
_BLOCK_SCALAR = re.compile(r"(?:&\S+\s+)?[|>][0-9-]*(?P<keep>\+)?")


class Leaf(NamedTuple):
    """A scalar; `text` is None where an alias stands."""

    start: int
    end: int
    column: int
    text: str | None


class Listed(NamedTuple):
    """A list; `end` is where the last thing in it ends, of one in brackets its bracket does."""

    start: int
    end: int
    column: int
    in_brackets: bool
    entries: tuple["Node", ...]


class Pair(NamedTuple):
    """A key and what stands under it."""

    key: Leaf
    value: "Node"


class Mapped(NamedTuple):
    """A mapping; `end` as of a list."""

    start: int
    end: int
    column: int
    in_brackets: bool
    pairs: tuple[Pair, ...]

    def pair(self, key: str) -> Pair | None:
        """The pair of that key."""
        return next((pair for pair in self.pairs if pair.key.text == key), None)

    def value(self, key: str) -> "Node | None":
        """What stands under that key."""
        pair = self.pair(key)
        return None if pair is None else pair.value


Node = Leaf | Listed | Mapped


def tree_of(text: str) -> Node | None:
    """What the text holds, each thing with its place in it; None where it cannot be told."""
    body = text.removeprefix(BYTE_ORDER_MARK)
    try:
        return _Builder(text, len(text) - len(body)).document(YAML(typ="safe").parse(body))
    except Exception:  # noqa: BLE001 -- ruamel raises a dozen classes, and what it reads is not yet NFC
        return None


def loose_alias(text: str, after: str) -> int | None:
    """The line of the first alias in a text that can be read whose anchor is gone from the other text."""
    events = YAML(typ="safe").parse(text.removeprefix(BYTE_ORDER_MARK))
    loose = (
        event.start_mark.line + 1
        for event in events
        if isinstance(event, AliasEvent) and not re.search(rf"&{re.escape(event.anchor)}(?!\S)", after)
    )
    return next(loose, None)


def mappings_in(node: Node | None) -> Iterator[Mapped]:
    """The mappings of a list."""
    if isinstance(node, Listed):
        yield from (entry for entry in node.entries if isinstance(entry, Mapped))


def line_start(text: str, at: int) -> int:
    """Where the line of `at` begins."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


class _Builder:
    """One pass over the events of one document."""

    def __init__(self, text: str, shift: int) -> None:
        self._text = text
        self._shift = shift

    def document(self, events: Iterator[Any]) -> Node:
        start = next(event for event in events if isinstance(event, MappingStartEvent | SequenceStartEvent))
        return self._collection(start, events)

    def _node(self, event: Any, events: Iterator[Any]) -> Node:
        if isinstance(event, ScalarEvent | AliasEvent):
            return self._leaf(event)
        return self._collection(event, events)

    def _collection(self, start: Any, events: Iterator[Any]) -> Node:
        at, column, in_brackets = self._at(start.start_mark), start.start_mark.column, bool(start.flow_style)
        if isinstance(start, SequenceStartEvent) and not in_brackets:
            column = self._column_of_dash(at)
        nodes: list[Node] = []
        end = at
        for event in events:
            if isinstance(event, MappingEndEvent | SequenceEndEvent):
                # without brackets the end is noted where the next thing begins, behind blank lines and comments
                end = self._at(event.end_mark) if in_brackets else nodes[-1].end
                break
            nodes.append(self._node(event, events))
        if isinstance(start, SequenceStartEvent):
            return Listed(at, end, column, in_brackets, tuple(nodes))
        keys = [node if isinstance(node, Leaf) else _no_key(node) for node in nodes[::2]]
        pairs = tuple(Pair(key, value) for key, value in zip(keys, nodes[1::2], strict=True))
        return Mapped(at, end, column, in_brackets, pairs)

    def _column_of_dash(self, at: int) -> int:
        """Where the dashes of a list stand that begins at `at`, perhaps with an anchor."""
        before = _BEFORE_DASH.match(self._text, at)
        dash = at if before is None else before.end()
        return dash - line_start(self._text, dash)

    def _leaf(self, event: Any) -> Leaf:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        block = _BLOCK_SCALAR.match(self._text, start) if getattr(event, "style", None) in {"|", ">"} else None
        if block is None or block["keep"] is None:  # with `+` the blank lines below belong to the text
            end = start + len(self._text[start:end].rstrip())
        return Leaf(start, end, event.start_mark.column, getattr(event, "value", None))

    def _at(self, mark: Any) -> int:
        return int(mark.index) + self._shift


def _no_key(node: Node) -> Leaf:
    """Stand in for a key that is none of ours: nothing is found under it."""
    return Leaf(node.start, node.end, node.column, None)

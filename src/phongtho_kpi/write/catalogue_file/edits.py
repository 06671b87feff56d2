"""Pieces of a text put in, taken out or exchanged; every byte between them stays."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from phongtho_kpi.write.catalogue_file.nodes import Leaf, Mapped, Node, Pair, line_start

_LINE_END = re.compile(r"\r\n|\r|\n")
_SAID = re.compile(r"(?P<indent>[ \t]*)#[^\r\n]*(?:\r\n|\r|\n|$)")  # a line of its own
_REMARK = re.compile(r"(?P<comma>[ \t]*,)?[ \t]+#")  # behind an entry, in its line


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class Edits:
    """Edits of one text, all of them at places of the text as it was."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._edits: list[_Edit] = []
        found = _LINE_END.search(text)
        self._line_end = "\n" if found is None else found[0]

    def result(self) -> str:
        """The text with everything done; of two edits at one place the first comes first."""
        pieces, at = [], 0
        for edit in sorted(self._edits, key=lambda edit: (edit.start, edit.end)):
            pieces += [self.text[at : edit.start], edit.text]
            at = edit.end
        return "".join([*pieces, self.text[at:]])

    def replace(self, start: int, end: int, text: str) -> None:
        """Put `text` in the place of what stands there."""
        self._edits.append(_Edit(start, end, text))

    def insert(self, at: int, text: str) -> None:
        """Put `text` there."""
        self.replace(at, at, text)

    def insert_lines(self, end: int, lines: Sequence[str]) -> None:
        """Put whole lines below the line that something ends in at `end`."""
        at = self._line_after(end)
        if self._begins_line(at):
            self.insert(at, "".join(line + self._line_end for line in lines))
        else:  # the last line has no end
            self.insert(at, "".join(self._line_end + line for line in lines))

    def insert_in_brackets(self, before: Pair | Node, text: str) -> None:
        """Put another entry behind `before` in the same brackets: on a line of its own where that has one."""
        first = before.key if isinstance(before, Pair) else before
        end = before.value.end if isinstance(before, Pair) else before.end
        own_line = self._line_end + " " * first.column + text
        remark = _REMARK.match(self.text, end)
        if remark is not None:  # what is said of the entry before stays beside it
            if remark["comma"] is None:
                self.insert(end, ",")
            self.insert(self._end_of_line(end), own_line if remark["comma"] is None else own_line + ",")
        elif self.stands_first(first.start):
            self.insert(end, "," + own_line)
        else:
            self.insert(end, ", " + text)

    def insert_first_in_brackets(self, empty: Node, text: str) -> None:
        """Put the first entry into brackets that hold nothing."""
        self.insert(self.text.index("[", empty.start) + 1, text)

    def put_value(self, pair: Pair, text: str) -> None:
        """Put `text` in the place of what stands under a key; what is said beside the key stays."""
        start, value = pair.value.start, pair.value
        colon = self.text.index(":", pair.key.end) + 1
        if self.next_line(colon) > start or isinstance(value, Leaf):
            end = start + len(self.text[start : value.end].rstrip())  # not the blank lines that a text keeps
            self.replace(start, end, text if self.text[start - 1].isspace() else f" {text}")
            return
        self.insert(colon, f" {text}")
        self.replace(self.next_line(colon), self._below(value.end, pair.key.column), "")

    def remove(self, mapping: Mapped, key: str) -> None:
        """Take a key out, with what stands under it and is said in there."""
        found = mapping.pair(key)
        if found is None:
            return
        at = mapping.pairs.index(found)
        before, behind = mapping.pairs[:at], mapping.pairs[at + 1 :]
        start, end = found.key.start, found.value.end
        if not mapping.in_brackets and self.stands_first(start):
            self.replace(line_start(self.text, start), self._below(end, found.key.column), "")
        elif behind and (not before or not mapping.in_brackets):
            self.replace(start, behind[0].key.start, "")
        elif before and _REMARK.match(self.text, before[-1].value.end) is None:
            self.replace(before[-1].value.end, end, "")
        else:  # the comma before it stays, as does what is said behind that
            self.replace(start, end, "")

    def next_line(self, at: int) -> int:
        """Where the line after that of `at` begins; the text's end where there is none."""
        found = _LINE_END.search(self.text, at)
        return len(self.text) if found is None else found.end()

    def stands_first(self, at: int) -> bool:
        """Whether nothing but blanks stands before `at` in its line."""
        return not self.text[line_start(self.text, at) : at].strip()

    def _below(self, end: int, column: int) -> int:
        """Where the lines of a block end: what is said below it, and is indented deeper than its key, is in it."""
        at = self._line_after(end)
        while (found := _SAID.match(self.text, at)) is not None and len(found["indent"]) > column:
            at = found.end()
        return at

    def _line_after(self, end: int) -> int:
        """Where the line below something begins; a text that keeps its blank lines ends there already."""
        return end if self._begins_line(end) else self.next_line(end)

    def _begins_line(self, at: int) -> bool:
        return at == 0 or self.text[at - 1] in "\r\n"

    def _end_of_line(self, at: int) -> int:
        found = _LINE_END.search(self.text, at)
        return len(self.text) if found is None else found.start()

"""A table of figures as CSV: commas, UTF-8, one heading → rows of text with their lines (docs/safety.md, *CSV*)."""

import csv
import io
import re
from collections.abc import Iterator

from phongtho_kpi.model.finding import BROKEN_CSV, MISSING_COLUMN, RAGGED_ROW, Finding, Origin
from phongtho_kpi.read.figure_columns import NUMBER_COLUMNS, TextRow, heading_of
from phongtho_kpi.read.plain_file import decoded

MOST_BYTES = 200_000_000
MOST_IN_A_ROW = 1_048_576  # characters
# text that would be a formula in a spreadsheet goes out with one more quote before it
_PROTECTED = re.compile(r"'+[=+\-@\t\r]")
_PROBLEMS = {
    "field larger than": "cell-too-long",
    "unexpected end of data": "unclosed-quote",
    "expected after": "text-after-quote",
    "row too long": "row-too-long",
}


def csv_rows(content: bytes, shown: str) -> Iterator[TextRow | Finding]:
    """The rows below the heading, and what is wrong with the file; blank rows are passed over."""
    text, findings = decoded(content, shown)
    yield from findings
    if text is None:
        return
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        yield Finding(BROKEN_CSV, Origin(shown, line=line), {"problem": "nul"})
        return
    lines = _Lines(text)
    try:
        yield from _rows(lines, shown)
    except csv.Error as error:
        problem = next((ours for theirs, ours in _PROBLEMS.items() if theirs in str(error)), "syntax")
        yield Finding(BROKEN_CSV, Origin(shown, line=lines.first), {"problem": problem})


class _Lines:
    """The lines of a file, counted; too many characters in a row of the table are an error."""

    def __init__(self, text: str) -> None:
        self.first = 1  # the line where the row stands that is being read
        self._read = 0
        self._characters = 0
        self._lines = io.StringIO(text, newline="")

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._read += 1
        self._characters += len(line)
        if self._characters > MOST_IN_A_ROW:
            msg = "row too long"
            raise csv.Error(msg)
        return line

    def next_row(self) -> None:
        """Begin the next row of the table."""
        self.first = self._read + 1
        self._characters = 0


def _rows(lines: _Lines, shown: str) -> Iterator[TextRow | Finding]:
    columns: tuple[str, ...] | None = None
    for cells in csv.reader(lines, strict=True):
        origin = Origin(shown, line=lines.first)
        lines.next_row()
        if not "".join(cells).strip():
            continue
        if columns is not None:
            yield _row(columns, cells, origin)
            continue
        heading = heading_of(cells, [origin] * len(cells))
        yield from heading.findings
        if not heading.usable:
            return
        columns = heading.columns
    if columns is None:
        yield Finding(MISSING_COLUMN, Origin(shown, line=1), {"column": "indicator"})


def _row(columns: tuple[str, ...], cells: list[str], origin: Origin) -> TextRow:
    if len(cells) != len(columns):
        ragged = Finding(RAGGED_ROW, origin, {"cells": len(cells), "columns": len(columns)})
        return TextRow({}, origin, findings=(ragged,))
    texts = {
        column: (cell if column in NUMBER_COLUMNS else unprotected(cell)).strip()
        for column, cell in zip(columns, cells, strict=True)
    }
    return TextRow(texts, origin)


def unprotected(text: str) -> str:
    """Undo what a CSV for people does to text that a spreadsheet would take for a formula (docs/safety.md)."""
    return text[1:] if _PROTECTED.match(text) else text

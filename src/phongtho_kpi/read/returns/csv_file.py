"""A CSV file → rows of cells with their lines, as a stream that may be gone through again (docs/safety.md, *CSV*)."""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from phongtho_kpi.model.finding import BROKEN_CSV, NOT_UTF_8, Finding, Origin
from phongtho_kpi.read.returns.encoding import CsvForm, Undecodable, csv_form, undecodable_line
from phongtho_kpi.read.returns.grid import Grid, Row, Sheet

MOST_BYTES = 200_000_000
MOST_COLUMNS = 500
_OWN_FORM = CsvForm("utf-8-sig", ",")  # of the files in data/
_MOST_IN_A_LINE = 1_048_576  # bytes; a quote that is never closed ends at csv's own limit of a cell
# text that would be a formula in a spreadsheet goes out with one more quote before it
_PROTECTED = re.compile(r"'+[=+\-@\t\r]")
_PROBLEMS = {
    "field larger than": "cell-too-long",
    "unexpected end of data": "unclosed-quote",
    "expected after": "text-after-quote",
}


class BrokenCsvError(Exception):
    """A CSV file that is not read on; `problem` names the sentence that says why."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line

    def finding(self, shown: str) -> Finding:
        """What is said of it."""
        return Finding(BROKEN_CSV, Origin(shown, line=self.line), {"problem": self.problem})


class CsvRows:
    """The rows of a CSV file, blank ones left out; going through them raises BrokenCsvError.

    Only what is under the reader's hands is decoded: a file of a million lines is never in memory.
    """

    def __init__(self, path: Path, form: CsvForm, size: int) -> None:
        self._path = path
        self._form = form
        self._size = size

    @property
    def delimiter(self) -> str:
        """What parts the columns."""
        return self._form.delimiter

    def __iter__(self) -> Iterator[Row]:
        try:
            with self._path.open(encoding=self._form.encoding, newline="") as text:
                if os.fstat(text.fileno()).st_size != self._size:
                    raise BrokenCsvError("changed", 1)
                yield from self._rows(text)
        except (OSError, UnicodeError) as error:  # what could be read a moment ago
            raise BrokenCsvError("changed", 1) from error

    def _rows(self, text: TextIO) -> Iterator[Row]:
        skipped = self._form.lines_to_skip
        for _ in range(skipped):
            text.readline()
        reader = csv.reader(text, delimiter=self._form.delimiter, strict=True)
        line = 1 + skipped
        is_utf_16 = self._form.encoding.startswith("utf-16")
        try:
            for cells in reader:
                if any(cells):
                    if is_utf_16 and any("\0" in cell for cell in cells):
                        raise BrokenCsvError("nul", line)
                    yield line, cells if len(cells) <= MOST_COLUMNS else cells[:MOST_COLUMNS]
                line = skipped + reader.line_num + 1
        except csv.Error as error:
            problem = next((ours for theirs, ours in _PROBLEMS.items() if theirs in str(error)), "syntax")
            raise BrokenCsvError(problem, line) from error


def csv_grid(path: Path, content: bytes, shown: str) -> Grid:
    """A CSV file that an office sent, in whatever encoding and with whatever delimiter; `content` is what it holds."""
    rows = _rows(path, content, shown, csv_form(content))
    return Grid(shown, "csv", (), (rows,)) if isinstance(rows, Finding) else Grid(shown, "csv", (Sheet("", rows),))


def own_rows(path: Path, content: bytes, shown: str) -> CsvRows | Finding:
    """The rows of a file in `data/`: UTF-8 and commas, or why they cannot be read."""
    line = undecodable_line(content)
    return _rows(path, content, shown, _OWN_FORM if line is None else Undecodable(line))


def _rows(path: Path, content: bytes, shown: str, form: CsvForm | Undecodable) -> CsvRows | Finding:
    if isinstance(form, Undecodable):
        return Finding(NOT_UTF_8, Origin(shown, line=form.line))
    nul = content.find(b"\0")
    if nul >= 0 and not form.encoding.startswith("utf-16"):
        return BrokenCsvError("nul", content.count(b"\n", 0, nul) + 1).finding(shown)
    long = _line_too_long(content)
    if long is not None:
        return BrokenCsvError("row-too-long", long).finding(shown)
    return CsvRows(path, form, len(content))


def unprotected(text: str) -> str:
    """Undo what a CSV for people does to text that a spreadsheet would take for a formula (docs/safety.md)."""
    return text[1:] if _PROTECTED.match(text) else text


def _line_too_long(content: bytes) -> int | None:
    """The number of the first line that is longer than a line may be."""
    start = 0
    while len(content) - start > _MOST_IN_A_LINE:
        end = max(content.rfind(sign, start, start + _MOST_IN_A_LINE) for sign in (b"\n", b"\r"))
        if end < 0:
            return content.count(b"\n", 0, start) + 1
        start = end + 1
    return None

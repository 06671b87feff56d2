"""A CSV file that goes back: its title lines and headers, the rows that were rejected, and a column of reasons.

All rows go back, not only those with a remark, where a remark is about all of them: about the file, its title lines
or a column; where the file has several tables, whose title lines stand among the rows; and where the caller says so.
To state a figure again that was taken is to change nothing.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from phongtho_kpi.write.remark import CsvLines, HandBackWords, Remark
from phongtho_kpi.write.safely import protected
from phongtho_kpi.write.screen import encodable, safe


def csv_back(lines: CsvLines, remarks: Sequence[Remark], words: HandBackWords) -> bytes:
    """The file as bytes, in UTF-8 with the mark that Excel needs; every cell that was there is there unchanged.

    Every row gets one cell more, right behind its own: one that was too short or too long for the header is so again,
    until somebody has corrected it.
    """
    text = io.StringIO(newline="")
    # with CR and LF as the end of a row, csv puts quotes around a cell that has either
    rows = csv.writer(text, delimiter=lines.delimiter, lineterminator="\r\n")
    rows.writerows(_Tables(lines, remarks, words.reason).rows())
    return encodable(text.getvalue()).encode("utf-8-sig")


class _Table(NamedTuple):
    """The header of a table: its lines, how many columns it names, and whether reasons stand in one more."""

    lines: tuple[int, ...] = ()
    width: int = 0
    has_reasons: bool = False  # the file has come back before


class _Tables:
    """The tables of a file on their way back."""

    def __init__(self, lines: CsvLines, remarks: Sequence[Remark], word: str) -> None:
        self._lines = lines
        self._word = word
        self._tables = list(_tables(lines, word))
        self._by_line = {line: number for number, table in enumerate(self._tables) for line in table.lines}
        self._of_row, self._of_table = self._by_place(remarks)
        self._takes_all = lines.others is None or len(self._tables) != 1 or bool(self._of_table)

    def rows(self) -> Iterator[list[str]]:
        """The rows that go back, each with its reasons; those of a whole table with the first that can take them."""
        table, owed = _Table(), list(self._of_table.get(0, ()))
        for line, cells in self._lines.rows:
            if line in self._by_line:
                number = self._by_line[line]
                table = self._tables[number]
                is_first = line == table.lines[0]
                owed += self._of_table.get(number, []) if is_first and number else []
                yield [*_exactly(cells, table.width), self._word if is_first else ""]
            elif self._tables and not table.lines:
                yield list(cells)
            elif self._takes_all or line in self._of_row or line in (self._lines.others or ()):
                reasons = self._of_row.get(line, [])
                if _is_for_more(cells, table.width):
                    reasons, owed = [*owed, *reasons], []
                yield _with_reason(cells, table, _joined(reasons, self._word))
        if owed:
            yield [*[""] * table.width, _joined(owed, self._word)]

    def _by_place(self, remarks: Sequence[Remark]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
        """Remarks by their row; and those that are about a table by its number, about the file by that of the first."""
        of_row: dict[int, list[str]] = defaultdict(list)
        of_table: dict[int, list[str]] = defaultdict(list)
        first = min(self._by_line, default=0)
        for remark in remarks:
            if remark.line is None or remark.line < first:
                of_table[0].append(remark.text)
            elif remark.line in self._by_line:
                of_table[self._by_line[remark.line]].append(remark.text)
            else:
                of_row[remark.line].append(remark.text)
        return dict(of_row), dict(of_table)


def _tables(lines: CsvLines, word: str) -> Iterator[_Table]:
    """The headers, as their rows say."""
    wanted = {line for header in lines.headers for line in header}
    heads: dict[int, Sequence[str]] = {}
    for line, cells in lines.rows:
        if len(heads) == len(wanted):
            break
        if line in wanted:
            heads[line] = cells
    for header in lines.headers:
        named = max((_named(heads.get(line, ())) for line in header), default=0)
        first = heads.get(header[0], ())
        has_reasons = _named(first) == named > 0 and first[named - 1].strip() == word
        yield _Table(tuple(header), named - has_reasons, has_reasons)


def _named(head: Sequence[str]) -> int:
    """How many columns there are up to the last with a text."""
    return max((at for at, cell in enumerate(head, start=1) if cell.strip()), default=0)


def _exactly(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _with_reason(cells: Sequence[str], table: _Table, reason: str) -> list[str]:
    """A row with its reason in the place of the one that it got the last time."""
    own = list(cells)
    if table.has_reasons and own and (len(own) == table.width + 1 or own[-1] == reason):
        own.pop()
    if _named(own) <= table.width < len(own):
        own = own[: table.width]
    return [*own, reason]


def _is_for_more(cells: Sequence[str], width: int) -> bool:
    """Whether a row may be told of more than itself: not one that numbers the columns, which would become figures."""
    return len(cells) >= width and any(sum(map(str.isalpha, cell)) > 1 for cell in cells)


def _joined(reasons: Sequence[str], word: str) -> str:
    """Several reasons in one line, never a formula and never a number: the reader passes over words."""
    text = " ".join(filter(None, dict.fromkeys(safe(reason).strip() for reason in reasons)))
    starts_as_number = text[:1].isdigit() or text.startswith("(")
    return protected(f"{word}: {text}" if starts_as_number else text)

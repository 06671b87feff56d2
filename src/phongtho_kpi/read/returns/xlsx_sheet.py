"""One sheet of an .xlsx → its rows as texts, in one pass with what is merged and hidden: no cell is kept as an object.

openpyxl's own reader lays out a row, blank cells and all, before anybody sees it, and is silent about merged and hidden
cells unless it lays out everything. Here a million blank cells cost the time to pass over them, and no room.
"""

import re
from collections.abc import Iterator

from phongtho_kpi.read.returns.grid import Merged, Row, cell_address
from phongtho_kpi.read.returns.xlsx_book import MAIN, Words
from phongtho_kpi.read.returns.xlsx_cells import CellTexts, formula_text
from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError, Parts

MOST_EMPTY_ROWS = 1_000
MOST_COLUMNS = 500
_MOST_MERGED, _MOST_ROWS_MERGED = 20_000, 200_000
_MOST_DEPTH = 100  # of elements in one another
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CELL, _VALUE, _FORMULA, _ROW, _COLUMN, _MERGED = (MAIN + tag for tag in ("c", "v", "f", "row", "col", "mergeCell"))
_TRUE = frozenset({"1", "true"})
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Room:
    """How much of a whole book may still be taken in."""

    def __init__(self, cells: int, places: int) -> None:
        self._cells = cells
        self._places = places

    def take(self, cells: int, places: int) -> None:
        """Cells that are not blank, and the places up to the last of each row; raises BrokenWorkbookError."""
        self._cells -= cells
        self._places -= places
        if self._cells < 0 or self._places < 0:
            raise BrokenWorkbookError("too-many-cells")


class _Columns(dict[str, int]):
    """`A` → 0, each found once."""

    def __missing__(self, letters: str) -> int:
        column = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z" or column > _LAST_COLUMN:
                raise BrokenWorkbookError("unreadable")
            column = column * 26 + ord(letter) - ord("A") + 1
        if not 1 <= column <= _LAST_COLUMN:
            raise BrokenWorkbookError("unreadable")
        self[letters] = column - 1
        return column - 1


_COLUMNS = _Columns()


class SheetReader:
    """Goes through one sheet; what it says apart from rows is there once they have been gone through."""

    def __init__(self, texts: CellTexts, room: Room) -> None:
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.beyond: list[tuple[str, str]] = []  # first cell that is not read, and why
        self._texts = texts
        self._room = room
        self._words = Words()
        self._merged: list[Merged] = []
        self._columns = 0
        self._depth = 0
        self._rows: list[Row] = []
        self._last = 0  # row that is not blank
        self._row: dict[str, str] = {}
        self._number, self._digits = 0, ""
        self._cells: list[str] = []
        self._count = 0
        self._next = 0  # column
        self._cell: dict[str, str] = {}
        self._value: str | None = None
        self._formula: str | None = None

    def rows(self, parts: Parts, name: str) -> Iterator[Row]:
        """The rows that are not blank."""
        for _ in parts.elements(name, self._start, self._end, self._words.text):
            yield from self._rows
            self._rows.clear()

    def merged(self) -> tuple[Merged, ...]:
        """The merged ranges among the rows that are not blank."""
        among = [one._replace(last_row=min(one.last_row, self._last)) for one in self._merged]
        among = [one for one in among if one.first_row <= one.last_row]
        if sum(one.last_row - one.first_row for one in among) > _MOST_ROWS_MERGED:
            raise BrokenWorkbookError("too-large-inside")
        return tuple(among)

    # --- what expat calls

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise BrokenWorkbookError("unreadable")
        if tag == _CELL:
            self._cell, self._value, self._formula = attributes, None, None
        elif tag in (_VALUE, _FORMULA):
            self._words.begin()
        elif tag == _ROW:
            self._start_row(attributes)
        elif tag == _COLUMN:
            self._note_column(attributes)
        elif tag == _MERGED:
            self._note_merged(attributes["ref"])
        else:
            self._words.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if tag == _CELL:
            self._end_cell()
        elif tag == _VALUE:
            self._value = self._words.whole()
        elif tag == _FORMULA:
            self._formula = self._words.whole()
        elif tag == _ROW:
            self._end_row()
        else:
            self._words.end(tag)

    # --- rows and cells

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._number + 1))
        if not self._number < number <= _LAST_ROW:  # out of order, or twice: which one counts nobody can say
            raise BrokenWorkbookError("unreadable")
        self._row, self._number, self._digits = attributes, number, str(number)
        self._cells, self._count, self._next = [], 0, 0

    def _end_cell(self) -> None:
        cell, value = self._cell, self._value
        reference = cell.get("r")
        column = self._next if reference is None else _COLUMNS[reference.removesuffix(self._digits)]
        self._next = column + 1
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            text = self._texts.words(self._words.taken(), cell.get("s", "0"))
        elif value:
            text = self._texts.text(kind, cell.get("s", "0"), value)
        elif self._formula is None or kind == "str":  # "str": its value is the empty text
            return
        else:
            text = formula_text(self._formula)
        if text:
            self._put(column, text)

    def _put(self, column: int, text: str) -> None:
        if self._number - self._last > MOST_EMPTY_ROWS:
            self._note_beyond(column, "after-empty-rows")
        elif column >= MOST_COLUMNS:
            self._note_beyond(column, "right-of-columns")
        else:
            cells = self._cells
            self._count += 1
            if column >= len(cells):
                cells.extend([""] * (column - len(cells)))
                cells.append(text)
            elif cells[column]:
                raise BrokenWorkbookError("unreadable")  # the same cell twice
            else:
                cells[column] = text

    def _end_row(self) -> None:
        if not self._cells:
            return
        self._room.take(self._count, len(self._cells))
        self._last = self._number
        self._rows.append((self._number, self._cells))
        if _is_hidden(self._row, "ht"):
            self.hidden_rows.add(self._number)

    # --- what else is said

    def _note_beyond(self, column: int, problem: str) -> None:
        if not any(said == problem for _, said in self.beyond):
            self.beyond.append((cell_address(self._number, column), problem))

    def _note_column(self, attributes: dict[str, str]) -> None:
        self._columns += 1
        if self._columns > _LAST_COLUMN:
            raise BrokenWorkbookError("unreadable")
        if _is_hidden(attributes, "width"):
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self.hidden_columns.update(range(max(first, 0), min(last, MOST_COLUMNS)))

    def _note_merged(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference)
        if found is None:
            return  # one cell: nothing is merged
        if len(self._merged) == _MOST_MERGED:
            raise BrokenWorkbookError("too-large-inside")
        rows = sorted((min(int(found[2]), _LAST_ROW), min(int(found[4]), _LAST_ROW)))
        columns = sorted((_COLUMNS[found[1]], _COLUMNS[found[3]]))
        self._merged.append(Merged(rows[0], columns[0], rows[1], columns[1]))


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or made so small that nobody sees it."""
    return attributes.get("hidden") in _TRUE or attributes.get(size) == "0"

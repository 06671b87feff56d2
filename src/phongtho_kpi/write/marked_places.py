"""Which cells of a sheet a remark is about: a cell, a row, a column, or all of it."""

import re
from collections import defaultdict
from functools import cached_property
from typing import Any, NamedTuple

from phongtho_kpi.write.remark import Remark

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"([1-9][0-9]{0,6}):\1")
_COLUMN = re.compile(r"([A-Z]{1,3}):\1")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_YEARS = range(1900, 2101)  # such a number is as likely a heading

Place = tuple[int, int]  # row and column, both from 1


class Marked(NamedTuple):
    """What is tinted, and the cell among it that gets the comment."""

    commented: Any
    tinted: tuple[Any, ...]


class SheetPlaces:
    """Finds the cells of one sheet; none that a merged range covers, since only its first one shows anything."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._rows: dict[int, list[Any]] = defaultdict(list)  # cells that are not blank, from the left
        self._columns: dict[int, list[Any]] = defaultdict(list)  # likewise, from the top
        for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001 -- going through rows makes new cells
            if not is_blank(cell):
                self._rows[row].append(cell)
                self._columns[column].append(cell)

    def of(self, remark: Remark) -> Marked:
        """The cells of a remark; what names no place in the sheet is about all of it."""
        text = remark.cell or ""
        if found := _CELL.fullmatch(text):
            return self._at(int(found[2]), _column(found[1]))
        if found := _ROW.fullmatch(text):
            return self._row(int(found[1]))
        if found := _COLUMN.fullmatch(text):
            return self._column(_column(found[1]))
        return self._whole()

    def _at(self, row: int, column: int) -> Marked:
        if row > _LAST_ROW or column > _LAST_COLUMN:
            return self._whole()
        return _alone(self._sheet.cell(*self._corners.get((row, column), (row, column))))

    def _row(self, row: int) -> Marked:
        cells = self._rows.get(row)
        return Marked(cells[0], tuple(cells)) if cells else self._whole()

    def _column(self, column: int) -> Marked:
        """Its heading: the lowest text above its first number, or the narrowest merged cell that reaches over it."""
        cells = self._columns.get(column, [])
        first = next((at for at, cell in enumerate(cells) if _is_number(cell)), len(cells))
        if first:
            return _alone(cells[first - 1])
        above = [area for area in self._sheet.merged_cells.ranges if area.min_col <= column <= area.max_col]
        if cells:
            above = [area for area in above if area.max_row < cells[0].row]
        if above:
            nearest = min(above, key=lambda area: (area.max_col - area.min_col, -area.min_row))
            return self._at(nearest.min_row, nearest.min_col)
        return _alone(cells[0]) if cells else self._whole()

    def _whole(self) -> Marked:
        first = min(self._rows, default=None)
        return _alone(self._sheet.cell(1, 1) if first is None else self._rows[first][0])

    @cached_property
    def _corners(self) -> dict[Place, Place]:
        """For each cell that a merged range covers the first one of that range."""
        return {
            (row, column): (area.min_row, area.min_col)
            for area in self._sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }


def is_blank(cell: Any) -> bool:
    """Whether nothing stands in a cell."""
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def _alone(cell: Any) -> Marked:
    return Marked(cell, (cell,))


def _column(letters: str) -> int:
    from openpyxl.utils import column_index_from_string

    index: int = column_index_from_string(letters)
    return index


def _is_number(cell: Any) -> bool:
    """Whether a cell is no heading: a number, a formula, or a text without a letter; but no date and no year."""
    if cell.data_type in {"f", "e"}:
        return True
    if cell.data_type == "d":  # Excel makes one of `07/2024`
        return False
    text = str(cell.value).strip()
    if text.isdecimal() and len(text) == len("2024") and int(text) in _YEARS:
        return False
    return cell.data_type == "n" or not any(map(str.isalpha, text))

"""The records of one sheet of an .xls: which of them xlrd may read, and what the others tell (docs/safety.md).

xlrd gets the records of cells and no others, for it believes what they say: a second DIMENSIONS makes it lay out all
rows anew, a link over a whole sheet takes gigabytes. What it would have told of merged and hidden cells, and what it
never tells (formulas that nobody calculated), is read here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from phongtho_kpi.read.returns.grid import Merged
from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError

MOST_CELLS = 500_000  # of all sheets together; a merged range is one more
LAST_COLUMN = 255

BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
BEGINS = frozenset({BOF, 0x409, 0x209, 0x009})
_NUMBER, _RK, _ROW_OF_RK, _TRUTH_OR_ERROR = 0x203, 0x27E, 0xBD, 0x205
_LABEL, _RICH_LABEL, _SHARED_LABEL = 0x204, 0xD6, 0xFD
_FORMULAS, _FORMULA_TEXT = (0x06, 0x206, 0x406), 0x207
_ROW, _COLUMNS, _MERGED = 0x208, 0x7D, 0xE5
_CELLS = frozenset({_NUMBER, _RK, _ROW_OF_RK, _TRUTH_OR_ERROR, _LABEL, _RICH_LABEL, _SHARED_LABEL, *_FORMULAS})
_KEPT = _CELLS | {_FORMULA_TEXT}

_HEAD = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
_RANGE = struct.Struct("<HHHH")
_RK_BYTES = 6
_EMPTY_TEXT, _NO_NUMBER = 3, b"\xff\xff"  # a formula's result: which sort, and that it is no number
_WHEN_OPENED = 0x02  # a formula is to be calculated when the file is opened
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_ROW_SIZE = struct.Struct("<6xH4xB")
_COLUMNS_SIZE = struct.Struct("<HHH2xB")

Record = tuple[int, int, int]  # its code; where its body begins and ends


@dataclass(slots=True)
class SheetRecords:
    """What stands in the records of one sheet; formulas by row and column from 0."""

    kept: bytearray = field(default_factory=bytearray)  # for xlrd
    end: int = 0
    cells: int = 0
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    blank_formulas: set[tuple[int, int]] = field(default_factory=set)
    is_calculated: bool = False  # some formula has a value


def records(stream: bytes, start: int) -> Iterator[Record]:
    """From here on; who asks knows where to stop. BrokenWorkbookError or struct.error where the stream ends early."""
    head, size = _HEAD.unpack_from, len(stream)
    while True:
        code, length = head(stream, start)
        body = start + 4
        start = body + length
        if start > size:
            raise BrokenWorkbookError("unreadable")
        yield code, body, start


def sheet_records(stream: bytes, start: int) -> SheetRecords:
    """The records of the sheet that begins here. Raises what `records` does."""
    sheet, rest = SheetRecords(end=start), records(stream, start)
    next(rest)
    copied, keeps = start, True
    for code, body, end in rest:
        if code == EOF:
            break
        keeps = code in _KEPT or (keeps and code == CONTINUE)
        if keeps:
            sheet.cells += max((end - body) // _RK_BYTES - 1, 0) if code == _ROW_OF_RK else 1
        else:
            sheet.kept += stream[copied : body - 4]
            copied = _end_of_embedded(rest) if code in BEGINS else end
        if code in _TELLS:
            _TELLS[code](sheet, stream[body:end])
    sheet.end = end
    sheet.kept += stream[copied:end]
    return sheet


def _end_of_embedded(rest: Iterator[Record]) -> int:
    """Where something embedded ends, a chart as a rule; it is passed over."""
    depth, end = 1, 0
    while depth:
        code, _, end = next(rest)
        depth += (code in BEGINS) - (code == EOF)
    return end


def _formula(sheet: SheetRecords, body: bytes) -> None:
    """Whether its value was ever calculated.

    Programs that do not calculate store 0 or an empty text, and tell Excel to calculate when it opens the file, which
    Excel itself tells nobody. Some do not even tell (xlwt): then all formulas of the book are blank, and nowhere
    stands the number of the Excel that calculated last.
    """
    place, result = _PLACE.unpack_from(body), body[6:14]
    is_blank = result[0] == _EMPTY_TEXT and result.endswith(_NO_NUMBER)
    if body[14] & _WHEN_OPENED and (is_blank or not any(result)):
        sheet.uncalculated.add(place)
    elif is_blank:
        sheet.blank_formulas.add(place)
    else:
        sheet.is_calculated = True


def _row(sheet: SheetRecords, body: bytes) -> None:
    """A row that is hidden, or made so low that nobody sees it."""
    height, how = _ROW_SIZE.unpack_from(body)
    if how & _HIDDEN_ROW or not height:
        sheet.hidden_rows.add(_PLACE.unpack_from(body)[0] + 1)


def _columns(sheet: SheetRecords, body: bytes) -> None:
    first, last, width, how = _COLUMNS_SIZE.unpack_from(body)
    if how & _HIDDEN_COLUMN or not width:
        sheet.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))


def _merge(sheet: SheetRecords, body: bytes) -> None:
    for first_row, last_row, first_column, last_column in _RANGE.iter_unpack(body[2:]):
        if first_row <= last_row and first_column <= last_column <= LAST_COLUMN:
            sheet.merged.append(Merged(first_row + 1, first_column, last_row + 1, last_column))
    sheet.cells += len(body) // _RANGE.size
    if sheet.cells > MOST_CELLS:
        raise BrokenWorkbookError("too-many-cells")


_TELLS = {**dict.fromkeys(_FORMULAS, _formula), _ROW: _row, _COLUMNS: _columns, _MERGED: _merge}

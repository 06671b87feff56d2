"""The records of an .xls before xlrd sees them: counted, searched, and thinned out (docs/safety.md)."""

import struct
from collections.abc import Callable
from itertools import takewhile
from typing import NamedTuple

from phongtho_kpi.read.returns.xls_sheet_records import (
    BEGINS,
    BOF,
    CONTINUE,
    EOF,
    MOST_CELLS,
    SheetRecords,
    records,
    sheet_records,
)
from phongtho_kpi.read.returns.xls_strings import check_strings
from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError

MOST_SHEETS = 1_000
MOST_FORMATS = 10_000  # fonts, number formats and their combinations; Excel writes some 4,000
LONGEST_FORMAT = 1_000  # bytes; Excel writes 515

_VERSIONS = (0x500, 0x600)  # Excel 5 and 95; 97 to 2003
_WHOLE_BOOK, _WORKSHEET = 5, 0
_CODEPAGE, _DATEMODE, _FONT, _FORMAT, _XF, _STRINGS = 0x42, 0x22, 0x31, 0x41E, 0xE0, 0xFC
_SHEET, _PASSWORD, _CALCULATED = 0x85, 0x2F, 0x1C1
_KEPT = frozenset({BOF, EOF, _CODEPAGE, _DATEMODE, _FONT, _FORMAT, _XF, _STRINGS})
_BEGINNING = struct.Struct("<HHHH")
_OFFSET = struct.Struct("<I")


class BookRecords(NamedTuple):
    """The records that xlrd may read, and what the others told of each worksheet."""

    stream: bytes
    sheets: tuple[SheetRecords, ...]


def thinned_records(stream: bytes) -> BookRecords:
    """The records of a whole workbook, thinned out. Raises BrokenWorkbookError."""
    try:
        _check_beginning(stream)
        return _Thinning(stream).book()
    except (struct.error, IndexError) as error:  # a record that is cut short
        raise BrokenWorkbookError("unreadable") from error


def _check_beginning(stream: bytes) -> None:
    code, _, version, kind = _BEGINNING.unpack_from(stream)
    if code in BEGINS and version not in _VERSIONS:
        raise BrokenWorkbookError("before-excel-5")
    if code != BOF or kind != _WHOLE_BOOK:
        raise BrokenWorkbookError("unreadable")


class _Thinning:
    """One workbook's records, gone through once from the first to the last."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._kept = bytearray()
        self._offsets: list[tuple[int, int]] = []  # of each worksheet: where it says where it begins, and what
        self._formats = 0
        self._is_calculated = False  # some formula has a value, or Excel says that it has calculated
        self._tells: dict[int, Callable[[int, int], None]] = {
            _PASSWORD: self._password,
            _SHEET: self._note_sheet,
            _STRINGS: self._strings,
            _FONT: self._format,
            _FORMAT: self._number_format,
            _XF: self._format,
            _CALCULATED: self._calculated,
        }

    def book(self) -> BookRecords:
        """All of it, the sheets in the order of the book."""
        end = self._globals()
        sheets: dict[int, SheetRecords] = {}
        cells = 0
        for place, offset in sorted(self._offsets, key=lambda sheet: sheet[1]):
            if offset < end:
                raise BrokenWorkbookError("unreadable")  # within another: it would be read again and again
            sheets[place] = sheet = sheet_records(self._stream, offset)
            end, cells = sheet.end, cells + sheet.cells
            if cells > MOST_CELLS:
                raise BrokenWorkbookError("too-many-cells")
            self._keep_sheet(place, sheet)
        if not self._is_calculated:
            for sheet in sheets.values():
                sheet.uncalculated |= sheet.blank_formulas
        return BookRecords(bytes(self._kept), tuple(sheets[place] for place in sorted(sheets)))

    def _keep_sheet(self, place: int, sheet: SheetRecords) -> None:
        """A sheet no longer begins where it did."""
        _OFFSET.pack_into(self._kept, place, len(self._kept))
        self._kept += sheet.kept
        sheet.kept.clear()
        self._is_calculated = self._is_calculated or sheet.is_calculated

    def _globals(self) -> int:
        """The records of the book itself; where they end."""
        keeps, end = False, 0
        for code, body, end in records(self._stream, 0):
            keeps = code in _KEPT or (keeps and code == CONTINUE)
            if code in self._tells:
                self._tells[code](body, end)
            if keeps:
                self._kept += self._stream[body - 4 : end]
            if code == EOF:
                break
        return end

    def _password(self, *_: int) -> None:
        raise BrokenWorkbookError("password")

    def _calculated(self, *_: int) -> None:
        self._is_calculated = True

    def _note_sheet(self, body: int, end: int) -> None:
        """A worksheet is kept; charts, macros and modules are passed over."""
        if self._stream[body + 5] == _WORKSHEET:
            self._offsets.append((len(self._kept) + 4, *_OFFSET.unpack_from(self._stream, body)))
            self._kept += self._stream[body - 4 : end]
        if len(self._offsets) > MOST_SHEETS:
            raise BrokenWorkbookError("too-many-cells")

    def _format(self, *_: int) -> None:
        self._formats += 1
        if self._formats > MOST_FORMATS:
            raise BrokenWorkbookError("unreadable")

    def _number_format(self, body: int, end: int) -> None:
        """What is too long takes xlrd the square of its length."""
        self._format()
        if end - body > LONGEST_FORMAT:
            raise BrokenWorkbookError("unreadable")

    def _strings(self, body: int, end: int) -> None:
        further = takewhile(lambda record: record[0] == CONTINUE, records(self._stream, end))
        check_strings([self._stream[body:end], *(self._stream[start:stop] for _, start, stop in further)])

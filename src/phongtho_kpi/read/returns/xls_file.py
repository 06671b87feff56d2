"""An .xls → its sheets of cells (docs/safety.md, *Reading workbooks*).

xlrd reads what the modules beside this one leave it: parts → records → thinned records → xlrd → texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from phongtho_kpi.model.finding import BEYOND_LIMITS, BROKEN_WORKBOOK, Finding, Origin
from phongtho_kpi.read.returns.grid import Grid, Row, Sheet, Uncalculated, cell_address
from phongtho_kpi.read.returns.xls_cells import BookCells
from phongtho_kpi.read.returns.xls_parts import record_stream
from phongtho_kpi.read.returns.xls_records import BookRecords, thinned_records
from phongtho_kpi.read.returns.xls_sheet_records import SheetRecords
from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError

MOST_EMPTY_ROWS = 1_000
MOST_ROOM = 2_000_000  # cells of all sheets together, blank ones too: what xlrd lays out up to the last in each row
_ROOM_OF_A_ROW = 4  # what a row takes, be it blank
_HIDDEN = 0b11  # hidden, and hidden from the menu too
_FORMULA = Uncalculated("=")  # what follows the sign is not kept in a form that could be shown


class _Silence:
    """Where xlrd's warnings go."""

    def write(self, _: str) -> None:
        """Nobody reads them."""


def xls_grid(content: bytes, shown: str) -> Grid:
    """All sheets of an .xls, hidden ones too; without sheets and with one finding where it cannot be read."""
    try:
        return _grid(thinned_records(record_stream(content)), shown)
    except BrokenWorkbookError as error:
        problem = error.problem
    except Exception:  # noqa: BLE001 -- xlrd raises whatever broken bytes lead to, AssertionError among them
        problem = "unreadable"
    return Grid(shown, "xls", (), (Finding(BROKEN_WORKBOOK, Origin(shown), {"problem": problem}),))


def _grid(records: BookRecords, shown: str) -> Grid:
    import xlrd  # only an .xls should cost it

    book = xlrd.open_workbook(
        file_contents=records.stream, formatting_info=True, ragged_rows=True, on_demand=True, logfile=_Silence()
    )
    cells = BookCells(book)
    sheets, findings, room = [], [], 0
    for number, told in enumerate(records.sheets):
        sheet = book.sheet_by_index(number)
        room += _ROOM_OF_A_ROW * sheet.nrows + sum(map(sheet.row_len, range(sheet.nrows)))
        if room > MOST_ROOM:
            raise BrokenWorkbookError("too-many-cells")
        rows, unread = _rows(sheet, cells, told.uncalculated)
        sheets.append(_sheet(sheet, rows, told))
        if unread is not None:
            origin = Origin(shown, sheet=sheet.name, cell=unread)
            findings.append(Finding(BEYOND_LIMITS, origin, {"problem": "after-empty-rows"}))
        book.unload_sheet(number)
    return Grid(shown, "xls", tuple(sheets), tuple(findings))


def _sheet(sheet: Any, rows: list[Row], told: SheetRecords) -> Sheet:
    return Sheet(
        sheet.name,
        rows,
        tuple(told.merged),
        frozenset(told.hidden_rows),
        frozenset(told.hidden_columns),
        is_hidden=sheet.visibility & _HIDDEN != 0,
    )


def _rows(sheet: Any, cells: BookCells, uncalculated: Iterable[tuple[int, int]]) -> tuple[list[Row], str | None]:
    """The rows that are not blank, and the first cell that is not read because too many blank rows stand above it."""
    apart = _apart(sheet, cells, uncalculated)
    rows: list[Row] = []
    last = 0
    for number, texts in enumerate(cells.rows(sheet), start=1):
        if number in apart:
            for column, text in apart[number]:
                texts[column] = text
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if number - last > MOST_EMPTY_ROWS + 1:
            return rows, cell_address(number, next(column for column, text in enumerate(texts) if text))
        rows.append((number, texts))
        last = number
    return rows, None


def _apart(
    sheet: Any, cells: BookCells, uncalculated: Iterable[tuple[int, int]]
) -> Mapping[int, list[tuple[int, str]]]:
    """By the number of their row: the cells whose own format does not say what they are."""
    apart: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row, column in sheet.rich_text_runlist_map:
        apart[row + 1].append((column, cells.rich_text(sheet, row, column)))
    for row, column in uncalculated:
        apart[row + 1].append((column, _FORMULA))
    return apart

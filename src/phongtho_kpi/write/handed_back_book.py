"""A workbook that goes back: the sender's own, or of an .xls, which openpyxl cannot write, one of the same cells."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from phongtho_kpi.write.comment_boxes import with_anchors
from phongtho_kpi.write.marks import mark
from phongtho_kpi.write.remark import HandBackWords, Remark, SheetCells, StoredNumber
from phongtho_kpi.write.screen import cells as cells_on_screen
from phongtho_kpi.write.sent_book import MOST_LAID_OUT, TooLargeError, sent_book
from phongtho_kpi.write.workbook.package import saved
from phongtho_kpi.write.workbook.values import legal_sheet_name, put_text

_FONT, _SIZE = "Times New Roman", 12
_NARROWEST, _WIDEST = 6, 60
_LEAST_PLACES = 2  # of a number shown in per cent


def marked_book(content: bytes, remarks: Sequence[Remark], words: HandBackWords) -> bytes:
    """The sender's own workbook with its marks; raises whatever openpyxl raises."""
    book = sent_book(content)
    mark({sheet.title: sheet for sheet in book.worksheets}, remarks, words)
    return with_anchors(saved(book, is_packed=True), book)


def rebuilt_book(sheets: Sequence[SheetCells], remarks: Sequence[Remark], words: HandBackWords) -> bytes:
    """A workbook of cells that were read, with its marks: texts, never formulas, and numbers."""
    from openpyxl import Workbook

    _check_size(sheets)
    book = Workbook()
    book.remove(book.worksheets[0])
    made: dict[str, Any] = {}
    for told in sheets:
        made.setdefault(told.name, _sheet(book, told))
    mark(made, remarks, words)
    return with_anchors(saved(book, is_packed=True), book)


def _check_size(sheets: Sequence[SheetCells]) -> None:
    covered = sum(
        (last_row - first_row + 1) * (last_column - first_column + 1)
        for told in sheets
        for first_row, first_column, last_row, last_column in told.merged
    )
    if covered > MOST_LAID_OUT:
        raise TooLargeError


def _sheet(book: Any, told: SheetCells) -> Any:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(legal_sheet_name(told.name))
    widths = _put_rows(sheet, told)
    for first_row, first_column, last_row, last_column in told.merged:
        sheet.merge_cells(None, first_row, first_column + 1, last_row, last_column + 1)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 2, _NARROWEST), _WIDEST)
    for column in sorted(told.hidden_columns):
        sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    for row in sorted(row for row in told.hidden_rows if row <= sheet.max_row):
        sheet.row_dimensions[row].hidden = True
    if told.is_hidden:
        sheet.sheet_state = "hidden"
    return sheet


def _put_rows(sheet: Any, told: SheetCells) -> dict[int, int]:
    """Write the cells; the widest of each column, but for lines of one cell, which reach over the next columns."""
    from openpyxl.styles import Font

    font = Font(name=_FONT, size=_SIZE)
    widths: dict[int, int] = defaultdict(int)
    for row, cells in told.rows:
        filled = [(column, value) for column, value in enumerate(cells, start=1) if value != ""]
        for column, value in filled:
            cell = sheet.cell(row, column)
            _put(cell, value)
            cell.font = font
            if len(filled) > 1:
                widths[column] = max(widths[column], cells_on_screen(str(cell.value)))
    return widths


def _put(cell: Any, value: str | StoredNumber) -> None:
    if isinstance(value, str):
        put_text(cell, value)
    elif value.is_percent:
        exponent = value.value.normalize().as_tuple().exponent
        places = max(_LEAST_PLACES, -exponent if isinstance(exponent, int) else 0)
        cell.value = value.value.scaleb(-2)
        cell.number_format = f"0.{'0' * places}%"
    else:
        cell.value = value.value

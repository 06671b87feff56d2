"""A table as a plain workbook: numbers are numbers, texts are texts, the same bytes for the same table on any day."""

import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.report.table import Cell, Column, ColumnKind, DayCell, Missing, NumberCell, Section, Table, TextCell
from phongtho_kpi.write.cells import cell_text
from phongtho_kpi.write.screen import NO_BREAK, UNSHOWABLE, cells

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.worksheet import Worksheet

_FONT = "Times New Roman"
_LONGEST_TEXT = 32_767  # what a cell of Excel holds
_EXACT_DIGITS = 15  # more than that Excel forgets: such a number is written as text
_NARROWEST, _WIDEST = 8, 44
_LETTERS = 50  # of Times New Roman 12 in the widest column
_LINE_HEIGHT = 16  # points; a wrapped row has the height of its lines, since not every program finds it by itself
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML 1.0
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_CHANGING = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def xlsx_bytes(table: Table, sheet_name: str) -> bytes:
    """One sheet: title, lines under it, the header frozen, a row an entry, the notes."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = legal_sheet_name(sheet_name)
    _fill(sheet, table)
    _set_page(sheet)
    saved = io.BytesIO()
    book.save(saved)
    return _without_time(saved.getvalue())


def legal_sheet_name(name: str) -> str:
    r"""A name Excel takes: at most 31 characters, none of `[]:*?/\`, no `'` at either end, not blank, not History."""
    legal = _NOT_IN_A_NAME.sub(" ", _legal(name))[:_LONGEST_NAME].strip(" '")
    return f"{legal} 1"[-_LONGEST_NAME:] if legal.casefold() in {"", "history"} else legal


def _fill(sheet: "Worksheet", table: Table) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    messages = Messages(table.lang)
    shown = [at for at, column in enumerate(table.columns) if column.kind is not ColumnKind.BAR]
    columns = [table.columns[at] for at in shown]
    row = 1
    for number, text in enumerate((table.title, *table.subtitle)):
        _put_text(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = Font(name=_FONT, size=13 if number == 0 else 12, bold=number == 0)
        row += 1
    row += 1
    for at, column in enumerate(columns, start=1):
        heading = sheet.cell(row, at)
        _put_text(heading, column.heading)
        heading.font = Font(name=_FONT, size=12, bold=True)
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        heading.border = Border(bottom=Side(style="thin"))
    sheet.freeze_panes = sheet.cell(row + 1, 2)
    sheet.print_title_rows = f"{row}:{row}"
    for section in table.sections:
        row = _fill_section(sheet, section, shown, row + 1, messages)
    for note in table.notes:
        row += 1
        _put_text(sheet.cell(row + 1, 1), " ".join(filter(None, (note.symbol, note.text, note.hint))))
        sheet.cell(row + 1, 1).font = Font(name=_FONT, size=12)
    _set_widths(sheet, table, shown, messages)


def _fill_section(sheet: "Worksheet", section: Section, shown: Sequence[int], row: int, messages: Messages) -> int:
    """Write a section from `row` on; the last row used."""
    from openpyxl.styles import Font

    if section.heading:
        _put_text(sheet.cell(row, 1), section.heading)
        sheet.cell(row, 1).font = Font(name=_FONT, size=12, bold=True)
        row += 1
    for cells_of_row in section.rows:
        for at, place in enumerate(shown, start=1):
            target = sheet.cell(row, at)
            _put(target, cells_of_row[place], messages)
            target.font = Font(name=_FONT, size=12)
            target.alignment = _alignment(cells_of_row[place], is_first=at == 1)
        lines = max(math.ceil(cells(cell_text(cells_of_row[place], messages)) / _LETTERS) for place in shown)
        sheet.row_dimensions[row].height = _LINE_HEIGHT * max(lines, 1)
        row += 1
    return row - 1


def _alignment(cell: Cell, *, is_first: bool) -> "Alignment":
    """Numbers right; texts left, wrapped, and away from the numbers before them."""
    from openpyxl.styles import Alignment

    if isinstance(cell, NumberCell):
        return Alignment(horizontal="right", vertical="top")
    right = isinstance(cell, Missing)
    return Alignment(
        horizontal="right" if right else "left", vertical="top", wrap_text=True, indent=0 if is_first or right else 1
    )


def _put(target: "SheetCell", cell: Cell, messages: Messages) -> None:
    match cell:
        case NumberCell(upper=None) if len(cell.value.as_tuple().digits) <= _EXACT_DIGITS or _is_endless(cell.value):
            target.value = cell.value
            target.number_format = _number_format(cell)
        case DayCell():
            target.value = cell.day
            target.number_format = "dd/mm/yyyy"
        case None:
            pass
        case TextCell() if cell.under:
            _put_text(target, f"{cell.text} ({cell.under})")
        case _:
            _put_text(target, cell_text(cell, messages))


def _is_endless(value: Decimal) -> bool:
    """Out of a division: the digits Excel forgets were cut off anyway."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -exponent > _EXACT_DIGITS


def _number_format(cell: NumberCell) -> str:
    """Excel shows the separators of its reader's country."""
    number = "#,##0" + ("." + "0" * cell.places if cell.places else "")
    return f"+{number};-{number};{number}" if cell.signed else number


def _put_text(target: "SheetCell", text: str) -> None:
    """A text that stays one: never a formula, an error or a link, whatever it begins with."""
    if text:
        target.value = _legal(text)[:_LONGEST_TEXT]
        target.data_type = "s"


def _legal(text: str) -> str:
    return _ILLEGAL.sub(UNSHOWABLE, text).replace(NO_BREAK, " ")


def _set_widths(sheet: "Worksheet", table: Table, shown: Sequence[int], messages: Messages) -> None:
    from openpyxl.utils import get_column_letter

    for at, place in enumerate(shown, start=1):
        widest = max(_lengths(table.columns[place], table.sections, place, messages))
        sheet.column_dimensions[get_column_letter(at)].width = min(max(widest + 2, _NARROWEST), _WIDEST)


def _lengths(column: Column, sections: Sequence[Section], place: int, messages: Messages) -> Iterator[int]:
    yield cells(column.heading)
    for section in sections:
        for row in section.rows:
            yield cells(cell_text(row[place], messages))


def _set_page(sheet: "Worksheet") -> None:
    """A4 landscape, as wide as the paper."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _without_time(book: bytes) -> bytes:
    """The same workbook without the moment it was made: not in its properties, not in the archive's directory."""
    rewritten = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _CHANGING.sub(b"", content)
            entry = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            target.writestr(entry, content)
    return rewritten.getvalue()

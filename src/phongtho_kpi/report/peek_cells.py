"""The cells of a sheet for `kpi peek`: a few rows under the letters of their columns, or every one with its address."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import dropwhile, groupby, islice, takewhile

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.seen import CellForm, SeenCell, SeenSheet, SeenTable
from phongtho_kpi.report.peek_words import cut, more_note, sheet_name
from phongtho_kpi.report.table import Cell, Column, ColumnKind, Section, Table, TextCell

_ROWS_BELOW = 4  # of a table's first rows
_ROWS_WITHOUT = 10  # of a sheet in which there is no table
_CELLS_AT_ONCE = 1_000
_LONGEST = 16  # letters of a cell where there are many
_ADDRESS = 6
_WIDTH = 70  # letters of a row: what a screen of 80 has room for
_GAP = 2

Rows = list[tuple[int, list[SeenCell]]]


def first_rows(sheet: SeenSheet) -> Rows:
    """The first rows of a sheet in which there is no table."""
    return list(islice(_rows(sheet), _ROWS_WITHOUT))


def rows_of(sheet: SeenSheet, table: SeenTable) -> Rows:
    """The header of a table and its first rows."""
    first, last = table.header_rows[0], table.header_rows[-1]
    others = {other.header_rows[0] for other in sheet.tables if other.header_rows[0] > last}
    own = takewhile(lambda row: row[0] not in others, _rows(sheet))
    shown = dropwhile(lambda row: row[0] < first, own)
    return list(islice(shown, len(table.header_rows) + _ROWS_BELOW))


def grid(title: str, rows: Rows, messages: Messages, *, is_csv: bool) -> Table:
    """A few rows as the sheet has them, as many columns as there is room for."""
    found = sorted({cell.letters for _, cells in rows for cell in cells}, key=lambda letters: (len(letters), letters))
    most = max(_LONGEST, _WIDTH // max(len(found), 1) - _GAP)
    texts = {
        cell.address: _cell_text(cell, messages, cut(cell.text, most), is_csv=is_csv)
        for _, cells in rows
        for cell in cells
    }
    widths = {letters: max(len(texts.get(f"{letters}{row}", "")) for row, _ in rows) + _GAP for letters in found}
    letters = list(_fitting(found, widths))
    columns = (Column("row", "", ColumnKind.NUMBER, faint=True), *(Column(one, one) for one in letters))
    body = tuple((TextCell(str(row)), *(_in_grid(texts.get(f"{one}{row}")) for one in letters)) for row, _ in rows)
    notes = more_note("columns", len(found) - len(letters), messages)
    return Table(messages.lang, title, columns, (Section("", body),), notes=notes)


def cells_tables(sheet: SeenSheet, messages: Messages, *, is_csv: bool) -> Iterator[Table]:
    """Every cell of a sheet, a thousand at a time."""
    title = messages("title.peek_cells", sheet=sheet_name(sheet, messages))
    columns = (Column("cell", messages("column.cell")),)
    cells = iter(sheet.cells)
    while some := tuple(islice(cells, _CELLS_AT_ONCE)):
        shown = ((cell.address, _cell_text(cell, messages, cell.text, is_csv=is_csv)) for cell in some)
        rows = tuple((TextCell(f"{address:<{_ADDRESS}} {text}"),) for address, text in shown)
        yield Table(messages.lang, title, columns, (Section("", rows),))


def _rows(sheet: SeenSheet) -> Iterator[tuple[int, list[SeenCell]]]:
    return ((row, list(cells)) for row, cells in groupby(sheet.cells, key=lambda cell: cell.row))


def _fitting(found: Iterable[str], widths: dict[str, int]) -> Iterator[str]:
    """The first columns, as long as they fit beside one another; one at least."""
    used = 0
    for letters in found:
        used += widths[letters]
        if used > _WIDTH:
            return
        yield letters


def _in_grid(text: str | None) -> Cell:
    return None if text is None else TextCell(text)


def _cell_text(cell: SeenCell, messages: Messages, text: str, *, is_csv: bool) -> str:
    """A stored number as the language writes it; one that was typed as text in quotation marks."""
    match cell.form:
        case CellForm.NUMBER:
            return messages.number(Decimal(cell.text), grouping=False)
        case CellForm.PERCENT:
            return messages.number(Decimal(cell.text), grouping=False) + "%"
        case CellForm.FORMULA:
            return f"={text.removeprefix('=')}"
        case CellForm.TYPED if not is_csv and _looks_like_a_number(cell.text):
            return messages("peek.typed", text=text)
        case _:
            return text


def _looks_like_a_number(text: str) -> bool:
    return any(sign.isdigit() for sign in text) and not any(sign.isalpha() for sign in text)

"""An .xlsx → its sheets of cells (docs/safety.md, *Reading workbooks*)."""

from phongtho_kpi.model.finding import BEYOND_LIMITS, BROKEN_WORKBOOK, Finding, Origin
from phongtho_kpi.read.returns.grid import Grid, Sheet
from phongtho_kpi.read.returns.xlsx_book import read_book
from phongtho_kpi.read.returns.xlsx_cells import CellTexts
from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError, checked_parts
from phongtho_kpi.read.returns.xlsx_sheet import Room, SheetReader

MOST_CELLS = 500_000  # that are not blank, of a whole book
MOST_PLACES = 5_000_000  # up to the last cell of each row


def xlsx_grid(content: bytes, shown: str) -> Grid:
    """All sheets of an .xlsx, hidden ones too; without sheets and with one finding where it cannot be read."""
    try:
        return _grid(content, shown)
    except BrokenWorkbookError as error:
        problem = error.problem
    except Exception:  # noqa: BLE001 -- broken XML, missing parts and attributes, numbers that are none
        problem = "unreadable"
    return Grid(shown, "xlsx", (), (Finding(BROKEN_WORKBOOK, Origin(shown), {"problem": problem}),))


def _grid(content: bytes, shown: str) -> Grid:
    parts = checked_parts(content)
    book = read_book(parts)
    texts, room = CellTexts(book.texts, book.styles, book.epoch), Room(MOST_CELLS, MOST_PLACES)
    sheets, findings = [], []
    for name, part, is_hidden in book.sheets:
        reader = SheetReader(texts, room)
        rows = list(reader.rows(parts, part))
        hidden_rows, hidden_columns = frozenset(reader.hidden_rows), frozenset(reader.hidden_columns)
        sheets.append(Sheet(name, rows, reader.merged(), hidden_rows, hidden_columns, is_hidden))
        for cell, problem in reader.beyond:
            findings.append(Finding(BEYOND_LIMITS, Origin(shown, sheet=name, cell=cell), {"problem": problem}))
    return Grid(shown, "xlsx", tuple(sheets), tuple(findings))

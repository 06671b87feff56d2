"""A workbook's tidy sheets → rows of text with their cells (docs/safety.md, *Reading workbooks*).

A sheet is tidy if `indicator` stands in its first row that is not empty; hidden sheets are passed over.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from phongtho_kpi.model.finding import BROKEN_WORKBOOK, FORMULA_WITHOUT_VALUE, Finding, Origin
from phongtho_kpi.read.figure_columns import Heading, TextRow, heading_of
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.returns.xlsx_cells import CellText, cell_text
from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError, checked_parts

MOST_BYTES = 50_000_000
MOST_EMPTY_ROWS = 1_000
MOST_COLUMNS = 500


def xlsx_rows(content: bytes, shown: str) -> list[TextRow | Finding]:
    """The rows below the headings of all tidy sheets, and what is wrong with the workbook."""
    try:
        parts = checked_parts(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, about parts that are not read here
            return list(_book_rows(content, shown, has_formulas=parts.has_formulas))
    except BrokenWorkbookError as error:
        problem = error.problem
    except Exception:  # noqa: BLE001 -- openpyxl raises nine classes on bad workbooks
        problem = "unreadable"
    return [Finding(BROKEN_WORKBOOK, Origin(shown), {"problem": problem})]


def _book_rows(content: bytes, shown: str, *, has_formulas: bool) -> Iterator[TextRow | Finding]:
    values = _book(content, with_values=True)
    formulas = _book(content, with_values=False) if has_formulas else None
    for sheet in values.worksheets:
        if sheet.sheet_state == "visible":
            yield from _sheet_rows(sheet, formulas[sheet.title] if formulas else None, shown)


def _book(content: bytes, *, with_values: bool) -> Any:
    from openpyxl import load_workbook  # 113 ms that only a workbook should cost

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=with_values, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # a wrong <dimension> would cut rows off
    return book


def _sheet_rows(sheet: Any, formulas: Any, shown: str) -> Iterator[TextRow | Finding]:
    found = _heading(sheet, shown)
    if found is None:
        return
    number, heading = found
    yield from heading.findings
    if not heading.usable:
        return
    below = {"min_row": number + 1, "max_col": len(heading.columns)}
    formula_rows = formulas.iter_rows(**below) if formulas else None
    empty = 0
    for line, cells in enumerate(sheet.iter_rows(**below), start=number + 1):
        formula_cells = next(formula_rows, ()) if formula_rows else ()
        row = _row(heading.columns, cells, formula_cells, Origin(shown, sheet=sheet.title), line)
        empty = 0 if row else empty + 1
        if row:
            yield row
        elif empty > MOST_EMPTY_ROWS:
            return


def _heading(sheet: Any, shown: str) -> tuple[int, Heading] | None:
    """The number of the first row that is not empty, and its heading; None where it is not a tidy table's."""
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        names = [str(cell.value if cell.value is not None else "").strip() for cell in cells]
        while names and not names[-1]:
            names.pop()
        if names:
            origins = [Origin(shown, sheet=sheet.title, cell=_cell(index, number)) for index in range(len(names))]
            is_tidy = "indicator" in (name.casefold() for name in names)
            return (number, heading_of(names, origins)) if is_tidy else None
        if number > MOST_EMPTY_ROWS:
            return None
    return None


def _row(
    columns: Sequence[str], cells: Sequence[Any], formula_cells: Sequence[Any], sheet: Origin, line: int
) -> TextRow | None:
    """One row; None where it is empty. Its origin is the cell of its value, else of its numerator."""
    read: dict[str, CellText] = {}
    places: dict[str, str] = {}
    for index, (column, cell) in enumerate(zip(columns, cells, strict=False)):
        has_formula = index < len(formula_cells) and formula_cells[index].data_type == "f"
        read[column] = cell_text(cell, column, has_formula=has_formula)
        places[column] = _cell(index, line)
    if not any(cell.text or cell.problem for cell in read.values()):
        return None
    texts = {column: cell.text for column, cell in read.items()}
    if "value" in read and read["value"].is_percent:
        texts["unit"] = "%"  # what the cell itself shows counts over the row's unit
    origin = Origin(sheet.file, sheet=sheet.sheet, cell=places.get(_figure_column(texts)))
    bare = TextRow(texts, origin, places)
    return bare._replace(findings=tuple(_problems(bare, read)))


def _figure_column(texts: dict[str, str]) -> str:
    return "numerator" if texts.get("numerator") and not texts.get("value") else "value"


def _problems(row: TextRow, read: dict[str, CellText]) -> Iterator[Finding]:
    for column, cell in read.items():
        if cell.problem is FORMULA_WITHOUT_VALUE:
            yield Finding(cell.problem, row.at(column), {"column": column})
        elif cell.problem is not None:
            yield Finding(cell.problem, row.at(column), {"column": column, "text": excerpt(cell.text)})


def _cell(index: int, line: int) -> str:
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"

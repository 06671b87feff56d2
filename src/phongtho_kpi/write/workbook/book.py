"""A book of neutral sheets → the bytes of an .xlsx: the same for the same book on any day and machine."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.report.sheet import Block, Book, Charts, Letterhead, Lines, Placed, Sheet, Signatures, Tiles
from phongtho_kpi.report.stamp import Told
from phongtho_kpi.report.table import Table
from phongtho_kpi.write.workbook.blocks import (
    height_to_keep,
    put_charts,
    put_letterhead,
    put_lines,
    put_signatures,
    put_tiles,
)
from phongtho_kpi.write.workbook.canvas import Canvas
from phongtho_kpi.write.workbook.cell_looks import FONT, Look, Looks, set_normal
from phongtho_kpi.write.workbook.package import saved
from phongtho_kpi.write.workbook.tables import fitting_widths, put_table, without_bars
from phongtho_kpi.write.workbook.values import legal_sheet_name, legal_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9
_A4_CM = (21.0, 29.7)
_CM = 1 / 2.54  # in inches
# of Nghị định 30/2020/NĐ-CP: above and below 20-25 mm, left 30-35, right 15-20; the number of the page above, not on
# the first
_MARGINS = {"top": 2.0, "bottom": 2.0, "left": 3.0, "right": 1.5}
_HEADER_CM = 1.0
_PAGE_NUMBER = 13


def book_bytes(book: Book, properties: Callable[[list[Told]], Mapping[str, str]] = lambda _: {}) -> bytes:
    """Write all sheets. `properties` is told what stands in every cell, and gives what the workbook says of itself."""
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    made = Workbook()
    made.remove(made.worksheets[0])
    set_normal(made)
    looks, told = Looks(), list[Told]()
    for sheet in book.sheets:
        told += _put_sheet(made.create_sheet(legal_sheet_name(sheet.name)), sheet, book.lang, looks)
    made.properties.title, made.properties.subject = legal_text(book.title), legal_text(book.subject)
    made.properties.creator, made.properties.language = "kpi", book.lang
    made.properties.description = legal_text(book.made_from) or None
    for name, value in properties(told).items():
        made.custom_doc_props.append(StringProperty(name=name, value=value))
    return saved(made)


def table_bytes(table: Table, sheet_name: str) -> bytes:
    """A workbook of one sheet, with one table."""
    only = replace(table, title="", subtitle=())
    sheet = Sheet(sheet_name, table.title, table.subtitle, (Placed(only, is_main=True),))
    return book_bytes(Book(table.lang, table.title, "", (sheet,)))


def _put_sheet(target: "Worksheet", sheet: Sheet, lang: str, looks: Looks) -> list[Told]:
    blocks = [_drawn(block) for block in sheet.blocks]
    main = next((block.table for block in blocks if isinstance(block, Placed)), None)
    paper = _printable(is_landscape=sheet.is_landscape)
    canvas = Canvas(target, sheet.widths, Messages(lang), looks, paper)
    if not sheet.widths and main is not None:
        canvas.widths = fitting_widths(main, canvas)
    canvas.measure_page()
    is_official = bool(blocks) and isinstance(blocks[0], Letterhead)
    if is_official:
        _put(canvas, blocks.pop(0), 0)
    _put_title(canvas, sheet, across="center" if is_official else "left")
    for block, next_block in zip_longest(blocks, blocks[1:]):
        canvas.blank()
        _put(canvas, block, height_to_keep(next_block))
    canvas.set_widths()
    _set_page(target, canvas, is_landscape=sheet.is_landscape)
    return canvas.told


def _drawn(block: Block) -> Block:
    return block._replace(table=without_bars(block.table)) if isinstance(block, Placed) else block


def _put_title(canvas: Canvas, sheet: Sheet, across: str) -> None:
    canvas.line(sheet.title, Look(size=13, bold=True, across=across))
    for text in sheet.subtitle:
        canvas.line(text, Look(size=12, italic=across == "center", across=across))


def _put(canvas: Canvas, block: Block, tail: float) -> None:
    """Write a block; `tail` is how much of what follows stays on the page of its end, in points."""
    match block:
        case Letterhead():
            put_letterhead(canvas, block)
        case Signatures():
            put_signatures(canvas, block)
        case Lines():
            put_lines(canvas, block, tail)
        case Tiles():
            put_tiles(canvas, block)
        case Charts():
            put_charts(canvas, block)
        case Placed():
            put_table(canvas, block, tail)


def _printable(*, is_landscape: bool) -> tuple[float, float]:
    """Width and height of what margins leave of a page, in cm."""
    sides = _A4_CM if not is_landscape else _A4_CM[::-1]
    return sides[0] - _MARGINS["left"] - _MARGINS["right"], sides[1] - _MARGINS["top"] - _MARGINS["bottom"]


def _set_page(sheet: "Worksheet", canvas: Canvas, *, is_landscape: bool) -> None:
    """A4, as wide as the paper, what is beside the columns left out."""
    from openpyxl.utils import get_column_letter

    sheet.page_setup.orientation = "landscape" if is_landscape else "portrait"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for side, centimetres in _MARGINS.items():
        setattr(sheet.page_margins, side, centimetres * _CM)
    sheet.page_margins.header = _HEADER_CM * _CM
    sheet.print_area = f"A1:{get_column_letter(canvas.columns)}{max(canvas.row - 1, 1)}"
    sheet.HeaderFooter.differentFirst = True
    number = sheet.oddHeader.center
    number.text, number.size, number.font = "&P", _PAGE_NUMBER, f"{FONT},Regular"
    sheet.sheet_view.showGridLines = False

"""What stands on a sheet, block by block."""

from typing import TYPE_CHECKING

from phongtho_kpi.report.sheet import Block, Chart, Charts, Letterhead, Lines, Signatures, Tiles
from phongtho_kpi.report.table import NumberCell, TextCell
from phongtho_kpi.write.workbook.canvas import Canvas
from phongtho_kpi.write.workbook.cell_looks import Look
from phongtho_kpi.write.workbook.charts import add_chart
from phongtho_kpi.write.workbook.tables import note_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_POINTS_OF_LINE = 16  # beside a chart
_CM_OF_POINT = 2.54 / 72
_TILE = 22  # the size of a large figure
_ASIDE = 2  # columns between what is printed and the numbers of charts
_NAMES_WIDTH, _NUMBERS_WIDTH = 44, 14
_ROOM_TO_SIGN = 5  # lines
_WITH_HEADING = 3  # lines that a heading does not leave alone
_MARGIN_CM = 0.3  # between charts


def put_letterhead(canvas: Canvas, head: Letterhead) -> None:
    """Two columns of centred lines; the last of each is underlined, as the form has it."""
    half = canvas.columns // 2
    for at in range(max(len(head.left), len(head.right))):
        for lines, column, span, is_country in (
            (head.left, 1, half - 1, False),
            (head.right, half + 1, canvas.columns - half, True),
        ):
            if at < len(lines):
                is_last = at == len(lines) - 1
                look = Look(
                    size=13 if is_country and is_last else 12,
                    bold=is_country or is_last,
                    across="center",
                    underlined=is_last,
                )
                canvas.text(column, lines[at], look, span=span)
        canvas.end_line(1, 12)
    canvas.blank()


def put_signatures(canvas: Canvas, signed: Signatures) -> None:
    """Place and day above the right column, room below for who signs."""
    half = canvas.columns // 2
    right = canvas.columns - half
    canvas.text(half + 1, signed.dated, Look(size=12, italic=True, across="center"), span=right)
    canvas.end_line(1, 12)
    for at in range(max(len(signed.left), len(signed.right))):
        for lines, column, span in ((signed.left, 1, half), (signed.right, half + 1, right)):
            if at < len(lines):
                is_last = at == len(lines) - 1
                look = Look(size=12, bold=not is_last, italic=is_last, across="center")
                canvas.text(column, lines[at], look, span=span)
        canvas.end_line(1, 12)
    canvas.skip(_ROOM_TO_SIGN, _POINTS_OF_LINE)


def put_lines(canvas: Canvas, block: Lines, tail: float) -> None:
    """Sentences under their heading, each as high as it needs to be; `tail` points below them stay on their page."""
    kept = len(block.lines) * 2 + 1 if tail else _WITH_HEADING
    canvas.keep_together(kept * _POINTS_OF_LINE + tail)
    if block.heading:
        canvas.line(block.heading, Look(size=12, bold=True))
    for note in block.lines:
        canvas.line(note_text(note), Look(size=11, tone=note.tone))


def height_to_keep(block: Block | None) -> float:
    """How much of a block, in points, stays on the page of what is above it: charts, and who signs."""
    match block:
        case Charts():
            return block.rows * _POINTS_OF_LINE
        case Signatures():
            return (2 + max(len(block.left), len(block.right)) + _ROOM_TO_SIGN) * _POINTS_OF_LINE
        case _:
            return 0


def put_tiles(canvas: Canvas, block: Tiles) -> None:
    """Large figures, each over the words that it counts."""
    count = len(block.tiles)
    starts = [1 + canvas.columns * at // count for at in range(count)]
    spans = [end - start for start, end in zip(starts, [*starts[1:], canvas.columns + 1], strict=True)]
    for tile, column, span in zip(block.tiles, starts, spans, strict=True):
        look = Look(size=_TILE, bold=True, tone=tile.tone, across="center", down="center", form="#,##0")
        canvas.put(column, NumberCell(tile.figure, 0), look, span=span)
    canvas.end_line(1, _TILE)
    for tile, column, span in zip(block.tiles, starts, spans, strict=True):
        canvas.text(column, tile.words, Look(size=12, tone=tile.tone, across="center"), span=span)
    canvas.end_line(1, 12)


def put_charts(canvas: Canvas, block: Charts) -> None:
    """Charts in rows, and beside the print area the numbers that they are drawn from."""
    for start in range(0, len(block.charts), block.abreast):
        canvas.keep_together(block.rows * _POINTS_OF_LINE)
        top = canvas.row
        for at, chart in enumerate(block.charts[start : start + block.abreast]):
            first = canvas.columns * at // block.abreast
            last = canvas.columns * (at + 1) // block.abreast
            width = canvas.centimetres(canvas.widths[first:last]) - _MARGIN_CM
            height = block.rows * _POINTS_OF_LINE * _CM_OF_POINT - _MARGIN_CM
            place = top, first + 1, top + block.rows - 1, last
            add_chart(canvas.sheet, chart, place, (width, height), _put_numbers(canvas, chart))
        canvas.skip(block.rows, _POINTS_OF_LINE)


def _put_numbers(canvas: Canvas, chart: Chart) -> tuple[int, int]:
    """The numbers of a chart in cells of their own, where one may look at them; returns where their table begins."""
    column, row = canvas.columns + _ASIDE + 1, max(canvas.data_row, canvas.row)
    plain = Look(size=10, wrapped=False)
    canvas.put(column, TextCell(chart.title), plain._replace(bold=True), row=row)
    row += 1
    for aside, series in enumerate(chart.series, start=1):
        canvas.put(column + aside, TextCell(series.heading), plain._replace(italic=True, across="right"), row=row)
    for at, category in enumerate(chart.categories):
        canvas.put(column, TextCell(category), plain, row=row + 1 + at)
        for aside, series in enumerate(chart.series, start=1):
            value = series.values[at]
            if value is not None:
                cell = NumberCell(value, chart.places)
                canvas.put(column + aside, cell, plain._replace(across="right", form="General"), row=row + 1 + at)
    canvas.data_row = row + len(chart.categories) + 2
    _widen(canvas.sheet, column, len(chart.series))
    return row, column


def _widen(sheet: "Worksheet", column: int, series: int) -> None:
    from openpyxl.utils import get_column_letter

    sheet.column_dimensions[get_column_letter(column)].width = _NAMES_WIDTH
    for aside in range(1, series + 1):
        sheet.column_dimensions[get_column_letter(column + aside)].width = _NUMBERS_WIDTH

"""A table on a sheet: its heading, rows as high as their texts, sections, statuses tinted, its notes."""

from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from phongtho_kpi.report.sheet import Placed
from phongtho_kpi.report.table import (
    Cell,
    Column,
    ColumnKind,
    DayCell,
    Missing,
    Note,
    NumberCell,
    Section,
    StatusCell,
    Table,
    TextCell,
    Tone,
)
from phongtho_kpi.write.cells import cell_text, verdict_text
from phongtho_kpi.write.screen import cells, longest_word
from phongtho_kpi.write.workbook.canvas import Canvas
from phongtho_kpi.write.workbook.cell_looks import Look, draw_lines, tint_statuses
from phongtho_kpi.write.workbook.values import DAY_FORMAT, number_format

_NARROWEST, _WIDEST, _WIDEST_NUMBER = 6, 44, 30
_LAST_FROZEN = 12  # a heading further down would fill the screen
_SIZE, _RULED_SIZE = 11, 12  # of letters
_INDENT = 1.5  # units of width
_BOLD = 0.9  # of a width is left for bold letters
_KEPT_BELOW = 6  # lines that stay with a heading: its own, and a row below it
_LAST_ROWS = 3  # that stay with what follows the table
_OF_A_ROW = 4  # lines of one of them, at most


def put_table(canvas: Canvas, placed: Placed, tail: float = 0) -> None:
    """Write the table from the canvas' row on; its last rows stay together with `tail` points of what follows."""
    table = placed.table
    if table.title:
        canvas.keep_together((_KEPT_BELOW + 2) * _SIZE)
        canvas.line(table.title, Look(size=12, bold=True))
    for text in table.subtitle:
        canvas.line(text, Look(size=_SIZE))
    if table.sections:
        _Writer(canvas, placed, tail).write()
    for note in table.notes:
        canvas.line(note_text(note), Look(size=_SIZE, tone=note.tone))


def note_text(note: Note) -> str:
    """`⚠ 2 phát hiện về số liệu   xem: kpi check`."""
    said = " ".join(filter(None, (note.symbol, note.text)))
    return f"{said}   {note.hint}" if note.hint else said


def fitting_widths(table: Table, canvas: Canvas) -> list[int]:
    """Widths that fit what a table holds, where a sheet leaves them to it."""
    return [min(max(_longest(table, at, canvas) + 2, _NARROWEST), _WIDEST) for at in range(len(table.columns))]


def _longest(table: Table, at: int, canvas: Canvas) -> int:
    texts = (cells(_whole_text(row[at], canvas)) for section in table.sections for row in section.rows)
    return max(cells(table.columns[at].heading), *texts, 0)


def without_bars(table: Table) -> Table:
    """A bar of blocks is for a terminal."""
    shown = [at for at, column in enumerate(table.columns) if column.kind is not ColumnKind.BAR]
    sections = (
        replace(section, rows=tuple(tuple(row[at] for at in shown) for row in section.rows))
        for section in table.sections
    )
    return replace(table, columns=tuple(table.columns[at] for at in shown), sections=tuple(sections))


class _Writer:
    """Writes the heading and the rows of one table."""

    def __init__(self, canvas: Canvas, placed: Placed, tail: float) -> None:
        self._canvas = canvas
        self._tail = tail
        self._left = sum(len(section.rows) for section in placed.table.sections)
        self._table = placed.table
        self._is_main = placed.is_main
        self._is_ruled = placed.is_ruled
        self._size = _RULED_SIZE if placed.is_ruled else _SIZE
        spans = placed.spans or (1,) * len(placed.table.columns)
        self._last = sum(spans)
        self._columns = tuple(zip(placed.table.columns, accumulate(spans[:-1], initial=1), spans, strict=True))

    def write(self) -> None:
        self._make_room()
        heading = self._canvas.row
        self._put_headings()
        filters = self._canvas.row - 1
        if self._is_main:
            self._canvas.repeat(heading)
        for section in self._table.sections:
            self._put_section(section)
        self._set_rules(heading + 1)
        if self._is_main:
            self._keep_in_view(heading, filters)

    def _make_room(self) -> None:
        """A number that does not fit is shown as `####`: its column gets as wide as it needs to be; so does a word."""
        for place, (column, at, span) in enumerate(self._columns):
            if span == 1:
                found = (_needed(row[place], self._canvas) for section in self._table.sections for row in section.rows)
                needed = min(max(longest_word(column.heading) + 2, *found, 0), _WIDEST_NUMBER)
                self._canvas.widths[at - 1] = max(self._canvas.widths[at - 1], needed)
        self._canvas.measure_page()

    def _put_headings(self) -> None:
        look = Look(size=self._size, bold=True, across="center", down="center", ruled=self._is_ruled, lined=True)
        lines = 1
        for column, at, span in self._columns:
            above_text = column.kind is ColumnKind.TEXT and not self._is_ruled and column.key != "number"
            aside = look._replace(across="left", indent=0 if at == 1 else 1)
            self._canvas.text(at, column.heading, aside if above_text else look, span=span)
            lines = max(lines, self._canvas.lines(column.heading, self._canvas.width_of(at, span) * _BOLD, self._size))
        self._canvas.end_line(lines, self._size)
        if self._table.numbering:
            look = Look(size=self._size - 1, italic=True, across="center", ruled=self._is_ruled)
            for (_, at, span), text in zip(self._columns, self._table.numbering, strict=True):
                number = NumberCell(Decimal(text), 0) if text.isdecimal() else TextCell(text)
                self._canvas.put(at, number, look, span=span)
            self._canvas.end_line(1, self._size - 1)

    def _put_section(self, section: Section) -> None:
        if section.heading:
            self._put_section_heading(section)
        base = self._base(section)
        for row in section.rows:
            if self._left == _LAST_ROWS and self._tail:
                self._canvas.keep_together(_LAST_ROWS * _OF_A_ROW * self._size + self._tail)
            self._left -= 1
            lines = 1
            for (column, at, span), cell in zip(self._columns, row, strict=True):
                if not self._is_ruled and _is_blank(cell):
                    continue  # nothing to be seen but the line, which is drawn for the whole table
                look = self._look(base, column, cell, is_first=at == 1)
                self._canvas.put(at, cell, look, span=span)
                if look.wrapped and cell is not None:
                    width = self._canvas.width_of(at, span) - _INDENT * look.indent
                    lines = max(lines, self._canvas.lines(_whole_text(cell, self._canvas), width, self._size))
            self._canvas.end_line(lines, self._size)

    def _put_section_heading(self, section: Section) -> None:
        """A bold row; with its Roman number in the first column and the words in the second."""
        self._canvas.keep_together(_KEPT_BELOW * self._size)
        look = Look(size=self._size, bold=True, ruled=self._is_ruled, wrapped=False, down="center")
        if section.mark:
            self._canvas.text(1, section.mark, look._replace(across="center"))
        at = 2 if section.mark else 1
        self._canvas.text(at, section.heading, look, span=1 if self._is_ruled else self._last - at + 1)
        if self._is_ruled:
            for other in range(at + 1, self._last + 1):
                self._canvas.text(other, "", look)
        self._canvas.end_line(1, self._size)

    def _base(self, section: Section) -> Look:
        """What all cells of a section have in common."""
        down = "center" if self._is_ruled else "top"
        return Look(size=self._size, bold=section.is_total, ruled=self._is_ruled, down=down)

    def _look(self, base: Look, column: Column, cell: Cell, *, is_first: bool) -> Look:
        """Numbers right, days and numbers of rows in the middle, texts left and away from what is before them."""
        if column.key == "number":
            return base._replace(across="center", wrapped=False, form="0")
        match cell:
            case NumberCell(upper=None):
                return base._replace(across="right", wrapped=False, form=number_format(cell))
            case NumberCell() | Missing():
                return base._replace(across="right", wrapped=False)
            case DayCell():
                return base._replace(across="center", wrapped=False, form=DAY_FORMAT)
        if column.key == "unit" and self._is_ruled:
            return base._replace(across="center")
        is_aside = column.kind is ColumnKind.STATUS or not (self._is_ruled or is_first)
        return base._replace(tone=Tone.FAINT if column.faint else Tone.PLAIN, indent=1 if is_aside else 0)

    def _set_rules(self, first: int) -> None:
        """Statuses are tinted, and where there are no borders thin lines drawn, each column by its own rules."""
        lined = []
        for column, at, span in self._columns:
            cells_of = f"{self._letters(at)}{first}:{self._letters(at + span - 1)}{self._canvas.row - 1}"
            if column.kind is ColumnKind.STATUS:
                tint_statuses(self._canvas.sheet, cells_of, is_lined=not self._is_ruled)
            else:
                lined.append(cells_of)
        if lined and not self._is_ruled:
            draw_lines(self._canvas.sheet, " ".join(lined))

    def _letters(self, at: int) -> str:
        from openpyxl.utils import get_column_letter

        return str(get_column_letter(at))

    def _keep_in_view(self, heading: int, filters: int) -> None:
        """The heading stays on the screen and is on every page; what is under it can be filtered."""
        sheet = self._canvas.sheet
        sheet.print_title_rows = f"{heading}:{filters}"
        sheet.auto_filter.ref = f"A{filters}:{self._letters(self._last)}{self._canvas.row - 1}"
        if filters <= _LAST_FROZEN:
            beyond_names = "C" if self._table.columns[0].key == "number" else "B"
            sheet.freeze_panes = f"{beyond_names}{filters + 1}"


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, TextCell) and not (cell.text or cell.under))


def _needed(cell: Cell, canvas: Canvas) -> int:
    """The width of what is never broken into lines."""
    match cell:
        case NumberCell() | DayCell():
            return cells(cell_text(cell, canvas.messages)) + 2
        case StatusCell():
            return cells(verdict_text(cell)) + 3
        case _:
            return 0


def _whole_text(cell: Cell, canvas: Canvas) -> str:
    """A cell's text with what stands under it."""
    text = cell_text(cell, canvas.messages)
    return f"{text} ({cell.under})" if isinstance(cell, TextCell) and cell.under else text

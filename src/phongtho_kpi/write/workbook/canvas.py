"""One sheet while it is written: where the next line goes, how wide the columns are, and what stands in which cell."""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.report.stamp import Told
from phongtho_kpi.report.table import Cell, TextCell
from phongtho_kpi.write.screen import NO_BREAK, wrapped
from phongtho_kpi.write.workbook.cell_looks import Look, Looks
from phongtho_kpi.write.workbook.values import put

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TYPED_AS_FORMULAS = "=+-@"
_LINE_OF_POINT = 1.3  # the height of a line of so large letters, with the room above and below it
_BLANK = 7  # points
_HIGHEST = 400  # points; Excel takes 409
_UNIT_PIXELS = 7  # of a column: a digit of the default letters
_CM_OF_POINT = 2.54 / 72
_MOST_BREAKS = 1_000  # Excel takes 1,026; then pages end where the program thinks
_SURE = 0.98  # of a page: every program rounds heights and scales a little differently
_CM_OF_PIXEL = 2.54 / 96
_LETTER_OF_UNIT = {11: 1.09, 12: 1.0, 13: 0.92}  # how many letters of that size a unit of width holds


class Canvas:
    """A sheet of `widths` columns; whoever writes a line moves `row` on. `told` is all that has been written.

    `paper` is how much of a page can be printed on, width and height in cm.
    """

    def __init__(
        self,
        sheet: "Worksheet",
        widths: Sequence[int],
        messages: Messages,
        looks: Looks,
        paper: tuple[float, float],
    ) -> None:
        self.sheet = sheet
        self.widths = list(widths)
        self.messages = messages
        self.looks = looks
        self.row = 1
        self._height = 0.0  # of all lines so far
        self._page = 0.0  # where on that way the page began
        self._paper = paper
        self._room = math.inf  # on a page, in points
        self._repeated = 0.0  # at the top of every page but the first
        self.told: list[Told] = []
        self.data_row = 1  # of the numbers of charts, beside what is printed

    @property
    def columns(self) -> int:
        """How many there are."""
        return len(self.widths)

    def put(self, column: int, cell: Cell, look: Look, *, span: int = 1, row: int | None = None) -> None:
        """Write a cell of a table, over `span` columns."""
        at = self.row if row is None else row
        target = self.sheet.cell(at, column)
        text = put(target, cell, self.messages)
        if text[:1] in _TYPED_AS_FORMULAS and text:
            look = look._replace(quoted=target.data_type == "s")
        self.looks.give(target, look)  # after the value: of a day openpyxl sets a format of its own
        if text:
            self.told.append((self.sheet.title, target.coordinate, text))
        if span > 1:
            self.looks.merge(target, span, look)

    def text(self, column: int, text: str, look: Look, *, span: int = 1) -> None:
        """Write a text over `span` columns."""
        self.put(column, TextCell(text), look, span=span)

    def line(self, text: str, look: Look) -> None:
        """A text over the whole width, as high as it needs to be; the next line is below it."""
        self.text(1, text, look, span=self.columns)
        self.end_line(self.lines(text, sum(self.widths), look.size), look.size)

    def end_line(self, lines: int = 1, size: int = 11) -> None:
        """The row is as high as its lines: not every program finds that by itself. Go on below it."""
        self.skip(1, min(round(lines * size * _LINE_OF_POINT + 1, 1), _HIGHEST))

    def skip(self, rows: int, height: float = _BLANK) -> None:
        """Go on below some rows of a height in points; a page that is full ends here, not where a program thinks."""
        for _ in range(rows):
            self.keep_together(height)
            self.sheet.row_dimensions[self.row].height = height
            self._height += height
            self.row += 1

    def measure_page(self) -> None:
        """How much goes on a page that is as wide as the columns, so that what belongs together is not cut in two."""
        width, height = self._paper
        shrunk = min(width / self.centimetres(self.widths), 1)
        self._room = height / shrunk / _CM_OF_POINT * _SURE

    def keep_together(self, points: float) -> None:
        """Begin a new page where so much has no room on this one."""
        if self._page < self._height and not self._fits(points):
            from openpyxl.worksheet.pagebreak import Break

            if len(self.sheet.row_breaks.brk) < _MOST_BREAKS:
                self.sheet.row_breaks.append(Break(id=self.row - 1))
            self._page = self._height

    def lines(self, text: str, width: float, size: int) -> int:
        """How many lines a text takes in so many units of width."""
        room = max(math.floor(width * _LETTER_OF_UNIT.get(size, 13 / size)), 1)
        if len(text) <= room and "\n" not in text:
            return 1
        return _lines(text, room)

    def repeat(self, first: int) -> None:
        """The rows from `first` to here stand at the top of every page."""
        self._repeated = sum(self.sheet.row_dimensions[row].height for row in range(first, self.row))

    def _fits(self, points: float) -> bool:
        repeated = self._repeated if self._page else 0
        return self._height + points - self._page <= self._room - repeated

    def blank(self) -> None:
        """Leave a line out."""
        self.skip(1)

    def width_of(self, column: int, span: int) -> int:
        """The width of some columns, the first of them counted from 1."""
        return sum(self.widths[column - 1 : column - 1 + span])

    def centimetres(self, columns: Iterable[int]) -> float:
        """How wide columns of these widths are together."""
        return sum(width * _UNIT_PIXELS for width in columns) * _CM_OF_PIXEL

    def set_widths(self) -> None:
        """Give the columns their widths."""
        from openpyxl.utils import get_column_letter

        for at, width in enumerate(self.widths, start=1):
            self.sheet.column_dimensions[get_column_letter(at)].width = width


@cache
def _lines(text: str, room: int) -> int:
    return sum(len(wrapped(part, room)) for part in text.replace(NO_BREAK, " ").split("\n"))

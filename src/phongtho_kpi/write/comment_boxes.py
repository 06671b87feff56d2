"""Where the box of a comment opens in its sheet, and how large: openpyxl writes the size alone.

Without the place LibreOffice opens every box in the sheet's first corner, and so does Excel when it shows all of them.
"""

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from phongtho_kpi.write.screen import wrapped
from phongtho_kpi.write.workbook.package import Timeless

_LETTERS, _WIDTH = 46, 360  # of a line in a box, and the box itself in pixels
_LINE, _MARGIN, _HIGHEST = 20, 20, 640
_ASIDE, _BELOW = 15, 2  # pixels from the corner of the cell
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_FARTHEST = 200  # rows or columns that a box reaches over, hidden ones among them
_ROW_HEIGHT, _COLUMN_PIXELS = 15, 64  # of those of which nothing is said: points, and pixels
_PIXELS_OF_A_POINT, _PIXELS_OF_A_DIGIT, _PADDING = 4 / 3, 7, 5
_PLACE = re.compile(
    rb"(?=<(?P<prefix>\w+):AutoFill>[^<]*</(?P=prefix):AutoFill>"
    rb"<(?P=prefix):Row>(?P<row>[0-9]+)</(?P=prefix):Row>"
    rb"<(?P=prefix):Column>(?P<column>[0-9]+)</(?P=prefix):Column>)"
)


def fit_comments(sheet: Any) -> None:
    """Boxes in which the texts can be read; the sizes of the sender's own comments were lost in reading, too."""
    for cell in sheet._cells.values():  # noqa: SLF001 -- going through rows makes new cells
        if cell.comment is not None:
            lines = sum(len(wrapped(line, _LETTERS)) for line in cell.comment.text.split("\n"))
            cell.comment.width, cell.comment.height = _WIDTH, min(lines * _LINE + _MARGIN, _HIGHEST)


def with_anchors(saved: bytes, book: Any) -> bytes:
    """A saved book with the place of every comment's box: beside its cell, as wide and high as it was made."""
    commented = [one for one in map(_Boxes, book.worksheets) if one.heights]
    boxes = {f"xl/drawings/commentsDrawing{number}.vml": one for number, one in enumerate(commented, start=1)}
    anchored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as source, Timeless(anchored, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, boxes[name].anchored(content) if name in boxes else content)
    return anchored.getvalue()


class _Boxes:
    """The boxes of one sheet, laid over its rows and columns."""

    def __init__(self, sheet: Any) -> None:
        cells = sheet._cells.items()  # noqa: SLF001 -- as above
        self.heights = {place: cell.comment.height for place, cell in cells if cell.comment is not None}
        self._rows = sheet.row_dimensions
        self._row_height = sheet.sheet_format.defaultRowHeight or _ROW_HEIGHT
        self._columns = sorted(map(_extent, sheet.column_dimensions.values()))

    def anchored(self, drawing: bytes) -> bytes:
        """A drawing whose boxes have their places."""
        return _PLACE.sub(self._anchor, drawing)

    def _anchor(self, found: re.Match[bytes]) -> bytes:
        """The edges as cells, from 0, and pixels within them: left, top, right, bottom."""
        row, column = int(found["row"]), int(found["column"])
        height = self.heights.get((row + 1, column + 1), _LINE)
        column = min(column + 1, _LAST_COLUMN - 1)
        right, within = _reached(column, _ASIDE + _WIDTH, self._width, _LAST_COLUMN)
        bottom, below = _reached(row, _BELOW + height, self._height, _LAST_ROW)
        text = f"{column}, {_ASIDE}, {row}, {_BELOW}, {right}, {within}, {bottom}, {below}".encode()
        return b"<%b:Anchor>%b</%b:Anchor>" % (found["prefix"], text, found["prefix"])

    def _width(self, column: int) -> int:
        at = bisect_right(self._columns, (column + 1, _LAST_COLUMN, 0)) - 1
        _, last, pixels = self._columns[at] if at >= 0 else (0, 0, 0)
        return pixels if column < last else _COLUMN_PIXELS

    def _height(self, row: int) -> int:
        told = self._rows.get(row + 1)
        if told is not None and told.hidden:
            return 0
        return round(((told.height if told is not None else None) or self._row_height) * _PIXELS_OF_A_POINT)


def _extent(dimension: Any) -> tuple[int, int, int]:
    """First and last column, from 1, and the pixels of each."""
    from openpyxl.utils import column_index_from_string

    first = dimension.min or column_index_from_string(dimension.index)
    pixels = 0 if dimension.hidden else round(dimension.width * _PIXELS_OF_A_DIGIT + _PADDING)
    return first, dimension.max or first, pixels


def _reached(start: int, pixels: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The row or column that lies so many pixels on, and how many of them lie in it."""
    at = start
    while at < min(last - 1, start + _FARTHEST) and pixels > size(at):
        pixels -= size(at)
        at += 1
    return at, pixels

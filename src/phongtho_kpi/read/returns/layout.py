"""Where the tables of a sheet are: title lines, the header, what each column means (docs/commands.md, *Wide*, *Tidy*).

The header is the row in which a cell says `Chỉ tiêu`, with the rows that belong to it by merged or blank cells.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import NamedTuple

from phongtho_kpi.model.folding import composed, split_brackets, without_marks
from phongtho_kpi.read.returns.amounts import looks_like_an_amount
from phongtho_kpi.read.returns.grid import Merged, Row, Sheet
from phongtho_kpi.read.returns.headings import (
    Heading,
    Knows,
    Role,
    is_heading,
    read_heading,
    role_of,
    settled_together,
    under_a_unit_of_time,
)
from phongtho_kpi.read.returns.periods import read_period

_MOST_SEARCHED = 20_000  # rows of a sheet in which a header is looked for
_MOST_HEADER_ROWS = 4
_NAMES_A_ROW = (Role.INDICATOR, Role.AREA, Role.AREA_CODE)
_MOST_TITLE_LINES = 30
_LONGEST_TITLE = 1_000
_MOST_FARTHER = 30  # tables above a table whose titles may be its own


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its index, and what its heading says."""

    index: int
    heading: Heading


class Layout(NamedTuple):
    """One table of a sheet: its lines above, its header's rows, its columns, where its rows begin and end."""

    titles: tuple[str, ...]
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    first_row: int
    last_row: int | None  # None: to the end of the sheet
    farther: tuple[tuple[str, ...], ...] = ()  # the lines above the tables before it, the nearest first
    blanks_behind: int = 0  # cells of the header behind its last heading: in a CSV file they are columns too

    @property
    def kind(self) -> str:
        """`tidy` where a row is a figure, `wide` where it has one for each of several columns."""
        return "tidy" if self.index_of(Role.PERIOD) is not None else "wide"

    @property
    def width(self) -> int:
        """How many columns the header has."""
        return max((column.index for column in self.columns), default=0) + 1 + self.blanks_behind

    def index_of(self, role: Role) -> int | None:
        """The column with a role; the first where there are several."""
        return next((column.index for column in self.columns if column.heading.role is role), None)

    def with_role(self, *roles: Role) -> tuple[Column, ...]:
        """The columns with one of these roles."""
        return tuple(column for column in self.columns if column.heading.role in roles)

    def holds(self, row: int) -> bool:
        """Whether a row of the sheet is one of this table's."""
        return self.first_row <= row and (self.last_row is None or row <= self.last_row)


def layouts_of(sheet: Sheet, is_area: Knows, is_unit: Knows) -> tuple[Layout, ...]:
    """The tables of a sheet, from the top down; none where no row is a header."""
    read = list(islice(sheet.rows, _MOST_SEARCHED))
    rows = read if sheet.name else _one_line_each(read)
    numbers = [number for number, _ in rows]
    lines = {number: line for number, (line, _) in zip(numbers, read, strict=True)}
    cells = _Cells(rows, sheet.merged)
    headers = list(_headers(rows, cells, is_area))
    layouts: list[Layout] = []
    farther: tuple[tuple[str, ...], ...] = ()
    above = 0
    for (first, last), following in zip_longest(headers, headers[1:]):
        titles = _titles(rows[bisect_right(numbers, above) : bisect_left(numbers, first)], above, first)
        end = lines[following[0]] - 1 if following else None
        below = rows[bisect_right(numbers, last) : bisect_left(numbers, following[0]) if following else None]
        columns = _with_areas(_columns(cells, first, last, is_area, is_unit), below[:_MOST_LOOKED_AT], is_area)
        start = lines[below[0][0]] if below else lines[last] + 1
        header = tuple(lines[row] for row in range(first, last + 1) if row in lines)
        behind = cells.width(first, last) - 1 - max((column.index for column in columns), default=0)
        layouts.append(Layout(titles, header, columns, start, end, farther, max(behind, 0)))
        # of very many tables the first, where the titles of the sheet are, and those that are near
        farther = (titles, *farther[:_MOST_FARTHER], *farther[_MOST_FARTHER:][-1:]) if titles else farther
        above = last
    return tuple(layouts)


def _one_line_each(rows: Sequence[Row]) -> list[Row]:
    """The rows of a CSV file numbered as if no cell had several lines: what is next to what then shows again."""
    numbered = []
    more = 0
    for line, cells in rows:
        numbered.append((line - more, cells))
        more += sum(len(_LINE_END.findall(cell)) for cell in cells)
    return numbered


_LINE_END = re.compile(r"\r\n|\r|\n")


def rows_of(sheet: Sheet, layouts: Sequence[Layout]) -> Iterator[tuple[Layout, int, list[str]]]:
    """The rows of a sheet that belong to its tables, each with its table, in one pass however many tables there are."""
    remaining = iter(layouts)
    layout = next(remaining, None)
    for row, cells in sheet.rows:
        while layout is not None and layout.last_row is not None and row > layout.last_row:
            layout = next(remaining, None)
        if layout is None:
            return
        if layout.first_row <= row:
            yield layout, row, cells


class _Cells:
    """The cells of a sheet's rows by row and column, a merged range having its first cell's text everywhere."""

    def __init__(self, rows: Iterable[Row], merged: Sequence[Merged]) -> None:
        self._rows = dict(rows)
        self._merged: dict[int, list[Merged]] = {}
        for area in merged:
            for row in range(area.first_row, min(area.last_row, area.first_row + _MOST_HEADER_ROWS) + 1):
                self._merged.setdefault(row, []).append(area)

    def own(self, row: int, column: int) -> str:
        """What stands in the cell itself."""
        cells = self._rows.get(row, ())
        return cells[column] if column < len(cells) else ""

    def at(self, row: int, column: int) -> str:
        """What stands in the cell, or in the merged range that it is in."""
        area = self.merged_at(row, column)
        return self.own(row, column) if area is None else self.own(area.first_row, area.first_column)

    def merged_at(self, row: int, column: int) -> Merged | None:
        return next(
            (area for area in self._merged.get(row, ()) if area.first_column <= column <= area.last_column), None
        )

    def width(self, first: int, last: int) -> int:
        """How many columns these rows have."""
        return max((len(self._rows.get(row, ())) for row in range(first, last + 1)), default=0)


def _no_area(_: str) -> bool:
    return False


def is_heading_row(cells: Sequence[str], is_area: Knows = _no_area) -> bool:
    """Whether a row names the column of indicators, or of areas, and at least one other: `A`, `Chỉ tiêu` is a group."""
    names = [cell for cell in cells if cell]
    naming = [cell for cell in names if _names_a_row(cell)]
    return (
        bool(naming)
        and any(is_heading(cell, is_area) for cell in names if cell is not naming[0])
        and not any(_is_figure(cell, is_area) for cell in names)
    )


def _names_a_row(cell: str) -> bool:
    return len(cell) <= _LONGEST_HEADING and role_of(split_brackets(cell)[0]) in _NAMES_A_ROW


_LONGEST_HEADING = 60


def _is_figure(cell: str, is_area: Knows = _no_area, above: str = "") -> bool:
    """Whether a cell is a figure; `2023`, `6 tháng`, `06/2024`, the code of an area and the 3 under `Tháng` are not."""
    return (
        looks_like_an_amount(cell)
        and read_period(split_brackets(cell)[0]) is None  # also with a unit behind it
        and not is_area(cell)
        and not under_a_unit_of_time(above, cell)
    )


def _headers(rows: Sequence[Row], cells: _Cells, is_area: Knows) -> Iterable[tuple[int, int]]:
    """First and last row of each header."""
    below = 0
    for position, (number, row) in enumerate(rows):
        if number <= below or not is_heading_row(row, is_area):
            continue
        first = _first_header_row(rows, cells, position, below, is_area)
        below = _last_header_row(rows, cells, position, is_area)
        yield first, below


def _first_header_row(rows: Sequence[Row], cells: _Cells, position: int, above: int, is_area: Knows) -> int:
    """A row directly above belongs to it if it has nothing but headings, and none over the column of names."""
    number, row = rows[position]
    if position == 0 or rows[position - 1][0] != number - 1 or number - 1 <= above:
        return number
    name = next(index for index, cell in enumerate(row) if _names_a_row(cell))
    upper = {index: cell for index, cell in enumerate(rows[position - 1][1]) if cell}
    if not upper or min(upper) <= name or cells.merged_at(number - 1, name) is not None:
        return number
    # what begins over STT or ĐVT is a title
    are_headings = all(is_heading(text, is_area) and not role_of(cells.own(number, at)) for at, text in upper.items())
    return number - 1 if are_headings else number


def _last_header_row(rows: Sequence[Row], cells: _Cells, position: int, is_area: Knows) -> int:
    """Rows below belong to it while merged cells reach down to them, or they have headings and no name."""
    number, row = rows[position]
    name = next(index for index, cell in enumerate(row) if _names_a_row(cell))
    last = number
    for below, below_row in rows[position + 1 : position + _MOST_HEADER_ROWS]:
        if below != last + 1:
            break
        covers = cells.merged_at(below, name)
        reaches_down = covers is not None and covers.first_row <= number
        if not reaches_down and (any(below_row[: name + 1]) or not _are_headings(cells, below, below_row, is_area)):
            break
        last = below
    return last


def _are_headings(cells: _Cells, number: int, row: Sequence[str], is_area: Knows) -> bool:
    """Whether the cells of a row below a header are headings rather than figures or a remark."""
    texts = {index: cell for index, cell in enumerate(row) if cell}
    return (
        all(len(text) <= _LONGEST_HEADING for text in texts.values())
        and not any(_is_figure(text, is_area, _above(cells, number, index)) for index, text in texts.items())
        and (len(texts) > 1 or any(is_heading(text, is_area) for text in texts.values()))
    )


def _above(cells: _Cells, row: int, column: int) -> str:
    """The heading above a cell, or that of its left neighbour where nobody merged the cells."""
    return cells.at(row - 1, column) or _from_the_left(cells, row - 1, column, row)


def _columns(cells: _Cells, first: int, last: int, is_area: Knows, is_unit: Knows) -> Iterable[Column]:
    """The columns that have a heading."""
    parts = {index: _parts(cells, first, last, index) for index in range(cells.width(first, last))}
    named = [index for index, texts in parts.items() if texts]
    headings = settled_together([read_heading(parts[index], is_area, is_unit) for index in named])
    return (Column(index, heading) for index, heading in zip(named, headings, strict=True))


def _with_areas(columns: Iterable[Column], rows: Sequence[Row], is_area: Knows) -> tuple[Column, ...]:
    """Columns called `Mã` or `Đơn vị`, or whatever, that hold areas are those of the areas."""
    headings = {column.index: column.heading for column in columns}
    roles = {heading.role for heading in headings.values()}
    for index in range(max(headings, default=-1) + 1):
        heading = headings.get(index, Heading("", Role.UNKNOWN))
        if heading.role in _MAY_HOLD_AREAS and (role := _role_by_rows(index, rows, is_area)) and role not in roles:
            headings[index] = heading._replace(role=role)
            roles.add(role)
    return tuple(Column(index, headings[index]) for index in sorted(headings))


_MAY_HOLD_AREAS = (Role.ORDER, Role.UNIT, Role.UNKNOWN)
_MOST_LOOKED_AT = 200  # rows of a table
_FEWEST_CELLS = 3  # area, indicator and figure: what has fewer is a group, or a line above the next table


def _role_by_rows(index: int, rows: Sequence[Row], is_area: Knows) -> Role | None:
    """What the cells of a column say: a name of an area says it, a number has to be a code more often than not."""
    rows_of_figures = (cells for _, cells in rows if sum(map(bool, cells)) >= _FEWEST_CELLS)
    texts = [cells[index] for cells in rows_of_figures if len(cells) > index and cells[index]]
    known = [text for text in texts if is_area(text)]
    if not all(map(_is_code, known)):
        return Role.AREA
    return Role.AREA_CODE if 2 * len(known) > len(texts) else None


def _is_code(text: str) -> bool:
    return text.strip().replace(".", "").isdecimal()


def _parts(cells: _Cells, first: int, last: int, column: int) -> tuple[str, ...]:
    """The different texts above a column, from the top down; a blank one above a text takes its left neighbour's."""
    parts: list[str] = []
    for row in range(first, last + 1):
        text = cells.at(row, column)
        if not text and row < last and any(cells.at(below, column) for below in range(row + 1, last + 1)):
            text = _from_the_left(cells, row, column, last)
        text = composed(" ".join(text[:_LONGEST_TITLE].split()))
        if text and text not in parts:
            parts.append(text)
    return tuple(parts)


def _from_the_left(cells: _Cells, row: int, column: int, last: int) -> str:
    """A heading over several columns whose cells nobody merged; a merged one says itself how far it reaches."""
    for left in range(column - 1, -1, -1):
        if cells.merged_at(row, left) is not None:
            return ""
        if text := cells.own(row, left):
            # what has nothing below it stands over its own column only: STT, Chỉ tiêu, Kế hoạch
            return text if any(cells.own(below, left) for below in range(row + 1, last + 1)) else ""
    return ""


def _titles(rows: Sequence[Row], above: int, header: int) -> tuple[str, ...]:
    """The texts of the lines above a header; below another table only lines without figures are titles."""
    lines: list[str] = []
    for number, row in rows:
        if above < number < header:
            texts = _with_their_answers([" ".join(cell[:_LONGEST_TITLE].split()) for cell in row if cell])
            if above and any(_is_figure(cell) for cell in texts[1:]):
                lines.clear()  # still a row of the table above
            else:
                lines.extend(texts)
    return tuple(lines[-_MOST_TITLE_LINES:])


def _with_their_answers(texts: Sequence[str]) -> list[str]:
    """`Tháng:` with the `6` and `ĐVT:` with the `triệu đồng` that stand in the next cell."""
    lines: list[str] = []
    for text in texts:
        is_answer = lines and (lines[-1].endswith(":") or under_a_unit_of_time(lines[-1], text))
        lines[-1:] = [f"{lines[-1]} {text}"] if is_answer else [*lines[-1:], text]
    return lines


def is_column_numbers(cells: Sequence[str]) -> bool:
    """Whether a row below a header only numbers its columns: `A`, `B`, `1`, `2`, `3=2/1`."""
    texts = [without_marks(cell).strip("()[] ") for cell in cells if cell]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= len("99")]
    is_ascending = numbers == sorted(set(numbers)) and numbers[:1] in ([], [1])
    return len(texts) > 1 and all(_is_column_number(text) for text in texts) and is_ascending


def _is_column_number(text: str) -> bool:
    if "=" in text:
        return all(sign.isalnum() or sign in "=+-/*:x%(). " or sign == "\N{HORIZONTAL ELLIPSIS}" for sign in text)
    return (text.isdecimal() and len(text) <= len("99")) or (text.isalpha() and len(text) == 1)

"""A return as it was read, before anybody asks what it means: sheets of cells (docs/commands.md, *What offices send*).

A cell is its text. What is more than typed words says so by its class, so that nothing is guessed later.
"""

from collections.abc import Iterable
from typing import NamedTuple

from phongtho_kpi.model.finding import Finding


class Exact(str):
    """A number as the workbook stores it, written with a decimal point, whatever the file's number style."""

    __slots__ = ()


class Percent(Exact):
    """A stored number that the cell shows in per cent: `44.36` for 0.4436 shown as 44,36%."""

    __slots__ = ()


class Dated(str):
    """A day or a time, as much of it as the cell shows: `2024-06-17`, `2024-06`, `2024`."""

    __slots__ = ()


class Failed(str):
    """What a formula that went wrong left: `#DIV/0!`."""

    __slots__ = ()


class Uncalculated(str):
    """A formula whose value was never stored; its text is the formula's."""

    __slots__ = ()


Row = tuple[int, list[str]]  # its number from 1 (of a CSV file its line); its cells from column A, "" where blank


class Merged(NamedTuple):
    """A merged range, both ends included: rows from 1, columns from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Sheet(NamedTuple):
    """One sheet; `rows` may be gone through again and again, ascending, blank rows left out."""

    name: str  # "" of a CSV file
    rows: Iterable[Row]
    merged: tuple[Merged, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False


class Grid(NamedTuple):
    """A whole file; where a finding of it `refuses_file` there are no sheets."""

    file: str  # as it is named in findings
    kind: str  # csv, xlsx or xls
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()


def column_letters(index: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """`C7` for row 7, column 2."""
    return f"{column_letters(column)}{row}"

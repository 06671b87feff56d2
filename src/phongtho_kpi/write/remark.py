"""What goes back to who sent a file: remarks on its cells, and its rows in a form that is no reader's own.

A workbook that openpyxl can write goes back as it is; of a CSV file and an .xls the rows are told again.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from phongtho_kpi.i18n.messages import Messages


class Remark(NamedTuple):
    """What is wrong at one place of a file, and what to do about it."""

    sheet: str | None  # None: of a CSV file, or the whole workbook
    cell: str | None  # `C7`, a row `10:10`, a column `N:N`; None: the whole sheet
    line: int | None  # of a CSV file; None: the whole file
    text: str


class HandBackWords(NamedTuple):
    """The few words of ours that stand beside the remarks."""

    reason: str  # heading of the column that a CSV file gets
    more: Callable[[int], str]  # that so many remarks more could not be marked

    @classmethod
    def of(cls, messages: Messages) -> "HandBackWords":
        """The words in a language."""
        return cls(messages("handed_back.reason"), lambda count: messages("handed_back.more", count=count))


class CsvLines(NamedTuple):
    """A CSV file as it was read; `rows` are gone through twice.

    `headers` has the lines of each table's header. `others` are further lines that must come along, such as the one
    that settles the decimal sign of the file; None where all must, because not every figure that is rejected has a
    remark of its own.
    """

    rows: Iterable[tuple[int, Sequence[str]]]  # lines from 1; cells from the first column
    delimiter: str
    headers: Sequence[Sequence[int]]
    others: Collection[int] | None = ()


class StoredNumber(NamedTuple):
    """A number that a workbook stores; one shown in per cent is 44.36, not 0.4436."""

    value: Decimal
    is_percent: bool = False


class SheetCells(NamedTuple):
    """One sheet of a workbook as it was read; what is merged or hidden must stay so, to be read the same again."""

    name: str
    rows: Iterable[tuple[int, Sequence[str | StoredNumber]]]  # rows from 1; cells from column A, "" where blank
    merged: Iterable[tuple[int, int, int, int]] = ()  # first row, first column, last row, last column; columns from 0
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()  # from 0
    is_hidden: bool = False

"""What all charts have in common: the cells they are drawn from, and what a series is like."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phongtho_kpi.model.assessment import Status
from phongtho_kpi.report.sheet import Series
from phongtho_kpi.write.workbook import chart_looks as looks

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class NumbersOf:
    """Where the numbers of a chart stand: `row` and `column` of their headings, and how many categories there are."""

    sheet: "Worksheet"
    row: int
    column: int
    count: int

    def series(self, at: int) -> Any:
        """The series in the column `at`, from 0, with its heading and the categories."""
        from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
        from openpyxl.chart.series import Series as Drawn
        from openpyxl.chart.series import SeriesLabel

        return Drawn(
            tx=SeriesLabel(strRef=StrRef(f=self._place(at + 1, self.row, self.row))),
            cat=AxDataSource(strRef=StrRef(f=self._below(0))),
            val=NumDataSource(numRef=NumRef(f=self._below(at + 1))),
            invertIfNegative=False,
        )

    def _below(self, aside: int) -> str:
        return self._place(aside, self.row + 1, self.row + self.count)

    def _place(self, aside: int, first: int, last: int) -> str:
        from openpyxl.chart import Reference

        return str(Reference(self.sheet, min_col=self.column + aside, min_row=first, max_row=last))


def status_at(series: Series, at: int) -> Status:
    """Of one value: its own, or the one of all of them."""
    return (series.statuses[at:] or series.statuses[-1:] or (Status.INFORMATIVE,))[0]


def is_blank(series: Series) -> bool:
    """Whether there is nothing to draw."""
    return all(value is None for value in series.values)


def bar_surface(series: Series, at: int) -> Any:
    """The surface of a bar or column, in the colour of its verdict."""
    return looks.filled(looks.BARS.get(status_at(series, at), looks.OTHER_BAR))

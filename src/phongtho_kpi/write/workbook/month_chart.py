"""A flow month by month: columns for what was reached, lines for where it should be and for the target."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from phongtho_kpi.report.sheet import Chart, Series
from phongtho_kpi.write.workbook import chart_looks as looks
from phongtho_kpi.write.workbook.chart_numbers import NumbersOf, bar_surface, is_blank

_SMALL = 10  # an axis that ends below it needs the decimals of its numbers


def month_chart(chart: Chart, cells: NumbersOf) -> Any:
    """Columns, and lines for where they should be; what has no number is left out."""
    from openpyxl.chart import BarChart, LineChart

    series = list(enumerate(chart.series))
    known = [one for one in series if not is_blank(one[1])] or series[:1]
    groups = []
    if known[0][0] == 0:
        groups.append(BarChart(barDir="col", gapWidth=45, varyColors=False))
        groups[0].append(_columns(cells.series(0), known[0][1], chart.places))
    if lines := [at for at, _ in known if at]:
        groups.append(LineChart(varyColors=False, marker=True))
        for at in lines:
            groups[-1].append(_line(cells.series(at), is_target=at > 1))
    drawn, *others = groups
    for other in others:
        drawn += other
    _show_months(drawn, [value for _, one in known for value in one.values if value is not None], chart.places)
    drawn.legend = looks.legend("b", 8) if len(known) > 1 else None
    return drawn


def _columns(columns: Any, series: Series, places: int) -> Any:
    """In the colour of the verdict, the last one with its number: the surface hides the lines behind it."""
    columns.spPr = bar_surface(series, 0)
    form, text, behind = looks.number_format(places), looks.letters(8, bold=True), looks.filled(looks.WHITE)
    known = [at for at, value in enumerate(series.values) if value is not None]
    columns.dLbls = looks.only(*(looks.label_at(at, "outEnd", text, form, behind) for at in known[-1:]))
    return columns


def _line(line: Any, *, is_target: bool) -> Any:
    from openpyxl.chart.marker import Marker

    line.spPr = looks.lined(looks.INK, 1, "sysDot") if is_target else looks.lined(looks.FAINT, 1.25, "dash")
    line.marker = Marker(symbol="none")
    line.smooth = False
    return line


def _show_months(drawn: Any, values: Sequence[Decimal], places: int) -> None:
    from openpyxl.chart.axis import ChartLines

    names, scale = drawn.x_axis, drawn.y_axis
    names.delete = scale.delete = False
    names.crosses = scale.crosses = "autoZero"
    names.txPr = scale.txPr = looks.letters(8, looks.FAINT)
    names.spPr, scale.spPr = looks.lined(looks.AXIS, 0.75), looks.unfilled()
    names.axPos, names.tickLblPos = "b", "low"  # below the columns that hang
    scale.crossBetween = "between"
    scale.number_format = looks.number_format(places if max(map(abs, values), default=_SMALL) < _SMALL else 0)
    scale.majorGridlines = ChartLines(spPr=looks.lined(looks.GRID, 0.5))
    if all(value >= 0 for value in values):
        scale.scaling.min = 0

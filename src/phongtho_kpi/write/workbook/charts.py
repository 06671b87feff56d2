"""Native charts of Excel, drawn from cells that are already there: a reader can edit them like charts made by hand."""

from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

from phongtho_kpi.model.assessment import Status
from phongtho_kpi.report.sheet import Chart, ChartKind, Series
from phongtho_kpi.write.workbook import chart_looks as looks
from phongtho_kpi.write.workbook.chart_numbers import NumbersOf, bar_surface, is_blank, status_at
from phongtho_kpi.write.workbook.month_chart import month_chart

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_PLAN, _STEP, _HIGHEST = 100, 25, 200  # per cent of plan: the dark line, the light ones, the end of the longest axis
_LABEL_ROOM = 13  # per cent of plan that the number at the end of a bar takes


def add_chart(
    sheet: "Worksheet", chart: Chart, cells: tuple[int, int, int, int], size: tuple[float, float], data: tuple[int, int]
) -> None:
    """Draw `chart` over `cells`, about `size` in cm, from its numbers in the cells at `data`.

    `cells` are the first row and column and the last ones; all places count from 1. Categories run down from row
    data[0]+1 in column data[1], the headings of the series stand in row data[0] in columns data[1]+1 …, their values
    below them.
    """
    drawn = _drawn(chart, NumbersOf(sheet, *data, len(chart.categories)), size)
    drawn.title = looks.title(chart.title, 10 if chart.kind is ChartKind.MONTHS else 11)
    drawn.graphical_properties = looks.filled(looks.WHITE)
    drawn.plot_area.graphicalProperties = looks.unfilled()
    drawn.roundedCorners = False
    drawn.visible_cells_only = False  # who hides the columns of the numbers keeps the chart
    drawn.anchor = _over(*cells)
    sheet.add_chart(drawn)


def _drawn(chart: Chart, cells: NumbersOf, size: tuple[float, float]) -> Any:
    match chart.kind:
        case ChartKind.STACK:
            return _stack(chart, cells)
        case ChartKind.BULLETS:
            return _bullets(chart, cells, size)
        case ChartKind.MONTHS:
            return month_chart(chart, cells)


def _over(first_row: int, first_column: int, last_row: int, last_column: int) -> Any:
    """From cell to cell: how wide a column is on the screen every program sees a little differently."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

    begin = AnchorMarker(col=first_column - 1, row=first_row - 1)
    return TwoCellAnchor("oneCell", begin, AnchorMarker(col=last_column, row=last_row))


def _stack(chart: Chart, cells: NumbersOf) -> Any:
    """One bar of all parts. Parts of nothing are left out: they would have a word in the legend and no place."""
    from openpyxl.chart import BarChart

    drawn = BarChart(barDir="bar", grouping="percentStacked", overlap=100, gapWidth=20, varyColors=False)
    parts = list(enumerate(chart.series))
    for at, one in [part for part in parts if any(part[1].values)] or parts:
        drawn.append(_part(cells.series(at), one, chart.places))
    drawn.x_axis.delete = drawn.y_axis.delete = True
    drawn.y_axis.majorGridlines = None
    drawn.y_axis.axPos = "b"
    drawn.legend = looks.legend("b", 9)
    return drawn


def _part(part: Any, series: Series, places: int) -> Any:
    status = status_at(series, 0)
    ink = looks.INK if status in looks.LIGHT_PARTS else looks.WHITE
    outline = looks.AXIS if status is Status.NO_DATA else looks.WHITE  # white beside white needs an edge
    part.spPr = looks.filled(looks.PARTS[status], outline)
    part.dLbls = looks.labels("ctr", looks.letters(10, ink, bold=True), looks.number_format(places))
    return part


def _bullets(chart: Chart, cells: NumbersOf, size: tuple[float, float]) -> Any:
    """A bar for each category, and behind it a wide light one that ends where it should be by now.

    Bars of two widths are two groups on two pairs of axes. Those of the group in front have the same scale and are
    deleted, so that it makes no difference whether a program still reads them. LibreOffice has one width for all bars:
    it would hide those behind, but puts the two beside one another when it finds the second axes deleted.
    """
    actual, expected = (*chart.series, Series("", ()))[:2]
    top = _top(actual, expected)
    front = _bars(cells.series(0), top, gap=150)
    _colour(front.ser[0], actual, top)
    is_alone = is_blank(expected)
    drawn = front if is_alone else _bars(cells.series(1), top, gap=30)
    if not is_alone:
        drawn.ser[0].spPr = looks.filled(looks.EXPECTED)
        _put_on_second_axes(front)
        drawn += front
    _show_scale(drawn)
    drawn.legend = None if is_alone else looks.legend("t", 9)
    drawn.layout = looks.room_for_names(chart.categories, size, has_legend=not is_alone)
    return drawn


def _top(*series: Series) -> int:
    """Where the axis ends: the next step above the longest bar and its label."""
    longest = max((value for one in series for value in one.values if value is not None), default=Decimal())
    steps = ((min(longest, Decimal(_HIGHEST)) + _LABEL_ROOM) / _STEP).to_integral_value(ROUND_CEILING)
    return min(max(int(steps) * _STEP, _PLAN), _HIGHEST)


def _bars(series: Any, top: int, gap: int) -> Any:
    """Bars from the left, the first category above."""
    from openpyxl.chart import BarChart

    bars = BarChart(barDir="bar", grouping="clustered", gapWidth=gap, varyColors=False)
    bars.append(series)
    names, scale = bars.x_axis, bars.y_axis
    names.scaling.orientation = "maxMin"
    scale.scaling.min, scale.scaling.max = 0, top
    names.axPos, scale.axPos = "l", "t"
    names.crosses = scale.crosses = "autoZero"
    scale.crossBetween = "between"
    scale.majorGridlines = None
    return bars


def _colour(bars: Any, actual: Series, top: int) -> None:
    """Each bar in the colour of its verdict; its number at its end, or inside where the bar runs out of the chart."""
    from openpyxl.chart.marker import DataPoint

    bars.spPr = looks.filled(looks.OTHER_BAR)
    known = [(at, value) for at, value in enumerate(actual.values) if value is not None]
    bars.dPt = [DataPoint(idx=at, invertIfNegative=False, spPr=bar_surface(actual, at)) for at, _ in known]
    inside, form = looks.letters(9, looks.WHITE, bold=True), '0.0"%"'
    too_long = [at for at, value in known if value > top - _LABEL_ROOM]
    # the surface is the bar's own colour: a bar may be lower than its letters
    own = [looks.label_at(at, "inEnd", inside, form, behind=bar_surface(actual, at)) for at in too_long]
    bars.dLbls = looks.labels("outEnd", looks.letters(9), form, own)


def _put_on_second_axes(front: Any) -> None:
    names, scale = front.x_axis, front.y_axis
    names.axId, scale.axId = names.axId + 1, scale.axId + 1
    names.crossAx, scale.crossAx = scale.axId, names.axId
    names.delete = scale.delete = True
    names.axPos, scale.axPos = "r", "b"
    scale.crosses = "max"


def _show_scale(bars: Any) -> None:
    """Names on the left, per cent above, a dark line at the plan among light ones."""
    from openpyxl.chart.axis import ChartLines

    names, scale = bars.x_axis, bars.y_axis
    names.delete = scale.delete = False
    names.txPr, scale.txPr = looks.letters(9), looks.letters(8, looks.FAINT)
    names.spPr, scale.spPr = looks.lined(looks.AXIS, 0.75), looks.unfilled()
    names.tickLblSkip = 1
    scale.number_format = '0"%"'
    scale.majorUnit, scale.minorUnit = _PLAN, _STEP
    scale.majorGridlines = ChartLines(spPr=looks.lined(looks.AXIS, 1))
    scale.minorGridlines = ChartLines(spPr=looks.lined(looks.GRID, 0.5))

"""Native charts of Excel, drawn from cells that are already there: a reader can edit them like charts made by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

from phongtho_kpi.model.assessment import Status
from phongtho_kpi.report.sheet import Chart, ChartKind, Series
from phongtho_kpi.write.workbook import chart_looks as looks

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_PLAN, _STEP, _HIGHEST = 100, 25, 200  # per cent of plan: the dark line, the light ones, the end of the longest axis
_LABEL_ROOM = 13  # per cent of plan that the number at the end of a bar takes
_SMALL = 10  # an axis that ends below it needs the decimals of its numbers


@dataclass(frozen=True, slots=True)
class _Cells:
    """Where the numbers of a chart stand."""

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


def add_chart(
    sheet: "Worksheet", chart: Chart, cells: tuple[int, int, int, int], size: tuple[float, float], data: tuple[int, int]
) -> None:
    """Draw `chart` over `cells`, about `size` in cm, from its numbers in the cells at `data`.

    `cells` are the first row and column and the last ones; all places count from 1. Categories run down from row
    data[0]+1 in column data[1], the headings of the series stand in row data[0] in columns data[1]+1 …, their values
    below them.
    """
    drawn = _drawn(chart, _Cells(sheet, *data, len(chart.categories)), size)
    drawn.title = looks.title(chart.title, 10 if chart.kind is ChartKind.MONTHS else 11)
    drawn.graphical_properties = looks.filled(looks.WHITE)
    drawn.plot_area.graphicalProperties = looks.unfilled()
    drawn.roundedCorners = False
    drawn.visible_cells_only = False  # who hides the columns of the numbers keeps the chart
    drawn.anchor = _over(*cells)
    sheet.add_chart(drawn)


def _drawn(chart: Chart, cells: _Cells, size: tuple[float, float]) -> Any:
    match chart.kind:
        case ChartKind.STACK:
            return _stack(chart, cells)
        case ChartKind.BULLETS:
            return _bullets(chart, cells, size)
        case ChartKind.MONTHS:
            return _months(chart, cells)


def _over(first_row: int, first_column: int, last_row: int, last_column: int) -> Any:
    """From cell to cell: how wide a column is on the screen every program sees a little differently."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

    begin = AnchorMarker(col=first_column - 1, row=first_row - 1)
    return TwoCellAnchor("oneCell", begin, AnchorMarker(col=last_column, row=last_row))


def _stack(chart: Chart, cells: _Cells) -> Any:
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
    status = _status(series, 0)
    ink = looks.INK if status in looks.LIGHT_PARTS else looks.WHITE
    outline = looks.AXIS if status is Status.NO_DATA else looks.WHITE  # white beside white needs an edge
    part.spPr = looks.filled(looks.PARTS[status], outline)
    part.dLbls = looks.labels("ctr", looks.letters(10, ink, bold=True), looks.number_format(places))
    return part


def _bullets(chart: Chart, cells: _Cells, size: tuple[float, float]) -> Any:
    """A bar for each category, and behind it a wide light one that ends where it should be by now.

    Bars of two widths are two groups on two pairs of axes. Those of the group in front have the same scale and are
    deleted, so that it makes no difference whether a program still reads them. LibreOffice has one width for all bars:
    it would hide those behind, but puts the two beside one another when it finds the second axes deleted.
    """
    actual, expected = (*chart.series, Series("", ()))[:2]
    top = _top(actual, expected)
    front = _bars(cells.series(0), top, gap=150)
    _colour(front.ser[0], actual, top)
    is_alone = _is_blank(expected)
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
    bars.dPt = [DataPoint(idx=at, invertIfNegative=False, spPr=_bar(actual, at)) for at, _ in known]
    inside, form = looks.letters(9, looks.WHITE, bold=True), '0.0"%"'
    too_long = [at for at, value in known if value > top - _LABEL_ROOM]
    # the surface is the bar's own colour: a bar may be lower than its letters
    own = [looks.label_at(at, "inEnd", inside, form, behind=_bar(actual, at)) for at in too_long]
    bars.dLbls = looks.labels("outEnd", looks.letters(9), form, own)


def _bar(series: Series, at: int) -> Any:
    return looks.filled(looks.BARS.get(_status(series, at), looks.OTHER_BAR))


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


def _months(chart: Chart, cells: _Cells) -> Any:
    """Columns, and lines for where they should be; what has no number is left out."""
    from openpyxl.chart import BarChart, LineChart

    series = list(enumerate(chart.series))
    known = [one for one in series if not _is_blank(one[1])] or series[:1]
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
    columns.spPr = _bar(series, 0)
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


def _status(series: Series, at: int) -> Status:
    """Of one value: its own, or the one of all of them."""
    return (series.statuses[at:] or series.statuses[-1:] or (Status.INFORMATIVE,))[0]


def _is_blank(series: Series) -> bool:
    return all(value is None for value in series.values)

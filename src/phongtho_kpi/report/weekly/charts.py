"""*Biểu đồ*: attainment against where it should be by now, and the flows month by month."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from phongtho_kpi.model.assessment import Assessment, Status
from phongtho_kpi.model.catalogue import Goal, Kind
from phongtho_kpi.report.sheet import Block, Chart, ChartKind, Charts, Lines, Series, Sheet
from phongtho_kpi.report.shown import target_places, value_places
from phongtho_kpi.report.table import Note
from phongtho_kpi.report.weekly.week import Week
from phongtho_kpi.report.wording import name_of

_COLUMNS, _COLUMN_WIDTH = 10, 9
_HUNDRED = Decimal(100)
_MOST_BARS = 32  # in one chart: more would not be legible on a page
_ROWS_OF_BAR, _ROWS_AROUND = Decimal("1.05"), 4
_MONTHS_ABREAST, _ROWS_OF_MONTHS = 2, 11


def charts_sheet(week: Week) -> Sheet:
    """Two sorts of charts, each with what one has to know to read it."""
    messages = week.messages
    return Sheet(
        name=messages("sheet.charts"),
        title=messages("charts.title", year=str(week.assessments.catalogue.year)),
        subtitle=(week.overview.clocks,),
        blocks=tuple(_blocks(week)),
        widths=(_COLUMN_WIDTH,) * _COLUMNS,
        is_landscape=False,
    )


def _blocks(week: Week) -> Iterator[Block]:
    messages = week.messages
    compared = [one for one in week.entries if one.headline.attainment is not None]
    if compared:
        note = messages("charts.elapsed", share=messages.number(_elapsed(week), 0))
        yield Lines("", (Note(messages("charts.attainment_note")), Note(note)))
    per_chart = -(-len(compared) // max(-(-len(compared) // _MOST_BARS), 1))
    for start in range(0, len(compared), max(per_chart, 1)):
        part = compared[start : start + per_chart]
        rows = int(len(part) * _ROWS_OF_BAR) + _ROWS_AROUND
        yield Charts((_attainment(part, week),), rows=rows)
    flows = [one for one in week.entries if one.indicator.kind is Kind.FLOW and one.value is not None]
    if flows:
        yield Lines(messages("charts.months"), (Note(messages("charts.months_note")),))
        yield Charts(tuple(_months(one, week) for one in flows), abreast=_MONTHS_ABREAST, rows=_ROWS_OF_MONTHS)
    if not compared and not flows:
        yield Lines("", (Note(messages("charts.nothing")),))


def _elapsed(week: Week) -> Decimal:
    """How much of the catalogue's year has gone by, in per cent."""
    first = date(week.assessments.catalogue.year, 1, 1)
    days = (first.replace(month=12, day=31) - first).days + 1
    gone = (week.clocks.as_of - first).days + 1
    return _HUNDRED * min(max(gone, 0), days) / days


def _attainment(entries: list[Assessment], week: Week) -> Chart:
    """Per cent of plan, and the per cent of plan that the trajectory asks for by now."""
    messages = week.messages
    return Chart(
        ChartKind.BULLETS,
        messages("charts.attainment", as_of=week.clocks.as_of),
        tuple(
            messages("charts.bar", number=week.numbers[one.indicator.id], name=name_of(one, messages))
            for one in entries
        ),
        (
            Series(
                messages("column.attainment"),
                tuple(one.headline.attainment for one in entries),
                tuple(one.headline.status for one in entries),
            ),
            Series(messages("charts.expected"), tuple(map(_expected_share, entries))),
        ),
        places=1,
    )


def _expected_share(entry: Assessment) -> Decimal | None:
    expected, target = entry.headline.expected, entry.headline.target
    if expected is None or target is None or target.value <= 0 or entry.headline.status is Status.INFORMATIVE:
        return None
    return _HUNDRED * expected / target.value


def _months(entry: Assessment, week: Week) -> Chart:
    """A flow as it grew: the value to date at the end of each month, where it should have been, and the target."""
    messages, target, indicator = week.messages, entry.headline.target, entry.indicator
    points = week.courses.get(indicator.id, ())
    series = [
        Series(messages("charts.actual"), tuple(one.value for one in points), (entry.headline.status,)),
        Series(messages("charts.expected"), tuple(one.expected for one in points)),
    ]
    if target is not None and target.goal in (Goal.AT_LEAST, Goal.AT_MOST):
        series.append(Series(messages("charts.target"), tuple(target.value for _ in points)))
    return Chart(
        ChartKind.MONTHS,
        messages("charts.flow", number=week.numbers[indicator.id], name=name_of(entry, messages), unit=indicator.unit),
        tuple(messages("charts.month", month=messages.month(one.month)) for one in points),
        tuple(series),
        places=max(target_places(target), value_places(entry)),
    )

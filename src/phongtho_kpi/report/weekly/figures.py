"""*Số liệu*: every figure that was known, with the cell it came from and what the verdicts use it for."""

from collections.abc import Iterator, Mapping

from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.figure_cell import uses_of
from phongtho_kpi.report.log import AreasThen
from phongtho_kpi.report.log_words import whole_source
from phongtho_kpi.report.sheet import Lines, Placed, Sheet
from phongtho_kpi.report.shown import own_places
from phongtho_kpi.report.table import Cell, Column, ColumnKind, DayCell, Note, NumberCell, Section, Table, TextCell
from phongtho_kpi.report.weekly.week import Week

_MOST = 20_000  # that are listed; more is a file of its own
_COLUMNS = {
    "name": (30, ColumnKind.TEXT),
    "id": (18, ColumnKind.TEXT),
    "area": (13, ColumnKind.TEXT),
    "period": (17, ColumnKind.TEXT),
    "value": (11, ColumnKind.NUMBER),
    "unit": (11, ColumnKind.TEXT),
    "numerator": (9, ColumnKind.NUMBER),
    "denominator": (9, ColumnKind.NUMBER),
    "status": (12, ColumnKind.TEXT),
    "use": (12, ColumnKind.TEXT),
    "recorded": (11, ColumnKind.DAY),
    "source": (32, ColumnKind.TEXT),
    "note": (22, ColumnKind.TEXT),
}


def figures_sheet(week: Week) -> Sheet:
    """A row a figure, in the order of the catalogue and of time; those of areas behind those of the whole place."""
    messages = week.messages
    columns = tuple(Column(key, messages(f"figures.{key}"), kind) for key, (_, kind) in _COLUMNS.items())
    rows = tuple(_rows(week))
    more = len(week.figures) - len(rows)
    notes = (Note(messages("figures.more", count=more)),) if more > 0 else ()
    table = Table(messages.lang, "", columns, (Section("", rows),), notes=notes)
    nothing = Lines("", (Note(messages("show.no_figures")),))
    return Sheet(
        name=messages("sheet.figures"),
        title=messages("figures.title"),
        subtitle=(messages("figures.subtitle", known_on=week.clocks.known_on),),
        blocks=(Placed(table, is_main=True) if rows else nothing,),
        widths=tuple(width for width, _ in _COLUMNS.values()),
    )


def _rows(week: Week) -> Iterator[tuple[Cell, ...]]:
    indicators = week.assessments.catalogue.by_id()
    order = {name: at for at, name in enumerate(indicators)}
    uses: Mapping[Observation, str] = {
        observation: use for entry in week.entries for observation, use in uses_of(entry).items()
    }
    areas = AreasThen(week.areas)
    ordered = sorted(week.figures, key=lambda one: _place(one, order))
    for figure in ordered[:_MOST]:
        yield _row(figure, indicators[figure.indicator], uses.get(figure, ""), areas, week)


def _place(figure: Observation, order: Mapping[str, int]) -> tuple[object, ...]:
    """By indicator and area, then in the order of time; of versions of one figure the first that came in first."""
    period, recorded = figure.period, figure.recorded
    return (
        order[figure.indicator],
        figure.area or "",
        period.year,
        period.position,
        period.first,
        "" if recorded is None else recorded.isoformat(),
        figure.file,
        f"{figure.place:>12}",
    )


def _row(figure: Observation, indicator: Indicator, use: str, areas: AreasThen, week: Week) -> tuple[Cell, ...]:
    messages, known = week.messages, areas.of(figure)
    area = figure.area or ""
    if known is not None:
        area = messages("title.with_area", name=known.name.to(messages.lang), area=known.code)
    return (
        TextCell(indicator.name.to(messages.lang)),
        TextCell(indicator.id),
        TextCell(area),
        TextCell(messages.period(figure.period, with_year=True)),
        None if figure.value is None else NumberCell(figure.value, own_places(figure.value, 0, 2)),
        TextCell(indicator.unit),
        None if figure.numerator is None else NumberCell(figure.numerator, own_places(figure.numerator, 0, 2)),
        None if figure.denominator is None else NumberCell(figure.denominator, own_places(figure.denominator, 0, 2)),
        TextCell(messages.observation_status(figure.status)),
        TextCell(messages(f"show.{use}") if use else ""),
        TextCell(messages("show.by_hand")) if figure.recorded is None else DayCell(figure.recorded.date()),
        TextCell(whole_source(figure)),
        TextCell(figure.note or ""),
    )

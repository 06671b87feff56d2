"""Figures that came in, as a table: those that were revised, those that are new, those that do not count yet."""

from collections.abc import Iterator, Mapping, Sequence

from phongtho_kpi.compare.moments import FigureChange
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessments
from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.report.figure_cell import figure_cell
from phongtho_kpi.report.status import Width
from phongtho_kpi.report.table import Cell, Column, ColumnKind, DayCell, Note, Section, Table, TextCell
from phongtho_kpi.report.wording import short_unit, unbroken

_MOST = 200  # that are listed; the rest is counted


def figures_table(figures: Sequence[FigureChange], later: Assessments, messages: Messages, width: Width) -> Table:
    """A line a figure: value, how settled it is, the day it was recorded (UTC)."""
    columns = tuple(_columns(messages, width, has_old=any(change.replaced is not None for change in figures)))
    indicators, left = later.catalogue.by_id(), _MOST
    sections = []
    for key, chosen in figures_by_news(figures, later).items():
        lines = [_line(one, indicators[one.observation.indicator], messages, width) for one in chosen[:left]]
        left -= len(lines)
        if lines:
            rows = tuple(tuple(line[column.key] for column in columns) for line in lines)
            sections.append(Section(messages(f"changes.{key}"), rows))
    beyond = max(len(figures) - _MOST, 0)
    notes = (Note(messages("changes.more_figures", count=beyond)),) if beyond else ()
    return Table(messages.lang, messages("changes.figures"), columns, tuple(sections), notes=notes)


def figures_by_news(figures: Sequence[FigureChange], later: Assessments) -> Mapping[str, Sequence[FigureChange]]:
    """Those that are revised, those that are new, and those of a period that has not closed: they do not count yet."""
    as_of, cutoff_day = later.clocks.as_of, later.catalogue.cutoff_day
    news: dict[str, list[FigureChange]] = {"revised": [], "added": [], "open": []}
    for change in figures:
        is_open = change.observation.period.closes(cutoff_day) > as_of
        news["open" if is_open else "added" if change.replaced is None else "revised"].append(change)
    return news


def _columns(messages: Messages, width: Width, *, has_old: bool) -> Iterator[Column]:
    yield Column("name", messages("column.name"))
    if width is Width.FULL:
        yield Column("unit", messages("column.unit"), faint=True)
    yield Column("period", messages("column.period"))
    if has_old:
        yield Column("old", messages("column.old"), ColumnKind.NUMBER)
    yield Column("new", messages("column.new"), ColumnKind.NUMBER)
    yield Column("figure_status", messages("column.figure_status"))
    yield Column("recorded", messages("column.recorded"), ColumnKind.DAY)


def _line(change: FigureChange, indicator: Indicator, messages: Messages, width: Width) -> dict[str, Cell]:
    """A line by the keys of its columns."""
    figure, unit = change.observation, short_unit(indicator.unit)
    return {
        "name": TextCell(indicator.name.to(messages.lang), under="" if width is Width.FULL else unit),
        "unit": TextCell(unit),
        "period": TextCell(messages.period(figure.period, with_year=True)),
        "old": None if change.replaced is None else figure_cell(change.replaced, messages),
        "new": figure_cell(figure, messages),
        "figure_status": TextCell(_settled(change, messages)),
        "recorded": None if figure.recorded is None else DayCell(figure.recorded.date()),
    }


def _settled(change: FigureChange, messages: Messages) -> str:
    """How settled it is, and how settled the one was that it took the place of, where that was something else."""
    now, replaced = messages.observation_status(change.observation.status), change.replaced
    if replaced is None or replaced.status is change.observation.status:
        return now
    return messages("log.settled", before=messages.observation_status(replaced.status), now=unbroken(now))

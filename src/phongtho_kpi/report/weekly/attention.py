"""*Cần chú ý*: what is missed, behind or at risk, and what has old figures: what it takes, who answers for it."""

from collections.abc import Sequence

from phongtho_kpi.model.assessment import Assessment, Flag, Status
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.log_words import whole_source
from phongtho_kpi.report.sheet import Lines, Placed, Sheet
from phongtho_kpi.report.shown import apart_places, value_places
from phongtho_kpi.report.status import target_cell, value_cell
from phongtho_kpi.report.table import (
    SYMBOLS,
    Cell,
    Column,
    ColumnKind,
    Note,
    NumberCell,
    Section,
    StatusCell,
    Table,
    TextCell,
)
from phongtho_kpi.report.verdict import what_is_needed
from phongtho_kpi.report.weekly.official import pace_cell
from phongtho_kpi.report.weekly.week import Week
from phongtho_kpi.report.wording import name_of

_WORST_FIRST = (Status.MISSED, Status.OFF_TRACK, Status.AT_RISK)
_COLUMNS = {
    "number": (5, ColumnKind.TEXT),
    "name": (28, ColumnKind.TEXT),
    "unit": (10, ColumnKind.TEXT),
    "target": (10, ColumnKind.NUMBER),
    "value": (10, ColumnKind.NUMBER),
    "expected": (10, ColumnKind.NUMBER),
    "pace": (8, ColumnKind.NUMBER),
    "status": (16, ColumnKind.STATUS),
    "needed": (32, ColumnKind.TEXT),
    "owner": (20, ColumnKind.TEXT),
    "last": (30, ColumnKind.TEXT),
}


def attention_sheet(week: Week) -> Sheet:
    """A row an indicator, the worst first; the numbers are those of the official table."""
    messages = week.messages
    table = attention_table(week)
    nothing = Lines("", (Note(messages("attention.nothing"), symbol=SYMBOLS[Status.ON_TRACK]),))
    return Sheet(
        name=messages("sheet.attention"),
        title=messages("attention.title", year=str(week.assessments.catalogue.year)),
        subtitle=(week.overview.clocks,),
        blocks=(Placed(table, is_main=True) if table.sections else nothing,),
        widths=tuple(width for width, _ in _COLUMNS.values()),
    )


def attention_table(week: Week) -> Table:
    """A section a status; what is stale and none of these comes last."""
    messages = week.messages
    sections = [
        (f"{SYMBOLS[status]} {messages.status(status)}", [one for one in week.entries if one.headline.status is status])
        for status in _WORST_FIRST
    ]
    old = [one for one in week.entries if Flag.STALE in one.flags and one.headline.status not in _WORST_FIRST]
    sections.append((messages("attention.stale"), old))
    columns = tuple(
        Column(key, messages(f"attention.{key}", year=str(week.assessments.catalogue.year)), kind)
        for key, (_, kind) in _COLUMNS.items()
    )
    return Table(
        messages.lang,
        "",
        columns,
        tuple(
            Section(messages("attention.section", name=name, count=len(entries)), _rows(entries, week))
            for name, entries in sections
            if entries
        ),
    )


def _rows(entries: Sequence[Assessment], week: Week) -> tuple[tuple[Cell, ...], ...]:
    return tuple(_row(entry, week) for entry in entries)


def _row(entry: Assessment, week: Week) -> tuple[Cell, ...]:
    messages, headline, indicator = week.messages, entry.headline, entry.indicator
    last = max((one.observation for one in entry.figures), key=lambda one: one.period.position, default=None)
    return (
        week.number_of(entry),
        TextCell(name_of(entry, messages)),
        TextCell(indicator.unit),
        target_cell(headline.target),
        value_cell(entry, value_places(entry)),
        _expected(entry),
        pace_cell(headline, indicator.bands or week.assessments.catalogue.bands),
        StatusCell(headline.status, messages.status(headline.status)),
        TextCell(" ".join(what_is_needed(entry, messages))),
        TextCell(indicator.owner or ""),
        TextCell("" if last is None else _last(last, week)),
    )


def _expected(entry: Assessment) -> Cell:
    """Where it should stand by now; so printed that one sees which is larger."""
    expected, value = entry.headline.expected, entry.value
    if expected is None or value is None:
        return None
    return NumberCell(expected, apart_places(expected, value, value_places(entry)))


def _last(figure: Observation, week: Week) -> str:
    """`tháng 7 (ước), ghi nhận 15/07/2024: bieu-01.xlsx!T7!C12`."""
    messages = week.messages
    recorded = figure.recorded
    key = "last_by_hand" if recorded is None else "last_recorded"
    return messages(
        f"attention.{key}",
        period=messages.period(figure.period),
        status=messages.observation_status(figure.status),
        recorded=None if recorded is None else recorded.date(),
        source=whole_source(figure),
    )

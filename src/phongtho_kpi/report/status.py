"""`kpi status` as a neutral table: which indicators are on track."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Assessments, Flag, Judgement, Reason, Status
from phongtho_kpi.model.catalogue import Goal, Kind, Target
from phongtho_kpi.report.shown import attainment_places, outlook_places, own_places, target_places, value_places
from phongtho_kpi.report.summary import counts_line, notes_under, title_line
from phongtho_kpi.report.table import (
    TONES,
    BarCell,
    Cell,
    Column,
    ColumnKind,
    Missing,
    NumberCell,
    Section,
    StatusCell,
    Table,
    TextCell,
)
from phongtho_kpi.report.wording import name_of, short_unit, times_text, unbroken

_HUNDRED = Decimal(100)


class Width(StrEnum):
    """How much a table shows: without bar and unit column, as usual, with the outlook, with everything."""

    NARROW = "narrow"
    NORMAL = "normal"
    WIDE = "wide"
    FULL = "full"


_FROM = ((150, Width.FULL), (120, Width.WIDE), (100, Width.NORMAL))  # columns of a terminal


def width_for(columns: int | None, *, wide: bool = False) -> Width:
    """What fits a terminal of so many columns; None is a pipe. `wide` asks for everything."""
    if wide:
        return Width.FULL
    if columns is None:
        return Width.NORMAL
    return next((width for start, width in _FROM if columns >= start), Width.NARROW)


def status_table(
    assessments: Assessments,
    entries: Sequence[Assessment],
    messages: Messages,
    *,
    width: Width = Width.NORMAL,
    grouped: bool = True,
) -> Table:
    """The table of verdicts: title, counts, one section a group (one in all unless `grouped`), what to look at next."""
    columns = _columns(assessments, messages, width)
    sections = tuple(
        Section(heading, tuple(_row(entry, messages, columns, width) for entry in rows))
        for heading, rows in _sections(assessments, entries, messages, grouped=grouped)
        if rows
    )
    return Table(
        lang=messages.lang,
        title=title_line(assessments, messages),
        subtitle=(counts_line(assessments, entries, messages),),
        columns=columns,
        sections=sections,
        notes=notes_under(assessments, entries, messages),
    )


def _sections(
    assessments: Assessments, entries: Sequence[Assessment], messages: Messages, *, grouped: bool
) -> list[tuple[str, list[Assessment]]]:
    judged = [entry for entry in entries if entry.headline.status is not Status.INFORMATIVE]
    followed = [entry for entry in entries if entry.headline.status is Status.INFORMATIVE]
    if grouped:
        sections = [
            (group.name.to(messages.lang), [entry for entry in judged if entry.indicator.group == group.id])
            for group in assessments.catalogue.groups
        ]
    else:
        sections = [("", judged)]
    return [*sections, (messages("title.informative"), followed)]


def _columns(assessments: Assessments, messages: Messages, width: Width) -> tuple[Column, ...]:
    number = ColumnKind.NUMBER
    year = str(assessments.catalogue.year)
    narrow, wide, full = width is Width.NARROW, width in (Width.WIDE, Width.FULL), width is Width.FULL
    columns = (
        (True, Column("name", messages("column.name"))),
        (not narrow, Column("unit", messages("column.unit"), faint=True)),
        (True, Column("target", messages("column.target", year=year), number)),
        (True, Column("value", messages("column.value"), number)),
        (full, Column("period", messages("column.period"), faint=True)),
        (True, Column("attainment", messages("column.attainment"), number)),
        (not narrow, Column("bar", "", ColumnKind.BAR)),
        (wide, Column("year_on_year", messages("column.year_on_year"), number)),
        (wide, Column("outlook", messages("column.outlook"), number)),
        (True, Column("status", messages("column.status"), ColumnKind.STATUS)),
        (full, Column("owner", messages("column.owner"), faint=True)),
    )
    return tuple(column for shown, column in columns if shown)


def _row(entry: Assessment, messages: Messages, columns: Sequence[Column], width: Width) -> tuple[Cell, ...]:
    headline, indicator = entry.headline, entry.indicator
    places = value_places(entry)
    period = messages.period(entry.period, entry.cumulative) if entry.period is not None else ""
    remark = ", ".join(map(unbroken, [*_due(entry, messages), *remarks(entry, messages)]))
    under = {Width.NARROW: short_unit(indicator.unit), Width.WIDE: indicator.owner or ""}.get(width, "")
    cells: dict[str, Cell] = {
        "name": TextCell(name_of(entry, messages), under=under),
        "unit": TextCell(indicator.unit if width is Width.FULL else short_unit(indicator.unit)),
        "target": target_cell(headline.target),
        "value": value_cell(entry, places),
        "period": TextCell(period),
        "attainment": attainment_cell(headline),
        "bar": _bar(headline),
        "year_on_year": year_on_year_cell(entry),
        "outlook": outlook_cell(headline, places),
        "status": StatusCell(headline.status, messages.status(headline.status), remark),
        "owner": TextCell(indicator.owner or ""),
    }
    return tuple(cells[column.key] for column in columns)


def target_cell(target: Target | None) -> Cell:
    """A target's number or range; a task's is in its name."""
    if target is None or target.goal is Goal.DONE:
        return None
    return NumberCell(target.value, target_places(target), upper=target.upper)


def attainment_cell(judgement: Judgement) -> Cell:
    """The per cent of plan."""
    if judgement.attainment is not None:
        return NumberCell(judgement.attainment, attainment_places(judgement))
    has_one = judgement.target is not None and judgement.target.goal is Goal.AT_LEAST and judgement.target.value > 0
    return Missing() if has_one else None


def value_cell(entry: Assessment, places: int) -> Cell:
    """What was reached; a task's is in its verdict."""
    if entry.indicator.kind is Kind.TASK:
        return None
    return Missing() if entry.value is None else NumberCell(entry.value, places)


def _bar(judgement: Judgement) -> Cell:
    if judgement.attainment is None:
        return None
    mark = None
    if judgement.expected is not None and judgement.target is not None and judgement.target.value > 0:
        mark = judgement.expected / judgement.target.value
    return BarCell(judgement.attainment / _HUNDRED, mark, TONES[judgement.status])


def outlook_cell(judgement: Judgement, places: int) -> Cell:
    """The value at the end of the way if the year keeps its shape."""
    if judgement.outlook is None or judgement.outlook.value is None:
        return None
    return NumberCell(judgement.outlook.value, outlook_places(judgement, places))


def year_on_year_cell(entry: Assessment, suffix: str = "") -> Cell:
    """The change on last year: of a flow per cent, with `suffix` behind it; of a level the difference."""
    if entry.year_on_year is None:
        return None
    if entry.indicator.kind is Kind.FLOW:
        return NumberCell(entry.year_on_year, 1, signed=True, suffix=suffix)
    like = target_places(entry.headline.target)
    return NumberCell(entry.year_on_year, own_places(entry.year_on_year, like, 1), signed=True)


def remarks(entry: Assessment, messages: Messages) -> list[str]:
    """What a reader must know beside the status, the most pressing first."""
    headline = entry.headline
    said = []
    if headline.reason in (Reason.CAP_PASSED, Reason.FINAL_PERIOD_MISSING):
        said.append(messages(f"note.{headline.reason}"))
    if headline.status in (Status.AT_RISK, Status.OFF_TRACK) and headline.needed_pace is not None:
        said.append(messages("note.needed", pace=times_text(headline.needed_pace, messages)))
    return said + [_flag(flag, entry, messages) for flag in Flag if flag in entry.flags]


def _due(entry: Assessment, messages: Messages) -> list[str]:
    target = entry.headline.target
    is_open = entry.headline.status is Status.NOT_DUE and target is not None
    return [messages("note.due", day=messages.short_day(target.due))] if is_open and target is not None else []


def _flag(flag: Flag, entry: Assessment, messages: Messages) -> str:
    if flag is Flag.PARTIAL and entry.coverage is not None:
        return messages("note.partial", coverage="{}/{}".format(*entry.coverage))
    if flag is Flag.STALE and entry.period is not None:
        return messages("note.stale", period=messages.period(entry.period, entry.cumulative))
    return messages.flag(flag)

"""Verdicts that changed, as rows: what it was → what it is, and the numbers that explain it."""

from collections.abc import Iterator, Sequence

from phongtho_kpi.compare.verdicts import Direction, VerdictChange
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Flag, Reason, Status
from phongtho_kpi.model.catalogue import Kind
from phongtho_kpi.report.shown import apart_places, value_places
from phongtho_kpi.report.status import Width, attainment_cell, target_cell
from phongtho_kpi.report.table import (
    Cell,
    Column,
    ColumnKind,
    Missing,
    NumberCell,
    Section,
    StatusCell,
    TextCell,
)
from phongtho_kpi.report.wording import name_of, short_unit, unbroken

_ARROW = "→"
_BY_THE_WAY = frozenset({Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK})


def verdict_columns(messages: Messages, width: Width) -> tuple[Column, ...]:
    """Both statuses and both values; with room per cents of plan, periods, target, and where it should stand."""
    number, status = ColumnKind.NUMBER, ColumnKind.STATUS
    wide, full = width in (Width.WIDE, Width.FULL), width is Width.FULL
    columns = (
        (True, Column("name", messages("column.name"))),
        (full, Column("unit", messages("column.unit"), faint=True)),
        (True, Column("before_status", messages("changes.before"), status)),
        (True, Column("arrow", "")),
        (True, Column("after_status", messages("changes.after"), status)),
        (wide, Column("periods", messages("column.period"), faint=True)),
        (full, Column("target", messages("column.goal"), number)),
        (True, Column("before_value", messages("changes.before_value"), number)),
        (True, Column("after_value", messages("changes.after_value"), number)),
        (wide, Column("expected", messages("changes.expected"), number, faint=True)),
        (width is not Width.NARROW, Column("before_attainment", messages("changes.before_attainment"), number)),
        (width is not Width.NARROW, Column("after_attainment", messages("changes.after_attainment"), number)),
    )
    return tuple(column for shown, column in columns if shown)


def verdict_sections(changes: Sequence[VerdictChange], messages: Messages, width: Width) -> tuple[Section, ...]:
    """What got worse, what lacks a figure, what got better, what is judged now, and what else changed."""
    sections = []
    for direction in Direction:
        rows = tuple(_row(change, messages, width) for change in changes if change.direction is direction)
        if rows:
            sections.append(Section(messages(f"changes.{direction}"), rows))
    return tuple(sections)


def _row(change: VerdictChange, messages: Messages, width: Width) -> tuple[Cell, ...]:
    before, after = change.before, change.after
    old, new = before.headline.status, after.headline.status
    unit, remark = short_unit(change.indicator.unit), ", ".join(map(unbroken, change_remarks(change, messages)))
    cells: dict[str, Cell] = {
        "name": TextCell(name_of(after, messages), under="" if width is Width.FULL else unit),
        "unit": TextCell(unit),
        "before_status": StatusCell(old, messages.status(old)),
        "arrow": TextCell(_ARROW),
        "after_status": StatusCell(new, messages.status(new), remark),
        "periods": TextCell(_periods(before, after, messages)),
        "target": target_cell(after.headline.target),
        "before_value": _value(before, of=change),
        "after_value": _value(after, of=change),
        "expected": _expected(after),
        "before_attainment": attainment_cell(before.headline),
        "after_attainment": attainment_cell(after.headline),
    }
    return tuple(cells[column.key] for column in verdict_columns(messages, width))


def change_remarks(change: VerdictChange, messages: Messages) -> Iterator[str]:
    """What must be known beside the status: what it rests on, and what was otherwise before."""
    before, after = change.before, change.after
    if after.headline.reason in (Reason.CAP_PASSED, Reason.FINAL_PERIOD_MISSING):
        yield messages(f"note.{after.headline.reason}")
    if before.headline.final is not after.headline.final:
        yield messages("changes.final" if after.headline.final else "changes.not_final")
    if before.headline.target != after.headline.target:
        yield messages("changes.target")
    yield from (messages.flag(flag) for flag in Flag if flag in after.flags - before.flags)


def _periods(before: Assessment, after: Assessment, messages: Messages) -> str:
    """`7 tháng → 8 tháng`: of which period each value is; what is the same, or was not there, is not repeated."""
    periods = [messages.period(one.period, one.cumulative) for one in (before, after) if one.period is not None]
    return f" {_ARROW} ".join(map(unbroken, dict.fromkeys(periods)))


def _value(entry: Assessment, of: VerdictChange) -> Cell:
    """Its value; one that did not change is printed alike before and after, though the target has other decimals."""
    if entry.indicator.kind is Kind.TASK:
        return None
    sides = (of.before, of.after) if of.before.value == of.after.value else (entry,)
    return Missing() if entry.value is None else NumberCell(entry.value, max(map(value_places, sides)))


def _expected(entry: Assessment) -> Cell:
    """Where it should stand, where that is what it is judged by; so printed that one sees which is larger."""
    expected, value = entry.headline.expected, entry.value
    if expected is None or value is None or entry.headline.status not in _BY_THE_WAY:
        return None
    return NumberCell(expected, apart_places(expected, value, value_places(entry)))

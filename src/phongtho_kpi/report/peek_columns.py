"""The columns of a table for `kpi peek`: which are figures of what, and which are none, and why."""

from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.seen import SeenColumn, SeenTable
from phongtho_kpi.report import peek_words as words
from phongtho_kpi.report.peek_words import cut, mark, more_note, problem_mark
from phongtho_kpi.report.table import Cell, Column, ColumnKind, NumberCell, Section, Table, TextCell

_MOST = 60
_LONGEST = 80

# these say what the figures of a row are of; the others are read past
_KEYS = frozenset({"indicator", "area", "area_code", "period", "unit", "status"})
_PARTS = frozenset({"figure", "numerator", "denominator"})


def columns_table(name: str, table: SeenTable, messages: Messages) -> Table:
    """Every column with its heading, how many figures it has, and what they are of."""
    columns = (
        Column("column", messages("column.column")),
        Column("heading", messages("column.heading")),
        Column("figures", messages("column.figures"), ColumnKind.NUMBER),
        Column("understood", messages("column.understood"), ColumnKind.STATUS),
    )
    rows = tuple(_column_row(column, table, messages) for column in table.columns[:_MOST])
    notes = more_note("columns", len(table.columns) - len(rows), messages)
    title = messages("title.peek_columns", table=name)
    return Table(messages.lang, title, columns, (Section("", rows),), notes=notes)


def _column_row(column: SeenColumn, table: SeenTable, messages: Messages) -> tuple[Cell, ...]:
    return (
        TextCell(column.letters),
        TextCell(cut(column.heading, _LONGEST)) if column.heading else None,
        NumberCell(Decimal(column.figures), 0) if column.figures else None,
        _understood(column, table, messages),
    )


def _understood(column: SeenColumn, table: SeenTable, messages: Messages) -> Cell:
    """What a column is taken for."""
    role = messages(f"role.{column.role}")
    if column.is_hidden:
        return mark(words.HIDDEN, messages("peek.hidden"))
    if column.role == "no_heading" or (column.problem == "unknown-period" and column.role == "unknown"):
        return mark(words.REJECTED if column.figures else words.PASSED, role)
    if column.problem and not column.figures:
        return mark(words.PASSED, role)
    if column.problem:
        hint = messages("peek.period_option") if column.problem == "unknown-period" else ""
        return problem_mark(column.problem, messages, hint)
    if column.role in _PARTS:
        return _of_figures(column, role, messages)
    return mark(words.USED if column.role in _KEYS or _is_remark(column, table) else words.PASSED, role)


def _is_remark(column: SeenColumn, table: SeenTable) -> bool:
    """Whether notes and sources are kept: those of a row that is one figure."""
    return column.role in {"note", "source"} and table.kind == "tidy"


def _of_figures(column: SeenColumn, role: str, messages: Messages) -> Cell:
    status = "" if column.status is None else messages.observation_status(column.status)
    area = messages("peek.area", code=column.area) if column.area else ""
    if column.period is None:
        return mark(words.TAKEN, role, column.indicator, status, area, column.unit)
    part = role if column.role != "figure" else column.indicator
    return mark(words.TAKEN, words.period_text(column.period, messages), part, status, area, column.unit)

"""What the program sees in a file that an office sent, so that one understands why it is read or not (`kpi peek`)."""

from collections.abc import Iterator
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.seen import SeenFile, SeenSheet, SeenTable
from phongtho_kpi.report import peek_words as words
from phongtho_kpi.report.peek_cells import cells_tables
from phongtho_kpi.report.peek_numbers import number_notes
from phongtho_kpi.report.peek_sheet import sheet_tables
from phongtho_kpi.report.peek_words import cut, mark, more_note
from phongtho_kpi.report.table import Cell, Column, ColumnKind, NumberCell, Section, Table, TextCell

_MOST_SHEETS = 12  # that are shown one by one
_MOST_ROWS = 100
_LONGEST = 40


def peek_tables(seen: SeenFile, messages: Messages, *, every_cell: bool = False) -> Iterator[Table]:
    """All sheets at a glance, then each: with `every_cell` its cells, else how its tables are understood."""
    yield _overview(seen, messages)
    is_csv = seen.kind == "csv"
    if every_cell:
        for sheet in seen.sheets:
            yield from cells_tables(sheet, messages, is_csv=is_csv)
        return
    for sheet in _visible(seen)[:_MOST_SHEETS]:
        yield from sheet_tables(sheet, messages, is_csv=is_csv)


def only_sheet(seen: SeenFile, name: str) -> SeenFile | None:
    """The file with nothing but the sheet of that name; None where it has none."""
    sheets = tuple(sheet for sheet in seen.sheets if _folded(sheet.name) == _folded(name))
    return seen._replace(sheets=sheets) if sheets else None


def _folded(name: str) -> str:
    """A workbook has no two sheets whose names differ by capitals only."""
    return cut(name, _LONGEST).casefold()


def _visible(seen: SeenFile) -> list[SeenSheet]:
    """The sheets that are read; a hidden one only where it is all there is, or was asked for."""
    return [sheet for sheet in seen.sheets if not sheet.is_hidden or len(seen.sheets) == 1]


# --- at a glance


def _overview(seen: SeenFile, messages: Messages) -> Table:
    """A line for each sheet, and which sign is the decimal one."""
    columns = (
        Column("sheet", messages("column.sheet")),
        Column("header", messages("column.header")),
        Column("indicators", messages("column.indicators"), ColumnKind.NUMBER),
        Column("figures", messages("column.figures"), ColumnKind.NUMBER),
        Column("periods", messages("column.periods")),
        Column("readable", messages("column.readable"), ColumnKind.STATUS),
    )
    all_rows = [row for sheet in seen.sheets for row in _sheet_rows(sheet, messages)]
    rows = tuple(all_rows[:_MOST_ROWS])
    title = messages("title.peek", file=seen.file, kind=messages(f"peek.{seen.kind}"))
    subtitle = (messages("peek.profile", name=seen.profile),) if seen.profile else ()
    more_tables = len(all_rows) - len(rows) + sum(sheet.more_tables for sheet in seen.sheets)
    notes = (
        *number_notes(seen, messages),
        *more_note("tables", more_tables, messages),
        *more_note("sheets", len(_visible(seen)) - _MOST_SHEETS, messages),
    )
    return Table(messages.lang, title, columns, (Section("", rows),), subtitle, notes)


def _sheet_rows(sheet: SeenSheet, messages: Messages) -> Iterator[tuple[Cell, ...]]:
    name = TextCell(words.sheet_name(sheet, messages))
    if sheet.is_hidden:
        yield name, None, None, None, None, mark(words.HIDDEN, messages("peek.hidden_sheet"))
    elif not sheet.tables:
        yield name, None, None, None, None, mark(words.EMPTY, messages("peek.no_table"))
    for table in sheet.tables:
        yield (
            TextCell(words.table_name(sheet, table, messages)),
            TextCell(messages("peek.rows", rows=words.header_text(table))),
            NumberCell(Decimal(len(table.indicators)), 0),
            NumberCell(Decimal(table.figures), 0),
            TextCell(words.periods_text(_periods(table), messages)),
            _readable(table, messages),
        )


def _periods(table: SeenTable) -> list[Period]:
    of_columns = [column.period for column in table.columns if column.period and not column.problem]
    of_rows = [name.period for name in table.names if name.period and not name.problem]
    return [*of_columns, *of_rows]


def _readable(table: SeenTable, messages: Messages) -> Cell:
    """Whether an import would take the table's figures."""
    if not table.figures:
        return mark(words.EMPTY, messages("peek.no_figures"))
    if table.rejected is None:
        return mark(words.REJECTED, messages("peek.refused"))
    if not table.rejected:
        return mark(words.TAKEN, messages("peek.readable"))
    if table.rejected < table.figures:
        return mark(words.IN_PART, messages("peek.in_part"), messages("peek.rejected", count=table.rejected))
    return mark(words.REJECTED, messages("peek.unreadable"))

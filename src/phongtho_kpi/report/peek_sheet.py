"""One sheet as `kpi peek` shows it: the lines above each table, its first cells, its columns, the names in its rows."""

from collections.abc import Iterator, Sequence

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.seen import SeenLine, SeenSheet, SeenTable
from phongtho_kpi.report import peek_words as words
from phongtho_kpi.report.peek_cells import first_rows, grid, rows_of
from phongtho_kpi.report.peek_columns import columns_table
from phongtho_kpi.report.peek_rows import names_table, rejected_table
from phongtho_kpi.report.peek_words import cut, mark, problem_mark
from phongtho_kpi.report.table import Cell, Column, ColumnKind, Section, Table, TextCell

_MOST_TABLES = 6  # of a sheet
_MOST_LINES = 12
_LONGEST = 80


def sheet_tables(sheet: SeenSheet, messages: Messages, *, is_csv: bool) -> Iterator[Table]:
    """What there is to see of a sheet that is not hidden."""
    if not sheet.tables:
        title = messages("title.peek_no_table", sheet=words.sheet_name(sheet, messages))
        yield grid(title, first_rows(sheet), messages, is_csv=is_csv)
    for table in sheet.tables[:_MOST_TABLES]:
        name = words.table_name(sheet, table, messages)
        yield from _lines_table(name, sheet, table, messages)
        title = messages("title.peek_grid", table=name, rows=words.header_text(table))
        yield grid(title, rows_of(sheet, table), messages, is_csv=is_csv)
        yield columns_table(name, table, messages)
        if table.names:
            yield names_table(name, sheet, table, messages)
        if table.rejected:
            yield rejected_table(name, table, messages)


def _lines_table(name: str, sheet: SeenSheet, table: SeenTable, messages: Messages) -> Iterator[Table]:
    """The lines above a table, beside what they say of it."""
    says_something = sheet.name_says is not None and _says(sheet.name_says)
    own = [sheet.name_says] if says_something and sheet.name_says else []
    lines = [*own, *_telling(table.lines)]
    if not lines:
        return
    columns = (
        Column("line", messages("column.line")),
        Column("cell", messages("column.cell")),
        Column("says", messages("column.says"), ColumnKind.STATUS),
    )
    rows = tuple(
        (
            TextCell(cut(line.text, _LONGEST)),
            TextCell(line.address or messages("peek.sheet_name")),
            _said(line, messages),
        )
        for line in lines
    )
    yield Table(messages.lang, messages("title.peek_lines", table=name), columns, (Section("", rows),))


def _telling(lines: Sequence[SeenLine]) -> Sequence[SeenLine]:
    """All lines where they are few, else those that say something, and the last ones."""
    if len(lines) <= _MOST_LINES:
        return lines
    telling = [line for line in lines if _says(line)][-_MOST_LINES:]
    others = [line for line in lines if not _says(line)]
    chosen = {*telling, *others[len(others) - (_MOST_LINES - len(telling)) :]}
    return [line for line in lines if line in chosen]


def _says(line: SeenLine) -> bool:
    return bool(line.times or line.areas or line.unknown_area or line.unit)


def _said(line: SeenLine, messages: Messages) -> Cell:
    if line.unknown_area:
        return problem_mark("unknown-area", messages)
    if not _says(line):
        return None
    areas = (messages("peek.area", code=code) for code in line.areas)
    said = [*(words.time_text(time, messages) for time in line.times), *areas, line.unit]
    return mark(words.USED, ", ".join(cut(text, 40) for text in said if text))

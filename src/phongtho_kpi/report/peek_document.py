"""What `kpi peek` tells a program: the contract of docs/commands.md, *Machine-readable*; what it adds comes last."""

from collections.abc import Iterable, Iterator, Mapping

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.i18n.numbers import plain
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.seen import InDoubt, SeenColumn, SeenFile, SeenLine, SeenName, SeenSheet, SeenTable
from phongtho_kpi.report.findings import finding_document

Entry = Mapping[str, object]


def peek_document(seen: SeenFile, findings: Iterable[Finding], messages: Messages) -> Entry:
    """All there is to see, and what an import would say of it; the cells come as a stream, since they may be many."""
    style = seen.number_style or None
    of_tables = (finding for sheet in seen.sheets for table in sheet.tables for finding in table.findings)
    return {
        "schema": 1,
        "file": seen.file,
        "kind": seen.kind,
        "sheets": [_sheet(sheet, style) for sheet in seen.sheets],
        "number_style": style,
        "number_style_asked": seen.is_asked,
        "settled_by": [{"number_style": one.style, "cell": one.place, "text": one.text} for one in seen.settled_by],
        "in_doubt": None if seen.in_doubt is None else _doubt(seen.in_doubt),
        "profile": seen.profile or None,
        "findings": [finding_document(finding, messages) for finding in (*findings, *of_tables)],
    }


def _sheet(sheet: SeenSheet, style: str | None) -> Entry:
    first = sheet.tables[0] if sheet.tables else None
    return {
        "name": sheet.name,
        "cells": _cells(sheet),
        "header_row": None if first is None else first.header_rows[0],
        "layout": None if first is None else first.kind,
        "number_style": style,
        "hidden": sheet.is_hidden,
        "hidden_rows": [list(rows) for rows in sheet.hidden_rows],
        "hidden_columns": list(sheet.hidden_columns),
        "tables": [_table(table) for table in sheet.tables],
        "more_tables": sheet.more_tables,
    }


def _cells(sheet: SeenSheet) -> Iterator[list[str]]:
    return ([f"{cell.letters}{cell.row}", cell.text] for cell in sheet.cells)


def _table(table: SeenTable) -> Entry:
    return {
        "layout": table.kind,
        "header_rows": list(table.header_rows),
        "figures": table.figures,
        "rejected": table.rejected,
        "lines": [_line(line) for line in table.lines],
        "columns": [_column(column) for column in table.columns],
        "names": [_name(name) for name in table.names],
        "more_names": table.more_names,
    }


def _line(line: SeenLine) -> Entry:
    return {"cell": line.address, "text": line.text}


def _column(column: SeenColumn) -> Entry:
    return {
        "column": column.letters,
        "heading": column.heading,
        "role": column.role,
        "figures": column.figures,
        "period": None if column.period is None else str(column.period),
        "status": None if column.status is None else column.status.value,
        "area": column.area or None,
        "unit": column.unit or None,
        "problem": column.problem or None,
        "hidden": column.is_hidden,
        "indicator": column.indicator or None,
    }


def _name(name: SeenName) -> Entry:
    return {
        "role": name.role,
        "text": name.text,
        "row": name.row,
        "rows": name.rows,
        "figures": name.figures,
        "means": name.means or None,
        "problem": name.problem or None,
        "nearest": name.nearest or None,
    }


def _doubt(doubt: InDoubt) -> Entry:
    return {"cell": doubt.place, "text": doubt.text, "as_vi": plain(doubt.as_vi), "as_en": plain(doubt.as_en)}

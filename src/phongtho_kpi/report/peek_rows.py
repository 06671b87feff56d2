"""The rows of a table for `kpi peek`: which names they have and what these mean, and what an import would reject."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.finding import Finding, Origin
from phongtho_kpi.model.seen import SeenName, SeenSheet, SeenTable
from phongtho_kpi.report import peek_words as words
from phongtho_kpi.report.peek_words import cut, mark, more_note, problem_mark
from phongtho_kpi.report.table import Cell, Column, ColumnKind, Note, NumberCell, Section, Table, TextCell, Tone
from phongtho_kpi.report.wording import capitalised

_MOST = 40  # names of one role, and rejections
_LONGEST = 80
_ROLES = ("indicator", "period", "area", "status", "unit")


def names_table(name: str, sheet: SeenSheet, table: SeenTable, messages: Messages) -> Table:
    """The names of indicators, periods, areas and units that the rows have, and what they mean."""
    by_role = {role: [one for one in table.names if one.role == role and _is_telling(one)] for role in _ROLES}
    repeat = any(one.rows > 1 for names in by_role.values() for one in names)
    columns = [
        Column("name_in_file", messages("role.indicator")),
        Column("first_row", messages("column.first_row"), ColumnKind.NUMBER),
        *([Column("rows", messages("column.rows"), ColumnKind.NUMBER)] if repeat else []),
        Column("understood", messages("column.understood"), ColumnKind.STATUS),
    ]
    sections = []
    for role, names in by_role.items():
        if names:
            rows = tuple(_name_row(one, messages, repeat=repeat) for one in _chosen(names))
            sections.append(Section(capitalised(messages(f"role.{role}")), rows))
    more = table.more_names + sum(max(len(names) - _MOST, 0) for names in by_role.values())
    notes = tuple(_row_notes(more, sheet, table, messages))
    return Table(messages.lang, _names_title(name, table, messages), tuple(columns), tuple(sections), notes=notes)


def _names_title(name: str, table: SeenTable, messages: Messages) -> str:
    unknown = sum(one.role == "indicator" and bool(one.problem) for one in table.names)
    key = "title.peek_names_unknown" if unknown else "title.peek_names"
    return messages(key, table=name, known=len(table.indicators), unknown=unknown)


def _is_telling(name: SeenName) -> bool:
    """A unit that is the indicator's own says nothing new."""
    return name.role != "unit" or bool(name.problem) or name.text != name.means


def _chosen(names: Sequence[SeenName]) -> Sequence[SeenName]:
    """What is wrong before what is right where they are too many, and then in the order of rows."""
    ordered = sorted(names, key=lambda name: not name.problem)[:_MOST]
    return sorted(ordered, key=lambda name: name.row)


def _name_row(name: SeenName, messages: Messages, *, repeat: bool) -> tuple[Cell, ...]:
    return (
        TextCell(cut(name.text, _LONGEST) or messages("peek.blank")),
        NumberCell(Decimal(name.row), 0),
        *([NumberCell(Decimal(name.rows), 0)] if repeat else []),
        _meaning(name, messages),
    )


def _meaning(name: SeenName, messages: Messages) -> Cell:
    if name.problem:
        near = messages("peek.near", name=cut(name.nearest, _LONGEST)) if name.nearest else ""
        return problem_mark(name.problem, messages, near, name.means if name.role == "unit" else "")
    match name.role:
        case "period":
            means = words.period_text(name.period, messages) if name.period else ""
        case "status":
            means = messages(f"observation_status.{name.means}")
        case "area":
            means = name.means or messages("peek.whole_place")
        case "unit":
            means = messages("peek.converted", unit=name.means)
        case _:
            means = name.means
    return mark(words.TAKEN, means, "" if name.figures else messages("peek.no_figures"))


def _row_notes(more: int, sheet: SeenSheet, table: SeenTable, messages: Messages) -> Iterator[Note]:
    yield from more_note("names", more, messages)
    if table.idle_rows:
        text = messages("note.peek_idle_rows", rows=words.rows_text(table.idle_rows))
        yield Note(text, symbol="·", tone=Tone.FAINT)
    if sheet.hidden_rows:
        text = messages("note.peek_hidden_rows", rows=words.rows_text(sheet.hidden_rows))
        yield Note(text, symbol="–", tone=Tone.FAINT)


def rejected_table(name: str, table: SeenTable, messages: Messages) -> Table:
    """Where figures would be rejected, and why, in the words of `kpi import`."""
    errors = sorted((one for one in table.findings if one.is_error), key=_row)
    places = [_shown_place(one.origin, messages) for one in errors[:_MOST]]
    widest = max(map(len, places), default=0)
    notes = tuple(
        Note(messages.finding(one)[0], symbol=f"✘ {place:<{widest}} ", tone=Tone.FAILED)
        for one, place in zip(errors, places, strict=False)
    )
    more = more_note("errors", len(errors) - len(notes), messages)
    title = messages("title.peek_rejected", table=name, count=table.rejected, all=table.figures)
    return Table(messages.lang, title, (Column("cell", messages("column.cell")),), (), notes=(*notes, *more))


def _shown_place(origin: Origin, messages: Messages) -> str:
    """`D7`, `dòng 10`, `cột D`, or the whole sheet."""
    if origin.line is not None:
        return messages("peek.line", line=origin.line)
    if origin.cell is None:
        return messages("peek.whole_sheet")
    whole, colon, _ = origin.cell.partition(":")
    if not colon:
        return whole
    return messages("peek.rows", rows=whole) if whole.isdigit() else messages("peek.column", letters=whole)


def _row(finding: Finding) -> int:
    """The row that a finding is about; 0 of a column or a sheet."""
    digits = "".join(sign for sign in (finding.origin.cell or "").split(":")[0] if sign.isdigit())
    return finding.origin.line or int(digits or 0)

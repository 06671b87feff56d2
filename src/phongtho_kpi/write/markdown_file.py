"""A table as GitHub's Markdown: nothing from the data becomes markup."""

import re
from collections.abc import Iterable, Iterator

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.report.sheet import Letter
from phongtho_kpi.report.table import Cell, Column, ColumnKind, Note, Table, TextCell
from phongtho_kpi.write.cells import cell_text
from phongtho_kpi.write.screen import NO_BREAK, safe

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$@#]")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)  # GitHub makes a link of a bare address
_LISTS = re.compile(r"^(?=[-+=])|^([0-9]{1,9})(?=[.)])")  # at a line's beginning; more digits number no list


def markdown_text(table: Table, *, level: int = 1) -> str:
    """Title, lines under it, one table a section, the notes as a list; `level` is that of the title's heading."""
    messages, mark = Messages(table.lang), "#" * level
    lines = [f"{mark} {_escaped(table.title)}"]
    for text in table.subtitle:
        lines += ["", _escaped(text)]
    columns = [at for at, column in enumerate(table.columns) if column.kind is not ColumnKind.BAR]
    for section in table.sections:
        lines += ["", *([f"{mark}# {_escaped(section.heading)}", ""] if section.heading else [])]
        lines += [_row(_escaped(table.columns[at].heading) for at in columns)]
        lines += [_row("---:" if table.columns[at].kind is ColumnKind.NUMBER else "---" for at in columns)]
        lines += [_row(_cell(table.columns[at], row[at], messages) for at in columns) for row in section.rows]
    if table.notes:
        lines += [""]
    lines += [f"- {_noted(note)}" for note in table.notes]
    return "\n".join(lines) + "\n"


def document_text(tables: Iterable[Table]) -> str:
    """Tables that belong together, the first one's title above the others'."""
    return "\n".join(markdown_text(table, level=2 if number else 1) for number, table in enumerate(tables))


def letter_text(letter: Letter) -> str:
    """A letter that reads well as plain text too: headings and lists."""
    lines = [f"# {_escaped(letter.title)}"]
    for text in letter.subtitle:
        lines += ["", _escaped(text)]
    for block in letter.blocks:
        lines += ["", *([f"## {_escaped(block.heading)}", ""] if block.heading else [])]
        lines += [f"- {_noted(note)}" for note in block.lines]
    for text in letter.ending:
        lines += ["", _escaped(text)]
    return "\n".join(lines) + "\n"


def _noted(note: Note) -> str:
    return _escaped(" ".join(filter(None, (note.symbol, note.text, note.hint))))


def _row(texts: Iterator[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _cell(column: Column, cell: Cell, messages: Messages) -> str:
    text = cell_text(cell, messages)
    if isinstance(cell, TextCell) and cell.under:
        text = f"{text} ({cell.under})"
    return text if column.kind in (ColumnKind.NUMBER, ColumnKind.DAY) else _escaped(text)


def _escaped(text: str) -> str:
    """The text as it is, whatever it looks like: every sign with a meaning gets a backslash, no blanks before it."""
    shown = safe(text).replace(NO_BREAK, " ").strip()
    return _LISTS.sub(r"\1\\", _LINKS.sub(r"\\", _MARKUP.sub(r"\\\g<0>", shown)))

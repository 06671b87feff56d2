"""`kpi peek FILE`: what the program sees in a file, so that one understands why it is read or not."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import Area, DocumentFormat, NumbersStyle, PeriodOption, Profile, is_json
from phongtho_kpi.cli.output import say_findings, say_tables, say_text
from phongtho_kpi.cli.returns import words_for, words_of_form
from phongtho_kpi.cli.session import open_session, refuse_unreadable
from phongtho_kpi.model.finding import AMBIGUOUS_FIGURE, HIDDEN
from phongtho_kpi.model.seen import SeenFile
from phongtho_kpi.read.returns.csv_file import BrokenCsvError
from phongtho_kpi.read.returns.peeking import seen_file
from phongtho_kpi.read.returns.reading import look_at
from phongtho_kpi.report.peek import only_sheet, peek_tables
from phongtho_kpi.report.peek_document import peek_document
from phongtho_kpi.workspace import InvalidInputError, KpiError
from phongtho_kpi.write.json_stream import json_pieces

File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False, readable=False)]
SheetName = Annotated[str | None, typer.Option("--sheet", metavar="NAME")]
EveryCell = Annotated[bool, typer.Option("--cells")]


def peek(
    ctx: typer.Context,
    file: File,
    *,
    sheet: SheetName = None,
    cells: EveryCell = False,
    period: PeriodOption = None,
    area: Area = None,
    numbers: NumbersStyle = None,
    profile: Profile = None,
    format: DocumentFormat = "text",  # noqa: A002 — the option's name
) -> None:
    """Read a file as an import would, and show what was understood; a number in doubt is part of that."""
    wants_json = is_json(format)
    session = open_session(ctx.ensure_object(Common))
    words, form = words_of_form(session, words_for(session, period, area, numbers, {}), profile, file)
    try:
        looked = look_at(file, words, form)
        refuse_unreadable((one for one in looked.findings if one.kind is not AMBIGUOUS_FIGURE), session.workspace)
        seen = _of_sheet(seen_file(looked, words)._replace(profile="" if form is None else form.name), sheet)
        if wants_json:
            for piece in json_pieces(peek_document(seen, looked.findings, session.messages)):
                say_text(piece)
            return
        say_tables(peek_tables(seen, session.messages, every_cell=cells))
    except BrokenCsvError as error:
        raise InvalidInputError((error.finding(str(file)),), session.workspace.root) from None
    others = tuple(one for one in looked.findings if one.kind not in (AMBIGUOUS_FIGURE, HIDDEN))
    if others:
        say_findings(others, session.messages, session.workspace.root, sys.stderr)


def _of_sheet(seen: SeenFile, name: str | None) -> SeenFile:
    """Only the sheet that was asked for; raises KpiError `unknown-choice`."""
    if name is None:
        return seen
    chosen = only_sheet(seen, name)
    if chosen is None:
        raise KpiError("unknown-choice", option="--sheet", value=name, known=", ".join(one.name for one in seen.sheets))
    return chosen

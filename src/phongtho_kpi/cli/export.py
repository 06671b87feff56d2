"""`kpi export FILE`: the status table as a file, by its ending."""

from pathlib import Path
from typing import Annotated

import typer

from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.formats import Format, status_bytes
from phongtho_kpi.cli.options import Actuals, AsOf, Flags, Groups, KnownOn, Owners, Sort, Statuses, selection
from phongtho_kpi.cli.output import say_text
from phongtho_kpi.cli.session import judge, open_session
from phongtho_kpi.report.selection import Order, select
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.safely import write_safely
from phongtho_kpi.write.screen import safe

Target = Annotated[Path, typer.Argument(metavar="FILE", show_default=False, readable=False)]


def export(
    ctx: typer.Context,
    file: Target,
    *,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    group: Groups = None,
    owner: Owners = None,
    status: Statuses = None,
    flag: Flags = None,
    sort: Sort = Order.CATALOGUE.value,
    actuals: Actuals = None,
) -> None:
    """Judge, choose, write; the file is there whole, or as it was."""
    form = _format(file)
    session = open_session(ctx.ensure_object(Common), as_of, known_on)
    if session.workspace.keeps(file):
        raise KpiError("kept-there", file=str(file))
    what = selection(session.catalogue, session.messages.lang, group, owner, status, flag, sort)
    judged = judge(session, actuals or ())
    entries = select(judged.assessments.entries, what)
    write_safely(file, status_bytes(form, session, judged, entries))
    say_text(session.messages("note.exported", file=safe(str(file)), count=len(entries)) + "\n")


def _format(file: Path) -> Format:
    """The format of a file's ending; raises KpiError `unknown-ending`."""
    ending = file.suffix.lower().removeprefix(".")
    if ending not in list(Format):
        raise KpiError("unknown-ending", file=str(file), known=", ".join(f".{one}" for one in Format))
    return Format(ending)

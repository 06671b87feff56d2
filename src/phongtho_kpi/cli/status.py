"""`kpi status`: which of the year's indicators are on track."""

from typing import Annotated

import typer

from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.formats import Format, status_bytes
from phongtho_kpi.cli.options import (
    Actuals,
    AsOf,
    Flags,
    Groups,
    KnownOn,
    Owners,
    Since,
    Sort,
    Statuses,
    chosen,
    one_of,
    selection,
    words,
)
from phongtho_kpi.cli.output import say_tables, say_text, stdout, width_of
from phongtho_kpi.cli.session import judge, open_session
from phongtho_kpi.model.assessment import Status
from phongtho_kpi.report.selection import Order, select
from phongtho_kpi.report.status import status_table, width_for

TABLE = "table"
PRINTED = (TABLE, Format.JSON.value, Format.CSV.value, Format.MARKDOWN.value)
HIT = 1

StatusFormat = Annotated[str, typer.Option("--format", metavar="|".join(PRINTED), autocompletion=lambda: list(PRINTED))]
FailOn = Annotated[
    list[str] | None, typer.Option("--fail-on", metavar="STATUS,…", autocompletion=lambda: words(Status))
]
Wide = Annotated[bool, typer.Option("--wide")]


def status(
    ctx: typer.Context,
    *,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    since: Since = None,
    group: Groups = None,
    owner: Owners = None,
    status: Statuses = None,
    flag: Flags = None,
    sort: Sort = Order.CATALOGUE.value,
    wide: Wide = False,
    format: StatusFormat = TABLE,  # noqa: A002 — the option's name
    actuals: Actuals = None,
    fail_on: FailOn = None,
) -> None:
    """Judge, choose, show; end with 1 where a status of --fail-on is among what is chosen."""
    form, dreaded = one_of("--format", format, PRINTED), chosen("--fail-on", fail_on, Status)
    session = open_session(ctx.ensure_object(Common), as_of, known_on)
    what = selection(session.catalogue, session.messages.lang, group, owner, status, flag, sort)
    judged = judge(session, actuals or ())
    entries = select(judged.assessments.entries, what)
    if since is not None:
        from phongtho_kpi.cli.since import say_since

        say_since(since, form, session, judged, entries, wide=wide)
    elif form == TABLE:
        width = width_for(width_of(stdout()), wide=wide)
        grouped = what.sort is Order.CATALOGUE
        say_tables([status_table(judged.assessments, entries, session.messages, width=width, grouped=grouped)])
    else:
        say_text(status_bytes(Format(form), session, judged, entries).decode("utf-8-sig"))
    if any(entry.headline.status in dreaded for entry in entries):
        raise typer.Exit(HIT)

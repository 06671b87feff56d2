"""`kpi show ID`: one indicator, with every number and where it came from."""

import os
from typing import Annotated

import typer

from phongtho_kpi.assess.assessment import courses
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import Actuals, AsOf, DocumentFormat, KnownOn, indicator_of, is_json
from phongtho_kpi.cli.output import say_report, say_text
from phongtho_kpi.cli.session import judge, open_session
from phongtho_kpi.report.document import indicator_document
from phongtho_kpi.report.indicator import indicator_report
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.json_file import json_text


def known_ids() -> list[str]:
    """The ids a shell offers: those of the workspace around, none where there is none to be read."""
    try:
        return [indicator.id for indicator in open_session(Common.at_start([], os.environ)).catalogue.indicators]
    except (KpiError, OSError):
        return []


IndicatorId = Annotated[str, typer.Argument(metavar="ID", show_default=False, autocompletion=known_ids)]


def show(
    ctx: typer.Context,
    indicator: IndicatorId,
    *,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: DocumentFormat = "text",  # noqa: A002 — the option's name
    actuals: Actuals = None,
) -> None:
    """Judge, and show one indicator."""
    wants_json = is_json(format)
    session = open_session(ctx.ensure_object(Common), as_of, known_on)
    wanted = indicator_of(session.catalogue, indicator)
    judged = judge(session, actuals or ())
    entry = next(one for one in judged.assessments.entries if one.indicator.id == wanted.id)
    months = courses(session.catalogue, judged.observations, session.clocks, [entry.indicator])[entry.indicator.id]
    figures = tuple(one for one in judged.observations if one.indicator in (indicator, entry.indicator.of))
    if wants_json:
        say_text(json_text(indicator_document(judged.assessments, entry, months, figures, session.messages)))
    else:
        say_report(indicator_report(judged.assessments, entry, months, figures, session.messages))

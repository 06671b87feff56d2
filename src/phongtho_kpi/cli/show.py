"""`kpi show ID`: one indicator, with every number and where it came from."""

import os
from difflib import get_close_matches
from typing import Annotated

import typer

from phongtho_kpi.assess.assessment import courses
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import Actuals, AsOf, DocumentFormat, KnownOn, is_json
from phongtho_kpi.cli.output import say_report, say_text
from phongtho_kpi.cli.session import Judged, judge, open_session
from phongtho_kpi.model.assessment import Assessment
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
    judged = judge(session, actuals or ())
    entry = _entry(judged, indicator)
    months = courses(session.catalogue, judged.observations, session.clocks, [entry.indicator])[entry.indicator.id]
    figures = tuple(one for one in judged.observations if one.indicator in (indicator, entry.indicator.of))
    if wants_json:
        say_text(json_text(indicator_document(judged.assessments, entry, months, figures, session.messages)))
    else:
        say_report(indicator_report(judged.assessments, entry, months, figures, session.messages))


def _entry(judged: Judged, wanted: str) -> Assessment:
    """The verdict on the indicator of that id; raises KpiError `unknown-id`, naming the nearest."""
    by_id = {entry.indicator.id: entry for entry in judged.assessments.entries}
    if wanted not in by_id:
        nearest = get_close_matches(wanted, by_id, n=1, cutoff=0.4)
        raise KpiError("unknown-id", id=wanted, nearest=nearest[0] if nearest else "")
    return by_id[wanted]

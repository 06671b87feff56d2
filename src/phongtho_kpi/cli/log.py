"""`kpi log [ID]`: which figures came in when, from where, and what they took the place of."""

from collections.abc import Callable, Sequence
from typing import Annotated, NamedTuple

import typer

from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import DocumentFormat, asked_day, indicator_of, is_json
from phongtho_kpi.cli.output import say_tables, say_text, stdout, width_of
from phongtho_kpi.cli.session import Session, open_session
from phongtho_kpi.cli.show import known_ids
from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.returns.names import AreaNames, AreaProblem
from phongtho_kpi.report.document import Document
from phongtho_kpi.report.log import Days, logged_files, logged_versions
from phongtho_kpi.report.log_document import files_document, versions_document
from phongtho_kpi.report.log_tables import files_table
from phongtho_kpi.report.log_versions import versions_table
from phongtho_kpi.report.log_words import LogWords
from phongtho_kpi.report.table import Table
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.json_file import json_text

ALL = "all"
MOST_SHOWN, MOST_IN_A_DOCUMENT = 200, 10_000  # the rest is counted: an import may bring a million figures

SomeIndicatorId = Annotated[str | None, typer.Argument(metavar="ID", show_default=False, autocompletion=known_ids)]
AreaOrAll = Annotated[str, typer.Option("--area", metavar=f"AREA|{ALL}")]
Since = Annotated[str | None, typer.Option("--since", metavar="YYYY-MM-DD")]
Until = Annotated[str | None, typer.Option("--until", metavar="YYYY-MM-DD")]


def log(
    ctx: typer.Context,
    indicator: SomeIndicatorId = None,
    *,
    area: AreaOrAll = ALL,
    since: Since = None,
    until: Until = None,
    format: DocumentFormat = "text",  # noqa: A002 — the option's name
) -> None:
    """Read all figures, and say in which order they came: import by import, or all of one indicator."""
    wants_json = is_json(format)
    days = Days(asked_day("--since", since), asked_day("--until", until))
    session = open_session(ctx.ensure_object(Common))
    wanted = None if indicator is None else indicator_of(session.catalogue, indicator)
    is_of_area = _area_filter(session, area)
    figures = session.observations()
    chosen = _Chosen(
        session,
        wanted,
        days,
        [one for one in figures.observations if (wanted is None or one.indicator == wanted.id) and is_of_area(one)],
        session.findings + figures.findings,
    )
    if wants_json:
        say_text(json_text(_document(chosen)))
    else:
        say_tables([_table(chosen)])


class _Chosen(NamedTuple):
    """What to look at: all figures, or those of one indicator, and on which days they came in."""

    session: Session
    indicator: Indicator | None
    days: Days
    figures: Sequence[Observation]
    findings: tuple[Finding, ...]


def _table(chosen: _Chosen) -> Table:
    session, indicators = chosen.session, chosen.session.catalogue.by_id()
    words = LogWords(session.catalogue, session.areas, session.messages, width_of(stdout()))
    if chosen.indicator is None:
        files = logged_files(chosen.figures, indicators, chosen.days)
        return files_table(files, MOST_SHOWN, len(chosen.findings), words)
    versions = logged_versions(chosen.figures, indicators, chosen.days, MOST_SHOWN)
    return versions_table(chosen.indicator, versions, len(chosen.findings), words)


def _document(chosen: _Chosen) -> Document:
    session, indicators = chosen.session, chosen.session.catalogue.by_id()
    if chosen.indicator is None:
        files = logged_files(chosen.figures, indicators, chosen.days)
        return files_document(files, MOST_IN_A_DOCUMENT, session.catalogue, chosen.findings, session.messages)
    versions = logged_versions(chosen.figures, indicators, chosen.days, MOST_IN_A_DOCUMENT)
    return versions_document(
        chosen.indicator, versions, session.catalogue, session.areas, chosen.findings, session.messages
    )


def _area_filter(session: Session, area: str) -> Callable[[Observation], bool]:
    """Whether a figure is of the area that a code or a name means in its period; raises KpiError `unknown-area`."""
    if area == ALL:
        return lambda _: True
    names = AreaNames(session.catalogue.place, session.areas)
    this_year = Period.to_date(session.catalogue.year, 12)
    if not names.knows(area) and isinstance(names.of("", area, this_year), AreaProblem):
        raise KpiError("unknown-area", value=area)
    return lambda figure: names.of("", area, figure.period) == figure.area

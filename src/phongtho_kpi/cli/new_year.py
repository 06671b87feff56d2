"""`kpi new-year YEAR`: next year's catalogue, made from this year's text and what its figures came to."""

import sys
from contextlib import suppress
from dataclasses import replace
from typing import Annotated

import typer

from phongtho_kpi.assess.year_end import year_ends
from phongtho_kpi.cli.catalogue_text import catalogue_text
from phongtho_kpi.cli.common import Common, year_from
from phongtho_kpi.cli.options import AsOf, KnownOn
from phongtho_kpi.cli.output import named_as_shown, said_to_be_kept, say_text
from phongtho_kpi.cli.session import Session, here, open_session
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.catalogue import Baseline
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.read.yaml_document import yaml_of
from phongtho_kpi.report.new_year import baselines_of, new_year_lines, next_steps
from phongtho_kpi.workspace import InvalidInputError, KpiError, Workspace
from phongtho_kpi.write.catalogue_file.next_year import next_year, renewed
from phongtho_kpi.write.catalogue_file.nodes import loose_alias
from phongtho_kpi.write.lock import locked_folder
from phongtho_kpi.write.safely import create_safely

Year = Annotated[str, typer.Argument(metavar="YEAR", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run")]


def new_year(
    ctx: typer.Context, for_year: Year, *, as_of: AsOf = None, known_on: KnownOn = None, dry_run: DryRun = False
) -> None:
    """Read the catalogue before, judge where its year ended, edit its text, write."""
    common = ctx.ensure_object(Common)
    made = year_from("YEAR", for_year)
    before = _year_before(Workspace.find(common.folder, here()), made, common.asked_year)
    session = open_session(replace(common, year=str(before)), as_of, known_on)
    common.catalogue_lang = session.catalogue.lang
    workspace, baselines = session.workspace, _baselines(session, made)
    path = workspace.catalogue_file(made)
    content = _renewed_content(session, made, baselines)
    if not dry_run:
        with locked_folder(workspace, workspace.targets), named_as_shown(workspace):
            create_safely(path, content)
    with said_to_be_kept(None if dry_run else workspace.shown(path)):
        _say(session, made, baselines, content.decode() if dry_run else None, quiet=common.quiet)


def _year_before(workspace: Workspace, made: int, asked: int | None) -> int:
    """The year whose catalogue goes on: the one that was asked for, else the newest before; raises KpiError."""
    years = workspace.years()
    if made in years:
        raise KpiError("file-exists", file=workspace.shown(workspace.catalogue_file(made)))
    before = asked or max((one for one in years if one < made), default=made)
    if before >= made:
        raise KpiError("no-year-before", year=str(made), years=", ".join(map(str, years)))
    return before


def _baselines(session: Session, made: int) -> dict[str, Baseline]:
    """Where the year before ended, in the words of the catalogue; nothing where there is a year in between."""
    catalogue = session.catalogue
    if catalogue.year != made - 1:
        return {}
    ends = year_ends(catalogue, session.observations().observations, session.clocks)
    return baselines_of(catalogue, ends, Messages(catalogue.lang))


def _renewed_content(session: Session, made: int, baselines: dict[str, Baseline]) -> bytes:
    """The new file; raises KpiError where the text could not be edited as it should."""
    before = catalogue_text(session.workspace, session.catalogue.year)
    if before.errors:
        raise InvalidInputError(before.findings, session.workspace.root)
    text = next_year(before.text, made, baselines)
    content = text.encode()
    if yaml_of(content, before.shown).content != renewed(before.nodes, made, baselines):
        place = Origin(before.shown, line=loose_alias(before.text, text))
        raise KpiError("cannot-renew", place=str(place))
    return content


def _say(session: Session, made: int, baselines: dict[str, Baseline], draft: str | None, *, quiet: bool) -> None:
    """What was written, what is left to fill in, what to do next; of a dry run the file, and the words beside it."""
    messages, workspace = session.messages, session.workspace
    files = {
        "file": workspace.shown(workspace.catalogue_file(made)),
        "before": workspace.shown(workspace.catalogue_file(session.catalogue.year)),
    }
    lines = new_year_lines(session.catalogue, made, baselines, messages)
    if draft is None:
        steps = next_steps(session.catalogue, made, files["file"], baselines, messages)
        say_text("\n".join([messages("new_year.written", **files), *lines, *steps, ""]))
        sys.stdout.flush()
        return
    say_text(draft)
    sys.stdout.flush()
    if sys.stderr is not None and not quiet:
        with suppress(OSError, ValueError):  # nobody listens
            sys.stderr.writelines(f"{line}\n" for line in [messages("new_year.dry_run", **files), *lines])

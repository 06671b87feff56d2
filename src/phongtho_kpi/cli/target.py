"""`kpi target ID`: a later decision on a target, added to the catalogue, which keeps every other byte."""

import sys
from contextlib import nullcontext, suppress
from typing import Annotated, NamedTuple

import typer

from phongtho_kpi.cli.catalogue_text import CatalogueText, catalogue_text, new_findings, with_content
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import day_of, indicator_of
from phongtho_kpi.cli.output import named_as_shown, said_to_be_kept, say_findings, say_text
from phongtho_kpi.cli.revising import Asked, revision_of
from phongtho_kpi.cli.session import Session, here, open_session
from phongtho_kpi.cli.show import IndicatorId
from phongtho_kpi.model.catalogue import Indicator, Revision
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.report.revision import revision_line
from phongtho_kpi.workspace import InvalidInputError, KpiError, Workspace
from phongtho_kpi.write.catalogue_file.difference import unified_diff
from phongtho_kpi.write.catalogue_file.revision import revised, with_revision
from phongtho_kpi.write.lock import locked_folder
from phongtho_kpi.write.safely import replace_safely
from phongtho_kpi.write.screen import NO_BREAK, safe

AtLeast = Annotated[str | None, typer.Option("--at-least", metavar="N")]
AtMost = Annotated[str | None, typer.Option("--at-most", metavar="N")]
Within = Annotated[str | None, typer.Option("--within", metavar="LOW..HIGH")]
Done = Annotated[bool, typer.Option("--done")]
Stretch = Annotated[str | None, typer.Option("--stretch", metavar="N|none")]
Due = Annotated[str | None, typer.Option("--due", metavar="YYYY-MM-DD|none")]
From = Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD")]
DecidedBy = Annotated[str, typer.Option("--decided-by", metavar="TEXT")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT")]
DryRun = Annotated[bool, typer.Option("--dry-run")]


class _Edited(NamedTuple):
    """The catalogue before and after, the indicator as it was, and its revision."""

    before: CatalogueText
    after: CatalogueText
    indicator: Indicator
    revision: Revision
    warnings: tuple[Finding, ...]


def target(
    ctx: typer.Context,
    indicator: IndicatorId,
    *,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    within: Within = None,
    done: Done = False,
    stretch: Stretch = None,
    due: Due = None,
    starts: From,
    decided_by: DecidedBy,
    why: Why,
    dry_run: DryRun = False,
) -> None:
    """Read, add the revision, read again what came of it, write, say what changed."""
    common = ctx.ensure_object(Common)
    asked = Asked(at_least, at_most, within, done, stretch, due, starts, decided_by, why)
    common.year = common.year or _year_of(common, starts)
    session = open_session(common)
    indicator_of(session.catalogue, indicator)
    workspace = session.workspace
    with nullcontext() if dry_run else locked_folder(workspace, workspace.targets):
        edited = _edited(session, indicator, asked)
        if not dry_run:
            with named_as_shown(workspace):
                replace_safely(edited.after.path, edited.before.content, edited.after.content)
    with said_to_be_kept(None if dry_run else edited.after.shown):
        _say(edited, session, dry_run=dry_run, quiet=common.quiet)


def _year_of(common: Common, starts: str) -> str:
    """The year that a decision is of by its day; raises KpiError where that has no catalogue."""
    years, day = Workspace.find(common.folder, here()).years(), day_of("--from", starts)
    if years and day.year not in years:  # where there is none at all, that is said of every command
        shown = {"day": common.messages.day(day), "year": str(day.year), "years": ", ".join(map(str, years))}
        raise KpiError("no-catalogue-of-day", **shown)
    return str(day.year)


def _edited(session: Session, name: str, asked: Asked) -> _Edited:
    """The catalogue as it is now, and with the revision; raises KpiError where that is wrong or changes more."""
    workspace, messages = session.workspace, session.messages
    before = catalogue_text(workspace, session.catalogue.year)
    if before.catalogue is None or before.errors:
        raise InvalidInputError(before.findings, workspace.root)
    indicator = indicator_of(before.catalogue, name)
    revision = revision_of(asked, indicator, before.catalogue.year, messages)
    after = with_content(workspace, before.path, with_revision(before.text, name, revision).encode())
    if after.nodes != revised(before.nodes, name, revision):  # nothing is said of a text that nobody has seen
        raise KpiError("cannot-revise", id=name)
    new = new_findings(before, after)
    if after.errors:
        say_findings(new, messages, workspace.root, sys.stderr, {after.shown: after.text})
        raise KpiError("revision-refused", count=len(after.errors))
    return _Edited(before, after, indicator, revision, new)


def _say(edited: _Edited, session: Session, *, dry_run: bool, quiet: bool) -> None:
    """What changed, where, and what to do next; of a dry run the difference, and the words beside it."""
    messages, shown = session.messages, edited.after.shown
    words = safe(revision_line(edited.indicator, edited.revision, messages)).replace(NO_BREAK, " ")
    if dry_run:
        say_text(unified_diff(shown, edited.before.text, edited.after.text))
        lines = [words, messages("target.dry_run", file=shown)]
    else:
        following = messages("target.next", year=str(session.catalogue.year))
        say_text("\n".join([words, messages("target.written", place=_place(edited)), following, ""]))
        lines = []
    sys.stdout.flush()
    if quiet or sys.stderr is None:
        return
    with suppress(OSError, ValueError):  # nobody listens
        sys.stderr.writelines(f"{line}\n" for line in lines)
    if edited.warnings:
        say_findings(edited.warnings, messages, session.workspace.root, sys.stderr, {shown: edited.after.text})


def _place(edited: _Edited) -> str:
    """Where the revision stands now."""
    catalogue = edited.after.catalogue
    indicator = edited.indicator if catalogue is None else catalogue.by_id()[edited.indicator.id]
    return str(indicator.origin_of(f"revisions.{len(edited.indicator.revisions)}"))

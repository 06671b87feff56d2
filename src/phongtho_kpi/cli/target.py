"""`kpi target ID`: a later decision on a target, added to the catalogue, which keeps every other byte."""

import sys
from contextlib import nullcontext, suppress
from typing import Annotated, NamedTuple

import typer

from phongtho_kpi.cli.catalogue_text import CatalogueText, catalogue_text, new_findings, with_content
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import indicator_of
from phongtho_kpi.cli.output import said_to_be_kept, say_findings, say_text
from phongtho_kpi.cli.revising import Asked, revision_of
from phongtho_kpi.cli.session import Session, open_session
from phongtho_kpi.cli.show import IndicatorId
from phongtho_kpi.model.catalogue import Indicator, Revision
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.report.revision import revision_line
from phongtho_kpi.workspace import InvalidInputError, KpiError
from phongtho_kpi.write.catalogue_file.difference import unified_diff
from phongtho_kpi.write.catalogue_file.revision import is_only_revised, with_revision
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


class _Revised(NamedTuple):
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
    session = open_session(common)
    indicator_of(session.catalogue, indicator)
    workspace = session.workspace
    with nullcontext() if dry_run else locked_folder(workspace, workspace.targets):
        revised = _revised(session, indicator, asked)
        if not dry_run:
            replace_safely(revised.after.path, revised.before.content, revised.after.content)
    with said_to_be_kept(None if dry_run else revised.after.shown):
        _say(revised, session, dry_run=dry_run, quiet=common.quiet)


def _revised(session: Session, name: str, asked: Asked) -> _Revised:
    """The catalogue as it is now, and with the revision; raises KpiError where that is wrong or changes more."""
    workspace, messages = session.workspace, session.messages
    before = catalogue_text(workspace, session.catalogue.year)
    if before.catalogue is None or before.errors:
        raise InvalidInputError(before.findings, workspace.root)
    indicator = indicator_of(before.catalogue, name)
    revision = revision_of(asked, indicator, before.catalogue.year, messages)
    after = with_content(workspace, before.path, with_revision(before.text, name, revision).encode())
    new = new_findings(before, after)
    if after.errors:
        say_findings(new, messages, workspace.root, sys.stderr, {after.shown: after.text})
        raise KpiError("revision-refused", count=len(after.errors))
    if after.catalogue is None or not is_only_revised(before.catalogue, after.catalogue, name, revision):
        raise KpiError("cannot-revise", id=name)
    return _Revised(before, after, indicator, revision, new)


def _say(revised: _Revised, session: Session, *, dry_run: bool, quiet: bool) -> None:
    """What changed, where, and what to do next; of a dry run the difference, and the words beside it."""
    messages, shown = session.messages, revised.after.shown
    words = safe(revision_line(revised.indicator, revised.revision, messages)).replace(NO_BREAK, " ")
    if dry_run:
        say_text(unified_diff(shown, revised.before.text, revised.after.text))
        lines = [words, messages("target.dry_run", file=shown)]
    else:
        say_text("\n".join([words, messages("target.written", place=_place(revised)), messages("target.next"), ""]))
        lines = []
    sys.stdout.flush()
    if quiet or sys.stderr is None:
        return
    with suppress(OSError, ValueError):  # nobody listens
        sys.stderr.writelines(f"{line}\n" for line in lines)
    if revised.warnings:
        say_findings(revised.warnings, messages, session.workspace.root, sys.stderr, {shown: revised.after.text})


def _place(revised: _Revised) -> str:
    """Where the revision stands now."""
    catalogue = revised.after.catalogue
    indicator = revised.indicator if catalogue is None else catalogue.by_id()[revised.indicator.id]
    return str(indicator.origin_of(f"revisions.{len(revised.indicator.revisions)}"))

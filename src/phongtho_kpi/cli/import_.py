"""`kpi import`: take in what offices sent, say what became of it, and keep it: all, or with `--partial` the good."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from phongtho_kpi.assess.assessment import doubts_about
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.handing_back import handed_back
from phongtho_kpi.cli.options import (
    Aliases,
    Area,
    DocumentFormat,
    NumbersStyle,
    PeriodOption,
    Profile,
    aliases_from,
    is_json,
)
from phongtho_kpi.cli.output import said_to_be_kept, say_findings, say_tables, say_text
from phongtho_kpi.cli.returns import read_returns, words_for
from phongtho_kpi.cli.session import Session, now, open_session, refuse_unreadable
from phongtho_kpi.merge import Merged, merge
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.aliases_file import alias_entries
from phongtho_kpi.read.gathered_findings import GatheredFindings
from phongtho_kpi.read.returns.reading import Return
from phongtho_kpi.report.merge import FileMerge, ImportOutcome, import_document, import_tables
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.aliases_file import keep_aliases
from phongtho_kpi.write.json_file import json_text
from phongtho_kpi.write.observations_folder import keep, locked

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", show_default=False, readable=False)]
DryRun = Annotated[bool, typer.Option("--dry-run")]
Partial = Annotated[bool, typer.Option("--partial")]
SkipUnknown = Annotated[bool, typer.Option("--skip-unknown")]

REJECTED = 1


def import_(
    ctx: typer.Context,
    file: Files,
    *,
    dry_run: DryRun = False,
    partial: Partial = False,
    skip_unknown: SkipUnknown = False,
    period: PeriodOption = None,
    area: Area = None,
    numbers: NumbersStyle = None,
    alias: Aliases = None,
    profile: Profile = None,
    format: DocumentFormat = "text",  # noqa: A002 — the option's name
) -> None:
    """Read, merge, say what is new, revised, unchanged, rejected or skipped; keep it."""
    wants_json = is_json(format)
    quiet = ctx.ensure_object(Common).quiet
    session = open_session(ctx.ensure_object(Common))
    aliases = aliases_from(alias, session.catalogue, session.areas)
    words = words_for(session, period, area, numbers, aliases, skip_unknown=skip_unknown)
    returns = read_returns(session, file, words, profile, now(), quiet=quiet)
    if wants_json and any(one.is_refused for one in returns.values()):
        say_text(json_text(import_document(_nothing_of(returns), session.messages)))
    refuse_unreadable((finding for one in returns.values() for finding in one.findings), session.workspace)
    with nullcontext() if dry_run else locked(session.workspace):
        existing = session.observations().observations
        outcome = ImportOutcome(_merged(session, existing, returns), None, dry_run, partial)
        if outcome.is_kept:
            # before anything is kept: what cannot be handed back ends the import
            returned = handed_back(session, outcome.files, words, profile) if outcome.rejected else {}
            if outcome.news or not outcome.rejected:
                keep_aliases(session.workspace, aliases, alias_entries)
            outcome = outcome._replace(returned=returned, written=_kept(session, outcome, existing))
    with said_to_be_kept(outcome.written):
        _say(outcome, session, wants_json=wants_json, quiet=quiet)
    if outcome.rejected:
        raise typer.Exit(REJECTED)


def _say(outcome: ImportOutcome, session: Session, *, wants_json: bool, quiet: bool) -> None:
    """Print what the import did: as a document, or as tables with what was found below them."""
    if wants_json:
        say_text(json_text(import_document(outcome, session.messages)))
    else:
        say_tables(import_tables(outcome, session.catalogue, session.messages))
        found = (finding for one in outcome.files for finding in one.findings)
        said = tuple(finding for finding in found if finding.is_error or not quiet)
        if said:
            say_findings(said, session.messages, session.workspace.root, sys.stderr)
    sys.stdout.flush()


def _nothing_of(returns: Mapping[str, Return]) -> ImportOutcome:
    """What a refused import did: nothing, for the reasons that its files give."""
    nothing = Merged((), (), ())
    return ImportOutcome(tuple(FileMerge(one.file, nothing, 0, 0, 0, one.findings) for one in returns.values()), None)


def _merged(session: Session, existing: Sequence[Observation], returns: Mapping[str, Return]) -> tuple[FileMerge, ...]:
    """What the figures of each file mean beside those that are there, and what is hard to believe of them."""
    incoming = {name: one.observations for name, one in returns.items()}
    doubts = _doubts(session, existing, incoming)
    merged = merge(existing, incoming, session.catalogue.by_id())
    return tuple(_file_merge(one, merged[name], doubts[name]) for name, one in returns.items())


def _file_merge(one: Return, merged: Merged, doubts: tuple[Finding, ...]) -> FileMerge:
    conflicts = GatheredFindings()
    for conflict in merged.conflicts:
        conflicts.add(conflict)
    findings = one.findings + doubts + conflicts.all(one.file)
    return FileMerge(one.file, merged, one.again, one.rejected + len(merged.conflicts), one.skipped, findings)


def _kept(session: Session, outcome: ImportOutcome, existing: Sequence[Observation]) -> str | None:
    """Keep what is new or revised, and return the file that keeps it; None where nothing is."""
    if not outcome.news:
        return None
    newest = max((one.recorded for one in existing if one.recorded is not None), default=None)
    if newest is not None and newest > now() + timedelta(days=1):
        raise KpiError("recorded-in-the-future", recorded=newest.date().isoformat())
    news = [observation for one in outcome.files for observation in one.merged.to_keep]
    sources = tuple(one.file for one in outcome.files)
    indicators = session.catalogue.by_id()
    path = keep(session.workspace, session.catalogue.year, news, indicators, sources, now(), newest)
    return session.workspace.shown(path)


def _doubts(
    session: Session, existing: Sequence[Observation], incoming: Mapping[str, Sequence[Observation]]
) -> dict[str, tuple[Finding, ...]]:
    """What is hard to believe about the new figures, seen among those that are there, by the file they came in."""
    new = [observation for observations in incoming.values() for observation in observations]
    doubts = {name: GatheredFindings() for name in incoming}
    for finding, touched in doubts_about(session.catalogue, existing, new, session.clocks):
        files = (finding.origin.file, *(one.file for one in touched))
        file = next((file for file in files if file in doubts), None)
        if file is not None:
            doubts[file].add(finding)
    return {name: gathered.all(name) for name, gathered in doubts.items()}

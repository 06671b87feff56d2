"""`kpi import`: take in the figures of CSV or Excel files, and keep them — all of them, or none."""

import sys
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import DocumentFormat, is_json
from phongtho_kpi.cli.output import say_findings, say_tables, say_text
from phongtho_kpi.cli.session import Session, now, open_session
from phongtho_kpi.merge import merge
from phongtho_kpi.model.finding import REPEATED_FIGURE, Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.figure_rows import Figures
from phongtho_kpi.read.observations_folder import read_observations
from phongtho_kpi.read.returns.tidy import read_return
from phongtho_kpi.report.merge import FileMerge, ImportOutcome, import_document, import_tables
from phongtho_kpi.workspace import InvalidInputError, KpiError
from phongtho_kpi.write.json_file import json_text
from phongtho_kpi.write.observations_folder import keep, locked

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run")]

REJECTED = 1


def import_(ctx: typer.Context, file: Files, *, dry_run: DryRun = False, format: DocumentFormat = "text") -> None:  # noqa: A002 — the option's name
    """Read, merge, say what is new, revised, unchanged or rejected; keep it unless something was rejected."""
    wants_json = is_json(format)
    session = open_session(ctx.ensure_object(Common))
    returns = {str(path): read_return(path, session.catalogue, session.newest_year, now()) for path in file}
    _refuse_unreadable(session, returns.values())
    with nullcontext() if dry_run else locked(session.workspace):
        outcome = _take_in(session, returns, dry_run=dry_run)
    if wants_json:
        say_text(json_text(import_document(outcome, session.messages)))
    else:
        say_tables(import_tables(outcome, session.catalogue, session.messages))
        findings = tuple(finding for one in outcome.files for finding in one.all_findings)
        if findings:
            say_findings(findings, session.messages, session.workspace.root, sys.stderr)
    if outcome.rejected:
        raise typer.Exit(REJECTED)


def _refuse_unreadable(session: Session, returns: Iterable[Figures]) -> None:
    """A file of which nothing can be read ends the import."""
    unread = tuple(finding for figures in returns for finding in figures.findings if finding.kind.refuses_file)
    if unread:
        raise InvalidInputError(unread, session.workspace.root)


def _take_in(session: Session, returns: Mapping[str, Figures], *, dry_run: bool) -> ImportOutcome:
    """Merge the files with what is there, and keep what is news where nothing is rejected."""
    there = read_observations(session.workspace, session.catalogue, session.newest_year)
    _refuse_unreadable(session, [there])
    existing = there.observations
    indicators = session.catalogue.by_id()
    incoming = {name: figures.observations for name, figures in returns.items()}
    doubts = _doubts(session, existing, incoming)
    files = tuple(
        FileMerge(name, figures.rows, merged, _repeated(figures), figures.findings + doubts.get(name, ()))
        for (name, figures), merged in zip(returns.items(), merge(existing, incoming, indicators).values(), strict=True)
    )
    outcome = ImportOutcome(files, None, dry_run)
    if dry_run or outcome.rejected or not outcome.news:
        return outcome
    news = [observation for one in files for observation in one.merged.to_keep]
    newest = max((one.recorded for one in existing if one.recorded is not None), default=None)
    if newest is not None and newest > now() + timedelta(days=1):
        raise KpiError("recorded-in-the-future", recorded=newest.date().isoformat())
    path = keep(session.workspace, session.catalogue.year, news, indicators, tuple(returns), now(), newest)
    return ImportOutcome(files, session.workspace.shown(path), dry_run)


def _doubts(
    session: Session, existing: tuple[Observation, ...], incoming: Mapping[str, tuple[Observation, ...]]
) -> dict[str, tuple[Finding, ...]]:
    """What is hard to believe about the new figures, seen among those that are there."""
    everything = existing + tuple(observation for observations in incoming.values() for observation in observations)
    warnings = [one for one in assess(session.catalogue, everything, session.clocks).findings if not one.is_error]
    names = {observation.origin.file: name for name, observations in incoming.items() for observation in observations}
    doubts: dict[str, tuple[Finding, ...]] = {}
    for finding in warnings:
        name = names.get(finding.origin.file)
        if name is not None:
            doubts[name] = (*doubts.get(name, ()), finding)
    return doubts


def _repeated(figures: Figures) -> int:
    return sum(finding.kind is REPEATED_FIGURE for finding in figures.findings)

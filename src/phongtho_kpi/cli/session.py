"""What a command works on: the workspace, its catalogue, its figures, and the two clocks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.cli.common import Common
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessments, Clocks
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import UNKNOWN_INDICATOR, UNKNOWN_OF, Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.catalogue_file import CatalogueFile, read_catalogue
from phongtho_kpi.read.observations_folder import read_observations
from phongtho_kpi.read.source_file import read_source
from phongtho_kpi.workspace import InvalidInputError, KpiError, Workspace

_ID = re.compile(r"\bid: *([a-z][a-z0-9_]*)")


class Session(NamedTuple):
    """A catalogue that can be judged by, and what was noticed while reading it."""

    workspace: Workspace
    catalogue: Catalogue
    clocks: Clocks
    messages: Messages
    findings: tuple[Finding, ...]

    @property
    def newest_year(self) -> int:
        """The last year there is a catalogue for."""
        return self.workspace.years()[-1]


class Judged(NamedTuple):
    """The verdicts with everything that was noticed on the way, and the figures they rest on."""

    assessments: Assessments
    observations: tuple[Observation, ...]


def now() -> datetime:
    """The one place where the clock is read."""
    return datetime.now(UTC)


def here() -> Path:
    """The folder the program was started in; raises KpiError `folder-gone` where somebody has deleted it since."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise KpiError("folder-gone") from None


def clocks_from(as_of: str | None, known_on: str | None) -> Clocks:
    """The two clocks; left out, both are today — here for as-of, and wherever it is later for what is known.

    Raises KpiError `bad-date`.
    """
    local, utc = now().astimezone().date(), now().date()
    return Clocks(_day("--as-of", as_of) or local, _day("--known-on", known_on) or max(local, utc))


def open_session(common: Common, as_of: str | None = None, known_on: str | None = None) -> Session:
    """Find the workspace and read its catalogue; raises InvalidInputError with all that is wrong with it."""
    clocks = clocks_from(as_of, known_on)
    workspace = Workspace.find(common.folder, here())
    catalogue, findings, _ = _catalogue(common, workspace, clocks)
    if catalogue is None or any(finding.is_error for finding in findings):
        raise InvalidInputError(findings, workspace.root)
    return Session(workspace, catalogue, clocks, common.messages, findings)


def judge(session: Session, actuals: Sequence[Path] = ()) -> Judged:
    """Read the figures, those of `actuals` beside those of the workspace, and judge.

    Raises InvalidInputError for a file of which nothing can be read: without it every verdict might be wrong.
    """
    figures = read_observations(session.workspace, session.catalogue, session.newest_year)
    observations, findings = figures.observations, figures.findings
    latest = datetime.combine(session.clocks.known_on, datetime.max.time(), UTC)  # after all that is known by then
    for path in actuals:
        from phongtho_kpi.read.returns.tidy import read_return

        more = read_return(path, session.catalogue, session.newest_year, latest)
        observations += more.observations
        findings += more.findings
    unread = tuple(finding for finding in findings if finding.kind.refuses_file)
    if unread:
        raise InvalidInputError(unread, session.workspace.root)
    assessments = assess(session.catalogue, observations, session.clocks)
    noticed = session.findings + findings + assessments.findings
    return Judged(replace(assessments, findings=noticed), observations)


def all_findings(common: Common, as_of: str | None, known_on: str | None) -> tuple[Workspace, tuple[Finding, ...]]:
    """Everything that is wrong or doubtful; where the catalogue is wrong, the figures are read but not judged."""
    clocks = clocks_from(as_of, known_on)
    workspace = Workspace.find(common.folder, here())
    catalogue, findings, text = _catalogue(common, workspace, clocks)
    if catalogue is None:
        return workspace, findings
    figures = read_observations(workspace, catalogue, workspace.years()[-1])
    if any(finding.is_error for finding in findings):
        return workspace, findings + _not_of_parts_left_out(figures.findings, text)
    return workspace, findings + figures.findings + assess(catalogue, figures.observations, clocks).findings


def _catalogue(common: Common, workspace: Workspace, clocks: Clocks) -> CatalogueFile:
    """The catalogue of the year, and all that is wrong with it; what can be read of a wrong one is there too."""
    path = workspace.catalogue_file(workspace.year(common.asked_year, clocks.as_of.year))
    catalogue, findings, text = read_catalogue(path, workspace.shown(path))
    if catalogue is None:
        return CatalogueFile(None, findings, text)
    common.catalogue_lang = catalogue.lang
    source, problems = read_source(workspace, catalogue)
    checked = _not_of_parts_left_out(check_catalogue(catalogue, source), text)
    return CatalogueFile(catalogue, findings + problems + checked, text)


def _not_of_parts_left_out(findings: Iterable[Finding], text: str | None) -> tuple[Finding, ...]:
    """Without those that call an indicator unknown which is there, and was left out for errors of its own."""
    written = frozenset(_ID.findall(text or ""))
    about = {UNKNOWN_OF: "of", UNKNOWN_INDICATOR: "indicator"}
    return tuple(finding for finding in findings if finding.params.get(about.get(finding.kind, "")) not in written)


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise KpiError("bad-date", option=option, value=text) from None
    if text != day.isoformat():  # 2024W31 and 20240731 are dates to Python; here there is one way to write one
        raise KpiError("bad-date", option=option, value=text)
    return day

"""What a command works on: the workspace, its catalogue, its figures, and the two clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import asked_day
from phongtho_kpi.cli.told import told_of
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.assessment import Assessments, Clocks
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.figure_rows import Figures
from phongtho_kpi.read.observations_folder import read_observations
from phongtho_kpi.workspace import InvalidInputError, KpiError, Workspace


class Session(NamedTuple):
    """A catalogue that can be judged by, and what was noticed while reading it."""

    workspace: Workspace
    catalogue: Catalogue
    areas: Areas
    clocks: Clocks
    messages: Messages
    findings: tuple[Finding, ...]

    @property
    def newest_year(self) -> int:
        """The last year there is a catalogue for."""
        return self.workspace.years()[-1]

    def observations(self) -> Figures:
        """The figures in `data/`; raises InvalidInputError for a file of which nothing can be read.

        Without it every verdict, and every word on what is new, might be wrong.
        """
        figures = read_observations(self.workspace, self.catalogue, self.areas, self.newest_year)
        refuse_unreadable(figures.findings, self.workspace)
        return figures


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
    return Clocks(asked_day("--as-of", as_of) or local, asked_day("--known-on", known_on) or max(local, utc))


def refuse_unreadable(findings: Iterable[Finding], workspace: Workspace) -> None:
    """Raise InvalidInputError where nothing of a file may be used."""
    unread = tuple(finding for finding in findings if finding.kind.refuses_file)
    if unread:
        raise InvalidInputError(unread, workspace.root)


def open_session(common: Common, as_of: str | None = None, known_on: str | None = None) -> Session:
    """Find the workspace and read its catalogue; raises InvalidInputError with all that is wrong with it."""
    clocks = clocks_from(as_of, known_on)
    workspace = Workspace.find(common.folder, here())
    year = workspace.year(common.asked_year, clocks.as_of.year)
    told = told_of(workspace, year, common.speak, common.compiled, clocks.known_on)
    if told.catalogue is None or any(finding.is_error for finding in told.findings):
        raise InvalidInputError(told.findings, workspace.root)
    return Session(workspace, told.catalogue, told.areas, clocks, common.messages, told.findings)


def judge(session: Session, actuals: Sequence[Path] = ()) -> Judged:
    """Read the figures, those of `actuals` beside those of the workspace, and judge; raises InvalidInputError."""
    figures = session.observations()
    observations, findings = figures.observations, figures.findings
    latest = datetime.combine(session.clocks.known_on, datetime.max.time(), UTC)  # after all that is known by then
    for path in actuals:
        from phongtho_kpi.read.returns.reading import read_return
        from phongtho_kpi.read.returns.words import Words

        words = Words(session.catalogue, session.areas, session.newest_year)
        more = read_return(path, words, latest)
        refuse_unreadable(more.findings, session.workspace)
        observations += tuple(more.observations)
        findings += more.findings
    assessments = assess(session.catalogue, observations, session.clocks)
    noticed = session.findings + findings + assessments.findings
    return Judged(replace(assessments, findings=noticed), observations)

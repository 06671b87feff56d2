"""What a command works on: the workspace, its catalogue, its figures, and the two clocks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.check.areas import check_areas
from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.check.years import check_years
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import asked_day
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.assessment import Assessments, Clocks
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import CONFLICTING_FIGURES, KINDS, UNKNOWN_INDICATOR, UNKNOWN_OF, Finding, FindingKind
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.figure_rows import Figures
from phongtho_kpi.read.observations_folder import read_observations
from phongtho_kpi.read.source_file import read_source
from phongtho_kpi.read.targets import CompiledFolder, read_targets
from phongtho_kpi.workspace import InvalidInputError, KpiError, Workspace

# what is only found where figures are judged
_OF_JUDGING = frozenset({CONFLICTING_FIGURES, *(kind for kind in KINDS if kind.code.startswith("KPI4"))})


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
    told = _told(workspace, year, common.speak, common.compiled, clocks.known_on)
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


class AllFindings(NamedTuple):
    """All that is wrong or doubtful in a workspace; because of `hiding` nobody looked for the kinds in `hidden`."""

    workspace: Workspace
    findings: tuple[Finding, ...]
    hiding: tuple[Finding, ...] = ()
    hidden: frozenset[FindingKind] = frozenset()


def all_findings(common: Common, as_of: str | None, known_on: str | None) -> AllFindings:
    """Everything that is wrong or doubtful; where the catalogue is wrong, the figures are read but not judged.

    The catalogues of other years are looked at too, unless one year was asked for: an edit may be of any of them. The
    files themselves are always read: who doubts what was compiled asks here.
    """
    from phongtho_kpi.read.profile_file import profile_findings  # of no use to a command that reads no returns

    clocks = clocks_from(as_of, known_on)
    workspace = Workspace.find(common.folder, here())
    year = workspace.year(common.asked_year, clocks.as_of.year)
    told = _told(workspace, year, common.speak)
    others = () if common.asked_year is not None else _of_other_years(workspace, year, told.catalogue)
    if told.catalogue is None:
        return AllFindings(workspace, told.findings + others, told.findings, frozenset(KINDS))
    figures = read_observations(workspace, told.catalogue, told.areas, workspace.years()[-1])
    figures = figures._replace(findings=figures.findings + profile_findings(workspace))
    errors = tuple(finding for finding in told.findings if finding.is_error)
    if errors:
        about_figures = not_of_parts_left_out(figures.findings, told.left_out)
    else:
        about_figures = figures.findings + assess(told.catalogue, figures.observations, clocks).findings
    return AllFindings(workspace, told.findings + others + about_figures, errors, _OF_JUDGING)


def _of_other_years(workspace: Workspace, year: int, catalogue: Catalogue | None) -> tuple[Finding, ...]:
    """What is wrong with the other catalogues themselves, and with each beside the one before it.

    The files that all years share are looked at once.
    """
    found: list[Finding] = []
    catalogues: list[Catalogue | None] = []
    for other in workspace.years():
        if other == year:
            catalogues.append(catalogue)
            continue
        file = workspace.shown(workspace.catalogue_file(other))
        told = _told(workspace, other, lambda _: None)
        catalogues.append(told.catalogue)
        found += (finding for finding in told.findings if finding.origin.file == file)
    for earlier, later in pairwise(catalogues):
        if earlier is not None and later is not None:
            found += check_years(earlier, later)
    return tuple(found)


class _Told(NamedTuple):
    """All that `targets/` and the aliases say, and what is wrong with them."""

    catalogue: Catalogue | None  # what can be read of a wrong one is there too
    areas: Areas
    findings: tuple[Finding, ...]
    left_out: frozenset[str]  # ids of indicators that are there, and wrong


def _told(
    workspace: Workspace,
    year: int,
    speak: Callable[[str], None],
    compiled: Path | None = None,
    known_on: date = date.max,
) -> _Told:
    """The catalogue of a year with its areas, and all that is wrong with them; `speak` is told its language.

    What is only doubtful is said as it was on the day `known_on`, when later revisions were not there: a report of that
    day says no more today.
    """
    kept = None if compiled is None else CompiledFolder(compiled, partial(_keep, workspace, compiled))
    read = read_targets(workspace, year, speak, kept)
    areas = read.areas or Areas()
    if read.catalogue is None:
        return _Told(None, areas, read.findings, read.left_out)
    source, problems = read_source(workspace, read.catalogue)

    def checked(catalogue: Catalogue) -> Iterator[Finding]:
        yield from check_catalogue(catalogue, source)
        if read.areas is not None:
            yield from check_areas(areas, catalogue, read.areas_left_out)

    found = [*read.findings, *problems, *not_of_parts_left_out(checked(read.catalogue), read.left_out)]
    known = read.catalogue.as_known_on(known_on)
    if known is not read.catalogue:
        later = _lines_of_later_revisions(read.catalogue, known_on)
        doubts = [one for one in (*read.findings, *problems) if one.origin.line not in later]
        doubts += not_of_parts_left_out(checked(known), read.left_out)
        found = [one for one in found if one.is_error] + [one for one in doubts if not one.is_error]
    return _Told(read.catalogue, areas, tuple(found), read.left_out)


def _lines_of_later_revisions(catalogue: Catalogue, known_on: date) -> set[int]:
    later = (
        (one.lines, f"revisions.{number}")
        for one in catalogue.indicators
        for number, revision in enumerate(one.revisions)
        if revision.starts > known_on
    )
    return {line for lines, key in later for place, line in lines.items() if f"{place}.".startswith(f"{key}.")}


def _keep(workspace: Workspace, folder: Path, name: str, content: bytes) -> None:
    """Put a compiled file in its folder, never among figures and targets."""
    from phongtho_kpi.write.compiled_folder import keep_compiled

    with suppress(OSError, RuntimeError):  # a link that leads to itself
        if not workspace.keeps(folder):
            keep_compiled(folder, name, content)


def not_of_parts_left_out(findings: Iterable[Finding], left_out: AbstractSet[str]) -> tuple[Finding, ...]:
    """Without those that call an indicator unknown which is there, and was left out for errors of its own."""
    about = {UNKNOWN_OF: "of", UNKNOWN_INDICATOR: "indicator"}
    return tuple(finding for finding in findings if finding.params.get(about.get(finding.kind, "")) not in left_out)

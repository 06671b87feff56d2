"""Everything that is wrong or doubtful in a workspace: what `kpi check` says."""

from itertools import pairwise
from typing import NamedTuple

from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.check.years import check_years
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.session import clocks_from, here
from phongtho_kpi.cli.told import not_of_parts_left_out, told_of
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import CONFLICTING_FIGURES, KINDS, Finding, FindingKind
from phongtho_kpi.read.observations_folder import read_observations
from phongtho_kpi.workspace import Workspace

# what is only found where figures are judged
_OF_JUDGING = frozenset({CONFLICTING_FIGURES, *(kind for kind in KINDS if kind.code.startswith("KPI4"))})


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
    told = told_of(workspace, year, common.speak)
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
        told = told_of(workspace, other, lambda _: None)
        catalogues.append(told.catalogue)
        found += (finding for finding in told.findings if finding.origin.file == file)
    for earlier, later in pairwise(catalogues):
        if earlier is not None and later is not None:
            found += check_years(earlier, later)
    return tuple(found)

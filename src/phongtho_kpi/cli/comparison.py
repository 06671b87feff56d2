"""Two versions of one catalogue, judged on the same figures → what changed, and what a reviewer must not miss."""

from dataclasses import replace
from typing import NamedTuple

from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.cli.session import refuse_unreadable
from phongtho_kpi.cli.versions import BothThere, Sides, side_of
from phongtho_kpi.compare.catalogues import compare_catalogues
from phongtho_kpi.compare.goal_posts import known_in_year, moved_goal_posts
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.assessment import Assessments, Clocks
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.areas_file import read_areas
from phongtho_kpi.read.observations_folder import read_observations
from phongtho_kpi.report.catalogue_changes import Compared
from phongtho_kpi.workspace import InvalidInputError, Workspace


class Comparison(NamedTuple):
    """What changed in one catalogue, and the findings about it."""

    compared: Compared
    findings: tuple[Finding, ...]


def comparison_of(sides: Sides, pair: BothThere, clocks: Clocks) -> Comparison:
    """Compare the two versions of a pair that has both.

    What is wrong in the version before is left out; an error in the one after, or figures that cannot be read, raise
    InvalidInputError: nothing may be said of a target that is not certain.
    """
    before, after = side_of(pair.before), side_of(pair.after)
    if after.errors or before.catalogue is None or after.catalogue is None:
        raise InvalidInputError(after.errors or before.errors, sides.root)
    old = new = None
    if sides.workspace is not None and before.catalogue.year == after.catalogue.year and not before.errors:
        old, new = (_judged(sides.workspace, one, clocks) for one in (before.catalogue, after.catalogue))
    verdicts = None if old is None or new is None else (old.assessments, new.assessments)
    changes = compare_catalogues(before.catalogue, after.catalogue, verdicts)
    left_out = sorted(before.ids & after.catalogue.by_id().keys() - before.catalogue.by_id().keys())
    changes = replace(changes, added=tuple(one for one in changes.added if one.id not in left_out))
    known = () if new is None else known_in_year(new.observations, changes.after.year, clocks.known_on)
    findings = tuple(moved_goal_posts(changes, known, clocks.known_on, sides.before.day))
    return Comparison(Compared(changes, tuple(left_out)), findings)


class _Judged(NamedTuple):
    """The verdicts by one version, and the figures as it reads them."""

    assessments: Assessments
    observations: tuple[Observation, ...]


def _judged(workspace: Workspace, catalogue: Catalogue, clocks: Clocks) -> _Judged:
    """Judge the workspace's figures by a version of its catalogue; raises InvalidInputError."""
    areas = read_areas(workspace.areas_file, workspace.shown(workspace.areas_file)).areas or Areas()
    figures = read_observations(workspace, catalogue, areas, max([*workspace.years(), catalogue.year]))
    refuse_unreadable(figures.findings, workspace)
    return _Judged(assess(catalogue, figures.observations, clocks), figures.observations)

"""Two versions of one catalogue, judged on the same figures → what changed, and what a reviewer must not miss."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.cli.session import refuse_unreadable
from phongtho_kpi.cli.versions import BothThere, OneThere, Side, Sides, side_of
from phongtho_kpi.compare.catalogues import CatalogueChanges, compare_catalogues
from phongtho_kpi.compare.goal_posts import known_in_year, moved_goal_posts
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.assessment import Assessments, Clocks
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import NOT_COMPARABLE, RETIRED_CATALOGUE, Finding, Origin
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

    What is wrong in the version before is left out, and said. An error in the one after, or figures that cannot be
    read, raise InvalidInputError: nothing may be said of a target that is not certain.
    """
    before, after = side_of(pair.before), side_of(pair.after)
    if after.errors or before.catalogue is None or after.catalogue is None:
        raise InvalidInputError(after.errors or before.errors, sides.root)
    judged = _judged_by(sides, before, after, clocks)
    verdicts = (judged[0].assessments, judged[1].assessments) if len(judged) > 1 else None
    changes = compare_catalogues(before.catalogue, after.catalogue, verdicts)
    left_out = before.ids & after.catalogue.by_id().keys() - before.catalogue.by_id().keys()
    added = tuple(one for one in changes.added if one.id not in left_out)
    wrong = tuple(one for one in changes.after.indicators if one.id in left_out)
    findings = tuple(_findings(replace(changes, added=added), judged, sides, clocks))
    not_comparable = tuple(Finding(NOT_COMPARABLE, one.origin, {"id": one.id}) for one in wrong)
    compared = Compared(replace(changes, added=added), tuple(one.id for one in wrong))
    return Comparison(compared, findings + not_comparable)


def findings_of_lone(sides: Sides, lone: OneThere, clocks: Clocks) -> Iterator[Finding]:
    """A year's catalogue may not vanish once it has figures."""
    catalogue = lone.catalogue.read().catalogue
    if sides.workspace is None or catalogue is None or lone.is_new:
        return
    areas = read_areas(sides.workspace.areas_file, sides.workspace.shown(sides.workspace.areas_file)).areas or Areas()
    figures = read_observations(sides.workspace, catalogue, areas, lone.year)
    if known_in_year(figures.observations, lone.year, clocks.known_on).ids:
        yield Finding(RETIRED_CATALOGUE, Origin(lone.catalogue.shown), {"year": str(lone.year)})


def _findings(
    changes: CatalogueChanges, judged: "tuple[_Judged, ...]", sides: Sides, clocks: Clocks
) -> Iterator[Finding]:
    """What a reviewer must not miss; of catalogues of two years nothing is said."""
    if changes.before.year != changes.after.year:
        return
    figures = chain.from_iterable(side.observations for side in judged)
    written = sides.after.day or (None if sides.after.is_file else clocks.known_on)
    yield from moved_goal_posts(changes, known_in_year(figures, changes.after.year, clocks.known_on), written)


class _Judged(NamedTuple):
    """The verdicts by one version, and the figures as it reads them."""

    assessments: Assessments
    observations: tuple[Observation, ...]


def _judged_by(sides: Sides, before: Side, after: Side, clocks: Clocks) -> tuple[_Judged, ...]:
    """The verdicts by both; by the later alone where the head before was wrong, by none without figures to share."""
    old, new = before.catalogue, after.catalogue
    if sides.workspace is None or old is None or new is None or old.year != new.year:
        return ()
    catalogues = (new,) if before.is_head_wrong else (old, new)
    return tuple(_judged(sides.workspace, catalogue, clocks) for catalogue in catalogues)


def _judged(workspace: Workspace, catalogue: Catalogue, clocks: Clocks) -> _Judged:
    """Judge the workspace's figures by a version of its catalogue; raises InvalidInputError."""
    areas = read_areas(workspace.areas_file, workspace.shown(workspace.areas_file)).areas or Areas()
    figures = read_observations(workspace, catalogue, areas, max([*workspace.years(), catalogue.year]))
    refuse_unreadable(figures.findings, workspace)
    return _Judged(assess(catalogue, figures.observations, clocks), figures.observations)

"""What the catalogue of a year and the files beside it say, and all that is wrong or doubtful about them."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.check.areas import check_areas
from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import UNKNOWN_INDICATOR, UNKNOWN_OF, Finding
from phongtho_kpi.read.source_file import read_source
from phongtho_kpi.read.targets import CompiledFolder, read_targets
from phongtho_kpi.workspace import Workspace


class Told(NamedTuple):
    """All that `targets/` and the aliases say, and what is wrong with them."""

    catalogue: Catalogue | None  # what can be read of a wrong one is there too
    areas: Areas
    findings: tuple[Finding, ...]
    left_out: frozenset[str]  # ids of indicators that are there, and wrong


def told_of(
    workspace: Workspace,
    year: int,
    speak: Callable[[str], None],
    compiled: Path | None = None,
    known_on: date = date.max,
) -> Told:
    """The catalogue of a year with its areas, and all that is wrong with them; `speak` is told its language.

    What is only doubtful is said as it was on the day `known_on`, when later revisions were not there: a report of that
    day says no more today.
    """
    kept = None if compiled is None else CompiledFolder(compiled, partial(_keep, workspace, compiled))
    read = read_targets(workspace, year, speak, kept)
    areas = read.areas or Areas()
    if read.catalogue is None:
        return Told(None, areas, read.findings, read.left_out)
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
    return Told(read.catalogue, areas, tuple(found), read.left_out)


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

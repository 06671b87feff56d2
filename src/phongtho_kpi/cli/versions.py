"""The two versions of the catalogue that `kpi diff` is to compare: picked, paired year by year, read."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.session import here
from phongtho_kpi.cli.told import not_of_parts_left_out
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.read.catalogue_versions import HEAD, CatalogueVersion, Version, at_revision, in_workspace, single_file
from phongtho_kpi.report.catalogue_changes import Lone, VersionName
from phongtho_kpi.workspace import InvalidInputError, KpiError, Workspace

_MOST = 2
_ENDINGS = frozenset({".yaml", ".yml"})


class Sides(NamedTuple):
    """What is compared with what; without a workspace, which two files can do without, there are no figures."""

    workspace: Workspace | None
    before: Version
    after: Version

    @property
    def names(self) -> tuple[VersionName, VersionName]:
        """What both are called."""
        before, after = (VersionName(one.name, one.commit, one.day) for one in (self.before, self.after))
        return before, after

    @property
    def lang(self) -> str:
        """The language that the newest catalogue says to speak; "" where it says none."""
        catalogues = {**self.before.catalogues, **self.after.catalogues}
        return catalogues[max(catalogues)].lang if catalogues else ""

    @property
    def root(self) -> Path:
        """The folder that files are named from."""
        return Path() if self.workspace is None else self.workspace.root


class BothThere(NamedTuple):
    """The two versions of one year's catalogue."""

    before: CatalogueVersion
    after: CatalogueVersion


class OneThere(NamedTuple):
    """A year's catalogue that one version alone has."""

    year: int
    catalogue: CatalogueVersion
    is_new: bool

    def told(self, root: Path) -> Lone:
        """What is said of it; raises InvalidInputError where it is no catalogue."""
        read = self.catalogue.read()
        if read.catalogue is None:
            raise InvalidInputError(read.findings, root)
        return Lone(self.year, len(read.catalogue.indicators), self.is_new)


class Side(NamedTuple):
    """A catalogue without what is wrong in it, the ids of all in its file, and the errors.

    `is_head_wrong`: there is an error that is of no indicator, so that nothing can be judged.
    """

    catalogue: Catalogue | None
    ids: frozenset[str]
    errors: tuple[Finding, ...]
    is_head_wrong: bool = False


def sides_of(common: Common, given: Sequence[str]) -> Sides:
    """Revisions or files; left out: git's HEAD, and the workspace.

    Raises KpiError `too-many-versions`, and those of the workspace and of git.
    """
    names = [name for text in given for name in _split(text)]
    if len(names) > _MOST:
        raise KpiError("too-many-versions", count=len(names))
    try:
        workspace = Workspace.find(common.folder, here())
    except KpiError:
        if [_is_file(name) for name in names] != [True, True]:
            raise
        workspace = None
    before, after = (*names, "")[:_MOST] if names else (HEAD, "")
    return Sides(workspace, _version(workspace, before), _version(workspace, after))


def pairs_of(sides: Sides, asked: int | None) -> list[BothThere | OneThere]:
    """What differs by a byte: two files, a file and the catalogue of its year, else the catalogues of all years.

    Raises KpiError `no-catalogue-for-year`.
    """
    before, after = sides.before.catalogues, sides.after.catalogues
    one_file = after if sides.after.is_file else before if sides.before.is_file else None
    years = sorted(before.keys() | after.keys() if one_file is None else one_file)
    if asked is not None and asked not in years:
        raise KpiError("no-catalogue-for-year", year=str(asked), years=", ".join(map(str, years)))
    if sides.before.is_file and sides.after.is_file:
        pairs: list[BothThere | OneThere] = [BothThere(*before.values(), *after.values())]
    else:
        pairs = [_pair(year, before.get(year), after.get(year)) for year in years if asked in (None, year)]
    return [pair for pair in pairs if isinstance(pair, OneThere) or pair.before.content != pair.after.content]


def _pair(year: int, before: CatalogueVersion | None, after: CatalogueVersion | None) -> BothThere | OneThere:
    if before is not None and after is not None:
        return BothThere(before, after)
    there = after or before
    if there is None:
        raise ValueError(year)  # a year comes from one of the two
    return OneThere(year, there, is_new=before is None)


def side_of(version: CatalogueVersion) -> Side:
    """Read a version, and check it as far as that goes without the decision that it quotes."""
    read = version.read()
    if read.catalogue is None:
        return Side(None, read.ids, read.findings)
    found = not_of_parts_left_out(check_catalogue(read.catalogue, None), read.left_out)
    checked = tuple(one for one in found if one.is_error)
    errors = (*(one for one in read.findings if one.is_error), *checked)
    wrong = {str(one.params.get("id", "")) for one in checked}
    return Side(_without(read.catalogue, wrong), read.ids, errors, is_head_wrong="" in wrong)


def _without(catalogue: Catalogue, wrong: AbstractSet[str]) -> Catalogue:
    """The catalogue without these indicators, and those that are computed from them or from what is not there."""
    there = catalogue.by_id().keys() - wrong
    while unfounded := {one.id for one in catalogue.indicators if one.id in there and one.of not in {None, *there}}:
        there -= unfounded
    groups = (
        replace(group, indicators=tuple(one for one in group.indicators if one.id in there))
        for group in catalogue.groups
    )
    return replace(catalogue, groups=tuple(groups))


def _split(text: str) -> list[str]:
    """`A..B`, as git has it."""
    before, dots, after = text.partition("..")
    if not dots or after.startswith(".") or _is_file(text):
        return [text]
    return [before or HEAD, after or HEAD]


def _is_file(name: str) -> bool:
    return Path(name).suffix in _ENDINGS and Path(name).is_file()


def _version(workspace: Workspace | None, name: str) -> Version:
    """A file or a revision; without a name the workspace itself."""
    if name and (workspace is None or _is_file(name)):
        return single_file(Path(name))
    if workspace is None:  # two names that are files need none
        raise KpiError("unknown-revision", revision=name)
    return at_revision(workspace, name) if name else in_workspace(workspace)

"""Versions of `targets/YEAR.yaml`: as they lie in the workspace, as a commit has them, or single files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.model.finding import FILE_TOO_LARGE, Finding, Origin
from phongtho_kpi.read.catalogue_file import CatalogueFile, read_catalogue
from phongtho_kpi.read.git_history import GitHistory
from phongtho_kpi.read.plain_file import read_bytes
from phongtho_kpi.read.yaml_document import MOST_BYTES, YamlDocument, yaml_of
from phongtho_kpi.workspace import InvalidInputError, KpiError, Workspace, catalogue_year

HEAD = "HEAD"


class CatalogueVersion(NamedTuple):
    """One file as it was: its name as findings show it, and its document; `content` tells whether two are the same."""

    path: Path
    shown: str
    content: bytes | None
    document: YamlDocument

    @property
    def lang(self) -> str:
        """The language that it says to speak; "" where it says none."""
        content = self.document.content
        return str(content.get("lang", "")) if isinstance(content, dict) else ""

    def read(self) -> CatalogueFile:
        """The catalogue in it, and what is wrong with it."""
        return read_catalogue(self.path, self.shown, self.document)


class Version(NamedTuple):
    """The catalogues of one side of a comparison by their years; `name` is what the user called it, "" the workspace.

    `commit`, as people write it, and its `day`.
    """

    name: str
    catalogues: Mapping[int, CatalogueVersion]
    is_file: bool = False
    commit: str = ""
    day: date | None = None


def in_workspace(workspace: Workspace) -> Version:
    """The catalogues as they lie there."""
    files = {year: workspace.catalogue_file(year) for year in workspace.years()}
    return Version("", {year: _read(path, workspace.shown(path)) for year, path in files.items()})


def at_revision(workspace: Workspace, revision: str) -> Version:
    """The catalogues that a commit has, none where there is no commit yet; raises KpiError as `GitHistory`."""
    history = GitHistory(workspace.root)
    if revision == HEAD and history.is_empty():
        return Version(revision, {})
    commit = history.commit(revision)
    catalogues = {}
    for name in history.names(commit, "targets"):
        year = catalogue_year(Path(name).name)
        if year is None:
            continue
        size = history.size(commit, name)
        if size is None:  # it is listed: what is missing is no version without it
            raise KpiError("git-failed", problem=f"{revision}:{name}")
        path, shown = workspace.root / name, f"{revision}:{name}"
        if size > MOST_BYTES:
            too_large = Finding(FILE_TOO_LARGE, Origin(shown), {"size": size, "limit": MOST_BYTES})
            catalogues[year] = CatalogueVersion(path, shown, None, YamlDocument(None, {}, (too_large,), None))
        else:
            content = history.content(commit, name)
            catalogues[year] = CatalogueVersion(path, shown, content, yaml_of(content, shown))
    return Version(revision, catalogues, commit=commit.short, day=commit.day)


def single_file(path: Path) -> Version:
    """One file, whatever its name; raises InvalidInputError where it is no catalogue."""
    version = _read(path, str(path))
    read = version.read()
    if read.catalogue is None:
        raise InvalidInputError(read.findings, Path())
    return Version(str(path), {read.catalogue.year: version}, is_file=True)


def _read(path: Path, shown: str) -> CatalogueVersion:
    content, findings = read_bytes(path, shown, MOST_BYTES)
    if content is None:
        return CatalogueVersion(path, shown, None, YamlDocument(None, {}, findings, None))
    return CatalogueVersion(path, shown, content, yaml_of(content, shown))

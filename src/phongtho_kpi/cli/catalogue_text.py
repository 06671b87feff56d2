"""A catalogue as bytes and as what they say, so that an edit of the one can be held against the other."""

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.cli.told import not_of_parts_left_out
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.read.catalogue_file import read_catalogue
from phongtho_kpi.read.plain_file import read_bytes
from phongtho_kpi.read.source_file import read_source
from phongtho_kpi.read.yaml_document import MOST_BYTES, yaml_of
from phongtho_kpi.workspace import InvalidInputError, Workspace


class CatalogueText(NamedTuple):
    """The bytes of a catalogue's file, what they say, and what is wrong with them."""

    path: Path
    shown: str
    content: bytes
    catalogue: Catalogue | None
    findings: tuple[Finding, ...]
    nodes: Any = None  # what stands in it, as dicts, lists and texts

    @property
    def text(self) -> str:
        """The text as it stands in the file: composed or not, with its byte order mark."""
        return self.content.decode("utf-8")

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What is wrong, but for what is only doubtful."""
        return tuple(finding for finding in self.findings if finding.is_error)


def catalogue_text(workspace: Workspace, year: int) -> CatalogueText:
    """The catalogue of a year as its file is now; raises InvalidInputError where it cannot be read."""
    path = workspace.catalogue_file(year)
    read = read_bytes(path, workspace.shown(path), MOST_BYTES)
    if read.content is None:
        raise InvalidInputError(read.findings, workspace.root)
    return with_content(workspace, path, read.content)


def with_content(workspace: Workspace, path: Path, content: bytes) -> CatalogueText:
    """What the catalogue in that file says, or would say."""
    shown = workspace.shown(path)
    document = yaml_of(content, shown)
    read = read_catalogue(path, shown, document)
    if read.catalogue is None:
        return CatalogueText(path, shown, content, None, read.findings, document.content)
    source, problems = read_source(workspace, read.catalogue)
    checked = not_of_parts_left_out(check_catalogue(read.catalogue, source), read.left_out)
    return CatalogueText(path, shown, content, read.catalogue, (*read.findings, *problems, *checked), document.content)


def new_findings(before: CatalogueText, after: CatalogueText) -> tuple[Finding, ...]:
    """What is wrong or doubtful since the edit, wherever the lines have moved to."""
    old = Counter(map(_said, before.findings))
    new = []
    for finding in after.findings:
        if old[_said(finding)]:
            old[_said(finding)] -= 1
        else:
            new.append(finding)
    return tuple(new)


def _said(finding: Finding) -> tuple[str, tuple[tuple[str, str], ...]]:
    return finding.kind.code, tuple(sorted((name, str(value)) for name, value in finding.params.items()))

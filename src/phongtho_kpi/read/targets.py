"""What `targets/YEAR.yaml`, `targets/areas.yaml` and `data/aliases.yaml` say together (rules §1, §7).

Files that were read before without any finding are not parsed and validated again (`compiled.py`): neither ruamel nor
pydantic is imported then, which is two fifths of a `kpi status`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import UNREADABLE_FILE, Finding
from phongtho_kpi.read.compiled import MOST_BYTES as MOST_COMPILED
from phongtho_kpi.read.compiled import compiled_bytes, name_of, read_compiled
from phongtho_kpi.read.plain_file import decoded, read_bytes
from phongtho_kpi.workspace import Workspace

if TYPE_CHECKING:
    from phongtho_kpi.read.yaml_document import YamlDocument

MOST_BYTES = 5_000_000  # of each file: as yaml_document has it, which imports ruamel


class Targets(NamedTuple):
    """The catalogue and the areas, knowing the aliases too, and all that is wrong with the files.

    What can be read of wrong ones is there; the catalogue is None where its header is unusable, and the areas where
    nothing of their list is.
    """

    catalogue: Catalogue | None
    areas: Areas | None
    findings: tuple[Finding, ...]
    left_out: frozenset[str] = frozenset()  # ids of indicators that are there, and wrong
    areas_left_out: frozenset[str] = frozenset()  # codes of areas, in the same way


class CompiledFolder(NamedTuple):
    """Where compiled files are, and what puts another one there, given its name and content."""

    folder: Path
    keep: Callable[[str, bytes], None]


class _File(NamedTuple):
    """One of the three as it was read, once: what is compiled is of the bytes that its name is made of."""

    path: Path
    shown: str
    content: bytes | None
    is_absent: bool = False  # None is what cannot be read, too

    @classmethod
    def read(cls, workspace: Workspace, path: Path) -> "_File":
        shown = workspace.shown(path)
        content, findings = read_bytes(path, shown, MOST_BYTES)
        absent = any(one.kind is UNREADABLE_FILE and one.params["reason"] == "not-found" for one in findings)
        return cls(path, shown, content, is_absent=absent and not path.is_symlink())

    @property
    def text(self) -> str | None:
        return None if self.content is None else decoded(self.content, self.shown).text

    def document(self) -> "YamlDocument | None":
        """What stands in it; None where its reader is to say why it cannot be read."""
        from phongtho_kpi.read.yaml_document import yaml_of

        return None if self.content is None else yaml_of(self.content, self.shown)


def read_targets(
    workspace: Workspace, year: int, speak: Callable[[str], None], compiled: CompiledFolder | None = None
) -> Targets:
    """All three; `speak` is told the catalogue's language as soon as it is known, since what follows may raise."""
    paths = workspace.catalogue_file(year), workspace.areas_file, workspace.aliases_file
    files = [_File.read(workspace, path) for path in paths]
    name = None if compiled is None else _name(files)
    if compiled is None or name is None:
        return _read(speak, *files)
    match read_compiled(compiled.folder, name):
        case (Catalogue() as catalogue, Areas() as areas):
            speak(catalogue.lang)
            return Targets(catalogue, areas, ())
    told = _read(speak, *files)
    if told.catalogue is not None and told.areas is not None and not told.findings:
        content = compiled_bytes(name, (told.catalogue, told.areas))
        if len(content) <= MOST_COMPILED:
            compiled.keep(name, content)
    return told


def _name(files: Sequence[_File]) -> str | None:
    """The name for what these files say; None where that cannot be kept."""
    if files[0].content is None or any(file.content is None and not file.is_absent for file in files):
        return None
    try:
        return name_of((file.shown, file.content) for file in files)
    except OSError:
        return None


def _read(speak: Callable[[str], None], targets: _File, listed: _File, named: _File) -> Targets:
    """Parse and validate them."""
    from phongtho_kpi.read.aliases_file import AliasesFile, read_aliases, with_aliases
    from phongtho_kpi.read.areas_file import AreasFile, read_areas
    from phongtho_kpi.read.catalogue_file import read_catalogue

    read = read_catalogue(targets.path, targets.shown, targets.document())
    there = AreasFile(Areas(), ()) if listed.is_absent else read_areas(listed.path, listed.shown, listed.document())
    findings = read.findings + there.findings
    if read.catalogue is None:
        return Targets(None, there.areas, findings, read.left_out, there.left_out)
    speak(read.catalogue.lang)
    areas = there.areas or Areas()
    aliases = (
        AliasesFile({}, ())
        if named.is_absent
        else read_aliases(named.path, named.shown, read.catalogue, areas, named.document())
    )
    catalogue, areas = with_aliases(read.catalogue, areas, aliases.aliases)
    known = None if there.areas is None else areas
    return Targets(catalogue, known, findings + aliases.findings, read.left_out, there.left_out)

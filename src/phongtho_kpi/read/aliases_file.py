"""`data/aliases.yaml`: what names in returns were found to mean, kept by `kpi import --alias` (docs/commands.md).

Every command asks what an alias is; only who reads the file loads ruamel.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import Catalogue, Indicator
from phongtho_kpi.model.finding import INVALID_VALUE, UNKNOWN_INDICATOR, UNKNOWN_KEY, Finding, Origin, Param
from phongtho_kpi.model.folding import folded
from phongtho_kpi.model.nearest_word import nearest_word
from phongtho_kpi.read.legal_text import excerpt, is_name

if TYPE_CHECKING:
    from phongtho_kpi.read.yaml_document import Node, YamlDocument

_Named = TypeVar("_Named", Indicator, Area)
_FORM = "{name: …, means: …}"
_KEYS = ("schema", "aliases")


class AliasesFile(NamedTuple):
    """Names as they come → an indicator's id or an area's code, and what is wrong with the file."""

    aliases: Mapping[str, str]
    findings: tuple[Finding, ...]


def read_aliases(
    path: Path, shown: str, catalogue: Catalogue, areas: Areas, document: "YamlDocument | None" = None
) -> AliasesFile:
    """The aliases of a workspace, none where it has no such file; `document` is what is read of it already."""
    from phongtho_kpi.read.yaml_document import read_yaml

    if document is None and not path.exists() and not path.is_symlink():
        return AliasesFile({}, ())
    document = document or read_yaml(path, shown)
    if document.content is None and document.findings:
        return AliasesFile({}, document.findings)
    known = {*catalogue.by_id(), *(area.code for area in areas)}
    aliases = {name: means for name, means in _aliases(_whole(document)).items() if means in known}
    return AliasesFile(aliases, (*document.findings, *_findings(document, shown, known)))


def alias_entries(text: str) -> Mapping[str, str] | None:
    """What a text says that names mean, the later entry winning; None where it cannot be read."""
    from phongtho_kpi.read.yaml_document import parse_yaml

    document = parse_yaml(text, "")
    if (document.content is None and document.findings) or any(
        finding.is_error for finding in (*document.findings, *_form(document, ""))
    ):
        return None
    return _aliases(_whole(document))


def is_alias(name: str) -> bool:
    """Whether a text can name something: one line, with a letter or a digit in it."""
    return is_name(name) and folded(name) != ""


def means_already(name: str, catalogue: Catalogue, areas: Areas) -> str:
    """The id or code of what the catalogue or the list of areas call so themselves; "" where it is nobody's name."""
    for indicator in catalogue.indicators:
        if folded(name) in map(folded, (indicator.id, *indicator.name.values())):
            return indicator.id
    for area in areas:
        if folded(name) in map(folded, (area.code, *area.name.values())):
            return area.code
    return ""


def with_aliases(catalogue: Catalogue, areas: Areas, aliases: Mapping[str, str]) -> tuple[Catalogue, Areas]:
    """The catalogue and the areas, knowing these names too, and for nothing else."""
    if not aliases:
        return catalogue, areas
    taken = {folded(name) for name in aliases}
    groups = tuple(
        replace(group, indicators=tuple(_knowing(one, one.id, aliases, taken) for one in group.indicators))
        for group in catalogue.groups
    )
    return replace(catalogue, groups=groups), Areas(_knowing(area, area.code, aliases, taken) for area in areas)


def _knowing(named: _Named, means: str, aliases: Mapping[str, str], taken: Collection[str]) -> _Named:
    names = [name for name in named.aliases if folded(name) not in taken]
    names += [name for name, meant in aliases.items() if meant == means]
    return replace(named, aliases=tuple(names))


def _findings(document: "YamlDocument", shown: str, known: Collection[str]) -> Iterator[Finding]:
    yield from _form(document, shown)
    for index, entry in _entries(_whole(document)):
        means = str(entry["means"]) if isinstance(entry, dict) and _is_entry(entry) else ""
        # an alias of another year's indicator is none of this year's business, a misspelt one is
        if means and means not in known and (near := nearest_word(means, known)):
            about: dict[str, Param] = {"indicator": excerpt(means), "nearest": near}
            yield Finding(UNKNOWN_INDICATOR, _origin(document, shown, index), about)


def _form(document: "YamlDocument", shown: str) -> Iterator[Finding]:
    """What is wrong with the form of the file."""
    content = _whole(document)
    if not isinstance(content, dict) or content.get("schema", "1") != "1":
        text = excerpt(content.get("schema", "") if isinstance(content, dict) else content)
        yield Finding(INVALID_VALUE, Origin(shown, line=1), {"key": "schema", "text": text, "expected": "1"})
        return
    for key in content.keys() - set(_KEYS):
        origin = Origin(shown, line=document.lines.get((key,), 1))
        yield Finding(UNKNOWN_KEY, origin, {"key": excerpt(key), "nearest": nearest_word(key, _KEYS)})
    for index, entry in _entries(content):
        if not _is_entry(entry):
            wrong: dict[str, Param] = {"key": "aliases", "text": excerpt(entry), "expected": _FORM}
            yield Finding(INVALID_VALUE, _origin(document, shown, index), wrong)


def _whole(document: "YamlDocument") -> "Node":
    """The file as it should be; a list alone is that of the aliases."""
    content = document.content or {}
    return {"aliases": content} if isinstance(content, list) else content


def _aliases(content: "Node") -> dict[str, str]:
    entries = (entry for _, entry in _entries(content) if isinstance(entry, dict) and _is_entry(entry))
    return {str(entry["name"]): str(entry["means"]) for entry in entries}


def _entries(content: "Node") -> "Iterator[tuple[int, Node]]":
    entries = content.get("aliases", []) if isinstance(content, dict) else []
    yield from enumerate(entries if isinstance(entries, list) else [entries] if entries else [])


def _is_entry(entry: "Node") -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == {"name", "means"}
        and all(isinstance(text, str) for text in entry.values())
        and is_alias(str(entry["name"]))
        and entry["means"] != ""
    )


def _origin(document: "YamlDocument", shown: str, index: int) -> Origin:
    return Origin(shown, line=document.lines.get(("aliases", index), 1))

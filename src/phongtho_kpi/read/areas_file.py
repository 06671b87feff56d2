"""`targets/areas.yaml` → `Areas`, or everything that is wrong with it, all at once (rules §7)."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.finding import INVALID_VALUE, UNREADABLE_FILE, Finding, Origin
from phongtho_kpi.read.areas_contract import AreaContract, AreasContract
from phongtho_kpi.read.catalogue_findings import findings_of
from phongtho_kpi.read.catalogue_translation import local_text
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.yaml_document import Node, Place, YamlDocument, read_yaml

MOST_FINDINGS = 1_000
_AREA_DEPTH = 2  # areas, its number

_Model = TypeVar("_Model", bound=BaseModel)


class AreasFile(NamedTuple):
    """What the list of areas holds.

    Where a finding is an error the areas lack the one that it is about, and its code stands in `left_out`; they are
    None where nothing of the file is usable, and empty where there is no file.
    """

    areas: Areas | None
    findings: tuple[Finding, ...]
    left_out: frozenset[str] = frozenset()


def read_areas(path: Path, shown: str, document: YamlDocument | None = None) -> AreasFile:
    """The areas of a workspace; `shown` is the file's name in findings, `document` what is read of it already."""
    document = document or read_yaml(path, shown)
    if _is_absent(document, path):
        return AreasFile(Areas(), ())
    if document.content is None and document.findings:
        return AreasFile(None, document.findings)
    reading = _Reading(document, shown)
    areas = reading.areas()
    in_order = sorted((*document.findings, *reading.findings), key=lambda finding: finding.origin.line or 0)
    return AreasFile(areas, tuple(in_order[:MOST_FINDINGS]), frozenset(reading.left_out))


def _is_absent(document: YamlDocument, path: Path) -> bool:
    """Whether there is no file; a link that leads nowhere is a file that cannot be read."""
    return not path.is_symlink() and any(
        finding.kind is UNREADABLE_FILE and finding.params["reason"] == "not-found" for finding in document.findings
    )


class _Reading:
    """The file on its way into the model; what is wrong with it gathers in `findings`."""

    def __init__(self, document: YamlDocument, shown: str) -> None:
        self.findings: list[Finding] = []
        self.left_out: set[str] = set()
        self._document = document
        self._shown = shown
        self._lines = _lines_by_area(document)

    def areas(self) -> Areas | None:
        """The whole."""
        content = {} if self._document.content is None else self._document.content
        if not isinstance(content, dict):
            self._invalid((), "$", content, "{schema: 1, areas: […]}")
            return None
        whole = self._validated(AreasContract, content, ())
        listed = content.get("areas")
        areas = Areas(self._listed(listed)) if isinstance(listed, list) else None
        return None if whole is None else areas

    def _listed(self, entries: list[Node]) -> Iterator[Area]:
        for index, node in enumerate(entries):
            place: Place = ("areas", index)
            if not isinstance(node, dict):
                self._invalid(place, "areas", node, "{code: …, name: …, …}")
                continue
            contract = self._validated(AreaContract, node, place)
            if contract is None:
                self.left_out.add(str(node.get("code", "")))
            else:
                yield _area_of(contract, Origin(self._shown, line=self._document.line_of(place)), self._lines[index])

    def _validated(self, model: type[_Model], part: dict[str, Node], place: Place) -> _Model | None:
        """`part` as its contract has it; None where it is not."""
        try:
            return model.model_validate(part)
        except ValidationError as error:
            self.findings.extend(findings_of(error, model, self._document, place, self._shown))
            return None

    def _invalid(self, place: Place, key: str, node: Node, expected: str) -> None:
        origin = Origin(self._shown, line=self._document.line_of(place))
        self.findings.append(Finding(INVALID_VALUE, origin, {"key": key, "text": excerpt(node), "expected": expected}))


def _area_of(contract: AreaContract, origin: Origin, lines: dict[str, int]) -> Area:
    return Area(
        code=contract.code,
        name=local_text(contract.name),
        origin=origin,
        aliases=tuple(contract.aliases),
        parent=contract.parent,
        valid_from=contract.valid_from,
        valid_to=contract.valid_to,
        successor=contract.successor,
        lines=lines,
    )


def _lines_by_area(document: YamlDocument) -> defaultdict[int | str, dict[str, int]]:
    """Lines by dotted key (`code`, `name.vi`, `aliases.0`), for each entry of the list by its number."""
    lines: defaultdict[int | str, dict[str, int]] = defaultdict(dict)
    for place, line in document.lines.items():
        if place[0] == "areas" and len(place) > _AREA_DEPTH:
            lines[place[1]][".".join(map(str, place[_AREA_DEPTH:]))] = line
    return lines

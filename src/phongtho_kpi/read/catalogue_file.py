"""`targets/YEAR.yaml` → `Catalogue`, or everything that is wrong with it, all at once (rules §1)."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from phongtho_kpi.model.catalogue import Catalogue, Group, Indicator
from phongtho_kpi.model.finding import (
    AMBIGUOUS_NUMBER,
    DUPLICATE_ID,
    INVALID_VALUE,
    MISSING_KEY,
    YEAR_DIFFERS_FROM_FILE,
    Finding,
    FindingKind,
    Origin,
    Param,
)
from phongtho_kpi.read.ambiguous_numbers import ambiguous_numbers
from phongtho_kpi.read.catalogue_contract import GroupHeadContract, HeaderContract, IndicatorContract
from phongtho_kpi.read.catalogue_findings import MOST_IN_A_PART, findings_of, is_too_large, limited
from phongtho_kpi.read.catalogue_translation import (
    catalogue_of,
    indicator_of,
    indicator_problems,
    local_text,
)
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.not_filled_in import filled_in
from phongtho_kpi.read.yaml_document import Node, Place, YamlDocument, read_yaml

MOST_FINDINGS = 1_000
_MOST_GATHERED = 10 * MOST_FINDINGS  # before errors are put first
_INDICATOR_DEPTH = 4  # groups, its number, indicators, its number

_Model = TypeVar("_Model", bound=BaseModel)


class CatalogueFile(NamedTuple):
    """What a catalogue's file holds.

    Where a finding is an error the catalogue lacks the part that it is about; it is None where the header is unusable.
    """

    catalogue: Catalogue | None
    findings: tuple[Finding, ...]
    ids: frozenset[str]  # of all indicators in the file, those that were left out among them

    @property
    def left_out(self) -> frozenset[str]:
        """The ids of indicators that are there, and wrong."""
        return self.ids - (frozenset() if self.catalogue is None else self.catalogue.by_id().keys())


def read_catalogue(path: Path, shown: str, document: YamlDocument | None = None) -> CatalogueFile:
    """A year's catalogue; `shown` is the file's name in findings, `document` what is read of it already."""
    document = document or read_yaml(path, shown)
    if document.content is None and document.findings:
        return CatalogueFile(None, document.findings, frozenset())
    reading = _Reading(document, shown)
    catalogue = reading.catalogue(path.stem)
    found = sorted((*document.findings, *reading.findings), key=lambda finding: not finding.is_error)[:MOST_FINDINGS]
    in_order = sorted(found, key=lambda finding: finding.origin.line or 0)
    return CatalogueFile(catalogue, tuple(in_order), frozenset(reading.ids))


class _Reading:
    """One catalogue's file on its way into the model; what is wrong with it gathers in `findings`, its ids in `ids`."""

    def __init__(self, document: YamlDocument, shown: str) -> None:
        self._document, findings, self._left_out = filled_in(document, shown)
        self.findings: list[Finding] = [*findings]
        self.ids: set[str] = set()
        self._shown = shown
        self._lines = _lines_by_indicator(self._document)

    def catalogue(self, stem: str) -> Catalogue | None:
        """The whole; `stem` is the file's name, which says the year again."""
        content = {} if self._document.content is None else self._document.content
        if not isinstance(content, dict):
            self._find(INVALID_VALUE, (), key="$", text=excerpt(content), expected="{schema: 1, year: YYYY, …}")
            return None
        header = self._validated(HeaderContract, content, (), apart="groups")
        if header is not None and stem.isdecimal() and int(stem) != header.year:
            self._find(YEAR_DIFFERS_FROM_FILE, ("year",), year=header.year, file_year=int(stem))
        groups = tuple(self._groups(content, header))
        if header is None:
            return None
        return catalogue_of(header, groups, Origin(self._shown, line=1), self._lines[()])

    def _groups(self, content: dict[str, Node], header: HeaderContract | None) -> Iterator[Group]:
        first_lines: dict[str, int | None] = {}
        for place, node in self._entries(content, "groups", ()):
            if not isinstance(node, dict):
                self._find(INVALID_VALUE, place, key="groups", text=excerpt(node), expected="{id: …, name: …, …}")
                continue
            head = self._validated(GroupHeadContract, node, place, apart="indicators")
            indicators = tuple(self._indicators(node, place, head.id if head else "", header))
            if head is None:
                continue
            if head.id in first_lines:
                self._find(DUPLICATE_ID, (*place, "id"), id=head.id, first_line=first_lines[head.id] or 0)
            first_lines.setdefault(head.id, self._document.line_of((*place, "id")))
            yield Group(head.id, local_text(head.name), indicators)

    def _indicators(
        self, group: dict[str, Node], place: Place, group_id: str, header: HeaderContract | None
    ) -> Iterator[Indicator]:
        for inner, node in self._entries(group, "indicators", place):
            if not isinstance(node, dict):
                self._find(INVALID_VALUE, inner, key="indicators", text=excerpt(node), expected="{id: …, name: …, …}")
                continue
            if isinstance(identity := node.get("id"), str):
                self.ids.add(identity)
            for where, text, read_as, other in ambiguous_numbers(node):
                self._find(AMBIGUOUS_NUMBER, (*inner, *where), text=text, read_as=read_as, other=other)
            contract = self._validated(IndicatorContract, node, inner)
            if contract is None or header is None:
                continue
            problems = list(indicator_problems(contract, header.year))
            for kind, where, problem in problems:
                self._find(kind, (*inner, *where), id=contract.id, problem=problem)
            if not problems:
                origin = Origin(self._shown, line=self._document.line_of(inner))
                yield indicator_of(contract, group_id, header, origin, self._lines[inner])

    def _entries(self, part: dict[str, Node], key: str, place: Place) -> Iterator[tuple[Place, Node]]:
        """The entries of a list that must be there, each with its place."""
        node = part.get(key)
        if node is None:
            if (*place, key) not in self._left_out:
                self._find(MISSING_KEY, place, key=key)
        elif isinstance(node, list):
            yield from (((*place, key, index), entry) for index, entry in enumerate(node))
        else:
            self._find(INVALID_VALUE, (*place, key), key=key, text=excerpt(node), expected="[…]")

    def _validated(
        self, model: type[_Model], part: dict[str, Node], place: Place, apart: str | None = None
    ) -> _Model | None:
        """`part` as its contract has it, but for the key that is read apart; None where it is not."""
        own = {key: node for key, node in limited(part).items() if key != apart}
        if is_too_large(own):
            largest = max(own, key=lambda key: len(own[key]))
            told = {"key": excerpt(largest), "text": str(len(own[largest])), "expected": f"≤ {MOST_IN_A_PART}"}
            self._find(INVALID_VALUE, (*place, largest), **told)
            return None
        try:
            return model.model_validate(own)
        except ValidationError as error:
            self.findings.extend(findings_of(error, model, self._document, place, self._shown, self._left_out))
            return None

    def _find(self, kind: FindingKind, place: Place, **params: Param) -> None:
        if len(self.findings) < _MOST_GATHERED:
            self.findings.append(Finding(kind, Origin(self._shown, line=self._document.line_of(place)), params))


def _lines_by_indicator(document: YamlDocument) -> defaultdict[Place, dict[str, int]]:
    """Lines by dotted key (`target`, `revisions.0.target.due`): of each indicator by its place, of the header by ()."""
    lines: defaultdict[Place, dict[str, int]] = defaultdict(dict)
    for place, line in document.lines.items():
        inside = len(place) > _INDICATOR_DEPTH and place[0] == "groups" and place[2] == "indicators"
        if inside:
            lines[place[:_INDICATOR_DEPTH]][".".join(map(str, place[_INDICATOR_DEPTH:]))] = line
        elif place[0] != "groups" or len(place) == 1:
            lines[()][".".join(map(str, place))] = line
    return lines

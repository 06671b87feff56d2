"""What pydantic says of a part of the catalogue → findings with the file's line; its own texts are never shown."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from phongtho_kpi.model.finding import (
    INVALID_VALUE,
    MISSING_KEY,
    NOT_A_CATALOGUE_NUMBER,
    REFUSED_TEXT,
    UNKNOWN_KEY,
    Finding,
    Origin,
)
from phongtho_kpi.model.nearest_word import nearest_word
from phongtho_kpi.read import catalogue_contract as contract
from phongtho_kpi.read.catalogue_values import CUT_TYPE, INVALID_TYPE, NUMBER_TYPE, REFUSED_TYPE
from phongtho_kpi.read.cut_texts import CutText, CutTexts, cut_numbers, with_a_dot
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.yaml_document import Node, Place, YamlDocument

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_PARTS: dict[str, type[BaseModel]] = {
    "name": contract.NameContract,
    "target": contract.TargetContract,
    "revisions": contract.RevisionContract,
    "also": contract.OtherPlanContract,
    "baseline": contract.BaselineContract,
    "trajectory": contract.TrajectoryContract,
    "bands": contract.BandsContract,
    "by_area": contract.ByAreaContract,
    "place": contract.PlaceContract,
    "source": contract.SourceContract,
}
# the keys whose values are read apart from the rest
_APART: dict[type[BaseModel], tuple[str, ...]] = {
    contract.HeaderContract: ("groups",),
    contract.GroupHeadContract: ("indicators",),
}

MOST_IN_A_PART = 25_000  # texts, lists and mappings of an indicator: the communes of a nation, twice
_MOST_UNKNOWN = 1_000  # keys of a mapping
_CONTRACTS: tuple[type[BaseModel], ...] = (
    *_PARTS.values(),
    *_APART,
    contract.IndicatorContract,
    contract.AuthorityContract,
)
_KNOWN = frozenset(field.alias or name for model in _CONTRACTS for name, field in model.model_fields.items())


def is_too_large(part: Node) -> bool:
    """Whether there is more in a part of the catalogue than one has: pydantic keeps a record of all that is wrong."""
    left = MOST_IN_A_PART
    nodes: list[Node] = [part]
    while nodes and left >= 0:
        node = nodes.pop()
        left -= 1
        if not isinstance(node, str):
            nodes.extend(node if isinstance(node, list) else node.values())
    return left < 0


def limited(part: dict[str, Node]) -> dict[str, Node]:
    """A part of the catalogue, with no more unknown keys than findings are kept: pydantic keeps a record of each."""
    return {
        key: _limited(node) if isinstance(node, dict) and key != "area_targets" else node
        for key, node in _limited(part).items()
    }


def _limited(mapping: dict[str, Node]) -> dict[str, Node]:
    if len(mapping) <= _MOST_UNKNOWN:
        return mapping
    kept = set(islice((key for key in mapping if key not in _KNOWN), _MOST_UNKNOWN))
    return {key: node for key, node in mapping.items() if key in _KNOWN or key in kept}


def findings_of(
    error: "ValidationError",
    model: type[BaseModel],
    document: YamlDocument,
    place: Place,
    shown: str,
    left_out: frozenset[Place] = frozenset(),
) -> Iterator[Finding]:
    """One finding for each error; `place` is where the validated part stands in the document.

    None of the keys at `left_out`, which have findings of their own, is called missing.
    """
    details = [(detail, _inner_place(detail["loc"])) for detail in error.errors(include_url=False)]
    cut_texts = CutTexts(document)
    cut = {inner: text for detail, inner in details if (text := _cut(detail, (*place, *inner), cut_texts))}
    first_rest: dict[Place, Place] = {}
    for inner, text in cut.items():
        if first_rest.setdefault(text.place, inner) == inner:
            yield _finding_of_cut(text, inner, Origin(shown, line=document.line_of(text.place)))
    has_its_own = {"missing": left_out, NUMBER_TYPE: first_rest.keys()}
    for detail, inner in details:
        if inner not in cut and (*place, *inner) not in has_its_own.get(detail["type"], ()):
            origin = Origin(shown, line=document.line_of((*place, *inner)))
            yield _finding(detail, inner, origin, model)


def _inner_place(loc: tuple[int | str, ...]) -> Place:
    """Leave out of an error's place what pydantic puts in and the file does not have."""
    parts = [part for part in loc if part != "[key]"]
    if parts[:1] == ["trajectory"] and len(parts) > 1 and parts[1] in contract.TRAJECTORY_TAGS:
        del parts[1]
    return tuple(parts)


def _cut(detail: "ErrorDetails", place: Place, cut_texts: CutTexts) -> CutText | None:
    """The text that an error is about a part of; a key that may be there is a part of numbers alone."""
    cut = cut_texts.at(place) if place and detail["type"] != "missing" else None
    return cut if cut is not None and (cut.is_number or detail["type"] == "extra_forbidden") else None


def _finding_of_cut(cut: CutText, inner: Place, origin: Origin) -> Finding:
    if cut.is_number:
        names = (*inner[:-1], cut.place[-1])
        return _not_a_number(excerpt(".".join(part for part in names if isinstance(part, str))), cut.text, origin)
    params = {"key": excerpt(inner[-1]), "text": excerpt(cut.text), "value": "", "nearest": ""}
    return Finding(UNKNOWN_KEY, origin, params)


def _not_a_number(key: str, text: object, origin: Origin) -> Finding:
    written = with_a_dot(text) if isinstance(text, str) else ""
    return Finding(NOT_A_CATALOGUE_NUMBER, origin, {"key": key, "text": excerpt(text), "written": excerpt(written)})


def _finding(detail: "ErrorDetails", inner: Place, origin: Origin, model: type[BaseModel]) -> Finding:
    names = [part for part in inner if isinstance(part, str)]
    key = excerpt(".".join(names))
    match detail["type"]:
        case "extra_forbidden":
            known = _known_keys(names[:-1], model)
            return Finding(UNKNOWN_KEY, origin, {"key": excerpt(names[-1]), "nearest": nearest_word(names[-1], known)})
        case "missing":
            return Finding(MISSING_KEY, origin, {"key": key})
        case kind if kind == REFUSED_TYPE:
            return Finding(REFUSED_TEXT, origin, {"key": key})
        case kind if kind == NUMBER_TYPE:
            return _not_a_number(key, detail["input"], origin)
        case kind if kind == CUT_TYPE:
            return _not_a_number(key, cut_numbers(detail["input"]), origin)
    return Finding(INVALID_VALUE, origin, {"key": key, "text": excerpt(detail["input"]), "expected": _expected(detail)})


def _expected(detail: "ErrorDetails") -> str:
    context: dict[str, Any] = detail.get("ctx", {})
    return str(context["expected"]) if detail["type"] == INVALID_TYPE else "{…}"


def _known_keys(around: list[str], model: type[BaseModel]) -> list[str]:
    part = _PARTS.get(around[-1], model) if around else model
    return [field.alias or name for name, field in part.model_fields.items()] + list(_APART.get(part, ()))

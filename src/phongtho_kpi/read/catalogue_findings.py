"""What pydantic says of a part of the catalogue → findings with the file's line; its own texts are never shown."""

from collections.abc import Iterator
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
from phongtho_kpi.read import catalogue_contract as contract
from phongtho_kpi.read.catalogue_values import INVALID_TYPE, NUMBER_TYPE, REFUSED_TYPE
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.nearest_word import nearest_word
from phongtho_kpi.read.yaml_document import Place, YamlDocument

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
    for detail in error.errors(include_url=False):
        inner = _inner_place(detail["loc"])
        if detail["type"] == "missing" and (*place, *inner) in left_out:
            continue
        origin = Origin(shown, line=document.line_of((*place, *inner)))
        yield _finding(detail, inner, origin, model)


def _inner_place(loc: tuple[int | str, ...]) -> Place:
    """Leave out of an error's place what pydantic puts in and the file does not have."""
    parts = [part for part in loc if part != "[key]"]
    if parts[:1] == ["trajectory"] and len(parts) > 1 and parts[1] in contract.TRAJECTORY_TAGS:
        del parts[1]
    return tuple(parts)


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
            return Finding(NOT_A_CATALOGUE_NUMBER, origin, {"key": key, "text": excerpt(detail["input"])})
    return Finding(INVALID_VALUE, origin, {"key": key, "text": excerpt(detail["input"]), "expected": _expected(detail)})


def _expected(detail: "ErrorDetails") -> str:
    context: dict[str, Any] = detail.get("ctx", {})
    return str(context["expected"]) if detail["type"] == INVALID_TYPE else "{…}"


def _known_keys(around: list[str], model: type[BaseModel]) -> list[str]:
    part = _PARTS.get(around[-1], model) if around else model
    return [field.alias or name for name, field in part.model_fields.items()] + list(_APART.get(part, ()))

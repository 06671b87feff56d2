"""The JSON Schema of `targets/YEAR.yaml` for editors: the contracts as one file, in the words of both languages.

What depends on the kind, the year, another indicator or the decision's words only `kpi check` says.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from phongtho_kpi.i18n.messages import LANGUAGES, Messages
from phongtho_kpi.model.catalogue import TODO
from phongtho_kpi.read.catalogue_contract import GroupHeadContract, HeaderContract, IndicatorContract
from phongtho_kpi.read.catalogue_values import entries

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLACES_OF_TODO = {
    "indicator": {"target", "baseline", "trajectory", "area_targets"},  # and `quote`, where any text may stand
    "other_plan": {"target"},
}
_PART = "#/$defs/"
_WORD_IN_A_NAME = re.compile("(?<=[a-z])(?=[A-Z])")


class GroupContract(GroupHeadContract):
    """A group with its indicators."""

    indicators: Annotated[list[IndicatorContract], entries("[…]")]


class CatalogueContract(HeaderContract):
    """The whole file, as an editor has it before it; the program validates it in parts."""

    groups: Annotated[list[GroupContract], entries("[…]")]


def catalogue_schema() -> dict[str, object]:
    """All that may stand in a catalogue; the same in every language, since it speaks them all."""
    whole = CatalogueContract.model_json_schema()
    parts = {_name_of(contract): part for contract, part in whole.pop("$defs").items()}
    written = {name: _described(name, parts[name]) for name in sorted(parts)}
    todo = {"description": _said("schema.todo.text"), "const": TODO}
    return {"$schema": DIALECT, **_described("catalogue", whole), "$defs": {**written, "todo": todo}}


def _name_of(contract: str) -> str:
    """`OtherPlanContract` → `other_plan`."""
    return _WORD_IN_A_NAME.sub("_", contract.removesuffix("Contract")).lower()


def _said(key: str) -> str:
    """A text in all languages, Vietnamese first."""
    return "\n\n".join(Messages(lang)(key) for lang in LANGUAGES)


def _described(name: str, part: Mapping[str, Any]) -> dict[str, object]:
    """One object of the file with a text for itself and for each of its keys."""
    keys = {}
    for key, node in part["properties"].items():
        value = _plain(node)
        if key in _PLACES_OF_TODO.get(name, ()):
            value = {"anyOf": [*value.get("oneOf", [value]), {"$ref": f"{_PART}todo"}]}
        keys[key] = {"description": _said(f"schema.{name}.{key}"), **value}
    rest = {word: node for word, node in part.items() if word not in {"title", "description", "type", "properties"}}
    if not rest.keys() & {"required", "oneOf"}:
        rest["minProperties"] = 1  # an object of nothing says nothing
    return {"description": _said(f"schema.{name}.text"), "type": "object", "properties": keys, **_in_order(rest)}


def _plain(node: Any) -> Any:
    """Leave out what pydantic adds: titles, its own names, and null, since a key without a value is left out."""
    match node:
        case {"anyOf": [told, {"type": "null"}], **rest}:
            return _plain({**told, **rest})
        case dict():
            kept = {word: _plain(one) for word, one in node.items() if word not in {"title", "description"}}
            return _in_order({word: one for word, one in kept.items() if (word, one) != ("default", None)})
        case list():
            return [_plain(one) for one in node]
        case str() if node.startswith(_PART):
            return _PART + _name_of(node.removeprefix(_PART))
    return node


def _in_order(words: Mapping[str, Any]) -> dict[str, Any]:
    """The type first, then by the alphabet: the file does not change because pydantic does."""
    return {word: words[word] for word in sorted(words, key=lambda word: (word != "type", word))}

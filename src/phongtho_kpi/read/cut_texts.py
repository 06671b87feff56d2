"""Texts that a comma has cut in two: between braces `at_least: 77,208` is 77, and a key 208 without a value."""

import re
from typing import Any, NamedTuple

from phongtho_kpi.read.yaml_document import Place, YamlDocument

_BEGINS = re.compile("[-+−]?[0-9]+(?:[.][0-9]+)*")
_GOES_ON = re.compile("[0-9]{1,3}")
_BY_COMMA = re.compile("(?P<sign>[-+−]?)(?P<whole>[0-9]+),(?P<decimals>[0-9]+)")


class CutText(NamedTuple):
    """A text as it was meant, and the key that has its beginning."""

    place: Place
    text: str
    is_number: bool


class CutTexts:
    """Those of one document."""

    def __init__(self, document: YamlDocument) -> None:
        self._document = document
        self._found: dict[Place, dict[str, CutText]] = {}  # by mapping, and by each key that is the rest of a text

    def at(self, place: Place) -> CutText | None:
        """The text that goes on in the key at `place`."""
        around, key = place[:-1], str(place[-1])
        if around not in self._found:
            self._found[around] = self._cut_in(around)
        return self._found[around].get(key)

    def _cut_in(self, place: Place) -> dict[str, CutText]:
        """All in one mapping: keys without a value, in one line with the value that they go on from."""
        mapping: Any = self._document.content
        for part in place:
            mapping = mapping[part]
        rests: dict[str, list[str]] = {}
        begins: str | None = None
        for key, value in mapping.items() if isinstance(mapping, dict) else ():
            if value:
                begins = key if isinstance(value, str) else None
            elif begins is not None and self._line(place, key) == self._line(place, begins):
                rests.setdefault(begins, []).append(key)
        return {rest: _cut((*place, key), mapping[key], parts) for key, parts in rests.items() for rest in parts}

    def _line(self, place: Place, key: str) -> int | None:
        return self._document.line_of((*place, key))


def _cut(place: Place, beginning: str, rest: list[str]) -> CutText:
    is_number = _BEGINS.fullmatch(beginning) is not None and all(map(_GOES_ON.fullmatch, rest))
    return CutText(place, ("," if is_number else ", ").join((beginning, *rest)), is_number)


def cut_numbers(entries: list[Any]) -> str:
    """Numbers of a list that commas have cut, as they were meant where each was: `61,5, 62,5`."""
    texts = [entry if isinstance(entry, str) else "…" for entry in entries]
    if len(texts) % 2:
        return ", ".join(texts)
    return ", ".join(f"{whole},{decimals}" for whole, decimals in zip(texts[::2], texts[1::2], strict=True))


def with_a_dot(text: str) -> str:
    """How a number with a decimal comma is written in YAML; "" for any other text.

    >>> with_a_dot("77,208"), with_a_dot("7.367.800")
    ('77.208', '')
    """
    found = _BY_COMMA.fullmatch(text)
    return "" if found is None else f"{found['sign'].replace('−', '-')}{found['whole']}.{found['decimals']}"

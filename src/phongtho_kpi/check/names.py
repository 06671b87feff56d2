"""Names of indicators and owners against one another: what returns cannot tell apart, and what was written twice."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from phongtho_kpi.check.place import found, place_of
from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.catalogue import Catalogue, Indicator
from phongtho_kpi.model.finding import Finding, Origin
from phongtho_kpi.model.folding import folded
from phongtho_kpi.model.likeness import slips_of_the_pen


def names_tell_apart(catalogue: Catalogue) -> Iterator[Finding]:
    """An id, name or alias, as offices may spell it, means one indicator, and is no slip of the pen for another.

    Of two indicators one pair of names is said, one that is the same before one that is similar.
    """
    said: set[frozenset[str]] = set()
    names = [name for indicator in catalogue.indicators for name in _names(indicator)]
    first: dict[str, _Name] = {}
    for name in names:
        spelling = folded(name.text)
        earlier = first.setdefault(spelling, name)
        pair = frozenset((earlier.indicator.id, name.indicator.id))
        if spelling and len(pair) > 1 and pair not in said:
            said.add(pair)
            yield found(kinds.SHARED_NAME, name.indicator, name.key, **_other(earlier), text=name.text)
    spoken = [name for name in names if name.key != "id"]
    for one, other in slips_of_the_pen([(name.indicator.id, name.text) for name in spoken]):
        earlier, name = spoken[one], spoken[other]
        pair = frozenset((earlier.indicator.id, name.indicator.id))
        if pair not in said:
            said.add(pair)
            texts = {"text": name.text, "other_text": earlier.text}
            yield found(kinds.SIMILAR_NAMES, name.indicator, name.key, **_other(earlier), **texts)


def owners_are_written_one_way(catalogue: Catalogue) -> Iterator[Finding]:
    """An office has one spelling; the rarer ones are said, of two that are as rare the later."""
    holders: dict[str, list[Indicator]] = {}
    for indicator in catalogue.indicators:
        if indicator.owner is not None:
            holders.setdefault(indicator.owner, []).append(indicator)
    spellings = sorted(holders, key=lambda owner: -len(holders[owner]))
    usual: dict[str, str] = {}
    for one, other in slips_of_the_pen([(owner, owner) for owner in spellings]):
        usual.setdefault(spellings[other], spellings[one])
    by_folding: dict[str, str] = {}
    for owner in spellings:
        same = by_folding.setdefault(folded(owner), owner)
        if same != owner:
            usual[owner] = same
    for owner, other_owner in usual.items():
        here, there = holders[owner][0], holders[other_owner][0]
        params = {"text": owner, "other": other_owner, "other_line": _line(place_of(there, "owner"))}
        yield Finding(kinds.OWNER_WRITTEN_TWO_WAYS, place_of(here, "owner"), params)


class _Name(NamedTuple):
    """A text by which an indicator is found in a return, and the key that has it."""

    indicator: Indicator
    key: str
    text: str


def _names(indicator: Indicator) -> Iterator[_Name]:
    yield _Name(indicator, "id", indicator.id)
    for lang, text in indicator.name.items():
        yield _Name(indicator, f"name.{lang}", text)
    for index, alias in enumerate(indicator.aliases):
        yield _Name(indicator, f"aliases.{index}", alias)


def _other(name: _Name) -> dict[str, str | int]:
    return {"other": name.indicator.id, "other_line": _line(place_of(name.indicator, name.key))}


def _line(origin: Origin) -> int | str:
    """Its line, for a sentence; one that has none is not named."""
    return origin.line or ""


CHECKS: tuple[Callable[[Catalogue], Iterator[Finding]], ...] = (names_tell_apart, owners_are_written_one_way)

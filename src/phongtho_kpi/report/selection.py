"""Which assessments are shown, and in which order."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from phongtho_kpi.model.assessment import Assessment, Flag, Status


class Order(StrEnum):
    """What `--sort` takes."""

    CATALOGUE = "catalogue"
    STATUS = "status"
    PACE = "pace"
    ATTAINMENT = "attainment"
    NAME = "name"


WORST_FIRST = (
    Status.MISSED,
    Status.OFF_TRACK,
    Status.AT_RISK,
    Status.NO_DATA,
    Status.ON_TRACK,
    Status.NOT_DUE,
    Status.MET,
    Status.EXCEEDED,
    Status.INFORMATIVE,
)

# ă, â, ê, ô, ơ, ư and đ are letters of their own, behind all words with the plain one: marks that sort after letters
_LETTER_MARKS = str.maketrans({"\u0306": "\ue000", "\u0302": "\ue001", "\u031b": "\ue002", "\u0335": "\ue003"})
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True, slots=True)
class Selection:
    """What to show; an empty set leaves nothing out."""

    groups: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset()
    flags: frozenset[Flag] = frozenset()
    sort: Order = Order.CATALOGUE
    lang: str = "vi"


def select(entries: Iterable[Assessment], selection: Selection) -> tuple[Assessment, ...]:
    """The entries that every filter lets through, in the order asked for; ties stay in the catalogue's order."""
    chosen = [entry for entry in entries if _passes(entry, selection)]
    key = _keys(selection.lang).get(selection.sort)
    return tuple(sorted(chosen, key=key) if key else chosen)


def _passes(entry: Assessment, selection: Selection) -> bool:
    return (
        (not selection.groups or entry.indicator.group in selection.groups)
        and (not selection.owners or entry.indicator.owner in selection.owners)
        and (not selection.statuses or entry.headline.status in selection.statuses)
        and (not selection.flags or bool(entry.flags & selection.flags))
    )


def _keys(lang: str) -> dict[Order, Callable[[Assessment], tuple[bool, Decimal | int | str]]]:
    """Lowest first, what has no such number last."""
    return {
        Order.STATUS: lambda entry: (False, WORST_FIRST.index(entry.headline.status)),
        Order.PACE: lambda entry: (entry.headline.pace is None, entry.headline.pace or Decimal(0)),
        Order.ATTAINMENT: lambda entry: (entry.headline.attainment is None, entry.headline.attainment or Decimal(0)),
        Order.NAME: lambda entry: (False, _alphabetical(entry.indicator.name.to(lang))),
    }


def _alphabetical(name: str) -> str:
    """Vietnamese dictionary order: letters first (a ă â b … d đ e ê …), then tones."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d\u0335")).translate(_LETTER_MARKS)
    without_tones = "".join(letter for letter in letters if letter not in _TONES)
    return without_tones + "\0" + letters

"""The options that more than one command takes, and how their words are read."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.assessment import Flag, Status
from phongtho_kpi.model.catalogue import Catalogue, Indicator
from phongtho_kpi.model.finding import KINDS, FindingKind
from phongtho_kpi.model.folding import composed
from phongtho_kpi.read.aliases_file import is_alias, means_already
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.report.selection import Order, Selection
from phongtho_kpi.workspace import KpiError

Word = TypeVar("Word", bound=StrEnum)

TEXT, JSON, MARKDOWN = "text", "json", "md"


def words(known: Iterable[str]) -> list[str]:
    """What a shell offers to complete an option with."""
    return list(known)


AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD")]
KnownOn = Annotated[str | None, typer.Option("--known-on", metavar="YYYY-MM-DD")]
Since = Annotated[str | None, typer.Option("--since", metavar="YYYY-MM-DD")]
Groups = Annotated[list[str] | None, typer.Option("--group", metavar="GROUP,…")]
Owners = Annotated[list[str] | None, typer.Option("--owner", metavar="OWNER")]
Statuses = Annotated[
    list[str] | None, typer.Option("--status", metavar="STATUS,…", autocompletion=lambda: words(Status))
]
Flags = Annotated[list[str] | None, typer.Option("--flag", metavar="FLAG,…", autocompletion=lambda: words(Flag))]
Sort = Annotated[str, typer.Option("--sort", metavar="|".join(Order), autocompletion=lambda: words(Order))]
# whether a file may be read its reader says, in words of ours; so with every option and argument that is a path
Actuals = Annotated[list[Path] | None, typer.Option("--actuals", metavar="FILE", readable=False)]
PeriodOption = Annotated[str | None, typer.Option("--period", metavar="PERIOD")]
Area = Annotated[str | None, typer.Option("--area", metavar="AREA")]
NumbersStyle = Annotated[str | None, typer.Option("--numbers", metavar="vi|en", autocompletion=lambda: ["vi", "en"])]
Aliases = Annotated[list[str] | None, typer.Option("--alias", metavar="TEXT=ID")]
Profile = Annotated[str | None, typer.Option("--profile", metavar="NAME")]
DocumentFormat = Annotated[str, typer.Option("--format", metavar=f"{TEXT}|{JSON}", autocompletion=lambda: [TEXT, JSON])]


def selection(
    catalogue: Catalogue,
    lang: str,
    group: list[str] | None,
    owner: list[str] | None,
    status: list[str] | None,
    flag: list[str] | None,
    sort: str,
) -> Selection:
    """What the filters ask for; raises KpiError `unknown-choice` for a word that is none."""
    owners = [indicator.owner for indicator in catalogue.indicators if indicator.owner is not None]
    return Selection(
        groups=_among("--group", _split(group), [one.id for one in catalogue.groups]),
        owners=_among("--owner", owner or (), owners),  # an owner's name may hold a comma
        statuses=chosen("--status", status, Status),
        flags=chosen("--flag", flag, Flag),
        sort=Order(one_of("--sort", sort, words(Order))),
        lang=lang,
    )


def aliases_from(given: list[str] | None, catalogue: Catalogue, areas: Areas) -> dict[str, str]:
    """`TEXT=ID` → what each text means; raises KpiError `bad-alias` or `unknown-choice`."""
    known = [*catalogue.by_id(), *(area.code for area in areas)]
    aliases = {}
    for text in given or ():
        name, sign, means = text.rpartition("=")
        name, means = composed(name).strip(), means.strip()
        if not sign or not means or not is_alias(name):
            raise KpiError("bad-alias", value=excerpt(text))
        if means not in known:
            near = get_close_matches(means, known, n=1)
            raise KpiError("unknown-meaning", value=means, nearest=near[0] if near else "")
        if (already := means_already(name, catalogue, areas)) not in {"", means}:
            raise KpiError("name-taken", value=name, means=already)
        aliases[name] = means
    return aliases


def indicator_of(catalogue: Catalogue, wanted: str) -> Indicator:
    """The indicator of that id; raises KpiError `unknown-id`, naming the nearest."""
    by_id = catalogue.by_id()
    if wanted not in by_id:
        nearest = get_close_matches(wanted, by_id, n=1, cutoff=0.4)
        raise KpiError("unknown-id", id=wanted, nearest=nearest[0] if nearest else "")
    return by_id[wanted]


def kinds_from(option: str, given: list[str] | None) -> frozenset[FindingKind]:
    """Codes and names of findings, in capitals or not → their kinds; raises KpiError `unknown-finding`."""
    known: dict[str, set[FindingKind]] = {}
    for kind in KINDS:
        for word in (kind.code.casefold(), kind.name):
            known.setdefault(word, set()).add(kind)
    kinds: set[FindingKind] = set()
    for word in _split(given):
        if word.casefold() not in known:
            is_code = word[:3].casefold() == "kpi" and word[3:].isdecimal()  # 999 is no slip for 499
            near = "" if is_code else next(iter(get_close_matches(word.casefold(), known, n=1)), "")
            nearest = next((kind.code for kind in known.get(near, ()) if kind.name != near), near)
            raise KpiError("unknown-finding", option=option, value=excerpt(word), nearest=nearest)
        kinds |= known[word.casefold()]
    return frozenset(kinds)


def is_json(form: str) -> bool:
    """Whether a document is asked for rather than text."""
    return one_of("--format", form, (TEXT, JSON)) == JSON


def day_of(option: str, text: str) -> date:
    """A day as options have it: there is one way to write one. Raises KpiError `bad-date`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise KpiError("bad-date", option=option, value=text) from None
    if text != day.isoformat():  # 2024W31 and 20240731 are dates to Python
        raise KpiError("bad-date", option=option, value=text)
    return day


def asked_day(option: str, text: str | None) -> date | None:
    """A day, where one was asked for. Raises KpiError `bad-date`."""
    return None if text is None else day_of(option, text)


def chosen(option: str, given: list[str] | None, known: type[Word]) -> frozenset[Word]:
    """The words of an option that may be repeated and may hold several, as members of `known`."""
    return frozenset(known(one_of(option, word, words(known))) for word in _split(given))


def one_of(option: str, word: str, known: Iterable[str]) -> str:
    """`word`, which must be one of `known`; raises KpiError `unknown-choice`."""
    allowed = list(dict.fromkeys(known))
    if word not in allowed:
        raise KpiError("unknown-choice", option=option, value=word, known=", ".join(allowed))
    return word


def _among(option: str, given: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    allowed = list(known)
    return frozenset(one_of(option, word, allowed) for word in given)


def _split(given: list[str] | None) -> tuple[str, ...]:
    return tuple(word.strip() for text in given or () for word in text.split(","))

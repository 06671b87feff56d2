"""The names that offices use → what they name: a text is folded once, however often it comes (docs/commands.md).

Found by id, name or alias, never by "close enough"; what is near is told, not taken.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Place
from phongtho_kpi.model.folding import folded, split_brackets, without_bullet
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.unit import conversion, folded_unit, is_known_unit, scaled_unit
from phongtho_kpi.read.returns.nearness import Nearness, folded_without_marks

_STATUS_WORDS = {
    "": ObservationStatus.FINAL,
    "estimate": ObservationStatus.ESTIMATE,
    "uoc": ObservationStatus.ESTIMATE,
    "uoc tinh": ObservationStatus.ESTIMATE,
    "uoc thuc hien": ObservationStatus.ESTIMATE,
    "uoc th": ObservationStatus.ESTIMATE,
    "preliminary": ObservationStatus.PRELIMINARY,
    "so bo": ObservationStatus.PRELIMINARY,
    "final": ObservationStatus.FINAL,
    "chinh thuc": ObservationStatus.FINAL,
    "thuc hien": ObservationStatus.FINAL,
}


class Named(NamedTuple):
    """The indicator that a text names, and the unit it has in brackets."""

    indicator: Indicator
    unit: str


class IndicatorNames(dict[str, Named | None]):
    """A text as written → the indicator that it names, None where it names none or more than one."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._units = UnitNames(catalogue)
        self._by_name: dict[str, Indicator | None] = {}
        for indicator in catalogue.indicators:
            for name in {folded(name) for name in _names_of(indicator)} - {""}:
                known = self._by_name.setdefault(name, indicator)
                if known is not indicator:
                    self._by_name[name] = None  # a name of two is a name of none
        self._nearness = Nearness([name for one in catalogue.indicators for name in _names_of(one)])

    def __missing__(self, text: str) -> Named | None:
        named = self._found(text)
        self[text] = named
        return named

    def nearest(self, text: str) -> str:
        """The name that a text is near to; "" where none is."""
        return self._nearness.nearest(without_bullet(text))

    def _found(self, text: str) -> Named | None:
        bare, bracketed = split_brackets(text)
        stated = bracketed if self._units.knows(bracketed) else ""
        says_no_more = folded(bare) == folded(text)  # (%)
        for name in (text, without_bullet(text)):
            if (indicator := self._by_name.get(folded(name))) is not None:
                return Named(indicator, stated if says_no_more else "")
        for name in (bare, without_bullet(bare)) if stated else ():
            if (indicator := self._by_name.get(folded(name))) is not None:
                return Named(indicator, stated)
        return None


def _names_of(indicator: Indicator) -> tuple[str, ...]:
    return (indicator.id, *indicator.name.values(), *indicator.aliases)


class UnitNames(dict[tuple[str, str], Fraction | None]):
    """A unit as written and the indicator's → what to multiply by; None where one is never turned into the other."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._of_catalogue = frozenset(folded_unit(indicator.unit) for indicator in catalogue.indicators)

    def __missing__(self, units: tuple[str, str]) -> Fraction | None:
        written, wanted = units
        factor = conversion(scaled_unit(written, wanted), wanted) if written else Fraction(1)
        self[units] = factor
        return factor

    def knows(self, text: str) -> bool:
        """Whether a text is a unit at all."""
        return bool(text) and (
            is_known_unit(text)
            or folded_unit(text) in self._of_catalogue
            or any(scaled_unit(text, unit) != text for unit in self._of_catalogue)  # triệu, beside tỷ đồng
        )


class StatusNames(dict[str, ObservationStatus | None]):
    """A text as written → how settled the figure is, final where it is blank; None where it says something else."""

    def __missing__(self, text: str) -> ObservationStatus | None:
        plain = folded_without_marks(text)
        status = _STATUS_WORDS.get(plain) or _STATUS_WORDS.get(plain.removeprefix("so "))  # số ước
        self[text] = status
        return status


class AreaProblem(NamedTuple):
    """Why the area of a figure is not certain: `conflict` where its code and its name are those of two areas."""

    text: str
    conflict: str = ""


WHOLE_PLACE = None


class AreaNames:
    """Codes and names of areas as written → the code that is meant at the end of a period; None is the whole place."""

    def __init__(self, place: Place, areas: Areas) -> None:
        self._areas = areas
        names = [*place.name.values()]
        kind = next(iter(names), "").split(" ")[0]
        self._code = _bare_code(place.code)
        self._whole = {folded(name) for name in (*names, f"toàn {kind}", *(f"toàn {name}" for name in names))}
        self._eras: dict[date, _Era] = {}
        self._found: dict[tuple[str, str, Period], str | AreaProblem | None] = {}
        self._any_time = _Era(_spellings(areas))
        spelled: dict[str, str] = {}
        for name in (*names, *(name for _, name in _spellings(areas))):
            spelled.setdefault(folded(name), name)
        self._in_lines = sorted(spelled.items(), key=lambda name: len(name[0]), reverse=True)
        self._without_marks = {folded_without_marks(name) for _, name in _spellings(areas)}
        self._without_sort = {
            folded(_without_sort(name)) for name in (*names, *(name for _, name in _spellings(areas)))
        }

    def of(self, code: str, name: str, period: Period) -> str | AreaProblem | None:
        """The code of the area that a code and a name, or one of them, mean in a figure for `period`."""
        key = code, name, period
        if key not in self._found:
            self._found[key] = self._find(code, name, period)
        return self._found[key]

    def knows(self, text: str) -> bool:
        """Whether a text is the name of an area at any time, or of the whole place."""
        return any(self.is_whole(name) or self._any_time.knows(name) for name in (text, _bare_name(text)))

    def is_part(self, text: str) -> bool:
        """Whether a text names an area that is not the whole place."""
        return bool(text) and self.knows(text) and not self.is_whole(text)

    def is_whole(self, text: str) -> bool:
        """Whether a text names the whole place."""
        return folded(text) in self._whole or _bare_code(text) == self._code

    def sense_of(self, text: str) -> str:
        """The code that a name has had at any time: two names of one area are the same."""
        return self._any_time.code_named(text) or self._any_time.code_like(text) or folded(text)

    def named_in(self, line: str) -> tuple[str, ...]:
        """The names of areas that stand in a line, and of the whole place: `UBND XÃ DÀO SAN`."""
        rest = f" {folded(line)} "
        found: dict[int, str] = {}
        for name, spelled in self._in_lines:  # the longest first: a township may have the name of its district
            if " " in name and (place := rest.find(f" {name} ")) >= 0:
                found[place] = spelled
                rest = rest.replace(f" {name} ", f" {'|' * len(name)} ")
        return tuple(found[place] for place in sorted(found))

    def resembles_one(self, text: str) -> bool:
        """Whether a text that names no area is nearly a name: `Dao San`, or `Phong Thổ`, which may be two."""
        if folded(text) in self._without_sort:
            return True
        plain = f" {folded_without_marks(text)} "  # typed without marks: Bản làng is no Bản Lang
        return text.isascii() and any(" " in name and f" {name} " in plain for name in self._without_marks)

    def _find(self, code: str, name: str, period: Period) -> str | AreaProblem | None:
        era = self._era(period)
        by_code = self._by_code(code, era)
        by_name = self._by_name(name, era)
        if isinstance(by_code, AreaProblem) or not name:
            return by_code
        if isinstance(by_name, AreaProblem) or not code:
            return by_name
        return by_code if by_code == by_name else AreaProblem(code, conflict=name)

    def _by_code(self, text: str, era: "_Era") -> str | AreaProblem | None:
        if not text or self.is_whole(text):
            return WHOLE_PLACE
        if not self._areas:
            return text if text.isascii() and text.isdigit() and len(text) <= _LONGEST_CODE else AreaProblem(text)
        return era.code_like(text) or AreaProblem(text)

    def _by_name(self, text: str, era: "_Era") -> str | AreaProblem | None:
        if not text:
            return WHOLE_PLACE
        bare = _bare_name(text)
        return era.code_named(text) or era.code_named(bare) or self._by_code(bare if self.is_whole(bare) else text, era)

    def _era(self, period: Period) -> "_Era":
        day = period.closes(None)
        if day not in self._eras:
            self._eras[day] = _Era(_spellings(self._areas.on(day).values()))
        return self._eras[day]


_LONGEST_CODE = 10
_OFFICE = re.compile(r"^\s*(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+", re.IGNORECASE)
_SORTS = ("xã ", "thị trấn ", "phường ", "đặc khu ", "huyện ", "thị xã ", "thành phố ")


def _spellings(areas: Iterable[Area]) -> Iterator[tuple[str, str]]:
    """Codes with all that an area is called; an alias that leaves out its sort with that too."""
    for area in areas:
        names = [*area.name.values()]
        sort = next((sort for name in names for sort in _SORTS if name.casefold().startswith(sort)), "")
        bare = [alias for alias in area.aliases if not alias.casefold().startswith(_SORTS)] if sort else []
        yield from ((area.code, name) for name in (*names, *area.aliases, *(sort + alias for alias in bare)))


def _bare_name(text: str) -> str:
    """`Xã Dào San` of `1. UBND xã Dào San`."""
    return _OFFICE.sub("", without_bullet(text))


def _without_sort(name: str) -> str:
    return next((name[len(sort) :] for sort in _SORTS if name.casefold().startswith(sort)), name)


class _Era:
    """The names and codes of one time; a name of two areas is a name of none."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, str] = {}
        self._by_name: dict[str, str | None] = {}
        for code, name in names:
            self._codes[_bare_code(code)] = code
            known = self._by_name.setdefault(folded(name), code)
            if known != code:
                self._by_name[folded(name)] = None

    def code_like(self, text: str) -> str | None:
        """A code as it was typed, or as Excel made a number of it: `3562`, `3562.0` are 03562."""
        return self._codes.get(_bare_code(text))

    def code_named(self, text: str) -> str | None:
        """The code of a name; None where it is no name, or that of two."""
        return self._by_name.get(folded(text))

    def knows(self, text: str) -> bool:
        """Whether it is a name or a code, of one area or more."""
        return folded(text) in self._by_name or self.code_like(text) is not None


@cache
def _bare_code(text: str) -> str:
    stripped = text.strip()
    whole, dot, decimals = stripped.partition(".")
    if dot and whole.isdigit() and not decimals.strip("0"):
        stripped = whole
    return stripped.lstrip("0") if stripped.isdigit() else stripped

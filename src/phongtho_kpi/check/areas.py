"""The areas against themselves, and what the catalogue says of areas against them (rules §7).

Each check is a generator over both; all of them stand in `CHECKS` at the end.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import Catalogue, Indicator
from phongtho_kpi.model.finding import Finding, Origin
from phongtho_kpi.model.folding import folded

_ABOUT_A_CODE = frozenset({kinds.UNKNOWN_SUCCESSOR, kinds.UNKNOWN_PARENT, kinds.AREA_NOT_IN_YEAR})


def check_areas(areas: Areas, catalogue: Catalogue, left_out: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Everything that is wrong or doubtful; `areas` is empty where there is no list of them.

    None of the codes `left_out`, whose areas have errors of their own, is called unknown.
    """
    for check in CHECKS:
        for finding in check(areas, catalogue):
            if finding.kind not in _ABOUT_A_CODE or finding.params["text"] not in left_out:
                yield finding


def days_in_order(areas: Areas, _: Catalogue) -> Iterator[Finding]:
    """An area does not end before it begins."""
    for area in areas:
        if area.last_day < area.first_day:
            params = {"area": area.code, "text": area.last_day.isoformat(), "starts": area.first_day.isoformat()}
            yield Finding(kinds.AREA_ENDS_BEFORE_IT_BEGINS, area.origin_of("valid_to"), params)


def codes_once(areas: Areas, _: Catalogue) -> Iterator[Finding]:
    """A code, which is the identity, means one area at a time."""
    for earlier, later in _at_one_time((_Named(area, "code", area.code) for area in areas), str):
        first_line = earlier.origin.line or 0
        yield Finding(kinds.DUPLICATE_AREA, later.origin, {"area": later.text, "first_line": first_line})


def names_tell_apart(areas: Areas, catalogue: Catalogue) -> Iterator[Finding]:
    """A name or alias, as offices may spell it, means one area at a time, and not the whole place too.

    Of two areas that share several names one is said.
    """
    said = set()
    holders = (*areas, _whole_place(catalogue))
    for earlier, later in _at_one_time((name for area in holders for name in _names(area)), folded):
        codes = later.area.code, earlier.area.code
        if codes[0] != codes[1] and codes not in said:
            said.add(codes)
            params = {"text": later.text, "area": codes[0], "other": codes[1], "other_origin": str(earlier.origin)}
            yield Finding(kinds.SHARED_AREA_NAME, later.origin, params)


def successors_are_known(areas: Areas, _: Catalogue) -> Iterator[Finding]:
    """A successor is another area that is still there when the one before it has ended."""
    last = {area.code: area for area in sorted(areas, key=lambda area: area.last_day)}
    with_zeros = _with_zeros(last)
    for area in areas:
        if area.successor is None:
            continue
        after = last.get(area.successor)
        if after is None or after is area or after.last_day < area.last_day:
            params = {"area": area.code, "text": area.successor, "nearest": _nearest(area.successor, with_zeros)}
            yield Finding(kinds.UNKNOWN_SUCCESSOR, area.origin_of("successor"), params)


def parents_are_known(areas: Areas, catalogue: Catalogue) -> Iterator[Finding]:
    """A parent is the place or another area; a unit that is listed nowhere, as the province is, has several parts."""
    parts = Counter(area.parent for area in areas)
    listed = {catalogue.place.code, *(area.code for area in areas)}
    with_zeros = _with_zeros(listed)
    for area in areas:
        known = area.parent != area.code and (area.parent in listed or parts[area.parent] > 1)
        if area.parent is not None and not known:
            params = {"area": area.code, "text": area.parent, "nearest": _nearest(area.parent, with_zeros)}
            yield Finding(kinds.UNKNOWN_PARENT, area.origin_of("parent"), params)


def named_areas_are_valid(areas: Areas, catalogue: Catalogue) -> Iterator[Finding]:
    """What an indicator says of areas, it says of some that are valid in its year."""
    valid = {area.code for area in areas.in_year(catalogue.year)}
    with_zeros = _with_zeros(valid)
    successors = {area.code: area.successor for area in areas if area.successor in valid}
    for indicator in catalogue.indicators:
        for key, place, code in _codes(indicator):
            if code not in valid:
                nearest = successors.get(code) or _nearest(code, with_zeros)
                told = {"id": indicator.id, "key": key, "text": code, "nearest": nearest}
                yield Finding(kinds.AREA_NOT_IN_YEAR, indicator.origin_of(place), {**told, "year": catalogue.year})


class _Named(NamedTuple):
    """A text by which an area is found: its code, a name or an alias."""

    area: Area
    key: str
    text: str

    @property
    def origin(self) -> Origin:
        """Where it stands."""
        return self.area.origin_of(self.key)

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands, so that places can be put in order."""
        return self.origin.file, self.origin.line or 0


def _at_one_time(names: Iterable[_Named], alike: Callable[[str], str]) -> Iterator[tuple[_Named, _Named]]:
    """Texts that are alike and whose areas are valid on one day, in pairs, the first in the file first."""
    by_text = defaultdict(list)
    for name in names:
        if name.area.first_day <= name.area.last_day:
            by_text[alike(name.text)].append(name)
    for same in by_text.values():
        same.sort(key=lambda name: name.area.first_day)
        longest = same[0]
        for name in same[1:]:
            if name.area.first_day <= longest.area.last_day:
                earlier, later = sorted((longest, name), key=lambda one: one.place)
                yield earlier, later
            longest = max(longest, name, key=lambda one: one.area.last_day)


def _names(area: Area) -> Iterator[_Named]:
    for lang, text in area.name.items():
        yield _Named(area, f"name.{lang}", text)
    for index, alias in enumerate(area.aliases):
        yield _Named(area, f"aliases.{index}", alias)


def _whole_place(catalogue: Catalogue) -> Area:
    """The place as one that has a code and names like any area, in its year."""
    place, year = catalogue.place, catalogue.year
    origin = Origin(catalogue.origin.file, line=catalogue.lines.get("place", catalogue.origin.line))
    return Area(place.code, place.name, origin, valid_from=date(year, 1, 1), valid_to=date(year, 12, 31))


def _codes(indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """The codes that an indicator names: the key, the place in it, the code."""
    listed = indicator.by_area.areas if indicator.by_area else None
    for index, code in enumerate(listed or ()):
        yield "by_area.areas", f"by_area.areas.{index}", code
    for target in indicator.area_targets:
        yield "area_targets", f"area_targets.{target.area}", target.area


def _with_zeros(codes: Iterable[str]) -> dict[str, str]:
    """Codes by what a spreadsheet leaves of them."""
    return {code.lstrip("0"): code for code in codes}


def _nearest(written: str, with_zeros: dict[str, str]) -> str:
    """The other code that was meant if only zeros were lost; one digit off is another commune, and no suggestion."""
    meant = with_zeros.get(written.lstrip("0"), "")
    return "" if meant == written else meant


CHECKS: tuple[Callable[[Areas, Catalogue], Iterator[Finding]], ...] = (
    days_in_order,
    codes_once,
    names_tell_apart,
    successors_are_known,
    parents_are_known,
    named_areas_are_valid,
)

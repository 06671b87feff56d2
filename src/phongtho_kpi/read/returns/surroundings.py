"""What the lines above a table and the sheet's name say of its figures, and what they leave open (docs/commands.md).

What a heading leaves out they say; what they leave out `--period` and `--area` say.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from phongtho_kpi.model.finding import AREA_CONFLICT, PERIOD_CONFLICT, UNKNOWN_AREA, UNKNOWN_PERIOD, FindingKind
from phongtho_kpi.model.folding import composed, without_marks
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.returns.headings import stated_unit
from phongtho_kpi.read.returns.names import AreaNames, UnitNames
from phongtho_kpi.read.returns.periods import QUARTERS, Open, When, periods_in

_COPY = re.compile(r"\s*\([0-9]+\)$")  # what Excel adds to the name of a copied sheet
_PLACE_AND_DATE = re.compile(r"^[^,]{1,60},\s*ngày\b", re.IGNORECASE)
_SORT = r"(?:xa|thi tran|phuong|dac khu|huyen|thi xa|thanh pho)"
_OFFICE = r"(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|dang uy)"
_OFFICE_OF_AREA = re.compile(
    rf"(?<!\w)(?:{_OFFICE}|(?:don vi(?: bao cao)?|ten don vi|dia ban|ten xa)\s*:)\s*{_SORT}\s+(?!va\b|hoi\b)[^\W\d_]"
    r"|^(?:ten )?xa(?:, thi tran)?\s*:\s*\w"
)
_OFFICE_ALONE = re.compile(_OFFICE)
_AREA_ALONE = re.compile(rf"{_SORT}(?: (?!va\b|hoi\b)[^\W\d_]+){{1,4}}")
_SHEET_OF_AREA = re.compile(r"(?:xã|thị trấn|phường)((?: \w+){2,})", re.IGNORECASE)
_UNIT_LINE = re.compile(r"(đvt|đơn vị tính|đơn vị)\s*:\s*([^;()]+)|(đơn vị tính)\s+\(?([^;():]+)", re.IGNORECASE)
_LAST_MONTH = 12


class Unsettled(NamedTuple):
    """Why a period or an area is not certain; `by_sheet` where the sheet's own lines are to blame."""

    kind: FindingKind
    text: str
    by_sheet: bool
    other: str = ""


class Surroundings(NamedTuple):
    """What stands around a table: periods, areas and units as written, and the lines they stand in."""

    periods: tuple[When, ...]
    areas: tuple[str, ...]  # different ones, the whole place only where no part of it is named
    unknown_area: str
    unit: str
    text: str  # for a finding

    def period(self, when: When, year: int, asked: Period | None) -> Period | Unsettled:
        """The period that a heading means here; `year` is the catalogue's, `asked` what `--period` says."""
        years = {one.year for one in self.periods if one.year is not None}
        if when.year is None and len(years) > 1:
            return Unsettled(PERIOD_CONFLICT, self.text, by_sheet=True)
        here = min(years) if years else asked.year if asked else year
        year = (when.year or here) - when.years_back
        if when.years_back and when.months is None and when.open in (None, Open.REPORTED):
            return Period(year, 1, 12)
        if when.months is not None and (when.open is None or year != here or not self._ends_early):
            return Period(year, *when.months, when.day)
        if when.open is Open.YEAR or (when.months is not None and when.status is ObservationStatus.ESTIMATE):
            return Unsettled(PERIOD_CONFLICT, self.text, by_sheet=False)  # Năm 2024 · Ước TH: so far, or all of it?
        months = self._months(when.open or Open.REPORTED, asked)
        return months if isinstance(months, Unsettled) else Period(year, *months)

    @property
    def _ends_early(self) -> bool:
        """Whether what is reported on ends before its year does, so that the whole year cannot be told yet."""
        spans = [one.months for one in self.periods if one.months is not None]
        return bool(spans) and all(last < _LAST_MONTH for _, last in spans)

    def _months(self, which: Open, asked: Period | None) -> tuple[int, int] | Unsettled:
        """What `Thực hiện`, `Trong tháng` or `Lũy kế` mean here."""
        spans = {one.months for one in self.periods if one.months is not None}
        if len({last for _, last in spans}) > 1:
            return Unsettled(PERIOD_CONFLICT, self.text, by_sheet=True)
        meant = _meant(which, spans)
        if meant is None and asked is not None:
            meant = _meant(which, {(asked.first, asked.last)})
        return meant or Unsettled(UNKNOWN_PERIOD, which.value, by_sheet=False)

    def area(self, asked: str) -> str | Unsettled:
        """The area as written; "" is the whole place, which is also what nothing says."""
        if len(self.areas) > 1:
            return Unsettled(AREA_CONFLICT, self.areas[0], by_sheet=True, other=self.areas[1])
        if self.unknown_area:
            return Unsettled(UNKNOWN_AREA, self.unknown_area, by_sheet=True)
        return self.areas[0] if self.areas else asked


def _meant(which: Open, spans: set[tuple[int, int]]) -> tuple[int, int] | None:
    """The months that are meant of those that are named; None where that leaves it open."""
    if which is Open.TO_DATE:
        return (1, next(iter(spans))[1]) if spans else None
    fitting = [span for span in spans if _FITS[which](span)]
    if len(fitting) != 1:
        return None
    ((first, last),) = fitting
    if which is Open.LAST_MONTH:
        return (first - 1, last - 1) if first > 1 else None
    return first, last


def _is_month(span: tuple[int, int]) -> bool:
    return span[0] == span[1]


def _is_step(span: tuple[int, int]) -> bool:
    return _is_month(span) or span in QUARTERS or span[0] > 1


_FITS: dict[Open, Callable[[tuple[int, int]], bool]] = {
    Open.MONTH: _is_month,
    Open.LAST_MONTH: _is_month,
    Open.QUARTER: QUARTERS.__contains__,
    Open.STEP: _is_step,
    Open.REPORTED: bool,
}


def surroundings_of(
    titles: Sequence[str],
    sheet: str,
    areas: AreaNames,
    units: UnitNames,
    farther: Sequence[Sequence[str]] = (),
) -> Surroundings:
    """What the title lines and the sheet's name say together; `farther` are the lines above the tables before it.

    What the lines above a table leave out, those above the table before it say.
    """
    name = _COPY.sub("", composed(sheet))
    lines = [[composed(line) for line in group] for group in (titles, *farther)]
    dated = [[line for line in group if not _PLACE_AND_DATE.search(line)] for group in lines]
    periods = _periods_in(dated, name)
    places = [found for group in dated if (found := _places_in(group, areas)) != _NO_PLACES]
    named, unknown = _with_sheet(places[0] if places else _NO_PLACES, name, areas)
    stated = [unit for group in lines if (unit := _unit_in(group, units))]
    about = [line for group in dated for line in group if periods_in(line)]
    return Surroundings(
        periods=periods,
        areas=named,
        unknown_area=unknown,
        unit=stated[0] if stated else "",
        text=" · ".join(dict.fromkeys([*about, name] if periods_in(name) else about)),
    )


def _periods_in(groups: Sequence[Sequence[str]], sheet: str) -> tuple[When, ...]:
    """The periods of the nearest lines that name months, and the years of the nearest that name a year."""
    told = [periods_in(" | ".join(group)) for group in groups]
    months = next((whens for whens in told if any(when.months for when in whens)), ())
    years = next((whens for whens in told if any(when.year for when in whens)), ())
    if months is not years:
        months = tuple(when._replace(year=None) for when in months)
        years = tuple(When(when.year) for when in years if when.year)
    return tuple(dict.fromkeys((*months, *years, *periods_in(sheet))))


class _Places(NamedTuple):
    """The parts of the place that lines name, and the line that names one which nobody knows."""

    named: tuple[str, ...] = ()
    unknown: str = ""


_NO_PLACES = _Places()


def _places_in(lines: Sequence[str], areas: AreaNames) -> _Places:
    """What the lines above one table name."""
    plain = {line: without_marks(line) for line in lines}
    is_split = any(_OFFICE_ALONE.fullmatch(text) for text in plain.values())  # ỦY BAN NHÂN DÂN above XÃ DÀO SAN
    found = {line: areas.named_in(line) for line in lines}
    unknown = (
        line
        for line in lines
        if not found[line]
        and (_OFFICE_OF_AREA.search(plain[line]) or (is_split and _AREA_ALONE.fullmatch(plain[line])))
    )
    return _Places(tuple(name for line in lines for name in found[line] if not areas.is_whole(name)), next(unknown, ""))


def _with_sheet(places: _Places, sheet: str, areas: AreaNames) -> tuple[tuple[str, ...], str]:
    """The different areas that the lines and the sheet's name say, and what names one that nobody knows."""
    of_sheet = (sheet,) if sheet and areas.knows(sheet) else areas.named_in(sheet)
    unknown = not of_sheet and (_calls_itself_a_part(sheet) or areas.resembles_one(sheet))
    parts = (*places.named, *(name for name in of_sheet if not areas.is_whole(name)))
    different = {areas.sense_of(name): name for name in reversed(parts)}
    return tuple(reversed(different.values())) or of_sheet[:1], places.unknown or (sheet if unknown else "")


def _calls_itself_a_part(sheet: str) -> bool:
    """`Xã Nậm Ban`, but not `Xã hội` or `Xã nông thôn mới`."""
    found = _SHEET_OF_AREA.match(sheet)
    return found is not None and all(word[0].isupper() for word in found[1].split()[:2]) and "HỘI" not in sheet


def _unit_in(titles: Sequence[str], units: UnitNames) -> str:
    """`ĐVT: triệu đồng` above the table; the last one is the nearest. `Đơn vị: Phòng Tài chính` is none."""
    found = [match for line in titles for match in _UNIT_LINE.finditer(line)]
    stated = [(match[1] or match[3], stated_unit(match[2] or match[4]).rstrip(" .")) for match in found]
    return next((unit for label, unit in reversed(stated) if units.knows(unit) or label.casefold() != "đơn vị"), "")

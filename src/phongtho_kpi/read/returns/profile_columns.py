"""What a column is, by the profile and its heading together (docs/profiles.md).

What the profile leaves out the heading says, as without a profile. One that contradicts it is a sign that the form has
changed, unless the profile quotes it.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from phongtho_kpi.model.folding import folded, split_brackets
from phongtho_kpi.model.unit import folded_unit
from phongtho_kpi.read.returns.grid import Row, Sheet
from phongtho_kpi.read.returns.headings import Heading, Role, read_heading, stated_unit
from phongtho_kpi.read.returns.layout import _Cells, _parts
from phongtho_kpi.read.returns.names import AreaNames
from phongtho_kpi.read.returns.periods import Open, When, periods_in, read_period
from phongtho_kpi.read.returns.profile import Profile, ProfileColumn, matches
from phongtho_kpi.read.returns.words import Words

# of all other roles a table has one column
_MANY = frozenset({Role.FIGURE, Role.ORDER, Role.PLAN, Role.COMPARISON, Role.SUBTOTAL, Role.UNKNOWN})
_QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))


class ColumnReading(NamedTuple):
    """What a column is, by the profile and its heading together; `differs` where they contradict each other."""

    heading: Heading
    differs: bool = False


class _Told(NamedTuple):
    """What the heading of a column says by itself: without the units in it, and the last of these units."""

    text: str
    parts: tuple[str, ...]
    heading: Heading
    unit: str


def readings(profile: Profile, sheet: Sheet, rows: Sequence[Row], words: Words) -> Iterator[tuple[int, ColumnReading]]:
    """All columns that the profile names or that have a heading, from left to right."""
    first, last = profile.header or (0, 0)
    cells = _Cells(rows, sheet.merged)
    stated = {column.index: column for column in profile.columns}
    named = {column.role for column in profile.columns} | ({Role.INDICATOR} if profile.indicators else set())
    for index in sorted(stated.keys() | set(range(cells.width(first, last)))):
        parts = _parts(cells, first, last, index)
        if index in stated:
            yield index, _stated(stated[index], parts, words)
        elif parts:
            heading = read_heading(parts, words.areas.knows, words.units.knows)
            is_taken = heading.role in named and heading.role not in _MANY
            yield index, ColumnReading(Heading(heading.text, Role.ORDER) if is_taken else heading)


def _stated(column: ProfileColumn, parts: tuple[str, ...], words: Words) -> ColumnReading:
    """A column that the profile names."""
    if column.role is not Role.FIGURE:
        return ColumnReading(Heading(" · ".join(parts), column.role or Role.ORDER))
    told = _told(parts, words)
    when = _when(column, told)
    if when is None:
        differs = column.when is not None or _differs(column, told, words.areas)
        return ColumnReading(Heading(told.text, Role.UNKNOWN), differs=differs)
    heading = Heading(
        told.text,
        Role.FIGURE,
        when._replace(status=column.status or when.status),
        column.area or told.heading.area,
        column.unit or told.unit,
    )
    return ColumnReading(heading, differs=_differs(column, told, words.areas))


def _told(parts: tuple[str, ...], words: Words) -> _Told:
    """`Tỷ lệ che phủ rừng (%)` compares nothing: units are taken out before a heading is read."""
    bare: list[str] = []
    unit = ""
    for part in parts:
        name, bracketed = split_brackets(part)
        if words.units.knows(stated_unit(part)):
            unit = stated_unit(part)
        elif words.units.knows(stated_unit(bracketed)):
            unit = stated_unit(bracketed)
            bare.append(name)
        else:
            bare.append(part)
    heading = read_heading(bare, words.areas.knows, words.units.knows)
    return _Told(" · ".join(parts), tuple(bare), heading, unit)


def _differs(column: ProfileColumn, told: _Told, areas: AreaNames) -> bool:
    """Whether a heading says other things than the profile; one that the profile quotes does not."""
    if column.heading:
        return not matches(told.text, column.heading)
    heading = told.heading
    status = column.status or (column.when.status if column.when else None)
    return (
        heading.role not in (Role.FIGURE, Role.UNKNOWN)
        or (status is not None and any(when.status not in (None, status) for when in _named(told)))
        or (bool(column.unit and told.unit) and folded_unit(column.unit) != folded_unit(told.unit))
        or (bool(column.area and heading.area) and not _same_area(column.area, heading.area, areas))
    )


def _same_area(one: str, other: str, areas: AreaNames) -> bool:
    return folded(areas.sense_of(one)) == folded(areas.sense_of(other))


def _when(column: ProfileColumn, told: _Told) -> When | None:
    """The period of a column's figures; None where profile and heading contradict each other, or neither settles it."""
    named = _named(told)
    if column.when is None:
        if told.heading.role is Role.FIGURE:
            return told.heading.when
        return None if named else When()
    if column.heading or not named:
        return column.when
    return next((when for one in named if (when := agreed(column.when, one)) is not None), None)


def _named(told: _Told) -> Sequence[When]:
    """The period of a heading that is understood; of another one all that are named in it."""
    if told.heading.role is Role.FIGURE:
        return (told.heading.when,)
    found: list[When] = []
    for part in told.parts:
        when = read_period(part)
        found.extend(periods_in(part) if when is None else (when,))
    return found


def agreed(stated: When, heading: When) -> When | None:
    """What a profile and a heading say of a period together; None where they contradict each other.

    >>> agreed(read_period("Lũy kế"), read_period("Ước TH tháng 6")) == read_period("Ước 6 tháng")
    True
    >>> agreed(read_period("Trong tháng"), read_period("TH tháng 6/2023")) == read_period("2023-06")
    True
    >>> agreed(read_period("Tháng 6"), read_period("Tháng 5")), agreed(read_period("Tháng 6"), read_period("Lũy kế"))
    (None, None)
    """
    if any(
        None not in pair and pair[0] != pair[1]
        for pair in ((stated.year, heading.year), (stated.months, heading.months), (stated.day, heading.day))
    ):
        return None
    which = {one.open for one in (stated, heading) if one.open not in (None, Open.REPORTED)}
    if len(which) > 1:
        return None
    months = stated.months or heading.months
    if months is not None:
        months = (1, months[1]) if stated.open is Open.TO_DATE else months
        if not all(_is_span(months, one) for one in which):
            return None
    return When(
        stated.year or heading.year,
        months,
        stated.day or heading.day,
        None if months else next(iter(which), stated.open or heading.open),
        stated.status or heading.status,
        _years_back(stated, heading),
    )


def _is_span(months: tuple[int, int], which: Open) -> bool:
    """Whether months can be those of `Trong tháng`, `Trong quý` or `Lũy kế`."""
    first, last = months
    return {Open.MONTH: first == last, Open.QUARTER: months in _QUARTERS, Open.TO_DATE: first == 1}.get(which, True)


def _years_back(stated: When, heading: When) -> int:
    """`Năm trước` beside a year is that year, not the one before it."""
    if (stated.years_back and heading.year) or (heading.years_back and stated.year):
        return 0
    return stated.years_back or heading.years_back

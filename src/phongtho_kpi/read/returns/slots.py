"""The columns of a table that hold figures, and what their headings and the lines above say of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phongtho_kpi.model.finding import PERIOD_CONFLICT, UNKNOWN_AREA, UNKNOWN_PERIOD, FindingKind
from phongtho_kpi.model.folding import without_marks
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.returns.grid import column_letters
from phongtho_kpi.read.returns.headings import Heading, Role
from phongtho_kpi.read.returns.layout import Layout
from phongtho_kpi.read.returns.names import Named
from phongtho_kpi.read.returns.periods import When
from phongtho_kpi.read.returns.surroundings import Surroundings, Unsettled, surroundings_of
from phongtho_kpi.read.returns.words import Words


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of figures: what its heading and the lines above the table say of them."""

    index: int
    heading: Heading
    letters: str
    period: Period | Unsettled
    status: ObservationStatus
    named: Named | None = None  # the one indicator that the whole column is of


_OF_ALL = re.compile(r"tong hop|chung|toan|huyen|tinh|bieu|sheet|phu luc|trang")  # names of sheets that are no area's


def around_of(layout: Layout, sheet: str, words: Words, *, among_areas: bool = False) -> Surroundings:
    """What the lines above a table, and above those before it, and the sheet's name say.

    Where other sheets are named after areas, one that names none is not for certain the whole place's.
    """
    around = surroundings_of(layout.titles, sheet, words.areas, words.units, layout.farther)
    if among_areas and not around.areas and not _OF_ALL.search(without_marks(sheet)):
        return around._replace(unknown_area=around.unknown_area or sheet)
    return around


def slots_of(layout: Layout, around: Surroundings, words: Words) -> Iterator[Slot]:
    """The columns of figures, and of numbers under headings that nobody understands."""
    columns = layout.with_role(Role.FIGURE, Role.UNKNOWN)
    numerator = layout.index_of(Role.NUMERATOR)
    if numerator is not None and not any(column.heading.role is Role.FIGURE for column in columns):
        yield _slot(numerator, Heading("", Role.FIGURE), _period(When(), around, words))
    for column in columns:
        heading = column.heading
        if heading.role is Role.UNKNOWN:
            period: Period | Unsettled = Unsettled(_why_unknown(layout, heading), heading.text, by_sheet=False)
        else:
            period = _period(heading.when, around, words)
        yield _slot(column.index, heading, period, words)
    yield from _without_heading(layout)


def _slot(index: int, heading: Heading, period: Period | Unsettled, words: Words | None = None) -> Slot:
    indicator = None if words is None else words.by_id.get(words.asked.indicators.get(index, ""))
    status = heading.when.status or ObservationStatus.FINAL
    named = None if indicator is None else Named(indicator, "")
    return Slot(index, heading, column_letters(index), period, status, named)


def _period(when: When, around: Surroundings, words: Words) -> Period | Unsettled:
    return around.period(when, words.year, words.asked.period)


def _without_heading(layout: Layout) -> Iterator[Slot]:
    """Columns right of the names that nobody named: numbers in them are of nobody knows what."""
    named = {column.index for column in layout.columns}
    first = layout.index_of(Role.INDICATOR)
    for index in range(layout.width if first is None else first + 1, layout.width):
        if index not in named:
            yield _slot(index, Heading("", Role.UNKNOWN), Unsettled(UNKNOWN_PERIOD, "", by_sheet=False))


def _why_unknown(layout: Layout, heading: Heading) -> FindingKind:
    if heading.disagrees:
        return PERIOD_CONFLICT
    return UNKNOWN_AREA if any(column.heading.area for column in layout.columns) else UNKNOWN_PERIOD

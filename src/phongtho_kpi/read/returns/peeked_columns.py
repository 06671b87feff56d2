"""What the columns of a table mean where it stands: period, area, unit — or why not (docs/commands.md, *Wide*)."""

from collections.abc import Iterator

from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.seen import SeenColumn
from phongtho_kpi.read.returns.grid import Sheet, column_letters
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.layout import Column, Layout
from phongtho_kpi.read.returns.names import AreaProblem
from phongtho_kpi.read.returns.periods import When
from phongtho_kpi.read.returns.slots import Slot, slots_of
from phongtho_kpi.read.returns.surroundings import Surroundings, Unsettled
from phongtho_kpi.read.returns.words import Words

_PARTS = (Role.NUMERATOR, Role.DENOMINATOR)
NO_HEADING = "no_heading"


class ColumnPeek:
    """The columns of one table, beside the lines above it as `kpi import` reads them."""

    def __init__(self, sheet: Sheet, layout: Layout, around: Surroundings, words: Words) -> None:
        self._sheet = sheet
        self._layout = layout
        self._words = words
        self._around = around
        self.slots: dict[int, Slot] = {slot.index: slot for slot in slots_of(layout, around, words)}

    def settled(self, when: When) -> tuple[Period | None, str]:
        """The period that is meant here, or the name of the finding that says why none is."""
        return self._told(self._around.period(when, self._words.year, self._words.asked.period))

    def columns(self) -> Iterator[SeenColumn]:
        """Every column that has a heading, and those without one; their figures are not counted yet."""
        headed = {column.index for column in self._layout.columns}
        for column in self._layout.columns:
            role = column.heading.role
            seen = self._column(column.index, column.heading.text, role.value)
            if role in _PARTS:
                yield self._of_figures(seen, self.slots.get(column.index) or next(iter(self.slots.values())))
            else:
                yield seen if column.index not in self.slots else self._of_slot(seen, column)
        for slot in self.slots.values():
            if slot.index not in headed:
                yield self._column(slot.index, "", NO_HEADING)._replace(problem=self._told(slot.period)[1])

    def _column(self, index: int, heading: str, role: str) -> SeenColumn:
        return SeenColumn(column_letters(index), heading, role, is_hidden=index in self._sheet.hidden_columns)

    def _of_slot(self, seen: SeenColumn, column: Column) -> SeenColumn:
        slot = self.slots[column.index]
        if column.heading.role is Role.UNKNOWN:
            return seen._replace(problem=self._told(slot.period)[1])
        return self._of_figures(seen, slot)

    def _of_figures(self, seen: SeenColumn, slot: Slot) -> SeenColumn:
        """A column of figures, with what its rows leave to it."""
        unit = slot.heading.unit or self._around.unit or self._words.asked.unit
        indicator = slot.named.indicator.id if slot.named else ""
        seen = seen._replace(status=slot.heading.when.status, unit=unit, indicator=indicator)
        period = None
        if self._layout.index_of(Role.PERIOD) is None:
            period, problem = self._told(slot.period)
            seen = seen._replace(period=period, problem=problem)
        if seen.problem or self._layout.with_role(Role.AREA, Role.AREA_CODE):
            return seen
        area, problem = self._area(slot.heading.area, period or Period(self._words.year, 1, 12))
        return seen._replace(area=area, problem=problem)

    def _told(self, period: Period | Unsettled) -> tuple[Period | None, str]:
        if isinstance(period, Unsettled):
            return None, period.kind.name
        return period, kinds.LATER_YEAR.name if period.year > self._words.newest_year else ""

    def _area(self, name: str, period: Period) -> tuple[str, str]:
        """The code of the area, "" for the whole place; or the name of a finding."""
        around = name or self._around.area(self._words.asked.area)
        if isinstance(around, Unsettled):
            return "", around.kind.name
        area = self._words.areas.of("", around, period)
        if isinstance(area, AreaProblem):
            return "", (kinds.AREA_CONFLICT if area.conflict else kinds.UNKNOWN_AREA).name
        return area or "", ""

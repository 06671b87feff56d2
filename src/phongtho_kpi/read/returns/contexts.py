"""What the words around a number come to: period, area, status, unit (docs/commands.md, *What offices send*).

The same words come again and again, and are understood once.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.folding import split_brackets, without_bullet
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.returns.headings import Role, combined, role_of
from phongtho_kpi.read.returns.layout import Layout
from phongtho_kpi.read.returns.names import AreaProblem, Named
from phongtho_kpi.read.returns.numerals import is_missing
from phongtho_kpi.read.returns.periods import read_period
from phongtho_kpi.read.returns.rejection import CELL, COLUMN, SHEET, Rejection
from phongtho_kpi.read.returns.same_figures import Place
from phongtho_kpi.read.returns.slots import Slot
from phongtho_kpi.read.returns.surroundings import Surroundings, Unsettled
from phongtho_kpi.read.returns.words import Words

WHOLE = Fraction(1)
_MOST_KEPT = 50_000


class Told(NamedTuple):
    """What a row says of its figures, beside the indicator."""

    period: str
    area_code: str
    area: str
    unit: str
    status: str

    @property
    def is_subtotal(self) -> bool:
        """Whether it is a sum of parts of the place, and no figure."""
        return is_subtotal(self.area) and not self.area_code


_TELLING = (Role.PERIOD, Role.AREA_CODE, Role.AREA, Role.UNIT, Role.STATUS)


class Context(NamedTuple):
    """What the words around a number come to."""

    period: Period
    status: ObservationStatus
    area: str | None
    unit: str  # as written, wherever
    own_unit: str  # in the cell itself
    factor: Fraction | None
    is_plain: bool  # nothing of it can be wrong with a plain number
    place: Place


class Contexts:
    """The contexts of one table; `columns` is where its roles are, `place` numbers what figures are of."""

    def __init__(
        self,
        layout: Layout,
        columns: dict[Role, int],
        around: Surroundings,
        words: Words,
        place: Callable[[str | None, Period, ObservationStatus], Place],
    ) -> None:
        self._columns = columns
        self._width = layout.width
        self._around = around
        self._area_around = around.area(words.asked.area)
        self._words = words
        self._place = place
        self._texts = itemgetter(*(columns[role] for role in _TELLING))
        self._of_period = {column.index: column.heading.text for column in layout.with_role(Role.PERIOD)}
        self._known: dict[tuple[object, ...], Context] = {}
        self._periods: dict[tuple[str, int], tuple[Period | Unsettled, ObservationStatus | None]] = {}

    def told(self, cells: Sequence[str], area_above: str = "") -> Told:
        """What a row says of its figures; `area_above` is what the group says that it is in."""
        told = Told(*(text.strip() for text in self._texts(cells)))
        if len(self._of_period) > 1:  # Năm, Tháng
            period = "\n".join(f"{self._of_period[index]} {cells[index]}" for index in self._of_period if cells[index])
            told = told._replace(period=period)
        if area_above and not told.area and not told.area_code:
            told = told._replace(area=area_above)
        return told._replace(unit="") if is_missing(told.unit) else told

    def of(self, cells: Sequence[str], slot: Slot, named: Named, unit: str, area_above: str = "") -> Context | None:
        """The context of one figure; None of a subtotal, which is none. `unit` is what its cell says itself.

        Raises Rejection where its period, area or status is not certain.
        """
        texts = self._texts(cells) if len(self._of_period) <= 1 else self.told(cells)
        key = (slot.index, unit, named.unit, named.indicator.unit, texts, area_above)
        context = self._known.get(key)
        if context is None:
            if len(self._known) > _MOST_KEPT:
                self._known.clear()
            context = self._new(slot, named, unit, self.told(cells, area_above))
            if context is not None:
                self._known[key] = context
        return context

    def _new(self, slot: Slot, named: Named, unit: str, told: Told) -> Context | None:
        period, status = self._period(told, slot)
        if told.is_subtotal:
            return None
        area = self._area(told, slot, period)
        written = unit or told.unit or named.unit or slot.heading.unit or self._around.unit or self._words.asked.unit
        factor = self._words.units[written, named.indicator.unit]
        is_plain = factor == WHOLE and period.day is None
        return Context(period, status, area, written, unit, factor, is_plain, self._place(area, period, status))

    def _period(self, told: Told, slot: Slot) -> tuple[Period, ObservationStatus]:
        text = told.period if slot.heading.role is not Role.UNKNOWN else ""
        period, status = self._in_row(text, slot) if text else (slot.period, None)
        where: str | int = self._columns[Role.PERIOD] if text else COLUMN
        if isinstance(period, Unsettled):
            about = excerpt(period.text if text or period.by_sheet else slot.heading.text)
            key = "area" if period.kind is kinds.UNKNOWN_AREA else "text"
            raise Rejection(period.kind, SHEET if period.by_sheet else where, **{key: about})
        if period.year > self._words.newest_year:
            raise Rejection(kinds.LATER_YEAR, where, period=str(period), year=self._words.newest_year)
        return period, self._status(told.status) or status or slot.status

    def _in_row(self, text: str, slot: Slot) -> tuple[Period | Unsettled, ObservationStatus | None]:
        """The period that a row's own cell names, together with the heading of the figure."""
        key = text, slot.index
        if key not in self._periods:
            heading = next(iter(self._of_period.values()), "")
            # 6 under `Tháng`; of several columns, Năm and Tháng, each says its part
            own = [read_period(part) or read_period(f"{heading} {part}") for part in text.split("\n")]
            told = [when for when in own if when is not None]
            when = combined((slot.heading.when, *told)) if len(told) == len(own) else None
            if when is None:
                kind = kinds.UNKNOWN_PERIOD if len(told) < len(own) else kinds.PERIOD_CONFLICT
                self._periods[key] = Unsettled(kind, " ".join(text.split("\n")), by_sheet=False), None
            else:
                self._periods[key] = self._around.period(when, self._words.year, self._words.asked.period), when.status
        return self._periods[key]

    def _status(self, text: str) -> ObservationStatus | None:
        if not text:
            return None
        status = self._words.statuses[text]
        if status is None:
            raise Rejection(kinds.UNKNOWN_STATUS, self._columns[Role.STATUS], text=excerpt(text))
        return status

    def _area(self, told: Told, slot: Slot, period: Period) -> str | None:
        """The code of a figure's area, None for the whole place: its row says it, else its heading, else the sheet."""
        code, name = told.area_code, told.area
        index = self._columns[Role.AREA if name else Role.AREA_CODE]
        where: str | int = index if index < self._width else CELL  # the group says it
        if not code and not name:
            where, name = COLUMN, slot.heading.area
        if not code and not name:
            where, name = SHEET, self._name_around()
        if not code and not name:
            return None
        area = self._words.areas.of(code, name, period)
        if isinstance(area, AreaProblem):
            kind = kinds.AREA_CONFLICT if area.conflict else kinds.UNKNOWN_AREA
            raise Rejection(kind, where, area=excerpt(area.text), other=excerpt(area.conflict))
        return area

    def _name_around(self) -> str:
        """The area that the lines above and the sheet's name say."""
        around = self._area_around
        if isinstance(around, Unsettled):
            raise Rejection(around.kind, SHEET, area=excerpt(around.text), other=excerpt(around.other))
        return around


def is_subtotal(name: str) -> bool:
    """Whether a name says that its row, or column, is a sum of others."""
    return bool(name) and role_of(without_bullet(split_brackets(name)[0])) is Role.SUBTOTAL

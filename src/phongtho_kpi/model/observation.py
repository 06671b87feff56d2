"""`Observation`: a figure that somebody reported (rules §1)."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.period import Period


class ObservationStatus(StrEnum):
    """How settled a figure is: ước, sơ bộ, chính thức."""

    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    FINAL = "final"

    @property
    def rank(self) -> int:
        """0 for the best: final over preliminary over estimate (rules §2)."""
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(reversed(ObservationStatus))}


class Observation(NamedTuple):
    """Indicator x period x area → a value in the indicator's unit, or a numerator and a denominator, or both.

    `area` None is the whole place. `recorded` is when it came in, in UTC; None: kept by hand, before all imports.
    `unit` is the unit as written, where one was; `value` is already converted. `place` is where in `file` it stands:
    a line, or `Sheet!C7` of a workbook. A million of them are held at once: nothing in it that could be made anew.
    """

    indicator: str
    period: Period
    value: Decimal | None
    file: str
    place: int | str
    area: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: ObservationStatus = ObservationStatus.FINAL
    unit: str | None = None
    recorded: datetime | None = None
    source: str | None = None
    note: str | None = None

    @property
    def origin(self) -> Origin:
        """Where it was read."""
        if isinstance(self.place, int):
            return Origin(self.file, line=self.place)
        sheet, _, cell = self.place.rpartition("!")
        return Origin(self.file, sheet=sheet, cell=cell)

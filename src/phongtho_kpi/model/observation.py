"""`Observation`: a figure that somebody reported (rules §1)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

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
        return {"final": 0, "preliminary": 1, "estimate": 2}[self.value]


@dataclass(frozen=True, slots=True)
class Observation:
    """Indicator x period x area → a value in the indicator's unit, or a numerator and a denominator, or both.

    `area` None is the whole place. `recorded` is when it came in, in UTC; None: kept by hand, before all imports.
    `unit` is the unit as written, where one was; `value` is already converted.
    """

    indicator: str
    period: Period
    value: Decimal | None
    origin: Origin
    area: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: ObservationStatus = ObservationStatus.FINAL
    unit: str | None = None
    recorded: datetime | None = None
    source: str | None = None
    note: str | None = None

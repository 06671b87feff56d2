"""What a report says of itself: enough to make it again, and to see whether anything in it was edited since.

It stands in the workbook's own properties, which Excel and LibreOffice keep when they save. What it says of the cells
is made from their texts, not from the bytes of the file: a workbook that was only saved again is the same report.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from hashlib import sha256

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Clocks

_PREFIX = "kpi "
_NUMBER, _DAY = "= ", "@ "  # before what is more than a text
_A_DAY = re.compile(f"{_DAY}[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}")
Told = tuple[str, str, str]  # sheet, address, what stands there


@dataclass(frozen=True, slots=True)
class Stamp:
    """By which program, for which year and clocks, compared with which, from what (SHA-256), and of which cells."""

    program: str
    lang: str
    year: str
    as_of: str
    known_on: str
    since_as_of: str
    since_known_on: str
    catalogue: str
    figures: str
    cells: str

    def properties(self) -> dict[str, str]:
        """The properties of the workbook, by their names."""
        return {_PREFIX + name: value for name, value in asdict(self).items()}

    @classmethod
    def of(cls, properties: Mapping[str, str]) -> "Stamp | None":
        """The stamp among a workbook's properties; None where there is none that makes sense."""
        told = {name.name: properties.get(_PREFIX + name.name, "") for name in fields(cls)}
        stamp = cls(**told)
        try:
            stamp.clocks, stamp.since, int(stamp.year)
        except ValueError:
            return None
        return stamp

    @property
    def clocks(self) -> Clocks:
        """When the year was looked at, and what was known."""
        return Clocks(date.fromisoformat(self.as_of), date.fromisoformat(self.known_on))

    @property
    def since(self) -> Clocks:
        """What it was compared with."""
        return Clocks(date.fromisoformat(self.since_as_of), date.fromisoformat(self.since_known_on))


def said_number(number: Decimal) -> str:
    """A number, which is something else than its digits as a text."""
    return f"{_NUMBER}{number:f}"


def said_day(day: str) -> str:
    """A day, likewise."""
    return f"{_DAY}{day}"


def shown_cell(said: str, messages: Messages) -> str:
    """What a person reads in the cell."""
    if said.startswith(_NUMBER):
        return messages.number(Decimal(said.removeprefix(_NUMBER)))
    return messages.day(date.fromisoformat(said.removeprefix(_DAY))) if _A_DAY.fullmatch(said) else said


def cells_digest(told: Iterable[Told]) -> str:
    """SHA-256 of what stands in all cells; their order means nothing."""
    digest = sha256()
    for line in sorted("\x1f".join(one) for one in told):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()

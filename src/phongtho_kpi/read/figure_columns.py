"""The ten columns of a table of figures, its heading, and a row of texts with its place (docs/commands.md, *data/*)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from phongtho_kpi.model.finding import MISSING_COLUMN, REPEATED_COLUMN, UNKNOWN_COLUMN, Finding, Origin
from phongtho_kpi.read.legal_text import excerpt

COLUMNS = (
    "indicator",
    "area",
    "period",
    "value",
    "numerator",
    "denominator",
    "unit",
    "status",
    "source",
    "note",
)
NUMBER_COLUMNS = ("value", "numerator", "denominator")

_OTHER_SIGN = re.compile(r"[;\t|]")  # what else may stand between columns; Vietnamese Excel writes semicolons


class TextRow(NamedTuple):
    """One row as it was read: text by column, where it stands, and what is wrong with its cells already."""

    texts: dict[str, str]
    origin: Origin
    cells: Mapping[str, str] = {}  # column → cell, where the row is one of a workbook
    findings: tuple[Finding, ...] = ()

    def at(self, column: str) -> Origin:
        """Where a column of this row stands."""
        cell = self.cells.get(column)
        return Origin(self.origin.file, sheet=self.origin.sheet, cell=cell) if cell else self.origin


class Heading(NamedTuple):
    """The columns of a table in their order, and what is wrong with them; not `usable`: no row of it is read."""

    columns: tuple[str, ...]
    findings: tuple[Finding, ...]
    usable: bool


def heading_of(names: Sequence[str], origins: Sequence[Origin]) -> Heading:
    """Read a heading: any order; only indicator, period and a value (or both its parts) must be there."""
    if len(names) == 1 and _OTHER_SIGN.search(names[0]):  # one mistake is one finding
        return Heading(
            (), (Finding(UNKNOWN_COLUMN, origins[0], {"column": excerpt(names[0]), "known": ""}),), usable=False
        )
    columns = tuple(name.strip().casefold() for name in names)
    missing = [Finding(MISSING_COLUMN, origins[0], {"column": column}) for column in _missing(columns)]
    repeated = [
        Finding(REPEATED_COLUMN, origin, {"column": column})
        for column, origin in _again(columns, origins)
        if column in COLUMNS
    ]
    unknown = [
        Finding(UNKNOWN_COLUMN, origin, {"column": excerpt(name), "known": ", ".join(COLUMNS)})
        for name, column, origin in zip(names, columns, origins, strict=True)
        if column not in COLUMNS
    ]
    return Heading(columns, (*missing, *repeated, *unknown), usable=not (missing or repeated or unknown))


def _missing(columns: Sequence[str]) -> Iterator[str]:
    yield from (column for column in ("indicator", "period") if column not in columns)
    if "value" not in columns and not {"numerator", "denominator"} <= set(columns):
        yield "value"


def _again(columns: Sequence[str], origins: Sequence[Origin]) -> Iterator[tuple[str, Origin]]:
    seen: Counter[str] = Counter()
    for column, origin in zip(columns, origins, strict=True):
        seen[column] += 1
        if seen[column] > 1:
            yield column, origin

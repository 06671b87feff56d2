"""What the program sees in a file before it takes figures from it: `kpi peek` (docs/commands.md)."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period


class CellForm(StrEnum):
    """What a cell holds, as the file stores it; of a CSV file everything is typed."""

    TYPED = "typed"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    ERROR = "error"
    FORMULA = "formula"  # its value was never stored


class SeenCell(NamedTuple):
    """One cell that is not blank."""

    letters: str
    row: int
    text: str
    form: CellForm = CellForm.TYPED

    @property
    def address(self) -> str:
        """`C7`."""
        return f"{self.letters}{self.row}"


class SeenTime(NamedTuple):
    """What a line says of a period: a year, months, a day, or some of it."""

    year: int | None
    months: tuple[int, int] | None
    day: int | None = None


class SeenLine(NamedTuple):
    """A text above a table, or the name of a sheet (which has no address), and what it says of the figures."""

    address: str
    text: str
    times: tuple[SeenTime, ...] = ()
    areas: tuple[str, ...] = ()  # codes; the whole place is what nothing else says
    unknown_area: str = ""
    unit: str = ""


class SeenColumn(NamedTuple):
    """One column of a table: its letters, its heading, what it means; `problem` is the name of a finding, or ""."""

    letters: str
    heading: str
    role: str  # indicator, area, unit, figure, plan, comparison, …; no_heading where there is none
    figures: int = 0  # in rows of a known indicator
    period: Period | None = None
    status: ObservationStatus | None = None
    area: str = ""  # a code; "" is the whole place
    unit: str = ""
    problem: str = ""
    is_hidden: bool = False
    indicator: str = ""  # the id of the one that the whole column is of, by a profile


class SeenName(NamedTuple):
    """A text in a column that says what figures are of — indicator, period, area, status, unit — and what it means.

    `means` is an id, a code, a period or a status, of a unit the indicator's; "" for the whole place, and for what is
    not known.
    """

    role: str
    text: str
    row: int  # the first
    rows: int  # how many
    figures: int  # in these rows
    means: str = ""
    period: Period | None = None
    problem: str = ""
    nearest: str = ""  # the name it is near to, where it names none


class SeenTable(NamedTuple):
    """One table of a sheet."""

    kind: str  # tidy or wide
    header_rows: tuple[int, ...]
    lines: tuple[SeenLine, ...]  # above it
    columns: tuple[SeenColumn, ...]
    names: tuple[SeenName, ...]  # each once, in the order of their first rows
    more_names: int = 0  # that are not kept
    idle_rows: tuple[tuple[int, int], ...] = ()  # first and last of rows that name no indicator and have no figure
    figures: int = 0  # whether they can be taken or not
    rejected: int | None = None  # of them; None where the file is refused
    findings: tuple[Finding, ...] = ()

    @property
    def indicators(self) -> frozenset[str]:
        """The ids of those that its rows name, or its columns are of."""
        named = {name.means for name in self.names if name.role == "indicator" and not name.problem}
        return frozenset(named | {column.indicator for column in self.columns if column.indicator})


class SeenSheet(NamedTuple):
    """One sheet; `cells` are all that are not blank, row by row, and may be gone through again and again."""

    name: str  # "" of a CSV file
    is_hidden: bool
    cells: Iterable[SeenCell]
    tables: tuple[SeenTable, ...]
    hidden_rows: tuple[tuple[int, int], ...] = ()  # first and last
    hidden_columns: tuple[str, ...] = ()
    name_says: SeenLine | None = None
    more_tables: int = 0  # that are not kept


class SettledBy(NamedTuple):
    """A cell that leaves no doubt of the number style."""

    style: str
    place: str  # `Sheet!C7`, or a line
    text: str


class InDoubt(NamedTuple):
    """A number that is one thing in one style and another in the other."""

    place: str
    text: str
    as_vi: Decimal
    as_en: Decimal


class SeenFile(NamedTuple):
    """A whole file: its sheets, and the decimal sign with the cells that settle it."""

    file: str
    kind: str  # csv, xlsx or xls
    sheets: tuple[SeenSheet, ...]
    number_style: str  # vi, en, or "" where nothing settles it
    is_asked: bool = False  # the style was given with --numbers
    settled_by: tuple[SettledBy, ...] = ()
    in_doubt: InDoubt | None = None
    profile: str = ""  # the name of the profile that was used

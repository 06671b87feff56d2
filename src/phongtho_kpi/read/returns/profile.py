"""`Profile`: what people say of a form that an office sends, and which files it is about (docs/profiles.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from phongtho_kpi.model.folding import composed
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.numerals import NumberStyle
from phongtho_kpi.read.returns.periods import When
from phongtho_kpi.read.returns.words import Asked


@dataclass(frozen=True, slots=True)
class ProfileColumn:
    """What a column holds; None and "" leave it to the column's heading."""

    index: int
    role: Role | None  # None: nothing that anybody needs
    when: When | None = None
    status: ObservationStatus | None = None
    area: str = ""  # a code or a name
    unit: str = ""
    indicator: str = ""  # an id: its rows then name areas or periods
    heading: str = ""  # what its heading must say, with `*` and `?`


@dataclass(frozen=True, slots=True)
class Profile:
    """A form by its name; what it leaves out is read as without a profile."""

    name: str
    office: str
    files: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    header: tuple[int, int] | None = None  # first and last row
    columns: tuple[ProfileColumn, ...] = ()
    numbers: NumberStyle | None = None
    unit: str = ""  # where neither cell, row, heading nor a line above the table says one
    period: When | None = None  # where a file leaves it open, as `--period`
    area: str = ""  # the same, as `--area`

    def is_for(self, file: str) -> bool:
        """Whether a file of this name is read by it without being asked to."""
        return any(matches(file, pattern) for pattern in self.files)

    def is_about(self, sheet: str) -> bool:
        """Whether a sheet is one of the form's; the only one of a CSV file, which has no name, always is."""
        return not sheet or not self.sheets or any(matches(sheet, pattern) for pattern in self.sheets)

    @property
    def indicators(self) -> Mapping[int, str]:
        """The columns that are of one indicator each, whatever their rows are: index → id."""
        return {column.index: column.indicator for column in self.columns if column.indicator}

    def asked(self, asked: Asked, year: int) -> Asked:
        """What holds where a file is silent: what was asked for on the command line, else what the form says."""
        period = None
        if self.period is not None and self.period.months is not None:
            period = Period(self.period.year or year, *self.period.months, self.period.day)
        return asked._replace(
            period=asked.period or period,
            area=asked.area or self.area,
            numbers=asked.numbers or self.numbers,
            unit=self.unit,
            indicators=self.indicators,
        )


def matches(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern, in which `*` and `?` stand for anything; case and spacing make no difference.

    >>> matches("BIEU 1  tháng 6.xlsx", "bieu 1*.xlsx"), matches("Biểu [1]", "biểu [1]"), matches("Biểu 12", "biểu 1")
    (True, True, False)
    """
    return fnmatchcase(_plain(name), _plain(pattern).replace("[", "[[]"))


def _plain(text: str) -> str:
    return " ".join(composed(text.casefold()).split())

"""What a weekly report is made of, and what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from phongtho_kpi.compare.moments import Changes
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.assessment import Assessment, Assessments, Clocks, CoursePoint
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.overview import Overview, overview_of
from phongtho_kpi.report.table import NumberCell

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """The verdicts, what changed, and every figure that was known; `courses` are the months of the flows, by id.

    `catalogue_digest` and `figures_digest` say which catalogue and which figures these are.
    """

    assessments: Assessments
    changes: Changes
    courses: Mapping[str, tuple[CoursePoint, ...]]
    figures: tuple[Observation, ...]
    areas: Areas
    messages: Messages
    catalogue_digest: str
    figures_digest: str

    @property
    def clocks(self) -> Clocks:
        """When the year is looked at, and what was known."""
        return self.assessments.clocks

    @property
    def entries(self) -> tuple[Assessment, ...]:
        """All verdicts, in the order of the catalogue."""
        return self.assessments.entries

    @cached_property
    def overview(self) -> Overview:
        """What there is to say of the year as a whole."""
        return overview_of(self.assessments, self.entries, self.messages)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each indicator in the official table: straight across the groups."""
        return {entry.indicator.id: number for number, entry in enumerate(self.entries, start=1)}

    def number_of(self, entry: Assessment) -> NumberCell:
        """It as a cell: as a text Excel would call it a mistake."""
        return NumberCell(Decimal(self.numbers[entry.indicator.id]), 0)


def report_name(as_of: date) -> str:
    """`kpi-2024-W31`: by the ISO week of the day that is looked at."""
    year, week, _ = as_of.isocalendar()
    return f"kpi-{year:04}-W{week:02}"


def a_week_before(clocks: Clocks) -> Clocks:
    """What the year looked like a week earlier, as it was known then."""
    return Clocks(clocks.as_of - _WEEK, min(clocks.known_on, clocks.as_of) - _WEEK)

"""`Assessment`: what is said of an indicator — never written back onto it (rules §5, §6, §8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from phongtho_kpi.model.catalogue import Catalogue, Indicator, Target, Trajectory
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.model.period import Period


@dataclass(frozen=True, slots=True)
class Clocks:
    """`as_of`: what the year looked like on that day; `known_on`: what was known on that day (rules §2)."""

    as_of: date
    known_on: date


class Status(StrEnum):
    """The nine verdicts, in the order of rules §8 (rules §5)."""

    EXCEEDED = "exceeded"
    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    INFORMATIVE = "informative"


class Reason(StrEnum):
    """Why a status is what it is (rules §8)."""

    NO_TARGET = "no_target"
    NO_OBSERVATION = "no_observation"
    FINAL_PERIOD_MISSING = "final_period_missing"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CAP_PASSED = "cap_passed"
    PACE = "pace"
    TOLERANCE = "tolerance"
    OUTSIDE_TOLERANCE = "outside_tolerance"
    YEAR_END = "year_end"
    TOO_EARLY = "too_early"
    TASK = "task"


class Flag(StrEnum):
    """Facts about the figures that stand beside a status (rules §6)."""

    STALE = "stale"
    PARTIAL = "partial"
    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    REVISED = "revised"
    SUSPECT = "suspect"


class OutlookVerdict(StrEnum):
    """Whether the year will end where it should if it goes on like this (rules §5)."""

    WILL_MEET = "will_meet"
    WILL_MISS = "will_miss"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Outlook:
    """The value at `due` if the year keeps its shape; no value while it is too early to say."""

    value: Decimal | None
    verdict: OutlookVerdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """A value held against one target. Numbers are in the indicator's unit, shares of 1, `attainment` per cent."""

    target: Target | None
    status: Status
    reason: Reason
    final: bool = False
    trajectory: Trajectory | None = None  # the one it was judged by, also where it is the default
    start: Decimal | None = None  # b of rules §3
    share: Decimal | None = None  # s of rules §3: the part of the way to be done by now
    expected: Decimal | None = None
    pace: Decimal | None = None
    attainment: Decimal | None = None
    variance: Decimal | None = None
    variance_to_date: Decimal | None = None
    outlook: Outlook | None = None
    needed_pace: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure in a value: the observation that counts for its period, and those it replaced, latest first."""

    observation: Observation
    value: Decimal
    replaced: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """One month of the year as seen now: the value to date (flow) or the reading (else), and where it should stand."""

    month: int
    value: Decimal | None
    expected: Decimal | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One indicator, one area, one verdict, with its numbers."""

    indicator: Indicator
    headline: Judgement
    area: str | None = None
    period: Period | None = None
    cumulative: bool = False  # the period is January to its end, and printed so
    value: Decimal | None = None
    year_on_year: Decimal | None = None  # per cent for a flow, points or units for a level
    coverage: tuple[int, int] | None = None  # months (areas) there are, of how many
    flags: frozenset[Flag] = frozenset()
    also: tuple[tuple[str, Judgement], ...] = ()
    figures: tuple[Counted, ...] = ()  # the figures the value is made of
    compared: tuple[Counted, ...] = ()  # last year's figures, where the value is a growth or reduction against them
    last_year: Decimal | None = None  # what `year_on_year` compares with
    whole_last_year: Decimal | None = None  # what last year came to as a whole

    @property
    def period_name(self) -> str | None:
        """The period as rules §8 prints it."""
        if self.period is None:
            return None
        return self.period.to_date_name if self.cumulative else str(self.period)


@dataclass(frozen=True, slots=True)
class Assessments:
    """All verdicts on a catalogue at one pair of clocks, and what was noticed about the figures."""

    catalogue: Catalogue
    clocks: Clocks
    entries: tuple[Assessment, ...]
    findings: tuple[Finding, ...]

    def summary(self) -> Mapping[str, int]:
        """Counts by status; `total` is the indicators that have a target (rules §8)."""
        counts = {status.value: 0 for status in Status}
        for entry in self.entries:
            counts[entry.headline.status] += 1
        judged = len(self.entries) - counts[Status.INFORMATIVE]
        return {"total": judged, **counts}

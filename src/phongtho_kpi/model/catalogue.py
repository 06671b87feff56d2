"""`Catalogue`: what was decided for a year — groups, indicators, targets, revisions (rules §1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.period import Period

TODO = "TODO"  # what stands in a catalogue wherever somebody has to fill something in


class LocalText(dict[str, str]):
    """A text by language (`vi`, `en`); a language that is missing shows the other one."""

    def to(self, lang: str) -> str:
        """The text in `lang`, else in whatever language there is."""
        return self.get(lang) or next(iter(self.values()), "")


class Kind(StrEnum):
    """What sort of number an indicator is (rules §1, `kind`)."""

    FLOW = "flow"
    LEVEL = "level"
    GROWTH = "growth"
    REDUCTION = "reduction"
    TASK = "task"


class Goal(StrEnum):
    """Which side of its number a target wants (rules §1, `target`)."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHIN = "within"
    DONE = "done"


class Frequency(StrEnum):
    """How often a figure is expected (rules §1, `frequency`)."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months lie between two figures."""
        return {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self.value]


class Shape(StrEnum):
    """The form of a trajectory (rules §3)."""

    EVEN = "even"
    LINE = "line"
    HOLD = "hold"
    YEAR_END = "year_end"
    SHARES = "shares"
    POINTS = "points"
    LIKE = "like"


class Combine(StrEnum):
    """How the figures of areas make the place's (rules §7)."""

    SUM = "sum"
    RATIO = "ratio"
    MEAN = "mean"
    COUNT = "count"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Target:
    """The value to reach, in the indicator's unit.

    `value` is the bound of at_least and at_most, the lower edge of within (its upper edge is `upper`), and 1 for done.
    Beyond `stretch` it counts as exceeded. `due` is the day of the final judgement.
    """

    goal: Goal
    value: Decimal
    due: date
    upper: Decimal | None = None
    stretch: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A later decision: from `starts` on, `target` stands for the whole year."""

    starts: date
    decided_by: str
    why: str
    target: Target


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """Another plan that the same figures are held against; never the headline."""

    plan: str
    target: Target


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where the year starts from, in the indicator's unit: a level at the end of last year."""

    value: Decimal
    period: Period | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The way to the target: its shape, and what that shape needs (rules §3)."""

    shape: Shape
    shares: tuple[Decimal, ...] = ()  # twelve weights
    points: tuple[tuple[Period, Decimal], ...] = ()  # ascending
    like: int | None = None  # the year whose months are the weights


@dataclass(frozen=True, slots=True)
class Bands:
    """From which pace on an indicator is on track, and at risk; both edges included (rules §5)."""

    on_track: Decimal = Decimal("0.95")
    at_risk: Decimal = Decimal("0.80")
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ByArea:
    """The roll-up from areas: how they combine, and the codes of which; None: all below the place (rules §7)."""

    combine: Combine
    areas: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class AreaTarget:
    """The value that one area is to reach, in the indicator's unit; its goal is that of the target (rules §7)."""

    area: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured. What was decided of it is `target`; what is said of it is an `Assessment`."""

    id: str
    group: str
    name: LocalText
    unit: str
    kind: Kind
    origin: Origin
    target: Target | None = None
    aliases: tuple[str, ...] = ()
    quote: str | None = None
    frequency: Frequency = Frequency.YEAR
    lag_days: int = 0
    owner: str | None = None
    of: str | None = None
    baseline: Baseline | None = None
    trajectory: Trajectory | None = None
    tolerance: Decimal | None = None
    of_count: int | None = None
    grows_by: str | None = None
    revisions: tuple[Revision, ...] = ()
    also: tuple[OtherPlan, ...] = ()
    bands: Bands | None = None
    note: str | None = None
    by_area: ByArea | None = None
    area_targets: tuple[AreaTarget, ...] = ()  # one an area
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)  # key → line in the file

    def origin_of(self, key: str) -> Origin:
        """Where `key` of this indicator stands in the catalogue's file."""
        return Origin(self.origin.file, line=self.lines.get(key, self.origin.line))

    def target_on(self, day: date) -> Target | None:
        """The target in force on `day`: the last revision that starts by then, else the first decision (rules §2)."""
        in_force = [revision.target for revision in self.revisions if revision.starts <= day]
        return in_force[-1] if in_force else self.target


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators under one heading, in the document's order."""

    id: str
    name: LocalText
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """The body that issues what is reported of a place, and the office of who signs for it."""

    name: LocalText
    head: LocalText


@dataclass(frozen=True, slots=True)
class Place:
    """Whose catalogue it is; `code` is text, a leading zero counts."""

    code: str
    name: LocalText
    authority: Authority | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The document that sets the targets; `file` is a path in the workspace."""

    title: str
    file: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One year's indicators and targets."""

    year: int
    place: Place
    groups: tuple[Group, ...]
    origin: Origin
    lang: str = "vi"
    source: Source | None = None
    cutoff_day: int | None = None
    bands: Bands = Bands()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)  # key → line in the file

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in order."""
        return tuple(indicator for group in self.groups for indicator in group.indicators)

    def as_known_on(self, day: date) -> "Catalogue":
        """Without the revisions that start later; itself where there are none (rules §2)."""
        if all(revision.starts <= day for one in self.indicators for revision in one.revisions):
            return self
        groups = tuple(
            replace(
                group,
                indicators=tuple(
                    replace(one, revisions=tuple(revision for revision in one.revisions if revision.starts <= day))
                    for one in group.indicators
                ),
            )
            for group in self.groups
        )
        return replace(self, groups=groups)

    def by_id(self) -> dict[str, Indicator]:
        """Indicators by their id."""
        return {indicator.id: indicator for indicator in self.indicators}

"""A file that states a figure twice: it counts once; with two values both are rejected (docs/commands.md)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from phongtho_kpi.model.catalogue import Indicator, Kind
from phongtho_kpi.model.finding import CONFLICTING_FIGURES, REPEATED_FIGURE, Finding, Param
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.figure import counted_value
from phongtho_kpi.read.gathered_findings import GatheredFindings

_MOST_OF_ONE = 2_000  # figures of one thing that are kept apart; findings of no more are told
_BITS_OF_A_PLACE = 32  # more areas, periods and statuses than that no file names


class Place(NamedTuple):
    """Which figure of an indicator it is, as a number: of a total, and of a reading, which closes on a day."""

    of_total: int
    of_reading: int


class Settled(NamedTuple):
    """What is left of a file's figures: `again` were stated more than once, `rejected` contradict each other."""

    observations: list[Observation]
    again: int
    rejected: int


class SameFigures:
    """The figures of one file by what they are of: indicator, area, period and status.

    Two figures of a level that close on the same day are of the same thing, whatever their periods are called; if they
    say the same, each is kept under its own name.
    """

    def __init__(self) -> None:
        self._first: dict[int, Observation] = {}
        self._others: dict[int, list[Observation]] = {}
        self._more: dict[int, int] = {}  # figures that are only counted, by what they are of
        self._clashing: set[int] = set()  # what two different figures are of, or two periods
        self._numbers: dict[object, int] = {}

    @property
    def count(self) -> int:
        """How many were noted, those that came more than once as well."""
        return len(self._first) + sum(map(len, self._others.values())) + sum(self._more.values())

    def place(self, area: str | None, period: Period, status: ObservationStatus) -> Place:
        """What makes figures of one indicator the same; it is asked for once and used for many."""
        return Place(self._number(area, period, status), self._number(area, _closing(period), status))

    def add(self, observation: Observation, indicator: Indicator, place: Place) -> None:
        """Note a figure."""
        number = self._numbers.setdefault(indicator.id, len(self._numbers))
        when = place.of_total if indicator.kind is Kind.FLOW else place.of_reading
        key = number << _BITS_OF_A_PLACE | when
        first = self._first.setdefault(key, observation)
        if first is observation:
            return
        others = self._others.setdefault(key, [])
        if len(others) < _MOST_OF_ONE or (key not in self._clashing and not _is_same(first, observation)):
            others.append(observation)
        else:
            self._more[key] = self._more.get(key, 0) + 1
        if not _is_same(first, observation):
            self._clashing.add(key)

    def _number(self, area: str | None, when: tuple[int | None, ...], status: ObservationStatus) -> int:
        """One number for it: a million figures are kept by theirs, and a tuple takes twice the room."""
        key = area, *when, status
        return self._numbers.setdefault(key, len(self._numbers))

    def settled(self, indicators: dict[str, Indicator], findings: GatheredFindings) -> Settled:
        """Each figure once, without those that contradict each other; uses up what was noted."""
        again = rejected = 0
        kept: list[Observation] = []
        for key, others in self._others.items():
            all_of_it = [self._first[key], *others]
            conflicts = list(_conflicts(all_of_it, indicators[all_of_it[0].indicator].unit))
            if conflicts:
                del self._first[key]
                for conflict in conflicts:
                    findings.add(conflict)
                rejected += len(all_of_it) + self._more.get(key, 0)
                continue
            again += self._more.get(key, 0)
            by_period = {all_of_it[0].period: all_of_it[0]}
            for other in others:
                first = by_period.setdefault(other.period, other)
                if first is other:
                    kept.append(other)
                else:
                    findings.add(_repeated(other, first))
                    again += 1
        observations = [*self._first.values(), *kept]
        self._first, self._others = {}, {}
        return Settled(observations, again, rejected)


def _is_same(one: Observation, other: Observation) -> bool:
    """Whether two figures say the same in the same words."""
    told = (one.value, one.numerator, one.denominator, one.period)
    return told == (other.value, other.numerator, other.denominator, other.period)


def _closing(period: Period) -> tuple[int, int, int]:
    """Of all but totals the day they close makes them the same figure (rules §2)."""
    return period.year, period.last, period.day or 0


def _conflicts(observations: list[Observation], unit: str) -> Iterator[Finding]:
    """One finding for each of the figures, if they are not all the same; it names the first that differs."""
    values = [counted_value(observation, unit) for observation in observations]
    differing = next((number for number, value in enumerate(values) if value != values[0]), None)
    if differing is None:
        return
    for observation, value in zip(observations, values, strict=True):
        other = observations[differing if value == values[0] else 0]
        params: dict[str, Param] = {
            "indicator": observation.indicator,
            "period": str(observation.period),
            "value": _told(observation),
            "other": _told(other),
            "other_origin": str(other.origin),
        }
        yield Finding(CONFLICTING_FIGURES, observation.origin, params)


def _told(observation: Observation) -> Decimal | str:
    """The figure as it was told."""
    if observation.numerator is None:
        return observation.value or Decimal(0)
    return f"{observation.numerator}/{observation.denominator}"


def _repeated(again: Observation, first: Observation) -> Finding:
    params: dict[str, Param] = {"indicator": again.indicator, "period": str(again.period), "first": str(first.origin)}
    return Finding(REPEATED_FIGURE, again.origin, params)

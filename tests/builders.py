"""Nouns for tests: an indicator, a catalogue, a figure, with only what the test is about."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.model.assessment import Assessment, Assessments, Clocks
from phongtho_kpi.model.catalogue import (
    Bands,
    Baseline,
    Catalogue,
    Frequency,
    Goal,
    Group,
    Indicator,
    Kind,
    LocalText,
    Place,
    Target,
)
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.period import Period

YEAR = 2024
FILE = Origin("targets/2024.yaml", line=1)
LONG_AFTER = date(2030, 1, 1)


def a_target(goal: str, number: object, *, stretch: object = None, due: str = "2024-12-31") -> Target:
    """`a_target("at_least", 50)`; within takes a pair."""
    low, high = number if isinstance(number, tuple) else (number, None)
    return Target(
        Goal(goal),
        Decimal(str(low)),
        date.fromisoformat(due),
        upper=None if high is None else Decimal(str(high)),
        stretch=None if stretch is None else Decimal(str(stretch)),
    )


def an_indicator(kind: str = "flow", target: Target | None = None, **rest: Any) -> Indicator:
    """An indicator `x` in tonnes, monthly for a flow, else yearly."""
    baseline, identity = rest.pop("baseline", None), rest.get("id", "x")
    defaults = {
        "id": "x",
        "group": "all",
        "name": LocalText(vi=f"Chỉ tiêu {identity}", en=f"Indicator {identity}"),
        "unit": "tấn",
        "origin": FILE,
        "frequency": Frequency.MONTH if kind == "flow" else Frequency.YEAR,
        "baseline": None if baseline is None else Baseline(Decimal(str(baseline)), None, None),
    }
    return Indicator(kind=Kind(kind), target=target, **(defaults | rest))


def a_catalogue(*indicators: Indicator, **rest: Any) -> Catalogue:
    """A catalogue of 2024 with these indicators in one group."""
    group = Group("all", LocalText(vi="Tất cả", en="All"), indicators)
    place = Place("109", LocalText(vi="huyện Phong Thổ", en="Phong Thổ district"))
    defaults = {"bands": Bands(), "origin": FILE}
    return Catalogue(YEAR, place, (group,), **(defaults | rest))


def observed(period: str, value: object, indicator: str = "x", **rest: Any) -> Observation:
    """A figure, final and kept by hand unless said otherwise; each has a line of its own."""
    recorded = rest.pop("recorded", None)
    status = ObservationStatus(rest.pop("status", "final"))
    line = rest.pop("line", next(_lines))
    return Observation(
        indicator,
        Period.parse(period),
        None if value is None else Decimal(str(value)),
        "data/by-hand.csv",
        line,
        status=status,
        recorded=None if recorded is None else datetime.fromisoformat(recorded).replace(tzinfo=UTC),
        **rest,
    )


_lines = iter(range(2, 10**9))


def clocks(as_of: str, known_on: date = LONG_AFTER) -> Clocks:
    """As of a day; all is known unless said otherwise."""
    return Clocks(date.fromisoformat(as_of), known_on)


def judged(catalogue: Catalogue, observations: Iterable[Observation], as_of: str = "2024-12-31") -> Assessments:
    """All that is said of a catalogue on a day."""
    return assess(catalogue, observations, clocks(as_of))


def verdict_on(indicator: Indicator, observations: Iterable[Observation], as_of: str = "2024-12-31") -> Assessment:
    """What is said of one indicator on a day."""
    return judged(a_catalogue(indicator), observations, as_of).entries[0]

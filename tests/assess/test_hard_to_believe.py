"""Figures that are hard to believe are warnings and flags, never corrections (rules §2, §6)."""

from decimal import Decimal

import pytest

from builders import a_catalogue, a_target, an_indicator, judged, observed
from phongtho_kpi.model.assessment import Assessments, Flag
from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.observation import Observation

FLOW = an_indicator("flow", a_target("at_least", 120))


def said_of(indicator: Indicator, *rows: Observation) -> tuple[Assessments, list[str]]:
    said = judged(a_catalogue(indicator), rows, "2024-12-31")
    return said, [finding.kind.name for finding in said.findings]


@pytest.mark.parametrize("value", ["100", "80", "120", "1", "0.0834", "10000", "8000", "0.01"])
def test_ten_a_hundred_or_a_thousand_times_off_what_is_expected(value: str) -> None:
    said, names = said_of(FLOW, observed("2024-03", value))  # ten a month are expected
    assert names == ["ten-times-off"]
    assert Flag.SUSPECT in said.entries[0].flags
    assert said.findings[0].params["compared_with"] == "expected"


@pytest.mark.parametrize("value", ["79.9", "120.1", "50", "3", "0", "-10", "300000"])
def test_anything_else_is_merely_large_or_small(value: str) -> None:
    assert said_of(FLOW, observed("2024-03", value))[1] == []


def test_last_year_and_the_baseline_are_compared_with_first() -> None:
    said, _ = said_of(FLOW, observed("2023-03", 11), observed("2024-03", 110))
    assert said.findings[0].params["compared_with"] == "last_year"
    level = an_indicator("level", a_target("at_least", 800), baseline=754)
    assert said_of(level, observed("2024-H1", 75))[0].findings[0].params["compared_with"] == "baseline"
    yearly = an_indicator("level", a_target("at_least", 800))
    said, _ = said_of(yearly, observed("2023-H1", 7), observed("2024-H1", 700))
    assert (said.findings[0].params["compared_with"], said.findings[0].params["times"]) == ("last_year", 100)


def test_a_task_and_what_has_no_target_are_compared_with_little() -> None:
    assert said_of(an_indicator("task", a_target("done", 1)), observed("2024-03", 1))[1] == []
    assert said_of(an_indicator("flow"), observed("2024-03", 1000))[1] == []


def test_a_share_lies_between_nothing_and_everything() -> None:
    level = an_indicator("level", a_target("at_least", 60), unit="%")
    assert said_of(level, observed("2024-H1", "100.1"))[1] == ["share-outside-bounds"]
    assert said_of(level, observed("2024-H1", "-1"))[1] == ["share-outside-bounds"]
    assert said_of(level, observed("2024-H1", 100))[1] == []
    assert said_of(an_indicator("level", a_target("at_least", 600), unit="‰"), observed("2024-H1", 900))[1] == []


def test_a_total_to_date_that_falls() -> None:
    _, names = said_of(FLOW, observed("2024-6M", 60), observed("2024-7M", 55))
    assert names == ["falling-total"]


def test_months_that_do_not_add_up_to_their_total() -> None:
    months = [observed(f"2024-{month:02}", 10) for month in range(1, 7)]
    said, names = said_of(FLOW, *months, observed("2024-H1", 61))
    assert names == ["months-do-not-add-up"]
    assert said.findings[0].params["sum"] == 60
    assert said_of(FLOW, *months, observed("2024-H1", "60.4"))[1] == []  # half of the last printed digit of a month
    assert said_of(FLOW, *months, observed("2024-H1", "60.6"))[1] == ["months-do-not-add-up"]


def test_two_ways_to_six_months_without_a_total_must_agree_too() -> None:
    rows = [observed("2024-Q1", 30), observed("2024-Q2", 30), observed("2024-4M", 40), observed("2024-05", 10)]
    _, names = said_of(FLOW, *rows, observed("2024-06", 13))
    assert names == ["months-do-not-add-up"]


def test_a_trajectory_like_a_year_that_lacks_months_expects_nothing() -> None:
    from phongtho_kpi.model.catalogue import Shape, Trajectory

    like = an_indicator("flow", a_target("at_least", 120), trajectory=Trajectory(Shape.LIKE, like=2023))
    said, names = said_of(like, observed("2023-01", 10), observed("2024-06", 10))
    assert names == ["like-without-months"]
    assert said.findings[0].params["months"] == 1
    early = judged(a_catalogue(like), [observed("2024-06", Decimal(10))], "2024-06-30").entries[0]
    assert (early.headline.status, early.headline.reason) == ("not_due", "year_end")


def test_every_way_to_the_same_months_is_compared() -> None:
    rows = [observed("2024-H1", 10), observed("2024-5M", 8), observed("2024-06", 2), observed("2024-Q1", 6)]
    said, names = said_of(an_indicator("flow"), *rows, observed("2024-Q2", 6))
    assert names == ["months-do-not-add-up"]
    assert (said.findings[0].params["total"], said.findings[0].params["sum"]) == (10, 12)

"""Verdicts (rules §4, §5, §6), beyond what the cases show."""

from dataclasses import replace
from decimal import Decimal

import pytest

from builders import a_catalogue, a_target, an_indicator, judged, observed, verdict_on
from phongtho_kpi.model.assessment import Flag
from phongtho_kpi.model.catalogue import OtherPlan


@pytest.mark.parametrize(("value", "status"), [(65, "met"), (67, "met"), (68, "met"), ("68.1", "exceeded")])
def test_beyond_the_stretch_it_is_exceeded_and_on_it_not(value: object, status: str) -> None:
    level = an_indicator("level", a_target("at_least", 65, stretch=68))
    assert verdict_on(level, [observed("2024", value)]).headline.status == status


def test_less_than_the_stretch_of_a_cap_is_exceeded() -> None:
    level = an_indicator("level", a_target("at_most", 16, stretch=15))
    assert [verdict_on(level, [observed("2024", value)]).headline.status for value in (17, 16, 15, 14)] == [
        "missed",
        "met",
        "met",
        "exceeded",
    ]


@pytest.mark.parametrize(
    ("value", "status", "variance"), [(61, "met", 0), (62, "met", 0), (60, "missed", -1), (65, "missed", 3)]
)
def test_a_range_is_met_inside_and_never_exceeded(value: int, status: str, variance: int) -> None:
    level = an_indicator("level", a_target("within", (61, 62)))
    headline = verdict_on(level, [observed("2024", value)]).headline
    assert (headline.status, headline.variance, headline.expected, headline.attainment) == (
        status,
        variance,
        None,
        None,
    )


def test_outside_a_range_during_the_year_the_tolerance_decides() -> None:
    level = an_indicator("level", a_target("within", (61, 62)), tolerance=Decimal(1))
    near, far = (verdict_on(level, [observed("2024-06", value)], "2024-06-30").headline for value in ("60.5", 59))
    assert (near.status, near.reason) == ("at_risk", "tolerance")
    assert (far.status, far.reason, far.needed_pace, far.outlook) == ("off_track", "outside_tolerance", None, None)


def test_at_or_better_than_where_it_should_stand_it_is_on_track_without_a_pace() -> None:
    level = an_indicator("level", a_target("at_least", 95), baseline=97, trajectory=None)
    assert verdict_on(level, [observed("2024-06", 95)], "2024-06-30").headline.status == "met"


def test_a_task_that_is_not_done_yet_is_not_due_and_then_missing_and_then_missed() -> None:
    task = an_indicator("task", a_target("done", 1, due="2024-06-30"))
    open_still = verdict_on(task, [observed("2024-03", 0)], "2024-03-31").headline
    assert (open_still.status, open_still.reason, open_still.final) == ("not_due", "task", False)
    silent = verdict_on(task, [observed("2024-03", 0)], "2024-07-01").headline
    assert (silent.status, silent.reason) == ("no_data", "final_period_missing")
    missed = verdict_on(task, [observed("2024-06-30", 0)], "2024-07-01").headline
    assert (missed.status, missed.final) == ("missed", True)
    assert (missed.attainment, missed.pace, missed.outlook) == (None, None, None)


def test_a_day_before_due_does_not_cover_it() -> None:
    level = an_indicator("level", a_target("at_least", 95, due="2024-06-30"))
    assert verdict_on(level, [observed("2024-06-29", 96)], "2024-06-30").headline.final is False
    assert verdict_on(level, [observed("2024-06-30", 96)], "2024-06-30").headline.final is True


def test_nothing_that_ends_after_due_counts_of_a_flow() -> None:
    flow = an_indicator("flow", a_target("at_least", 100, due="2024-06-30"))
    entry = verdict_on(flow, [observed("2024-6M", 90), observed("2024-9M", 120)], "2024-12-31")
    assert (entry.value, entry.headline.status, entry.headline.final) == (90, "missed", True)


def test_a_flow_that_reached_its_target_keeps_its_verdict_though_december_never_came() -> None:
    flow = an_indicator("flow", a_target("at_least", 100))
    headline = verdict_on(flow, [observed("2024-6M", 101)], "2025-03-01").headline
    assert (headline.status, headline.final, headline.outlook) == ("exceeded", True, None)
    cap = an_indicator("flow", a_target("at_most", 100))
    assert verdict_on(cap, [observed("2024-6M", 101)], "2025-03-01").headline.reason == "cap_passed"
    assert verdict_on(cap, [observed("2024-6M", 99)], "2025-03-01").headline.reason == "final_period_missing"


def test_lag_days_give_a_figure_time() -> None:
    slow = an_indicator("flow", a_target("at_least", 100), lag_days=15)
    assert verdict_on(slow, [], "2024-02-15").headline.status == "not_due"
    assert verdict_on(slow, [], "2024-02-16").headline.status == "no_data"
    assert verdict_on(slow, [observed("2024-11M", 90)], "2025-01-15").headline.status == "on_track"
    assert verdict_on(slow, [observed("2024-11M", 80)], "2025-01-16").headline.status == "no_data"


def test_past_due_a_figure_is_missing_whatever_its_frequency() -> None:
    yearly = an_indicator("level", a_target("at_least", 100, due="2024-03-31"))
    assert verdict_on(yearly, [], "2024-04-01").headline.status == "no_data"


def test_nothing_newer_is_expected_once_it_is_covered() -> None:
    flow = an_indicator("flow", a_target("at_least", 100, due="2024-06-30"))
    assert Flag.STALE not in verdict_on(flow, [observed("2024-6M", 90)], "2024-12-31").flags
    assert Flag.STALE in verdict_on(flow, [observed("2024-5M", 90)], "2024-12-31").flags


def test_its_own_bands_come_before_the_catalogues() -> None:
    from phongtho_kpi.model.catalogue import Bands

    flow = an_indicator("flow", a_target("at_least", 120))
    strict = replace(flow, bands=Bands(Decimal(1), Decimal("0.99")))
    rows = [observed("2024-6M", 58)]
    assert verdict_on(flow, rows, "2024-06-30").headline.status == "on_track"
    assert verdict_on(strict, rows, "2024-06-30").headline.status == "off_track"


def test_another_plan_has_a_due_date_of_its_own_and_so_its_own_figures() -> None:
    earlier = OtherPlan("tỉnh giao", a_target("at_least", 60, due="2024-06-30"))
    flow = an_indicator("flow", a_target("at_least", 120), also=(earlier,))
    entry = verdict_on(flow, [observed("2024-6M", 59), observed("2024-07", 30)], "2024-07-31")
    ((plan, judgement),) = entry.also
    assert (plan, judgement.status, judgement.variance, entry.value) == ("tỉnh giao", "missed", -1, 89)


def test_without_a_pace_a_level_with_an_explicit_line_but_no_baseline_waits() -> None:
    from phongtho_kpi.model.catalogue import Shape, Trajectory

    level = an_indicator("level", a_target("at_least", 120), trajectory=Trajectory(Shape.LINE))
    headline = verdict_on(level, [observed("2024-06", 100)], "2024-06-30").headline
    assert (headline.status, headline.reason, headline.pace) == ("not_due", "year_end", None)


def test_a_summary_counts_what_is_judged() -> None:
    catalogue = a_catalogue(an_indicator("flow", a_target("at_least", 1)), an_indicator("flow", id="y"))
    summary = judged(catalogue, [observed("2024", 2)]).summary()
    assert (summary["total"], summary["exceeded"], summary["informative"]) == (1, 1, 1)


def test_a_range_that_waits_for_the_years_end_is_kept_to_once_it_is_there() -> None:
    from phongtho_kpi.model.catalogue import Shape, Trajectory

    level = an_indicator("level", a_target("within", (10, 20)), trajectory=Trajectory(Shape.YEAR_END))
    headline = verdict_on(level, [observed("2024", 25)]).headline
    assert (headline.status, headline.variance, headline.variance_to_date) == ("missed", 5, 5)
    early = verdict_on(level, [observed("2024-06", 25)], "2024-06-30").headline
    assert (early.reason, early.variance_to_date) == ("year_end", None)

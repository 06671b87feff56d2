"""Where an indicator should stand (rules §3), beyond what the cases show."""

from decimal import Decimal
from fractions import Fraction

import pytest

from builders import a_catalogue, a_target, an_indicator, clocks, observed, verdict_on
from phongtho_kpi.assess.assessment import courses
from phongtho_kpi.model.catalogue import Shape, Trajectory
from phongtho_kpi.model.period import Period


def test_on_a_day_it_stands_straight_between_the_month_ends() -> None:
    level = an_indicator("level", a_target("at_least", 12), baseline=0)
    assert verdict_on(level, [observed("2024-04-15", 3)], "2024-04-30").headline.expected == Decimal("3.5")
    shares = Trajectory(Shape.SHARES, shares=tuple(map(Decimal, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1])))
    uneven = an_indicator("level", a_target("at_least", 12), baseline=0, trajectory=shares)
    assert verdict_on(uneven, [observed("2024-04-15", 3)], "2024-04-30").headline.expected == 3
    assert verdict_on(uneven, [observed("2024-04", 6)], "2024-04-30").headline.expected == 6


def test_from_the_month_of_due_on_all_of_it_is_expected() -> None:
    level = an_indicator("level", a_target("at_least", 12, due="2024-06-30"), baseline=0)
    assert verdict_on(level, [observed("2024", 10)]).headline.expected == 12


def test_points_without_a_baseline_expect_nothing_before_the_first() -> None:
    points = Trajectory(Shape.POINTS, points=((Period.parse("2024-06"), Decimal(20)),))
    level = an_indicator("level", a_target("at_least", 80), trajectory=points)
    assert verdict_on(level, [observed("2024-03", 10)], "2024-03-31").headline.expected is None
    assert verdict_on(level, [observed("2024-06", 10)], "2024-06-30").headline.expected == 20
    later = verdict_on(level, [observed("2024-09", 60)], "2024-09-30").headline
    assert (later.expected, later.pace, later.outlook) == (50, None, None)
    assert (later.status, later.reason) == ("on_track", "tolerance")
    assert verdict_on(level, [observed("2024", 60)]).headline.expected == 80


def test_points_behind_due_are_passed_over() -> None:
    points = Trajectory(Shape.POINTS, points=((Period.parse("2024-09"), Decimal(1)),))
    level = an_indicator("level", a_target("at_least", 80, due="2024-06-30"), baseline=0, trajectory=points)
    assert verdict_on(level, [observed("2024-03", 10)], "2024-03-31").headline.expected == 40


def test_points_that_lead_back_to_the_start_have_no_share() -> None:
    points = Trajectory(Shape.POINTS, points=((Period.parse("2024-06"), Decimal(90)),))
    level = an_indicator("level", a_target("at_least", 80), baseline=80, trajectory=points)
    headline = verdict_on(level, [observed("2024-06", 79)], "2024-06-30").headline
    assert (headline.expected, headline.share, headline.outlook) == (90, None, None)
    assert headline.status == "off_track"


def test_weights_that_come_to_nothing_expect_nothing() -> None:
    nothing = Trajectory(Shape.SHARES, shares=(Decimal(0),) * 12)
    flow = an_indicator("flow", a_target("at_least", 80), trajectory=nothing)
    headline = verdict_on(flow, [observed("2024-03", 10)], "2024-03-31").headline
    assert (headline.expected, headline.reason) == (None, "year_end")


def test_gaps_in_points_count_the_steps_of_the_months_there_are() -> None:
    points = Trajectory(Shape.POINTS, points=((Period.parse("2024-06"), Decimal(60)),))
    flow = an_indicator("flow", a_target("at_least", 60), trajectory=points)
    headline = verdict_on(flow, [observed("2024-01", 10), observed("2024-03", 10)], "2024-03-31").headline
    assert (headline.expected, headline.share) == (20, Decimal(1) / Decimal(3))


def test_a_target_of_nothing_has_no_share_but_a_verdict() -> None:
    cap = an_indicator("flow", a_target("at_most", 0))
    kept = verdict_on(cap, [observed("2024-03", 0)], "2024-03-31").headline
    assert (kept.status, kept.reason, kept.pace, kept.attainment) == ("on_track", "tolerance", None, None)
    broken = verdict_on(cap, [observed("2024-03", 1)], "2024-03-31").headline
    assert (broken.status, broken.reason, broken.final) == ("missed", "cap_passed", True)


def test_a_gap_in_a_flow_without_a_trajectory_to_speak_of_expects_nothing() -> None:
    flow = an_indicator("flow", a_target("at_least", 60), trajectory=Trajectory(Shape.YEAR_END))
    headline = verdict_on(flow, [observed("2024-01", 10), observed("2024-03", 10)], "2024-03-31").headline
    assert (headline.expected, headline.status, headline.reason) == (None, "not_due", "year_end")


@pytest.mark.parametrize(("goal", "baseline", "shape"), [("at_least", 97, "hold"), ("at_least", 90, "line")])
def test_a_level_holds_what_it_has_and_goes_for_what_it_has_not(goal: str, baseline: int, shape: str) -> None:
    level = an_indicator("level", a_target(goal, 95), baseline=baseline)
    assert verdict_on(level, [observed("2024-06", 94)], "2024-06-30").headline.trajectory == Trajectory(Shape(shape))


def test_a_cap_that_is_kept_already_has_to_be_held() -> None:
    level = an_indicator("level", a_target("at_most", 16), baseline=15, tolerance=Decimal(1))
    near = verdict_on(level, [observed("2024-06", 17)], "2024-06-30").headline
    assert (near.status, near.reason) == ("at_risk", "tolerance")
    far = verdict_on(level, [observed("2024-06", "17.1")], "2024-06-30").headline
    assert (far.status, far.reason) == ("off_track", "outside_tolerance")


def test_the_course_of_a_flow_has_what_stood_and_what_should_have_at_each_months_end() -> None:
    flow = an_indicator("flow", a_target("at_least", 120))
    rows = [observed("2024-01", 9), observed("2024-02", 10), observed("2024-04", 11)]
    points = courses(a_catalogue(flow), rows, clocks("2024-05-31"), [flow])["x"]
    assert [point.value for point in points[:5]] == [9, 19, None, 30, None]
    assert [point.expected for point in points[:5]] == [10, 20, 30, 30, 50]  # three months' steps in April
    assert points[11].expected == 120


def test_the_course_of_what_is_only_followed_expects_nothing() -> None:
    level = an_indicator("level")
    points = courses(a_catalogue(level), [observed("2024-06", 3)], clocks("2024-12-31"), [level])["x"]
    assert [point.value for point in points].count(None) == 11
    assert {point.expected for point in points} == {None}


def test_fractions_come_out_with_28_digits_and_whole_numbers_without_any() -> None:
    from phongtho_kpi.assess.exact import cut, rounded, to_decimal

    assert str(to_decimal(Fraction(200, 17))) == "11.76470588235294117647058824"
    assert str(to_decimal(Fraction(5_000_000))) == "5000000"
    assert (rounded(Fraction(-5, 2), 0), cut(Fraction(-5, 2), 0)) == (-3, -2)


def test_a_cap_that_nothing_is_expected_of_yet_has_no_pace() -> None:
    rains = Trajectory(Shape.SHARES, shares=tuple(map(Decimal, [0] * 5 + [1] * 7)))
    cap = an_indicator("flow", a_target("at_most", 10), trajectory=rains)
    headline = verdict_on(cap, [observed("2024-3M", 1)], "2024-03-31").headline
    assert (headline.expected, headline.pace, headline.reason) == (0, None, "too_early")
    points = Trajectory(Shape.POINTS, points=((Period.parse("2024-01"), Decimal(23)),))
    falling = an_indicator("flow", a_target("at_most", 20), trajectory=points, tolerance=Decimal(10))
    headline = verdict_on(falling, [observed("2024-02", 1)], "2024-02-29").headline
    assert (headline.pace, headline.status, headline.reason) == (None, "at_risk", "tolerance")


def test_a_year_with_a_negative_month_may_be_ahead_of_itself() -> None:
    like = an_indicator(
        "flow", a_target("at_least", 28, due="2024-04-30"), trajectory=Trajectory(Shape.LIKE, like=2023)
    )
    last_year = [observed(f"2023-{month:02}", -2 if month == 4 else 10) for month in range(1, 13)]
    headline = verdict_on(like, [*last_year, observed("2024-Q1", 27)], "2024-03-31").headline
    assert (headline.expected, headline.pace, headline.status) == (30, Decimal("0.9"), "at_risk")

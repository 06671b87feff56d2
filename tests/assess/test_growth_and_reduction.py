"""Growth and reduction computed from other indicators (rules §2)."""

from decimal import Decimal

from builders import a_catalogue, a_target, an_indicator, judged, observed
from phongtho_kpi.model.assessment import Assessment, Flag
from phongtho_kpi.model.catalogue import Shape, Trajectory
from phongtho_kpi.model.observation import Observation

ARRIVALS = an_indicator("flow", id="of", unit="lượt")
GROWTH = an_indicator("growth", a_target("at_least", 10), unit="%", of="of")
HERD = an_indicator("level", id="of", unit="con")
RATE = an_indicator("level", id="of", unit="%")
CUT = an_indicator("reduction", a_target("at_least", "5.43"), unit="%", of="of")


def grown(rows: list[Observation], as_of: str = "2024-12-31") -> Assessment:
    return judged(a_catalogue(GROWTH, ARRIVALS), rows, as_of).entries[0]


def test_growth_is_taken_over_exactly_the_same_months() -> None:
    rows = [
        *(observed(f"2023-{month:02}", 100, "of") for month in (1, 2, 3)),
        observed("2024-Q1", 330, "of"),
        observed("2024-04", 1, "of"),  # last year's April is not known, so the first quarter it is
    ]
    entry = grown(rows, "2024-05-31")
    assert (entry.value, entry.period_name) == (10, "2024-3M")


def test_without_last_year_or_with_nothing_in_it_there_is_no_growth() -> None:
    assert grown([observed("2024-Q1", 330, "of")]).value is None
    assert grown([observed("2023-Q1", 0, "of"), observed("2024-Q1", 330, "of")]).value is None


def test_a_growth_from_nothing_is_not_replaced_by_an_older_one() -> None:
    rows = [observed("2023-Q1", 10, "of"), observed("2023-H1", -5, "of"), observed("2024-Q1", 12, "of")]
    assert grown([*rows, observed("2024-H1", 20, "of")], "2024-06-30").value is None
    herd = [observed("2023-03", 10, "of"), observed("2023-06", 0, "of"), observed("2024-03", 12, "of")]
    entry = judged(a_catalogue(GROWTH, HERD), [*herd, observed("2024-06", 20, "of")], "2024-06-30").entries[0]
    assert entry.value is None


def test_the_growth_of_a_flow_is_covered_when_every_month_is_there() -> None:
    whole = grown([observed("2023", 100, "of"), observed("2024", 108, "of")])
    assert (whole.headline.status, whole.headline.final) == ("missed", True)
    part = grown([observed("2023-9M", 100, "of"), observed("2024-9M", 108, "of")])
    assert (part.headline.status, part.headline.final) == ("at_risk", False)
    assert part.coverage is None


def test_gaps_and_estimates_of_the_flow_are_flags_of_its_growth() -> None:
    rows = [observed("2023-02", 100, "of", status="estimate"), observed("2024-02", 110, "of")]
    assert grown(rows, "2024-02-29").flags == {Flag.PARTIAL, Flag.ESTIMATE}


def test_the_growth_of_a_level_is_taken_at_the_same_date() -> None:
    rows = [
        observed("2023-06", 200, "of"),
        observed("2024-H1", 210, "of"),
        observed("2024-09", 500, "of"),  # there is no September of last year
    ]
    entry = judged(a_catalogue(GROWTH, HERD), rows, "2024-10-31").entries[0]
    assert (entry.value, entry.period_name) == (5, "2024-H1")
    nothing = judged(a_catalogue(GROWTH, HERD), [observed("2024-H1", 210, "of")], "2024-10-31").entries[0]
    assert nothing.value is None


def test_the_growth_of_a_level_is_covered_by_its_own_date() -> None:
    rows = [observed("2023", 200, "of"), observed("2024", 230, "of")]
    entry = judged(a_catalogue(GROWTH, HERD), rows).entries[0]
    assert (entry.headline.status, entry.headline.final) == ("exceeded", True)


def test_a_reduction_starts_from_last_december() -> None:
    rows = [observed("2023-H1", 40, "of"), observed("2023", "37.9", "of"), observed("2024-H1", "35.0", "of")]
    entry = judged(a_catalogue(CUT, RATE), rows, "2024-06-30").entries[0]
    assert (entry.value, entry.headline.status, entry.headline.reason) == (Decimal("2.9"), "not_due", "year_end")


def test_without_a_december_a_reduction_starts_from_the_baseline() -> None:
    rate = an_indicator("level", id="of", unit="%", baseline="37.9")
    rows = [observed("2024", "32.5", "of")]
    assert judged(a_catalogue(CUT, rate), rows).entries[0].value == Decimal("5.4")
    assert judged(a_catalogue(CUT, RATE), rows).entries[0].value is None
    assert judged(a_catalogue(CUT, RATE), []).entries[0].value is None


def test_a_growth_that_was_observed_itself_is_read() -> None:
    herd_growth = an_indicator("growth", a_target("at_least", 5), unit="%")
    entry = judged(a_catalogue(herd_growth), [observed("2024-6M", 4)], "2024-06-30").entries[0]
    assert (entry.value, entry.period_name, entry.headline.pace) == (4, "2024-H1", Decimal("0.8"))


def test_a_growth_may_also_rise_along_a_line() -> None:
    herd_growth = an_indicator("growth", a_target("at_least", 6), unit="%", trajectory=Trajectory(Shape.LINE))
    entry = judged(a_catalogue(herd_growth), [observed("2024-6M", 3)], "2024-06-30").entries[0]
    assert (entry.headline.expected, entry.headline.status) == (3, "on_track")


def test_year_on_year_is_per_cent_of_a_flow_and_a_difference_of_a_level() -> None:
    rows = [observed("2023-Q1", 100, "of"), observed("2024-3M", 150, "of")]
    flow = judged(a_catalogue(ARRIVALS), rows, "2024-03-31").entries[0]
    assert (flow.year_on_year, flow.last_year) == (50, 100)
    level = judged(a_catalogue(RATE), [observed("2023-06-30", 40, "of"), observed("2024-H1", 38, "of")]).entries[0]
    assert (level.year_on_year, level.last_year) == (-2, 40)


def test_the_29th_of_february_has_no_day_last_year() -> None:
    level = judged(a_catalogue(RATE), [observed("2024-02-29", 38, "of")]).entries[0]
    assert level.year_on_year is None

"""Which of several figures counts, and when (rules §2, §4)."""

from decimal import Decimal

from builders import a_catalogue, a_target, an_indicator, clocks, judged, observed, verdict_on
from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.model.assessment import Assessments, Flag
from phongtho_kpi.model.finding import CONFLICTING_FIGURES, GROWTH_NOT_TO_DATE, NOT_A_COUNT

FLOW = an_indicator("flow", a_target("at_least", 120))
LEVEL = an_indicator("level", a_target("at_least", 60), unit="%")


def names(said: Assessments) -> list[str]:
    return [finding.kind.name for finding in said.findings]


def test_final_beats_preliminary_beats_estimate_whenever_they_came() -> None:
    rows = [
        observed("2024-06", 3, status="final", recorded="2024-07-01T00:00:00"),
        observed("2024-06", 2, status="preliminary", recorded="2024-07-05T00:00:00"),
        observed("2024-06", 1, status="estimate", recorded="2024-07-09T00:00:00"),
    ]
    entry = verdict_on(FLOW, rows, "2024-07-31")
    assert entry.value == 3
    assert Flag.REVISED not in entry.flags  # a later, less settled figure replaces nothing, nor is it replaced


def test_of_the_same_status_the_one_recorded_last_counts_and_says_what_it_replaced() -> None:
    rows = [
        observed("2024-06", 3, recorded="2024-07-01T00:00:00"),
        observed("2024-06", 4, recorded="2024-07-02T00:00:00"),
        observed("2024-06", 9),
    ]
    entry = verdict_on(FLOW, rows, "2024-07-31")
    assert entry.value == 4
    assert [old.value for old in entry.figures[0].replaced] == [3, 9]
    assert Flag.REVISED in entry.flags


def test_a_correction_to_the_same_number_is_no_revision() -> None:
    rows = [observed("2024-06", "3.0", status="estimate"), observed("2024-06", 3)]
    assert Flag.REVISED not in verdict_on(FLOW, rows, "2024-07-31").flags


def test_figures_that_tie_and_differ_are_an_error_and_do_not_count() -> None:
    rows = [observed("2024-06", 3), observed("2024-06", 4), observed("2024-06", 2, status="estimate")]
    said = judged(a_catalogue(FLOW), rows, "2024-07-31")
    assert said.entries[0].value == 2  # the next best counts
    assert names(said) == [CONFLICTING_FIGURES.name]
    assert said.findings[0].origin == rows[1].origin
    assert said.findings[0].params["other"] == 3


def test_figures_that_tie_and_agree_count_once() -> None:
    said = judged(a_catalogue(FLOW), [observed("2024-06", 3), observed("2024-06", 3)], "2024-07-31")
    assert said.entries[0].value == 3
    assert not said.findings


def test_three_that_tie_name_each_that_differs_from_the_first() -> None:
    rows = [observed("2024-06", 3), observed("2024-06", 3), observed("2024-06", 5)]
    said = judged(a_catalogue(FLOW), rows, "2024-07-31")
    assert said.entries[0].value is None
    assert [finding.params["value"] for finding in said.findings] == [5]


def test_readings_that_close_on_one_day_are_versions_of_one_figure() -> None:
    rows = [observed("2024-H1", 50), observed("2024-06", 51, status="estimate")]
    assert verdict_on(LEVEL, rows, "2024-07-31").value == 50


def test_the_reading_that_closes_last_counts_also_when_it_is_a_day() -> None:
    rows = [observed("2024-06", 50), observed("2024-06-20", 52)]
    catalogue = a_catalogue(LEVEL, cutoff_day=14)
    assert str(judged(catalogue, rows, "2024-06-30").entries[0].period) == "2024-06-20"
    assert str(judged(catalogue, rows, "2024-06-19").entries[0].period) == "2024-06"


def test_parts_count_before_the_value_and_over_zero_they_are_none() -> None:
    rows = [observed("2024-06", 70, numerator=Decimal(12), denominator=Decimal(17))]
    assert str(verdict_on(LEVEL, rows, "2024-07-31").value).startswith("70.588235294")
    nothing = [observed("2024-06", None, numerator=Decimal(1), denominator=Decimal(0))]
    assert verdict_on(LEVEL, nothing, "2024-07-31").value is None
    assert verdict_on(LEVEL, [observed("2024-06", None)], "2024-07-31").value is None


def test_per_mille_is_parts_of_a_thousand_and_other_units_are_plain_quotients() -> None:
    row = [observed("2024-06", None, numerator=Decimal(1), denominator=Decimal(8))]
    per_mille = an_indicator("level", a_target("at_least", 1), unit="‰")
    mean = an_indicator("level", a_target("at_least", 1), unit="tiêu chí/xã")
    assert verdict_on(per_mille, row, "2024-07-31").value == 125
    assert verdict_on(mean, row, "2024-07-31").value == Decimal("0.125")


def test_a_share_of_seventeen_is_read_from_any_way_of_printing_it() -> None:
    communes = an_indicator("level", a_target("at_least", "70.6"), unit="%", of_count=17)
    for printed in ("71", "70.6", "70.5", "70.59"):
        assert verdict_on(communes, [observed("2024", printed)]).headline.status == "met", printed
    said = judged(a_catalogue(communes), [observed("2024", "69.9")])
    assert said.entries[0].headline.status == "missed"
    assert names(said) == [NOT_A_COUNT.name]


def test_a_growth_that_starts_after_january_is_a_finding_and_does_not_count() -> None:
    growth = an_indicator("growth", a_target("at_least", 10), unit="%")
    said = judged(a_catalogue(growth), [observed("2024-07", 51)], "2024-07-31")
    assert said.entries[0].value is None
    assert names(said) == [GROWTH_NOT_TO_DATE.name]


def test_figures_of_an_indicator_that_is_not_in_the_catalogue_are_passed_over() -> None:
    assert not judged(a_catalogue(FLOW), [observed("2024-06", 3, indicator="y")]).findings


def test_figures_of_an_area_are_not_the_whole_places() -> None:
    assert verdict_on(FLOW, [observed("2024-06", 3, area="03571")]).value is None


def test_a_value_keeps_the_places_it_was_printed_with() -> None:
    assert str(verdict_on(FLOW, [observed("2024-01", "2.50"), observed("2024-02", "3.5")]).value) == "6.00"


def test_what_has_not_closed_does_not_count() -> None:
    said = assess(a_catalogue(FLOW, cutoff_day=14), [observed("2024-06", 3)], clocks("2024-06-13"))
    assert said.entries[0].value is None


def test_what_is_too_late_for_its_target_displaces_nothing() -> None:
    early = an_indicator("level", a_target("at_least", 50, due="2024-04-30"))
    for rows in (
        [observed("2024-H1", 60, status="estimate"), observed("2024-06", 40)],
        [observed("2024-H1", 60), observed("2024-06", 60)],
        [observed("2024-H1", 60), observed("2024-06", 40)],
    ):
        said = judged(a_catalogue(early), rows, "2024-07-31")
        assert (said.entries[0].value, said.entries[0].headline.status) == (60, "exceeded")
        assert not said.findings
    task = an_indicator("task", a_target("done", 1, due="2024-03-31"))
    entry = verdict_on(task, [observed("2024", 1, status="preliminary"), observed("2024-12", 0)])
    assert entry.headline.status == "met"

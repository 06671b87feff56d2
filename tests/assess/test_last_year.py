"""What last year came to as a whole: the official table's column "TH năm trước"."""

from decimal import Decimal

import pytest

from builders import a_catalogue, a_target, an_indicator, judged, observed, verdict_on
from phongtho_kpi.model.catalogue import Baseline, Indicator
from phongtho_kpi.model.period import Period

FLOW = an_indicator("flow", a_target("at_least", 50))
LEVEL = an_indicator("level", a_target("at_least", 50), unit="%")


def test_of_a_flow_it_is_the_twelve_months_however_they_were_reported() -> None:
    months = [observed(f"2023-{month:02}", 2) for month in range(1, 10)]
    assert verdict_on(FLOW, [*months, observed("2023-Q4", "6.5")]).whole_last_year == Decimal("24.5")
    assert verdict_on(FLOW, [observed("2023", 30)]).whole_last_year == 30


def test_eleven_months_are_no_year() -> None:
    assert verdict_on(FLOW, [observed("2023-11M", 30)]).whole_last_year is None


@pytest.mark.parametrize("period", ["2023-12", "2023-Q4", "2023"])
def test_of_a_level_it_is_the_reading_at_the_end_of_the_year(period: str) -> None:
    assert verdict_on(LEVEL, [observed("2023-06", 40), observed(period, 44)]).whole_last_year == 44
    assert verdict_on(LEVEL, [observed("2023-06", 40)]).whole_last_year is None


@pytest.mark.parametrize(
    ("period", "known"), [(None, True), ("2023", True), ("2023-12", True), ("2023-06", False), ("2024-07", False)]
)
def test_a_baseline_stands_for_it_where_it_is_of_the_end_of_last_year(period: str | None, known: bool) -> None:
    start = Baseline(Decimal("754.2"), None if period is None else Period.parse(period), None)
    level = Indicator(**{name: getattr(LEVEL, name) for name in LEVEL.__slots__} | {"baseline": start})
    assert verdict_on(level, []).whole_last_year == (Decimal("754.2") if known else None)


def test_a_reading_beats_the_baseline() -> None:
    level = an_indicator("level", a_target("at_least", 50), baseline=43)
    assert verdict_on(level, [observed("2023", 44)]).whole_last_year == 44


def test_a_growth_that_is_observed_itself_has_one_and_a_computed_one_has_none() -> None:
    assert (
        verdict_on(an_indicator("growth", a_target("at_least", 5), unit="%"), [observed("2023", 7)]).whole_last_year
        == 7
    )
    computed = an_indicator("growth", a_target("at_least", 5), unit="%", of="of")
    base = an_indicator("flow", id="of")
    rows = [observed("2023", 100, "of"), observed("2024", 110, "of")]
    assert judged(a_catalogue(computed, base), rows).entries[0].whole_last_year is None


def test_a_task_has_none() -> None:
    task = an_indicator("task", a_target("done", 1))
    assert verdict_on(task, [observed("2023", 1), observed("2024", 1)]).whole_last_year is None


def test_of_a_growth_without_figures_a_baseline_says_nothing() -> None:
    growth = an_indicator("growth", a_target("at_least", 5), unit="%", baseline=3)
    assert verdict_on(growth, []).whole_last_year is None

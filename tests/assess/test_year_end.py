"""Where the year left an indicator: only figures that reach 31 December say it, whatever its target's own due day."""

from decimal import Decimal
from typing import Any

import pytest

from builders import a_catalogue, a_target, an_indicator, clocks, observed
from phongtho_kpi.assess.year_end import year_ends

OWN_DAY = a_target("at_least", 50, due="2024-08-31")


def end_of(indicator: Any, *figures: Any, as_of: str = "2025-02-01") -> Any:
    return year_ends(a_catalogue(indicator), figures, clocks(as_of)).get("x")


@pytest.mark.parametrize("period", ["2024-12", "2024-Q4", "2024-H2", "2024", "2024-12-31"])
def test_a_level_ends_where_a_reading_that_holds_december_says(period: str) -> None:
    end = end_of(an_indicator("level", OWN_DAY), observed("2024-06", 3), figure := observed(period, "4.50"))
    assert (str(end.value), str(end.period), end.figures) == ("4.50", period, (figure,))


@pytest.mark.parametrize("period", ["2024-11", "2024-Q3", "2024-12-20"])
def test_an_earlier_reading_is_no_end(period: str) -> None:
    assert end_of(an_indicator("level"), observed(period, 4)) is None


def test_a_period_that_has_not_closed_is_no_end() -> None:
    assert end_of(an_indicator("level"), observed("2024-12", 4), as_of="2024-12-30") is None
    assert end_of(an_indicator("level")) is None


def test_a_flow_ends_with_all_twelve_months_and_not_with_eleven() -> None:
    months = [observed(f"2024-{month:02}", month) for month in range(1, 13)]
    end = end_of(an_indicator("flow", OWN_DAY), *months)
    assert (end.value, str(end.period), len(end.figures)) == (78, "2024", 12)
    assert end_of(an_indicator("flow", OWN_DAY), *months[:11]) is None
    assert end_of(an_indicator("flow", OWN_DAY), *months[1:]) is None


def test_a_share_keeps_every_digit() -> None:
    end = end_of(
        an_indicator("level", unit="%"), observed("2024", None, numerator=Decimal(12), denominator=Decimal(17))
    )
    assert end.value == Decimal("70.58823529411764705882352941")

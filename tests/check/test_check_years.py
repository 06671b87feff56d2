"""A year's catalogue against the one before it: an id is never reused for something else (rules §1)."""

from dataclasses import replace

import pytest

from builders import a_catalogue, an_indicator
from phongtho_kpi.check.years import check_years
from phongtho_kpi.model.catalogue import Indicator


def said(before: Indicator, after: Indicator) -> list[tuple[str, int | None, dict[str, object]]]:
    """The findings: name, line, params."""
    found = check_years(a_catalogue(before), replace(a_catalogue(after), year=2025))
    return [(finding.kind.name, finding.origin.line, dict(finding.params)) for finding in found]


def test_an_id_stays_of_one_kind_and_of_one_family_of_units() -> None:
    flow = an_indicator("flow", unit="tấn")
    level = an_indicator("level", unit="%", lines={"kind": 12})
    hours = an_indicator("flow", unit="giờ", lines={"unit": 11})
    assert said(flow, level) == [
        ("reused-id", 12, {"id": "x", "key": "kind", "text": "level", "other": "flow", "year": 2024})
    ]
    assert said(flow, hours) == [
        ("reused-id", 11, {"id": "x", "key": "unit", "text": "giờ", "other": "tấn", "year": 2024})
    ]


@pytest.mark.parametrize("after", [an_indicator(unit="tạ"), an_indicator(unit="Tấn"), an_indicator(id="y", unit="giờ")])
def test_another_unit_of_the_family_or_another_id_is_none_that_was_reused(after: Indicator) -> None:
    assert said(an_indicator(unit="tấn"), after) == []

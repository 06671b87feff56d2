"""A figure knows where it was read, and how settled it is (rules §1, §2)."""

from decimal import Decimal

import pytest

from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.period import Period


@pytest.mark.parametrize(
    ("place", "origin"),
    [
        (12, Origin("a.xlsx", line=12)),
        ("Biểu 1!C7", Origin("a.xlsx", sheet="Biểu 1", cell="C7")),
        ("Thu! Chi!C7", Origin("a.xlsx", sheet="Thu! Chi", cell="C7")),  # a sheet may be called so
    ],
)
def test_it_stands_in_a_line_or_in_a_cell_of_a_sheet(place: int | str, origin: Origin) -> None:
    assert Observation("x", Period.parse("2024-06"), Decimal(7), "a.xlsx", place).origin == origin


def test_final_is_better_than_preliminary_and_that_than_an_estimate() -> None:
    by_rank = sorted(ObservationStatus, key=lambda status: status.rank)
    assert by_rank == [ObservationStatus.FINAL, ObservationStatus.PRELIMINARY, ObservationStatus.ESTIMATE]
    assert ObservationStatus.FINAL.rank == 0

"""Numbers in Vietnamese prose (docs/commands.md, *Numbers*)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.model.vietnamese_number import grouped_value, numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Giá trị sản xuất đạt 7.367.800 triệu đồng", ["7367800"]),
        ("Thu ngân sách đạt 77,208 tỷ đồng", ["77.208"]),
        ("đạt 36.100 tấn", ["36100"]),
        ("1.230", ["1230"]),
        ("đạt 98,83%.", ["98.83"]),
        ("trồng mới 04 ha", ["4"]),
        ("trên 804,2ha", ["804.2"]),
        ("đạt 1.234.567,89 đồng", ["1234567.89"]),
        ("từ 6,6-6,8%/năm", ["6.6", "6.8"]),
        ("61 – 62", ["61", "62"]),
        ("12/17 xã", ["12", "17"]),
        ("ngày 31.12.2023 (31/12/2023)", ["31", "12", "2023", "31", "12", "2023"]),
        ("tăng -2,5% (-3)", ["-2.5", "-3"]),
        ("- 5 xã", ["5"]),
        ("-5 xã", ["5"]),
        ("giảm 1,2,3", ["1", "2", "3"]),
        ("1,234,567 USD", ["1234567"]),
        ("0.930 và 64.5", ["0.930", "64.5"]),
        ("năm 2024, 50 ha", ["2024", "50"]),
        ("km2, m200, Q3, CO2", []),
        ("không có số", []),
        ("9" * 39, []),
    ],
)
def test_numbers_in_prose(text: str, numbers: list[str]) -> None:
    assert [str(number) for number in numbers_in(text)] == numbers


@pytest.mark.parametrize(
    ("text", "other"),
    [("36.100", "36100"), ("-1.230", "-1230"), ("7.367.800", "7367800"), ("77.208", "77208"), ("0.930", None)],
)
def test_a_dot_before_three_digits_may_group_thousands(text: str, other: str | None) -> None:
    assert grouped_value(text) == (None if other is None else Decimal(other))


@pytest.mark.parametrize("text", ["36", "36.10", "36.1000", "1234.567", "", "x"])
def test_other_numbers_have_one_reading(text: str) -> None:
    assert grouped_value(text) is None


@given(st.integers(0, 10**15), st.integers(0, 99))
def test_what_is_printed_the_vietnamese_way_is_read_back(whole: int, hundredths: int) -> None:
    printed = f"{whole:,}".replace(",", ".") + f",{hundredths:02}"
    assert numbers_in(f"đạt {printed}%") == (Decimal(f"{whole}.{hundredths:02}"),)


@given(st.text())
def test_any_text_has_only_finite_numbers(text: str) -> None:
    assert all(number.is_finite() for number in numbers_in(text))

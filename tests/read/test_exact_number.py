"""Numbers as our own files write them (docs/safety.md, *Numbers*)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.read.exact_number import parse_decimal


@pytest.mark.parametrize("text", ["0", "0.50", "29.50", "-3", "12345678901234567890.123456789012345678"])
def test_a_number_keeps_its_digits(text: str) -> None:
    assert str(parse_decimal(text)) == text


@pytest.mark.parametrize(("text", "number"), [("+4.0", "4.0"), ("010", "10"), ("-0", "0")])
def test_a_sign_and_zeros_in_front_are_read(text: str, number: str) -> None:
    assert parse_decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "", " 1", "1 ", "1 000", "1e5", "1E5", "1_000", "nan", "NaN", "inf", "-Infinity", "٣", "１", "1,5", "1.", ".5",
        "--1", "1.2.3", "0x10", "½", "−1", "1\n", "1" * 39, "1." + "0" * 38,
    ],
)  # fmt: skip
def test_anything_else_is_none(text: str) -> None:
    assert parse_decimal(text) is None


@given(st.text())
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    number = parse_decimal(text)
    assert number is None or number.is_finite()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20))
def test_every_plain_decimal_is_read_back(number: Decimal) -> None:
    assert parse_decimal(f"{number:f}") == number

"""Units convert exactly, within their family only."""

from decimal import Decimal
from fractions import Fraction

import pytest

from phongtho_kpi.model.unit import conversion, converted, folded_unit, is_known_unit, parts_scale, scaled_unit


@pytest.mark.parametrize(
    ("value", "written", "wanted", "expected"),
    [
        ("119293", "triệu đồng", "tỷ đồng", "119.293"),
        ("119293", "tr.đ", "tỷ đồng", "119.293"),
        ("5", "tỉ  đồng", "Triệu đồng", "5000"),
        ("7", "ha", "m2", "70000"),
        ("12345678901234567890123456789012345678", "kg", "tấn", "12345678901234567890123456789012345.678"),
        ("2.50", "triệu USD", "triệu USD", "2.50"),
    ],
)
def test_a_figure_is_converted_without_losing_a_digit(value: str, written: str, wanted: str, expected: str) -> None:
    factor = conversion(written, wanted)
    assert factor is not None
    assert str(converted(Decimal(value), factor)) == expected


@pytest.mark.parametrize(
    ("written", "wanted"), [("tấn", "ha"), ("%", "‰"), ("triệu đồng", "triệu USD"), ("xã", "thôn")]
)
def test_across_families_there_is_no_conversion(written: str, wanted: str) -> None:
    assert conversion(written, wanted) is None


def test_one_unit_has_one_spelling() -> None:
    assert folded_unit("Tr. Đồng") == folded_unit("triệu  đồng") == "triệu đồng"
    assert conversion("Xã", "xã") == Fraction(1)


def test_parts_are_of_a_hundred_a_thousand_or_one() -> None:
    assert (parts_scale("%"), parts_scale("‰"), parts_scale("người")) == (100, 1000, 1)


@pytest.mark.parametrize("unit", ["%", "‰", "Tỷ đồng", "tr.đ", "ha", "1.000 đ", "nghìn USD", " kg: "])
def test_a_unit_of_a_family_or_of_shares_is_known(unit: str) -> None:
    assert is_known_unit(unit)


@pytest.mark.parametrize("unit", ["", "xã", "triệu", "tỷ lệ", "2024"])
def test_a_thing_that_is_counted_or_a_scale_alone_is_not(unit: str) -> None:
    assert not is_known_unit(unit)


@pytest.mark.parametrize(
    ("written", "beside", "meant"),
    [
        ("tỷ", "triệu đồng", "tỷ đồng"),
        ("Tỉ", "đồng", "tỷ đồng"),
        ("tr.", "tỷ đồng", "triệu đồng"),
        ("ngàn", "người", "nghìn người"),
        ("triệu", "nghìn USD", "triệu usd"),
        ("nghìn", "tấn", "nghìn tấn"),
    ],
)
def test_a_scale_alone_is_one_of_the_unit_it_stands_beside(written: str, beside: str, meant: str) -> None:
    assert scaled_unit(written, beside) == meant


@pytest.mark.parametrize(
    ("written", "beside"), [("tỷ", "ha"), ("triệu", "người"), ("tỷ", "xã"), ("ha", "đồng"), ("", "kg"), ("nghìn", "kg")]
)
def test_where_there_is_no_such_unit_it_stays_what_it_was(written: str, beside: str) -> None:
    assert scaled_unit(written, beside) == written


def test_a_text_without_end_is_no_unit() -> None:
    assert folded_unit("ha" * 1_000) == "ha" * 1_000

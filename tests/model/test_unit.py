"""Units convert exactly, within their family only."""

from decimal import Decimal
from fractions import Fraction

import pytest

from phongtho_kpi.model.unit import conversion, converted, folded_unit, parts_scale


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

"""Numbers as offices type them (docs/commands.md, *Numbers*). Every number is made up (Số liệu giả)."""

from decimal import Decimal

import pytest

from phongtho_kpi.read.returns.amounts import looks_like_an_amount
from phongtho_kpi.read.returns.grid import Dated, Exact, Failed, Uncalculated
from phongtho_kpi.read.returns.numerals import (
    NotAFigure,
    NumberStyle,
    Numeral,
    Quotient,
    decimal_sign_of,
    is_missing,
    read_number,
)

VI, EN = NumberStyle.VI, NumberStyle.EN
WORDS, NOT_EXACT, DATE, TOO_LONG = NotAFigure.WORDS, NotAFigure.NOT_EXACT, NotAFigure.DATE, NotAFigure.TOO_LONG

CERTAIN = [
    ("0", "0", ""), ("12", "12", ""), ("05", "5", ""), ("-0", "0", ""), ("+12,5", "12.5", ""),
    ("44,36", "44.36", ""), ("44.36", "44.36", ""), ("0.125", "0.125", ""), ("0,125", "0.125", ""),
    ("1.111.000", "1111000", ""), ("1,111,000", "1111000", ""), ("1.111.000,5", "1111000.5", ""),
    ("1,234.5", "1234.5", ""), ("1.234,567", "1234.567", ""), ("1234.567", "1234.567", ""),
    ("-12,5", "-12.5", ""), ("–12,5", "-12.5", ""), ("−12,5", "-12.5", ""), ("- 12,5", "-12.5", ""),
    ("(12,5)", "-12.5", ""), ("( 12,5 )", "-12.5", ""), ("(2,5%)", "-2.5", "%"), ("(2,5)%", "-2.5", "%"),
    ("99,5 %", "99.5", "%"), ("44,36\u00a0%", "44.36", "%"), ("0,5‰", "0.5", "‰"),
    ("804,2ha", "804.2", "ha"), ("5 m²", "5", "m²"), ("5m2", "5", "m2"), ("17,5 tỷ", "17.5", "tỷ"),
    ("5,5 triệu USD", "5.5", "triệu USD"), ("42 triệu đồng/năm", "42", "triệu đồng/năm"),
    ("1 234 567", "1234567", ""), ("1\u00a0234\u202f567", "1234567", ""), ("12 345,6 tấn", "12345.6", "tấn"),
    ("1\u2009234.567", "1234.567", ""), ("'12,5", "12.5", ""), ("\u200b12,5\ufeff", "12.5", ""), (" 12,5\n", "12.5",
    ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit"), CERTAIN)
def test_a_number_that_leaves_no_doubt_is_the_same_in_both_styles(text: str, value: str, unit: str) -> None:
    number = read_number(text)
    assert isinstance(number, Numeral)
    assert {number.value(style) for style in (VI, EN, None)} == {Decimal(value)}
    assert (f"{number.value(None)}", number.unit, number.in_doubt) == (value, unit, False)


@pytest.mark.parametrize(
    ("text", "as_vi", "as_en"),
    [
        ("1.230", "1230", "1.230"),
        ("1,230", "1.230", "1230"),
        ("-1.230", "-1230", "-1.230"),
        ("44.000 lượt khách", "44000", "44"),
        ("(1.000)", "-1000", "-1"),
    ],
)
def test_one_separator_before_three_digits_depends_on_the_file(text: str, as_vi: str, as_en: str) -> None:
    number = read_number(text)
    assert isinstance(number, Numeral)
    assert (number.in_doubt, number.value(None)) == (True, None)
    assert (number.value(VI), number.value(EN)) == (Decimal(as_vi), Decimal(as_en))


def test_what_settles_the_decimal_sign() -> None:
    signs = {
        text: decimal_sign_of(text) for text in ("44,36", "1.111.000", "1,234.5", "12", "1.230", "1.23.4", "1,2,3")
    }
    assert signs == dict(zip(signs, (",", ",", ".", None, None, None, None), strict=True))


@pytest.mark.parametrize(
    ("text", "numerator", "denominator", "unit"),
    [
        ("12/17", "12", "17", ""),
        ("12 / 17", "12", "17", ""),
        ("05/16 xã", "5", "16", "xã"),
        ("65,41/50ha", "65.41", "50", "ha"),
        ("1 234/2 345", "1234", "2345", ""),
    ],
)
def test_k_of_n_has_two_numbers(text: str, numerator: str, denominator: str, unit: str) -> None:
    number = read_number(text)
    assert isinstance(number, Quotient)
    parts = number.numerator.value(None), number.denominator.value(None), number.unit
    assert parts == (Decimal(numerator), Decimal(denominator), unit)


NO_FIGURES = {
    NOT_EXACT: [
        "trên 65", "Trên 65 tỷ đồng", "dưới 4", "khoảng 24", "gần 33", "hơn 15", "~33", "≈5", ">15", "≥ 15", ">=15",
        "<=15",
        "> 2.300", "61-62", "07 - 09", "11–12", "11 ÷ 12", "5~6", "từ 11 đến 12", "8-10% (dự ước 24.500 tỷ)", "15%-16%",
        "không quá 15", "ít nhất 5", "tối đa 6", "xấp xỉ 12", "đạt trên 65", "15 trở lên", "15+", "2.300 trở xuống",
    ],
    DATE: ["17/12/2024", "17-12-2024", "14.6.2024", "2024-6-14"],
    WORDS: [
        "tăng mạnh", "đạt", "không có", "TRUE", "37 tỷ 748 triệu đồng", "1.5.5", "11.11.000", "1.111.00",
        "12.345,678.9",
        ".5", "1e5", "1_000", "٥", "½", "(5", "5)", "(-5)", "-(5)", "12 34", "12/17/20", "5 tạ 3 yến", "=1+1", "#REF!",
        "12 xã/17 xã", "70,6% (12/17)", "x" * 1000, "trên " * 10_000,
    ],
    TOO_LONG: ["1" * 39],
}  # fmt: skip


@pytest.mark.parametrize(("text", "why"), [(text, why) for why, texts in NO_FIGURES.items() for text in texts])
def test_what_is_no_figure_is_not_guessed(text: str, why: NotAFigure) -> None:
    assert read_number(text) is why


def test_letters_in_pieces_are_the_same_letters() -> None:
    assert read_number("tre\u0302n 65") is NOT_EXACT
    assert read_number("5 ty\u0309") == read_number("5 tỷ")


@pytest.mark.parametrize(
    "mark", ["", "-", "–", "—", "−", "‑", "...", "…", "....", ". . .", "x", "X", "n/a", "N/A", "--"]
)
def test_marks_for_none_are_no_figures(mark: str) -> None:
    assert is_missing(mark)


@pytest.mark.parametrize("text", ["0", "-1", "0,0", "không", "xã", "na2", "...1"])
def test_all_else_is_something(text: str) -> None:
    assert not is_missing(text)


@pytest.mark.parametrize(
    "text", ["5", "1.230", "12/17", "5 ha", "trên 65", "61-62", Exact("5"), Failed("#REF!"), Uncalculated("=A1")]
)
def test_a_figure_in_a_row_that_names_nothing_would_be_lost(text: str) -> None:
    assert looks_like_an_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn A", "14/6/2024", "Ngày 14/6/2024", "0912345678", "0912-345-678", "0912 345 678",
        "6 tháng đầu năm", "6T",
        "từ 15/5 đến 14/6", "3 người dân tộc thiểu số", Dated("2024-06-14"),
    ],
)  # fmt: skip
def test_a_signature_a_date_or_a_telephone_number_is_none(text: str) -> None:
    assert not looks_like_an_amount(text)

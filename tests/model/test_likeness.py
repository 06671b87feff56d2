"""Names that one slip of the pen makes of each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.model.folding import folded
from phongtho_kpi.model.likeness import slips_of_the_pen


def alike(one: str, other: str) -> bool:
    there, back = (list(slips_of_the_pen(list(enumerate(pair)))) for pair in ((one, other), (other, one)))
    assert there == back
    return there == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Diện tích chè trồng mới", "Diện tích chè trông mới"),
        ("Diện tích chè trồng mới", "dien tich che trong moi"),
        ("Số hộ nghèo", "Số họ nghèo"),
        ("Sản lượng lương thực", "Sản luợng lương thực"),
        ("Đàn gia súc", "Dàn gia súc"),
        ("Phòng Nông nghiệp", "Phòng Nông ngiệp"),
        ("Phòng Nông nghiệp", "Phòng Nông nghiệb"),
        ("Newly planted tea", "Newly plantet tea"),
        ("Thu nhập lớp 3", "Thu nhâp lớp 3"),
    ],
)
def test_a_slip_is_seen(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Học sinh lớp 3", "Học sinh lớp 5"),
        ("Diện tích dứa", "Diện tích dừa"),
        ("Diện tích trồng cà", "Diện tích trồng cá"),
        ("Số thôn mới", "Số thơn mới"),
        ("Học sinh PTDTNT", "Học sinh PTDTBT"),
        ("Phổ cập cấp I", "Phổ cập cấp II"),
        ("Khóa XIII", "Khóa VIII"),
        ("Khóa XIII", "Khóa XXIII"),
        ("Nhà loại B", "Nhà loại C"),
        ("Nhà loại A", "Nhà loại Á"),
        ("QL4D100", "QL4D101"),
        ("Trường số 2024", "Trường số 2025"),
        ("Số bò", "Số bê"),
        ("Diện tích cam", "Diện tích cao"),
        ("Average age", "Average wage"),
        ("Diện tích trồng ngô", "Diện tích trông ngô nương"),
        ("Sản lượng trồng mới", "Sảm lượng trồng mớik"),
        ("Thôn có nhà văn hóa", "THÔN CÓ NHÀ-VĂN HOÁ"),
        ("nghiệp", "nghệpi"),
        ("", "a"),
    ],
)
def test_what_is_meant_is_not(one: str, other: str) -> None:
    assert not alike(one, other)


def test_two_names_of_one_holder_may_be_alike() -> None:
    assert list(slips_of_the_pen([("a", "Chè trồng mới"), ("a", "Chè trông mới")])) == []


def test_of_many_that_are_alike_each_is_paired_with_the_first() -> None:
    names = ["Chè trồng mới", "Chè trông mới", "Che trồng mới"]
    assert list(slips_of_the_pen(list(enumerate(names)))) == [(0, 1), (0, 2)]


@pytest.mark.parametrize("name", ["trồng " * 100, "a" * 31])
def test_what_is_too_long_for_a_name_is_compared_by_its_diacritics_only(name: str) -> None:
    assert not alike(name + "x", name + "y")
    assert alike(name + "ba", name + "bá")


def test_no_letter_is_looked_for_where_the_words_around_it_differ() -> None:
    assert not alike("Diện tích trồng ngô", "Diện tích trồmg lúa")


@given(st.lists(st.text("abđêôi ̀́12V", max_size=12), max_size=6))
def test_whatever_is_written_pairs_are_in_order_and_differ(names: list[str]) -> None:
    for one, other in slips_of_the_pen(list(enumerate(names))):
        assert one < other
        assert folded(names[one]) != folded(names[other])

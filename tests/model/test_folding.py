"""What spelling may vary without making another name (docs/commands.md, *Names*)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.model.folding import composed, folded, split_brackets, without_bullet, without_marks

LEVEL, TONED = "aăâeêioôơuưybcdđghklmnpqrstvx", "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
# a syllable has one tone at most
syllables = st.builds("{}{}{}".format, st.text(LEVEL, min_size=1), st.sampled_from(["", *TONED]), st.text(LEVEL))
names = st.lists(st.builds(str.title, syllables) | syllables, min_size=1, max_size=5).map(" ".join)


class TestFolded:
    @pytest.mark.parametrize(
        "written",
        [
            "Thôn có nhà văn hóa",
            "THÔN CÓ NHÀ VĂN HÓA",
            "  Thôn\u00a0có\tnhà  văn\nhóa ",
            "Thôn có nhà văn hoá",
            "Thôn, có nhà-văn hóa.",
            unicodedata.normalize("NFD", "Thôn có nhà văn hóa"),
            "Thôn có nha\u0300 văn ho\u0301a",  # half composed, as Windows-1258 has it
            "Thôn có nhà văn hoa\u0301",
        ],
    )
    def test_one_name_has_one_spelling(self, written: str) -> None:
        assert folded(written) == folded("Thôn có nhà văn hóa")

    @pytest.mark.parametrize("other", ["Mủ Sang", "Mu Sang", "Mư Sang", "Mù Xang", "Mù San", "Mù Sang 2"])
    def test_another_letter_mark_or_word_is_another_name(self, other: str) -> None:
        assert folded(other) != folded("Mù Sang")

    def test_d_with_a_stroke_is_another_letter(self) -> None:
        assert folded("Đào San") != folded("Dào San")

    @pytest.mark.parametrize("nothing", ["", " ", "-", "…", "'", "_"])
    def test_of_signs_alone_nothing_is_left(self, nothing: str) -> None:
        assert folded(nothing) == ""

    @given(names)
    def test_folding_once_is_enough(self, name: str) -> None:
        assert folded(folded(name)) == folded(name)

    @given(st.text())
    def test_composition_makes_no_difference(self, text: str) -> None:
        composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        assert folded(composed) == folded(decomposed)


class TestWithoutMarks:
    def test_letters_stay_and_marks_go(self) -> None:
        assert without_marks("  Ước thực hiện\n6 THÁNG đầu năm ") == "uoc thuc hien 6 thang dau nam"
        assert without_marks("Đường ĐT-130") == "duong dt-130"

    @given(names)
    def test_it_is_without_marks_however_it_is_composed(self, name: str) -> None:
        assert without_marks(name).isascii()
        assert without_marks(unicodedata.normalize("NFD", name)) == without_marks(name)


class TestBullets:
    @pytest.mark.parametrize(
        "bullet",
        ["1 ", "1. ", "1.2. ", "1.2.3) ", "12) ", "(3) ", "a) ", "đ) ", "B. ", "II. ", "IV: ", "- ", "–", "+ ", "• ",
         "*)", "  1.  - ", "I- "],
    )  # fmt: skip
    def test_a_leading_number_or_bullet_goes(self, bullet: str) -> None:
        assert without_bullet(f"{bullet}Thu ngân sách") == "Thu ngân sách"

    @pytest.mark.parametrize(
        "name", ["Thu ngân sách", "2024 là năm", "100% số xã", "3G", "IVF", "Xã Bản Lang", "1234. Mã", "", "12"]
    )
    def test_what_is_part_of_a_name_stays(self, name: str) -> None:
        assert without_bullet(name) == name


class TestBrackets:
    @pytest.mark.parametrize(
        ("text", "name", "inside"),
        [
            ("Diện tích (ha)", "Diện tích", "ha"),
            ("Diện tích [ ha ] ", "Diện tích", "ha"),
            ("Thu (tỷ đồng) (ước)", "Thu (tỷ đồng)", "ước"),
            ("(ha)", "", "ha"),
            ("Diện tích ()", "Diện tích", ""),
        ],
    )
    def test_the_last_brackets_are_taken_off(self, text: str, name: str, inside: str) -> None:
        assert split_brackets(text) == (name, inside)

    @pytest.mark.parametrize("text", ["Diện tích", "Diện tích (ha) chè", "Diện tích (ha", "Thu (tỷ (đồng))", ""])
    def test_brackets_that_do_not_end_a_name_are_part_of_it(self, text: str) -> None:
        assert split_brackets(text) == (text, "")


def test_letters_and_their_marks_become_one_sign() -> None:
    assert composed("huye\u0302\u0323n " * 500) == "huyện " * 500


def test_heaps_of_marks_stay_as_they_came() -> None:
    heap = "a" + "\u0301\u0323" * 100_000
    assert composed(heap) == heap

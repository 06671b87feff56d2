"""Names as offices write them: indicators, areas, units, statuses (docs/commands.md, *Indicators*, *Areas*)."""

import unicodedata
from datetime import date

import pytest
from returns_texts import the_areas, the_catalogue

from builders import FILE, a_catalogue, an_indicator
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import LocalText
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.returns.names import AreaNames, AreaProblem, IndicatorNames, StatusNames, UnitNames

JUNE = Period.parse("2024-06")


def areas() -> AreaNames:
    return AreaNames(the_catalogue().place, the_areas())


class TestIndicators:
    """Found by id, name or alias, never by what is near."""

    @pytest.mark.parametrize(
        "text",
        [
            "culture_house", "Tỷ lệ thôn, bản có nhà văn hóa", "TỶ LỆ THÔN, BẢN CÓ NHÀ VĂN HÓA",
            "Tỷ lệ thôn bản có nhà văn hoá",
            "1. Tỷ lệ thôn, bản có nhà văn hóa", "1.2.3 Tỷ lệ thôn, bản có nhà văn hóa",
            "- Tỷ lệ  thôn,\nbản có nhà văn hóa",
            "a) Tỷ lệ thôn, bản có nhà văn hóa (%)", "+ Tỷ\u00a0lệ thôn, bản có nhà văn hóa",
            unicodedata.normalize("NFD", "Tỷ lệ thôn, bản có nhà văn hóa"),
        ],
    )  # fmt: skip
    def test_spelling_makes_no_difference(self, text: str) -> None:
        named = IndicatorNames(the_catalogue())[text]
        assert named is not None
        assert named.indicator.id == "culture_house"

    @pytest.mark.parametrize(
        "text", ["Tỷ lệ thôn có nhà văn hóa", "Tỷ lệ thôn, bán có nhà văn hóa", "", "Tỷ lệ", "(%)"]
    )
    def test_what_is_near_is_none(self, text: str) -> None:
        assert IndicatorNames(the_catalogue())[text] is None

    def test_the_nearest_is_told(self) -> None:
        names = IndicatorNames(the_catalogue())
        assert names.nearest("2. Thu ngân sách NN trên địa bàn") == "Thu ngân sách nhà nước trên địa bàn"
        assert names.nearest("Tổng lượng khách du lich") == "Tổng lượt khách du lịch"
        assert names.nearest("Số vụ tai nạn giao thông") == ""

    @pytest.mark.parametrize(
        ("text", "unit"),
        [
            ("Giải quyết việc làm", ""),
            ("Giải quyết việc làm (nghìn người)", "nghìn người"),
            ("Thu NSNN trên địa bàn (triệu)", "triệu"),
            ("Mức giảm tỷ suất sinh (%)", "%"),
        ],
    )
    def test_a_unit_behind_a_name_is_told(self, text: str, unit: str) -> None:
        named = IndicatorNames(the_catalogue())[text]
        assert named is not None
        assert named.unit == unit

    def test_a_name_of_two_is_a_name_of_none(self) -> None:
        one, two = (an_indicator(id=key, name=LocalText(vi="Số hộ")) for key in ("a", "b"))
        assert IndicatorNames(a_catalogue(one, two))["Số hộ"] is None


class TestAreas:
    """By code, name or alias; what may be two is none."""

    @pytest.mark.parametrize(
        "text",
        [
            "03571", "3571", "3571.0", "03571 ", "Xã Dào San", "Dào San", "XÃ DÀO SAN", "xã\u00a0dào  san",
            "1. Xã Dào San",
            "UBND xã Dào San", "Ủy ban nhân dân xã Dào San", unicodedata.normalize("NFD", "Dào San"),
        ],
    )  # fmt: skip
    def test_spelling_makes_no_difference(self, text: str) -> None:
        assert (areas().of("", text, JUNE), areas().knows(text)) == ("03571", True)

    @pytest.mark.parametrize("text", ["Lản Nhì Thàng", "Xã Lản Nhì Thàng", "Xã Lả Nhì Thàng"])
    def test_an_alias_may_be_written_with_its_sort(self, text: str) -> None:
        assert areas().of("", text, JUNE) == "03391"

    @pytest.mark.parametrize(
        "text", ["", "Toàn huyện", "TOÀN HUYỆN", "Huyện Phong Thổ", "Toàn huyện Phong Thổ", "109", "109.0"]
    )
    def test_the_whole_place_has_no_code(self, text: str) -> None:
        assert areas().of("", text, JUNE) is None
        assert areas().of(text, "", JUNE) is None

    @pytest.mark.parametrize("text", ["Phong Thổ", "Nậm Ban", "Dao San", "35710", "Dào"])
    def test_another_name_is_a_problem(self, text: str) -> None:
        assert areas().of("", text, JUNE) == AreaProblem(text)
        assert not areas().knows(text)

    def test_a_code_beside_the_name_of_another_is_a_problem(self) -> None:
        assert areas().of("3562", "Sì Lở Lầu", JUNE) == AreaProblem("3562", conflict="Sì Lở Lầu")
        assert areas().of("03562", "Vàng Ma Chải", JUNE) == "03562"
        assert areas().of("109", "Dào San", JUNE) == AreaProblem("109", conflict="Dào San")

    def test_a_code_means_what_it_meant_in_the_period(self) -> None:
        eras = Areas(
            (
                Area("03562", LocalText(vi="Xã Vàng Ma Chải"), FILE, valid_to=_day("2025-06-30")),
                Area("03562", LocalText(vi="Xã Sì Lở Lầu"), FILE, valid_from=_day("2025-07-01")),
                Area("03550", LocalText(vi="Xã Sì Lở Lầu"), FILE, valid_to=_day("2025-06-30")),
            )
        )
        names = AreaNames(the_catalogue().place, eras)
        assert names.of("", "Xã Sì Lở Lầu", JUNE) == "03550"
        assert names.of("", "Xã Sì Lở Lầu", Period.parse("2025-07")) == "03562"
        assert names.of("03562", "Xã Sì Lở Lầu", JUNE) == AreaProblem("03562", conflict="Xã Sì Lở Lầu")
        assert names.knows("Xã Sì Lở Lầu")

    def test_without_a_list_of_areas_a_code_is_taken_as_it_is(self) -> None:
        names = AreaNames(the_catalogue().place, Areas())
        assert names.of("03571", "", JUNE) == "03571"
        assert names.of("", "Dào San", JUNE) == AreaProblem("Dào San")

    @pytest.mark.parametrize(
        ("line", "named"),
        [
            ("UBND XÃ DÀO SAN", ("Xã Dào San",)),
            ("UBND HUYỆN PHONG THỔ", ("huyện Phong Thổ",)),
            ("UBND THỊ TRẤN PHONG THỔ, HUYỆN PHONG THỔ", ("Thị trấn Phong Thổ", "huyện Phong Thổ")),
            ("Kết quả của Bản Lang và Xã Dào San", ("Bản Lang", "Xã Dào San")),
            ("Dào Sanh", ()),
        ],
    )
    def test_areas_are_found_in_a_line_by_their_longest_name(self, line: str, named: tuple[str, ...]) -> None:
        assert areas().named_in(line) == named

    @pytest.mark.parametrize(
        ("text", "resembles"),
        [("Dao San", True), ("Dao San T6", True), ("Phong Thổ", True), ("B1", False), ("Bản làng", False)],
    )
    def test_what_is_nearly_a_name_is_noticed(self, text: str, *, resembles: bool) -> None:
        assert areas().resembles_one(text) is resembles


class TestUnitsAndStatuses:
    """A unit converts within its family; a status is one of three."""

    @pytest.mark.parametrize("text", ["tỷ đồng", "tr.đ", "triệu", "Lượt khách", "tiêu chí/xã", "%", "m2"])
    def test_a_unit_is_known(self, text: str) -> None:
        assert UnitNames(the_catalogue()).knows(text)

    @pytest.mark.parametrize("text", ["", "ước", "tháng", "Phòng TCKH", "Triệu đồng, %"])
    def test_other_words_are_none(self, text: str) -> None:
        assert not UnitNames(the_catalogue()).knows(text)

    @pytest.mark.parametrize(
        ("text", "status"),
        [
            ("", "final"), ("Chính thức", "final"), ("SỐ CHÍNH THỨC", "final"), ("Thực hiện", "final"), ("Ước",
            "estimate"),
            ("số ước", "estimate"), ("Ước TH", "estimate"), ("Sơ bộ", "preliminary"), ("Số sơ bộ", "preliminary"),
            ("so bo", "preliminary"), ("-", "final"),
        ],
    )  # fmt: skip
    def test_a_status_is_read(self, text: str, status: str) -> None:
        assert StatusNames()[text] is ObservationStatus(status)

    def test_another_status_is_none(self) -> None:
        assert StatusNames()["gần đúng"] is None


def _day(text: str) -> date:
    return date.fromisoformat(text)

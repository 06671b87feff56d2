"""Names of indicators and owners against one another (docs/findings.md, KPI229, KPI230, KPI232)."""

import pytest

from builders import a_catalogue, an_indicator
from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.model.catalogue import Indicator, LocalText
from phongtho_kpi.model.finding import Origin

FILE = "targets/2024.yaml"


def said(*indicators: Indicator) -> list[tuple[str, int | None, dict[str, object]]]:
    """The findings: name, line, params."""
    found = check_catalogue(a_catalogue(*indicators), None)
    return [(finding.kind.name, finding.origin.line, dict(finding.params)) for finding in found]


def called(identity: str, vi: str, line: int = 1, en: str | None = None, *aliases: str, **rest: object) -> Indicator:
    """An indicator on a line of the file, with these names."""
    name = LocalText(vi=vi) if en is None else LocalText(vi=vi, en=en)
    return an_indicator(id=identity, name=name, aliases=aliases, origin=Origin(FILE, line=line), **rest)


class TestNamesTellApart:
    def test_a_name_as_offices_may_spell_it_means_one_indicator(self) -> None:
        one = called("a", "Thôn có nhà văn hóa", 8, lines={"name.vi": 9})
        other = called("b", "Nhà văn hoá", 15, None, "THÔN CÓ NHÀ-VĂN  HOÁ", lines={"aliases.0": 19})
        params = {"id": "b", "other": "a", "other_line": 9, "text": "THÔN CÓ NHÀ-VĂN  HOÁ"}
        assert said(one, other) == [("shared-name", 19, params)]

    def test_nor_is_it_the_id_of_another(self) -> None:
        one, other = called("tea_new", "Chè trồng mới", 8), called("b", "Chè", 15, "Tea new")
        assert said(one, other) == [
            ("shared-name", 15, {"id": "b", "other": "tea_new", "other_line": 8, "text": "Tea new"})
        ]

    def test_an_indicator_may_call_itself_what_it_likes(self) -> None:
        assert said(called("tea", "Chè", 1, "Tea", "Chè", "chè", "Che")) == []

    def test_of_two_that_share_several_names_one_is_said(self) -> None:
        found = said(called("a", "Chè", 1, "Tea", "Trà"), called("b", "Chè", 2, "Tea", "Trà"))
        assert [(name, params["text"]) for name, _, params in found] == [("shared-name", "Chè")]

    def test_a_name_of_punctuation_alone_is_found_by_nobody(self) -> None:
        assert said(called("a", "-"), called("b", "%")) == []

    def test_an_id_twice_is_a_finding_of_its_own(self) -> None:
        assert [name for name, _, _ in said(called("a", "Chè"), called("a", "Chè"))] == ["duplicate-id"]

    def test_a_line_that_is_not_known_is_not_named(self) -> None:
        one, other = (an_indicator(id=one, name=LocalText(vi="Chè"), origin=Origin(FILE)) for one in "ab")
        assert said(one, other) == [("shared-name", None, {"id": "b", "other": "a", "other_line": "", "text": "Chè"})]


class TestSimilarNames:
    def test_a_slip_of_the_pen_is_doubtful(self) -> None:
        one = called("a", "Diện tích chè trồng mới", 8)
        other = called("b", "Chè", 15, None, "Diện tích chè trông mới", lines={"aliases": 18})
        texts = {"text": "Diện tích chè trông mới", "other_text": "Diện tích chè trồng mới"}
        assert said(one, other) == [("similar-names", 18, {"id": "b", "other": "a", "other_line": 8, **texts})]

    def test_names_that_are_the_same_are_not_similar_too(self) -> None:
        found = said(called("a", "Chè trồng mới", 1, "New tea"), called("b", "Chè trông mới", 2, "New tea"))
        assert [name for name, _, _ in found] == ["shared-name"]

    def test_of_two_with_several_similar_names_one_is_said(self) -> None:
        found = said(called("a", "Chè trồng mới", 1, "Planted tea"), called("b", "Chè trông mới", 2, "Plantet tea"))
        assert [(name, params["text"]) for name, _, params in found] == [("similar-names", "Chè trông mới")]

    def test_an_indicator_may_be_called_alike(self) -> None:
        assert said(called("a", "Chè trồng mới", 1, None, "Chè trông mới")) == []

    def test_ids_are_no_names_that_somebody_mistypes(self) -> None:
        assert said(called("planted_tea", "Chè"), called("plantet_tea", "Ngô")) == []


class TestOwners:
    def test_an_office_is_written_one_way_and_the_rarer_one_is_said(self) -> None:
        owners = ["Phòng Nông ngiệp", "Phòng Nông nghiệp", "Phòng nông nghiệp", "Phòng Nông nghiệp"]
        indicators = [
            called(f"i{number}", f"Số {'abcd'[number]}", 10 * number, owner=owner, lines={"owner": 10 * number + 5})
            for number, owner in enumerate(owners)
        ]
        usual = {"other": "Phòng Nông nghiệp", "other_line": 15}
        assert said(*indicators) == [
            ("owner-written-two-ways", 5, {"text": "Phòng Nông ngiệp", **usual}),
            ("owner-written-two-ways", 25, {"text": "Phòng nông nghiệp", **usual}),
        ]

    def test_of_two_that_are_as_rare_the_later(self) -> None:
        one, other = called("a", "Số a", 5, owner="Công an huyện"), called("b", "Số b", 9, owner="Công an huyên")
        assert said(one, other) == [
            ("owner-written-two-ways", 9, {"text": "Công an huyên", "other": "Công an huyện", "other_line": 5})
        ]

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Trường số 1", "Trường số 2"), ("Phòng Y tế", "Phòng Nội vụ"), ("Đội II", "Đội III"), ("Tổ A", "Tổ B")],
    )
    def test_different_offices_are_different(self, one: str, other: str) -> None:
        assert said(called("a", "Số a", owner=one), called("b", "Số b", owner=other), called("c", "Số c")) == []

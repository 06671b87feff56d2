"""The areas against themselves, and the catalogue against them (rules §7)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builders import a_catalogue, an_indicator
from phongtho_kpi.check.areas import check_areas
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import AreaTarget, ByArea, Catalogue, Combine, LocalText, Place
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.read.areas_file import read_areas
from phongtho_kpi.read.catalogue_file import read_catalogue
from phongtho_kpi.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
FILE = "targets/areas.yaml"
OLD_END, NEW_START = date(2025, 6, 30), date(2025, 7, 1)


def an_area(code: str, name: str, line: int | None = 1, **rest: Any) -> Area:
    """An area of the district, on a line of the file."""
    return Area(code, LocalText(vi=name), Origin(FILE, line=line), **({"parent": "109"} | rest))


def said(
    *areas: Area, catalogue: Catalogue | None = None, left_out: frozenset[str] = frozenset()
) -> list[tuple[str, int | None, dict[str, object]]]:
    """The findings: name, line, params."""
    found = check_areas(Areas(areas), catalogue or a_catalogue(), left_out)
    return [(finding.kind.name, finding.origin.line, dict(finding.params)) for finding in found]


def test_areas_that_are_right_have_no_findings() -> None:
    assert said() == []
    assert said(an_area("03571", "Xã Dào San"), an_area("03549", "Thị trấn Phong Thổ", 2, aliases=("Thị trấn",))) == []


class TestTimes:
    def test_an_area_does_not_end_before_it_begins(self) -> None:
        area = an_area("1", "Xã A", valid_from=NEW_START, valid_to=OLD_END, lines={"valid_to": 7})
        assert said(area) == [
            ("area-ends-before-it-begins", 7, {"area": "1", "text": "2025-06-30", "starts": "2025-07-01"})
        ]

    def test_a_single_day_is_enough(self) -> None:
        assert said(an_area("1", "Xã A", valid_from=OLD_END, valid_to=OLD_END)) == []


class TestCodes:
    def test_a_code_means_one_area_at_a_time(self) -> None:
        first = an_area("1", "Xã A", 3, valid_to=NEW_START, lines={"code": 4})
        second = an_area("1", "Xã B", 9, valid_from=NEW_START, lines={"code": 10})
        assert said(first, second) == [("duplicate-area", 10, {"area": "1", "first_line": 4})]
        assert said(second, first) == [("duplicate-area", 10, {"area": "1", "first_line": 4})]

    def test_at_two_times_it_may_mean_two(self) -> None:
        first = an_area("03562", "Xã Vàng Ma Chải", valid_to=OLD_END)
        assert said(first, an_area("03562", "Xã Sì Lở Lầu", 2, valid_from=NEW_START)) == []

    def test_one_that_outlasts_those_after_it_is_found_against_all_of_them(self) -> None:
        times = [(None, None), (date(2020, 1, 1), date(2020, 12, 31)), (date(2022, 1, 1), date(2022, 12, 31))]
        areas = [an_area("1", "Xã A", line, valid_from=a, valid_to=b) for line, (a, b) in enumerate(times, start=1)]
        assert [(name, line, params["first_line"]) for name, line, params in said(*areas)] == [
            ("duplicate-area", 2, 1),
            ("duplicate-area", 3, 1),
        ]

    def test_one_that_is_never_valid_is_in_nobody_s_way(self) -> None:
        never = an_area("1", "Xã A", 2, valid_from=NEW_START, valid_to=OLD_END)
        assert [name for name, _, _ in said(an_area("1", "Xã A"), never)] == ["area-ends-before-it-begins"]

    def test_without_lines_it_is_still_found(self) -> None:
        assert said(an_area("1", "Xã A", None), an_area("1", "Xã A", None)) == [
            ("duplicate-area", None, {"area": "1", "first_line": 0})
        ]


class TestNames:
    def test_a_name_means_one_area_at_a_time(self) -> None:
        first = an_area("1", "Xã Tân Phong", 3, lines={"name.vi": 4})
        second = an_area("2", "Xã Tân Lập", 9, aliases=("Tân Lập", "XÃ  TÂN-PHONG"), lines={"aliases.1": 12})
        told = {"text": "XÃ  TÂN-PHONG", "area": "2", "other": "1", "other_origin": "targets/areas.yaml:4"}
        assert said(first, second) == said(second, first) == [("shared-area-name", 12, told)]

    def test_composition_and_the_place_of_the_tone_mark_make_no_other_name(self) -> None:
        found = said(an_area("1", "Xã Hoá"), an_area("2", "Xã Ho\u0301a", 2), an_area("3", "Xã Hoa", 3))
        assert [(name, line) for name, line, _ in found] == [("shared-area-name", 2)]

    def test_of_two_areas_that_share_several_one_is_said(self) -> None:
        found = said(*(an_area(code, "Xã A", line, aliases=("A",)) for line, code in enumerate("12", start=1)))
        assert [(name, line, params["text"]) for name, line, params in found] == [("shared-area-name", 2, "Xã A")]

    def test_an_area_may_say_its_own_name_twice(self) -> None:
        assert said(an_area("1", "Xã A", aliases=("xã a", "Xã A"))) == []

    def test_at_two_times_two_areas_may_have_it(self) -> None:
        first = an_area("03592", "Xã Sin Suối Hồ", valid_to=OLD_END)
        assert said(first, an_area("03394", "Xã Sin Suối Hồ", 2, valid_from=NEW_START)) == []

    def test_the_whole_place_is_no_area_s_name(self) -> None:
        catalogue = a_catalogue(lines={"place": 3})
        area = an_area("03549", "Thị trấn", 5, aliases=("Huyện Phong Thổ",), lines={"aliases.0": 6})
        told = {"text": "Huyện Phong Thổ", "area": "03549", "other": "109", "other_origin": "targets/2024.yaml:3"}
        assert said(area, catalogue=catalogue) == [("shared-area-name", 6, told)]

    def test_but_the_place_may_be_one_of_the_areas(self) -> None:
        assert said(an_area("109", "Huyện Phong Thổ", parent=None)) == []

    def test_and_another_may_have_its_name_in_another_year(self) -> None:
        assert said(an_area("03549", "Huyện Phong Thổ", valid_from=NEW_START)) == []


class TestSuccessors:
    def test_one_may_be_the_same_code_at_a_later_time(self) -> None:
        areas = (
            an_area("03562", "Xã Vàng Ma Chải", valid_to=OLD_END, successor="03562"),
            an_area("03550", "Xã Sì Lở Lầu", 2, valid_to=OLD_END, successor="03562"),
            an_area("03562", "Xã Sì Lở Lầu", 3, valid_from=NEW_START),
        )
        assert said(*areas) == said(*reversed(areas)) == []

    @pytest.mark.parametrize(("successor", "nearest"), [("3571", "03571"), ("03575", ""), ("03562", ""), ("03550", "")])
    def test_it_is_one_that_is_still_there(self, successor: str, nearest: str) -> None:
        areas = (
            an_area("03562", "Xã Vàng Ma Chải", 2, valid_to=OLD_END, successor=successor, lines={"successor": 5}),
            an_area("03550", "Xã Sì Lở Lầu", 6, valid_to=date(2024, 12, 31)),
            an_area("03571", "Xã Dào San", 9),
        )
        told = {"area": "03562", "text": successor, "nearest": nearest}
        assert said(*areas) == [("unknown-successor", 5, told)]

    def test_one_that_was_left_out_for_errors_of_its_own_is_known(self) -> None:
        area = an_area("03562", "Xã Vàng Ma Chải", valid_to=OLD_END, successor="03575")
        assert said(area, left_out=frozenset({"03575"})) == []


class TestParents:
    def test_it_is_the_place_or_an_area(self) -> None:
        commune = an_area("03571", "Xã Dào San", parent="109")
        assert said(commune, an_area("v-1", "Bản A", 2, parent="03571")) == []
        assert said(an_area("03571", "Xã Dào San", parent=None)) == []

    def test_or_a_unit_that_is_listed_nowhere_and_has_several_parts(self) -> None:
        assert said(an_area("03571", "Xã Dào San", parent="12"), an_area("03549", "Xã Phong Thổ", 2, parent="12")) == []

    @pytest.mark.parametrize(("parent", "nearest"), [("190", ""), ("0109", "109"), ("3549", "03549"), ("03571", "")])
    def test_the_odd_one_out_is_a_warning(self, parent: str, nearest: str) -> None:
        area = an_area("03571", "Xã Dào San", 2, parent=parent, lines={"parent": 4})
        told = {"area": "03571", "text": parent, "nearest": nearest}
        assert said(area, an_area("03549", "Xã Phong Thổ", 5)) == [("unknown-parent", 4, told)]

    def test_one_that_was_left_out_for_errors_of_its_own_is_known(self) -> None:
        assert said(an_area("03571", "Xã Dào San", parent="190"), left_out=frozenset({"190"})) == []


class TestWhatIndicatorsSayOfAreas:
    OLD = an_area("03490", "Xã Huổi Luông", valid_to=OLD_END, successor="03549")
    NEW = an_area("03549", "Xã Phong Thổ", 2, valid_from=date(2023, 7, 1))

    @staticmethod
    def catalogue(*codes: str, **targets: int) -> Catalogue:
        wanted = tuple(AreaTarget(code.removeprefix("x"), Decimal(value)) for code, value in targets.items())
        by_area = ByArea(Combine.SUM, codes) if codes else ByArea(Combine.SUM)
        lines = {"by_area": 20, "by_area.areas.1": 22, "area_targets.03999": 31}
        return a_catalogue(an_indicator(by_area=by_area, area_targets=wanted, lines=lines), an_indicator(id="y"))

    def test_they_name_areas_that_are_valid_in_the_year(self) -> None:
        catalogue = self.catalogue("03490", "03549", x03490=12)
        assert said(self.OLD, self.NEW, catalogue=catalogue) == []
        assert said(self.OLD, self.NEW, catalogue=self.catalogue()) == []

    def test_or_the_code_is_named_with_the_one_that_lacks_no_zero(self) -> None:
        told = {"id": "x", "text": "3549", "year": 2024, "nearest": "03549", "key": "by_area.areas"}
        assert said(self.OLD, self.NEW, catalogue=self.catalogue("03490", "3549")) == [("area-not-in-year", 22, told)]

    def test_or_with_the_one_that_took_its_place(self) -> None:
        gone = an_area("03490", "Xã Huổi Luông", valid_to=date(2023, 6, 30), successor="03549")
        told = {"id": "x", "text": "03490", "year": 2024, "nearest": "03549", "key": "by_area.areas"}
        assert said(gone, self.NEW, catalogue=self.catalogue("03490")) == [("area-not-in-year", 1, told)]

    def test_or_alone(self) -> None:
        told = {"id": "x", "text": "03999", "year": 2024, "nearest": "", "key": "area_targets"}
        assert said(self.OLD, self.NEW, catalogue=self.catalogue(x03999=5)) == [("area-not-in-year", 31, told)]

    def test_without_a_list_of_areas_none_can_be_named(self) -> None:
        assert [name for name, _, _ in said(catalogue=self.catalogue("03490"))] == ["area-not-in-year"]

    def test_one_that_was_left_out_for_errors_of_its_own_is_not_called_unknown(self) -> None:
        assert said(catalogue=self.catalogue("03490"), left_out=frozenset({"03490"})) == []


@pytest.mark.parametrize("place", [Place("109", LocalText(vi="huyện Phong Thổ")), Place("12", LocalText(vi="tỉnh"))])
def test_the_areas_of_the_repository_are_right(place: Place) -> None:
    workspace = Workspace(REPOSITORY)
    areas = read_areas(workspace.areas_file, FILE).areas
    catalogue = read_catalogue(workspace.catalogue_file(2024), "targets/2024.yaml").catalogue
    assert areas is not None
    assert catalogue is not None
    assert list(check_areas(areas, catalogue)) == []
    assert said(*areas, catalogue=replace(a_catalogue(), place=place)) == []

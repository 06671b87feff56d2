"""The catalogue against itself and against the decision that it quotes (rules §1)."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builders import a_catalogue, a_target, an_indicator
from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.model.catalogue import (
    Bands,
    Catalogue,
    Goal,
    OtherPlan,
    Revision,
    Shape,
    Source,
    Target,
    Trajectory,
)
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.read.catalogue_file import read_catalogue
from phongtho_kpi.read.source_file import read_source
from phongtho_kpi.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
FILE = "targets/2024.yaml"
YEAR_END = Trajectory(Shape.YEAR_END)


def said(catalogue: Catalogue, source_text: str | None = None) -> list[tuple[str, int | None, dict[str, object]]]:
    """The findings: name, line, params."""
    found = check_catalogue(catalogue, source_text)
    return [(finding.kind.name, finding.origin.line, dict(finding.params)) for finding in found]


def revised(starts: str, number: object = 5, **target: str) -> Revision:
    return Revision(date.fromisoformat(starts), "HĐND huyện", "bão", a_target("at_least", number, **target))


def test_a_catalogue_that_is_right_has_no_findings() -> None:
    assert said(a_catalogue(an_indicator(target=a_target("at_least", 5))), "") == []


def test_an_id_names_one_indicator() -> None:
    first = an_indicator(origin=Origin(FILE, line=10), lines={"id": 11})
    second = an_indicator("level", origin=Origin(FILE, line=20), lines={"id": 21})
    assert said(a_catalogue(first, second)) == [("duplicate-id", 21, {"id": "x", "first_line": 11})]


def test_an_id_twice_without_lines_is_still_found() -> None:
    first = an_indicator(origin=Origin(FILE))
    assert said(a_catalogue(first, an_indicator("level", origin=Origin(FILE)))) == [
        ("duplicate-id", None, {"id": "x", "first_line": 0})
    ]


class TestRevisions:
    def test_they_ascend(self) -> None:
        revisions = tuple(revised(day) for day in ("2024-05-01", "2024-05-01", "2024-04-01", "2024-06-01"))
        indicator = an_indicator(revisions=revisions, lines={"revisions": 5, "revisions.1.from": 7, "revisions.2": 8})
        assert said(a_catalogue(indicator)) == [
            ("revisions-not-ascending", 7, {"id": "x", "starts": "2024-05-01"}),
            ("revisions-not-ascending", 8, {"id": "x", "starts": "2024-04-01"}),
        ]


class TestOf:
    @pytest.mark.parametrize(("kind", "of"), [("growth", "flow"), ("growth", "level"), ("reduction", "level")])
    def test_what_is_computed_from_what(self, kind: str, of: str) -> None:
        assert said(a_catalogue(an_indicator(kind, of="base"), an_indicator(of, id="base"))) == []

    @pytest.mark.parametrize(
        ("kind", "of"), [("reduction", "flow"), ("growth", "growth"), ("growth", "task"), ("reduction", "reduction")]
    )
    def test_and_from_what_not(self, kind: str, of: str) -> None:
        indicator = an_indicator(kind, of="base", lines={"of": 9})
        assert said(a_catalogue(indicator, an_indicator(of, id="base"))) == [
            ("of-does-not-fit", 9, {"id": "x", "key": "of", "of": "base"})
        ]

    @pytest.mark.parametrize("kind", ["flow", "level", "task"])
    def test_other_kinds_are_computed_from_nothing(self, kind: str) -> None:
        assert said(a_catalogue(an_indicator(kind, of="base"), an_indicator(id="base"))) == [
            ("of-does-not-fit", 1, {"id": "x", "key": "of", "of": "base"})
        ]

    @pytest.mark.parametrize(("of", "nearest"), [("bse", "base"), ("chickens", "")])
    def test_what_it_names_must_be_there(self, of: str, nearest: str) -> None:
        assert said(a_catalogue(an_indicator("growth", of=of), an_indicator(id="base"))) == [
            ("unknown-of", 1, {"id": "x", "key": "of", "of": of, "nearest": nearest})
        ]

    def test_of_many_slips_the_first_fifty_are_told_what_is_near(self) -> None:
        wrong = [an_indicator("growth", id=f"g{number}", of="bse") for number in range(60)]
        nearest = [params["nearest"] for _, _, params in said(a_catalogue(*wrong, an_indicator(id="base")))]
        assert nearest == ["base"] * 50 + [""] * 10

    @pytest.mark.parametrize("kind", ["growth", "reduction", "flow"])
    def test_none_is_computed_from_itself(self, kind: str) -> None:
        indicator = an_indicator(kind, of="x", lines={"of": 9})
        assert said(a_catalogue(indicator)) == [("circular-of", 9, {"id": "x", "of": "x", "circle": "x → x"})]

    def test_whoever_follows_it_never_comes_back(self) -> None:
        chain = {"tail": "c", "a": "b", "b": "c", "c": "a", "y": "z", "z": "y", "fine": "base"}
        indicators = [an_indicator("growth", id=one, of=of, lines={"of": 9}) for one, of in chain.items()]
        assert said(a_catalogue(*indicators, an_indicator(id="base"))) == [
            ("of-does-not-fit", 9, {"id": "tail", "key": "of", "of": "c"}),
            ("circular-of", 9, {"id": "a", "of": "b", "circle": "a → b → c → a"}),
            ("circular-of", 9, {"id": "y", "of": "z", "circle": "y → z → y"}),
        ]

    def test_a_level_grows_by_no_level_and_not_by_itself(self) -> None:
        assert said(a_catalogue(an_indicator("level", grows_by="x", baseline=1))) == [
            ("unknown-of", 1, {"id": "x", "key": "grows_by", "of": "x", "nearest": ""})
        ]


class TestGrowsBy:
    @staticmethod
    def catalogue(
        target: object, flow_target: object | None = 50, baseline: object | None = "754.2", **rest: Any
    ) -> Catalogue:
        area = an_indicator(
            "level",
            a_target("at_least", target),
            grows_by="new",
            baseline=baseline,
            lines={"grows_by": 12},
            **rest,
        )
        flow = an_indicator("flow", None if flow_target is None else a_target("at_least", flow_target), id="new")
        return a_catalogue(area, flow)

    def test_the_tea_area_adds_up(self) -> None:
        assert said(self.catalogue("804.2")) == []

    def test_one_that_does_not_is_a_warning(self) -> None:
        params = {
            "id": "x",
            "baseline": Decimal("754.2"),
            "flow": "new",
            "target": Decimal("805.2"),
            "flow_target": Decimal(50),
        }
        assert said(self.catalogue("805.2")) == [("grows-by-does-not-add-up", 12, params)]

    def test_so_are_the_targets_in_force_when_the_year_ends(self) -> None:
        lowered = self.catalogue("804.2", revisions=(revised("2024-05-01", number="799.2"),))
        params = {
            "id": "x",
            "baseline": Decimal("754.2"),
            "flow": "new",
            "target": Decimal("799.2"),
            "flow_target": Decimal(50),
        }
        assert said(lowered) == [("grows-by-does-not-add-up", 12, params)]
        flow = an_indicator("flow", a_target("at_least", 50), id="new", revisions=(revised("2024-05-01", number="45"),))
        both = (*lowered.indicators[:1], flow)
        assert said(a_catalogue(*both)) == []

    def test_a_first_decision_that_does_not_add_up_is_said_once(self) -> None:
        wrong = self.catalogue("805.2", revisions=(revised("2024-05-01", number="799.2"),))
        assert [params["target"] for _, _, params in said(wrong)] == [Decimal("805.2")]

    def test_without_the_three_numbers_nothing_is_said(self) -> None:
        assert said(self.catalogue("805.2", baseline=None, trajectory=YEAR_END)) == []
        assert said(self.catalogue("805.2", flow_target=None)) == []
        assert said(a_catalogue(an_indicator("level", grows_by="new", baseline=1), an_indicator(id="new"))) == []

    def test_it_grows_by_a_flow_that_is_there(self) -> None:
        wrong = an_indicator("level", grows_by="new", baseline=1)
        assert said(a_catalogue(wrong)) == [
            ("unknown-of", 1, {"id": "x", "key": "grows_by", "of": "new", "nearest": ""})
        ]
        assert said(a_catalogue(wrong, an_indicator("level", id="new"))) == [
            ("of-does-not-fit", 1, {"id": "x", "key": "grows_by", "of": "new"})
        ]


def test_every_target_is_due_in_the_year() -> None:
    indicator = an_indicator(
        target=a_target("at_least", 5, due="2025-01-31"),
        revisions=(revised("2024-05-01", due="2023-12-31"), revised("2024-06-01")),
        also=(OtherPlan("tỉnh", a_target("at_least", 6, due="2026-12-31")),),
        lines={"target.due": 3, "revisions.0.target": 5, "also": 8},
    )
    assert said(a_catalogue(indicator)) == [
        ("due-outside-year", 3, {"id": "x", "due": "2025-01-31", "year": 2024}),
        ("due-outside-year", 5, {"id": "x", "due": "2023-12-31", "year": 2024}),
        ("due-outside-year", 8, {"id": "x", "due": "2026-12-31", "year": 2024}),
    ]


class TestBands:
    @pytest.mark.parametrize(("on_track", "at_risk"), [("0.93", "0.66"), ("0.9", "0.9"), ("1.2", "0.01"), ("2", "1")])
    def test_in_order(self, on_track: str, at_risk: str) -> None:
        assert said(a_catalogue(bands=Bands(Decimal(on_track), Decimal(at_risk)))) == []

    @pytest.mark.parametrize(
        ("on_track", "at_risk"),
        [("0.66", "0.93"), ("0.9", "0"), ("0.9", "-1"), ("93", "66"), ("2.01", "1"), ("2", "1.01")],
    )
    def test_out_of_order(self, on_track: str, at_risk: str) -> None:
        bands = Bands(Decimal(on_track), Decimal(at_risk))
        params = {"on_track": bands.on_track, "at_risk": bands.at_risk}
        catalogue = a_catalogue(an_indicator(bands=bands, lines={"bands": 30}), bands=bands, lines={"bands": 7})
        assert said(catalogue) == [("bands-out-of-order", 7, params), ("bands-out-of-order", 30, params)]
        assert said(a_catalogue(an_indicator(bands=Bands()), bands=bands)) == [("bands-out-of-order", 1, params)]


class TestQuotes:
    @pytest.mark.parametrize(
        ("target", "quote"),
        [
            (a_target("at_least", "77.208"), "Thu ngân sách đạt 77,208 tỷ đồng"),
            (a_target("at_least", "44.360"), "đạt 44,36%"),
            (a_target("at_least", "6.6", stretch="6.8"), "tăng 6,6-6,8%"),
            (a_target("at_least", "6.6", stretch="7"), "tăng 6,6%"),
            (a_target("within", (61, 62)), "từ 61 đến 62"),
            (a_target("within", (61, 62)), "khoảng 62"),
            (a_target("within", (61, 62)), "khoảng 61"),
            (Target(Goal.DONE, Decimal(1), date(2024, 12, 31)), "hoàn thành quy hoạch"),
            (None, "theo dõi"),
        ],
    )
    def test_they_say_the_target(self, target: Target | None, quote: str) -> None:
        assert said(a_catalogue(an_indicator("level", target, quote=quote, trajectory=YEAR_END))) == []

    @pytest.mark.parametrize(
        ("target", "quote", "quoted"),
        [
            (a_target("at_least", "36.100"), "đạt 36.100 tấn", Decimal(36100)),
            (a_target("within", (61, 62)), "từ 60 đến 63,5", ""),
            (a_target("at_most", 5), "giảm mạnh", ""),
        ],
    )
    def test_or_differ_from_it(self, target: Target, quote: str, quoted: Decimal | str) -> None:
        indicator = an_indicator("level", target, quote=quote, trajectory=YEAR_END, lines={"quote": 57})
        catalogue = a_catalogue(indicator)
        params = {"id": "x", "quoted": quoted, "target": target.value}
        assert said(catalogue) == [("quote-differs-from-target", 57, params)]

    @pytest.mark.parametrize(
        ("kind", "quote", "names"),
        [
            ("growth", "sản lượng giảm 5,6% so với năm 2023", []),
            ("growth", "giảm còn 5,6%", ["quote-differs-from-target"]),
            ("growth", "tăng 5,6%", ["quote-differs-from-target"]),
            ("level", "giảm 5,6%", ["quote-differs-from-target"]),
        ],
    )
    def test_a_fall_is_a_growth_below_zero(self, kind: str, quote: str, names: list[str]) -> None:
        indicator = an_indicator(kind, a_target("at_least", "-5.6"), quote=quote, trajectory=YEAR_END)
        assert [name for name, _, _ in said(a_catalogue(indicator))] == names

    def test_they_stand_in_the_source_but_for_blanks_and_line_breaks(self) -> None:
        source = "1. Thu  ngân sách\n   đạt 77,208\ttỷ đồng; ho\u00e1"
        right = an_indicator(target=a_target("at_least", "77.208"), quote="ngân sách đạt 77,208 tỷ  đồng; hoa\u0301")
        assert said(a_catalogue(right), source) == []

    @pytest.mark.parametrize(
        "quote",
        ["sản lượng đạt 36", "sản lượng đạt 36.", "lượng đạt 36.1", "7.800 triệu", ".800 triệu", "00 triệu", "7.367"],
    )
    def test_nor_do_they_begin_or_end_within_a_number(self, quote: str) -> None:
        source = "sản lượng đạt 36.100 tấn; giá trị 7.367.800 triệu đồng"
        indicator = an_indicator(quote=quote)
        assert [name for name, _, _ in said(a_catalogue(indicator), source)] == ["quote-not-in-source"]

    @pytest.mark.parametrize(
        ("quote", "source"),
        [
            ("đạt 36", "đạt 36.100 tấn, rồi đạt 36"),
            ("đạt 36", "năm 2023 đạt 36, năm 2024"),
            ("đạt 36.", "sản lượng đạt 36. 2. Chè"),
            ("7.367.800 triệu", "giá trị 7.367.800 triệu đồng"),
            ("36.100", "36.100"),
            (", đạt 36", "năm 2023, đạt 36."),
        ],
    )
    def test_a_number_beside_them_is_another(self, quote: str, source: str) -> None:
        assert said(a_catalogue(an_indicator(quote=quote)), source) == []

    @pytest.mark.parametrize(("source", "file"), [(Source("Quyết định", "a.txt"), "a.txt"), (None, "")])
    def test_or_do_not(self, source: Source | None, file: str) -> None:
        wrong = an_indicator(target=a_target("at_least", 5), quote="đạt 5 tấn", lines={"quote": 57})
        catalogue = a_catalogue(wrong, source=source)
        assert said(catalogue, "đạt 6 tấn") == [
            ("quote-not-in-source", 57, {"id": "x", "quote": "đạt 5 tấn", "file": file})
        ]
        assert said(catalogue) == []


def test_the_catalogue_of_2024_says_what_the_decision_says() -> None:
    workspace = Workspace(REPOSITORY)
    catalogue, _, _ = read_catalogue(workspace.catalogue_file(2024), FILE)
    assert catalogue is not None
    text, findings = read_source(workspace, catalogue)
    assert text is not None
    assert findings == ()
    assert said(catalogue, text) == []


def test_a_count_of_whole_things_is_a_share_in_per_cent() -> None:
    wrong = an_indicator("level", unit="xã", of_count=17, lines={"of_count": 5})
    assert said(a_catalogue(wrong)) == [("target-does-not-fit", 5, {"id": "x", "problem": "count-needs-percent"})]
    assert said(a_catalogue(an_indicator("level", unit="%", of_count=17))) == []


def test_only_a_level_grows_by_a_flow() -> None:
    wrong = an_indicator("flow", grows_by="new")
    assert said(a_catalogue(wrong, an_indicator("flow", id="new"))) == [
        ("of-does-not-fit", 1, {"id": "x", "key": "grows_by", "of": "new"})
    ]

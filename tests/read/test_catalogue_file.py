"""`targets/2024.yaml` → catalogue, and everything that is wrong with it at once (rules §1)."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from catalogue_texts import FLOW, HEADER, LEVEL, TASK, a_read_catalogue, a_read_indicator, catalogue_text, read, said
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.model.catalogue import (
    AreaTarget,
    Bands,
    Baseline,
    ByArea,
    Combine,
    Frequency,
    Goal,
    Kind,
    OtherPlan,
    Place,
    Revision,
    Shape,
    Source,
    Target,
    Trajectory,
)
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.catalogue_contract import IndicatorContract
from phongtho_kpi.read.catalogue_file import read_catalogue

YEAR_END = date(2024, 12, 31)
REPOSITORY = Path(__file__).parents[2]
FIRST_LINE = 8  # of the first indicator in `catalogue_text`
SHARES = ", ".join(["0,5"] * 12)


def what_is_wrong(folder: Path, *lines: str) -> list[tuple[str, int | None, dict[str, object]]]:
    """What is said of the one indicator that these lines make; lines are counted from its first."""
    return [
        (name, None if line is None else line - FIRST_LINE + 1, params)
        for name, line, params in said(read(folder, catalogue_text("\n".join(line.rstrip() for line in lines))))
    ]


class TestTheHeader:
    def test_all_of_it_is_read(self, tmp_path: Path) -> None:
        header = """\
schema: 1
year: 2024
lang: en
place: {code: "0109", name: {vi: huyện Phong Thổ, en: Phong Thổ district}}
source: {title: "Phát động thi đua", file: docs/sources/a.txt}
cutoff_day: 14
bands: {on_track: 0.93, at_risk: 0.66, source: "Nghị định"}
"""
        catalogue = a_read_catalogue(tmp_path, FLOW, header=header)
        assert catalogue.year == 2024
        assert catalogue.lang == "en"
        assert catalogue.place == Place("0109", catalogue.place.name)
        assert catalogue.place.name.to("vi") == "huyện Phong Thổ"
        assert catalogue.source == Source("Phát động thi đua", "docs/sources/a.txt")
        assert catalogue.cutoff_day == 14
        assert catalogue.bands == Bands(Decimal("0.93"), Decimal("0.66"), "Nghị định")
        assert catalogue.origin == Origin("targets/2024.yaml", line=1)
        assert (catalogue.lines["bands"], catalogue.lines["source.file"], catalogue.lines["groups"]) == (7, 5, 8)

    @pytest.mark.parametrize("code", ["109", "TCKH", "so-y.te_2", "x" * 32])
    def test_an_organisation_can_have_a_catalogue(self, tmp_path: Path, code: str) -> None:
        assert a_read_catalogue(tmp_path, FLOW, header=HEADER.replace('"109"', code)).place.code == code

    def test_what_is_left_out_has_its_default(self, tmp_path: Path) -> None:
        catalogue = a_read_catalogue(tmp_path, FLOW)
        assert (catalogue.lang, catalogue.source, catalogue.cutoff_day) == ("vi", None, None)
        assert (catalogue.bands.on_track, catalogue.bands.at_risk) == (Decimal("0.95"), Decimal("0.80"))
        assert [(group.id, group.name) for group in catalogue.groups] == [("economy", {"vi": "Kinh tế"})]

    def test_an_empty_file_lacks_everything(self, tmp_path: Path) -> None:
        catalogue = read(tmp_path, "# nothing yet\n")
        assert catalogue.catalogue is None
        assert [params["key"] for _, _, params in said(catalogue)] == ["schema", "year", "place", "groups"]

    @pytest.mark.parametrize(("text", "shown"), [("- a\n- b\n", '["a", "b"]'), ("just words\n", "just words")])
    def test_what_is_no_mapping_is_no_catalogue(self, tmp_path: Path, text: str, shown: str) -> None:
        catalogue = read(tmp_path, text)
        assert catalogue.catalogue is None
        expected = {"key": "$", "text": shown, "expected": "{schema: 1, year: YYYY, …}"}
        assert said(catalogue) == [("invalid-value", None, expected)]

    def test_broken_yaml_ends_the_reading(self, tmp_path: Path) -> None:
        catalogue = read(tmp_path, "a: b: c\n")
        assert catalogue.catalogue is None
        assert said(catalogue) == [("broken-yaml", 1, {"problem": "colon-in-text"})]

    def test_the_year_is_that_of_the_file(self, tmp_path: Path) -> None:
        text = catalogue_text(FLOW)
        assert said(read(tmp_path, text, "2023.yaml")) == [
            ("year-differs-from-file", 2, {"year": 2024, "file_year": 2023})
        ]
        assert said(read(tmp_path, text, "draft.yaml")) == []

    @pytest.mark.parametrize(
        ("line", "replacement", "name", "params"),
        [
            ("schema: 1", "schema: 2", "invalid-value", {"key": "schema", "text": "2", "expected": "1"}),
            ("year: 2024", "year: 24", "invalid-value", {"key": "year", "text": "24", "expected": "YYYY"}),
            (
                "year: 2024",
                "year: 2024\ncutoff_day: 32",
                "invalid-value",
                {"key": "cutoff_day", "text": "32", "expected": "1…31"},
            ),
            (
                "year: 2024",
                "year: 2024\nlang: fr",
                "invalid-value",
                {"key": "lang", "text": "fr", "expected": "vi | en"},
            ),
            ("year: 2024", "year: 2024\ngroup: []", "unknown-key", {"key": "group", "nearest": "groups"}),
            (
                "year: 2024",
                "year: 2024\nbands: 0.9",
                "invalid-value",
                {"key": "bands", "text": "0.9", "expected": "{…}"},
            ),
            ("year: 2024", "year: 2024\nsource: {titel: x}", "unknown-key", {"key": "titel", "nearest": "title"}),
            (
                '"109"',
                "Phong Thổ",
                "invalid-value",
                {"key": "place.code", "text": "Phong Thổ", "expected": "^[A-Za-z0-9._-]{1,32}$"},
            ),
        ],
    )
    def test_what_it_may_not_hold(
        self, tmp_path: Path, line: str, replacement: str, name: str, params: dict[str, object]
    ) -> None:
        catalogue = read(tmp_path, catalogue_text(FLOW).replace(line, replacement))
        assert catalogue.catalogue is None
        assert (name, params) in [(name, params) for name, _, params in said(catalogue)]

    def test_one_that_is_wrong_does_not_hide_what_is_wrong_below(self, tmp_path: Path) -> None:
        text = catalogue_text(FLOW.replace("kind: flow", "kind: flaw")).replace("year: 2024", "year: 24")
        assert [name for name, _, _ in said(read(tmp_path, text))] == ["invalid-value", "invalid-value"]


class TestGroups:
    def test_they_are_a_list_of_mappings(self, tmp_path: Path) -> None:
        expected = "{id: …, name: …, …}"
        assert said(read(tmp_path, HEADER + "groups: economy\n")) == [
            ("invalid-value", 4, {"key": "groups", "text": "economy", "expected": "[…]"})
        ]
        assert said(read(tmp_path, HEADER + "groups:\n  - economy\n")) == [
            ("invalid-value", 5, {"key": "groups", "text": "economy", "expected": expected})
        ]
        group = "groups:\n  - id: a\n    name: {vi: A}\n"
        assert said(read(tmp_path, HEADER + group)) == [("missing-key", 5, {"key": "indicators"})]
        assert said(read(tmp_path, HEADER + group + "    indicators: [b]\n")) == [
            ("invalid-value", 7, {"key": "indicators", "text": "b", "expected": expected})
        ]

    def test_a_bad_head_does_not_hide_its_indicators(self, tmp_path: Path) -> None:
        text = catalogue_text(FLOW + "ownr: x").replace("id: economy", "id: Economy")
        catalogue = read(tmp_path, text)
        assert catalogue.catalogue is not None
        assert catalogue.catalogue.groups == ()
        assert [(name, line) for name, line, _ in said(catalogue)] == [("invalid-value", 5), ("unknown-key", 12)]

    def test_an_id_twice_is_an_error(self, tmp_path: Path) -> None:
        text = HEADER + "groups:\n" + "  - id: a\n    name: {vi: A}\n    indicators: []\n" * 2
        assert said(read(tmp_path, text)) == [("duplicate-id", 8, {"id": "a", "first_line": 5})]


class TestAnIndicator:
    def test_only_four_keys_must_be_there(self, tmp_path: Path) -> None:
        indicator = a_read_indicator(tmp_path, FLOW)
        assert (indicator.id, indicator.group, indicator.unit, indicator.kind) == (
            "revenue",
            "economy",
            "tỷ đồng",
            Kind.FLOW,
        )
        assert indicator.name == {"vi": "Thu ngân sách"}
        assert indicator.origin == Origin("targets/2024.yaml", line=FIRST_LINE)
        assert indicator.target is None
        assert indicator.frequency is Frequency.MONTH
        assert indicator.lag_days == 0
        assert indicator.bands is None

    def test_all_keys_are_read(self, tmp_path: Path) -> None:
        indicator = a_read_indicator(
            tmp_path,
            LEVEL,
            "aliases: [Tỷ lệ che phủ, 'Độ che phủ']",
            "target: {at_least: 44.36, stretch: 45, due: 2024-11-30}",
            "quote: >-",
            "  tỷ lệ che phủ rừng",
            "  đạt 44,36%",
            "frequency: half_year",
            "lag_days: 20",
            "owner: Hạt Kiểm lâm",
            "baseline: {value: 43.10, period: 2023, source: Báo cáo 2023}",
            "trajectory: line",
            "tolerance: 0.5",
            "of_count: 17",
            "grows_by: forest_new",
            "revisions: [{from: 2024-07-01, decided_by: HĐND huyện, why: bão, target: {at_least: 44}}]",
            "also: [{plan: Nghị quyết tỉnh, target: {at_least: 46}}]",
            "bands: {on_track: 0.9}",
            "note: |",
            "  hai dòng",
            "  ghi chú",
        )
        assert indicator.aliases == ("Tỷ lệ che phủ", "Độ che phủ")
        assert indicator.target == Target(Goal.AT_LEAST, Decimal("44.36"), date(2024, 11, 30), stretch=Decimal(45))
        assert indicator.quote == "tỷ lệ che phủ rừng đạt 44,36%"
        assert (indicator.frequency, indicator.lag_days, indicator.owner) == (Frequency.HALF_YEAR, 20, "Hạt Kiểm lâm")
        assert indicator.baseline == Baseline(Decimal("43.10"), Period.parse("2023"), "Báo cáo 2023")
        assert str(indicator.baseline.value if indicator.baseline else "") == "43.10"
        assert indicator.trajectory == Trajectory(Shape.LINE)
        assert (indicator.tolerance, indicator.of_count, indicator.grows_by) == (Decimal("0.5"), 17, "forest_new")
        assert indicator.revisions == (
            Revision(date(2024, 7, 1), "HĐND huyện", "bão", Target(Goal.AT_LEAST, Decimal(44), YEAR_END)),
        )
        assert indicator.also == (OtherPlan("Nghị quyết tỉnh", Target(Goal.AT_LEAST, Decimal(46), YEAR_END)),)
        assert indicator.bands == Bands(Decimal("0.9"), Decimal("0.80"))
        assert indicator.note == "hai dòng\nghi chú"
        assert indicator.origin_of("quote").line == FIRST_LINE + 6
        assert indicator.lines["revisions.0.target.at_least"] == indicator.lines["revisions"]

    @pytest.mark.parametrize(
        ("line", "by_area"),
        [
            ("by_area: {combine: sum}", ByArea(Combine.SUM)),
            ("by_area: {combine: count, areas: ['03549', 03571]}", ByArea(Combine.COUNT, ("03549", "03571"))),
            ("by_area: {combine: none}", ByArea(Combine.NONE)),
        ],
    )
    def test_how_areas_roll_up_is_kept(self, tmp_path: Path, line: str, by_area: ByArea) -> None:
        assert a_read_indicator(tmp_path, FLOW, line).by_area == by_area

    def test_the_targets_of_areas_are_kept(self, tmp_path: Path) -> None:
        indicator = a_read_indicator(tmp_path, LEVEL, "area_targets:", "  '03549': 12.50", "  TT.1: -3")
        assert indicator.area_targets == (AreaTarget("03549", Decimal("12.50")), AreaTarget("TT.1", Decimal(-3)))
        assert str(indicator.area_targets[0].value) == "12.50"
        assert indicator.origin_of("area_targets.TT.1").line == FIRST_LINE + 6

    def test_bands_of_its_own_fall_back_on_the_catalogue(self, tmp_path: Path) -> None:
        header = HEADER + "bands: {on_track: 0.93, at_risk: 0.66}\n"
        (indicator,) = a_read_catalogue(tmp_path, FLOW + "bands: {on_track: 0.9}", header=header).indicators
        assert indicator.bands == Bands(Decimal("0.9"), Decimal("0.66"))

    def test_of_growth_is_an_id(self, tmp_path: Path) -> None:
        assert a_read_indicator(tmp_path, FLOW.replace("flow", "growth"), "of: revenue_base").of == "revenue_base"

    @pytest.mark.parametrize(("kind", "frequency"), [("level", "year"), ("growth", "year"), ("flow", "month")])
    def test_a_flow_is_expected_each_month_and_the_rest_once(self, tmp_path: Path, kind: str, frequency: str) -> None:
        assert a_read_indicator(tmp_path, FLOW.replace("flow", kind)).frequency == frequency

    @pytest.mark.parametrize(
        ("lines", "target"),
        [
            (FLOW + "target: {at_least: 29.50}", Target(Goal.AT_LEAST, Decimal("29.50"), YEAR_END)),
            (
                LEVEL + "target: {at_most: -1, stretch: -2}",
                Target(Goal.AT_MOST, Decimal(-1), YEAR_END, None, Decimal(-2)),
            ),
            (LEVEL + "target: {within: [61, 62]}", Target(Goal.WITHIN, Decimal(61), YEAR_END, Decimal(62))),
            (LEVEL + "target: {within: [61, 61]}", Target(Goal.WITHIN, Decimal(61), YEAR_END, Decimal(61))),
            (TASK + "target: {done: true, due: 2024-06-30}", Target(Goal.DONE, Decimal(1), date(2024, 6, 30))),
        ],
    )
    def test_targets(self, tmp_path: Path, lines: str, target: Target) -> None:
        assert a_read_indicator(tmp_path, lines).target == target

    @pytest.mark.parametrize(
        ("lines", "trajectory"),
        [
            (FLOW + "trajectory: even", Trajectory(Shape.EVEN)),
            (FLOW + "trajectory: year_end", Trajectory(Shape.YEAR_END)),
            (LEVEL + "trajectory: hold", Trajectory(Shape.HOLD)),
            (
                FLOW + "trajectory: {shares: [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2.5]}",
                Trajectory(Shape.SHARES, shares=(Decimal(0), *[Decimal(1)] * 10, Decimal("2.5"))),
            ),
            (
                LEVEL + "trajectory: {points: {2024-Q1: 10, 2024-06: 20.5, 2024-07-15: 21}}",
                Trajectory(
                    Shape.POINTS,
                    points=(
                        (Period.parse("2024-Q1"), Decimal(10)),
                        (Period.parse("2024-06"), Decimal("20.5")),
                        (Period.parse("2024-07-15"), Decimal(21)),
                    ),
                ),
            ),
            (FLOW + "trajectory: {like: 2023}", Trajectory(Shape.LIKE, like=2023)),
            (LEVEL + "target: {within: [1, 2]}\ntrajectory: year_end", Trajectory(Shape.YEAR_END)),
        ],
    )
    def test_trajectories(self, tmp_path: Path, lines: str, trajectory: Trajectory) -> None:
        assert a_read_indicator(tmp_path, lines).trajectory == trajectory


class TestWhatIsWrongWithAnIndicator:
    @pytest.mark.parametrize(
        ("lines", "problem"),
        [
            (FLOW + "target: {due: 2024-06-30}", "no-goal"),
            (FLOW + "target: {at_least: 1, at_most: 2}", "several-goals"),
            (FLOW + "target: {within: [1, 2]}", "within-for-flow"),
            (FLOW + "target: {at_least: -1}", "negative-flow"),
            (FLOW + "target: {at_most: -1}", "negative-flow"),
            (FLOW + "target: {done: true}", "done-for-other-kind"),
            (TASK + "target: {at_least: 1}", "task-needs-done"),
            (LEVEL + "target: {within: [2, 1]}", "range-reversed"),
            (LEVEL + "target: {within: [1, 2], stretch: 3}", "stretch-needs-bound"),
            (TASK + "target: {done: true, stretch: 1}", "stretch-needs-bound"),
            (LEVEL + "target: {at_least: 5, stretch: 4}", "stretch-behind-bound"),
            (LEVEL + "target: {at_most: 5, stretch: 6}", "stretch-behind-bound"),
        ],
    )
    def test_targets_that_do_not_fit(self, tmp_path: Path, lines: str, problem: str) -> None:
        name, line, params = what_is_wrong(tmp_path, lines)[0]
        assert (name, line) == ("target-does-not-fit", 5)
        assert params == {"id": lines.splitlines()[0].removeprefix("id: "), "problem": problem}

    def test_targets_of_revisions_and_other_plans_too(self, tmp_path: Path) -> None:
        found = what_is_wrong(
            tmp_path,
            LEVEL + "revisions:",
            "  - {from: 2024-07-01, decided_by: a, why: b,",
            "     target: {within: [2, 1]}}",
            "also:",
            "  - {plan: p, target: {due: 2024-01-01}}",
        )
        assert found == [
            ("target-does-not-fit", 7, {"id": "cover", "problem": "range-reversed"}),
            ("target-does-not-fit", 9, {"id": "cover", "problem": "no-goal"}),
        ]

    @pytest.mark.parametrize(
        ("lines", "problem"),
        [
            (TASK + "trajectory: year_end", "task-has-none"),
            (FLOW + "trajectory: line", "line-for-flow"),
            (FLOW + "trajectory: hold", "hold-for-flow"),
            (LEVEL + "trajectory: even", "even-for-flow-only"),
            (LEVEL + "trajectory: {like: 2023}", "like-for-flow-only"),
            (FLOW + "trajectory: {like: 2024}", "like-not-earlier"),
            (FLOW + "trajectory: {shares: [1, 2]}", "shares-not-twelve"),
            (FLOW + "trajectory: {shares: [-1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}", "shares-negative"),
            (FLOW + "trajectory: {shares: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}", "shares-sum-zero"),
            (
                FLOW + "trajectory: {shares: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]}\n"
                "also: [{plan: p, target: {at_least: 1, due: 2024-06-30}}]",
                "shares-sum-zero",
            ),
            (FLOW + "trajectory: {points: {2023-12: 1}}", "points-outside-year"),
            (FLOW + "trajectory: {points: {2024-06: 1, 2024-Q2: 2}}", "points-not-ascending"),
            (LEVEL + "trajectory: line\ntarget: {within: [1, 2]}", "within-holds-only"),
        ],
    )
    def test_trajectories_that_do_not_fit(self, tmp_path: Path, lines: str, problem: str) -> None:
        (found,) = what_is_wrong(tmp_path, lines)
        indicator_id = lines.splitlines()[0].removeprefix("id: ")
        assert found == ("trajectory-does-not-fit", 5, {"id": indicator_id, "problem": problem})

    @pytest.mark.parametrize(
        ("line", "name", "params"),
        [
            ("targt: {at_least: 1}", "unknown-key", {"key": "targt", "nearest": "target"}),
            *(
                (line, "not-a-catalogue-number", {"key": key, "text": text, "written": written})
                for line, key, text, written in (
                    ("target: {at_least: 77,208}", "target.at_least", "77,208", "77.208"),
                    ("target: {at_least: 77,208, due: 2024-06-30}", "target.at_least", "77,208", "77.208"),
                    ("target: {at_least: 7,367,800}", "target.at_least", "7,367,800", ""),
                    ("baseline: {value: −754,2}", "baseline.value", "−754,2", "-754.2"),
                    ("tolerance: 0,5", "tolerance", "0,5", "0.5"),
                    ("trajectory: {points: {2024-06: 3,5}}", "trajectory.points.2024-06", "3,5", "3.5"),
                    ("area_targets: {'03549': 12,5, '03571': 4}", "area_targets.03549", "12,5", "12.5"),
                    ("target: {within: [61,5, 62,5]}", "target.within", "61,5, 62,5", ""),
                    ("target: {within: [61,5, 62]}", "target.within", "61, 5, 62", ""),
                    ("target: {within: [61, [5], 62]}", "target.within", "61, …, 62", ""),
                    (f"trajectory: {{shares: [{', '.join(['0,5'] * 12)}]}}", "trajectory.shares", SHARES[:80], ""),
                )
            ),
            (
                "by_area: {combine: none, of all, of none}",
                "unknown-key",
                {"key": "of all", "text": "none, of all, of none", "value": "", "nearest": ""},
            ),
            ("by_area: {of, combine: none}", "unknown-key", {"key": "of", "nearest": ""}),
            ("by_area: {areas: ['03549']}", "missing-key", {"key": "by_area.combine"}),
            ("by_area: {combine: sum, area: ['1']}", "unknown-key", {"key": "area", "nearest": "areas"}),
            (
                "by_area: {combine: average}",
                "invalid-value",
                {"key": "by_area.combine", "text": "average", "expected": "sum | ratio | mean | count | none"},
            ),
            (
                "by_area: sum",
                "invalid-value",
                {
                    "key": "by_area",
                    "text": "sum",
                    "expected": "{combine: sum | ratio | mean | count | none, areas: [CODE, …]}",
                },
            ),
            (
                "by_area: {combine: sum, areas: ['03549', '03571', '03549']}",
                "invalid-value",
                {"key": "by_area.areas", "text": '["03549", "03571", "03549"]', "expected": "[A, B, …], A ≠ B"},
            ),
            (
                "by_area: {combine: sum, areas: []}",
                "invalid-value",
                {"key": "by_area.areas", "text": "[]", "expected": "[A, B, …], A ≠ B"},
            ),
            (
                "by_area: {combine: sum, areas: [Dào San]}",
                "invalid-value",
                {"key": "by_area.areas", "text": "Dào San", "expected": "^[A-Za-z0-9._-]{1,32}$"},
            ),
            (
                "area_targets: {'03549': 12 ha}",
                "not-a-catalogue-number",
                {"key": "area_targets.03549", "text": "12 ha", "written": ""},
            ),
            (
                "area_targets: {Dào San: 12}",
                "invalid-value",
                {"key": "area_targets.Dào San", "text": "Dào San", "expected": "^[A-Za-z0-9._-]{1,32}$"},
            ),
            (
                "area_targets: {}",
                "invalid-value",
                {"key": "area_targets", "text": "{}", "expected": "{CODE: N, …}"},
            ),
            ("area_targets: {'03549': -1}", "target-does-not-fit", {"id": "revenue", "problem": "negative-flow"}),
            ("target: {at_last: 1}", "unknown-key", {"key": "at_last", "nearest": "at_least"}),
            (
                "target: {at_least: 1e5}",
                "not-a-catalogue-number",
                {"key": "target.at_least", "text": "1e5", "written": ""},
            ),
            (
                "target: {at_least: [1]}",
                "not-a-catalogue-number",
                {"key": "target.at_least", "text": '["1"]', "written": ""},
            ),
            (
                "target: {within: [1, x]}",
                "not-a-catalogue-number",
                {"key": "target.within", "text": "x", "written": ""},
            ),
            (
                "target: {within: [1]}",
                "invalid-value",
                {"key": "target.within", "text": '["1"]', "expected": "[LOW, HIGH]"},
            ),
            ("target: {done: yes}", "invalid-value", {"key": "target.done", "text": "yes", "expected": "true"}),
            (
                "target: {at_least: 1, due: 2024-02-30}",
                "invalid-value",
                {"key": "target.due", "text": "2024-02-30", "expected": "YYYY-MM-DD"},
            ),
            (
                "target: 5",
                "invalid-value",
                {
                    "key": "target",
                    "text": "5",
                    "expected": "{at_least: N} | {at_most: N} | {within: [LOW, HIGH]} | {done: true}",
                },
            ),
            (
                "baseline: {value: 7.367.800}",
                "not-a-catalogue-number",
                {"key": "baseline.value", "text": "7.367.800", "written": ""},
            ),
            (
                "baseline: {value: 1, period: 2023-13}",
                "invalid-value",
                {
                    "key": "baseline.period",
                    "text": "2023-13",
                    "expected": "YYYY | YYYY-H1 | YYYY-Q1 | YYYY-MM | YYYY-9M | YYYY-MM-DD",
                },
            ),
            ("baseline: {period: 2023}", "missing-key", {"key": "baseline.value"}),
            ("tolerance: -1", "invalid-value", {"key": "tolerance", "text": "-1", "expected": "≥ 0"}),
            ("lag_days: -1", "invalid-value", {"key": "lag_days", "text": "-1", "expected": "0…3660"}),
            ("of_count: 0", "invalid-value", {"key": "of_count", "text": "0", "expected": "≥ 1"}),
            (
                "frequency: weekly",
                "invalid-value",
                {"key": "frequency", "text": "weekly", "expected": "month | quarter | half_year | year"},
            ),
            ("aliases: Thu", "invalid-value", {"key": "aliases", "text": "Thu", "expected": "[…]"}),
            ("owner:", "invalid-value", {"key": "owner", "text": "", "expected": '"…"'}),
            ("note: [a]", "invalid-value", {"key": "note", "text": '["a"]', "expected": '"…"'}),
            ("of: Thu", "invalid-value", {"key": "of", "text": "Thu", "expected": "^[a-z][a-z0-9_]{0,62}$"}),
            ("revisions: [{from: 2024-01-01, decided_by: a, why: b}]", "missing-key", {"key": "revisions.target"}),
            ("also: [x]", "invalid-value", {"key": "also", "text": "x", "expected": "{…}"}),
            (
                "trajectory: evn",
                "invalid-value",
                {
                    "key": "trajectory",
                    "text": "evn",
                    "expected": "even | line | hold | year_end | {shares: […]} | {points: {…}} | {like: YYYY}",
                },
            ),
            (
                "trajectory: {like: 2023, shares: []}",
                "invalid-value",
                {
                    "key": "trajectory",
                    "text": '{"like": "2023", "shares": []}',
                    "expected": "even | line | hold | year_end | {shares: […]} | {points: {…}} | {like: YYYY}",
                },
            ),
            (
                "trajectory: [1]",
                "invalid-value",
                {
                    "key": "trajectory",
                    "text": '["1"]',
                    "expected": "even | line | hold | year_end | {shares: […]} | {points: {…}} | {like: YYYY}",
                },
            ),
            ("trajectory: {share: [1]}", "unknown-key", {"key": "share", "nearest": "shares"}),
            (
                "trajectory: {points: {2024-06: x}}",
                "not-a-catalogue-number",
                {"key": "trajectory.points.2024-06", "text": "x", "written": ""},
            ),
            (
                "trajectory: {points: {june: 1}}",
                "invalid-value",
                {
                    "key": "trajectory.points.june",
                    "text": "june",
                    "expected": "YYYY | YYYY-H1 | YYYY-Q1 | YYYY-MM | YYYY-9M | YYYY-MM-DD",
                },
            ),
            (
                "trajectory: {points: {}}",
                "invalid-value",
                {"key": "trajectory.points", "text": "{}", "expected": "{YYYY-MM: N, …}"},
            ),
        ],
    )
    def test_keys_and_values(self, tmp_path: Path, line: str, name: str, params: dict[str, object]) -> None:
        assert what_is_wrong(tmp_path, FLOW + line) == [(name, 5, params)]

    @pytest.mark.parametrize(
        ("line", "replacement", "finding"),
        [
            ("id: revenue\n", "", ("missing-key", 1, {"key": "id"})),
            (
                "kind: flow",
                "kind: flaw",
                (
                    "invalid-value",
                    4,
                    {"key": "kind", "text": "flaw", "expected": "flow | level | growth | reduction | task"},
                ),
            ),
            (
                "{vi: Thu ngân sách}",
                "Thu",
                ("invalid-value", 2, {"key": "name", "text": "Thu", "expected": "{vi: …, en: …}"}),
            ),
            (
                "{vi: Thu ngân sách}",
                "{}",
                ("invalid-value", 2, {"key": "name", "text": "{}", "expected": "{vi: …, en: …}"}),
            ),
            (
                "{vi: Thu ngân sách}",
                "{vi: ''}",
                ("invalid-value", 2, {"key": "name.vi", "text": "", "expected": '"…"'}),
            ),
            ("{vi: Thu ngân sách}", "{vn: Thu}", ("unknown-key", 2, {"key": "vn", "nearest": ""})),
            ("{vi: Thu ngân sách}", '{vi: "a\\u202eb"}', ("refused-text", 2, {"key": "name.vi"})),
            ("{vi: Thu ngân sách}", '{vi: "a\\tb"}', ("refused-text", 2, {"key": "name.vi"})),
            ("{vi: Thu ngân sách}", "{vi: " + "a" * 32_768 + "}", ("refused-text", 2, {"key": "name.vi"})),
            (
                "revenue",
                "revenue-1",
                ("invalid-value", 1, {"key": "id", "text": "revenue-1", "expected": "^[a-z][a-z0-9_]{0,62}$"}),
            ),
            (
                "revenue",
                "r" * 64,
                ("invalid-value", 1, {"key": "id", "text": "r" * 64, "expected": "^[a-z][a-z0-9_]{0,62}$"}),
            ),
        ],
    )
    def test_the_four_keys_that_must_be_there(
        self, tmp_path: Path, line: str, replacement: str, finding: tuple[str, int, dict[str, object]]
    ) -> None:
        found = what_is_wrong(tmp_path, FLOW.replace(line, replacement))
        assert finding in found

    def test_a_tab_in_a_note_is_allowed_and_one_in_an_owner_is_not(self, tmp_path: Path) -> None:
        assert what_is_wrong(tmp_path, FLOW + 'note: "a\\tb"\nowner: "a\\tb"') == [
            ("refused-text", 6, {"key": "owner"})
        ]

    def test_an_excerpt_has_eighty_characters_and_none_that_moves_the_screen(self, tmp_path: Path) -> None:
        ((_, _, params),) = what_is_wrong(tmp_path, FLOW + 'frequency: "\\u202e' + "x" * 200 + '"')
        assert params["text"] == "\ufffd" + "x" * 79

    def test_one_bad_indicator_does_not_hide_the_others(self, tmp_path: Path) -> None:
        text = catalogue_text(FLOW + "ownr: x\nlag_days: y", LEVEL + "target: {at_least: x}", TASK)
        catalogue = read(tmp_path, text)
        assert [(name, line) for name, line, _ in said(catalogue)] == [
            ("unknown-key", 12),
            ("invalid-value", 13),
            ("not-a-catalogue-number", 18),
        ]
        assert catalogue.catalogue is not None
        assert [indicator.id for indicator in catalogue.catalogue.indicators] == ["plan"]

    def test_a_repeated_key_comes_with_the_rest(self, tmp_path: Path) -> None:
        found = what_is_wrong(tmp_path, FLOW + "owner: a\nowner: b\nlag_days: y")
        assert [(name, line) for name, line, _ in found] == [("duplicate-key", 6), ("invalid-value", 7)]

    def test_at_most_a_thousand_findings_are_kept(self, tmp_path: Path) -> None:
        text = catalogue_text(FLOW + "\n".join(f"x{number}: 1" for number in range(1_100)))
        assert len(read(tmp_path, text).findings) == 1_000


class TestAmbiguousNumbers:
    def test_a_dot_before_three_digits_is_said_aloud(self, tmp_path: Path) -> None:
        lines = FLOW + "target: {at_least: 36.100}"
        assert what_is_wrong(tmp_path, lines) == [
            ("ambiguous-number", 5, {"text": "36.100", "read_as": Decimal("36.1"), "other": Decimal(36100)})
        ]
        assert read(tmp_path, catalogue_text(lines)).catalogue is not None

    def test_wherever_a_number_stands(self, tmp_path: Path) -> None:
        found = what_is_wrong(
            tmp_path,
            LEVEL + "target: {within: [1.100, 2.200]}",
            "baseline: {value: 3.300, source: 9.900}",
            "tolerance: 4.400",
            "trajectory: {points: {2024-06: 5.500}}",
            "revisions: [{from: 2024-07-01, decided_by: 9.900, why: 9.900, target: {at_least: 6.600}}]",
            "also: [{plan: 9.900, target: {at_least: 7.700}}]",
            "area_targets: {'03549': 8.800}",
        )
        texts = [params["text"] for name, _, params in found if name == "ambiguous-number"]
        assert texts == ["1.100", "2.200", "3.300", "4.400", "5.500", "6.600", "7.700", "8.800"]

    @pytest.mark.parametrize(
        "lines",
        [
            "target: {at_least: 77.208}\nquote: đạt 77,208 tỷ đồng",
            "target: {at_least: 36100}",
            "target: {at_least: 36.1}",
            "target: {at_least: 36.1000}",
            "target: {at_least: 0.930}",
            "target: {at_least: 1234.567}",
        ],
    )
    def test_a_quote_or_another_form_settles_it(self, tmp_path: Path, lines: str) -> None:
        assert what_is_wrong(tmp_path, FLOW + lines) == []

    def test_a_quote_of_another_number_does_not(self, tmp_path: Path) -> None:
        found = what_is_wrong(tmp_path, FLOW + "target: {at_least: 36.100}\nquote: đạt 36.100 tấn")
        assert [name for name, _, _ in found] == ["ambiguous-number"]


NODES = st.recursive(
    st.sampled_from(
        ["", "x", "1", "-1.5", "36.100", "7.367.800", "2024-06", "2024-07-01", "true", "flow", "even", "\u202e"]
    ),
    lambda nodes: (
        st.lists(nodes, max_size=3)
        | st.dictionaries(
            st.sampled_from(["at_least", "within", "due", "shares", "points", "vi", "x"]), nodes, max_size=3
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(list(IndicatorContract.model_fields)), NODES, max_size=6))
def test_whatever_an_indicator_holds_ends_in_a_catalogue_or_findings(
    tmp_path_factory: pytest.TempPathFactory, keys: dict[str, object]
) -> None:
    written = "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items())
    catalogue = read(tmp_path_factory.mktemp("any"), catalogue_text(written or "{}"))
    assert catalogue.catalogue is not None
    assert catalogue.catalogue.indicators or any(finding.is_error for finding in catalogue.findings)


def test_the_catalogue_of_2024_is_valid() -> None:
    catalogue, findings, text = read_catalogue(REPOSITORY / "targets" / "2024.yaml", "targets/2024.yaml")
    assert findings == ()
    assert text is not None
    assert catalogue is not None
    assert catalogue.year == 2024

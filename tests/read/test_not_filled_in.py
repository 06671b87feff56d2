"""`TODO` in a catalogue: one finding each, and nothing else is said of what it is for (docs/findings.md, KPI233)."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from catalogue_texts import FLOW, HEADER, LEVEL, TASK, catalogue_text, read
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import NOT_FILLED_IN
from phongtho_kpi.read.not_filled_in import filled_in
from phongtho_kpi.read.yaml_document import parse_yaml

FIRST_LINE = 8  # of the first indicator in `catalogue_text`


def all_said(folder: Path, text: str) -> tuple[Catalogue | None, list[tuple[str, int | None, object, object]]]:
    """What is read, and all that is said, by the checks too: name, line, id, key."""
    catalogue, findings, _ = read(folder, text)
    checked = () if catalogue is None else tuple(check_catalogue(catalogue, None))
    found = [
        (one.kind.name, one.origin.line, one.params.get("id"), one.params.get("key")) for one in findings + checked
    ]
    return catalogue, found


def of_indicator(folder: Path, lines: str) -> tuple[Catalogue | None, list[tuple[int, str]]]:
    """What is read of one indicator, and which of its lines and keys are said not to be filled in; nothing else is."""
    catalogue, found = all_said(folder, catalogue_text(lines))
    assert {name for name, _, _, _ in found} == {"not-filled-in"}
    return catalogue, [((line or 0) - FIRST_LINE + 1, str(key)) for _, line, _, key in found]


class TestAnIndicator:
    @pytest.mark.parametrize(
        ("lines", "key", "line"),
        [
            (FLOW + "target: TODO\nquote: đạt 50 ha", "target", 5),
            (FLOW + "target: {at_least: TODO}\nquote: đạt 50 ha", "target.at_least", 5),
            (FLOW + "target: {at_least: TODO, stretch: 6, due: 2024-06-30}", "target.at_least", 5),
            (LEVEL + "target: {within: [TODO, 62]}", "target.within", 5),
            (LEVEL + "target: {at_least: 5}\nbaseline: TODO", "baseline", 6),
            (LEVEL + "target: {at_least: 5}\nbaseline:\n  period: 2023\n  value: TODO", "baseline.value", 8),
            (LEVEL + "target: {at_least: 5}\ntrajectory: TODO", "trajectory", 6),
            (LEVEL + "target: {at_least: 5}\ntrajectory: {points: {2024-06: TODO}}", "trajectory.points.2024-06", 6),
            (FLOW + "target: {at_least: 5}\ntrajectory: {shares: [TODO, 1]}", "trajectory.shares", 6),
            (FLOW + "also: [{plan: tỉnh, target: TODO}]", "also.target", 5),
            (FLOW + "revisions: [{from: TODO, decided_by: a, why: b, target: {at_least: 5}}]", "revisions.from", 5),
            (FLOW + "bands: {on_track: 0.6, at_risk: TODO}", "bands.at_risk", 5),
            (FLOW + "by_area: {combine: TODO, areas: ['03549']}", "by_area.combine", 5),
            (FLOW + "by_area: {combine: sum, areas: [TODO]}", "by_area.areas", 5),
            (FLOW + "area_targets: {'03549': TODO}", "area_targets.03549", 5),
            (FLOW + "owner: TODO", "owner", 5),
            (FLOW + "quote: TODO", "quote", 5),
            (FLOW + "aliases: [TODO]", "aliases", 5),
            (TASK + "target: {done: TODO}", "target.done", 5),
        ],
    )
    def test_what_is_not_filled_in_is_left_out_of_it(self, tmp_path: Path, lines: str, key: str, line: int) -> None:
        catalogue, found = of_indicator(tmp_path, lines)
        assert found == [(line, key)]
        assert catalogue is not None
        assert len(catalogue.indicators) == 1

    @pytest.mark.parametrize("key", ["id", "unit", "kind", "name"])
    def test_without_what_must_be_there_it_is_left_out_as_a_whole(self, tmp_path: Path, key: str) -> None:
        lines = [f"{key}: TODO" if line.startswith(f"{key}:") else line for line in LEVEL.splitlines()]
        catalogue, found = of_indicator(tmp_path, "\n".join(lines))
        assert [name for _, name in found] == [key]
        assert catalogue is not None
        assert catalogue.indicators == ()

    def test_a_name_in_one_language_is_one(self, tmp_path: Path) -> None:
        catalogue, found = of_indicator(tmp_path, FLOW.replace("{vi: Thu ngân sách}", "{vi: Thu ngân sách, en: TODO}"))
        assert found == [(2, "name.en")]
        assert catalogue is not None
        assert catalogue.indicators[0].name == {"vi": "Thu ngân sách"}

    def test_texts_that_must_be_there_stay_and_what_is_beside_them_counts(self, tmp_path: Path) -> None:
        lines = """\
            revisions:
              - {from: 2024-05-01, decided_by: TODO, why: TODO, target: {at_least: 5}}
            also: [{plan: TODO, target: {at_least: 6}}]
            """
        catalogue, found = of_indicator(tmp_path, FLOW + "\n".join(line[12:] for line in lines.splitlines()))
        assert found == [(6, "revisions.decided_by"), (6, "revisions.why"), (7, "also.plan")]
        assert catalogue is not None
        assert catalogue.indicators[0].revisions[0].starts == date(2024, 5, 1)
        assert catalogue.indicators[0].also[0].target.value == Decimal(6)

    def test_of_a_list_the_other_entries_stay_with_their_lines(self, tmp_path: Path) -> None:
        lines = [
            "aliases:",
            "  - TODO",
            "  - Thu NSNN",
            "revisions:",
            "  - {from: 2024-05-01, decided_by: a, why: b, target: TODO}",
            "  - {from: 2024-06-01, decided_by: a, why: b, target: {at_least: 5, due: 2024-04-30}}",
            "  - {from: 2024-07-01, decided_by: a, why: b, target: {at_least: x}}",
        ]
        catalogue, found = all_said(tmp_path, catalogue_text(FLOW + "\n".join(lines)))
        assert found == [
            ("not-filled-in", FIRST_LINE + 5, "revenue", "aliases"),
            ("not-filled-in", FIRST_LINE + 8, "revenue", "revisions.target"),
            ("not-a-catalogue-number", FIRST_LINE + 10, None, "revisions.target.at_least"),
        ]
        catalogue, found = all_said(tmp_path, catalogue_text(FLOW + "\n".join(lines[:-1])))
        assert found[2:] == [("revision-after-due", FIRST_LINE + 9, "revenue", None)]
        assert catalogue is not None
        assert catalogue.indicators[0].aliases == ("Thu NSNN",)

    def test_what_an_alias_brings_is_said_where_it_is_used(self, tmp_path: Path) -> None:
        lines = "target: &draft {at_least: TODO, due: 2024-06-30}\nalso: [{plan: tỉnh, target: *draft}]"
        _, found = of_indicator(tmp_path, FLOW + lines)
        assert found == [(5, "target.at_least"), (6, "also.target.at_least")]

    def test_what_names_it_is_not_wrong_for_that(self, tmp_path: Path) -> None:
        level = LEVEL + "target: {at_least: 804.2}\nbaseline: {value: 754.2}\ngrows_by: revenue"
        _, found = all_said(tmp_path, catalogue_text(FLOW + "target: TODO", level))
        assert [(name, key) for name, _, _, key in found] == [("not-filled-in", "target")]


class TestTheRest:
    def test_of_the_header_the_key_alone_is_said(self, tmp_path: Path) -> None:
        header = HEADER.replace("Phong Thổ district", "TODO") + "source: {title: TODO, file: TODO}\ncutoff_day: TODO\n"
        catalogue, found = all_said(tmp_path, catalogue_text(FLOW, header=header))
        assert found == [
            ("not-filled-in", 3, "", "place.name.en"),
            ("not-filled-in", 4, "", "source.title"),
            ("not-filled-in", 4, "", "source.file"),
            ("not-filled-in", 5, "", "cutoff_day"),
        ]
        assert catalogue is not None
        assert catalogue.cutoff_day is None

    @pytest.mark.parametrize("line", ["year: 2024", "schema: 1"])
    def test_without_what_the_header_must_have_there_is_no_catalogue(self, tmp_path: Path, line: str) -> None:
        key = line.partition(":")[0]
        catalogue, found = all_said(tmp_path, catalogue_text(FLOW, header=HEADER.replace(line, f"{key}: TODO")))
        assert catalogue is None
        assert [(name, key) for name, _, _, key in found] == [("not-filled-in", key)]

    def test_of_a_group_its_id_too(self, tmp_path: Path) -> None:
        text = catalogue_text(FLOW).replace("{vi: Kinh tế}", "TODO")
        assert all_said(tmp_path, text)[1] == [("not-filled-in", 6, "economy", "name")]
        text = catalogue_text(FLOW).replace("id: economy", "id: TODO")
        assert all_said(tmp_path, text)[1] == [("not-filled-in", 5, "", "id")]

    @pytest.mark.parametrize("rest", ["groups: TODO\n", "groups: [TODO]\n"])
    def test_a_list_that_must_be_there_is_not_missed_too(self, tmp_path: Path, rest: str) -> None:
        assert [(name, key) for name, _, _, key in all_said(tmp_path, HEADER + rest)[1]] == [
            ("not-filled-in", "groups")
        ]

    @pytest.mark.parametrize("text", ["todo", "TODO: xem lại", "TODO?"])
    def test_only_the_word_alone_is_meant(self, tmp_path: Path, text: str) -> None:
        assert all_said(tmp_path, catalogue_text(FLOW + f"note: '{text}'"))[1] == []

    def test_a_document_that_is_nothing_else_is_no_catalogue(self, tmp_path: Path) -> None:
        assert [name for name, _, _, _ in all_said(tmp_path, "TODO")[1]] == ["invalid-value"]

    def test_what_to_write_is_said_where_it_has_a_form(self, tmp_path: Path) -> None:
        _, findings, _ = read(tmp_path, catalogue_text(FLOW + "target: {at_least: 5, due: TODO}\nnote: TODO"))
        assert [one.params["expected"] for one in findings] == ["YYYY-MM-DD", ""]


_PARTS = st.recursive(
    st.sampled_from(["TODO", "x", "5"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["target", "a", "why", "within"]), inner)
    ),
)


@given(st.dictionaries(st.sampled_from(["groups", "year", "target", "source"]), _PARTS))
def test_whatever_stands_where_each_todo_is_said_and_every_line_stays_known(content: dict[str, object]) -> None:
    text = json.dumps(content)
    document = parse_yaml(text, "a.yaml")
    after, findings, left_out = filled_in(document, "a.yaml")
    assert len(findings) == text.count('"TODO"')
    assert {one.kind for one in findings} <= {NOT_FILLED_IN}
    assert left_out <= after.lines.keys()
    assert filled_in(after, "a.yaml").left_out == frozenset()

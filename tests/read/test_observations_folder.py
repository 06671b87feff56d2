"""`data/` → observations (rules §1; docs/commands.md, *data/*)."""

import os
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from figure_texts import ALL, a_workspace, in_data, said, the_catalogue, told
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.observations_folder import read_observations, recorded_of


def test_a_row_is_a_figure(tmp_path: Path) -> None:
    figures = in_data(
        tmp_path, f"{ALL}\ncover,03549,2024-07,44.40,,,%,estimate,Báo cáo tháng 7,ghi chú\n", "2024/hand.csv"
    )
    assert figures.observations == (
        Observation(
            indicator="cover",
            period=Period.parse("2024-07"),
            value=Decimal("44.40"),
            file="data/2024/hand.csv",
            place=2,
            area="03549",
            status=ObservationStatus.ESTIMATE,
            unit="%",
            recorded=None,
            source="Báo cáo tháng 7",
            note="ghi chú",
        ),
    )
    assert (figures.findings, figures.rows) == ((), 1)
    assert str(figures.observations[0].value) == "44.40"


def test_columns_come_in_any_order_and_few_must_be_there(tmp_path: Path) -> None:
    assert told(in_data(tmp_path, "Value,PERIOD,indicator\n5,2024-01,revenue\n")) == [("revenue", "2024-01", "5")]
    figures = in_data(tmp_path, "denominator,numerator,period,indicator\n17,12,2024,cover\n")
    assert [(one.value, one.numerator, one.denominator) for one in figures.observations] == [(None, 12, 17)]


@pytest.mark.parametrize("area", ["", "109", "Huyện Phong Thổ", "phong thổ district"])
def test_the_place_itself_is_the_whole_place(tmp_path: Path, area: str) -> None:
    (observation,) = in_data(tmp_path, f"indicator,area,period,value\nrevenue,{area},2024-01,5\n").observations
    assert observation.area is None


def test_blank_rows_and_blanks_around_cells_are_nothing(tmp_path: Path) -> None:
    figures = in_data(tmp_path, "indicator,period,value\n\n revenue , 2024-01 , 5 \n,,\n  \nrevenue,2024-02,6\n")
    assert told(figures) == [("revenue", "2024-01", "5"), ("revenue", "2024-02", "6")]
    assert [one.origin.line for one in figures.observations] == [3, 6]
    assert figures.rows == 2


def test_a_line_is_where_its_row_begins(tmp_path: Path) -> None:
    figures = in_data(tmp_path, 'indicator,period,value,note\nrevenue,2024-01,5,"two\nlines"\nrevenue,2024-02,6,\n')
    assert [one.origin.line for one in figures.observations] == [2, 4]
    assert figures.observations[0].note == "two\nlines"


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    in_data(tmp_path, "indicator,period,value\nrevenue,2024-02,6\n", "b.csv")
    figures = in_data(tmp_path, "indicator,period,value\nrevenue,2024-01,5\n", "2023/a.csv")
    assert [str(one.origin) for one in figures.observations] == ["data/2023/a.csv:2", "data/b.csv:2"]
    assert figures.rows == 2


def test_a_workspace_without_figures_has_none(tmp_path: Path) -> None:
    figures = read_observations(a_workspace(tmp_path), the_catalogue(tmp_path), Areas(), 2024)
    assert figures == ((), (), 0)


class TestImports:
    TEXT = "indicator,period,value\nrevenue,2024-01,5\n"
    DIGEST = sha256(TEXT.encode()).hexdigest()[:12]

    def test_an_import_knows_when_it_was_recorded(self, tmp_path: Path) -> None:
        figures = in_data(tmp_path, self.TEXT, f"2024/20240715T093012Z-bao-cao-thang-7-{self.DIGEST}.csv")
        assert figures.findings == ()
        assert [one.recorded for one in figures.observations] == [datetime(2024, 7, 15, 9, 30, 12, tzinfo=UTC)]

    def test_one_that_was_edited_is_a_finding(self, tmp_path: Path) -> None:
        name = f"20240715T093012Z-a-{self.DIGEST}.csv"
        figures = in_data(tmp_path, self.TEXT.replace("5", "6"), name)
        found = sha256(self.TEXT.replace("5", "6").encode()).hexdigest()[:12]
        assert said(figures) == [("edited-import", f"data/{name}", {"expected": self.DIGEST, "found": found})]
        assert told(figures) == [("revenue", "2024-01", "6")]

    @pytest.mark.parametrize(
        "name",
        [
            "hand.csv",
            "20240715T093012Z.csv",
            "20241315T093012Z-a-3fa9c1d2e4f5.csv",
            "20240715T093012Z-a-3fa9c1d2e4f.csv",
            "20240715T093012Z-a-3FA9C1D2E4F5.csv",
        ],
    )
    def test_other_names_are_files_kept_by_hand(self, name: str) -> None:
        assert recorded_of(name) == (None, None)


class TestRowsThatDoNotCount:
    @pytest.mark.parametrize(
        ("row", "name", "params"),
        [
            ("revenu,,2024-01,5,,,,,,", "unknown-indicator", {"indicator": "revenu", "nearest": "revenue"}),
            ("chickens,,2024-01,5,,,,,,", "unknown-indicator", {"indicator": "chickens", "nearest": ""}),
            (",,2024-01,5,,,,,,", "unknown-indicator", {"indicator": "", "nearest": ""}),
            ("revenue,,2024-13,5,,,,,,", "unknown-period", {"text": "2024-13"}),
            ("chickens,,July,5,,,,,,", "unknown-period", {"text": "July"}),
            ("revenue,,2025-01,5,,,,,,", "later-year", {"period": "2025-01", "year": 2024}),
            ("chickens,,2025-01,5,,,,,,", "later-year", {"period": "2025-01", "year": 2024}),
            ('revenue,,2024-01,"5,5",,,,,,', "not-a-number", {"column": "value", "text": "5,5"}),
            ("cover,,2024-01,,x,17,,,,", "not-a-number", {"column": "numerator", "text": "x"}),
            ("cover,,2024-01,,12,1e3,,,,", "not-a-number", {"column": "denominator", "text": "1e3"}),
            ("revenue,,2024-01,5,,,,Final,,", "unknown-status", {"text": "Final"}),
            (
                "revenue,,2024-01,5,,,ha,,,",
                "wrong-unit",
                {"unit": "ha", "indicator": "revenue", "indicator_unit": "tỷ đồng"},
            ),
            ("cover,,2024-01,5,,,‰,,,", "wrong-unit", {"unit": "‰", "indicator": "cover", "indicator_unit": "%"}),
            ("births,,2024-01,,5,10,%,,,", "wrong-unit", {"unit": "%", "indicator": "births", "indicator_unit": "‰"}),
            (
                "debt,,2024-01,,5,10,triệu đồng,,,",
                "wrong-unit",
                {"unit": "triệu đồng", "indicator": "debt", "indicator_unit": "tỷ đồng"},
            ),
            ("revenue,Dào San,2024-01,5,,,,,,", "unknown-area", {"area": "Dào San"}),
            ("revenue,,2024-01,,,,,,,", "no-figure", {}),
            ("cover,,2024-01,,12,,,,,", "no-figure", {}),
            ("cover,,2024-01,,12,0,,,,", "over-zero", {"numerator": Decimal(12), "denominator": Decimal(0)}),
            ("cover,,2024-01,70.6,12,0,,,,", "over-zero", {"numerator": Decimal(12), "denominator": Decimal(0)}),
            ("revenue,,2024-01,,12,17,,,,", "parts-of-a-total", {"indicator": "revenue"}),
            ("revenue,,2024-07-15,5,,,,,,", "day-of-a-total", {"period": "2024-07-15", "kind": "flow"}),
            ("growth,,2024-07-15,5,,,,,,", "day-of-a-total", {"period": "2024-07-15", "kind": "growth"}),
            ("plan,,2024-07,2,,,,,,", "not-done-or-undone", {"value": Decimal(2)}),
            ("plan,,2024-07,,1,2,,,,", "not-done-or-undone", {"value": Decimal("0.5")}),
            ("revenue,,2024-01,5,,,,,,,", "ragged-row", {"cells": 11, "columns": 10}),
            ("revenue,,2024-01,5", "ragged-row", {"cells": 4, "columns": 10}),
            ("revenue,,2024-01,5,,,,,,\x07", "refused-text", {"key": "note"}),
            ("revenue,,2024-01,5,,,,,a\tb,", "refused-text", {"key": "source"}),
            ("rev\u202eenue,,2024-01,5,,,,,,", "refused-text", {"key": "indicator"}),
            ("revenue,,2024-01,5,,,,,," + "x" * 32_768, "refused-text", {"key": "note"}),
        ],
    )
    def test_it_is_left_out_and_the_rest_goes_on(
        self, tmp_path: Path, row: str, name: str, params: dict[str, object]
    ) -> None:
        figures = in_data(tmp_path, f"{ALL}\n{row}\nrevenue,,2024-02,6,,,,,,\n")
        assert said(figures) == [(name, "data/hand.csv:2", params)]
        assert told(figures) == [("revenue", "2024-02", "6")]
        assert figures.rows == 2

    def test_all_that_is_wrong_with_a_row_is_said(self, tmp_path: Path) -> None:
        figures = in_data(tmp_path, f"{ALL}\nrevenue,Dào San,2024-01,x,,,ha,sure,,\n")
        names = [name for name, _, _ in said(figures)]
        assert names == ["not-a-number", "unknown-status", "wrong-unit", "unknown-area"]

    def test_what_another_years_catalogue_knows_is_not_our_matter(self, tmp_path: Path) -> None:
        figures = in_data(tmp_path, "indicator,period,value\nchickens,2023-01,5\nrevenue,2023-01,6\n")
        assert (told(figures), figures.findings, figures.rows) == ([("revenue", "2023-01", "6")], (), 2)


class TestNumbers:
    @pytest.mark.parametrize(
        ("indicator", "value", "unit", "converted"),
        [
            ("revenue", "77208", "triệu đồng", "77.208"),
            ("revenue", "77208000", "nghìn đồng", "77.208"),
            ("revenue", "77.208", "tỷ đồng", "77.208"),
            ("revenue", "77.208", "", "77.208"),
            ("cover", "44.36", "%", "44.36"),
            (
                "revenue",
                "12345678901234567890123456789012345678",
                "triệu đồng",
                "12345678901234567890123456789012345.678",
            ),
        ],
    )
    def test_a_value_is_converted_exactly(
        self, tmp_path: Path, indicator: str, value: str, unit: str, converted: str
    ) -> None:
        (one,) = in_data(tmp_path, f"indicator,period,value,unit\n{indicator},2024-01,{value},{unit}\n").observations
        assert (one.value, one.unit) == (Decimal(converted), unit or None)

    @pytest.mark.parametrize("value", ["70.6", "70.5", "71", "70", "70.588", "70.59", "70.58", ""])
    def test_a_value_may_be_its_quotient_rounded_or_cut(self, tmp_path: Path, value: str) -> None:
        figures = in_data(tmp_path, f"indicator,period,value,numerator,denominator\ncover,2024,{value},12,17\n")
        assert (len(figures.observations), figures.findings) == (1, ())

    @pytest.mark.parametrize("value", ["70.7", "70.4", "72", "12"])
    def test_one_that_is_not_is_a_warning_and_counts(self, tmp_path: Path, value: str) -> None:
        figures = in_data(tmp_path, f"indicator,period,value,numerator,denominator\ncover,2024,{value},12,17\n")
        ((name, _, params),) = said(figures)
        assert (name, params["value"], len(figures.observations)) == (
            "value-differs-from-parts",
            Decimal(value),
            1,
        )
        assert params["quotient"] in (Decimal("70.6"), Decimal("70.59"))  # one place more than the value has

    def test_per_mille_are_of_a_thousand(self, tmp_path: Path) -> None:
        figures = in_data(tmp_path, "indicator,period,value,numerator,denominator\nbirths,2024,12.5,1,80\n")
        assert figures.findings == ()

    def test_a_negative_quotient_is_cut_towards_zero(self, tmp_path: Path) -> None:
        figures = in_data(tmp_path, "indicator,period,value,numerator,denominator\nbirths,2024,-66,-2,30\n")
        assert figures.findings == ()

    def test_half_a_quotient_beside_a_value_is_none(self, tmp_path: Path) -> None:
        (one,) = in_data(tmp_path, "indicator,period,value,numerator\ncover,2024,70.6,12\n").observations
        assert (one.value, one.numerator, one.denominator) == (Decimal("70.6"), None, None)

    def test_parts_in_the_indicators_own_unit_are_right(self, tmp_path: Path) -> None:
        figures = in_data(tmp_path, "indicator,period,numerator,denominator,unit\ncover,2024,12,17,%\n")
        assert (len(figures.observations), figures.findings) == (1, ())

    @pytest.mark.parametrize("value", ["0", "1", "1.0"])
    def test_a_task_is_done_or_not(self, tmp_path: Path, value: str) -> None:
        assert in_data(tmp_path, f"indicator,period,value\nplan,2024-06-15,{value}\n").findings == ()


class TestHeadings:
    KNOWN = "indicator, area, period, value, numerator, denominator, unit, status, source, note"

    @pytest.mark.parametrize(
        ("heading", "findings"),
        [
            ("indicator,value", [("missing-column", {"column": "period"})]),
            ("period,value", [("missing-column", {"column": "indicator"})]),
            ("indicator,period,numerator", [("missing-column", {"column": "value"})]),
            ("indicator,period,value,value", [("repeated-column", {"column": "value"})]),
            ("indicator,period,value,target", [("unknown-column", {"column": "target", "known": KNOWN})]),
            ("indicator,period,value,", [("unknown-column", {"column": "", "known": KNOWN})]),
        ],
    )
    def test_a_heading_that_is_not_right_leaves_out_the_file(
        self, tmp_path: Path, heading: str, findings: list[tuple[str, dict[str, object]]]
    ) -> None:
        figures = in_data(tmp_path, f"\n{heading}\nrevenue,2024-01,5,6\n")
        assert said(figures) == [(name, "data/hand.csv:2", params) for name, params in findings]
        assert (figures.observations, figures.rows) == ((), 0)

    def test_an_empty_file_has_no_heading(self, tmp_path: Path) -> None:
        assert said(in_data(tmp_path, "\n")) == [("missing-column", "data/hand.csv:1", {"column": "indicator"})]

    def test_semicolons_are_not_commas(self, tmp_path: Path) -> None:
        names = [name for name, _, _ in said(in_data(tmp_path, "indicator;period;value\nrevenue;2024-01;5\n"))]
        assert names == ["unknown-column"]  # one mistake is one finding


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("text", "line", "problem"),
        [
            ('revenue,2024-01,"5\n', 3, "unclosed-quote"),
            ('revenue,2024-01,"5"6\n', 3, "text-after-quote"),
            ("revenue,2024-01,5\0\n", 3, "nul"),
            ('revenue,2024-01,"' + "x" * 200_000 + '"\n', 3, "cell-too-long"),
            ('revenue,2024-01,"' + "x\n" * 100_000 + '"\n', 3, "cell-too-long"),
            ("revenue,2024-01," + "x," * 600_000 + "\n", 3, "row-too-long"),
        ],
    )
    def test_nothing_of_one_is_read(self, tmp_path: Path, text: str, line: int, problem: str) -> None:
        figures = in_data(tmp_path, "indicator,period,value\nrevenue,2024-02,6\n" + text)
        assert said(figures) == [("broken-csv", f"data/hand.csv:{line}", {"problem": problem})]
        assert figures.observations == ()

    def test_the_others_are(self, tmp_path: Path) -> None:
        in_data(tmp_path, "indicator,period,value\nrevenue,2024-02,6\n", "good.csv")
        figures = in_data(tmp_path, b"\xff\xfe", "bad.csv")
        assert said(figures) == [("not-utf-8", "data/bad.csv:1", {})]
        assert told(figures) == [("revenue", "2024-02", "6")]

    def test_what_is_no_file_is_a_finding(self, tmp_path: Path) -> None:
        workspace = a_workspace(tmp_path)
        (workspace.data / "a.csv").mkdir()
        os.mkfifo(workspace.data / "b.csv")
        figures = read_observations(workspace, the_catalogue(tmp_path), Areas(), 2024)
        assert said(figures) == [
            ("unreadable-file", "data/a.csv", {"reason": "directory"}),
            ("unreadable-file", "data/b.csv", {"reason": "not-a-regular-file"}),
        ]


class TestText:
    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    def test_all_line_ends_and_a_byte_order_mark(self, tmp_path: Path, line_end: str) -> None:
        text = line_end.join(["\ufeffindicator,period,value", "revenue,2024-01,5", ""])
        assert told(in_data(tmp_path, text)) == [("revenue", "2024-01", "5")]

    def test_text_is_composed(self, tmp_path: Path) -> None:
        (one,) = in_data(tmp_path, "indicator,period,value,note\nrevenue,2024,5,hoa\u0301\n").observations
        assert one.note == "ho\u00e1"

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("'=1+1", "=1+1"),
            ("'-x", "-x"),
            ("'@a", "@a"),
            ("''=1", "'=1"),
            ("'quoted'", "'quoted'"),
            ("''", "''"),
            ("=1+1", "=1+1"),
        ],
    )
    def test_what_was_protected_from_spreadsheets_is_itself_again(
        self, tmp_path: Path, written: str, read: str
    ) -> None:
        (one,) = in_data(tmp_path, f"indicator,period,value,note\nrevenue,2024,-5,{written}\n").observations
        assert (one.note, one.value) == (read, -5)

    def test_a_number_was_never_protected(self, tmp_path: Path) -> None:
        figures = in_data(tmp_path, "indicator,period,value\nrevenue,2024,'-5\n")
        assert [name for name, _, _ in said(figures)] == ["not-a-number"]


SIGNS = st.text(st.sampled_from("revenuecover2014-07,.\"'\n\r=\t\0;|\u202eđ%"), max_size=80)


@given(SIGNS | st.text())
def test_any_text_ends_in_figures_or_findings(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    figures = in_data(tmp_path_factory.mktemp("any"), ("indicator,period,value\n" + text).encode("utf-8", "replace"))
    assert figures.findings or len(figures.observations) <= figures.rows


@given(st.binary())
def test_any_bytes_end_in_figures_or_findings(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    in_data(tmp_path_factory.mktemp("any"), content)


def test_thousands_of_rows_in_chunks_keep_their_order_and_their_findings(tmp_path: Path) -> None:
    rows = [f"revenue,2024-01,{'x' if number % 1_000 == 0 else number}" for number in range(2_500)]
    figures = in_data(tmp_path, "indicator,period,value\n" + "\n".join(rows))
    assert figures.rows == 2_500
    assert [str(one.value) for one in figures.observations] == [str(n) for n in range(2_500) if n % 1_000]
    assert [origin for _, origin, _ in said(figures)] == [f"data/hand.csv:{line}" for line in (2, 1_002, 2_002)]

"""`kpi import` and its options: what is kept, what is passed over, what a silent file is told (docs/commands.md)."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from import_workspace import (
    a_csv,
    a_workbook,
    counts,
    data_files,
    files_of,
    findings,
    kept,
    make_workspace,
)

from conftest import Kpi, Ran, assert_golden, write_import

TIDY = ("Chỉ tiêu", "Xã", "Kỳ", "Giá trị")
REVENUE, NEAR_REVENUE = "Thu ngân sách nhà nước trên địa bàn", "Thu ngân sách NN trên địa bàn"
UNHEARD_OF = "Số bưu cục xã"
DOI, RUNG, SUOI = "Xã Đồi Giả", "Xã Rừng Giả", "Xã Suối Giả"
HANDED_BACK = ["▲ Trả lại để sửa: b-rejected.xlsx. Các ô sai đã được tô màu, lý do ghi trong chú thích của ô."]
_STAMP = re.compile(r"[0-9]{8}T[0-9]{6}Z-(?P<slug>[a-z0-9-]+)-[0-9a-f]{12}")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path)


def imported(kpi: Kpi, *arguments: str) -> Ran:
    """What `kpi import` says as a document."""
    return kpi("import", *arguments, "--format", "json")


def import_rows(kpi: Kpi, *rows: Sequence[object], header: Sequence[object] = TIDY, options: Sequence[str] = ()) -> Ran:
    """Import a tidy CSV file of these rows."""
    a_csv(kpi.folder / "a.csv", header, *rows)
    return imported(kpi, "a.csv", *options)


GOOD = (REVENUE, "", "2024-06", 7)
BAD = (REVENUE, "Xã Nào Đó", "2024-06", 7)


class TestPartial:
    def test_without_it_one_rejected_figure_keeps_all_others_out(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, GOOD, BAD)
        assert (ran.code, counts(ran)) == (1, {"rows_read": 2, "added": 1, "rejected": 1})
        assert json.loads(ran.out)["written"] == []
        assert (kept(workspace), json.loads(ran.out)["returned"]) == ([], [])
        text = kpi("import", "a.csv", columns=100)
        assert "✘ 1 số liệu bị từ chối nên chưa ghi gì" in text.out
        assert (text.code, kept(workspace)) == (1, [])

    def test_with_it_the_good_ones_are_kept_and_both_texts_say_so(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, GOOD, BAD, options=["--partial"])
        assert (ran.code, counts(ran)) == (1, {"rows_read": 2, "added": 1, "rejected": 1})
        assert json.loads(ran.out)["written"] == [
            path.relative_to(workspace).as_posix() for path in data_files(workspace)
        ]
        assert kept(workspace) == ["revenue 2024-06 7"]
        assert json.loads(ran.out)["returned"] == ["a-rejected.csv"]
        assert "Xã Nào Đó" in (workspace / "a-rejected.csv").read_text(encoding="utf-8-sig")

        a_csv(workspace / "b.csv", TIDY, (REVENUE, "", "2024-07", 8), BAD)
        text = kpi("import", "b.csv", "--partial", columns=100)
        assert re.search(r"▲ Đã ghi vào data/2024/\S+\.csv\. 1 số liệu bị từ chối, không được ghi\.", text.out)
        assert (text.code, kept(workspace)) == (1, ["revenue 2024-06 7", "revenue 2024-07 8"])

    def test_with_nothing_rejected_it_changes_nothing(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, GOOD)
        plain, partial = (kpi("import", "a.csv", "--dry-run", *options) for options in ([], ["--partial"]))
        assert (plain.code, partial.code, plain.out) == (0, 0, partial.out)

    def test_with_nothing_good_nothing_is_written(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, BAD, options=["--partial"])
        assert (ran.code, json.loads(ran.out)["written"], json.loads(ran.out)["returned"]) == (
            1,
            [],
            ["a-rejected.csv"],
        )
        assert data_files(workspace) == []
        assert "✘" in kpi("import", "a.csv", "--partial", columns=100).out

    def test_the_good_of_two_files_are_one_import(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, GOOD, BAD)
        a_csv(workspace / "b.csv", TIDY, (REVENUE, "", "2024-07", 8), BAD)
        assert imported(kpi, "a.csv", "b.csv", "--partial").code == 1
        assert len(data_files(workspace)) == 1
        assert kept(workspace) == ["revenue 2024-06 7", "revenue 2024-07 8"]

    def test_figures_that_two_files_state_differently_are_both_left_out(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, GOOD)
        a_csv(workspace / "b.csv", TIDY, (REVENUE, "", "2024-06", 8), (REVENUE, "", "2024-07", 9))
        ran = imported(kpi, "a.csv", "b.csv", "--partial")
        assert findings(ran) == [("conflicting-figures", "a.csv:2"), ("conflicting-figures", "b.csv:2")]
        assert kept(workspace) == ["revenue 2024-07 9"]

    def test_a_refused_file_is_refused_all_the_same(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, GOOD)
        a_csv(workspace / "b.csv", TIDY, ("herd", "", "2024-06", "1.105"))
        ran = kpi("import", "a.csv", "b.csv", "--partial")
        assert (ran.code, ran.out) == (2, "")
        assert "KPI506 ambiguous-number" in ran.err
        assert data_files(workspace) == []


class TestSkipUnknown:
    def test_rows_that_no_indicator_s_name_is_near_are_passed_over_and_counted(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, GOOD, (UNHEARD_OF, "", "2024-06", 3), options=["--skip-unknown"])
        assert (ran.code, counts(ran)) == (0, {"rows_read": 2, "added": 1, "skipped": 1})
        assert findings(ran) == []
        assert kept(workspace) == ["revenue 2024-06 7"]

    def test_without_it_they_are_rejected(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, GOOD, (UNHEARD_OF, "", "2024-06", 3))
        assert (ran.code, findings(ran)) == (1, [("unknown-indicator", "a.csv:3")])
        assert kept(workspace) == []

    def test_each_figure_of_such_a_row_counts(self, kpi: Kpi, workspace: Path) -> None:
        header = ("Chỉ tiêu", "Tháng 6", "Tháng 7", "Tháng 8", "Kế hoạch năm")
        row = (UNHEARD_OF, 3, "-", 4, 12)
        ran = import_rows(kpi, row, (REVENUE, 7, "", "", 84), header=header, options=["--skip-unknown"])
        assert counts(ran) == {"rows_read": 3, "added": 1, "skipped": 2}
        assert kept(workspace) == ["revenue 2024-06 7"]

    @pytest.mark.parametrize("near", [NEAR_REVENUE, "Thu ngân sách nhà nước trên địa bàn huyện", "revenu"])
    def test_a_near_miss_is_still_rejected_with_the_name_it_is_near_to(
        self, kpi: Kpi, workspace: Path, near: str
    ) -> None:
        ran = import_rows(kpi, GOOD, (near, "", "2024-07", 3), options=["--skip-unknown"])
        assert (ran.code, counts(ran)["rejected"], findings(ran)) == (1, 1, [("unknown-indicator", "a.csv:3")])
        (finding,) = files_of(ran)[0]["findings"]
        assert re.search(r"gần nhất là: (Thu ngân sách nhà nước trên địa bàn|revenue)\.", finding["message"])
        assert kept(workspace) == []

    def test_an_unknown_area_or_period_is_not_passed_over(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, BAD, (REVENUE, "", "Tháng 13", 7), options=["--skip-unknown"])
        assert [name for name, _ in findings(ran)] == ["unknown-area", "unknown-period"]
        assert kept(workspace) == []

    def test_a_file_of_which_all_is_passed_over_is_no_error(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, (UNHEARD_OF, "", "2024-06", 3), options=["--skip-unknown"])
        assert (ran.code, counts(ran)) == (0, {"rows_read": 1, "skipped": 1})
        assert data_files(workspace) == []


class TestPeriod:
    SILENT = ("Chỉ tiêu", "Thực hiện")

    @pytest.mark.parametrize(
        ("asked", "period"),
        [
            ("2024-06", "2024-06"),
            ("Tháng 6", "2024-06"),
            ("tháng 6/2024", "2024-06"),
            ("06/2024", "2024-06"),
            ("Quý II", "2024-Q2"),
            ("2024-6M", "2024-H1"),
            ("6 tháng", "2024-H1"),
            ("Lũy kế 9 tháng", "2024-9M"),
            ("2023-06", "2023-06"),
        ],
    )
    def test_it_says_what_the_file_does_not(self, kpi: Kpi, workspace: Path, asked: str, period: str) -> None:
        ran = import_rows(kpi, ("tea_new", 7), header=self.SILENT, options=["--period", asked])
        assert ran.code == 0
        assert kept(workspace) == [f"tea_new {period} 7"]

    def test_without_it_such_figures_are_rejected(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, ("tea_new", 7), header=self.SILENT)
        assert (ran.code, [name for name, _ in findings(ran)]) == (1, ["unknown-period"])
        assert kept(workspace) == []

    def test_what_a_row_says_wins(self, kpi: Kpi, workspace: Path) -> None:
        rows = [("tea_new", "", "2024-05", 5), ("tea_new", "", "", 6)]
        assert import_rows(kpi, *rows, options=["--period", "2024-06"]).code == 0
        assert kept(workspace) == ["tea_new 2024-05 5", "tea_new 2024-06 6"]

    def test_what_a_heading_says_wins(self, kpi: Kpi, workspace: Path) -> None:
        header = ("Chỉ tiêu", "Tháng 5", "Thực hiện năm 2023", "Trong tháng", "Lũy kế")
        assert import_rows(kpi, ("tea_new", 5, 23, 6, 30), header=header, options=["--period", "2024-06"]).code == 0
        assert kept(workspace) == ["tea_new 2023 23", "tea_new 2024-05 5", "tea_new 2024-06 6", "tea_new 2024-H1 30"]

    def test_a_heading_without_a_year_is_of_the_year_that_is_asked_for(self, kpi: Kpi, workspace: Path) -> None:
        import_rows(kpi, ("tea_new", 5), header=("Chỉ tiêu", "Tháng 5"), options=["--period", "2023-06"])
        assert kept(workspace) == ["tea_new 2023-05 5"]

    @pytest.mark.parametrize("place", ["title", "sheet"])
    def test_what_a_title_or_a_sheet_s_name_says_wins(self, kpi: Kpi, workspace: Path, place: str) -> None:
        name, title = ("Biểu 1", "BÁO CÁO THÁNG 5 NĂM 2024") if place == "title" else ("Tháng 5", "BÁO CÁO")
        a_workbook(workspace / "a.xlsx", {name: [[title], [], self.SILENT, ["tea_new", 5]]})
        assert imported(kpi, "a.xlsx", "--period", "2024-06").code == 0
        assert kept(workspace) == ["tea_new 2024-05 5"]

    @pytest.mark.parametrize(
        "bad",
        ["", "abc", "Thực hiện", "năm trước", "Tháng 13", "2024-13", "2024-02..05", "24-06", "Tháng 5, tháng 6", "=1"],
    )
    def test_what_is_no_period_is_one_clear_line(self, kpi: Kpi, workspace: Path, bad: str) -> None:
        a_csv(workspace / "a.csv", self.SILENT, ("tea_new", 7))
        ran = kpi("import", "a.csv", "--period", bad)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert f"“{bad}”" in ran.err
        assert not (workspace / "data").exists()

    @pytest.mark.parametrize(
        ("asked", "figure"),
        [
            ("Tháng 6 năm trước", "trained 2023-06 7"),
            ("Ước tháng 6", "trained 2024-06 7 estimate"),
            ("2024-06-15", "trained 2024-06-15 7"),
        ],
    )
    def test_nothing_that_it_says_is_lost(self, kpi: Kpi, workspace: Path, asked: str, figure: str) -> None:
        ran = import_rows(kpi, ("trained", 7), header=self.SILENT, options=["--period", asked])
        assert ran.code == 2 or kept(workspace) == [figure]  # it may be refused, but not taken for something else

    def test_a_year_without_a_catalogue_is_rejected(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, ("tea_new", 7), header=self.SILENT, options=["--period", "2025-06"])
        assert (ran.code, [name for name, _ in findings(ran)]) == (1, ["later-year"])
        assert kept(workspace) == []


class TestArea:
    SILENT = ("Chỉ tiêu", "Tháng 6")

    @pytest.mark.parametrize("asked", ["09002", "9002", DOI, "XÃ ĐỒI GIẢ", "đồi giả"])
    def test_it_says_what_the_file_does_not(self, kpi: Kpi, workspace: Path, asked: str) -> None:
        assert import_rows(kpi, ("herd", 7), header=self.SILENT, options=["--area", asked]).code == 0
        assert kept(workspace) == ["herd@09002 2024-06 7"]

    @pytest.mark.parametrize("whole", ["909", "huyện Giả", "Toàn huyện", "Made-up district"])
    def test_it_may_say_the_whole_place(self, kpi: Kpi, workspace: Path, whole: str) -> None:
        assert import_rows(kpi, ("herd", 7), header=self.SILENT, options=["--area", whole]).code == 0
        assert kept(workspace) == ["herd 2024-06 7"]

    def test_what_a_row_says_wins(self, kpi: Kpi, workspace: Path) -> None:
        rows = [("herd", DOI, "2024-06", 7), ("herd", "Toàn huyện", "2024-06", 9), ("herd", "", "2024-06", 8)]
        assert import_rows(kpi, *rows, options=["--area", "09003"]).code == 0
        assert kept(workspace) == ["herd 2024-06 9", "herd@09002 2024-06 7", "herd@09003 2024-06 8"]

    def test_what_a_heading_says_wins(self, kpi: Kpi, workspace: Path) -> None:
        header = ("Chỉ tiêu", DOI, "Toàn huyện")
        options = ["--area", "09003", "--period", "2024-06"]
        assert import_rows(kpi, ("herd", 7, 9), header=header, options=options).code == 0
        assert kept(workspace) == ["herd 2024-06 9", "herd@09002 2024-06 7"]

    @pytest.mark.parametrize("place", ["title", "sheet"])
    def test_what_a_title_or_a_sheet_s_name_says_wins(self, kpi: Kpi, workspace: Path, place: str) -> None:
        name, title = ("Biểu 1", "UBND XÃ ĐỒI GIẢ") if place == "title" else (DOI, "BÁO CÁO")
        a_workbook(workspace / "a.xlsx", {name: [[title], [], self.SILENT, ["herd", 7]]})
        assert imported(kpi, "a.xlsx", "--area", "09003").code == 0
        assert kept(workspace) == ["herd@09002 2024-06 7"]

    @pytest.mark.parametrize("bad", ["", "xx", "Xã Nào Đó", "09004", "Xã Đồi"])
    def test_what_is_no_area_is_one_clear_line(self, kpi: Kpi, workspace: Path, bad: str) -> None:
        a_csv(workspace / "a.csv", self.SILENT, ("herd", 7))
        ran = kpi("import", "a.csv", "--area", bad)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert f"“{bad}”" in ran.err
        assert not (workspace / "data").exists()

    def test_an_area_that_was_not_there_then_is_rejected(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, ("herd", 7), header=self.SILENT, options=["--area", RUNG])
        assert (ran.code, [name for name, _ in findings(ran)]) == (1, ["unknown-area"])
        assert kept(workspace) == []


class TestNumbers:
    AMBIGUOUS = ("herd", "", "2024-06", "1.105")

    @pytest.mark.parametrize(("style", "value"), [("vi", "1105"), ("en", "1.105")])
    def test_it_settles_what_no_cell_settles(self, kpi: Kpi, workspace: Path, style: str, value: str) -> None:
        assert import_rows(kpi, self.AMBIGUOUS, options=["--numbers", style]).code == 0
        assert kept(workspace) == [f"herd 2024-06 {value}"]

    def test_without_it_the_file_is_refused(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, self.AMBIGUOUS, GOOD, options=["--partial"])
        assert (ran.code, findings(ran)) == (2, [("ambiguous-number", "a.csv")])
        assert kept(workspace) == []

    def test_a_number_that_can_only_be_the_other_stays_what_it_is(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, self.AMBIGUOUS, ("tea_new", "", "2024-06", "1,234.5"), options=["--numbers", "vi"])
        assert ran.code == 0
        assert kept(workspace) == ["herd 2024-06 1105", "tea_new 2024-06 1234.5"]

    @pytest.mark.parametrize("bad", ["", "fr", "VI"])
    def test_another_style_is_one_clear_line(self, kpi: Kpi, workspace: Path, bad: str) -> None:
        a_csv(workspace / "a.csv", TIDY, self.AMBIGUOUS)
        ran = kpi("import", "a.csv", "--numbers", bad)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert f"“{bad}”" in ran.err
        assert "vi, en" in ran.err


class TestAreasAreRecognised:
    def test_in_rows_by_name_alias_or_code(self, kpi: Kpi, workspace: Path) -> None:
        header = ("Chỉ tiêu", "Mã xã", "Tên xã", "Tháng 6")
        rows = [
            ("herd", "", "đồi  giả", 1),
            ("trained", "9002", "", 2),
            ("tea_new", "09003", "Thị trấn Giả", 3),
            ("herd", "", "THỊ TRẤN GIẢ", 4),
            ("herd", "", "Toàn huyện", 5),
            ("herd", "", "Tổng số", 5),
        ]
        ran = import_rows(kpi, *rows, header=header)
        assert (ran.code, counts(ran)) == (0, {"rows_read": 5, "added": 5})
        assert kept(workspace) == [
            "herd 2024-06 5",
            "herd@09002 2024-06 1",
            "herd@09003 2024-06 4",
            "tea_new@09003 2024-06 3",
            "trained@09002 2024-06 2",
        ]

    def test_in_columns(self, kpi: Kpi, workspace: Path) -> None:
        form = [
            ["BIỂU TỔNG HỢP 6 THÁNG ĐẦU NĂM 2024 (SỐ LIỆU GIẢ)"],
            ["Chỉ tiêu", "Toàn huyện", SUOI, "Đồi Giả", "09003", "Tổng số"],
            ["Tổng đàn gia súc", 6, 1, 2, 3, 6],
        ]
        a_workbook(workspace / "a.xlsx", {"Biểu 1": form})
        assert counts(imported(kpi, "a.xlsx")) == {"rows_read": 4, "added": 4}
        assert kept(workspace) == [
            "herd 2024-H1 6",
            "herd@09001 2024-H1 1",
            "herd@09002 2024-H1 2",
            "herd@09003 2024-H1 3",
        ]

    def test_in_titles_and_sheet_names(self, kpi: Kpi, workspace: Path) -> None:
        header = ["Chỉ tiêu", "Tháng 6/2024"]
        sheets = {
            "Biểu 1": [["UBND XÃ ĐỒI GIẢ"], ["BÁO CÁO"], header, ["herd", 2]],
            "Thị trấn Giả": [header, ["herd", 3]],
            "Toàn huyện": [header, ["herd", 6]],
        }
        a_workbook(workspace / "a.xlsx", sheets)
        assert imported(kpi, "a.xlsx").code == 0
        assert kept(workspace) == ["herd 2024-06 6", "herd@09002 2024-06 2", "herd@09003 2024-06 3"]

    def test_a_code_means_what_it_meant_at_the_period_s_end(self, kpi: Kpi, workspace: Path) -> None:
        rows = [("herd", SUOI, "2024-06", 1), ("herd", RUNG, "2024-07", 2), ("trained", "09001", "2024-H1", 3)]
        assert import_rows(kpi, *rows).code == 0
        assert kept(workspace) == ["herd@09001 2024-06 1", "herd@09001 2024-07 2", "trained@09001 2024-H1 3"]

    @pytest.mark.parametrize(
        ("name", "period"), [(SUOI, "2024-07"), (SUOI, "2024"), (RUNG, "2024-06"), (RUNG, "2024-H1")]
    )
    def test_a_name_of_the_other_era_is_unknown(self, kpi: Kpi, workspace: Path, name: str, period: str) -> None:
        ran = import_rows(kpi, ("herd", name, period, 1))
        assert (ran.code, [found for found, _ in findings(ran)]) == (1, ["unknown-area"])
        assert kept(workspace) == []

    @pytest.mark.parametrize(
        ("code", "name", "finding"),
        [
            ("09003", DOI, "area-conflict"),
            ("09001", RUNG, "unknown-area"),
            ("09004", "", "unknown-area"),
            ("", "Giả", "unknown-area"),
        ],
    )
    def test_a_code_beside_another_name_or_an_unknown_one_is_rejected(
        self, kpi: Kpi, workspace: Path, code: str, name: str, finding: str
    ) -> None:
        ran = import_rows(kpi, ("herd", code, name, 1), header=("Chỉ tiêu", "Mã xã", "Tên xã", "Tháng 6"))
        assert (ran.code, [found for found, _ in findings(ran)]) == (1, [finding])
        assert kept(workspace) == []

    @pytest.mark.usefixtures("workspace")
    def test_only_the_whole_place_s_own_figures_are_judged(self, kpi: Kpi) -> None:
        rows = [(REVENUE, DOI, "2024-6M", 100), (REVENUE, "", "2024-6M", 42), ("trained", DOI, "2024-06", 70)]
        ran = import_rows(kpi, *rows)
        assert counts(ran)["added"] == 3
        status = json.loads(kpi("status", "--as-of", "2024-06-30", "--format", "json").out)
        judged = {entry["id"]: (entry["area"], entry["value"]) for entry in status["assessments"]}
        assert (judged["revenue"], judged["trained"]) == ((None, "42"), (None, None))

    def test_a_person_is_told_that_they_do_not_count_yet(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, (REVENUE, DOI, "2024-06", 7), (REVENUE, "", "2024-06", 7))
        assert "○ 1 số liệu theo địa bàn được giữ lại, nhưng chưa tính vào số chung." in kpi("import", "a.csv").out
        a_csv(workspace / "a.csv", TIDY, (REVENUE, DOI, "2024-07", 7), BAD)
        assert "theo địa bàn" not in kpi("import", "a.csv").out


class TestRevisions:
    def test_old_and_new_stand_in_the_table(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, (REVENUE, "", "2024-06", 7), ("herd", "", "2024-06", 100))
        a_csv(workspace / "b.csv", TIDY, (REVENUE, "", "2024-06", "7,5"), ("herd", "", "2024-06", 100))
        kpi("import", "a.csv")
        ran = kpi("import", "b.csv", "--dry-run", columns=100)
        (line,) = [line for line in ran.out.splitlines() if "b.csv:2" in line]
        assert re.split(r"\s{2,}", line.strip()) == [REVENUE, "tháng 6/2024", "7", "7,5", "b.csv:2"]
        assert counts(imported(kpi, "b.csv")) == {"rows_read": 2, "revised": 1, "unchanged": 1}
        assert kept(workspace) == ["herd 2024-06 100", "revenue 2024-06 7", "revenue 2024-06 7.5"]

    def test_revisions_of_areas_are_told_apart(self, kpi: Kpi, workspace: Path) -> None:
        for name, value in (("a.csv", 100), ("b.csv", 101)):
            rows = [("herd", area, "2024-06", value) for area in (DOI, "Thị trấn Giả", "")]
            a_csv(workspace / name, TIDY, *rows)
        kpi("import", "a.csv")
        lines = kpi("import", "b.csv", columns=100).out.splitlines()
        told = {row: next(line for line in lines if f"b.csv:{row}" in line) for row in (2, 3, 4)}
        assert DOI in told[2] or "09002" in told[2]
        assert "Thị trấn Giả" in told[3] or "09003" in told[3]
        assert "Giả" not in told[4]

    def test_a_reading_of_the_quarter_and_of_the_half_year_are_both_kept_and_both_unchanged(
        self, kpi: Kpi, workspace: Path
    ) -> None:
        rows = [("trained", "", "Quý II", 55), ("trained", "", "6 tháng", 55), ("trained", DOI, "2024-06", 55)]
        assert counts(import_rows(kpi, *rows)) == {"rows_read": 3, "added": 3}
        assert kept(workspace) == ["trained 2024-H1 55", "trained 2024-Q2 55", "trained@09002 2024-06 55"]
        assert counts(import_rows(kpi, *rows)) == {"rows_read": 3, "unchanged": 3}
        assert len(data_files(workspace)) == 1

    def test_the_quarter_and_the_half_year_do_not_end_with_two_readings(self, kpi: Kpi, workspace: Path) -> None:
        ran = import_rows(kpi, ("trained", "", "Quý II", 55), ("trained", "", "6 tháng", 56))
        assert findings(ran) == [("conflicting-figures", "a.csv:2"), ("conflicting-figures", "a.csv:3")]
        assert kept(workspace) == []


class TestTheSameAgain:
    ROWS = (GOOD, ("herd", DOI, "2024-06", 100), ("trained", "", "2024-06", "12/17"))

    def test_twice_is_once(self, kpi: Kpi, workspace: Path) -> None:
        assert counts(import_rows(kpi, *self.ROWS)) == {"rows_read": 3, "added": 3}
        before = [(path, path.read_bytes()) for path in data_files(workspace)]
        again = import_rows(kpi, *self.ROWS)
        assert (again.code, counts(again)) == (0, {"rows_read": 3, "unchanged": 3})
        assert json.loads(again.out)["written"] == []
        assert [(path, path.read_bytes()) for path in data_files(workspace)] == before
        assert "Mọi số liệu đều đã có" in kpi("import", "a.csv").out

    def test_a_file_named_twice_is_one_file(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, *self.ROWS)
        ran = imported(kpi, "a.csv", "./a.csv", "a.csv")
        assert [file["file"] for file in files_of(ran)] == ["a.csv"]
        assert len(kept(workspace)) == 3

    def test_two_files_are_one_import_and_agree_or_conflict(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, *self.ROWS)
        a_csv(workspace / "b.csv", TIDY, GOOD, ("herd", DOI, "2024-06", 101))
        ran = imported(kpi, "a.csv", "b.csv")
        assert [(file["added"], file["unchanged"], file["rejected"]) for file in files_of(ran)][1] == (0, 1, 1)
        assert [place for _, place in findings(ran)][1:] == ["b.csv:3"]  # the first names the line in a.csv
        assert kept(workspace) == []
        a_csv(workspace / "b.csv", TIDY, GOOD, ("herd", "", "2024-06", 101))
        assert imported(kpi, "a.csv", "b.csv").code == 0
        assert len(data_files(workspace)) == 1
        assert len(kept(workspace)) == 4

    @pytest.mark.parametrize("order", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
    def test_they_conflict_in_either_order_also_where_one_says_nothing_new(
        self, kpi: Kpi, workspace: Path, order: tuple[str, str]
    ) -> None:
        a_csv(workspace / "a.csv", TIDY, GOOD)
        a_csv(workspace / "b.csv", TIDY, (REVENUE, "", "2024-06", 8))
        kpi("import", "a.csv")
        ran = imported(kpi, *order)
        assert (ran.code, [name for name, _ in findings(ran)]) == (1, ["conflicting-figures"] * 2)
        assert kept(workspace) == ["revenue 2024-06 7"]


class TestDryRun:
    @pytest.mark.parametrize("options", [[], ["--partial"], ["--skip-unknown", "--partial"]])
    @pytest.mark.parametrize("rejected", [False, True])
    def test_it_says_the_same_but_for_its_title_and_its_closing_note(
        self, kpi: Kpi, workspace: Path, options: list[str], rejected: bool
    ) -> None:
        everything(workspace, rejected=rejected)
        before = kept(workspace)
        dry = kpi("import", "b.xlsx", "c.csv", "--dry-run", *options, columns=100)
        assert kept(workspace) == before
        real = kpi("import", "b.xlsx", "c.csv", *options, columns=100)
        assert (dry.code, dry.err) == (real.code, real.err)
        assert (real.code, "KPI405" in real.err) == (int(rejected), True)
        said, really = ([line for line in ran.out.splitlines() if line not in HANDED_BACK] for ran in (dry, real))
        assert len(said) == len(really)
        differing = [line for line in said if line not in really]
        assert "nhập thử" in differing[0]
        assert all("Sẽ ghi" in line for line in differing[1:])
        assert not any(line in HANDED_BACK for line in dry.out.splitlines())

    def test_as_a_document_they_differ_in_what_is_written(self, kpi: Kpi, workspace: Path) -> None:
        everything(workspace)
        dry, real = (json.loads(imported(kpi, "b.xlsx", "--partial", *options).out) for options in (["--dry-run"], []))
        assert dry["files"] == real["files"]
        assert (dry["written"], len(real["written"])) == ([], 1)
        assert (dry["returned"], real["returned"]) == ([], ["b-rejected.xlsx"])


class TestDocument:
    def test_its_keys_are_in_order_and_its_sums_are_right(self, kpi: Kpi, workspace: Path) -> None:
        everything(workspace)
        ran = imported(kpi, "b.xlsx", "c.csv", "--partial", "--skip-unknown")
        document = json.loads(ran.out)
        assert list(document) == ["schema", "files", "written", "returned"]
        assert (document["schema"], [file["file"] for file in document["files"]]) == (1, ["b.xlsx", "c.csv"])
        became = ["added", "revised", "unchanged", "rejected", "skipped"]
        for file in document["files"]:
            assert list(file) == ["file", "rows_read", *became, "findings"]
            assert file["rows_read"] == sum(file[name] for name in became)
        assert all(document["files"][0][name] for name in became)
        assert document["written"] == [data_files(workspace)[-1].relative_to(workspace).as_posix()]
        assert document["returned"] == ["b-rejected.xlsx"]
        assert {tuple(one) for file in document["files"] for one in file["findings"]} == {
            ("code", "name", "severity", "origin", "message")
        }
        assert ran.err == ""

    def test_a_refused_file_says_why_and_ends_with_2(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, GOOD)
        a_csv(workspace / "b.csv", TIDY, ("herd", "", "2024-06", "1.105"))
        ran = imported(kpi, "a.csv", "b.csv", "nowhere.csv")
        assert ran.code == 2
        assert findings(ran) == [("ambiguous-number", "b.csv"), ("unreadable-file", "nowhere.csv")]
        assert [file["file"] for file in files_of(ran)] == ["a.csv", "b.csv", "nowhere.csv"]
        assert {key: json.loads(ran.out)[key] for key in ("schema", "written", "returned")} == {
            "schema": 1, "written": [], "returned": [],
        }  # fmt: skip
        assert all(file["rows_read"] == file["added"] == 0 for file in files_of(ran))
        assert ran.err.splitlines()[-1].startswith("Lỗi: ")
        assert not (workspace / "data").exists()

    @pytest.mark.usefixtures("workspace")
    def test_figures_stated_more_than_once_are_unchanged(self, kpi: Kpi) -> None:
        ran = import_rows(kpi, GOOD, GOOD, GOOD)
        assert counts(ran) == {"rows_read": 3, "added": 1, "unchanged": 2}
        assert findings(ran) == [("repeated-figure", "a.csv:3"), ("repeated-figure", "a.csv:4")]


HARD_TO_BELIEVE = [
    ("ten-times-off", [("herd", "2023-06", 10)], [("herd", "2024-06", 1000)], ("1.000", "100 lần", "năm trước (10)")),
    ("ten-times-off", [("herd", "2023-H1", 10)], [("herd", "2024-06", 1000)], ("1.000", "100 lần", "năm trước (10)")),
    ("share-outside-bounds", [], [("trained", "2024-06", 101)], ("101", "0–100")),
    ("share-outside-bounds", [], [("trained", "2024-06", -1)], ("-1", "0–100")),
    ("share-outside-bounds", [], [("trained", "2024-06", "20/17")], ("117,6", "0–100")),
    ("falling-total", [("tea_new", "2024-6M", 55)], [("tea_new", "2024-9M", 50)], ("2024-9M là 50", "2024-H1 (55)")),
    (
        "months-do-not-add-up",
        [("tea_new", f"2024-0{month}", 10) for month in range(1, 7)],
        [("tea_new", "2024-H1", 61)],
        ("2024-H1 là 61", "cộng lại là 60"),
    ),
]  # fmt: skip


class TestWhatIsHardToBelieve:
    @pytest.mark.parametrize(("name", "before", "rows", "said"), HARD_TO_BELIEVE)
    @pytest.mark.parametrize("area", ["09002", ""])
    def test_a_warning_names_the_cell_the_figure_and_what_it_is_compared_with(
        self,
        kpi: Kpi,
        workspace: Path,
        area: str,
        name: str,
        before: list[tuple[str, str, object]],
        rows: list[tuple[str, str, object]],
        said: tuple[str, ...],
    ) -> None:
        there = [{"indicator": one, "area": area, "period": period, "value": value} for one, period, value in before]
        write_import(workspace / "data" / "2024", "2024-01-01T08:00:00", there)
        form = [("Chỉ tiêu", "Mã xã", "Kỳ", "Giá trị"), *((one, area, period, value) for one, period, value in rows)]
        a_workbook(workspace / "a.xlsx", {"Biểu 1": form})
        ran = imported(kpi, "a.xlsx")
        assert ran.code == 0
        (finding,) = files_of(ran)[0]["findings"]
        assert (finding["name"], finding["severity"]) == (name, "warning")
        assert finding["origin"] == "a.xlsx!Biểu 1!D2"
        assert [part for part in said if part not in finding["message"]] == []
        assert counts(ran) == {"rows_read": 1, "added": 1}

    @pytest.mark.parametrize("area", ["09002", ""])
    @pytest.mark.parametrize(
        ("name", "before", "rows"),
        [
            ("falling-total", [("2024-9M", 50)], [("2024-6M", 55)]),
            ("months-do-not-add-up", [("2024-H1", 61)], [(f"2024-0{month}", 10) for month in range(1, 7)]),
        ],
    )
    def test_it_is_said_also_where_the_figure_that_was_there_is_the_one_in_doubt(
        self,
        kpi: Kpi,
        workspace: Path,
        area: str,
        name: str,
        before: list[tuple[str, object]],
        rows: list[tuple[str, object]],
    ) -> None:
        there = [{"indicator": "tea_new", "area": area, "period": period, "value": value} for period, value in before]
        write_import(workspace / "data" / "2024", "2024-01-01T08:00:00", there)
        header = ("Chỉ tiêu", "Mã xã", "Kỳ", "Giá trị")
        ran = import_rows(kpi, *(("tea_new", area, period, value) for period, value in rows), header=header)
        assert [found for found, _ in findings(ran)] == [name]

    def test_it_is_no_error_and_not_said_quietly(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, ("trained", DOI, "2024-06", 101))
        ran = kpi("import", "a.csv", "--quiet", "--dry-run")
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        assert "(cảnh báo)" in kpi("import", "a.csv", "--dry-run").err


class TestVeryManyFindings:
    @pytest.mark.usefixtures("workspace")
    def test_a_thousand_of_a_kind_are_listed_and_the_rest_is_one_line(self, kpi: Kpi) -> None:
        unknown = [(f"{UNHEARD_OF} {number}", "", "2024-06", 1) for number in range(1200)]
        nowhere = [("herd", f"Xã {number}", "2024-06", 1) for number in range(1001)]
        ran = import_rows(kpi, *unknown, *nowhere)
        names = [name for name, _ in findings(ran)]
        assert counts(ran) == {"rows_read": 2201, "rejected": 2201}
        assert {name: names.count(name) for name in set(names)} == {
            "unknown-indicator": 1000, "unknown-area": 1000, "more-findings": 2,
        }  # fmt: skip
        more = [one["message"] for one in files_of(ran)[0]["findings"] if one["name"] == "more-findings"]
        assert ["200 phát hiện “unknown-indicator”" in more[0], "1 phát hiện “unknown-area”" in more[1]] == [True, True]

    def test_doubts_are_counted_likewise(self, kpi: Kpi, workspace: Path) -> None:
        codes = [f"{10_000 + number}" for number in range(1003)]
        listed = "".join(f'  - {{code: "{code}", name: {{vi: Xã Giả {code}}}}}\n' for code in codes)
        make_workspace(workspace, areas=f"schema: 1\nareas:\n{listed}")
        header = ("Chỉ tiêu", "Mã xã", "Kỳ", "Giá trị")
        ran = import_rows(kpi, *(("trained", code, "2024-06", 101) for code in codes), header=header)
        names = [name for name, _ in findings(ran)]
        assert (ran.code, counts(ran)["added"]) == (0, 1003)
        assert (names.count("share-outside-bounds"), names.count("more-findings")) == (1000, 1)

    def test_conflicts_between_files_likewise(self, kpi: Kpi, workspace: Path) -> None:
        for name, value in (("a.csv", 1), ("b.csv", 2)):
            months = [(year, month) for year in range(1930, 2024) for month in range(1, 13)]
            rows = [("tea_new", "", f"{year}-{month:02}", value) for year, month in months]
            a_csv(workspace / name, TIDY, *rows)
        ran = imported(kpi, "a.csv", "b.csv")
        names = [name for name, _ in findings(ran)]
        assert files_of(ran)[1]["rejected"] == 94 * 12
        assert (names.count("conflicting-figures"), names.count("more-findings")) == (2000, 2)  # of each file


def everything(workspace: Path, *, rejected: bool = True) -> None:
    """Two files with everything that may become of a figure: new, revised, unchanged, rejected, skipped, doubted."""
    there = [
        {"indicator": "revenue", "period": "2024-05", "value": "6.5"},
        {"indicator": "herd", "area": "09002", "period": "2024-06", "value": 100},
        {"indicator": "herd", "area": "09003", "period": "2024-06", "value": 300},
        {"indicator": "trained", "period": "2024-06", "value": "55.5"},
        {"indicator": "tea_new", "area": "09002", "period": "2023-06", "value": 1},
    ]
    write_import(workspace / "data" / "2024", "2024-07-01T08:00:00", there)
    form: list[list[object]] = [
        ["BÁO CÁO SỐ LIỆU GIẢ"],
        ["Chỉ tiêu", "Xã", "Kỳ", "Giá trị"],
        [REVENUE, "", "Tháng 5/2024", 7],
        [REVENUE, "", "Tháng 6/2024", 7],
        ["Tổng đàn gia súc", DOI, "Tháng 6/2024", 110],
        ["Tổng đàn gia súc", "Thị trấn Giả", "Tháng 6/2024", 300],
        ["Tỷ lệ lao động qua đào tạo", "", "Tháng 6/2024", 55.5],
        ["Diện tích chè trồng mới", DOI, "Tháng 6/2024", 10],
    ]
    if rejected:
        form += [
            [NEAR_REVENUE, "", "Tháng 6/2024", 7],
            ["Tổng đàn gia súc", "Xã Nào Đó", "Tháng 6/2024", 5],
            ["Tổng đàn gia súc", "", "Tháng 6/2024", "trên 400"],
            [UNHEARD_OF, "", "Tháng 6/2024", 3],
        ]
    a_workbook(workspace / "b.xlsx", {"Biểu 1": form})
    a_csv(workspace / "c.csv", TIDY, ("herd", SUOI, "2024-06", 50))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("options", [["--skip-unknown"], ["--skip-unknown", "--partial"]])
def test_golden(kpi: Kpi, workspace: Path, lang: str, options: list[str]) -> None:
    everything(workspace)
    ran = kpi("import", "b.xlsx", "c.csv", *options, "--lang", lang, columns=100)
    shown = _STAMP.sub(r"20240801T080000Z-\g<slug>-0123456789ab", f"{ran.out}\n{ran.err}")
    assert_golden(f"cli/import-{'partial' if '--partial' in options else 'rejected'}-{lang}-100.txt", shown)

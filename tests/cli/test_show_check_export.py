"""`kpi show`, `kpi check` and `kpi export`, as people and programs use them."""

import json
import zipfile
from pathlib import Path

import pytest

from conftest import REPOSITORY, Kpi, assert_golden, write_csv

FULL_YEAR = REPOSITORY / "examples" / "full-year"
IN_SEPTEMBER = ("--as-of", "2024-09-30", "--known-on", "2024-12-31")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("columns", [80, 100])
@pytest.mark.parametrize("indicator", ["tea_new", "jobs_created", "tourists_growth", "stunting", "waste_communes"])
def test_one_indicator_as_a_person_reads_it(kpi: Kpi, indicator: str, lang: str, columns: int) -> None:
    ran = kpi("-w", FULL_YEAR, "--lang", lang, "show", indicator, *IN_SEPTEMBER, columns=columns)
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= columns
    assert_golden(f"cli/show-{indicator}-{lang}-{columns}.txt", ran.out)


def test_every_indicator_can_be_shown_in_both_languages(kpi: Kpi) -> None:
    for day in ("2024-03-20", "2024-09-30", "2025-02-01"):
        document = json.loads(kpi("-w", FULL_YEAR, "status", "--as-of", day, "--format", "json").out)
        for entry in document["assessments"]:
            for lang in ("vi", "en"):
                ran = kpi("-w", FULL_YEAR, "--lang", lang, "show", entry["id"], "--as-of", day)
                assert ran.code == 0, ran.err
                assert "{" not in ran.out


@pytest.mark.parametrize(
    ("baseline", "rest", "shown"),
    [
        ("70.58823529411764705882352941", "of_count: 17, target: {at_least: 70.6}", "70,6%"),
        ("70.58823529411764705882352941", "target: {at_least: 70.6}", "70,59%"),
        ("70.58823529411764705882352941", "target: {at_most: 70}", "70,6%"),
        ("70.58823529411764705882352941", "target: {within: [70.59, 80]}", "70,588%"),
        ("70.58823529411764705882352941", "note: theo dõi", "70,6%"),
        ("51.30", "target: {at_least: 60.125}", "51,30%"),
    ],
)
def test_a_baseline_has_the_digits_that_show_on_which_side_of_the_target_it_is(
    kpi: Kpi, tmp_path: Path, baseline: str, rest: str, shown: str
) -> None:
    catalogue = (
        'schema: 1\nyear: 2024\nplace: {code: "909", name: {vi: huyện Giả}}\ngroups:\n'
        "  - {id: all, name: {vi: Tất cả}, indicators: [{id: x, name: {vi: X}, unit: '%', kind: level, "
        f"baseline: {{value: {baseline}, period: 2023}}, {rest}}}]}}\n"
    )
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "2024.yaml").write_text(catalogue, encoding="utf-8")
    (line,) = (line for line in kpi("show", "x").out.splitlines() if line.strip().startswith("Đầu năm"))
    assert line.split()[2] == shown
    (tmp_path / "after.yaml").write_text(catalogue.replace(baseline, "50"), encoding="utf-8")
    (line,) = (one for one in kpi("diff", "targets/2024.yaml", "after.yaml").out.splitlines() if "baseline" in one)
    assert line.split()[3:5] == [shown, "50%"]


@pytest.mark.parametrize(("target", "shown"), [("70.5", "70,6"), ("70.5880", "70,5882"), ("70", "70,6")])
def test_a_baseline_that_is_doubtful_has_the_digits_that_show_why(
    kpi: Kpi, tmp_path: Path, target: str, shown: str
) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "2024.yaml").write_text(
        'schema: 1\nyear: 2024\nplace: {code: "909", name: {vi: huyện Giả}}\ngroups:\n'
        "  - {id: all, name: {vi: Tất cả}, indicators: [{id: x, name: {vi: X}, unit: '%', kind: level, "
        f"baseline: {{value: 70.58823529411764705882352941, period: 2023}}, target: {{at_least: {target}}}}}]}}\n",
        encoding="utf-8",
    )
    (finding,) = json.loads(kpi("check", "--format", "json").out)["findings"]
    assert finding["code"] == "KPI228"
    assert f" {shown} " in finding["message"]


def test_one_indicator_as_a_program_reads_it(kpi: Kpi) -> None:
    ran = kpi("-w", FULL_YEAR, "show", "tourists_growth", *IN_SEPTEMBER, "--format", "json")
    document = json.loads(ran.out)
    assert_golden("cli/show-tourists_growth.json", ran.out)
    assert document["assessment"]["status"] == "met"
    used = [figure for figure in document["figures"] if figure["counts"] or figure["compared"]]
    assert {figure["period"][:4] for figure in used} == {"2023", "2024"}


def test_the_catalogues_and_the_figures_of_this_repository_are_clean(kpi: Kpi) -> None:
    for workspace in (REPOSITORY, FULL_YEAR):
        ran = kpi("-w", workspace, "check", "--format", "json", "--as-of", "2024-12-31")
        errors = [one for one in json.loads(ran.out)["findings"] if one["severity"] == "error"]
        assert (ran.code, errors) == (0, [])


def test_check_says_it_all_at_once_and_ends_with_1(kpi: Kpi, tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    catalogue = (REPOSITORY / "targets" / "2024.yaml").read_text(encoding="utf-8")
    broken = (
        catalogue.replace("at_least: 36100", "at_least: 36.100")
        .replace("frequency: quarter", "frequencey: quarter", 1)
        .replace("id: forest_cover", "id: tea_new")
        .replace("đạt 42 triệu", "đạt 43 triệu")
        .replace("  file: docs", "  file: docs")
    )
    (tmp_path / "targets" / "2024.yaml").write_text(broken, encoding="utf-8")
    (tmp_path / "docs" / "sources").mkdir(parents=True)
    source = "docs/sources/phat-dong-thi-dua-2024.txt"
    (tmp_path / source).write_bytes((REPOSITORY / source).read_bytes())
    write_csv(tmp_path / "data" / "a.csv", [{"indicator": "tea", "period": "2024-06", "value": "1"}])
    (tmp_path / "data" / "b.csv").write_bytes(b"\xff\xfe\x00")
    ran = kpi("check", "--format", "json")
    names = {one["name"] for one in json.loads(ran.out)["findings"]}
    assert ran.code == 1
    assert names >= {
        "quote-differs-from-target",
        "unknown-key",
        "duplicate-id",
        "quote-not-in-source",
        "unknown-indicator",
        "not-utf-8",
    }
    status = kpi("status")
    assert (status.code, status.out) == (2, "")
    assert "targets/2024.yaml:" in status.err
    assert_golden("cli/check-broken.txt", kpi("check", columns=100).out)


def test_a_catalogue_that_is_no_catalogue_ends_everything(kpi: Kpi, tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "2024.yaml").write_text("a: [", encoding="utf-8")
    assert kpi("check").code == 1
    for command in (["status"], ["show", "x"], ["export", "x.csv"], ["import", "x.csv"]):
        ran = kpi(*command)
        assert (ran.code, ran.out) == (2, "")
        assert "targets/2024.yaml:" in ran.err


@pytest.mark.parametrize("ending", ["json", "csv", "md", "xlsx", "XLSX"])
def test_an_export_is_the_same_bytes_each_time(kpi: Kpi, tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        ran = kpi("-w", FULL_YEAR, "export", f"{name}.{ending}", *IN_SEPTEMBER)
        assert (ran.code, ran.err) == (0, "")
        assert f"{name}.{ending}" in ran.out
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a.{ending}", f"b.{ending}"]


def test_an_exported_document_is_what_status_prints(kpi: Kpi, tmp_path: Path) -> None:
    kpi("-w", FULL_YEAR, "export", "a.json", *IN_SEPTEMBER)
    printed = kpi("-w", FULL_YEAR, "status", *IN_SEPTEMBER, "--format", "json").out
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == printed


def test_the_made_up_year_says_so_in_every_output(kpi: Kpi, tmp_path: Path) -> None:
    for ending in ("json", "csv", "md"):
        kpi("-w", FULL_YEAR, "export", f"a.{ending}", *IN_SEPTEMBER)
        assert "GIẢ ĐỊNH" in (tmp_path / f"a.{ending}").read_text(encoding="utf-8-sig")
    kpi("-w", FULL_YEAR, "export", "a.xlsx", *IN_SEPTEMBER)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert any("GIẢ ĐỊNH" in book.read(name).decode() for name in book.namelist())
    assert "GIẢ ĐỊNH" in kpi("-w", FULL_YEAR, "status").out
    assert "GIẢ ĐỊNH" in kpi("-w", FULL_YEAR, "show", "tea_new").out


def test_numbers_in_the_workbook_are_numbers(kpi: Kpi, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    kpi("-w", FULL_YEAR, "export", "a.xlsx", *IN_SEPTEMBER)
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    revenue = next(row for row in sheet.iter_rows() if row[0].value == "Thu ngân sách nhà nước trên địa bàn")
    assert 77.208 in [cell.value for cell in revenue]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_an_export_into_a_folder_that_is_not_there_is_one_clear_line(kpi: Kpi) -> None:
    ran = kpi("-w", FULL_YEAR, "export", "nowhere/a.csv")
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)

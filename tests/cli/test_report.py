"""`kpi report`: what a scheduler gets, and what a leader opens."""

import re
from pathlib import Path

import pytest

from cli.report_workspace import (
    FULL_YEAR,
    IN_WEEK_40,
    SHEETS,
    WEEK_40,
    a_workspace,
    opened,
    part_of,
    reported,
    texts_of,
)
from conftest import REPOSITORY, Kpi, assert_golden

_MOST_ROWS = 60  # of a sheet in a golden file: the figures go on and on


# what is written, and where


def test_the_workbook_is_named_by_the_iso_week_and_one_line_says_so(kpi: Kpi, tmp_path: Path) -> None:
    ran = kpi("-w", FULL_YEAR, "report", tmp_path / "r", *IN_WEEK_40)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Đã ghi {tmp_path / 'r' / WEEK_40}: 41 chỉ tiêu và 3 nhiệm vụ: 2 vượt · ")
    assert len(ran.out.splitlines()) == 1
    assert [path.name for path in (tmp_path / "r").iterdir()] == [WEEK_40]


@pytest.mark.parametrize(
    ("as_of", "name"),
    [("2024-07-31", "W31"), ("2024-12-29", "W52"), ("2024-12-30", "2025-W01"), ("2023-01-01", "2022-W52")],
)
def test_the_week_is_that_of_the_calendar_of_weeks(as_of: str, name: str, kpi: Kpi, tmp_path: Path) -> None:
    kpi("-w", FULL_YEAR, "report", tmp_path / "r", "--as-of", as_of, "--known-on", as_of)
    (made,) = (tmp_path / "r").iterdir()
    assert name in made.name


def test_left_out_the_folder_is_reports_in_the_workspace(kpi: Kpi, tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    assert kpi("-w", workspace, "report", *IN_WEEK_40).code == 0
    assert (workspace / "reports" / WEEK_40).is_file()


def test_nothing_is_written_among_figures_and_targets(kpi: Kpi, tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    before = sorted(workspace.rglob("*"))
    ran = kpi("-w", workspace, "report", workspace / "data", *IN_WEEK_40)
    assert (ran.code, ran.out) == (2, "")
    assert "data" in ran.err
    assert sorted(workspace.rglob("*")) == before


def test_quiet_says_nothing_and_writes_all_the_same(kpi: Kpi, tmp_path: Path) -> None:
    ran = kpi("-w", FULL_YEAR, "report", tmp_path / "r", *IN_WEEK_40, "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / "r" / WEEK_40).is_file()


def test_fail_on_ends_with_1_and_the_report_is_there(kpi: Kpi, tmp_path: Path) -> None:
    assert kpi("-w", FULL_YEAR, "report", tmp_path, *IN_WEEK_40, "--fail-on", "missed,off_track").code == 1
    assert (tmp_path / WEEK_40).is_file()
    assert kpi("-w", REPOSITORY, "report", tmp_path, *IN_WEEK_40, "--fail-on", "missed").code == 0


def test_the_page_comes_beside_it_where_it_is_asked_for(kpi: Kpi, tmp_path: Path) -> None:
    reported(kpi, FULL_YEAR, tmp_path, "--html")
    page = tmp_path / "kpi-2024-W40.html"
    exported = tmp_path / "exported.html"
    kpi("-w", FULL_YEAR, "export", exported, *IN_WEEK_40)
    assert page.read_bytes() == exported.read_bytes()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_letter_reads_well_as_it_is(lang: str, kpi: Kpi, tmp_path: Path) -> None:
    since = ("--since", "2024-07-08")
    ran = kpi("-w", FULL_YEAR, "--lang", lang, "report", tmp_path, *IN_WEEK_40, *since, "--format", "md")
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"cli/report-letter-{lang}.md", ran.out)


# what it is compared with


def assert_compared(made: Path, since: str) -> None:
    """Two sheets say so."""
    assert f"từ {since} đến 30/09/2024" in opened(made)["Thay đổi"]["A1"].value
    assert any(text.startswith(f"→ Thay đổi từ {since}: ") for text in texts_of(made, "Tổng hợp"))


def test_it_is_compared_with_the_report_before_it_in_the_folder(kpi: Kpi, tmp_path: Path) -> None:
    for as_of in ("2024-06-17", "2024-08-12"):
        kpi("-w", FULL_YEAR, "report", tmp_path, "--as-of", as_of, "--known-on", as_of)
    made = reported(kpi, FULL_YEAR, tmp_path)
    assert_compared(made, "12/08/2024")


def test_without_one_it_is_compared_with_a_week_ago(kpi: Kpi, tmp_path: Path) -> None:
    assert_compared(reported(kpi, FULL_YEAR, tmp_path), "23/09/2024")


def test_a_report_before_it_that_knew_more_is_passed_over(kpi: Kpi, tmp_path: Path) -> None:
    kpi("-w", FULL_YEAR, "report", tmp_path, "--as-of", "2024-09-16", "--known-on", "2024-12-31")
    assert_compared(reported(kpi, FULL_YEAR, tmp_path), "23/09/2024")


def test_a_report_before_it_that_cannot_be_read_is_said_and_a_week_ago_taken(kpi: Kpi, tmp_path: Path) -> None:
    (tmp_path / "kpi-2024-W39.xlsx").write_bytes(b"hong")
    ran = kpi("-w", FULL_YEAR, "report", tmp_path, *IN_WEEK_40)
    assert ran.code == 0
    assert "kpi-2024-W39.xlsx" in ran.err
    assert_compared(tmp_path / WEEK_40, "23/09/2024")


def test_a_day_to_compare_with_may_be_given(kpi: Kpi, tmp_path: Path) -> None:
    made = reported(kpi, FULL_YEAR, tmp_path, "--since", "2024-07-08")
    assert_compared(made, "08/07/2024")
    ran = kpi("-w", FULL_YEAR, "report", tmp_path, *IN_WEEK_40, "--since", "2024-10-01")
    assert (ran.code, ran.out) == (2, "")
    assert "--since" in ran.err


# what is there already


def test_the_same_report_again_is_the_same_to_the_byte(kpi: Kpi, tmp_path: Path) -> None:
    first = reported(kpi, FULL_YEAR, tmp_path).read_bytes()
    assert reported(kpi, FULL_YEAR, tmp_path).read_bytes() == first
    assert reported(kpi, FULL_YEAR, tmp_path / "elsewhere").read_bytes() == first


def test_one_that_somebody_edited_is_kept_aside(kpi: Kpi, tmp_path: Path) -> None:
    made = reported(kpi, FULL_YEAR, tmp_path)
    fresh, book = made.read_bytes(), opened(made)
    book["Tổng hợp"]["A3"] = "Đã trình Chủ tịch"
    book.save(made)
    edited = made.read_bytes()
    ran = kpi("-w", FULL_YEAR, "report", tmp_path, *IN_WEEK_40)
    assert ran.code == 0
    assert "bản sửa được giữ lại" in ran.err
    assert made.read_bytes() == fresh
    (aside,) = (path for path in tmp_path.iterdir() if path != made)
    assert re.fullmatch(r"kpi-2024-W40-[0-9a-f]{12}\.xlsx", aside.name)
    assert aside.read_bytes() == edited
    assert kpi("-w", FULL_YEAR, "report", tmp_path, *IN_WEEK_40).err == ""


def test_what_is_no_report_and_is_called_like_one_is_kept_aside_too(kpi: Kpi, tmp_path: Path) -> None:
    (tmp_path / WEEK_40).write_bytes(b"ghi chu cua van phong")
    assert kpi("-w", FULL_YEAR, "report", tmp_path, *IN_WEEK_40).code == 0
    (aside,) = (path for path in tmp_path.iterdir() if path.name != WEEK_40)
    assert aside.read_bytes() == b"ghi chu cua van phong"


def test_an_older_one_of_the_same_week_is_replaced(kpi: Kpi, tmp_path: Path) -> None:
    kpi("-w", FULL_YEAR, "report", tmp_path, "--as-of", "2024-10-02", "--known-on", "2024-10-02")
    reported(kpi, FULL_YEAR, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [WEEK_40]


# what is in it


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_sheets_as_a_person_reads_them(lang: str, kpi: Kpi, tmp_path: Path) -> None:
    book = opened(reported(kpi, FULL_YEAR, tmp_path, "--since", "2024-07-08", "--lang", lang))
    assert tuple(book.sheetnames) == SHEETS[lang]
    shown = []
    for sheet in book.worksheets:
        shown.append(f"=== {sheet.title} · {sheet.print_area} · {sheet.freeze_panes} · {sheet.auto_filter.ref}")
        for row in list(sheet.iter_rows(values_only=True))[:_MOST_ROWS]:
            cells = ["" if value is None else str(value).replace("\n", " ⏎ ") for value in row]
            shown.append("\t".join(cells).rstrip())
    assert_golden(f"cli/report-{lang}.txt", "\n".join(shown) + "\n")


def test_the_workbook_says_what_it_was_made_from(kpi: Kpi, tmp_path: Path) -> None:
    made = reported(kpi, FULL_YEAR, tmp_path)
    properties = {one.name: one.value for one in opened(made).custom_doc_props}
    assert (properties["kpi as_of"], properties["kpi known_on"]) == ("2024-09-30", "2024-10-20")
    assert (properties["kpi year"], properties["kpi lang"]) == ("2024", "vi")
    assert all(re.fullmatch("[0-9a-f]{64}", properties[f"kpi {name}"]) for name in ("catalogue", "figures", "cells"))
    core = opened(made).properties
    assert core.title == "Huyện Phong Thổ (SỐ LIỆU GIẢ ĐỊNH) · chỉ tiêu năm 2024"
    assert f"targets/2024.yaml, SHA-256 của nội dung có hiệu lực: {properties['kpi catalogue']}" in core.description
    assert "<dcterms" not in part_of(made, "docProps/core.xml")


def test_later_imports_and_revisions_do_not_change_a_report_of_a_day_gone_by(kpi: Kpi, tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    then = ("--as-of", "2024-09-30", "--known-on", "2024-09-30", "--since", "2024-07-08")
    kpi("-w", workspace, "report", tmp_path / "a", *then)
    before = (tmp_path / "a" / WEEK_40).read_bytes()
    for later in (workspace / "data" / "2024").glob("202[45]1*"):
        later.unlink()  # as the folder was on that day: without the imports of October and December
    catalogue = workspace / "targets" / "2024.yaml"
    text = catalogue.read_text(encoding="utf-8")
    revision = "{from: 2024-11-01, decided_by: (giả định), why: (giả định), target: {at_least: 1}}"
    first = text.index("        frequency:")
    catalogue.write_text(f"{text[:first]}# ghi chú\n        revisions: [{revision}]\n{text[first:]}", encoding="utf-8")
    kpi("-w", workspace, "report", tmp_path / "b", *then)
    assert (tmp_path / "b" / WEEK_40).read_bytes() == before

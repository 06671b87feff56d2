"""`kpi verify`: whether a report still says what it said, and whether the same would be said today."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cli.report_workspace import FULL_YEAR, WEEK_40, a_workspace, opened, reported, verified
from conftest import Kpi
from phongtho_kpi.read.report_file import read_report
from phongtho_kpi.report.stamp import cells_digest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
EDITED, AS_WRITTEN = "✘ Báo cáo đã bị sửa sau khi ghi", "✔ Không ô nào bị sửa"
SAME, OTHER = "✔ Danh mục và số liệu hôm nay vẫn cho đúng", "✘ Danh mục, số liệu hoặc chương trình hôm nay không còn"


@pytest.fixture
def made(kpi: Kpi, tmp_path: Path) -> Path:
    return reported(kpi, FULL_YEAR, tmp_path / "r")


def test_a_report_as_it_was_written_is_sound(made: Path, kpi: Kpi) -> None:
    ran = verified(kpi, FULL_YEAR, made)
    assert (ran.code, ran.err) == (0, "")
    assert AS_WRITTEN in ran.out
    assert SAME in ran.out
    assert "Tính đến 30/09/2024 · số liệu biết đến 20/10/2024 · so với 23/09/2024" in ran.out


def test_one_that_was_only_saved_again_is_the_same_report(made: Path, kpi: Kpi) -> None:
    before = made.read_bytes()
    opened(made).save(made)
    assert made.read_bytes() != before
    assert verified(kpi, FULL_YEAR, made).code == 0


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
@pytest.mark.parametrize("workspace", [FULL_YEAR, FULL_YEAR.parents[1]], ids=["the made-up year", "this repository"])
def test_libreoffice_saves_the_same_report(workspace: Path, kpi: Kpi, tmp_path: Path) -> None:
    made = reported(kpi, workspace, tmp_path / "r")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    saved = tmp_path / "saved"
    command = [str(OFFICE), home, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    ran = verified(kpi, workspace, saved / made.name)
    assert (ran.code, ran.err) == (0, "")


def number(book: Any) -> None:
    book["Biểu chỉ tiêu"]["F12"] = 99


def text(book: Any) -> None:
    book["Biểu chỉ tiêu"]["B12"] = "Chỉ tiêu khác"


def number_as_text(book: Any) -> None:
    book["Biểu chỉ tiêu"]["F12"] = "40.5"


def blank(book: Any) -> None:
    book["Biểu chỉ tiêu"]["F12"] = None


def filled(book: Any) -> None:
    book["Biểu chỉ tiêu"]["L7"] = "thêm"


def formula(book: Any) -> None:
    book["Biểu chỉ tiêu"]["F12"] = "=40+0.5"


def sheet_more(book: Any) -> None:
    book.create_sheet("Thêm")["A1"] = 1


def sheet_less(book: Any) -> None:
    del book["Số liệu"]


def sheet_renamed(book: Any) -> None:
    book["Số liệu"].title = "Số"


@pytest.mark.parametrize(
    "edit", [number, text, number_as_text, blank, filled, formula, sheet_more, sheet_less, sheet_renamed]
)
def test_whatever_is_edited_is_found(edit: Callable[[Any], None], made: Path, kpi: Kpi) -> None:
    book = opened(made)
    edit(book)
    book.save(made)
    ran = verified(kpi, FULL_YEAR, made)
    assert (ran.code, ran.err) == (1, "")
    assert EDITED in ran.out
    assert SAME in ran.out  # today's figures still give what was written


def test_the_cell_that_was_edited_is_named_with_what_it_said(made: Path, kpi: Kpi) -> None:
    book = opened(made)
    number(book)
    book.save(made)
    line = next(line for line in verified(kpi, FULL_YEAR, made).out.splitlines() if "F12" in line)
    assert line.split() == ["Biểu", "chỉ", "tiêu", "F12", "99", "40,5"]


def test_who_forges_the_mark_too_is_found_by_making_the_report_again(made: Path, kpi: Kpi) -> None:
    book = opened(made)
    number(book)
    book.save(made)
    report = read_report(made).report
    assert report is not None
    forged = cells_digest((sheet, cell, said) for (sheet, cell), said in report.cells.items())
    next(one for one in book.custom_doc_props if one.name == "kpi cells").value = forged
    book.save(made)
    ran = verified(kpi, FULL_YEAR, made)
    assert ran.code == 1
    assert AS_WRITTEN in ran.out
    assert OTHER in ran.out
    assert "F12" in ran.out


def test_figures_that_came_in_later_do_not_make_it_another_report(kpi: Kpi, tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    made = reported(kpi, workspace, tmp_path / "r")
    (workspace / "data" / "2024" / "20241217T074405Z-bao-cao-nam-2024-a4def2cc8dd7.csv").unlink()
    assert verified(kpi, workspace, made).code == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("data/2024/kinh-te.csv", "gross_output,,2024-Q1,1391870", "gross_output,,2024-Q1,1391871", "Số liệu đã khác"),
        ("targets/2024.yaml", "target: {at_least: 7367800}", "target: {at_least: 7367801}", "Danh mục đã khác"),
    ],
)
def test_what_was_edited_in_the_workspace_since_is_said(
    file: str, old: str, new: str, said: str, kpi: Kpi, tmp_path: Path
) -> None:
    workspace = a_workspace(tmp_path)
    made = reported(kpi, workspace, tmp_path / "r")
    path = workspace / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new).replace("7.367.800", "7.367.801"), encoding="utf-8")
    ran = verified(kpi, workspace, made)
    assert ran.code == 1
    assert AS_WRITTEN in ran.out
    assert OTHER in ran.out
    assert said in ran.out


def test_edited_and_otherwise_today_says_that_it_cannot_tell_them_apart(kpi: Kpi, tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    made = reported(kpi, workspace, tmp_path / "r")
    book = opened(made)
    number(book)
    book.save(made)
    for path in (workspace / "data" / "2024").glob("*.csv"):
        path.unlink()
    ran = verified(kpi, workspace, made)
    assert ran.code == 1
    assert EDITED in ran.out
    assert OTHER in ran.out
    assert "không tách riêng được" in ran.out
    assert "… và" in ran.out  # more cells than are listed


def test_it_speaks_the_language_that_is_asked_for_whatever_the_report_speaks(kpi: Kpi, tmp_path: Path) -> None:
    made = reported(kpi, FULL_YEAR, tmp_path / "r", "--lang", "en")
    assert AS_WRITTEN in verified(kpi, FULL_YEAR, made).out
    ran = verified(kpi, FULL_YEAR, made, "--lang", "en")
    assert (ran.code, ran.out.count("✔")) == (0, 2)
    assert "No cell was edited" in ran.out


def test_a_workbook_that_is_no_report_is_refused(kpi: Kpi, tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = 1
    book.save(tmp_path / "a.xlsx")
    ran = verified(kpi, FULL_YEAR, tmp_path / "a.xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "a.xlsx" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("name", ["kpi as_of", "kpi year", "kpi since_known_on"])
def test_a_mark_that_makes_no_sense_is_none(name: str, made: Path, kpi: Kpi) -> None:
    book = opened(made)
    next(one for one in book.custom_doc_props if one.name == name).value = "hôm qua"
    book.save(made)
    assert verified(kpi, FULL_YEAR, made).code == 2


@pytest.mark.parametrize("content", [b"", b"khong phai zip", b"PK\x03\x04" + b"\x00" * 100])
def test_what_is_no_workbook_is_refused_with_its_finding(content: bytes, kpi: Kpi, tmp_path: Path) -> None:
    path = tmp_path / WEEK_40
    path.write_bytes(content)
    ran = verified(kpi, FULL_YEAR, path)
    assert (ran.code, ran.out) == (2, "")
    assert "KPI112" in ran.err


def test_a_file_that_is_not_there_is_said(kpi: Kpi, tmp_path: Path) -> None:
    ran = verified(kpi, FULL_YEAR, tmp_path / "khong-co.xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "KPI101" in ran.err

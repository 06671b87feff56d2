"""The weekly workbook in LibreOffice: it opens without repair, and its pages can be read."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cli.report_workspace import FULL_YEAR, opened, reported
from conftest import REPOSITORY, Kpi

OFFICE, TO_TEXT, INFO = (
    shutil.which("soffice") or shutil.which("libreoffice"),
    shutil.which("pdftotext"),
    shutil.which("pdfinfo"),
)
needs_office = pytest.mark.skipif(None in (OFFICE, TO_TEXT, INFO), reason="needs LibreOffice and poppler")
_A4 = {"595 x 842", "842 x 595"}  # points


def pages_of(workbook: Path, folder: Path) -> list[str]:
    """The text of each page as LibreOffice prints it."""
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = [str(OFFICE), home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = folder / f"{workbook.stem}.pdf"
    told = subprocess.run([str(INFO), "-l", "999", str(pdf)], check=True, capture_output=True, text=True).stdout
    sizes = re.findall(r"size:\s+([0-9.]+) x ([0-9.]+)", told)
    assert {f"{round(float(width))} x {round(float(height))}" for width, height in sizes} <= _A4
    text = subprocess.run([str(TO_TEXT), "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def without_blanks(text: str) -> str:
    """A PDF has places of letters, and no blanks: where some are is a guess of who reads it."""
    return "".join(text.split())


def _is_title(cell: Any) -> bool:
    return cell.value is not None and cell.font.bold and cell.font.size == 13


@needs_office
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("workspace", [FULL_YEAR, REPOSITORY], ids=["the made-up year", "this repository"])
def test_every_sheet_prints_whole_on_a4(workspace: Path, lang: str, kpi: Kpi, tmp_path: Path) -> None:
    made = reported(kpi, workspace, tmp_path / "r", "--lang", lang, "--since", "2024-07-08")
    pages = pages_of(made, tmp_path)
    text = "".join(pages)
    assert "###" not in text  # a column too narrow for its number
    assert not re.search(r"Err:|#(REF|NAME|VALUE|DIV)", text)
    for sheet in opened(made).worksheets:
        title = next(cell.value for row in sheet.iter_rows(max_col=1) for cell in row if _is_title(cell))
        assert without_blanks(title) in without_blanks(text)
    assert not any(not page.strip() for page in pages)


@needs_office
def test_the_official_table_repeats_its_heading_and_ends_with_the_signatures(kpi: Kpi, tmp_path: Path) -> None:
    pages = pages_of(reported(kpi, FULL_YEAR, tmp_path / "r"), tmp_path)
    official = [page for page in pages if "4=3:2" in page]
    assert len(official) > 1
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in official[0]
    assert all("Trạng thái" in page for page in official)
    assert "NGƯỜI LẬP BIỂU" in official[-1]
    assert re.search(r"\b59\b", official[-1])  # with rows of the table above them


@needs_office
def test_the_first_page_has_no_number_and_the_others_have_theirs(kpi: Kpi, tmp_path: Path) -> None:
    first, second, *_ = pages_of(reported(kpi, FULL_YEAR, tmp_path / "r"), tmp_path)
    assert not re.match(r"\s*1\s*\n", first)
    assert re.match(r"\s*2\s*\n", second)

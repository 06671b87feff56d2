"""What went back and was corrected is imported as it is. Every figure here is made up: Số liệu giả."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from builders import a_catalogue, an_indicator
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.catalogue import LocalText
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.read.returns.csv_file import csv_grid
from phongtho_kpi.read.returns.reading import Return, read_return
from phongtho_kpi.read.returns.words import Words
from phongtho_kpi.write.handed_back import CsvLines, HandBackWords, Remark, SheetCells, hand_back

MESSAGES = Messages("vi")
VI = HandBackWords.of(MESSAGES)
TIDY = (
    ("Chỉ tiêu", "Kỳ", "Giá trị", "ĐVT"),
    ("Chè", "Tháng 5", "11,5", "ha"),
    ("Chề", "Tháng 6", "12,5", "ha"),
    ("Chè", "Tháng 13", "13,5", "ha"),
    ("Chè", "Tháng 8", "14", "5", "ha"),
    ("Chè", "Tháng 9", "15,5"),
)
WIDE = (
    ("Số liệu giả, năm 2024", None, None, None, None),
    ("TT", "Chỉ tiêu", "Thực hiện", None, "Kế hoạch"),
    (None, None, "Tháng 5", "Tháng 6", None),
    ("A", "B", "1", "2", "3"),
    ("I", "KINH TẾ", None, None, None),
    ("1", "Chè", "1,5", "trên 2", "30"),
    ("2", "Chề", "3,5", "4,5", "40"),
)


def read(path: Path) -> Return:
    tea = an_indicator(id="tea", unit="ha", name=LocalText(vi="Chè"))
    rice = an_indicator(id="rice", name=LocalText(vi="Lúa"))
    return read_return(path, Words(a_catalogue(tea, rice), Areas(), 2024), None)


def remark(finding: Finding) -> Remark:
    origin = finding.origin
    return Remark(origin.sheet, origin.cell, origin.line, " ".join(MESSAGES.finding(finding)))


def told(path: Path) -> Any:
    """The figures of a file, and what is wrong with it."""
    seen = read(path)
    figures = sorted((one.indicator, str(one.period), str(one.value)) for one in seen.observations)
    return figures, sorted(finding.kind.name for finding in seen.findings)


def as_csv(path: Path, rows: Any, delimiter: str) -> Path:
    text = "".join(delimiter.join(f'"{cell or ""}"' for cell in row) + "\r\n" for row in rows)
    path.write_text(text, encoding="utf-8-sig")
    return path


def csv_back(path: Path, delimiter: str, header: tuple[int, ...]) -> Path:
    (sheet,) = csv_grid(path, path.read_bytes(), path.name).sheets
    remarks = [remark(finding) for finding in read(path).findings if finding.is_error]
    return hand_back(path, CsvLines(sheet.rows, delimiter, [header]), remarks, VI)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_is_not_corrected_in_a_csv_file_is_rejected_again(tmp_path: Path, delimiter: str) -> None:
    path = as_csv(tmp_path / "a.csv", TIDY, delimiter)
    wrong = ["ragged-row", "ragged-row", "unknown-indicator", "unknown-period"]
    assert told(path) == ([("tea", "2024-05", "11.5")], wrong)
    assert told(csv_back(path, delimiter, (1,))) == ([], wrong)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_corrected_csv_file_has_the_figures_that_were_missing(tmp_path: Path, delimiter: str) -> None:
    back = csv_back(as_csv(tmp_path / "a.csv", TIDY, delimiter), delimiter, (1,))
    text = back.read_text(encoding="utf-8-sig")
    for wrong, right in (
        ("Chề|Tháng 6", "Chè|Tháng 6"),
        ("Tháng 13", "Tháng 7"),
        ("14|5|ha", '"14,5"|ha'),
        ('15,5"|' if delimiter == "," else "15,5|", '15,5"|ha|' if delimiter == "," else "15,5|ha|"),
    ):
        assert wrong.replace("|", delimiter) in text
        text = text.replace(wrong.replace("|", delimiter), right.replace("|", delimiter))
    back.write_text(text, encoding="utf-8-sig")
    months = (("2024-06", "12.5"), ("2024-07", "13.5"), ("2024-08", "14.5"), ("2024-09", "15.5"))
    assert told(back) == ([("tea", *figure) for figure in months], [])


def test_a_wide_csv_file_with_two_rows_of_headings_is_read_again(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", WIDE, ";")
    back = csv_back(path, ";", (2, 3))
    assert told(back) == told(path) == ([("tea", "2024-05", "1.5")], ["not-exact", "unknown-indicator"])
    text = back.read_text(encoding="utf-8-sig").replace(";Chề;", ";Lúa;").replace(";trên 2;", ";2,5;")
    back.write_text(text, encoding="utf-8-sig")
    tea, rice = ("1.5", "2.5"), ("3.5", "4.5")
    figures = [(name, month, value) for name, values in (("rice", rice), ("tea", tea))
               for month, value in zip(("2024-05", "2024-06"), values, strict=True)]  # fmt: skip
    assert told(back) == (figures, [])


def workbook(path: Path, rows: Any) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("C2:D2")
    book.save(path)
    return path


def test_a_corrected_workbook_is_read_again_and_so_is_one_made_of_an_xls(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", WIDE)
    before = ([("tea", "2024-05", "1.5")], ["not-exact", "unknown-indicator"])
    assert told(path) == before
    remarks = [remark(finding) for finding in read(path).findings]
    cells = [(row, [cell or "" for cell in cells]) for row, cells in enumerate(WIDE, start=1)]
    rebuilt = [SheetCells("Sheet", cells, merged=[(2, 2, 2, 3)])]
    for back in (hand_back(path, None, remarks, VI), hand_back(path, rebuilt, remarks, VI)):
        assert told(back) == before
        book = openpyxl.load_workbook(back)
        marked = [cell.coordinate for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]
        assert marked == ["D6", "B7"]
        book.worksheets[0]["D6"] = 2.5
        book.worksheets[0]["B7"] = "Lúa"
        book.save(back)
        assert [len(one) for one in told(back)] == [4, 0]

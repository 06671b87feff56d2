"""Workbooks that go back to who sent them. Every figure in them is made up: Số liệu giả."""

import errno
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.read.returns.grid import Exact, Grid, Percent
from phongtho_kpi.read.returns.xlsx_file import xlsx_grid
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write import handed_back, safely, sent_book
from phongtho_kpi.write.handed_back import HandBackWords, Remark, SheetCells, StoredNumber, hand_back

VI = HandBackWords.of(Messages("vi"))
RED, DARK_RED = "FFFFC7CE", "FF9C0006"
FORM = (
    ("UBND HUYỆN PHONG THỔ",),
    ("Biểu 01: số liệu giả, ước thực hiện 6 tháng đầu năm 2024",),
    (),
    ("TT", "Chỉ tiêu", "ĐVT", "Thực hiện", None, "Cột lạ"),
    (None, None, None, "Tháng 5", "Tháng 6", None),
    ("A", "B", "C", 1, 2, "3=2/1"),
    ("I", "KINH TẾ"),
    (1, "Lương thực có hạt", "tấn", 111.1, "trên 65", 7),
    (2, "Diện tích chè", "ha", 22.2, "=D9*2", 8),
)


def a_file(
    folder: Path, *rows: Any, change: Callable[[Any], None] = lambda _: None, name: str = "thang-7.xlsx"
) -> Path:
    """A workbook of one sheet, `Biểu 01`, changed as the test wants."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Biểu 01"
    for row in rows or FORM:
        sheet.append(row)
    if not rows:
        sheet.merge_cells("D4:E4")
    change(book)
    book.save(folder / name)
    return folder / name


def about(cell: str | None, text: str = "Sai. Sửa đi.", sheet: str | None = "Biểu 01") -> Remark:
    return Remark(sheet, cell, None, text)


def back(path: Path, *remarks: Remark) -> Any:
    """The workbook that goes back, opened."""
    return openpyxl.load_workbook(hand_back(path, None, remarks, VI), rich_text=True)


def commented(book: Any) -> Any:
    """The comments' texts by sheet and cell, without the line that says whose they are."""
    return {
        (sheet.title, cell.coordinate): cell.comment.text.removeprefix("kpi:\n")
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }


def tinted(sheet: Any) -> list[str]:
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == RED]


def seen(path: Path) -> list[Any]:
    """What the project's reader finds in a workbook, with the class of every cell."""
    grid = xlsx_grid(path.read_bytes(), path.name)
    assert grid.findings == ()
    return [
        (
            sheet.name,
            [(row, [(type(cell), cell) for cell in cells]) for row, cells in sheet.rows],
            sorted(sheet.merged),
            sheet.hidden_rows,
            sheet.hidden_columns,
            sheet.is_hidden,
        )
        for sheet in grid.sheets
    ]


# --- where a mark goes


def test_a_cell_is_tinted_and_its_comment_says_why_and_what_to_do(tmp_path: Path) -> None:
    def dress(book: Any) -> None:
        cell = book.worksheets[0]["E8"]
        cell.font = Font(name="Times New Roman", size=14, italic=True)
        cell.border = Border(left=Side(style="thick"))

    book = back(a_file(tmp_path, change=dress), about("E8", "“trên 65” là một cận. Ghi số cụ thể."))
    cell = book["Biểu 01"]["E8"]
    assert commented(book) == {("Biểu 01", "E8"): "“trên 65” là một cận. Ghi số cụ thể."}
    assert cell.comment.author == "kpi"
    assert (cell.value, cell.font.name, cell.font.sz, cell.font.i) == ("trên 65", "Times New Roman", 14, True)
    assert (cell.font.color.rgb, cell.border.left.style) == (DARK_RED, "thick")
    assert tinted(book["Biểu 01"]) == ["E8"]


def test_a_row_is_tinted_where_something_stands_and_commented_at_its_first_cell(tmp_path: Path) -> None:
    book = back(a_file(tmp_path, change=lambda book: book.worksheets[0].insert_cols(1)), about("8:8"))
    assert tinted(book["Biểu 01"]) == ["B8", "C8", "D8", "E8", "F8", "G8"]
    assert commented(book) == {("Biểu 01", "B8"): "Sai. Sửa đi."}


@pytest.mark.parametrize(
    ("column", "heading"),
    [("E", "E5"), ("D", "D5"), ("F", "F4"), ("B", "B9"), ("XFD", "A1"), ("ZZZ", "A1")],
)
def test_a_column_is_commented_at_its_heading_the_lowest_text_above_its_first_number(
    tmp_path: Path, column: str, heading: str
) -> None:
    book = back(a_file(tmp_path), about(f"{column}:{column}"))
    assert list(commented(book)) == [("Biểu 01", heading)]


def test_a_year_or_a_month_that_excel_made_a_date_is_a_heading(tmp_path: Path) -> None:
    path = a_file(tmp_path, ("Chỉ tiêu", "TH 2023", "2024", 2025, date(2024, 7, 1)), ("Chè", 1, "2.5", "=1+1", 3))
    assert [cell for _, cell in commented(back(path, *(about(f"{one}:{one}") for one in "BCDE")))] == [
        "B1", "C1", "D1", "E1",
    ]  # fmt: skip


def test_a_column_without_a_heading_of_its_own_has_the_narrowest_merged_one(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        for area in ("A1:D1", "B2:C2", "A4:D4"):
            book.worksheets[0].merge_cells(area)

    rows = (("Biểu", None, None, None), ("Chỉ tiêu", "Thực hiện", None, "x"), ("Chè", 1, 2, 3), ("II. XÃ HỘI",))
    assert list(commented(back(a_file(tmp_path, *rows, change=merge), about("C:C")))) == [("Biểu 01", "B2")]


def test_a_column_of_nothing_but_numbers_is_commented_at_the_first(tmp_path: Path) -> None:
    assert list(commented(back(a_file(tmp_path, ("Chè", 1.5), ("Ngô", 2.5)), about("B:B")))) == [("Biểu 01", "B1")]


@pytest.mark.parametrize("cell", [None, "100:100", "C7:D9", "A1048577", "XFE1", "nowhere"])
def test_what_is_about_a_sheet_or_names_no_place_in_it_goes_to_its_first_cell(tmp_path: Path, cell: str | None) -> None:
    path = a_file(tmp_path, (), (None, "  ", "Biểu 01"), (1,))
    book = back(path, about(cell))
    assert (list(commented(book)), tinted(book["Biểu 01"])) == ([("Biểu 01", "C2")], ["C2"])


def test_an_empty_sheet_and_a_blank_cell_can_be_marked(tmp_path: Path) -> None:
    path = a_file(tmp_path, ("x",), change=lambda book: book.create_sheet("Trống"))
    assert list(commented(back(path, about(None, sheet="Trống"), about("C3")))) == [("Biểu 01", "C3"), ("Trống", "A1")]


@pytest.mark.parametrize("sheet", [None, "Không có"])
def test_what_is_about_the_workbook_goes_to_its_first_sheet(tmp_path: Path, sheet: str | None) -> None:
    path = a_file(tmp_path, change=lambda book: book.create_sheet("T2"))
    assert list(commented(back(path, about(None, sheet=sheet)))) == [("Biểu 01", "A1")]


def test_of_merged_cells_the_first_one_is_marked(tmp_path: Path) -> None:
    path = a_file(tmp_path, change=lambda book: book.worksheets[0].merge_cells("B8:C9"))
    book = back(path, about("C9"), about("B9", "Và nữa."), about("E4", "Tiêu đề."))
    assert commented(book) == {("Biểu 01", "B8"): "Sai. Sửa đi.\nVà nữa.", ("Biểu 01", "D4"): "Tiêu đề."}


def test_several_remarks_on_a_cell_are_one_comment_and_the_same_is_said_once(tmp_path: Path) -> None:
    book = back(a_file(tmp_path), about("E8", "Một."), about("E8", "Hai."), about("E8", "Một."))
    assert commented(book) == {("Biểu 01", "E8"): "Một.\nHai."}


def test_a_comment_that_was_there_stays_below_ours_and_others_stay_where_they_are(tmp_path: Path) -> None:
    def comment(book: Any) -> None:
        book.worksheets[0]["E8"].comment = Comment("Nguyễn Văn A:\nSố liệu giả", "Nguyễn Văn A")
        book.worksheets[0]["B9"].comment = Comment("Chè cành", "Nguyễn Văn A")

    book = back(a_file(tmp_path, change=comment), about("E8"))
    older = "Nguyễn Văn A:\nSố liệu giả"
    assert commented(book) == {
        ("Biểu 01", "E8"): f"Sai. Sửa đi.\n———\n{older}",
        ("Biểu 01", "B9"): "Chè cành",
    }
    assert book["Biểu 01"]["B9"].comment.author == "Nguyễn Văn A"


def test_sheets_with_marks_have_a_red_tab_and_the_first_of_them_is_open(tmp_path: Path) -> None:
    def sheets(book: Any) -> None:
        for name in ("T5", "T6", "T7"):
            book.create_sheet(name)
        book["T5"].sheet_state = "hidden"

    path = a_file(tmp_path, change=sheets)
    book = back(path, about("B2", sheet="T7"), about("B2", sheet="T6"), about("B2", sheet="T5"))
    tabs = {sheet.title: sheet.sheet_properties.tabColor for sheet in book.worksheets}
    assert {title: color and color.rgb for title, color in tabs.items()} == {
        "Biểu 01": None, "T5": DARK_RED, "T6": DARK_RED, "T7": DARK_RED,
    }  # fmt: skip
    assert book.active.title == "T6"
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["T6"]


def test_marks_in_a_hidden_sheet_alone_open_nothing(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book.create_sheet("Nháp").sheet_state = "hidden"

    book = back(a_file(tmp_path, change=hide), about("A1", sheet="Nháp"))
    assert (book.active.title, list(commented(book))) == ("Biểu 01", [("Nháp", "A1")])


def test_beyond_two_thousand_remarks_the_last_comment_counts_the_others(tmp_path: Path) -> None:
    remarks = [about(f"A{row}", f"Lý do {row}.") for row in range(1, 2012)]
    comments = commented(back(a_file(tmp_path), *remarks))
    assert len(comments) == 2000
    assert comments["Biểu 01", "A2000"].startswith("Lý do 2000.\nCòn 11 chỗ khác chưa được đánh dấu.")
    assert [text for text in comments.values() if "Còn" in text] == [comments["Biểu 01", "A2000"]]


def test_that_there_are_more_is_said_even_where_the_last_comment_is_cut(tmp_path: Path) -> None:
    remarks = [about(None, f"Lý do dài {row}.") for row in range(2_001)]
    (text,) = commented(back(a_file(tmp_path), *remarks)).values()
    assert text.splitlines()[-1].startswith("Còn 1 chỗ khác")


# --- comments that can be read


def boxes(path: Path) -> list[list[int]]:
    with zipfile.ZipFile(path) as book:
        drawings = [book.read(name).decode() for name in sorted(book.namelist()) if name.endswith(".vml")]
    anchors = [part.partition("<")[0] for drawing in drawings for part in drawing.split("Anchor>")[1::2]]
    return [[int(number) for number in anchor.split(", ")] for anchor in anchors]


def test_a_box_opens_beside_its_cell_over_visible_cells_and_is_as_high_as_its_text(tmp_path: Path) -> None:
    def sizes(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.column_dimensions["G"].hidden = True
        sheet.column_dimensions["H"].width = 40
        sheet.row_dimensions[9].hidden = True
        sheet.row_dimensions[10].height = 75

    path = a_file(tmp_path, change=sizes)
    (short,) = boxes(hand_back(path, None, [about("F8", "Sai.")], VI))
    # F8 is column 5, row 7 from 0: past the hidden G and the 285 pixels of H lie 90 of 375; row 10 takes 100 pixels
    assert short == [6, 15, 7, 2, 9, 26, 9, 42]
    (long,) = boxes(hand_back(path, None, [about("F8", "Sai rồi. " * 30)], VI))
    assert long[:4] == short[:4]
    assert long[6] > short[6]


def test_boxes_stay_in_the_sheet(tmp_path: Path) -> None:
    (box,) = boxes(hand_back(a_file(tmp_path), None, [about("XFD1048576")], VI))
    assert max(box[0], box[4]) <= 16_383
    assert max(box[2], box[6]) <= 1_048_575


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+1", "@x", "http://x.vn", "-5 người"])
def test_what_a_comment_says_is_never_active(tmp_path: Path, text: str) -> None:
    book = back(a_file(tmp_path), about("B2", text))
    assert commented(book) == {("Biểu 01", "B2"): text}


def test_control_characters_and_surrogates_are_not_in_a_comment_and_it_is_cut_where_nobody_reads_on(
    tmp_path: Path,
) -> None:
    hostile = "a\x00\x1b[31m\ud800\u202e\ufffeb" + "x" * 9_000
    (text,) = commented(back(a_file(tmp_path), about("B2", hostile))).values()
    assert text.startswith("a��[31m���bxxx")
    assert text.endswith("x…")
    assert len(text) < 8_200


# --- the sender's own workbook


def test_the_reader_finds_in_it_what_it_found_before_but_the_values_of_formulas(tmp_path: Path) -> None:
    def details(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet["E9"] = 0.522
        sheet["E9"].number_format = "0.0%"
        sheet["F9"] = "=1+1"
        sheet["F9"].data_type = "s"
        sheet["A8"] = "#DIV/0!"
        sheet["B8"].font = Font(name=".VnTime")
        sheet.merge_cells("A7:F7")
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["F"].hidden = True
        book.create_sheet("Nháp").append(("số liệu giả", 5))
        book["Nháp"].sheet_state = "veryHidden"

    path = a_file(tmp_path, change=details)
    with_marks = hand_back(path, None, [about("E8"), about("8:8"), about("E:E")], VI)
    assert seen(with_marks) == seen(path)


def test_a_text_in_two_fonts_keeps_both(tmp_path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    def mix(book: Any) -> None:
        old = TextBlock(InlineFont(rFont=".VnTime"), "ChÌ tiªu ")
        book.worksheets[0]["B4"] = CellRichText([old, TextBlock(InlineFont(rFont="Arial"), "Chỉ tiêu")])

    path = a_file(tmp_path, change=mix)
    assert seen(hand_back(path, None, [about("B4")], VI)) == seen(path)


def test_formulas_are_kept_and_calculated_when_it_is_opened(tmp_path: Path) -> None:
    book = back(a_file(tmp_path), about("E9"))
    assert book["Biểu 01"]["E9"].value == "=D9*2"
    assert book.calculation.fullCalcOnLoad


# a formula, the value that was stored with it, and what is left of the two
OUTWARD = [
    "[1]Sheet1!A1*2",
    "'[1]Sheet 1'!A1",
    "[1]!Ten",
    "'C:\\[So lieu.xlsx]T1'!A1",
    "cmd|'/c calc'!A1",
    'WEBSERVICE("http://x.vn/"&amp;A1)',
    'IF(1,_xlfn.IMAGE("http://x.vn"),2)',
    'HYPERLINK("http://x.vn")',
    "GETPIVOTDATA(A1)",
    "Ngoai+1",
]
INWARD = ["SUM(A1:A2)", "Bang[2024]+1", 'IF(A1="[1]T!A1|",1,2)', "'T 5'!A1", "Trong*2"]


def with_formulas(path: Path, formulas: list[str]) -> None:
    """Give a workbook formulas with the stored value 7 in column A, as Excel writes them."""
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"><f>{formula}</f><v>7</v></c></row>'
        for row, formula in enumerate(formulas, start=1)
    )
    names = (
        '<definedNames><definedName name="Ngoai">[1]T!$A$1</definedName>'
        "<definedName name=\"Trong\">'Biểu 01'!$B$1</definedName>"
        '<definedName name="_xlnm.Auto_Open" hidden="1">Macro1!$A$1</definedName></definedNames>'
    )
    with_parts(
        path,
        {
            "xl/worksheets/sheet1.xml": lambda xml: xml.replace("</sheetData>", f"{cells}</sheetData>"),
            "xl/workbook.xml": lambda xml: xml.replace("<definedNames />", names),
        },
    )


def with_parts(path: Path, changes: dict[str, Callable[[str], str]]) -> None:
    """Rewrite parts of a workbook."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for name, change in changes.items():
        changed = change(parts[name].decode())
        assert changed != parts[name].decode()
        parts[name] = changed.encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_a_formula_that_reaches_out_of_the_workbook_is_the_value_it_had(tmp_path: Path) -> None:
    path = a_file(tmp_path, ())
    with_formulas(path, OUTWARD)
    sheet = back(path, about("B1"))["Biểu 01"]
    assert [sheet.cell(row, 1).value for row in range(1, len(OUTWARD) + 1)] == [7] * len(OUTWARD)


def test_a_formula_that_stays_in_the_workbook_stays(tmp_path: Path) -> None:
    path = a_file(tmp_path, ())
    with_formulas(path, INWARD)
    book = back(path, about("B1"))
    values = [book["Biểu 01"].cell(row, 1).value for row in range(1, len(INWARD) + 1)]
    assert values == [f"={formula}" for formula in INWARD]
    assert list(book.defined_names) == ["Trong"]


def test_a_stored_text_is_no_formula_and_a_stored_error_stays_one(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1" t="str"><f>[1]T!A1</f><v>=1+1</v></c><c r="B1" t="e"><f>[1]T!A2</f><v>#REF!</v></c>'
        '<c r="C1"><f>[1]T!A3</f></c><c r="D1"><f t="array" ref="D1">[1]T!A4</f><v>8</v></c></row>'
    )
    path = a_file(tmp_path, ())
    change = {"xl/worksheets/sheet1.xml": lambda xml: xml.replace("</sheetData>", f"{cells}</sheetData>")}
    with_parts(path, change)
    row = back(path, about("A2"))["Biểu 01"][1]
    assert [(cell.value, cell.data_type) for cell in row] == [("=1+1", "s"), ("#REF!", "e"), (None, "n"), (8, "n")]


def test_links_rules_that_fetch_and_charts_do_not_go_back(tmp_path: Path) -> None:
    from openpyxl.chart import BarChart, Reference
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.worksheet.datavalidation import DataValidation

    def lively(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet["B2"].hyperlink = "file:///etc/passwd"
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=4, min_row=8, max_row=9))
        sheet.add_chart(chart)
        book.create_chartsheet("Đồ thị").add_chart(BarChart())
        for number, formula in enumerate(('WEBSERVICE("http://x.vn")', "$A$1:$A$3"), start=1):
            rule = DataValidation("list", formula)
            rule.add(f"F{number}")
            sheet.add_data_validation(rule)
            sheet.conditional_formatting.add(f"F{number}", FormulaRule([f"{formula}=1"]))

    path = hand_back(a_file(tmp_path, change=lively), None, [about("B2")], VI)
    book = openpyxl.load_workbook(path)
    sheet = book["Biểu 01"]
    assert (sheet["B2"].hyperlink, book.sheetnames) == (None, ["Biểu 01"])
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["F2"]
    assert [str(formatting.sqref) for formatting in sheet.conditional_formatting] == ["F2"]
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "chart" in name or "externalLink" in name]
        assert b"x.vn" not in b"".join(parts.read(name) for name in parts.namelist())


def test_a_workbook_with_macros_goes_back_without_them_as_xlsx(tmp_path: Path) -> None:
    path = a_file(tmp_path, name="thang-7.xlsm")
    kind = "application/vnd.ms-excel.{}.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    for to in (kind.format("sheet"), kind.format("template")):
        with_parts(path, {"[Content_Types].xml": lambda xml, to=to: xml.replace(plain, to)})  # type: ignore[misc]
        with zipfile.ZipFile(path, "a") as parts:
            parts.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
        made = hand_back(path, None, [about("B2")], VI)
        assert made.suffix == ".xlsx"
        with zipfile.ZipFile(made) as parts:
            assert plain in parts.read("[Content_Types].xml").decode()
            assert not [name for name in parts.namelist() if "vba" in name]
        path = a_file(tmp_path, name="thang-7.xlsm")


def test_a_second_round_shows_only_what_is_wrong_now(tmp_path: Path) -> None:
    def comment(book: Any) -> None:
        book.worksheets[0]["E8"].comment = Comment("Nguyễn Văn A:\nSố liệu giả", "Nguyễn Văn A")
        book.create_sheet("T6")

    path = a_file(tmp_path, change=comment)
    first = hand_back(path, None, [about("E8"), about("9:9"), about("A1", sheet="T6")], VI)
    second = hand_back(first, None, [about("B9", "Vẫn sai.")], VI)
    book = openpyxl.load_workbook(second)
    assert (first.name, second.name) == ("thang-7-rejected.xlsx", "thang-7-rejected-2.xlsx")
    assert commented(book) == {
        ("Biểu 01", "E8"): "Nguyễn Văn A:\nSố liệu giả",
        ("Biểu 01", "B9"): "Vẫn sai.",
    }
    assert (tinted(book["Biểu 01"]), tinted(book["T6"])) == (["B9"], [])
    assert (book["T6"].sheet_properties.tabColor, book["Biểu 01"]["E8"].font.color) == (None, None)


def test_the_same_file_and_remarks_give_the_same_bytes_on_any_day_and_in_any_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def merge(book: Any) -> None:
        for row in range(20, 60):
            book.worksheets[0].merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)

    path = a_file(tmp_path, change=merge)
    remarks = [about("E8"), about("9:9")]
    made = {hand_back(path, None, remarks, VI).read_bytes()}
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2033, 5, 18, 3, 33, 20, 2, 138, 0)))
    made.add(hand_back(path, None, remarks, VI).read_bytes())
    program = (
        "import sys, pathlib; from phongtho_kpi.i18n.messages import Messages\n"
        "from phongtho_kpi.write.handed_back import *\n"
        f"remarks = {[tuple(remark) for remark in remarks]!r}\n"
        "made = hand_back(pathlib.Path(sys.argv[1]), None, [Remark(*one) for one in remarks], "
        "HandBackWords.of(Messages('vi')))\nsys.stdout.buffer.write(made.read_bytes())"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        ran = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, check=True, env=environment
        )
        made.add(ran.stdout)
    assert len(made) == 1
    with zipfile.ZipFile(io.BytesIO(made.pop())) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- an .xls, which openpyxl cannot write


def rebuilt(folder: Path, *sheets: SheetCells, remarks: tuple[Remark, ...] = ()) -> Path:
    return hand_back(folder / "bieu-9-thang.xls", sheets, remarks, VI)


def test_of_an_xls_a_workbook_is_made_that_reads_the_same(tmp_path: Path) -> None:
    rows = [
        (1, ["Biểu 9 tháng: số liệu giả"]),
        (4, ["Chỉ tiêu", "", StoredNumber(Decimal("1234.5")), StoredNumber(Decimal("44.367"), is_percent=True)]),
        (6, ["Chè", StoredNumber(Decimal(-3)), "12/17", StoredNumber(Decimal(52), is_percent=True)]),
    ]
    told = SheetCells("Biểu: 01", rows, merged=[(1, 0, 1, 3), (4, 0, 5, 0)], hidden_rows={6, 9_999}, hidden_columns={1})
    made = rebuilt(tmp_path, told, SheetCells("Nháp", [], is_hidden=True), remarks=(about("B6", sheet="Biểu: 01"),))
    assert made.name == "bieu-9-thang-rejected.xlsx"
    grid: Grid = xlsx_grid(made.read_bytes(), made.name)
    first, draft = grid.sheets
    assert list(first.rows) == [
        (1, ["Biểu 9 tháng: số liệu giả"]),
        (4, ["Chỉ tiêu", "", "1234.5", "44.367"]),
        (6, ["Chè", "-3", "12/17", "52"]),
    ]
    assert [type(cell) for _, cells in first.rows for cell in cells] == [
        str, str, str, Exact, Percent, str, Exact, str, Percent,
    ]  # fmt: skip
    assert (sorted(first.merged), draft.is_hidden) == ([(1, 0, 1, 3), (4, 0, 5, 0)], True)
    assert (first.hidden_rows, first.hidden_columns) == ({6}, {1})
    sheet = openpyxl.load_workbook(made).worksheets[0]
    assert (sheet.title, list(commented(sheet.parent))) == ("Biểu  01", [("Biểu  01", "B6")])
    assert (sheet["D4"].number_format, sheet["D6"].number_format) == ("0.000%", "0.00%")


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@cmd", "http://x.vn", "#DIV/0!", "00123", "2024-07", "a\nb"])
def test_its_texts_stay_texts(tmp_path: Path, text: str) -> None:
    made = rebuilt(tmp_path, SheetCells("T", [(1, [text])]))
    cell = openpyxl.load_workbook(made).worksheets[0]["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_sheets_of_an_xls_that_share_a_name_are_all_there(tmp_path: Path) -> None:
    sheets = [SheetCells(name, [(1, [name])]) for name in ("T1", "t1", "T1", "")]
    book = openpyxl.load_workbook(rebuilt(tmp_path, *sheets, remarks=(about("A1", sheet="T1"),)))
    assert [sheet["A1"].value for sheet in book.worksheets] == ["T1", "t1", "T1", None]
    assert list(commented(book)) == [("T1", "A1")]


def test_more_merged_cells_than_there_is_room_for_end_it(tmp_path: Path) -> None:
    with pytest.raises(KpiError) as raised:
        rebuilt(tmp_path, SheetCells("T", [(1, ["x"])], merged=[(1, 0, 65_536, 255)]))
    assert raised.value.key == "cannot-hand-back"


# --- where it is put


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    (tmp_path / "thang-7-rejected.xlsx").write_bytes(b"old")
    (tmp_path / "thang-7-rejected-2.xlsx").mkdir()
    assert hand_back(path, None, [about("B2")], VI).name == "thang-7-rejected-3.xlsx"
    assert (tmp_path / "thang-7-rejected.xlsx").read_bytes() == b"old"


def test_where_all_names_are_taken_that_is_said(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    for number in ("", *(f"-{number}" for number in range(2, 1_000))):
        (tmp_path / f"thang-7-rejected{number}.xlsx").touch()
    with pytest.raises(KpiError) as raised:
        hand_back(path, None, [about("B2")], VI)
    assert (raised.value.key, len(names(tmp_path))) == ("file-exists", 1_000)


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    (tmp_path / "kept.xlsx").write_bytes(b"old")
    (tmp_path / "thang-7-rejected.xlsx").symlink_to(tmp_path / "kept.xlsx")
    (tmp_path / "thang-7-rejected-2.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    assert hand_back(path, None, [about("B2")], VI).name == "thang-7-rejected-3.xlsx"
    assert (tmp_path / "kept.xlsx").read_bytes() == b"old"
    assert not (tmp_path / "nowhere.xlsx").exists()


def failing(code: int) -> Any:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize(("code", "key"), [(errno.EROFS, "read-only"), (errno.EACCES, "no-permission")])
def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, key: str
) -> None:
    path = a_file(tmp_path)
    monkeypatch.setattr(safely.os, "fsync", failing(code))
    with pytest.raises(KpiError) as raised:
        hand_back(path, None, [about("B2")], VI)
    assert (raised.value.key, raised.value.params["file"]) == (key, str(tmp_path / "thang-7-rejected.xlsx"))
    assert names(tmp_path) == ["thang-7.xlsx"]


def test_a_full_disk_while_openpyxl_writes_is_said_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path)
    monkeypatch.setattr(tempfile, "_mkstemp_inner", failing(errno.ENOSPC))
    with pytest.raises(KpiError) as raised:
        hand_back(path, None, [about("B2")], VI)
    assert (raised.value.key, names(tmp_path)) == ("disk-full", ["thang-7.xlsx"])


def test_a_name_that_leaves_no_room_for_more_is_cut_at_a_letter(tmp_path: Path) -> None:
    path = a_file(tmp_path, name="ệ" * 80 + "x" * 10 + ".xlsx")
    made = hand_back(path, None, [about("B2")], VI)
    assert made.name == "ệ" * 79 + "-rejected.xlsx"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("-rejected.xlsx", "-rejected-rejected.xlsx"),
        ("a-rejected-7.xlsx", "a-rejected.xlsx"),
        ("a\nb\x1b.v2.xlsx", "a\nb\x1b.v2-rejected.xlsx"),
        ("..xlsx.xlsx", "..xlsx-rejected.xlsx"),
    ],
)
def test_names_are_the_senders_own_but_for_what_we_added_before(tmp_path: Path, name: str, made: str) -> None:
    assert hand_back(a_file(tmp_path, name=name), None, [about("B2")], VI).name == made


# --- what cannot be done


def cannot(source: Path) -> str:
    with pytest.raises(KpiError) as raised:
        hand_back(source, None, [about("B2")], VI)
    assert raised.value.params["file"] == str(source)
    return raised.value.key


def test_a_workbook_that_openpyxl_cannot_load_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert cannot(tmp_path / "a.xlsx") == "cannot-hand-back"
    path = a_file(tmp_path)
    with_parts(path, {"xl/styles.xml": lambda xml: xml[:500]})
    assert cannot(path) == "cannot-hand-back"
    assert names(tmp_path) == ["a.xlsx", "thang-7.xlsx"]


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    assert cannot(tmp_path / "gone.xlsx") == "not-readable"
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert cannot(tmp_path / "pipe.xlsx") == "cannot-hand-back"
    assert cannot(tmp_path) == "cannot-hand-back"


@pytest.mark.parametrize(
    ("element", "before"),
    [
        ('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "<pageMargins"),
        ("<mergeCells><mergeCell ref='$A$1:$XFD$1048576' /></mergeCells>", "<pageMargins"),
        ('<mergeCells><mergeCell ref="&#65;1:XFD1048576"/></mergeCells>', "<pageMargins"),
        ('<hyperlinks><hyperlink ref="A:XFD" location="A1"/></hyperlinks>', "<pageMargins"),
    ],
)
def test_a_range_that_covers_more_than_there_is_room_for_ends_it_at_once(
    tmp_path: Path, element: str, before: str
) -> None:
    path = a_file(tmp_path, ("x",))
    with_parts(path, {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(before, element + before)})
    assert cannot(path) == "cannot-hand-back"


def test_more_blank_cells_than_there_is_room_for_end_it(tmp_path: Path) -> None:
    path = a_file(tmp_path, ("x",))
    blank = '<row r="2">' + "<c/>" * 2_000_000 + "</row>"
    with_parts(path, {"xl/worksheets/sheet1.xml": lambda xml: xml.replace("</sheetData>", f"{blank}</sheetData>")})
    assert cannot(path) == "cannot-hand-back"


def test_a_workbook_that_is_too_large_packed_or_unpacked_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(sent_book, "MOST_INFLATED", 5_000)
        assert cannot(path) == "cannot-hand-back"
    monkeypatch.setattr(handed_back, "MOST_BYTES", 1_000)
    assert cannot(path) == "cannot-hand-back"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = a_file(tmp_path, ("x",))
    with_parts(path, {"xl/worksheets/sheet1.xml": lambda xml: '<!DOCTYPE a [<!ENTITY b "c">]>' + xml})
    assert cannot(path) == "cannot-hand-back"


def test_a_part_that_is_no_xml_does_no_harm(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("xl/drawings/vmlDrawing1.vml", "<xml><br></xml>")
        parts.writestr("xl/media/image1.png", b"\x89PNG\x00<c>" * 400_000)
        parts.writestr("xl/empty.xml", b"")
    assert list(commented(back(path, about("B2")))) == [("Biểu 01", "B2")]

"""How a workbook is laid out: what a person sees in Excel, read back from its cells."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from openpyxl import load_workbook

from phongtho_kpi.model.assessment import Status
from phongtho_kpi.report.sheet import (
    Block,
    Book,
    Chart,
    ChartKind,
    Charts,
    Letterhead,
    Lines,
    Placed,
    Series,
    Sheet,
    Signatures,
    Tile,
    Tiles,
)
from phongtho_kpi.report.stamp import Told
from phongtho_kpi.report.table import (
    SYMBOLS,
    Cell,
    Column,
    ColumnKind,
    DayCell,
    Missing,
    Note,
    NumberCell,
    Section,
    StatusCell,
    Table,
    TextCell,
    Tone,
)
from phongtho_kpi.write.workbook.book import book_bytes

NUMBER, TEXT, STATUS, DAY = ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.STATUS, ColumnKind.DAY


def a_table(*rows: tuple[Cell, ...], kinds: tuple[ColumnKind, ...] = (TEXT, NUMBER), **rest: Any) -> Table:
    columns = tuple(Column(f"c{at}", f"Cột {at}", kind) for at, kind in enumerate(kinds))
    sections = rest.pop("sections", (Section("", rows),))
    return Table("vi", rest.pop("title", ""), columns, sections, **rest)


def made(*blocks: Block, widths: tuple[int, ...] = (20, 12), **rest: Any) -> bytes:
    sheet = Sheet("Trang", "Tên trang", ("Dòng dưới",), blocks, widths, **rest)
    return book_bytes(Book("vi", "Tên sổ", "Về gì", (sheet,)))


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def at(sheet: Any, text: object) -> Any:
    """The first cell that holds it."""
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


# cells


def test_numbers_are_numbers_with_their_decimals_and_days_are_days() -> None:
    row = (TextCell("a"), NumberCell(Decimal("1234.50"), 1), DayCell(date(2024, 7, 15)))
    sheet = opened(made(Placed(a_table(row, kinds=(TEXT, NUMBER, DAY))), widths=(9, 9, 9)))
    number, day = at(sheet, 1234.5), at(sheet, datetime(2024, 7, 15))  # noqa: DTZ001 -- Excel knows no time zones
    assert (number.data_type, number.number_format, number.alignment.horizontal) == ("n", "#,##0.0", "right")
    assert (day.value.date(), day.number_format) == (date(2024, 7, 15), "dd/mm/yyyy")


def test_a_sign_of_ours_stands_behind_a_number_that_stays_one() -> None:
    cell = NumberCell(Decimal("-12.5"), 1, signed=True, suffix="%")
    number = at(opened(made(Placed(a_table((TextCell("a"), cell))))), -12.5)
    assert number.number_format == '+#,##0.0"%";-#,##0.0"%";#,##0.0"%"'


def test_the_numbers_of_rows_and_columns_are_numbers_too() -> None:
    columns = (Column("number", "TT"), Column("name", "Chỉ tiêu"))
    row = (NumberCell(Decimal(41), 0), TextCell("a"))
    table = Table("vi", "", columns, (Section("", (row,)),), numbering=("A", "1"))
    sheet = opened(made(Placed(table, is_ruled=True)))
    assert (at(sheet, 41).data_type, at(sheet, 1).data_type) == ("n", "n")
    assert at(sheet, 41).alignment.horizontal == "center"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "http://a.vn", "#REF!", "1e5", "TRUE", "2024-07-01"])
def test_a_text_stays_a_text(text: str) -> None:
    cell = at(opened(made(Placed(a_table((TextCell(text), Missing()))))), text)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert bool(cell.quotePrefix) is (text[0] in "=+-@")  # nor does it become one if somebody types Enter in it


@pytest.mark.parametrize("text", ["_x0041_", "a_x000D_b", "__x0041_"])
def test_what_excel_would_take_for_an_escape_comes_back_as_it_was(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made(Placed(a_table((TextCell(text), Missing())))))) as book:
        stored = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/worksheets/sheet1.xml").decode())
    assert text in [one.replace("_x005F_", "_") for one in stored if "_x005F_" in one]


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert at(opened(made(Lines("", (Note("a\x00b\x1bc\ud800d"),)))), "a\ufffdb\ufffdc\ufffdd")


def test_whoever_asks_is_told_what_stands_in_each_cell() -> None:
    heard: list[Told] = []

    def properties(told: list[Told]) -> dict[str, str]:
        heard.extend(told)
        return {"kpi cells": "x"}

    row = (TextCell("a"), NumberCell(Decimal("1.50"), 2), DayCell(date(2024, 7, 15)))
    sheet = Sheet("Trang", "T", (), (Placed(a_table(row, kinds=(TEXT, NUMBER, DAY))),), (9, 9, 9))
    content = book_bytes(Book("vi", "", "", (sheet,)), properties)
    assert ("Trang", "B4", "= 1.5") in heard
    assert ("Trang", "C4", "@ 2024-07-15") in heard
    assert {(one.name, one.value) for one in load_workbook(io.BytesIO(content)).custom_doc_props} == {
        ("kpi cells", "x")
    }


# tables


def test_the_main_table_stays_in_view_is_repeated_and_has_filters() -> None:
    sheet = opened(made(Placed(a_table((TextCell("a"), Missing())), is_main=True)))
    heading = at(sheet, "Cột 0").row
    assert sheet.freeze_panes == f"B{heading + 1}"
    assert sheet.print_title_rows == f"${heading}:${heading}"
    assert sheet.auto_filter.ref == f"A{heading}:B{heading + 1}"


def test_a_heading_far_down_is_not_frozen() -> None:
    lines = Lines("", tuple(Note(f"dòng {number}") for number in range(20)))
    sheet = opened(made(lines, Placed(a_table((TextCell("a"), Missing())), is_main=True)))
    assert sheet.freeze_panes is None
    assert sheet.auto_filter.ref is not None


def test_the_numbers_of_columns_stand_under_the_headings_and_carry_the_filters() -> None:
    table = a_table((TextCell("a"), Missing()), numbering=("A", "1"))
    sheet = opened(made(Placed(table, is_main=True, is_ruled=True)))
    numbers = at(sheet, "A").row
    assert numbers == at(sheet, "Cột 0").row + 1
    assert sheet.auto_filter.ref == f"A{numbers}:B{numbers + 1}"
    assert sheet.print_title_rows == f"${numbers - 1}:${numbers}"


def test_a_group_has_its_number_in_the_first_column_and_its_name_in_the_second() -> None:
    table = a_table(sections=(Section("Kinh tế", ((TextCell("1"), Missing()),), mark="I"),), kinds=(TEXT, TEXT))
    sheet = opened(made(Placed(table, is_ruled=True)))
    mark, name = at(sheet, "I"), at(sheet, "Kinh tế")
    assert (mark.column_letter, name.column_letter, mark.row) == ("A", "B", name.row)
    assert mark.font.bold
    assert mark.border.left.style == "thin"


def test_a_sum_is_bold_and_what_it_sums_up_is_not() -> None:
    one, total = (TextCell("a"), NumberCell(Decimal(1), 0)), (TextCell("b"), NumberCell(Decimal(2), 0))
    sheet = opened(made(Placed(a_table(sections=(Section("", (one,)), Section("", (total,), is_total=True))))))
    assert (at(sheet, "a").font.bold, at(sheet, "b").font.bold) == (False, True)


def test_a_column_is_as_wide_as_its_widest_number_and_day() -> None:
    row = (TextCell("a"), NumberCell(Decimal("7367800123.25"), 2))
    sheet = opened(made(Placed(a_table(row)), widths=(20, 4)))
    assert sheet.column_dimensions["B"].width >= len("7.367.800.123,25")


@pytest.mark.parametrize(("letters", "lines"), [(10, 1), (30, 2), (90, 5)])
def test_a_row_is_as_high_as_its_longest_text(letters: int, lines: int) -> None:
    text = ("chữ " * letters)[:letters].strip()
    sheet = opened(made(Placed(a_table((TextCell(text), Missing())))))
    height = sheet.row_dimensions[at(sheet, text).row].height
    assert lines * 11 * 1.3 <= height <= lines * 11 * 1.5 + 2


def test_a_text_of_many_lines_is_as_high_as_they_are_and_no_row_is_higher_than_excel_takes() -> None:
    sheet = opened(made(Placed(a_table((TextCell("a\nb\nc"), Missing()), (TextCell("chữ " * 5000), Missing())))))
    assert sheet.row_dimensions[at(sheet, "a\nb\nc").row].height > 3 * 11
    assert max(one.height or 0 for one in sheet.row_dimensions.values()) <= 409


def test_statuses_are_tinted_by_their_symbols_and_no_formula_holds_anything_else() -> None:
    rows = tuple((StatusCell(status, "=HYPERLINK(1)"), Missing()) for status in Status)
    sheet = opened(made(Placed(a_table(*rows, kinds=(STATUS, NUMBER)))))
    rules = {str(one.sqref): [rule.formula[0] for rule in one.rules] for one in sheet.conditional_formatting}
    tints = [f'LEFT(A5,1)="{symbol}"' for symbol in dict.fromkeys(SYMBOLS.values())]
    assert rules == {"A5:A13": [*tints, "TRUE"], "B5:B13": ["TRUE"]}  # the last ones draw the lines between the rows


def test_a_blank_cell_is_not_there_unless_the_table_has_borders() -> None:
    row = (TextCell("a"), TextCell(""))
    assert opened(made(Placed(a_table(row, kinds=(TEXT, TEXT))))).max_column == 2  # its heading
    for is_ruled in (False, True):
        sheet = opened(made(Placed(a_table(row, kinds=(TEXT, TEXT)), is_ruled=is_ruled)))
        assert sheet.cell(at(sheet, "a").row, 2).has_style is is_ruled


def test_columns_may_go_over_several_of_the_sheet() -> None:
    sheet = opened(made(Placed(a_table((TextCell("a"), TextCell("b"))), spans=(2, 3)), widths=(5,) * 5))
    row = at(sheet, "b").row
    assert {f"A{row}:B{row}", f"C{row}:E{row}"} <= {str(one) for one in sheet.merged_cells.ranges}


def test_notes_stand_below_and_a_table_of_nothing_has_no_heading() -> None:
    sheet = opened(made(Placed(a_table(sections=(), notes=(Note("ghi chú", hint="xem: kpi check", symbol="⚠"),)))))
    assert at(sheet, "⚠ ghi chú   xem: kpi check")
    assert "Cột 0" not in {cell.value for row in sheet.iter_rows() for cell in row}


# the other blocks


def test_large_figures_stand_over_what_they_count() -> None:
    tiles = Tiles((Tile(Decimal(20), "đạt", Tone.GOOD), Tile(Decimal(8), "có nguy cơ", Tone.WARNING)))
    sheet = opened(made(tiles, widths=(10,) * 4))
    figure, words = at(sheet, 8), at(sheet, "có nguy cơ")
    assert (figure.column_letter, words.column_letter) == ("C", "C")
    assert figure.font.size > words.font.size
    assert figure.font.color.rgb == words.font.color.rgb


def test_the_head_of_the_paper_stands_above_the_title() -> None:
    head = Letterhead(("UỶ BAN", "HUYỆN"), ("NƯỚC", "Tự do"))
    sheet = opened(made(head, Placed(a_table((TextCell("a"), Missing()))), widths=(10,) * 4))
    assert at(sheet, "HUYỆN").row < at(sheet, "Tên trang").row
    assert at(sheet, "Tự do").font.underline == "single"
    assert at(sheet, "Tên trang").alignment.horizontal == "center"


def test_who_signs_stays_with_the_last_rows_of_the_table() -> None:
    rows = tuple((TextCell(f"dòng {number}"), Missing()) for number in range(100))
    signed = Signatures("ngày", ("LẬP BIỂU",), ("CHỦ TỊCH",))
    for count in range(20, 60):
        sheet = opened(made(Placed(a_table(*rows[:count]), is_main=True), signed, widths=(60, 60, 60, 30)))
        breaks = [one.id for one in sheet.row_breaks.brk]
        assert len(breaks) <= 2
        if breaks:
            assert breaks[-1] < at(sheet, f"dòng {count - 1}").row - 1


def test_pages_end_where_we_say_and_never_below_a_heading() -> None:
    groups = tuple(
        Section(
            f"Nhóm {group}",
            tuple((TextCell(f"dòng {group}.{row}"), Missing()) for row in range(3 + group % 5)),
            mark="I",
        )
        for group in range(40)
    )
    table = a_table(sections=groups, kinds=(TEXT, TEXT))
    sheet = opened(made(Placed(table, is_main=True, is_ruled=True), widths=(60, 120)))
    ends = [one.id for one in sheet.row_breaks.brk]
    assert len(ends) > 3
    assert not [row for row in ends if str(sheet.cell(row, 2).value).startswith("Nhóm")]
    heights = [sum(sheet.row_dimensions[row].height for row in range(a + 1, b + 1)) for a, b in pairwise([0, *ends])]
    assert max(heights) <= 640  # points: A4 on its side, shrunk to the width of the columns


def test_charts_have_their_numbers_beside_what_is_printed() -> None:
    series = (Series("Thực hiện", (Decimal(1), None), (Status.MET,)),)
    chart = Chart(ChartKind.MONTHS, "Chè", ("1", "2"), series, places=1)
    sheet = opened(made(Charts((chart, chart), abreast=2, rows=8), Lines("", (Note("sau"),)), widths=(10,) * 4))
    assert sheet.print_area == f"'Trang'!$A$1:$D${at(sheet, 'sau').row}"
    numbers = at(sheet, 1)
    assert numbers.column > 4
    content = made(Charts((chart,)), widths=(10,) * 4)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert f"'Trang'!$H${at(opened(content), 1).row}" in book.read("xl/charts/chart1.xml").decode()


def test_what_is_said_of_charts_stays_on_their_page() -> None:
    chart = Chart(ChartKind.MONTHS, "Chè", ("1",), (Series("Thực hiện", (Decimal(1),), (Status.MET,)),))
    blocks = (Lines("", tuple(Note(f"dòng {at}") for at in range(12))), Lines("Theo tháng", (Note("cột"),)))
    sheet = opened(made(*blocks, Charts((chart,), rows=20), widths=(30,) * 4))
    assert [one.id for one in sheet.row_breaks.brk] == [at(sheet, "Theo tháng").row - 1]


# pages and bytes


@pytest.mark.parametrize("is_landscape", [True, False])
def test_it_prints_on_a4_as_wide_as_the_paper_with_its_number_but_on_the_first_page(is_landscape: bool) -> None:
    sheet = opened(made(Lines("", (Note("a"),)), is_landscape=is_landscape))
    assert sheet.page_setup.orientation == ("landscape" if is_landscape else "portrait")
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.HeaderFooter.differentFirst
    assert sheet.oddHeader.center.text == "&P"
    assert sheet.firstHeader.center.text is None
    assert 30 <= round(sheet.page_margins.left * 25.4) <= 35  # mm (NĐ 30/2020/NĐ-CP)


def test_the_letters_are_those_of_official_papers_throughout() -> None:
    content = made(Lines("Đầu", (Note("a"),)), Placed(a_table((TextCell("a"), Missing()))))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        fonts = re.findall(r'<name val="([^"]+)"', book.read("xl/styles.xml").decode())
    assert set(fonts) == {"Times New Roman"}


def test_two_workbooks_of_the_same_book_are_the_same_to_the_byte_and_hold_no_time() -> None:
    blocks = (
        Tiles((Tile(Decimal(1), "a"), Tile(Decimal(2), "b"))),
        Placed(a_table((TextCell("a"), Missing())), spans=(1, 1)),
    )
    content = made(*blocks)
    assert made(*blocks) == content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert {one.date_time for one in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.compress_type for one in book.infolist()} == {zipfile.ZIP_STORED}


def test_sheets_of_one_name_are_told_apart() -> None:
    sheet = Sheet("Trang", "T", (), (), (9,))
    content = book_bytes(Book("vi", "", "", (sheet, sheet)))
    names = load_workbook(io.BytesIO(content)).sheetnames
    assert len(set(names)) == 2

"""What `kpi peek` sees is what `kpi import` reads: columns, names, rows passed over. All figures are made up."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from builders import a_catalogue, an_indicator
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import LocalText
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.seen import CellForm, SeenFile, SeenSheet, SeenTable
from phongtho_kpi.read.returns.peeked_tables import ranges
from phongtho_kpi.read.returns.peeking import seen_file
from phongtho_kpi.read.returns.reading import look_at, read_return
from phongtho_kpi.read.returns.words import Words

MADE_UP = "(Số liệu giả)"
TEA = an_indicator(id="tea", name=LocalText(vi="Diện tích chè"), unit="ha")
WATER = an_indicator(kind="level", id="water", name=LocalText(vi="Tỷ lệ nước sạch"), unit="%")
AREAS = Areas(
    (
        Area("03571", LocalText(vi="Xã Dào San"), Origin("areas.yaml"), aliases=("Dào San",)),
        Area("03577", LocalText(vi="Xã Bản Lang"), Origin("areas.yaml"), aliases=("Bản Lang",)),
    )
)


def words() -> Words:
    return Words(a_catalogue(TEA, WATER), AREAS, 2024)


def peek(path: Path) -> SeenFile:
    known = words()
    seen = seen_file(look_at(path, known), known)
    if seen.number_style or seen.in_doubt is None:
        tables = [table for sheet in seen.sheets for table in sheet.tables]
        assert sum(table.figures for table in tables) == read_return(path, known, None).rows
    return seen


def csv(tmp_path: Path, *lines: str) -> SeenSheet:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return peek(path).sheets[0]


def book(tmp_path: Path, rows: list[list[Any]], *merged: str, title: str = "Biểu 1") -> SeenSheet:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    made.save(tmp_path / "a.xlsx")
    return peek(tmp_path / "a.xlsx").sheets[0]


def meanings(table: SeenTable) -> list[tuple[str, str, str, str]]:
    return [(one.role, one.text, one.means, one.problem) for one in table.names]


def test_a_column_means_what_it_says_together_with_the_title_and_the_sheets_name(tmp_path: Path) -> None:
    rows = [["BÁO CÁO THÁNG 6 NĂM 2023"], [MADE_UP], ["Chỉ tiêu", "Trong tháng", "Lũy kế", "Kế hoạch"]]
    sheet = book(tmp_path, [*rows, ["Diện tích chè", 1, 2, 3]], title="T6")
    (table,) = sheet.tables
    assert [(one.letters, one.role, one.period, one.figures) for one in table.columns] == [
        ("A", "indicator", None, 0),
        ("B", "figure", Period(2023, 6, 6), 1),
        ("C", "figure", Period(2023, 1, 6), 1),
        ("D", "plan", None, 0),
    ]
    assert [(line.address, [time.year for time in line.times]) for line in table.lines] == [("A1", [2023]), ("A2", [])]
    assert sheet.name_says is not None
    assert sheet.name_says.times[0].months == (6, 6)


def test_a_line_says_of_which_area_and_in_which_unit_the_figures_are(tmp_path: Path) -> None:
    titles = [["UBND XÃ DÀO SAN"], ["huyện Phong Thổ"], ["Đơn vị tính: km2"], [MADE_UP]]
    (table,) = book(tmp_path, [*titles, ["Chỉ tiêu", "Tháng 6"], ["Diện tích chè", 1]]).tables
    assert [(line.areas, line.unit) for line in table.lines] == [(("03571",), ""), ((), ""), ((), "km2"), ((), "")]
    assert (table.columns[1].area, table.columns[1].unit) == ("03571", "km2")


@pytest.mark.parametrize(
    ("title", "heading", "problem"),
    [
        ("Tháng 7", "Trong tháng", "period-conflict"),
        ("", "Lũy kế", ""),
        ("", "Trong quý", "unknown-period"),
        ("", "Tháng 7", ""),
        ("", "Năm 2026", "later-year"),
        ("", "Số hộ", "unknown-period"),
        ("", "Tháng 6 · Quý IV", "unknown-period"),
        ("UBND XÃ NẬM XE", "Tháng 6", "unknown-area"),
        ("Xã Dào San, Xã Bản Lang", "Tháng 6", "area-conflict"),
    ],
)
def test_why_a_column_would_be_rejected(tmp_path: Path, title: str, heading: str, problem: str) -> None:
    rows = [[title or None], [MADE_UP], ["Chỉ tiêu", "ĐVT", "Kế hoạch", heading], ["Diện tích chè", "ha", 2, 1]]
    (table,) = book(tmp_path, rows, title="T6").tables
    assert table.columns[3].problem == problem
    assert (table.figures, table.rejected) == (1, 1 if problem else 0)
    assert {one.kind.name for one in table.findings} == ({problem} if problem else set())


def test_two_cells_of_a_heading_that_contradict_each_other_are_two_periods(tmp_path: Path) -> None:
    rows = [["Chỉ tiêu", "Tháng 6"], [None, "Quý IV"], ["Diện tích chè", 1]]
    assert book(tmp_path, rows, "A1:A2").tables[0].columns[1].problem == "period-conflict"


def test_columns_of_areas_have_their_codes_and_unknown_ones_are_said(tmp_path: Path) -> None:
    rows = [
        [f"Tháng 6 {MADE_UP}"],
        ["Chỉ tiêu", "Dào San", "Nậm Xe", "Toàn huyện", "Tổng số"],
        ["Diện tích chè", 1, 2, 3, 3],
    ]
    (table,) = book(tmp_path, rows).tables
    assert [(one.role, one.area, one.problem) for one in table.columns[1:]] == [
        ("figure", "03571", ""),
        ("unknown", "", "unknown-area"),
        ("figure", "", ""),
        ("subtotal", "", ""),
    ]


def test_rows_of_a_list_have_their_words_each_once(tmp_path: Path) -> None:
    sheet = csv(
        tmp_path,
        "Mã xã;Xã;Chỉ tiêu;Kỳ;Giá trị;ĐVT;Trạng thái",
        "3571;Dào San;Diện tích chè;T6;1,5;ha;ước",
        ";Nậm Xe;Diện tích chè;T6;1,5;km2;",
        "03577;Dào San;Diện tích chè;T13;1,5;tấn;gần đúng",
        ";Tổng số;Diện tích chè;T6;3;ha;",
        ";;Diện tích cây;T6;3;ha;",
    )
    (table,) = sheet.tables
    assert (table.kind, table.figures, table.rejected) == ("tidy", 4, 3)
    assert [column.problem for column in table.columns] == [""] * 7
    assert meanings(table) == [
        ("indicator", "Diện tích chè", "tea", ""),
        ("indicator", "Diện tích cây", "", "unknown-indicator"),
        ("area", "3571 · Dào San", "03571", ""),
        ("area", "Nậm Xe", "", "unknown-area"),
        ("area", "03577 · Dào San", "", "area-conflict"),
        ("period", "T6", "2024-06", ""),
        ("period", "T13", "", "unknown-period"),
        ("unit", "ha", "ha", ""),
        ("unit", "km2", "ha", ""),
        ("unit", "tấn", "ha", "wrong-unit"),
        ("status", "ước", "estimate", ""),
        ("status", "gần đúng", "", "unknown-status"),
    ]
    tea = table.names[0]
    assert (tea.row, tea.rows, tea.figures) == (2, 3, 3)


def test_a_near_miss_is_told_and_not_taken(tmp_path: Path) -> None:
    (table,) = csv(tmp_path, f"Chỉ tiêu;Tháng 6;{MADE_UP}", "Diện tích chè mới;1,5;").tables
    (name,) = table.names
    assert (name.means, name.problem, name.nearest) == ("", "unknown-indicator", "Diện tích chè")


def test_rows_without_a_figure_are_passed_over_and_counted_together(tmp_path: Path) -> None:
    rows = [
        ["TT", "Chỉ tiêu", "Tháng 6"],
        ["A", "B", "1"],
        ["I", "KINH TẾ"],
        [1, "Diện tích chè", 1],
        [None, "Cộng", 1],
    ]
    (table,) = book(tmp_path, [*rows, [None, "Người lập biểu"], [None, MADE_UP]]).tables
    assert table.idle_rows == ((2, 3), (5, 7))
    assert meanings(table) == [("indicator", "Diện tích chè", "tea", "")]


def test_a_share_of_two_columns_is_one_figure(tmp_path: Path) -> None:
    (table,) = csv(tmp_path, "Chỉ tiêu;Kỳ;Tử số;Mẫu số;Ghi chú", f"Tỷ lệ nước sạch;T6;3;4;{MADE_UP}").tables
    assert (table.figures, table.rejected) == (1, 0)
    assert [(one.role, one.figures) for one in table.columns if one.figures] == [("numerator", 1), ("denominator", 1)]


def test_a_name_merged_over_several_rows_is_that_of_each(tmp_path: Path) -> None:
    rows = [["Chỉ tiêu", "Xã", "Tháng 6"], ["Diện tích chè", "Dào San", 1], [None, "Bản Lang", 2], [MADE_UP]]
    (table,) = book(tmp_path, rows, "A2:A3").tables
    assert table.names[0].rows == 2
    assert [one.means for one in table.names if one.role == "area"] == ["03571", "03577"]


def test_tables_below_one_another_are_seen_apart(tmp_path: Path) -> None:
    rows = [["Tháng 6"], ["Chỉ tiêu", "Trong tháng"], ["Diện tích chè", 1], [None], ["Tháng 7"]]
    sheet = book(tmp_path, [*rows, ["Chỉ tiêu", "Trong tháng"], ["Diện tích chè", 2], [MADE_UP]])
    first, second = sheet.tables
    assert [line.address for line in first.lines + second.lines] == ["A1", "A5"]
    assert [table.columns[1].period for table in sheet.tables] == [Period(2024, 6, 6), Period(2024, 7, 7)]
    assert [table.names[0].row for table in sheet.tables] == [3, 7]


def test_a_file_of_very_many_tables_is_not_looked_at_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Chỉ tiêu;T6\nDiện tích chè;1,5\n" * 60, encoding="utf-8")
    known = words()
    (sheet,) = seen_file(look_at(path, known), known).sheets
    assert len(sheet.tables) + sheet.more_tables == 60
    assert sheet.more_tables > 0
    assert len(list(sheet.cells)) == 240


def test_very_many_names_are_counted_not_kept(tmp_path: Path) -> None:
    (table,) = csv(tmp_path, "Chỉ tiêu;T6", *(f"Tên {number};1,5" for number in range(3_000))).tables
    assert len(table.names) + table.more_names == 3_000
    assert table.more_names > 0


def test_hidden_rows_columns_and_sheets_are_told(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["Chỉ tiêu", "T5", "T6"], ["Diện tích chè", 1, 2], ["Diện tích chè", 3, 4], [MADE_UP]):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    other = made.create_sheet("Cũ")
    other["A1"] = MADE_UP
    other.sheet_state = "hidden"
    made.save(tmp_path / "a.xlsx")
    first, second = peek(tmp_path / "a.xlsx").sheets
    assert (first.hidden_columns, first.hidden_rows, second.is_hidden) == (("B",), ((3, 3),), True)
    assert [(one.letters, one.is_hidden, one.figures) for one in first.tables[0].columns[1:]] == [
        ("B", True, 1),
        ("C", False, 1),
    ]
    assert (second.tables, [cell.address for cell in second.cells]) == ((), ["A1"])


def test_cells_are_told_by_what_the_workbook_stores(tmp_path: Path) -> None:
    sheet = book(tmp_path, [["1.5", 1.5, 0.25, "=1+1", "#REF!"], [MADE_UP, "  "]])
    forms = {cell.address: cell.form for cell in sheet.cells}
    assert forms["A1"] is CellForm.TYPED
    assert forms["B1"] is CellForm.NUMBER
    assert forms["D1"] is CellForm.FORMULA
    assert forms["E1"] is CellForm.ERROR
    assert "B2" not in forms


def test_the_decimal_sign_is_told_with_the_cells_that_settle_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Chỉ tiêu;T5;T6\nDiện tích chè;1.105;1,5\n{MADE_UP};;\n", encoding="utf-8")
    seen = peek(path)
    assert (seen.number_style, [one.text for one in seen.settled_by]) == ("vi", ["1,5"])
    assert seen.in_doubt is not None
    assert (seen.in_doubt.text, str(seen.in_doubt.as_vi), str(seen.in_doubt.as_en)) == ("1.105", "1105", "1.105")


def test_of_a_file_in_doubt_no_figure_is_tried(tmp_path: Path) -> None:
    sheet = csv(tmp_path, f"Chỉ tiêu;T5;T6;{MADE_UP}", "Tỷ lệ nước sạch;12/1.700;;")
    assert sheet.tables[0].rejected is None


def test_numbers_under_no_heading_are_told(tmp_path: Path) -> None:
    rows = [["Chỉ tiêu", None, "T6", None], ["Diện tích chè", 1, 2, 3], [MADE_UP]]
    made = book(tmp_path, rows)
    assert [(one.letters, one.role) for one in made.tables[0].columns] == [
        ("A", "indicator"),
        ("B", "no_heading"),
        ("C", "figure"),
        ("D", "no_heading"),
    ]


def test_rows_are_told_as_ranges() -> None:
    assert ranges([1, 2, 3, 7]) == ((1, 3), (7, 7))
    assert ranges([]) == ()

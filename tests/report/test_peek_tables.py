"""What `kpi peek` says of a file: short where there is much, and never a word that could be taken for another."""

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.finding import DATE_AS_FIGURE, UNKNOWN_AREA, Finding, Origin
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.seen import (
    CellForm,
    InDoubt,
    SeenCell,
    SeenColumn,
    SeenFile,
    SeenLine,
    SeenName,
    SeenSheet,
    SeenTable,
    SeenTime,
    SettledBy,
)
from phongtho_kpi.report.peek import only_sheet, peek_tables
from phongtho_kpi.report.peek_document import peek_document
from phongtho_kpi.report.table import Note, StatusCell, Table, TextCell
from phongtho_kpi.write.terminal import write_table

VI, EN = Messages("vi"), Messages("en")
ESTIMATE = ObservationStatus.ESTIMATE
JUNE = Period(2024, 6, 6)
NAME = SeenColumn("A", "Chỉ tiêu", "indicator")
FIGURES = SeenColumn("B", "Tháng 6", "figure", 1, JUNE)
TEA = SeenName("indicator", "Diện tích chè", 2, 1, 1, "tea")


def a_table(*columns: SeenColumn, **rest: Any) -> SeenTable:
    defaults = {"kind": "wide", "header_rows": (1,), "lines": (), "names": (TEA,), "figures": 1, "rejected": 0}
    return SeenTable(columns=columns or (NAME, FIGURES), **(defaults | rest))


def a_sheet(*tables: SeenTable, name: str = "T6", **rest: Any) -> SeenSheet:
    cells = rest.pop("cells", (SeenCell("A", 1, "Chỉ tiêu"), SeenCell("A", 2, "Số liệu giả")))
    return SeenSheet(name, is_hidden=rest.pop("is_hidden", False), cells=cells, tables=tables, **rest)


def a_file(*sheets: SeenSheet, **rest: Any) -> SeenFile:
    return SeenFile(**({"file": "a.xlsx", "kind": "xlsx", "sheets": sheets, "number_style": ""} | rest))


def tables(*sheets: SeenSheet, **rest: Any) -> list[Table]:
    return list(peek_tables(a_file(*sheets, **rest), VI))


def shown(*sheets: SeenSheet, messages: Messages = VI, width: int | None = None, **rest: Any) -> str:
    stream = StringIO()
    for table in peek_tables(a_file(*sheets, **rest), messages):
        write_table(table, stream, width, colour=False)
    return stream.getvalue()


def understood(*columns: SeenColumn, **rest: Any) -> list[str]:
    """What is said of columns: the mark, the word and the remark."""
    found = next(table for table in tables(a_sheet(a_table(*columns, **rest))) if table.columns[0].key == "column")
    cells = [row[-1] for section in found.sections for row in section.rows]
    return [f"{cell.symbol} {cell.word} {cell.remark}".strip() for cell in cells if isinstance(cell, StatusCell)]


def notes(*sheets: SeenSheet, **rest: Any) -> list[Note]:
    return [note for table in tables(*sheets, **rest) for note in table.notes]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (FIGURES, "✔ tháng 6/2024"),
        (FIGURES._replace(status=ESTIMATE, area="03571", unit="ha"), "✔ tháng 6/2024 ước · địa bàn 03571 · ha"),
        (FIGURES._replace(period=None), "✔ số liệu"),
        (FIGURES._replace(role="numerator"), "✔ tháng 6/2024 tử số"),
        (FIGURES._replace(is_hidden=True), "– cột ẩn, không đọc"),
        (FIGURES._replace(problem="unknown-period", period=None), "✘ không rõ kỳ chỉ rõ bằng --period"),
        (FIGURES._replace(problem="later-year"), "✘ năm chưa có danh mục"),
        (FIGURES._replace(problem="later-year", figures=0), "· số liệu"),
        (FIGURES._replace(role="unknown", problem="unknown-period", period=None), "✘ không hiểu tiêu đề"),
        (FIGURES._replace(role="unknown", problem="unknown-period", figures=0), "· không hiểu tiêu đề"),
        (FIGURES._replace(role="unknown", problem="unknown-area", period=None), "✘ không rõ địa bàn"),
        (FIGURES._replace(role="no_heading", period=None), "✘ không có tiêu đề"),
        (SeenColumn("C", "ĐVT", "unit"), "● đơn vị tính"),
        (SeenColumn("C", "KH", "plan"), "· kế hoạch"),
        (SeenColumn("C", "Ghi chú", "note"), "· ghi chú"),
    ],
)
def test_a_column_is_understood_in_a_word(column: SeenColumn, words: str) -> None:
    assert understood(column) == [words]


def test_remarks_are_kept_of_rows_that_are_one_figure() -> None:
    assert understood(SeenColumn("C", "Ghi chú", "note"), kind="tidy") == ["● ghi chú"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (TEA, "✔ tea"),
        (TEA._replace(figures=0), "✔ tea  không có số liệu"),
        (TEA._replace(means="", problem="unknown-indicator", nearest="Chè"), "✘ không có trong danh mục  gần với: Chè"),
        (SeenName("period", "T6", 2, 1, 1, "2024-06", JUNE), "✔ tháng 6/2024"),
        (SeenName("period", "T13", 2, 1, 1, problem="unknown-period"), "✘ không rõ kỳ"),
        (SeenName("area", "Toàn huyện", 2, 1, 1), "✔ toàn địa bàn"),
        (SeenName("area", "Dào San", 2, 1, 1, "03571"), "✔ 03571"),
        (SeenName("status", "Ước", 2, 1, 1, "estimate"), "✔ ước"),
        (SeenName("unit", "km2", 2, 1, 1, "ha"), "✔ đổi sang ha"),
        (SeenName("unit", "tấn", 2, 1, 1, "ha", problem="wrong-unit"), "✘ không đổi được sang  ha"),
    ],
)
def test_a_name_is_understood_in_a_word(name: SeenName, words: str) -> None:
    assert words in shown(a_sheet(a_table(names=(name,))))


def test_a_unit_that_is_the_indicators_own_says_nothing_new() -> None:
    own = SeenName("unit", "ha", 2, 1, 1, "ha")
    assert "Đơn vị tính" not in shown(a_sheet(a_table(names=(TEA, own))))


def test_of_very_many_names_those_that_are_wrong_are_shown_and_the_others_counted() -> None:
    names = [TEA._replace(text=f"Tên {number}", row=number) for number in range(100)]
    names[90] = names[90]._replace(means="", problem="unknown-indicator")
    text = shown(a_sheet(a_table(names=tuple(names), more_names=7)))
    assert "Tên 90" in text
    assert "… và 67 tên nữa" in text


def test_of_very_many_columns_sheets_tables_and_rejections_the_rest_is_counted() -> None:
    columns = tuple(FIGURES._replace(letters=f"Z{number}") for number in range(80))
    origins = (Origin("a", sheet="T6", cell=f"C{number}") for number in range(60))
    errors = tuple(Finding(DATE_AS_FIGURE, origin, {"column": "T6", "text": "x"}) for origin in origins)
    many = a_sheet(a_table(*columns, findings=errors, rejected=60, figures=60))
    assert "… và 20 cột nữa" in shown(many)
    assert "… và 20 chỗ nữa" in shown(many)
    sheets = [a_sheet(a_table(), name=f"T{number}") for number in range(15)]
    assert "… và 3 trang tính nữa" in shown(*sheets)
    long = shown(a_sheet(*[a_table(header_rows=(number,)) for number in range(1, 200, 2)], more_tables=5))
    assert "… và 5 bảng nữa" in long
    assert len(long.splitlines()) < 300


def test_where_figures_are_rejected_is_told_by_cell_row_column_and_sheet_in_order() -> None:
    where = (Origin("a", sheet="T6", cell=cell) for cell in ("C10", "9:9", "C:C", None))
    errors = tuple(Finding(UNKNOWN_AREA, origin, {"area": "Nậm Xe"}) for origin in where)
    found = [note.symbol for note in notes(a_sheet(a_table(findings=errors, rejected=4, figures=4)))][-4:]
    assert [symbol.split(maxsplit=1)[1].strip() for symbol in found] == ["cột C", "cả trang", "dòng 9", "C10"]
    assert len({len(symbol) for symbol in found}) == 1


@pytest.mark.parametrize(
    ("figures", "rejected", "words"),
    [
        (0, 0, "○ không có số liệu"),
        (2, 0, "✔ tất cả"),
        (2, 1, "▲ một phần"),
        (2, 2, "✘ không số nào"),
        (2, None, "✘ chưa rõ dấu thập phân"),
    ],
)
def test_each_table_says_whether_it_can_be_read(figures: int, rejected: int | None, words: str) -> None:
    assert words in shown(a_sheet(a_table(figures=figures, rejected=rejected)))


def test_hidden_sheets_and_sheets_without_a_table_say_so() -> None:
    text = shown(a_sheet(name="Cũ", is_hidden=True), a_sheet(name="Hướng dẫn"))
    assert "Cũ – trang ẩn, không đọc" in " ".join(text.split())
    assert "○ không thấy bảng" in text
    assert "Cũ ·" not in text


def test_a_hidden_sheet_is_shown_where_it_is_asked_for() -> None:
    seen = only_sheet(a_file(a_sheet(name="Cũ", is_hidden=True), a_sheet(name="Mới")), "CŨ")
    assert seen is not None
    assert "Số liệu giả" in "".join(str(table) for table in peek_tables(seen, VI))


def test_a_name_of_a_sheet_is_compared_as_a_workbook_does() -> None:
    seen = a_file(a_sheet(name="Tháng 6"))
    assert only_sheet(seen, "tha\u0301ng 6") is not None
    assert only_sheet(seen, "Tháng 7") is None


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ({"number_style": ""}, "không số nào phụ thuộc"),
        ({"number_style": "en", "is_asked": True}, "dấu chấm (en), như đã chỉ rõ"),
        ({"number_style": "vi", "settled_by": (SettledBy("vi", "T6!B2", "1,5"),)}, "do T6!B2 “1,5”."),
        (
            {
                "number_style": "en",
                "settled_by": (SettledBy("en", ":3", "1.5"),),
                "in_doubt": InDoubt(":4", "1.105", Decimal(1105), Decimal("1.105")),
            },
            "do dòng 3 “1.5”. Vì thế dòng 4 “1.105” đọc là 1,105.",
        ),
        ({"in_doubt": InDoubt(":4", "1.105", Decimal(1105), Decimal("1.105"))}, "“1.105” là 1105 hoặc 1,105."),
        (
            {
                "settled_by": (SettledBy("vi", ":2", "1,5"), SettledBy("en", ":3", "1.5")),
                "in_doubt": InDoubt(":4", "1.105", Decimal(1105), Decimal("1.105")),
            },
            "dòng 2 “1,5” là kiểu Việt Nam, dòng 3 “1.5” là kiểu Anh",
        ),
    ],
)
def test_the_decimal_sign_is_explained_by_its_cells(rest: dict[str, Any], words: str) -> None:
    assert words in notes(a_sheet(a_table()), **rest)[0].text


def test_lines_that_say_something_are_shown_among_many() -> None:
    lines = [SeenLine(f"A{number}", f"Dòng {number}") for number in range(1, 30)]
    lines[2] = SeenLine("A3", "THÁNG 6 NĂM 2024", (SeenTime(2024, (6, 6)),))
    lines[3] = SeenLine("A4", "UBND XÃ NẬM XE", unknown_area="UBND XÃ NẬM XE")
    lines[4] = SeenLine("A5", "Đơn vị tính: ha", unit="ha")
    lines[5] = SeenLine("A6", "Năm 2024", (SeenTime(2024, None),))
    sheet = a_sheet(a_table(lines=tuple(lines)), name_says=SeenLine("", "T6", (SeenTime(None, (6, 6)),)))
    text = shown(sheet)
    for words in ("● tháng 6\n", "● tháng 6/2024", "✘ không rõ địa bàn", "● ha", "● năm 2024", "Dòng 29"):
        assert words in text
    assert "Dòng 7" not in text


def test_a_number_that_was_typed_as_text_is_told_from_a_stored_one() -> None:
    cells = (
        SeenCell("A", 1, "1.105"),
        SeenCell("B", 1, "1.105", CellForm.NUMBER),
        SeenCell("C", 1, "44.36", CellForm.PERCENT),
        SeenCell("D", 1, "SUM(A1)", CellForm.FORMULA),
        SeenCell("E", 1, "2024-06", CellForm.DATE),
        SeenCell("F", 1, "Quý II"),
    )
    assert "“1.105”  1,105  44,36%  =SUM(A1)  2024-06  Quý II" in shown(a_sheet(cells=cells))
    assert "1  1.105  " in shown(a_sheet(cells=cells, name=""), kind="csv")


def test_periods_of_a_sheet_are_named_by_the_first_and_the_last() -> None:
    columns = tuple(FIGURES._replace(period=Period(2024, month, month)) for month in range(1, 7))
    text = shown(a_sheet(a_table(*columns)))
    assert "tháng 1/2024 … tháng 6/2024 (6 kỳ)" in text


def test_several_tables_of_a_sheet_are_numbered() -> None:
    text = shown(a_sheet(a_table(), a_table(header_rows=(5,))), messages=EN)
    assert "T6, table 2 · columns" in text


def test_every_cell_comes_in_pieces_with_its_address() -> None:
    cells = tuple(SeenCell("A", row, f"Số liệu giả {row}") for row in range(1, 2_502))
    pieces = list(peek_tables(a_file(a_sheet(cells=cells)), VI, every_cell=True))[1:]
    rows = [row[0] for table in pieces for section in table.sections for row in section.rows]
    assert [len(table.sections[0].rows) for table in pieces] == [1_000, 1_000, 501]
    assert rows[-1] == TextCell("A2501  Số liệu giả 2501")


def test_the_profile_is_named() -> None:
    assert "Đọc theo hồ sơ chi-cuc" in shown(a_sheet(a_table()), profile="chi-cuc")


def test_the_document_has_the_keys_of_the_contract_in_their_order() -> None:
    error = Finding(UNKNOWN_AREA, Origin("a", sheet="T6", cell="9:9"), {"area": "Nậm Xe"})
    document: Any = peek_document(a_file(a_sheet(a_table(findings=(error,), rejected=1))), (), VI)
    assert list(document)[:4] == ["schema", "file", "kind", "sheets"]
    (sheet,) = document["sheets"]
    assert list(sheet)[:5] == ["name", "cells", "header_row", "layout", "number_style"]
    assert list(sheet["cells"]) == [["A1", "Chỉ tiêu"], ["A2", "Số liệu giả"]]
    assert (sheet["header_row"], sheet["layout"], sheet["number_style"]) == (1, "wide", None)
    assert [one["name"] for one in document["findings"]] == ["unknown-area"]

"""`kpi peek`: an analyst understands in half a minute why a form was read or not; every file here is made up."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from conftest import Kpi, assert_golden

CATALOGUE = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: huyện Phong Thổ, en: Phong Thổ district}}
groups:
  - id: economy
    name: {vi: Kinh tế, en: Economy}
    indicators:
      - {id: revenue, name: {vi: Thu ngân sách nhà nước, en: Revenue}, unit: tỷ đồng, kind: flow}
      - {id: tea, name: {vi: Diện tích chè trồng mới, en: New tea}, unit: ha, kind: flow}
      - {id: forest, name: {vi: Tỷ lệ che phủ rừng, en: Forest cover}, unit: "%", kind: level}
"""
AREAS = """\
schema: 1
areas:
  - {code: "03571", name: {vi: Xã Dào San}, aliases: [Dào San]}
  - {code: "03577", name: {vi: Xã Bản Lang}, aliases: [Bản Lang]}
"""
MADE_UP = "(Số liệu giả, chỉ để thử chương trình)"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "targets" / "areas.yaml").write_text(AREAS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def annex(workspace: Path) -> Path:
    """An annex as offices print it, with all that an analyst asks about."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Biểu 1"
    rows = [
        ["UBND HUYỆN PHONG THỔ"],
        ["TÌNH HÌNH THỰC HIỆN CHỈ TIÊU 6 THÁNG ĐẦU NĂM 2024"],
        [f"{MADE_UP}, kèm Báo cáo ngày 14 tháng 5 năm 2024"],
        ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện năm 2024", None, None, "So cùng kỳ (%)", "Số hộ vay", "Ẩn đi"],
        [None, None, None, None, "Quý I", "Ước quý II", "Lũy kế"],
        ["A", "B", "C", 1, 2, 3, 4, "5=4/1", 6, 7],
        ["I", "KINH TẾ"],
        [1, "Thu ngân sách nhà nước", "triệu đồng", "84.000", "11.111,5", "12.345", 23456.5, 104.4, 12],
        [2, "Thu NSNN trên địa bàn", "triệu đồng", None, 11, 12],
        [3, "Diện tích chè trồng mới", "ha", 50, "trên 10", 11.1, "12,2ha"],
        [4, "Diện tích chè trồng lại", "ha", None, None, None, None],
        [5, "Tỷ lệ che phủ rừng", "%", None, None, None, "44,36 %"],
        [6, "Diện tích chè trồng mới", "tấn", None, None, None, 7, None, None, 1],
    ]
    for row in rows:
        sheet.append(row)
    for cells in ("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:G4", "H4:H5", "I4:I5", "J4:J5"):
        sheet.merge_cells(cells)
    sheet.column_dimensions["J"].hidden = True
    guide = book.create_sheet("Hướng dẫn")
    guide["A1"] = f"Chỉ ghi vào ô trống {MADE_UP}"
    old = book.create_sheet("Bản cũ")
    old["A1"] = MADE_UP
    old.sheet_state = "hidden"
    path = workspace / "bieu-1.xlsx"
    book.save(path)
    return path


def document(kpi: Kpi, *arguments: str | Path) -> dict[str, Any]:
    ran = kpi("peek", *arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


def write(workspace: Path, name: str, text: str) -> str:
    (workspace / name).write_text(text, encoding="utf-8")
    return name


AMBIGUOUS = f"{MADE_UP},,\nChỉ tiêu,ĐVT,Quý I năm 2024\nDiện tích chè trồng mới,ha,1.105\n"


# what people see


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.usefixtures("annex")
def test_an_annex_as_a_person_sees_it(kpi: Kpi, lang: str) -> None:
    ran = kpi("--lang", lang, "peek", "bieu-1.xlsx", columns=100)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"cli/peek-annex-{lang}-100.txt", ran.out)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_list_of_figures_as_a_person_sees_it(kpi: Kpi, workspace: Path, lang: str) -> None:
    name = write(
        workspace,
        "danh-sach.csv",
        "Mã xã;Tên xã;Chỉ tiêu;Kỳ;Giá trị;ĐVT;Trạng thái;Ghi chú\n"
        "3571;Dào San;Diện tích chè trồng mới;Tháng 6/2024;1,5;ha;Ước;Số liệu giả\n"
        "03577;Dào San;Diện tích chè trồng mới;T6;1,5;ha;;\n"
        ";Nậm Xe;Diện tích chè trồng mới;T6;1,5;ha;;\n"
        ";Toàn huyện;Thu ngân sách nhà nước;Tháng 13;2,5;triệu đồng;;\n"
        ";;Tỷ lệ che phủ rừng;2026;44,4;%;gần đúng;\n",
    )
    ran = kpi("--lang", lang, "peek", name, columns=100)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"cli/peek-list-{lang}-100.txt", ran.out)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_number_in_doubt_is_part_of_what_is_seen(kpi: Kpi, workspace: Path, lang: str) -> None:
    ran = kpi("--lang", lang, "peek", write(workspace, "viec-lam.csv", AMBIGUOUS), columns=100)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"cli/peek-in-doubt-{lang}-100.txt", ran.out)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.usefixtures("annex")
def test_no_line_is_wider_than_the_screen(kpi: Kpi, columns: int, lang: str) -> None:
    for more in ([], ["--cells"]):
        out = kpi("--lang", lang, "peek", "bieu-1.xlsx", *more, columns=columns).out
        assert max(map(len, out.splitlines())) <= columns


@pytest.mark.usefixtures("annex")
def test_one_sheet_is_found_whatever_its_capitals(kpi: Kpi) -> None:
    ran = kpi("peek", "bieu-1.xlsx", "--sheet", "HƯỚNG DẪN")
    assert ran.code == 0
    assert "Biểu 1 · " not in ran.out
    assert [one["name"] for one in document(kpi, "bieu-1.xlsx", "--sheet", "bản cũ")["sheets"]] == ["Bản cũ"]


@pytest.mark.usefixtures("annex")
def test_a_sheet_that_is_not_there_is_answered_with_those_that_are(kpi: Kpi) -> None:
    ran = kpi("peek", "bieu-1.xlsx", "--sheet", "Biểu 2")
    assert (ran.code, ran.out) == (2, "")
    assert "Biểu 1, Hướng dẫn, Bản cũ" in ran.err


@pytest.mark.usefixtures("annex")
def test_every_cell_is_listed_once_with_its_address(kpi: Kpi) -> None:
    out = kpi("peek", "bieu-1.xlsx", "--cells").out
    cells = [cell for sheet in document(kpi, "bieu-1.xlsx")["sheets"] for cell, _ in sheet["cells"]]
    assert re.findall(r"^ ([A-Z]+[0-9]+) ", out, re.MULTILINE) == cells


# what programs see


@pytest.mark.usefixtures("annex")
def test_an_annex_as_a_program_sees_it(kpi: Kpi) -> None:
    assert_golden("cli/peek-annex.json", kpi("peek", "bieu-1.xlsx", "--format", "json").out)


def test_a_program_gets_every_cell_that_is_not_blank(kpi: Kpi, annex: Path) -> None:
    seen = {sheet["name"]: [cell for cell, _ in sheet["cells"]] for sheet in document(kpi, annex)["sheets"]}
    book = load_workbook(annex)
    assert seen == {
        sheet.title: [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in book.worksheets
    }


@pytest.mark.usefixtures("annex")
def test_peek_counts_figures_as_an_import_does(kpi: Kpi) -> None:
    imported = json.loads(kpi("import", "bieu-1.xlsx", "--dry-run", "--format", "json").out)["files"][0]
    tables = [table for sheet in document(kpi, "bieu-1.xlsx")["sheets"] for table in sheet["tables"]]
    assert sum(table["figures"] for table in tables) == imported["rows_read"]
    assert sum(table["rejected"] for table in tables) == imported["rejected"]


@pytest.mark.usefixtures("annex")
def test_the_periods_of_columns_are_those_that_an_import_keeps(kpi: Kpi, workspace: Path) -> None:
    columns = document(kpi, "bieu-1.xlsx")["sheets"][0]["tables"][0]["columns"]
    seen = {one["period"] for one in columns if one["figures"] and one["period"] and not one["hidden"]}
    kpi("import", "bieu-1.xlsx", "--partial")
    (kept,) = (workspace / "data" / "2024").glob("*.csv")
    rows = [line.split(",") for line in kept.read_text(encoding="utf-8").splitlines()[1:]]
    assert seen == {row[2] for row in rows}


@pytest.mark.usefixtures("annex")
def test_nothing_is_written(kpi: Kpi, workspace: Path) -> None:
    before = sorted(workspace.rglob("*"))
    kpi("peek", "bieu-1.xlsx")
    kpi("peek", "bieu-1.xlsx", "--format", "json")
    assert sorted(workspace.rglob("*")) == before


# what is said on the command line


def test_numbers_in_doubt_are_settled_by_an_option(kpi: Kpi, workspace: Path) -> None:
    name = write(workspace, "viec-lam.csv", AMBIGUOUS)
    assert document(kpi, name)["number_style"] is None
    asked = document(kpi, name, "--numbers", "vi")
    assert (asked["number_style"], asked["number_style_asked"]) == ("vi", True)
    assert "(vi), như đã chỉ rõ" in kpi("peek", name, "--numbers", "vi").out
    assert kpi("peek", name, "--numbers", "fr").code == 2


def test_cells_that_disagree_are_both_named(kpi: Kpi, workspace: Path) -> None:
    text = f"{MADE_UP};;;\nChỉ tiêu;Quý I;Quý II;Quý III\nDiện tích chè trồng mới;1,25;1.25;1.105\n"
    out = kpi("--lang", "en", "peek", write(workspace, "a.csv", text)).out
    assert "line 3 “1,25” is Vietnamese, line 3 “1.25” is English" in out


def test_a_period_and_an_area_that_the_file_leaves_open_come_from_the_command_line(kpi: Kpi, workspace: Path) -> None:
    text = f"{MADE_UP};\nChỉ tiêu;Trong tháng\nDiện tích chè trồng mới;1,25\n"
    name = write(workspace, "a.csv", text)
    column = document(kpi, name)["sheets"][0]["tables"][0]["columns"][1]
    assert (column["period"], column["problem"]) == (None, "unknown-period")
    assert "--period" in kpi("peek", name).out
    asked = document(kpi, name, "--period", "2024-06", "--area", "Dào San")["sheets"][0]["tables"][0]["columns"][1]
    assert (asked["period"], asked["area"], asked["problem"]) == ("2024-06", "03571", None)


# what goes wrong


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", b'"' + b"x\n" * 10),
        ("a.csv", b"x;y\n" * 30_000 + b'"'),
        ("a.xlsx", b"PK\x03\x04 no workbook"),
        ("a.docx", b""),
        ("nowhere.xlsx", None),
    ],
)
def test_a_file_that_cannot_be_read_is_2(kpi: Kpi, workspace: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (workspace / name).write_bytes(content)
    for form in ("text", "json"):
        ran = kpi("peek", name, "--format", form)
        assert (ran.code, ran.out) == (2, "")
        assert "KPI1" in ran.err


def test_a_book_without_any_table_shows_its_first_cells(kpi: Kpi, workspace: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["B3"] = MADE_UP
    book.save(workspace / "a.xlsx")
    ran = kpi("peek", "a.xlsx")
    assert ran.code == 0
    assert re.search(r"^ +3 +\(Số liệu giả", ran.out, re.MULTILINE)
    sheet = document(kpi, "a.xlsx")["sheets"][0]
    assert (sheet["header_row"], sheet["layout"], sheet["cells"]) == (None, None, [["B3", MADE_UP]])


def test_what_lies_too_far_out_is_said_on_stderr(kpi: Kpi, workspace: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = MADE_UP
    book.active.cell(row=1, column=600).value = "Số liệu giả"
    book.save(workspace / "a.xlsx")
    assert "KPI505 beyond-limits" in kpi("peek", "a.xlsx").err


HOSTILE = [
    "[red]\x1b[31mđỏ",
    "\u202etxt.exe",
    "=cmd|'/c calc'!A1",
    "a\r\nb",
    "x" * 32_000,
    "\x00\x07\u2028",
    "{0}{file}",
]


def test_hostile_texts_come_out_inert(kpi: Kpi, workspace: Path) -> None:
    lines = ["Chỉ tiêu;Trong tháng 6;[bold]Cột\x1b[2J", "Diện tích chè trồng mới;1,5;2,5"]
    lines += [f'"{text}";"1,5";"{text}"' for text in HOSTILE if "\x00" not in text]
    name = "a\x1b[31m.csv"
    write(workspace, name, "\n".join([f"{MADE_UP};;", *lines]))
    for more in ([], ["--cells"], ["--format", "json"]):
        for columns in (None, 80):
            ran = kpi("peek", name, *more, columns=columns, env={"NO_COLOR": ""} if columns else None)
            assert ran.code == 0, ran.err
            ours = re.sub("\x1b\\[[0-9;]*m", "", ran.out) if columns and not ran.out.startswith("{") else ran.out
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", json_free(ours))
    assert "[bold]Cột" in kpi("peek", name).out


def json_free(text: str) -> str:
    """A document's texts may hold anything that JSON can: it is the escapes that must be clean."""
    return "" if text.startswith("{") else text


def test_a_large_file_is_shown_in_a_few_lines(kpi: Kpi, workspace: Path) -> None:
    rows = "".join(f"Tên {number};T{number % 12 + 1};{number},5\n" for number in range(20_000))
    name = write(workspace, "a.csv", f"Chỉ tiêu;Kỳ;Giá trị\nDiện tích chè trồng mới;T1;1,5\n{rows}")
    ran = kpi("peek", name)
    assert ran.code == 0
    assert len(ran.out.splitlines()) < 200
    (sheet,) = document(kpi, name)["sheets"]
    assert len(sheet["cells"]) == 3 * 20_002

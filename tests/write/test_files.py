"""CSV, JSON, Markdown, workbooks: what people and machines take away."""

import csv
import io
import json
import time
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import assert_golden
from phongtho_kpi.report.document import status_document
from phongtho_kpi.report.status import Width, status_table
from phongtho_kpi.report.table import Column, ColumnKind, DayCell, Missing, Note, NumberCell, Section, Table, TextCell
from phongtho_kpi.write.csv_file import csv_bytes, csv_text
from phongtho_kpi.write.json_file import json_bytes, json_text
from phongtho_kpi.write.markdown_file import markdown_text
from phongtho_kpi.write.workbook.book import table_bytes as xlsx_bytes
from phongtho_kpi.write.workbook.values import legal_sheet_name
from report.reports import VI, a_target, a_year, an_assessment, assessments_of, the_tea

FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "\rx"]


def table(*entries: Any, width: int = Width.FULL) -> Any:
    year = assessments_of(*entries) if entries else a_year()
    return status_table(year, year.entries, VI, width=width)


def rows(text: str) -> Any:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_row_for_each_assessment_and_the_clocks_in_each() -> None:
    year = a_year()
    made = rows(csv_text(status_document(year, year.entries, VI, ())))
    assert len(made) == len(year.entries)
    assert {(row["year"], row["place"], row["as_of"], row["known_on"]) for row in made} == {
        ("2024", "huyện Phong Thổ", "2024-07-31", "2024-07-31")
    }
    tea = next(row for row in made if row["id"] == "tea_new")
    assert (tea["value"], tea["flags"], tea["outlook_verdict"], tea["final"]) == (
        "21.5",
        "revised",
        "will_miss",
        "false",
    )
    assert next(row for row in made if row["id"] == "agriculture")["target"] == "25 27"


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_text_is_never_a_formula_and_numbers_stay_bare(text: str) -> None:
    entry = an_assessment(
        text, unit=text, target=a_target("at_least", "5"), value="-3", period="2024-7M", variance="-8"
    )
    year = assessments_of(entry)
    made = rows(csv_text(status_document(year, year.entries, VI, ())))[0]
    written = "\nx" if text == "\rx" else "'" + text
    assert (made["name"], made["unit"], made["value"], made["variance"]) == (written, written, "-3", "-8")


def test_csv_files_begin_with_a_mark_that_excel_needs() -> None:
    year = a_year()
    document = status_document(year, year.entries, VI, ())
    assert csv_bytes(document) == b"\xef\xbb\xbf" + csv_text(document).encode()
    assert "\r" not in csv_text(document)


def test_json_is_the_same_text_every_time_and_keeps_its_letters() -> None:
    assert json_text({"b": "Phong Thổ", "a": None}) == '{\n  "b": "Phong Thổ",\n  "a": null\n}\n'
    assert json_bytes({"a": "ổ"}) == '{\n  "a": "ổ"\n}\n'.encode()


def test_json_has_neither_nan_nor_half_characters() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text({"a": float("nan")})
    assert json.loads(json_bytes({"a": "x\ud800y"})) == {"a": "x�y"}


def test_markdown_as_people_see_it() -> None:
    assert_golden("report/status.md", markdown_text(table()))
    assert_golden("report/status-narrow.md", markdown_text(table(width=Width.NARROW)))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", r"a\|b"),
        ("<script>", r"\<script\>"),
        ("`x`", r"\`x\`"),
        ("**b**", r"\*\*b\*\*"),
        ("[a](b)", r"\[a\](b)"),
        ("http://x.vn", r"http:\//x.vn"),
        ("www.x.vn", r"www\.x.vn"),
        ("@ai", r"\@ai"),
        ("#12", r"\#12"),
        ("a\\|b", r"a\\\|b"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("12) a", r"12\) a"),
        ("&lt;", r"\&lt;"),
        ("a\nb", "a b"),
        ("tea_new", r"tea\_new"),
        ("$x$", r"\$x\$"),
        ("~~x~~", r"\~\~x\~\~"),
        ("!x", "!x"),
    ],
)
def test_nothing_in_the_data_becomes_markup(text: str, escaped: Any) -> None:
    made = markdown_text(Table("vi", "t", (Column("a", "A"),), (Section("", ((TextCell(text),),)),)))
    assert made.splitlines()[-1] == f"| {escaped} |"


@given(st.text(max_size=40))
def test_a_row_of_markdown_has_the_cells_of_the_table(text: str) -> None:
    made = markdown_text(
        Table("vi", "t", (Column("a", "A"), Column("b", "B")), (Section("", ((TextCell(text), None),)),))
    )
    line = made.splitlines()[-1]
    assert line.replace(r"\\", "").replace(r"\|", "").count("|") == 3


def opened(book: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]


def cells_of(book: Any) -> Any:
    return [cell for row in opened(book).iter_rows() for cell in row if cell.value is not None]


def test_a_workbook_has_numbers_as_numbers_with_their_decimals() -> None:
    sheet = opened(xlsx_bytes(table(), "Chỉ tiêu"))
    heading = next(row for row in sheet.iter_rows() if row[0].value == "Chỉ tiêu")
    at = {cell.value: cell.column for cell in heading}
    revenue = next(row for row in sheet.iter_rows() if row[0].value == "Thu ngân sách nhà nước trên địa bàn")
    by_column = {cell.column: cell for cell in revenue}
    target, value, yearly = (by_column[at[name]] for name in ("KH 2024", "Đến kỳ", "Cùng kỳ"))
    assert (target.value, target.number_format) == (77.208, "#,##0.000")
    assert (value.value, value.number_format) == (43.1, "#,##0.000")
    assert yearly.number_format == "+#,##0.0;-#,##0.0;#,##0.0"
    assert sheet.freeze_panes == f"B{heading[0].row + 1}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert "" not in at


def test_a_workbook_is_the_same_bytes_on_any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    first = xlsx_bytes(table(), "Chỉ tiêu")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2033, 5, 18, 3, 33, 20, 2, 138, 0)))
    assert xlsx_bytes(table(), "Chỉ tiêu") == first
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in book.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


@pytest.mark.parametrize("text", [*FORMULAS, "http://x.vn", "file:///etc/passwd", "#DIV/0!", "{=1}", "00123"])
def test_text_in_a_workbook_is_never_a_formula_an_error_or_a_link(text: str) -> None:
    made = Table("vi", text, (Column("a", text),), (Section(text, ((TextCell(text),),)),), notes=(Note(text),))
    found = cells_of(xlsx_bytes(made, "a"))
    assert len(found) == 5
    assert all((cell.data_type, cell.hyperlink) == ("s", None) for cell in found)
    assert found[3].value == text.replace("\r", "\n") or found[3].value == text


def test_what_xml_cannot_hold_is_replaced_and_what_excel_cannot_hold_is_cut() -> None:
    made = Table(
        "vi", "t", (Column("a", "A"),), (Section("", ((TextCell("a\x00\x1b\ud800\ufffeb" + "x" * 40_000),),)),)
    )
    value = cells_of(xlsx_bytes(made, "a"))[-1].value
    assert value.startswith("a����bx")
    assert len(value) == 32_767


def test_ranges_days_blanks_and_numbers_too_long_for_excel() -> None:
    columns = (
        Column("a", "A", ColumnKind.NUMBER),
        Column("b", "B", ColumnKind.DAY),
        Column("c", "C", ColumnKind.NUMBER),
    )
    long, endless = Decimal(12345678901234567890), Decimal(100) / 3
    row = (NumberCell(Decimal(25), 0, upper=Decimal(27)), DayCell(date(2024, 7, 15)), NumberCell(long, 0))
    other = (Missing(), None, NumberCell(endless, 1))
    found = [cell.value for cell in cells_of(xlsx_bytes(Table("vi", "t", columns, (Section("", (row, other)),)), "a"))]
    assert found[4] == "25–27"
    assert found[5].date() == date(2024, 7, 15)
    assert found[6:8] == ["12.345.678.901.234.567.890", "–"]
    assert found[8] == pytest.approx(100 / 3)


def test_smaller_letters_under_a_name_stand_in_brackets() -> None:
    made = table(the_tea()[0], width=Width.NARROW)
    assert "Diện tích chè trồng mới (ha)" in [cell.value for cell in cells_of(xlsx_bytes(made, "a"))]


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("Chỉ tiêu: 2024/07", "Chỉ tiêu  2024 07"),
        ("", " 1"),
        ("History", "History 1"),
        ("'a'", "a"),
        ("x" * 50, "x" * 31),
        ("[]*?", " 1"),
    ],
)
def test_sheet_names_are_legal(name: str, legal: Any) -> None:
    assert legal_sheet_name(name) == legal
    assert opened(xlsx_bytes(table(), name)).title == legal

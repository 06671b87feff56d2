"""A return in the tidy form as a workbook, and workbooks that mean harm (docs/safety.md, *Reading workbooks*)."""

import hashlib
import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from figure_texts import CAME_IN, in_a_return, said, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from phongtho_kpi.read.returns import reading, xlsx_file, xlsx_parts
from phongtho_kpi.read.returns.reading import Return

HEADING = ["indicator", "period", "value"]


def a_day(year: int, month: int, day: int) -> datetime:
    """A date as Excel has it."""
    return datetime(year, month, day)  # noqa: DTZ001 — Excel knows no time zones


def a_workbook(*rows: Iterable[object], change: Callable[[Workbook], object] | None = None) -> bytes:
    """One sheet with these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Biểu 1"
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rebuilt(content: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """The same zip with parts changed, left out (None) or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in added.items():
            new.writestr(name, part)
    return target.getvalue()


def with_sheet_xml(content: bytes, pattern: str, replacement: str) -> bytes:
    """The same workbook with its first sheet's XML changed."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        changed, times = re.subn(pattern, replacement, part.decode())
        assert times
        return changed.encode()

    return rebuilt(content, change)


def read(folder: Path, content: bytes) -> Return:
    return in_a_return(folder, content, "a.xlsx")


def refused(folder: Path, content: bytes) -> str:
    """Why a workbook is not read."""
    figures = read(folder, content)
    ((name, origin, params),) = said(figures)
    assert (name, origin, figures.observations) == ("broken-workbook", "a.xlsx", ())
    return str(params["problem"])


class TestTidySheets:
    def test_a_figure_knows_its_cell(self, tmp_path: Path) -> None:
        figures = read(tmp_path, a_workbook([], [], ["note", *HEADING], ["ghi chú", "revenue", "2024-07", 43.1]))
        (one,) = figures.observations
        assert (str(one.origin), one.value, one.note) == ("a.xlsx!Biểu 1!D4", Decimal("43.1"), "ghi chú")
        assert (one.recorded, figures.findings, figures.rows) == (CAME_IN, (), 1)

    def test_that_of_its_numerator_where_it_has_no_value(self, tmp_path: Path) -> None:
        rows = [[*HEADING, "numerator", "denominator"], ["cover", "2024", None, 12, 17]]
        (one,) = read(tmp_path, a_workbook(*rows)).observations
        assert (str(one.origin), one.numerator, one.denominator) == ("a.xlsx!Biểu 1!D2", 12, 17)

    def test_what_is_wrong_is_in_its_own_cell(self, tmp_path: Path) -> None:
        figures = read(tmp_path, a_workbook(HEADING, ["revenue", "July", 5], ["revenu", "2024-01", 5]))
        assert [(name, origin) for name, origin, _ in said(figures)] == [
            ("unknown-period", "a.xlsx!Biểu 1!B2"),
            ("unknown-indicator", "a.xlsx!Biểu 1!A3"),
        ]

    def test_every_visible_sheet_is_read_and_what_is_passed_over_is_said(self, tmp_path: Path) -> None:
        def more(book: Workbook) -> None:
            for title, rows in {
                "Bìa": [["Báo cáo tháng 7"]],
                "Biểu 1a": [["Báo cáo tháng 7"], HEADING, ["revenue", "2024-01", 1]],
                "Trống": [],
                "Biểu 2": [HEADING, ["revenue", "2024-02", 2]],
                "Ẩn": [HEADING, ["revenue", "2024-03", 3]],
            }.items():
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(row)
                sheet.sheet_state = "hidden" if title == "Ẩn" else "visible"

        figures = read(tmp_path, a_workbook(HEADING, ["revenue", "2024-04", 4], change=more))
        assert told(figures) == [("revenue", f"2024-0{month}", f"{month}") for month in (4, 1, 2)]
        assert sorted((name, origin) for name, origin, _ in said(figures)) == [
            ("hidden", "a.xlsx!Ẩn"),
            ("no-figures", "a.xlsx!Bìa"),
            ("no-figures", "a.xlsx!Trống"),
        ]

    def test_two_columns_of_one_name_contradict_each_other_in_their_cells(self, tmp_path: Path) -> None:
        figures = read(tmp_path, a_workbook(["indicator", "period", "value", "value"], ["revenue", "2024", 2, 3]))
        assert [(name, origin) for name, origin, _ in said(figures)] == [
            ("conflicting-figures", "a.xlsx!Biểu 1!C2"),
            ("conflicting-figures", "a.xlsx!Biểu 1!D2"),
        ]
        assert (figures.observations, figures.rejected) == ([], 2)

    @pytest.mark.parametrize(
        ("heading", "row", "column"),
        [
            (["indicator", "2024-07", "Dân số"], ["revenue", 5, 6], "C"),
            (["indicator", "2024-07", None], ["revenue", 5, 6], "C"),
            (["indicator", None, "2024-07"], ["revenue", 6, 5], "B"),
        ],
    )
    def test_numbers_under_a_heading_that_is_not_understood_are_said_with_their_column(
        self, tmp_path: Path, heading: list[object], row: list[object], column: str
    ) -> None:
        figures = read(tmp_path, a_workbook(heading, row))
        places = [(name, origin) for name, origin, _ in said(figures)]
        assert places == [("unknown-period", f"a.xlsx!Biểu 1!{column}:{column}")]
        assert (told(figures), figures.rejected) == ([("revenue", "2024-07", "5")], 1)

    @pytest.mark.parametrize("rows", [[], [HEADING], [["Chỉ tiêu", "Kỳ"], ["Thu", 5]], [["indicator"] * 0]])
    def test_one_without_figures_is_never_nothing(self, tmp_path: Path, rows: list[list[object]]) -> None:
        assert said(read(tmp_path, a_workbook(*rows))) == [("no-figures", "a.xlsx", {})]

    def test_empty_rows_are_passed_over_up_to_a_thousand(self, tmp_path: Path) -> None:
        def far(book: Workbook) -> None:
            sheet = book.worksheets[0]
            for line in (900, 1_902):
                for column, value in enumerate(["revenue", f"2024-{line % 12 + 1:02}", 1], start=1):
                    sheet.cell(line, column, value)

        figures = read(tmp_path, a_workbook(HEADING, ["revenue", "2024-04", 4], change=far))
        assert [one.origin.cell for one in figures.observations] == ["C2", "C900"]

    def test_a_table_that_begins_after_a_thousand_empty_rows_is_none_and_that_is_said(self, tmp_path: Path) -> None:
        def far(book: Workbook) -> None:
            for column, name in enumerate(HEADING, start=1):
                book.worksheets[0].cell(1_003, column, name)

        assert said(read(tmp_path, a_workbook(change=far))) == [
            ("beyond-limits", "a.xlsx!Biểu 1!A1003", {"problem": "after-empty-rows"}),
            ("no-figures", "a.xlsx", {}),
        ]

    def test_what_stands_beside_the_table_is_no_part_of_it(self, tmp_path: Path) -> None:
        figures = read(tmp_path, a_workbook(HEADING, ["revenue", "2024-04", 4, None, "Người lập biểu"]))
        assert (told(figures), figures.findings) == ([("revenue", "2024-04", "4")], ())


class TestCells:
    @staticmethod
    def figures(folder: Path, value: object, number_format: str | None = None, indicator: str = "revenue") -> Return:
        def styled(book: Workbook) -> None:
            if number_format is not None:
                book.worksheets[0]["C2"].number_format = number_format

        return read(folder, a_workbook([*HEADING, "unit"], [indicator, "2024-07", value], change=styled))

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (5, "5"),
            (7_367_800.0, "7367800"),
            (0.1 + 0.2, "0.3"),
            (44.36, "44.36"),
            (1e-7, "0.0000001"),
            (1e15, "1000000000000000"),
            (-2.5, "-2.5"),
            ("44.3600", "44.3600"),
            ("5,5", "5.5"),
            (" 5 ", "5"),
        ],
    )
    def test_numbers(self, tmp_path: Path, value: object, text: str) -> None:
        assert told(self.figures(tmp_path, value)) == [("revenue", "2024-07", text)]

    @pytest.mark.parametrize(("value", "text"), [(True, "TRUE"), (False, "FALSE"), (1e300, "1e+300"), ("nan", "nan")])
    def test_what_is_none(self, tmp_path: Path, value: object, text: str) -> None:
        assert said(self.figures(tmp_path, value)) == [
            ("not-a-number", "a.xlsx!Biểu 1!C2", {"column": "value", "text": text})
        ]

    def test_a_typed_number_that_may_be_two_refuses_the_file(self, tmp_path: Path) -> None:
        figures = self.figures(tmp_path, "44.360")
        ((name, origin, params),) = said(figures)
        assert (name, origin, figures.observations) == ("ambiguous-number", "a.xlsx", ())
        assert (params["text"], params["as_vi"], params["as_en"]) == ("44.360", 44360, Decimal("44.360"))
        assert "C2" in str(params["place"])

    def test_infinity_is_none(self, tmp_path: Path) -> None:
        content = with_sheet_xml(a_workbook(HEADING, ["revenue", "2024-07", 5]), "<v>5</v>", "<v>1e999</v>")
        assert [name for name, _, _ in said(read(tmp_path, content))] == ["not-a-number"]

    @pytest.mark.parametrize(
        ("number_format", "text"),
        [("0.00%", "44.36"), ("0%", "44.36"), ('0.0"%"', "0.4436"), (r"0.0\%", "0.4436"), ("General", "0.4436")],
    )
    def test_a_per_cent_cell_is_what_it_shows(self, tmp_path: Path, number_format: str, text: str) -> None:
        assert told(self.figures(tmp_path, 0.4436, number_format, "cover")) == [("cover", "2024-07", text)]

    def test_a_per_cent_cell_is_no_sum_of_money(self, tmp_path: Path) -> None:
        assert [name for name, _, _ in said(self.figures(tmp_path, 0.5, "0%"))] == ["wrong-unit"]

    @pytest.mark.parametrize(
        ("period", "number_format", "read_as"),
        [
            ("2024-07", "General", "2024-07"),
            (2024, "General", "2024"),
            (a_day(2024, 7, 1), "mmm-yy", "2024-07"),
            (a_day(2024, 7, 1), "yyyy-mm", "2024-07"),
            (a_day(2024, 1, 1), "yyyy", "2024"),
            (a_day(2024, 7, 15), "yyyy-mm-dd", "2024-07-15"),
            (date(2024, 7, 15), "[$-42A]dd/mm/yyyy", "2024-07-15"),
        ],
    )
    def test_a_period_that_excel_made_a_date_of(
        self, tmp_path: Path, period: Any, number_format: str, read_as: str
    ) -> None:
        def styled(book: Workbook) -> None:
            book.worksheets[0]["B2"].number_format = number_format

        figures = read(tmp_path, a_workbook(HEADING, ["cover", period, 5], change=styled))
        assert told(figures) == [("cover", read_as, "5")]

    @pytest.mark.parametrize("value", [a_day(2024, 7, 15), time(7, 30)])
    def test_a_date_is_no_figure(self, tmp_path: Path, value: object) -> None:
        ((name, origin, params),) = said(self.figures(tmp_path, value))
        assert (name, origin, params["column"]) == ("date-as-figure", "a.xlsx!Biểu 1!C2", "value")

    def test_a_date_in_a_text_is_text(self, tmp_path: Path) -> None:
        figures = read(tmp_path, a_workbook([*HEADING, "note"], ["revenue", "2024-07", 5, date(2024, 8, 2)]))
        assert [one.note for one in figures.observations] == ["2024-08-02"]

    def test_the_calendar_of_1904_is_respected(self, tmp_path: Path) -> None:
        def since_1904(book: Workbook) -> None:
            book.epoch = a_day(1904, 1, 1)
            book.worksheets[0]["B2"].number_format = "yyyy-mm-dd"

        content = a_workbook(HEADING, ["cover", a_day(2024, 7, 15), 5], change=since_1904)
        assert told(read(tmp_path, content)) == [("cover", "2024-07-15", "5")]

    def test_an_error_is_a_finding_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        figures = read(tmp_path, a_workbook(HEADING, ["revenue", "2024-07", "#DIV/0!"], ["revenue", "2024-08", 5]))
        assert said(figures) == [("error-cell", "a.xlsx!Biểu 1!C2", {"column": "value", "text": "#DIV/0!"})]
        assert (told(figures), figures.rows) == ([("revenue", "2024-08", "5")], 2)

    def test_a_formula_that_was_never_calculated_is_a_finding(self, tmp_path: Path) -> None:
        figures = read(tmp_path, a_workbook(HEADING, ["revenue", "2024-07", "=1+1"], ["revenue", "2024-08", 5]))
        assert said(figures) == [("formula-without-value", "a.xlsx!Biểu 1!C2", {"column": "value", "text": "=1+1"})]
        assert told(figures) == [("revenue", "2024-08", "5")]

    def test_one_that_was_counts_with_its_value(self, tmp_path: Path) -> None:
        content = a_workbook(HEADING, ["revenue", "2024-07", "=1+1"])
        content = with_sheet_xml(content, r"<f>1\+1</f><v ?/>", "<f>1+1</f><v>2</v>")
        assert told(read(tmp_path, content)) == [("revenue", "2024-07", "2")]

    def test_one_whose_value_is_no_text_is_blank(self, tmp_path: Path) -> None:
        content = a_workbook([*HEADING, "note"], ["revenue", "2024-07", 5, '=""'])
        content = with_sheet_xml(content, r'<c r="D2"[^>]*><f>""</f><v ?/>', '<c r="D2" t="str"><f>""</f><v></v>')
        assert (told(read(tmp_path, content)), said(read(tmp_path, content))) == ([("revenue", "2024-07", "5")], [])

    def test_what_turns_the_direction_of_writing_is_in_no_name_and_is_not_repeated(self, tmp_path: Path) -> None:
        figures = read(tmp_path, a_workbook(HEADING, ["rev\u202eenue", "2024-07", 5]))
        what = {"indicator": "rev\ufffdenue", "nearest": "revenue"}
        assert said(figures) == [("unknown-indicator", "a.xlsx!Biểu 1!A2", what)]
        assert (figures.observations, figures.rejected) == ([], 1)

    def test_a_control_character_is_refused_in_a_note(self, tmp_path: Path) -> None:
        content = a_workbook([*HEADING, "note"], ["revenue", "2024-07", 5, "a!b"])
        figures = read(tmp_path, with_sheet_xml(content, "a!b", "a_x0007_b"))  # how a workbook writes them
        assert [(name, params) for name, _, params in said(figures)] == [("refused-text", {"key": "note"})]
        assert (figures.observations, figures.rejected) == ([], 1)

    def test_text_is_composed(self, tmp_path: Path) -> None:
        figures = read(tmp_path, a_workbook([*HEADING, "note"], ["revenue", "2024-07", 5, "hoa\u0301 "]))
        assert [one.note for one in figures.observations] == ["ho\u00e1"]


class TestWorkbooksThatMeanHarm:
    CONTENT = a_workbook(HEADING, ["revenue", "2024-07", 5], ["revenue", "2024-08", 6])

    def test_a_dimension_that_lies_loses_no_rows(self, tmp_path: Path) -> None:
        content = with_sheet_xml(self.CONTENT, r'<dimension ref="[^"]*"', '<dimension ref="A1:A1"')
        assert len(read(tmp_path, content).observations) == 2

    def test_a_dimension_that_boasts_costs_nothing(self, tmp_path: Path) -> None:
        content = with_sheet_xml(self.CONTENT, r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"')
        assert len(read(tmp_path, content).observations) == 2

    def test_cells_far_away_cost_nothing(self, tmp_path: Path) -> None:
        content = with_sheet_xml(
            self.CONTENT,
            "</row></sheetData>",
            '<c r="XFD3"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        )
        assert len(read(tmp_path, content).observations) == 2

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"", "not-a-workbook"),
            (b"indicator,period,value\n", "not-a-workbook"),
            (b"PK\x03\x04" + b"\0" * 100, "not-a-workbook"),
            (CONTENT[: len(CONTENT) // 2], "not-a-workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, "password-or-xls"),
        ],
    )
    def test_what_is_no_workbook(self, tmp_path: Path, content: bytes, problem: str) -> None:
        assert refused(tmp_path, content) == problem

    def test_a_zip_of_something_else(self, tmp_path: Path) -> None:
        content = rebuilt(self.CONTENT, lambda name, part: None if name == "[Content_Types].xml" else part)
        assert refused(tmp_path, content) == "not-a-workbook"

    def test_one_that_lacks_its_workbook(self, tmp_path: Path) -> None:
        content = rebuilt(self.CONTENT, lambda name, part: None if name == "xl/workbook.xml" else part)
        assert refused(tmp_path, content) == "unreadable"

    def test_a_flipped_byte_in_a_part(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(self.CONTENT)) as book:
            info = book.getinfo("xl/worksheets/sheet1.xml")
        start = info.header_offset + 30 + len(info.filename) + 20
        content = self.CONTENT[:start] + bytes([self.CONTENT[start] ^ 0xFF]) + self.CONTENT[start + 1 :]
        assert refused(tmp_path, content) == "not-a-workbook"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("declaration", ["<!DOCTYPE x>", "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>"])
    def test_declarations(self, tmp_path: Path, encoding: str, declaration: str) -> None:
        part = f"<?xml version='1.0'?>{declaration}<x/>".encode(encoding)
        content = rebuilt(self.CONTENT, lambda _, old: old, **{"xl/evil.bin": part})
        assert refused(tmp_path, content) == "doctype"

    def test_a_declaration_across_the_edge_of_what_is_read_at_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(xlsx_parts, "_CHUNK", 7)
        content = rebuilt(self.CONTENT, lambda _, old: old, **{"a.xml": b"<?xml version='1.0'?><!DOCTYPE x><x/>"})
        assert refused(tmp_path, content) == "doctype"

    def test_a_picture_may_hold_any_bytes(self, tmp_path: Path) -> None:
        content = rebuilt(self.CONTENT, lambda _, old: old, **{"xl/media/a.png": b"\x89PNG<!DOCTYPE"})
        assert len(read(tmp_path, content).observations) == 2

    def test_the_strict_form_reads_as_empty_and_is_named(self, tmp_path: Path) -> None:
        old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
        content = rebuilt(self.CONTENT, lambda name, part: part.replace(old, new) if "workbook.xml" in name else part)
        assert refused(tmp_path, content) == "strict-form"

    @pytest.mark.parametrize("name", ["/etc/x", "../x", "xl/../../x", "C:x", "..\\x", "\\x"])
    def test_names_that_lead_out(self, tmp_path: Path, name: str) -> None:
        content = rebuilt(self.CONTENT, lambda _, old: old, **{name: b"x"})
        assert refused(tmp_path, content) == "bad-part-name"

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_a_part_twice(self, tmp_path: Path) -> None:
        content = rebuilt(self.CONTENT, lambda _, old: old, **{"xl/workbook.xml": b"<x/>"})
        assert refused(tmp_path, content) == "bad-part-name"

    def test_too_many_parts(self, tmp_path: Path) -> None:
        content = rebuilt(self.CONTENT, lambda _, old: old, **{f"x{number}": b"" for number in range(1_001)})
        assert refused(tmp_path, content) == "too-many-parts"

    def test_a_part_that_inflates_a_hundredfold(self, tmp_path: Path) -> None:
        content = rebuilt(self.CONTENT, lambda _, old: old, **{"bomb.xml": b" " * 10_000_000})
        assert refused(tmp_path, content) == "too-large-inside"

    @pytest.mark.parametrize(
        ("limit", "most"),
        [
            ("MOST_INFLATED", 1_000),
            ("MOST_INFLATED_TOGETHER", 5_000),
        ],
    )
    def test_parts_that_are_too_large(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
    ) -> None:
        parts = {"xl/media/a.png": b"\x89PNG" * 500, "xl/texts.xml": b"<sst><si/><si/><si/></sst>"}
        content = rebuilt(self.CONTENT, lambda _, old: old, **parts)
        assert len(read(tmp_path, content).observations) == 2
        monkeypatch.setattr(xlsx_parts, limit, most)
        assert refused(tmp_path, content) == "too-large-inside"

    def test_the_limits_are_those_of_the_safety_page(self) -> None:
        assert (xlsx_parts.MOST_PARTS, xlsx_parts.MOST_RATIO) == (1_000, 100)
        assert xlsx_parts.MOST_INFLATED == 300_000_000
        assert reading._MOST_BYTES_OF_A_WORKBOOK == 50_000_000

    def test_more_cells_than_any_office_sends(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xlsx_file, "MOST_CELLS", 8)
        assert refused(tmp_path, self.CONTENT) == "too-many-cells"
        monkeypatch.setattr(xlsx_file, "MOST_CELLS", 9)
        assert len(read(tmp_path, self.CONTENT).observations) == 2

    def test_a_header_that_lies_about_the_size(self, tmp_path: Path) -> None:
        content = rebuilt(self.CONTENT, lambda _, old: old, **{"bomb.xml": hashlib.shake_256(b"dense").digest(5_000)})
        true, lie = struct.pack("<L", 5_000), struct.pack("<L", 10)
        assert content.count(true) >= 2
        assert refused(tmp_path, content.replace(true, lie)) == "not-a-workbook"

    def test_one_with_a_password_in_the_zip(self, tmp_path: Path) -> None:
        content = bytearray(self.CONTENT)
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = content.find(mark)
            content[start + offset] |= 1
        assert refused(tmp_path, bytes(content)) == "password-or-xls"

    def test_fifty_megabytes_are_enough(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "_MOST_BYTES_OF_A_WORKBOOK", 1_000)
        size = len(self.CONTENT)
        assert said(read(tmp_path, self.CONTENT)) == [("file-too-large", "a.xlsx", {"size": size, "limit": 1_000})]

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_a_sheet_that_cannot_be_searched_is_not_read(self, tmp_path: Path, encoding: str) -> None:
        def change(name: str, part: bytes) -> bytes:
            return part.decode().encode(encoding) if name == "xl/worksheets/sheet1.xml" else part

        assert refused(tmp_path, rebuilt(self.CONTENT, change)) == "unreadable"

    @settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(st.integers(0, len(CONTENT) - 1), st.integers(0, 255)), min_size=1, max_size=8))
    def test_any_damage_ends_in_figures_or_findings(self, tmp_path: Path, damage: list[tuple[int, int]]) -> None:
        content = bytearray(self.CONTENT)
        for place, byte in damage:
            content[place] = byte
        figures = read(tmp_path, bytes(content))
        assert figures.observations or figures.findings

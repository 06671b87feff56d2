"""Workbooks of Excel 5 to 2003 as they are read, and those that mean harm (docs/safety.md, *Reading workbooks*).

All that stands in the books is made up, and says so in its first line:

- `books/bieu-quy.xls`: a printed table with a merged title and header, a hidden row, two hidden columns, a hidden and
  an empty sheet; float noise, per-cent cells, days, months, years and times, errors, formulas, truth values; something
  forgotten far below (A1500).
- `books/phong-chu-cu.xls`: cells in .VnTime, .VnTimeH, VNI-Times and Times New Roman, two of them in several fonts.
- `books/tu-1904.xls`: days and a time counted from 1904, as Excel for Macintosh does.

Other books are put together here, record by record.
"""

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phongtho_kpi.i18n.messages import LANGUAGES, Messages
from phongtho_kpi.read.returns import xls_file, xls_records, xls_sheet_records
from phongtho_kpi.read.returns.grid import Dated, Exact, Failed, Grid, Merged, Percent, Sheet, Uncalculated
from phongtho_kpi.read.returns.xls_file import xls_grid

BOOKS = Path(__file__).parent / "books"
QUARTER, OLD_FONTS, SINCE_1904 = (
    (BOOKS / name).read_bytes() for name in ("bieu-quy.xls", "phong-chu-cu.xls", "tu-1904.xls")
)

BOF, EOF, FONT, XF, FORMAT, SHEET, STRINGS, CONTINUE = 0x809, 0x0A, 0x31, 0xE0, 0x41E, 0x85, 0xFC, 0x3C
NUMBER, LABEL, RICH_LABEL, SHARED_LABEL, MANY_RK, TRUTH_OR_ERROR = 0x203, 0x204, 0xD6, 0xFD, 0xBD, 0x205
FORMULA, SHARED_FORMULA, FORMULA_TEXT, RECALCULATED, PASSWORD, DATEMODE = 0x06, 0x4BC, 0x207, 0x1C1, 0x2F, 0x22
DIMENSIONS, ROW, COLUMNS, MERGED, LINK, CODEPAGE = 0x200, 0x208, 0x7D, 0xE5, 0x1B8, 0x42
BIFF8, BIFF5 = 0x600, 0x500
FIRST_CELL_FORMAT = 15  # the first of the formats that are for cells
BLANK_RESULT = b"\x03\0\0\0\0\0\xff\xff"
TEXT_RESULT = b"\0\0\0\0\0\0\xff\xff"
WHEN_OPENED = 2
NOWHERE = 0xFFFFFFFF


def record(code: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def begins(kind: int, version: int = BIFF8) -> bytes:
    return record(BOF, struct.pack("<HHHHII", version, kind, 0x0DBB, 1996, 0, 6))


def font(name: str, version: int = BIFF8) -> bytes:
    letters = name.encode("ascii" if version == BIFF5 else "utf-16-le")
    how = b"" if version == BIFF5 else b"\x01"
    body = struct.pack("<HHHHHBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, len(name)) + how + letters
    return record(FONT, body)


def cell_format(font_index: int = 0, number_format: int = 0) -> bytes:
    return record(XF, struct.pack("<HHHBBBBIIH", font_index, number_format, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))


def formats(*cell_formats: bytes, fonts: bytes = font("Arial") * 4) -> bytes:
    """Fifteen formats that are not for cells, then these: numbers 15, 16, …"""
    return fonts + cell_format() * FIRST_CELL_FORMAT + b"".join(cell_formats or [cell_format()])


def number_format(key: int, text: str) -> bytes:
    return record(FORMAT, struct.pack("<HHB", key, len(text), 0) + text.encode("latin-1"))


def sheet(*cells: bytes, version: int = BIFF8) -> bytes:
    return begins(0x10, version) + b"".join(cells) + record(EOF)


def book(
    *sheets: bytes, of_book: bytes | None = None, visibility: int = 0, kind: int = 0, version: int = BIFF8
) -> bytes:
    """A book of these sheets, named A, B, …, without a compound file around it."""
    beginning = begins(5, version) + (formats() if of_book is None else of_book)
    how = b"" if version == BIFF5 else b"\0"
    names = [bytes([1]) + how + bytes([ord("A") + number % 26]) for number in range(len(sheets))]
    offset = len(beginning) + sum(10 + len(name) for name in names) + 4
    for name, one in zip(names, sheets, strict=True):
        beginning += record(SHEET, struct.pack("<IBB", offset, visibility, kind) + name)
        offset += len(one)
    return beginning + record(EOF) + b"".join(sheets)


def place(row: int, column: int, xf: int = FIRST_CELL_FORMAT) -> bytes:
    return struct.pack("<HHH", row, column, xf)


def number(row: int, column: int, value: float, xf: int = FIRST_CELL_FORMAT) -> bytes:
    return record(NUMBER, place(row, column, xf) + struct.pack("<d", value))


def label(row: int, column: int, text: str, xf: int = FIRST_CELL_FORMAT) -> bytes:
    return record(LABEL, place(row, column, xf) + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def formula(row: int, column: int, result: bytes | float, flags: int = 0) -> bytes:
    stored = result if isinstance(result, bytes) else struct.pack("<d", result)
    return record(FORMULA, place(row, column) + stored + struct.pack("<HIH", flags, 0, 0))


def a_grid(content: bytes) -> Grid:
    return xls_grid(content, "a.xls")


def only_sheet(content: bytes) -> Sheet:
    grid = a_grid(content)
    assert grid.findings == ()
    (one,) = grid.sheets
    return one


def only_cell(*cells: bytes, of_book: bytes | None = None) -> str:
    """The one cell of a book that is not blank, wherever it stands."""
    ((_, texts),) = only_sheet(book(sheet(*cells), of_book=of_book)).rows
    (text,) = filter(None, texts)
    return text


def shown_as(value: float, text: str, since_1904: bool = False) -> str:
    """A number in a number format."""
    datemode = record(DATEMODE, b"\x01\0") if since_1904 else b""
    of_book = datemode + number_format(200, text) + formats(cell_format(number_format=200))
    return only_cell(number(0, 0, value), of_book=of_book)


def refused(content: bytes) -> str:
    """Why a book is not read."""
    grid = a_grid(content)
    (finding,) = grid.findings
    assert (grid.file, grid.kind, grid.sheets) == ("a.xls", "xls", ())
    assert (finding.kind.name, str(finding.origin)) == ("broken-workbook", "a.xls")
    return str(finding.params["problem"])


def quarter(row: int) -> list[str]:
    """A row of the printed table."""
    return dict(a_grid(QUARTER).sheets[0].rows)[row]


class TestATable:
    def test_what_was_typed_is_composed_and_without_blanks_around_it(self) -> None:
        assert quarter(1) == ["BÁO CÁO QUÝ II NĂM 2024 (Số liệu giả)"]
        assert quarter(3) == ["Chỉ tiêu", "Thực hiện", "", "Ghi\xa0chú"]
        assert quarter(6)[0] == "Tỷ lệ che phủ rừng"
        assert type(quarter(6)[0]) is str

    def test_blank_rows_and_blank_cells_at_the_end_are_left_out(self) -> None:
        assert [row for row, _ in a_grid(QUARTER).sheets[0].rows] == [1, 3, 4, 5, 6, 7, 8, 9, 10, 11]

    def test_a_stored_number_is_exact(self) -> None:
        assert quarter(5)[1:3] == [Exact("0.3"), Exact("7367800")]
        assert quarter(11)[1:4] == ["100000000000000000000", "-0.0000001", "123456789012346000"]
        assert {type(text) for text in (*quarter(5)[1:3], *quarter(11)[1:4])} == {Exact}

    def test_a_per_cent_cell_is_what_it_shows(self) -> None:
        assert [(type(text), text) for text in (*quarter(6)[1:], quarter(11)[4])] == [
            (Percent, "44.36"),
            (Exact, "0.5"),
            (Percent, "-25"),
        ]

    def test_as_much_of_a_day_as_is_shown(self) -> None:
        dated = [*quarter(4)[1:], *quarter(10)[1:]]
        assert dated == ["2024-04", "2024-05", "2024-06-17", "2024", "07:30:00", "36:00:00"]
        assert {type(text) for text in dated} == {Dated}

    def test_formulas_are_their_values(self) -> None:
        assert quarter(7) == ["Công thức", "3", "#DIV/0!", "", "Chỉ tiêu"]
        assert [type(text) for text in quarter(7)] == [str, Exact, Failed, str, str]

    def test_truth_values_and_fractions_are_words(self) -> None:
        assert quarter(9) == ["Đúng sai", "TRUE", "FALSE", "12/17"]
        assert {type(text) for text in quarter(9)} == {str}

    def test_merged_and_hidden_cells(self) -> None:
        one = a_grid(QUARTER).sheets[0]
        assert one.merged == (Merged(1, 0, 1, 4), Merged(3, 0, 4, 0), Merged(3, 1, 3, 2), Merged(3, 3, 4, 3))
        assert (one.hidden_rows, one.hidden_columns) == ({8}, {5, 6})

    def test_all_sheets_are_there_hidden_and_empty_ones_too(self) -> None:
        names = [(one.name, one.is_hidden, len(list(one.rows))) for one in a_grid(QUARTER).sheets]
        assert names == [("Biểu 1", False, 10), ("Ẩn", True, 1), ("Trống", False, 0)]

    def test_what_stands_far_below_is_not_read_and_said(self) -> None:
        (finding,) = a_grid(QUARTER).findings
        assert (finding.kind.name, str(finding.origin)) == ("beyond-limits", "a.xls!Biểu 1!A1500")
        assert dict(finding.params) == {"problem": "after-empty-rows"}
        assert not finding.is_error

    def test_days_since_1904(self) -> None:
        assert list(only_sheet(SINCE_1904).rows) == [(1, ["Số liệu giả"]), (2, ["2024-06-17", "2024-06", "07:30:00"])]

    def test_rows_may_be_gone_through_again(self) -> None:
        rows = only_sheet(SINCE_1904).rows
        assert list(rows) == list(rows) != []


def in_old_fonts(row: int) -> list[str]:
    return dict(only_sheet(OLD_FONTS).rows)[row]


class TestOldFonts:
    @pytest.mark.parametrize(
        ("row", "text"),
        [
            (1, "Số liệu giả"),
            (2, "CHỈ TIÊU"),
            (3, "Chỉ tiêu"),
            (4, "Số lao động"),
            (5, "5 ha"),
            (6, "Tỷ lệ (tỷ lệ)"),
            (7, "Số: Chỉ tiêu"),
            (8, "Hé Û"),
        ],
    )
    def test_the_font_says_what_the_letters_are(self, row: int, text: str) -> None:
        assert in_old_fonts(row)[0] == text

    def test_numbers_are_numbers_in_any_font(self) -> None:
        assert [(type(in_old_fonts(row)[1]), in_old_fonts(row)[1]) for row in (2, 3)] == [
            (Percent, "50"),
            (Exact, "12"),
        ]

    def test_the_name_of_a_font_is_read_in_excel_95_too(self) -> None:
        of_book = record(CODEPAGE, struct.pack("<H", 1252)) + formats(fonts=font(".VnTime", BIFF5) * 4)
        text = "Tû lÖ".encode("cp1252")
        cell = record(LABEL, place(0, 0) + struct.pack("<H", len(text)) + text)
        content = book(sheet(cell, version=BIFF5), of_book=of_book, version=BIFF5)
        assert list(only_sheet(content).rows) == [(1, ["Tỷ lệ"])]

    def test_texts_of_excel_95_are_in_the_code_page_of_the_book(self) -> None:
        of_book = record(CODEPAGE, struct.pack("<H", 1258)) + formats(fonts=font("Arial", BIFF5) * 4)
        text = "Đo\u0300".encode("cp1258")
        cell = record(LABEL, place(0, 0) + struct.pack("<H", len(text)) + text)
        content = book(sheet(cell, version=BIFF5), of_book=of_book, version=BIFF5)
        assert list(only_sheet(content).rows) == [(1, ["Đò"])]

    def test_a_letter_of_two_codes_may_be_half_bold(self) -> None:
        of_book = formats(fonts=font("VNI-Times") * 2 + font("Arial") * 2)
        text = "tieâu aâ"
        runs = struct.pack("<H4H", 2, 4, 1, 6, 2)
        cell = place(0, 0) + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") + runs
        assert only_cell(record(RICH_LABEL, cell), of_book=of_book) == "tiêu aâ"

    def test_a_run_of_a_font_that_is_not_there_is_as_any_other(self) -> None:
        of_book = formats(fonts=font("Arial") * 3 + font(".VnTime"))
        text = "Hé Û"
        cell = place(0, 0) + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") + struct.pack("<3H", 1, 2, 99)
        assert only_cell(record(RICH_LABEL, cell), of_book=of_book) == text


class TestCells:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (5.0, "5"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.3"),
            (44.36, "44.36"),
            (1e-7, "0.0000001"),
            (999_999_999_999_999.0, "999999999999999"),
            (1e15, "1000000000000000"),
            (-123_456_789_012_345_680.0, "-123456789012346000"),
            (1e300, "1" + "0" * 300),
        ],
    )
    def test_numbers(self, value: float, text: str) -> None:
        read = only_cell(number(0, 0, value))
        assert (type(read), read) == (Exact, text)

    @pytest.mark.parametrize(
        ("value", "text"),
        [(0.0, "0"), (-0.0, "0"), (0.3 - 0.1, "20"), (1.0, "100"), (1e-9, "0.0000001"), (12.5, "1250")],
    )
    def test_per_cent(self, value: float, text: str) -> None:
        read = shown_as(value, "0.00%;[Red]-0.00%")
        assert (type(read), read) == (Percent, text)

    @pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
    @pytest.mark.parametrize("number_format", ["0", "0%"])
    def test_what_is_no_number_is_a_word(self, value: float, number_format: str) -> None:
        read = shown_as(value, number_format)
        assert (type(read), read) == (str, str(value))

    @pytest.mark.parametrize(
        ("value", "number_format", "text"),
        [
            (45460.0, "dd/mm/yyyy", "2024-06-17"),
            (45460.75, "d-mmm-yy hh:mm", "2024-06-17"),
            (45460.0, "dddd", "2024-06-17"),
            (45460.0, "mm/yyyy", "2024-06"),
            (45460.0, "mmmm", "2024-06"),
            (45460.0, "yyyy", "2024"),
            (45460.0, '"Quy d" yyyy', "2024"),
            (45460.0, "[$-42A]mm/yyyy;@", "2024-06"),
            (45460.3125, "hh:mm", "07:30:00"),
            (45460.3125, "h:mm AM/PM", "07:30:00"),
            (1.5, "[h]:mm", "36:00:00"),
            (0.3125, "dd/mm/yyyy", "07:30:00"),
            (0.0, "dd/mm/yyyy", "00:00:00"),
            (12.0, "dd/mm/yyyy", "1900-01-12"),
        ],
    )
    def test_days_and_times(self, value: float, number_format: str, text: str) -> None:
        read = shown_as(value, number_format)
        assert (type(read), read) == (Dated, text)

    def test_the_first_day_of_1904_is_one(self) -> None:
        assert shown_as(0.0, "dd/mm/yyyy", since_1904=True) == "1904-01-01"

    @pytest.mark.parametrize("number_format", ["dd/mm/yyyy", "hh:mm"])
    @pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
    def test_what_is_no_day(self, value: float, number_format: str) -> None:
        read = shown_as(value, number_format)
        assert (type(read), read) == (Failed, "#VALUE!")

    @pytest.mark.parametrize("value", [3_000_000.0, 1e300])
    def test_a_day_after_the_last_year(self, value: float) -> None:
        assert shown_as(value, "dd/mm/yyyy") == "#VALUE!"

    @pytest.mark.parametrize(("code", "text"), [(0x07, "#DIV/0!"), (0x17, "#REF!"), (0x2A, "#N/A"), (0x2B, "#VALUE!")])
    def test_errors(self, code: int, text: str) -> None:
        read = only_cell(record(TRUTH_OR_ERROR, place(0, 0) + bytes([code, 1])))
        assert (type(read), read) == (Failed, text)

    def test_texts_that_cells_share_go_on_in_the_next_record(self) -> None:
        first = struct.pack("<II", 3, 3) + struct.pack("<HBH", 4, 0x08, 2) + b"abcd" + struct.pack("<4H", 1, 1, 2, 0)
        cut = struct.pack("<HB", 4, 0) + b"ef"
        strings = record(STRINGS, first + cut) + record(CONTINUE, b"\x01" + "ội".encode("utf-16-le") + b"\x02\0\0gh")
        cells = [record(SHARED_LABEL, place(row, 0) + struct.pack("<I", row)) for row in range(3)]
        content = book(sheet(*cells), of_book=formats() + strings)
        assert list(only_sheet(content).rows) == [(1, ["abcd"]), (2, ["efội"]), (3, ["gh"])]

    def test_a_phonetic_part_is_passed_over(self) -> None:
        strings = struct.pack("<II", 2, 2) + struct.pack("<HBi", 2, 0x04, 5) + b"ab" + b"?????" + b"\x01\0\0c"
        cells = [record(SHARED_LABEL, place(0, row) + struct.pack("<I", row)) for row in range(2)]
        content = book(sheet(*cells), of_book=formats() + record(STRINGS, strings))
        assert list(only_sheet(content).rows) == [(1, ["ab", "c"])]

    def test_runs_go_on_in_the_next_record(self) -> None:
        strings = struct.pack("<II", 1, 1) + struct.pack("<HBH", 2, 0x08, 2) + b"ab" + struct.pack("<2H", 0, 1)
        of_book = formats() + record(STRINGS, strings) + record(CONTINUE, struct.pack("<2H", 1, 1))
        assert only_cell(record(SHARED_LABEL, place(0, 0) + struct.pack("<I", 0)), of_book=of_book) == "ab"


class TestFormulas:
    def test_one_that_writes_an_empty_text_is_blank(self) -> None:
        content = book(sheet(formula(0, 0, BLANK_RESULT), formula(0, 1, 2.0)))
        assert list(only_sheet(content).rows) == [(1, ["", "2"])]

    def test_one_that_writes_a_text(self) -> None:
        text = record(FORMULA_TEXT, struct.pack("<HB", 2, 0) + b"ab")
        assert only_cell(formula(0, 0, TEXT_RESULT) + text) == "ab"

    def test_one_whose_text_goes_on_behind_the_formula_that_it_shares(self) -> None:
        shared = record(SHARED_FORMULA, bytes(10))
        text = record(FORMULA_TEXT, struct.pack("<HB", 4, 0) + b"ab") + record(CONTINUE, b"\0cd")
        assert only_cell(formula(0, 0, TEXT_RESULT) + shared + text) == "abcd"

    @pytest.mark.parametrize("result", [BLANK_RESULT, 0.0])
    def test_one_that_is_to_be_calculated_when_opened_has_no_value_yet(self, result: bytes | float) -> None:
        content = book(sheet(formula(2, 1, result, WHEN_OPENED), formula(2, 0, 7.0)))
        ((row, texts),) = only_sheet(content).rows
        assert (row, [(type(text), text) for text in texts]) == (3, [(Exact, "7"), (Uncalculated, "=")])

    def test_one_that_was_calculated_all_the_same_has_one(self) -> None:
        assert only_cell(formula(0, 0, 7.0, WHEN_OPENED)) == "7"

    def test_a_book_whose_formulas_are_all_blank_was_never_calculated(self) -> None:
        content = book(sheet(formula(0, 0, BLANK_RESULT)), sheet(formula(1, 0, BLANK_RESULT), number(0, 0, 5.0)))
        first, second = a_grid(content).sheets
        assert [(row, list(map(type, texts))) for row, texts in first.rows] == [(1, [Uncalculated])]
        assert [(row, list(map(type, texts))) for row, texts in second.rows] == [(1, [Exact]), (2, [Uncalculated])]

    def test_unless_excel_says_that_it_was(self) -> None:
        of_book = formats() + record(RECALCULATED, bytes(8))
        assert list(only_sheet(book(sheet(formula(0, 0, BLANK_RESULT)), of_book=of_book)).rows) == []


class TestSheets:
    @pytest.mark.parametrize(("visibility", "is_hidden"), [(0, False), (1, True), (2, True)])
    def test_hidden_ones(self, visibility: int, is_hidden: bool) -> None:
        one = only_sheet(book(sheet(number(0, 0, 1.0)), visibility=visibility))
        assert (one.name, one.is_hidden) == ("A", is_hidden)

    def test_a_chart_or_a_module_is_none(self) -> None:
        assert a_grid(book(sheet(), kind=2)) == Grid("a.xls", "xls", ())

    def test_a_chart_within_one_is_passed_over(self) -> None:
        chart = begins(0x20) + number(5, 5, 5.0) + begins(0x20) + record(EOF) + record(EOF)
        content = book(sheet(number(0, 0, 1.0), chart, number(1, 0, 2.0)))
        assert list(only_sheet(content).rows) == [(1, ["1"]), (2, ["2"])]

    def test_the_order_is_that_of_the_book_not_of_the_file(self) -> None:
        content = bytearray(book(sheet(number(0, 0, 1.0)), sheet(number(0, 0, 22.0), number(1, 0, 3.0))))
        head = struct.pack("<HH", SHEET, 9)
        first = content.index(head) + 4
        second = content.index(head, first) + 4
        content[first : first + 4], content[second : second + 4] = (
            content[second : second + 4],
            content[first : first + 4],
        )
        assert [(one.name, list(one.rows)) for one in a_grid(bytes(content)).sheets] == [
            ("A", [(1, ["22"]), (2, ["3"])]),
            ("B", [(1, ["1"])]),
        ]

    def test_merged_ranges_that_are_none_are_left_out(self) -> None:
        ranges = struct.pack("<H12H", 3, 1, 0, 0, 0, 0, 0, 5, 256, 0, 1, 0, 255)
        one = only_sheet(book(sheet(record(MERGED, ranges))))
        assert one.merged == (Merged(1, 0, 2, 255),)

    def test_hidden_columns_end_with_the_last(self) -> None:
        hidden = record(COLUMNS, struct.pack("<5H", 254, 256, 2_048, 15, 1))
        shown = record(COLUMNS, struct.pack("<5H", 0, 9, 2_048, 15, 0))
        assert only_sheet(book(sheet(hidden, shown))).hidden_columns == {254, 255}

    def test_what_is_too_small_to_be_seen_is_hidden(self) -> None:
        rows = [record(ROW, struct.pack("<8H", row, 0, 1, height, 0, 0, 0, 0)) for row, height in ((4, 0), (5, 300))]
        columns = record(COLUMNS, struct.pack("<5H", 2, 3, 0, 15, 0))
        one = only_sheet(book(sheet(*rows, columns)))
        assert (one.hidden_rows, one.hidden_columns) == ({5}, {2, 3})

    def test_a_thousand_empty_rows_may_stand_between(self) -> None:
        content = book(sheet(number(1_000, 0, 1.0), number(2_001, 0, 2.0)))
        assert [row for row, _ in only_sheet(content).rows] == [1_001, 2_002]

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_one_more_ends_the_sheet_and_no_other(self, lang: str) -> None:
        first = sheet(number(0, 0, 1.0), label(1_002, 2, "còn sót"), number(1_003, 0, 1.0))
        grid = a_grid(book(first, sheet(number(0, 0, 5.0))))
        assert [list(one.rows) for one in grid.sheets] == [[(1, ["1"])], [(1, ["5"])]]
        (finding,) = grid.findings
        assert str(finding.origin) == "a.xls!A!C1003"
        assert {"vi": "hơn 1.000 dòng trống", "en": "more than 1,000 empty rows"}[lang] in Messages(lang).finding(
            finding
        )[0]

    def test_blank_cells_that_are_only_painted_are_not_there(self) -> None:
        painted = record(0x201, place(60_000, 200))
        assert list(only_sheet(book(sheet(number(0, 0, 1.0), painted))).rows) == [(1, ["1"])]


def with_entry(content: bytes, name: str, *, at: int, value: bytes) -> bytes:
    """The same compound file with something else in the directory's entry of that name."""
    start = content.index(name.encode("utf-16-le")) + at
    return content[:start] + value + content[start + len(value) :]


def renamed(content: bytes, name: str) -> bytes:
    """The same compound file whose workbook has another name."""
    letters = name.encode("utf-16-le")
    content = with_entry(content, "Workbook", at=64, value=struct.pack("<H", len(letters) + 2))
    return with_entry(content, "Workbook", at=0, value=letters.ljust(64, b"\0"))


class TestWhatIsNoBook:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xd0\xcf",
            b"<html><table><tr><td>S\xe1\xbb\x91 li\xe1\xbb\x87u gi\xe1\xba\xa3</td></tr></table></html>",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            b"indicator\tperiod\tvalue\n",
            b"PK\x03\x04" + bytes(100),
            renamed(QUARTER, "WordDocument"),
            with_entry(QUARTER, "Workbook", at=66, value=b"\x01"),  # a folder of that name
        ],
    )
    def test_something_else_under_that_name(self, content: bytes) -> None:
        assert refused(content) == "not-an-xls"

    def test_a_book_in_two_forms_is_read_in_the_newer_one(self) -> None:
        assert renamed(QUARTER, "Book") != QUARTER
        assert a_grid(renamed(QUARTER, "Book")).sheets == a_grid(QUARTER).sheets

    def test_a_password(self) -> None:
        assert refused(renamed(QUARTER, "EncryptedPackage")) == "password"
        assert refused(book(sheet(), of_book=record(PASSWORD, bytes(54)))) == "password"

    @pytest.mark.parametrize(
        "head", [b"\x09\x00\x04\x00\x02\x00\x10\x00", b"\x09\x08\x08\x00\x00\x00\x10\x00" + bytes(4)]
    )
    def test_one_from_before_excel_5(self, head: bytes) -> None:
        assert refused(head + record(EOF)) == "before-excel-5"

    @pytest.mark.parametrize(
        "content",
        [
            *(QUARTER[:size] for size in (8, 76, 512, 1_024, len(QUARTER) // 2)),
            OLD_FONTS[: len(OLD_FONTS) // 2],
            book(sheet(number(0, 0, 1.0)))[:-5],
            begins(0x100) + record(EOF),
            begins(5),
            book(begins(5) + record(EOF)),
            book(sheet(number(0, 0, 1.0, xf=99))),
            book(sheet(formula(0, 0, TEXT_RESULT))),
            book(sheet(record(SHARED_LABEL, place(0, 0) + bytes(4)))),
            book(sheet(record(NUMBER, place(0, 0)))),
            book(sheet(number(0, 256, 1.0))),
            book(sheet(), of_book=record(STRINGS, struct.pack("<II", 1, 1))),
            book(sheet(), of_book=record(STRINGS, struct.pack("<IIHBH", 1, 1, 0, 0x08, 1))),
            book(sheet(), of_book=record(STRINGS, struct.pack("<IIHB", 1, 1, 5, 0))),
        ],
    )
    def test_a_broken_one(self, content: bytes) -> None:
        assert refused(content) == "unreadable"

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("problem", ["not-an-xls", "before-excel-5", "password", "too-many-cells", "unreadable"])
    def test_each_problem_is_said_in_words(self, problem: str, lang: str) -> None:
        assert Messages(lang).knows(f"problem.{problem}")


class TestBooksThatMeanHarm:
    def test_too_many_cells(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xls_records, "MOST_CELLS", 5)
        three = struct.pack("<HH", 0, 0) + struct.pack("<HI", FIRST_CELL_FORMAT, 2) * 3 + struct.pack("<H", 2)
        two = [sheet(record(MANY_RK, three)), sheet(number(0, 0, 1.0), number(0, 1, 1.0))]
        assert len(a_grid(book(*two)).sheets) == 2
        assert refused(book(*two, sheet(number(0, 0, 1.0)))) == "too-many-cells"

    def test_too_many_merged_ranges(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xls_sheet_records, "MOST_CELLS", 5)
        assert refused(book(sheet(record(MERGED, struct.pack("<H", 6) + bytes(48))))) == "too-many-cells"

    def test_too_many_sheets(self) -> None:
        assert len(a_grid(book(*[sheet()] * 1_000)).sheets) == 1_000
        assert refused(book(*[sheet()] * 1_001)) == "too-many-cells"

    def test_few_cells_that_take_much_room(self) -> None:
        assert refused(book(*[sheet(number(65_535, 0, 1.0))] * 8)) == "too-many-cells"
        assert refused(book(sheet(*(number(row, 255, 1.0) for row in range(8_000))))) == "too-many-cells"

    def test_too_many_shared_texts(self) -> None:
        strings = record(STRINGS, struct.pack("<II", 1, 500_001) + b"\0\0\0" * 9)
        assert refused(book(sheet(), of_book=formats() + strings)) == "too-many-cells"

    def test_a_text_that_leads_back_to_itself(self) -> None:
        strings = struct.pack("<II", 1, 400_000) + struct.pack("<HBi", 1, 0x04, -8) + b"a"
        assert refused(book(sheet(), of_book=formats() + record(STRINGS, strings))) == "unreadable"

    def test_too_many_formats(self) -> None:
        assert refused(book(sheet(), of_book=formats(*[cell_format()] * 10_000))) == "unreadable"

    def test_a_number_format_that_is_too_long(self) -> None:
        assert refused(book(sheet(), of_book=number_format(200, "[" * 5_000) + formats())) == "unreadable"

    def test_two_sheets_in_one_place(self) -> None:
        content = bytearray(book(sheet(), sheet()))
        head = struct.pack("<HH", SHEET, 9)
        first = content.index(head) + 4
        second = content.index(head, first) + 4
        content[second : second + 4] = content[first : first + 4]
        assert refused(bytes(content)) == "unreadable"

    def test_a_sheet_that_begins_before_the_book_ends(self) -> None:
        content = bytearray(book(sheet()))
        place = content.index(struct.pack("<HH", SHEET, 9)) + 4
        content[place : place + 4] = bytes(4)
        assert refused(bytes(content)) == "unreadable"

    def test_dimensions_again_and_again_cost_nothing(self) -> None:
        again = record(DIMENSIONS, struct.pack("<IIHHH", 0, 1, 0, 1, 0)) + number(65_535, 0, 1.0)
        one = a_grid(book(sheet(number(0, 0, 1.0), again * 1_000)))
        assert [list(rows) for _, rows, *_ in one.sheets] == [[(1, ["1"])]]

    def test_a_link_over_the_whole_sheet_costs_nothing(self) -> None:
        link = struct.pack("<4H", 0, 65_535, 0, 255) + bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b0200000000000000")
        assert only_cell(record(LINK, link) * 100, number(0, 0, 1.0)) == "1"

    def test_a_chain_that_bites_its_tail(self) -> None:
        (table,) = struct.unpack_from("<I", QUARTER, 76)
        (directory,) = struct.unpack_from("<I", QUARTER, 48)
        place = 512 * (table + 1) + 4 * directory
        content = QUARTER[:place] + struct.pack("<I", directory) + QUARTER[place + 4 :]
        assert refused(content) == "unreadable"

    def test_a_chain_of_small_sectors_that_does(self) -> None:
        (small_table,) = struct.unpack_from("<I", SINCE_1904, 60)
        place = 512 * (small_table + 1)
        content = SINCE_1904[:place] + struct.pack("<128I", *range(128)) + SINCE_1904[place + 512 :]
        assert refused(content) == "unreadable"

    def test_a_directory_whose_branches_meet_again(self) -> None:
        (directory,) = struct.unpack_from("<I", QUARTER, 48)
        content = bytearray(QUARTER)
        for entry in range(4):  # both neighbours of each are the next: two to the power of their number of ways
            start = 512 * (directory + 1) + 128 * entry + 68
            content[start : start + 12] = struct.pack("<3I", entry + 1, entry + 1, 1 if entry == 0 else NOWHERE)
        assert a_grid(bytes(content)).sheets == a_grid(QUARTER).sheets

    def test_a_table_that_names_one_sector_for_ever(self) -> None:
        content = bytearray(QUARTER)
        content[68:76] = struct.pack("<2I", 0, NOWHERE)
        content[76:512] = struct.pack("<109I", *[NOWHERE] * 109)
        content[512 : 512 + 512] = struct.pack("<128I", *[0] * 128)
        assert refused(bytes(content)) == "unreadable"

    @pytest.mark.parametrize(("at", "shift"), [(30, 0), (30, 31), (32, 0), (32, 9)])
    def test_sectors_of_an_odd_size(self, at: int, shift: int) -> None:
        assert refused(QUARTER[:at] + struct.pack("<H", shift) + QUARTER[at + 2 :]) == "unreadable"

    def test_nothing_that_xlrd_raises_gets_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xls_file, "BookCells", None)
        assert refused(QUARTER) == "unreadable"


damage = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=8)


def damaged(content: bytes, places: list[tuple[int, int]]) -> bytes:
    broken = bytearray(content)
    for place, byte in places:
        broken[place % len(broken)] = byte
    return bytes(broken)


def is_whole(grid: Grid) -> bool:
    """Whether it is a grid as others may rely on."""
    if any(finding.kind.refuses_file for finding in grid.findings):
        return grid.sheets == () and len(grid.findings) == 1
    rows = [(row, texts) for one in grid.sheets for row, texts in one.rows]
    return all(row > 0 and texts and texts[-1] and all(isinstance(text, str) for text in texts) for row, texts in rows)


@settings(max_examples=150)
@given(st.sampled_from([QUARTER, OLD_FONTS, SINCE_1904]), damage)
def test_any_damage_to_a_file_ends_in_a_grid(content: bytes, places: list[tuple[int, int]]) -> None:
    assert is_whole(a_grid(damaged(content, places)))


MADE = book(
    sheet(number(0, 0, 1.0), label(0, 1, "ộ"), formula(1, 0, 2.0), record(ROW, bytes(16)), record(MERGED, bytes(2))),
    sheet(record(SHARED_LABEL, place(0, 0) + bytes(4)), record(TRUTH_OR_ERROR, place(0, 1) + b"\x07\x01")),
    of_book=formats() + record(STRINGS, struct.pack("<IIHBi", 1, 1, 2, 4, 2) + b"ab??"),
)


@settings(max_examples=150)
@given(damage)
def test_any_damage_to_the_records_does(places: list[tuple[int, int]]) -> None:
    assert is_whole(a_grid(damaged(MADE, places)))


def test_whole_records_survive_the_damage_tests() -> None:
    assert [list(one.rows) for one in a_grid(MADE).sheets] == [[(1, ["1", "ộ"]), (2, ["2"])], [(1, ["ab", "#DIV/0!"])]]

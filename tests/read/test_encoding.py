"""In which encoding a CSV file is, and what parts its columns (docs/commands.md, *Files*)."""

import codecs
import csv
import io
import tracemalloc
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.read.returns.encoding import DELIMITERS, CsvForm, Undecodable, csv_form

TONES = "\u0300\u0301\u0303\u0309\u0323"
TABLE = "Chỉ tiêu;Giá trị\nTỷ lệ che phủ rừng;44,36\n"


def in_1258(text: str) -> bytes:
    """As Windows-1258 writes Vietnamese: the shape of a letter in the letter, its tone mark after it."""
    codes = b""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        codes += (bare + "".join(part for part in parts if part in TONES)).encode("cp1258")
    return codes


ENCODINGS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "UTF-8": ("utf-8-sig", lambda text: text.encode()),
    "UTF-8 with a mark": ("utf-8-sig", lambda text: text.encode("utf-8-sig")),
    "UTF-16 LE with a mark": ("utf-16", lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le")),
    "UTF-16 BE with a mark": ("utf-16", lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be")),
    "UTF-16 LE": ("utf-16-le", lambda text: text.encode("utf-16-le")),
    "UTF-16 BE": ("utf-16-be", lambda text: text.encode("utf-16-be")),
    "Windows-1258": ("cp1258", in_1258),
}
WORDS = st.lists(
    st.sampled_from(
        ["Thu", "ngân", "sách", "nước", "trên", "địa", "bàn", "Tỷ", "lệ", "HỘ", "ĐÃ", "Ước", "ở", "ẩm", "ý"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
SENTENCES = st.sampled_from(["Phong Thổ, ngày 5; tháng 6", 'gọi là "xã"', "trên\nđịa bàn", "1,5;2|3\t4"])
NUMBERS = st.one_of(
    st.integers(0, 10**7).map(str),
    st.sampled_from(["5.500,5", "1,234.5", "44,36", "0,5", "2024-07", "12/17", "-"]),
)


def tables(cells: st.SearchStrategy[str], first: str) -> st.SearchStrategy[list[list[str]]]:
    """Of two columns or more and two rows or more, with a heading."""
    return st.integers(2, 6).flatmap(
        lambda columns: st.lists(
            st.lists(cells, min_size=columns, max_size=columns), min_size=2, max_size=70
        ).map(lambda rows: [[first, *(f"Tháng {number}" for number in range(1, columns))], *rows])
    )  # fmt: skip


def written(table: list[list[str]], delimiter: str, ending: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=ending).writerows(table)
    return text.getvalue()


def read_back(content: bytes, form: CsvForm | Undecodable) -> list[list[str]]:
    assert isinstance(form, CsvForm)
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=form.encoding, newline="")
    for _ in range(form.lines_to_skip):
        next(lines)
    rows = csv.reader(lines, delimiter=form.delimiter, strict=True)
    return [[unicodedata.normalize("NFC", cell) for cell in row] for row in rows]


def form_of(text: str) -> CsvForm | Undecodable:
    return csv_form(text.encode())


@given(
    tables(st.one_of(WORDS, NUMBERS, SENTENCES), "Chỉ tiêu"),
    st.sampled_from(sorted(ENCODINGS)),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_in_any_encoding_with_any_delimiter_is_read_back(
    table: list[list[str]], encoding: str, delimiter: str, ending: str
) -> None:
    codec, encoded = ENCODINGS[encoding]
    content = encoded(written(table, delimiter, ending))
    form = csv_form(content)
    assert form == (codec, delimiter, 0)
    assert read_back(content, form) == table


@given(tables(st.one_of(st.sampled_from(["Hoang Thèn", "Pa Vây", "Mù Sang"]), NUMBERS), "Lìn"))
def test_a_table_in_windows_1252_is_read_back(table: list[list[str]]) -> None:
    table[0][1:] = ["so"] * (len(table[0]) - 1)
    content = written(table, ";").encode("cp1252")
    form = csv_form(content)
    assert form == ("cp1252", ";", 0)
    assert read_back(content, form) == table


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_is_told(encoding: str) -> None:
    codec, encoded = ENCODINGS[encoding]
    assert csv_form(encoded(TABLE)) == (codec, ";", 0)


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n\r\n", b" ", codecs.BOM_UTF8, b"Gia tri", b"Gia tri\n5\n6\n"])
def test_a_file_of_one_column_or_of_nothing_has_commas(content: bytes) -> None:
    assert csv_form(content) == ("utf-8-sig", ",", 0)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Tung Qua L\xecn", "cp1252"),  # ̀ after l
        ("\xec", "cp1252"),  # after nothing
        ("\u0160", "cp1252"),  # a byte that Windows-1258 leaves out
        ("Hoang Th\xe8n", "cp1258"),  # the same in both
        ("X\xe3", "cp1258"),  # xă: what both could mean is Vietnamese
    ],
)
def test_a_tone_mark_without_its_vowel_or_a_byte_of_its_own_is_windows_1252(text: str, encoding: str) -> None:
    assert csv_form(f"{text};5\nb;6\n".encode("cp1252")) == (encoding, ";", 0)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (codecs.BOM_UTF8 + "Tỷ lệ\nTỷ ".encode() + b"\xff\n", 2),
        ("Tỷ lệ;5\nđịa bàn;6\nhộ ".encode() + b"ngh\xe8o\n", 3),  # one bad byte makes no Windows file of it
        ("Tỷ lệ\n".encode()[:-3], 1),  # cut off within a letter
        (b"a\nb\n\x81\xff\n", 3),  # in no encoding
        (b"a\n" * 700_000 + "hộ nghèo".encode() + b"\xff\n", 700_001),
        (codecs.BOM_UTF16_LE + "Tỷ\nlệ".encode("utf-16-le") + b"x", 2),  # half a character
        ("Ty\nle\nhe".encode("utf-16-be") + b"\xd8\x00\x00a", 3),  # half a pair
        (codecs.BOM_UTF16_BE + b"\xdc\x00", 1),
    ],
)
def test_a_file_in_no_encoding_names_the_first_wrong_line(content: bytes, line: int) -> None:
    assert csv_form(content) == Undecodable(line)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Chỉ tiêu;Giá trị;ĐVT\nThu NSNN;5.500,5;triệu đồng\nThu NSNN;5.600,5;triệu đồng\n", ";"),
        ("5.500,5;triệu đồng\n5.600,5;triệu đồng\n", ";"),
        ("1,234,567.5;2,345,678.5\n1,234,567.5;2,345,678.5\n", ";"),
        ("44,36|45,36\n44,36|45,36\n", "|"),
        ("44,36\t45,36\n44,36\t45,36\n", "\t"),
        ('a,"b;c;d"\ne,"f;g;h"\n', ","),
        ('a,"b\tc|d;e\nf;g"\ne,"f;g;h"\n', ","),
        ('1,"2;3;4"\n5,"6;7;8"\n', ","),
        ("1,2\n3,4\n", ","),
        ("indicator,period,value\nrevenue,2024-07,5\nrevenue,2024-08,6\n", ","),
        ("a,ghi chú; thêm\nb,ghi chú; thêm\n", ","),
        ("UBND huyện, ngày 5\nKèm theo, biểu số 1\nXã, bản\nKỳ;Giá trị\nT5;5,5\nT6;6,5\n", ";"),
        ("BÁO CÁO\n\n;;\nKỳ;Giá trị;ĐVT\nT5;5,5;ha\n\n", ";"),
        ("BÁO CÁO;;\nKỳ;Giá trị;ĐVT\nT5;5,5;ha\n", ";"),
        ("Kỳ, Giá trị\nT5, 5\n", ","),
        ("Kỳ | Giá trị, tỷ | ĐVT\nT5 | 5,5 | ha\n", "|"),
        ("a;b\rc;d\r", ";"),
        ('"chưa đóng;5\na;b\n', ","),
    ],
)
def test_the_delimiter_is_the_one_that_makes_columns(text: str, delimiter: str) -> None:
    assert form_of(text) == ("utf-8-sig", delimiter, 0)


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("first", ["sep={}\n", "SEP={}\r\n", '"sep={}"\n', "sep={}\r", "sep={}"])
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-8 with a mark", "UTF-16 LE with a mark", "UTF-16 BE"])
def test_the_first_line_of_excel_is_believed_and_skipped(delimiter: str, first: str, encoding: str) -> None:
    codec, encoded = ENCODINGS[encoding]
    assert csv_form(encoded(first.format(delimiter))) == (codec, delimiter, 1)
    assert csv_form(encoded(first.format(delimiter).rstrip("\r\n") + "\na,b;c\nd,e;f\n")) == (codec, delimiter, 1)


@pytest.mark.parametrize("first", ["sep=", "sep=:", "sep=ab", "sep;5"])
def test_another_first_line_is_one_of_the_table(first: str) -> None:
    assert form_of(f"{first}\na;5\nb;6\n") == ("utf-8-sig", ";", 0)


def test_the_delimiter_is_told_from_the_first_rows() -> None:
    assert form_of("a;b\n" * 60 + "a,b,c\n" * 600) == ("utf-8-sig", ";", 0)


def test_a_head_that_ends_within_a_row_is_cut_before_it() -> None:
    wide = ";".join(["số liệu"] * 40_000)
    assert form_of(f"{wide}\n{wide}\n{wide}\n") == ("utf-8-sig", ";", 0)
    assert form_of(";".join(["số liệu"] * 400_000)) == ("utf-8-sig", ";", 0)


def test_a_cell_that_is_too_long_is_left_to_whoever_reads_the_file() -> None:
    assert form_of('a;b\nc;d\n"' + "x" * 900_000) == ("utf-8-sig", ";", 0)


def test_no_decoded_copy_of_the_file_is_held() -> None:
    content = TABLE.encode() * 400_000
    tracemalloc.start()
    form = csv_form(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert form == ("utf-8-sig", ";", 0)
    assert peak < len(content) / 2


@given(
    st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"sep=;\n", b"sep=\0\n", b'"']),
    st.one_of(st.binary(), st.lists(st.sampled_from(list(b',;"\n\r\0a\xec'))).map(bytes)),
)
def test_no_bytes_make_it_fail_and_the_codec_it_names_reads_them_all(start: bytes, rest: bytes) -> None:
    form = csv_form(start + rest)
    if isinstance(form, CsvForm):
        assert form.delimiter in DELIMITERS
        io.TextIOWrapper(io.BytesIO(start + rest), encoding=form.encoding).read()
    else:
        assert form.line >= 1

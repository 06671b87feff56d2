"""CSV files that go back to who sent them. Every figure in them is made up: Số liệu giả."""

import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.write.handed_back import CsvLines, HandBackWords, Remark, hand_back

VI, EN = (HandBackWords.of(Messages(lang)) for lang in ("vi", "en"))
TIDY = (
    ("Chỉ tiêu", "Kỳ", "Giá trị"),
    ("Chè", "Tháng 5", "11,5"),
    ("Chề", "Tháng 6", "12,5"),
    ("Chè", "Tháng 13", "13,5"),
)
WIDE = (
    ("UBND xã Dào San", "", ""),
    ("Số liệu giả",),
    ("TT", "Chỉ tiêu", "Thực hiện", ""),
    ("", "", "Tháng 5", "Cột lạ"),
    ("A", "B", "1", "2"),
    ("I", "KINH TẾ", "", ""),
    ("1", "Chè", "1,5", "2,5"),
    ("2", "Chề", "3,5", "4,5"),
)


def rows_back(
    folder: Path,
    rows: Sequence[Sequence[str]],
    *remarks: tuple[int | None, str],
    headers: Sequence[Sequence[int]] = ((1,),),
    others: Collection[int] | None = (),
    words: HandBackWords = VI,
) -> Any:
    """What goes back of a CSV file, as rows."""
    lines = CsvLines(list(enumerate(rows, start=1)), ";", headers, others)
    path = hand_back(folder / "thang-7.txt", lines, [Remark(None, None, line, text) for line, text in remarks], words)
    assert path.name.startswith("thang-7-rejected")
    assert path.suffix == ".csv"
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def test_the_rows_with_a_remark_go_back_with_the_reason_in_a_column_of_its_own(tmp_path: Path) -> None:
    assert rows_back(tmp_path, TIDY, (3, "Không có “Chề”. Sửa tên."), (4, "Kỳ nào?"), (4, "Sửa kỳ.")) == [
        [*TIDY[0], "Lý do"],
        [*TIDY[2], "Không có “Chề”. Sửa tên."],
        [*TIDY[3], "Kỳ nào? Sửa kỳ."],
    ]
    assert rows_back(tmp_path, TIDY, (3, "x"), words=EN)[0] == [*TIDY[0], "Reason"]


def test_title_lines_and_all_rows_of_the_header_come_along(tmp_path: Path) -> None:
    assert rows_back(tmp_path, WIDE, (8, "Không có “Chề”."), headers=[(3, 4)]) == [
        ["UBND xã Dào San", "", ""],
        ["Số liệu giả"],
        ["TT", "Chỉ tiêu", "Thực hiện", "", "Lý do"],
        ["", "", "Tháng 5", "Cột lạ", ""],
        ["2", "Chề", "3,5", "4,5", "Không có “Chề”."],
    ]


@pytest.mark.parametrize("line", [None, 1, 3, 4])
def test_what_is_about_the_file_or_a_column_is_said_at_the_first_row_of_words_and_all_rows_come(
    tmp_path: Path, line: int | None
) -> None:
    made = rows_back(tmp_path, WIDE, (line, "Cột này của kỳ nào?"), (8, "Không có “Chề”."), headers=[(3, 4)])
    assert [row[-1] for row in made[4:]] == ["", "Cột này của kỳ nào?", "", "Không có “Chề”."]
    assert [row[:4] for row in made[4:]] == [list(row) for row in WIDE[4:]]


def test_where_no_row_has_words_it_is_said_at_the_end(tmp_path: Path) -> None:
    assert rows_back(tmp_path, TIDY[:1], (None, "Trống."))[1:] == [["", "", "", "Trống."]]


def test_lines_that_settle_the_decimal_sign_come_along_or_all_where_remarks_are_wanting(tmp_path: Path) -> None:
    assert [row[-1] for row in rows_back(tmp_path, TIDY, (3, "x."), others={2})] == ["Lý do", "", "x."]
    assert [row[-1] for row in rows_back(tmp_path, TIDY, (3, "x."), others=None)] == ["Lý do", "", "x.", ""]


def test_of_several_tables_all_rows_come_along_since_titles_stand_among_them(tmp_path: Path) -> None:
    rows = (*TIDY[:2], ("Biểu 2: năm 2023", "", ""), ("Chỉ tiêu", "Kỳ", "Giá trị", "ĐVT"), ("Chè", "T1", "5", "ha"))
    assert rows_back(tmp_path, rows, (4, "Cột lạ."), headers=[(1,), (4,)]) == [
        [*TIDY[0], "Lý do"],
        [*TIDY[1], ""],
        ["Biểu 2: năm 2023", "", "", ""],
        ["Chỉ tiêu", "Kỳ", "Giá trị", "ĐVT", "Lý do"],
        ["Chè", "T1", "5", "ha", "Cột lạ."],
    ]


def test_a_file_without_a_header_goes_back_whole(tmp_path: Path) -> None:
    assert rows_back(tmp_path, [("a", "b"), ("ccc",)], (2, "x."), headers=[]) == [["a", "b", ""], ["ccc", "x."]]


def test_a_row_that_is_too_short_or_too_long_stays_so_until_it_is_corrected(tmp_path: Path) -> None:
    rows = (
        ("Chỉ tiêu", "Kỳ", "Giá trị", ""),
        ("Chè", "T5"),
        ("Chè", "T5", "1", "5"),
        ("Chè", "T5", "1", "", " "),
    )
    made = rows_back(tmp_path, rows, (2, "Thiếu ô."), (3, "Thừa ô."), (4, "Khác."))
    assert made == [
        ["Chỉ tiêu", "Kỳ", "Giá trị", "Lý do"],
        ["Chè", "T5", "Thiếu ô."],
        ["Chè", "T5", "1", "5", "Thừa ô."],
        ["Chè", "T5", "1", "Khác."],
    ]


def test_a_file_that_comes_back_again_has_one_column_of_reasons(tmp_path: Path) -> None:
    first = rows_back(tmp_path, (TIDY[0], ("Chè", "T5"), *TIDY[2:]), (2, "Thiếu ô."), (3, "Tên."), (4, "Kỳ."))
    first[2][0] = "Chè"
    assert rows_back(tmp_path, first, (2, "Thiếu ô."), (4, "Kỳ nữa.")) == [
        [*TIDY[0], "Lý do"],
        ["Chè", "T5", "Thiếu ô."],
        [*TIDY[3], "Kỳ nữa."],
    ]


HOSTILE = ("=cmd|'/c calc'!A1", "+1", "-1", "@x", "'=x", 'a"b', "a;b", "a\rb", "a\r\nb", " a ", "\ufeffa", "")


def test_cells_are_as_they_were_and_only_the_reason_is_protected(tmp_path: Path) -> None:
    made = rows_back(tmp_path, (("x",) * len(HOSTILE), HOSTILE), (2, "=cmd|'/c calc'!A1"))
    assert made[1] == [*HOSTILE, "'=cmd|'/c calc'!A1"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x00\x1b\ud800\u202eb", "a����b"),
        ("một\nhai", "một hai"),
        ("1.105 là số nào?", "Lý do: 1.105 là số nào?"),
        ("(12) ha", "Lý do: (12) ha"),
        ("-5 người", "'-5 người"),
        ("+5", "'+5"),
    ],
)
def test_a_reason_is_words_in_one_line(tmp_path: Path, text: str, written: str) -> None:
    (_, row) = rows_back(tmp_path, TIDY[:2], (2, text))
    assert row[-1] == written


TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=12)


@given(
    rows=st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=6),
    reason=TEXTS,
    delimiter=st.sampled_from(",;\t|"),
)
def test_every_cell_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], reason: str, delimiter: str
) -> None:
    lines = CsvLines(list(enumerate(rows, start=2)), delimiter, [])
    path = hand_back(tmp_path_factory.mktemp("a") / "a.csv", lines, [Remark(None, None, 2, reason)], VI)
    text = path.read_bytes().decode("utf-8-sig")
    made = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assert [row[:-1] for row in made] == [row if any(cell.strip() for cell in row) else [] for row in rows]


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    lines = CsvLines(list(enumerate(TIDY, start=1)), ";", [(1,)])
    made = [hand_back(tmp_path / "a.csv", lines, [Remark(None, None, 3, "x")], VI) for _ in range(2)]
    assert [path.name for path in made] == ["a-rejected.csv", "a-rejected-2.csv"]
    assert made[0].read_bytes() == made[1].read_bytes()

"""In which encoding a CSV file is, and what parts its columns (docs/commands.md, *Files*), without decoding it whole.

UTF-8 proves itself, and so does UTF-16. What is neither was saved by an old program on Windows: Windows-1258 is
Vietnamese, and Windows-1252 is told from it by the tone marks, which cannot stand after any letter but a vowel.
"""

import codecs
import csv
import io
import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

DELIMITERS = ("\t", "|", ";", ",")  # of two that are equally likely the first: the others are common in cells too
_CHUNK = 1024 * 1024
_ROWS = 50  # from which the delimiter is told


class CsvForm(NamedTuple):
    """How a CSV file is written: the codec that reads it, the delimiter, and how many lines are not of the table."""

    encoding: str
    delimiter: str
    lines_to_skip: int = 0  # 1 where Excel's `sep=;` stands first


class Undecodable(NamedTuple):
    """A file in none of the encodings; `line` is the first that is wrong."""

    line: int


def csv_form(content: bytes) -> CsvForm | Undecodable:
    """The form of a CSV file; a file of one column, or of nothing, has commas."""
    encoding = _encoding(content)
    if isinstance(encoding, Undecodable):
        return encoding
    head = _head(content, encoding)
    told = _SEP_LINE.match(head)
    return CsvForm(encoding, told[1], 1) if told else CsvForm(encoding, _delimiter(head))


def undecodable_line(content: bytes) -> int | None:
    """The first line that is no UTF-8; None where all are."""
    broken = _undecodable(content, "utf-8")
    return None if broken is None else broken.line


# --- the encoding

_BYTE_ORDER_MARKS = (  # what is checked, and what reads the file without its mark
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
_HEAD_OF_UTF_16 = 4096
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_NOT_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_NOT_IN_1258 = re.compile(rb"[\x81\x8a\x8d\x8e\x8f\x90\x9a\x9d\x9e]")
# a e i o u y, and Â Ă Ê Ô Ơ Ư in Windows-1258, in both cases; then what are its tone marks: ̀ ̉ ̃ ́ ̣
_VOWELS_OF_1258 = rb"AEIOUYaeiouy\xc2\xc3\xca\xd4\xd5\xdd\xe2\xe3\xea\xf4\xf5\xfd"
_MARK_WITHOUT_VOWEL = re.compile(rb"[\xcc\xd2\xde\xec\xf2](?<![" + _VOWELS_OF_1258 + rb"].)")


def _encoding(content: bytes) -> str | Undecodable:
    """The codec, or the first line that is wrong: by the mark or the zeros of the encoding, else as UTF-8."""
    for mark, checked, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _undecodable(content, checked) or name
    utf_16 = _utf_16_without_mark(content)
    if utf_16 is not None:
        return _undecodable(content, utf_16) or utf_16
    broken = _undecodable(content, "utf-8")
    if broken is None:
        return "utf-8-sig"
    if _is_mostly_utf_8(content) or _NOT_IN_1252.search(content):
        return broken
    is_1252 = _MARK_WITHOUT_VOWEL.search(content) or _NOT_IN_1258.search(content)
    return "cp1252" if is_1252 else "cp1258"


def _utf_16_without_mark(content: bytes) -> str | None:
    """UTF-16 if zeros stand at every other byte: at a quarter of those at least (ế has none), and hardly elsewhere."""
    head = content[:_HEAD_OF_UTF_16]
    first, second = head[::2].count(0), head[1::2].count(0)
    if 4 * max(first, second) < len(head) // 2 or 8 * min(first, second) >= max(first, second):
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def _undecodable(content: bytes, encoding: str) -> Undecodable | None:
    """The first line that the encoding cannot be; None where all are right. Never more than a chunk is decoded."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for start in range(0, len(content), _CHUNK):
        try:
            text = decoder.decode(content[start : start + _CHUNK], final=start + _CHUNK >= len(content))
        except UnicodeDecodeError as error:
            return Undecodable(line + error.object[: error.start].decode(encoding).count("\n"))
        line += text.count("\n")
    return None


def _is_mostly_utf_8(content: bytes) -> bool:
    """Whether most of what is not ASCII is right after all: a broken file in UTF-8, which nothing else may read."""
    found = _NOT_ASCII.search(content)
    start = found.start() if found else 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    text = decoder.decode(content[start : start + _CHUNK])
    wrong = text.count("\ufffd")
    return len(text) - sum(map(str.isascii, text)) > 2 * wrong


# --- the delimiter

_SEP_LINE = re.compile(r'"?sep=([,;|\t])"?[ \t]*(?:[\r\n]|$)', re.IGNORECASE)
_IN_PROSE = (",", ";")


def _head(content: bytes, encoding: str) -> str:
    """The beginning of the text, in whole lines where it is not all of it."""
    text = codecs.getincrementaldecoder(encoding)().decode(content[:_CHUNK])
    return text if len(content) <= _CHUNK else text[: text.rfind("\n") + 1] or text


def _delimiter(head: str) -> str:
    """The one under which most rows have the same number of columns, more than one; titles above a table have fewer."""
    rows = {delimiter: _rows(head, delimiter) for delimiter in DELIMITERS}
    for sure in (True, False):  # `1,2` may be two columns where nothing else parts the rows
        alike = {
            delimiter: _alike([_columns(cells, delimiter, sure=sure) for cells in rows[delimiter]])
            for delimiter in DELIMITERS
        }
        likeliest = max(DELIMITERS, key=lambda delimiter: alike[delimiter])
        if any(alike[likeliest]):
            return likeliest
    return ","


def _rows(head: str, delimiter: str) -> list[list[str]]:
    """The first rows that are not blank."""
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
            if any(map(str.strip, cells)):
                rows.append(cells)
            if len(rows) == _ROWS:
                break
    except csv.Error:
        pass  # a cell too long: the rows before it tell what they tell, and whoever reads the file says what is wrong
    return rows


def _columns(cells: list[str], delimiter: str, *, sure: bool) -> int:
    """How many columns a row has, if what an open quote goes through is one; with `sure` only what no cell holds."""
    joined = quotes = 0
    for left, right in pairwise(cells):
        quotes += left.count('"')
        joined += quotes % 2 == 1 or (sure and _may_be_one(left, right, delimiter))
    return len(cells) - joined


def _may_be_one(left: str, right: str, delimiter: str) -> bool:
    """Whether the delimiter may belong to the cell: `5.500,5` is a number, and `, ` and `; ` stand in sentences."""
    in_number = delimiter == "," and left[-1:].isdecimal() and right[:1].isdecimal()
    return in_number or (delimiter in _IN_PROSE and right.startswith(" "))


def _alike(columns: list[int]) -> tuple[int, int]:
    """How many rows have the same number of columns, and which; a row of one column tells nothing."""
    return max(((rows, number) for number, rows in Counter(columns).items() if number > 1), default=(0, 0))

"""What an .xlsx says apart from its cells: its sheets, its texts, its styles, its calendar (ECMA-376)."""

import posixpath
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from phongtho_kpi.read.returns.xlsx_cells import Styles, Written
from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError, Parts

_MOST_SHEETS = 200
_LONGEST_SHEET_NAME = 100  # Excel allows 31
_MOST_TEXTS = 500_000
_MOST_CHARACTERS = 20_000_000  # of all of them
_LONGEST_TEXT = 1_000_000  # characters, at which no more is gathered; Excel allows 32,767
_MOST_TAGS = 2_000_000  # of one part that is no sheet
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_TRUE = frozenset({"1", "true"})
_SINCE_1900, _SINCE_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 -- Excel knows no time zones


class BookSheet(NamedTuple):
    """A sheet of cells: its name, and the part that it is in."""

    name: str
    part: str
    is_hidden: bool


class Book(NamedTuple):
    """What the sheets of a workbook share."""

    sheets: tuple[BookSheet, ...]
    texts: list[Written]
    styles: Styles
    epoch: datetime  # the day before the first


class _Relation(NamedTuple):
    sort: str  # the last word of its type: worksheet, chartsheet, styles, sharedStrings
    part: str


def read_book(parts: Parts) -> Book:
    """Read what is needed before the sheets; raises BrokenWorkbookError, and what broken XML leads to."""
    workbook = _one(_relations(parts, ""), "officeDocument")
    if workbook is None:
        raise BrokenWorkbookError("not-a-workbook")
    relations = _relations(parts, workbook)
    sheets, epoch = _sheets(parts, workbook, relations)
    texts = _one(relations, "sharedStrings") or posixpath.join(posixpath.dirname(workbook), "sharedStrings.xml")
    styles = _one(relations, "styles") or posixpath.join(posixpath.dirname(workbook), "styles.xml")
    return Book(sheets, _texts(parts, texts), Styles(*_styles(parts, styles)), epoch)


def _relations(parts: Parts, of: str) -> dict[str, _Relation]:
    """The parts that a part names, by their ids; "" is the workbook as a whole."""
    folder, name = posixpath.split(of)
    found: dict[str, _Relation] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == _RELATION and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
            found[attributes["Id"]] = _Relation(attributes["Type"].rpartition("/")[2], target.lstrip("/"))

    _go_through(parts, posixpath.join(folder, "_rels", f"{name}.rels"), start)
    return found


def _one(relations: dict[str, _Relation], sort: str) -> str | None:
    return next((relation.part for relation in relations.values() if relation.sort == sort), None)


def _go_through(parts: Parts, name: str, start: Callable[[str, dict[str, str]], object]) -> None:
    for _ in parts.elements(name, start, most_tags=_MOST_TAGS):
        pass


def _sheets(parts: Parts, workbook: str, relations: dict[str, _Relation]) -> tuple[tuple[BookSheet, ...], datetime]:
    """The sheets in their order, without those of charts and macros; and the calendar."""
    sheets: list[BookSheet] = []
    epoch = _SINCE_1900

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal epoch
        if tag == MAIN + "sheet":
            relation = relations[attributes[f"{_OFFICE} id"]]
            if relation.sort == "worksheet":
                state = attributes.get("state", "visible")
                sheets.append(BookSheet(attributes["name"][:_LONGEST_SHEET_NAME], relation.part, state != "visible"))
            if len(sheets) > _MOST_SHEETS:
                raise BrokenWorkbookError("too-many-cells")
        elif tag == MAIN + "workbookPr" and attributes.get("date1904") in _TRUE:
            epoch = _SINCE_1904

    _go_through(parts, workbook, start)
    if len({sheet.part for sheet in sheets}) < len(sheets):
        raise BrokenWorkbookError("unreadable")  # one part as two sheets: nobody writes it, and it costs twice
    return tuple(sheets), epoch


def _styles(parts: Parts, name: str) -> tuple[list[tuple[int, int]], dict[int, str], list[str]]:
    """Of each style its number format and its font; the formats of this book; the names of the fonts."""
    formats: dict[int, str] = {}
    fonts: list[str] = []
    cells: list[tuple[int, int]] = []
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        kind = tag.removeprefix(MAIN)
        if kind in {"fonts", "cellXfs", "cellStyleXfs", "dxfs"}:
            inside = kind
        elif kind == "xf" and inside == "cellXfs":
            cells.append((int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0))))
        elif kind == "font" and inside == "fonts":
            fonts.append("")
        elif kind == "name" and inside == "fonts":
            fonts[-1] = attributes.get("val", "")
        elif kind == "numFmt" and inside != "dxfs":
            formats[int(attributes["numFmtId"])] = attributes["formatCode"]

    if name in parts:
        _go_through(parts, name, start)
    return cells, formats, fonts


def _texts(parts: Parts, name: str) -> list[Written]:
    """The texts that cells name by their number."""
    texts: list[Written] = []
    words = Words()
    room = _MOST_CHARACTERS

    def end(tag: str) -> None:
        nonlocal room
        words.end(tag)
        if tag == MAIN + "si":
            room -= words.length
            texts.append(words.taken())
            if len(texts) > _MOST_TEXTS or room < 0:
                raise BrokenWorkbookError("too-large-inside")

    if name in parts:
        for _ in parts.elements(name, words.start, end, words.text, most_tags=_MOST_TAGS):
            pass
    return texts


_TEXT, _RUN, _FONT, _SOUND = (MAIN + tag for tag in ("t", "r", "rFont", "rPh"))


class Words:
    """Gathers a text of a workbook from its XML: whole, or in runs that may have fonts of their own."""

    def __init__(self) -> None:
        self.length = 0
        self._runs: list[tuple[str, str]] = []
        self._font = ""
        self._is_sound = False  # how an East Asian word is spoken
        self._open: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == _TEXT:
            self.begin()
        elif tag == _RUN:
            self._font = ""
        elif tag == _FONT:
            self._font = attributes.get("val", "")
        elif tag == _SOUND:
            self._is_sound = True

    def begin(self) -> None:
        """From here on there is text."""
        self._open = []

    def text(self, text: str) -> None:
        """A stretch of text, of whatever element."""
        if self._open is not None:
            self._open.append(text)
            self.length += len(text)
            if self.length > _LONGEST_TEXT:
                raise BrokenWorkbookError("too-large-inside")

    def whole(self) -> str:
        """The text up to here, where there are no runs."""
        text, self._open, self.length = "".join(self._open or ()), None, 0
        return text

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == _TEXT and self._open is not None:
            if not self._is_sound:
                self._runs.append((self._font, "".join(self._open)))
            self._open = None
        elif tag == _RUN:
            self._font = ""
        elif tag == _SOUND:
            self._is_sound = False

    def taken(self) -> Written:
        """The runs up to here; the next text begins."""
        runs, self._runs, self.length = self._runs, [], 0
        if any(font for font, _ in runs):
            return tuple(runs)
        return runs[0][1] if len(runs) == 1 else "".join(text for _, text in runs)

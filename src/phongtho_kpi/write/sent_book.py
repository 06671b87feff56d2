"""A workbook that somebody sent, loaded whole so that it can be written again, without what reaches out of it.

The reader has inflated and searched its parts already (docs/safety.md); but it passes over blank cells, and openpyxl
lays out every one of them, and all that a merged range or a link covers. So what there is to lay out is counted first.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers import expat

MOST_INFLATED = 300_000_000  # of all parts together
MOST_LAID_OUT = 500_000  # cells and rows, those that a range covers among them
_CHUNK = 1024 * 1024
_COUNTED = frozenset({"c", "row"})
_COVERING = frozenset({"mergeCell", "hyperlink", "comment", "table"})
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")

_TEXT = re.compile(r'"[^"]*"')  # in a formula
# another workbook, a program (DDE), or a function that fetches, links or calls what is not in the workbook;
# a pivot table, too, since none is written again
_OUTWARD = re.compile(
    r"\[(?:[0-9]+|[^\[\]]+\.(?:xl\w+|ods|csv))\](?:[^\s\[\]'(),:;+*/&=<>^-]*|(?:[^'\[\]]|'')*')!|\|"
    r"|\b(?:WEBSERVICE|RTD|DDE|CALL|EXEC|REGISTER(?:\.ID)?|HYPERLINK|IMAGE|STOCKHISTORY|SQL\.REQUEST|PY|GETPIVOTDATA"
    r"|CUBE[A-Z]+)\s*\(|\b_xll\.",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(r"(?:_xlnm\.)?auto_", re.IGNORECASE)  # names of macros that run by themselves


_NAME = re.compile(r"[\w.\\]+")


class TooLargeError(Exception):
    """A workbook that would take too much room."""


def sent_book(content: bytes) -> Any:
    """The workbook: formulas that stay within it are kept, others are their last value; no links, macros, pictures.

    Raises TooLargeError, and whatever openpyxl raises on bad workbooks.
    """
    from openpyxl import load_workbook
    from openpyxl.workbook.properties import CalcProperties

    _check_size(content)
    # rich text: a return may be in two fonts of which each is an encoding
    book = load_workbook(io.BytesIO(content), keep_links=False, keep_vba=False, rich_text=True)
    lost = _keep_sheets_only(book)
    outward = [cell for sheet in book.worksheets for cell in _cells(sheet) if _needs_others(cell, lost)]
    if outward:
        _put_stored_values(outward, load_workbook(io.BytesIO(content), data_only=True, keep_links=False))
    book.template = False  # it goes out as .xlsx whatever it was
    book.calculation = CalcProperties(fullCalcOnLoad=True)  # openpyxl writes formulas without the values they had
    return book


def _cells(sheet: Any) -> Iterator[Any]:
    """The cells there are: openpyxl's own ways to go through a sheet make all those in between."""
    yield from sheet._cells.values()  # noqa: SLF001 -- see above


# --- what reaches out


def _keep_sheets_only(book: Any) -> frozenset[str]:
    """Drop what is not cells, and what would fetch or link; the names that are no longer defined."""
    for chart in book.chartsheets:
        book.remove(chart)
    lost = _drop_outward_names(book.defined_names)
    for sheet in book.worksheets:
        sheet._charts, sheet._images, sheet._pivots = [], [], []  # noqa: SLF001 -- there is no other way to drop them
        lost |= _drop_outward_names(sheet.defined_names)
        _drop_outward_rules(sheet)
        for cell in _cells(sheet):
            if cell.hyperlink is not None:
                cell.hyperlink = None
    return frozenset(lost)


def _drop_outward_names(names: Any) -> set[str]:
    lost = {name for name, told in names.items() if _AUTOMATIC.match(name) or _is_outward(told.value)}
    for name in lost:
        del names[name]
    return {name.casefold() for name in lost}


def _drop_outward_rules(sheet: Any) -> None:
    validations = sheet.data_validations
    validations.dataValidation = [
        rule for rule in validations.dataValidation if not (_is_outward(rule.formula1) or _is_outward(rule.formula2))
    ]
    for formatting in list(sheet.conditional_formatting):
        if any(_is_outward(formula) for rule in formatting.rules for formula in rule.formula):
            del sheet.conditional_formatting[str(formatting.sqref)]


def _needs_others(cell: Any, lost: frozenset[str]) -> bool:
    """Whether a cell has a formula that reaches out of the workbook, or names what is no longer defined."""
    if cell.data_type != "f":
        return False
    formula = getattr(cell.value, "text", cell.value)  # of an array formula
    if _is_outward(formula):
        return True
    return bool(lost) and any(word.casefold() in lost for word in _NAME.findall(str(formula)))


def _is_outward(formula: object) -> bool:
    return isinstance(formula, str) and _OUTWARD.search(_TEXT.sub("", formula)) is not None


def _put_stored_values(cells: Iterable[Any], stored: Any) -> None:
    for cell in cells:
        source = stored[cell.parent.title]._cells.get((cell.row, cell.column))  # noqa: SLF001 -- makes no new cell
        cell.value = None if source is None else source.value
        if isinstance(cell.value, str) and source.data_type != "e":
            cell.data_type = "s"


# --- how much there is to lay out


def _check_size(content: bytes) -> None:
    """Raise TooLargeError for what would not fit into memory."""
    inflated, laid_out = 0, _LaidOut()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for part in parts.infolist():
            with parts.open(part) as stream:
                laid_out.next_part()
                while chunk := stream.read(_CHUNK):
                    inflated += len(chunk)
                    if inflated > MOST_INFLATED:
                        raise TooLargeError
                    laid_out.read(chunk)


class _LaidOut:
    """Counts what openpyxl would make objects of, in one part after the other."""

    def __init__(self) -> None:
        self._count = 0
        self._parser: Any = None

    def next_part(self) -> None:
        """Whatever the part is called, it is taken for XML."""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._element
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, chunk: bytes) -> None:
        """A stretch of the part; a picture, or anything else that is no XML, is not read on, here or by openpyxl."""
        if self._parser is not None:
            try:
                self._parser.Parse(chunk)
            except expat.ExpatError:
                self._parser = None

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in _COUNTED:
            self._count += 1
        elif name in _COVERING and ":" in attributes.get("ref", ""):
            self._count += _cells_of(attributes["ref"])
        if self._count > MOST_LAID_OUT:
            raise TooLargeError

    def _doctype(self, *_: object) -> None:
        raise TooLargeError


def _cells_of(reference: str) -> int:
    """How many cells a range covers; whole rows and columns are more than there is room for."""
    from openpyxl.utils import column_index_from_string

    found = _RANGE.fullmatch(reference.strip())
    if found is None:
        return MOST_LAID_OUT + 1
    first, last = (column_index_from_string(letters.upper()) for letters in (found[1], found[3]))
    return int((abs(last - first) + 1) * (abs(int(found[4]) - int(found[2])) + 1))

"""A workbook's zip before openpyxl sees it: everything is inflated once, counted, and searched (docs/safety.md)."""

import io
import re
import zipfile
from typing import NamedTuple

MOST_PARTS = 1_000
MOST_INFLATED = 300_000_000  # of one part
MOST_INFLATED_TOGETHER = 1_000_000_000
MOST_RATIO = 100
_RATIO_FROM = 100 * 1024  # small parts may well be all blanks
_CHUNK = 1024 * 1024
_TAIL = 64  # what is searched again with the next chunk: longer than anything that is searched for
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1

_DECLARATIONS = re.compile(
    b"|".join(
        re.escape(word.encode(encoding))
        for word in ("<!DOCTYPE", "<!ENTITY")
        for encoding in ("ascii", "utf-16-le", "utf-16-be")
    )
)
_FORMULA = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?f[\s/>]")
_STRICT = b"purl.oclc.org/ooxml"
_NAMES_THE_FORM = ("_rels/.rels", "xl/workbook.xml")


class BrokenWorkbookError(Exception):
    """A workbook that is not read on; `problem` names the sentence that says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Parts(NamedTuple):
    """What the parts of a sound workbook told on the way."""

    has_formulas: bool


def checked_parts(content: bytes) -> Parts:
    """Inflate and search every part. Raises BrokenWorkbookError."""
    if content.startswith(_OLE2):
        raise BrokenWorkbookError("password-or-xls")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return _checked(book)
    except BrokenWorkbookError:
        raise
    except Exception as error:  # zipfile, zlib and struct raise half a dozen classes on hostile bytes
        raise BrokenWorkbookError("not-a-workbook") from error


def _checked(book: zipfile.ZipFile) -> Parts:
    parts = book.infolist()
    if len(parts) > MOST_PARTS:
        raise BrokenWorkbookError("too-many-parts")
    names = [part.filename for part in parts]
    if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise BrokenWorkbookError("bad-part-name")
    if "[Content_Types].xml" not in names:
        raise BrokenWorkbookError("not-a-workbook")
    together, has_formulas = 0, False
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise BrokenWorkbookError("password-or-xls")
        inflated, found = _searched(book, part)
        together += inflated
        has_formulas = has_formulas or found
        if together > MOST_INFLATED_TOGETHER:
            raise BrokenWorkbookError("too-large-inside")
    return Parts(has_formulas)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _searched(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, bool]:
    """How long a part really is (its header may lie), and whether it may hold formulas."""
    inflated, tail, has_formulas, is_xml = 0, b"", False, False
    with book.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if not inflated:
                is_xml = _is_xml(chunk)
                has_formulas = is_xml and b"\0" in chunk[:4]  # UTF-16: searched by openpyxl, not here
            inflated += len(chunk)
            _check_size(inflated, part)
            window = tail + chunk
            if is_xml:
                _check_text(window, part.filename)
                has_formulas = has_formulas or _FORMULA.search(window) is not None
            tail = window[-_TAIL:]
    return inflated, has_formulas


def _check_size(inflated: int, part: zipfile.ZipInfo) -> None:
    if inflated > MOST_INFLATED or (inflated > _RATIO_FROM and inflated > MOST_RATIO * max(part.compress_size, 1)):
        raise BrokenWorkbookError("too-large-inside")


def _check_text(window: bytes, name: str) -> None:
    if _DECLARATIONS.search(window):
        raise BrokenWorkbookError("doctype")
    if name in _NAMES_THE_FORM and _STRICT in window:
        raise BrokenWorkbookError("strict-form")


def _is_xml(head: bytes) -> bool:
    """Whether a part may be XML, whatever its name says: it begins with `<`, in UTF-8 or UTF-16."""
    start = head[:256].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    return start.startswith((b"<", b"\xff\xfe", b"\xfe\xff"))

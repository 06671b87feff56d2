"""A workbook's zip before anything in it is read: every part inflated once, counted and searched (docs/safety.md)."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

MOST_PARTS = 1_000
MOST_INFLATED = 300_000_000  # of one part, whatever it is
MOST_INFLATED_TOGETHER = 600_000_000
MOST_RATIO = 100
_RATIO_FROM = 100 * 1024  # small parts may well be all blanks
MOST_TAGS = 6_500_000  # that are read of a whole book: a million rows of four blank cells with borders
_MOST_WITHOUT_END = 1_000_000  # bytes of one tag or comment: expat 2.5 begins anew with every chunk of it
_CHUNK = 1024 * 1024
_TAIL = 64  # what is searched again with the next chunk: longer than anything that is searched for
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # others inflate a thousandfold in one go

_DECLARATIONS = re.compile(
    b"|".join(
        re.escape(word.encode(encoding))
        for word in ("<!DOCTYPE", "<!ENTITY")
        for encoding in ("ascii", "utf-16-le", "utf-16-be")
    )
)
_STRICT = b"purl.oclc.org/ooxml"
_NAMES_THE_FORM = ("_rels/.rels", "xl/workbook.xml")
_CONTENT_TYPES = "[content_types].xml"


class BrokenWorkbookError(Exception):
    """A workbook that is not read on; `problem` names the sentence that says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Parts:
    """The parts of a sound workbook by their names, whose case makes no difference."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self._book = book
        self._names = {name.casefold(): name for name in book.namelist()}
        self._tags = MOST_TAGS  # that may still be read

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def elements(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], object],
        end: Callable[[str], object] | None = None,
        text: Callable[[str], object] | None = None,
        most_tags: int = MOST_TAGS,
    ) -> Iterator[None]:
        """Go through a part's XML and call back, a chunk at every step: nothing of it is kept here.

        A name is `namespace name`. Raises BrokenWorkbookError, ExpatError, and KeyError where there is no such part.
        """
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse  # and with it all entities
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        read, tags = 0, min(most_tags, self._tags)
        with self._book.open(self._names[name.casefold()]) as stream:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                tags -= chunk.count(b"<")
                if tags < 0:
                    raise BrokenWorkbookError("too-large-inside")
                parser.Parse(chunk)
                if read - parser.CurrentByteIndex > _MOST_WITHOUT_END + _CHUNK:
                    raise BrokenWorkbookError("too-large-inside")
                yield
        self._tags -= min(most_tags, self._tags) - tags
        parser.Parse(b"", True)  # noqa: FBT003 -- expat's own order of arguments
        yield


def _refuse(*_: Any) -> None:
    raise BrokenWorkbookError("doctype")


def checked_parts(content: bytes) -> Parts:
    """Inflate and search every part; what is found sound may be read. Raises BrokenWorkbookError."""
    if content.startswith(_OLE2):
        raise BrokenWorkbookError("password-or-xls")
    try:
        book = zipfile.ZipFile(io.BytesIO(content))
        _check(book)
    except BrokenWorkbookError:
        raise
    except Exception as error:  # zipfile, zlib and struct raise half a dozen classes on hostile bytes
        raise BrokenWorkbookError("not-a-workbook") from error
    return Parts(book)


def _check(book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    if len(parts) > MOST_PARTS:
        raise BrokenWorkbookError("too-many-parts")
    names = {part.filename.casefold() for part in parts}
    if len(names) < len(parts) or any(_leads_out(name) for name in names):
        raise BrokenWorkbookError("bad-part-name")
    if _CONTENT_TYPES not in names or any(part.compress_type not in _METHODS for part in parts):
        raise BrokenWorkbookError("not-a-workbook")
    together = 0
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise BrokenWorkbookError("password-or-xls")
        together += _check_part(book, part)
        if together > MOST_INFLATED_TOGETHER:
            raise BrokenWorkbookError("too-large-inside")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _check_part(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Inflate one part a chunk at a time, and count what its header may lie about."""
    inflated, tail, is_xml = 0, b"", False
    with book.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if not inflated:
                is_xml = _is_xml(chunk)
            inflated += len(chunk)
            if inflated > MOST_INFLATED or inflated > max(_RATIO_FROM, MOST_RATIO * part.compress_size):
                raise BrokenWorkbookError("too-large-inside")
            if is_xml:
                window = tail + chunk
                if _DECLARATIONS.search(window):
                    raise BrokenWorkbookError("doctype")
                if part.filename in _NAMES_THE_FORM and _STRICT in window:
                    raise BrokenWorkbookError("strict-form")
                tail = window[-_TAIL:]
    return inflated


def _is_xml(head: bytes) -> bool:
    """Whether a part is no picture, whatever its name says; in UTF-16, which no program writes, it is not read."""
    start = head[:256].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (start.startswith(b"<") and b"\0" in head[:64]):
        raise BrokenWorkbookError("doctype" if _DECLARATIONS.search(head) else "unreadable")
    return start.startswith(b"<")

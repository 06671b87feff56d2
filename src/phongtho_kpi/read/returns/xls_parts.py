"""An .xls → the stream of its records, out of the compound file (OLE2) around them (docs/safety.md).

What leads where in a compound file is nobody's promise, and xlrd's own reader follows a chain that bites its tail for
ever. Here a chain is as long as its table at most, and no entry of the directory is looked at twice.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # how records begin without a compound file around them
_HEADER = struct.Struct("<30x HH 14x I 4x II 4x II 109I")
_ENTRY = struct.Struct("<64s HB x III 36x II 4x")
_SECTOR_SHIFTS = (9, 12)
_SMALL = 64
_SMALL_SHIFT = 6
_LAST = 0xFFFFFFFA  # from here on a number leads nowhere: the end of a chain, a free sector
_STREAM = 2


class _Header(NamedTuple):
    """Where the tables begin; a stream of fewer than `small_below` bytes lies in small sectors."""

    sector_shift: int
    small_shift: int
    directory: int
    small_below: int
    small_table: int
    further: int  # the first sector that goes on with `tables`
    how_many_further: int
    tables: Sequence[int]


_ALONE = len(_Header._fields) - 1  # all but the tables


class _Entry(NamedTuple):
    """One entry of the directory: a tree whose entries know their neighbours."""

    name: bytes
    name_bytes: int
    kind: int
    left: int
    right: int
    below: int
    start: int
    size: int

    @property
    def key(self) -> str:
        """Its name, as it is looked up: small letters."""
        return self.name[: max(self.name_bytes - 2, 0)].decode("utf-16-le", "replace").lower()


def record_stream(content: bytes) -> bytes:
    """The records of a workbook. Raises BrokenWorkbookError."""
    if not content.startswith(_OLE2):
        if content.startswith(_BARE):
            return content
        raise BrokenWorkbookError("not-an-xls")
    try:
        return _workbook(_Compound(content))
    except (struct.error, IndexError) as error:  # a number that leads out of the file
        raise BrokenWorkbookError("unreadable") from error


def _workbook(compound: "_Compound") -> bytes:
    streams = compound.streams()
    for name in ("workbook", "book"):  # a file for Excel 5 and for 97 has both
        if name in streams:
            return compound.read(streams[name])
    raise BrokenWorkbookError("password" if "encryptedpackage" in streams else "not-an-xls")


class _Compound:
    """A compound file: sectors, a table that chains them to streams, and a directory that names the streams."""

    def __init__(self, content: bytes) -> None:
        fields = _HEADER.unpack_from(content)
        self._header = _Header._make((*fields[:_ALONE], fields[_ALONE:]))
        if self._header.sector_shift not in _SECTOR_SHIFTS or self._header.small_shift != _SMALL_SHIFT:
            raise BrokenWorkbookError("unreadable")
        self._content = content
        self._size = 1 << self._header.sector_shift
        self._table = self._main_table()
        self._entries = [_Entry(*fields) for fields in _ENTRY.iter_unpack(self._joined(self._header.directory))]

    def streams(self) -> dict[str, _Entry]:
        """The streams right below the root; those of embedded documents lie deeper."""
        return {entry.key: entry for entry in self._below_root() if entry.kind == _STREAM}

    def read(self, entry: _Entry) -> bytes:
        """A stream's bytes."""
        if entry.size >= self._header.small_below:
            return self._joined(entry.start)[: entry.size]
        small = self._joined(self._entries[0].start)
        table = self._numbers(self._joined(self._header.small_table))
        chain = _chain(entry.start, table)
        return b"".join(small[_SMALL * number : _SMALL * (number + 1)] for number in chain)[: entry.size]

    def _below_root(self) -> Iterator[_Entry]:
        seen: set[int] = set()
        waiting = [self._entries[0].below]
        while waiting:
            number = waiting.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                entry = self._entries[number]
                yield entry
                waiting += entry.left, entry.right

    def _main_table(self) -> list[int]:
        """Which sector follows which; no longer than there are sectors, however often a part of it is named."""
        table: list[int] = []
        for number in self._parts_of_table():
            if len(table) * self._size >= len(self._content):
                break
            table += self._numbers(self._sector(number))
        return table

    def _parts_of_table(self) -> Iterator[int]:
        yield from (number for number in self._header.tables if number < _LAST)
        further = self._header.further
        for _ in range(min(self._header.how_many_further, len(self._content) // self._size)):
            *numbers, further = self._numbers(self._sector(further))
            yield from (number for number in numbers if number < _LAST)

    def _joined(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self._table))

    def _sector(self, number: int) -> bytes:
        return self._content[self._size * (number + 1) : self._size * (number + 2)]

    @staticmethod
    def _numbers(sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sector) // 4}I", sector)


def _chain(start: int, table: Sequence[int]) -> list[int]:
    chain: list[int] = []
    while start < _LAST:
        if len(chain) == len(table):
            raise BrokenWorkbookError("unreadable")  # it bites its tail
        chain.append(start)
        start = table[start]
    return chain

"""The table of texts that all sheets of an .xls share: whether xlrd comes to its end (docs/safety.md).

After each text xlrd goes on by as many bytes as the text says that its phonetic part has: a negative number makes it
read the same text two thousand million times.
"""

import struct
from collections.abc import Sequence

from phongtho_kpi.read.returns.xls_sheet_records import MOST_CELLS
from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError

_COUNT = struct.Struct("<4xi")
_HEAD = struct.Struct("<HB")
_RUNS = struct.Struct("<H")
_PHONETIC = struct.Struct("<i")
_RUN_BYTES = 4  # from which letter on, in which font
_WIDE, _HAS_PHONETIC, _HAS_RUNS = 0x01, 0x04, 0x08


def check_strings(parts: Sequence[bytes]) -> None:
    """Walk over the table, step by step as xlrd does. BrokenWorkbookError, struct.error, IndexError if it is broken."""
    (texts,) = _COUNT.unpack_from(parts[0])
    if texts > MOST_CELLS:
        raise BrokenWorkbookError("too-many-cells")
    walk = _Walk(parts)
    for _ in range(texts):
        walk.over_text()


class _Walk:
    """A place in the table, which goes on from record to record."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = [*parts, b""]  # where the last text ends
        self._number = 0
        self._part = parts[0]
        self._at = _COUNT.size

    def over_text(self) -> None:
        """To where the next text begins."""
        letters, how = _HEAD.unpack_from(self._part, self._at)
        self._at += _HEAD.size
        runs = self._read(_RUNS) if how & _HAS_RUNS else 0
        phonetic = self._read(_PHONETIC) if how & _HAS_PHONETIC else 0
        if phonetic < 0:
            raise BrokenWorkbookError("unreadable")
        self._over_letters(letters, how & _WIDE)
        if runs:
            self._over_runs(runs)
        self._at += phonetic
        if self._at >= len(self._part):
            self._turn(self._at - len(self._part))

    def _read(self, number: struct.Struct) -> int:
        value: int = number.unpack_from(self._part, self._at)[0]
        self._at += number.size
        return value

    def _over_letters(self, letters: int, wide: int) -> None:
        """A text that goes on in the next record says there anew how wide its letters are."""
        while True:
            here = min((len(self._part) - self._at) >> wide, letters)
            self._at += here << wide
            letters -= here
            if not letters:
                return
            self._turn(1)
            wide = self._part[0] & _WIDE

    def _over_runs(self, runs: int) -> None:
        while runs:
            if self._at == len(self._part):
                self._turn(0)
            here = min((len(self._part) - self._at) // _RUN_BYTES, runs)
            if not here:
                raise BrokenWorkbookError("unreadable")
            self._at += here * _RUN_BYTES
            runs -= here

    def _turn(self, at: int) -> None:
        self._number += 1
        self._part, self._at = self._parts[self._number], at

"""`kpi import --partial`: what was rejected goes back to who sent it, beside the file that it came in.

A workbook comes back as the sender's own, with the cells marked and the reason in a comment; a CSV file as the rows
that were rejected, with a column of reasons. The corrected file can be imported as it is.
"""

import os
import re
import stat
import warnings
from collections.abc import Sequence
from pathlib import Path

from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.remark import CsvLines, HandBackWords, Remark, SheetCells, StoredNumber
from phongtho_kpi.write.safely import create_safely, write_error

__all__ = ["CsvLines", "HandBackWords", "Remark", "SheetCells", "StoredNumber", "hand_back"]

MOST_BYTES = 50_000_000  # of a workbook: what the reader takes, too
_MOST_OF_A_NAME = 255  # bytes of a file's name on most disks
_MOST_TRIES = 999
_TAKEN = frozenset({"file-exists", "symlink"})
_EARLIER_ROUND = re.compile(r"(?<=.)-rejected(?:-[0-9]{1,3})?$")


def hand_back(
    source: Path, rows: CsvLines | Sequence[SheetCells] | None, remarks: Sequence[Remark], words: HandBackWords
) -> Path:
    """Write `NAME-rejected.xlsx` or `.csv` beside `source`, and return its path; what is there already is left alone.

    `rows` are those of a CSV file, or the sheets of an .xls, of which a workbook is made anew; None: `source` is a
    workbook that openpyxl can write. Raises KpiError `cannot-hand-back`, or why the folder cannot be written.
    """
    if isinstance(rows, CsvLines):
        from phongtho_kpi.write.handed_back_csv import csv_back

        return _put_beside(source, ".csv", csv_back(rows, remarks, words))
    return _put_beside(source, ".xlsx", _workbook(source, rows, remarks, words))


def _workbook(
    source: Path, sheets: Sequence[SheetCells] | None, remarks: Sequence[Remark], words: HandBackWords
) -> bytes:
    from phongtho_kpi.write.handed_back_book import marked_book, rebuilt_book

    content = _content(source) if sheets is None else b""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, about what it does not write again
            return marked_book(content, remarks, words) if sheets is None else rebuilt_book(sheets, remarks, words)
    except Exception as error:  # openpyxl raises nine classes on bad workbooks, and does not write all it can read
        if isinstance(error, OSError) and error.errno is not None:  # the disk, not the workbook
            raise write_error(error, str(source)) from error
        raise KpiError("cannot-hand-back", file=str(source)) from error


def _content(source: Path) -> bytes:
    """The bytes of a workbook that was read a moment ago; raises KpiError where it is no longer what it was."""
    try:
        content = None
        if stat.S_ISREG(source.stat().st_mode):  # a pipe would never end
            with source.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise KpiError("not-readable", file=str(source), reason=error.strerror or type(error).__name__) from error
    if content is None or len(content) > MOST_BYTES:
        raise KpiError("cannot-hand-back", file=str(source))
    return content


def _put_beside(source: Path, ending: str, content: bytes) -> Path:
    paths = _paths(source, ending)
    for path in paths[:-1]:
        try:
            create_safely(path, content)
        except KpiError as error:
            if error.key not in _TAKEN:
                raise
        else:
            return path
    create_safely(paths[-1], content)
    return paths[-1]


def _paths(source: Path, ending: str) -> list[Path]:
    """`NAME-rejected.xlsx`, then `NAME-rejected-2.xlsx`: also where NAME came back and was corrected already."""
    stem = _EARLIER_ROUND.sub("", source.stem)
    room = _MOST_OF_A_NAME - len(f"-rejected-{_MOST_TRIES}{ending}")
    while len(os.fsencode(stem)) > room:  # a letter of Vietnamese takes up to three bytes
        stem = stem[:-1]
    numbered = (f"-{number}" for number in range(2, _MOST_TRIES + 1))
    return [source.with_name(f"{stem}-rejected{number}{ending}") for number in ("", *numbered)]

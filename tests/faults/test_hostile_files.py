"""No file makes a traceback, takes ten seconds, or half a gigabyte (docs/safety.md)."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from hostile_files import CSV_FILES, FIGURE, LONG_TEXTS, WORKBOOKS, book, cells, sheet, with_long_text
from kill_imports import CATALOGUE

from phongtho_kpi.i18n.messages import Messages

SECONDS = 10
MEGABYTES = 512
ROOM = 4 * 1024**3  # of addresses: what goes wrong here does not take the machine with it


class Ended(NamedTuple):
    """How an import ended, and what it took."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


def imported(folder: Path, content: bytes, ending: str) -> Ended:
    """`kpi import` as a process of its own, measured by the system, whatever else the machine does."""
    path = folder / f"so-lieu-gia.{ending}"
    path.write_bytes(content)
    (folder / "targets").mkdir()
    (folder / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "phongtho_kpi", "-w", str(folder), "--lang", "en", "import", str(path)],
            stdout=out,
            stderr=err,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM)),  # noqa: PLW1509 -- no threads here
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    said, why = ((folder / name).read_text(encoding="utf-8") for name in ("out", "err"))
    return Ended(process.returncode, said, why, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def assert_harmless(ended: Ended) -> None:
    assert "Traceback" not in ended.err
    assert "fault of the program" not in ended.err
    assert ended.code in {0, 1, 2}, ended
    assert ended.seconds < SECONDS
    assert ended.megabytes < MEGABYTES


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_that_means_harm_does_none(name: str, tmp_path: Path) -> None:
    hostile = WORKBOOKS[name]
    ended = imported(tmp_path, hostile.made(), hostile.ending)
    assert_harmless(ended)
    if hostile.refused is None:
        assert "so-lieu-gia.xlsx" in ended.out
    else:
        assert ended.code == 2
        assert Messages("en")(f"problem.{hostile.refused}") in ended.err


@pytest.mark.parametrize("name", CSV_FILES)
def test_a_csv_file_that_means_harm_does_none(name: str, tmp_path: Path) -> None:
    hostile = CSV_FILES[name]
    ended = imported(tmp_path, hostile.made(), hostile.ending)
    assert_harmless(ended)
    if hostile.refused is None:
        assert ended.code == 0
    else:
        assert f" {hostile.refused}" in ended.err


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_a_text_without_end_takes_no_time_without_end(name: str, tmp_path: Path) -> None:
    assert_harmless(imported(tmp_path, with_long_text(LONG_TEXTS[name]).encode(), "csv"))


OF_OFFICES = {
    "blank cells with borders in whole columns": lambda: book(sheet(FIGURE, cells(3, '<c s="1"/>') * 1_040_000)),
    "a hundred sheets": lambda: book(*[sheet(FIGURE)] * 100),
    "pictures": lambda: book(sheet(FIGURE), parts={"xl/media/a.png": b"\x89PNG\r\n\x1a\n" + os.urandom(20_000_000)}),
    "twenty thousand rows of ten cells": lambda: book(sheet(FIGURE, *[cells(10, "<c><v>7</v></c>")] * 20_000)),
}


@pytest.mark.parametrize("name", OF_OFFICES)
def test_a_large_workbook_of_an_office_is_read(name: str, tmp_path: Path) -> None:
    ended = imported(tmp_path, OF_OFFICES[name](), "xlsx")
    assert_harmless(ended)
    assert ended.code == (1 if name.startswith("twenty") else 0), ended.err  # figures of nothing are rejected

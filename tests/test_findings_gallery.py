"""The gallery: for each finding the smallest input that raises it, what the program says to it, and its manual.

`tests/findings/CODE-name/` is a workspace with `command.txt`; `expected.txt` and `expected.en.txt` hold the exit code
and all that is printed, stdout before stderr. What git should not hold (workbooks, other encodings, large files) is
made here.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest
from openpyxl import Workbook

from conftest import REPOSITORY, REWRITE_GOLDEN, Kpi
from git_repository import a_repository, needs_git
from phongtho_kpi.model.finding import KINDS, FindingKind, Severity
from phongtho_kpi.read import source_file, yaml_document
from phongtho_kpi.read.gathered_findings import MOST_OF_A_KIND
from phongtho_kpi.read.returns import csv_file, reading

GALLERY = Path(__file__).parent / "findings"
MANUAL = REPOSITORY / "docs" / "findings.md"
EXPECTED = {"vi": "expected.txt", "en": "expected.en.txt"}
SEVERITIES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo"}
HEADINGS = ("Mức độ", "Là gì", "Vì sao quan trọng", "Ví dụ", "Cách xử lý")
PASSWORD_PROTECTED = bytes.fromhex("d0cf11e0a1b11ae1")  # how Excel begins a workbook that has a password

_CODE = re.compile(r"KPI[0-9]{3}")
_SECTION = re.compile(r'^<a id="(KPI[0-9]{3})"></a>\n\n## (KPI[0-9]{3}) (\S+)\n', re.MULTILINE)
_BLOCK = re.compile(r"^```(?:yaml|csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def too_large(folder: Path) -> None:
    catalogue = folder / "targets" / "2024.yaml"
    catalogue.parent.mkdir()
    with catalogue.open("wb") as file:
        file.truncate(yaml_document.MOST_BYTES + 1)  # without taking room on the disk


def not_utf_8(folder: Path) -> None:
    by_hand = folder / "data" / "2024" / "nhap-tay.csv"
    by_hand.parent.mkdir(parents=True)
    by_hand.write_bytes("indicator,period,value,note\ntea_new,2024-07,3.5,xã Dào San\n".encode("windows-1252"))


def with_a_password(folder: Path) -> None:
    (folder / "bao-cao-thang-7.xlsx").write_bytes(PASSWORD_PROTECTED + bytes(504))


def of_another_type(folder: Path) -> None:
    (folder / "bao-cao-thang-7.docx").write_bytes(b"PK\x03\x04")


def workbook(
    value: float | str | date = 4.2, change: Callable[[Workbook], object] = lambda _: None
) -> Callable[[Path], None]:
    """A workbook with one figure, changed into what is wrong with it."""

    def make(folder: Path) -> None:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "Thang 7"
        sheet.append(["indicator", "period", "value"])
        sheet.append(["tea_new", "2024-07", value])
        change(book)
        book.save(folder / "bao-cao-thang-7.xlsx")

    return make


def figures_far_below(book: Workbook) -> None:
    for column, value in enumerate(("tea_new", "2024-08", 5.1), start=1):
        book.worksheets[0].cell(1_500, column, value)


def hidden_rows(count: int) -> Callable[[Workbook], None]:
    """Rows of figures that nobody sees, below the first."""

    def change(book: Workbook) -> None:
        sheet = book.worksheets[0]
        for row in range(3, 3 + count):
            sheet.append(["tea_new", "2024-08", 5.1])
            sheet.row_dimensions[row].hidden = True

    return change


def a_sheet_without_figures(book: Workbook) -> None:
    book.create_sheet("Huong dan").append(["Cách điền biểu"])


def committed_without_revision(folder: Path) -> None:
    """The catalogue without its revision, committed on a day after that of the revision."""
    catalogue = folder / "targets" / "2024.yaml"
    now = catalogue.read_text(encoding="utf-8")
    before, _, _ = now.partition("        revisions:")
    catalogue.write_text(before, encoding="utf-8")
    a_repository(folder, "2024-06-10T08:00:00+0700")
    catalogue.write_text(now, encoding="utf-8")


def committed_and_gone(folder: Path) -> None:
    """A catalogue that was committed, and is no longer there."""
    a_repository(folder)
    (folder / "targets" / "2024.yaml").unlink()


MADE: dict[str, Callable[[Path], None]] = {
    "KPI102": too_large,
    "KPI103": not_utf_8,
    "KPI112": with_a_password,
    "KPI113": of_another_type,
    "KPI117": workbook(change=hidden_rows(MOST_OF_A_KIND + 1)),
    "KPI502": workbook("#DIV/0!"),
    "KPI503": workbook("=SUM(A10:A20)"),
    "KPI504": workbook(date(2024, 5, 21)),
    "KPI505": workbook(change=figures_far_below),
    "KPI507": workbook(change=hidden_rows(1)),
    "KPI512": workbook(change=a_sheet_without_figures),
    "KPI603": committed_without_revision,
    "KPI608": committed_and_gone,
}
OF_GIT = {"KPI603", "KPI608"}  # what only a history can say
BESIDE = {"KPI117": {"KPI507"}}  # there are more only where there are many


class Section(NamedTuple):
    """A finding's part of the manual."""

    anchor: str
    code: str
    name: str
    text: str

    @property
    def examples(self) -> list[str]:
        return [found[1] for found in _BLOCK.finditer(self.text)]


def folder_of(kind: FindingKind) -> Path:
    return GALLERY / f"{kind.code}-{kind.name}"


def sections() -> list[Section]:
    manual = MANUAL.read_text(encoding="utf-8")
    found = list(_SECTION.finditer(manual))
    ends = [one.start() for one in found[1:]] + [len(manual)]
    return [Section(one[1], one[2], one[3], manual[one.end() : end]) for one, end in zip(found, ends, strict=True)]


def section_of(kind: FindingKind) -> Section:
    return next(section for section in sections() if section.code == kind.code)


def inputs(folder: Path) -> Iterator[Path]:
    """The files that the program may read, without what is expected of it."""
    own = {"command.txt", *EXPECTED.values()}
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in own)


def stands_in(example: str, text: str) -> bool:
    """Whether a text has these lines one after the other, however deep they are indented."""
    wanted, lines = dedent(example).splitlines(), text.splitlines()
    windows = (lines[start : start + len(wanted)] for start in range(len(lines)))
    return any(dedent("\n".join(window)).splitlines() == wanted for window in windows)


every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.code}-{kind.name}")


@every_kind
@pytest.mark.parametrize("lang", EXPECTED)
def test_the_smallest_input_that_raises_it(kpi: Kpi, tmp_path: Path, kind: FindingKind, lang: str) -> None:
    folder = folder_of(kind)
    if kind.code in OF_GIT:
        needs_git()
    for path in inputs(folder):
        copy = tmp_path / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if kind.code in MADE:
        MADE[kind.code](tmp_path)
    ran = kpi(*(folder / "command.txt").read_text(encoding="utf-8").split(), env={"KPI_LANG": lang})
    shown = f"exit {ran.code}\n{ran.out}{ran.err}"
    expected = folder / EXPECTED[lang]
    if REWRITE_GOLDEN:
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8"), f"{expected} differs; KPI_REWRITE_GOLDEN=1 writes it anew"
    assert set(_CODE.findall(shown)) - BESIDE.get(kind.code, set()) == {kind.code}, "this finding, and no other"
    assert f"{kind.code} {kind.name}" in shown
    if kind.severity is Severity.ERROR:
        assert ran.code > 0
    else:
        assert ran.code == 0


def test_each_finding_has_one_folder_and_one_section_by_code() -> None:
    known = [(kind.code, kind.name) for kind in KINDS]
    assert known == sorted(known)
    assert [(section.code, section.name) for section in sections()] == known
    assert sorted(tuple(path.name.split("-", 1)) for path in GALLERY.iterdir()) == known


@every_kind
def test_its_section_has_the_fixed_headings(kind: FindingKind) -> None:
    section = section_of(kind)
    assert section.anchor == kind.code, "the address by which it is linked to"
    assert tuple(re.findall(r"^\*\*(.+?)\*\*", section.text, re.MULTILINE)) == HEADINGS
    whole_file = "; cả tệp không được dùng" if kind.refuses_file else ""
    assert f"**Mức độ** {SEVERITIES[kind.severity]}{whole_file}.\n" in section.text
    assert len(re.findall(r"^\*English: .+\*$", section.text, re.MULTILINE)) == 1


@every_kind
def test_its_example_is_one_that_raises_it(kind: FindingKind) -> None:
    examples = section_of(kind).examples
    texts = [path.read_text(encoding="utf-8") for path in inputs(folder_of(kind))]
    assert examples or kind.code in MADE or kind.code == "KPI101", "a file that is not there has no lines"
    assert all(any(stands_in(example, text) for text in texts) for example in examples)


def test_the_manual_knows_how_large_a_file_may_be() -> None:
    section = next(section for section in sections() if section.name == "file-too-large")
    limits = [
        yaml_document.MOST_BYTES,
        source_file.MOST_BYTES,
        reading._MOST_BYTES_OF_A_WORKBOOK,
        csv_file.MOST_BYTES,
    ]
    told = [int(limit) * 1_000_000 for limit in re.findall("([0-9]+) MB", section.text)]
    assert told == limits * 2, "in both languages"


def test_the_manual_links_to_nothing_that_is_not_there() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(#(\w+)\)", manual)) <= {kind.code for kind in KINDS}
    assert set(_CODE.findall(manual)) == {kind.code for kind in KINDS}

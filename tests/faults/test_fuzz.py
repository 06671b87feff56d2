"""Whatever is done to a file, an import of it ends in figures or findings; KPI_FAULTS=20000 tries for longer."""

import io
import os
import zipfile
from pathlib import Path

from hostile_files import FIGURE, book, sheet, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kill_imports import CATALOGUE

from conftest import Kpi

EXAMPLES = int(os.environ.get("KPI_FAULTS", "40"))
small = settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
TABLE = """\
"Số liệu giả, tháng 6 năm 2024",,,
Chỉ tiêu,ĐVT,Thực hiện tháng 6,Lũy kế 6 tháng
made_up,ha,7,"1.234,5"
I. Nhóm,,,
2. Chỉ tiêu giả,nghìn ha,"7,5",12/17
Tổng cộng,,x,-
"""
TEXTS = [  # put in the place of others, they are most likely to be misunderstood
    "", "0", "-1", "nan", "1e9", "9" * 400, "1.230", "1,5", "12/17", "(7)", "trên 7", "7 %", "31/12/2024", "Tháng 13",
    "Quý IV", "Lũy kế", "năm 2025", "XFD1048577", "A0", "=1+1", "'", '"', ",", ";", "\t", "\n", "\r", "\0", "\x1b[31m",
    "\u202e", "\ufeff", "\ud800", "a\u0301\u0323", "Chỉ tiêu", "made_up", "Tổng cộng", "(", ")", "...", "#DIV/0!",
]  # fmt: skip
MARKUP = [
    "<", ">", "&", "</c>", "</row>", "<row>", "<row/>", '<c t="s"><v>0</v></c>', '<c t="b"><v>1</v></c>', "<f>1+1</f>",
    '<c s="1"><v>45444</v></c>', '<c t="inlineStr"><is><r><rPr><rFont val=".VnTime"/></rPr><t>Tû</t></r></is></c>',
    '<mergeCell ref="A1:C9"/>', '<col min="1" max="3" hidden="1"/>', ' r="B2"', ' t="e"', ' s="77"', ' hidden="1"',
    ' date1904="1"', ' state="hidden"', "&#0;", "&#x202e;", "&a;", "_x000D_", "<!DOCTYPE a>", "<![CDATA[", "<!--", "<?",
]  # fmt: skip
BOOK = book(sheet(FIGURE, FIGURE.replace("made_up", "Chỉ tiêu giả"), FIGURE), strings="<si><t>made_up</t></si>")
with zipfile.ZipFile(io.BytesIO(BOOK)) as _book:
    PARTS = {name: _book.read(name).decode() for name in _book.namelist()}
cuts = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), st.integers(0, 999)), min_size=1, max_size=6)


def cut(text: str, places: list[tuple[float, int, int]], others: list[str]) -> str:
    """A text with some of it replaced."""
    for share, length, number in places:
        place = int(share * len(text))
        text = text[:place] + others[number % len(others)] + text[place + length :]
    return text


def assert_ends_well(kpi: Kpi, ending: str, content: bytes) -> None:
    """An import in a fresh workspace; what was not expected is raised by the program in this very process."""
    targets, path = kpi.folder / "targets", kpi.folder / f"so-lieu-gia.{ending}"
    targets.mkdir(exist_ok=True)
    (targets / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    path.write_bytes(content)
    before = sorted(kpi.folder.rglob("data/*/*.csv"))
    ran = kpi("import", "--partial", path.name)
    kept = [one for one in sorted(kpi.folder.rglob("data/*/*.csv")) if one not in before]
    assert ran.code in {0, 1, 2}
    assert ran.code == 0 or ran.err
    assert not kept or ran.code != 2
    assert "\x1b" not in ran.out + ran.err
    for one in kept:
        one.unlink()
    assert kpi("check").code == 0
    remove_handed_back(kpi.folder)


def remove_handed_back(folder: Path) -> None:
    """What went back to its sender takes no more names."""
    for path in folder.glob("so-lieu-gia-*"):
        path.unlink()


@small
@given(cuts)
def test_a_csv_file_in_which_anything_stands(kpi: Kpi, places: list[tuple[float, int, int]]) -> None:
    assert_ends_well(kpi, "csv", cut(TABLE, places, TEXTS).encode("utf-8", "surrogatepass"))


@small
@given(cuts, st.sampled_from(["utf-16", "utf-16-le", "utf-16-be", "cp1258", "utf-32"]))
def test_a_csv_file_in_any_encoding(kpi: Kpi, places: list[tuple[float, int, int]], encoding: str) -> None:
    assert_ends_well(kpi, "csv", cut(TABLE, places, TEXTS).encode(encoding, "replace"))


@small
@given(st.binary(max_size=200), st.integers(0, len(TABLE)))
def test_a_csv_file_with_any_bytes(kpi: Kpi, noise: bytes, place: int) -> None:
    content = TABLE.encode()
    assert_ends_well(kpi, "csv", content[:place] + noise + content[place:])


@small
@given(st.sampled_from(sorted(PARTS)), cuts, st.booleans())
def test_a_workbook_with_any_markup(kpi: Kpi, name: str, places: list[tuple[float, int, int]], markup: bool) -> None:
    changed = cut(PARTS[name], places, MARKUP if markup else TEXTS).encode("utf-8", "surrogatepass")
    assert_ends_well(kpi, "xlsx", zipped({**PARTS, name: changed}))


@small
@given(st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_workbook_with_any_bytes(kpi: Kpi, damage: list[tuple[int, int]]) -> None:
    content = bytearray(BOOK)
    for place, byte in damage:
        content[place] = byte
    assert_ends_well(kpi, "xlsx", bytes(content))

"""The made-up year as reports are made of it, and a look into the workbooks."""

import io
import zipfile
from pathlib import Path
from shutil import copytree

from openpyxl import Workbook, load_workbook

from conftest import REPOSITORY, Kpi, Ran

FULL_YEAR = REPOSITORY / "examples" / "full-year"
IN_WEEK_40 = ("--as-of", "2024-09-30", "--known-on", "2024-10-20")
WEEK_40 = "kpi-2024-W40.xlsx"
SHEETS = {
    "vi": (
        "Tổng hợp", "Biểu chỉ tiêu", "Cần chú ý", "Biểu đồ", "Thay đổi", "Số liệu", "Chất lượng", "Phương pháp",
    ),
    "en": ("Summary", "Indicators", "Attention", "Charts", "Changes", "Figures", "Quality", "Method"),
}  # fmt: skip


def a_workspace(folder: Path) -> Path:
    """A copy of the example, to be changed."""
    return Path(copytree(FULL_YEAR, folder / "workspace"))


def reported(kpi: Kpi, workspace: Path, folder: Path, *arguments: str) -> Path:
    """The workbook of week 40; asserts that it was written without a word on stderr."""
    ran = kpi("-w", workspace, "report", folder, *IN_WEEK_40, *arguments)
    assert (ran.code, ran.err) == (0, "")
    return folder / WEEK_40


def opened(path: Path) -> Workbook:
    """The workbook as openpyxl reads it."""
    return load_workbook(io.BytesIO(path.read_bytes()))


def texts_of(path: Path, sheet: str) -> list[str]:
    """Every text and number of a sheet, in the order of its rows."""
    return [str(cell.value) for row in opened(path)[sheet].iter_rows() for cell in row if cell.value is not None]


def part_of(path: Path, name: str) -> str:
    """One part of the workbook's zip."""
    with zipfile.ZipFile(path) as book:
        return book.read(name).decode()


def verified(kpi: Kpi, workspace: Path, path: Path, *arguments: str) -> Ran:
    """What `kpi verify` says of a workbook."""
    return kpi("-w", workspace, "verify", path, *arguments)

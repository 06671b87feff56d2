"""How long `kpi import` of a large workbook takes, as a ratio to openpyxl only going through its cells, side by side.

    .venv/bin/python benchmarks/workbook.py [--runs 5] [--rows 20000]

Prints the median ratio; ends with 1 where it is above the limit. Both are started in turn, so that a machine that gets
slower slows both. All figures are made up.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

LIMIT = 1.6
HEADING = ["Chỉ tiêu", "Mã xã", "Kỳ", "Giá trị", "ĐVT", "Ghi chú"]
CATALOGUE = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: huyện Phong Thổ, en: Phong Thổ district}}
source: {title: Số liệu giả để đo thời gian}
groups:
  - id: all
    name: {vi: Các chỉ tiêu, en: All}
    indicators:
"""
INDICATOR = (
    "      - {{id: made_up_{0}, name: {{vi: Chỉ tiêu giả số {0}, en: Made up {0}}}, unit: ha, kind: flow,"
    " target: {{at_least: 1000}}}}\n"
)
AREAS, MONTHS = 20, 12
INLINE = re.compile(r't="inlineStr"><is><t>([^<]*)</t></is>')
SHARED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'
OF_TEXTS = (
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
BARE = """
import sys
from openpyxl import load_workbook
for sheet in load_workbook(sys.argv[1], read_only=True).worksheets:
    for row in sheet.iter_rows():
        for cell in row:
            cell.value
"""


def made_up(folder: Path, rows: int) -> Path:
    """A workspace, and beside it a workbook of so many figures, with its texts where Excel puts them."""
    from openpyxl import Workbook

    (folder / "targets").mkdir()
    indicators = range(-(-rows // (AREAS * MONTHS)))
    text = CATALOGUE + "".join(INDICATOR.format(one) for one in indicators)
    (folder / "targets" / "2024.yaml").write_text(text, encoding="utf-8")
    book = Workbook()
    sheet = book.active
    sheet.append(HEADING)
    for number in range(rows):
        rest, month = divmod(number, MONTHS)
        indicator, area = divmod(rest, AREAS)
        name = f"Chỉ tiêu giả số {indicator}"
        sheet.append([name, f"{3000 + area:05}", f"2024-{month + 1:02}", number % 9973 / 8, "ha", "Số liệu giả"])
    path = folder / "bao-cao.xlsx"
    book.save(path)
    share_texts(path)
    return path


def share_texts(path: Path) -> None:
    """Put each text once into a part of its own, as Excel does; openpyxl leaves them in the cells."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    texts: dict[str, int] = {}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = INLINE.sub(lambda found: f't="s"><v>{texts.setdefault(found[1], len(texts))}</v>', parts[sheet])
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", f"{OF_TEXTS}</Types>")
    parts["xl/sharedStrings.xml"] = SHARED.format("".join(f"<si><t>{text}</t></si>" for text in texts))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one run; a run that fails ends the measurement."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, default=20_000)
    asked = parser.parse_args()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = made_up(folder, asked.rows)
        bare = [sys.executable, "-c", BARE, str(book)]
        whole = [sys.executable, "-m", "phongtho_kpi", "--workspace", name, "import", str(book)]

        def imported() -> float:
            shutil.rmtree(folder / "data", ignore_errors=True)
            return seconds(whole, environment)

        imported(), seconds(bare, environment)  # compiles what is not compiled yet
        pairs = [(imported(), seconds(bare, environment)) for _ in range(asked.runs)]
    ratio = statistics.median(import_ / alone for import_, alone in pairs)
    alone = statistics.median(alone for _, alone in pairs)
    print(
        f"kpi import of {asked.rows} rows: {ratio:.2f} x openpyxl's {alone:.2f} s"
        f" (median of {asked.runs} pairs; limit {LIMIT})"
    )
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

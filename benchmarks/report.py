"""How long `kpi report` takes, as a ratio to openpyxl only writing as many cells, measured side by side.

    .venv/bin/python benchmarks/report.py [--runs 15]

Both are whole processes. The bare one writes what the report's cells hold, read out of it, on as many sheets: texts
and numbers, without looks, merged cells and charts. Two workspaces: the 41 indicators of this repository, and a full
year of figures for as many, all of them made up.

Prints the median ratio of each; ends with 1 where one is above the limit. Both are started in turn, so that a machine
that gets slower slows both.
"""

import argparse
import marshal
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 2.5
REPOSITORY = Path(__file__).parent.parent
# each with the day of its report, and the day on which that is made
WORKSPACES = (
    ("this repository", REPOSITORY, "2024-07-31", "2024-07-31"),
    ("a full year", REPOSITORY / "examples" / "full-year", "2024-09-30", "2024-10-20"),
)
# marshal needs no import of Python code: what is measured is openpyxl
BARE = """
import marshal, sys
from openpyxl import Workbook
with open(sys.argv[1], "rb") as file:
    sheets = marshal.load(file)
book = Workbook()
book.remove(book.active)
for name, cells in sheets:
    sheet = book.create_sheet(name)
    for row, column, value in cells:
        sheet.cell(row, column, value)
book.save(sys.argv[2])
"""


def keep_cells(report: Path, target: Path) -> int:
    """Write the cells of a report that hold something where the bare process finds them; returns how many there are."""
    from openpyxl import load_workbook

    sheets = [
        (
            sheet.title,
            [
                (cell.row, cell.column, cell.value if isinstance(cell.value, int | float | str) else str(cell.value))
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            ],
        )
        for sheet in load_workbook(report).worksheets
    ]
    target.write_bytes(marshal.dumps(sheets))
    return sum(len(cells) for _, cells in sheets)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one run; a run that fails ends the measurement."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def measured(
    name: str,
    workspace: Path,
    as_of: str,
    known_on: str,
    folder: Path,
    runs: int,
    environment: dict[str, str],
) -> bool:
    """Measure the report of one workspace, print how it compares, and say whether that is above the limit."""
    reports, cells = folder / "reports", folder / "cells"
    told = ["--workspace", str(workspace), "report", str(reports), "--as-of", as_of, "--known-on", known_on]
    whole = [sys.executable, "-m", "phongtho_kpi", *told]
    bare = [sys.executable, "-c", BARE, str(cells), str(folder / "bare.xlsx")]

    def reported() -> float:
        shutil.rmtree(reports, ignore_errors=True)  # as if there were no report of this week yet, nor one before it
        return seconds(whole, environment)

    reported()  # compiles what is not compiled yet
    count = keep_cells(next(reports.glob("*.xlsx")), cells)
    seconds(bare, environment)
    pairs = [(reported(), seconds(bare, environment)) for _ in range(runs)]
    ratio = statistics.median(report / alone for report, alone in pairs)
    alone = statistics.median(alone for _, alone in pairs)
    print(
        f"kpi report of {name}: {ratio:.2f} x openpyxl's {alone * 1000:.0f} ms for {count:,} cells"
        f" (median of {runs} pairs; limit {LIMIT})"
    )
    return ratio > LIMIT


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        environment["XDG_CACHE_HOME"] = (
            folder  # a catalogue of our own that was seen before, as every week but the first
        )
        above = [measured(*workspace, Path(folder), runs, environment) for workspace in WORKSPACES]
    return int(any(above))


if __name__ == "__main__":
    sys.exit(main())

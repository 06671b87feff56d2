"""What `kpi import` costs, as ratios to plain libraries doing the least of the same, measured side by side.

    .venv/bin/python benchmarks/import_figures.py [--runs 5] [--million]

- a dry run of 100,000 figures in a tidy CSV file, to `csv` and a Pydantic model of each row (whole commands);
- twice the rows, to the rows once;
- with `--million`: the memory of an import of 1,000,000 figures.

Prints the medians; ends with 1 where one is above its limit. The figures are made up.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 100_000
LIMIT, LIMIT_OF_TWICE, LIMIT_OF_MEMORY = 2.5, 2.2, 500  # the last in MB
INDICATORS, AREAS = 100, 100
PLAIN = """
import csv, sys
from decimal import Decimal
from pydantic import BaseModel
class Row(BaseModel):
    indicator: str
    area: str
    period: str
    value: Decimal
    unit: str
    status: str
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = [Row.model_validate(row) for row in csv.DictReader(file)]
"""


def make_workspace(folder: Path) -> None:
    """A catalogue of made-up totals, and made-up areas."""
    (folder / "targets").mkdir()
    indicator = (
        "      - {{id: made_up_{0}, name: {{vi: Số liệu giả {0}}}, unit: ha, kind: flow, target: {{at_least: 1000}}}}"
    )
    head = 'schema: 1\nyear: 2024\nplace: {code: "1", name: {vi: huyện Giả}}\nsource: {title: Số liệu giả}\ngroups:\n'
    head += "  - id: all\n    name: {vi: Tất cả}\n    indicators:\n"
    lines = "\n".join(indicator.format(number) for number in range(INDICATORS))
    (folder / "targets" / "2024.yaml").write_text(f"{head}{lines}\n", encoding="utf-8")
    areas = "\n".join(f'  - {{code: "{10_000 + area}", name: {{vi: Xã Giả {area}}}}}' for area in range(AREAS))
    (folder / "targets" / "areas.yaml").write_text(f"schema: 1\nareas:\n{areas}\n", encoding="utf-8")


def make_figures(path: Path, rows: int) -> Path:
    """A tidy file: each indicator, area and month once, from 2024 backwards."""
    with path.open("w", encoding="utf-8") as file:
        file.write("indicator,area,period,value,unit,status\n")
        for number in range(rows):
            months, month = divmod(number, 12)
            series, indicator = divmod(months, INDICATORS)
            years_back, area = divmod(series, AREAS)
            value = f"{number * 7919 % 100_000 / 100:.2f}"
            period = f"{2024 - years_back}-{month + 1:02}"
            file.write(f"made_up_{indicator},{10_000 + area},{period},{value},ha,final\n")
    return path


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one run; a run that fails ends the measurement."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def importing(folder: Path, file: Path, *options: str) -> list[str]:
    """The command that imports a file."""
    return [sys.executable, "-m", "phongtho_kpi", "--workspace", str(folder), "import", str(file), *options]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_workspace(folder)
        once, twice = make_figures(folder / "once.csv", ROWS), make_figures(folder / "twice.csv", 2 * ROWS)
        plain = [sys.executable, "-c", PLAIN, str(once)]
        commands = (importing(folder, once, "--dry-run"), plain, importing(folder, twice, "--dry-run"))
        for command in commands:
            seconds(command, environment)  # compiles what is not compiled yet
        times = [[seconds(command, environment) for command in commands] for _ in range(options.runs)]
        memory = 0
        if options.million:
            seconds(importing(folder, make_figures(folder / "million.csv", 1_000_000)), environment)
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    ratio = statistics.median(ours / plain for ours, plain, _ in times)
    growth = statistics.median(double / single for single, _, double in times)
    print(f"dry run of {ROWS:,} figures: {ratio:.2f} x csv and pydantic (limit {LIMIT})")
    print(f"twice the rows: {growth:.2f} x the time (limit {LIMIT_OF_TWICE})")
    if options.million:
        print(f"1,000,000 figures: {memory} MB (limit {LIMIT_OF_MEMORY})")
    return int(ratio > LIMIT or growth > LIMIT_OF_TWICE or memory > LIMIT_OF_MEMORY)


if __name__ == "__main__":
    sys.exit(main())

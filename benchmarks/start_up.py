"""How long `kpi status` takes, as a ratio to importing the libraries it stands on, measured side by side.

    .venv/bin/python benchmarks/start_up.py [--runs 15]

Of a catalogue that it has seen before, and of one that it reads for the first time. Prints the median ratio of each;
ends with 1 where one is above its limit. Both are started in turn, so that a machine that gets slower slows both.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
FLOOR = [sys.executable, "-c", "import typer, pydantic, ruamel.yaml, rich.table"]
STATUS = [sys.executable, "-m", "phongtho_kpi", "--workspace", str(REPOSITORY), "status", "--as-of", "2024-09-30"]
# each with what the environment says of compiled catalogues, and its limit
CATALOGUES = (("seen before", {}, 1.4), ("not seen before", {"KPI_CACHE": "off"}, 2.3))


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one run; a run that fails ends the measurement."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def measured(name: str, said: dict[str, str], limit: float, runs: int, environment: dict[str, str]) -> bool:
    """Measure one sort of catalogue, print how it compares, and say whether that is above the limit."""
    ours = environment | said
    for command in (FLOOR, STATUS):
        seconds(command, ours)  # compiles what is not compiled yet
    pairs = [(seconds(STATUS, ours), seconds(FLOOR, ours)) for _ in range(runs)]
    ratio = statistics.median(status / floor for status, floor in pairs)
    floor = statistics.median(floor for _, floor in pairs)
    print(
        f"kpi status of a catalogue {name}: {ratio:.2f} x the floor of {floor * 1000:.0f} ms"
        f" (median of {runs} pairs; limit {limit})"
    )
    return ratio > limit


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as cache:
        environment["XDG_CACHE_HOME"] = cache
        above = [measured(*one, runs, environment) for one in CATALOGUES]
    return int(any(above))


if __name__ == "__main__":
    sys.exit(main())

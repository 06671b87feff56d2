"""`kpi import` killed, interrupted and crowded at random moments: `data/` is exactly before or exactly after.

    .venv/bin/python tests/faults/kill_imports.py [--times 200] [--seed 1]

All figures are made up. Ends with an AssertionError at the first thing that is not as it should be.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

CATALOGUE = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: Số liệu giả}}
source: {title: Số liệu giả}
groups:
  - {id: all, name: {vi: Số liệu giả}, indicators: [
      {id: made_up, name: {vi: Chỉ tiêu giả}, unit: ha, kind: flow, target: {at_least: 1000}}]}
"""
# what the program `kpi` does, but it says first, by closing a pipe, that Python's own start is over
STARTED = (
    "import os, sys; from phongtho_kpi.__main__ import program; os.close(int(sys.argv.pop(1))); sys.exit(program())"
)
LARGE = 20_000
TURNS_IN_A_PLACE = 5
INTERRUPTED = 130


class Ended(NamedTuple):
    """How a run ended; `code` is that of `subprocess`: -9 for a killed one."""

    code: int
    out: str
    err: str


def ended(process: "subprocess.Popen[str]") -> Ended:
    """Wait for its end."""
    out, err = process.communicate(timeout=300)
    return Ended(process.returncode, out, err)


class Place:
    """A workspace of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        (folder / "targets").mkdir(parents=True)
        (folder / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")

    def file(self, value: int, rows: int) -> Path:
        """A file of figures that are new, or revise those that are there."""
        path = self.folder / f"so-lieu-gia-{value}-{rows}.csv"
        lines = [f"made_up,{area},2024-06,{400 + value}" for area in range(rows)]
        path.write_text("\n".join(["indicator,area,period,value", *lines]) + "\n", encoding="utf-8")
        return path

    def start(self, *arguments: str | Path) -> "subprocess.Popen[str]":
        """Start `kpi`, and return when Python has."""
        reader, writer = os.pipe()
        words = ["--workspace", str(self.folder), "--lang", "en", *map(str, arguments)]
        process = subprocess.Popen(
            [sys.executable, "-c", STARTED, str(writer), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            pass_fds=[writer],
        )
        os.close(writer)
        os.read(reader, 1)
        os.close(reader)
        return process

    def run(self, *arguments: str | Path) -> Ended:
        """Run `kpi` to its end."""
        return ended(self.start(*arguments))

    def stop(self, path: Path, after: float, number: signal.Signals, *, once_it_writes: bool) -> Ended:
        """Import a file, and send a signal after some seconds, of the start or of the first byte that is written."""
        process = self.start("import", path)
        while once_it_writes and process.poll() is None and not self.leftovers():
            time.sleep(0.001)
        time.sleep(after)
        process.send_signal(number)
        return ended(process)

    def imports(self) -> dict[str, bytes]:
        """The files in `data/` that are no lock and no leftover; each one whole."""
        kept = {path.name: path.read_bytes() for path in self.data.rglob("*.csv")}
        for name, content in kept.items():
            assert hashlib.sha256(content).hexdigest()[:12] == name[-16:-4], f"{name} is torn"
        return kept

    def leftovers(self) -> list[Path]:
        """What a run that was killed has left half written."""
        return [path for path in self.data.rglob("*") if path.suffix == ".tmp"]

    def assert_sound(self) -> None:
        """After one more import nothing is left over, and `kpi check` finds nothing."""
        imported = self.run("import", self.file(0, 3))
        assert imported.code == 0, imported
        assert {path.name for path in self.data.iterdir()} == {".lock", "2024"}
        assert len(list((self.data / "2024").iterdir())) == len(self.imports())
        checked = self.run("check")
        assert checked.code == 0, checked


def was_kept(before: dict[str, bytes], after: dict[str, bytes], came: Ended, rows: int) -> bool:
    """Whether the import was kept: all of it, or none."""
    assert before.items() <= after.items(), "a file that was kept is gone or changed"
    new = after.keys() - before.keys()
    assert len(new) <= 1, f"kept twice: {new}"
    for name in new:
        assert after[name].count(b"\n") == rows + 1, f"{name} is torn"
    if came.code == 0:
        assert new, f"acknowledged, and not there: {came}"
    for unwelcome in ("Traceback", "Exception ignored", "fault of the program"):
        assert unwelcome not in came.err, came.err
    return bool(new)


def stop_at_random(folder: Path, times: int, number: signal.Signals, chance: random.Random) -> Counter[str]:
    """Send a signal at random moments of a run, every other time while it writes; what came of it."""
    came: Counter[str] = Counter()
    place, usual = Place(folder / number.name), 0.0
    for turn in range(times):
        if turn % TURNS_IN_A_PLACE == 0:
            place = Place(folder / f"{number.name}-{turn}")
            began = time.monotonic()
            place.run("import", place.file(turn, LARGE))
            usual = time.monotonic() - began
        rows = LARGE if turn % 2 else chance.choice([10, LARGE])
        before, path = place.imports(), place.file(turn + 1, rows)
        after = chance.uniform(0, usual / 4 if turn % 2 else usual)
        stopped = place.stop(path, after, number, once_it_writes=turn % 2 == 1)
        kept, left = was_kept(before, place.imports(), stopped, rows), place.leftovers()
        if number == signal.SIGINT:
            assert stopped.code in {0, INTERRUPTED}, stopped
            assert len(stopped.err.splitlines()) == (stopped.code == INTERRUPTED), stopped.err
            assert not left, "an interrupted run clears up"
        came[f"{'done' if stopped.code == 0 else 'stopped'}, {'kept' if kept else 'not kept'}"] += 1
        came["half written"] += bool(left)
        if turn % TURNS_IN_A_PLACE == TURNS_IN_A_PLACE - 1 or turn == times - 1:
            place.assert_sound()
    return came


def eight_at_once(folder: Path, *, same: bool) -> None:
    """Eight imports started together: each is whole and there once, or was refused because it waited too long."""
    place = Place(folder / ("same" if same else "different"))
    paths = [place.file(1 if same else number + 1, 1_000 + (0 if same else number)) for number in range(8)]
    started = [place.start("import", path) for path in paths]
    came = [ended(process) for process in started]
    assert all(one.code == 0 for one in came), came
    kept = place.imports()
    assert len(kept) == (1 if same else 8), sorted(kept)
    assert len({name[:16] for name in kept}) == len(kept), "two imports recorded at the same moment"
    place.assert_sound()


def main() -> None:
    """Do all of it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 -- nothing secret
    with tempfile.TemporaryDirectory() as name:
        for number in (signal.SIGKILL, signal.SIGINT):
            came = stop_at_random(Path(name), asked.times, number, chance)
            sys.stdout.write(f"{number.name}: {dict(sorted(came.items()))}\n")
        for turn in range(-(-asked.times // 50)):
            eight_at_once(Path(name) / str(turn), same=False)
            eight_at_once(Path(name) / str(turn), same=True)
    sys.stdout.write("eight at once: as it should be\n")


if __name__ == "__main__":
    main()

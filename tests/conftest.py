"""What all tests share: a workspace in a folder of its own, and the program as a user runs it."""

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parent.parent
DATA_COLUMNS = ("indicator", "area", "period", "value", "numerator", "denominator", "unit", "status", "source", "note")
settings.register_profile("kpi", deadline=None)  # how long an example takes says more of the machine than of the law
settings.load_profile("kpi")
os.environ["KPI_CACHE"] = "off"  # no test reads or writes what its user's own runs have compiled

REWRITE_GOLDEN = bool(os.environ.get("KPI_REWRITE_GOLDEN"))
LONG_AFTER = "2030-01-01"  # everything is known by then

sys.path.insert(0, str(Path(__file__).parent))  # tests import their builders by name


@dataclass
class Ran:
    """How a run of `kpi` ended, and what it said."""

    code: int
    out: str
    err: str


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Kpi:
    """The program, called as from a shell, with nothing of this machine in its environment."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._monkeypatch = monkeypatch
        self.folder = folder

    def __call__(self, *arguments: str | Path, env: Mapping[str, str] | None = None, columns: int | None = None) -> Ran:
        """Run it in a pipe, or with `columns` on a terminal that wide."""
        from phongtho_kpi.__main__ import main

        out, err = (StringIO(), StringIO()) if columns is None else (Terminal(), Terminal())
        screen = {"NO_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(columns)}
        with self._monkeypatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("KPI_") or name in screen]:
                patch.delenv(name)
            for name, value in {"KPI_CACHE": "off", **(screen if columns else {}), **(env or {})}.items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = main([str(argument) for argument in arguments])
        return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture
def kpi(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kpi:
    """Run `kpi` in an empty folder."""
    return Kpi(monkeypatch, tmp_path)


def write_csv(path: Path, rows: Iterable[Mapping[str, object]], columns: Sequence[str] = DATA_COLUMNS) -> Path:
    """Write a tidy CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [",".join(columns)]
    lines += [",".join(_cell(row.get(column, "")) for column in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_import(folder: Path, recorded: str, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write figures as an import of that time (UTC, `2024-06-28T08:00:00`) would have left them."""
    stamp = recorded.replace("-", "").replace(":", "")
    draft = write_csv(folder / "draft.csv", rows)
    digest = hashlib.sha256(draft.read_bytes()).hexdigest()[:12]
    return draft.rename(folder / f"{stamp}Z-bao-cao-{digest}.csv")


def assert_golden(name: str, shown: str) -> None:
    """Compare with `tests/golden/NAME`; KPI_REWRITE_GOLDEN=1 writes it anew."""
    path = Path(__file__).parent / "golden" / name
    if REWRITE_GOLDEN:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shown.encode())
    assert shown == path.read_bytes().decode(), f"{name} differs; KPI_REWRITE_GOLDEN=1 writes it anew"


def _cell(value: object) -> str:
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text

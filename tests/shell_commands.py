"""`kpi` as a command on the PATH of a shell, for scripts that others run: a page of the manual, a workflow."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from conftest import REPOSITORY
from git_repository import ALONE

DAY = "2024-07-01T08:00:00+0700"  # of every commit: what is shown is the same on any day


def put_command(folder: Path, name: str, script: str) -> None:
    """A command of that name, as a script for `sh`."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def put_kpi(folder: Path) -> None:
    """This program, as it lies here."""
    put_command(folder, "kpi", f'exec "{sys.executable}" -m phongtho_kpi "$@"')


def environment(commands: Path) -> Mapping[str, str]:
    """What a shell knows: our commands first, git without anybody's settings, one day for every commit."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("KPI_", "GIT_", "GITHUB_"))},
        **ALONE,
        "GIT_AUTHOR_DATE": DAY,
        "GIT_COMMITTER_DATE": DAY,
        "KPI_CACHE": "off",
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), *sys.path]),
        "LC_ALL": "C.UTF-8",
    }

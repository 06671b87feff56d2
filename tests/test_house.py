"""Who may import whom (docs/architecture.md): the contracts of pyproject.toml, kept by import-linter."""

import subprocess
import sys
from pathlib import Path

from conftest import REPOSITORY


def test_the_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--no-logo", "--no-cache", "--config", str(REPOSITORY / "pyproject.toml")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert ran.returncode == 0, ran.stdout + ran.stderr

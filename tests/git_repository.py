"""Repositories for tests: made by the git that is there, with nothing of its user's settings, the same each time."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

# the user's own settings are left out, and everybody has a name
ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Người soạn",
    "GIT_AUTHOR_EMAIL": "soan@example.vn",
    "GIT_COMMITTER_NAME": "Người soát",
    "GIT_COMMITTER_EMAIL": "soat@example.vn",
}


def needs_git() -> None:
    """Leave out a test where there is no git."""
    if shutil.which("git") is None:
        pytest.skip("there is no git")


def git(folder: Path, *arguments: str, day: str = "2024-01-02T08:00:00+0700") -> str:
    """Run git in a folder as on that day; what it prints."""
    days = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    ran = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **ALONE, **days},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return ran.stdout


def a_repository(folder: Path, day: str = "2024-01-02T08:00:00+0700") -> None:
    """Make a repository of a folder, with all that is in it committed on that day."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "Danh mục", day)


def commit(folder: Path, message: str, day: str) -> None:
    """Commit all that is in the folder."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message, day=day)

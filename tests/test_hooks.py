"""`.pre-commit-hooks.yaml`: what a repository of targets can have run before each commit."""

import re
import shlex
from typing import Any

import pytest
from ruamel.yaml import YAML

from command_lines import unknown
from conftest import REPOSITORY

HOOKS: list[dict[str, Any]] = YAML(typ="safe").load(REPOSITORY / ".pre-commit-hooks.yaml")
NEEDED = {"id", "name", "entry", "language"}
# the rest that pre-commit documents, and the type of each
OPTIONAL = {
    "files": str, "exclude": str, "types": list, "types_or": list, "exclude_types": list, "always_run": bool,
    "fail_fast": bool, "verbose": bool, "pass_filenames": bool, "require_serial": bool, "description": str,
    "language_version": str, "minimum_pre_commit_version": str, "args": list, "stages": list,
}  # fmt: skip


def test_there_are_two() -> None:
    assert [hook["id"] for hook in HOOKS] == ["kpi-check", "kpi-diff"]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
class TestHook:
    def test_it_is_as_pre_commit_wants_it(self, hook: dict[str, Any]) -> None:
        assert NEEDED <= hook.keys() <= NEEDED | OPTIONAL.keys()
        assert all(isinstance(hook[key], str) and hook[key] for key in NEEDED)
        assert all(isinstance(hook[key], OPTIONAL[key]) for key in hook.keys() - NEEDED)
        assert hook["language"] == "python"
        assert hook["description"]

    def test_it_runs_what_the_program_can(self, hook: dict[str, Any]) -> None:
        program, *arguments = shlex.split(hook["entry"])
        assert program == "kpi"
        assert unknown(arguments) == []

    def test_it_reads_the_workspace_whatever_file_was_touched(self, hook: dict[str, Any]) -> None:
        assert hook["pass_filenames"] is False
        touched = ["targets/2024.yaml", "data/2024/a.csv", "huyen/targets/areas.yaml", "huyen/data/2024/a.csv"]
        others = ["README.md", "docs/targets.md", "src/data.py", "old-targets/2024.yaml"]
        assert [name for name in [*touched, *others] if re.search(hook["files"], name)] == touched

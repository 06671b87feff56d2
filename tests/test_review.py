"""The walk through docs/review.md as a new user takes it: every block is run, and says what it says there."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from ruamel.yaml import YAML

from conftest import REPOSITORY, REWRITE_GOLDEN
from git_repository import needs_git
from shell_commands import environment, put_kpi

PAGE = REPOSITORY / "docs" / "review.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Shell:
    """A shell whose folder and last exit code are kept from one command to the next."""

    def __init__(self, folder: Path, commands: Path) -> None:
        self._state = commands / "state"
        self._state.write_text(f"cd {folder}\n", encoding="utf-8")
        self._environment = environment(commands)

    def run(self, command: str) -> str:
        """What a command prints, as on a screen."""
        script = f'. "{self._state}"\n{command}\ncode=$?\nprintf "cd %q\\n(exit %d)\\n" "$PWD" $code > "{self._state}"'
        ran = subprocess.run(
            ["bash", "-c", script],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._environment,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return ran.stdout


class Walk(NamedTuple):
    """The page as it is written, and as it is with what its commands print."""

    written: str
    printed: str
    folder: Path


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Run every block of the page, from the first to the last."""
    needs_git()
    folder = tmp_path_factory.mktemp("walk")
    shutil.copytree(REPOSITORY / "examples" / "full-year", folder / "examples" / "full-year")
    commands = tmp_path_factory.mktemp("commands")
    put_kpi(commands)
    shell = Shell(folder, commands)

    def with_output(block: re.Match[str]) -> str:
        said = [line for line in block[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{shell.run(line[2:])}" for line in said) + "```"

    written = PAGE.read_text(encoding="utf-8")
    printed = _BLOCK.sub(with_output, written)
    if REWRITE_GOLDEN:
        PAGE.write_text(printed, encoding="utf-8")
        written = printed
    return Walk(written, printed, folder / "phong-tho")


def test_every_block_prints_what_the_page_says(walk: Walk) -> None:
    assert walk.written == walk.printed, "docs/review.md differs; KPI_REWRITE_GOLDEN=1 writes it anew"


def test_it_ends_with_a_reviewed_change_of_a_target(walk: Walk) -> None:
    merged = (walk.folder / "targets" / "2024.yaml").read_text(encoding="utf-8")
    assert merged.count("decided_by: NQ 45/NQ-HĐND") == 1
    assert "target: {at_least: 50}\n        quote: trồng mới 50 ha\n" in merged
    assert "cùng một tệp" in walk.printed


def test_the_hooks_that_it_tells_to_use_are_those_that_there_are() -> None:
    (block,) = re.findall(r"<!-- pre-commit -->\n```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    yaml = YAML(typ="safe")
    (repository,) = yaml.load(block)["repos"]
    hooks = yaml.load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in hooks]


def test_nothing_on_the_way_went_wrong_but_what_should(walk: Walk) -> None:
    assert "Traceback" not in walk.printed
    assert re.findall(r"^(?:fatal|error|bash|Lỗi): .*", walk.printed, re.MULTILINE) == []
    codes = re.findall(r"(KPI[0-9]{3}) [a-z]+-[a-z-]+", walk.printed)
    assert codes == ["KPI405", "KPI405", "KPI215", "KPI601", "KPI215", "KPI215", "KPI603"]

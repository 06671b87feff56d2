"""The workflows on a merge request: their own steps, run as GitHub and GitLab run them, on two edits."""

import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from conftest import REPOSITORY
from git_repository import a_repository, commit, git, needs_git
from shell_commands import environment, put_command, put_kpi

GITHUB = YAML(typ="safe").load((REPOSITORY / ".github" / "workflows" / "targets.yml").read_text(encoding="utf-8"))
GITLAB = YAML(typ="safe").load((REPOSITORY / ".gitlab-ci.yml").read_text(encoding="utf-8"))
TARGET = "        target: {at_least: 50}\n        quote: trồng mới 50 ha\n"
REVISION = "        revisions: [{from: 2024-07-15, decided_by: NQ 45, why: hạn hán, target: {at_least: 36}}]\n"


class Ran(NamedTuple):
    """How a step ended, and what it printed."""

    code: int
    printed: str


class Request:
    """A repository with a branch that edits the targets, as a job finds it."""

    def __init__(self, folder: Path, edit: tuple[str, str]) -> None:
        self.folder = folder / "repository"
        self._commands = folder / "commands"
        self._commands.mkdir()
        put_kpi(self._commands)
        put_command(self._commands, "pip", "exit 0")  # it is installed
        shutil.copytree(REPOSITORY / "examples" / "full-year", self.folder)
        a_repository(self.folder)
        self.base = git(self.folder, "rev-parse", "HEAD").strip()
        git(self.folder, "switch", "--quiet", "--create", "edit")
        catalogue = self.folder / "targets" / "2024.yaml"
        text = catalogue.read_text(encoding="utf-8")
        assert text.count(edit[0]) == 1
        catalogue.write_text(text.replace(*edit), encoding="utf-8")
        commit(self.folder, "Sửa", "2024-07-10T08:00:00+0700")

    def merged(self) -> None:
        """Check out the merge, as GitHub does."""
        git(self.folder, "switch", "--quiet", "--detach", "main")
        git(self.folder, "merge", "--quiet", "--no-ff", "--message", "merge", "edit")

    def run(self, script: str, **variables: str) -> Ran:
        """Run a step in the shell that both services use."""
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env={**environment(self._commands), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Ran(ran.returncode, ran.stdout)


@pytest.fixture
def decided(tmp_path: Path) -> Request:
    """A target that was softened by a revision."""
    needs_git()
    return Request(tmp_path, (TARGET, TARGET + REVISION))


@pytest.fixture
def softened(tmp_path: Path) -> Request:
    """A target that was written over."""
    needs_git()
    return Request(tmp_path, (TARGET, TARGET.replace("50", "36")))


def steps(job: str) -> dict[str, Any]:
    """The steps of a job that run something, by their names."""
    return {step["name"]: step["run"] for step in GITHUB["jobs"][job]["steps"] if "run" in step}


class TestGitHub:
    def ran(self, request: Request, summary: Path) -> tuple[Ran, Ran]:
        request.merged()
        by_name = steps("check")
        checked = request.run(by_name["kpi check"], GITHUB_WORKSPACE=str(request.folder))
        return checked, request.run(by_name["kpi diff"], GITHUB_STEP_SUMMARY=str(summary))

    def test_a_decision_passes_and_is_written_down(self, decided: Request, tmp_path: Path) -> None:
        summary = tmp_path / "summary.md"
        checked, compared = self.ran(decided, summary)
        assert (checked.code, compared.code) == (0, 0), compared.printed
        assert checked.printed.startswith("::warning file=data/2024/kinh-te.csv,line=47,title=KPI405 ten-times-off::")
        told = summary.read_text(encoding="utf-8")
        assert "| ít nhất 50 ha | ít nhất 36 ha (nới) |" in told
        assert "NQ 45" in told
        assert (decided.folder / "changes.md").read_text(encoding="utf-8") == told

    def test_a_target_that_was_written_over_fails_and_says_why(self, softened: Request, tmp_path: Path) -> None:
        summary = tmp_path / "summary.md"
        _, compared = self.ran(softened, summary)
        assert compared.code == 1
        assert "KPI601 softened-target" in summary.read_text(encoding="utf-8")

    @pytest.mark.parametrize("there", ["", "17\n"])
    def test_its_comment_is_written_once_and_then_anew(self, decided: Request, tmp_path: Path, there: str) -> None:
        self.ran(decided, tmp_path / "summary.md")
        calls = tmp_path / "calls"
        put_command(
            tmp_path / "commands", "gh", f'echo "$*" >> "{calls}"\ncase "$*" in *--paginate*) printf "{there}";; esac'
        )
        (script,) = steps("comment").values()
        ran = decided.run(
            script,
            GITHUB_SERVER_URL="https://git.example.vn",
            GITHUB_REPOSITORY="ubnd/chi-tieu",
            GITHUB_RUN_ID="1",
            NUMBER="5",
        )
        assert ran.code == 0, ran.printed
        said = calls.read_text(encoding="utf-8").splitlines()
        how = "PATCH repos/ubnd/chi-tieu/issues/comments/17" if there else "POST repos/ubnd/chi-tieu/issues/5/comments"
        assert said[-1] == f"api --silent --method {how} --field body=@comment.md"
        comment = (decided.folder / "comment.md").read_text(encoding="utf-8")
        assert comment.startswith("<!-- kpi diff -->\n# Huyện Phong Thổ")


class TestGitLab:
    def ran(self, request: Request) -> Ran:
        script = "\n".join(GITLAB["targets"]["script"])
        return request.run(script, CI_MERGE_REQUEST_DIFF_BASE_SHA=request.base)

    def test_a_decision_passes_and_is_kept(self, decided: Request) -> None:
        ran = self.ran(decided)
        assert ran.code == 0, ran.printed
        assert "ít nhất 36 ha (nới)" in (decided.folder / "changes.md").read_text(encoding="utf-8")

    def test_a_target_that_was_written_over_fails_and_says_why(self, softened: Request) -> None:
        ran = self.ran(softened)
        assert ran.code == 1
        assert "KPI601 softened-target" in ran.printed

    def test_an_error_of_the_check_fails_it_too(self, decided: Request) -> None:
        (decided.folder / "data" / "sai.csv").write_text(
            "indicator,period,value\nkhong_co,2024-07,1\n", encoding="utf-8"
        )
        ran = self.ran(decided)
        assert ran.code == 1
        assert "KPI301 unknown-indicator" in ran.printed
        assert "ít nhất 36 ha (nới)" in ran.printed

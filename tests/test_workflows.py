"""What runs on a merge request, on GitHub and on GitLab: that it says what we mean, and is of no use to strangers."""

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from command_lines import kpi_lines, unknown
from conftest import REPOSITORY

GITHUB: dict[str, Any] = YAML(typ="safe").load(REPOSITORY / ".github" / "workflows" / "targets.yml")
GITLAB: dict[str, Any] = YAML(typ="safe").load(REPOSITORY / ".gitlab-ci.yml")
JOB = GITLAB["targets"]


def steps(job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = GITHUB["jobs"][job]["steps"]
    return found


def scripts() -> Iterator[str]:
    """Everything that a shell is given."""
    for job in GITHUB["jobs"]:
        yield from (step["run"] for step in steps(job) if "run" in step)
    yield from JOB["script"]


def step_of(job: str, text: str) -> dict[str, Any]:
    """The one step that runs something."""
    (found,) = (step for step in steps(job) if text in step.get("run", ""))
    return found


# both


def test_both_run_the_check_and_the_comparison() -> None:
    run = [line for script in scripts() for line in kpi_lines(script)]
    assert run == [
        ["check", "--format", "github"],
        ["diff", "HEAD^1", "--format", "md"],
        ["check"],
        ["diff", "$CI_MERGE_REQUEST_DIFF_BASE_SHA", "--format", "md"],
    ]
    assert [word for line in run for word in unknown(line)] == []


@pytest.mark.parametrize("script", [*scripts()])
def test_a_script_is_one_to_the_shell(script: str) -> None:
    ran = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("script", [*scripts()])
def test_what_others_chose_reaches_no_shell_but_as_a_quoted_variable(script: str) -> None:
    assert "${{" not in script
    unquoted = re.sub(r"""'[^']*'|"[^"]*\"""", "", script)
    assert re.findall(r"\$[A-Za-z_{(]\w*", unquoted) == []


def test_nothing_that_a_stranger_chose_is_asked_for() -> None:
    # of a pull request only its number, and whether it comes from here
    text = json.dumps(GITHUB)
    assert set(re.findall(r"github\.[a-z_.]+", text)) == {
        "github.event.pull_request.number",
        "github.event.pull_request.head.repo.full_name",
        "github.repository",
        "github.token",
    }
    assert "secrets." not in text


# GitHub


def test_it_runs_on_a_pull_request_that_touches_targets_or_figures() -> None:
    # and never as pull_request_target, which would run a stranger's code with our token
    assert GITHUB["on"] == {"pull_request": {"paths": ["targets/**", "data/**"]}}


def test_it_may_do_no_more_than_it_must() -> None:
    assert GITHUB["permissions"] == {}
    permissions = {name: job["permissions"] for name, job in GITHUB["jobs"].items()}
    assert permissions == {"check": {"contents": "read"}, "comment": {"pull-requests": "write"}}


def test_what_may_write_runs_nothing_of_the_pull_request() -> None:
    assert [step["uses"] for step in steps("comment") if "uses" in step] == ["actions/download-artifact@v7"]
    (script,) = (step["run"] for step in steps("comment") if "run" in step)
    assert not re.search(r"\b(pip|python|kpi (?!diff -->)|bash|sh)\b", script)


def test_the_token_is_not_left_where_the_pull_request_runs() -> None:
    checkout = steps("check")[0]
    assert checkout["uses"].startswith("actions/checkout@")
    assert checkout["with"] == {"fetch-depth": 2, "persist-credentials": False}
    assert not any("env" in step for step in steps("check"))


def test_actions_are_githubs_own_at_a_major_version() -> None:
    used = [step["uses"] for job in GITHUB["jobs"] for step in steps(job) if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v[0-9]+", action) for action in used)


def test_the_comparison_runs_after_a_check_that_failed_and_either_one_fails_the_job() -> None:
    check, diff = step_of("check", "kpi check"), step_of("check", "kpi diff")
    assert diff["if"] == "${{ !cancelled() && steps.install.outcome == 'success' }}"
    assert not any("continue-on-error" in step for step in steps("check"))
    assert "if" not in check
    assert "continue-on-error" not in GITHUB["jobs"]["check"]


def test_the_changes_go_to_the_summary_and_their_exit_code_stays() -> None:
    lines = step_of("check", "kpi diff")["run"].splitlines()
    assert lines[-2:] == ['cat changes.md >> "$GITHUB_STEP_SUMMARY"', 'exit "$code"']


def test_a_comment_fails_nothing_and_is_not_tried_for_a_fork() -> None:
    job = GITHUB["jobs"]["comment"]
    assert "github.event.pull_request.head.repo.full_name == github.repository" in job["if"]
    assert job["if"].startswith("${{ !cancelled() &&")  # after a check that failed, too
    assert all(step["continue-on-error"] is True for step in steps("comment"))


def test_the_comment_is_written_anew_and_not_again() -> None:
    script = step_of("comment", "gh api")["run"]
    assert script.count("<!-- kpi diff -->") == 2  # it is written, and found again
    assert 'select(.user.login == "github-actions[bot]"' in script
    assert ("--method PATCH" in script, "--method POST" in script) == (True, True)
    assert GITHUB["concurrency"]["cancel-in-progress"] is True


# GitLab


def test_it_runs_on_a_merge_request_that_touches_targets_or_figures() -> None:
    assert JOB["rules"] == [
        {"if": '$CI_PIPELINE_SOURCE == "merge_request_event"', "changes": ["targets/**/*", "data/**/*"]}
    ]


def test_the_commit_to_compare_with_is_there() -> None:
    assert JOB["variables"] == {"GIT_DEPTH": "0"}


def test_the_changes_are_shown_in_the_merge_request() -> None:
    artifacts = JOB["artifacts"]
    assert (artifacts["when"], artifacts["paths"]) == ("always", ["changes.md"])
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_ -]*", artifacts["expose_as"])


def test_both_run_whatever_the_first_says_and_either_one_fails_the_job() -> None:
    script = JOB["script"][-1]
    assert "kpi check || checked=$?" in script
    assert "|| compared=$?" in script
    assert "allow_failure" not in JOB

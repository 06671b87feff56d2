"""What a folder held at an earlier commit, asked of `git` (docs/safety.md, *Files*): no shell, no network."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.workspace import KpiError

# what git itself sets in hooks: it names another repository or index than that of the folder we ask about
_OF_ONE_REPOSITORY = frozenset({
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_WORK_TREE",
})  # fmt: skip
_QUIET = {
    "GIT_NO_LAZY_FETCH": "1",  # of a partial clone: nothing is fetched
    "GIT_NO_REPLACE_OBJECTS": "1",  # what a commit held, and not what somebody put in its place
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_COMMITTER = re.compile(rb"^committer .*> ([0-9]{1,11}) [+-][0-9]{4}$", re.MULTILINE)
_SHA = re.compile("[0-9a-f]{40,64}")
_SECONDS = 60
_LONGEST_PROBLEM = 200


class Commit(NamedTuple):
    """A commit, and the day on which it was made (UTC)."""

    sha: str
    day: date

    @property
    def short(self) -> str:
        """As people write it."""
        return self.sha[:7]


class GitHistory:
    """The history of a folder, which may be anywhere in its repository.

    Every method raises KpiError: `no-git`, `not-a-repository`, `git-failed`.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str] = os.environ) -> None:
        self._folder = folder
        self._environment = {key: value for key, value in environment.items() if key not in _OF_ONE_REPOSITORY} | _QUIET

    def commit(self, revision: str) -> Commit:
        """The commit of a branch, tag or other revision; raises KpiError `unknown-revision`."""
        self._asked(["rev-parse", "--show-toplevel"])
        found = self._run(["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"])
        sha = found.stdout.decode("ascii", "replace").strip()
        if found.returncode or _SHA.fullmatch(sha) is None:
            raise KpiError("unknown-revision", revision=revision)
        # not `git show`, which a repository's own settings can make run other programs
        made = _COMMITTER.search(self._asked(["cat-file", "--end-of-options", "commit", sha]))
        if made is None:
            raise KpiError("git-failed", problem=sha)
        return Commit(sha, datetime.fromtimestamp(int(made[1]), UTC).date())

    def is_empty(self) -> bool:
        """Whether nothing was committed yet."""
        self._asked(["rev-parse", "--show-toplevel"])
        return not self._asked(["rev-list", "--max-count=1", "--all"])

    def names(self, commit: Commit, folder: str) -> tuple[str, ...]:
        """The files in a folder, as paths from ours; none where it was not there."""
        entry = self._asked(["ls-tree", "--end-of-options", commit.sha, folder])
        if entry and not entry.startswith(b"040000 "):  # a link, or another repository: what is in it is not known
            raise KpiError("git-failed", problem=f"{commit.short}:{folder}")
        listed = self._asked(["ls-tree", "-z", "--name-only", "--end-of-options", commit.sha, f"{folder}/"])
        return tuple(name.decode("utf-8", "replace") for name in listed.split(b"\0") if name)

    def size(self, commit: Commit, name: str) -> int | None:
        """The bytes of a file, by its path from our folder; None where it is not there."""
        found = self._run(["cat-file", "-s", "--end-of-options", f"{commit.sha}:./{name}"])
        return None if found.returncode else int(found.stdout)

    def content(self, commit: Commit, name: str) -> bytes:
        """What a file held."""
        return self._asked(["cat-file", "--end-of-options", "blob", f"{commit.sha}:./{name}"])

    def _asked(self, arguments: Sequence[str]) -> bytes:
        """What git answers; raises KpiError where it cannot."""
        ran = self._run(arguments)
        if ran.returncode:
            said = ran.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ").replace("\n", " ")
            if said.startswith("not a git repository"):
                raise KpiError("not-a-repository", folder=str(self._folder.absolute()))
            raise KpiError("git-failed", problem=said[:_LONGEST_PROBLEM])
        return ran.stdout

    def _run(self, arguments: Sequence[str]) -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(  # noqa: S603 -- no shell; what others name stands behind --end-of-options
                ["git", *arguments],  # noqa: S607 -- the user's own git, wherever it is
                cwd=self._folder,
                env=self._environment,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except FileNotFoundError:
            raise KpiError("no-git") from None
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:  # a ValueError is a NUL in an argument
            raise KpiError("git-failed", problem=str(error)[:_LONGEST_PROBLEM]) from None

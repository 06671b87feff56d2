"""The difference between two texts, as `git apply` takes it."""

import re
from difflib import unified_diff as differing_lines

_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # as git has them: a carriage return belongs to its line


def unified_diff(file: str, before: str, after: str) -> str:
    """Which lines of `file`, a path in the workspace, are taken out and put in; a new file has no lines before."""
    lines = differing_lines(_LINE.findall(before), _LINE.findall(after), f"a/{file}", f"b/{file}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)

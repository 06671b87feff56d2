"""No catalogue makes a traceback, takes two seconds or 128 MB; what means harm is refused (docs/safety.md, *YAML*)."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

SECONDS = 2  # of the processor, whatever else the machine does
MEGABYTES = 128

# measured from a process between, since to the system what a process takes begins with the memory of its parent
_MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stderr=subprocess.STDOUT).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
_HEAD = 'schema: 1\nyear: 2024\nplace: {code: "109", name: {vi: nơi giả định}}\n'
_GROUP = _HEAD + "groups:\n  - id: g\n    name: {vi: nhóm}\n    indicators:\n"
_INDICATOR = _GROUP + "      - {id: a, name: {vi: chè}, unit: ha, kind: flow, target: {at_least: 5}%s}\n"


class Hostile(NamedTuple):
    """A catalogue, and the code of what is said of it."""

    made: Callable[[], str | bytes]
    code: str


def bomb(levels: int, fan: int) -> str:
    """Aliases of lists of aliases: a line more is ten times the size."""
    lines = [f"a0: &a0 [{', '.join(['x'] * fan)}]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * fan)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def many_indicators() -> str:
    return _GROUP + "".join(f"      - {{id: i{n}, name: {{vi: t{n}}}, unit: ha, kind: flow}}\n" for n in range(70_000))


CATALOGUES = {
    "alias bomb": Hostile(lambda: bomb(9, 10), "KPI105"),
    "alias bomb of few aliases": Hostile(lambda: bomb(4, 24), "KPI105"),
    "more than a hundred aliases": Hostile(lambda: "a: &a x\n" + "".join(f"b{n}: *a\n" for n in range(101)), "KPI105"),
    "alias of itself": Hostile(lambda: "a: &a [*a]\n", "KPI104"),
    "merge key": Hostile(lambda: "a: &a {x: 1}\nb: {<<: *a}\n", "KPI105"),
    "%YAML 1.1": Hostile(lambda: "%YAML 1.1\n---\n" + _HEAD, "KPI105"),
    "%TAG": Hostile(lambda: "%TAG ! tag:example.com,2000:\n---\n" + _HEAD, "KPI105"),
    "a tag that makes objects": Hostile(lambda: _HEAD + 'x: !!python/object/apply:os.system ["true"]\n', "KPI105"),
    "a tag of its own": Hostile(lambda: _INDICATOR % ", note: !include /etc/passwd", "KPI105"),
    "depth in brackets": Hostile(lambda: "[" * 90_000 + "]" * 9_999, "KPI105"),
    "depth in four million brackets": Hostile(lambda: "[" * 4_000_000, "KPI105"),
    "depth in indents": Hostile(lambda: "\n".join(" " * min(n, 900) + "- " for n in range(5_000)), "KPI105"),
    "keys of keys": Hostile(lambda: "? " * 50_000, "KPI105"),
    "duplicate key": Hostile(lambda: _INDICATOR % ", unit: km", "KPI106"),
    "duplicate key, a million times": Hostile(lambda: "k: v\n" * 900_000, "KPI106"),
    "half a character, escaped": Hostile(lambda: _INDICATOR % ', note: "\\uD800"', "KPI104"),
    "half a character, in bytes": Hostile(
        lambda: (_INDICATOR % ", note: N").encode().replace(b"N", b"\xed\xa0\x80"), "KPI103"
    ),
    "turned direction, escaped": Hostile(lambda: _INDICATOR % ', owner: "a\\u202Eb"', "KPI116"),
    "control character": Hostile(lambda: _INDICATOR % ", note: a\x1b[31mb", "KPI116"),
    "NUL": Hostile(lambda: _HEAD + "\0", "KPI116"),
    "two documents": Hostile(lambda: _HEAD + "---\n" + _HEAD, "KPI105"),
    "a million documents": Hostile(lambda: "---\n" * 1_200_000, "KPI105"),
    "400,000 keys": Hostile(lambda: "".join(f"k{n}: v\n" for n in range(400_000)), "KPI105"),
    "a million entries": Hostile(lambda: "a: [" + "1,\n" * 1_600_000 + "]\n", "KPI105"),
    "70,000 indicators": Hostile(many_indicators, "KPI105"),
    "five million blank lines": Hostile(lambda: "a:" + "\n" * 4_900_000, "KPI205"),
    "two million comments": Hostile(lambda: "#\n" * 2_400_000, "KPI205"),
    "a long line": Hostile(lambda: "a: " + "x" * 4_000_000, "KPI105"),
    "a long text": Hostile(lambda: _INDICATOR % "" + "        note: |\n" + "          x\n" * 400_000, "KPI104"),
    "a quote without end": Hostile(lambda: '"' + "a\n" * 2_400_000, "KPI104"),
    "60,000 revisions": Hostile(lambda: _INDICATOR % (", revisions: [" + "x,\n" * 60_000 + "]"), "KPI206"),
    "150,000 blank names": Hostile(lambda: _INDICATOR % (", aliases: [" + '"",\n' * 150_000 + "]"), "KPI206"),
    "60,000 points": Hostile(
        lambda: _INDICATOR % (", trajectory: {points: {" + ",\n".join(f"p{n}: x" for n in range(60_000)) + "}}"),
        "KPI206",
    ),
    "revisions of keys": Hostile(
        lambda: (
            _INDICATOR % (", revisions: [" + ("{" + ", ".join(f"k{n}: 1" for n in range(990)) + "},\n") * 150 + "]")
        ),
        "KPI206",
    ),
    "24,000 areas that are none": Hostile(
        lambda: _INDICATOR % (", area_targets: {" + ",\n".join(f'"{n:05}": x' for n in range(24_000)) + "}"), "KPI208"
    ),
    "marks without end": Hostile(lambda: _HEAD + "note: a" + "\u0301" * 90_000 + "\n", "KPI202"),
    "marks without end, and what no text may hold": Hostile(
        lambda: _HEAD + "note: a\0" + "\u0301" * 2_000_000 + "\n", "KPI116"
    ),
    "line ends that are none": Hostile(lambda: _HEAD + "note: a" + "\u0085" * 2_000_000 + "\n", "KPI116"),
    "2,000 growths of nothing": Hostile(
        lambda: (
            _GROUP
            + "".join(
                f"      - {{id: tea_{n}_planted, name: {{vi: t{n}}}, unit: ha, kind: growth, of: tea_{n}_plantde}}\n"
                for n in range(2_000)
            )
        ),
        "KPI212",
    ),
    "60,000 unknown keys": Hostile(lambda: _HEAD + "".join(f"k{n}: v\n" for n in range(60_000)), "KPI202"),
    "60,000 unknown keys of a baseline": Hostile(
        lambda: _INDICATOR % (", baseline: {" + ",\n  ".join(f"k{n}: v" for n in range(60_000)) + "}"), "KPI202"
    ),
    "colons": Hostile(lambda: "a: b\n" + "  : :\n" * 700_000, "KPI104"),
    "more than 5 MB": Hostile(lambda: _HEAD + "#" * 5_000_000, "KPI102"),
    "a number of a million digits": Hostile(lambda: _INDICATOR % (", tolerance: " + "9" * 90_000), "KPI208"),
    "a number without end": Hostile(lambda: _INDICATOR % ", tolerance: 1e999999999", "KPI208"),
}


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("command", ["check", "status"])
def test_a_catalogue_that_means_harm_is_refused_at_once(name: str, command: str, tmp_path: Path) -> None:
    hostile = CATALOGUES[name]
    content = hostile.made()
    path = tmp_path / "targets" / "2024.yaml"
    path.parent.mkdir()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    command_line = [sys.executable, "-m", "phongtho_kpi", "-w", str(tmp_path), command, "--as-of", "2024-12-31"]
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command_line],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "KPI_CACHE": "off"},
        check=True,
    )
    *shown, measured = ran.stdout.splitlines()
    code, seconds, megabytes = measured.split()
    assert int(code) == (1 if command == "check" else 2), shown
    assert f"{hostile.code} " in "\n".join(shown)
    assert "Traceback" not in "\n".join(shown)
    assert float(seconds) < SECONDS
    assert float(megabytes) < MEGABYTES

"""`kpi` as a process: pipes, terminals, cron, and what it may not load (docs/safety.md, *Faults*)."""

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from conftest import REPOSITORY, write_csv

FULL_YEAR = REPOSITORY / "examples" / "full-year"
KPI = [sys.executable, "-m", "phongtho_kpi"]
STATUS = [*KPI, "-w", str(FULL_YEAR), "status", "--as-of", "2024-09-30", "--known-on", "2024-12-31"]


@pytest.fixture
def environment() -> dict[str, str]:
    """As little as cron gives, and where the package is."""
    import phongtho_kpi

    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(phongtho_kpi.__file__ or "").parent.parent)}


def shell(script: str, environment: dict[str, str], **rest: str) -> subprocess.CompletedProcess[str]:
    command = " ".join(f"'{word}'" for word in STATUS)
    return subprocess.run(
        ["bash", "-c", script.replace("KPI", command)],
        env=environment | rest,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd="/",
    )


def test_under_cron_without_home_or_language_vietnamese_comes_out_whole(environment: dict[str, str]) -> None:
    ran = shell("KPI", environment, LANG="C", LC_ALL="C", PYTHONUTF8="0")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "▲ Có nguy cơ" in ran.stdout
    assert "\x1b" not in ran.stdout
    assert "Tỷ lệ dân số đô thị được cung cấp nước sạch qua hệ thống nước sạch tập trung " in ran.stdout


def test_a_reader_that_has_seen_enough_is_no_error(environment: dict[str, str]) -> None:
    ran = shell("set -o pipefail; KPI | head -1", environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Huyện Phong Thổ")


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_output_that_goes_nowhere_is_one_clear_line_and_2(environment: dict[str, str], redirection: str) -> None:
    ran = shell(f"KPI {redirection}", environment)
    assert ran.returncode == 2
    assert ran.stderr.startswith("Lỗi: ")
    assert len(ran.stderr.splitlines()) == 1


def test_a_folder_that_was_deleted_is_one_clear_line(environment: dict[str, str], tmp_path: Path) -> None:
    script = "mkdir gone && cd gone && rmdir ../gone && exec " + " ".join(KPI) + " status"
    ran = subprocess.run(
        ["bash", "-c", script],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("Lỗi: Thư mục hiện tại")


def test_interrupted_while_it_waits_is_130_and_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "2024.yaml").write_bytes((FULL_YEAR / "targets" / "2024.yaml").read_bytes())
    (tmp_path / "data").mkdir()
    write_csv(tmp_path / "a.csv", [{"indicator": "tea_new", "period": "2024-06", "value": "7"}])
    with FileLock(tmp_path / "data" / ".lock"):
        process = subprocess.Popen(
            [*KPI, "import", "a.csv"],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        time.sleep(2)  # long enough to come to the lock, short of the ten seconds that it waits
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert len(err.splitlines()) == 1


def test_what_is_started_not_to_be_interrupted_is_not(environment: dict[str, str]) -> None:
    # as `nohup` and `&` start it; until it is done
    ran = shell("trap '' INT; KPI & while kill -INT $! 2>&-; do sleep 0.02; done; wait $!", environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Huyện Phong Thổ")


def on_a_terminal(environment: dict[str, str], columns: int) -> str:
    """What a terminal of so many columns is sent."""
    chunks = []
    leader, follower = pty.openpty()
    size = {"COLUMNS": str(columns), "LINES": "50"}
    process = subprocess.Popen(STATUS, env=environment | size, stdout=follower, stderr=follower, cwd="/")
    os.close(follower)
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(leader)
    assert process.wait() == 0
    return b"".join(chunks).decode().replace("\r\n", "\n")


def test_a_terminal_gets_colours_beside_the_words_unless_it_wants_none(environment: dict[str, str]) -> None:
    plain = on_a_terminal(environment | {"TERM": "xterm-256color", "NO_COLOR": "1"}, 100)
    dumb = on_a_terminal(environment | {"TERM": "dumb"}, 100)
    colourful = on_a_terminal(environment | {"TERM": "xterm-256color"}, 100)
    assert "\x1b" not in plain
    assert plain == dumb
    assert "\x1b[31m" in colourful
    without = re.sub(r"\x1b\[[0-9;]*m", "", colourful)
    assert [line.rstrip() for line in without.splitlines()] == plain.splitlines()


def test_status_loads_nothing_that_it_does_not_need(environment: dict[str, str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *STATUS[1:]],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd="/",
    )
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if line.startswith("import time")}
    unneeded = {
        "openpyxl",
        "filelock",
        "asyncio",
        "jinja2",
        "babel",
        "rich.table",
        "rich.console",
        "rich.markdown",
        "phongtho_kpi.report.indicator",
        "phongtho_kpi.read.returns.reading",
        "phongtho_kpi.read.returns.xlsx_file",
        "phongtho_kpi.write.observations_folder",
        "phongtho_kpi.write.safely",
    }
    assert not loaded & unneeded


def test_status_of_a_catalogue_that_it_has_seen_parses_and_validates_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    loaded = []
    for _ in range(2):
        ran = subprocess.run(
            [sys.executable, "-X", "importtime", *STATUS[1:]],
            env=environment | {"KPI_CACHE": str(tmp_path / "compiled")},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            cwd="/",
        )
        names = [line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()]
        loaded.append({name.partition(".")[0] for name in names} | {*names})
    assert {"pydantic", "ruamel"} <= loaded[0]
    assert not loaded[1] & {"pydantic", "pydantic_core", "ruamel", "_ruamel_yaml", "phongtho_kpi.write.safely"}


def test_python_m_and_the_program_are_the_same(environment: dict[str, str]) -> None:
    ran = subprocess.run([*KPI, "--version"], env=environment, capture_output=True, text=True, check=True, cwd="/")
    assert ran.stdout.startswith("kpi ")

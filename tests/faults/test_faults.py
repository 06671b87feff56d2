"""What the machine does to an import: a documented exit code, one clear line, `data/` exactly before or after.

KPI_FAULTS=200 does at random moments what six times show by default.
"""

import ctypes
import os
import random
import resource
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from kill_imports import Place, eight_at_once, stop_at_random

from conftest import Kpi
from phongtho_kpi.write import lock

TIMES = int(os.environ.get("KPI_FAULTS", "6"))
KPI = [sys.executable, "-m", "phongtho_kpi"]
_DROP_CAPABILITY, _READ_ANYTHING, _WRITE_ANYWHERE = 24, 2, 1  # of prctl(2) and capabilities(7)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "place")


def run(place: Place, *arguments: str | Path, **how: object) -> "subprocess.CompletedProcess[str]":
    """Run `kpi` in Vietnamese, with as little environment as cron gives."""
    import phongtho_kpi

    source = str(Path(phongtho_kpi.__file__ or "").parent.parent)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": source}
    how = {"env": environment, "capture_output": True, "cwd": "/", **how}
    words = ["--workspace", str(place.folder), *map(str, arguments)]
    return subprocess.run([*KPI, *words], text=True, encoding="utf-8", check=False, **how)  # type: ignore[call-overload,no-any-return]


def with_the_rights_of_others() -> None:
    """Root may write anywhere; a program that it starts after this may not."""
    if os.getuid() == 0:
        for right in (_READ_ANYTHING, _WRITE_ANYWHERE):
            ctypes.CDLL(None).prctl(_DROP_CAPABILITY, right, 0, 0, 0)


def assert_refused(ran: "subprocess.CompletedProcess[str]", about: str) -> None:
    assert (ran.returncode, ran.stdout) == (2, ""), ran
    assert ran.stderr.startswith("Lỗi: ")
    assert about in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_stopped_at_any_moment_an_import_is_whole_or_absent(number: signal.Signals, tmp_path: Path) -> None:
    stop_at_random(tmp_path, TIMES, number, random.Random(TIMES))  # noqa: S311 -- nothing secret


@pytest.mark.parametrize("same", [False, True], ids=["different files", "the same file"])
def test_eight_imports_at_once_are_all_there_once(same: bool, tmp_path: Path) -> None:
    eight_at_once(tmp_path, same=same)


# --- disks


def on_a_small_disk(place: Place, script: str) -> "subprocess.CompletedProcess[str]":
    """Run a shell script with `data/` on a disk of 64 kB of its own; skip where the system allows no such thing."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mounts of one's own here")
    place.data.mkdir()
    words = [*KPI, "--workspace", str(place.folder)]
    lines = [f'kpi() {{ {shlex.join(words)} "$@"; }}', f"mount -t tmpfs -o size=64k kpi {place.data}", script]
    return subprocess.run(
        ["unshare", "-rm", "sh", "-ec", "\n".join(lines)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=place.data.parent,
    )


@pytest.mark.parametrize("room", [0, 4, 40])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(room: int, place: Place) -> None:
    small, large = place.file(1, 5), place.file(2, 5_000)
    ran = on_a_small_disk(
        place,
        f"""
        kpi import {small} > {place.folder}/out
        before=$(cat data/2024/*.csv | sha256sum)
        head -c {room}k /dev/zero > data/room
        cat /dev/zero > data/full 2> /dev/null || true
        rm data/room
        code=0; kpi import {large} || code=$?
        test $code = 2
        test "$before" = "$(cat data/2024/*.csv | sha256sum)"
        test $(ls -A data/2024 | wc -l) = 1
        kpi check
        rm data/full
        kpi import {place.file(3, 5)} > {place.folder}/out
        """,
    )
    assert ran.returncode == 0, ran
    assert ran.stderr.startswith("Lỗi: Đĩa đã đầy, chưa ghi được ")
    assert len(ran.stderr.splitlines()) == 1


def test_a_disk_that_turns_read_only_is_named(place: Place) -> None:
    ran = on_a_small_disk(place, f"mount -o remount,ro kpi {place.data}\nkpi import {place.file(1, 5)}")
    assert_refused(ran, "chỉ cho đọc")


def test_a_file_that_the_system_lets_grow_no_further_is_absent(place: Place) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    ran = run(place, "import", place.file(1, 5_000), preexec_fn=small_files)
    assert_refused(ran, "tệp vượt quá cỡ mà hệ thống cho phép")
    assert (place.imports(), place.leftovers()) == ({}, [])
    place.assert_sound()


# --- folders


def test_without_permission_nothing_is_written_and_the_folder_is_named(place: Place) -> None:
    assert run(place, "import", place.file(1, 5)).returncode == 0
    before = place.imports()
    for path, mode in ((place.data, 0o000), (place.data / "2024", 0o555), (place.data / ".lock", 0o000)):
        usual = path.stat().st_mode
        path.chmod(mode)
        ran = run(place, "import", place.file(2, 5), preexec_fn=with_the_rights_of_others)
        path.chmod(usual)
        assert_refused(ran, str(place.data))
        assert "quyền" in ran.stderr
    assert place.imports() == before
    place.assert_sound()


def test_a_workspace_that_may_not_be_written_gets_no_data(place: Place) -> None:
    path = place.file(1, 5)
    place.folder.chmod(0o555)
    ran = run(place, "import", path, preexec_fn=with_the_rights_of_others)
    place.folder.chmod(0o755)
    assert_refused(ran, str(place.data))


def test_a_workspace_that_may_not_be_written_can_be_read(place: Place) -> None:
    assert run(place, "import", place.file(1, 5)).returncode == 0
    place.data.chmod(0o555)
    for arguments in (["status"], ["check"], ["import", "--dry-run", place.file(2, 5)]):
        ran = run(place, *arguments, preexec_fn=with_the_rights_of_others)
        assert (ran.returncode, ran.stderr) == (0, "")
    place.data.chmod(0o755)


@pytest.mark.parametrize("made", [Path.touch, lambda path: path.symlink_to("nowhere")], ids=["a file", "a lost link"])
def test_data_that_is_no_folder_is_one_clear_line(made: Callable[[Path], None], place: Place) -> None:
    made(place.data)
    assert_refused(run(place, "import", place.file(1, 5)), str(place.data))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "xls"])
@pytest.mark.parametrize(
    ("made", "why"),
    [
        (Path.mkdir, "thư mục"),
        (os.mkfifo, "không phải là tệp thường"),
        (lambda path: path.symlink_to("/dev/zero"), "không phải là tệp thường"),
        (lambda path: path.symlink_to(path), "hệ thống không cho đọc"),
        (lambda path: path.touch(0o000), "không có quyền đọc"),
        (lambda _: None, "không có tệp này"),
    ],
    ids=["a folder", "a pipe", "a device", "a link to itself", "not allowed", "nothing"],
)
def test_what_is_no_file_that_may_be_read_is_said_and_nobody_waits(
    made: Callable[[Path], None], why: str, ending: str, place: Place
) -> None:
    path = place.folder / f"so-lieu-gia.{ending}"
    made(path)
    ran = run(place, "import", path, preexec_fn=with_the_rights_of_others, timeout=60)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "KPI101 unreadable-file" in ran.stderr
    assert why in ran.stderr


# --- locks and leftovers


def test_a_lock_that_nobody_holds_any_more_stops_nobody(place: Place) -> None:
    place.data.mkdir()
    (place.data / ".lock").write_text("12345")
    place.assert_sound()


def test_who_waits_too_long_for_another_import_is_told(place: Place, kpi: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "SECONDS_TO_WAIT", 0.1)
    place.data.mkdir()
    with FileLock(place.data / ".lock"):
        ran = kpi("-w", place.folder, "import", place.file(1, 5))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Lỗi: Một lần chạy khác đang ghi vào thư mục này")
    assert place.imports() == {}


def test_what_was_left_half_written_goes_with_the_next_import_and_nothing_else(place: Place, kpi: Kpi) -> None:
    (place.data / "2024").mkdir(parents=True)
    left = [place.data / ".0123456789abcdef.tmp", place.data / "2024" / ".fedcba9876543210.tmp"]
    others = [place.data / "2024" / name for name in (".mine.tmp", "0123456789abcdef.tmp", ".0123456789abcdef.csv.tmp")]
    for path in (*left, *others):
        path.write_bytes(b"half")
    assert kpi("-w", place.folder, "import", "--dry-run", place.file(1, 5)).code == 0
    assert all(path.exists() for path in left)  # another import may be at it: only who holds the lock knows better
    assert kpi("-w", place.folder, "import", place.file(1, 5)).code == 0
    assert [path.exists() for path in (*left, *others)] == [False, False, True, True, True]


# --- surroundings


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "Pacific/Kiritimati", "Etc/GMT+12", "XYZ-23", "no/such/zone", ""])
def test_whatever_the_clock_on_the_wall_says_an_import_is_recorded_in_utc(zone: str, place: Place) -> None:
    import phongtho_kpi

    source = str(Path(phongtho_kpi.__file__ or "").parent.parent)
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": source, "TZ": zone, "HOME": "/nowhere", "LC_ALL": "C"}
    ran = run(place, "import", place.file(1, 5), env=bare)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Số liệu giả" in ran.stdout
    (name,) = place.imports()
    recorded = datetime.strptime(name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - recorded) < timedelta(minutes=5)


@pytest.mark.parametrize(("redirection", "code"), [("<&-", 0), ("2>&-", 0), ("2>/dev/full", 0), ("<&- >&- 2>&-", 2)])
def test_closed_streams_get_nothing_that_belongs_into_a_file(redirection: str, code: int, place: Place) -> None:
    words = shlex.join([*KPI, "-w", str(place.folder), "import", str(place.file(1, 3_000))])
    ran = subprocess.run(["sh", "-c", f"{words} {redirection}"], capture_output=True, check=False, cwd="/")
    assert ran.returncode == code
    assert len(place.imports()) == 1
    place.assert_sound()


def test_a_reader_that_has_seen_enough_takes_nothing_back(place: Place) -> None:
    words = shlex.join([*KPI, "-w", str(place.folder), "import", str(place.file(1, 5))])
    ran = subprocess.run(["bash", "-c", f"{words} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    place.assert_sound()


def test_a_fault_of_the_program_itself_is_one_line_that_leads_to_it() -> None:
    broken = "from phongtho_kpi import workspace; del workspace.Workspace.find; "
    script = broken + "import sys; from phongtho_kpi.__main__ import program; sys.exit(program())"
    ran = subprocess.run(
        [sys.executable, "-c", script, "status"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("Lỗi: Lỗi của chương trình: AttributeError: ")
    assert "(session.py:" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


# --- targets


def test_targets_that_may_not_be_written_are_named_and_stay(place: Place) -> None:
    targets = place.folder / "targets"
    before = (targets / "2024.yaml").read_bytes()
    revision = ["target", "made_up", "--at-least", "5", "--from", "2024-08-01", "--decided-by", "a", "--why", "b"]
    targets.chmod(0o555)
    ran = run(place, *revision, preexec_fn=with_the_rights_of_others)
    looked = run(place, *revision, "--dry-run", preexec_fn=with_the_rights_of_others)
    targets.chmod(0o755)
    assert_refused(ran, str(targets))
    assert (looked.returncode, (targets / "2024.yaml").read_bytes()) == (0, before)
    assert [path.name for path in targets.iterdir()] == ["2024.yaml"]
    assert run(place, *revision).returncode == 0
    assert (targets / "2024.yaml").read_bytes() != before

"""Whole or absent, whatever happens."""

import errno
import hashlib
import os
import signal
import stat
from pathlib import Path
from typing import Any

import pytest

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write import safely
from phongtho_kpi.write.safely import (
    create_by_digest,
    create_safely,
    keep_safely,
    make_folder,
    protected,
    reason_of,
    remove_old_leftovers,
    replace_safely,
    write_error,
    write_safely,
)

BOTH = pytest.mark.parametrize("put", [write_safely, create_safely])


def failing(code: Any) -> Any:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@BOTH
def test_the_content_is_there_and_nothing_else(put: Any, tmp_path: Path) -> None:
    put(tmp_path / "a.csv", b"1\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"1\n"


def test_an_old_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    write_safely(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o640, 0o600, 0o664, 0o755])
def test_a_file_that_is_replaced_keeps_its_permissions(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_safely(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


def test_nobody_reads_a_private_file_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, seen, fsync = tmp_path / "a.csv", [], os.fsync
    path.write_bytes(b"old")
    path.chmod(0o600)

    def look(number: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(number).st_mode))
        fsync(number)

    monkeypatch.setattr(safely.os, "fsync", look)
    write_safely(path, b"new")
    assert seen[0] == 0o600


def test_a_file_is_replaced_only_while_it_is_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    replace_safely(path, b"old", b"new")
    assert path.read_bytes() == b"new"
    with pytest.raises(KpiError) as raised:
        replace_safely(path, b"old", b"newer")
    assert (raised.value.key, path.read_bytes(), len(list(tmp_path.iterdir()))) == ("changed-meanwhile", b"new", 1)


def test_a_name_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(KpiError) as raised:
        create_safely(path, b"new")
    assert (raised.value.key, path.read_bytes(), len(list(tmp_path.iterdir()))) == ("file-exists", b"old", 1)


@BOTH
def test_a_link_is_not_followed(put: Any, tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(KpiError) as raised:
        put(tmp_path / "link", b"new")
    assert raised.value.key == "symlink"
    assert (tmp_path / "real").read_bytes() == b"old"
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(KpiError):
        put(tmp_path / "dangling", b"new")
    assert not (tmp_path / "nowhere").exists()


@BOTH
@pytest.mark.parametrize(
    ("code", "key"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EACCES, "no-permission"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "cannot-write"),
    ],
)
def test_what_the_system_says_becomes_one_clear_error_and_leaves_nothing(
    put: Any, code: Any, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"old") if put is write_safely else None
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(safely.os, "fsync", failing(code))
    with pytest.raises(KpiError) as raised:
        put(tmp_path / "a.csv", b"new")
    assert raised.value.key == key
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "key"), [("no/such/folder.csv", "no-folder"), ("x" * 300, "name-too-long"), ("folder", "is-a-folder")]
)
def test_a_place_that_cannot_be_written_is_named(name: str, key: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(KpiError) as raised:
        write_safely(tmp_path / name, b"new")
    assert raised.value.key == key
    assert raised.value.params["file"] == str(tmp_path / name)


def test_a_file_as_a_folder_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(KpiError) as raised:
        write_safely(tmp_path / "file" / "a.csv", b"new")
    assert raised.value.key == "no-folder"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_stopped_in_the_middle_nothing_is_left_behind(
    stop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_number: Any) -> None:
        raise stop

    monkeypatch.setattr(safely.os, "fsync", interrupted)
    with pytest.raises(stop):
        write_safely(tmp_path / "a.csv", b"new")
    assert list(tmp_path.iterdir()) == []


def test_new_files_may_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_safely(tmp_path / "a.csv", b"1")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o640


def test_a_disk_without_hard_links_keeps_the_same_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", failing(errno.EPERM))
    create_safely(tmp_path / "a.csv", b"new")
    assert (tmp_path / "a.csv").read_bytes() == b"new"
    with pytest.raises(KpiError) as raised:
        create_safely(tmp_path / "a.csv", b"newer")
    assert (raised.value.key, (tmp_path / "a.csv").read_bytes()) == ("file-exists", b"new")
    monkeypatch.setattr(Path, "hardlink_to", failing(errno.EIO))
    with pytest.raises(KpiError) as raised:
        create_safely(tmp_path / "b.csv", b"new")
    assert raised.value.key == "cannot-write"


def test_a_folder_that_cannot_be_opened_is_synced_by_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def only_files(path: Any, *rest: Any) -> Any:
        if Path(path).is_dir():
            raise PermissionError
        return opened(path, *rest)

    monkeypatch.setattr(safely.os, "open", only_files)
    write_safely(tmp_path / "a.csv", b"1")
    assert (tmp_path / "a.csv").read_bytes() == b"1"


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@cmd", "\tx", "\rx", "'=1", "''-1"])
def test_a_text_that_looks_like_a_formula_is_protected_and_taking_it_away_undoes_it(text: str) -> None:
    assert protected(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Chè", "'quoted'", "a=b", "1-2"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert protected(text) == text


def test_a_file_is_named_by_what_is_in_it_and_who_asked_is_told(tmp_path: Path) -> None:
    told: list[Path] = []
    path = create_by_digest(tmp_path, [b"a", b"b"], lambda digest: f"{digest}.csv", told.append)
    assert (path.stem, path.read_bytes(), told) == (hashlib.sha256(b"ab").hexdigest(), b"ab", [path])
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_whose_name_may_not_reach_the_disk_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = os.fsync

    def only_files(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        synced(number)

    monkeypatch.setattr(safely.os, "fsync", only_files)
    told: list[Path] = []
    with pytest.raises(KpiError) as raised:
        create_by_digest(tmp_path, [b"new"], lambda _: "a.csv", told.append)
    assert (raised.value.key, raised.value.params["reason"]) == ("cannot-write", "disk-fault")
    assert (told, list(tmp_path.iterdir())) == ([], [])


def test_ctrl_c_comes_before_a_file_is_there_or_after_who_asked_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(temporary: Path, path: Path) -> None:
        signal.raise_signal(signal.SIGINT)
        temporary.rename(path)

    monkeypatch.setattr(safely, "_link", link)
    told: list[Path] = []
    with pytest.raises(KeyboardInterrupt):
        create_by_digest(tmp_path, [b"new"], lambda _: "a.csv", told.append)
    assert told == [tmp_path / "a.csv"]
    assert list(tmp_path.iterdir()) == told


def test_folders_are_made_down_to_the_last_and_their_names_reach_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(safely, "_sync_folder", synced.append)
    make_folder(tmp_path / "data" / "2024")
    make_folder(tmp_path / "data" / "2024")
    assert (tmp_path / "data" / "2024").is_dir()
    assert synced == [tmp_path, tmp_path / "data"]
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(KpiError) as raised:
        make_folder(tmp_path / "file")
    assert raised.value.key == "no-folder-there"


def test_what_is_kept_by_its_digest_is_kept_once(tmp_path: Path) -> None:
    keep_safely(tmp_path / "a", b"1")
    keep_safely(tmp_path / "a", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    with pytest.raises(KpiError) as raised:
        keep_safely(tmp_path / "none" / "a", b"1")
    assert raised.value.key == "no-folder"


def test_leftovers_go_where_nobody_has_a_lock_only_once_they_are_old_and_lie_in_the_folder_itself(
    tmp_path: Path,
) -> None:
    old, new, below = (tmp_path / f".{letter * 16}.tmp" for letter in "abc")
    below = tmp_path / "khac" / below.name
    below.parent.mkdir()
    others = tmp_path / ".ghi-chu.tmp"
    for path in (old, new, below, others):
        path.write_bytes(b"")
        os.utime(path, (1_000_000, 1_000_000))
    os.utime(new, (1_007_000, 1_007_000))
    remove_old_leftovers(tmp_path, 1_008_000)
    assert not old.exists()
    assert all(path.exists() for path in (new, below, others))
    remove_old_leftovers(tmp_path / "khong-co", 1_008_000)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_the_system_says_is_said_in_the_language(lang: str) -> None:
    messages = Messages(lang)
    for code in set(safely._KEYS) | set(safely._REASONS):
        error = write_error(OSError(code, os.strerror(code)), "data")
        assert os.strerror(code) not in messages.error(error.key, error.params)
        assert error.key != "cannot-write" or messages.knows(f"unreadable.{error.params['reason']}")
    assert reason_of(OSError(errno.EPROTO, "Protocol error")) == "Protocol error"
    assert reason_of(OSError("odd")) == "OSError"

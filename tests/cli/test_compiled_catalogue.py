"""A catalogue that was read before: the same to the byte, never out of date, and never in anybody's way."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import REPOSITORY, Kpi, Ran
from phongtho_kpi.cli.common import Common, compiled_folder
from phongtho_kpi.read.compiled import compiled_bytes, read_compiled

FULL_YEAR = REPOSITORY / "examples" / "full-year"
IN_JULY = ("--as-of", "2024-07-31", "--known-on", "2024-12-31")
AREAS = 'schema: 1\nareas:\n  - {code: "03571", name: {vi: Xã Dào San}}\n'


class Place:
    """A workspace of one's own, and the folder of compiled files."""

    def __init__(self, kpi: Kpi, folder: Path) -> None:
        self._kpi = kpi
        self.folder = folder / "place"
        self.compiled = folder / "cache" / "kpi"
        self.compiled.parent.mkdir()
        for name in ("targets", "data"):
            shutil.copytree(FULL_YEAR / name, self.folder / name)
        self.catalogue = self.folder / "targets" / "2024.yaml"
        self.areas = self.folder / "targets" / "areas.yaml"
        self.aliases = self.folder / "data" / "aliases.yaml"

    def __call__(self, *arguments: str, **environment: str) -> Ran:
        env = {"KPI_CACHE": str(self.compiled)} | environment
        return self._kpi("-w", self.folder, *(arguments or ("status",)), *IN_JULY, env=env)

    def anew(self, *arguments: str) -> Ran:
        """The same without compiled files."""
        return self(*arguments, KPI_CACHE="off")

    @property
    def kept(self) -> list[Path]:
        return sorted(self.compiled.iterdir()) if self.compiled.exists() else []

    def edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def forge(self) -> None:
        """Make what is kept call the place `FORGED`, to see who believes it."""
        (path,) = self.kept
        catalogue, areas = read_compiled(self.compiled, path.name)
        catalogue.place.name["vi"] = "FORGED"
        path.write_bytes(compiled_bytes(path.name, (catalogue, areas)))

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()}


@pytest.fixture
def place(kpi: Kpi, tmp_path: Path) -> Place:
    return Place(kpi, tmp_path)


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("status", "--format", "json"),
        ("status", "--lang", "en"),
        ("status", "--since", "2024-06-30"),
        ("show", "tea_new"),
        ("check",),
        ("check", "--format", "json"),
    ],
    ids=" ".join,
)
def test_a_second_run_says_the_same_to_the_byte(place: Place, command: tuple[str, ...]) -> None:
    first, second = place(*command), place(*command)
    assert first == second == place.anew(*command)
    assert len(place.kept) == (command[0] != "check")


def test_a_report_is_the_same_to_the_byte(place: Place, tmp_path: Path) -> None:
    books = []
    for number in range(3):
        folder = tmp_path / f"reports-{number}"
        folder.mkdir()
        ran = place("report", str(folder)) if number < 2 else place.anew("report", str(folder))
        assert ran.code == 0, ran.err
        books.append([path.read_bytes() for path in sorted(folder.iterdir())])
    assert books[0] == books[1] == books[2]


def test_what_was_compiled_is_what_is_said_but_for_check(place: Place) -> None:
    place()
    place.forge()
    assert "FORGED" in place().out
    assert place("check") == place.anew("check")
    assert place.anew().out != place().out


@pytest.mark.parametrize(
    "edit",
    [
        lambda place: place.edit(place.catalogue, "Phong Thổ", "Phong Thô"),
        lambda place: place.edit(place.catalogue, "schema: 1", "# một dòng chú thích\nschema: 1"),
        lambda place: place.edit(place.areas, "Dào San", "Dào Sàn"),
        lambda place: place.areas.unlink(),
        lambda place: place.edit(place.aliases, "Chè", "Che"),
        lambda place: place.aliases.unlink(),
        lambda place: place.aliases.write_bytes(b""),
    ],
    ids=["letter", "line", "areas", "no areas", "aliases", "no aliases", "empty aliases"],
)
def test_an_edit_is_seen_at_once(place: Place, edit: Callable[[Place], None]) -> None:
    place.areas.write_text(AREAS, encoding="utf-8")
    place.aliases.write_text("aliases:\n  - {name: Chè trồng, means: tea_new}\n", encoding="utf-8")
    command = ("show", "tea_new", "--format", "json")
    assert place(*command) == place.anew(*command)
    time = place.catalogue.stat().st_mtime_ns
    edit(place)
    if place.catalogue.exists():
        os.utime(place.catalogue, ns=(time, time))  # the time of a file says nothing
    assert place(*command) == place.anew(*command)
    assert len(place.kept) == 2


def test_an_edit_and_back_is_what_was_kept_before(place: Place) -> None:
    before = place()
    place.edit(place.catalogue, "huyện Phong Thổ", "huyện Khác")
    assert "Huyện Khác" in place().out
    place.edit(place.catalogue, "huyện Khác", "huyện Phong Thổ")
    assert place() == before
    assert len(place.kept) == 2


@pytest.mark.parametrize("wrong", ["unit: ha\n        whatever: 1", "unit: [ha"], ids=["error", "broken"])
def test_a_file_with_a_finding_is_never_kept(place: Place, wrong: str) -> None:
    place.edit(place.catalogue, "unit: ha", wrong)
    for _ in range(2):
        assert place() == place.anew()
        assert place().code == 2
    assert place.kept == []


def test_nor_is_one_with_a_warning(place: Place) -> None:
    shutil.copyfile(REPOSITORY / "tests/findings/KPI201-ambiguous-number/targets/2024.yaml", place.catalogue)
    ran = place("status", "--format", "json")
    assert "KPI201" in ran.out
    assert ran == place("status", "--format", "json") == place.anew("status", "--format", "json")
    assert place.kept == []


def test_a_finding_that_compares_files_is_said_each_time(place: Place) -> None:
    place.areas.write_text(AREAS + '  - {code: "03572", name: {vi: Xã Dào San}}\n', encoding="utf-8")
    first, second = place("status", "--format", "json"), place("status", "--format", "json")
    assert first == second == place.anew("status", "--format", "json")
    assert "KPI220" in first.out
    assert len(place.kept) == 1


def poisoned(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Phong", b"Phang"))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def a_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("spoil", [poisoned, truncated, a_directory, a_link, a_pipe])
def test_a_compiled_file_that_is_spoilt_is_not_there(place: Place, spoil: Callable[[Path], None]) -> None:
    first = place()
    (path,) = place.kept
    whole = path.read_bytes()
    spoil(path)
    assert place() == first
    assert place() == first
    if spoil in (poisoned, truncated, a_pipe):
        assert path.read_bytes() == whole
    if spoil is a_link:
        assert path.is_symlink()
        assert path.with_name("elsewhere").read_bytes() == whole


class TestTheFolder:
    def test_it_is_for_its_user_alone_and_what_is_kept_has_the_name_of_a_digest(self, place: Place) -> None:
        place()
        assert place.compiled.stat().st_mode & 0o777 == 0o700
        assert [len(path.name) for path in place.kept] == [len("kpi-") + 64]

    def test_nothing_is_written_in_the_workspace(self, place: Place) -> None:
        before = place.files()
        for command in (("status",), ("check",), ("show", "tea_new")):
            place(*command)
        assert place.files() == before

    @pytest.mark.parametrize("named", ["data", "data/kpi", "targets/kpi"])
    def test_not_even_where_somebody_names_it(self, place: Place, named: str) -> None:
        before = place.files()
        assert place(KPI_CACHE=str(place.folder / named)) == place.anew()
        assert place.files() == before
        assert not (place.folder / named).exists() or named == "data"

    @pytest.mark.parametrize("off", ["", "off"])
    def test_it_can_be_turned_off(self, place: Place, off: str) -> None:
        assert place(KPI_CACHE=off, XDG_CACHE_HOME=str(place.compiled.parent)) == place.anew()
        assert place.kept == []

    @pytest.mark.parametrize("named", ["/dev/null", "/dev/null/kpi", "/proc/kpi", "nowhere/a/b", "x" * 300, "/", "."])
    def test_where_it_cannot_be_it_is_not(self, place: Place, kpi: Kpi, named: str) -> None:
        here = sorted(kpi.folder.rglob("*"))
        assert place(KPI_CACHE=named) == place.anew()
        if named != ".":
            assert sorted(kpi.folder.rglob("*")) == here

    @pytest.mark.parametrize(
        ("call", "error"), [("fsync", errno.ENOSPC), ("mkdir", errno.EROFS), ("replace", errno.EACCES)]
    )
    def test_a_full_disk_or_a_folder_that_may_not_be_written_is_no_error(
        self, place: Place, monkeypatch: pytest.MonkeyPatch, call: str, error: int
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise OSError(error, os.strerror(error))

        with monkeypatch.context() as patch:
            patch.setattr(os, call, refuse)  # root may write anywhere
            assert place() == place.anew()
        assert place.kept == []

    def test_a_link_that_leads_to_itself_is_no_error(self, place: Place) -> None:
        place.compiled.symlink_to(place.compiled)
        assert place() == place.anew() == place(KPI_CACHE=str(place.compiled / "kpi"))

    def test_a_folder_of_others_or_a_link_is_not_written(self, place: Place) -> None:
        place.compiled.mkdir()
        place.compiled.chmod(0o777)
        assert place() == place.anew()
        assert place.kept == []
        place.compiled.chmod(0o700)
        place.compiled.rename(place.compiled.with_name("elsewhere"))
        place.compiled.symlink_to("elsewhere")
        assert place() == place.anew()
        assert place.kept == []

    def test_the_forty_first_deletes_the_oldest_and_nothing_else(self, place: Place) -> None:
        place()
        (first,) = place.kept
        others = [
            place.compiled / name for name in ("notes.txt", "f" * 64, "kpi-" + "f" * 63, ".0123456789abcdef.tmp.bak")
        ]
        for other in others:
            other.write_bytes(b"mine")
        for number in range(39):
            path = place.compiled / f"kpi-{number:064x}"
            path.write_bytes(b"x")
            os.utime(path, (2_000_000_000 + number, 2_000_000_000 + number))
        for other in (*others, first):
            os.utime(other, (1, 1))
        left_by_a_killed_run = place.compiled / ".0123456789abcdef.tmp"
        left_by_a_killed_run.write_bytes(b"half")
        os.utime(left_by_a_killed_run, (0, 0))
        place.edit(place.catalogue, "huyện Phong Thổ", "huyện Khác")
        place()
        assert len(place.kept) == 40 + len(others)
        assert not first.exists()
        assert not left_by_a_killed_run.exists()
        assert all(other.read_bytes() == b"mine" for other in others)

    @pytest.mark.parametrize(
        ("platform", "environment", "folder"),
        [
            ("linux", {"HOME": "/home/a"}, "/home/a/.cache/kpi"),
            ("linux", {"HOME": "/home/a", "XDG_CACHE_HOME": "/var/x"}, "/var/x/kpi"),
            ("linux", {"HOME": "/home/a", "XDG_CACHE_HOME": "x"}, "/home/a/.cache/kpi"),
            ("linux", {"XDG_CACHE_HOME": "/var/x"}, "/var/x/kpi"),
            ("linux", {"HOME": ""}, None),
            ("linux", {"HOME": "home"}, None),
            ("linux", {}, None),
            ("darwin", {"HOME": "/Users/a", "XDG_CACHE_HOME": "/var/x"}, "/Users/a/Library/Caches/kpi"),
            ("darwin", {}, None),
            ("win32", {"LOCALAPPDATA": "/Users/a/AppData/Local", "HOME": "/home/a"}, "/Users/a/AppData/Local/kpi"),
            ("win32", {"HOME": "/home/a"}, None),
            ("linux", {"HOME": "/home/a", "KPI_CACHE": "/var/y"}, "/var/y"),
            ("linux", {"HOME": "/home/a", "KPI_CACHE": ""}, None),
            ("linux", {"HOME": "/home/a", "KPI_CACHE": "off"}, None),
        ],
    )
    def test_where_it_is(self, platform: str, environment: dict[str, str], folder: str | None) -> None:
        assert compiled_folder(environment, platform) == (None if folder is None else Path(folder))

    def test_common_options_know_it(self) -> None:
        assert Common.at_start([], {"KPI_CACHE": "/var/y"}).compiled == Path("/var/y")


class TestAsAProcess:
    """With an environment of its own, and the code in a folder of its own."""

    @pytest.fixture
    def home(self, tmp_path: Path) -> Path:
        folder = tmp_path / "home"
        folder.mkdir()
        return folder

    def start(self, home: Path, code: Path = REPOSITORY / "src") -> "subprocess.Popen[str]":
        program = [sys.executable, "-m", "phongtho_kpi", "-w", str(FULL_YEAR), "status", *IN_JULY]
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(code), "HOME": str(home)}
        return subprocess.Popen(program, env=environment, stdout=-1, stderr=-1, encoding="utf-8", cwd="/")

    def test_it_is_in_the_users_cache_folder_and_two_at_once_are_no_matter(self, home: Path) -> None:
        running = [self.start(home) for _ in range(4)]
        said = [process.communicate() for process in running]
        assert {process.returncode for process in running} == {0}
        assert len(set(said)) == 1
        assert len([*(home / ".cache" / "kpi").iterdir()]) == 1
        assert self.start(home).communicate() == said[0]

    def test_a_home_that_is_not_there_is_not_made(self, home: Path) -> None:
        out, err = self.start(home / "nobody").communicate()
        assert (out.partition(" ")[0], err) == ("Huyện", "")
        assert [*home.iterdir()] == []

    def test_another_edit_of_the_code_reads_anew(self, home: Path, tmp_path: Path) -> None:
        code = tmp_path / "src"
        shutil.copytree(REPOSITORY / "src", code, ignore=shutil.ignore_patterns("__pycache__"))
        folder = home / ".cache" / "kpi"
        counts = []
        for module in (None, None, "read/catalogue_file.py", "model/unit.py", "write/terminal.py"):
            if module is not None:
                path = code / "phongtho_kpi" / module
                path.write_bytes(path.read_bytes() + b"\n")
            process = self.start(home, code)
            process.communicate()
            assert process.returncode == 0
            counts.append(len([*folder.iterdir()]))
        assert counts == [1, 1, 2, 3, 3]

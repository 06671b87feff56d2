"""`kpi report` as a scheduler runs it: the examples of docs/schedule.md, and whatever the machine does meanwhile.

All figures are made up (examples/full-year). KPI_FAULTS=200 does at more moments what a few show by default.
"""

import configparser
import itertools
import os
import pwd
import re
import secrets
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from defusedxml import ElementTree
from kill_imports import INTERRUPTED, Place, ended
from openpyxl import load_workbook
from test_faults import TIMES, assert_refused, on_a_small_disk, run, with_the_rights_of_others

import phongtho_kpi
from conftest import REPOSITORY
from phongtho_kpi.cli.app import make_app
from phongtho_kpi.cli.common import Common, KpiGroup
from phongtho_kpi.model.assessment import Status
from phongtho_kpi.read.report_file import read_report
from phongtho_kpi.report.stamp import Stamp

PAGE = (REPOSITORY / "docs" / "schedule.md").read_text(encoding="utf-8")
FULL_YEAR = REPOSITORY / "examples" / "full-year"
NAME = "kpi-2024-W31.xlsx"
CLOCKS = ["--as-of", "2024-08-04", "--known-on", "2024-08-05"]
EARLIER = ["--as-of", "2024-08-04", "--known-on", "2024-07-20"]  # other figures, the same week
WEEK_BEFORE = ["--as-of", "2024-07-28", "--known-on", "2024-07-28"]
LEFTOVER = re.compile(r"\.[0-9a-f]{16}\.tmp")
VIETNAM = timezone(timedelta(hours=7))
SECONDS_FOR_CRON = 75  # it looks at its tables at the start of every minute


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A workspace with a year of made-up figures."""
    place = Place(tmp_path / "place")
    shutil.copytree(FULL_YEAR, place.folder, dirs_exist_ok=True)
    return place


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Where the reports go."""
    return tmp_path / "bao-cao"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """What an undisturbed run writes, by its clocks and the file's ending."""
    place = Place(tmp_path_factory.mktemp("whole") / "place")
    shutil.copytree(FULL_YEAR, place.folder, dirs_exist_ok=True)
    found = {}
    for name, clocks in (("new", CLOCKS), ("old", EARLIER)):
        folder = place.folder / name
        assert run(place, "report", folder, *clocks, "--html").returncode == 0
        assert run(place, "verify", folder / NAME).returncode == 0
        for path in folder.iterdir():
            found[f"{name}{path.suffix}"] = path.read_bytes()
    assert len(set(found.values())) == 4
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def stamp_of(path: Path) -> Stamp:
    report = read_report(path).report
    assert report is not None
    return report.stamp


# --- the examples


class Machine(NamedTuple):
    """A machine that has what the examples name, elsewhere."""

    place: Place
    reports: Path
    folder: Path

    @property
    def paths(self) -> Mapping[str, str]:
        return {
            "/opt/kpi/bin/kpi": str(self.folder / "kpi"),
            "/srv/kpi/phong-tho": str(self.place.folder),
            "/srv/kpi/bao-cao": str(self.reports),
            "/tmp/kpi-thu": str(self.folder / "kpi-thu"),  # noqa: S108 -- what the page has
        }

    def here(self, text: str) -> str:
        """An example with the paths of this machine."""
        for documented, actual in self.paths.items():
            text = text.replace(documented, actual)
        return text

    def of_that_day(self, command: str) -> str:
        """An example with the paths of this machine, and of a day that does not pass."""
        assert command.count(" report ") == 1
        return self.here(command).replace(" report ", f" report {shlex.join(CLOCKS)} ")

    def sh(self, command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a command as cron does: by sh, with next to no environment, no terminal, in the root folder."""
        usual = {"SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", "LOGNAME": "kpi"}
        return subprocess.run(
            ["/bin/sh", "-c", command],
            env={**usual, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd="/",
        )


@pytest.fixture
def machine(place: Place, reports: Path, tmp_path: Path) -> Machine:
    """What pip makes of `kpi` when it installs it: a script that names its Python."""
    source = str(Path(phongtho_kpi.__file__ or "").parent.parent)
    script = tmp_path / "kpi"
    script.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {source!r})\n"
        "from phongtho_kpi.__main__ import program\nsys.exit(program())\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    return Machine(place, reports, tmp_path)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def block(language: str, having: str = "") -> str:
    (found,) = [text for text in blocks(language) if having in text]
    return found


class Job(NamedTuple):
    """A line of a crontab, and what stands above it."""

    settings: Mapping[str, str]
    fields: list[str]
    command: str

    @classmethod
    def of(cls, crontab: str) -> "Job":
        *above, line = crontab.splitlines()
        settings = dict(setting.split("=", 1) for setting in above)
        *fields, command = line.split(None, 5)
        assert not re.search(r"(?<!\\)%", command), "a line break, to cron"
        return cls({name: value.strip('"') for name, value in settings.items()}, fields, command.replace(r"\%", "%"))


def jobs() -> list[Job]:
    return [Job.of(crontab) for crontab in blocks("crontab")]


def service_and_timer() -> list[tuple[str, str]]:
    """The unit files of the page: how they are called, and what stands in them."""
    return [(text.splitlines()[0].removeprefix("# /etc/systemd/system/"), text) for text in blocks("ini")]


def unit(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=["="])
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


def test_the_crontabs_are_for_monday_at_six() -> None:
    assert len(jobs()) == 2
    for job in jobs():
        assert job.fields == ["0", "6", "*", "*", "1"]
        assert job.settings == {
            "MAILTO": "ubnd@example.vn",
            "CONTENT_TYPE": "text/plain; charset=UTF-8",
            "TZ": "Asia/Ho_Chi_Minh",
        }


@pytest.mark.parametrize("home", [{}, {"HOME": "/nowhere"}], ids=["no HOME", "a HOME that is not there"])
def test_the_first_crontab_writes_the_report_and_gives_cron_nothing_to_mail(
    home: Mapping[str, str], machine: Machine, whole: Mapping[str, bytes]
) -> None:
    job = jobs()[0]
    ran = machine.sh(machine.of_that_day(job.command), **job.settings, **home)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert names(machine.reports) == ["kpi-2024-W31.html", NAME]
    assert (machine.reports / NAME).read_bytes() == whole["new.xlsx"]


def test_when_the_first_crontab_fails_cron_has_one_line_to_mail(machine: Machine) -> None:
    shutil.rmtree(machine.place.folder / "targets")
    ran = machine.sh(machine.of_that_day(jobs()[0].command))
    assert_refused(ran, str(machine.place.folder))
    assert not machine.reports.exists()


def test_the_second_crontab_gives_cron_the_letter_and_what_was_asked_for(machine: Machine) -> None:
    ran = machine.sh(machine.of_that_day(jobs()[1].command))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("# Huyện Phong Thổ (SỐ LIỆU GIẢ ĐỊNH)")
    assert ran.stdout.splitlines()[-1] == "kpi report: 1"  # some are off track
    assert names(machine.reports) == [NAME]


def test_the_units_are_as_systemd_wants_them(machine: Machine, tmp_path: Path) -> None:
    units = service_and_timer()
    assert [name for name, _ in units] == ["kpi-report.service", "kpi-report.timer"]
    service, timer = (unit(text) for _, text in units)
    writable, words = service["Service"]["ReadWritePaths"], shlex.split(service["Service"]["ExecStart"])
    assert words[words.index("report") + 1] == writable, "it may write where it is told to write"
    assert service["Service"]["Type"] == "oneshot"
    assert not any(word.startswith(("/home", "/root")) for word in words), "ProtectHome hides them"
    assert service["Service"]["Environment"] == "TZ=" + timer["Timer"]["OnCalendar"].rsplit(" ", 1)[1]
    assert timer["Timer"]["OnCalendar"].startswith("Mon 06:00")
    assert timer["Timer"]["Persistent"] == "true"
    if shutil.which("systemd-analyze") is None:
        return
    paths = [tmp_path / name for name, _ in units]
    for path, (_, text) in zip(paths, units, strict=True):
        path.write_text(machine.here(text), encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    days = ["systemd-analyze", "calendar", "--iterations=3", timer["Timer"]["OnCalendar"]]
    said = subprocess.run(days, env={"TZ": "Asia/Ho_Chi_Minh"}, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said
    assert said.stdout.count("Mon ") >= 4, "its three next times, and itself"


def test_the_service_writes_the_report_where_only_its_folder_may_be_written(
    machine: Machine, whole: Mapping[str, bytes]
) -> None:
    machine.reports.mkdir()
    words = unit(service_and_timer()[0][1])["Service"]["ExecStart"]
    for folder in (machine.place.folder, machine.place.data):
        folder.chmod(0o555)
    ran = subprocess.run(
        shlex.split(machine.of_that_day(words)),
        env={"TZ": "Asia/Ho_Chi_Minh"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        cwd="/",
        preexec_fn=with_the_rights_of_others,
    )
    for folder in (machine.place.folder, machine.place.data):
        folder.chmod(0o755)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert (machine.reports / NAME).read_bytes() == whole["new.xlsx"]


def test_the_tasks_of_windows_run_the_line_of_cron() -> None:
    namespace = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    task = ElementTree.fromstring(block("xml"))
    assert task.tag == f"{namespace}Task"

    def said(name: str) -> str:
        (found,) = task.iter(namespace + name)
        return str(found.text)

    began = datetime.fromisoformat(said("StartBoundary"))
    assert (began.isoweekday(), began.hour) == (1, 6)
    assert [day.tag for days in task.iter(f"{namespace}DaysOfWeek") for day in days] == [f"{namespace}Monday"]
    shell = block("powershell")
    given = dict(re.findall(r"-(Execute|Argument|WorkingDirectory) '([^']*)'", shell))
    assert given == {
        "Execute": said("Command"),
        "Argument": said("Arguments"),
        "WorkingDirectory": said("WorkingDirectory"),
    }
    assert "-Weekly -DaysOfWeek Monday -At 06:00" in shell
    as_on_linux = said("Arguments").replace("C:\\kpi\\", "/srv/kpi/")
    assert as_on_linux == jobs()[0].command.removeprefix("/opt/kpi/bin/kpi ")
    assert r"/TN kpi-report /XML C:\kpi\kpi-report.xml" in block("bat")


def test_the_trial_of_the_page_prints_a_line_and_0(machine: Machine, whole: Mapping[str, bytes]) -> None:
    ran = machine.sh(machine.of_that_day(block("sh", "env -i")), LANG="vi_VN.UTF-8", KPI_WORKSPACE="/nowhere")
    said, code = ran.stdout.splitlines()
    assert (code, ran.stderr) == ("0", "")
    assert said.startswith("Đã ghi ")
    assert (machine.folder / "kpi-thu" / NAME).read_bytes() == whole["new.xlsx"]


def command_lines() -> list[list[str]]:
    """The arguments of every `kpi …` of the page."""
    code: list[str] = re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```$", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    code += re.findall(r"`([^`\n]+)`", prose)
    word = r"[^\s|;'\"<>`()]+"
    found = re.findall(rf"\bkpi ((?:-w {word} )?[a-z][a-z-]*(?: {word})*)", "\n".join(code))
    found += re.findall(r"(?:-Argument '|<Arguments>)([^'<]+)", "\n".join(code))
    return [line.split() for line in found]


def test_every_command_line_of_the_page_is_one_that_kpi_understands() -> None:
    lines = command_lines()
    assert len(lines) >= 10
    assert {"report", "verify"} == {word for line in lines for word in line} & {"report", "verify", "status", "check"}
    for line in lines:
        group = typer.main.get_command(make_app())
        assert isinstance(group, KpiGroup)
        context = group.make_context("kpi", list(line), obj=Common())
        name, command, rest = group.resolve_command(context, [*context._protected_args, *context.args])
        assert command is not None, line
        if rest or name == "report":
            command.make_context(name, rest, parent=context)  # raises what `kpi` would say of a wrong option


def test_every_option_and_status_that_the_page_speaks_of_is_there() -> None:
    group = typer.main.get_command(make_app())
    assert isinstance(group, KpiGroup)
    context = typer.Context(group, info_name="kpi", obj=Common())
    command = group.get_command(context, "report")
    assert command is not None
    options = {name for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)}
    assert set(re.findall(r"`(--[a-z-]+)", PAGE)) <= options
    dreaded = {word for words in re.findall(r"--fail-on ([a-z_,]+)", PAGE) for word in words.split(",")}
    assert dreaded <= set(Status)


def test_every_section_of_the_page_is_in_english_too() -> None:
    parts = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    assert [part.count("<details><summary>English</summary>\n\n") for part in parts] == [1] * len(parts)
    assert [part.count("\n\n</details>\n") for part in parts] == [1] * len(parts)


# --- a real cron


def as_root() -> list[str] | None:
    """What goes in front of a command that only root may run; None where nobody here may."""
    if os.getuid() == 0:
        return []
    may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if may and may.returncode == 0 else None


@pytest.fixture
def cron() -> Iterator[Callable[[str], None]]:
    """Give a crontab with a user's name to a daemon; afterwards both are gone."""
    program = next(
        filter(None, (shutil.which(name, path="/usr/sbin:/usr/bin:/sbin") for name in ("cron", "crond"))), ""
    )
    root = as_root()
    if not program or root is None:
        pytest.skip("no cron here" if not program else "only root may give cron a table, and start it")
    path = Path("/etc/cron.d") / f"kpi-test-{secrets.token_hex(4)}"
    started: list[subprocess.Popen[bytes]] = []

    def start(crontab: str) -> None:
        put = [*root, "sh", "-c", f"umask 022; cat > {path}"]  # cron wants it to be root's, and nobody else's to write
        subprocess.run(put, input=crontab.encode(), check=True)
        in_foreground = "-f" if Path(program).name == "cron" else "-n"
        started.append(
            subprocess.Popen([*root, program, in_foreground], stderr=subprocess.PIPE, start_new_session=True)
        )

    yield start
    subprocess.run([*root, "rm", "-f", path], check=True)
    for daemon in started:
        if daemon.poll() is None:
            subprocess.run([*root, "kill", str(daemon.pid)], check=True)
        daemon.communicate(timeout=10)


def test_a_real_cron_writes_a_sound_report_within_the_minute(machine: Machine, cron: Callable[[str], None]) -> None:
    job, user = jobs()[0], pwd.getpwuid(os.getuid()).pw_name
    settings = {**job.settings, "MAILTO": ""}
    table = [f'{name}="{value}"' for name, value in settings.items()]
    began = datetime.now(UTC)
    cron("\n".join([*table, f"* * * * * {user} {machine.here(job.command)}", ""]))
    until = time.monotonic() + SECONDS_FOR_CRON
    while not list(machine.reports.glob("*.html")) and time.monotonic() < until:  # the page is what comes last
        time.sleep(0.2)
    (workbook,) = machine.reports.glob("*.xlsx")
    day = stamp_of(workbook).clocks.as_of
    assert began.astimezone(VIETNAM).date() <= day <= datetime.now(VIETNAM).date(), "the day in TZ"
    assert workbook.name == "kpi-{:04}-W{:02}.xlsx".format(*day.isocalendar())
    assert run(machine.place, "verify", workbook).returncode == 0
    assert stat.S_IMODE(workbook.stat().st_mode) & 0o444, "others may read it, as the umask says"


# --- the same bytes whatever surrounds it


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Asia/Ho_Chi_Minh"},
        {"TZ": "America/Los_Angeles"},
        {"TZ": "UTC"},
        {"TZ": "no/such/zone"},
        {"LANG": "C", "LC_ALL": "C"},
        {"LANG": "de_DE.UTF-8"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4294967295"},
        {"HOME": "/nowhere", "TMPDIR": "/nowhere"},
        {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "POSIX"},
        {"COLUMNS": "20", "TERM": "dumb", "NO_COLOR": "1"},
    ],
    ids=lambda environment: " ".join(f"{name}={value}" for name, value in environment.items()),
)
def test_the_report_is_the_same_in_every_environment(
    environment: Mapping[str, str], machine: Machine, whole: Mapping[str, bytes]
) -> None:
    ran = machine.sh(machine.of_that_day(jobs()[0].command).replace(" --quiet", ""), **environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Đã ghi ")
    assert (machine.reports / NAME).read_bytes() == whole["new.xlsx"]
    assert (machine.reports / NAME).with_suffix(".html").read_bytes() == whole["new.html"]


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("/", "-w {place} report {reports}"),
        ("{place}", "-w . report"),
        ("{place}/data/2024", "report ../../../bao-cao"),
        ("{place}/..", "-w place/data/.. report bao-cao"),
    ],
)
def test_the_report_is_the_same_from_every_folder_and_however_the_workspace_is_named(
    start: str, words: str, machine: Machine, whole: Mapping[str, bytes]
) -> None:
    line = f"cd {start} && {machine.folder}/kpi {words} {shlex.join(CLOCKS)}"
    ran = machine.sh(line.format(place=machine.place.folder, reports=machine.reports))
    assert (ran.returncode, ran.stderr) == (0, "")
    (written,) = machine.folder.rglob(NAME)
    assert written.parent in {machine.reports, machine.place.folder / "reports"}
    assert written.read_bytes() == whole["new.xlsx"]


def test_the_order_of_files_on_the_disk_makes_no_difference(machine: Machine, whole: Mapping[str, bytes]) -> None:
    paths = sorted(machine.place.data.rglob("*.csv"), reverse=True)
    contents = {path: path.read_bytes() for path in paths}
    for path in paths:
        path.unlink()
    for path, content in contents.items():
        path.write_bytes(content)
    assert run(machine.place, "report", machine.reports, *CLOCKS).returncode == 0
    assert (machine.reports / NAME).read_bytes() == whole["new.xlsx"]


# --- again, and at once


def test_a_report_of_this_week_is_replaced_and_one_that_was_edited_is_kept_aside_once(
    place: Place, reports: Path, whole: Mapping[str, bytes]
) -> None:
    reports.mkdir()
    (reports / NAME).write_bytes(whole["old.xlsx"])
    assert run(place, "report", reports, *CLOCKS).stderr == ""
    assert names(reports) == [NAME]
    book = load_workbook(reports / NAME)
    book.worksheets[0]["A1"] = "Ai đó đã sửa"
    book.save(reports / NAME)
    edited = (reports / NAME).read_bytes()
    for _ in range(2):
        (reports / NAME).write_bytes(edited)
        ran = run(place, "report", reports, *CLOCKS)
        assert (ran.returncode, len(ran.stderr.splitlines())) == (0, 1)
        assert (reports / NAME).read_bytes() == whole["new.xlsx"]
        (aside,) = (path for path in reports.iterdir() if path.name != NAME)
        assert re.fullmatch(r"kpi-2024-W31-[0-9a-f]{12}\.xlsx", aside.name)
        assert aside.read_bytes() == edited


def test_the_report_before_is_the_one_of_an_earlier_week_in_the_same_folder(place: Place, reports: Path) -> None:
    assert run(place, "report", reports, *WEEK_BEFORE).returncode == 0
    assert run(place, "report", reports, *CLOCKS).returncode == 0
    before, now = stamp_of(reports / "kpi-2024-W30.xlsx"), stamp_of(reports / NAME)
    assert now.since == before.clocks
    (reports / "kpi-2024-W30.xlsx").write_bytes(b"torn")
    for quiet, lines in ([], 1), (["--quiet"], 0):
        ran = run(place, "report", reports, *CLOCKS, *quiet)
        assert (ran.returncode, len(ran.stderr.splitlines())) == (0, lines)


def at_once(place: Place, reports: Path, how: list[list[str]]) -> None:
    """Start them together; each ends well and says nothing that is wrong."""
    started = [place.start("report", reports, *clocks, "--html") for clocks in how]
    came = [ended(process) for process in started]
    assert [(one.code, one.out.count("\n")) for one in came] == [(0, 1)] * len(how), came


def test_two_reports_at_once_leave_one_whole_workbook(place: Place, reports: Path, whole: Mapping[str, bytes]) -> None:
    at_once(place, reports, [[*CLOCKS, "--lang", "vi"]] * 2)
    assert names(reports) == ["kpi-2024-W31.html", NAME]
    assert (reports / NAME).read_bytes() == whole["new.xlsx"]
    assert (reports / NAME).with_suffix(".html").read_bytes() == whole["new.html"]


def test_four_different_reports_at_once_leave_one_of_them_whole(
    place: Place, reports: Path, whole: Mapping[str, bytes]
) -> None:
    at_once(place, reports, [[*clocks, "--lang", "vi"] for clocks in (CLOCKS, EARLIER)] * 2)
    assert names(reports) == ["kpi-2024-W31.html", NAME]
    assert (reports / NAME).read_bytes() in {whole["new.xlsx"], whole["old.xlsx"]}
    assert run(place, "verify", reports / NAME).returncode == 0


def test_four_reports_at_once_over_an_edited_one_keep_it_aside_once(
    place: Place, reports: Path, whole: Mapping[str, bytes]
) -> None:
    reports.mkdir()
    for _ in range(2):
        for path in reports.iterdir():
            path.unlink()
        (reports / NAME).write_bytes(b"edited beyond recognition")
        at_once(place, reports, [[*CLOCKS, "--lang", "vi"]] * 4)
        assert (reports / NAME).read_bytes() == whole["new.xlsx"]
        (aside,) = (path for path in reports.glob("*.xlsx") if path.name != NAME)
        assert aside.read_bytes() == b"edited beyond recognition"


# --- stopped


def stop(
    place: Place, reports: Path, number: signal.Signals, after: float, *, once_it_writes: bool
) -> "tuple[int, str]":
    """Stop a run some seconds after it began, or after its first byte; its exit code, and its stderr."""
    process = place.start("report", reports, *CLOCKS, "--html", "--lang", "vi")
    while once_it_writes and process.poll() is None and not any(map(LEFTOVER.fullmatch, names(reports))):
        time.sleep(0.0005)
    time.sleep(after)
    process.send_signal(number)
    came = ended(process)
    return came.code, came.err


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_stopped_at_any_moment_a_report_is_the_old_one_or_the_new_one(
    number: signal.Signals, place: Place, reports: Path, whole: Mapping[str, bytes]
) -> None:
    began = time.monotonic()
    assert run(place, "report", reports, *CLOCKS, "--html").returncode == 0
    usual, turns = time.monotonic() - began, TIMES * 2
    files = [reports / NAME, (reports / NAME).with_suffix(".html")]
    for turn in range(turns):
        for path in files:
            path.write_bytes(whole[f"old{path.suffix}"])
        spread = (turn + 1) / turns  # all over the run, and every other time while it writes
        after = 0.02 * spread if turn % 2 else usual * spread
        code, said = stop(place, reports, number, after, once_it_writes=turn % 2 == 1)
        is_new = [path.read_bytes() == whole[f"new{path.suffix}"] for path in files]
        assert all(path.read_bytes() in {whole[f"{age}{path.suffix}"] for age in ("old", "new")} for path in files)
        assert is_new[0] >= is_new[1], "the workbook comes first"
        left = [name for name in names(reports) if name not in {path.name for path in files}]
        assert all(map(LEFTOVER.fullmatch, left)), left
        assert "Traceback" not in said
        if code == 0:
            assert all(is_new)
        if number == signal.SIGINT:
            assert code in {0, INTERRUPTED}
            assert len(said.splitlines()) == (code == INTERRUPTED), said
            assert left == [], "an interrupted run clears up"
    assert run(place, "report", reports, *CLOCKS, "--html").returncode == 0
    assert [path.read_bytes() for path in files] == [whole["new.xlsx"], whole["new.html"]]
    assert run(place, "verify", files[0]).returncode == 0


# --- folders, disks and streams


def test_a_folder_that_may_not_be_written_is_named(place: Place, reports: Path, whole: Mapping[str, bytes]) -> None:
    reports.mkdir()
    (reports / NAME).write_bytes(whole["old.xlsx"])
    reports.chmod(0o555)
    ran = run(place, "report", reports, *CLOCKS, preexec_fn=with_the_rights_of_others)
    inside = run(place, "report", reports / "2024", *CLOCKS, preexec_fn=with_the_rights_of_others)
    reports.chmod(0o755)
    assert_refused(ran, str(reports))
    assert_refused(inside, str(reports))
    assert (reports / NAME).read_bytes() == whole["old.xlsx"]


@pytest.mark.parametrize("below", ["", "2024"])
def test_a_folder_that_is_a_file_is_named_and_left_alone(below: str, place: Place, reports: Path) -> None:
    reports.write_text("Số liệu giả", encoding="utf-8")
    assert_refused(run(place, "report", reports / below, *CLOCKS), str(reports))
    assert reports.read_text(encoding="utf-8") == "Số liệu giả"


@pytest.mark.parametrize("kept", ["data", "targets", "data/2024/bao-cao"])
def test_no_report_goes_where_figures_and_targets_are_kept(kept: str, place: Place) -> None:
    before = sorted(place.folder.rglob("*"))
    assert_refused(run(place, "report", place.folder / kept, *CLOCKS), kept)
    assert sorted(place.folder.rglob("*")) == before


@pytest.mark.parametrize("ending", [".xlsx", ".html"])
@pytest.mark.parametrize("there", [True, False], ids=["of a file", "of nothing"])
def test_a_link_in_the_place_of_the_report_is_not_followed(
    ending: str, there: bool, place: Place, reports: Path, tmp_path: Path
) -> None:
    reports.mkdir()
    elsewhere, link = tmp_path / "elsewhere", (reports / NAME).with_suffix(ending)
    if there:
        elsewhere.write_bytes(b"mine")
    link.symlink_to(elsewhere)
    assert_refused(run(place, "report", reports, *CLOCKS, "--html"), str(link))
    assert link.is_symlink()
    assert elsewhere.read_bytes() == b"mine" if there else not elsewhere.exists()


@pytest.mark.parametrize("made", [os.mkfifo, Path.mkdir], ids=["a pipe", "a folder"])
def test_what_is_no_file_in_the_place_of_the_report_is_named_and_nobody_waits(
    made: Callable[[Path], None], place: Place, reports: Path
) -> None:
    reports.mkdir()
    made(reports / NAME)
    assert_refused(run(place, "report", reports, *CLOCKS, timeout=20), str(reports / NAME))


def test_a_link_to_a_folder_is_a_folder(place: Place, reports: Path, tmp_path: Path) -> None:
    reports.mkdir()
    (tmp_path / "link").symlink_to(reports)
    assert run(place, "report", tmp_path / "link", *CLOCKS).returncode == 0
    assert names(reports) == [NAME]


@pytest.mark.parametrize("room", [0, 4, 40])
def test_a_full_disk_leaves_the_report_that_was_there_and_nothing_else(room: int, tmp_path: Path) -> None:
    ran = on_a_small_disk(
        Place(tmp_path / "place"),
        f"""
        mkdir reports
        mount -t tmpfs -o size=400k kpi reports
        kpi report {shlex.join(EARLIER)} --quiet
        before=$(sha256sum < reports/{NAME})
        head -c {room}k /dev/zero > reports/room
        cat /dev/zero > reports/full 2> /dev/null || true
        rm reports/room
        code=0; kpi report {shlex.join(CLOCKS)} || code=$?
        test $code = 2
        test "$before" = "$(sha256sum < reports/{NAME})"
        test $(ls -A reports | wc -l) = 2
        rm reports/full
        kpi report {shlex.join(CLOCKS)} --quiet
        kpi verify reports/{NAME} --quiet
        """,
    )
    assert (ran.returncode, ran.stdout) == (0, ""), ran
    assert ran.stderr.startswith("Lỗi: Đĩa đã đầy, chưa ghi được ")
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("redirection", "code"),
    [("<&-", 0), ("2>&-", 0), ("2>/dev/full", 0), (">&-", 2), (">/dev/full", 2), ("<&- >&- 2>&-", 2)],
)
def test_whether_anybody_listens_or_not_the_report_is_written(
    redirection: str, code: int, machine: Machine, whole: Mapping[str, bytes]
) -> None:
    command = unit(service_and_timer()[0][1])["Service"]["ExecStart"]
    ran = machine.sh(f"{machine.of_that_day(command)} {redirection}")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (code, code == 2 and "2>" not in redirection)
    assert (machine.reports / NAME).read_bytes() == whole["new.xlsx"]


def test_a_reader_of_the_letter_that_has_seen_enough_takes_nothing_back(
    machine: Machine, whole: Mapping[str, bytes]
) -> None:
    letter, _, _ = machine.of_that_day(jobs()[1].command).partition(" --fail-on")
    ran = machine.sh(f"{{ {letter}; echo $? >&2; }} | true")
    assert ran.stderr == "0\n"
    assert (machine.reports / NAME).read_bytes() == whole["new.xlsx"]


def test_exit_codes_are_those_of_the_page(place: Place, reports: Path) -> None:
    said = dict(re.findall(r"^\| ([0-9]+) \| (.*?) \|", PAGE, re.MULTILINE))
    assert list(said) == ["0", "1", "2", "130"]
    for options, code in itertools.product(([], ["--quiet"]), (0, 1, 2)):
        dread = [[], ["--fail-on", "missed,off_track"], ["--fail-on", "no_such_status"]][code]
        ran = run(place, "report", reports, *CLOCKS, *dread, *options)
        assert ran.returncode == code
        assert (ran.stdout == "") == (code == 2 or options == ["--quiet"])
        assert len(ran.stderr.splitlines()) == (code == 2)


def test_what_a_killed_run_left_is_gone_with_a_run_more_than_an_hour_later(place: Place, reports: Path) -> None:
    reports.mkdir()
    old, new = reports / ".0123456789abcdef.tmp", reports / ".fedcba9876543210.tmp"
    for path, age in ((old, 4_000), (new, 60)):
        path.write_bytes(b"PK")
        os.utime(path, (time.time() - age,) * 2)
    assert run(place, "report", reports, *CLOCKS).returncode == 0
    assert (old.exists(), new.exists()) == (False, True)

"""While something takes long, a line on a terminal says how far it is; nowhere else (docs/commands.md)."""

import re
import sys
from contextlib import suppress
from io import StringIO
from itertools import count, product
from pathlib import Path

import pytest
from import_workspace import make_workspace

from conftest import Kpi, Terminal
from phongtho_kpi.cli import progress as module
from phongtho_kpi.cli.progress import progress
from phongtho_kpi.i18n.messages import Messages

ROWS = 100 * 12 * 3 * 3  # years, months, statuses, areas
LINE = "Đang đọc a.csv: 10.000 dòng"
_MOVES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """With a file of made-up figures that is long enough to be told of twice."""
    make_workspace(tmp_path)
    statuses, areas = ("final", "preliminary", "estimate"), ("", "09002", "09003")
    figures = product(range(1925, 2025), range(1, 13), statuses, areas)
    with (tmp_path / "a.csv").open("w", encoding="utf-8") as file:
        file.write("indicator,area,period,status,value\n")
        file.writelines(f"tea_new,{area},{year}-{month:02},{status},7\n" for year, month, status, area in figures)
    return tmp_path


def set_clock(monkeypatch: pytest.MonkeyPatch, step: float) -> None:
    """A clock that is so many seconds on whenever somebody looks."""
    moments = count()
    monkeypatch.setattr(module, "monotonic", lambda: next(moments) * step)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything takes a second."""
    set_clock(monkeypatch, 1)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Next to nothing takes any time."""
    set_clock(monkeypatch, 0.001)


def a_terminal(monkeypatch: pytest.MonkeyPatch, kind: str = "xterm-256color") -> Terminal:
    """Send stderr to a terminal."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


def on_screen(sent: str) -> list[str]:
    """What stands on a screen that was sent this: carriage returns and erased lines are followed."""
    lines = [""]
    for part in re.split(r"(\x1b\[2K|\x1b\[1A|\r|\n)", sent):
        if part == "\n":
            lines.append("")
        elif part == "\x1b[1A":
            lines.pop()
        elif part in {"\r", "\x1b[2K"}:
            lines[-1] = ""
        else:
            lines[-1] += _MOVES.sub("", part)
    return [line for line in lines if line.strip()]


class TestOfAnImport:
    @pytest.mark.usefixtures("workspace", "slow")
    def test_on_a_terminal_a_line_says_how_far_it_is_and_is_gone_afterwards(self, kpi: Kpi) -> None:
        ran = kpi("import", "a.csv", "--dry-run", columns=100)
        assert ran.code == 0
        assert LINE in ran.err
        assert on_screen(ran.err) == []
        assert "Đang đọc" not in ran.out

    @pytest.mark.usefixtures("workspace", "slow")
    def test_it_speaks_the_language_of_the_user(self, kpi: Kpi) -> None:
        assert "Reading a.csv: 10,000 rows" in kpi("import", "a.csv", "--dry-run", "--lang", "en", columns=100).err

    @pytest.mark.usefixtures("workspace", "slow")
    def test_a_document_on_stdout_is_left_alone(self, kpi: Kpi) -> None:
        ran = kpi("import", "a.csv", "--dry-run", "--format", "json", columns=100)
        assert LINE in ran.err
        assert ran.out.startswith("{")

    @pytest.mark.usefixtures("workspace", "slow")
    def test_in_a_pipe_nothing_is_said(self, kpi: Kpi) -> None:
        assert kpi("import", "a.csv", "--dry-run").err == ""

    @pytest.mark.usefixtures("workspace", "slow")
    def test_quietly_nothing_is_said(self, kpi: Kpi) -> None:
        assert kpi("import", "a.csv", "--dry-run", "--quiet", columns=100).err == ""

    @pytest.mark.usefixtures("workspace", "quick")
    def test_before_a_second_has_passed_nothing_is_said(self, kpi: Kpi) -> None:
        assert kpi("import", "a.csv", "--dry-run", columns=100).err == ""

    @pytest.mark.usefixtures("slow")
    def test_findings_come_after_it_on_a_clean_screen(self, kpi: Kpi, workspace: Path) -> None:
        with (workspace / "a.csv").open("a", encoding="utf-8") as file:
            file.write("tea_nwe,,2024-06,final,7\n")
        ran = kpi("import", "a.csv", "--dry-run", columns=100)
        assert LINE in ran.err
        assert on_screen(ran.err)[0] == f"a.csv:{ROWS + 2}: KPI301 unknown-indicator"


@pytest.mark.usefixtures("slow")
class TestTheLine:
    def test_a_file_s_name_can_do_nothing_to_the_screen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = a_terminal(monkeypatch)
        with progress(Messages("en")) as advance:
            advance("a\x1b[31m\u202e[red]\nb.csv", 7)
        sent = terminal.getvalue()
        assert "Reading a\ufffd[31m\ufffd[red] b.csv: 7 rows" in sent
        assert "\x1b[31m" not in sent
        assert on_screen(sent) == []

    def test_it_is_gone_also_where_reading_ends_in_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = a_terminal(monkeypatch)
        with suppress(KeyError), progress(Messages("vi")) as advance:
            advance("a.csv", 7)
            raise KeyError
        assert "Đang đọc a.csv: 7 dòng" in terminal.getvalue()
        assert on_screen(terminal.getvalue()) == []

    def test_it_goes_on_to_the_next_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = a_terminal(monkeypatch)
        with progress(Messages("en")) as advance:
            for name in ("a.csv", "b.csv"):
                for rows in (5_000, 10_000):
                    advance(name, rows)
        assert "Reading b.csv: 10,000 rows" in terminal.getvalue()

    def test_who_is_done_before_the_first_telling_sees_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = a_terminal(monkeypatch)
        with progress(Messages("en")):
            pass
        assert terminal.getvalue() == ""

    @pytest.mark.parametrize("stream", [StringIO(), None])
    def test_without_a_terminal_there_is_none(self, monkeypatch: pytest.MonkeyPatch, stream: StringIO | None) -> None:
        monkeypatch.setattr(sys, "stderr", stream)
        with progress(Messages("en")) as advance:
            advance("a.csv", 5_000)
        assert stream is None or stream.getvalue() == ""

    def test_on_a_terminal_that_can_do_nothing_there_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = a_terminal(monkeypatch, "dumb")
        with progress(Messages("en")) as advance:
            advance("a.csv", 5_000)
        assert terminal.getvalue() == ""

"""Where output goes: how wide the terminal is, whether it has colours, and what goes to stderr."""

import os
import re
import shutil
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from phongtho_kpi.cli.common import Common
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.finding import Finding, Param
from phongtho_kpi.report.table import Table
from phongtho_kpi.workspace import KpiError, Workspace
from phongtho_kpi.write.screen import safe
from phongtho_kpi.write.terminal import wants_colour, write_table

if TYPE_CHECKING:  # `kpi status` is quicker without it
    from phongtho_kpi.report.findings import Lines
    from phongtho_kpi.report.indicator import IndicatorReport

_LONGEST_FILE = 20_000_000  # bytes; of a longer one no lines are shown
_LINE_END = re.compile(r"\r\n|\r|\n")  # and no other: so lines are counted where files are read


def width_of(stream: TextIO) -> int | None:
    """How wide the terminal is; None where there is no terminal, and a line is as wide as it needs to be."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def stdout() -> TextIO:
    """Where the result goes; raises KpiError `no-stdout` where somebody closed it."""
    if sys.stdout is None:
        raise KpiError("no-stdout")
    return sys.stdout


def say_text(text: str) -> None:
    """Print a machine-readable result as it is."""
    stdout().write(text)


def say_tables(tables: Iterable[Table]) -> None:
    """Print tables for a person."""
    stream = stdout()
    for number, table in enumerate(tables):
        if number:
            stream.write("\n")
        write_table(table, stream, width_of(stream), colour=wants_colour(stream, os.environ))


def say_report(report: "IndicatorReport") -> None:
    """Print all about one indicator."""
    from phongtho_kpi.write.terminal import write_report

    stream = stdout()
    write_report(report, stream, width_of(stream), colour=wants_colour(stream, os.environ))


def say_findings(
    findings: Sequence[Finding],
    messages: Messages,
    folder: Path,
    stream: TextIO | None,
    drafts: Mapping[str, str] | None = None,
    left_out: Sequence[tuple[str, int]] = (),
) -> None:
    """Print what is wrong, all of it, with the lines where it stands, and how many more an option left out.

    `drafts` are texts of files that are not written yet.
    """
    from phongtho_kpi.report.findings import findings_report
    from phongtho_kpi.write.terminal import write_findings

    if stream is None:
        return
    report = findings_report(findings, messages, lines_in(folder, drafts or {}), left_out=left_out)
    with nullcontext() if stream is sys.stdout else suppress(OSError, ValueError):
        write_findings(report, stream, width_of(stream), colour=wants_colour(stream, os.environ))


@contextmanager
def said_to_be_kept(file: str | None) -> Iterator[None]:
    """Where what was done cannot be printed — a full disk behind stdout, say — what is written is written all the same.

    Raises KpiError `kept-not-printed`, but where nothing was written, or nobody listens any more.
    """
    try:
        yield
    except OSError as error:
        if file is None or isinstance(error, BrokenPipeError):
            raise
        raise KpiError("kept-not-printed", file=file) from error


@contextmanager
def named_as_shown(workspace: Workspace) -> Iterator[None]:
    """An error about a file of the workspace names it as all else that is printed does."""
    try:
        yield
    except KpiError as error:
        file = error.params.get("file")
        if file is None:
            raise
        raise KpiError(error.key, **{**error.params, "file": workspace.shown(Path(str(file)))}) from error


def say_error(common: Common, key: str, params: Mapping[str, Param]) -> None:
    """Say on stderr in one clear line what could not be done."""
    messages = common.messages
    with suppress(OSError, ValueError):  # nobody listens: the exit code still says it
        if sys.stderr is not None:
            sys.stderr.write(safe(f"{messages('error.label')}: {messages.error(key, params)}") + "\n")
            sys.stderr.flush()


def lines_in(folder: Path, drafts: Mapping[str, str]) -> "Callable[[str], Lines]":
    """The lines of a file named as findings name it, below `folder` or from here; none of a file that is no text."""

    @cache
    def lines_of(name: str) -> "Lines":
        if name in drafts:
            return _Lines(drafts[name])
        try:
            inside = name.startswith(("targets/", "data/")) and (folder / name).is_file()
            path = folder / name if inside else Path(name)
            if not path.is_file() or path.stat().st_size > _LONGEST_FILE:
                return ()
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError):
            return ()
        return _Lines(text)

    return lines_of


class _Lines:
    """The lines of a text, each cut out when it is asked for: two million of them would take a hundred megabytes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("L", [0])
        self._starts.extend(found.end() for found in _LINE_END.finditer(text))

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, at: int) -> str:
        end = _LINE_END.search(self._text, self._starts[at])
        return self._text[self._starts[at] : end.start() if end else None]

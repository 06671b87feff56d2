"""Tables, reports and findings on a terminal; without colour also for pipes, files and cron."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

from phongtho_kpi.report.table import Table, Tone
from phongtho_kpi.write.layout import table_lines
from phongtho_kpi.write.screen import NO_BREAK, Line, plain

if TYPE_CHECKING:  # `kpi status` shows neither, and is quicker without them
    from phongtho_kpi.report.findings import FindingsReport
    from phongtho_kpi.report.indicator import IndicatorReport

_STYLES = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.FAINT: "dim",
    Tone.GOOD: "green",
    Tone.WARNING: "yellow",
    Tone.BAD: "red",
    Tone.FAILED: "bold red",
}


def wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether colour is welcome: a terminal that can show it, and nobody who said no (no-color.org)."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def write_table(table: Table, stream: TextIO, width: int | None, *, colour: bool) -> None:
    """The table in at most `width` cells a line; None: as wide as its content, no line broken."""
    _write(table_lines(table, width), stream, colour=colour)


def write_report(report: "IndicatorReport", stream: TextIO, width: int | None, *, colour: bool) -> None:
    """One indicator in at most `width` cells a line."""
    from phongtho_kpi.write.blocks import report_lines

    _write(report_lines(report, width), stream, colour=colour)


def write_findings(report: "FindingsReport", stream: TextIO, width: int | None, *, colour: bool) -> None:
    """Findings with the lines they are in, in at most `width` cells a line."""
    from phongtho_kpi.write.blocks import findings_lines

    _write(findings_lines(report, width), stream, colour=colour)


def _write(lines: Iterable[Line], stream: TextIO, *, colour: bool) -> None:
    if colour:
        _write_coloured(lines, stream)
    else:
        stream.writelines(f"{plain(line)}\n" for line in lines)


def _write_coloured(lines: Iterable[Line], stream: TextIO) -> None:
    """Rich knows what the terminal can show; our texts never reach it as markup."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, force_terminal=True, markup=False, highlight=False, emoji=False, soft_wrap=True)
    for line in lines:
        text = Text(end="")
        for span in line:
            text.append(span.text.replace(NO_BREAK, " "), style=_STYLES[span.tone])
        text.rstrip()
        console.print(text, crop=False)

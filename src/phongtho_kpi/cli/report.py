"""`kpi report [DIR]`: the weekly workbook, for a scheduler (docs/schedule.md)."""

import re
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.formats import page_bytes
from phongtho_kpi.cli.options import MARKDOWN, TEXT, AsOf, KnownOn, Since, chosen, one_of, words
from phongtho_kpi.cli.output import say_text
from phongtho_kpi.cli.session import Session, judge, now, open_session
from phongtho_kpi.cli.since import earlier_clocks
from phongtho_kpi.cli.status import HIT, FailOn
from phongtho_kpi.cli.weekly import week_of, workbook_of
from phongtho_kpi.model.assessment import Clocks, Status
from phongtho_kpi.read.plain_file import read_bytes
from phongtho_kpi.read.report_file import MOST_BYTES, read_stamp, report_of
from phongtho_kpi.report.summary import counts_line
from phongtho_kpi.report.weekly.letter import weekly_letter
from phongtho_kpi.report.weekly.week import Week, a_week_before, report_name
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.safely import keep_safely, make_folder, remove_old_leftovers, write_safely
from phongtho_kpi.write.screen import NO_BREAK, safe

_WORKBOOK, _PAGE = ".xlsx", ".html"
_REPORT = re.compile(r"kpi-[0-9]{4}-W[0-9]{2}\.xlsx")
_DIGITS = 12  # of the digest in the name of what is kept aside

Folder = Annotated[Path | None, typer.Argument(metavar="DIR", show_default=False, readable=False)]
WithPage = Annotated[bool, typer.Option("--html")]
LetterFormat = Annotated[
    str, typer.Option("--format", metavar=f"{TEXT}|{MARKDOWN}", autocompletion=lambda: words((TEXT, MARKDOWN)))
]


def report(
    ctx: typer.Context,
    folder: Folder = None,
    *,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    since: Since = None,
    html: WithPage = False,
    format: LetterFormat = TEXT,  # noqa: A002 — the option's name
    fail_on: FailOn = None,
) -> None:
    """Judge, compare with the report before, write; every file is there whole, or as it was."""
    form, dreaded = one_of("--format", format, (TEXT, MARKDOWN)), chosen("--fail-on", fail_on, Status)
    common = ctx.ensure_object(Common)
    session = open_session(common, as_of, known_on)
    target = (folder or session.workspace.reports) / report_name(session.clocks.as_of)
    if session.workspace.keeps(target):
        raise KpiError("kept-there", file=str(target.parent))
    judged = judge(session)
    before = _since(since, session, target.parent, common)
    week = week_of(session, judged, before, session.messages)
    make_folder(target.parent)
    remove_old_leftovers(target.parent, now().timestamp())
    workbook = target.with_name(target.name + _WORKBOOK)
    _put_workbook(workbook, workbook_of(week).content, session, common)
    files = [workbook]
    if html:
        files.append(target.with_name(target.name + _PAGE))
        write_safely(files[-1], page_bytes(session, judged, judged.assessments.entries))
    _say(week, files, form)
    if any(entry.headline.status in dreaded for entry in week.entries):
        raise typer.Exit(HIT)


def _since(asked: str | None, session: Session, folder: Path, common: Common) -> Clocks:
    """What to compare with: the day that was asked for, else the report before this one, else a week ago."""
    if asked is not None:
        return earlier_clocks(asked, session.clocks)
    this = report_name(session.clocks.as_of) + _WORKBOOK
    for path in sorted(_reports(folder), reverse=True):
        if path.name < this:
            stamp = read_stamp(path)
            if stamp is None:
                _warn(session.messages("report.previous_unreadable", file=safe(str(path))), common)
                break
            if _is_not_after(stamp.clocks, session.clocks):
                return stamp.clocks
    return a_week_before(session.clocks)


def _reports(folder: Path) -> list[Path]:
    with suppress(OSError):  # there may be no such folder yet
        return [path for path in folder.iterdir() if _REPORT.fullmatch(path.name)]
    return []


def _is_not_after(earlier: Clocks, later: Clocks) -> bool:
    return earlier.as_of <= later.as_of and earlier.known_on <= later.known_on


def _put_workbook(path: Path, content: bytes, session: Session, common: Common) -> None:
    """Write the workbook; one of the same name that somebody edited is kept aside, and nothing of it is lost."""
    there = None if path.is_symlink() else _content_of(path)
    if there is not None and there != content and not _is_ours(there):
        aside = path.with_name(f"{path.stem}-{sha256(there).hexdigest()[:_DIGITS]}{_WORKBOOK}")
        keep_safely(aside, there)
        _warn(session.messages("report.kept_aside", file=safe(str(path)), aside=safe(str(aside))), common)
    write_safely(path, content)


def _content_of(path: Path) -> bytes | None:
    """What stands in the place of the report; None where nothing does. Raises KpiError where that cannot be known."""
    read = read_bytes(path, str(path), MOST_BYTES)
    if read.content is None and path.exists():
        reason = read.findings[0].params.get("reason", "unreadable")
        raise KpiError("not-readable", file=str(path), reason=reason)
    return read.content


def _is_ours(content: bytes) -> bool:
    """Whether it is a report as it was written, which may be replaced."""
    report = report_of(content, "").report
    return report is not None and report.is_as_written


def _say(week: Week, files: list[Path], form: str) -> None:
    """One line, or the letter."""
    if form == MARKDOWN:
        from phongtho_kpi.write.markdown_file import letter_text

        say_text(letter_text(weekly_letter(week, ", ".join(file.name for file in files))))
        return
    named = ", ".join(safe(str(file)) for file in files)
    counts = counts_line(week.assessments, week.entries, week.messages)
    say_text(week.messages("report.written", file=named, counts=counts).replace(NO_BREAK, " ") + "\n")


def _warn(text: str, common: Common) -> None:
    if sys.stderr is not None and not common.quiet:
        with suppress(OSError, ValueError):  # nobody listens
            sys.stderr.write(f"{text}\n")

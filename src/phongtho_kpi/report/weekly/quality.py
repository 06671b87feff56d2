"""*Chất lượng*: who has not reported, and what was found about the figures and the catalogue."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from phongtho_kpi.model.assessment import Assessment, Flag, Status
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.report.sheet import Block, Lines, Placed, Sheet
from phongtho_kpi.report.shown import as_shown
from phongtho_kpi.report.table import (
    SYMBOLS,
    Cell,
    Column,
    ColumnKind,
    Note,
    Section,
    StatusCell,
    Table,
    TextCell,
)
from phongtho_kpi.report.weekly.week import Week
from phongtho_kpi.report.wording import counted, name_of

_WIDTHS = (30, 14, 34, 44, 44)
_MOST = 1_000
_IMPORT = re.compile(r"(?:.*/)?([0-9]{4})([0-9]{2})([0-9]{2})T[0-9]{6}Z-")


def quality_sheet(week: Week) -> Sheet:
    """Two tables: by office what has not come, and the findings with what to do about them."""
    messages, findings = week.messages, known_findings(week)
    return Sheet(
        name=messages("sheet.quality"),
        title=messages("quality.title"),
        subtitle=(week.overview.clocks,),
        blocks=tuple(_blocks(week, findings)),
        widths=_WIDTHS,
    )


def known_findings(week: Week) -> tuple[Finding, ...]:
    """The findings but those about imports that came in later than what the report knows."""
    return tuple(one for one in week.assessments.findings if _came_in(one) <= week.clocks.known_on)


def _came_in(finding: Finding) -> date:
    name = _IMPORT.match(finding.origin.file)
    try:
        return date.min if name is None else date(int(name[1]), int(name[2]), int(name[3]))
    except ValueError:  # a file that is only called so
        return date.min


def _blocks(week: Week, findings: tuple[Finding, ...]) -> Iterator[Block]:
    messages = week.messages
    unreported = _unreported(week)
    if unreported.sections:
        yield Placed(unreported)
    else:
        yield Lines(unreported.title, (Note(messages("page.unreported_none"), symbol=SYMBOLS[Status.ON_TRACK]),))
    if findings:
        yield Placed(_found(week, findings), is_main=True)
    else:
        yield Lines(
            messages("quality.findings"), (Note(messages("count.no_findings"), symbol=SYMBOLS[Status.ON_TRACK]),)
        )


def _unreported(week: Week) -> Table:
    """By office, in the order of the catalogue: what should have come and has not, or is old."""
    messages = week.messages
    columns = (
        Column("owner", messages("column.owner")),
        Column("number", messages("quality.number")),
        Column("name", messages("column.name")),
        Column("last", messages("quality.last")),
        Column("status", messages("column.status"), ColumnKind.STATUS),
    )
    by_owner: dict[str, list[Assessment]] = {}
    for entry in week.entries:
        if entry.headline.status is Status.NO_DATA or Flag.STALE in entry.flags:
            by_owner.setdefault(entry.indicator.owner or messages("page.no_owner"), []).append(entry)
    rows = tuple(_missing(owner, entry, week) for owner, entries in by_owner.items() for entry in entries)
    return Table(messages.lang, messages("quality.unreported"), columns, (Section("", rows),) if rows else ())


def _missing(owner: str, entry: Assessment, week: Week) -> tuple[Cell, ...]:
    messages, status = week.messages, entry.headline.status
    frequency = messages.frequency(entry.indicator.frequency)
    period = None if entry.period is None else messages.period(entry.period, entry.cumulative)
    last = messages("quality.none" if period is None else "quality.newest", frequency=frequency, period=period)
    return (
        TextCell(owner),
        week.number_of(entry),
        TextCell(name_of(entry, messages)),
        TextCell(last),
        StatusCell(status, messages.status(status)),
    )


def _found(week: Week, findings: tuple[Finding, ...]) -> Table:
    messages = week.messages
    columns = (
        Column("origin", messages("quality.origin")),
        Column("code", messages("quality.code")),
        Column("severity", messages("quality.severity")),
        Column("text", messages("quality.text")),
        Column("remedy", messages("quality.remedy")),
    )
    ordered = sorted(findings, key=lambda one: (one.kind.severity.value, one.kind.code, one.origin.file, _at(one)))
    rows = tuple(_finding(one, week) for one in ordered[:_MOST])
    more = len(ordered) - len(rows)
    notes = (Note(messages("count.more_findings", count=more)),) if more > 0 else ()
    subtitle = (counted("finding", len(ordered), messages),)
    return Table(messages.lang, messages("quality.findings"), columns, (Section("", rows),), subtitle, notes)


def _at(finding: Finding) -> tuple[int, str]:
    return finding.origin.line or 0, str(finding.origin)


def _finding(finding: Finding, week: Week) -> tuple[Cell, ...]:
    """A line of the catalogue is not named: an edit elsewhere in it must not change the report of a week gone by."""
    messages, origin = week.messages, finding.origin
    of_catalogue = origin.file == week.assessments.catalogue.origin.file
    if of_catalogue and "other_line" in finding.params:
        finding = replace(finding, params={**finding.params, "other_line": ""})
    sentence, remedy = messages.finding(as_shown(finding))
    return (
        TextCell(origin.file if of_catalogue else str(origin)),
        TextCell(finding.kind.code),
        TextCell(
            messages("quality.named", severity=messages(f"severity.{finding.kind.severity}"), name=finding.kind.name)
        ),
        TextCell(sentence),
        TextCell(remedy),
    )

"""`kpi log` as a neutral table: a line for each import."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.report.log import LoggedFile, named_after
from phongtho_kpi.report.log_words import LogWords
from phongtho_kpi.report.table import Cell, ColumnKind, Note, NumberCell, Section, Table, TextCell
from phongtho_kpi.report.wording import counted

_ROOMY_FROM = 150  # columns of a terminal on which the name of a file of ours has a column of its own
_COUNTS = ("added", "revised", "unchanged", "indicators", "areas")
_RARE = frozenset({"unchanged", "areas"})  # no column where they are all 0


def files_table(files: Sequence[LoggedFile], most: int, findings: int, words: LogWords) -> Table:
    """A line for each import, the newest first, then the files kept by hand; the newest `most` are listed."""
    listed = files[:most]
    roomy = words.columns is None or words.columns >= _ROOMY_FROM
    counts = [key for key in _COUNTS if key not in _RARE or any(getattr(one, key) for one in listed)]
    columns = (
        words.column("file"),
        words.column("recorded_utc", ColumnKind.DAY),
        *(words.column(key, ColumnKind.NUMBER) for key in counts),
        *((words.column("data_file", faint=True),) if roomy else ()),
    )
    sections = []
    for heading, by_hand in (("log.imports", False), ("log.by_hand", True)):
        rows = tuple(_row(one, counts, words, roomy=roomy) for one in listed if (one.recorded is None) is by_hand)
        if rows:
            sections.append(Section(words.messages(heading), rows))
    return Table(
        lang=words.messages.lang,
        title=words.title(),
        subtitle=(_summary(files, words.messages),),
        columns=columns,
        sections=tuple(sections),
        notes=tuple(_notes(files, listed, findings, words)),
    )


def _row(one: LoggedFile, counts: Sequence[str], words: LogWords, *, roomy: bool) -> tuple[Cell, ...]:
    """What was sent and when; the file that keeps it stands under it where there is no column for that."""
    numbers = (NumberCell(Decimal(getattr(one, key)), 0) if getattr(one, key) else None for key in counts)
    if one.recorded is None:
        return TextCell(one.file), None, *numbers, *((None,) if roomy else ())
    name, recorded = words.names(one.sent or (named_after(one.file),)), TextCell(words.moment(one.recorded))
    if roomy:
        return TextCell(name), recorded, *numbers, TextCell(one.file)
    return TextCell(name, under=one.file), recorded, *numbers


def _summary(files: Sequence[LoggedFile], messages: Messages) -> str:
    """`3 lần nhập và 6 tệp giữ tay: 412 số liệu`."""
    by_hand = sum(one.recorded is None for one in files)
    kinds = (("import", len(files) - by_hand), ("kept_file", by_hand))
    named = [counted(noun, count, messages) for noun, count in kinds if count]
    if not named:
        return messages("log.nothing")
    what = messages("count.and", first=named[0], second=named[1]) if len(named) > 1 else named[0]
    return messages("log.summary", what=what, figures=counted("figure", sum(one.figures for one in files), messages))


def _notes(files: Sequence[LoggedFile], listed: Sequence[LoggedFile], findings: int, words: LogWords) -> Iterator[Note]:
    if listed:
        yield from words.notes_of_more("log.more_files", len(files) - len(listed), listed[-1].recorded)
    ids = listed[0].revised_ids if listed else ()
    if ids:
        yield Note(words.messages("log.top_revised", ids=words.ids(ids)), hint=words.see(f"kpi log {ids[0]}"))
    yield from words.notes_of_findings(findings)

"""`kpi log ID` as a neutral table: a line for each version of each figure of one indicator."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.figure_cell import figure_cell
from phongtho_kpi.report.log import Change, Version, Versions
from phongtho_kpi.report.log_words import LogWords, home, whole_source
from phongtho_kpi.report.table import Cell, Column, ColumnKind, Note, Section, Table, TextCell
from phongtho_kpi.report.wording import counted, unbroken


def versions_table(indicator: Indicator, versions: Versions, findings: int, words: LogWords) -> Table:
    """The newest first: what each says, what it took the place of, when it came, from where.

    In a pipe every line says it all; on a terminal when and from where stand above the lines of each file.
    """
    listed, messages = versions.listed, words.messages
    columns, sections = _said_in_each(listed, words) if words.columns is None else _said_above(listed, words)
    subtitle = (
        " · ".join(filter(None, (indicator.name.to(messages.lang), indicator.id, indicator.unit))),
        counted("version", versions.total, messages) if listed else messages("log.nothing"),
    )
    notes = tuple(_notes(indicator, versions, findings, words))
    return Table(messages.lang, words.title(), columns, sections if listed else (), subtitle, notes)


def _said_in_each(versions: Sequence[Version], words: LogWords) -> tuple[tuple[Column, ...], tuple[Section, ...]]:
    of_areas = any(version.figure.area is not None for version in versions)
    columns = (
        words.column("period"),
        *((words.column("area"),) if of_areas else ()),
        *_columns_of_values(words),
        words.column("recorded_utc", ColumnKind.DAY),
        words.column("source", faint=True),
        words.column("note", faint=True),
    )
    rows = tuple(
        (
            TextCell(_period(version.figure, words)),
            *((TextCell(words.area(version.figure)),) if of_areas else ()),
            *_values(version, words.messages),
            TextCell(_when(version.figure.recorded, words)),
            TextCell(whole_source(version.figure)),
            TextCell(version.figure.note or ""),
        )
        for version in versions
    )
    return columns, (Section("", rows),)


def _said_above(versions: Sequence[Version], words: LogWords) -> tuple[tuple[Column, ...], tuple[Section, ...]]:
    brought: dict[str, list[Version]] = {}
    for version in versions:
        brought.setdefault(version.figure.file, []).append(version)
    columns = (words.column("period"), *_columns_of_values(words), words.column("source", faint=True))
    return columns, tuple(_section(of_file, words) for of_file in brought.values())


def _section(versions: Sequence[Version], words: LogWords) -> Section:
    """What one file of `data/` brought: `15/07/2024 09:30 UTC · bieu-01.xlsx`."""
    homes = tuple(dict.fromkeys(home(version.figure) for version in versions))
    rows = []
    for version in versions:
        figure = version.figure
        name = " · ".join(filter(None, (_period(figure, words), words.area(figure))))
        source = words.place(figure) if len(homes) == 1 else whole_source(figure)
        rows.append((TextCell(name), *_values(version, words.messages), TextCell(source, under=figure.note or "")))
    recorded = versions[0].figure.recorded
    when = _when(recorded, words)
    if recorded is not None:
        when = words.messages("log.utc", moment=when)
    return Section(f"{when} · {words.names(homes)}", tuple(rows))


def _period(figure: Observation, words: LogWords) -> str:
    return words.messages.period(figure.period, with_year=True)


def _when(recorded: datetime | None, words: LogWords) -> str:
    return words.messages("log.kept") if recorded is None else words.moment(recorded)


def _columns_of_values(words: LogWords) -> tuple[Column, ...]:
    number = ColumnKind.NUMBER
    return words.column("old", number), words.column("new", number), words.column("figure_status")


def _values(version: Version, messages: Messages) -> tuple[Cell, ...]:
    """The old value, the new one, and how settled it is."""
    old = figure_cell(version.replaced, messages)
    if version.change is Change.UNCHANGED:
        old = TextCell(messages("log.unchanged"))
    return old, figure_cell(version.figure, messages), TextCell(_status(version, messages))


def _status(version: Version, messages: Messages) -> str:
    """How settled it is, and how settled the one was that it took the place of, where that was something else."""
    now = messages.observation_status(version.figure.status)
    if version.replaced is None or version.replaced.status is version.figure.status:
        return now
    return messages("log.settled", before=messages.observation_status(version.replaced.status), now=unbroken(now))


def _notes(indicator: Indicator, versions: Versions, findings: int, words: LogWords) -> Iterator[Note]:
    if versions.listed:
        last = versions.listed[-1].figure.recorded
        yield from words.notes_of_more("log.more_versions", versions.more, last)
        yield Note(words.messages("log.which_counts"), hint=words.see(f"kpi show {indicator.id}"))
    yield from words.notes_of_findings(findings)

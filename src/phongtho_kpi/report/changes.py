"""What changed between two moments as neutral tables, for a terminal and for a sheet of the weekly report."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from phongtho_kpi.compare.moments import Changes, TargetChange
from phongtho_kpi.compare.verdicts import Direction
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessments
from phongtho_kpi.model.catalogue import Indicator, Target
from phongtho_kpi.report.changed_figures import figures_by_news, figures_table
from phongtho_kpi.report.changed_verdicts import verdict_columns, verdict_sections
from phongtho_kpi.report.status import Width
from phongtho_kpi.report.table import Cell, Column, ColumnKind, DayCell, Note, Section, Table, TextCell
from phongtho_kpi.report.wording import capitalised, goal_text, place_of, unbroken


def changes_tables(
    changes: Changes, later: Assessments, messages: Messages, *, width: Width = Width.NORMAL
) -> tuple[Table, ...]:
    """Both moments, the counts and the verdicts; then, where there are any, the targets and the figures.

    `later` are the verdicts that the changes lead to.
    """
    verdicts = Table(
        lang=messages.lang,
        title=_title(changes, later, messages),
        subtitle=(counts_line(changes, later, messages),),
        columns=verdict_columns(messages, width),
        sections=verdict_sections(changes.verdicts, messages, width),
    )
    tables = [verdicts]
    if changes.targets:
        tables.append(_targets_table(changes.targets, messages, width))
    if changes.figures:
        tables.append(figures_table(changes.figures, later, messages, width))
    tables[-1] = replace(tables[-1], notes=(*tables[-1].notes, *_notes(changes, later, messages)))
    return tuple(tables)


def _title(changes: Changes, later: Assessments, messages: Messages) -> str:
    """Whose targets, and both moments; what was known when is said where it is not the same two days."""
    since, until = changes.since, changes.until
    place, year = place_of(later, messages), str(later.catalogue.year)
    title = messages("changes.title", place=place, year=year, since=since.as_of, until=until.as_of)
    if (since.known_on, until.known_on) == (since.as_of, until.as_of):
        return title
    return messages("changes.known_on", title=title, since=since.known_on, until=until.known_on)


def counts_line(changes: Changes, later: Assessments, messages: Messages) -> str:
    """`2 xấu đi · 1 tốt lên · 12 số liệu mới`; counts of nothing are left out, unless all are."""
    if changes.is_empty:
        return messages("changes.nothing")
    directions = [change.direction for change in changes.verdicts]
    counts = {
        **{direction.value: directions.count(direction) for direction in Direction},
        "targets": len(changes.targets),
        **{news: len(figures) for news, figures in figures_by_news(changes.figures, later).items()},
    }
    parts = [] if directions else [messages("changes.no_verdict")]
    parts += [unbroken(messages(f"changes.{name}_count", count=count)) for name, count in counts.items() if count]
    return capitalised(" · ".join(parts))


def _targets_table(targets: Sequence[TargetChange], messages: Messages, width: Width) -> Table:
    """The revisions that came into force; by whom and why stands under the name where it has no column."""
    columns = (
        Column("name", messages("column.name")),
        Column("starts", messages("changes.starts"), ColumnKind.DAY),
        Column("before", messages("changes.before")),
        Column("after", messages("changes.after")),
        *((Column("decision", messages("changes.decision"), faint=True),) if width is Width.FULL else ()),
    )
    lines = [_target_line(change, messages, width) for change in targets]
    rows = tuple(tuple(line[column.key] for column in columns) for line in lines)
    return Table(messages.lang, messages("changes.targets"), columns, (Section("", rows),))


def _target_line(change: TargetChange, messages: Messages, width: Width) -> dict[str, Cell]:
    """A line by the keys of its columns."""
    indicator, revision, replaced = change
    moved = replaced is not None and replaced.due != revision.target.due
    decision = messages("changes.decided", decided_by=revision.decided_by, why=revision.why)
    return {
        "name": TextCell(indicator.name.to(messages.lang), under="" if width is Width.FULL else decision),
        "starts": DayCell(revision.starts),
        "before": TextCell(_goal(replaced, indicator, messages, with_due=moved)),
        "after": TextCell(_goal(revision.target, indicator, messages, with_due=moved)),
        "decision": TextCell(decision),
    }


def _goal(target: Target | None, indicator: Indicator, messages: Messages, *, with_due: bool) -> str:
    """What is to be reached; by when is said where that is another day than before."""
    goal = goal_text(target, indicator, messages)
    if target is None or not with_due:
        return goal
    return messages("show.goal_with_due", goal=goal, due=target.due)


def _notes(changes: Changes, later: Assessments, messages: Messages) -> Iterator[Note]:
    """What stands in no table, and where to look further."""
    if changes.closed:
        yield Note(messages("changes.closed", count=changes.closed), symbol="○")
    if changes.area_figures:
        yield Note(messages("changes.area_figures", count=changes.area_figures), symbol="○")
    if changes.area_figures or changes.figures:
        next_day = changes.since.known_on + timedelta(days=1)
        command = f"kpi log --since {next_day.isoformat()}"
        yield Note(messages("changes.each_import"), hint=messages("note.see", command=command))
    if later.findings:
        text = messages("note.findings", count=len(later.findings))
        yield Note(text, hint=messages("note.see", command="kpi check"), symbol="⚠")

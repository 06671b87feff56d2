"""*Tổng hợp*: the year at one look — three large figures, the bar of statuses, three lines, and what is behind them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from phongtho_kpi.compare.verdicts import VerdictChange
from phongtho_kpi.model.assessment import Assessment, Status
from phongtho_kpi.report.changed_verdicts import change_remarks
from phongtho_kpi.report.changes import counts_line
from phongtho_kpi.report.sheet import Block, Chart, ChartKind, Charts, Lines, Placed, Series, Sheet, Tile, Tiles
from phongtho_kpi.report.table import (
    SYMBOLS,
    TONES,
    Cell,
    Column,
    ColumnKind,
    Note,
    NumberCell,
    Section,
    Table,
    TextCell,
    Tone,
)
from phongtho_kpi.report.weekly.week import Week
from phongtho_kpi.report.wording import name_of

_GOOD = (Status.EXCEEDED, Status.MET, Status.ON_TRACK)
_BAD = (Status.OFF_TRACK, Status.MISSED)
_COLUMNS, _WIDTH = 13, 11
_NAME_SPAN = 3  # and a total, and at most nine statuses
_NAMED = 5  # indicators in one line
_LISTED = 12  # verdicts that changed


def summary_sheet(week: Week) -> Sheet:
    """The first sheet: what a leader reads standing."""
    overview, messages = week.overview, week.messages
    year, number, _ = week.clocks.as_of.isocalendar()
    about = messages("summary.week", week=number, year=str(year))
    return Sheet(
        name=messages("sheet.summary"),
        title=overview.title,
        subtitle=tuple(filter(None, (f"{about} · {overview.clocks}", overview.source))),
        blocks=tuple(_blocks(week)),
        widths=(_WIDTH,) * _COLUMNS,
    )


def _blocks(week: Week) -> Iterator[Block]:
    yield _tiles(week)
    yield Lines("", three_lines(week))
    yield Charts((_stack(week),), rows=5)
    by_group = _groups(week)
    counts = len(by_group.columns) - 1
    span = max((_COLUMNS - _NAME_SPAN) // counts, 1)
    yield Placed(by_group, spans=(_COLUMNS - span * counts, *(span,) * counts))
    yield from filter(None, (wanting_lines(week), changed_lines(week), unreported_lines(week)))


def wanting_lines(week: Week) -> Lines | None:
    """What is missed, then what is behind: a sentence each; None where there is none."""
    messages = week.messages
    lines = tuple(
        Note(
            messages(
                "summary.wanting" if one.owner else "summary.wanting_without_owner",
                name=one.name,
                sentence=one.sentence,
                owner=one.owner,
            ),
            symbol=one.status.symbol,
        )
        for one in week.overview.wanting
    )
    return Lines(messages("page.wanting"), lines) if lines else None


def changed_lines(week: Week) -> Lines | None:
    """The verdicts that changed since the report before, the worst first; None where none did."""
    changes, messages = week.changes, week.messages
    lines = [verdict_line(one, week) for one in changes.verdicts[:_LISTED]]
    more = len(changes.verdicts) - _LISTED
    if more > 0:
        lines.append(Note(messages("summary.more_verdicts", count=more)))
    return Lines(messages("summary.changes", since=changes.since.as_of), tuple(lines)) if lines else None


def unreported_lines(week: Week) -> Lines | None:
    """By office, what it has not reported; None where nothing is missing."""
    messages = week.messages
    lines = tuple(
        Note(
            messages("summary.unreported", owner=one.owner, count=len(one.names), names="; ".join(one.names)),
            symbol=SYMBOLS[Status.NO_DATA],
        )
        for one in week.overview.unreported
    )
    return Lines(messages("page.unreported"), lines) if lines else None


def _tiles(week: Week) -> Tiles:
    messages = week.messages
    counts = {one.status.status: one.count for one in week.overview.counts}
    return Tiles(
        tuple(
            Tile(Decimal(sum(counts.get(status, 0) for status in statuses)), messages(f"summary.{key}"), tone)
            for key, statuses, tone in (
                ("good", _GOOD, Tone.GOOD),
                ("at_risk", (Status.AT_RISK,), Tone.WARNING),
                ("bad", _BAD, Tone.BAD),
            )
        )
    )


def three_lines(week: Week) -> tuple[Note, ...]:
    """What is missed or behind, what changed since the last report, who has not reported: one line each."""
    overview, messages = week.overview, week.messages
    wanting = [one.name for one in overview.wanting]
    missing = sum(len(one.names) for one in overview.unreported)
    owners = [messages("summary.owner", owner=one.owner, count=len(one.names)) for one in overview.unreported]
    counts = counts_line(week.changes, week.assessments, messages)
    return (
        Note(
            messages("summary.line_wanting", count=len(wanting), names=_some(wanting, week))
            if wanting
            else messages("page.wanting_none"),
            symbol=overview.wanting[0].status.symbol if wanting else SYMBOLS[Status.ON_TRACK],
            tone=overview.wanting[0].status.tone if wanting else Tone.GOOD,
        ),
        Note(messages("summary.line_changes", since=week.changes.since.as_of, counts=counts), symbol="→"),
        Note(
            messages("summary.line_unreported", count=missing, owners=_some(owners, week))
            if missing
            else messages("page.unreported_none"),
            symbol=SYMBOLS[Status.NO_DATA],
        ),
    )  # fmt: skip


def _some(names: Sequence[str], week: Week) -> str:
    """The first few, and how many more."""
    text = "; ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return week.messages("summary.more", names=text, count=more) if more > 0 else text


def _stack(week: Week) -> Chart:
    counts = [one for one in week.overview.counts if one.status.status is not Status.INFORMATIVE]
    return Chart(
        ChartKind.STACK,
        week.messages("summary.stack", counted=week.overview.counted),
        (week.messages("summary.all"),),
        tuple(
            Series(f"{one.status.symbol} {one.status.word}", (Decimal(one.count),), (one.status.status,))
            for one in counts
        ),
    )


def _groups(week: Week) -> Table:
    """A row a group, a column a status that occurs; the last row counts them all."""
    messages, catalogue = week.messages, week.assessments.catalogue
    statuses = [one.status.status for one in week.overview.counts]
    columns = (
        Column("group", messages("summary.group")),
        Column("total", messages("summary.total"), ColumnKind.NUMBER),
        *(
            Column(status.value, f"{SYMBOLS[status]} {messages.status(status)}", ColumnKind.NUMBER)
            for status in statuses
        ),
    )
    groups = [
        (group.name.to(messages.lang), [one for one in week.entries if one.indicator.group == group.id])
        for group in catalogue.groups
    ]
    rows = [_counted(name, entries, statuses) for name, entries in groups if entries]
    total = _counted(messages("summary.all"), week.entries, statuses)
    return Table(
        messages.lang,
        "",
        columns,
        (Section("", tuple(rows)), Section("", (total,), is_total=True)),
    )


def _counted(name: str, entries: Sequence[Assessment], statuses: Sequence[Status]) -> tuple[Cell, ...]:
    found = [entry.headline.status for entry in entries]
    counts = [found.count(status) for status in statuses]
    return (
        TextCell(name),
        NumberCell(Decimal(len(entries)), 0),
        *(NumberCell(Decimal(count), 0) if count else None for count in counts),
    )


def verdict_line(change: VerdictChange, week: Week) -> Note:
    """`Diện tích chè trồng mới: Đúng tiến độ → Chậm tiến độ (chỉ tiêu giao mới)`."""
    messages, before, after = week.messages, change.before.headline.status, change.after.headline.status
    text = messages(
        "summary.verdict",
        name=name_of(change.after, messages),
        before=messages.status(before),
        after=messages.status(after),
    )
    if remarks := ", ".join(change_remarks(change, messages)):
        text = messages("summary.remarked", text=text, remarks=remarks)
    return Note(text, symbol=SYMBOLS[after], tone=TONES[after])

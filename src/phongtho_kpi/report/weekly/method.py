"""*Phương pháp*: by which rules the report judges, with this catalogue's numbers in them (docs/rules.md)."""

from collections.abc import Iterator

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Status
from phongtho_kpi.model.catalogue import Bands, Indicator, Target
from phongtho_kpi.report.sheet import Block, Lines, Placed, Sheet
from phongtho_kpi.report.shown import baseline_places, own_places
from phongtho_kpi.report.table import (
    Cell,
    Column,
    ColumnKind,
    DayCell,
    Note,
    Section,
    StatusCell,
    Table,
    TextCell,
)
from phongtho_kpi.report.weekly.week import Week
from phongtho_kpi.report.wording import difference, goal_text, name_of, trajectory_text, with_unit

_COLUMNS = {
    "number": (5, ColumnKind.TEXT),
    "name": (26, ColumnKind.TEXT),
    "kind": (14, ColumnKind.TEXT),
    "goal": (20, ColumnKind.TEXT),
    "due": (10, ColumnKind.DAY),
    "baseline": (12, ColumnKind.TEXT),
    "trajectory": (22, ColumnKind.TEXT),
    "tolerance": (9, ColumnKind.TEXT),
    "frequency": (11, ColumnKind.TEXT),
    "note": (38, ColumnKind.TEXT),
}
_STATUS_SPANS = (2, 8)


def method_sheet(week: Week) -> Sheet:
    """The rules in short, then how each indicator is judged, then what the report was made from."""
    messages = week.messages
    return Sheet(
        name=messages("sheet.method"),
        title=messages("method.title"),
        subtitle=(week.overview.source,) if week.overview.source else (),
        blocks=tuple(_blocks(week)),
        widths=tuple(width for width, _ in _COLUMNS.values()),
    )


def _blocks(week: Week) -> Iterator[Block]:
    messages = week.messages
    yield Lines(messages("method.clocks"), tuple(map(Note, _clocks(week))))
    yield Lines(messages("method.figures"), tuple(Note(messages(f"method.figures_{key}")) for key in ("best", "total")))
    yield Lines(messages("method.pace"), tuple(map(Note, _pace(week))))
    yield Placed(_statuses(week), spans=_STATUS_SPANS)
    yield Placed(_indicators(week), is_main=True)
    yield Lines(messages("method.provenance"), tuple(map(Note, provenance(week))))


def _clocks(week: Week) -> Iterator[str]:
    messages, clocks, cutoff = week.messages, week.clocks, week.assessments.catalogue.cutoff_day
    key = "month_end" if cutoff is None else "cutoff"
    yield messages("method.as_of", as_of=clocks.as_of)
    yield messages(f"method.{key}", day=cutoff)
    yield messages("method.known_on", known_on=clocks.known_on)


def _pace(week: Week) -> Iterator[str]:
    """How pace is computed, the bands, and where they come from."""
    messages, bands = week.messages, week.assessments.catalogue.bands
    yield messages("method.expected")
    yield messages("method.pace_is")
    yield _bands(bands, messages)
    if bands.source:
        yield messages("method.bands_source", source=bands.source)
    yield messages("method.tolerance_is")


def _bands(bands: Bands, messages: Messages) -> str:
    return messages("method.bands", on_track=bands.on_track, at_risk=bands.at_risk)


def _statuses(week: Week) -> Table:
    messages = week.messages
    columns = (
        Column("status", messages("column.status"), ColumnKind.STATUS),
        Column("when", messages("method.when")),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (StatusCell(status, messages.status(status)), TextCell(messages(f"method.{status}"))) for status in Status
    )
    return Table(messages.lang, messages("method.statuses"), columns, (Section("", rows),))


def _indicators(week: Week) -> Table:
    messages = week.messages
    columns = tuple(Column(key, messages(f"method.{key}"), kind) for key, (_, kind) in _COLUMNS.items())
    rows = tuple(_row(entry, week) for entry in week.entries)
    return Table(messages.lang, messages("method.indicators"), columns, (Section("", rows),))


def _row(entry: Assessment, week: Week) -> tuple[Cell, ...]:
    messages, indicator, headline = week.messages, entry.indicator, entry.headline
    tolerance = indicator.tolerance
    notes = [messages("show.quoted", quote=indicator.quote) if indicator.quote else ""]
    if indicator.baseline is not None and indicator.baseline.source:
        notes.append(messages("method.baseline_source", source=indicator.baseline.source))
    if indicator.bands is not None:
        notes.append(_bands(indicator.bands, messages))
    if indicator.of_count is not None:
        notes.append(messages("method.of_count", count=indicator.of_count))
    return (
        week.number_of(entry),
        TextCell(name_of(entry, messages)),
        TextCell(_kind(indicator, week)),
        TextCell(goal_text(headline.target, indicator, messages)),
        None if headline.target is None else DayCell(headline.target.due),
        TextCell(_baseline(indicator, headline.target, messages)),
        TextCell(trajectory_text(headline.trajectory, indicator, messages)),
        TextCell("" if tolerance is None else difference(tolerance, own_places(tolerance, 0, 1), indicator, messages)),
        TextCell(messages.frequency(indicator.frequency)),
        TextCell("\n".join(filter(None, (*notes, indicator.note)))),
    )


def _kind(indicator: Indicator, week: Week) -> str:
    kind = week.messages.kind(indicator.kind)
    of = None if indicator.of is None else week.assessments.catalogue.by_id().get(indicator.of)
    return kind if of is None else week.messages("method.of", kind=kind, name=of.name.to(week.messages.lang))


def _baseline(indicator: Indicator, target: Target | None, messages: Messages) -> str:
    start = indicator.baseline
    if start is None:
        return ""
    return with_unit(start.value, baseline_places(start.value, indicator.of_count, target), indicator, messages)


def provenance(week: Week) -> Iterator[str]:
    """Which catalogue and which figures the report was made from, and how to look whether it is still the same."""
    messages, catalogue = week.messages, week.assessments.catalogue
    yield messages("method.catalogue", file=catalogue.origin.file, digest=week.catalogue_digest)
    yield messages("method.data", count=len(week.figures), digest=week.figures_digest)
    yield messages("method.verify")

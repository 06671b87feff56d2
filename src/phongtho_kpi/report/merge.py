"""What an import did, or would do: the same words for both (docs/commands.md, `kpi import`)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.merge import Merged, Revised
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.findings import finding_document
from phongtho_kpi.report.shown import own_places
from phongtho_kpi.report.table import Cell, Column, ColumnKind, Note, NumberCell, Section, Table, TextCell, Tone
from phongtho_kpi.report.wording import capitalised


class FileMerge(NamedTuple):
    """One file that came in, and what became of each of its figures; `again` were stated more than once."""

    file: str
    merged: Merged
    again: int
    rejected: int
    skipped: int
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many figures became what; `rows_read` is their sum."""
        counts = {
            "added": len(self.merged.added),
            "revised": len(self.merged.revised),
            "unchanged": len(self.merged.unchanged) + self.again,
            "rejected": self.rejected,
            "skipped": self.skipped,
        }
        return {"rows_read": sum(counts.values()), **counts}


class ImportOutcome(NamedTuple):
    """All files of one import, and the data file that keeps what is new; none where nothing is, or nothing is kept.

    `returned` are the files that go back to their senders, by the file they were made of.
    """

    files: tuple[FileMerge, ...]
    written: str | None
    dry_run: bool = False
    partial: bool = False
    returned: Mapping[str, str] = {}

    @property
    def rejected(self) -> int:
        """Figures that were rejected, in all files."""
        return sum(file.counts["rejected"] for file in self.files)

    @property
    def news(self) -> int:
        """Figures that are new or revised, in all files."""
        return sum(len(file.merged.added) + len(file.merged.revised) for file in self.files)

    @property
    def is_kept(self) -> bool:
        """Whether what is good is kept: all or nothing, unless `--partial` was asked for."""
        return not self.dry_run and (self.partial or not self.rejected)


def import_tables(outcome: ImportOutcome, catalogue: Catalogue, messages: Messages) -> tuple[Table, ...]:
    """The counts of each file with what became of the import, then every figure that was revised."""
    place = capitalised(catalogue.place.name.to(messages.lang))
    key = "title.import_dry_run" if outcome.dry_run else "title.import"
    counts = Table(
        lang=messages.lang,
        title=messages(key, place=place, year=str(catalogue.year)),
        columns=tuple(_count_column(name, messages) for name in ("file", *_COUNTS)),
        sections=(Section("", tuple(_count_row(file) for file in outcome.files)),),
        notes=tuple(_notes(outcome, messages)),
    )
    revisions = [revision for file in outcome.files for revision in file.merged.revised]
    return (counts, _revision_table(revisions, catalogue, messages)) if revisions else (counts,)


def import_document(outcome: ImportOutcome, messages: Messages) -> dict[str, Any]:
    """The contract of docs/commands.md, *Machine-readable*: keys and order."""
    files = [
        {"file": file.file, **file.counts, "findings": [finding_document(one, messages) for one in file.findings]}
        for file in outcome.files
    ]
    written = [outcome.written] if outcome.written else []
    return {"schema": 1, "files": files, "written": written, "returned": list(outcome.returned.values())}


_MOST_REVISIONS = 200  # that are listed; the rest is counted
_COUNTS = ("rows_read", "added", "revised", "unchanged", "rejected", "skipped")


def _count_column(name: str, messages: Messages) -> Column:
    kind = ColumnKind.TEXT if name == "file" else ColumnKind.NUMBER
    return Column(name, messages(f"column.{name}"), kind)


def _count_row(file: FileMerge) -> tuple[Cell, ...]:
    return TextCell(file.file), *(NumberCell(_whole(file.counts[name]), 0) for name in _COUNTS)


def _notes(outcome: ImportOutcome, messages: Messages) -> Iterator[Note]:
    yield _closing_note(outcome, messages)
    for name in outcome.returned.values():
        how = "import_returned_rows" if name.endswith(".csv") else "import_returned"
        yield Note(messages(f"note.{how}", file=name), symbol="▲", tone=Tone.WARNING)
    of_areas = sum(one.area is not None for file in outcome.files for one in file.merged.to_keep)
    if of_areas and (not outcome.rejected or outcome.partial):
        yield Note(messages("note.import_areas", count=of_areas), symbol="○", tone=Tone.FAINT)


def _closing_note(outcome: ImportOutcome, messages: Messages) -> Note:
    """What became of it all: a dry run says the same in the words of a dry run."""
    kept = outcome.partial and outcome.rejected and outcome.news
    if outcome.rejected and not kept:
        text, tone, symbol = messages("note.import_rejected", count=outcome.rejected), Tone.BAD, "✘"
    elif not outcome.news:
        text, tone, symbol = messages("note.import_nothing_new"), Tone.FAINT, "○"
    elif outcome.written is None:
        text, tone, symbol = messages("note.import_would_write", count=outcome.news), Tone.PLAIN, "○"
    else:
        text, tone, symbol = messages("note.import_written", file=outcome.written), Tone.GOOD, "✔"
    if kept:
        text = messages("note.import_partial", what=text, count=outcome.rejected)
        tone, symbol = Tone.WARNING, "▲"
    return Note(text, symbol=symbol, tone=tone)


def _revision_table(revisions: Sequence[Revised], catalogue: Catalogue, messages: Messages) -> Table:
    headings = ("name", "period", "old", "new", "source")
    kinds = {"old": ColumnKind.NUMBER, "new": ColumnKind.NUMBER}
    columns = tuple(Column(key, messages(f"column.{key}"), kinds.get(key, ColumnKind.TEXT)) for key in headings)
    indicators = catalogue.by_id()
    rows: list[tuple[Cell, ...]] = []
    for revision in revisions[:_MOST_REVISIONS]:
        indicator = indicators[revision.new.indicator]
        period = messages.period(revision.new.period, with_year=True)
        name = indicator.name.to(messages.lang)
        if revision.new.area is not None:
            name = messages("title.with_area", name=name, area=revision.new.area)
        source = TextCell(str(revision.new.origin))
        rows.append((TextCell(name), TextCell(period), _figure(revision.old), _figure(revision.new), source))
    beyond = len(revisions) - len(rows)
    notes = (Note(messages("note.more_revisions", count=beyond)),) if beyond > 0 else ()
    return Table(messages.lang, messages("title.revised"), columns, (Section("", tuple(rows)),), notes=notes)


def _figure(observation: Observation) -> Cell:
    if observation.value is not None:
        return NumberCell(observation.value, own_places(observation.value, 0))
    return TextCell(f"{observation.numerator}/{observation.denominator}")


def _whole(count: int) -> Decimal:
    return Decimal(count)

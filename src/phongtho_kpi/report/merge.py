"""What an import did, or would do: the same words for both (docs/commands.md, `kpi import`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.merge import Merged, Revised
from phongtho_kpi.model.catalogue import Catalogue, Kind
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.findings import finding_document
from phongtho_kpi.report.shown import own_places
from phongtho_kpi.report.table import Cell, Column, ColumnKind, Note, NumberCell, Section, Table, TextCell, Tone
from phongtho_kpi.report.wording import capitalised


@dataclass(frozen=True, slots=True)
class FileMerge:
    """One file that came in: how many figures were read of it, and what became of each."""

    file: str
    rows: int
    merged: Merged
    repeated: int
    findings: tuple[Finding, ...]

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """What was found while reading it, and while merging it."""
        return self.findings + self.merged.conflicts

    @property
    def counts(self) -> dict[str, int]:
        """How many figures became what; they add up to `rows_read`."""
        added, revised = len(self.merged.added), len(self.merged.revised)
        unchanged = len(self.merged.unchanged) + self.repeated
        rejected = self.rows - added - revised - unchanged
        return {
            "rows_read": self.rows,
            "added": added,
            "revised": revised,
            "unchanged": unchanged,
            "rejected": rejected,
            "skipped": 0,
        }


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """All files of one import, and the data file that keeps them: none where nothing is new or something rejected."""

    files: tuple[FileMerge, ...]
    written: str | None
    dry_run: bool

    @property
    def rejected(self) -> int:
        """Figures that were rejected, in all files."""
        return sum(file.counts["rejected"] for file in self.files)

    @property
    def news(self) -> int:
        """Figures that are new or revised, in all files."""
        return sum(len(file.merged.to_keep) for file in self.files)


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
        {"file": file.file, **file.counts, "findings": [finding_document(one, messages) for one in file.all_findings]}
        for file in outcome.files
    ]
    return {"schema": 1, "files": files, "written": [outcome.written] if outcome.written else []}


_COUNTS = ("rows_read", "added", "revised", "unchanged", "rejected")


def _count_column(name: str, messages: Messages) -> Column:
    kind = ColumnKind.TEXT if name == "file" else ColumnKind.NUMBER
    return Column(name, messages(f"column.{name}"), kind)


def _count_row(file: FileMerge) -> tuple[Cell, ...]:
    return TextCell(file.file), *(NumberCell(_whole(file.counts[name]), 0) for name in _COUNTS)


def _notes(outcome: ImportOutcome, messages: Messages) -> Iterator[Note]:
    yield _closing_note(outcome, messages)
    of_areas = sum(one.area is not None for file in outcome.files for one in file.merged.to_keep)
    if of_areas:
        yield Note(messages("note.import_areas", count=of_areas), symbol="○", tone=Tone.FAINT)


def _closing_note(outcome: ImportOutcome, messages: Messages) -> Note:
    if outcome.rejected:
        text, tone, symbol = messages("note.import_rejected", count=outcome.rejected), Tone.BAD, "✘"
    elif not outcome.news:
        text, tone, symbol = messages("note.import_nothing_new"), Tone.FAINT, "○"
    elif outcome.written is None:
        text, tone, symbol = messages("note.import_would_write", count=outcome.news), Tone.PLAIN, "○"
    else:
        text, tone, symbol = messages("note.import_written", file=outcome.written), Tone.GOOD, "✔"
    return Note(text, symbol=symbol, tone=tone)


def _revision_table(revisions: Sequence[Revised], catalogue: Catalogue, messages: Messages) -> Table:
    headings = ("name", "period", "old", "new", "source")
    kinds = {"old": ColumnKind.NUMBER, "new": ColumnKind.NUMBER}
    columns = tuple(Column(key, messages(f"column.{key}"), kinds.get(key, ColumnKind.TEXT)) for key in headings)
    indicators = catalogue.by_id()
    rows = []
    for revision in revisions:
        indicator = indicators[revision.new.indicator]
        period = messages.period(revision.new.period, indicator.kind is Kind.FLOW, with_year=True)
        name = TextCell(indicator.name.to(messages.lang))
        source = TextCell(str(revision.new.origin))
        rows.append((name, TextCell(period), _figure(revision.old), _figure(revision.new), source))
    return Table(messages.lang, messages("title.revised"), columns, (Section("", tuple(rows)),))


def _figure(observation: Observation) -> Cell:
    if observation.value is not None:
        return NumberCell(observation.value, own_places(observation.value, 0))
    return TextCell(f"{observation.numerator}/{observation.denominator}")


def _whole(count: int) -> Decimal:
    return Decimal(count)

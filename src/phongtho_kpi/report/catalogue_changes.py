"""What an edit of the targets means, as neutral tables: which target, by whose decision, and which verdict it flips."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from phongtho_kpi.compare.catalogues import CatalogueChanges, TargetEdit
from phongtho_kpi.compare.edits import Edit
from phongtho_kpi.compare.verdicts import Direction
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Revision
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.report.changed_verdicts import verdict_columns, verdict_sections
from phongtho_kpi.report.status import Width
from phongtho_kpi.report.table import SYMBOLS, Cell, Column, ColumnKind, Missing, Note, Section, Table, TextCell
from phongtho_kpi.report.told import decided_text, shortened, told_text
from phongtho_kpi.report.wording import capitalised, unbroken


class Compared(NamedTuple):
    """What changed in the catalogue of one year.

    `left_out` are ids that the version before has, and that are so wrong there that they cannot be compared.
    """

    changes: CatalogueChanges
    left_out: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether both versions say the same."""
        return self.changes.is_empty and not self.left_out


class VersionName(NamedTuple):
    """What a user called a version, "" the workspace, and the commit that it is, with its day."""

    name: str
    commit: str = ""
    day: date | None = None

    def shown(self, messages: Messages) -> str:
        """`HEAD (d490a83)`."""
        if not self.name:
            return messages("diff.workspace")
        return messages("diff.commit", name=self.name, short=self.commit) if self.commit else self.name


class Lone(NamedTuple):
    """A year's catalogue that one of the two versions alone has."""

    year: int
    indicators: int
    is_new: bool


def diff_tables(
    versions: Sequence[VersionName],
    compared: Sequence[Compared],
    lone: Sequence[Lone],
    messages: Messages,
    width: Width,
) -> list[Table]:
    """Catalogue by catalogue the edits and, where there are any, the verdicts that are others by them.

    `versions` are the one before and the one after.
    """
    before, after = names = [version.shown(messages) for version in versions]
    tables = [table for one in compared for table in _tables(one, names, messages, width)]
    tables += [_only_a_title(_lone(one, names, messages), messages) for one in lone]
    return tables or [_only_a_title(messages("diff.nothing", before=before, after=after), messages)]


def with_findings(tables: Sequence[Table], findings: Sequence[Finding], messages: Messages) -> list[Table]:
    """With the findings as lines under the last table, for a format that has no place for excerpts."""
    notes = []
    for one in findings:
        sentence, remedy = messages.finding(one)
        told = {
            "origin": str(one.origin),
            "code": one.kind.code,
            "name": one.kind.name,
            "sentence": sentence,
            "remedy": remedy,
        }
        notes.append(Note(messages("diff.finding", **told), symbol="✘" if one.is_error else "⚠"))
    return [*tables[:-1], replace(tables[-1], notes=tuple(notes))]


def _tables(compared: Compared, names: Sequence[str], messages: Messages, width: Width) -> Iterator[Table]:
    changes = compared.changes
    yield Table(
        lang=messages.lang,
        title=_title(changes.after, names, messages),
        subtitle=tuple(_subtitle(compared, names[0], messages)),
        columns=_columns(messages),
        sections=tuple(_sections(changes, messages)),
    )
    if changes.verdicts:
        yield Table(
            lang=messages.lang,
            title=messages("diff.verdicts"),
            columns=verdict_columns(messages, width),
            sections=verdict_sections(changes.verdicts, messages, width),
        )


def _only_a_title(title: str, messages: Messages) -> Table:
    return Table(messages.lang, title, _columns(messages), ())


def _lone(one: Lone, names: Sequence[str], messages: Messages) -> str:
    other = names[0 if one.is_new else 1]
    return messages(
        f"diff.{'new' if one.is_new else 'gone'}_catalogue", year=str(one.year), count=one.indicators, other=other
    )


def _title(catalogue: Catalogue, names: Sequence[str], messages: Messages) -> str:
    place = capitalised(catalogue.place.name.to(messages.lang))
    return messages("diff.title", place=place, year=str(catalogue.year), before=names[0], after=names[1])


def _subtitle(compared: Compared, before: str, messages: Messages) -> Iterator[str]:
    """What changed in numbers, and on which figures both versions were judged."""
    changes = compared.changes
    if compared.is_empty:
        yield messages("diff.layout_only")
    else:
        yield _counts(changes, messages)
    if compared.left_out:
        ids = ", ".join(compared.left_out)
        yield messages("diff.left_out", before=before, ids=ids)
    if changes.judged is not None:
        clocks = changes.judged[1].clocks
        yield messages("diff.clocks", as_of=clocks.as_of, known_on=clocks.known_on)
    else:
        yield messages("diff.not_judged")


def _counts(changes: CatalogueChanges, messages: Messages) -> str:
    """`2 chỉ tiêu giao thay đổi · 1 được nới · 1 tốt lên`; counts of nothing are left out."""
    directions = [change.direction for change in changes.verdicts]
    counts = {
        "diff.targets_count": len({edit.indicator.id for edit in changes.targets}),
        "diff.softened_count": len({edit.indicator.id for edit in changes.targets if edit.softened}),
        "diff.edits_count": len(changes.edits),
        "diff.added_count": len(changes.added),
        "diff.retired_count": len(changes.retired),
        "diff.renamed_count": len(changes.renamed),
        **{f"changes.{direction}_count": directions.count(direction) for direction in Direction},
    }
    parts = [unbroken(messages(key, count=count)) for key, count in counts.items() if count]
    if changes.judged is not None and not directions:
        parts.append(messages("changes.no_verdict"))
    return capitalised(" · ".join(parts))


def _columns(messages: Messages) -> tuple[Column, ...]:
    return (
        Column("name", messages("column.name")),
        Column("key", messages("diff.key"), ColumnKind.KEY, faint=True),
        Column("before", messages("changes.before")),
        Column("after", messages("changes.after")),
        Column("verdict", messages("diff.verdict")),
    )


def _sections(changes: CatalogueChanges, messages: Messages) -> Iterator[Section]:
    """Targets first: what they ask for is what a reviewer looks for."""
    of_one = [edit for edit in changes.edits if edit.id]
    parts: dict[str, Iterator[tuple[Cell, ...]]] = {
        "targets": (_target_row(edit, changes, messages) for edit in changes.targets),
        "course": (_row(edit, changes, messages) for edit in of_one if not edit.is_naming),
        "naming": (_row(edit, changes, messages) for edit in of_one if edit.is_naming),
        "catalogue": (_row(edit, changes, messages) for edit in changes.edits if not edit.id),
        "added": (_presence(one, messages, lambda goal: (None, goal)) for one in changes.added),
        "retired": (_presence(one, messages, lambda goal: (goal, None)) for one in changes.retired),
        "renamed": (_renamed(before, after, messages) for before, after in changes.renamed),
    }
    for name, rows in parts.items():
        if listed := tuple(rows):
            yield Section(messages(f"diff.{name}"), listed)


def _target_row(edit: TargetEdit, changes: CatalogueChanges, messages: Messages) -> tuple[Cell, ...]:
    """What was to be reached → what is, by whose decision, and what becomes of the verdict."""
    indicator, old = edit.indicator, changes.before.by_id()[edit.indicator.id]
    after = decided_text(edit.after, indicator, messages)
    return (
        _name(indicator, messages, edit.revision),
        TextCell(edit.edit.key),
        TextCell(decided_text(edit.before, old, messages)),
        TextCell(messages("diff.softened", goal=after) if edit.softened else after),
        TextCell(_verdict(indicator.id, changes, messages) or _as_before(indicator.id, changes, messages)),
    )


def _row(edit: Edit, changes: CatalogueChanges, messages: Messages) -> tuple[Cell, ...]:
    old, new = (catalogue.by_id().get(edit.id) for catalogue in (changes.before, changes.after))
    return (
        TextCell(messages("diff.whole")) if new is None else _name(new, messages),
        TextCell(edit.key),
        _cell(told_text(edit.before, edit.key, old, messages)),
        _cell(told_text(edit.after, edit.key, new, messages)),
        TextCell("" if edit.is_naming else _verdict(edit.id, changes, messages)),
    )


def _presence(
    one: Indicator, messages: Messages, place: Callable[[str], tuple[str | None, str | None]]
) -> tuple[Cell, ...]:
    before, after = place(decided_text(one.target, one, messages))
    return (_name(one, messages), TextCell("id"), _cell(before or ""), _cell(after or ""), None)


def _renamed(before: Indicator, after: Indicator, messages: Messages) -> tuple[Cell, ...]:
    return (TextCell(after.name.to(messages.lang)), TextCell("id"), TextCell(before.id), TextCell(after.id), None)


def _name(indicator: Indicator, messages: Messages, revision: Revision | None = None) -> TextCell:
    """The name, its id under it, and whose decision it was."""
    under = indicator.id
    if revision is not None:
        told = {"decided_by": revision.decided_by, "starts": revision.starts, "why": shortened(revision.why)}
        under = messages("diff.decided", id=indicator.id, **told)
    return TextCell(indicator.name.to(messages.lang), under=under)


def _cell(text: str) -> Cell:
    return TextCell(text) if text else Missing()


def _verdict(identity: str, changes: CatalogueChanges, messages: Messages) -> str:
    """`▼ Chậm tiến độ → ✔ Đạt`; "" where it is as it was."""
    for change in changes.verdicts:
        old, new = change.before.headline.status, change.after.headline.status
        if change.indicator.id == identity and old is not new:
            before, after = (unbroken(f"{SYMBOLS[one]} {messages.status(one)}") for one in (old, new))
            return messages("diff.flip", before=before, after=after)
    return ""


def _as_before(identity: str, changes: CatalogueChanges, messages: Messages) -> str:
    if changes.judged is None:
        return ""
    (status,) = (one.headline.status for one in changes.judged[1].entries if one.indicator.id == identity)
    return messages("diff.as_before", status=unbroken(f"{SYMBOLS[status]} {messages.status(status)}"))

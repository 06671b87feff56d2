"""What a leader sees first: how many of each status, what is missed or behind, and who has not reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Assessments, Status
from phongtho_kpi.model.catalogue import Kind
from phongtho_kpi.report.selection import WORST_FIRST
from phongtho_kpi.report.table import StatusCell
from phongtho_kpi.report.verdict import verdict_sentences
from phongtho_kpi.report.wording import capitalised, counted, name_of, place_of

_WANTING = frozenset({Status.MISSED, Status.OFF_TRACK})


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many indicators have a status, and the piece of the stacked bar that is theirs, in shares of 1.

    What has no target stands beside the bar: its share is 0.
    """

    status: StatusCell
    count: int
    text: str
    start: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Wanting:
    """An indicator that is missed or behind: where its row is, and its verdict as a sentence."""

    anchor: str
    status: StatusCell
    name: str
    sentence: str
    owner: str


@dataclass(frozen=True, slots=True)
class Unreported:
    """The indicators that one office has not reported."""

    owner: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The head of the page, of the workbook and of the letter."""

    title: str
    clocks: str
    source: str
    counted: str
    counts: tuple[StatusCount, ...]
    notes: tuple[str, ...]
    wanting: tuple[Wanting, ...]
    unreported: tuple[Unreported, ...]


Numbered = Sequence[tuple[str, Assessment]]  # each with the anchor of its row


def numbered(entries: Sequence[Assessment]) -> Numbered:
    """The entries with their anchors: `i1`, `i2`, …."""
    return [(f"i{number}", entry) for number, entry in enumerate(entries, start=1)]


def overview_of(assessments: Assessments, entries: Sequence[Assessment], messages: Messages) -> Overview:
    """What there is to say of `entries` as a whole."""
    catalogue, clocks = assessments.catalogue, assessments.clocks
    found = len(assessments.findings)
    return Overview(
        title=messages("page.title", place=place_of(assessments, messages), year=str(catalogue.year)),
        clocks=messages("page.clocks", as_of=clocks.as_of, known_on=clocks.known_on),
        source="" if catalogue.source is None else messages("page.source", source=catalogue.source.title),
        counted=_counted(assessments, entries, messages),
        counts=_counts(entries, messages),
        notes=(capitalised(messages("note.findings", count=found)),) if found else (),
        wanting=_wanting(assessments, numbered(entries), messages),
        unreported=_unreported(entries, messages),
    )


def _counted(assessments: Assessments, entries: Sequence[Assessment], messages: Messages) -> str:
    """`41 chỉ tiêu và 3 nhiệm vụ`, with how many there are where they are chosen."""
    are_tasks = [
        entry.indicator.kind is Kind.TASK for entry in entries if entry.headline.status is not Status.INFORMATIVE
    ]
    named = counted("indicator", are_tasks.count(False), messages)
    if any(are_tasks):
        named = messages("count.and", first=named, second=counted("task", are_tasks.count(True), messages))
    chosen = len(entries) < len(assessments.entries)
    return messages("count.chosen", counted=named, all=len(assessments.entries)) if chosen else named


def _counts(entries: Sequence[Assessment], messages: Messages) -> tuple[StatusCount, ...]:
    """Every status that occurs; all but the last of them, which is only followed, share the bar."""
    statuses = [entry.headline.status for entry in entries]
    counts = {status: statuses.count(status) for status in Status if status in statuses}
    judged = max(len(statuses) - counts.get(Status.INFORMATIVE, 0), 1)
    shares = [Decimal(0 if status is Status.INFORMATIVE else count) / judged for status, count in counts.items()]
    starts = accumulate(shares, initial=Decimal(0))
    return tuple(
        StatusCount(_verdict(status, messages), count, messages(f"count.{status}", count=count), start, share)
        for (status, count), start, share in zip(counts.items(), starts, shares, strict=False)
    )


def _verdict(status: Status, messages: Messages) -> StatusCell:
    return StatusCell(status, messages.status(status))


def _wanting(assessments: Assessments, numbered: Numbered, messages: Messages) -> tuple[Wanting, ...]:
    """What is missed, then what is behind."""
    wanting = [(anchor, entry) for anchor, entry in numbered if entry.headline.status in _WANTING]
    wanting.sort(key=lambda one: WORST_FIRST.index(one[1].headline.status))
    return tuple(
        Wanting(
            anchor,
            _verdict(entry.headline.status, messages),
            name_of(entry, messages),
            verdict_sentences(entry, assessments.clocks, messages)[0],
            entry.indicator.owner or "",
        )
        for anchor, entry in wanting
    )


def _unreported(entries: Sequence[Assessment], messages: Messages) -> tuple[Unreported, ...]:
    """By office, in the order of the catalogue: whom to ask for what."""
    by_owner: dict[str, list[str]] = {}
    for entry in entries:
        if entry.headline.status is Status.NO_DATA:
            by_owner.setdefault(entry.indicator.owner or "", []).append(name_of(entry, messages))
    return tuple(Unreported(owner or messages("page.no_owner"), tuple(names)) for owner, names in by_owner.items())

"""The status page as neutral records: what stands above the rows, and the words around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Assessments, CoursePoint, Status
from phongtho_kpi.model.catalogue import Kind
from phongtho_kpi.report.page_rows import Numbered, PageSection, page_sections
from phongtho_kpi.report.selection import WORST_FIRST
from phongtho_kpi.report.status import Width, status_table
from phongtho_kpi.report.table import StatusCell
from phongtho_kpi.report.verdict import verdict_sentences
from phongtho_kpi.report.wording import capitalised, counted, name_of, place_of

_WANTING = frozenset({Status.MISSED, Status.OFF_TRACK})
_LABELS = (
    "clear",
    "explain",
    "filter",
    "indicators",
    "legend_actual",
    "legend_expected",
    "legend_target",
    "search",
    "statuses",
    "unreported",
    "unreported_none",
    "wanting",
    "wanting_none",
)


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
class Page:
    """The whole page; `own_lang` is the language of what the catalogue says in one language only."""

    lang: str
    own_lang: str
    title: str
    clocks: str
    source: str
    counted: str
    counts: tuple[StatusCount, ...]
    notes: tuple[str, ...]
    wanting: tuple[Wanting, ...]
    unreported: tuple[Unreported, ...]
    headings: Mapping[str, str]
    sections: tuple[PageSection, ...]
    labels: Mapping[str, str]


def status_page(
    assessments: Assessments,
    entries: Sequence[Assessment],
    courses: Mapping[str, Sequence[CoursePoint]],
    messages: Messages,
) -> Page:
    """The page of `entries`; `courses` has the twelve months of each, by its indicator's id."""
    catalogue, clocks = assessments.catalogue, assessments.clocks
    numbered = [(f"i{number}", entry) for number, entry in enumerate(entries, start=1)]
    columns = status_table(assessments, entries, messages, width=Width.FULL).columns
    found = len(assessments.findings)
    return Page(
        lang=messages.lang,
        own_lang=catalogue.lang,
        title=messages("page.title", place=place_of(assessments, messages), year=str(catalogue.year)),
        clocks=messages("page.clocks", as_of=clocks.as_of, known_on=clocks.known_on),
        source="" if catalogue.source is None else messages("page.source", source=catalogue.source.title),
        counted=_counted(assessments, entries, messages),
        counts=_counts(entries, messages),
        notes=(capitalised(messages("note.findings", count=found)),) if found else (),
        wanting=_wanting(assessments, numbered, messages),
        unreported=_unreported(entries, messages),
        headings={column.key: column.heading for column in columns} | _headings_of_graphs(messages),
        sections=tuple(page_sections(assessments, numbered, courses, messages)),
        labels=_labels(len(entries), messages),
    )


def _headings_of_graphs(messages: Messages) -> dict[str, str]:
    return {"bar": messages("column.bar"), "course": messages("page.course")}


def _labels(count: int, messages: Messages) -> dict[str, str]:
    """The words that stand on every page; the page itself counts what a filter lets through."""
    shown = messages("page.shown", count="{count}", all=count)
    return {key: messages(f"page.{key}") for key in _LABELS} | {"shown": shown}


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

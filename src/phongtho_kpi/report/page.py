"""The status page as neutral records: what stands above the rows, and the words around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Assessments, CoursePoint
from phongtho_kpi.report.overview import Overview, numbered, overview_of
from phongtho_kpi.report.page_rows import PageSection, page_sections
from phongtho_kpi.report.status import Width, status_table

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
class Page:
    """The whole page; `own_lang` is the language of what the catalogue says in one language only."""

    lang: str
    own_lang: str
    overview: Overview
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
    columns = status_table(assessments, entries, messages, width=Width.FULL).columns
    return Page(
        lang=messages.lang,
        own_lang=assessments.catalogue.lang,
        overview=overview_of(assessments, entries, messages),
        headings={column.key: column.heading for column in columns} | _headings_of_graphs(messages),
        sections=tuple(page_sections(assessments, numbered(entries), courses, messages)),
        labels=_labels(len(entries), messages),
    )


def _headings_of_graphs(messages: Messages) -> dict[str, str]:
    return {"bar": messages("column.bar"), "course": messages("page.course")}


def _labels(count: int, messages: Messages) -> dict[str, str]:
    """The words that stand on every page; the page itself counts what a filter lets through."""
    shown = messages("page.shown", count="{count}", all=count)
    return {key: messages(f"page.{key}") for key in _LABELS} | {"shown": shown}

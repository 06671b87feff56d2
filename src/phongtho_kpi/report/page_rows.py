"""The rows of the page: those of `kpi status` in full, each with its graphs and the words behind its verdict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Assessments, CoursePoint, Status
from phongtho_kpi.model.catalogue import Goal
from phongtho_kpi.report.graphs import Bullet, Course, bullet_of, course_of
from phongtho_kpi.report.overview import Numbered
from phongtho_kpi.report.status import Width, status_table
from phongtho_kpi.report.table import Cell, Table
from phongtho_kpi.report.verdict import verdict_sentences


@dataclass(frozen=True, slots=True)
class PageRow:
    """One indicator: its cells by the key of their column; `limit` stands before a target that is a limit."""

    anchor: str
    cells: Mapping[str, Cell]
    limit: str
    sentences: tuple[str, ...]
    bullet: Bullet | None
    course: Course | None


@dataclass(frozen=True, slots=True)
class PageSection:
    """The indicators under one heading."""

    heading: str
    rows: tuple[PageRow, ...]


def page_sections(
    assessments: Assessments, numbered: Numbered, courses: Mapping[str, Sequence[CoursePoint]], messages: Messages
) -> Iterator[PageSection]:
    """The sections of `kpi status`, each row of cells with what only the page has."""
    for part in _parts(assessments, numbered):
        table = status_table(assessments, [entry for _, entry in part], messages, width=Width.FULL)
        for section in table.sections:
            rows = zip(part, section.rows, strict=True)
            yield PageSection(
                section.heading,
                tuple(_row(assessments, one, _by_key(table, cells), courses, messages) for one, cells in rows),
            )


def _parts(assessments: Assessments, numbered: Numbered) -> Iterator[Numbered]:
    """What is judged by group, then what is followed: each makes one section."""
    followed = [one for one in numbered if one[1].headline.status is Status.INFORMATIVE]
    judged = [one for one in numbered if one[1].headline.status is not Status.INFORMATIVE]
    for group in assessments.catalogue.groups:
        yield [one for one in judged if one[1].indicator.group == group.id]
    yield followed


def _by_key(table: Table, cells: Sequence[Cell]) -> dict[str, Cell]:
    return {column.key: cell for column, cell in zip(table.columns, cells, strict=True)}


def _row(
    assessments: Assessments,
    numbered: tuple[str, Assessment],
    cells: Mapping[str, Cell],
    courses: Mapping[str, Sequence[CoursePoint]],
    messages: Messages,
) -> PageRow:
    anchor, entry = numbered
    target = entry.headline.target
    return PageRow(
        anchor=anchor,
        cells=cells,
        limit=messages("page.limit") if target is not None and target.goal is Goal.AT_MOST else "",
        sentences=verdict_sentences(entry, assessments.clocks, messages),
        bullet=bullet_of(entry, messages),
        course=course_of(entry, courses.get(entry.indicator.id, ()), messages),
    )

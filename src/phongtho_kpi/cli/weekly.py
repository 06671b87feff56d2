"""The weekly report in the making: verdicts, changes and figures → the bytes of a workbook with its stamp."""

from collections.abc import Sequence
from typing import NamedTuple

from phongtho_kpi import __version__
from phongtho_kpi.assess.assessment import courses
from phongtho_kpi.cli.session import Judged, Session
from phongtho_kpi.cli.since import changes_since
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Clocks
from phongtho_kpi.model.catalogue import Kind
from phongtho_kpi.report.fingerprint import catalogue_digest, figures_digest, known_figures
from phongtho_kpi.report.stamp import Stamp, Told, cells_digest
from phongtho_kpi.report.weekly.book import weekly_book
from phongtho_kpi.report.weekly.week import Week
from phongtho_kpi.write.workbook.book import book_bytes


class Made(NamedTuple):
    """A workbook, what it says of itself, and what stands in its cells."""

    content: bytes
    stamp: Stamp
    told: Sequence[Told]


def week_of(session: Session, judged: Judged, since: Clocks, messages: Messages) -> Week:
    """All that a report is made of, compared with what was known at `since`."""
    catalogue, known_on = session.catalogue, session.clocks.known_on
    entries = judged.assessments.entries
    figures = known_figures(judged.observations, known_on)
    flows = [one.indicator for one in entries if one.indicator.kind is Kind.FLOW]
    return Week(
        assessments=judged.assessments,
        changes=changes_since(since, session, judged, entries),
        courses=courses(catalogue, judged.observations, session.clocks, flows),
        figures=figures,
        areas=session.areas,
        messages=messages,
        catalogue_digest=catalogue_digest(catalogue, known_on),
        figures_digest=figures_digest(figures),
    )


def workbook_of(week: Week) -> Made:
    """The workbook of a week."""
    made: list[tuple[Stamp, Sequence[Told]]] = []

    def properties(told: Sequence[Told]) -> dict[str, str]:
        stamp = _stamp(week, told)
        made.append((stamp, told))
        return stamp.properties()

    content = book_bytes(weekly_book(week), properties)
    return Made(content, *made[0])


def _stamp(week: Week, told: Sequence[Told]) -> Stamp:
    clocks, since = week.clocks, week.changes.since
    return Stamp(
        program=__version__,
        lang=week.messages.lang,
        year=str(week.assessments.catalogue.year),
        as_of=clocks.as_of.isoformat(),
        known_on=clocks.known_on.isoformat(),
        since_as_of=since.as_of.isoformat(),
        since_known_on=since.known_on.isoformat(),
        catalogue=week.catalogue_digest,
        figures=week.figures_digest,
        cells=cells_digest(told),
    )

"""`kpi status --since`: what changed from an earlier moment to the one that is judged."""

from collections.abc import Sequence
from dataclasses import replace

from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.cli.formats import Format
from phongtho_kpi.cli.options import day_of
from phongtho_kpi.cli.output import say_tables, say_text, stdout, width_of
from phongtho_kpi.cli.session import Judged, Session
from phongtho_kpi.compare.moments import Changes, compare
from phongtho_kpi.model.assessment import Assessment, Clocks
from phongtho_kpi.report.changes import changes_tables
from phongtho_kpi.report.status import width_for
from phongtho_kpi.workspace import KpiError


def say_since(
    since: str, form: str, session: Session, judged: Judged, entries: Sequence[Assessment], *, wide: bool
) -> None:
    """Print what changed of the indicators of `entries`; raises KpiError where that cannot be asked for."""
    if form == Format.CSV:
        raise KpiError("since-as-csv")
    changes = changes_since(earlier_clocks(since, session.clocks), session, judged, entries)
    if form == Format.JSON:
        say_text(_json_text(changes, session, judged, entries))
        return
    columns = None if form == Format.MARKDOWN else width_of(stdout())
    width = width_for(columns, wide=wide or columns is None)  # in a pipe every line says it all
    tables = changes_tables(changes, judged.assessments, session.messages, width=width)
    if form == Format.MARKDOWN:
        from phongtho_kpi.write.markdown_file import markdown_text

        say_text("\n".join(map(markdown_text, tables)))
    else:
        say_tables(tables)


def earlier_clocks(since: str, later: Clocks) -> Clocks:
    """What the year looked like on `since`, as known on `since`.

    Raises KpiError `bad-date`, or `since-too-late` where that is after one of the clocks of `later`.
    """
    day = day_of("--since", since)
    for option, other in (("--as-of", later.as_of), ("--known-on", later.known_on)):
        if day > other:
            raise KpiError("since-too-late", since=since, option=option, day=other.isoformat())
    return Clocks(day, day)


def changes_since(earlier: Clocks, session: Session, judged: Judged, entries: Sequence[Assessment]) -> Changes:
    """What changed of the indicators of `entries`; the same figures are judged once more, as they were known then."""
    before = assess(session.catalogue, judged.observations, earlier)
    return compare(before, replace(judged.assessments, entries=tuple(entries)), judged.observations)


def _json_text(changes: Changes, session: Session, judged: Judged, entries: Sequence[Assessment]) -> str:
    """The document of `kpi status`, with what changed at its end."""
    from phongtho_kpi.report.changes_document import changes_document
    from phongtho_kpi.report.document import status_document
    from phongtho_kpi.write.json_file import json_text

    document = status_document(judged.assessments, entries, session.messages, judged.assessments.findings)
    return json_text({**document, "changes": changes_document(changes)})

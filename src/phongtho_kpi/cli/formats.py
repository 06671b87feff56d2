"""The verdicts in each format that programs and files take; a person at a terminal gets a table."""

from collections.abc import Sequence
from enum import StrEnum

from phongtho_kpi.assess.assessment import courses
from phongtho_kpi.cli.session import Judged, Session
from phongtho_kpi.model.assessment import Assessment
from phongtho_kpi.report.status import Width, status_table


class Format(StrEnum):
    """The endings of the files `kpi export` makes."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"
    WORKBOOK = "xlsx"
    PAGE = "html"


def status_bytes(form: Format, session: Session, judged: Judged, entries: Sequence[Assessment]) -> bytes:
    """The verdicts on `entries` as a file's content; what is not needed for it is not loaded."""
    messages = session.messages
    if form in (Format.JSON, Format.CSV):
        from phongtho_kpi.report.document import status_document

        document = status_document(judged.assessments, entries, messages, judged.assessments.findings)
        if form is Format.JSON:
            from phongtho_kpi.write.json_file import json_bytes

            return json_bytes(document)
        from phongtho_kpi.write.csv_file import csv_bytes

        return csv_bytes(document)
    if form is Format.PAGE:
        return page_bytes(session, judged, entries)
    table = status_table(judged.assessments, entries, messages, width=Width.FULL)
    if form is Format.MARKDOWN:
        from phongtho_kpi.write.markdown_file import markdown_text

        return markdown_text(table).encode()
    from phongtho_kpi.write.workbook.book import table_bytes

    return table_bytes(table, messages("title.sheet"))


def page_bytes(session: Session, judged: Judged, entries: Sequence[Assessment]) -> bytes:
    """The page of `entries`."""
    from phongtho_kpi.report.page import status_page
    from phongtho_kpi.write.html_file import html_bytes

    months = courses(session.catalogue, judged.observations, session.clocks, [one.indicator for one in entries])
    return html_bytes(status_page(judged.assessments, entries, months, session.messages))

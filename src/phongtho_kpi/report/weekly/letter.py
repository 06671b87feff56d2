"""The summary for a mail: what a leader has to know, in words that need no table."""

from phongtho_kpi.report.sheet import Letter, Lines
from phongtho_kpi.report.summary import counts_line
from phongtho_kpi.report.table import Note
from phongtho_kpi.report.weekly.summary import changed_lines, unreported_lines, wanting_lines
from phongtho_kpi.report.weekly.week import Week


def weekly_letter(week: Week, files: str) -> Letter:
    """The counts, then what is missed or behind, what changed and who has not reported; `files` are attached."""
    overview, messages = week.overview, week.messages
    blocks = (
        wanting_lines(week) or Lines("", (Note(messages("page.wanting_none")),)),
        changed_lines(week),
        unreported_lines(week) or Lines("", (Note(messages("page.unreported_none")),)),
    )
    counts = counts_line(week.assessments, week.entries, messages)
    attached = messages("letter.attached", files=files)
    return Letter(messages.lang, overview.title, (overview.clocks, counts), blocks, (*overview.notes, attached))

"""The summary for a mail: what a leader has to know, in words that need no table."""

from phongtho_kpi.report.sheet import Letter, Lines
from phongtho_kpi.report.summary import counts_line
from phongtho_kpi.report.weekly.summary import changed_lines, three_lines, unreported_lines, wanting_lines
from phongtho_kpi.report.weekly.week import Week


def weekly_letter(week: Week, files: str) -> Letter:
    """The counts and the three lines, then what is behind them; `files` are attached."""
    overview, messages = week.overview, week.messages
    details = (wanting_lines(week), changed_lines(week), unreported_lines(week))
    blocks = (Lines("", three_lines(week)), *(block for block in details if block is not None))
    counts = counts_line(week.assessments, week.entries, messages)
    attached = messages("letter.attached", files=files)
    return Letter(messages.lang, overview.title, (overview.clocks, counts), blocks, (*overview.notes, attached))

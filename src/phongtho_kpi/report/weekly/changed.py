"""*Thay đổi*: what is otherwise than in the last report — verdicts, targets in force, figures (compare/moments.py)."""

from dataclasses import replace

from phongtho_kpi.report.changes import changes_tables
from phongtho_kpi.report.sheet import Placed, Sheet
from phongtho_kpi.report.status import Width
from phongtho_kpi.report.table import Table
from phongtho_kpi.report.weekly.week import Week

# name, unit, before, arrow, after, periods, target, values, expected, per cents
_WIDTHS = (30, 10, 16, 4, 24, 14, 11, 11, 11, 11, 9, 9)
# how the columns of the other tables lie on those of the first, by their keys
_SPANS = {"name": 1, "unit": 1, "starts": 1, "before": 3, "after": 2, "decision": 5, "period": 2, "old": 1, "new": 1}
_REST = 2


def changed_sheet(week: Week) -> Sheet:
    """The tables of `kpi status --since`, one below the other."""
    first, *others = changes_tables(week.changes, week.assessments, week.messages, width=Width.FULL)
    title, subtitle = first.title, first.subtitle
    blocks = [Placed(replace(first, title="", subtitle=()))] if first.sections or first.notes else []
    blocks += [Placed(table, spans=_spans(table)) for table in others]
    return Sheet(week.messages("sheet.changes"), title, subtitle, tuple(blocks), _WIDTHS)


def _spans(table: Table) -> tuple[int, ...]:
    return tuple(_SPANS.get(column.key, _REST) for column in table.columns)

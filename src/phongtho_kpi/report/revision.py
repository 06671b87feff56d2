"""What is said of a revision that was added."""

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.catalogue import Indicator, Revision
from phongtho_kpi.report.wording import goal_text


def revision_line(indicator: Indicator, revision: Revision, messages: Messages) -> str:
    """`Diện tích chè trồng mới: ít nhất 50 ha → ít nhất 45 ha, từ ngày 01/08/2024, theo NQ 12/NQ-HĐND`."""
    before, after = indicator.target_on(revision.starts), revision.target
    is_other_day = before is not None and before.due != after.due
    was, will_be = goal_text(before, indicator, messages), goal_text(after, indicator, messages)
    if before is not None and is_other_day:
        was = messages("show.goal_with_due", goal=was, due=before.due)
        will_be = messages("show.goal_with_due", goal=will_be, due=after.due)
    return messages(
        "target.changed",
        name=indicator.name.to(messages.lang),
        before=was,
        after=will_be,
        starts=revision.starts,
        decided_by=revision.decided_by,
    )

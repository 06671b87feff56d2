"""The lines above and below the table of verdicts: what it is of, how many of each, what to look at next."""

from collections.abc import Sequence

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Assessments, Status
from phongtho_kpi.model.catalogue import Kind
from phongtho_kpi.report.table import SYMBOLS, TONES, Note
from phongtho_kpi.report.wording import counted, place_of, unbroken

_NAMED = 5  # ids in a line under the table


def title_line(assessments: Assessments, messages: Messages) -> str:
    """Whose targets, of which year, seen when."""
    clocks = assessments.clocks
    year = str(assessments.catalogue.year)
    title = messages("title.status", place=place_of(assessments, messages), year=year, as_of=clocks.as_of)
    if clocks.known_on == clocks.as_of:
        return title
    return messages("title.known_on", title=title, known_on=clocks.known_on)


def counts_line(assessments: Assessments, entries: Sequence[Assessment], messages: Messages) -> str:
    """`41 chỉ tiêu và 3 nhiệm vụ: 1 đạt · 9 đúng tiến độ · …`; counts of nothing are left out."""
    if not entries:
        return messages("count.nothing")
    judged = [entry for entry in entries if entry.headline.status is not Status.INFORMATIVE]
    named = _counted(judged, messages)
    if len(entries) < len(assessments.entries):
        named = messages("count.chosen", counted=named, all=len(assessments.entries))
    statuses = [entry.headline.status for entry in judged]
    parts = [
        unbroken(messages(f"count.{status}", count=statuses.count(status))) for status in Status if status in statuses
    ]
    line = f"{named}: {' · '.join(parts)}" if judged else named
    followed = len(entries) - len(judged)
    return f"{line}; {messages('count.informative', count=followed)}" if followed else line


def _counted(judged: Sequence[Assessment], messages: Messages) -> str:
    tasks = sum(entry.indicator.kind is Kind.TASK for entry in judged)
    numbers = counted("indicator", len(judged) - tasks, messages)
    if not tasks:
        return numbers
    named = counted("task", tasks, messages)
    return named if tasks == len(judged) else messages("count.and", first=numbers, second=named)


def notes_under(assessments: Assessments, entries: Sequence[Assessment], messages: Messages) -> tuple[Note, ...]:
    """What is missed or behind, and what was found about the figures, each with the command that says more."""
    notes = [
        _wanting(status, [entry.indicator.id for entry in entries if entry.headline.status is status], messages)
        for status in (Status.MISSED, Status.OFF_TRACK)
    ]
    if assessments.findings:
        text = messages("note.findings", count=len(assessments.findings))
        notes.append(Note(text, hint=messages("note.see", command="kpi check"), symbol="⚠"))
    return tuple(note for note in notes if note is not None)


def _wanting(status: Status, ids: Sequence[str], messages: Messages) -> Note | None:
    if not ids:
        return None
    named = ", ".join(dict.fromkeys(ids[:_NAMED]))
    if len(ids) > _NAMED:
        named = messages("note.others", ids=named, count=len(ids) - _NAMED)
    word = messages.status(status)
    text = messages("note.wanting", count=len(ids), status=word[:1].lower() + word[1:], ids=named)
    hint = messages("note.see", command=f"kpi show {ids[0]}")
    return Note(text, hint=hint, symbol=SYMBOLS[status], tone=TONES[status])

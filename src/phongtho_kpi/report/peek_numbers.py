"""Which sign of a file is the decimal one, and by which cell; or for which cell the file is refused (`kpi peek`)."""

from collections.abc import Iterator
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.seen import InDoubt, SeenFile, SettledBy
from phongtho_kpi.report.peek_words import cut, place_text
from phongtho_kpi.report.table import Note, Tone

_LONGEST = 40


def number_notes(seen: SeenFile, messages: Messages) -> Iterator[Note]:
    """One sentence on the number style of a file."""
    if seen.is_asked:
        yield Note(_of_style("note.peek_style_asked", seen, messages), symbol="✔", tone=Tone.GOOD)
    elif seen.number_style:
        yield Note(_settled(seen, messages), symbol="✔", tone=Tone.GOOD)
    elif seen.in_doubt is not None:
        hint = messages("note.peek_style_option")
        yield Note(_doubtful(seen, seen.in_doubt, messages), hint, symbol="✘", tone=Tone.FAILED)
    else:
        yield Note(messages("note.peek_style_unneeded"), symbol="○", tone=Tone.FAINT)


def _settled(seen: SeenFile, messages: Messages) -> str:
    """By which cell, and what another one means for that reason."""
    by = ", ".join(_cell(one, messages) for one in seen.settled_by)
    text = _of_style("note.peek_style", seen, messages, cell=by)
    doubt = seen.in_doubt
    if doubt is None:
        return text
    value = _number(doubt.as_vi if seen.number_style == "vi" else doubt.as_en, messages)
    return f"{text} {messages('note.peek_style_so', cell=_cell(doubt, messages), value=value)}"


def _doubtful(seen: SeenFile, doubt: InDoubt, messages: Messages) -> str:
    """Which number it is, and that nothing settles it, or that two cells contradict each other."""
    cell = _cell(doubt, messages)
    as_vi, as_en = _number(doubt.as_vi, messages), _number(doubt.as_en, messages)
    either = messages("note.peek_style_doubt", cell=cell, as_vi=as_vi, as_en=as_en)
    if not seen.settled_by:
        return f"{either} {messages('note.peek_style_none')}"
    by_style = {one.style: _cell(one, messages) for one in seen.settled_by}
    return f"{either} {messages('note.peek_style_disagree', vi=by_style['vi'], en=by_style['en'])}"


def _cell(one: SettledBy | InDoubt, messages: Messages) -> str:
    """`Quý II!D8 “4.444.000”`."""
    return messages("peek.cell", place=place_text(one.place, messages), text=cut(one.text, _LONGEST))


def _number(value: Decimal, messages: Messages) -> str:
    """Without signs between thousands: they are what is in doubt."""
    return messages.number(value, grouping=False)


def _of_style(key: str, seen: SeenFile, messages: Messages, **params: str) -> str:
    return messages(key, sign=messages(f"peek.sign_{seen.number_style}"), style=seen.number_style, **params)

"""`kpi verify`: whether a report still says what it said, and whether the same would be said today."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Clocks
from phongtho_kpi.report.stamp import Stamp, shown_cell
from phongtho_kpi.report.table import Column, Note, Section, Table, TextCell, Tone

_MOST = 50  # cells that are listed
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
Cells = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Verification:
    """A report's own stamp, the one it would get today, whether it is as written, and where its cells differ."""

    file: str
    stamp: Stamp
    today: Stamp
    is_as_written: bool
    cells: Cells
    cells_today: Cells

    @property
    def is_same_today(self) -> bool:
        """Whether today's catalogue and figures would still give what was written."""
        return self.today.cells == self.stamp.cells

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing to find."""
        return self.is_as_written and self.is_same_today

    @property
    def different(self) -> Sequence[tuple[str, str]]:
        """Sheet and address of the cells that are otherwise, in the order of the sheets."""
        sheets = {
            sheet: at for at, sheet in enumerate(dict.fromkeys(sheet for sheet, _ in (*self.cells_today, *self.cells)))
        }
        found = {place for place in self.cells.keys() | self.cells_today.keys() if self._differs(place)}
        return sorted(found, key=lambda place: (sheets[place[0]], *_row_first(place[1])))

    def _differs(self, place: tuple[str, str]) -> bool:
        return self.cells.get(place) != self.cells_today.get(place)


def _row_first(address: str) -> tuple[int, int, str]:
    form = _ADDRESS.fullmatch(address)
    return (int(form[2]), len(form[1]), form[1]) if form else (0, 0, address)


def verification_table(found: Verification, messages: Messages) -> Table:
    """Two answers, and below them the cells that are otherwise: what stands there, and what would stand there today."""
    clocks, since = found.stamp.clocks, found.stamp.since
    columns = tuple(Column(key, messages(f"verify.{key}")) for key in ("sheet", "cell", "written", "today"))
    different = found.different
    rows = tuple(
        (
            TextCell(sheet),
            TextCell(address),
            TextCell(_shown(found.cells.get((sheet, address)), messages)),
            TextCell(_shown(found.cells_today.get((sheet, address)), messages)),
        )
        for sheet, address in different[:_MOST]
    )
    notes = [*_answers(found, messages)]
    if len(different) > _MOST:
        notes.append(Note(messages("verify.more", count=len(different) - _MOST)))
    return Table(
        messages.lang,
        found.file,
        columns,
        (Section("", rows),) if rows else (),
        (_about(clocks, since, messages),),
        tuple(notes),
    )


def _about(clocks: Clocks, since: Clocks, messages: Messages) -> str:
    return messages("verify.about", as_of=clocks.as_of, known_on=clocks.known_on, since=since.as_of)


def _shown(said: str | None, messages: Messages) -> str:
    return messages("verify.blank") if said is None else shown_cell(said, messages)


def _answers(found: Verification, messages: Messages) -> Sequence[Note]:
    """Was it edited; would it be the same today, and if not, why; whose hand each of the cells above shows."""
    notes = [_answer("as_written" if found.is_as_written else "edited", messages, good=found.is_as_written)]
    notes.append(_answer("same_today" if found.is_same_today else "other_today", messages, good=found.is_same_today))
    if not found.is_same_today:
        reasons = [
            name
            for name in ("catalogue", "figures", "program")
            if getattr(found.stamp, name) != getattr(found.today, name)
        ]
        notes += [
            Note(messages(f"verify.{name}_changed", before=found.stamp.program, now=found.today.program))
            for name in reasons
        ]
        if not found.is_as_written:
            notes.append(Note(messages("verify.both")))
    return notes


def _answer(key: str, messages: Messages, *, good: bool) -> Note:
    return Note(messages(f"verify.{key}"), symbol="✔" if good else "✘", tone=Tone.GOOD if good else Tone.FAILED)

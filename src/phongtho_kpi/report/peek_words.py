"""The words and marks of `kpi peek`: what was understood, what is passed over, what would be rejected."""

from collections.abc import Iterable, Sequence

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Status
from phongtho_kpi.model.folding import composed
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.seen import SeenSheet, SeenTable, SeenTime
from phongtho_kpi.report.table import Note, StatusCell

# one language of signs everywhere: those of the verdicts serve here too
TAKEN = Status.MET  # ✔
USED = Status.ON_TRACK  # ● says what figures are of
IN_PART = Status.AT_RISK  # ▲
REJECTED = Status.MISSED  # ✘
PASSED = Status.INFORMATIVE  # · is no figure
EMPTY = Status.NOT_DUE  # ○
HIDDEN = Status.NO_DATA  # –

_MOST_RANGES = 12


def mark(status: Status, word: str, *remarks: str) -> StatusCell:
    """`✔ tháng 6/2024  ước · ha`."""
    return StatusCell(status, word, " · ".join(remark for remark in remarks if remark))


def problem_mark(problem: str, messages: Messages, *remarks: str) -> StatusCell:
    """`✘ không rõ kỳ`, by the name of the finding that an import would make of it."""
    return mark(REJECTED, messages(f"peek_problem.{problem}"), *remarks)


def period_text(period: Period, messages: Messages) -> str:
    """`tháng 6/2024`."""
    return messages.period(period, with_year=True)


def time_text(time: SeenTime, messages: Messages) -> str:
    """What a line says of a period: `6 tháng đầu năm 2024`, `tháng 7`, `năm 2024`."""
    if time.months is None:
        return messages("period.whole_year", year=time.year)
    if time.year is None:
        return messages.period(Period(1, *time.months))
    return period_text(Period(time.year, *time.months, time.day), messages)


def periods_text(periods: Iterable[Period], messages: Messages) -> str:
    """The first and the last of many: `năm 2023 … 6 tháng đầu năm 2024 (8)`."""
    known = sorted(set(periods), key=lambda period: (period.year, period.last, period.first, period.day or 0))
    if len(known) <= _FEW:
        return ", ".join(period_text(period, messages) for period in known)
    first, last = (period_text(period, messages) for period in (known[0], known[-1]))
    return messages("peek.periods", first=first, last=last, count=len(known))


_FEW = 2


def rows_text(ranges: Sequence[tuple[int, int]]) -> str:
    """`8–9, 16, 22–25`, the first of many."""
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in ranges[:_MOST_RANGES]]
    return ", ".join([*shown, "…"] if len(ranges) > _MOST_RANGES else shown)


def header_text(table: SeenTable) -> str:
    """`8–9`: the rows of a table's header."""
    return rows_text([(table.header_rows[0], table.header_rows[-1])])


def more_note(what: str, count: int, messages: Messages) -> tuple[Note, ...]:
    """`… và 8 cột nữa`; nothing where all are shown."""
    return (Note(messages(f"note.peek_more_{what}", count=count), symbol="…"),) if count > 0 else ()


def cut(text: str, most: int) -> str:
    """In one line, and no longer than `most` letters."""
    line = composed(" ".join(text[: 8 * most].split()))
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def sheet_name(sheet: SeenSheet, messages: Messages) -> str:
    """A sheet's own name; a CSV file has none."""
    return cut(sheet.name, 40) or messages("peek.csv_sheet")


def table_name(sheet: SeenSheet, table: SeenTable, messages: Messages) -> str:
    """`T4`; of a sheet with several tables `T4, bảng 2`."""
    name = sheet_name(sheet, messages)
    if len(sheet.tables) == 1:
        return name
    return messages("peek.table_of", sheet=name, number=sheet.tables.index(table) + 1)


def place_text(place: str, messages: Messages) -> str:
    """`Quý II!D8`, or of a CSV file `dòng 8`."""
    line = place.removeprefix(":")
    return messages("peek.line", line=line) if line.isdigit() else place

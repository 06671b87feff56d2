"""One cell of a neutral table as text, for every format that is read as text."""

from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.report.table import BarCell, Cell, DayCell, Missing, NumberCell, StatusCell, TextCell

BAR_CELLS = 10
_EIGHTHS = " ▏▎▍▌▋▊▉"


def cell_text(cell: Cell, messages: Messages) -> str:
    """The cell's text as it is in the data: whoever shows it makes it safe for where it is shown."""
    match cell:
        case TextCell():
            return cell.text
        case NumberCell():
            return number_text(cell, messages)
        case StatusCell():
            return f"{verdict_text(cell)}  {cell.remark}" if cell.remark else verdict_text(cell)
        case DayCell():
            return messages.day(cell.day)
        case Missing():
            return "–"
        case BarCell() | None:
            return ""


def verdict_text(cell: StatusCell) -> str:
    """`▲ Có nguy cơ`."""
    return f"{cell.symbol} {cell.word}"


def number_text(cell: NumberCell, messages: Messages) -> str:
    """`77,208`, `61–62`, `+9,1`."""
    text = messages.number(cell.value, cell.places)
    if cell.upper is not None:
        return messages("value.range", low=text, high=messages.number(cell.upper, cell.places))
    return f"+{text}{cell.suffix}" if cell.signed and cell.value > 0 else f"{text}{cell.suffix}"


def bar_text(cell: BarCell) -> str:
    """`████▎ ┃   `: filled as far as it got, a tick where it should be."""
    eighths = int(min(max(cell.value, Decimal(0)), Decimal(1)) * BAR_CELLS * 8)
    full, part = divmod(eighths, 8)
    drawn = list(("█" * full + (_EIGHTHS[part] if part else "")).ljust(BAR_CELLS))
    if cell.mark is not None and cell.mark >= 0:
        tick = int(cell.mark * BAR_CELLS)
        if part and tick == full and cell.mark > cell.value:
            tick += 1  # behind in the same cell: the end of the bar stays visible before the tick
        drawn[min(tick, BAR_CELLS - 1)] = "┃"
    return "".join(drawn)

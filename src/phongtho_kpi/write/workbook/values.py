"""What goes into one cell of a workbook: numbers as numbers, days as days, and texts that stay texts."""

import re
from bisect import bisect_right
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import TYPE_CHECKING

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.folding import composed
from phongtho_kpi.report.stamp import said_day, said_number
from phongtho_kpi.report.table import Cell, DayCell, NumberCell, TextCell
from phongtho_kpi.write.cells import cell_text
from phongtho_kpi.write.screen import NO_BREAK, UNSHOWABLE

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell

DAY_FORMAT = "dd/mm/yyyy"
_LONGEST_TEXT = 32_767  # what a cell of Excel holds
_LONGEST_NAME = 31
_EXACT_DIGITS = 15  # more than that Excel forgets: such a number is written as text
_FIFTEEN_DIGITS = Context(prec=_EXACT_DIGITS, rounding=ROUND_HALF_UP)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML 1.0
_LINE_ENDS = re.compile(r"\r\n?")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would take for a character that XML cannot hold
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def put(target: "SheetCell", cell: Cell, messages: Messages) -> str:
    """Fill a cell; returns what now stands in it as a report's stamp has it, "" of a blank one."""
    match cell:
        case TextCell(under=""):
            return put_text(target, cell.text)
        case NumberCell(upper=None) if len(cell.value.as_tuple().digits) <= _EXACT_DIGITS or _is_endless(cell.value):
            number = _FIFTEEN_DIGITS.normalize(cell.value)  # endless digits are cut off where Excel would forget them
            target.value = number
            return said_number(number)
        case DayCell():
            target.value = cell.day
            return said_day(cell.day.isoformat())
        case None:
            return ""
        case TextCell() if cell.under:
            return put_text(target, f"{cell.text} ({cell.under})")
        case _:
            return put_text(target, cell_text(cell, messages))


def put_text(target: "SheetCell", text: str) -> str:
    """A text that stays one: never a formula, an error or a link, whatever it begins with."""
    written, said = _prepared(text)
    if written:
        target.value = written
        target.data_type = "s"
    return said


@cache
def _prepared(text: str) -> tuple[str, str]:
    """A text as a cell has it and as a stamp has it; names and units come again and again."""
    shown = _fitting(legal_text(text))
    return _escaped(shown), composed(shown).strip()


def legal_text(text: str) -> str:
    """Without what XML does not allow; blanks that do not break are plain ones, since cells wrap by themselves.

    Lines end in LF: whoever reads XML makes one of CR LF, and a report's stamp must know what will be read.
    """
    return _LINE_ENDS.sub("\n", _ILLEGAL.sub(UNSHOWABLE, text)).replace(NO_BREAK, " ")


def legal_sheet_name(name: str) -> str:
    r"""A name Excel takes: at most 31 characters, none of `[]:*?/\`, no `'` at either end, not blank, not History."""
    legal = _NOT_IN_A_NAME.sub(" ", legal_text(name))[:_LONGEST_NAME].strip(" '")
    return f"{legal} 1"[-_LONGEST_NAME:] if legal.casefold() in {"", "history"} else legal


def number_format(cell: NumberCell) -> str:
    """Excel shows the separators of its reader's country."""
    number = "#,##0" + ("." + "0" * cell.places if cell.places else "")
    suffix = f'"{cell.suffix}"' if cell.suffix else ""
    return f"+{number}{suffix};-{number}{suffix};{number}{suffix}" if cell.signed else f"{number}{suffix}"


def _escaped(text: str) -> str:
    """As a workbook writes it, so that it is read as it was typed."""
    return _ESCAPE.sub("_x005F_", text)


def _fitting(text: str) -> str:
    """As much of a text as a cell holds as it is written: else openpyxl would cut more than a report's stamp knows."""
    if len(_escaped(text)) <= _LONGEST_TEXT:
        return text
    lengths = range(_LONGEST_TEXT + 1)
    return text[: bisect_right(lengths, _LONGEST_TEXT, key=lambda length: len(_escaped(text[:length]))) - 1]


def _is_endless(value: Decimal) -> bool:
    """Out of a division: the digits Excel forgets were cut off anyway."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -exponent > _EXACT_DIGITS

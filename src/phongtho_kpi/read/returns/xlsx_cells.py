"""A workbook's cell → the text that a person would have typed, or what is wrong with it (docs/safety.md)."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, NamedTuple

from phongtho_kpi.model.finding import DATE_AS_FIGURE, ERROR_CELL, FORMULA_WITHOUT_VALUE, FindingKind
from phongtho_kpi.read.figure_columns import NUMBER_COLUMNS

# Excel keeps 15 digits; what follows them in a float is noise (0.1 + 0.2 is 0.30000000000000004)
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # of a number format: what is printed as it stands


class CellText(NamedTuple):
    """A cell's text; `problem` where it may not be read so."""

    text: str
    problem: FindingKind | None = None
    is_percent: bool = False


def cell_text(cell: Any, column: str, *, has_formula: bool) -> CellText:
    """The text of a cell in a column of a table of figures; `has_formula` where its formula is known."""
    value = cell.value
    if value is None:
        # a formula whose stored value is the empty text keeps the type `str`; without it nothing was ever calculated
        return CellText("", FORMULA_WITHOUT_VALUE if has_formula and cell.data_type != "str" else None)
    if cell.data_type == "e":
        return CellText(str(value), ERROR_CELL)
    if isinstance(value, bool):  # before int, which it is to Python
        return CellText(str(value).upper())
    if isinstance(value, int | float):
        return _number(value, cell.number_format, column)
    if isinstance(value, date | time | timedelta):
        return _date(value, cell.number_format, column)
    return CellText(unicodedata.normalize("NFC", str(value)).strip())


def _number(value: float, number_format: str | None, column: str) -> CellText:
    is_percent = column == "value" and "%" in _LITERALS.sub("", number_format or "")
    if isinstance(value, float):
        number = _FIFTEEN_DIGITS.create_decimal(repr(value))
        if not number.is_finite():
            return CellText(str(value))
        number = number.normalize(_FIFTEEN_DIGITS)
    else:
        number = Decimal(value)
    return CellText(f"{number.scaleb(2) if is_percent else number:f}", is_percent=is_percent)


def _date(value: date | time | timedelta, number_format: str | None, column: str) -> CellText:
    """Excel makes dates of `2024-07`: the cell's format says how much of one it still shows."""
    if column in NUMBER_COLUMNS:
        return CellText(str(value).removesuffix(" 00:00:00"), DATE_AS_FIGURE)
    if column != "period" or not isinstance(value, date):
        return CellText(str(value))
    day = value.date() if isinstance(value, datetime) else value
    shows = _LITERALS.sub("", number_format or "").casefold()
    if "d" in shows:
        return CellText(day.isoformat())
    return CellText(f"{day:%Y-%m}" if "m" in shows else f"{day:%Y}")

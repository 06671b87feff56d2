"""What a cell says: numbers and the unit beside them, or why it is no figure (docs/commands.md, *Numbers*)."""

import re
from decimal import Decimal
from typing import NamedTuple

from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.catalogue import Indicator, Kind
from phongtho_kpi.model.finding import FindingKind
from phongtho_kpi.read.exact_number import MOST_DIGITS
from phongtho_kpi.read.figure import Numbers
from phongtho_kpi.read.returns.grid import Dated, Exact, Failed, Percent, Uncalculated
from phongtho_kpi.read.returns.numerals import NotAFigure, NumberStyle, Numeral, Quotient, read_number


class Amount(NamedTuple):
    """The numbers of a cell; `unit` is what the cell itself says, "" where it says nothing."""

    numbers: Numbers
    unit: str = ""


_STORED: dict[type, FindingKind] = {
    Failed: kinds.ERROR_CELL,
    Uncalculated: kinds.FORMULA_WITHOUT_VALUE,
    Dated: kinds.DATE_AS_FIGURE,
}
_TYPED = {
    NotAFigure.WORDS: kinds.NOT_A_NUMBER,
    NotAFigure.TOO_LONG: kinds.NOT_A_NUMBER,
    NotAFigure.NOT_EXACT: kinds.NOT_EXACT,
    NotAFigure.DATE: kinds.DATE_AS_FIGURE,
}


def read_amount(text: str, style: NumberStyle | None, indicator: Indicator) -> Amount | FindingKind:
    """What a cell that is not blank says of an indicator; the kind of finding where that is no figure."""
    if isinstance(text, Exact):
        if sum(map(str.isdigit, text)) > MOST_DIGITS:
            return kinds.NOT_A_NUMBER
        return Amount(Numbers(Decimal(text)), "%" if isinstance(text, Percent) else "")
    if type(text) is not str:
        return _STORED[type(text)]
    number = read_number(text)
    if isinstance(number, NotAFigure):
        return _TYPED[number]
    if isinstance(number, Quotient):
        return _share(number, style) if is_share(indicator) else kinds.NOT_A_SHARE
    value = number.value(style)
    return kinds.NOT_A_NUMBER if value is None else Amount(Numbers(value), number.unit.strip("() "))


def is_share(indicator: Indicator) -> bool:
    """Whether k of n may be said of it: a level in per cent."""
    return indicator.kind is Kind.LEVEL and indicator.unit == "%"


def looks_like_an_amount(text: str) -> bool:
    """Whether a cell of a row that names nothing is a figure that would be lost.

    A signature, a date, a telephone number and `6 tháng` are none; `trên 65` is no figure either, but meant as one.
    """
    if type(text) is not str:
        return not isinstance(text, Dated)
    number = read_number(text)
    if isinstance(number, Numeral):
        unit = number.unit.split()
        return len(unit) <= _UNIT_WORDS and not _is_telephone(number.digits) and not (unit and _TIME.match(unit[0]))
    if number is NotAFigure.NOT_EXACT:
        return len(text) <= _LONGEST_BOUND and not _is_telephone(text) and not _OF_DAYS.search(text)
    return isinstance(number, Quotient)


_UNIT_WORDS = 2
_LONGEST_BOUND = 20
_TIME = re.compile(r"(?:tháng|thg|năm|quý|t)(?!\w)", re.IGNORECASE)
_OF_DAYS = re.compile(r"/|(?<!\w)(?:ngày|tháng|năm|quý)(?!\w)", re.IGNORECASE)


def _is_telephone(text: str) -> bool:
    return text.startswith("0") and text[1:2].isdigit() and sum(sign.isdigit() for sign in text) >= len("091234567")


def _share(number: Quotient, style: NumberStyle | None) -> Amount | FindingKind:
    """K of n, whatever things are counted (`05/16 xã`); of a share of shares it says nothing."""
    numerator, denominator = number.numerator.value(style), number.denominator.value(style)
    if numerator is None or denominator is None or number.unit in {"%", "‰"}:
        return kinds.NOT_A_SHARE
    return Amount(Numbers(None, numerator, denominator))

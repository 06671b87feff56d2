"""Numbers as offices type them, and which sign of a file is the decimal one (docs/commands.md, *Numbers*).

A number leaves no doubt, or depends on the style of its file: `1.230` alone may be 1230 or 1.23.
"""

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from phongtho_kpi.model.folding import composed
from phongtho_kpi.read.exact_number import MOST_DIGITS


class NumberStyle(StrEnum):
    """Which sign separates the decimals: in Vietnam the comma, in English the dot; the other one groups thousands."""

    VI = "vi"
    EN = "en"

    @property
    def decimal_sign(self) -> str:
        """`,` or `.`."""
        return "," if self is NumberStyle.VI else "."


class NotAFigure(StrEnum):
    """Why a text is no figure."""

    WORDS = "words"
    NOT_EXACT = "not-exact"  # a bound or a range
    DATE = "date"
    TOO_LONG = "too-long"


class Numeral(NamedTuple):
    """A number as typed; `digits` has all its signs but the minus and the unit."""

    digits: str
    negative: bool
    unit: str  # glued to it or behind it, as typed; "" where there is none

    def value(self, style: NumberStyle | None) -> Decimal | None:
        """The number; None where it depends on a style that is not settled."""
        sign = decimal_sign_of(self.digits)
        if sign is None:  # neither settled nor needed, or in doubt
            if self.digits.isdigit():
                return self._signed(self.digits)
            if style is None:
                return None
            sign = style.decimal_sign
        grouping = "." if sign == "," else ","
        return self._signed(self.digits.replace(grouping, "").replace(sign, "."))

    def _signed(self, digits: str) -> Decimal:
        value = Decimal(digits)
        return -value if self.negative and value else value  # nobody means a zero below zero

    @property
    def in_doubt(self) -> bool:
        """Whether it is another number in the other style."""
        return not self.digits.isdigit() and decimal_sign_of(self.digits) is None


class Quotient(NamedTuple):
    """`12/17`: k of n."""

    numerator: Numeral
    denominator: Numeral
    unit: str


_LONGEST = 200  # what is longer are words, and need not be searched for a number
_BLANKS = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))  # come along from PDFs and web pages
_GROUPED_BY_BLANKS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])")
_DIGITS = r"[0-9]+(?:[.,][0-9]+)*"
_PLAIN = re.compile(rf"(-?)({_DIGITS})")
_NUMERAL = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-−–+])?\s*(?P<digits>{_DIGITS})(?P<close>\s*\))?\s*(?P<unit>[^0-9].*)?"
)
_QUOTIENT = re.compile(rf"({_DIGITS})\s*/\s*({_DIGITS})\s*([^0-9/].*)?")
_DATE = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_RANGE = re.compile(rf"{_DIGITS}\s*\D{{0,12}}?\s*(?:[-–—÷~]|đến|tới)\s*{_DIGITS}.*")
_BOUND = re.compile(
    r"[^0-9]*(?:(?<!\w)"
    r"(?:trên|dưới|hơn|gần|khoảng|chừng|xấp xỉ|tối thiểu|tối đa|ít nhất|nhiều nhất|quá|vượt|từ|đến)(?!\w)"
    r"|[<>≤≥~≈±])[^0-9]*[0-9].*"
    r"|[^0-9]*[0-9].*(?:(?<!\w)trở (?:lên|xuống)|\+)[\s.)]*",
    re.IGNORECASE,
)
_MISSING = re.compile(r"[-‐‑‒–—―−－_.…/\s]*|x|n[/.]?a\.?", re.IGNORECASE)


def is_missing(text: str) -> bool:
    """Whether a mark says that there is no figure: `-`, `...`, `x`, `n/a` or nothing. A zero is a figure."""
    return not text or (not text[0].isdigit() and _MISSING.fullmatch(text.translate(_INVISIBLE)) is not None)


def read_number(text: str) -> Numeral | Quotient | NotAFigure:
    """What a text says, as far as it can be told without the style of its file."""
    if found := _PLAIN.fullmatch(text):  # nearly all of them: the other forms need not be tried
        numeral = _checked(Numeral(found[2], found[1] == "-", ""))
        return NotAFigure.DATE if numeral is NotAFigure.WORDS and _DATE.fullmatch(text) else numeral
    if len(text) > _LONGEST:
        return NotAFigure.WORDS
    text = composed(_BLANKS.sub(" ", text.translate(_INVISIBLE))).strip().removeprefix("'")
    text = _GROUPED_BY_BLANKS.sub(lambda found: found[0].replace(" ", ""), text)
    if _DATE.fullmatch(text):
        return NotAFigure.DATE
    if found := _QUOTIENT.fullmatch(text):
        return _quotient(found)
    if _RANGE.fullmatch(text) or _BOUND.fullmatch(text):
        return NotAFigure.NOT_EXACT
    return _numeral(text)


def _numeral(text: str) -> Numeral | NotAFigure:
    found = _NUMERAL.fullmatch(text)
    if found is None:
        return NotAFigure.WORDS
    unit = (found["unit"] or "").strip()
    if found["open"] and not found["close"] and unit.endswith(")"):  # (2,5%)
        unit = unit[:-1].strip()
    elif bool(found["open"]) != bool(found["close"]):
        return NotAFigure.WORDS
    if (found["open"] and found["sign"]) or _has_digits(unit):
        return NotAFigure.WORDS
    return _checked(Numeral(found["digits"], found["open"] is not None or found["sign"] in {"-", "−", "–"}, unit))


def _quotient(found: re.Match[str]) -> Quotient | NotAFigure:
    parts = [_checked(Numeral(digits, negative=False, unit="")) for digits in (found[1], found[2])]
    unit = (found[3] or "").strip()
    if isinstance(parts[0], NotAFigure) or isinstance(parts[1], NotAFigure):
        return NotAFigure.WORDS
    if _has_digits(unit):
        return NotAFigure.WORDS
    return Quotient(parts[0], parts[1], unit)


def _has_digits(unit: str) -> bool:
    """Whether more numbers follow; `m2` is a unit."""
    return any(sign.isdecimal() for sign in unit) and unit.casefold() not in {"m2", "km2", "m3"}


def _checked(numeral: Numeral) -> Numeral | NotAFigure:
    """The numeral, if its separators can be those of a number at all."""
    digits = numeral.digits
    if sum(sign.isdigit() for sign in digits) > MOST_DIGITS:
        return NotAFigure.TOO_LONG
    if digits.isdigit() or _GROUPS.fullmatch(digits) or decimal_sign_of(digits) is not None:
        return numeral
    return NotAFigure.WORDS


def decimal_sign_of(digits: str) -> str | None:
    """The decimal sign that a number leaves no doubt of; None where it has no separator, or one that may be either.

    >>> [decimal_sign_of(text) for text in ("44,36", "1.111.000", "1,234.5", "0.125", "1234.567", "1.230", "12")]
    [',', ',', '.', '.', '.', None, None]
    """
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        return _decimal_sign_of_both(digits)
    if dots + commas > 1:  # thousands and nothing else
        return None if not _GROUPS.fullmatch(digits) else "," if dots else "."
    if (not dots and not commas) or _GROUPS.fullmatch(digits):
        return None
    return "." if dots else ","


def _decimal_sign_of_both(digits: str) -> str | None:
    """The sign of the two that comes last and once, if what comes before it is grouped in threes."""
    sign = max(".,", key=digits.rindex)
    whole, _, _ = digits.rpartition(sign)
    return sign if sign not in whole and _GROUPS.fullmatch(whole) else None

"""A cell of an .xls → the text that a person would have typed (grid.py says which kinds of text there are)."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import groupby
from typing import Any, NamedTuple

from phongtho_kpi.model.folding import composed
from phongtho_kpi.read.returns.grid import Dated, Exact, Failed, Percent
from phongtho_kpi.read.returns.legacy_fonts import Legacy, legacy_of, unicode_of

# Excel keeps 15 digits; what follows them in a float is noise (0.1 + 0.2 is 0.30000000000000004)
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_BEYOND_FIFTEEN = 10**15
_SURELY_FIFTEEN = 16  # characters, one of them the point
# of a number format: what is printed as it stands. [h] is not: hours that go on after the 24th
_LITERALS = re.compile(r'"[^"]*"|\\.|\[(?!(?:h+|m+|s+)\])[^\[\]]*\]|_.|\*.', re.IGNORECASE | re.DOTALL)
_NO_DATE = Failed("#VALUE!")
_SECONDS_A_DAY = 86_400

_Reader = Callable[[Any, int], str]
_Run = tuple[int, Legacy | None]  # from which letter on a text is in which coding


class _Style(NamedTuple):
    """What a cell's format says about its text."""

    shows: str  # its number format in small letters, without what is printed as it stands
    legacy: Legacy | None


class BookCells:
    """The cells of one book, as xlrd has it."""

    def __init__(self, book: Any) -> None:
        import xlrd  # only an .xls should cost it

        self._datemode = book.datemode
        self._day_of = xlrd.xldate_as_datetime
        self._fonts = [legacy_of(font.name) for font in book.font_list]
        self._styles = [
            _Style(_shown(book.format_map[xf.format_key].format_str), self._legacy(xf.font_index))
            for xf in book.xf_list
        ]
        self._texts: dict[object, str] = {}  # cells share their texts, and go on to do so
        self._rich_texts: dict[object, tuple[object, str]] = {}  # by the identity of what it therefore keeps alive
        self._errors = {code: Failed(text) for code, text in xlrd.error_text_from_code.items()}
        has_percent = any("%" in style.shows for style in self._styles)
        self._readers: dict[int, _Reader] = {
            xlrd.XL_CELL_EMPTY: _blank,
            xlrd.XL_CELL_TEXT: self._old_text if any(self._fonts) else self._text,
            xlrd.XL_CELL_NUMBER: self._number if has_percent else _exact,
            xlrd.XL_CELL_DATE: self._date,
            xlrd.XL_CELL_BOOLEAN: _truth,
            xlrd.XL_CELL_ERROR: self._error,
        }

    def rows(self, sheet: Any) -> Iterator[list[str]]:
        """The texts of all rows, blank ones included."""
        readers = self._readers
        # the methods for these copy every row, and look for the format of every cell in four places
        parts = (sheet._cell_types, sheet._cell_values, sheet._cell_xf_indexes)  # noqa: SLF001
        for kinds, values, formats in zip(*parts, strict=True):
            yield [readers[kind](value, xf) for kind, value, xf in zip(kinds, values, formats, strict=True)]

    def rich_text(self, sheet: Any, row: int, column: int) -> str:
        """A text in several fonts. Cells that share it share the list of fonts too, which may be longer than it."""
        value, runs = sheet.cell_value(row, column), sheet.rich_text_runlist_map[row, column]
        legacy = self._styles[sheet.cell_xf_index(row, column)].legacy
        key = (id(runs), legacy)
        if key not in self._rich_texts:
            fonts = [(0, legacy), *((start, self._legacy(font)) for start, font in sorted(runs))]
            self._rich_texts[key] = runs, composed(_in_unicode(value, fonts)).strip()
        return self._rich_texts[key][1]

    def _legacy(self, font: int) -> Legacy | None:
        return self._fonts[font] if font < len(self._fonts) else None

    def _text(self, value: str, _: int) -> str:
        if value not in self._texts:
            self._texts[value] = composed(value).strip()
        return self._texts[value]

    def _old_text(self, value: str, xf: int) -> str:
        legacy = self._styles[xf].legacy
        if legacy is None:
            return self._text(value, xf)
        key = (value, legacy)
        if key not in self._texts:
            self._texts[key] = composed(unicode_of(value, legacy)).strip()
        return self._texts[key]

    def _number(self, value: float, xf: int) -> str:
        if "%" in self._styles[xf].shows and math.isfinite(value):
            number = _FIFTEEN_DIGITS.create_decimal(repr(value + 0.0))  # there is no -0
            return Percent(_digits(number.scaleb(2)))
        return _exact(value, xf)

    def _date(self, value: float, xf: int) -> str:
        try:
            return self._dated(value, self._styles[xf].shows)
        except (OverflowError, ValueError):  # after 9999, or no number
            return _NO_DATE

    def _dated(self, value: float, shows: str) -> str:
        """As much as is shown of a day; of a time all of it."""
        if value < 0:
            return _NO_DATE
        is_time = not {"d", "y"} & set(shows) and {"h", "s"} & set(shows)
        if is_time or (value < 1 and not self._datemode):
            return _time(value, goes_on="[" in shows)
        day = self._day_of(value, self._datemode).date()
        if "d" in shows or not {"m", "y"} & set(shows):
            return Dated(day.isoformat())
        return Dated(f"{day:%Y-%m}" if "m" in shows else f"{day:%Y}")

    def _error(self, value: int, _: int) -> str:
        return self._errors.get(value, _NO_DATE)


def _shown(number_format: str | None) -> str:
    return _LITERALS.sub("", number_format or "").lower()


def _blank(*_: object) -> str:
    return ""


def _truth(value: int, _: int) -> str:
    return "TRUE" if value else "FALSE"


def _exact(value: float, _: int) -> str:
    """A stored number; what is none (infinity) is a word as any other."""
    if value.is_integer() and -_BEYOND_FIFTEEN < value < _BEYOND_FIFTEEN:
        return Exact(int(value))
    text = Exact(value)
    if len(text) <= _SURELY_FIFTEEN and "e" not in text and math.isfinite(value):
        return text
    return Exact(_digits(_FIFTEEN_DIGITS.create_decimal(text))) if math.isfinite(value) else str(value)


def _digits(number: Decimal) -> str:
    """All digits and no exponent."""
    text = str(number.normalize(_FIFTEEN_DIGITS))
    return f"{Decimal(text):f}" if "E" in text else text


def _time(value: float, *, goes_on: bool) -> str:
    """`07:30:00`; `36:30:00` where the hours go on after the 24th."""
    seconds = round(value * _SECONDS_A_DAY)
    minutes, seconds = divmod(seconds if goes_on else seconds % _SECONDS_A_DAY, 60)
    hours, minutes = divmod(minutes, 60)
    return Dated(f"{hours:02}:{minutes:02}:{seconds:02}")


def _in_unicode(text: str, fonts: Sequence[_Run]) -> str:
    """A text in several fonts. What follows one another in one coding is one: a letter may be two codes."""
    ends = (*fonts[1:], (len(text), None))
    pieces = [(legacy, text[start:end]) for (start, legacy), (end, _) in zip(fonts, ends, strict=True)]
    groups = groupby((piece for piece in pieces if piece[1]), key=lambda piece: piece[0])
    coded = ((legacy, "".join(part for _, part in same)) for legacy, same in groups)
    return "".join(part if legacy is None else unicode_of(part, legacy) for legacy, part in coded)

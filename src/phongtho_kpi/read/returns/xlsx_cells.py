"""A workbook's cell → the text that a person would have typed, or what it is instead (grid.py; docs/safety.md)."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import from_excel, from_ISO8601

from phongtho_kpi.model.folding import composed
from phongtho_kpi.read.exact_number import MOST_DIGITS
from phongtho_kpi.read.legal_text import MOST_CHARACTERS
from phongtho_kpi.read.returns.grid import Dated, Exact, Failed, Percent, Uncalculated
from phongtho_kpi.read.returns.legacy_fonts import Legacy, legacy_of, unicode_of
from phongtho_kpi.read.returns.xlsx_parts import BrokenWorkbookError

# a text as a workbook stores it: whole, or runs with the names of their fonts, "" where a run has none of its own
Written = str | tuple[tuple[str, str], ...]

# Excel keeps 15 digits; what follows them in a float is noise (0.1 + 0.2 is 0.30000000000000004)
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_SHORT = re.compile(r"0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]{0,6})\.[0-9]{0,6}[1-9]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,400}(?:\.[0-9]{0,400})?(?:[eE][+-]?[0-9]{1,4})?|[+-]?\.[0-9]{1,400}")
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # of a number format: what is printed as it stands
_LONGEST_FORMAT = 1_000
_MOST_WORDS = 20_000_000  # characters of all different texts of a book
_ESCAPED = re.compile("_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")  # how a workbook writes what XML cannot hold


class Style(NamedTuple):
    """What a cell's format says about what it shows."""

    shows: str = ""  # its number format in small letters, without what is printed as it stands
    legacy: Legacy | None = None
    is_date: bool = False
    is_duration: bool = False

    @property
    def is_percent(self) -> bool:
        """Whether it shows a number in per cent."""
        return "%" in self.shows


_PLAIN = Style()


class Styles(dict[str, Style]):
    """The styles of one book by their numbers as cells name them; what names none is plain."""

    def __init__(self, cells: Sequence[tuple[int, int]], formats: dict[int, str], fonts: Sequence[str]) -> None:
        super().__init__()
        self._cells = cells
        self._formats = formats
        self._fonts = fonts

    def __missing__(self, number: str) -> Style:
        style = _PLAIN
        if number.isdecimal() and int(number) < len(self._cells):
            format_number, font = self._cells[int(number)]
            shown = self._formats.get(format_number) or BUILTIN_FORMATS.get(format_number, "General")
            style = _style(shown[:_LONGEST_FORMAT], self._fonts[font] if 0 <= font < len(self._fonts) else "")
        self[number] = style
        return style


def _style(shown: str, font: str) -> Style:
    plain = _LITERALS.sub("", shown).casefold()
    return Style(plain, legacy_of(font), is_date_format(shown), is_timedelta_format(shown))


class CellTexts:
    """Turns the cells of one book into texts; the same words come again and again, and stay in memory once."""

    def __init__(self, texts: Sequence[Written], styles: Styles, epoch: datetime) -> None:
        self._texts = texts
        self._styles = styles
        self._epoch = epoch
        self._known: dict[tuple[Written, Legacy | None], str] = {}
        self._room = _MOST_WORDS

    def text(self, kind: str, style_number: str, stored: str) -> str:
        """A cell by the kind of what it stores, which is not blank."""
        style = self._styles[style_number]
        if kind == "n":
            return number_text(stored.strip(), style, self._epoch)
        if kind == "s":
            if not stored.isdecimal():  # -1 would be the last
                raise BrokenWorkbookError("unreadable")
            return self.words(self._texts[int(stored)], style_number)
        if kind == "str":
            return self.words(stored, style_number)
        if kind == "b":
            return str(stored.strip() not in {"0", "false"}).upper()
        if kind == "d":
            return iso_text(stored, style)
        if kind != "e":
            raise BrokenWorkbookError("unreadable")
        return Failed(stored[:MOST_CHARACTERS])

    def words(self, written: Written, style_number: str) -> str:
        """A typed text, in Unicode and NFC."""
        key = written, self._styles[style_number].legacy
        text = self._known.get(key)
        if text is None:
            text = self._known[key] = words_text(written, key[1])
            self._room -= len(text)
            if len(text) > MOST_CHARACTERS or self._room < 0:
                raise BrokenWorkbookError("too-large-inside")
        return text


def number_text(stored: str, style: Style, epoch: datetime) -> str:
    """A stored number with the digits that Excel shows, or the date that it shows."""
    if style.is_date:
        return serial_text(stored, style, epoch)
    if _SHORT.fullmatch(stored):  # nearly all of them
        return Percent(f"{Decimal(stored).scaleb(2):f}") if style.is_percent else Exact(stored)
    if not _NUMBER.fullmatch(stored):
        return Failed(stored[:MOST_CHARACTERS])
    number = Decimal(stored)
    if not stored.lstrip("+-").isdecimal():  # a float; a whole number was kept as it was typed
        number = _FIFTEEN_DIGITS.normalize(number)
    if abs(number.adjusted()) > MOST_DIGITS:
        return stored[:MOST_CHARACTERS]  # no figure: as a text it is rejected
    number = number or Decimal(0)  # -0
    return Percent(f"{number.scaleb(2):f}") if style.is_percent else Exact(f"{number:f}")


def serial_text(stored: str, style: Style, epoch: datetime) -> str:
    """A date that is stored as the number of its day."""
    try:
        return date_text(from_excel(float(stored), epoch, timedelta=style.is_duration), style)
    except (ValueError, OverflowError):  # before 1900, after 9999, or no number
        return Failed("#####")


def iso_text(stored: str, style: Style) -> str:
    """A date that is stored as a text."""
    try:
        return date_text(from_ISO8601(stored), style)
    except ValueError:
        return Failed(stored[:MOST_CHARACTERS])


def date_text(value: date | time | timedelta, style: Style) -> str:
    """As much of a date as the cell shows: Excel makes one of `2024-07`."""
    if not isinstance(value, date):
        return Dated(str(value))
    day = value.date() if isinstance(value, datetime) else value
    if "d" in style.shows or not ("m" in style.shows or "y" in style.shows):
        return Dated(day.isoformat())
    return Dated(f"{day:%Y-%m}" if "m" in style.shows else f"{day:%Y}")


def words_text(written: Written, legacy: Legacy | None) -> str:
    """A typed text, in Unicode and NFC; of a text in several fonts each run by its own."""
    runs = (("", written),) if isinstance(written, str) else written
    text = "".join(_run_text(run, legacy_of(font) if font else legacy) for font, run in runs)
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return composed(text).strip()


def _run_text(text: str, legacy: Legacy | None) -> str:
    return text if legacy is None else unicode_of(text, legacy)


def formula_text(formula: str) -> str:
    """A formula of which no value was stored."""
    return Uncalculated(f"={formula[:MOST_CHARACTERS]}")

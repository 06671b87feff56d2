"""`Messages`: every sentence, word, number and day the program shows, in one language."""

import string
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from phongtho_kpi.i18n.numbers import plain, written
from phongtho_kpi.model.assessment import Flag, OutlookVerdict, Reason, Status
from phongtho_kpi.model.catalogue import Frequency, Kind
from phongtho_kpi.model.finding import Finding, Param
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period

LANGUAGES = ("vi", "en")

_YEAR = (1, 12)
_HALVES = ((1, 6), (7, 12))
_QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
_ROMAN = ("I", "II", "III", "IV")
_LONGEST = 80  # of a text from a file that is repeated in a sentence
_GROUPED_FROM = 10_000  # a year and most line numbers are integers too, and are not grouped
_ENDLESS, _FEW = 28, 4  # digits of a number that never ends (assess/exact.py), and how many of them a sentence has
_WHOLE = frozenset({"expected", "file", "folder", "known", "problem", "reason"})  # never cut short
# parameters that may be keys of ours, and the table of their words
_WORDS = {
    "compared_with": "compared_with",
    "feature": "feature",
    "kind": "kind",
    "problem": "problem",
    "reason": "unreadable",
    "status_after": "status",
    "status_before": "status",
    "what": "hidden",
}


@cache
def texts(lang: str) -> Mapping[str, str | list[str]]:
    """All texts of a language by their dotted key; a language we do not speak is a ValueError."""
    if lang not in LANGUAGES:
        raise ValueError(lang)
    with Path(__file__).with_name(f"{lang}.toml").open("rb") as file:
        return dict(_flat(tomllib.load(file), ""))


def _flat(table: Mapping[str, Any], prefix: str) -> list[tuple[str, str | list[str]]]:
    flat: list[tuple[str, str | list[str]]] = []
    for key, value in table.items():
        flat += _flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else [(prefix + key, value)]
    return flat


class Messages(string.Formatter):
    """The texts of one language; `messages(key, name=value)` fills a text in.

    Decimals are written with every digit they have; `{name:raw}` leaves one as a file would have it.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._texts = texts(lang)
        self._group, self._decimal = self._text("number.group"), self._text("number.decimal")

    def __call__(self, key: str, /, **params: object) -> str:
        """The text under `key` with its parameters; an unknown key is a KeyError."""
        return self.vformat(self._text(key), (), params)

    def knows(self, key: str) -> bool:
        """Whether there is a text under `key`."""
        return key in self._texts

    def _text(self, key: str) -> str:
        text = self._texts[key]
        if isinstance(text, list):
            raise KeyError(key)
        return text

    def format_field(self, value: Any, format_spec: str) -> str:
        """One parameter in a text."""
        if isinstance(value, Decimal):
            return plain(value) if format_spec == "raw" else self.number(value)
        if isinstance(value, date):
            return self.day(value)
        if format_spec == "raw":
            return str(value)
        if not format_spec and isinstance(value, int) and not isinstance(value, bool):
            return self.number(Decimal(value)) if abs(value) >= _GROUPED_FROM else str(value)
        return format(value, format_spec)

    def number(self, value: Decimal, places: int | None = None, *, grouping: bool = True) -> str:
        """`7.367.800`, `77,208`; with `places` rounded half up to them, else every digit."""
        return written(value, self._group if grouping else "", self._decimal, places)

    def day(self, day: date) -> str:
        """`31/07/2024`."""
        return self._day("date.day", day)

    def short_day(self, day: date) -> str:
        """`31/12`, where the year is known."""
        return self._day("date.short_day", day)

    def _day(self, key: str, day: date) -> str:
        return self(key, day=day.day, month=day.month, month_name=self.month(day.month), year=day.year)

    def month(self, month: int, *, long: bool = False) -> str:
        """The name or number of a month, 1 to 12."""
        return self._texts["date.long_months" if long else "date.months"][month - 1]

    def period(self, period: Period, cumulative: bool = False, *, with_year: bool = False) -> str:
        """`tháng 7`, `quý III`, `7 tháng`, `6 tháng đầu năm`, `cả năm`; `with_year` names the year too."""
        if period.day is not None:
            return self("period.day", day=self.day(date(period.year, period.last, period.day)))
        if with_year and (period.first, period.last) == _YEAR:
            return self("period.whole_year", year=period.year)
        name = self._months(period, cumulative=cumulative)
        if not with_year:
            return name
        half = (period.first, period.last) in _HALVES and not cumulative
        return self("period.half_of_year" if half else "period.of_year", period=name, year=period.year)

    def _months(self, period: Period, *, cumulative: bool) -> str:
        first, last = months = (period.first, period.last)
        if months == _YEAR:
            key = "year"
        elif first == last:
            key = "month"
        elif cumulative or (first == 1 and months not in (*_QUARTERS, *_HALVES)):
            key = "to_date"
        elif months in _QUARTERS:
            key = "quarter"
        else:
            key = {1: "first_half", 7: "second_half"}.get(first, "span") if months in _HALVES else "span"
        return self(
            f"period.{key}",
            first=self.month(first),
            last=self.month(last),
            month=self.month(last, long=True),
            quarter=_ROMAN[(last - 1) // 3],
            number=(last - 1) // 3 + 1,
        )

    def until(self, period: Period) -> str:
        """`đến hết tháng 7`: up to when a period speaks."""
        if period.day is not None:
            return self("period.until_day", day=date(period.year, period.last, period.day))
        if period.last == _YEAR[1]:
            return self("period.until_year", year=period.year)
        return self("period.until_month", month=self.month(period.last, long=True))

    def status(self, status: Status) -> str:
        """A verdict's word."""
        return self(f"status.{status}")

    def reason(self, reason: Reason) -> str:
        """Why a status is what it is."""
        return self(f"reason.{reason}")

    def flag(self, flag: Flag) -> str:
        """A fact about the figures."""
        return self(f"flag.{flag}")

    def kind(self, kind: Kind) -> str:
        """What sort of number an indicator is."""
        return self(f"kind.{kind}")

    def frequency(self, frequency: Frequency) -> str:
        """How often figures are expected."""
        return self(f"frequency.{frequency}")

    def observation_status(self, status: ObservationStatus) -> str:
        """How settled a figure is."""
        return self(f"observation_status.{status}")

    def outlook(self, verdict: OutlookVerdict) -> str:
        """Whether the year will end where it should."""
        return self(f"outlook.{verdict}")

    def finding(self, finding: Finding) -> tuple[str, str]:
        """What is wrong, naming the values, and what to do about it."""
        name = f"finding.{finding.kind.text_key}"
        params = {key: self._param(key, value) for key, value in finding.params.items()}
        return self(self._variant(f"{name}.text", params), **params), self(
            self._variant(f"{name}.remedy", params), **params
        )

    def _variant(self, key: str, params: Mapping[str, Param]) -> str:
        """The text for what is not known: `remedy_without_nearest` where nothing is near."""
        empty = (f"{key}_without_{name}" for name, value in params.items() if value == "")
        return next(filter(self.knows, empty), key)

    def error(self, key: str, params: Mapping[str, Param]) -> str:
        """The sentence of a KpiError."""
        shown = {name: self._param(name, value) for name, value in params.items()}
        return self(self._variant(f"error.{key}", shown), **shown)

    def _param(self, name: str, value: Param) -> Param:
        """A parameter as a sentence shows it: words of ours in the language, texts of others cut short."""
        if isinstance(value, Decimal):
            return _short(value)
        if not isinstance(value, str):
            return value
        table = _WORDS.get(name)
        if table is not None and self.knows(f"{table}.{value}"):
            return self(f"{table}.{value}")
        return value if len(value) <= _LONGEST or name in _WHOLE else value[:_LONGEST] + "…"


def _short(value: Decimal) -> Decimal:
    """A number that never ends by its first digits, and all those before the decimal sign."""
    _, digits, exponent = value.as_tuple()
    if len(digits) != _ENDLESS or not isinstance(exponent, int) or exponent >= 0:
        return value
    return round(value, max(_FEW - 1 - value.adjusted(), 0))

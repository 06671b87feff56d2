"""`Period`: an interval of months in one year, or a day (rules §1)."""

import calendar
import re
from datetime import date
from fractions import Fraction
from typing import NamedTuple

MONTHS = range(1, 13)

_FORM = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<to_date>[1-9]|1[0-2])M|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}))?))?"
)
_NAMED = {(1, 12): "", (1, 6): "-H1", (7, 12): "-H2", (1, 3): "-Q1", (4, 6): "-Q2", (7, 9): "-Q3", (10, 12): "-Q4"}


class Period(NamedTuple):
    """Months `first` to `last` of `year`, both included; with `day`, that day of month `last` alone.

    >>> Period.parse("2024-3M") == Period.parse("2024-Q1")
    True
    >>> str(Period.parse("2024-6M")), str(Period.parse("2024-9M")), str(Period.parse("2024-07-15"))
    ('2024-H1', '2024-9M', '2024-07-15')
    """

    year: int
    first: int
    last: int
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2024`, `2024-H1`, `2024-Q3`, `2024-07`, `2024-9M` or `2024-07-15`; anything else is a ValueError."""
        form = _FORM.fullmatch(text)
        if form is None or form["year"] == "0000":
            raise ValueError(text)
        year = int(form["year"])
        if form["half"]:
            last = int(form["half"]) * 6
            return cls(year, last - 5, last)
        if form["quarter"]:
            last = int(form["quarter"]) * 3
            return cls(year, last - 2, last)
        if form["to_date"]:
            return cls(year, 1, int(form["to_date"]))
        if form["day"]:
            return cls.of_day(date(year, int(form["month"]), int(form["day"])))
        if form["month"]:
            return cls(year, int(form["month"]), int(form["month"]))
        return cls(year, 1, 12)

    @classmethod
    def of_day(cls, day: date) -> "Period":
        """One day, for a reading taken on it."""
        return cls(day.year, day.month, day.month, day.day)

    @classmethod
    def to_date(cls, year: int, month: int) -> "Period":
        """January to `month`: the months a flow's value to date speaks of."""
        return cls(year, 1, month)

    def __str__(self) -> str:
        """Return the shortest usual name; the same interval has one name only."""
        if self.day is not None:
            return f"{self.year:04}-{self.last:02}-{self.day:02}"
        named = _NAMED.get((self.first, self.last))
        if named is not None:
            return f"{self.year:04}{named}"
        if self.first == self.last:
            return f"{self.year:04}-{self.last:02}"
        return f"{self.year:04}-{self.last}M" if self.first == 1 else f"{self.year:04}-{self.first:02}..{self.last:02}"

    @property
    def to_date_name(self) -> str:
        """The name as months to date: `2024-6M`, and `2024` for all twelve (rules §8, `period` of a flow)."""
        return f"{self.year:04}" if self.last == MONTHS[-1] else f"{self.year:04}-{self.last}M"

    @property
    def months(self) -> range:
        """The months it spans, 1 to 12."""
        return range(self.first, self.last + 1)

    @property
    def position(self) -> Fraction:
        """Where in the year it ends, in months since New Year: 6 for June and H1, between two ends for a day."""
        if self.day is None:
            return Fraction(self.last)
        return self.last - 1 + Fraction(self.day, days_in_month(self.year, self.last))

    def closes(self, cutoff_day: int | None) -> date:
        """The day it closes: `cutoff_day` of its last month, or that month's last day; a day on itself (rules §2)."""
        if self.day is not None:
            return date(self.year, self.last, self.day)
        last_day = days_in_month(self.year, self.last)
        return date(self.year, self.last, min(cutoff_day or last_day, last_day))

    def figure_key(self, *, of_total: bool) -> tuple[int, int, int, int]:
        """What makes two figures the same one: of a total the interval, of all else the day they close (rules §2)."""
        return self.year, self.first if of_total else 0, self.last, self.day or 0

    def in_year(self, year: int) -> "Period | None":
        """The same months, or the same day, of another year; None for 29 February where there is none."""
        if self.day is not None and self.day > days_in_month(year, self.last):
            return None
        return Period(year, self.first, self.last, self.day)


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    return calendar.monthrange(year, month)[1]

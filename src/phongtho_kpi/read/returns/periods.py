"""Periods as offices write them: `Tháng 6`, `Quý II`, `Lũy kế 9 tháng`, `Ước năm 2024`, `07/2024` (docs/commands.md).

A text is taken apart into what it says of the year, the months and how settled the figure is; nothing may be left over
but words that say nothing more. What it leaves open, `Thực hiện trong tháng`, its surroundings say.
"""

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from phongtho_kpi.model.folding import composed, without_marks
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period


class Open(StrEnum):
    """Which months are meant, where a text leaves it to its surroundings."""

    REPORTED = "reported"  # Thực hiện: the one period that is reported on
    STEP = "step"  # Thực hiện beside Lũy kế: the month or quarter, not all that led to it
    YEAR = "year"  # Thực hiện năm 2024, if that year is over
    MONTH = "month"  # Trong tháng
    LAST_MONTH = "last_month"  # Tháng trước
    QUARTER = "quarter"  # Trong quý
    TO_DATE = "to_date"  # Lũy kế: January to the end of what is reported on


class When(NamedTuple):
    """What a text says of a period; None where it says nothing."""

    year: int | None = None
    months: tuple[int, int] | None = None
    day: int | None = None  # of the last of the months
    open: Open | None = None
    status: ObservationStatus | None = None
    years_back: int = 0  # năm trước: 1

    @property
    def says_months(self) -> bool:
        """Whether it needs nothing but a year."""
        return self.months is not None


QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}
_MONTH_WORDS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi mot": 11, "muoi hai": 12, "muoi": 10, "chap": 12,
}  # fmt: skip
_ENGLISH_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_ENGLISH_MONTH = (
    r"(?P<english>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|^may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_OF_YEAR = rf"(?:\s*[/.-]?\s*(?:nam\s*)?{_YEAR})?"
_QUARTER = r"(?:qu[yi]|quarter|q)[\s.:]*(?P<quarter>iv|i{1,3}|[1-4]|mot|hai|ba|bon|tu)"
_MONTH = r"(?:thang|month|thg|th|t)[\s.:]*(?P<month>[0-9]{1,2})"
_NAMED_MONTH = rf"thang\s+(?P<named>{'|'.join(sorted(_MONTH_WORDS, key=len, reverse=True))})(?!\s*[12][0-9]{{3}})"
_SPAN = r"(?P<span>[0-9]{1,2})[\s-]*(?:thang|months|thg|t)"
_ONWARDS = r"(?:tu\s+)?(?:thang|t)[\s.]*0?1\s*(?:-|den(?:\s+het)?)\s*(?:thang\s+|t)?(?P<span>[0-9]{1,2})"
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"

# in this order: what is longer is taken first
_FORMS = [
    re.compile(_BEFORE + form + _AFTER)
    for form in (
        rf"(?P<day>[0-9]{{1,2}})[/.-](?P<month>[0-9]{{1,2}})[/.-]{_YEAR}",
        rf"(?:(?<=den )|(?<=ngay ))(?P<day>[0-9]{{1,2}})\s*(?:/|thang)\s*(?P<month>[0-9]{{1,2}}){_OF_YEAR}(?!/)",
        _ONWARDS + _OF_YEAR,
        rf"{_SPAN}\s+(?:cuoi|sau)\s+(?P<end>nam){_OF_YEAR}",
        rf"{_SPAN}(?:\s+dau(?:\s+nam)?)?{_OF_YEAR}",
        rf"nua\s+(?P<half>dau|cuoi)\s+nam{_OF_YEAR}",
        _QUARTER + _OF_YEAR,
        _MONTH + _OF_YEAR,
        _NAMED_MONTH + _OF_YEAR,
        rf"(?P<month>0?[1-9]|1[0-2])[/.-]{_YEAR}",
        rf"{_YEAR}[/-](?P<month>0?[1-9]|1[0-2])",
        rf"{_YEAR}\.(?P<month>0[1-9]|1[0-2])",  # of 2024.10 Excel leaves 2024.1
        rf"{_ENGLISH_MONTH}\s+{_YEAR}",
        rf"(?P<whole>ca\s+nam){_OF_YEAR}",
        rf"(?:(?:nam|year)\s*)?{_YEAR}",
    )
]
_MALE = re.compile(r"(?<![^\W_])nam(?![^\W_])")  # in a text with marks it is no `năm`
_REPORTED = re.compile(
    _BEFORE + r"(?:thuc hien|th|ket qua|so lieu|gia tri|dat duoc|actual|trong ky|ky nay|ky bao cao)" + _AFTER
)
_NUMBER_OF_A_FORM = (
    r"(?:bieu|mau|phu luc|so)(?: so)?\s+(?![0-9]{1,2}\s*t(?:hang)?\b)[0-9][0-9a-z/.]*(?:-(?!t[0-9])[0-9a-z/.]+)*"
)
# of letters, decisions and forms, not of figures; years side by side are a term of office, a plan or a school year
_DATES = re.compile(
    "|".join(
        _BEFORE + form
        for form in (
            _NUMBER_OF_A_FORM,
            r"[0-9]+/[0-9]{4}/[a-z][0-9a-z/.-]*",
            r"(?:thong tu|quyet dinh|nghi dinh|nghi quyet|cong van|chi thi|luat|qd|nq|nd|tt)(?: so)?\s+[0-9]+/[0-9]{4}",
            r"ngay\s+[0-9. ]*[0-9.…]*\s*thang\s+[0-9.… ]*(?:\s*nam\s+[0-9.…]*)?",
            r"(?:ngay\s*)?[0-9.…]{0,9}\s?[/.-]\s?[0-9.…]{1,3}\s?[/.-]\s?[0-9]{4}" + _AFTER,
            r"(?:ngay|den|tu)\s+[0-9]{1,2}/[0-9]{1,2}(?![0-9/])",
            r"(?<![0-9])(?<![0-9] )thang[\s.…_]+(?=nam)",
            r"[12][0-9]{3}\s*[-–]\s*[12][0-9]{3}" + _AFTER,
            r"(?:so voi|cung ky)[^|]{0,80}?[12][0-9]{3}" + _AFTER,
        )
    )
)
# behind a period that is reported on: what is to be done in the next one
_TO_COME = re.compile(
    _BEFORE
    + r"(?<!thuc hien )(?:phuong huong|nhiem vu|ke hoach|du kien|giai phap|muc tieu|chuong trinh)"
    + _AFTER
    + "[^|]*"
)
_LAST_YEAR = re.compile(_BEFORE + r"nam (?:truoc|ngoai)" + _AFTER)
_TO_DATE = re.compile(_BEFORE + r"(?:luy ke|lk|cong don|(?:cong )?tu dau nam|year to date|ytd)" + _AFTER)
_UNTIL = re.compile(_BEFORE + r"(?:den|het)" + _AFTER)
_IN_LAST_MONTH = re.compile(_BEFORE + "thang truoc" + _AFTER)
_IN_MONTH = re.compile(_BEFORE + "thang" + _AFTER)
_IN_QUARTER = re.compile(_BEFORE + "qu[yi]" + _AFTER)
_IN_YEAR = re.compile(_BEFORE + r"(?<!dau )(?<!cuoi )(?<!trong )nam(?! (?:nay|bao cao))" + _AFTER)
_STATUSES = (
    (re.compile(_BEFORE + r"(?:uoc(?: tinh| dat)?|estimated?)" + _AFTER), ObservationStatus.ESTIMATE),
    (re.compile(_BEFORE + r"(?:so bo|preliminary)" + _AFTER), ObservationStatus.PRELIMINARY),
    (re.compile(_BEFORE + r"chinh thuc" + _AFTER), ObservationStatus.FINAL),
)
_WORD = re.compile(r"[^\W_]+")
# words that say nothing of the period
_FILLERS = frozenset(
    """
    thuc hien th ket qua so lieu gia tri dat duoc trong ky ca cuoi dau tu tai thoi diem ngay tinh cua toan bao cao nay
    uoc het den co actual
    """.split()  # noqa: SIM905 -- forty quotes would hide the words
)


_LONGEST = 200  # what is longer names no period
_LONGEST_LINE = 300  # that a period is looked for in


def read_period(text: str) -> When | None:
    """What a whole text says of a period; None where it has words that are about something else."""
    if len(text) > _LONGEST:
        return None
    exact = _machine_form(text)
    if exact is not None:
        return exact
    plain = without_marks(text)
    if not text.isascii() and _MALE.search(composed(text).casefold()):
        return None
    when, rest = _taken_apart(plain)
    if when is None or any(word not in _FILLERS for word in _WORD.findall(rest)):
        return None
    if when._replace(status=None) != When():
        return when
    return when._replace(open=Open.REPORTED) if when.status or _REPORTED.search(plain) else None


def periods_in(text: str) -> tuple[When, ...]:
    """All that a line above a table says of periods, or several with `|` between them; dates of letters are none."""
    plain = rest = _DATES.sub(lambda match: "|".ljust(len(match[0])), without_marks(text))
    found: list[tuple[int, When]] = []
    for form in _FORMS:
        for match in form.finditer(rest):
            when = _when(match)
            if when is not None:
                found.append((match.start(), when))
        rest = form.sub(lambda match: "|".ljust(len(match[0])), rest)
    found.sort(key=itemgetter(0))
    to_come = _TO_COME.search(plain, found[0][0]) if found else None
    if to_come is None:
        return tuple(when for _, when in found)
    reported = [when for start, when in found if not to_come.start() <= start < to_come.end()]
    later = [when for start, when in found if to_come.start() <= start < to_come.end() and when.year is not None]
    if any(when.year is not None for when in reported):
        return tuple(reported)
    return (*reported, *(_as_year_of(when, reported) for when in later))


def _as_year_of(later: When, reported: Sequence[When]) -> When:
    """`6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2024`: what is to come later in a year says which year it is."""
    ends = [when.months[1] for when in reported if when.months is not None]
    return When(later.year) if ends and later.months is not None and later.months[0] > max(ends) else later


def _machine_form(text: str) -> When | None:
    """`2024-Q3`, `2024-9M`, `2024-07-15`: as `data/` has them."""
    try:
        period = Period.parse(text.upper())
    except ValueError:
        return None
    if not _MACHINE_YEARS[0] <= period.year <= _MACHINE_YEARS[1]:
        return None  # a figure
    return When(period.year, (period.first, period.last), period.day)


_MACHINE_YEARS = (1900, 2099)


def _taken_apart(text: str) -> tuple[When | None, str]:
    """What a text without marks says, and the rest of it; None where it names a period that does not exist, or two."""
    status, rest = _status_in(text)
    years_back = 0
    if found := _LAST_YEAR.search(rest):
        years_back, rest = 1, _without(rest, found)
    to_date = _TO_DATE.search(rest)
    rest = _TO_DATE.sub(" ", rest)
    when = When()
    if form := next((found for form in _FORMS if (found := form.search(rest))), None):
        named, rest = _when(form), _without(rest, form)
        if named is None or any(other.search(rest) for other in _FORMS):
            return None, rest
        when = named
    until = _UNTIL.search(rest)
    if to_date or (until and when.says_months):
        when, rest = _to_date(when), _IN_QUARTER.sub(" ", _IN_MONTH.sub(" ", rest))
    elif not when.says_months:
        when, rest = _left_open(when, rest, is_figure=status is not None or _REPORTED.search(rest) is not None)
    return when._replace(status=status, years_back=years_back), rest


def _status_in(text: str) -> tuple[ObservationStatus | None, str]:
    for form, status in _STATUSES:
        if form.search(text):
            return status, form.sub(" ", text)
    return None, text


def _left_open(when: When, rest: str, *, is_figure: bool) -> tuple[When, str]:
    """What `Trong tháng` and `Thực hiện` leave to the title; a year alone is the whole year, and so is `Ước năm`."""
    for form, which in ((_IN_LAST_MONTH, Open.LAST_MONTH), (_IN_MONTH, Open.MONTH), (_IN_QUARTER, Open.QUARTER)):
        if found := form.search(rest):
            return when._replace(open=which), _without(rest, found)
    if when.year is None and is_figure and (found := _IN_YEAR.search(rest)):
        return when._replace(months=(1, 12)), _without(rest, found)
    return (when._replace(months=(1, 12)) if when.year is not None else when), rest


def _to_date(when: When) -> When:
    """January to the end of what is named; to the end of what is reported on where nothing is."""
    if when.months is None:
        return when._replace(open=Open.TO_DATE)
    last = when.months[1]
    if when.day is None:
        return when._replace(months=(1, last))
    ends = {calendar.monthrange(year, last)[1] for year in ([when.year] if when.year else _WITH_AND_WITHOUT_LEAP_DAY)}
    return when._replace(months=(1, last), day=None) if ends == {when.day} else when  # đến 30/6: all of June


_WITH_AND_WITHOUT_LEAP_DAY = (2023, 2024)


def _when(match: re.Match[str]) -> When | None:
    """What one form says; None where there is no such month, quarter or day."""
    parts = {name: text for name, text in match.groupdict().items() if text}
    year = int(parts["year"]) if "year" in parts else None
    says = next((says for name, says in _SAYINGS.items() if name in parts), None)
    return When(year) if says is None else says(year, parts)


def _quarter(year: int | None, parts: dict[str, str]) -> When:
    quarter = _ROMAN.get(parts["quarter"]) or int(parts["quarter"])
    return When(year, QUARTERS[quarter - 1])


def _half(year: int | None, parts: dict[str, str]) -> When:
    return When(year, (1, 6) if parts["half"] == "dau" else (7, 12))


def _span(year: int | None, parts: dict[str, str]) -> When | None:
    length = int(parts["span"])
    if not 1 <= length <= _LAST_MONTH:
        return None
    return When(year, (13 - length, _LAST_MONTH) if "end" in parts else (1, length))


def _day(year: int | None, parts: dict[str, str]) -> When | None:
    month, day = int(parts["month"]), int(parts["day"])
    try:
        date(year or max(_WITH_AND_WITHOUT_LEAP_DAY), month, day)
    except ValueError:
        return None
    return When(year, (month, month), day)


def _month(year: int | None, parts: dict[str, str]) -> When | None:
    if "english" in parts:
        month = _ENGLISH_MONTHS.index(parts["english"][:3]) // 3 + 1
    else:
        month = _MONTH_WORDS[parts["named"]] if "named" in parts else int(parts["month"])
    return When(year, (month, month)) if 1 <= month <= _LAST_MONTH else None


def _whole_year(year: int | None, _: dict[str, str]) -> When:
    return When(year, (1, _LAST_MONTH))


_LAST_MONTH = 12
_SAYINGS: dict[str, Callable[[int | None, dict[str, str]], When | None]] = {
    "quarter": _quarter, "half": _half, "span": _span, "day": _day, "month": _month, "named": _month, "english": _month,
    "whole": _whole_year,
}  # fmt: skip


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"

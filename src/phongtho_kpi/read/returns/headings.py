"""What the heading of a column says: figures of which period or area, or no figures at all (docs/commands.md, *Wide*).

A heading is all the (merged) cells above its column, from the top down. A column is figures only if every word of its
heading is understood; numbers under any other heading are rejected, not guessed.
"""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from phongtho_kpi.model.folding import composed, split_brackets, without_marks
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.read.returns.periods import QUARTERS, Open, When, read_period


class Role(StrEnum):
    """What stands in a column."""

    INDICATOR = "indicator"
    AREA = "area"
    AREA_CODE = "area_code"
    PERIOD = "period"
    UNIT = "unit"
    STATUS = "status"
    SOURCE = "source"
    NOTE = "note"
    FIGURE = "figure"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    ORDER = "order"  # STT
    PLAN = "plan"
    COMPARISON = "comparison"
    SUBTOTAL = "subtotal"
    UNKNOWN = "unknown"


class Heading(NamedTuple):
    """The role of a column, and of a column of figures what its heading tells about them."""

    text: str
    role: Role
    when: When = When()
    area: str = ""  # as written
    unit: str = ""
    disagrees: bool = False  # its cells name two periods


_WORDS: dict[Role, str] = {
    Role.ORDER: "stt|tt|so tt|so thu tu|ma so|ma|#|no",
    Role.AREA: "xa|ten xa|xa thi tran|xa phuong|xa phuong thi tran|ten xa thi tran|ten xa phuong|dia ban|ten dia ban"
    "|ten don vi|don vi hanh chinh|ten don vi hanh chinh|area|commune|xa phuong thi tran dac khu",
    Role.AREA_CODE: "ma xa|ma dia ban|ma don vi|ma dvhc|ma don vi hanh chinh|ma xa phuong|area code|ma phuong",
    Role.PERIOD: "ky|ky bao cao|thoi gian|thang|quy|qui|ky so lieu|period",
    Role.UNIT: "dvt|don vi|don vi tinh|unit",
    Role.STATUS: "trang thai|tinh chat|loai so lieu|tinh chat so lieu|status",
    Role.SOURCE: "nguon|nguon so lieu|source",
    Role.NOTE: "ghi chu|danh gia|nhan xet|giai thich|nguyen nhan|note|notes|remark|remarks",
    Role.NUMERATOR: "tu so|numerator",
    Role.DENOMINATOR: "mau so|denominator",
    Role.SUBTOTAL: "tong so|tong cong|cong|tong",
    Role.FIGURE: "gia tri|so lieu|value|so thuc hien|ket qua",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split("|")}
_INDICATOR = re.compile(
    r"(?:(?:ten|cac|noi dung|danh muc|mot so|he thong|ma) )*chi tieu(?: (?:chu yeu|co ban|chinh|thong ke|bao cao"
    r"|nhiem vu|noi dung|phat trien|kinh te|xa hoi|kt|xh|ktxh|an ninh|quoc phong|qp|an))*"
    r"|noi dung|indicators?|name of indicator"
)
_SUBTOTAL = re.compile(r"(?:tong so|tong cong|cong|tong)(?!\w)")
_COMPARISON = re.compile(
    r"%|\+/-|(?<!\w)(?:so sanh|so voi|so cung|so ke hoach|so kh|cung ky|ck|tang|giam|chenh lech"
    r"|ty le (?:dat|hoan thanh|thuc hien)|muc dat|muc do hoan thanh|tien do)(?!\w)"
)
_PLAN = re.compile(
    r"(?<!\w)(?:kh|ke hoach|du toan|du kien|muc tieu|phan dau|chi tieu (?:nam )?20[0-9]{2}"
    r"|(?:tinh|huyen|tw|tren|hdnd|ubnd|chi tieu|ke hoach) giao|giao (?:nam|dau nam)|nghi quyet|nq|target|plan)(?!\w)"
)
_ACTUAL = re.compile(r"(?<!\w)(?:thuc hien|th|uoc|luy ke|lk|ket qua)(?!\w)")
_ACTUAL_OF_PLAN = re.compile(
    r"(?:thuc hien|th|uoc|thang|quy|nam|[0-9]\s*t?)\s*/\s*(?:kh|ke hoach|du toan|dt|ck|cung ky)(?!\w)"
)
_AND = re.compile(r"[,;&+/]|(?<!\w)va(?!\w)")
# above columns of areas: words that only say that areas follow
_AREAS_FOLLOW = re.compile(
    r"(?:\s|,|:|/|-|\(|\)|cac|chia|theo|ra|trong do|bao gom|don vi|xa|phuong|thi tran"
    r"|dia ban|hanh chinh|huyen|dac khu)*|nam (?:nay|bao cao)"
)
_WHOLE_YEAR = (1, 12)
_UNIT_LABEL = re.compile(r"^[\s(\[]*(?:đvt|đơn vị tính|đơn vị|unit)\s*:\s*|[\s)\]]+$", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"(.*?)[\s,;(-]*(?:đvt|đơn vị tính|đơn vị|unit)\s*:\s*([^()]+)\)?", re.IGNORECASE)
_UNIT_OF_TIME = re.compile(r"(?<!\w)(thang|qu[yi]|nam)$")
_MOST_UNIT_WORDS = 3
_LONGEST = 500  # what is longer is no heading
_SIGNS = re.compile(r"[\s.,:;/_()-]+")

Knows = Callable[[str], bool]


def read_heading(parts: Sequence[str], is_area: Knows, is_unit: Knows) -> Heading:
    """What the cells of one column's heading say together, from the top down."""
    text = " · ".join(parts)
    if len(text) > _LONGEST:
        return Heading(text, Role.UNKNOWN)
    parts = _with_their_unit_of_time(parts)
    role = _role_of(parts) or _no_figures(parts)
    if role is not None:
        return Heading(text, role)
    return _figures(text, [_Part.read(part, is_unit) for part in parts], is_area)


def is_heading(text: str, is_area: Knows) -> bool:
    """Whether a single cell is understood as a heading, of whatever; `ĐVT: triệu đồng` is a line above a table."""
    if ":" in text or len(text) > _LONGEST:
        return False
    return _is_group_of_columns(text) or read_heading((text,), is_area, _no_unit).role is not Role.UNKNOWN


def _no_unit(_: str) -> bool:
    return False


def under_a_unit_of_time(above: str, text: str) -> bool:
    """Whether a heading is a number below `Tháng`, or `Quý`."""
    found = _UNIT_OF_TIME.search(without_marks(above))
    return found is not None and read_period(f"{found[1]} {text}") is not None


def _with_their_unit_of_time(parts: Sequence[str]) -> Sequence[str]:
    """`Tháng` above `3` is `Tháng 3`."""
    for place in range(len(parts) - 1):
        if under_a_unit_of_time(parts[place], parts[place + 1]) and read_period(parts[place + 1]) is None:
            return (*parts[:place], f"{parts[place]} {parts[place + 1]}", *parts[place + 2 :])
    return parts


def settled_together(headings: Sequence[Heading]) -> list[Heading]:
    """The headings of one table: beside `Lũy kế`, `Thực hiện` is the last step only, not all that led to it."""
    open_ones = {heading.when.open for heading in headings if heading.role is Role.FIGURE and not heading.when.months}
    if not {Open.REPORTED, Open.TO_DATE} <= open_ones:
        return [*headings]
    return [
        heading._replace(when=heading.when._replace(open=Open.STEP))
        if heading.when.open is Open.REPORTED and not heading.when.months
        else heading
        for heading in headings
    ]


class _Part(NamedTuple):
    """One cell of a heading: its words, and the unit behind them, or the unit that it is."""

    name: str
    unit: str

    @classmethod
    def read(cls, text: str, is_unit: Knows) -> "_Part":
        name, unit = _split_unit(text, is_unit)
        return cls(_of_actuals(name), unit)


def _split_unit(text: str, is_unit: Knows) -> tuple[str, str]:
    """`Giá trị (triệu đồng)`, `Giá trị, ĐVT: triệu đồng` or `Giá trị triệu đồng` in two."""
    if is_unit(stated_unit(text)):
        return "", stated_unit(text)
    name, bracketed = split_brackets(text)
    if (unit := stated_unit(bracketed)) and is_unit(unit):
        return name, unit
    if (found := _UNIT_BEHIND.fullmatch(text)) and is_unit(unit := found[2].strip()):
        return found[1], unit
    words = text.split()
    for count in range(min(_MOST_UNIT_WORDS, len(words) - 1), 0, -1):
        if is_unit(unit := " ".join(words[-count:])):
            return " ".join(words[:-count]).rstrip(" ,;-"), unit
    return text, ""


def _of_actuals(text: str) -> str:
    """`Kế hoạch và thực hiện năm 2024`, above columns of both, without what it says of the plan."""
    plain = without_marks(text)
    return _AND.sub(" ", _PLAN.sub(" ", plain)) if _PLAN.search(plain) and _ACTUAL.search(plain) else text


def stated_unit(text: str) -> str:
    """The unit after `ĐVT:` or `Đơn vị tính:`, or the text itself."""
    return _UNIT_LABEL.sub("", text).strip()


@lru_cache(maxsize=4096)  # the same headings, and names of areas, come again and again
def role_of(text: str) -> Role | None:
    """The role that a single cell names: `ĐVT`, `Kỳ`, `Ghi chú`; None where it names none."""
    plain = _SIGNS.sub(" ", without_marks(text)).strip()
    if plain == "nam":  # a year; `Nam` are men
        return Role.PERIOD if composed(text).strip(" .:").casefold() == "năm" else None
    return Role.INDICATOR if _INDICATOR.fullmatch(plain) else _ROLES.get(plain)


def _role_of(parts: Sequence[str]) -> Role | None:
    """The role that the lowest cell of a heading names; `Giá trị` names none that its neighbours would not change.

    A sum of columns is one whatever stands above or below.
    """
    if any(_is_subtotal(part) for part in parts):
        return Role.SUBTOTAL
    role = role_of(split_brackets(parts[-1])[0]) if parts else None
    if role is Role.PERIOD and len(parts) > 1:  # Thực hiện · Tháng
        return None
    if role is Role.FIGURE:  # Giá trị (%) compares nothing
        return None
    return role


def _is_subtotal(part: str) -> bool:
    """`Tổng số (I+II)`, `Cộng 6 tháng`: a sum of other columns, but not `Cộng dồn`."""
    plain = without_marks(split_brackets(part)[0])
    found = _SUBTOTAL.match(plain)
    if found is None or read_period(part) is not None:
        return False
    rest = plain[found.end() :].strip()
    return not rest or read_period(rest) is not None


def _no_figures(parts: Sequence[str]) -> Role | None:
    """Plan or comparison: the lowest cell that says so decides over a plan above it, a comparison counts anywhere."""
    decided: Role | None = None
    for part in parts:
        plain = without_marks(part)
        if (_COMPARISON.search(plain) or _ACTUAL_OF_PLAN.search(plain)) and not _is_value_in_percent(part):
            return Role.COMPARISON
        plan, actual = _PLAN.search(plain), _ACTUAL.search(plain)
        if plan and actual and _AND.search(plain):  # Kế hoạch và thực hiện: what is below says which
            decided = Role.UNKNOWN if part is parts[-1] else None
        elif plan and not (actual and actual.start() < plan.start()):  # Kế hoạch thực hiện
            decided = Role.PLAN
        elif actual:  # Thực hiện kế hoạch
            decided = None
    return decided


def _is_value_in_percent(part: str) -> bool:
    """`Giá trị (%)` compares nothing."""
    name, unit = split_brackets(part)
    return unit in {"%", "‰"} and role_of(name) is Role.FIGURE


def _figures(text: str, parts: Sequence[_Part], is_area: Knows) -> Heading:
    """A column of figures, if every part of its heading is understood."""
    areas = [part.name for part in parts if part.name and is_area(part.name)]
    others = [part.name for part in parts if part.name and part.name not in areas]
    whens = [when for name in others if (when := read_period(name)) is not None]
    is_value = any(role_of(name) is Role.FIGURE for name in others)
    understood = all(
        role_of(name) is Role.FIGURE or _is_group_of_columns(name) or read_period(name) is not None for name in others
    )
    if not understood or len(areas) > 1 or not (areas or whens or is_value):
        return Heading(text, Role.UNKNOWN)
    when = combined(whens)
    if when is None:
        return Heading(text, Role.UNKNOWN, disagrees=True)
    unit = next((part.unit for part in reversed(parts) if part.unit), "")
    return Heading(text, Role.FIGURE, _of_a_year_that_is_over(when), areas[0] if areas else "", unit)


def _is_group_of_columns(name: str) -> bool:
    """`Xã, thị trấn`, `Trong đó`: says only that the columns below belong together."""
    return _AREAS_FOLLOW.fullmatch(without_marks(name)) is not None


def combined(whens: Sequence[When]) -> When | None:
    """What several cells say together: what is lower is nearer; None where they contradict each other."""
    together: When | None = When()
    for when in whens:
        together = None if together is None else _nearer(together, when)
    return together


def _nearer(above: When, below: When) -> When | None:
    if above.year is not None and below.year is not None and above.year != below.year:
        return None
    together = below._replace(
        year=below.year if above.year is None else above.year,
        status=below.status or above.status,
        years_back=below.years_back or above.years_back,
    )
    if above.months is None or below.months is None:
        return _opened(together._replace(months=below.months or above.months), above.open, below.open)
    if _within(below.months, above.months):
        return together
    return together._replace(months=above.months) if _within(above.months, below.months) else None


def _opened(together: When, above: Open | None, below: Open | None) -> When | None:
    """Months beside `Thực hiện` or `Lũy kế`: they say what those leave open; a whole year only says which year."""
    said = {above, below} - {None}
    which = Open.TO_DATE if Open.TO_DATE in said else next(iter(said - {Open.REPORTED}), None)
    months = together.months
    if months is None or (months == _WHOLE_YEAR and which is not None):
        return together._replace(months=None, open=which or (Open.REPORTED if said else None))
    if which is Open.TO_DATE:
        return together._replace(months=(1, months[1]), open=None)
    is_step = months[0] == months[1] or months in QUARTERS or months[0] > 1
    fits = {Open.MONTH: months[0] == months[1], Open.QUARTER: months in QUARTERS, Open.STEP: is_step}
    if which is not None and not fits.get(which, False):
        return None
    # Năm 2024 · Thực hiện: so far
    return together._replace(open=Open.REPORTED if months == _WHOLE_YEAR and below is Open.REPORTED else None)


def _of_a_year_that_is_over(when: When) -> When:
    """`Thực hiện năm 2024`, without `ước`, cannot be told before that year is over."""
    if when.months != _WHOLE_YEAR or when.open is not None or when.status is ObservationStatus.ESTIMATE:
        return when
    return when._replace(open=Open.YEAR)


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]

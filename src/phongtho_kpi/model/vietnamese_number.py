"""Numbers in Vietnamese prose: the dot groups thousands, the comma is the decimal sign."""

import re
from decimal import Decimal

# not a digit of a word (km2, Q3) nor the rest of a number; a minus only where it cannot be a dash or a bullet
_NUMBER = re.compile(r"(?:(?<=\s)|(?<=\())[-−](?=[0-9])|(?<!\w)(?<![0-9][.,])[0-9]+(?:[.,][0-9]+)*")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_GROUPED_BY_COMMA = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")
_MOST_DIGITS = 38


def numbers_in(text: str) -> tuple[Decimal, ...]:
    """Every number in `text`, in order.

    >>> numbers_in("đạt 7.367.800 triệu đồng, tăng 5,20%; trồng 1.230 cây trên 804,2ha trong 04 xã")
    (Decimal('7367800'), Decimal('5.20'), Decimal('1230'), Decimal('804.2'), Decimal('4'))
    """
    numbers: list[Decimal] = []
    negative = False
    for form in _NUMBER.findall(text):
        if form in "-−":
            negative = True
            continue
        parts = _read(form)
        numbers.extend([parts[0].copy_negate(), *parts[1:]] if negative else parts)
        negative = False
    return tuple(number for number in numbers if len(number.as_tuple().digits) <= _MOST_DIGITS)


def grouped_value(text: str) -> Decimal | None:
    """The other reading of `36.100`: the number it is where a dot groups thousands; None where it cannot be that.

    >>> grouped_value("36.100"), grouped_value("0.930"), grouped_value("29.50")
    (Decimal('36100'), None, None)
    """
    digits = text.lstrip("+-")
    if not _GROUPED.fullmatch(digits):
        return None
    number = Decimal(digits.replace(".", ""))
    return number.copy_negate() if text.startswith("-") else number


def unmistakable(number: str) -> str:
    """The number with zeros less or one more at its end where a dot in it could group thousands.

    >>> unmistakable("44.410"), unmistakable("77.208"), unmistakable("36.000"), unmistakable("29.50")
    ('44.41', '77.2080', '36', '29.50')
    """
    if grouped_value(number) is None:
        return number
    shorter = number.rstrip("0").rstrip(".")
    return shorter if shorter != number else number + "0"


def _read(form: str) -> list[Decimal]:
    whole, _, decimals = form.partition(",")
    if (whole.isdigit() or _GROUPED.fullmatch(whole)) and "," not in decimals and "." not in decimals:
        grouped = whole.replace(".", "")
        return [Decimal(f"{grouped}.{decimals}" if decimals else grouped)]
    if _GROUPED_BY_COMMA.fullmatch(form):
        return [Decimal(form.replace(",", ""))]
    if re.fullmatch(r"[0-9]+\.[0-9]+", form):  # 64.5: cannot be a group, so somebody wrote a decimal point
        return [Decimal(form)]
    return [Decimal(part) for part in re.split("[.,]", form)]  # 31.12.2023

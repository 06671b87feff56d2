"""Numbers typed as options: as the catalogue writes them; what is written otherwise, how it is to be written."""

import re
from decimal import Decimal

from phongtho_kpi.model.vietnamese_number import grouped_value, unmistakable
from phongtho_kpi.read.exact_number import parse_decimal

_NO_THOUSANDS = "000"  # behind a dot it reads as a group, whatever stands before it


def typed_number(text: str) -> Decimal | None:
    """The number that `text` is, with all its digits; None where a reader could take it for another one, or for none.

    >>> typed_number("48.50"), typed_number("36.100"), typed_number("48,5")
    (Decimal('48.50'), None, None)
    """
    return None if grouped_value(text) is not None else parse_decimal(text)


def ways_to_write(text: str) -> tuple[str, ...]:
    """How the numbers that `text` may mean are to be written: none, one, or two.

    >>> ways_to_write("48,5"), ways_to_write("36.100"), ways_to_write("1.234,5"), ways_to_write("about 48")
    (('48.5',), ('36100', '36.1'), ('1234.5',), ())
    """
    digits = "".join(text.split()).rstrip("%‰").replace("\N{MINUS SIGN}", "-")
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits.removeprefix("+"))
    readings = filter(None, (_read(digits, group, point) for group, point in (".,", ",.")))
    numbers = {unmistakable(sign + reading) for reading in readings}
    known = [one for one in numbers if parse_decimal(one) is not None]
    return tuple(sorted(known, key=lambda one: abs(Decimal(one)), reverse=True))


def _read(digits: str, group: str, point: str) -> str | None:
    """Digits with these two signs as plain ones, without zeros that stand for nothing."""
    grouped = rf"[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+"
    form = re.fullmatch(rf"({grouped}|[0-9]+)(?:{re.escape(point)}([0-9]+))?", digits)
    if form is None:
        return None
    whole = form[1].replace(group, "").lstrip("0") or "0"
    return f"{whole}.{form[2]}" if form[2] and form[2] != _NO_THOUSANDS else whole

"""Numbers as the program's own files write them: digits, a decimal point, nothing else (docs/safety.md)."""

import re
from decimal import Decimal

MOST_DIGITS = 38
_NUMBER = re.compile(r"[+-]?([0-9]+)(?:\.([0-9]+))?")


def parse_decimal(text: str) -> Decimal | None:
    """The number that `text` is, with all its digits; None where it is anything else, or longer than 38 digits.

    >>> parse_decimal("29.50"), parse_decimal("1e5"), parse_decimal("1_000")
    (Decimal('29.50'), None, None)
    """
    form = _NUMBER.fullmatch(text)
    if form is None or len(form[1]) + len(form[2] or "") > MOST_DIGITS:
        return None
    return Decimal(text)

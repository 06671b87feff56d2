"""Exact arithmetic: fractions within, decimals out; nothing is rounded before it is shown (rules, preamble)."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from phongtho_kpi.model.number import places_of

_OUT = Context(prec=28, rounding=ROUND_HALF_EVEN)
_WIDE = Context(prec=120)  # room for any figure there can be, so that changing its places never rounds more than asked


def to_decimal(number: Fraction, places: int = 0) -> Decimal:
    """`number` with all its digits, 28 of them where they never end; zeros at the end only up to `places` places.

    >>> to_decimal(Fraction(45038, 1000)), to_decimal(Fraction(200, 3)), to_decimal(Fraction(50), places=1)
    (Decimal('45.038'), Decimal('66.66666666666666666666666667'), Decimal('50.0'))
    """
    quotient = _WIDE.divide(Decimal(number.numerator), Decimal(number.denominator))
    if Fraction(quotient) != number:
        quotient = _OUT.divide(Decimal(number.numerator), Decimal(number.denominator))
    quotient = quotient.normalize(_WIDE)
    return quotient.quantize(Decimal(1).scaleb(-max(places, places_of(quotient))), context=_WIDE)


def rounded(number: Fraction, places: int) -> Fraction:
    """Half up to `places` places, as people round (rules §4)."""
    return _quantized(number, places, ROUND_HALF_UP)


def cut(number: Fraction, places: int) -> Fraction:
    """Cut off after `places` places."""
    return _quantized(number, places, ROUND_DOWN)


def count_share(printed: Decimal, count: int) -> Fraction | None:
    """k/N in per cent, if that rounded or cut off prints so: 71, 70.6, 70.5 are 12 of 17 (rules §4)."""
    places = places_of(printed)
    share = rounded(Fraction(printed) * count / 100, 0) * 100 / count
    return share if Fraction(printed) in (rounded(share, places), cut(share, places)) else None


def as_read(printed: Decimal, of_count: int | None) -> Fraction:
    """The number that a printed one stands for: of a share of whole things k/N where that prints so (rules §4)."""
    share = None if of_count is None else count_share(printed, of_count)
    return Fraction(printed) if share is None else share


def _quantized(number: Fraction, places: int, rounding: str) -> Fraction:
    scaled = number * 10**places
    whole, rest = divmod(abs(scaled), 1)
    if rounding == ROUND_HALF_UP and rest >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if scaled >= 0 else -whole, 10**places)

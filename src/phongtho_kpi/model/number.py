"""What a number looks like as it was written, and what two of them make."""

from decimal import Decimal
from fractions import Fraction

from phongtho_kpi.model.unit import parts_scale


def places_of(number: Decimal) -> int:
    """How many digits stand behind the decimal point."""
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def quotient_of(numerator: Decimal | None, denominator: Decimal | None, unit: str) -> Fraction | None:
    """What two parts make: x 100 in %, x 1,000 in ‰; None without both of them, or over 0 (rules §1)."""
    if numerator is None or not denominator:
        return None
    return Fraction(numerator) / Fraction(denominator) * parts_scale(unit)

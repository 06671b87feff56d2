"""Numbers as a language writes them: exactly the digits there are, however many.

Not Babel's `format_decimal`: it raises on a figure of 38 digits, and its first use costs a tenth of a `kpi status`. Its
separators are what the tests compare ours with.
"""

from decimal import ROUND_HALF_UP, Context, Decimal

_EXACT = Context(prec=120, rounding=ROUND_HALF_UP)  # 38 digits at an exponent of 30, with places to spare


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` at `places` decimals, halves up (away from zero), with its trailing zeros; never "-0"."""
    quantum = Decimal(1).scaleb(-places)
    nearest = value.quantize(quantum, context=_EXACT)
    return nearest or nearest.copy_abs()


def plain(value: Decimal) -> str:
    """All digits, a decimal point, no exponent, no grouping: for machines."""
    return f"{value or value.copy_abs():f}"


def written(value: Decimal, group: str, decimal: str, places: int | None = None) -> str:
    """The number with the given separators; without `places` with every digit it has."""
    shown = value if places is None else rounded(value, places)
    shown = shown or shown.copy_abs()
    whole, point, fraction = f"{shown:,f}".partition(".")
    return whole.replace(",", group) + (decimal if point else "") + fraction

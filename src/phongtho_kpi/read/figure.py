"""A figure's numbers and what they are of → one `Observation`, or what is wrong with it (rules §1)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.catalogue import Indicator, Kind
from phongtho_kpi.model.finding import FindingKind, Param
from phongtho_kpi.model.number import quotient_of
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.unit import converted
from phongtho_kpi.read.exact_number import MOST_DIGITS
from phongtho_kpi.read.legal_text import excerpt

_WHOLE_UNIT = Fraction(1)


class Numbers(NamedTuple):
    """The numbers of a figure as told: a value, or both parts of a quotient, or all of them."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


class Problem(NamedTuple):
    """What is wrong with a figure, and the column that it is about."""

    kind: FindingKind
    column: str
    params: dict[str, Param]


def in_unit(value: Decimal | None, factor: Fraction) -> Decimal | None:
    """A value in the indicator's unit, exactly."""
    return value if value is None or factor == _WHOLE_UNIT else converted(value, factor)


def problems_of(
    indicator: Indicator, period: Period, numbers: Numbers, unit: str, factor: Fraction | None
) -> Iterator[Problem]:
    """All that is wrong with a figure whose texts were read; `factor` turns its `unit` into the indicator's."""
    if factor is None:
        names: dict[str, Param] = {"indicator": indicator.id, "indicator_unit": indicator.unit}
        yield Problem(kinds.WRONG_UNIT, "unit", {"unit": excerpt(unit), **names})
    elif _too_long(in_unit(numbers.value, factor)):
        yield Problem(kinds.NOT_A_NUMBER, "value", {"column": "value", "text": excerpt(str(numbers.value))})
    if period.day is not None and indicator.kind in {Kind.FLOW, Kind.GROWTH}:
        yield Problem(kinds.DAY_OF_A_TOTAL, "period", {"period": str(period), "kind": indicator.kind.value})
    if numbers.value is None and (numbers.numerator is None or numbers.denominator is None):
        yield Problem(kinds.NO_FIGURE, "value", {})
        return
    quotient = None
    if numbers.numerator is not None and numbers.denominator is not None:
        quotient = quotient_of(numbers.numerator, numbers.denominator, indicator.unit)
        yield from _part_problems(indicator, numbers, quotient, unit, factor)
    counted = numbers.value if quotient is None else quotient
    if indicator.kind is Kind.TASK and counted not in {None, 0, 1}:
        yield Problem(kinds.NOT_DONE_OR_UNDONE, "value", {"value": _shown(counted)})


def counted_value(observation: Observation, unit: str) -> Fraction:
    """What an observation says, in the indicator's `unit`: its parts' quotient, else its value (rules §1)."""
    quotient = quotient_of(observation.numerator, observation.denominator, unit)
    return Fraction(observation.value or 0) if quotient is None else quotient


def _too_long(value: Decimal | None) -> bool:
    """Whether a number has more digits than one may have once it is written out."""
    return value is not None and sum(sign.isdigit() for sign in f"{value:f}") > MOST_DIGITS


def _part_problems(
    indicator: Indicator, numbers: Numbers, quotient: Fraction | None, unit: str, factor: Fraction | None
) -> Iterator[Problem]:
    if indicator.kind is Kind.FLOW:
        yield Problem(kinds.PARTS_OF_A_TOTAL, "numerator", {"indicator": indicator.id})
        return
    parts: dict[str, Param] = {
        "numerator": numbers.numerator or Decimal(0),
        "denominator": numbers.denominator or Decimal(0),
    }
    if factor is not None and factor != _WHOLE_UNIT:
        names: dict[str, Param] = {"indicator": indicator.id, "indicator_unit": indicator.unit}
        yield Problem(kinds.WRONG_UNIT, "unit", {"unit": excerpt(unit), **names})
    elif quotient is None:
        yield Problem(kinds.OVER_ZERO, "denominator", parts)
    elif numbers.value is not None and not _prints_as(quotient, numbers.value):
        told = {"value": numbers.value, **parts, "quotient": _shown(quotient, numbers.value)}
        yield Problem(kinds.VALUE_DIFFERS_FROM_PARTS, "value", told)


def _prints_as(quotient: Fraction, value: Decimal) -> bool:
    """Whether `value` is the quotient rounded, or cut, at the places that it has."""
    exponent = value.as_tuple().exponent
    scale = Fraction(10) ** -exponent if isinstance(exponent, int) else Fraction(1)
    units, printed = quotient * scale, Fraction(value) * scale
    cut = Fraction(int(units))  # int() cuts towards zero
    return abs(units - printed) <= Fraction(1, 2) or printed == cut


def _shown(number: Fraction | Decimal | None, beside: Decimal | None = None) -> Decimal:
    """A number for a sentence; a quotient with one digit more than the value `beside` it."""
    if not isinstance(number, Fraction):
        return number or Decimal(0)
    quotient = Decimal(number.numerator) / Decimal(number.denominator)
    exponent = 0 if beside is None else beside.as_tuple().exponent
    return (
        quotient.quantize(Decimal(1).scaleb(exponent - 1))
        if beside is not None and isinstance(exponent, int)
        else quotient
    )

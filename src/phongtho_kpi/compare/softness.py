"""Whether a target asks for less than another (rules §1, `target`)."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from phongtho_kpi.model.catalogue import Goal, Indicator, Kind, Target
from phongtho_kpi.model.unit import conversion

SAME_UNIT = Fraction(1)


def unit_factor(before: Indicator, after: Indicator) -> Fraction | None:
    """What a number of `before` is multiplied by to be one of `after`; None where they count other things."""
    return conversion(before.unit, after.unit)


def is_softer(before: Target | None, after: Target | None, kind: Kind, factor: Fraction | None = SAME_UNIT) -> bool:
    """Whether `after` is easier to reach than `before`; dropped, of another goal or in another unit, it counts so.

    Time is what most targets are easier with, and what a cap on a flow is harder with. What can be reached more easily
    in one way is softer, whatever it asks for in another.
    """
    if before is None:
        return False
    if after is None or after.goal is not before.goal or factor is None:
        return True
    was, will = ((target.due.month, target.due.day) for target in (before, after))
    has_easier_time = will < was if kind is Kind.FLOW and after.goal is Goal.AT_MOST else will > was
    return has_easier_time or _SOFTER[before.goal](before, after, factor)


def _lower(before: Target, after: Target, factor: Fraction) -> bool:
    return Fraction(after.value) < Fraction(before.value) * factor or _stretch(after) < _stretch(before) * factor


def _higher(before: Target, after: Target, factor: Fraction) -> bool:
    return Fraction(after.value) > Fraction(before.value) * factor or _stretch(after) > _stretch(before) * factor


def _wider(before: Target, after: Target, factor: Fraction) -> bool:
    return Fraction(after.value) < Fraction(before.value) * factor or _upper(after) > _upper(before) * factor


def _upper(target: Target) -> Fraction:
    return Fraction(target.value if target.upper is None else target.upper)


def _stretch(target: Target) -> Fraction:
    return Fraction(target.value if target.stretch is None else target.stretch)


_SOFTER: Mapping[Goal, Callable[[Target, Target, Fraction], bool]] = {
    Goal.AT_LEAST: _lower,
    Goal.AT_MOST: _higher,
    Goal.WITHIN: _wider,
    Goal.DONE: lambda *_: False,
}

"""Whether a target asks for less than another (rules §1, `target`)."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from phongtho_kpi.model.catalogue import Goal, Target


def is_softer(before: Target | None, after: Target | None) -> bool:
    """Whether `after` is easier to reach or later due than `before`; dropped, or of another goal, it counts as easier.

    Both are in one unit. What can be reached more easily in one way is softer, whatever it asks for in another.
    """
    if before is None:
        return False
    if after is None or after.goal is not before.goal:
        return True
    return after.due > before.due or _SOFTER[before.goal](before, after)


def _lower(before: Target, after: Target) -> bool:
    return after.value < before.value or _stretch(after) < _stretch(before)


def _higher(before: Target, after: Target) -> bool:
    return after.value > before.value or _stretch(after) > _stretch(before)


def _wider(before: Target, after: Target) -> bool:
    return after.value < before.value or _upper(after) > _upper(before)


def _upper(target: Target) -> Decimal:
    return target.value if target.upper is None else target.upper


def _stretch(target: Target) -> Decimal:
    return target.value if target.stretch is None else target.stretch


_SOFTER: Mapping[Goal, Callable[[Target, Target], bool]] = {
    Goal.AT_LEAST: _lower,
    Goal.AT_MOST: _higher,
    Goal.WITHIN: _wider,
    Goal.DONE: lambda _, __: False,
}

"""`36.100`: a number to YAML, thousands to the Vietnamese reader — said aloud unless the decision's words settle it."""

from collections.abc import Iterator
from decimal import Decimal

from phongtho_kpi.model.vietnamese_number import grouped_value, numbers_in
from phongtho_kpi.read.exact_number import parse_decimal
from phongtho_kpi.read.yaml_document import Node, Place

_WITH_NUMBERS = ("target", "revisions", "also", "baseline", "tolerance", "trajectory", "area_targets")
_WITHOUT = frozenset({"decided_by", "why", "plan", "source", "from", "due", "period"})


def ambiguous_numbers(indicator: dict[str, Node]) -> Iterator[tuple[Place, str, Decimal, Decimal]]:
    """Place, text, value and other reading of each number with a dot before exactly three digits (rules §1).

    One that the indicator's `quote` confirms is left out.
    """
    quote = indicator.get("quote")
    confirmed = numbers_in(quote) if isinstance(quote, str) else ()
    for key in _WITH_NUMBERS:
        for place, text in _leaves(indicator.get(key, ""), (key,)):
            number, other = parse_decimal(text), grouped_value(text)
            if number is not None and other is not None and number not in confirmed:
                yield place, text, _without_zeros(text), other


def _leaves(node: Node, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(node, str):
        yield place, node
    elif isinstance(node, list):
        for index, entry in enumerate(node):
            yield from _leaves(entry, (*place, index))
    else:
        for key, entry in node.items():
            if key not in _WITHOUT:
                yield from _leaves(entry, (*place, key))


def _without_zeros(text: str) -> Decimal:
    return Decimal(text.rstrip("0").rstrip("."))

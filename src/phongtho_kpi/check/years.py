"""A year's catalogue against the one of the year before it: an id is never reused for something else (rules §1)."""

from collections.abc import Iterator

from phongtho_kpi.check.place import found
from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.unit import conversion


def check_years(earlier: Catalogue, later: Catalogue) -> Iterator[Finding]:
    """An id that both have is of one kind, in units of one family: figures of both years are held together by it."""
    before = earlier.by_id()
    for indicator in later.indicators:
        was = before.get(indicator.id, indicator)
        if was.kind is not indicator.kind:
            key, text, other = "kind", indicator.kind.value, was.kind.value
        elif conversion(was.unit, indicator.unit) is None:
            key, text, other = "unit", indicator.unit, was.unit
        else:
            continue
        yield found(kinds.REUSED_ID, indicator, key, key=key, text=text, other=other, year=earlier.year)

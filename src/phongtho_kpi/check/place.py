"""Where in the catalogue's file a finding belongs."""

from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.finding import Finding, FindingKind, Origin, Param


def place_of(indicator: Indicator, key: str) -> Origin:
    """Where the file has `key` of an indicator, else the key around it, else the indicator."""
    while key not in indicator.lines and "." in key:
        key = key.rpartition(".")[0]
    return indicator.origin_of(key)


def found(what: FindingKind, indicator: Indicator, key: str, /, **params: Param) -> Finding:
    """A finding about `key` of an indicator, at its place."""
    return Finding(what, place_of(indicator, key), {"id": indicator.id, **params})

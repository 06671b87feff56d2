"""What the reading of returns knows: the catalogue's names, the areas, and what was asked for on the command line."""

from collections.abc import Mapping
from copy import copy
from typing import NamedTuple

from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.catalogue import Catalogue, Indicator
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.returns.names import AreaNames, IndicatorNames, StatusNames, UnitNames
from phongtho_kpi.read.returns.numerals import NumberStyle


class Asked(NamedTuple):
    """What `kpi import` was told for where a file is silent."""

    period: Period | None = None
    area: str = ""
    numbers: NumberStyle | None = None
    skip_unknown: bool = False
    unit: str = ""  # where neither cell, row, heading nor a line above says one
    indicators: Mapping[int, str] = {}  # columns of one indicator each: index → id


_NOTHING = Asked()


class Words:
    """The words of one import; each text is understood once, however often it comes."""

    def __init__(self, catalogue: Catalogue, areas: Areas, newest_year: int, asked: Asked = _NOTHING) -> None:
        self.year = catalogue.year
        self.newest_year = newest_year
        self.asked = asked
        self.by_id: dict[str, Indicator] = catalogue.by_id()
        self.indicators = IndicatorNames(catalogue)
        self.areas = AreaNames(catalogue.place, areas)
        self.units = UnitNames(catalogue)
        self.statuses = StatusNames()

    def asking(self, asked: Asked) -> "Words":
        """The same words where something else is asked for: a file with a profile of its own."""
        words = copy(self)
        words.asked = asked
        return words

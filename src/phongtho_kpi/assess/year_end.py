"""Where the year left each indicator: what the next one starts from (rules §1, `baseline`)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from phongtho_kpi.assess.latest import latest
from phongtho_kpi.assess.reading import Bench
from phongtho_kpi.model.assessment import Clocks
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.model.period import Period


class YearEnd(NamedTuple):
    """The value of the whole place at the year's end, in the indicator's unit, and the figures it is made of."""

    value: Decimal
    period: Period
    figures: tuple[Observation, ...]


def year_ends(catalogue: Catalogue, observations: Iterable[Observation], clocks: Clocks) -> dict[str, YearEnd]:
    """By id, for the indicators whose figures reach 31 December (rules §5.2), whatever their targets' own due days."""
    indicators, last_day = catalogue.by_id(), date(catalogue.year, 12, 31)
    bench = Bench(catalogue, indicators, clocks, latest(observations, indicators, clocks, catalogue.cutoff_day))
    ends = {}
    for indicator in catalogue.indicators:
        reading = bench.reading(indicator, None, last_day)
        if reading is not None and bench.is_covered(indicator, None, reading, last_day):
            figures = tuple(one.observation for one in reading.figures)
            ends[indicator.id] = YearEnd(reading.shown_value(), reading.period, figures)
    return ends

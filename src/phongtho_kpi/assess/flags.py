"""Facts about the figures a value is made of, beside its status and never folded into it (rules §6)."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date

from phongtho_kpi.assess.reading import Bench, Reading
from phongtho_kpi.assess.schedule import is_stale
from phongtho_kpi.model.assessment import Flag
from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.observation import Observation, ObservationStatus


def flags_of(
    bench: Bench,
    indicator: Indicator,
    area: str | None,
    due: date,
    reading: Reading,
    suspects: AbstractSet[Observation],
) -> Iterator[Flag]:
    """The flags of one reading; `suspects` are the figures that a plausibility finding touches."""
    figures = reading.figures + reading.compared
    statuses = {figure.observation.status for figure in figures}
    if is_stale(bench, indicator, area, due, reading):
        yield Flag.STALE
    if reading.has_gaps:
        yield Flag.PARTIAL
    if ObservationStatus.ESTIMATE in statuses:
        yield Flag.ESTIMATE
    if ObservationStatus.PRELIMINARY in statuses:
        yield Flag.PRELIMINARY
    if any(figure.replaced for figure in figures):
        yield Flag.REVISED
    if any(figure.observation in suspects for figure in figures):
        yield Flag.SUSPECT

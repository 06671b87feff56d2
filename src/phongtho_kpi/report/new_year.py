"""A new year's catalogue in words: where its baselines come from, and what is left to fill in."""

from collections.abc import Mapping
from decimal import Decimal

from phongtho_kpi.assess.year_end import YearEnd
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.catalogue import Baseline, Catalogue, Indicator, Kind
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.vietnamese_number import unmistakable

_LONGEST_SOURCE = 30_000  # characters: below what a text may have


def baselines_of(catalogue: Catalogue, ends: Mapping[str, YearEnd], messages: Messages) -> dict[str, Baseline]:
    """What next year starts from, by id: of each level, and of what had a baseline before."""
    return {
        one.id: _baseline(ends[one.id], messages)
        for one in catalogue.indicators
        if one.id in ends and (one.kind is Kind.LEVEL or one.baseline is not None)
    }


def new_year_lines(
    catalogue: Catalogue, year: int, baselines: Mapping[str, Baseline], messages: Messages
) -> tuple[str, ...]:
    """What is left to fill in, what was filled in, what lacks, and what to do next."""
    open_targets = sum(is_to_be_decided(one) for one in catalogue.indicators)
    lacking = [one.id for one in catalogue.indicators if _needs_baseline(one) and one.id not in baselines]
    lines = [
        messages("new_year.targets", count=open_targets),
        messages("new_year.baselines", count=len(baselines), year=catalogue.year),
    ]
    if lacking:
        lines.append(messages("new_year.lacking", count=len(lacking), ids=", ".join(lacking)))
    return (*lines, messages("new_year.next", year=year))


def is_to_be_decided(indicator: Indicator) -> bool:
    """Whether somebody set a target for it, and will again."""
    return indicator.target is not None or bool(indicator.revisions)


def _needs_baseline(indicator: Indicator) -> bool:
    return indicator.baseline is not None or (indicator.kind is Kind.LEVEL and is_to_be_decided(indicator))


def _baseline(end: YearEnd, messages: Messages) -> Baseline:
    source = "; ".join(_source(one, messages) for one in end.figures)
    return Baseline(Decimal(unmistakable(f"{end.value:f}")), end.period, source[:_LONGEST_SOURCE])


def _source(figure: Observation, messages: Messages) -> str:
    """`data/2024/nhap-tay.csv:12 · Niên giám 2024 (12/17, sơ bộ)`."""
    is_final = figure.status is ObservationStatus.FINAL
    remarks = [
        *([] if figure.denominator is None else [f"{figure.numerator:f}/{figure.denominator:f}"]),
        *([] if is_final else [messages.observation_status(figure.status)]),
    ]
    named = " · ".join(part for part in (str(figure.origin), figure.source) if part)
    return f"{named} ({', '.join(remarks)})" if remarks else named

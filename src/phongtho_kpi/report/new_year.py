"""A new year's catalogue in words: where its baselines come from, and what is left to fill in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from phongtho_kpi.assess.year_end import YearEnd
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.catalogue import Baseline, Catalogue, Indicator, Kind
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.vietnamese_number import unmistakable
from phongtho_kpi.report.wording import counted

_LONGEST_SOURCE = 30_000  # characters: below what a text may have
_MOST_FIGURES = 3  # of one baseline, each with where it came from
_MOST_IDS = 5


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
    """What is left to fill in, what was filled in, and what lacks."""
    before, open_targets = catalogue.year, sum(is_to_be_decided(one) for one in catalogue.indicators)
    follows = before == year - 1
    taken = messages("new_year.baselines", count=len(baselines), year=before)
    lines = [
        messages("new_year.targets", count=open_targets),
        taken if follows else messages("new_year.no_baselines", year=before, between=str(year - 1)),
    ]
    lacking = _lacking(catalogue, baselines)
    if lacking:
        named, beyond = ", ".join(lacking[:_MOST_IDS]), len(lacking) - _MOST_IDS
        ids = messages("note.others", ids=named, count=beyond) if beyond > 0 else named
        lines.append(messages("new_year.lacking", count=len(lacking), ids=ids))
    return tuple(lines)


def next_steps(
    catalogue: Catalogue, year: int, file: str, baselines: Mapping[str, Baseline], messages: Messages
) -> tuple[str, ...]:
    """What to do with the new file; where figures are still to come, how they get into it."""
    steps = [messages("new_year.next", year=year)]
    if catalogue.year == year - 1 and _lacking(catalogue, baselines):
        steps.insert(0, messages("new_year.again", year=catalogue.year, file=file))
    return tuple(steps)


def _lacking(catalogue: Catalogue, baselines: Mapping[str, Baseline]) -> list[str]:
    """The indicators that should start from somewhere, and of which no figure says where."""
    return [one.id for one in catalogue.indicators if _needs_baseline(one) and one.id not in baselines]


def is_to_be_decided(indicator: Indicator) -> bool:
    """Whether somebody set a target for it, and will again."""
    return indicator.target is not None or bool(indicator.revisions)


def _needs_baseline(indicator: Indicator) -> bool:
    return indicator.baseline is not None or (indicator.kind is Kind.LEVEL and is_to_be_decided(indicator))


def _baseline(end: YearEnd, messages: Messages) -> Baseline:
    figures = end.figures
    source = "; ".join(_source(one, messages) for one in figures)
    if len(figures) > _MOST_FIGURES:
        source = _first_to_last(figures, messages)
    return Baseline(Decimal(unmistakable(f"{end.value:f}")), end.period, source[:_LONGEST_SOURCE])


def _first_to_last(figures: Sequence[Observation], messages: Messages) -> str:
    """`data/2024/a.csv:2 … data/2024/b.csv:9 (12 số liệu, ước)`: what is not final anywhere among them is said."""
    kinds = dict.fromkeys(one.status for one in figures if one.status is not ObservationStatus.FINAL)
    remarks = [counted("figure", len(figures), messages), *map(messages.observation_status, kinds)]
    return f"{_named(figures[0])} … {_named(figures[-1])} ({', '.join(remarks)})"


def _source(figure: Observation, messages: Messages) -> str:
    """`data/2024/nhap-tay.csv:12 · Niên giám 2024 (12/17, sơ bộ)`."""
    is_final = figure.status is ObservationStatus.FINAL
    remarks = [
        *([] if figure.denominator is None else [f"{figure.numerator:f}/{figure.denominator:f}"]),
        *([] if is_final else [messages.observation_status(figure.status)]),
    ]
    named = _named(figure)
    return f"{named} ({', '.join(remarks)})" if remarks else named


def _named(figure: Observation) -> str:
    return " · ".join(part for part in (str(figure.origin), figure.source) if part)

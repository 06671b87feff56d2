"""A reading held against one target: the verdict and its numbers (rules §3 to §5)."""

from decimal import Decimal
from fractions import Fraction

from phongtho_kpi.assess.exact import to_decimal
from phongtho_kpi.assess.outlook import needed_pace_of, outlook_of
from phongtho_kpi.assess.reading import Bench, Reading
from phongtho_kpi.assess.schedule import is_figure_missing, is_past_due
from phongtho_kpi.assess.status import Standing, distance_to_range, pace_of, verdict
from phongtho_kpi.assess.trajectory import Way, way
from phongtho_kpi.model.assessment import Judgement, Reason, Status
from phongtho_kpi.model.catalogue import Goal, Indicator, Kind, Shape, Target
from phongtho_kpi.model.period import MONTHS


def judge(
    bench: Bench, indicator: Indicator, area: str | None, target: Target | None, reading: Reading | None
) -> Judgement:
    """Status, reason and numbers of `reading` under `target`; without a target it is only followed."""
    if target is None:
        return Judgement(None, Status.INFORMATIVE, Reason.NO_TARGET)
    path = way_to(bench, indicator, area, target)
    if reading is None:
        missing = is_figure_missing(bench, indicator, target.due)
        status = Status.NO_DATA if missing else Status.NOT_DUE
        return Judgement(target, status, Reason.NO_OBSERVATION, trajectory=path.trajectory)
    standing = _standing(bench, indicator, area, target, path, reading)
    status, reason, final = verdict(standing, indicator.bands or bench.catalogue.bands)
    is_open = not (standing.due or final)
    return Judgement(
        target,
        status,
        reason,
        final,
        trajectory=path.trajectory,
        start=_decimal(standing.start),
        share=_decimal(standing.share),
        expected=_decimal(standing.expected),
        pace=_decimal(pace_of(standing)),
        attainment=_decimal(_attainment(standing)),
        variance=to_decimal(_variance(standing)),
        variance_to_date=_decimal(_variance_to_date(standing)),
        outlook=outlook_of(standing) if is_open else None,
        needed_pace=_decimal(needed_pace_of(standing, status)) if is_open else None,
    )


def way_to(bench: Bench, indicator: Indicator, area: str | None, target: Target) -> Way:
    """The way of `indicator` to `target`, with the months of another year as weights where it goes like that year."""
    like = None if indicator.trajectory is None else indicator.trajectory.like
    months = {} if like is None else bench.months_of_year(indicator, area, like)
    return way(indicator, target, tuple(months[month] for month in MONTHS) if len(months) == len(MONTHS) else None)


def expected_and_share(
    indicator: Indicator, path: Way, reading: Reading | None, position: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """E and s at the reading's own period, not at today; of a flow with gaps, of its months only (rules §3)."""
    if indicator.kind is Kind.FLOW and reading is not None and reading.has_gaps:
        return path.of_months(sorted(reading.months or ()))
    return path.expected(position), path.share(position)


def _standing(
    bench: Bench, indicator: Indicator, area: str | None, target: Target, path: Way, reading: Reading
) -> Standing:
    covered = bench.is_covered(indicator, area, reading, target.due)
    expected, share = expected_and_share(indicator, path, reading, reading.period.position)
    if covered and path.trajectory.shape is Shape.YEAR_END:
        expected = path.end
    return Standing(
        indicator,
        target,
        path.trajectory.shape,
        reading.value,
        path.start,
        expected,
        share,
        covered=covered,
        due=covered or is_past_due(bench, indicator, target.due),
    )


def _attainment(standing: Standing) -> Fraction | None:
    """Per cent of plan; blank for within, tasks, T ≤ 0, and at_most unless a flow (rules §5)."""
    target = standing.target
    if target.goal in (Goal.WITHIN, Goal.DONE) or target.value <= 0:
        return None
    if target.goal is Goal.AT_MOST and not standing.is_capped_flow:
        return None
    return 100 * standing.value / Fraction(target.value)


def _variance(standing: Standing) -> Fraction:
    """Value less target; of a range the distance to it, negative below (rules §5)."""
    if standing.target.goal is Goal.WITHIN:
        return distance_to_range(standing.target, standing.value)
    return standing.value - Fraction(standing.target.value)


def _variance_to_date(standing: Standing) -> Fraction | None:
    """Value less E; of a range, once it has to be kept to, the distance to it (rules §5)."""
    if standing.target.goal is Goal.WITHIN and (standing.shape is Shape.HOLD or standing.covered):
        return distance_to_range(standing.target, standing.value)
    return None if standing.expected is None else standing.value - standing.expected


def _decimal(number: Fraction | None) -> Decimal | None:
    return None if number is None else to_decimal(number)

"""`assess`: catalogue x figures x clocks → an assessment an indicator: the one function others call (rules §2-§6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import chain, islice

from phongtho_kpi.assess.exact import to_decimal
from phongtho_kpi.assess.flags import flags_of
from phongtho_kpi.assess.judgement import expected_and_share, judge, way_to
from phongtho_kpi.assess.latest import Figure, latest
from phongtho_kpi.assess.outlook import last_year_of, year_on_year
from phongtho_kpi.assess.parts_of_the_place import Series, doubts_of_parts, overlapping_series
from phongtho_kpi.assess.plausibility import doubts
from phongtho_kpi.assess.reading import Bench, Reading
from phongtho_kpi.model.assessment import Assessment, Assessments, Clocks, Counted, CoursePoint, Judgement
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Kind, Target
from phongtho_kpi.model.finding import LIKE_WITHOUT_MONTHS, Finding, Param
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.model.period import MONTHS

_WHOLE_PLACE = None  # the area of figures that are the whole place's own


def assess(catalogue: Catalogue, observations: Iterable[Observation], clocks: Clocks) -> Assessments:
    """Judge every indicator of `catalogue` by what `observations` said at `clocks`.

    The order of `observations` means nothing. What is wrong with the figures comes back as findings; nothing is raised.
    `catalogue` must have passed its checks.
    """
    bench = _bench(catalogue, observations, clocks)
    findings = list(bench.latest.findings(catalogue.year, _due_months(bench)))
    suspects: set[Observation] = set()
    for indicator in catalogue.indicators:
        findings.extend(_like_without_months(bench, indicator))
        target = indicator.target_on(clocks.known_on)
        way = None if target is None else way_to(bench, indicator, _WHOLE_PLACE, target)
        for finding, touched in doubts(bench, indicator, _WHOLE_PLACE, way):
            findings.append(finding)
            suspects.update(figure.observation for figure in touched)
    entries = tuple(_assessment(bench, indicator, suspects) for indicator in catalogue.indicators)
    return Assessments(catalogue, clocks, entries, tuple(findings))


def doubts_about(
    catalogue: Catalogue, existing: Sequence[Observation], new: Sequence[Observation], clocks: Clocks
) -> Iterator[tuple[Finding, tuple[Observation, ...]]]:
    """Warnings about figures that come in, seen among those that are there: of the whole place and of each area.

    Each with the figures that it touches, where its own origin does not say which.
    """
    clocks = replace(clocks, as_of=date.max)  # what comes in is looked at before its period has closed, too
    series = {(one.indicator, one.area) for one in new if one.period.year == catalogue.year}
    of_whole = {one for one in series if one[1] is _WHOLE_PLACE}
    overlapping = overlapping_series(catalogue, chain(existing, new), series - of_whole)
    yield from ((finding, ()) for finding in doubts_of_parts(catalogue, existing, new, overlapping))
    by_series: dict[Series, list[Observation]] = {name: [] for name in sorted(of_whole | overlapping, key=str)}
    for observation in chain(existing, new):
        if (figures := by_series.get((observation.indicator, observation.area))) is not None:
            figures.append(observation)
    names = iter(by_series)
    for batch in iter(lambda: list(islice(names, _SERIES_AT_ONCE)), []):
        yield from _doubts_of(catalogue, {name: by_series[name] for name in batch}, clocks)


_SERIES_AT_ONCE = 500  # what is known of a million figures is not held at once


def _doubts_of(
    catalogue: Catalogue, by_series: Mapping[Series, Sequence[Observation]], clocks: Clocks
) -> Iterator[tuple[Finding, tuple[Observation, ...]]]:
    """Warnings about these indicators and areas."""
    bench = _bench(catalogue, chain.from_iterable(by_series.values()), clocks)
    by_origin = {one.origin: one for one in chain.from_iterable(by_series.values())}
    for finding in bench.latest.findings(catalogue.year, _due_months(bench)):
        if not finding.is_error:
            yield finding, (by_origin[finding.origin],)
    for name, area in by_series:
        indicator = bench.indicators[name]
        target = indicator.target_on(clocks.known_on) if area is _WHOLE_PLACE else None
        way = None if target is None else way_to(bench, indicator, area, target)
        for finding, touched in doubts(bench, indicator, area, way):
            yield finding, tuple(figure.observation for figure in touched)


def courses(
    catalogue: Catalogue, observations: Iterable[Observation], clocks: Clocks, indicators: Iterable[Indicator]
) -> dict[str, tuple[CoursePoint, ...]]:
    """The twelve months of each indicator, by its id: what stood at the end of each month, and what should have."""
    bench = _bench(catalogue, observations, clocks)
    return {
        one.id: tuple(_course_point(bench, one, one.target_on(clocks.known_on), month) for month in MONTHS)
        for one in indicators
    }


def _bench(catalogue: Catalogue, observations: Iterable[Observation], clocks: Clocks) -> Bench:
    indicators = catalogue.by_id()
    return Bench(catalogue, indicators, clocks, latest(observations, indicators, clocks, catalogue.cutoff_day))


def _assessment(bench: Bench, indicator: Indicator, suspects: AbstractSet[Observation]) -> Assessment:
    target = indicator.target_on(bench.clocks.known_on)
    due = _due(bench, target)
    reading = bench.reading(indicator, _WHOLE_PLACE, due)
    last_year = last_year_of(bench, indicator, _WHOLE_PLACE)
    assessment = Assessment(
        indicator,
        judge(bench, indicator, _WHOLE_PLACE, target, reading),
        cumulative=reading is not None and reading.months is not None,
        also=tuple((other.plan, _judgement_of_plan(bench, indicator, other.target)) for other in indicator.also),
        whole_last_year=None if last_year is None else to_decimal(last_year),
    )
    if reading is None:
        return assessment
    change = year_on_year(bench, indicator, _WHOLE_PLACE, reading)
    return replace(
        assessment,
        period=reading.period,
        value=reading.shown_value(),
        year_on_year=None if change is None else to_decimal(change[0]),
        last_year=None if change is None else to_decimal(change[1]),
        coverage=_coverage(indicator, reading),
        flags=frozenset(flags_of(bench, indicator, _WHOLE_PLACE, due, reading, suspects)),
        figures=_counted(reading.figures),
        compared=_counted(reading.compared),
    )


def _counted(figures: tuple[Figure, ...]) -> tuple[Counted, ...]:
    return tuple(Counted(one.observation, to_decimal(one.value), one.replaced) for one in figures)


def _judgement_of_plan(bench: Bench, indicator: Indicator, target: Target) -> Judgement:
    """How another plan sees the same indicator: it has its own due date, and so its own figures (rules §1, `also`)."""
    return judge(bench, indicator, _WHOLE_PLACE, target, bench.reading(indicator, _WHOLE_PLACE, target.due))


def _course_point(bench: Bench, indicator: Indicator, target: Target | None, month: int) -> CoursePoint:
    reading = bench.reading(indicator, _WHOLE_PLACE, _due(bench, target), months=month)
    if reading is not None and reading.period.last < month:
        reading = None
    expected = None
    if target is not None:
        way = way_to(bench, indicator, _WHOLE_PLACE, target)
        expected = expected_and_share(indicator, way, reading, Fraction(month))[0]
    return CoursePoint(
        month,
        value=None if reading is None else reading.shown_value(),
        expected=None if expected is None else to_decimal(expected),
    )


def _coverage(indicator: Indicator, reading: Reading) -> tuple[int, int] | None:
    """Of a flow the months there are, of how many (rules §2)."""
    if indicator.kind is not Kind.FLOW or reading.months is None:
        return None
    return len(reading.months), reading.period.last


def _due_months(bench: Bench) -> dict[str, int]:
    return {one.id: _due(bench, one.target_on(bench.clocks.known_on)).month for one in bench.catalogue.indicators}


def _due(bench: Bench, target: Target | None) -> date:
    return date(bench.catalogue.year, 12, 31) if target is None else target.due


def _like_without_months(bench: Bench, indicator: Indicator) -> Iterator[Finding]:
    """A trajectory like a year that lacks months expects nothing (rules §3)."""
    like = None if indicator.trajectory is None else indicator.trajectory.like
    months = 0 if like is None else len(bench.months_of_year(indicator, _WHOLE_PLACE, like))
    if like is not None and months < len(MONTHS):
        params: dict[str, Param] = {"indicator": indicator.id, "year": str(like), "months": months}
        yield Finding(LIKE_WITHOUT_MONTHS, indicator.origin_of("trajectory"), params)

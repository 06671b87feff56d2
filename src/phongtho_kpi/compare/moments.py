"""`compare`: two moments → what changed between them: verdicts, targets in force, figures (rules §2, two clocks)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from phongtho_kpi.compare.verdicts import VerdictChange, changed_verdicts
from phongtho_kpi.model.assessment import Assessments, Clocks
from phongtho_kpi.model.catalogue import Indicator, Kind, Revision, Target
from phongtho_kpi.model.observation import Observation

_BEFORE_ALL_IMPORTS = datetime.min.replace(tzinfo=UTC)


class FigureChange(NamedTuple):
    """A figure of the whole place that is known now, and the one that stood in its place before."""

    observation: Observation
    replaced: Observation | None


class TargetChange(NamedTuple):
    """A revision that came into force, and the target it replaced; None: there was none."""

    indicator: Indicator
    revision: Revision
    replaced: Target | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is otherwise at `until` than it was at `since`.

    `area_figures` counts what came in for areas; `closed` counts figures of the whole place that were known before and
    whose period has closed since, so that they count now.
    """

    since: Clocks
    until: Clocks
    verdicts: tuple[VerdictChange, ...]
    targets: tuple[TargetChange, ...]
    figures: tuple[FigureChange, ...]
    area_figures: int
    closed: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing came in, nothing counts that did not, and nothing is judged otherwise."""
        return not (self.verdicts or self.targets or self.figures or self.area_figures or self.closed)


def compare(earlier: Assessments, later: Assessments, observations: Iterable[Observation]) -> Changes:
    """What changed from the moment of `earlier` to that of `later`, of the indicators that `later` has entries for.

    Both are of one catalogue and of these observations, and neither clock of `later` is before that of `earlier`. What
    is kept by hand has no time of recording: it was known always. The order of `observations` means nothing.
    """
    since, until = earlier.clocks, later.clocks
    told = _told(later, observations, since, until)
    figures, closed = [], 0
    for versions in told.versions:
        before, after = _standing(one for one in versions if _is_known(one, since.known_on)), _standing(versions)
        if after is not None and (before is None or not _is_the_same(before, after)):
            figures.append(FigureChange(after, before))
        elif after is not None:
            closed += since.as_of < after.period.closes(later.catalogue.cutoff_day) <= until.as_of
    return Changes(
        since,
        until,
        verdicts=changed_verdicts(earlier, later),
        targets=tuple(_targets(later, since.known_on, until.known_on)),
        figures=tuple(_in_order(figures, later)),
        area_figures=told.area_figures,
        closed=closed,
    )


def _targets(later: Assessments, since: date, until: date) -> Iterator[TargetChange]:
    """The revisions that came into force after `since`: what is known on a day chooses the target (rules §2)."""
    for indicator in {entry.indicator.id: entry.indicator for entry in later.entries}.values():
        in_force = indicator.target
        for revision in indicator.revisions:
            if since < revision.starts <= until:
                yield TargetChange(indicator, revision, in_force)
            in_force = revision.target


def _in_order(figures: Iterable[FigureChange], later: Assessments) -> list[FigureChange]:
    """By indicator as in the catalogue, then in the order of time."""
    place = {name: number for number, name in enumerate(later.catalogue.by_id())}

    def key(change: FigureChange) -> tuple[int, int, Fraction, int]:
        period = change.observation.period
        return place[change.observation.indicator], period.year, period.position, period.first

    return sorted(figures, key=key)


class _Told(NamedTuple):
    """All versions of each figure of the whole place, and how many figures of areas came in."""

    versions: Sequence[Sequence[Observation]]
    area_figures: int


def _told(later: Assessments, observations: Iterable[Observation], since: Clocks, until: Clocks) -> _Told:
    """What was known by `until` of the indicators in question, and of those that they are computed from."""
    indicators = _in_question(later)
    versions: dict[tuple[object, ...], list[Observation]] = {}
    area_figures = 0
    for observation in observations:
        indicator = indicators.get(observation.indicator)
        if indicator is None or not _is_known(observation, until.known_on):
            continue
        if observation.area is None:
            figure = observation.period.figure_key(of_total=indicator.kind is Kind.FLOW)
            versions.setdefault((indicator.id, figure), []).append(observation)
        else:
            area_figures += not _is_known(observation, since.known_on)
    return _Told(tuple(versions.values()), area_figures)


def _in_question(later: Assessments) -> Mapping[str, Indicator]:
    ids = {name for entry in later.entries for name in (entry.indicator.id, entry.indicator.of)}
    return {name: indicator for name, indicator in later.catalogue.by_id().items() if name in ids}


def _is_known(observation: Observation, day: date) -> bool:
    """Whether it had been recorded by the end of that day, in UTC (rules §2, `--known-on`)."""
    return observation.recorded is None or observation.recorded.date() <= day


def _standing(versions: Iterable[Observation]) -> Observation | None:
    """The best status, then the one recorded last; versions that tie on both and differ do not count (rules §2)."""
    for _, group in groupby(sorted(versions, key=_settledness, reverse=True), key=_settledness):
        first, *others = sorted(group, key=lambda one: (len(one.period.months), one.origin))
        if all(_is_the_same(first, other) for other in others):
            return first
    return None


def _settledness(observation: Observation) -> tuple[int, datetime]:
    return -observation.status.rank, observation.recorded or _BEFORE_ALL_IMPORTS


def _is_the_same(one: Observation, other: Observation) -> bool:
    """Whether two versions of a figure say the same, and are as settled; parts beside a value are no news."""
    if one.status is not other.status:
        return False
    if one.numerator is None or other.numerator is None:
        return one.value == other.value
    return (one.numerator, one.denominator) == (other.numerator, other.denominator)

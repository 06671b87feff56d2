"""Laws of judging: what holds whatever the figures are."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from builders import a_catalogue, a_target, an_indicator, clocks, judged, observed, verdict_on
from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.assess.cover import Interval, cover, cover_of_exactly, months_of, rivals
from phongtho_kpi.model.assessment import Clocks, Status
from phongtho_kpi.model.observation import Observation

numbers = st.decimals(min_value=1, max_value=10**6, places=2)
positive_levels = st.decimals(min_value=0, max_value=100, places=2)
month_ends = st.sampled_from([f"2024-{month:02}-28" for month in range(1, 13)])

WORST_TO_BEST = (Status.MISSED, Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.MET, Status.EXCEEDED)


@st.composite
def periods(draw: st.DrawFn) -> str:
    """Any period of 2024 that is not a day."""
    month = st.integers(1, 12).map(lambda number: f"2024-{number:02}")
    to_date = st.integers(1, 12).map(lambda number: f"2024-{number}M")
    return draw(st.one_of(month, to_date, st.sampled_from(["2024", "2024-H1", "2024-H2", "2024-Q2", "2024-Q3"])))


@st.composite
def figures(draw: st.DrawFn) -> list[Observation]:
    """Figures of one flow, some of them estimates, some of them twice."""
    rows = draw(st.lists(st.tuples(periods(), numbers, st.sampled_from(["final", "preliminary", "estimate"]))))
    return [observed(period, value, status=status) for period, value, status in rows]


intervals = st.builds(
    lambda first, length, rank: Interval(first, min(first + length, 12), rank),
    st.integers(1, 12),
    st.sampled_from([0, 0, 2, 5, 11]),
    st.integers(0, 2),
)


class TestMirror:
    """Rules §4 and §5: at_most is at_least seen in a mirror."""

    @given(positive_levels, positive_levels, positive_levels)
    def test_a_level_and_its_mirror_image_get_the_same_verdict(
        self, value: Decimal, target: Decimal, start: Decimal
    ) -> None:
        up = an_indicator("level", a_target("at_least", target), baseline=start)
        down = an_indicator("level", a_target("at_most", -target), baseline=-start)
        one = verdict_on(up, [observed("2024-H1", value)], "2024-06-30").headline
        other = verdict_on(down, [observed("2024-H1", -value)], "2024-06-30").headline
        assert (one.status, one.reason, one.pace, one.needed_pace) == (
            other.status,
            other.reason,
            other.pace,
            other.needed_pace,
        )


class TestUnits:
    """Rules §1: a figure in a smaller unit is the same figure."""

    @given(numbers, numbers, month_ends)
    def test_a_thousand_times_everything_changes_no_verdict(self, value: Decimal, target: Decimal, day: str) -> None:
        in_tonnes = an_indicator("flow", a_target("at_least", target))
        in_kilograms = an_indicator("flow", a_target("at_least", target * 1000))
        one = verdict_on(in_tonnes, [observed("2024-3M", value)], day).headline
        other = verdict_on(in_kilograms, [observed("2024-3M", value * 1000)], day).headline
        assert (one.status, one.pace, one.attainment, one.needed_pace) == (
            other.status,
            other.pace,
            other.attainment,
            other.needed_pace,
        )


class TestOrder:
    """Rules §2: order of rows and files means nothing."""

    @given(figures(), st.randoms(use_true_random=False))
    def test_the_order_of_the_figures_means_nothing(self, rows: list[Observation], chance: random.Random) -> None:
        catalogue = a_catalogue(an_indicator("flow", a_target("at_least", 1000)))
        shuffled = list(rows)
        chance.shuffle(shuffled)
        one, other = judged(catalogue, rows), judged(catalogue, shuffled)
        assert one.entries == other.entries
        assert sorted(map(str, one.findings)) == sorted(map(str, other.findings))


class TestMonotony:
    """A better value never worsens the status."""

    @given(numbers, numbers, numbers)
    def test_more_of_what_should_be_more_is_never_worse(self, target: Decimal, one: Decimal, other: Decimal) -> None:
        indicator = an_indicator("flow", a_target("at_least", target))
        less, more = sorted((one, other))
        ranks = [
            WORST_TO_BEST.index(verdict_on(indicator, [observed("2024-6M", value)], "2024-06-30").headline.status)
            for value in (less, more)
        ]
        assert ranks[0] <= ranks[1]

    @given(positive_levels, positive_levels, positive_levels, positive_levels)
    def test_less_of_what_should_be_less_is_never_worse(
        self, target: Decimal, start: Decimal, one: Decimal, other: Decimal
    ) -> None:
        indicator = an_indicator("level", a_target("at_most", target), baseline=start, tolerance=Decimal(1))
        less, more = sorted((one, other))
        ranks = [
            WORST_TO_BEST.index(verdict_on(indicator, [observed("2024-H1", value)], "2024-06-30").headline.status)
            for value in (more, less)
        ]
        assert ranks[0] <= ranks[1]


class TestTime:
    """Rules §2: what had not closed, or was not known, changes nothing."""

    @given(figures(), st.integers(1, 11))
    def test_no_later_period_changes_an_earlier_as_of(self, rows: list[Observation], month: int) -> None:
        catalogue = a_catalogue(an_indicator("flow", a_target("at_least", 1000)))
        day = clocks(f"2024-{month:02}-28")
        then = [row for row in rows if row.period.closes(None) <= day.as_of]
        assert assess(catalogue, rows, day).entries == assess(catalogue, then, day).entries

    @given(figures(), figures())
    def test_no_later_import_changes_what_was_known(self, known: list[Observation], later: list[Observation]) -> None:
        catalogue = a_catalogue(an_indicator("flow", a_target("at_least", 1000)))
        imported = [
            row._replace(recorded=observed("2024", 1, recorded="2025-02-02T10:00:00").recorded) for row in later
        ]
        then = Clocks(date(2025, 3, 1), known_on=date(2025, 2, 1))
        assert assess(catalogue, [*known, *imported], then).entries == assess(catalogue, known, then).entries


class TestCover:
    """Rules §2: covers do not overlap, reach the latest month, and are the best there are."""

    @given(st.frozensets(intervals, max_size=14))
    def test_a_cover_has_no_overlap_and_reaches_the_latest_month(self, observed_intervals: frozenset[Interval]) -> None:
        found = cover(observed_intervals)
        assert set(found) <= observed_intervals
        assert sum(one.length for one in found) == len(months_of(found))
        if observed_intervals:
            assert max(months_of(found)) == max(one.last for one in observed_intervals)

    @given(st.frozensets(intervals, max_size=8))
    def test_no_other_cover_is_better(self, observed_intervals: frozenset[Interval]) -> None:
        found = _worth(cover(observed_intervals))
        latest = max((one.last for one in observed_intervals), default=0)
        for other in _all_covers(sorted(observed_intervals)):
            if max((one.last for one in other), default=0) == latest:
                assert found <= _worth(other)

    @given(st.frozensets(intervals, max_size=10))
    def test_rivals_cover_the_same_months_in_different_ways(self, observed_intervals: frozenset[Interval]) -> None:
        for first, others in rivals(observed_intervals):
            for other in others:
                assert months_of(first) == months_of(other)
                assert not set(first) & set(other)

    @given(st.frozensets(intervals, max_size=10))
    def test_a_cover_of_exactly_its_own_months_is_found(self, observed_intervals: frozenset[Interval]) -> None:
        if observed_intervals:
            months = months_of(cover(observed_intervals))
            assert cover_of_exactly(observed_intervals, months) is not None


def _all_covers(rest: list[Interval]) -> list[tuple[Interval, ...]]:
    if not rest:
        return [()]
    without = _all_covers(rest[1:])
    first = months_of(rest[:1])
    return without + [tuple(sorted((rest[0], *cover_))) for cover_ in without if not months_of(cover_) & first]


def _worth(found: tuple[Interval, ...]) -> tuple[object, ...]:
    def months(rank: int) -> int:
        return sum(one.length for one in found if one.rank == rank)

    lengths = tuple((-one.length, one.first) for one in found)
    return -len(months_of(found)), months(2), months(1), len(found), lengths


class TestValue:
    """Rules §2: the value of a flow without gaps is the sum of its cover, exactly."""

    @given(st.lists(numbers, min_size=1, max_size=12))
    def test_months_add_up_exactly(self, months: list[Decimal]) -> None:
        rows = [observed(f"2024-{number:02}", value) for number, value in enumerate(months, start=1)]
        entry = verdict_on(an_indicator("flow", a_target("at_least", 1000)), rows)
        assert entry.value is not None
        assert Fraction(entry.value) == sum(map(Fraction, months))
        assert entry.coverage == (len(months), len(months))

"""What changed between two moments: as of one day and known on it, and as of a later one (rules §2)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_catalogue, a_target, an_indicator, observed, verdict_on
from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.compare.moments import Changes, compare
from phongtho_kpi.compare.verdicts import Direction, VerdictChange
from phongtho_kpi.model.assessment import Assessments, Clocks, Status
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Revision
from phongtho_kpi.model.observation import Observation

FLOW = an_indicator("flow", a_target("at_least", 120))
JULY, AUGUST = "2024-07-15T09:30:12", "2024-08-15T09:30:12"  # when something was recorded


def seen(catalogue: Catalogue, figures: Sequence[Observation], day: str, known_on: str | None = None) -> Assessments:
    """All verdicts as of a day, as known on it unless another is named."""
    return assess(catalogue, figures, Clocks(date.fromisoformat(day), date.fromisoformat(known_on or day)))


def changed(
    figures: Sequence[Observation],
    *indicators: Indicator,
    since: str = "2024-07-31",
    until: str = "2024-08-31",
    known_on: str | None = None,
    **rest: Any,
) -> Changes:
    """What changed in a catalogue of these indicators; left out: a flow that is to reach 120."""
    catalogue = a_catalogue(*(indicators or (FLOW,)), **rest)
    return compare(seen(catalogue, figures, since), seen(catalogue, figures, until, known_on), figures)


def told(changes: Changes) -> list[tuple[str, object, object]]:
    """Each figure with what it says, and what stood there before."""
    return [
        (str(one.observation.period), one.observation.value, None if one.replaced is None else one.replaced.value)
        for one in changes.figures
    ]


# verdicts


def test_a_verdict_that_got_worse_is_there_with_what_it_was() -> None:
    (change,) = changed([observed("2024-7M", 70), observed("2024-08", 1)]).verdicts
    assert (change.indicator, change.direction) == (FLOW, Direction.WORSE)
    assert (change.before.headline.status, change.after.headline.status) == (Status.ON_TRACK, Status.AT_RISK)
    assert [change.before.value, change.after.value] == [Decimal(70), Decimal(71)]


def test_a_verdict_that_stayed_is_no_change_whatever_its_value() -> None:
    assert changed([observed("2024-7M", 70), observed("2024-08", 10)]).verdicts == ()


def test_that_a_verdict_is_final_now_is_a_change() -> None:
    level = an_indicator("level", a_target("at_least", 10))
    (change,) = changed([observed("2024-H1", 12), observed("2024", 11)], level, until="2024-12-31").verdicts
    assert (change.before.headline.final, change.after.headline.final) == (False, True)
    assert change.direction is Direction.OTHER


def test_that_another_target_is_in_force_is_a_change_though_the_status_is_the_same() -> None:
    revised = replace(FLOW, revisions=(a_revision("2024-08-01", 121),))
    (change,) = changed([observed("2024-7M", 70), observed("2024-08", 20)], revised).verdicts
    assert change.before.headline.status is change.after.headline.status is Status.ON_TRACK
    assert change.direction is Direction.OTHER


def test_what_is_known_later_changes_a_verdict_on_the_same_day() -> None:
    figures = [observed("2024-7M", 70), observed("2024-7M", 50, recorded=AUGUST)]
    (change,) = changed(figures, until="2024-07-31", known_on="2024-08-31").verdicts
    assert change.after.headline.status is Status.OFF_TRACK


def test_the_worst_come_first_and_ties_stay_in_the_order_of_the_catalogue() -> None:
    values = {"a": (70, 200), "b": (70, 71), "c": (70, 0), "d": (None, 70), "e": (None, 1), "f": (70, 71)}
    figures = [
        observed(period, value, name)
        for name, both in values.items()
        for period, value in zip(("2024-7M", "2024-8M"), both, strict=True)
        if value is not None
    ]
    changes = changed(figures, *(replace(FLOW, id=name, lag_days=60) for name in values))
    assert [(one.indicator.id, one.direction.value) for one in changes.verdicts] == [
        ("c", "worse"),
        ("b", "worse"),
        ("f", "worse"),
        ("a", "better"),
        ("e", "new"),
        ("d", "new"),
    ]


JUDGED = [Status.MISSED, Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.MET, Status.EXCEEDED]


def direction(before: Status, after: Status) -> Direction:
    entry = verdict_on(FLOW, [])
    of_status = {one: replace(entry, headline=replace(entry.headline, status=one)) for one in (before, after)}
    return VerdictChange(of_status[before], of_status[after]).direction


@pytest.mark.parametrize(("worse", "better"), [(one, two) for at, one in enumerate(JUDGED) for two in JUDGED[at + 1 :]])
def test_from_one_judgement_to_another_it_is_worse_or_better(worse: Status, better: Status) -> None:
    assert direction(better, worse) is Direction.WORSE
    assert direction(worse, better) is Direction.BETTER
    assert direction(worse, worse) is Direction.OTHER


@pytest.mark.parametrize("before", [Status.NOT_DUE, Status.NO_DATA, Status.INFORMATIVE])
@pytest.mark.parametrize("after", JUDGED)
def test_what_was_not_judged_before_is_new(before: Status, after: Status) -> None:
    assert direction(before, after) is Direction.NEW


@pytest.mark.parametrize("before", [one for one in Status if one is not Status.NO_DATA])
def test_that_an_expected_figure_is_missing_is_no_judgement(before: Status) -> None:
    assert direction(before, Status.NO_DATA) is Direction.MISSING


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (Status.MET, Status.NOT_DUE, Direction.WORSE),  # what was reached no longer is, and is judged at the end
        (Status.OFF_TRACK, Status.NOT_DUE, Direction.BETTER),
        (Status.NO_DATA, Status.NOT_DUE, Direction.OTHER),  # a figure came, and is judged at the end
        (Status.INFORMATIVE, Status.NOT_DUE, Direction.OTHER),
    ],
)
def test_what_is_not_due_stands_between_good_and_bad(before: Status, after: Status, wanted: Direction) -> None:
    assert direction(before, after) is wanted


# figures


def test_a_figure_recorded_since_is_new_and_one_recorded_before_is_not() -> None:
    figures = [observed("2024-06", 1, recorded=JULY), observed("2024-07", 2, recorded=AUGUST)]
    assert told(changed(figures)) == [("2024-07", 2, None)]


@pytest.mark.parametrize(
    ("recorded", "is_news"),
    [
        ("2024-07-31T23:59:59", False),
        ("2024-08-01T00:00:00", True),
        ("2024-08-31T23:59:59", True),
        ("2024-09-01T00:00:00", False),
    ],
)
def test_the_day_of_recording_is_that_in_utc(recorded: str, is_news: bool) -> None:
    assert bool(changed([observed("2024-06", 1, recorded=recorded)]).figures) is is_news


def test_what_is_kept_by_hand_was_known_always() -> None:
    changes = changed([observed("2024-06", 1), observed("2024-08", 2)])
    assert changes.figures == ()
    assert changes.closed == 1  # August had not closed before, and counts now
    assert not changes.is_empty


def test_a_revised_figure_is_there_once_with_the_one_that_stood_before() -> None:
    figures = [
        observed("2024-06", 1),
        observed("2024-06", 2, recorded=JULY),
        observed("2024-06", 3, recorded="2024-08-10T00:00:00"),
        observed("2024-06", 4, recorded=AUGUST),
    ]
    assert told(changed(figures)) == [("2024-06", 4, 2)]


def test_a_figure_that_says_what_it_said_before_is_no_change() -> None:
    figures = [observed("2024-06", 1), observed("2024-06", 2, recorded="2024-08-10T00:00:00")]
    assert told(changed([*figures, observed("2024-06", 1, recorded=AUGUST)])) == []


def test_that_a_figure_is_settled_now_is_a_change_though_it_says_the_same() -> None:
    figures = [observed("2024-06", 1, status="estimate"), observed("2024-06", 1, recorded=AUGUST)]
    assert told(changed(figures)) == [("2024-06", 1, 1)]


def test_an_estimate_that_comes_after_the_final_figure_changes_nothing() -> None:
    assert changed([observed("2024-06", 1), observed("2024-06", 2, status="estimate", recorded=AUGUST)]).is_empty


def test_versions_that_contradict_one_another_do_not_stand() -> None:
    disagreeing = [observed("2024-06", value, recorded=AUGUST) for value in (2, 3)]
    assert told(changed(disagreeing)) == []
    assert told(changed([observed("2024-06", 1), *disagreeing])) == []
    agreeing = [observed("2024-06", 2, recorded=AUGUST), observed("2024-06", "2.0", recorded=AUGUST)]
    assert told(changed([observed("2024-06", 1), *agreeing])) == [("2024-06", 2, 1)]


def test_parts_that_make_the_same_share_are_news_where_they_are_others() -> None:
    level = an_indicator("level", unit="%")
    before = observed("2024-H1", None, numerator=Decimal(12), denominator=Decimal(17))

    def after(**parts: Any) -> list[tuple[str, object, object]]:
        return told(changed([before, observed("2024-06", None, recorded=AUGUST, **parts)], level))

    assert after(numerator=Decimal(24), denominator=Decimal(34)) == [("2024-06", None, None)]
    assert after(numerator=Decimal(12), denominator=Decimal(17)) == []


def test_a_reading_of_june_replaces_that_of_the_half_year_but_a_total_does_not() -> None:
    figures = [observed("2024-H1", 1), observed("2024-06", 2, recorded=AUGUST)]
    assert told(changed(figures, an_indicator("level"))) == [("2024-06", 2, 1)]
    assert told(changed(figures)) == [("2024-06", 2, None)]
    both = [observed(period, 1, recorded=AUGUST) for period in ("2024-H1", "2024-06")]
    assert told(changed(both, an_indicator("level"))) == [("2024-06", 1, None)]


def test_figures_of_areas_are_counted_and_not_listed() -> None:
    figures = [observed("2024-06", 1, area=code, recorded=AUGUST) for code in ("03571", "03562")]
    changes = changed([*figures, observed("2024-06", 1, area="03549", recorded=JULY)])
    assert (changes.figures, changes.area_figures) == ((), 2)
    assert not changes.is_empty


def test_a_figure_whose_period_has_closed_since_is_counted_unless_it_came_in_since() -> None:
    figures = [observed("2024-07", 1, recorded=JULY), observed("2024-08", 2, recorded=JULY)]
    assert changed(figures, since="2024-07-20", until="2024-08-20", cutoff_day=14).closed == 1
    revised = [*figures, observed("2024-08", 3, recorded=AUGUST)]
    assert changed(revised, since="2024-07-20", until="2024-08-20", cutoff_day=14).closed == 0


def test_figures_are_in_the_order_of_the_catalogue_and_of_time() -> None:
    level = an_indicator("level", id="y")
    periods = ["2024-06", "2024-06-15", "2023-12"]
    figures = [observed(period, 1, "y", recorded=AUGUST) for period in periods]
    changes = changed([*figures, observed("2024-07", 1, recorded=AUGUST)], FLOW, level, known_on="2024-09-30")
    assert [(one.observation.indicator, str(one.observation.period)) for one in changes.figures] == [
        ("x", "2024-07"),
        ("y", "2023-12"),
        ("y", "2024-06-15"),
        ("y", "2024-06"),
    ]


def test_only_the_indicators_in_question_are_compared_and_what_they_are_computed_from() -> None:
    source, other = replace(FLOW, id="of"), replace(FLOW, id="other")
    growth = an_indicator("growth", a_target("at_least", 5), of="of")
    catalogue = a_catalogue(growth, source, other)
    figures = [observed("2024-06", 1, name, recorded=AUGUST) for name in ("of", "other", "nobody")]
    later = seen(catalogue, figures, "2024-08-31")
    chosen = replace(later, entries=later.entries[:1])
    changes = compare(seen(catalogue, figures, "2024-07-31"), chosen, figures)
    assert [one.observation.indicator for one in changes.figures] == ["of"]
    assert [one.indicator.id for one in changes.verdicts] == []
    assert len(compare(seen(catalogue, figures, "2024-07-31"), later, figures).figures) == 2


# targets


def a_revision(starts: str, number: object) -> Revision:
    return Revision(date.fromisoformat(starts), "QĐ 1", "hạn hán", a_target("at_least", number))


@pytest.mark.parametrize(
    ("starts", "is_news"), [("2024-07-31", False), ("2024-08-01", True), ("2024-08-31", True), ("2024-09-01", False)]
)
def test_a_revision_is_news_when_it_came_into_force_since(starts: str, is_news: bool) -> None:
    revised = replace(FLOW, revisions=(a_revision(starts, 100),))
    assert bool(changed([], revised).targets) is is_news


def test_each_revision_says_which_target_it_replaced() -> None:
    revisions = a_revision("2024-07-01", 110), a_revision("2024-08-01", 100), a_revision("2024-08-20", 90)
    first, second = changed([], replace(FLOW, revisions=revisions)).targets
    assert (first.revision, first.replaced) == (revisions[1], revisions[0].target)
    assert (second.revision, second.replaced) == (revisions[2], revisions[1].target)
    (only,) = changed([], replace(FLOW, target=None, revisions=revisions[1:2])).targets
    assert (only.indicator.id, only.replaced) == ("x", None)


# laws

INDICATORS = (FLOW, an_indicator("level", a_target("at_least", 3), id="y", revisions=(a_revision("2024-06-01", 4),)))
MOMENTS = st.dates(date(2024, 5, 1), date(2024, 9, 30))


@st.composite
def figures_of_a_year(draw: st.DrawFn) -> list[Observation]:
    """Figures of two indicators, some kept by hand, each import at a time of its own."""
    chosen = st.tuples(
        st.sampled_from(["2024-05", "2024-06", "2024-H1", "2024-06-15", "2024-08"]),
        st.integers(min_value=1, max_value=3),
        st.sampled_from(["x", "y"]),
        st.sampled_from(["final", "estimate"]),
        st.sampled_from([None, None, None, "03571"]),
        st.none() | MOMENTS,
    )
    return [
        observed(
            period, value, name, status=status, area=area,
            recorded=None if day is None else f"{day.isoformat()}T08:00:{second:02}",
        )
        for second, (period, value, name, status, area, day) in enumerate(draw(st.lists(chosen, max_size=12)))
        if name == "y" or period != "2024-06-15"
    ]  # fmt: skip


def between(figures: Sequence[Observation], since: date, until: date) -> Changes:
    return changed(figures, *INDICATORS, since=since.isoformat(), until=until.isoformat())


@given(figures_of_a_year(), MOMENTS)
def test_nothing_changes_from_a_moment_to_itself(figures: list[Observation], moment: date) -> None:
    assert between(figures, moment, moment).is_empty


@given(figures_of_a_year(), MOMENTS, st.integers(0, 90), st.randoms())
def test_the_order_of_figures_means_nothing(figures: list[Observation], since: date, days: int, order: Random) -> None:
    shuffled = list(figures)
    order.shuffle(shuffled)
    until = since + timedelta(days=days)
    assert between(shuffled, since, until) == between(figures, since, until)


@given(figures_of_a_year(), MOMENTS, st.integers(0, 60), st.integers(0, 60))
def test_two_steps_lead_where_one_leads(figures: list[Observation], since: date, first: int, second: int) -> None:
    middle = since + timedelta(days=first)
    until = middle + timedelta(days=second)
    steps: dict[object, object] = {}
    for step in (between(figures, since, middle), between(figures, middle, until)):
        steps |= {_figure(one.observation): _said(one.observation) for one in step.figures}
        steps |= {one.indicator.id: one.after.headline for one in step.verdicts}
    whole = between(figures, since, until)
    assert all(steps[_figure(one.observation)] == _said(one.observation) for one in whole.figures)
    assert all(_verdict(steps[one.indicator.id]) == _verdict(one.after.headline) for one in whole.verdicts)


def _said(figure: Observation) -> object:
    """What a figure says: that it is stated once more is no news, so two steps may name another of two that agree."""
    return figure.value, figure.numerator, figure.denominator, figure.status


def _figure(figure: Observation) -> object:
    return figure.indicator, figure.period.figure_key(of_total=figure.indicator == "x")


def _verdict(judgement: Any) -> object:
    return judgement.status, judgement.final, judgement.target

"""Targets against their revisions, baselines and trajectories: what is possible, and hardly meant (rules §1, §3)."""

from datetime import date
from decimal import Decimal

import pytest

from builders import a_catalogue, a_target, an_indicator
from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.model.catalogue import Goal, Indicator, OtherPlan, Revision, Shape, Target, Trajectory


def said(*indicators: Indicator) -> list[tuple[str, int | None, dict[str, object]]]:
    """The findings: name, line, params."""
    found = check_catalogue(a_catalogue(*indicators), None)
    return [(finding.kind.name, finding.origin.line, dict(finding.params)) for finding in found]


def names(*indicators: Indicator) -> list[str]:
    return [name for name, _, _ in said(*indicators)]


def revised(starts: str, goal: str = "at_least", number: object = 5, **target: str) -> Revision:
    return Revision(date.fromisoformat(starts), "HĐND huyện", "bão", a_target(goal, number, **target))


class TestRevisionsComeInTime:
    def test_one_begins_before_what_it_replaces_is_finally_judged(self) -> None:
        indicator = an_indicator(
            target=a_target("at_least", 5, due="2024-06-30"),
            revisions=(
                revised("2024-06-30", due="2024-09-30"),
                revised("2024-10-01", due="2024-12-31"),
                revised("2025-01-01", due="2025-06-30"),
            ),
            lines={"revisions": 5, "revisions.1.from": 7, "revisions.2": 8, "revisions.2.target.due": 9},
        )
        assert [one for one in said(indicator) if one[0] == "revision-after-due"] == [
            (
                "revision-after-due",
                7,
                {
                    "id": "x",
                    "starts": "2024-10-01",
                    "due": "2024-09-30",
                    "problem": "after-due",
                    "replaced": "2024-09-30",
                },
            ),
            (
                "revision-after-due",
                8,
                {
                    "id": "x",
                    "starts": "2025-01-01",
                    "due": "2024-12-31",
                    "problem": "after-due",
                    "replaced": "2024-12-31",
                },
            ),
        ]

    def test_and_before_it_is_due_itself(self) -> None:
        indicator = an_indicator(revisions=(revised("2024-07-01", due="2024-06-30"),), lines={"revisions.0.target": 7})
        params = {"id": "x", "starts": "2024-07-01", "due": "2024-06-30", "problem": "due-before-from", "replaced": ""}
        assert said(indicator) == [("revision-after-due", 7, params)]

    def test_a_revision_is_said_once(self) -> None:
        wrong = revised("2024-07-01", due="2024-06-30")
        assert names(an_indicator(target=a_target("at_least", 5, due="2024-05-31"), revisions=(wrong,))) == [
            "revision-after-due"
        ]

    def test_of_an_indicator_that_was_only_followed_there_is_nothing_to_replace(self) -> None:
        assert said(an_indicator(revisions=(revised("2024-11-01"),))) == []

    def test_a_due_day_outside_the_year_is_said_once(self) -> None:
        assert names(an_indicator(revisions=(revised("2024-05-01", due="2023-12-31"),))) == ["due-outside-year"]


class TestRevisionsBeginInTheYear:
    @pytest.mark.parametrize("starts", ["2024-01-01", "2023-12-20"])
    def test_from_its_first_day_on_it_is_no_revision(self, starts: str) -> None:
        indicator = an_indicator(
            target=a_target("at_least", 5), revisions=(revised(starts),), lines={"revisions.0.from": 7}
        )
        assert said(indicator) == [("revision-before-year", 7, {"id": "x", "starts": starts, "year": 2024})]

    def test_from_the_second_day_on_it_is(self) -> None:
        assert said(an_indicator(target=a_target("at_least", 5), revisions=(revised("2024-01-02"),))) == []


class TestLevelsAreJudgedOnTheWay:
    @pytest.mark.parametrize("goal", ["at_least", "at_most"])
    @pytest.mark.parametrize(
        ("trajectory", "line"),
        [
            (None, 12),
            (Trajectory(Shape.LINE), 13),
            (Trajectory(Shape.SHARES, shares=(Decimal(1),) * 12), 13),
        ],
    )
    def test_without_a_baseline_nothing_is_expected(self, goal: str, trajectory: Trajectory | None, line: int) -> None:
        lines = {"target": 12, **({"trajectory": 13} if trajectory else {})}
        indicator = an_indicator("level", a_target(goal, 5), trajectory=trajectory, lines=lines)
        assert said(indicator) == [("not-judged-before-due", line, {"id": "x"})]

    def test_a_target_that_only_a_revision_brings_is_one(self) -> None:
        assert said(an_indicator("level", revisions=(revised("2024-05-01"),))) == [
            ("not-judged-before-due", 1, {"id": "x"})
        ]

    @pytest.mark.parametrize("shape", [Shape.YEAR_END, Shape.HOLD, Shape.POINTS])
    def test_a_trajectory_that_was_chosen_says_so(self, shape: Shape) -> None:
        assert said(an_indicator("level", a_target("at_least", 5), trajectory=Trajectory(shape))) == []

    @pytest.mark.parametrize(
        "indicator",
        [
            an_indicator("level", a_target("at_least", 5), baseline=4),
            an_indicator("level", a_target("within", (5, 6))),
            an_indicator("level"),
            an_indicator("level", also=(OtherPlan("tỉnh", a_target("at_least", 5)),)),
            an_indicator("flow", a_target("at_least", 5)),
            an_indicator("growth", a_target("at_least", 5)),
            an_indicator("reduction", a_target("at_least", 5)),
            an_indicator("task", Target(Goal.DONE, Decimal(1), date(2024, 12, 31))),
        ],
        ids=["baseline", "within", "followed", "only another plan", "flow", "growth", "reduction", "task"],
    )
    def test_where_it_is_judged_or_cannot_be_nothing_is_said(self, indicator: Indicator) -> None:
        assert said(indicator) == []

    @pytest.mark.parametrize("key", ["baseline", "trajectory"])
    def test_a_key_that_was_left_out_for_a_mistake_of_its_own_is_not_missed(self, key: str) -> None:
        assert said(an_indicator("level", a_target("at_least", 5), lines={key: 13})) == []


class TestBaselinesFallShort:
    @pytest.mark.parametrize(
        ("goal", "baseline"), [("at_least", "5.01"), ("at_most", "4.99")], ids=["at_least", "at_most"]
    )
    def test_a_level_that_starts_beyond_the_target_is_doubtful(self, goal: str, baseline: str) -> None:
        indicator = an_indicator("level", a_target(goal, 5), baseline=baseline, lines={"baseline": 13})
        params = {"id": "x", "baseline": Decimal(baseline), "target": Decimal(5)}
        assert said(indicator) == [("baseline-beyond-target", 13, params)]

    @pytest.mark.parametrize("kind", ["flow", "growth", "reduction"])
    def test_of_any_other_kind_the_year_does_not_start_there(self, kind: str) -> None:
        assert said(an_indicator(kind, a_target("at_least", 5), baseline=6)) == []

    @pytest.mark.parametrize(("goal", "baseline"), [("at_least", 5), ("at_least", 4), ("at_most", 5), ("at_most", 6)])
    def test_one_that_is_there_or_falls_short_is_not(self, goal: str, baseline: int) -> None:
        assert said(an_indicator("level", a_target(goal, 5), baseline=baseline)) == []

    def test_nor_where_it_is_to_be_held_or_kept_within(self) -> None:
        hold = Trajectory(Shape.HOLD)
        assert said(an_indicator("level", a_target("at_least", 5), baseline=6, trajectory=hold)) == []
        assert said(an_indicator("level", a_target("within", (4, 5)), baseline=6)) == []
        assert said(an_indicator("level", baseline=6)) == []

    def test_any_other_trajectory_says_nothing_of_it(self) -> None:
        year_end = Trajectory(Shape.YEAR_END)
        assert names(an_indicator("level", a_target("at_least", 5), baseline=6, trajectory=year_end)) == [
            "baseline-beyond-target"
        ]

    def test_the_target_is_the_one_in_force_at_first(self) -> None:
        lowered = an_indicator("level", a_target("at_least", 7), baseline=6, revisions=(revised("2024-05-01"),))
        assert said(lowered) == []
        followed = an_indicator("level", baseline=6, revisions=(revised("2024-05-01"),))
        assert names(followed) == ["baseline-beyond-target"]
        from_new_year = an_indicator(
            "level", a_target("at_least", 5), baseline=6, revisions=(revised("2024-01-01", number=7),)
        )
        assert names(from_new_year) == ["revision-before-year"]

    def test_a_target_that_was_left_out_for_a_mistake_of_its_own_is_not_guessed(self) -> None:
        indicator = an_indicator("level", baseline=6, revisions=(revised("2024-05-01"),), lines={"target": 12})
        assert said(indicator) == []

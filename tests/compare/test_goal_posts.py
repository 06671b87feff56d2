"""Goal-posts that move: what a reviewer of the targets must not miss."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from builders import a_catalogue, a_target, an_indicator, observed
from phongtho_kpi.assess.assessment import assess
from phongtho_kpi.compare.catalogues import compare_catalogues
from phongtho_kpi.compare.goal_posts import Known, known_in_year, moved_goal_posts
from phongtho_kpi.model.assessment import Clocks
from phongtho_kpi.model.catalogue import Bands, Baseline, Catalogue, Indicator, Revision, Shape, Trajectory
from phongtho_kpi.model.finding import Finding

NOON = Clocks(date(2024, 7, 31), date(2024, 7, 31))
FIGURES = (observed("2024-6M", 20),)  # of 50 planned: at risk; of 36: on track
LINES = {"target": 10, "revisions.0": 20, "revisions.0.from": 21, "baseline": 30, "baseline.value": 31}


def an(value: object = 50, *revisions: Revision, **rest: Any) -> Indicator:
    return an_indicator(target=a_target("at_least", value), revisions=revisions, lines=LINES, **rest)


def revised(starts: str, value: object = 36, why: str = "hạn hán") -> Revision:
    return Revision(date.fromisoformat(starts), "NQ 12", why, a_target("at_least", value))


def found(before: Catalogue | Indicator, after: Catalogue | Indicator, written: date | None = None) -> list[Finding]:
    old, new = (one if isinstance(one, Catalogue) else a_catalogue(one) for one in (before, after))
    judged = assess(old, FIGURES, NOON), assess(new, FIGURES, NOON)
    known = known_in_year(FIGURES, 2024, NOON.known_on)
    return list(moved_goal_posts(compare_catalogues(old, new, judged), known, written))


def names(findings: list[Finding]) -> list[str]:
    return [finding.kind.name for finding in findings]


class TestSoftened:
    def test_a_target_written_down_is_an_error_with_both_verdicts(self) -> None:
        (finding,) = found(an(50), an(36))
        assert (finding.kind.name, finding.origin.line) == ("softened-target", 10)
        assert finding.params == {"id": "x", "status_before": "at_risk", "status_after": "on_track"}
        assert finding.is_error

    def test_a_revision_with_its_decision_is_none(self) -> None:
        assert found(an(50), an(50, revised("2024-07-15"))) == []

    def test_an_edit_of_what_it_is_judged_by_beside_a_revision_is_said(self) -> None:
        lines = {**LINES, "bands": 40, "bands.on_track": 41, "bands.at_risk": 42}
        after = replace(an(50, revised("2024-07-15", "49.9")), bands=Bands(Decimal("0.6"), Decimal("0.5")), lines=lines)
        (finding,) = found(an(50), after)
        assert (finding.kind.name, finding.origin.line) == ("easier-verdict", 41)
        head = replace(a_catalogue(an(50, revised("2024-07-15"))), cutoff_day=1)
        assert names(found(a_catalogue(an(50)), head)) == ["easier-verdict"]

    def test_a_revision_that_is_not_in_force_yet_changes_nothing(self) -> None:
        assert found(an(50), an(50, revised("2024-09-01"))) == []

    def test_a_target_written_down_beside_a_revision_is_still_one(self) -> None:
        assert names(found(an(50), an(45, revised("2024-07-15")))) == ["softened-target"]

    def test_a_target_that_is_dropped_is_one(self) -> None:
        assert names(found(an(50), replace(an(50), target=None))) == ["softened-target"]

    def test_a_later_due_is_one_where_the_verdict_is_better(self) -> None:
        early = replace(an(50), target=a_target("at_least", 50, due="2024-06-30"))
        assert names(found(early, an(50))) == ["softened-target"]

    def test_where_the_verdict_stays_as_it_was_it_is_a_warning(self) -> None:
        (finding,) = found(an(50), an(49))
        assert (finding.kind.name, finding.origin.line) == ("softened-without-revision", 10)
        assert not finding.is_error

    def test_a_cap_on_a_flow_that_is_due_earlier_is_one(self) -> None:
        def cap(due: str) -> Indicator:
            return an_indicator(target=a_target("at_most", 15, due=due), lines=LINES)

        assert names(found(cap("2024-12-31"), cap("2024-03-31"))) == ["softened-target"]

    def test_a_smaller_number_in_a_larger_unit_is_none(self) -> None:
        before, after = an(50, unit="tấn"), an("0.05", unit="nghìn tấn")
        assert [edit.softened for edit in compare_catalogues(a_catalogue(before), a_catalogue(after)).targets] == [
            False
        ]

    def test_a_larger_number_in_a_smaller_unit_may_be_one(self) -> None:
        assert names(found(an(50, unit="tấn"), an(300, unit="tạ"))) == ["softened-without-revision"]

    def test_another_sort_of_unit_with_another_target_is_one(self) -> None:
        assert "softened-target" in names(found(an(50, unit="tấn"), an(36, unit="ha")))

    def test_a_harder_target_is_none(self) -> None:
        assert found(an(36), an(50)) == []

    def test_before_any_figure_of_the_year_was_known_it_is_none(self) -> None:
        old, new = a_catalogue(an(50)), a_catalogue(an(36))
        judged = assess(old, FIGURES, NOON), assess(new, FIGURES, NOON)
        changes = compare_catalogues(old, new, judged)
        assert list(moved_goal_posts(changes, Known(NOON.known_on, frozenset()), None)) == []

    def test_figures_of_what_it_is_computed_from_are_its_own(self) -> None:
        def both(value: int) -> Catalogue:
            growth = an_indicator("growth", a_target("at_least", value), id="g", of="x", unit="%", lines=LINES)
            return a_catalogue(an(50), growth)

        figures = (observed("2024-6M", 20), observed("2023-6M", 19))
        judged = assess(both(50), figures, NOON), assess(both(2), figures, NOON)
        changes = compare_catalogues(both(50), both(2), judged)
        known = known_in_year(figures, 2024, NOON.known_on)
        assert names(list(moved_goal_posts(changes, known, None))) == ["softened-target"]


class TestHistory:
    """Never edit an entry, add one."""

    def test_a_revision_in_force_is_not_changed(self) -> None:
        (finding,) = found(an(50, revised("2024-07-15", 45)), an(50, revised("2024-07-15", 46)))
        assert (finding.kind.name, finding.origin.line) == ("rewritten-decision", 21)
        assert finding.params == {"id": "x", "starts": "2024-07-15"}

    def test_nor_taken_away(self) -> None:
        (finding,) = found(an(50, revised("2024-07-15", 45)), an(50))
        assert (finding.kind.name, finding.origin.line) == ("rewritten-decision", 10)

    def test_nor_moved_to_another_day(self) -> None:
        assert names(found(an(50, revised("2024-07-15", 45)), an(50, revised("2024-07-20", 45)))) == [
            "rewritten-decision"
        ]

    def test_nor_what_it_replaced(self) -> None:
        softer, finding = found(an(50, revised("2024-07-15", 45)), an(48, revised("2024-07-15", 45)))
        assert softer.kind.name == "softened-without-revision"
        assert (finding.kind.name, finding.origin.line) == ("rewritten-decision", 10)
        assert finding.params == {"id": "x", "starts": ""}

    def test_its_reason_may_be_said_better(self) -> None:
        assert found(an(50, revised("2024-07-15", 45)), an(50, revised("2024-07-15", 45, "sương muối"))) == []

    def test_one_that_is_not_in_force_yet_may_be_corrected_and_softened_only_with_a_warning(self) -> None:
        assert found(an(50, revised("2024-09-01", 45)), an(50, revised("2024-09-01", 46))) == []
        assert names(found(an(50, revised("2024-09-01", 45)), an(50, revised("2024-09-01", 44)))) == [
            "softened-without-revision"
        ]

    def test_what_is_softened_is_said_once(self) -> None:
        findings = found(an(50, revised("2024-07-15", 49)), an(50, revised("2024-07-15", 36)))
        assert names(findings) == ["softened-target"]


class TestBackdated:
    def test_a_revision_from_before_it_was_written_down_changes_what_was_reported(self) -> None:
        (finding,) = found(an(50), an(50, revised("2024-07-15")), written=date(2024, 7, 16))
        assert (finding.kind.name, finding.origin.line) == ("backdated-revision", 21)
        assert finding.params == {"id": "x", "starts": "2024-07-15", "written": "2024-07-16"}
        assert not finding.is_error

    @pytest.mark.parametrize("written", [None, date(2024, 7, 15), date(2024, 7, 1)])
    def test_one_from_that_day_on_does_not(self, written: date | None) -> None:
        assert found(an(50), an(50, revised("2024-07-15")), written=written) == []

    def test_one_that_was_there_is_none(self) -> None:
        there = revised("2024-01-15", 49)
        assert found(an(50, there), an(50, there), written=date(2024, 7, 1)) == []


def level(baseline: object, **rest: Any) -> Indicator:
    base = Baseline(Decimal(str(baseline)), None, None)
    lines = rest.pop("lines", LINES)
    return replace(an_indicator("level", a_target("at_least", 40), lines=lines, **rest), baseline=base)


class TestEasier:
    """The target stands, and what it is judged by has changed."""

    def test_another_baseline(self) -> None:
        (finding,) = found(level(10), level(-10))  # E is 25, then 15; the reading is 20
        assert (finding.kind.name, finding.origin.line) == ("easier-verdict", 31)
        assert finding.params == {"id": "x", "status_before": "off_track", "status_after": "on_track"}
        assert not finding.is_error

    def test_a_key_without_a_line_is_at_what_is_around_it(self) -> None:
        lines = {"baseline": 30}
        (finding,) = found(level(10, lines=lines), level(-10, lines=lines))
        assert finding.origin.line == 30

    def test_a_harder_target_does_not_hide_it(self) -> None:
        harder = replace(level(-20), target=a_target("at_least", 41))
        assert names(found(level(10), harder)) == ["easier-verdict"]

    def test_bands_of_the_whole_catalogue_are_said_once(self) -> None:
        softer, lines = Bands(Decimal("0.7"), Decimal("0.6")), {"bands": 3, "bands.on_track": 4, "bands.at_risk": 5}
        other = replace(an(50), id="y", of=None)
        figures = (*FIGURES, observed("2024-6M", 20, indicator="y"))
        old = a_catalogue(an(50), other)
        new = replace(old, bands=softer, lines=lines)
        changes = compare_catalogues(old, new, (assess(old, figures, NOON), assess(new, figures, NOON)))
        (finding,) = moved_goal_posts(changes, known_in_year(figures, 2024, NOON.known_on), None)
        assert (finding.kind.name, finding.origin.line, finding.params["id"]) == ("easier-verdict", 4, "x, y")

    def test_where_they_have_no_line_it_is_where_the_catalogue_begins(self) -> None:
        after = replace(a_catalogue(an(50)), bands=Bands(Decimal("0.7"), Decimal("0.6")), lines={"bands": 3})
        (finding,) = found(a_catalogue(an(50)), after)
        assert finding.origin.line == 3
        after = replace(a_catalogue(an(50)), cutoff_day=1, bands=Bands(Decimal("0.7"), Decimal("0.6")))
        (finding,) = found(a_catalogue(an(50)), after)
        assert finding.origin.line == 1

    def test_a_verdict_that_is_none_any_more_is_one(self) -> None:
        after = an(36, trajectory=Trajectory(Shape.YEAR_END))
        assert names(found(an(36), after)) == ["easier-verdict"]

    def test_a_due_that_comes_before_the_figures_is_at_the_target(self) -> None:
        early = replace(an(50), target=a_target("at_least", 50, due="2024-03-31"))
        (finding,) = found(an(50), early)
        assert (finding.kind.name, finding.origin.line) == ("easier-verdict", 10)


def test_a_target_that_is_retired_is_an_error_once_the_year_has_figures() -> None:
    other = an_indicator(id="y", lines={})
    before, after = a_catalogue(an(50), other), a_catalogue(other)
    assert names(found(before, after)) == ["retired-target"]
    changes = compare_catalogues(before, after)
    assert list(moved_goal_posts(changes, Known(NOON.known_on, frozenset()), None)) == []


def test_an_id_with_figures_keeps_its_name() -> None:
    (finding,) = found(an(50), replace(an(50), id="z"))
    assert (finding.kind.name, finding.params) == ("renamed-id", {"id": "z", "before": "x"})
    assert found(replace(an(50), id="w"), replace(an(50), id="z")) == []


def test_what_was_added_moves_nothing() -> None:
    other = an_indicator(id="y", target=a_target("at_least", 1), lines={})
    assert found(a_catalogue(an(50)), a_catalogue(an(50), other)) == []


def test_what_was_only_followed_may_go() -> None:
    other = an_indicator(id="y", lines={})
    assert found(a_catalogue(an(50), other), a_catalogue(an(50))) == []


def test_figures_of_another_year_or_of_a_later_day_are_not_known() -> None:
    figures = (
        observed("2023-6M", 1, indicator="a"),
        observed("2024-6M", 1, indicator="b", recorded="2024-08-01T00:00:00"),
        observed("2024-6M", 1, indicator="c", recorded="2024-07-31T23:59:59"),
        observed("2024-6M", 1, indicator="d"),
    )
    assert known_in_year(figures, 2024, date(2024, 7, 31)).ids == {"c", "d"}


def test_targets_that_cannot_be_judged_are_softened_with_a_warning() -> None:
    changes = compare_catalogues(a_catalogue(an(50)), a_catalogue(an(36)))
    findings = moved_goal_posts(changes, Known(NOON.known_on, frozenset({"x"})), None)
    assert names(list(findings)) == ["softened-without-revision"]

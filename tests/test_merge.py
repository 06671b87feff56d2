"""Figures that come in: added, revised, unchanged (docs/commands.md, `data/`)."""

from builders import a_target, an_indicator, observed
from phongtho_kpi.merge import Merged, merge
from phongtho_kpi.model.finding import CONFLICTING_FIGURES
from phongtho_kpi.model.observation import Observation

INDICATORS = {"x": an_indicator("flow", a_target("at_least", 120)), "y": an_indicator("level", id="y")}


def merged(existing: list[Observation], *incoming: Observation) -> Merged:
    return merge(existing, {"a.csv": incoming}, INDICATORS)["a.csv"]


def test_a_figure_for_a_new_period_is_added() -> None:
    new = observed("2024-06", 3)
    assert [*merged([observed("2024-05", 3)], new).added] == [new]


def test_the_same_figure_again_is_unchanged() -> None:
    again = merged([observed("2024-06", "3.0")], observed("2024-06", 3))
    assert (len(again.unchanged), again.to_keep) == (1, [])


def test_another_value_revises_and_names_what_it_takes_the_place_of() -> None:
    old, new = observed("2024-06", 3, recorded="2024-07-01T00:00:00"), observed("2024-06", 4)
    (revision,) = merged([observed("2024-06", 2), old], new).revised
    assert (revision.old, revision.new) == (old, new)


def test_a_figure_that_goes_back_to_an_older_value_is_a_revision() -> None:
    there = [observed("2024-06", 3), observed("2024-06", 4, recorded="2024-07-01T00:00:00")]
    assert len(merged(there, observed("2024-06", 3)).revised) == 1


def test_a_final_figure_revises_an_estimate_but_not_the_other_way_round() -> None:
    estimate, final = observed("2024-06", 3, status="estimate"), observed("2024-06", 3)
    assert len(merged([estimate], final).revised) == 1
    assert [*merged([final], estimate).added] == [estimate]


def test_a_reading_that_closes_on_the_same_day_is_the_same_figure() -> None:
    june, half_year = observed("2024-06", 3, "y"), observed("2024-H1", 4, "y")
    (revision,) = merged([june], half_year).revised
    assert (revision.old, revision.new) == (june, half_year)
    assert len(merged([observed("2024-06", 3)], observed("2024-H1", 4)).added) == 1  # of a flow it is not


def test_a_reading_that_says_the_same_of_another_period_is_kept_beside_it_once() -> None:
    quarter, half_year = observed("2024-Q2", 3, "y"), observed("2024-H1", 3, "y")
    assert [*merged([quarter], half_year).added] == [half_year]
    again = merged([quarter, half_year], observed("2024-Q2", 3, "y"), observed("2024-H1", 3, "y"))
    assert (len(again.unchanged), again.to_keep) == (2, [])


def test_parts_are_compared_as_parts() -> None:
    old = observed("2024-06", None, "y", numerator=12, denominator=17)
    assert merged([old], observed("2024-06", None, "y", numerator=12, denominator=17)).to_keep == []
    assert len(merged([old], observed("2024-06", None, "y", numerator=24, denominator=34)).revised) == 1


def test_two_files_that_differ_on_a_figure_are_a_conflict() -> None:
    first, second = observed("2024-06", 3), observed("2024-06", 4)
    files = merge([], {"a.csv": [first], "b.csv": [second]}, INDICATORS)
    assert files["a.csv"].to_keep == files["b.csv"].to_keep == []
    assert [one.params["other"] for one in files["a.csv"].conflicts] == [4]
    (finding,) = files["b.csv"].conflicts
    assert (finding.kind, finding.params["other"]) == (CONFLICTING_FIGURES, 3)
    parts = observed("2024-06", None, "y", numerator=1, denominator=2)
    other = observed("2024-06", None, "y", numerator=2, denominator=3)
    (finding,) = merge([], {"a.csv": [parts], "b.csv": [other]}, INDICATORS)["b.csv"].conflicts
    assert (finding.params["value"], finding.params["other"]) == ("2/3", "1/2")


def test_two_files_that_agree_count_once() -> None:
    files = merge([], {"a.csv": [observed("2024-06", 3)], "b.csv": [observed("2024-06", 3)]}, INDICATORS)
    assert len(files["b.csv"].unchanged) == 1

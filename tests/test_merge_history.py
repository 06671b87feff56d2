"""What each file of `data/` brought when it came in: `merge` once more (docs/commands.md, *The log of figures*)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from builders import a_target, an_indicator, observed
from phongtho_kpi.merge import Merged, history, merge
from phongtho_kpi.model.observation import Observation

INDICATORS = {"x": an_indicator("flow", a_target("at_least", 120)), "y": an_indicator("level", id="y")}
FIRST, SECOND = datetime(2024, 7, 15, tzinfo=UTC), datetime(2024, 8, 15, tzinfo=UTC)


def brought(observations: Sequence[Observation]) -> dict[str, list[Merged]]:
    """Every file with what it brought of each indicator."""
    files: dict[str, list[Merged]] = {}
    for file, merged in history(observations, INDICATORS):
        files.setdefault(file, []).append(merged)
    return files


def came(figure: Observation, recorded: datetime, file: str) -> Observation:
    return figure._replace(recorded=recorded, file=file)


def test_a_figure_replaces_the_one_that_was_there_before_it_whatever_the_order_on_disk() -> None:
    by_hand = observed("2024-06", 1)
    first, second = (
        came(observed("2024-06", 2), FIRST, "data/b.csv"),
        came(observed("2024-06", 3), SECOND, "data/a.csv"),
    )
    files = brought([second, first, by_hand])
    assert files[by_hand.file] == [Merged([by_hand], (), ())]
    assert [(one.old, one.new) for one in files["data/b.csv"][0].revised] == [(by_hand, first)]
    assert [(one.old, one.new) for one in files["data/a.csv"][0].revised] == [(first, second)]


def test_what_is_kept_by_hand_replaced_nothing() -> None:
    one, other = observed("2024-06", 1), observed("2024-06", 2)._replace(file="data/other.csv")
    assert all(merged.added and not merged.revised for files in brought([one, other]).values() for merged in files)


def test_without_the_file_of_an_import_it_is_as_if_that_had_never_been() -> None:
    last = came(observed("2024-06", 3), SECOND, "data/a.csv")
    assert brought([last]) == {"data/a.csv": [Merged([last], (), ())]}


def test_an_import_that_a_file_kept_by_hand_now_agrees_with_brought_nothing_new() -> None:
    last = came(observed("2024-06", 3), SECOND, "data/a.csv")
    assert brought([last, observed("2024-06", 3)])["data/a.csv"][0].unchanged == [last]


def test_each_indicator_and_area_has_a_history_of_its_own() -> None:
    figures = [
        came(observed("2024-06", 1, "x"), FIRST, "data/a.csv"),
        came(observed("2024-06", 2, "y"), SECOND, "data/b.csv"),
        came(observed("2024-06", 3, "x", area="03571"), SECOND, "data/b.csv"),
    ]
    files = brought(figures)
    assert len(files["data/b.csv"]) == 2
    assert not any(merged.revised for merged in files["data/b.csv"])


figures = st.builds(
    observed,
    st.sampled_from(["2024-05", "2024-06", "2024-H1", "2024-Q2"]),
    st.integers(min_value=1, max_value=3),
    st.sampled_from(["x", "y"]),
    area=st.sampled_from([None, "03571"]),
    status=st.sampled_from(["final", "estimate"]),
)
returns = st.lists(
    st.lists(figures, max_size=4, unique_by=lambda one: (one.indicator, one.area, one.status, one.period.last)),
    max_size=5,
)


@given(returns, st.randoms())
def test_history_says_what_every_import_said(incoming: list[list[Observation]], order: Random) -> None:
    there: list[Observation] = []
    said: dict[str, Merged] = {}
    for number, told in enumerate(incoming, start=1):
        file = f"data/{number}.csv"
        arrived = [came(figure, FIRST + timedelta(days=number), file) for figure in told]
        said[file] = merge(there, {file: arrived}, INDICATORS)[file]
        there = there + said[file].to_keep
    order.shuffle(there)
    files = brought(there)
    assert {file for file, merged in said.items() if merged.to_keep} == set(files)
    for file, parts in files.items():
        assert not any(part.unchanged for part in parts)
        assert {id(one) for part in parts for one in part.added} == {id(one) for one in said[file].added}
        assert {(id(one.old), id(one.new)) for part in parts for one in part.revised} == {
            (id(one.old), id(one.new)) for one in said[file].revised
        }

"""Two versions of a catalogue: every key that says something else, by its name in the file."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from builders import a_catalogue, a_target, an_indicator
from phongtho_kpi.compare.catalogues import CatalogueChanges, compare_catalogues
from phongtho_kpi.compare.softness import is_softer
from phongtho_kpi.model.catalogue import (
    AreaTarget,
    Authority,
    Bands,
    Baseline,
    ByArea,
    Combine,
    Frequency,
    Group,
    Indicator,
    Kind,
    LocalText,
    OtherPlan,
    Place,
    Revision,
    Shape,
    Source,
    Target,
    Trajectory,
)
from phongtho_kpi.model.period import Period

FIFTY = a_target("at_least", 50)
PLAIN = an_indicator(target=FIFTY)
LINES = {"frequency": 1, "bands": 2, "bands.on_track": 3, "bands.at_risk": 4, "bands.source": 5}
JULY, AUGUST = date(2024, 7, 1), date(2024, 8, 1)


def revised(starts: date, value: object = 45, why: str = "hạn hán") -> Revision:
    return Revision(starts, "NQ 12", why, a_target("at_least", value))


def changed(before: Indicator, after: Indicator) -> CatalogueChanges:
    return compare_catalogues(a_catalogue(before), a_catalogue(after))


def edits(changes: CatalogueChanges) -> list[tuple[str, str]]:
    return [(edit.id, edit.key) for edit in changes.edits]


EDITED: dict[str, dict[str, Any]] = {
    "also.tỉnh": {"also": (OtherPlan("tỉnh", FIFTY),)},
    "area_targets.03549": {"area_targets": (AreaTarget("03549", Decimal(3)),)},
    "baseline.value": {"baseline": Baseline(Decimal(5), None, None)},
    "trajectory": {"trajectory": Trajectory(Shape.YEAR_END)},
    "tolerance": {"tolerance": Decimal(1)},
    "kind": {"kind": Kind.LEVEL},
    "unit": {"unit": "ha"},
    "of": {"of": "y"},
    "of_count": {"of_count": 17},
    "grows_by": {"grows_by": "y"},
    "by_area": {"by_area": ByArea(Combine.SUM)},
    "frequency": {"frequency": Frequency.QUARTER},
    "lag_days": {"lag_days": 5},
    "name.vi": {"name": LocalText(vi="Tên khác", en="Indicator x")},
    "aliases": {"aliases": ("tên khác",)},
    "quote": {"quote": "đạt 50"},
    "owner": {"owner": "Phòng Y tế"},
    "note": {"note": "xem lại"},
}


@pytest.mark.parametrize("key", EDITED)
def test_a_key_that_was_edited_is_named_and_no_other(key: str) -> None:
    before, after = replace(PLAIN, lines=LINES), replace(PLAIN, lines=LINES, **EDITED[key])
    changes = changed(before, after)
    assert edits(changes) == [("x", key)]
    assert edits(changed(after, before)) == [("x", key)]
    (edit,) = changes.edits
    assert edit.before != edit.after
    assert not changes.is_empty


def test_a_baseline_is_compared_part_by_part() -> None:
    before = replace(PLAIN, baseline=Baseline(Decimal(5), Period.parse("2023"), "báo cáo"))
    after = replace(PLAIN, baseline=Baseline(Decimal(6), Period.parse("2023-12"), "niên giám"))
    assert edits(changed(before, after)) == [("x", f"baseline.{key}") for key in ("value", "period", "source")]


def test_what_is_the_same_is_no_edit() -> None:
    changes = changed(PLAIN, replace(PLAIN, target=a_target("at_least", "50.0"), lines={"target": 9}))
    assert changes.is_empty
    assert changes.verdicts == ()


class TestWhatIsLeftOut:
    """A default is not what the file says."""

    def test_a_frequency_that_nobody_wrote_is_no_edit(self) -> None:
        after = replace(PLAIN, kind=Kind.LEVEL, frequency=Frequency.YEAR)
        assert edits(changed(PLAIN, after)) == [("x", "kind")]

    def test_of_bands_only_the_one_that_was_written_is_one(self) -> None:
        lines = {"bands": 1, "bands.on_track": 2}
        before = replace(PLAIN, bands=Bands(Decimal("0.9"), Decimal("0.5")), lines=lines)
        after = replace(PLAIN, bands=Bands(Decimal("0.8"), Decimal("0.6")), lines=lines)
        assert edits(changed(before, after)) == [("x", "bands.on_track")]

    def test_bands_through_an_alias_have_no_lines_and_are_all_written(self) -> None:
        before = replace(PLAIN, bands=Bands(Decimal("0.9"), Decimal("0.5")), lines={"bands": 1})
        after = replace(PLAIN, bands=Bands(Decimal("0.9"), Decimal("0.6")), lines={"bands": 1})
        assert edits(changed(before, after)) == [("x", "bands.at_risk")]


class TestTheWhole:
    """The head of the catalogue, its groups, its order."""

    def test_its_keys(self) -> None:
        before = a_catalogue(PLAIN)
        authority = Authority(LocalText(vi="Uỷ ban nhân dân"), LocalText(vi="Chủ tịch"))
        after = replace(
            before,
            year=2025,
            lang="en",
            place=Place("110", LocalText(vi="huyện khác"), authority),
            source=Source("Nghị quyết", "docs/nq.txt"),
            cutoff_day=14,
            bands=Bands(Decimal("0.9"), Decimal("0.6")),
            lines={"bands": 1, "bands.on_track": 2},
            groups=(replace(before.groups[0], name=LocalText(vi="Nhóm", en="All")),),
        )
        assert {key for _, key in edits(compare_catalogues(before, after))} == {
            "year", "lang", "place.code", "place.name.vi", "place.name.en", "place.authority.name.vi",
            "place.authority.head.vi", "source.title", "source.file", "cutoff_day", "bands.on_track",
            "groups.all.name.vi",
        }  # fmt: skip

    def test_an_indicator_that_moved_to_another_group_is_one_edit(self) -> None:
        one, other = an_indicator(id="a"), an_indicator(id="b")
        before = a_catalogue(one, other)
        groups = (Group("all", before.groups[0].name, (other,)), Group("new", LocalText(vi="Mới"), (moved(one),)))
        changes = compare_catalogues(before, replace(before, groups=groups))
        assert edits(changes) == [("", "groups.new.name.vi"), ("a", "group")]

    def test_another_order_is_one_edit(self) -> None:
        one, other = an_indicator(id="a"), an_indicator(id="b")
        changes = compare_catalogues(a_catalogue(one, other), a_catalogue(other, one))
        assert edits(changes) == [("", "order")]
        assert changes.edits[0].is_naming


def moved(indicator: Indicator) -> Indicator:
    return replace(indicator, group="new")


class TestIndicators:
    def test_added_and_retired(self) -> None:
        a, b, c = (an_indicator(id=name, unit=name) for name in "abc")
        changes = compare_catalogues(a_catalogue(a, b), a_catalogue(b, c))
        assert (changes.retired, changes.added, changes.renamed, changes.edits) == ((a,), (c,), (), ())

    def test_under_another_id_it_is_renamed(self) -> None:
        name = LocalText(vi="Chè")
        before, after = (an_indicator(id=identity, name=name) for identity in "ac")
        other = an_indicator(id="d")
        changes = compare_catalogues(a_catalogue(before), a_catalogue(other, after))
        assert (changes.retired, changes.added, changes.renamed) == ((), (other,), ((before, after),))
        assert not changes.is_empty


def target_edits(before: Indicator, after: Indicator) -> list[tuple[str, object, object, bool]]:
    changes = changed(before, after)
    assert changes.edits == ()
    return [
        (one.edit.key, one.before and one.before.value, one.after and one.after.value, one.revision is not None)
        for one in changes.targets
    ]


class TestTargets:
    def test_written_over(self) -> None:
        assert target_edits(PLAIN, an_indicator(target=a_target("at_least", 45))) == [("target", 50, 45, False)]

    def test_dropped(self) -> None:
        assert target_edits(PLAIN, an_indicator()) == [("target", 50, None, False)]

    def test_a_revision_replaces_what_stood_before_it(self) -> None:
        after = replace(PLAIN, revisions=(revised(JULY, 45), revised(AUGUST, 40)))
        assert target_edits(PLAIN, after) == [
            ("revisions.2024-07-01", 50, 45, True),
            ("revisions.2024-08-01", 45, 40, True),
        ]

    def test_a_revision_that_is_gone_gives_way_to_what_stood_before_it(self) -> None:
        before = replace(PLAIN, revisions=(revised(JULY, 45),))
        assert target_edits(before, PLAIN) == [("revisions.2024-07-01", 45, 50, False)]

    def test_a_revision_that_was_written_over(self) -> None:
        before, after = (replace(PLAIN, revisions=(revised(JULY, value),)) for value in (45, 44))
        assert target_edits(before, after) == [("revisions.2024-07-01", 45, 44, True)]

    def test_other_words_of_a_revision_are_no_edit_of_the_target(self) -> None:
        before, after = (replace(PLAIN, revisions=(revised(JULY, why=why),)) for why in ("bão", "lũ"))
        changes = changed(before, after)
        assert changes.targets == ()
        assert [(edit.key, edit.before, edit.after) for edit in changes.edits] == [
            ("revisions.2024-07-01.why", "bão", "lũ")
        ]
        assert changes.edits[0].is_naming

    def test_two_of_one_day_are_two(self) -> None:
        before = replace(PLAIN, revisions=(revised(JULY, 45),))
        after = replace(PLAIN, revisions=(revised(JULY, 45), revised(JULY, 44)))
        assert [key for key, *_ in target_edits(before, after)] == ["revisions.2024-07-01.2"]


HARDER_AND_SOFTER: list[tuple[Target | None, Target | None, bool]] = [
    (None, FIFTY, False),
    (None, None, False),
    (FIFTY, None, True),
    (FIFTY, FIFTY, False),
    (FIFTY, a_target("at_least", 49), True),
    (FIFTY, a_target("at_least", 51), False),
    (FIFTY, a_target("at_most", 60), True),
    (FIFTY, a_target("at_least", 50, stretch=55), False),
    (a_target("at_least", 50, stretch=55), FIFTY, True),
    (a_target("at_least", 50, stretch=55), a_target("at_least", 49, stretch=60), True),
    (a_target("at_most", 50), a_target("at_most", 51), True),
    (a_target("at_most", 50), a_target("at_most", 49), False),
    (a_target("at_most", 50, stretch=40), a_target("at_most", 50, stretch=45), True),
    (a_target("within", (61, 62)), a_target("within", (61, "62.5")), True),
    (a_target("within", (61, 62)), a_target("within", (60, 62)), True),
    (a_target("within", (61, 62)), a_target("within", ("61.2", "61.8")), False),
    (a_target("within", (-1, 0)), a_target("within", (-1, "0.5")), True),
    (a_target("done", 1), a_target("done", 1), False),
    (a_target("done", 1, due="2024-06-30"), a_target("done", 1), True),
    (FIFTY, a_target("at_least", 50, due="2024-11-30"), False),
    (a_target("at_least", 50, due="2024-11-30"), a_target("at_least", 60), True),
]


@pytest.mark.parametrize(("before", "after", "softer"), HARDER_AND_SOFTER)
def test_what_asks_for_less_is_softer(before: Target | None, after: Target | None, softer: bool) -> None:
    assert is_softer(before, after, Kind.LEVEL) is softer


def test_of_a_range_without_an_upper_edge_its_value_is_one() -> None:
    low, wide = a_target("within", (61, 62)), a_target("within", (61, 62))
    assert is_softer(replace(low, upper=None), wide, Kind.LEVEL)
    assert not is_softer(wide, replace(low, upper=None), Kind.LEVEL)

"""Random edits of the real catalogue: the check finds each fault that was planted, the diff names what was edited.

What is edited is text, line by line, as a person would: none of the program's own editing is used here.
"""

import json
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import REPOSITORY, Kpi
from git_repository import needs_git

CATALOGUE = (REPOSITORY / "targets" / "2024.yaml").read_text(encoding="utf-8")
AREAS = (REPOSITORY / "targets" / "areas.yaml").read_text(encoding="utf-8")
DECISION = Path("docs", "sources", "phat-dong-thi-dua-2024.txt")
KEY = " " * 8
_ID = re.compile(r"^ {6}- id: (\w+)$", re.MULTILINE)
_NEXT = re.compile(r"^ {6}- id: |^ {2}- id: |^ {6}#", re.MULTILINE)

with_many = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Block(NamedTuple):
    """The lines of one indicator."""

    id: str
    text: str

    def value(self, key: str) -> str:
        """What stands behind a key in its line; "" where it has none."""
        found = re.search(rf"^{KEY}{key}: *(.*)$", self.text, re.MULTILINE)
        return found[1] if found else ""

    def has(self, *keys: str) -> bool:
        return all(f"\n{KEY}{key}:" in self.text for key in keys)

    @property
    def is_judged_by_number(self) -> bool:
        return self.has("target") and "at_least" in self.value("target")


def block_of(text: str, identity: str) -> Block:
    start = text.index(f"      - id: {identity}\n")
    after = _NEXT.search(text, start + 1)
    return Block(identity, text[start : after.start() if after else len(text)].rstrip("\n") + "\n")


BLOCKS = [block_of(CATALOGUE, identity) for identity in _ID.findall(CATALOGUE)]


def with_lines(block: Block, *lines: str) -> str:
    """The indicator with more keys, below its kind."""
    kind = f"{KEY}kind: {block.value('kind')}\n"
    return block.text.replace(kind, kind + "".join(f"{KEY}{line}\n" for line in lines))


def with_value(block: Block, key: str, value: str) -> str:
    return re.sub(rf"^({KEY}{key}:).*$", lambda found: f"{found[1]} {value}", block.text, count=1, flags=re.MULTILINE)


def without(block: Block, key: str) -> str:
    return re.sub(rf"^{KEY}{key}:.*\n", "", block.text, count=1, flags=re.MULTILINE)


class Change(NamedTuple):
    """An edit of one indicator: which it can be made of, what becomes of it, and what is to be said of it."""

    fits: Callable[[Block], bool]
    made: Callable[[Block], str]
    said: str  # a code of the check, or a key of the diff


def always(_: Block) -> bool:
    return True


def of_kind(*kinds: str, has: Sequence[str] = (), lacks: Sequence[str] = ()) -> Callable[[Block], bool]:
    return lambda block: block.value("kind") in kinds and block.has(*has) and not any(block.has(key) for key in lacks)


def revisions(*entries: str) -> tuple[str, ...]:
    whole = [f"  - {{decided_by: NQ, why: hạn hán, {entry}}}" for entry in entries]
    return ("revisions:", *whole)


LATE, EARLY = "from: 2024-09-01, target: {at_least: 1}", "from: 2024-07-01, target: {at_least: 1}"

FAULTS: Mapping[str, Change] = {
    "no unit": Change(always, lambda one: without(one, "unit"), "KPI205"),
    "a key twice": Change(always, lambda one: with_lines(one, "kind: flow"), "KPI106"),
    "an unknown key": Change(always, lambda one: with_lines(one, "traget: {at_least: 1}"), "KPI202"),
    "a decimal comma": Change(always, lambda one: with_lines(one, 'tolerance: "0,5"'), "KPI208"),
    "thousands with a dot": Change(always, lambda one: with_lines(one, "tolerance: 36.100"), "KPI201"),
    "another quote": Change(
        lambda one: one.has("quote"), lambda one: one.text.replace("quote: ", "quote: x "), "KPI204"
    ),
    "an id of another": Change(
        lambda one: one.id != "grain_output", lambda one: one.text.replace(one.id, "grain_output", 1), "KPI207"
    ),
    "revisions out of order": Change(of_kind("flow"), lambda one: with_lines(one, *revisions(LATE, EARLY)), "KPI211"),
    "a revision that is too late": Change(
        lambda one: one.is_judged_by_number,
        lambda one: with_lines(one, *revisions("from: 2025-02-01, target: {at_least: 1}")),
        "KPI225",
    ),
    "a revision before the year": Change(
        of_kind("flow"), lambda one: with_lines(one, *revisions("from: 2023-12-20, target: {at_least: 1}")), "KPI226"
    ),
    "an unknown of": Change(of_kind("growth", lacks=["of"]), lambda one: with_lines(one, "of: khong_co"), "KPI212"),
    "of itself": Change(of_kind("growth", lacks=["of"]), lambda one: with_lines(one, f"of: {one.id}"), "KPI231"),
    "a due outside the year": Change(
        lambda one: one.is_judged_by_number,
        lambda one: one.text.replace("{at_least:", "{due: 2025-03-31, at_least:"),
        "KPI214",
    ),
    "bands upside down": Change(always, lambda one: with_lines(one, "bands: {on_track: 0.5, at_risk: 0.9}"), "KPI216"),
    "an area of nowhere": Change(always, lambda one: with_lines(one, 'area_targets: {"00001": 5}'), "KPI224"),
    "a flow that stays": Change(
        of_kind("flow", lacks=["trajectory"]), lambda one: with_lines(one, "trajectory: hold"), "KPI210"
    ),
    "a flow below nothing": Change(
        of_kind("flow"), lambda one: with_lines(one, "also: [{plan: tỉnh, target: {at_least: -1}}]"), "KPI209"
    ),
    "not filled in": Change(always, lambda one: with_lines(one, "tolerance: TODO"), "KPI233"),
    "a name of another": Change(
        lambda one: one.id != "grain_output" and not one.has("aliases"),
        lambda one: with_lines(one, "aliases: [TỔNG SẢN LƯỢNG LƯƠNG THỰC - CÓ HẠT]"),
        "KPI229",
    ),
    "a slip of another's name": Change(
        lambda one: one.id != "grain_output" and not one.has("aliases"),
        lambda one: with_lines(one, "aliases: [Tổng sản lượng lương thưc có hạt]"),
        "KPI230",
    ),
    "an owner in another spelling": Change(
        lambda one: CATALOGUE.count(f"owner: {one.value('owner')}\n") > 1,
        lambda one: with_value(one, "owner", one.value("owner").upper()),
        "KPI232",
    ),
    "a baseline that is better": Change(
        lambda one: (
            one.value("kind") == "level"
            and one.is_judged_by_number
            and not one.has("baseline")
            and "hold" not in one.value("trajectory")
        ),
        lambda one: with_lines(one, "baseline: {value: 99999999, period: 2023}"),
        "KPI228",
    ),
    "a level that waits in silence": Change(
        of_kind("level", has=["target", "trajectory"], lacks=["baseline"]),
        lambda one: without(one, "trajectory"),
        "KPI227",
    ),
    "a hidden turn": Change(
        lambda one: one.has("owner"), lambda one: with_value(one, "owner", '"a\\u202Eb"'), "KPI116"
    ),
    "a tag": Change(lambda one: not one.has("note"), lambda one: with_lines(one, "note: !!str a"), "KPI105"),
    "no mapping": Change(lambda one: one.has("target"), lambda one: with_value(one, "target", "50"), "KPI206"),
}

EDITS: Mapping[str, Change] = {
    "owner": Change(lambda one: one.has("owner"), lambda one: with_value(one, "owner", "Phòng Giả định"), "owner"),
    "no owner": Change(lambda one: one.has("owner"), lambda one: without(one, "owner"), "owner"),
    "name": Change(
        always, lambda one: with_value(one, "name", "{vi: Một tên giả định của " + one.id + "}"), "name.vi name.en"
    ),
    "unit": Change(lambda one: not one.has("of_count"), lambda one: with_value(one, "unit", "đơn vị giả định"), "unit"),
    "note": Change(lambda one: not one.has("note"), lambda one: with_lines(one, "note: xem lại"), "note"),
    "tolerance": Change(always, lambda one: with_lines(one, "tolerance: 0.5"), "tolerance"),
    "lag": Change(always, lambda one: with_lines(one, "lag_days: 20"), "lag_days"),
    "aliases": Change(
        lambda one: not one.has("aliases"), lambda one: with_lines(one, f"aliases: [tên khác {one.id}]"), "aliases"
    ),
    "frequency": Change(
        lambda one: one.value("frequency") not in {"", "month"},
        lambda one: with_value(one, "frequency", "month"),
        "frequency",
    ),
    "bands": Change(
        always, lambda one: with_lines(one, "bands: {on_track: 0.9, at_risk: 0.5}"), "bands.on_track bands.at_risk"
    ),
    "one band": Change(always, lambda one: with_lines(one, "bands: {on_track: 0.95}"), "bands.on_track"),
    "another plan": Change(
        lambda one: one.is_judged_by_number,
        lambda one: with_lines(one, "also: [{plan: tỉnh, target: {at_least: 1}}]"),
        "also.tỉnh",
    ),
    "areas": Change(
        lambda one: one.is_judged_by_number,
        lambda one: with_lines(one, 'area_targets: {"03549": 5}'),
        "area_targets.03549",
    ),
    "baseline": Change(
        lambda one: not one.has("baseline"),
        lambda one: with_lines(one, "baseline: {value: 0.5, period: 2023}"),
        "baseline.value baseline.period",
    ),
    "trajectory": Change(
        of_kind("flow", lacks=["trajectory"]), lambda one: with_lines(one, "trajectory: year_end"), "trajectory"
    ),
    "a revision": Change(
        lambda one: one.is_judged_by_number, lambda one: with_lines(one, *revisions(LATE)), "revisions.2024-09-01"
    ),
    "target": Change(
        lambda one: one.is_judged_by_number,
        lambda one: one.text.replace("{at_least: ", "{stretch: 99999999, at_least: "),
        "target",
    ),
    "comment": Change(always, lambda one: one.text.replace("\n", "  # lời bàn\n", 1), ""),
    "blank line": Change(always, lambda one: one.text.replace("\n", "\n\n", 1), ""),
}


def planned(changes: Mapping[str, Change], most: int) -> st.SearchStrategy[list[tuple[str, Block]]]:
    """Some of the changes, each of another indicator that it fits."""

    def of_one(name: str) -> st.SearchStrategy[tuple[str, Block]]:
        return st.tuples(st.just(name), st.sampled_from([one for one in BLOCKS if changes[name].fits(one)]))

    one = st.sampled_from(list(changes)).flatmap(of_one)
    return st.lists(one, min_size=1, max_size=most, unique_by=lambda change: change[1].id)


def test_every_change_fits_some_indicator() -> None:
    for changes in (FAULTS, EDITS):
        assert [name for name, change in changes.items() if not any(map(change.fits, BLOCKS))] == []


@pytest.fixture
def workspace(kpi: Kpi) -> Path:
    """The real targets beside the decision that they quote, without figures."""
    for name in ("targets", "data", DECISION.parent):
        (kpi.folder / name).mkdir(parents=True)
    (kpi.folder / "targets" / "areas.yaml").write_text(AREAS, encoding="utf-8")
    (kpi.folder / DECISION).write_bytes((REPOSITORY / DECISION).read_bytes())
    return kpi.folder / "targets" / "2024.yaml"


@with_many
@given(plan=planned(FAULTS, most=1))
def test_the_check_finds_the_fault_where_it_was_planted(kpi: Kpi, workspace: Path, plan: Any) -> None:
    ((name, block),) = plan
    text = CATALOGUE.replace(block.text, FAULTS[name].made(block))
    assert text != CATALOGUE
    workspace.write_text(text, encoding="utf-8")
    first = text[: text.index(block.text.splitlines()[0])].count("\n") + 1 if name != "an id of another" else 1
    found = json.loads(kpi("check", "--as-of", "2024-12-31", "--format", "json").out)["findings"]
    lines = [int(one["origin"].rpartition(":")[2]) for one in found if one["code"] == FAULTS[name].said]
    assert lines, (name, block.id, found)
    if FAULTS[name].said not in {"KPI229", "KPI230", "KPI232"}:  # of two the later, or the rarer, is said
        assert any(first <= line <= first + FAULTS[name].made(block).count("\n") for line in lines) or first == 1


@pytest.mark.usefixtures("workspace")
@with_many
@given(plan=planned(EDITS, most=4), data=st.data())
def test_the_diff_names_exactly_what_was_edited(kpi: Kpi, plan: Any, data: Any) -> None:
    text, expected, retired = CATALOGUE, set(), []
    for name, block in plan:
        change = EDITS[name]
        text = text.replace(block.text, change.made(block))
        expected |= {(block.id, key) for key in change.said.split()}
    others = [one for one in BLOCKS if one.id not in {block.id for _, block in plan} and not _is_named(one)]
    if data.draw(st.booleans()):
        gone = data.draw(st.sampled_from(others))
        text, retired = (
            text.replace(gone.text, "") if not _is_alone(gone) else text,
            [] if _is_alone(gone) else [gone.id],
        )
    (kpi.folder / "before.yaml").write_text(CATALOGUE, encoding="utf-8")
    (kpi.folder / "after.yaml").write_text(text, encoding="utf-8")
    ran = kpi("diff", "before.yaml", "after.yaml", "--as-of", "2024-12-31", "--format", "json")
    (told,) = json.loads(ran.out)["catalogues"] or [{"targets": [], "edits": [], "retired": [], "added": []}]
    named = [(one["id"], one["key"]) for one in (*told["targets"], *told["edits"])]
    assert sorted(named) == sorted(expected)
    assert (told["retired"], told["added"]) == (retired, [])


def _is_named(block: Block) -> bool:
    """Whether another indicator names it."""
    return f"of: {block.id}\n" in CATALOGUE or f"grows_by: {block.id}\n" in CATALOGUE


def _is_alone(block: Block) -> bool:
    """Whether its group would have none without it."""
    at = CATALOGUE.index(block.text)
    before, after = CATALOGUE[:at].rstrip().rpartition("\n")[2], CATALOGUE[at + len(block.text) :].lstrip("\n")
    return before.strip() == "indicators:" and not after.startswith("      - id:")


TARGETED = [one for one in BLOCKS if one.is_judged_by_number]
signs = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=30)


@with_many
@given(
    plan=planned(EDITS, most=2),
    block=st.sampled_from(TARGETED),
    tenths=st.integers(1, 9_999_999),
    day=st.dates(date(2024, 1, 2), date(2024, 12, 30)),
    decided_by=signs,
    why=signs,
)
def test_a_revision_by_command_only_adds_lines_to_what_git_sees(
    kpi: Kpi, workspace: Path, plan: Any, block: Block, tenths: int, day: date, decided_by: str, why: str
) -> None:
    needs_git()
    text = CATALOGUE
    for name, edited in plan:
        if edited.id != block.id:
            text = text.replace(edited.text, EDITS[name].made(edited))
    workspace.write_text(text, encoding="utf-8")
    (kpi.folder / "before.yaml").write_text(text, encoding="utf-8")
    told = ("--from", day.isoformat(), f"--decided-by=NQ 1 {decided_by}", f"--why=vì {why}")
    ran = kpi("target", block.id, "--at-least", f"{tenths}0.5", *told)
    assert ran.code == 0, ran.err
    seen = subprocess.run(
        ["git", "diff", "--no-index", "--numstat", "before.yaml", "targets/2024.yaml"],
        cwd=kpi.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    added, removed, *_ = seen.stdout.split()
    assert (added, removed) == ("5", "0")
    told_now = json.loads(kpi("diff", "before.yaml", "targets/2024.yaml", "--format", "json").out)["catalogues"][0]
    assert [(one["id"], one["key"]) for one in told_now["targets"]] == [(block.id, f"revisions.{day}")]
    assert told_now["edits"] == []

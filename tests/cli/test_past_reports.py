"""Reports of weeks gone by: made from git's checkout of the week, and from today's with --known-on, to the byte.

What may come between: imports, revisions, comments, aliases, another year's catalogue. Each week's edits are committed
in that week, and a revision is in force from its week on: an earlier one is what `kpi diff` calls backdated (KPI603).
"""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Kpi, write_import
from git_repository import a_repository, commit, git, needs_git

START = date(2024, 7, 1)  # a Monday
MONTHS = ("2024-05", "2024-06", "2024-07")
CATALOGUE = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: nơi giả định, en: a made-up place}}
groups:
  - id: all
    name: {vi: Tất cả, en: All}
    indicators:
      - id: tea_new
        name: {vi: Chè trồng mới (giả định), en: New tea (made up)}
        unit: ha
        kind: flow
        target: {at_least: 50}
      - id: tea_area
        name: {vi: Diện tích chè (giả định), en: Tea area (made up)}
        unit: ha
        kind: level
        target: {at_least: 150}
        baseline: {value: 100, period: 2023}
        grows_by: tea_new
      - id: forest
        name: {vi: Che phủ rừng (giả định), en: Forest cover (made up)}
        unit: "%"
        kind: level
        frequency: month
        target: {at_least: 44.5}
        baseline: {value: 44.1, period: 2023}
"""


class Week(NamedTuple):
    """What was done in a week: figures that came in, targets that were decided, and words that mean nothing."""

    figures: tuple[tuple[str, str, int], ...]  # indicator, period, tenths
    targets: tuple[tuple[str, int], ...]
    remark: bool
    alias: bool


def weeks() -> st.SearchStrategy[list[Week]]:
    figure = st.tuples(st.sampled_from(["tea_new", "forest"]), st.sampled_from(MONTHS), st.integers(1, 600))
    target = st.tuples(st.sampled_from(["tea_new", "forest"]), st.integers(1, 90))
    week = st.builds(
        Week,
        st.lists(figure, max_size=3, unique_by=lambda one: one[:2]).map(tuple),
        st.lists(target, max_size=1).map(tuple),
        st.booleans(),
        st.booleans(),
    )
    return st.lists(week, min_size=2, max_size=3)


def live(kpi: Kpi, folder: Path, week: Week, monday: date) -> None:
    """Do what was done in a week, and commit it."""
    catalogue = folder / "targets" / "2024.yaml"
    if week.figures:
        rows = [{"indicator": name, "period": period, "value": tenths / 10} for name, period, tenths in week.figures]
        write_import(folder / "data" / "2024", f"{monday.isoformat()}T08:00:00", rows)
    for name, value in week.targets:
        decided = ("--from", monday.isoformat(), "--decided-by", f"QĐ {monday:%d/%m}", "--why", "giả định")
        said = kpi("-w", folder, "target", name, "--at-least", str(value), *decided)
        assert said.code == 0 or "same" in said.err or "không có gì để điều chỉnh" in said.err, said.err
    if week.remark:
        text = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(f"# xem lại ngày {monday.isoformat()}\n{text}", encoding="utf-8")
    if week.alias:
        alias = f"schema: 1\naliases:\n  - {{name: Tên {monday.isoformat()}, means: tea_new}}\n"
        (folder / "data" / "aliases.yaml").write_text(alias, encoding="utf-8")
    commit(folder, f"Tuần {monday.isoformat()}", f"{monday.isoformat()}T17:00:00+0700")


def reported(kpi: Kpi, workspace: Path, folder: Path, day: date) -> bytes:
    """The report of a day, with the one of the week before in its folder."""
    ran = kpi("-w", workspace, "report", folder, "--as-of", day.isoformat(), "--known-on", day.isoformat())
    assert (ran.code, ran.err) == (0, "")
    return max(folder.glob("kpi-*.xlsx")).read_bytes()


def fridays(count: int) -> Iterator[tuple[date, date]]:
    """Each week's Monday, and the Friday of its report."""
    for number in range(count):
        monday = START + timedelta(weeks=number)
        yield monday, monday + timedelta(days=4)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=weeks())
def test_any_past_week_can_be_reported_again_from_its_own_checkout_and_from_todays(
    kpi: Kpi, tmp_path_factory: pytest.TempPathFactory, plan: list[Week]
) -> None:
    needs_git()
    root = tmp_path_factory.mktemp("weeks")
    today, sent = root / "today", root / "sent"
    (today / "targets").mkdir(parents=True)
    (today / "data" / "2024").mkdir(parents=True)
    (today / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    a_repository(today, "2024-06-28T17:00:00+0700")
    reports = {}
    for week, (monday, friday) in zip(plan, fridays(len(plan)), strict=True):
        live(kpi, today, week, monday)
        reports[friday] = reported(kpi, today, sent, friday), git(today, "rev-parse", "HEAD").strip()
    live(kpi, today, Week((("tea_new", "2024-06", 1),), (("tea_new", 91),), remark=True, alias=True), date(2024, 9, 2))
    doubtful = "        revisions: [{from: 2024-12-02, decided_by: QĐ, why: giả định, target: {at_least: 36.100}}]\n"
    catalogue = today / "targets" / "2024.yaml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(
        text.replace("        grows_by: tea_new\n", f"        grows_by: tea_new\n{doubtful}"), encoding="utf-8"
    )
    next_year = CATALOGUE.replace("year: 2024", "year: 2025").replace("period: 2023", "period: 2024")
    (today / "targets" / "2025.yaml").write_text(next_year, encoding="utf-8")
    again = root / "again"
    for friday, (report, commit_of_week) in reports.items():
        assert reported(kpi, today, again, friday) == report, "from today's, with --known-on"
        then = root / f"then-{friday.isoformat()}"
        git(today, "worktree", "add", "--quiet", "--detach", str(then), commit_of_week)
        beside = root / f"beside-{friday.isoformat()}"
        beside.mkdir()
        for earlier in sent.glob("kpi-*.xlsx"):
            if earlier.read_bytes() in [one for day, (one, _) in reports.items() if day < friday]:
                shutil.copyfile(earlier, beside / earlier.name)
        assert reported(kpi, then, beside, friday) == report, "from the checkout of its week"
        verified = kpi("-w", today, "verify", sorted(sent.glob("kpi-*.xlsx"))[list(reports).index(friday)])
        assert verified.code == 0, verified.out

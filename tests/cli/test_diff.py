"""`kpi diff`: what an edit of the targets means, in this repository's history and in a small one."""

import json
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from conftest import REPOSITORY, Kpi, assert_golden, write_csv
from git_repository import a_repository, commit, git, needs_git

FULL_YEAR = REPOSITORY / "examples" / "full-year"
AT = ("--as-of", "2024-09-30", "--known-on", "2024-12-31")
TEA = "        target: {at_least: 50}\n        quote: trồng mới 50 ha\n"
REVISION = """\
        revisions:
          - from: 2024-07-15
            decided_by: NQ 45/NQ-HĐND
            why: hạn hán đầu vụ
            target: {at_least: 36}
"""


@pytest.fixture
def year(kpi: Kpi) -> Path:
    """The made-up year, committed in January."""
    needs_git()
    shutil.copytree(FULL_YEAR, kpi.folder, dirs_exist_ok=True)
    a_repository(kpi.folder)
    return kpi.folder / "targets" / "2024.yaml"


def edited(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def assert_golden_without_commit(name: str, kpi: Kpi, shown: str) -> None:
    """The commit of a copy of the example is another one whenever the example is."""
    assert_golden(name, shown.replace(git(kpi.folder, "rev-parse", "HEAD")[:7], "0123abc"))


def document(kpi: Kpi, *arguments: str) -> Any:
    return json.loads(kpi("diff", *arguments, *AT, "--format", "json").out)


@pytest.mark.usefixtures("year")
def test_without_an_edit_nothing_has_changed(kpi: Kpi) -> None:
    ran = kpi("diff")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(" → thư mục làm việc: không có gì thay đổi.\n")
    assert kpi("diff", "--exit-code").code == 0


def test_comments_and_layout_are_no_change(kpi: Kpi, year: Path) -> None:
    edited(year, (TEA, "        # lời\n        target:   {at_least: 50.0}\n        quote: trồng mới 50 ha\n"))
    ran = kpi("diff", *AT, "--exit-code", "--lang", "en")
    assert ran.code == 0
    assert "Only comments and layout differ; both say the same." in ran.out


@pytest.mark.parametrize(("lang", "columns"), [("vi", 80), ("vi", 120), ("en", 100)])
def test_an_edit_as_a_reviewer_sees_it(kpi: Kpi, year: Path, lang: str, columns: int) -> None:
    edited(
        year,
        (TEA, TEA.replace("50", "36")),
        ("name: {vi: Diện tích chè trồng mới, en: New tea planted}", "name: {vi: Chè trồng mới, en: New tea planted}"),
        ("on_track: 0.93", "on_track: 0.9"),
    )
    ran = kpi("diff", *AT, "--lang", lang, columns=columns)
    assert (ran.code, ran.err) == (1, "")
    assert_golden_without_commit(f"cli/diff-{lang}-{columns}.txt", kpi, ran.out)


def test_a_figure_that_did_not_change_is_printed_alike_on_both_sides(kpi: Kpi, year: Path) -> None:
    """It is the quotient of two counts; the target before is written with two decimals, the one after with one."""
    edited(year, ("{at_least: 98.83}", "{at_least: 96.5}"), ("thuận lợi 98,83%", "thuận lợi 96,5%"))
    row = next(line for line in kpi("diff", *AT).out.splitlines() if "chỉ tiêu giao mới" in line)
    assert re.findall(r"\d+,\d+", row) == ["97,66", "97,66", "98,8", "101,2"]


def test_a_revision_with_its_decision_as_a_comment_on_a_merge_request(kpi: Kpi, year: Path) -> None:
    edited(year, (TEA, TEA + REVISION))
    ran = kpi("diff", *AT, "--format", "md")
    assert (ran.code, ran.err) == (0, "")
    assert_golden_without_commit("cli/diff.md", kpi, ran.out)


def test_as_a_document(kpi: Kpi, year: Path) -> None:
    edited(year, (TEA, TEA + REVISION))
    told = document(kpi)
    assert list(told) == ["schema", "before", "after", "catalogues", "new", "gone", "findings"]
    assert told["before"]["version"] == "HEAD"
    assert told["before"]["day"] == "2024-01-02"
    assert told["after"] == {"version": None, "commit": None, "day": None}
    (catalogue,) = told["catalogues"]
    assert catalogue["edits"] == []
    assert catalogue["targets"] == [
        {
            "id": "tea_new",
            "key": "revisions.2024-07-15",
            "before": {"goal": "at_least", "target": "50", "stretch": None, "due": "2024-12-31"},
            "after": {"goal": "at_least", "target": "36", "stretch": None, "due": "2024-12-31"},
            "softened": True,
            "from": "2024-07-15",
            "decided_by": "NQ 45/NQ-HĐND",
            "why": "hạn hán đầu vụ",
        }
    ]
    (verdict,) = catalogue["verdicts"]
    assert (verdict["id"], verdict["before"]["status"], verdict["after"]["status"]) == (
        "tea_new",
        "at_risk",
        "exceeded",
    )
    assert [one["name"] for one in told["findings"]] == ["backdated-revision"]


def test_every_kind_of_edit_has_its_words_in_both_languages(kpi: Kpi, year: Path) -> None:
    edited(
        year,
        ("lang: vi\n", "lang: en\n"),
        ("cutoff_day: 14\n", "cutoff_day: 15\n"),
        (
            TEA,
            "        target: {at_least: 50, due: 2024-11-30}\n"
            "        also: [{plan: Kế hoạch tỉnh, target: {at_least: 55}}]\n"
            "        baseline: {value: 41.5, period: 2023, source: báo cáo}\n"
            "        tolerance: 2\n        lag_days: 10\n        bands: {on_track: 0.9}\n"
            '        by_area: {combine: sum, areas: ["03549", "03562"]}\n        area_targets: {"03549": 12}\n'
            "        quote: trồng mới 50 ha\n        note: " + "dài " * 100 + "\n",
        ),
    )
    for lang in ("vi", "en"):
        assert_golden_without_commit(f"cli/diff-kinds-{lang}.txt", kpi, kpi("diff", *AT, "--lang", lang).out)
    edits = {(one["id"], one["key"]): one["after"] for one in document(kpi)["catalogues"][0]["edits"]}
    assert edits["tea_new", "by_area"] == {"combine": "sum", "areas": ["03549", "03562"]}
    assert edits["tea_new", "baseline.period"] == "2023"
    assert edits["tea_new", "also.Kế hoạch tỉnh"]["target"] == "55"
    assert (edits["tea_new", "lag_days"], edits["tea_new", "tolerance"]) == (10, "2")
    assert edits[None, "cutoff_day"] == 15


class TestVersions:
    """Revisions of git, files, and the working tree."""

    def test_two_revisions(self, kpi: Kpi, year: Path) -> None:
        edited(year, (TEA, TEA.replace("50", "49")))
        commit(kpi.folder, "Sửa", "2024-02-01T08:00:00+0700")
        edited(year, (TEA.replace("50", "49"), TEA.replace("50", "48")))
        for arguments in (("HEAD~1", "HEAD"), ("HEAD~1..HEAD",), ("HEAD~1..",)):
            told = document(kpi, *arguments)
            assert [one["after"]["target"] for one in told["catalogues"][0]["targets"]] == ["49"]
            assert (told["before"]["day"], told["after"]["day"]) == ("2024-01-02", "2024-02-01")
        assert [one["after"]["target"] for one in document(kpi, "HEAD~1")["catalogues"][0]["targets"]] == ["48"]
        assert [one["after"]["target"] for one in document(kpi, "..HEAD~1")["catalogues"][0]["targets"]] == ["50"]

    def test_from_a_folder_deep_in_a_repository(self, kpi: Kpi) -> None:
        needs_git()
        place = kpi.folder / "a" / "huyện"
        shutil.copytree(FULL_YEAR, place)
        a_repository(kpi.folder)
        edited(place / "targets" / "2024.yaml", (TEA, TEA.replace("50", "49")))
        ran = kpi("-w", place, "diff", *AT)
        assert "ít nhất 49 ha (nới)" in ran.out

    def test_two_files_need_no_repository_and_no_workspace(self, kpi: Kpi) -> None:
        for name, value in (("cu.yaml", "50"), ("moi.yaml", "52")):
            shutil.copyfile(FULL_YEAR / "targets" / "2024.yaml", kpi.folder / name)
            edited(kpi.folder / name, (TEA, TEA.replace("50", value)))
        told = document(kpi, "cu.yaml", "moi.yaml")
        assert [one["after"]["target"] for one in told["catalogues"][0]["targets"]] == ["52"]
        assert told["catalogues"][0]["as_of"] is None
        ran = kpi("diff", "cu.yaml", "moi.yaml")
        assert "Không so đánh giá: hai bản không cùng năm, không có thư mục làm việc" in ran.out
        assert kpi("diff", "cu.yaml", "cu.yaml").out == "cu.yaml → cu.yaml: không có gì thay đổi.\n"

    def test_a_file_and_the_catalogue_of_its_year(self, kpi: Kpi, year: Path) -> None:
        draft = kpi.folder / "du-thao.yaml"
        shutil.copyfile(year, draft)
        edited(draft, (TEA, TEA.replace("50", "60")))
        assert [one["before"]["target"] for one in document(kpi, str(draft))["catalogues"][0]["targets"]] == ["60"]
        assert [one["after"]["target"] for one in document(kpi, "HEAD", str(draft))["catalogues"][0]["targets"]] == [
            "60"
        ]

    def test_files_of_two_years_are_not_judged_against_each_other(self, kpi: Kpi, year: Path) -> None:
        next_year = kpi.folder / "targets" / "2025.yaml"
        text = year.read_text(encoding="utf-8").replace("year: 2024", "year: 2025").replace("from: 2024", "from: 2025")
        next_year.write_text(text.replace("2024-", "2025-"), encoding="utf-8")
        told = document(kpi, str(year), str(next_year))
        assert (told["catalogues"][0]["as_of"], told["findings"]) == (None, [])
        assert {one["key"] for one in told["catalogues"][0]["targets"] if one["softened"]} <= {"revisions.2024-08-01"}
        assert (None, "year") in [(one["id"], one["key"]) for one in told["catalogues"][0]["edits"]]

    def test_a_catalogue_that_is_new_or_gone(self, kpi: Kpi, year: Path) -> None:
        shutil.copyfile(year, kpi.folder / "targets" / "2023.yaml")
        edited(kpi.folder / "targets" / "2023.yaml", ("year: 2024", "year: 2023"))
        year.unlink()
        told = document(kpi)
        assert (told["new"], told["gone"], told["catalogues"]) == ([2023], [2024], [])
        ran = kpi("diff")
        assert (ran.code, "KPI608 retired-catalogue" in ran.out) == (1, True)
        assert ran.out.startswith("Danh mục mới năm 2023: ")
        assert "Danh mục năm 2024 (" in ran.out
        assert kpi("diff", "--year", "2024").out.startswith("Danh mục năm 2024 (")

    def test_only_the_year_that_is_asked_for(self, kpi: Kpi, year: Path) -> None:
        edited(year, (TEA, TEA.replace("50", "49")))
        assert len(document(kpi, "--year", "2024")["catalogues"]) == 1
        for versions in ([], [str(year), str(year)]):
            ran = kpi("diff", *versions, "--year", "2019")
            assert ran.code == 2
            assert "2019" in ran.err

    def test_a_catalogue_is_gone_for_good_only_before_it_has_figures(self, kpi: Kpi, year: Path) -> None:
        shutil.rmtree(kpi.folder / "data")
        year.rename(year.with_name("2030.yaml"))
        edited(year.with_name("2030.yaml"), ("year: 2024", "year: 2030"))
        assert "KPI608" not in kpi("diff").out


class TestWhatCannotBe:
    @pytest.mark.usefixtures("year")
    def test_a_revision_that_git_does_not_know(self, kpi: Kpi) -> None:
        for name in ("khong-co", "--output=x", "-x", "HEAD:targets/2024.yaml", "khong-co.yaml"):
            ran = kpi("diff", "--", name)
            assert (ran.code, ran.out) == (2, "")
            assert f"git không biết “{name}”" in ran.err

    @pytest.mark.usefixtures("year")
    def test_three_versions(self, kpi: Kpi) -> None:
        ran = kpi("diff", "HEAD", "HEAD", "HEAD")
        assert (ran.code, ran.err) == (2, "Lỗi: Chỉ so được hai bản, mà lệnh nêu 3.\n")

    def test_where_there_is_no_repository(self, kpi: Kpi) -> None:
        needs_git()
        shutil.copytree(FULL_YEAR, kpi.folder, dirs_exist_ok=True)
        ran = kpi("diff", env={"GIT_CEILING_DIRECTORIES": str(kpi.folder.parent)})
        assert (ran.code, ran.out) == (2, "")
        assert "không nằm trong kho git nào" in ran.err

    def test_where_nothing_was_committed_yet_all_is_new(self, kpi: Kpi) -> None:
        needs_git()
        shutil.copytree(FULL_YEAR, kpi.folder, dirs_exist_ok=True)
        git(kpi.folder, "init", "--quiet")
        ran = kpi("diff")
        assert (ran.code, ran.out) == (0, "Danh mục mới năm 2024: 59 chỉ tiêu, HEAD chưa có.\n"), (
            "or no hook lets it in"
        )

    @pytest.mark.usefixtures("year")
    def test_where_there_is_no_git(self, kpi: Kpi, tmp_path: Path) -> None:
        ran = kpi("diff", env={"PATH": str(tmp_path)})
        assert ran.code == 2
        assert "Không tìm thấy git" in ran.err

    def test_where_there_is_neither_workspace_nor_file(self, kpi: Kpi) -> None:
        ran = kpi("diff", "HEAD")
        assert ran.code == 2
        assert "targets/" in ran.err

    def test_an_edit_with_an_error_is_named_and_not_compared(self, kpi: Kpi, year: Path) -> None:
        edited(year, (TEA, TEA.replace("{at_least: 50}", "{at_laest: 50}")))
        ran = kpi("diff")
        assert (ran.code, ran.out) == (2, "")
        assert "KPI202 unknown-key" in ran.err

    def test_what_was_wrong_before_is_left_out_and_said(self, kpi: Kpi, year: Path) -> None:
        edited(year, (TEA, TEA.replace("{at_least: 50}", "{at_laest: 50}")))
        commit(kpi.folder, "Sai", "2024-02-01T08:00:00+0700")
        edited(
            year,
            ("{at_laest: 50}", "{at_least: 50}"),
            ("        target: {at_least: 98.83}\n", "        target: {at_least: 97}\n"),
        )
        edited(year, ("xe máy hoặc ô tô đi lại thuận lợi 98,83%", "xe máy hoặc ô tô đi lại thuận lợi 97%"))
        ran = kpi("diff", *AT, "--exit-code")
        assert (ran.code, ran.err) == (1, "")
        assert re.search(r"^Ghi sai ở HEAD \([0-9a-f]{7}\) nên không so được: tea_new\.$", ran.out, re.MULTILINE)
        assert "KPI609 not-comparable" in ran.out
        told = document(kpi)
        assert (told["catalogues"][0]["left_out"], told["catalogues"][0]["added"]) == (["tea_new"], [])
        assert "softened-target" in [one["name"] for one in told["findings"]], "the others are judged all the same"

    def test_an_error_in_the_head_of_the_version_before_leaves_nothing_to_judge_by(self, kpi: Kpi, year: Path) -> None:
        edited(year, ("  at_risk: 0.66", "  at_risk: 0.99"))
        commit(kpi.folder, "Sai", "2024-02-01T08:00:00+0700")
        edited(year, ("  at_risk: 0.99", "  at_risk: 0.66"), (TEA, TEA.replace("50", "36")))
        ran = kpi("diff", *AT)
        assert ran.code == 0
        assert "bản trước có lỗi chung" in ran.out
        assert "KPI606 softened-without-revision" in ran.out, "what asks for less is seen all the same"

    def test_a_draft_that_is_no_catalogue_is_named(self, kpi: Kpi, year: Path) -> None:
        draft = kpi.folder / "du-thao.yaml"
        for text in ("groups: [", "", "schema: 1\n"):
            draft.write_text(text, encoding="utf-8")
            for versions in (["du-thao.yaml"], ["HEAD", "du-thao.yaml"]):
                ran = kpi("diff", *versions)
                assert (ran.code, ran.out) == (2, "")
                assert "KPI" in ran.err
        (year.parent / "2025.yaml").write_text("schema: 1\n", encoding="utf-8")
        assert kpi("diff").code == 2

    def test_what_git_has_listed_and_cannot_hand_over(self, kpi: Kpi, year: Path) -> None:
        blob = git(kpi.folder, "rev-parse", "HEAD:targets/2024.yaml").strip()
        lost = kpi.folder / ".git" / "objects" / blob[:2] / blob[2:]
        lost.chmod(0o600)
        lost.unlink()
        edited(year, (TEA, TEA.replace("50", "49")))
        ran = kpi("diff")
        assert (ran.code, ran.out) == (2, "")
        assert "git không trả lời được" in ran.err

    def test_targets_that_are_a_link_there(self, kpi: Kpi, year: Path) -> None:
        real = kpi.folder / "real"
        year.parent.rename(real)
        (kpi.folder / "targets").symlink_to("real")
        commit(kpi.folder, "Liên kết", "2024-02-01T08:00:00+0700")
        ran = kpi("diff")
        assert (ran.code, ran.out) == (2, "")
        assert "git không trả lời được" in ran.err

    def test_a_head_that_cannot_be_read_ends_it(self, kpi: Kpi, year: Path) -> None:
        good = year.read_text(encoding="utf-8")
        year.write_text("a: [", encoding="utf-8")
        commit(kpi.folder, "Hỏng", "2024-02-01T08:00:00+0700")
        year.write_text(good, encoding="utf-8")
        ran = kpi("diff")
        assert (ran.code, ran.out) == (2, "")
        assert "HEAD:targets/2024.yaml:2: KPI104 broken-yaml" in ran.err

    def test_one_that_is_too_large_is_not_read(self, kpi: Kpi, year: Path) -> None:
        good = year.read_bytes()
        year.write_bytes(good + b"#" * 5_000_000)
        commit(kpi.folder, "Lớn", "2024-02-01T08:00:00+0700")
        year.write_bytes(good)
        ran = kpi("diff")
        assert ran.code == 2
        assert "KPI102 file-too-large" in ran.err

    def test_bytes_that_are_no_text(self, kpi: Kpi, year: Path) -> None:
        year.write_bytes(b"schema: 1\nyear: \xff\n")
        ran = kpi("diff")
        assert ran.code == 2
        assert "targets/2024.yaml:2: KPI103 not-utf-8" in ran.err

    def test_figures_that_cannot_be_read_end_it(self, kpi: Kpi, year: Path) -> None:
        edited(year, (TEA, TEA.replace("50", "49")))
        (kpi.folder / "data" / "sai.csv").write_text("so\n1\n", encoding="utf-8")
        ran = kpi("diff")
        assert (ran.code, ran.out) == (2, "")
        assert "data/sai.csv" in ran.err


class TestTheRepositoryItself:
    """What git may do in a repository of somebody else's making (docs/safety.md, *Files*)."""

    def test_nothing_that_it_is_set_up_to_run_is_run(self, kpi: Kpi, year: Path) -> None:
        trap = kpi.folder / "trap"
        trap.write_text(f"#!/bin/sh\ntouch {kpi.folder}/sprung\n", encoding="utf-8")
        trap.chmod(0o755)
        for key in ("gpg.program", "core.pager", "core.fsmonitor", "core.editor", "diff.external", "diff.x.textconv"):
            git(kpi.folder, "config", key, str(trap))
        for key in ("log.showSignature", "core.useBuiltinFSMonitor"):
            git(kpi.folder, "config", key, "true")
        git(kpi.folder, "config", "core.hooksPath", str(kpi.folder))
        (kpi.folder / ".gitattributes").write_text("*.yaml diff=x filter=x\n", encoding="utf-8")
        git(kpi.folder, "config", "filter.x.smudge", str(trap))
        edited(year, (TEA, TEA.replace("50", "49")))
        assert kpi("diff", "HEAD", *AT).code == 0
        assert not (kpi.folder / "sprung").exists()

    def test_what_a_hook_says_of_another_repository_is_not_followed(self, kpi: Kpi, year: Path) -> None:
        edited(year, (TEA, TEA.replace("50", "49")))
        ran = kpi("diff", *AT, env={"GIT_DIR": "/nowhere", "GIT_INDEX_FILE": "/nowhere", "GIT_WORK_TREE": "/nowhere"})
        assert ran.code == 0
        assert "ít nhất 49 ha (nới)" in ran.out

    def test_it_writes_nothing(self, kpi: Kpi, year: Path) -> None:
        edited(year, (TEA, TEA.replace("50", "49")))
        before = {path: path.read_bytes() for path in kpi.folder.rglob("*") if path.is_file()}
        kpi("diff", *AT)
        assert {path: path.read_bytes() for path in kpi.folder.rglob("*") if path.is_file()} == before


def test_hostile_texts_reach_no_markup_and_no_terminal(kpi: Kpi, year: Path) -> None:
    hostile = '"**đậm** <b>x</b> | [a](http://x) \\U0001F600"'
    edited(year, (TEA, TEA + f"        owner_: {hostile}\n".replace("owner_", "note")))
    shown = kpi("diff", *AT, "--format", "md").out
    assert "\\*\\*đậm\\*\\* \\<b\\>x\\</b\\> \\| \\[a\\](http:\\//x)" in shown


class TestOurOwnHistory:
    """Each version of the real targets against the one before it."""

    def commits(self) -> list[str]:
        needs_git()
        if not (REPOSITORY / ".git").exists():
            pytest.skip("this is no clone")
        ran = subprocess.run(
            ["git", "log", "--format=%H", "--", "targets/2024.yaml"],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout.split()

    def test_every_edit_of_the_targets_can_be_read_today(self, kpi: Kpi) -> None:
        commits = self.commits()
        kpi.folder = REPOSITORY
        for later, earlier in pairwise(commits):
            ran = kpi("diff", earlier, later, "--as-of", "2024-12-31", "--known-on", "2024-12-31", "--format", "json")
            assert (ran.code, ran.err) == (0, ""), later
            for catalogue in json.loads(ran.out)["catalogues"]:
                assert [one for one in catalogue["targets"] if one["softened"]] == []


def test_figures_reach_both_sides_in_their_own_units(kpi: Kpi) -> None:
    needs_git()
    head = (
        'schema: 1\nyear: 2024\nplace: {code: "1", name: {vi: nơi giả định}}\ngroups:\n'
        "  - id: g\n    name: {vi: nhóm}\n    indicators:\n"
    )
    catalogue = kpi.folder / "targets" / "2024.yaml"
    catalogue.parent.mkdir()
    one = "      - {id: a, name: {vi: thu}, unit: %s, kind: flow, target: {at_least: %s}}\n"
    catalogue.write_text(head + one % ("tỷ đồng", "5"), encoding="utf-8")
    write_csv(
        kpi.folder / "data" / "so-lieu.csv",
        [{"indicator": "a", "period": "2024-6M", "value": "2.5", "unit": "tỷ đồng"}],
    )
    a_repository(kpi.folder)
    catalogue.write_text(head + one % ("triệu đồng", "5000"), encoding="utf-8")
    told = json.loads(kpi("diff", "--as-of", "2024-07-31", "--format", "json").out)["catalogues"][0]
    assert told["verdicts"] == []
    assert [one["key"] for one in told["edits"]] == ["unit"]

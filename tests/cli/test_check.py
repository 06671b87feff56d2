"""`kpi check`: what is chosen, what counts, and what GitHub is told; and what people get wrong is found."""

import json
from pathlib import Path

import pytest

from conftest import REPOSITORY, Kpi, Ran, assert_golden, write_csv
from phongtho_kpi.model.finding import KINDS

HEADER = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: huyện Phong Thổ, en: Phong Thổ district}}
source: {title: Phát động thi đua, file: docs/quyet-dinh.txt}
groups:
  - id: all
    name: {vi: Tất cả, en: All}
    indicators:
"""
RIGHT = """\
      - id: revenue
        name: {vi: Thu ngân sách, en: Revenue}
        unit: tỷ đồng
        kind: flow
        target: {at_least: 77.208}
        quote: Thu ngân sách đạt 77,208 tỷ đồng
"""
THREE = """\
      - id: grain
        name: {vi: Lương thực, en: Grain}
        unit: tấn
        kind: flow
        target: {at_least: 36.100}
      - id: poverty
        name: {vi: Hộ nghèo, en: Poverty}
        unit: "%"
        kind: level
        target: {at_most: 27.05}
      - id: tea
        name: {vi: Chè, en: Tea}
        unit: ha
        kind: flow
        target: {at_least: 50, due: 2025-01-31}
        quote: trồng mới 50 ha
"""
ALL_FOUR = ["KPI201", "KPI204", "KPI214", "KPI227"]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two errors and two warnings, beside what is right."""
    write_catalogue(tmp_path, RIGHT + THREE)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "quyet-dinh.txt").write_text("Thu ngân sách đạt 77,208 tỷ đồng", encoding="utf-8")
    return tmp_path


def write_catalogue(folder: Path, indicators: str, header: str = HEADER) -> None:
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "targets" / "2024.yaml").write_text(header + indicators, encoding="utf-8")


def found(ran: Ran) -> list[str]:
    return sorted(one["code"] for one in json.loads(ran.out)["findings"])


@pytest.mark.usefixtures("workspace")
class TestWhatIsChosen:
    @pytest.mark.parametrize(
        ("options", "left", "code"),
        [
            ([], ALL_FOUR, 1),
            (["--only", "KPI204"], ["KPI204"], 1),
            (["--only", "kpi204,quote-not-in-source"], ["KPI204"], 1),
            (["--only", "KPI201", "--only", "KPI214"], ["KPI201", "KPI214"], 1),
            (["--only", "KPI201, KPI227"], ["KPI201", "KPI227"], 0),
            (["--only", "KPI203"], [], 0),
            (["--ignore", "due-outside-year"], ["KPI201", "KPI204", "KPI227"], 1),
            (["--ignore", "KPI204,KPI214"], ["KPI201", "KPI227"], 0),
            (["--only", "KPI204,KPI201", "--ignore", "KPI204"], ["KPI201"], 0),
            (["--only", "ambiguous-number"], ["KPI201"], 0),
        ],
    )
    def test_what_is_left_out_is_not_listed_and_does_not_count(
        self, kpi: Kpi, options: list[str], left: list[str], code: int
    ) -> None:
        ran = kpi("check", "--format", "json", *options)
        assert (found(ran), ran.code, ran.err) == (left, code, "")
        assert kpi("check", *options).code == kpi("check", "--format", "github", *options).code == code

    @pytest.mark.parametrize(
        ("options", "vi", "en"),
        [
            ([], "2 lỗi · 2 cảnh báo", "2 errors · 2 warnings"),
            (
                ["--ignore", "KPI204,KPI214"],
                "2 cảnh báo · 2 phát hiện không xét (--ignore)",
                "2 warnings · 2 left out (--ignore)",
            ),
            (
                ["--only", "KPI204,KPI201", "--ignore", "KPI204"],
                "1 cảnh báo · 2 phát hiện không xét (--only) · 1 phát hiện không xét (--ignore)",
                "1 warning · 2 left out (--only) · 1 left out (--ignore)",
            ),
            (
                ["--only", "KPI203"],
                "Không phát hiện sai sót nào khác · 4 phát hiện không xét (--only)",
                "Nothing else wrong found · 4 left out (--only)",
            ),
        ],
    )
    @pytest.mark.parametrize("form", ["text", "github"])
    def test_the_line_at_the_end_counts_it(self, kpi: Kpi, form: str, options: list[str], vi: str, en: str) -> None:
        for lang, line in (("vi", vi), ("en", en)):
            assert kpi("--lang", lang, "check", "--format", form, *options).out.splitlines()[-1] == line

    @pytest.mark.parametrize(
        ("word", "said"),
        [
            ("KPI-203", "“KPI-203”; có thể bạn muốn: KPI203."),
            ("quote-difers-from-target", "có thể bạn muốn: quote-differs-from-target."),
            ("KPI999", "“KPI999”. Các"),
            ("xyz", "“xyz”. Các mã và tên có trong docs/findings.md."),
            ("KPI203,", "không có phát hiện “”"),
        ],
    )
    @pytest.mark.parametrize("option", ["--only", "--ignore"])
    def test_a_finding_that_there_is_not_ends_with_2_and_the_nearest(
        self, kpi: Kpi, option: str, word: str, said: str
    ) -> None:
        ran = kpi("check", option, word)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"Lỗi: {option}: không có phát hiện")
        assert said in ran.err

    def test_the_shell_offers_the_codes(self, kpi: Kpi) -> None:
        asked = {"_KPI_COMPLETE": "complete_bash", "COMP_WORDS": "kpi check --only KPI22", "COMP_CWORD": "3"}
        offered = kpi(env=asked).out.split()
        assert offered == [kind.code for kind in KINDS if kind.code.startswith("KPI22")]

    def test_a_form_that_there_is_not_names_those_that_there_are(self, kpi: Kpi) -> None:
        ran = kpi("check", "--format", "xml")
        assert (ran.code, ran.out) == (2, "")
        assert "text, json, github" in ran.err


class TestEveryYear:
    """An edit may be of any year's catalogue; the figures are judged by one."""

    def year(self, folder: Path, year: int, target: str) -> None:
        indicator = RIGHT.replace("{at_least: 77.208}", target).replace(
            "        quote: Thu ngân sách đạt 77,208 tỷ đồng\n", ""
        )
        text = HEADER.replace("year: 2024", f"year: {year}").replace("source:", "# source:") + indicator
        (folder / "targets").mkdir(exist_ok=True)
        (folder / "targets" / f"{year}.yaml").write_text(text, encoding="utf-8")

    def test_the_catalogues_of_other_years_are_looked_at_too(self, kpi: Kpi, tmp_path: Path) -> None:
        for year, target in ((2023, "{at_laest: 5}"), (2024, "{at_least: 5}"), (2025, "TODO")):
            self.year(tmp_path, year, target)
        ran = kpi("check", "--as-of", "2024-12-31", "--format", "json")
        assert (ran.code, found(ran)) == (1, ["KPI202", "KPI233"])
        assert kpi("status", "--as-of", "2024-12-31").code == 0

    def test_unless_one_is_asked_for(self, kpi: Kpi, tmp_path: Path) -> None:
        self.year(tmp_path, 2024, "{at_least: 5}")
        self.year(tmp_path, 2025, "TODO")
        assert kpi("check", "--year", "2024").code == 0
        assert found(kpi("check", "--year", "2025", "--format", "json")) == ["KPI233"]

    def test_the_figures_and_the_files_that_all_share_are_said_once(self, kpi: Kpi, tmp_path: Path) -> None:
        for year in (2023, 2024):
            self.year(tmp_path, year, "{at_least: 5}")
        write_csv(tmp_path / "data" / "so-lieu.csv", [{"indicator": "khong_co", "period": "2024-07", "value": "1"}])
        (tmp_path / "targets" / "areas.yaml").write_text("schema: 1\nareas: [{code: '1'}]\n", encoding="utf-8")
        assert found(kpi("check", "--as-of", "2024-12-31", "--format", "json")) == ["KPI205", "KPI301"]


class TestWhatEndsEverything:
    @pytest.mark.parametrize(
        ("text", "code"), [("a: [", "KPI104"), (HEADER.replace("year: 2024", "yeer: 2024") + RIGHT, "KPI205")]
    )
    def test_it_is_shown_whatever_was_asked_for(self, kpi: Kpi, tmp_path: Path, text: str, code: str) -> None:
        write_catalogue(tmp_path, text, header="")
        ran = kpi("check", "--only", "KPI203", "--format", "json")
        assert code in found(ran)
        assert ran.code == 1

    def test_unless_it_is_ignored(self, kpi: Kpi, tmp_path: Path) -> None:
        write_catalogue(tmp_path, "a: [", header="")
        ran = kpi("check", "--ignore", "KPI104")
        assert (ran.code, ran.out) == (0, "Không phát hiện sai sót nào khác · 1 phát hiện không xét (--ignore)\n")

    @pytest.mark.parametrize("asked", ["KPI405", "KPI311", "KPI203,KPI401"])
    @pytest.mark.usefixtures("workspace")
    def test_errors_of_the_catalogue_hide_what_judging_finds(self, kpi: Kpi, asked: str) -> None:
        ran = kpi("check", "--only", asked, "--format", "json")
        assert (found(ran), ran.code) == (["KPI204", "KPI214"], 1)
        assert kpi("check", "--only", asked, "--ignore", "KPI204,KPI214").code == 0

    def test_a_file_of_figures_that_cannot_be_read_hides_what_is_in_it(self, kpi: Kpi, tmp_path: Path) -> None:
        write_catalogue(tmp_path, RIGHT, header=HEADER.replace(", file: docs/quyet-dinh.txt", ""))
        write_csv(tmp_path / "data" / "a.csv", [{"indicator": "revenue", "period": "2024-13", "value": "1"}])
        (tmp_path / "data" / "b.csv").write_bytes(b"\xff\xfe\x00")
        assert found(kpi("check", "--only", "KPI311", "--format", "json")) == ["KPI103"]


class TestGithub:
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_a_finding_is_a_command_at_its_line(self, kpi: Kpi, workspace: Path, lang: str) -> None:
        kpi.folder = workspace.parent
        ran = kpi("-w", workspace.name, "--lang", lang, "check", "--format", "github")
        assert (ran.code, ran.err) == (1, "")
        assert_golden(f"cli/check-github-{lang}.txt", ran.out.replace(f"file={workspace.name}/", "file=PLACE/"))

    def test_a_file_is_named_from_the_folder_that_was_checked_out(self, kpi: Kpi, workspace: Path) -> None:
        def files(start: Path, **env: str) -> set[str]:
            kpi.folder = start
            ran = kpi("-w", workspace, "check", "--format", "github", env=env)
            return {line.partition("file=")[2].partition(",")[0] for line in ran.out.splitlines() if line[:2] == "::"}

        here, above = "targets/2024.yaml", f"{workspace.name}/targets/2024.yaml"
        assert files(workspace) == {here}
        assert files(workspace.parent) == {above}
        assert files(workspace / "docs") == {f"../{here}"}
        assert files(workspace, GITHUB_WORKSPACE=str(workspace.parent)) == {above}
        assert files(workspace, GITHUB_WORKSPACE=str(workspace / "docs")) == {here}
        assert files(workspace, GITHUB_WORKSPACE="") == {here}

    def test_a_file_behind_a_link_is_named_where_it_lies(self, kpi: Kpi, workspace: Path) -> None:
        def file() -> str:
            return kpi("check", "--format", "github").out.splitlines()[0].partition("file=")[2].partition(",")[0]

        (workspace / "targets").rename(workspace / "chi-tieu")
        (workspace / "targets").symlink_to("chi-tieu", target_is_directory=True)
        assert file() == "chi-tieu/2024.yaml"
        elsewhere = workspace.parent / f"{workspace.name}-elsewhere"
        (workspace / "chi-tieu").rename(elsewhere)
        (workspace / "targets").unlink()
        (workspace / "targets").symlink_to(elsewhere, target_is_directory=True)
        assert file() == "targets/2024.yaml"

    def test_without_a_line_there_is_none(self, kpi: Kpi, tmp_path: Path) -> None:
        (tmp_path / "targets").mkdir()
        (tmp_path / "targets" / "2024.yaml").write_bytes(b"\xff\xfe\x00")
        out = kpi("check", "--format", "github").out
        assert out.startswith("::error file=targets/2024.yaml,")
        assert "title=KPI103 not-utf-8::" in out

    def test_nothing_in_it_is_taken_for_a_command(self, kpi: Kpi, workspace: Path) -> None:
        quote = '        quote: "tăng 50%25\\n::error::x, 77,208"\n'
        write_catalogue(workspace, RIGHT.replace("        quote: Thu ngân sách đạt 77,208 tỷ đồng\n", quote))
        row = {"indicator": "revenue\x1b[2J", "period": "2024-06", "value": "1"}
        write_csv(workspace / "data" / "a,b:c%.csv", [row])
        out = kpi("check", "--format", "github").out
        assert [line[:7] for line in out.splitlines()] == ["::error", "::error", "2 lỗi"]
        assert "file=data/a%2Cb%3Ac%25.csv,line=" in out
        assert "“tăng 50%2525%0A::error::x, 77,208”" in out
        assert "\x1b" not in out

    def test_all_of_them_are_said(self, kpi: Kpi, tmp_path: Path) -> None:
        write_catalogue(tmp_path, RIGHT, header=HEADER.replace(", file: docs/quyet-dinh.txt", ""))
        rows = [{"indicator": "revenue", "period": "2024-13", "value": "1"}] * 120
        write_csv(tmp_path / "data" / "a.csv", rows)
        out = kpi("check", "--format", "github").out.splitlines()
        assert (len(out), out[-1]) == (121, "120 lỗi")
        assert kpi("check").out.count("KPI302 unknown-period") == 50

    def test_what_is_right_is_one_line(self, kpi: Kpi) -> None:
        ran = kpi("-w", REPOSITORY, "check", "--format", "github")
        assert (ran.code, ran.out) == (0, "Không phát hiện sai sót nào.\n")


class TestWhatPeopleGetWrong:
    """One slip each, in a catalogue that is right but for it: it is found, and nothing else is."""

    LEVEL = """\
      - id: area
        name: {vi: Diện tích chè, en: Tea area}
        unit: ha
        kind: level
        target: {at_least: 804.2}
        baseline: {value: 754.2}
        grows_by: planted
      - id: planted
        name: {vi: Trồng mới, en: Planted}
        unit: ha
        kind: flow
        target: {at_least: 50}
"""
    GROWTH = """\
      - {id: growth, name: {vi: Tốc độ tăng thu}, unit: "%", kind: growth, of: revenue, target: {at_least: 5}}
"""
    REVISIONS = """\
        revisions:
          - {from: 2024-05-01, decided_by: HĐND, why: bão, target: {at_least: 70}}
          - {from: 2024-06-01, decided_by: HĐND, why: bão, target: {at_least: 60}}
"""

    def check(self, kpi: Kpi, folder: Path, indicators: str) -> list[tuple[str, str]]:
        write_catalogue(folder, indicators)
        (folder / "docs").mkdir(exist_ok=True)
        (folder / "docs" / "quyet-dinh.txt").write_text("Thu ngân sách đạt 77,208 tỷ đồng", encoding="utf-8")
        document = json.loads(kpi("check", "--as-of", "2024-12-31", "--format", "json").out)
        return [(one["code"], one["origin"].removeprefix("targets/2024.yaml:")) for one in document["findings"]]

    def test_as_it_stands_it_is_right(self, kpi: Kpi, tmp_path: Path) -> None:
        assert self.check(kpi, tmp_path, RIGHT + self.REVISIONS + self.LEVEL + self.GROWTH) == []

    @pytest.mark.parametrize(
        ("right", "wrong", "said"),
        [
            ("        unit: tỷ đồng\n", "", [("KPI205", "9")]),
            ("from: 2024-06-01", "from: 2024-04-01", [("KPI211", "17")]),
            ("from: 2024-06-01", "from: 2024-05-01", [("KPI211", "17")]),
            ("{at_least: 50}", "{at_least: 36.100}", [("KPI201", "29"), ("KPI215", "24")]),
            ("Thu ngân sách đạt 77,208", "Thu ngân sách là 77,208", [("KPI204", "14")]),
            ("of: revenue", "of: revenu", [("KPI212", "30")]),
            ("{at_least: 804.2}", "{at_least: 814.2}", [("KPI215", "24")]),
            ("grows_by: planted", "grows_by: planned", [("KPI212", "24")]),
            ("of: revenue", "of: growth", [("KPI231", "30")]),
            ("from: 2024-05-01", "from: 2024-01-01", [("KPI226", "16")]),
            ("target: {at_least: 70}", "target: {at_least: 70, due: 2024-05-31}", [("KPI225", "17")]),
            ("        baseline: {value: 754.2}\n", "", [("KPI227", "22")]),
            ("{value: 754.2}", "{value: 7542}", [("KPI215", "24"), ("KPI228", "23")]),
            ("{value: 754.2}", "TODO", [("KPI233", "23")]),
            ("vi: Trồng mới,", "vi: Diện tích che,", [("KPI230", "26")]),
            ("vi: Trồng mới,", "vi: Revenue,", [("KPI229", "26")]),
        ],
    )
    def test_a_slip_is_found_at_its_line(
        self, kpi: Kpi, tmp_path: Path, right: str, wrong: str, said: list[tuple[str, str]]
    ) -> None:
        text = RIGHT + self.REVISIONS + self.LEVEL + self.GROWTH
        assert text.count(right) == 1
        assert sorted(self.check(kpi, tmp_path, text.replace(right, wrong))) == sorted(said)

    @pytest.mark.parametrize(
        ("rows", "code"),
        [
            ([("2025-01", "1")], "KPI313"),
            ([("2024-01", "1"), ("2024-01", "2")], "KPI311"),
        ],
    )
    def test_and_so_it_is_among_the_figures(
        self, kpi: Kpi, tmp_path: Path, rows: list[tuple[str, str]], code: str
    ) -> None:
        figures = [{"indicator": "revenue", "period": period, "value": value} for period, value in rows]
        write_csv(tmp_path / "data" / "2024" / "a.csv", figures)
        assert {one for one, _ in self.check(kpi, tmp_path, RIGHT)} == {code}

    @pytest.mark.parametrize(
        "name",
        [
            "20240815T013012Z-thang-7-e0afd7480e5.csv",
            "20240815T013012Z-thang-7-E0AFD7480E52.csv",
            "20241315T013012Z-thang-7-e0afd7480e52.csv",
            "20240815T013012Z-thang-7.csv",
        ],
    )
    def test_nor_is_an_import_under_another_name_taken_for_a_file_kept_by_hand(
        self, kpi: Kpi, tmp_path: Path, name: str
    ) -> None:
        write_csv(tmp_path / "data" / "2024" / name, [{"indicator": "revenue", "period": "2024-01", "value": "1"}])
        assert [code for code, _ in self.check(kpi, tmp_path, RIGHT)] == ["KPI115"]

    def test_an_import_that_was_edited_is_seen(self, kpi: Kpi, tmp_path: Path) -> None:
        name = "20240815T013012Z-bao-cao-thang-7-e0afd7480e52.csv"
        write_csv(tmp_path / "data" / "2024" / name, [{"indicator": "revenue", "period": "2024-01", "value": "1"}])
        assert [code for code, _ in self.check(kpi, tmp_path, RIGHT)] == ["KPI115"]

    @pytest.mark.parametrize("key", ["of", "grows_by"])
    @pytest.mark.parametrize("named", ["all", "written"])
    def test_what_is_named_is_an_indicator_and_no_group_or_remark(
        self, kpi: Kpi, tmp_path: Path, key: str, named: str
    ) -> None:
        right = {"of": "of: revenue", "grows_by": "grows_by: planted"}[key]
        text = (RIGHT + self.LEVEL + self.GROWTH).replace(right, f"{key}: {named}") + "# id: written\n"
        assert [code for code, _ in self.check(kpi, tmp_path, text)] == ["KPI212"]
        ran = kpi("status", "--as-of", "2024-12-31")
        assert (ran.code, "KPI212" in ran.err) == (2, True)

    def test_a_level_does_not_grow_by_itself(self, kpi: Kpi, tmp_path: Path) -> None:
        text = RIGHT + self.LEVEL.replace("grows_by: planted", "grows_by: area")
        assert self.check(kpi, tmp_path, text) == [("KPI212", "21")]

    def test_what_was_left_out_for_a_mistake_of_its_own_is_not_called_unknown(self, kpi: Kpi, tmp_path: Path) -> None:
        row = {"indicator": "revenue", "period": "2024-01", "value": "1"}
        write_csv(tmp_path / "data" / "2024" / "a.csv", [row])
        text = (RIGHT + self.GROWTH).replace("unit: tỷ đồng", "unti: tỷ đồng")
        assert sorted(code for code, _ in self.check(kpi, tmp_path, text)) == ["KPI202", "KPI205"]

    def test_warnings_do_not_stop_the_week(self, kpi: Kpi, tmp_path: Path) -> None:
        warned = (RIGHT + self.LEVEL).replace("        baseline: {value: 754.2}\n", "")
        assert [code for code, _ in self.check(kpi, tmp_path, warned)] == ["KPI227"]
        ran = kpi("status", "--as-of", "2024-12-31")
        assert ran.code == 0
        assert "1 phát hiện" in ran.out


@pytest.mark.parametrize("word", ["decided_by", "why"])
@pytest.mark.parametrize("said", ['"\\u200b"', '"."', '"\\u3164"', '"—"'])
def test_a_revision_says_who_decided_and_why_in_so_many_words(kpi: Kpi, tmp_path: Path, word: str, said: str) -> None:
    told = {"from": "2024-07-01", "decided_by": "NQ 12", "why": "hạn hán", "target": "{at_least: 5}"} | {word: said}
    entry = ", ".join(f"{key}: {value}" for key, value in told.items())
    indicator = RIGHT.replace("77.208", "77.2").partition("        quote:")[0] + f"        revisions: [{{{entry}}}]\n"
    write_catalogue(tmp_path, indicator, HEADER.replace("source:", "# source:"))
    ran = kpi("check", "--format", "json")
    assert (ran.code, found(ran)) == (1, ["KPI206"])

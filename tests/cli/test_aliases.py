"""`kpi import --alias`: a name in a return, and what it means, told once (docs/commands.md, *Names*)."""

import json
from pathlib import Path

import pytest
from import_workspace import a_csv, counts, data_files, findings, kept, make_workspace

from conftest import Kpi

TIDY = ("Chỉ tiêu", "Xã", "Kỳ", "Giá trị")
ROW = ("Thu NS", "", "2024-06", 7)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    make_workspace(tmp_path)
    a_csv(tmp_path / "a.csv", TIDY, ROW)
    return tmp_path


def aliases_file(workspace: Path) -> Path:
    return workspace / "data" / "aliases.yaml"


def entries(workspace: Path) -> list[str]:
    """The lines of the file that are neither comments nor its head."""
    lines = aliases_file(workspace).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.lstrip().startswith("- ")]


def write_aliases(workspace: Path, text: str) -> bytes:
    (workspace / "data").mkdir(exist_ok=True)
    aliases_file(workspace).write_bytes(text.encode())
    return text.encode()


class TestWhatItMeans:
    def test_an_indicator_by_another_name(self, kpi: Kpi, workspace: Path) -> None:
        assert findings(kpi("import", "a.csv", "--format", "json")) == [("unknown-indicator", "a.csv:2")]
        assert kpi("import", "a.csv", "--alias", "Thu NS=revenue").code == 0
        assert kept(workspace) == ["revenue 2024-06 7"]

    def test_an_area_by_another_name(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, ("herd", "Đồi G.", "2024-06", 7), ("herd", "Suối G.", "2024-06", 8))
        ran = kpi("import", "a.csv", "--alias", "Đồi G.=09002", "--alias", "Suối G.=09001")
        assert ran.code == 0
        assert kept(workspace) == ["herd@09001 2024-06 8", "herd@09002 2024-06 7"]

    def test_it_is_folded_like_any_other_name(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, ("1. THU  N.S (tỷ đồng)", "", "2024-06", 7))
        assert kpi("import", "a.csv", "--alias", " Thu N S = revenue ").code == 0
        assert kept(workspace) == ["revenue 2024-06 7"]

    def test_it_is_remembered(self, kpi: Kpi, workspace: Path) -> None:
        kpi("import", "a.csv", "--alias", "Thu NS=revenue")
        a_csv(workspace / "b.csv", TIDY, ("Thu NS", "", "2024-07", 8))
        assert kpi("import", "b.csv").code == 0
        assert kept(workspace) == ["revenue 2024-06 7", "revenue 2024-07 8"]
        assert entries(workspace) == ['- {name: "Thu NS", means: "revenue"}']
        assert kpi("check", "--as-of", "2024-06-30").code == 0

    def test_a_remembered_area_may_head_a_column_and_be_asked_for(self, kpi: Kpi, workspace: Path) -> None:
        kpi("import", "a.csv", "--alias", "Thu NS=revenue", "--alias", "Đồi G.=09002")
        a_csv(workspace / "b.csv", ("Chỉ tiêu", "Đồi G."), ("herd", 5))
        a_csv(workspace / "c.csv", ("Chỉ tiêu", "Tháng 7"), ("herd", 6))
        assert kpi("import", "b.csv", "--period", "2024-06").code == 0
        assert kpi("import", "c.csv", "--area", "Đồi G.").code == 0
        assert kept(workspace)[:2] == ["herd@09002 2024-06 5", "herd@09002 2024-07 6"]


class TestTheFile:
    HAND_EDITED = (
        "# của chúng tôi   \n"
        "schema: 1\n"
        "aliases:\n"
        "  # bưu điện gọi thế\n"
        "\n"
        "  - name: 'Tổng thu'   # năm 2023\n"
        "    means: revenue\n"
        '  - {name: "Chè", means: tea_new}\n'
    )

    def test_it_is_added_to_and_every_line_that_was_there_stays(self, kpi: Kpi, workspace: Path) -> None:
        before = write_aliases(workspace, self.HAND_EDITED)
        kpi("import", "a.csv", "--alias", "Thu NS=revenue", "--alias", "Đàn=herd")
        after = aliases_file(workspace).read_bytes()
        assert after.startswith(before)
        assert after[len(before) :].decode().splitlines() == [
            '  - {name: "Thu NS", means: "revenue"}',
            '  - {name: "Đàn", means: "herd"}',
        ]

    @pytest.mark.parametrize("end", ["", "\n\n", "  # hết\n", "\n# hết\n\n\n"])
    def test_so_do_its_last_ones(self, kpi: Kpi, workspace: Path, end: str) -> None:
        before = write_aliases(workspace, self.HAND_EDITED.rstrip("\n") + end)
        assert kpi("import", "a.csv", "--alias", "Thu NS=revenue").code == 0
        assert aliases_file(workspace).read_bytes().startswith(before)
        assert kpi("check", "--as-of", "2024-06-30").code == 0

    def test_so_do_the_line_ends_of_windows(self, kpi: Kpi, workspace: Path) -> None:
        before = write_aliases(workspace, self.HAND_EDITED.replace("\n", "\r\n"))
        assert kpi("import", "a.csv", "--alias", "Thu NS=revenue").code == 0
        assert aliases_file(workspace).read_bytes().startswith(before)

    @pytest.mark.parametrize(
        "text",
        [
            "aliases:\n- name: Chè\n  means: tea_new\n",
            "aliases:\n    - {name: Chè, means: tea_new}\n",
            "- {name: Chè, means: tea_new}\n",
            "aliases:\n  - {name: Chè, means: tea_new}\nschema: 1\n",
            "schema: 1\naliases: []\n",
            "schema: 1\n",
            "schema: 1\naliases:\n",
            "{schema: 1, aliases: [{name: Chè, means: tea_new}]}\n",
            "",
            "# chưa có gì\n",
        ],
    )
    def test_however_it_is_laid_out_it_can_be_read_afterwards(self, kpi: Kpi, workspace: Path, text: str) -> None:
        write_aliases(workspace, text)
        ran = kpi("import", "a.csv", "--alias", "Thu NS=revenue")
        assert kpi("check", "--as-of", "2024-06-30").out.startswith("Không phát hiện sai sót nào")
        assert ran.code == 2 or kpi("import", "a.csv").code == 0  # it may be refused, but neither broken nor forgotten

    def test_what_it_knows_already_is_not_added_again(self, kpi: Kpi, workspace: Path) -> None:
        kpi("import", "a.csv", "--alias", "Thu NS=revenue")
        before = aliases_file(workspace).read_bytes()
        assert kpi("import", "a.csv", "--alias", "Thu NS=revenue").code == 0
        assert aliases_file(workspace).read_bytes() == before

    def test_a_name_that_meant_something_else_means_what_was_said_last(self, kpi: Kpi, workspace: Path) -> None:
        write_aliases(workspace, "schema: 1\naliases:\n  - {name: Thu NS, means: tea_new}\n")
        ran = kpi("import", "a.csv", "--alias", "Thu NS=revenue")
        assert ran.code == 2 or kept(workspace) == ["revenue 2024-06 7"]


class TestWhenItIsRemembered:
    OPTION = ("--alias", "Thu NS=revenue")

    def test_not_on_a_dry_run(self, kpi: Kpi, workspace: Path) -> None:
        ran = kpi("import", "a.csv", *self.OPTION, "--dry-run", "--format", "json")
        assert (ran.code, counts(ran)) == (0, {"rows_read": 1, "added": 1})
        assert not (workspace / "data").exists()

    def test_not_where_nothing_was_kept_for_what_was_rejected(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, ROW, ("herd", "Xã Nào Đó", "2024-06", 1))
        assert kpi("import", "a.csv", *self.OPTION).code == 1
        assert not aliases_file(workspace).exists()

    def test_not_where_the_file_is_refused(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, ("Thu NS", "", "2024-06", "1.105"))
        assert kpi("import", "a.csv", *self.OPTION).code == 2
        assert not aliases_file(workspace).exists()

    def test_with_the_good_part_of_a_file(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "a.csv", TIDY, ROW, ("herd", "Xã Nào Đó", "2024-06", 1))
        assert kpi("import", "a.csv", *self.OPTION, "--partial").code == 1
        assert kept(workspace) == ["revenue 2024-06 7"]
        assert entries(workspace) == ['- {name: "Thu NS", means: "revenue"}']

    def test_also_where_all_figures_are_there_already(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "b.csv", TIDY, ("revenue", "", "2024-06", 7))
        kpi("import", "b.csv")
        assert kpi("import", "a.csv", *self.OPTION).code == 0
        assert entries(workspace) == ['- {name: "Thu NS", means: "revenue"}']


class TestHostileNames:
    @pytest.mark.parametrize(
        "name",
        [
            "a=b",
            '"quoted" \\ {x}: [y], #z & *w !v |',
            "- dash",
            "? question",
            "%YAML 1.1",
            "null",
            "Ước \N{MULTIPLICATION SIGN} 😀",
            "decomposed tie\u0302\u0301ng",
            "x" * 2000,
        ],
    )
    def test_what_looks_like_something_else_comes_back_as_it_was(self, kpi: Kpi, workspace: Path, name: str) -> None:
        a_csv(workspace / "a.csv", TIDY, (name, "", "2024-06", 7))
        assert kpi("import", "a.csv", "--alias", f"{name}=revenue", "--numbers", "en").code == 0
        assert kpi("check", "--as-of", "2024-06-30").out.startswith("Không phát hiện sai sót nào")
        a_csv(workspace / "a.csv", TIDY, (name, "", "2024-07", 8))
        assert kpi("import", "a.csv").code == 0
        assert kept(workspace) == ["revenue 2024-06 7", "revenue 2024-07 8"]

    @pytest.mark.parametrize(
        "option",
        [
            "Thu NS",
            "",
            "=revenue",
            "   =revenue",
            "=",
            "Thu\nNS=revenue",
            "Thu\tNS=revenue",
            "Thu\u202eNS=revenue",
            "Thu\u2028NS=revenue",
            "Thu\x1b[31mNS=revenue",
            "Thu\udcffNS=revenue",
        ],
    )
    def test_what_can_be_no_name_is_one_clear_line(self, kpi: Kpi, workspace: Path, option: str) -> None:
        ran = kpi("import", "a.csv", "--alias", option)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert "--alias" in ran.err
        assert "\x1b" not in ran.err
        assert not (workspace / "data").exists()

    @pytest.mark.parametrize("name", ["'", "…", "*", " - "])
    def test_a_name_of_signs_alone_is_not_what_rows_without_a_name_are_called(
        self, kpi: Kpi, workspace: Path, name: str
    ) -> None:
        a_csv(workspace / "a.csv", TIDY, ("revenue", "", "2024-06", 7), ("", "", "2024-07", 8), ("-", "", "2024-08", 9))
        kpi("import", "a.csv", "--alias", f"{name}=revenue", "--partial")
        assert not {"revenue 2024-07 8", "revenue 2024-08 9"} & set(kept(workspace))

    @pytest.mark.usefixtures("workspace")
    def test_a_name_that_is_too_long_does_not_end_the_work_in_this_workspace(self, kpi: Kpi) -> None:
        kpi("import", "a.csv", "--alias", f"{'x' * 33_000}=revenue", "--alias", "Thu NS=revenue")
        assert kpi("status", "--as-of", "2024-06-30").code == 0
        assert kpi("check", "--as-of", "2024-06-30").code == 0

    def test_a_name_with_the_no_break_space_of_word_is_a_name(self, kpi: Kpi, workspace: Path) -> None:
        assert kpi("import", "a.csv", "--alias", "Thu\u00a0NS=revenue").code == 0
        assert kept(workspace) == ["revenue 2024-06 7"]

    def test_the_name_of_one_indicator_does_not_become_another_s(self, kpi: Kpi, workspace: Path) -> None:
        a_csv(workspace / "b.csv", TIDY, ("herd", "", "2024-06", 7))
        kpi("import", "b.csv", "--alias", "Diện tích chè trồng mới=revenue")
        a_csv(workspace / "c.csv", TIDY, ("Diện tích chè trồng mới", "", "2024-06", 5))
        assert kpi("import", "c.csv").code == 0
        assert "tea_new 2024-06 5" in kept(workspace)


class TestUnknownMeaning:
    @pytest.mark.parametrize(
        ("means", "nearest"), [("revenu", "revenue"), ("Revenue", "revenue"), ("0902", "09002"), ("tea-new", "tea_new")]
    )
    def test_it_names_the_nearest(self, kpi: Kpi, workspace: Path, means: str, nearest: str) -> None:
        ran = kpi("import", "a.csv", "--alias", f"Thu NS={means}")
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert f"không có chỉ tiêu hay địa bàn {means}; gần nhất là {nearest}." in ran.err
        assert not (workspace / "data").exists()

    def test_where_none_is_near_it_names_none(self, kpi: Kpi, workspace: Path) -> None:
        ran = kpi("import", "a.csv", "--alias", "Thu NS=qqqqqq", "--lang", "en")
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert "qqqqqq" in ran.err
        assert "nearest" not in ran.err
        assert not (workspace / "data").exists()


class TestABrokenFile:
    @pytest.mark.parametrize(
        ("text", "finding"),
        [
            ("aliases: [", "broken-yaml"),
            ("aliases: !x []\n", "refused-yaml"),
            ("aliases:\n  - {name: Thu NS}\n", "invalid-value"),
            ("aliases:\n  - {name: Thu NS, means: revenue, note: x}\n", "invalid-value"),
            ("aliases:\n  - Thu NS\n", "invalid-value"),
            ("aliases: {Thu NS: revenue}\n", "invalid-value"),
            ("aliases:\n  - {name: Thu NS, means: [revenue]}\n", "invalid-value"),
            ("aliases:\n  - {name: '', means: revenue}\n", "invalid-value"),
            ("aliases:\n  - {name: Thu NS, means: revenu}\n", "unknown-indicator"),
            ("aliases:\n  - {name: Thu NS, name: Thu, means: revenue}\n", "duplicate-key"),
            ("alias:\n  - {name: Thu NS, means: revenue}\n", "unknown-key"),
            ("schema: 2\naliases: []\n", "invalid-value"),
        ],
    )
    def test_is_a_finding_of_check_and_stops_everything_else(
        self, kpi: Kpi, workspace: Path, text: str, finding: str
    ) -> None:
        write_aliases(workspace, text)
        ran = kpi("check", "--as-of", "2024-06-30", "--format", "json")
        found = json.loads(ran.out)["findings"]
        assert (ran.code, [one["name"] for one in found]) == (1, [finding])
        assert found[0]["origin"].startswith("data/aliases.yaml:")
        for command in (["import", "a.csv"], ["status"]):
            stopped = kpi(*command)
            assert (stopped.code, stopped.out) == (2, "")
            assert "data/aliases.yaml:" in stopped.err
        assert data_files(workspace) == []
        assert aliases_file(workspace).read_text(encoding="utf-8") == text

    def test_that_is_not_utf_8_too(self, kpi: Kpi, workspace: Path) -> None:
        write_aliases(workspace, "")
        aliases_file(workspace).write_bytes(b"aliases:\n  - {name: \xff, means: revenue}\n")
        assert "KPI103 not-utf-8" in kpi("check", "--as-of", "2024-06-30").out

    def test_an_alias_of_what_this_year_s_catalogue_does_not_have_is_none_of_its_business(
        self, kpi: Kpi, workspace: Path
    ) -> None:
        write_aliases(workspace, "aliases:\n  - {name: Số bưu cục, means: post_offices}\n")
        assert kpi("check", "--as-of", "2024-06-30").code == 0


def test_a_link_in_its_place_is_not_followed_and_nothing_is_kept(kpi: Kpi, workspace: Path) -> None:
    elsewhere = workspace / "elsewhere.yaml"
    elsewhere.write_text("schema: 1\naliases:\n  - {name: Đàn, means: herd}\n", encoding="utf-8")
    (workspace / "data").mkdir()
    aliases_file(workspace).symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    ran = kpi("import", "a.csv", "--alias", "Thu NS=revenue")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert elsewhere.read_bytes() == before
    assert data_files(workspace) == []  # what could not be done was not half done

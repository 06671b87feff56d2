"""`kpi status`, as an analyst, a scheduler and a script use it."""

import json
from pathlib import Path

import pytest

from conftest import REPOSITORY, Kpi, assert_golden, write_csv

FULL_YEAR = REPOSITORY / "examples" / "full-year"
IN_SEPTEMBER = ("status", "--as-of", "2024-09-30", "--known-on", "2024-12-31")


def assessments(text: str) -> dict[str, dict[str, object]]:
    return {entry["id"]: entry for entry in json.loads(text)["assessments"]}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("columns", [80, 100, 120])
def test_the_full_year_as_a_person_reads_it(kpi: Kpi, lang: str, columns: int) -> None:
    ran = kpi("-w", FULL_YEAR, "--lang", lang, *IN_SEPTEMBER, columns=columns)
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= columns
    assert_golden(f"cli/status-full-year-{lang}-{columns}.txt", ran.out)


def test_the_districts_own_year(kpi: Kpi) -> None:
    ran = kpi("-w", REPOSITORY, *IN_SEPTEMBER, columns=100)
    assert_golden("cli/status-phong-tho-100.txt", ran.out)


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_what_programs_read(kpi: Kpi, form: str) -> None:
    ran = kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--format", form)
    assert ran.code == 0
    assert_golden(f"cli/status-full-year.{form}", ran.out)


def test_every_status_and_every_flag_occurs_in_the_full_year(kpi: Kpi) -> None:
    document = json.loads(kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--format", "json").out)
    assert all(document["summary"].values())
    flags = {flag for entry in document["assessments"] for flag in entry["flags"]}
    assert flags == {"stale", "partial", "estimate", "preliminary", "revised", "suspect"}


def test_the_41_targets_stand_in_the_districts_catalogue(kpi: Kpi) -> None:
    document = json.loads(kpi("-w", REPOSITORY, *IN_SEPTEMBER, "--format", "json").out)
    judged = [entry for entry in document["assessments"] if entry["goal"] not in (None, "done")]
    assert len(judged) == 41


def test_the_same_input_gives_the_same_bytes_wherever_it_is_asked(kpi: Kpi) -> None:
    first = kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--format", "json").out
    again = kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--format", "json", env={"TZ": "Pacific/Kiritimati", "LANG": "C"}).out
    assert first == again


def test_the_options_all_commands_share_may_stand_before_or_after(kpi: Kpi) -> None:
    before = kpi("--lang", "en", "-w", FULL_YEAR, *IN_SEPTEMBER).out
    after = kpi(*IN_SEPTEMBER, "--lang", "en", "-w", FULL_YEAR).out
    named = kpi(*IN_SEPTEMBER, env={"KPI_WORKSPACE": str(FULL_YEAR), "KPI_LANG": "en"}).out
    assert before == after == named
    assert "on track" in before.lower()
    assert kpi("--lang", "en", "-w", FULL_YEAR, *IN_SEPTEMBER, "--lang", "vi").out.startswith("Huyện")


def test_the_workspace_is_the_nearest_folder_upwards(kpi: Kpi) -> None:
    kpi.folder = FULL_YEAR / "data" / "2024"
    assert "GIẢ ĐỊNH" in kpi(*IN_SEPTEMBER).out


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--status", "missed,off_track"], {"missed", "off_track"}),
        (["--status", "missed", "--status", "off_track"], {"missed", "off_track"}),
    ],
)
def test_statuses_to_show(kpi: Kpi, options: list[str], wanted: set[str]) -> None:
    shown = assessments(kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--format", "json", *options).out)
    assert {entry["status"] for entry in shown.values()} == wanted


def test_groups_owners_and_flags_to_show(kpi: Kpi) -> None:
    def shown(*options: str) -> dict[str, dict[str, object]]:
        return assessments(kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--format", "json", *options).out)

    assert set(shown("--group", "economy")) == {"gross_output", "income_per_head"}
    assert "stunting" in shown("--owner", "Phòng Y tế")
    assert set(shown("--flag", "stale")) == {"urban_waste"}
    assert shown("--flag", "stale", "--status", "met") == {}


def test_worst_first(kpi: Kpi) -> None:
    document = json.loads(kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--format", "json", "--sort", "status").out)
    statuses = [entry["status"] for entry in document["assessments"]]
    assert statuses[0] == "missed"
    assert statuses[-1] == "informative"
    assert "Kinh tế chung" not in kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--sort", "status").out


@pytest.mark.parametrize("order", ["pace", "attainment", "name"])
def test_every_order_shows_everything(kpi: Kpi, order: str) -> None:
    shown = assessments(kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--format", "json", "--sort", order).out)
    assert len(shown) == 59


def test_fail_on_ends_with_1_only_for_what_is_shown(kpi: Kpi) -> None:
    assert kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--fail-on", "missed").code == 1
    assert kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--fail-on", "missed", "--group", "economy").code == 0
    quiet = kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--fail-on", "off_track,missed", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (1, "", "")


def test_a_file_is_judged_without_being_imported(kpi: Kpi, tmp_path: Path) -> None:
    rows = [{"indicator": "local_exports", "period": "2024-9M", "value": "4.2"}]
    figures = write_csv(tmp_path / "moi.csv", rows)
    before = sorted(FULL_YEAR.rglob("*"))
    shown = assessments(kpi("-w", FULL_YEAR, *IN_SEPTEMBER, "--format", "json", "--actuals", figures).out)
    assert shown["local_exports"]["value"] == "4.2"
    assert sorted(FULL_YEAR.rglob("*")) == before


def test_the_clocks_choose_what_counts_and_what_was_decided(kpi: Kpi) -> None:
    def jobs(known_on: str) -> dict[str, object]:
        clocks = ("--as-of", "2024-06-30", "--known-on", known_on, "--format", "json")
        return assessments(kpi("-w", FULL_YEAR, "status", *clocks).out)["jobs_created"]

    assert jobs("2024-07-31")["target"] == "1230"
    assert jobs("2024-08-01")["target"] == "1310"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["status", "--as-of", "30/09/2024"], "30/09/2024"),
        (["status", "--as-of", "20240930"], "20240930"),
        (["status", "--year", "24"], "24"),
        (["status", "--year", "2031"], "2031"),
        (["status", "--lang", "fr"], "vi, en"),
        (["status", "--status", "late"], "off_track"),
        (["status", "--flag", "late"], "stale"),
        (["status", "--sort", "worst"], "attainment"),
        (["status", "--format", "pdf"], "json"),
        (["status", "--group", "tea"], "economy"),
        (["status", "--owner", "Phòng"], "Phòng Y tế"),
        (["status", "--fail-on", "bad"], "missed"),
        (["status", "--fail-on", ""], "missed"),
        (["stauts"], "kpi status"),
        (["frobnicate"], "kpi --help"),
        (["status", "--as-off", "2024-09-30"], "--as-of"),
        (["show"], "ID"),
        (["show", "tea_now"], "tea_new"),
        (["status", "one", "two"], "one"),
        (["export", "bang.pdf"], ".xlsx"),
        (["-w", "nowhere", "status"], "nowhere"),
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_wrong_command_line_is_one_clear_line_and_2(kpi: Kpi, arguments: list[str], part: str, lang: str) -> None:
    environment = {"KPI_WORKSPACE": str(FULL_YEAR), "KPI_LANG": lang}
    ran = kpi(*arguments, env=environment)
    assert (ran.code, ran.out) == (2, "")
    assert part in ran.err
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("Lỗi: " if lang == "vi" or part == "vi, en" else "Error: ")


def test_without_a_workspace_it_says_so(kpi: Kpi) -> None:
    ran = kpi("status")
    assert ran.code == 2
    assert "targets/" in ran.err


def test_an_empty_targets_folder_has_no_catalogue(kpi: Kpi, tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    assert kpi("status").code == 2


def test_version_and_help(kpi: Kpi) -> None:
    assert kpi("--version").out.startswith("kpi 0.")
    for arguments in ([], ["--help"]):
        assert "kpi check" in kpi(*arguments).out

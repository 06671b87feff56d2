"""`kpi status --since`: what changed between two moments, as an analyst and a script ask for it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import REPOSITORY, Kpi, assert_golden, write_csv, write_import

FULL_YEAR = REPOSITORY / "examples" / "full-year"
IN_OCTOBER = ("status", "--as-of", "2024-10-20", "--known-on", "2024-10-20")
SINCE_JULY = (*IN_OCTOBER, "--since", "2024-07-08")

# every figure is made up, and its note says so
CATALOGUE = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: huyện Phong Thổ (SỐ LIỆU GIẢ), en: Phong Thổ district (MADE-UP FIGURES)}}
groups:
  - id: all
    name: {vi: Tất cả}
    indicators:
      - {id: tea_new, name: {vi: Diện tích chè trồng mới}, unit: ha, kind: flow, target: {at_least: 60}}
"""
AREAS = 'schema: 1\nareas:\n  - {code: "03571", name: {vi: Xã Dào San}}\n'


def tea(period: str, value: str, **rest: object) -> dict[str, object]:
    return {"indicator": "tea_new", "period": period, "value": value, "note": "Số liệu giả", **rest}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Kept by hand until June; July came in on 14 August, together with a correction and a commune's figure."""
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "targets" / "areas.yaml").write_text(AREAS, encoding="utf-8")
    data = tmp_path / "data" / "2024"
    write_csv(data / "nhap-tay.csv", [tea("2024-5M", "25"), tea("2024-06", "5")])
    rows = [tea("2024-06", "4"), tea("2024-07", "1"), tea("2024-07", "1", area="03571")]
    write_import(data, "2024-08-14T02:05:00", rows)
    return tmp_path


def changes(kpi: Kpi, *arguments: str | Path) -> Any:
    ran = kpi("status", *arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)["changes"]


# what people see


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("columns", [80, 100, 120])
def test_the_full_year_as_a_person_reads_it(kpi: Kpi, lang: str, columns: int) -> None:
    ran = kpi("-w", FULL_YEAR, "--lang", lang, *SINCE_JULY, columns=columns)
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= columns
    assert "…" not in ran.out
    assert_golden(f"cli/since-full-year-{lang}-{columns}.txt", ran.out)


def test_in_a_pipe_and_in_markdown(kpi: Kpi) -> None:
    assert_golden("cli/since-full-year-pipe.txt", kpi("-w", FULL_YEAR, *SINCE_JULY).out)
    assert_golden("cli/since-full-year.md", kpi("-w", FULL_YEAR, *SINCE_JULY, "--format", "md").out)


def test_what_is_known_later_stands_beside_what_was_known_then(kpi: Kpi) -> None:
    out = kpi(
        "-w", FULL_YEAR, "status", "--as-of", "2024-08-31", "--known-on", "2024-12-31", "--since", "2024-07-31"
    ).out
    assert "từ 31/07/2024 đến 31/08/2024 · số liệu biết đến 31/07/2024 → 31/12/2024" in out.splitlines()[0]
    assert "Kỳ chưa chốt, chưa được tính" in out


@pytest.mark.usefixtures("workspace")
def test_the_first_line_says_both_moments_and_where_nothing_changed_the_second_says_so(kpi: Kpi) -> None:
    ran = kpi("status", "--as-of", "2024-08-10", "--known-on", "2024-08-10", "--since", "2024-08-10")
    assert ran.out.splitlines() == [
        "Huyện Phong Thổ (SỐ LIỆU GIẢ) · chỉ tiêu năm 2024 · thay đổi từ 10/08/2024 đến 10/08/2024",
        "Không có gì thay đổi.",
    ]


@pytest.mark.usefixtures("workspace")
def test_every_column_is_shown_where_it_is_asked_for(kpi: Kpi) -> None:
    clocks = ("status", "--as-of", "2024-08-20", "--known-on", "2024-08-20", "--since", "2024-08-10")
    assert "Lộ trình" not in kpi(*clocks, columns=100).out
    assert "Lộ trình" in kpi(*clocks, "--wide", columns=100).out


# what programs read


def test_the_document_is_that_of_status_with_the_changes_at_its_end(kpi: Kpi) -> None:
    plain = json.loads(kpi("-w", FULL_YEAR, *IN_OCTOBER, "--format", "json").out)
    document = json.loads(kpi("-w", FULL_YEAR, *SINCE_JULY, "--format", "json").out)
    assert list(document) == [*plain, "changes"]
    shown = document.pop("changes")
    assert document == plain
    assert_golden("cli/since-full-year.json", json.dumps(shown, ensure_ascii=False, indent=2) + "\n")


def test_the_document_in_the_commands_has_the_keys_that_are_printed(kpi: Kpi) -> None:
    page = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    (written,) = re.findall(r'^\{"since": .*\}$', page, re.MULTILINE)
    shown, printed = json.loads(written), changes(kpi, "-w", FULL_YEAR, *SINCE_JULY[1:])
    assert list(shown) == list(printed)
    for key in ("verdicts", "targets", "figures"):
        assert list(shown[key][0]) == list(printed[key][0])
        for moment in ("before", "after"):
            assert list(shown[key][0][moment]) == list(printed[key][0][moment])


@pytest.mark.usefixtures("workspace")
def test_an_import_brings_figures_and_turns_a_verdict(kpi: Kpi) -> None:
    shown = changes(kpi, "--as-of", "2024-08-20", "--known-on", "2024-08-20", "--since", "2024-08-10")
    (verdict,) = shown["verdicts"]
    assert (verdict["direction"], verdict["before"]["status"], verdict["after"]["status"]) == (
        "worse", "on_track", "at_risk",
    )  # fmt: skip
    assert (verdict["before"]["period"], verdict["after"]["value"]) == ("2024-6M", "30")
    assert [(one["period"], one["change"]) for one in shown["figures"]] == [
        ("2024-06", "revised"),
        ("2024-07", "added"),
    ]
    assert shown["figures"][0]["before"]["value"] == "5"
    assert shown["area_figures"] == 1


@pytest.mark.usefixtures("workspace")
def test_one_says_what_a_file_would_change_by_giving_it_as_actuals(kpi: Kpi, tmp_path: Path) -> None:
    new = write_csv(tmp_path / "thang-8.csv", [tea("2024-08", "30")])
    clocks = ("--as-of", "2024-09-10", "--known-on", "2024-09-10", "--since", "2024-09-09")
    assert changes(kpi, *clocks)["verdicts"] == []
    (verdict,) = changes(kpi, *clocks, "--actuals", new)["verdicts"]
    assert (verdict["direction"], verdict["after"]["status"]) == ("better", "met")


def test_only_what_is_chosen_is_compared(kpi: Kpi) -> None:
    chosen = changes(kpi, "-w", FULL_YEAR, *SINCE_JULY[1:], "--group", "labour")
    assert [one["id"] for one in chosen["verdicts"]] == ["people_trained", "jobs_created"]
    assert {one["id"] for one in chosen["targets"]} == {"jobs_created"}
    assert {one["id"] for one in chosen["figures"]} == {"jobs_created"}


@pytest.mark.usefixtures("workspace")
def test_fail_on_looks_at_all_that_is_chosen_changed_or_not(kpi: Kpi) -> None:
    still = ("status", "--as-of", "2024-08-20", "--known-on", "2024-08-20", "--since", "2024-08-20")
    assert kpi(*still, "--fail-on", "at_risk").code == 1
    assert kpi(*still, "--fail-on", "missed").code == 0


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--as-of", "2024-08-31", "--known-on", "2024-12-31", "--since", "2024-09-01"], "--as-of (2024-08-31)"),
        (["--as-of", "2024-08-31", "--known-on", "2024-07-31", "--since", "2024-08-01"], "--known-on (2024-07-31)"),
        (["--since", "08/07/2024"], "08/07/2024"),
        (["--since", "20240708"], "20240708"),
        ([*SINCE_JULY[1:], "--format", "csv"], "json"),
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_cannot_be_compared_is_one_clear_line_and_2(kpi: Kpi, arguments: list[str], part: str, lang: str) -> None:
    ran = kpi("-w", FULL_YEAR, "--lang", lang, "status", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert "--since" in ran.err
    assert part in ran.err

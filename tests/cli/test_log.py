"""`kpi log`: which figures came in when, from where, and what they took the place of."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import REPOSITORY, Kpi, assert_golden, write_csv, write_import
from phongtho_kpi.cli import log as command

# every figure is made up, and its note says so
CATALOGUE = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: huyện Phong Thổ (SỐ LIỆU GIẢ), en: Phong Thổ district (MADE-UP FIGURES)}}
groups:
  - id: all
    name: {vi: Tất cả}
    indicators:
      - id: tea_new
        name: {vi: Diện tích chè trồng mới, en: New tea planted}
        unit: ha
        kind: flow
        target: {at_least: 50}
      - id: waste
        name: {vi: Tỷ lệ xã thu gom rác thải, en: Communes with waste collection}
        unit: "%"
        kind: level
        target: {at_least: 70}
        trajectory: year_end
      - {id: revenue, name: {vi: Thu ngân sách, en: Revenue}, unit: tỷ đồng, kind: flow, target: {at_least: 77}}
"""
AREAS = """\
schema: 1
areas:
  - {code: "03562", name: {vi: Xã Vàng Ma Chải, en: Vàng Ma Chải commune}, valid_to: 2025-06-30}
  - {code: "03571", name: {vi: Xã Dào San, en: Dào San commune}, aliases: [Dào San]}
  - {code: "03562", name: {vi: Xã Sì Lở Lầu, en: Sì Lở Lầu commune}, valid_from: 2025-07-01}
"""
MADE_UP = {"note": "Số liệu giả"}


def figure(indicator: str, period: str, value: object, source: str = "", **rest: object) -> dict[str, object]:
    number = "numerator denominator" if "/" in str(value) else "value"
    numbers = dict(zip(number.split(), str(value).split("/"), strict=True))
    return {"indicator": indicator, "period": period, **numbers, "source": source, **MADE_UP, **rest}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A file kept by hand, and three imports: an old one without sources, a workbook, and two files at once."""
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "targets" / "areas.yaml").write_text(AREAS, encoding="utf-8")
    data = tmp_path / "data" / "2024"
    by_hand = [figure("tea_new", "2024-05", "1.11"), figure("revenue", "2024-06", "3.3", status="estimate")]
    write_csv(data / "nhap-tay.csv", [*by_hand, figure("waste", "2023", "9/17", "Niên giám")])
    write_import(data, "2024-07-15T09:30:12", [figure("revenue", "2024-06", "3.333", "số liệu giả định")])
    book = "bieu-01.xlsx!Biểu 01!"
    correction = "Số liệu giả. Đính chính: lần trước cộng thiếu diện tích trồng dặm của hai bản"
    write_import(
        data,
        "2024-08-14T02:05:00",
        [
            figure("tea_new", "2024-05", "1.2", book + "K12", note=correction),
            figure("tea_new", "2024-07", "2.22", book + "L12"),
            figure("waste", "2024-H1", "11/17", book + "K13 · Chi cục Bảo vệ môi trường"),
        ],
    )
    write_import(
        data,
        "2024-09-13T08:45:31",
        [
            figure("tea_new", "2024-07", "0.5", "Báo cáo Dào San.csv:2", area="03571"),
            figure("tea_new", "2024-07", "0.7", "vang-ma-chai.xls!Trang 1!C4", area="03562"),
            figure("tea_new", "2024-07", "2.5", "Báo cáo Dào San.csv:3"),
            figure("waste", "2024-H1", "12/17", "Báo cáo Dào San.csv:4"),
        ],
    )
    return tmp_path


def listed(kpi: Kpi, *arguments: str) -> Any:
    ran = kpi("log", *arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


# what people see


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("indicator", ["", "tea_new", "waste"])
@pytest.mark.usefixtures("workspace")
def test_the_log_as_a_person_reads_it(kpi: Kpi, indicator: str, lang: str) -> None:
    ran = kpi("--lang", lang, "log", *filter(None, [indicator]), columns=100)
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 100
    assert_golden("-".join(filter(None, ["cli/log", indicator, lang])) + ".txt", ran.out)


@pytest.mark.usefixtures("workspace")
def test_in_a_pipe_every_line_says_it_all(kpi: Kpi) -> None:
    imports, versions = kpi("log").out, kpi("log", "tea_new").out
    assert_golden("cli/log-pipe.txt", f"{imports}\n{versions}")
    for line in versions.splitlines():
        assert "tháng" not in line or re.search(r"[0-9]{2}/[0-9]{2}/2024 [0-9]{2}:[0-9]{2}|Giữ tay", line)


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 150, 200])
@pytest.mark.usefixtures("workspace")
def test_no_line_is_wider_than_the_terminal_and_no_name_is_cut(kpi: Kpi, columns: int) -> None:
    for arguments in (["log"], ["log", "tea_new"], ["log", "--lang", "en"], ["log", "waste", "--lang", "en"]):
        out = kpi(*arguments, columns=columns).out
        assert max(map(len, out.splitlines())) <= columns
        assert "…" not in out
    assert "vang-ma-chai.xls" in kpi("log", columns=columns).out


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "America/Los_Angeles"])
@pytest.mark.usefixtures("workspace")
def test_the_log_is_the_same_wherever_it_is_read(kpi: Kpi, zone: str) -> None:
    assert kpi("log", env={"TZ": zone}).out == kpi("log").out
    assert "UTC" in kpi("log", "tea_new", columns=80).out


@pytest.mark.usefixtures("workspace")
def test_only_errors_are_printed_quietly(kpi: Kpi) -> None:
    assert kpi("--quiet", "log").out == ""


# what programs read


def test_the_document_has_the_keys_that_the_page_has(kpi: Kpi, workspace: Path) -> None:
    page = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    blocks = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]
    (files,) = (block for block in blocks if "year" in block and "files" in block)
    (versions,) = (block for block in blocks if "indicator" in block)
    assert workspace.is_dir()
    printed, of_tea = listed(kpi), listed(kpi, "tea_new")
    assert list(files) == list(printed)
    assert list(files["files"][0]) == list(printed["files"][0])
    assert list(versions) == list(of_tea)
    assert list(versions["indicator"]) == list(of_tea["indicator"])
    assert list(versions["figures"][0]) == list(of_tea["figures"][0])
    replaced = next(one["replaced"] for one in of_tea["figures"] if one["replaced"])
    assert list(versions["figures"][0]["replaced"]) == list(replaced)


@pytest.mark.usefixtures("workspace")
def test_the_newest_import_is_first_and_what_is_kept_by_hand_last(kpi: Kpi) -> None:
    files = listed(kpi)["files"]
    times = [file["recorded"] for file in files]
    assert times[:3] == sorted(times[:3], reverse=True)
    assert times[0] == "2024-09-13T08:45:31+00:00"
    assert (files[3]["recorded"], files[3]["file"]) == (None, "data/2024/nhap-tay.csv")


@pytest.mark.usefixtures("workspace")
def test_an_import_says_which_files_were_sent_and_what_became_of_their_figures(kpi: Kpi) -> None:
    both, book, old, by_hand = listed(kpi)["files"]
    assert both["sent"] == ["Báo cáo Dào San.csv", "vang-ma-chai.xls"]
    assert (both["figures"], both["added"], both["revised"], both["indicators"], both["areas"]) == (4, 2, 2, 2, 2)
    assert both["revised_indicators"] == ["tea_new", "waste"]
    assert (book["sent"], book["added"], book["revised"]) == (["bieu-01.xlsx"], 2, 1)
    assert (old["sent"], old["added"], old["revised"]) == ([], 0, 1)
    assert (by_hand["sent"], by_hand["added"], by_hand["revised"]) == ([], 3, 0)


@pytest.mark.usefixtures("workspace")
def test_a_version_says_what_it_replaced_and_from_where_each_came(kpi: Kpi) -> None:
    newest = listed(kpi, "tea_new")["figures"][0]
    assert (newest["value"], newest["change"], newest["area"], newest["source"]) == (
        "2.5", "revised", None, "Báo cáo Dào San.csv:3",
    )  # fmt: skip
    assert (newest["replaced"]["value"], newest["replaced"]["source"]) == ("2.22", "bieu-01.xlsx!Biểu 01!L12")
    (settled,) = (one for one in listed(kpi, "revenue")["figures"] if one["replaced"])
    assert (settled["status"], settled["replaced"]["status"], settled["replaced"]["recorded"]) == (
        "final", "estimate", None,
    )  # fmt: skip
    assert settled["replaced"]["origin"] == "data/2024/nhap-tay.csv:3"


def test_a_code_is_named_as_it_was_at_the_end_of_the_period(kpi: Kpi, workspace: Path) -> None:
    names = {one["area"]: one["area_name"] for one in listed(kpi, "tea_new")["figures"]}
    assert names == {None: None, "03571": "Xã Dào San", "03562": "Xã Vàng Ma Chải"}
    assert "Vàng Ma Chải commune (03562)" in kpi("--lang", "en", "log", "tea_new").out
    (workspace / "targets" / "areas.yaml").unlink()
    assert {one["area_name"] for one in listed(kpi, "tea_new")["figures"]} == {None}
    assert "03562" in kpi("log", "tea_new").out


def test_what_an_import_said_the_log_says(kpi: Kpi, workspace: Path) -> None:
    rows = [figure("revenue", "2024-06", "4.4"), figure("tea_new", "2024-09", "5.5"), figure("revenue", "2024-07", 1)]
    write_csv(workspace / "Thu tháng 9.csv", rows)
    imported = json.loads(kpi("import", "Thu tháng 9.csv", "--format", "json").out)
    (newest,) = (file for file in listed(kpi)["files"] if file["file"] == imported["written"][0])
    assert newest["sent"] == ["Thu tháng 9.csv"]
    for count in ("added", "revised", "unchanged"):
        assert newest[count] == imported["files"][0][count]


def test_without_its_file_an_import_has_never_been(kpi: Kpi, workspace: Path) -> None:
    (book,) = (workspace / "data" / "2024").glob("20240814*.csv")
    book.unlink()
    newest, *_ = listed(kpi)["files"]
    assert (newest["added"], newest["revised"]) == (4, 0)


def test_what_a_file_kept_by_hand_says_too_is_as_before(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "data" / "later.csv", [figure("tea_new", "2024-07", "2.22")])
    book = next(file for file in listed(kpi)["files"] if file["sent"] == ["bieu-01.xlsx"])
    assert (book["added"], book["unchanged"]) == (1, 1)
    assert "Không đổi" in kpi("log").out
    assert "như cũ" in kpi("log", "tea_new").out


# what is chosen


@pytest.mark.parametrize("area", ["03571", "Xã Dào San", "dào san"])
@pytest.mark.usefixtures("workspace")
def test_an_area_is_chosen_by_its_code_or_its_name(kpi: Kpi, area: str) -> None:
    assert [one["area"] for one in listed(kpi, "tea_new", "--area", area)["figures"]] == ["03571"]
    (file,) = listed(kpi, "--area", area)["files"]
    assert (file["figures"], file["areas"]) == (1, 1)


@pytest.mark.usefixtures("workspace")
def test_the_whole_place_is_chosen_like_an_area_and_all_is_everything(kpi: Kpi) -> None:
    assert {one["area"] for one in listed(kpi, "tea_new", "--area", "109")["figures"]} == {None}
    assert listed(kpi, "--area", "all") == listed(kpi)


@pytest.mark.usefixtures("workspace")
def test_a_name_is_that_of_its_time(kpi: Kpi) -> None:
    assert listed(kpi, "--area", "Xã Sì Lở Lầu")["files"] == []
    assert len(listed(kpi, "--area", "Xã Vàng Ma Chải")["files"]) == 1


def test_without_a_list_of_areas_a_code_is_one(kpi: Kpi, workspace: Path) -> None:
    (workspace / "targets" / "areas.yaml").unlink()
    assert len(listed(kpi, "--area", "03571")["files"]) == 1
    assert kpi("log", "--area", "Dào San").code == 2


@pytest.mark.usefixtures("workspace")
def test_days_are_included_and_what_is_kept_by_hand_has_none(kpi: Kpi) -> None:
    def days(*arguments: str) -> list[str | None]:
        return [file["recorded"] and file["recorded"][:10] for file in listed(kpi, *arguments)["files"]]

    assert days("--since", "2024-08-14") == ["2024-09-13", "2024-08-14"]
    assert days("--until", "2024-08-14") == ["2024-08-14", "2024-07-15", None]
    assert days("--since", "2024-08-15", "--until", "2024-08-31") == []
    assert len(listed(kpi, "tea_new", "--since", "2024-09-01")["figures"]) == 3
    assert listed(kpi, "tea_new", "--since", "2024-09-01")["figures"][0]["replaced"]["value"] == "2.22"


@pytest.mark.usefixtures("workspace")
def test_where_nothing_is_chosen_that_is_said(kpi: Kpi) -> None:
    for arguments in ([], ["tea_new"]):
        out = kpi("log", *arguments, "--since", "2025-01-01").out
        assert "Không có số liệu nào." in out
        assert "xem" not in out


def test_a_workspace_without_figures_has_an_empty_log(kpi: Kpi, workspace: Path) -> None:
    for path in workspace.rglob("*.csv"):
        path.unlink()
    for columns in (None, 80):
        assert "Không có số liệu nào." in kpi("log", columns=columns).out
        assert "Không có số liệu nào." in kpi("log", "tea_new", columns=columns).out
    assert listed(kpi)["files"] == []


@pytest.mark.usefixtures("workspace")
def test_what_is_not_listed_is_counted(kpi: Kpi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "MOST_SHOWN", 2)
    monkeypatch.setattr(command, "MOST_IN_A_DOCUMENT", 3)
    assert "… và 2 tệp cũ hơn.   chọn bớt: --until 2024-08-14, --area" in kpi("log").out
    assert "… và 4 lần ghi nhận cũ hơn.   chọn bớt: --until 2024-09-13, --area" in kpi("log", "tea_new").out
    assert (len(listed(kpi)["files"]), listed(kpi)["more"]) == (3, 1)
    assert (len(listed(kpi, "tea_new")["figures"]), listed(kpi, "tea_new")["more"]) == (3, 3)


# what goes wrong


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tea_nwe"], "tea_new"),
        (["--area", "Nowhere"], "Nowhere"),
        (["--since", "2024-13-01"], "--since"),
        (["--since", "2024-07"], "--since"),
        (["--until", "20240701"], "--until"),
        (["--format", "csv"], "--format"),
        (["--as-of", "2024-07-01"], "--as-of"),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_what_cannot_be_done_is_one_clear_line(kpi: Kpi, arguments: list[str], said: str) -> None:
    ran = kpi("log", *arguments)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert said in ran.err


def test_a_wrong_row_is_in_no_log_and_that_is_said(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "data" / "wrong.csv", [figure("tea_new", "2024-09", "much")])
    for arguments in ([], ["tea_new"]):
        assert "xem: kpi check" in kpi("log", *arguments).out
        assert [one["name"] for one in listed(kpi, *arguments)["findings"]] == ["not-a-number"]


def test_a_file_that_cannot_be_read_ends_the_run(kpi: Kpi, workspace: Path) -> None:
    (workspace / "data" / "broken.csv").write_bytes(b"\xff\xfe\x00")
    ran = kpi("log")
    assert (ran.code, ran.out) == (2, "")
    assert "data/broken.csv" in ran.err


def test_nothing_of_a_note_or_a_name_reaches_the_screen_as_a_command(kpi: Kpi, workspace: Path) -> None:
    evil = "[red]x.csv:2"
    write_import(workspace / "data", "2024-10-01T00:00:00", [figure("tea_new", "2024-09", 1, evil, note="a\u202eb")])
    for columns in (None, 80):
        out = kpi("log", "tea_new", columns=columns).out
        assert "[red]x.csv" in out
        assert "\u202e" not in out
        assert "\x1b" not in out

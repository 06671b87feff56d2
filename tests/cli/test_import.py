"""`kpi import`: what comes in is kept whole or not at all, once, and never changed again."""

import hashlib
import json
import re
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import DATA_COLUMNS, Kpi, write_csv, write_import

CATALOGUE = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: huyện Phong Thổ, en: Phong Thổ district}}
groups:
  - id: economy
    name: {vi: Kinh tế, en: Economy}
    indicators:
      - {id: revenue, name: {vi: Thu ngân sách, en: Revenue}, unit: tỷ đồng, kind: flow, target: {at_least: 84}}
      - {id: trained, name: {vi: Lao động qua đào tạo}, unit: "%", kind: level, target: {at_least: 60},
         trajectory: year_end}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def rows(*values: tuple[str, str, object]) -> list[dict[str, object]]:
    return [{"indicator": indicator, "period": period, "value": value} for indicator, period, value in values]


def kept(workspace: Path) -> list[Path]:
    return sorted((workspace / "data").rglob("*.csv"))


def counts(text: str) -> dict[str, int]:
    file = json.loads(text)["files"][0]
    return {key: value for key, value in file.items() if isinstance(value, int)}


def test_new_figures_are_kept_under_their_own_digest_and_judged(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "Báo cáo tháng 6.csv", rows(("revenue", "2024-6M", 41), ("trained", "2024-H1", "55.50")))
    ran = kpi("import", "Báo cáo tháng 6.csv", "--format", "json")
    document = json.loads(ran.out)
    assert ran.code == 0
    assert counts(ran.out) == {
        "rows_read": 2, "added": 2, "revised": 0, "unchanged": 0, "rejected": 0, "skipped": 0,
    }  # fmt: skip
    (path,) = kept(workspace)
    assert document["written"] == [path.relative_to(workspace).as_posix()]
    assert re.fullmatch(r"[0-9]{8}T[0-9]{6}Z-bao-cao-thang-6-[0-9a-f]{12}\.csv", path.name)
    assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(path.stem[-12:])
    assert path.read_text(encoding="utf-8").splitlines() == [
        ",".join(DATA_COLUMNS),
        "revenue,,2024-H1,41,,,tỷ đồng,final,Báo cáo tháng 6.csv:2,",
        "trained,,2024-H1,55.50,,,%,final,Báo cáo tháng 6.csv:3,",
    ]
    status = json.loads(kpi("status", "--as-of", "2024-06-30", "--format", "json").out)
    assert [entry["value"] for entry in status["assessments"]] == ["41", "55.50"]


def test_importing_a_file_twice_is_the_same_as_importing_it_once(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7)))
    kpi("import", "a.csv")
    before = kept(workspace)
    again = kpi("import", "a.csv")
    assert (again.code, kept(workspace)) == (0, before)
    assert "Mọi số liệu đều đã có" in again.out


def test_a_dry_run_says_the_same_and_keeps_nothing(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7)))
    dry = kpi("import", "a.csv", "--dry-run", "--format", "json")
    assert not (workspace / "data").exists()
    real = kpi("import", "a.csv", "--format", "json")
    assert json.loads(dry.out)["files"] == json.loads(real.out)["files"]
    assert "nhập thử" in kpi("import", "a.csv", "--dry-run").out


def test_a_figure_stated_again_revises_the_old_one_and_both_stay(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7)))
    write_csv(workspace / "b.csv", rows(("revenue", "2024-06", 8)))
    kpi("import", "a.csv")
    first = kept(workspace)[0].read_bytes()
    ran = kpi("import", "b.csv", columns=100)
    assert "được sửa" in ran.out
    assert len(kept(workspace)) == 2
    assert first in [path.read_bytes() for path in kept(workspace)]
    status = json.loads(kpi("status", "--as-of", "2024-06-30", "--format", "json").out)["assessments"][0]
    assert (status["value"], "revised" in status["flags"]) == ("8", True)


def test_one_figure_that_is_rejected_keeps_all_others_out(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7), ("revenu", "2024-07", 7), ("revenue", "2024-13", 7)))
    ran = kpi("import", "a.csv")
    assert ran.code == 1
    assert not kept(workspace)
    assert "KPI301 unknown-indicator" in ran.err
    assert "revenue" in ran.err
    assert "KPI302 unknown-period" in ran.err
    assert counts(kpi("import", "a.csv", "--format", "json").out)["rejected"] == 2


def test_two_files_are_one_import(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7)))
    write_csv(workspace / "b.csv", rows(("revenue", "2024-06", 8)))
    write_csv(workspace / "c.csv", rows(("trained", "2024-06", 50)))
    assert kpi("import", "a.csv", "c.csv").code == 0
    assert len(kept(workspace)) == 1
    write_csv(workspace / "a.csv", rows(("revenue", "2024-07", 7)))
    write_csv(workspace / "b.csv", rows(("revenue", "2024-07", 8)))
    conflict = kpi("import", "a.csv", "b.csv")
    assert conflict.code == 1
    assert "conflicting-figures" in conflict.err
    assert len(kept(workspace)) == 1


def test_a_figure_of_an_area_is_kept_and_is_not_the_whole_places(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", [{"indicator": "revenue", "area": "03571", "period": "2024-06", "value": 7}])
    assert "chưa tính vào số chung" in kpi("import", "a.csv").out
    status = json.loads(kpi("status", "--as-of", "2024-06-30", "--format", "json").out)["assessments"][0]
    assert status["value"] is None


def test_a_file_that_cannot_be_read_is_2(kpi: Kpi, workspace: Path) -> None:
    (workspace / "a.csv").write_bytes(b"indicator,period,value\nrevenue,2024-06,\x81\n")  # in no encoding there is
    for arguments in (["a.csv"], ["nowhere.csv"], ["a.csv", "--partial"]):
        ran = kpi("import", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "KPI10" in ran.err
    assert not kept(workspace)


def test_what_looks_wrong_is_a_warning_and_is_kept(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 70)))
    ran = kpi("import", "a.csv")
    assert ran.code == 0
    assert "KPI405 ten-times-off" in ran.err
    assert "a.csv:2" in ran.err
    assert kept(workspace)


def test_texts_from_a_file_come_out_inert_and_come_back_as_they_were(kpi: Kpi, workspace: Path) -> None:
    note = '=cmd|"/c calc"!A1\n<script>[red]'
    write_csv(workspace / "a.csv", [{"indicator": "revenue", "period": "2024-06", "value": "7", "note": note}])
    assert kpi("import", "a.csv").code == 0
    (path,) = kept(workspace)
    assert "'=cmd" in path.read_text(encoding="utf-8")
    shown = json.loads(kpi("show", "revenue", "--format", "json").out)
    assert shown["figures"][0]["note"] == note


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_columns_that_are_not_separated_by_commas_are_read_but_not_in_data(
    kpi: Kpi, workspace: Path, sign: str
) -> None:
    text = f"indicator{sign}period{sign}value\nrevenue{sign}2024-06{sign}7\n"
    (workspace / "a.csv").write_text(text, encoding="utf-8")
    assert counts(kpi("import", "a.csv", "--format", "json").out)["added"] == 1
    assert "revenue,,2024-06,7," in kept(workspace)[0].read_text(encoding="utf-8")
    (workspace / "data" / "hand.csv").write_text(text, encoding="utf-8")
    ran = kpi("check", "--as-of", "2024-06-30")
    assert (ran.code, ran.out.count("KPI")) == (1, 1)
    assert "dấu phẩy" in ran.out


def test_nothing_is_kept_when_the_command_line_is_wrong(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7)))
    assert kpi("import", "a.csv", "--format", "xml").code == 2
    assert not kept(workspace)


@pytest.mark.parametrize("name", ["new\nline.csv", "esc\x1b[31m.csv", "rtl\u202e.csv"])
def test_whatever_a_file_is_called_what_was_kept_can_be_read(kpi: Kpi, workspace: Path, name: str) -> None:
    write_csv(workspace / name, rows(("revenue", "2024-06", 7)))
    assert kpi("import", name).code == 0
    assert kpi("check", "--as-of", "2024-06-30").code == 0
    assert "Mọi số liệu đều đã có" in kpi("import", name).out


def test_a_number_that_would_get_too_long_is_rejected(kpi: Kpi, workspace: Path) -> None:
    long = "0.1234567890123456789012345678901234567"
    write_csv(workspace / "a.csv", [{"indicator": "revenue", "period": "2024-06", "value": long, "unit": "nghìn đồng"}])
    assert kpi("import", "a.csv").code == 1


def test_two_readings_of_one_day_in_a_file_conflict(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", rows(("trained", "2024-12", 44), ("trained", "2024-H2", 45)))
    ran = kpi("import", "a.csv")
    assert ran.code == 1
    assert "conflicting-figures" in ran.err


def test_an_import_from_the_future_is_not_followed(kpi: Kpi, workspace: Path) -> None:
    write_import(workspace / "data", "9999-12-31T23:59:59", rows(("revenue", "2024-05", 7)))
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7)))
    ran = kpi("import", "a.csv")
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)


def test_the_ending_of_a_kept_file_may_be_in_capitals(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "data" / "A.CSV", rows(("revenue", "2024-06", 7)))
    status = json.loads(kpi("status", "--as-of", "2024-06-30", "--format", "json").out)["assessments"][0]
    assert status["value"] == "7"


def test_data_that_is_no_folder_is_one_clear_line(kpi: Kpi, workspace: Path) -> None:
    (workspace / "data").write_text("", encoding="utf-8")
    ran = kpi("status")
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)


def test_an_export_does_not_go_where_figures_are_kept(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "data" / "a.csv", rows(("revenue", "2024-06", 7)))
    before = (workspace / "data" / "a.csv").read_bytes()
    for target in ("data/a.csv", "targets/2024.json"):
        assert kpi("export", target).code == 2
    assert (workspace / "data" / "a.csv").read_bytes() == before


def test_an_endless_looking_number_is_told_from_the_one_it_is_near_to(kpi: Kpi, workspace: Path) -> None:
    near = "59." + "9" * 34
    write_csv(workspace / "data" / "a.csv", rows(("trained", "2024", near)))
    status = json.loads(kpi("status", "--as-of", "2024-12-31", "--format", "json").out)["assessments"][1]
    assert (status["value"], status["status"]) == (near, "missed")


def test_a_workbook_says_which_cell_a_figure_came_from(kpi: Kpi, workspace: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tháng 6"
    sheet.append(["indicator", "period", "value"])
    sheet.append(["revenue", "2024-06", 7.1])
    book.save(workspace / "bc.xlsx")
    assert kpi("import", "bc.xlsx").code == 0
    assert "bc.xlsx!Tháng 6!C2" in kept(workspace)[0].read_text(encoding="utf-8")


def test_a_folder_that_may_not_be_written_to_is_one_clear_line(kpi: Kpi, workspace: Path) -> None:
    (workspace / "data").write_text("a file where the folder should be", encoding="utf-8")
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7)))
    ran = kpi("import", "a.csv")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1


def test_an_import_that_holds_the_lock_keeps_others_out(
    kpi: Kpi, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    from phongtho_kpi.write import lock

    monkeypatch.setattr(lock, "SECONDS_TO_WAIT", 0.05)
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7)))
    (workspace / "data").mkdir()
    with FileLock(workspace / "data" / ".lock"):
        ran = kpi("import", "a.csv")
    assert ran.code == 2
    assert "data/.lock" in ran.err
    assert not kept(workspace)
    assert kpi("import", "a.csv").code == 0


def test_what_is_kept_may_be_read_by_those_who_may_read_the_folder(kpi: Kpi, workspace: Path) -> None:
    write_csv(workspace / "a.csv", rows(("revenue", "2024-06", 7)))
    kpi("import", "a.csv")
    assert stat.S_IMODE(kept(workspace)[0].stat().st_mode) & 0o400
    assert [path.name for path in (workspace / "data" / "2024").iterdir()] == [kept(workspace)[0].name]


figures = st.lists(
    st.tuples(
        st.sampled_from([f"2024-{month:02}" for month in range(1, 13)]),
        st.decimals(min_value=0, max_value=10**9, places=3).map(lambda number: f"{number:f}"),
        st.sampled_from(["final", "preliminary", "estimate"]),
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=30),
    ),
    unique_by=lambda figure: (figure[0], figure[2]),
    min_size=1,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(figures)
def test_what_was_kept_is_what_came_in(
    kpi: Kpi, tmp_path_factory: pytest.TempPathFactory, chosen: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "targets").mkdir()
    (folder / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    kpi.folder = folder
    write_csv(
        folder / "a.csv",
        [
            {"indicator": "revenue", "period": period, "value": value, "status": status, "note": note}
            for period, value, status, note in chosen
        ],
    )
    assert counts(kpi("import", "a.csv", "--numbers", "en", "--format", "json").out)["added"] == len(chosen)
    (path,) = kept(folder)
    again = counts(kpi("import", path, "--numbers", "en", "--format", "json").out)
    assert (again["unchanged"], again["added"], again["revised"]) == (len(chosen), 0, 0)
    shown = json.loads(kpi("show", "revenue", "--format", "json").out)["figures"]
    found = sorted((figure["period"], figure["value"], figure["status"]) for figure in shown)
    assert found == sorted((period, value, status) for period, value, status, _ in chosen)

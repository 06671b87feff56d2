"""`kpi target`: a later decision goes into the catalogue, or one clear line says why not."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import REPOSITORY, Kpi, Ran
from edited_catalogues import is_put_in, read_text
from phongtho_kpi.cli import show
from phongtho_kpi.cli.catalogue_text import new_findings, with_content
from phongtho_kpi.workspace import Workspace
from phongtho_kpi.write import lock, safely

CATALOGUE = """\
# Số liệu giả
schema: 1
year: 2024
place: {code: "909", name: {vi: huyện Giả, en: Made-up district}}
groups:
  - id: all
    name: {vi: Tất cả, en: All}
    indicators:
      - id: tea
        name: {vi: Chè trồng mới, en: New tea}
        unit: ha
        kind: flow
        target: {at_least: 50}   # giao đầu năm
        owner: Phòng Giả

      - id: growth
        name: {vi: Tăng trưởng, en: Growth}
        unit: "%"
        kind: growth
        target: {at_least: 6.6, stretch: 6.8, due: 2024-10-31}
      - {id: rate, name: {vi: Tỷ lệ, en: Rate}, unit: "%", kind: level, target: {at_most: 20}, revisions: [
          {from: 2024-03-01, decided_by: QĐ 1, why: thử, target: {at_most: 21}}]}
      - {id: plan, name: {vi: Quy hoạch, en: Plan}, unit: việc, kind: task, target: {done: true}}
      - {id: seen, name: {vi: Theo dõi, en: Seen}, unit: ha, kind: level, trajectory: year_end}
"""
WHEN = ("--from", "2024-08-01", "--decided-by", "NQ 12", "--why", "hạn hán: đầu vụ")


@pytest.fixture
def place(kpi: Kpi) -> Path:
    (kpi.folder / "targets").mkdir()
    path = kpi.folder / "targets" / "2024.yaml"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


def refused(ran: Ran, path: Path, text: str = CATALOGUE) -> str:
    """The one line that says why nothing was written."""
    assert (ran.code, ran.out, text_of(path)) == (2, "", text)
    (line,) = ran.err.splitlines()
    return line


class TestARevision:
    def test_that_is_doubtful_is_written_and_the_doubt_said(self, kpi: Kpi, place: Path) -> None:
        text = CATALOGUE.replace(", trajectory: year_end}", "}")
        place.write_text(text, encoding="utf-8")
        ran = kpi("target", "seen", "--at-least", "3", *WHEN)
        assert (ran.code, "KPI227 not-judged-before-due" in ran.err) == (0, True)
        assert "{at_least: 3}" in text_of(place)

    def test_that_says_todo_is_refused(self, kpi: Kpi, place: Path) -> None:
        ran = kpi("target", "tea", "--at-least", "45", *WHEN[:-1], "TODO")
        assert (ran.code, ran.out, text_of(place)) == (2, "", CATALOGUE)
        assert "KPI233 not-filled-in" in ran.err

    def test_goes_into_the_catalogue_and_is_said_in_three_lines(self, kpi: Kpi, place: Path) -> None:
        ran = kpi("target", "tea", "--at-least", "45", *WHEN)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == (
            "Chè trồng mới: ít nhất 50 ha → ít nhất 45 ha, từ ngày 01/08/2024, theo NQ 12\n"
            "Đã ghi targets/2024.yaml:15\n"
            "Xem điều chỉnh làm đánh giá nào thay đổi: kpi diff --year 2024\n"
        )
        entry = (
            "        revisions:\n          - from: 2024-08-01\n            decided_by: NQ 12\n"
            '            why: "hạn hán: đầu vụ"\n            target: {at_least: 45}\n'
        )
        assert is_put_in(entry, CATALOGUE, text_of(place))
        assert text_of(place).splitlines()[14] == "          - from: 2024-08-01"

    def test_speaks_english(self, kpi: Kpi, place: Path) -> None:
        out = kpi("--lang", "en", "target", "rate", "--within", "18.5..19", *WHEN).out
        assert out.startswith("Rate: at most 21% → 18.5% to 19.0%, from 1 Aug 2024, by NQ 12\nWrote targets/2024.yaml:")
        assert "within: [18.5, 19]" in text_of(place)

    def test_a_day_that_moves_is_said(self, kpi: Kpi, place: Path) -> None:
        out = kpi("target", "tea", "--at-least", "50", "--due", "2024-11-30", *WHEN).out
        assert "ít nhất 50 ha, hạn 31/12/2024 → ít nhất 50 ha, hạn 30/11/2024" in out
        assert "target: {at_least: 50, due: 2024-11-30}" in text_of(place)

    @pytest.mark.parametrize(
        ("indicator", "options", "written"),
        [
            ("tea", ["--at-least", "48.50"], "{at_least: 48.50}"),
            ("tea", ["--at-most", "48", "--stretch", "40"], "{at_most: 48, stretch: 40}"),
            ("rate", ["--at-most", "-1.5"], "{at_most: -1.5}"),
            ("tea", ["--at-least", "77.2080"], "{at_least: 77.2080}"),
            ("growth", ["--at-least", "6", "--stretch", "7", "--due", "none"], "{at_least: 6, stretch: 7}"),
            (
                "growth",
                ["--at-least", "6", "--stretch", "none", "--due", "2024-10-31"],
                "{at_least: 6, due: 2024-10-31}",
            ),
            ("growth", ["--within", "6..6.5", "--due", "none"], "{within: [6, 6.5]}"),
            ("seen", ["--at-least", "3"], "{at_least: 3}"),
            ("plan", ["--done", "--due", "2024-09-30"], "{done: true, due: 2024-09-30}"),
        ],
    )
    def test_is_written_as_it_was_typed(
        self, kpi: Kpi, place: Path, indicator: str, options: list[str], written: str
    ) -> None:
        ran = kpi("target", indicator, *options, *WHEN)
        assert (ran.code, ran.err) == (0, "")
        assert f"target: {written}" in text_of(place)
        assert len(read_text(text_of(place)).by_id()[indicator].revisions) == (2 if indicator == "rate" else 1)

    def test_comes_after_another_one(self, kpi: Kpi, place: Path) -> None:
        assert kpi("target", "tea", "--at-least", "45", *WHEN).code == 0
        assert kpi("target", "tea", "--at-least", "40", "--from", "2024-09-01", *WHEN[2:]).code == 0
        values = [str(one.target.value) for one in read_text(text_of(place)).by_id()["tea"].revisions]
        assert values == ["45", "40"]

    def test_keeps_permissions_and_line_ends(self, kpi: Kpi, place: Path) -> None:
        place.write_bytes(b"\xef\xbb\xbf" + CATALOGUE.replace("\n", "\r\n").encode())
        place.chmod(0o640)
        assert kpi("target", "tea", "--at-least", "45", *WHEN).code == 0
        content = place.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf# S")
        assert content.count(b"\n") == content.count(b"\r\n") == CATALOGUE.count("\n") + 5
        assert stat.S_IMODE(place.stat().st_mode) == 0o640

    def test_says_nothing_when_asked_to_be_quiet(self, kpi: Kpi, place: Path) -> None:
        ran = kpi("--quiet", "target", "tea", "--at-least", "45", *WHEN)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        assert "{at_least: 45}" in text_of(place)

    def test_doubts_that_were_there_are_not_said_again(self, kpi: Kpi, place: Path) -> None:
        doubtful = CATALOGUE.replace("at_most: 20}", "at_most: 20.125}")
        place.write_text(doubtful, encoding="utf-8")
        assert "KPI201" in kpi("check").out
        assert kpi("target", "rate", "--at-most", "22", *WHEN).err == ""
        workspace = Workspace(kpi.folder)
        before, after = (
            with_content(workspace, place, text.encode())
            for text in (doubtful, "# một dòng\n" + doubtful.replace("at_most: 21}", "at_most: 20.125}"))
        )
        (new,) = new_findings(before, after)
        assert (new.kind.code, new.origin.line) == ("KPI201", 23)


class TestADryRun:
    def test_prints_a_difference_that_git_takes_and_writes_nothing(self, kpi: Kpi, place: Path) -> None:
        ran = kpi("target", "tea", "--at-least", "45", *WHEN, "--dry-run")
        assert (ran.code, text_of(place)) == (0, CATALOGUE)
        assert ran.out.startswith("--- a/targets/2024.yaml\n+++ b/targets/2024.yaml\n@@ ")
        assert ran.err == (
            "Chè trồng mới: ít nhất 50 ha → ít nhất 45 ha, từ ngày 01/08/2024, theo NQ 12\n"
            "Chỉ xem trước, chưa ghi gì vào targets/2024.yaml.\n"
        )
        assert sorted(path.name for path in place.parent.iterdir()) == ["2024.yaml"]
        assert kpi("target", "tea", "--at-least", "45", *WHEN).code == 0
        assert applied(kpi.folder, ran.out, CATALOGUE) == text_of(place)

    @pytest.mark.parametrize("end", ["\r\n", "\n"])
    def test_also_of_a_file_without_a_last_line_end(self, kpi: Kpi, place: Path, end: str) -> None:
        text = CATALOGUE.replace("\n", end).removesuffix(end)
        place.write_bytes(text.encode())
        patch = kpi("target", "seen", "--at-least", "45", *WHEN, "--dry-run").out
        assert kpi("target", "seen", "--at-least", "45", *WHEN).code == 0
        assert applied(kpi.folder, patch, text) == text_of(place) != text


def applied(folder: Path, patch: str, text: str) -> str:
    """What git makes of a patch."""
    there = folder / "there"
    (there / "targets").mkdir(parents=True)
    (there / "targets" / "2024.yaml").write_bytes(text.encode())
    subprocess.run(["git", "init", "-q"], cwd=there, check=True)
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=there, check=True)
    return text_of(there / "targets" / "2024.yaml")


class TestNumbers:
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("48,5", "phải viết là 48.5"),
            ("1.234,5", "phải viết là 1234.5"),
            ("1,234.5", "phải viết là 1234.5"),
            ("1.234.567", "phải viết là 1234567"),
            ("36 100", "phải viết là 36100"),
            ("−5", "phải viết là -5: chỉ gồm chữ số, dấu chấm thập phân và dấu - cho số âm"),
            ("45%", "phải viết là 45: chỉ gồm chữ số"),
            ("00,5", "phải viết là 0.5"),
            ("-007,25", "phải viết là -7.25"),
            ("1000,000", "phải viết là 1000:"),
            ("36,000", "có thể là 36000 hoặc 36;"),
            ("+48,5 %", "phải viết là 48.5"),
            ("36.100", "có thể là 36100 hoặc 36.1"),
            ("36,100", "có thể là 36100 hoặc 36.1"),
            ("-77.208", "có thể là -77208 hoặc -77.2080"),
            ("36.000", "có thể là 36000 hoặc 36;"),
            ("abc", "không phải là số; viết chữ số và dấu chấm thập phân, ví dụ 48.5"),
            ("", "không phải là số"),
            ("1e5", "không phải là số"),
            ("nan", "không phải là số"),
            ("1,2,3", "không phải là số"),
            ("9" * 40, "không phải là số"),
            ("9" * 37 + ",55", "không phải là số"),
        ],
    )
    def test_that_are_written_otherwise_are_refused_with_the_way_to_write_them(
        self, kpi: Kpi, place: Path, typed: str, said: str
    ) -> None:
        for option in ("--at-least", "--at-most"):
            line = refused(kpi("target", "tea", option, typed, *WHEN), place)
            assert line.startswith(f"Lỗi: {option}: “")
            assert said in line

    def test_blanks_around_them_mean_nothing(self, kpi: Kpi, place: Path) -> None:
        assert kpi("target", "tea", "--at-least", " 45 ", *WHEN).code == 0
        assert "{at_least: 45}" in text_of(place)

    @pytest.mark.parametrize("typed", ["61,62", "61-62", "61 62", "61"])
    def test_a_range_is_two_numbers_with_two_dots_between(self, kpi: Kpi, place: Path, typed: str) -> None:
        line = refused(kpi("target", "rate", "--within", typed, *WHEN), place)
        assert "ví dụ 61..62" in line

    def test_each_number_of_a_range_is_looked_at(self, kpi: Kpi, place: Path) -> None:
        assert "61.5" in refused(kpi("target", "rate", "--within", "61,5..62", *WHEN), place)
        assert "không phải là số" in refused(kpi("target", "rate", "--within", "61...62", *WHEN), place)


class TestWhatACheckSays:
    """Of catalogues as people leave them."""

    @pytest.mark.parametrize(
        ("lang", "said"),
        [
            ("vi", "“revisions” để trống.\n   Xóa khóa này nếu không cần, hoặc viết: []."),
            ("en", "“revisions” is empty.\n   Delete this key if it is not needed, or write: []."),
        ],
    )
    def test_of_a_key_that_was_left_empty(self, kpi: Kpi, place: Path, lang: str, said: str) -> None:
        text = CATALOGUE.replace("        owner: Phòng Giả\n", "        revisions:\n        owner: Phòng Giả\n")
        place.write_text(text, encoding="utf-8")
        assert said in kpi("--lang", lang, "check").out

    def test_of_a_day_outside_the_year_and_not_of_the_shares_that_are_right(self, kpi: Kpi, place: Path) -> None:
        shares = "trajectory: {shares: [0, 0, 0, 0, 1, 3, 3, 2, 1, 0, 0, 0]}"
        text = CATALOGUE.replace("{at_least: 50} ", "{at_least: 50, due: 2025-03-31} ").replace(
            "        owner: Phòng Giả\n", f"        {shares}\n"
        )
        place.write_text(text, encoding="utf-8")
        said = kpi("check").out
        assert ("KPI214" in said, "KPI210" in said) == (True, False)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ([], "Ghi mức giao mới bằng một trong"),
            (["--at-least", "1", "--done"], "ở đây có --at-least, --done."),
            (["--at-least", "1", "--at-most", "2", "--within", "1..2"], "--at-least, --at-most, --within."),
            (["--at-least", "50"], "tea đang được giao ít nhất 50 ha rồi"),
            (["--at-least", "50.0", "--due", "2024-12-31"], "tea đang được giao ít nhất 50,0 ha rồi"),
            (["--at-least", "45", "--due", "30/11/2024"], "--due: “30/11/2024” không phải là ngày"),
            (["--at-least", "45", "--from", "2024-8-1"], "--from: “2024-8-1” không phải là ngày"),
            (["--at-least", "45", "--why", " "], "Thiếu --why."),
            (["--at-least", "45", "--decided-by", ""], "Thiếu --decided-by."),
            (["--at-least", "45", "--why", "a\x1bb"], "--why: “a�b” có ký tự điều khiển"),
        ],
    )
    def test_what_is_no_revision(self, kpi: Kpi, place: Path, options: list[str], said: str) -> None:
        assert said in refused(kpi("target", "tea", *WHEN, *options), place)

    @pytest.mark.parametrize("missing", ["--from", "--decided-by", "--why"])
    def test_what_every_revision_has_is_named_where_it_is_missing(self, kpi: Kpi, place: Path, missing: str) -> None:
        at = WHEN.index(missing)
        line = refused(kpi("target", "tea", "--at-least", "45", *WHEN[:at], *WHEN[at + 2 :]), place)
        assert line == f"Lỗi: Thiếu {missing}. Xem: kpi --help."

    def test_an_indicator_that_is_not_there(self, kpi: Kpi, place: Path) -> None:
        line = refused(kpi("target", "teas", "--at-least", "45", *WHEN), place)
        assert line == "Lỗi: Không có chỉ tiêu “teas”. Gần nhất là: tea."

    @pytest.mark.parametrize("day", ["2024-03-01", "2024-02-29"])
    def test_a_decision_before_the_last_one(self, kpi: Kpi, place: Path, day: str) -> None:
        line = refused(kpi("target", "rate", "--at-most", "19", "--from", day, *WHEN[2:]), place)
        assert line.startswith("Lỗi: --from: rate đã có điều chỉnh từ ngày 01/03/2024, theo QĐ 1; điều chỉnh mới")

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--due", "none"], "mức phấn đấu 6,8, mà điều chỉnh thì thay toàn bộ. Giữ thì thêm --stretch 6.8"),
            (["--stretch", "none"], "hạn 31/10/2024, mà điều chỉnh thì thay toàn bộ. Giữ thì thêm --due 2024-10-31"),
        ],
    )
    def test_a_stretch_value_or_a_day_that_would_be_lost_in_silence(
        self, kpi: Kpi, place: Path, options: list[str], said: str
    ) -> None:
        assert said in refused(kpi("target", "growth", "--at-least", "6", *options, *WHEN), place)

    @pytest.mark.parametrize("option", ["--at-least", "--at-most"])
    def test_a_stretch_value_is_not_lost_in_silence_whatever_becomes_of_the_goal(
        self, kpi: Kpi, place: Path, option: str
    ) -> None:
        line = refused(kpi("target", "growth", option, "6", "--due", "none", *WHEN), place)
        assert "mức phấn đấu 6,8" in line

    @pytest.mark.parametrize(
        ("indicator", "options", "code"),
        [
            ("plan", ["--at-least", "1"], "KPI209"),
            ("tea", ["--within", "40..50"], "KPI209"),
            ("rate", ["--within", "20..10"], "KPI209"),
            ("rate", ["--within", "10..20", "--stretch", "5"], "KPI209"),
            ("tea", ["--at-least", "45", "--due", "2025-01-31"], "KPI214"),
        ],
    )
    def test_a_target_that_does_not_fit_is_shown_as_it_would_stand_there(
        self, kpi: Kpi, place: Path, indicator: str, options: list[str], code: str
    ) -> None:
        ran = kpi("target", indicator, *options, *WHEN)
        assert (ran.code, ran.out, text_of(place)) == (2, "", CATALOGUE)
        assert ran.err.count("KPI2") == ran.err.count(code) == 1
        assert "2024-08-01" in ran.err or "target: {" in ran.err
        assert ran.err.endswith("Lỗi: Điều chỉnh này làm danh mục có 1 lỗi, nêu ở trên. Chưa ghi gì.\n")

    def test_a_catalogue_with_errors(self, kpi: Kpi, place: Path) -> None:
        text = CATALOGUE.replace("kind: task", "kind: tsk")
        place.write_text(text, encoding="utf-8")
        ran = kpi("target", "tea", "--at-least", "45", *WHEN)
        assert (ran.code, ran.out, text_of(place)) == (2, "", text)
        assert "KPI206" in ran.err

    @pytest.mark.parametrize("key", ["revisions: &r", "? revisions\n        :"], ids=["an anchor", "a question mark"])
    def test_a_list_that_is_laid_out_in_an_odd_way_gets_its_entry(self, kpi: Kpi, place: Path, key: str) -> None:
        entry = "\n          - {from: 2024-03-01, decided_by: QĐ 1, why: thử, target: {at_least: 48}}\n"
        text = CATALOGUE.replace("        owner: Phòng Giả\n", f"        {key}{entry}        owner: Phòng Giả\n")
        place.write_text(text, encoding="utf-8")
        assert kpi("target", "tea", "--at-least", "45", *WHEN).code == 0
        assert len(read_text(text_of(place)).by_id()["tea"].revisions) == 2

    def test_a_layout_that_no_entry_goes_into_is_said_and_its_draft_is_not(self, kpi: Kpi, place: Path) -> None:
        odd = CATALOGUE.replace("        target: {at_least: 50} ", "        ? target\n        : {at_least: 50} ")
        place.write_text(odd, encoding="utf-8")
        line = refused(kpi("target", "tea", "--at-least", "45", *WHEN), place, odd)
        assert "Không thêm được điều chỉnh cho tea" in line

    def test_a_list_that_two_indicators_share(self, kpi: Kpi, place: Path) -> None:
        shared = CATALOGUE.replace("revisions: [", "revisions: &r [").replace(
            "kind: level, trajectory: year_end}", "kind: level, trajectory: year_end, revisions: *r}"
        )
        place.write_text(shared, encoding="utf-8")
        for indicator in ("rate", "seen"):
            line = refused(kpi("target", indicator, "--at-most", "5", *WHEN), place, shared)
            assert f"Không thêm được điều chỉnh cho {indicator}" in line


class TestTheYear:
    @pytest.fixture
    def next_place(self, place: Path) -> Path:
        path = place.with_name("2025.yaml")
        path.write_text(CATALOGUE.replace("2024", "2025"), encoding="utf-8")
        return path

    def test_is_that_of_the_decision_whatever_is_newest(self, kpi: Kpi, place: Path, next_place: Path) -> None:
        assert kpi("target", "tea", "--at-least", "45", *WHEN).code == 0
        assert "{at_least: 45}" in text_of(place)
        assert "{at_least: 45}" not in text_of(next_place)

    def test_is_asked_for_where_the_decision_is_of_a_year_without_a_catalogue(
        self, kpi: Kpi, place: Path, next_place: Path
    ) -> None:
        late = ("target", "tea", "--at-least", "45", "--from", "2026-01-05", *WHEN[2:])
        line = refused(kpi(*late), place)
        assert line.startswith(
            "Lỗi: --from: ngày 05/01/2026 thuộc năm 2026, mà năm đó chưa có danh mục; hiện có: 2024, 2025."
        )
        assert "there is: 2024, 2025. If" in refused(kpi("--lang", "en", *late), next_place, text_of(next_place))

    @pytest.mark.usefixtures("next_place")
    def test_is_as_asked_for(self, kpi: Kpi, place: Path) -> None:
        early = ("--from", "2025-08-01", *WHEN[2:])
        ran = kpi("target", "tea", "--at-least", "45", *early, "--year", "2024")
        assert (ran.code, "KPI225" in ran.err) == (0, True), "late, and said so"
        assert "from: 2025-08-01" in text_of(place)

    def test_is_explained_by_the_help(self, kpi: Kpi) -> None:
        said = " ".join(kpi("target", "--help").out.split())
        assert "Năm của danh mục được sửa. Bỏ trống: năm của --from." in said


class TestWhatHappensMeanwhile:
    def test_a_link_is_not_followed(self, kpi: Kpi, place: Path) -> None:
        place.rename(kpi.folder / "real.yaml")
        place.symlink_to(kpi.folder / "real.yaml")
        line = refused(kpi("target", "tea", "--at-least", "45", *WHEN), place)
        assert line.startswith("Lỗi: Không ghi vào targets/2024.yaml: đó là liên kết tượng trưng")

    @pytest.mark.parametrize(
        ("kind", "said"), [("link", "đó là liên kết tượng trưng"), ("folder", "đó là một thư mục")]
    )
    def test_what_is_wrong_with_the_lock_is_said_of_the_lock(self, kpi: Kpi, place: Path, kind: str, said: str) -> None:
        own = place.parent / ".lock"
        if kind == "link":
            own.symlink_to(kpi.folder / "nowhere")
        else:
            own.mkdir()
        line = refused(kpi("target", "tea", "--at-least", "45", *WHEN), place)
        assert " targets/.lock" in line
        assert said in line

    def test_what_an_editor_saved_in_between_is_not_lost(
        self, kpi: Kpi, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fsync, saved = os.fsync, CATALOGUE + "# lưu từ trình soạn thảo\n"

        def save(number: int) -> None:
            place.write_text(saved, encoding="utf-8")
            fsync(number)

        monkeypatch.setattr(safely.os, "fsync", save)
        line = refused(kpi("target", "tea", "--at-least", "45", *WHEN), place, saved)
        assert "đã bị sửa trong lúc lệnh này chạy" in line

    def test_another_run_that_holds_the_lock_is_waited_for_and_named(
        self, kpi: Kpi, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from filelock import FileLock

        monkeypatch.setattr(lock, "SECONDS_TO_WAIT", 0.05)
        with FileLock(place.parent / ".lock"):
            line = refused(kpi("target", "tea", "--at-least", "45", *WHEN), place)
            assert kpi("target", "tea", "--at-least", "45", *WHEN, "--dry-run").code == 0
        assert "targets/.lock" in line

    def test_two_at_once_are_both_there(self, kpi: Kpi, place: Path) -> None:
        import phongtho_kpi

        source = str(Path(phongtho_kpi.__file__ or "").parent.parent)
        command = [sys.executable, "-m", "phongtho_kpi", "-w", str(kpi.folder), "target"]
        pairs = [("tea", "--at-least"), ("rate", "--at-most"), ("seen", "--at-least")]
        runs = [
            subprocess.Popen(
                [*command, indicator, option, "7", *WHEN],
                env={"PATH": os.environ["PATH"], "PYTHONPATH": source, "KPI_CACHE": "off"},
                stdout=subprocess.DEVNULL,
            )
            for indicator, option in pairs
        ]
        assert [run.wait(60) for run in runs] == [0, 0, 0]
        by_id = read_text(text_of(place)).by_id()
        assert [str(by_id[indicator].revisions[-1].target.value) for indicator, _ in pairs] == ["7", "7", "7"]

    def test_what_was_written_is_said_to_be_where_nothing_can_be_printed(
        self, kpi: Kpi, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from phongtho_kpi.cli import target as command

        def fail(_text: str) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(command, "say_text", fail)
        ran = kpi("target", "tea", "--at-least", "45", *WHEN)
        assert (ran.code, "{at_least: 45}" in text_of(place)) == (2, True)
        assert ran.err == "Lỗi: Đã ghi vào targets/2024.yaml, nhưng không in được kết quả.\n"
        ran = kpi("target", "tea", "--at-least", "44", "--from", "2024-09-01", *WHEN[2:], "--dry-run")
        assert ran.err.startswith("Lỗi: Không in được kết quả")


def test_on_the_real_catalogue_it_does_what_the_readme_says_to_do_by_hand(kpi: Kpi) -> None:
    shutil.copytree(REPOSITORY / "targets", kpi.folder / "targets")
    shutil.copytree(REPOSITORY / "docs" / "sources", kpi.folder / "docs" / "sources")
    before = text_of(kpi.folder / "targets" / "2024.yaml")
    words = ["--from", "2024-08-01", "--decided-by", "NQ 12/NQ-HĐND", "--why", "hạn hán đầu vụ"]
    assert kpi("target", "tea_new", "--at-least", "45", *words).code == 0
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    entry: Any = readme[readme.index("        revisions:\n") :].partition("```")[0]
    assert is_put_in(entry, before, text_of(kpi.folder / "targets" / "2024.yaml"))


def test_the_shell_offers_the_ids(kpi: Kpi, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(kpi.folder)
    assert place.exists()
    assert show.known_ids() == ["tea", "growth", "rate", "plan", "seen"]

"""`kpi new-year`: next year's catalogue has this year's text, TODO where somebody decides, and where the year ended."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from conftest import REPOSITORY, Kpi, Ran, write_csv, write_import
from edited_catalogues import taken_out_and_put_in
from phongtho_kpi.write.catalogue_file.next_year import next_year
from phongtho_kpi.write.catalogue_file.nodes import tree_of

LATER = ("--as-of", "2025-02-01", "--known-on", "2025-02-01")
CATALOGUE = """\
# Số liệu giả
schema: 1
year: 2024   # năm
place: {code: "909", name: {vi: huyện Giả, en: Made-up district}}
source: {title: "Quyết định giả", file: docs/giả.txt}
groups:
  - id: all
    name: {vi: Tất cả, en: All}
    indicators:
      # lúa
      - id: rice
        name: {vi: Thóc, en: Rice}
        unit: tấn
        kind: flow
        target:   # giao đầu năm
          at_least: 50
          due: 2024-10-31
          # hết phần giao
        # trích
        quote: >-
          thóc
          50 tấn

        revisions:
          - from: 2024-08-01
            # hạn
            decided_by: a
            why: b
            target: {at_least: 45}
            # cuối
        # lộ trình
        trajectory: {points: {2024-06: 20}}
        baseline: {value: 48}

      - id: forest
        name: {vi: Rừng, en: Forest}
        unit: "%"
        kind: level
        target: {at_least: 44.36}
        baseline:
          # đầu năm
          value: 44.3  # sổ
          period: 2023
        also:
          - plan: tỉnh
            target: {at_least: 45}
        owner: Hạt Kiểm lâm
      - {id: schools, name: {vi: Trường, en: Schools}, unit: "%", kind: level, target: {at_least: 60}, note: "a, b"}
      - id: old
        name: {vi: Cũ, en: Old}
        unit: ha
        kind: level
        target: {at_least: 7}
        baseline: {value: 6, source: sổ}   # cũ
      - id: late
        name: {vi: Muộn, en: Late}
        unit: ha
        kind: flow
        revisions:
          - {from: 2024-08-01, decided_by: a, why: b, target: {at_least: 45}}
        trajectory: {like: 2023}
      - id: seen
        name: {vi: Theo dõi, en: Seen}
        unit: ha
        kind: flow
        trajectory: even
"""
FIGURES = [
    {"indicator": "forest", "period": "2024", "value": "44.410", "source": "Niên giám", "status": "preliminary"},
    {"indicator": "schools", "period": "2024-H2", "numerator": "12", "denominator": "17"},
    {"indicator": "old", "period": "2024-09", "value": "6.5"},
    {"indicator": "rice", "period": "2024-9M", "value": "40"},
    {"indicator": "rice", "period": "2024-Q4", "value": "8.123", "status": "estimate"},
]


@pytest.fixture
def place(kpi: Kpi) -> Path:
    (kpi.folder / "targets").mkdir()
    (kpi.folder / "docs").mkdir()
    (kpi.folder / "docs" / "giả.txt").write_text("thóc 50 tấn", encoding="utf-8")
    (kpi.folder / "targets" / "2024.yaml").write_text(CATALOGUE, encoding="utf-8")
    write_csv(kpi.folder / "data" / "2024" / "nhap-tay.csv", FIGURES)
    return kpi.folder / "targets"


def new_text(folder: Path, year: int = 2025) -> str:
    return (folder / f"{year}.yaml").read_bytes().decode()


def loaded(text: str) -> dict[str, Any]:
    """The indicators as they are written, every scalar a text."""
    content = YAML(typ="base").load(text)
    return {one["id"]: one for group in content["groups"] for one in group["indicators"]}


def refused(ran: Ran, folder: Path) -> str:
    """The one line that says why nothing was written."""
    assert (ran.code, ran.out) == (2, "")
    assert sorted(path.name for path in folder.glob("*.yaml")) == ["2024.yaml"]
    (line,) = ran.err.splitlines()
    return line


class TestTheNewCatalogue:
    def test_says_what_is_left_to_do(self, kpi: Kpi, place: Path) -> None:
        ran = kpi("new-year", "2025", *LATER)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == (
            "Đã ghi targets/2025.yaml, theo targets/2024.yaml.\n"
            "Chỉ tiêu còn phải điền (tìm chữ TODO): 5\n"
            "Mức đầu năm lấy từ số cuối năm 2024: 3\n"
            "Chưa có mức đầu năm (1): old\n"
            "Khi đã có đủ số cuối năm 2024 mà chưa điền gì: xóa targets/2025.yaml rồi chạy lại lệnh này.\n"
            "Xem từng chỗ phải điền: kpi check --year 2025\n"
        )
        assert new_text(place).count("target: TODO") == 6

    def test_keeps_every_line_that_needs_no_decision(self, kpi: Kpi, place: Path) -> None:
        kpi("new-year", "2025", *LATER)
        lines_out, lines_in = taken_out_and_put_in(CATALOGUE, new_text(place))
        assert "".join(lines_in) == (
            "year: 2025   # năm\n"
            "source: {title: TODO}\n"
            "        target: TODO   # giao đầu năm\n"
            "        quote: TODO\n"
            "        trajectory: TODO\n"
            "        baseline: {value: 48.1230, period: 2024, source: "
            '"data/2024/nhap-tay.csv:5; data/2024/nhap-tay.csv:6 (ước)"}\n'
            "        target: TODO\n"
            "          value: 44.41  # sổ\n"
            "          period: 2024\n"
            "          source: data/2024/nhap-tay.csv:2 · Niên giám (sơ bộ)\n"
            "            target: TODO\n"
            '      - {id: schools, name: {vi: Trường, en: Schools}, unit: "%", kind: level, target: TODO, baseline: '
            "{value: 70.58823529411764705882352941, period: 2024-H2, "
            'source: "data/2024/nhap-tay.csv:3 (12/17)"}, note: "a, b"}\n'
            "        target: TODO\n"
            "        baseline: TODO   # cũ\n"
            "        target: TODO\n"
            "        trajectory: {like: 2024}\n"
        )
        assert "        # trích\n" not in lines_out
        assert "        # lộ trình\n" not in lines_out

    def test_takes_a_figure_from_an_import_with_its_own_source(self, kpi: Kpi, place: Path) -> None:
        figure = {"indicator": "old", "period": "2024-12", "value": "7", "source": "bao-cao.xlsx!Biểu 1!C7 · Sở: đo"}
        path = write_import(kpi.folder / "data" / "2024", "2025-01-10T08:00:00", [figure])
        kpi("new-year", "2025", *LATER)
        baseline = loaded(new_text(place))["old"]["baseline"]
        assert baseline == {
            "value": "7",
            "period": "2024-12",
            "source": f"data/2024/{path.name}:2 · bao-cao.xlsx!Biểu 1!C7 · Sở: đo",
        }

    def test_names_the_first_and_the_last_of_many_figures(self, kpi: Kpi, place: Path) -> None:
        months = [
            {"indicator": "rice", "period": f"2024-{month:02}", "value": "4", "source": f"BC {month}",
             "status": "estimate" if month == 6 else ""}
            for month in range(1, 13)
        ]  # fmt: skip
        write_csv(kpi.folder / "data" / "2024" / "nhap-tay.csv", months)
        kpi("new-year", "2025", *LATER)
        assert loaded(new_text(place))["rice"]["baseline"] == {
            "value": "48",
            "period": "2024",
            "source": "data/2024/nhap-tay.csv:2 · BC 1 … data/2024/nhap-tay.csv:13 · BC 12 (12 số liệu, ước)",
        }

    def test_names_five_that_lack_a_baseline_and_counts_the_others(self, kpi: Kpi, place: Path) -> None:
        kind = "unit: ha, kind: level, target: {at_least: 5}"
        seven = "".join(f"      - {{id: more_{one}, name: {{vi: Thêm {one}}}, {kind}}}\n" for one in range(7))
        (place / "2024.yaml").write_text(CATALOGUE + seven, encoding="utf-8")
        out = kpi("new-year", "2025", *LATER).out
        assert "Chưa có mức đầu năm (8): old, more_0, more_1, more_2, more_3 và 3 chỉ tiêu khác\n" in out

    def test_knows_only_what_had_closed_and_was_known(self, kpi: Kpi, place: Path) -> None:
        ran = kpi("new-year", "2025", "--as-of", "2024-12-01", "--lang", "en")
        assert "Baselines taken from figures of the end of 2024: 0\nWithout a baseline (4): rice, " in ran.out
        assert (
            "Once the figures of the end of 2024 are in, and nothing is filled in yet: delete targets/2025.yaml"
            in ran.out
        )
        assert [one.get("baseline") for one in loaded(new_text(place)).values()] == [
            "TODO",
            "TODO",
            None,
            "TODO",
            None,
            None,
        ]

    def test_of_a_year_further_on_starts_without_figures(self, kpi: Kpi, place: Path) -> None:
        out = kpi("new-year", "2027", *LATER).out
        assert "\nKhông lấy mức đầu năm: số liệu năm 2024 không cho biết cuối năm 2026 đạt bao nhiêu.\n" in out
        assert "xóa targets" not in out
        by_id = loaded(new_text(place, 2027))
        assert by_id["forest"]["baseline"] == "TODO"
        assert by_id["late"]["trajectory"] == {"like": "2026"}

    def test_keeps_a_byte_order_mark_and_line_ends(self, kpi: Kpi, place: Path) -> None:
        (place / "2024.yaml").write_bytes(b"\xef\xbb\xbf" + CATALOGUE.replace("\n", "\r\n").encode())
        kpi("new-year", "2025", *LATER)
        text = new_text(place)
        assert text.startswith("\ufeff# Số")
        assert text.count("\n") == text.count("\r\n")

    def test_of_the_examples_can_be_read_but_for_what_is_to_do(self, kpi: Kpi) -> None:
        shutil.copytree(REPOSITORY / "examples" / "full-year", kpi.folder / "place")
        ran = kpi("-w", "place", "new-year", "2025", *LATER)
        assert (ran.code, ran.err) == (0, "")
        old, new = ((kpi.folder / "place" / "targets" / f"{year}.yaml").read_text("utf-8") for year in (2024, 2025))
        before, after = loaded(old), loaded(new)
        assert list(before) == list(after)
        for name, one in after.items():
            kept = one.keys() - {"target", "quote", "baseline", "trajectory", "also"}
            assert {key: one[key] for key in kept} == {key: before[name][key] for key in kept}
            assert one.get("target") == ("TODO" if "target" in before[name] else None)
            assert "revisions" not in one
        assert new.count("#") == old.count("#")
        said = kpi("-w", "place", "check", "--year", "2025").out
        assert {line.split()[1] for line in said.splitlines() if line.startswith("targets/")} == {"KPI233"}

    def test_of_the_real_catalogue_has_nothing_but_todo(self) -> None:
        text = (REPOSITORY / "targets" / "2024.yaml").read_bytes().decode()
        lines_out, lines_in = taken_out_and_put_in(text, next_year(text, 2025, {}))
        assert {line.strip() for line in lines_in} == {
            "year: 2025", "source: {title: TODO}", "target: TODO", "quote: TODO", "baseline: TODO"
        }  # fmt: skip
        assert not any(line.lstrip().startswith("#") for line in lines_out)


class TestADryRun:
    def test_prints_the_file_and_writes_nothing(self, kpi: Kpi, place: Path) -> None:
        ran = kpi("new-year", "2025", *LATER, "--dry-run")
        assert ran.code == 0
        assert sorted(path.name for path in place.iterdir()) == ["2024.yaml"]
        assert ran.err.startswith("Chỉ xem trước targets/2025.yaml, theo targets/2024.yaml; chưa ghi gì.\n")
        assert "kpi check" not in ran.err
        assert kpi("--quiet", "new-year", "2025", *LATER, "--dry-run").err == ""
        kpi("new-year", "2025", *LATER)
        assert ran.out == new_text(place)


class TestWhatIsRefused:
    def test_a_year_that_is_there(self, kpi: Kpi, place: Path) -> None:
        assert refused(kpi("new-year", "2024"), place) == "Lỗi: targets/2024.yaml đã tồn tại nên không ghi đè."

    @pytest.mark.parametrize("arguments", [("new-year", "2023"), ("--year", "2024", "new-year", "2020")])
    def test_a_year_before_all_others(self, kpi: Kpi, place: Path, arguments: tuple[str, ...]) -> None:
        line = refused(kpi(*arguments), place)
        assert "Không có danh mục nào trước năm 202" in line
        assert line.endswith("hiện có: 2024.")

    def test_a_year_that_is_none(self, kpi: Kpi, place: Path) -> None:
        assert refused(kpi("new-year", "25"), place).startswith("Lỗi: YEAR: “25” không phải là năm")

    def test_no_catalogue_at_all(self, kpi: Kpi, place: Path) -> None:
        (place / "2024.yaml").unlink()
        ran = kpi("new-year", "2025")
        assert (ran.code, ran.err) == (2, "Lỗi: Chưa có danh mục nào để làm danh mục 2025.\n")

    def test_a_catalogue_with_errors(self, kpi: Kpi, place: Path) -> None:
        (place / "2024.yaml").write_text(CATALOGUE.replace("kind: level", "kind: lvl"), encoding="utf-8")
        ran = kpi("new-year", "2025")
        assert (ran.code, ran.out, "KPI206" in ran.err, (place / "2025.yaml").exists()) == (2, "", True, False)

    def test_an_unfinished_year_is_no_base_for_the_next_unless_another_is_named(self, kpi: Kpi, place: Path) -> None:
        kpi("new-year", "2025", *LATER)
        assert kpi("new-year", "2026").code == 2
        assert kpi("new-year", "2026", "--year", "2024").code == 0
        assert loaded(new_text(place, 2026))["forest"]["baseline"] == "TODO"

    def test_an_unfinished_year_is_refused_by_other_commands_in_one_line(self, kpi: Kpi, place: Path) -> None:
        kpi("new-year", "2025", *LATER)
        for command in (("status",), ("show", "rice"), ("new-year", "2026")):
            ran = kpi(*command, "--year", "2025")
            assert (ran.code, ran.out) == (2, "")
            assert ran.err == (
                "Lỗi: targets/2025.yaml còn 10 chỗ TODO nên chưa dùng được. Xem từng chỗ: kpi check --year 2025\n"
            )
        assert kpi("check", "--year", "2025").out.count("KPI233 not-filled-in") == 10
        path = place / "2025.yaml"
        path.write_text(path.read_text("utf-8").replace("kind: flow", "kind: flw", 1), encoding="utf-8")
        ran = kpi("status", "--year", "2025")
        assert ("KPI206" in ran.err, "KPI233" in ran.err) == (True, True)

    def test_what_an_anchor_ties_together(self, kpi: Kpi, place: Path) -> None:
        tied = CATALOGUE.replace("quote: >-", "quote: &q >-").replace("owner: Hạt Kiểm lâm", "note: *q")
        (place / "2024.yaml").write_text(tied, encoding="utf-8")
        line = refused(kpi("new-year", "2025", *LATER), place)
        at = tied[: tied.index("note: *q")].count("\n") + 1
        assert line.startswith("Lỗi: Không làm được danh mục mới mà giữ nguyên mọi thứ khác, do chỗ")
        assert f" targets/2024.yaml:{at} " in line

    def test_of_many_aliases_the_one_that_loses_its_anchor_is_named(self, kpi: Kpi, place: Path) -> None:
        tied = (
            CATALOGUE.replace("name: {vi: Thóc, en: Rice}", "name: {vi: Thóc, en: &n Rice}\n        note: *n")
            .replace("baseline: {value: 48}", "baseline: {value: 48, source: &s sổ}")
            .replace("owner: Hạt Kiểm lâm", "owner: *s")
        )
        (place / "2024.yaml").write_text(tied, encoding="utf-8")
        line = refused(kpi("--lang", "en", "new-year", "2025", *LATER), place)
        at = tied[: tied.index("owner: *s")].count("\n") + 1
        assert f"because of targets/2024.yaml:{at} " in line
        assert "Write out what the alias stands for there and run again." in line

    def test_a_link_where_the_file_would_be(self, kpi: Kpi, place: Path) -> None:
        (place / "2025.yaml").symlink_to("nowhere")
        ran = kpi("new-year", "2025", *LATER)
        assert (ran.code, (place / "nowhere").exists()) == (2, False)


class TestLayouts:
    HEAD = "groups: [{id: g, indicators: [{id: x, kind: flow, "

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("target: {at_least: 5}, revisions: []}]}]", "target: TODO}]}]"),
            ("revisions: [], target: {at_least: 5}}]}]", "target: TODO}]}]"),
            ("target: {at_least: 5},  # a\n  revisions: []}]}]", "target: TODO,  # a\n  }]}]"),
            ('"target":{"at_least":5}}]}]', '"target": TODO}]}]'),
            ("area_targets: {a: 1}, quote: *q}]}]", "area_targets: TODO, quote: TODO}]}]"),
        ],
    )
    def test_in_brackets(self, before: str, after: str) -> None:
        assert next_year(self.HEAD + before, 2025, {}) == self.HEAD + after

    def test_a_list_of_revisions_that_comes_first(self) -> None:
        text = "groups:\n- indicators:\n  - revisions:\n    - {from: 1}\n    id: x\n    target: {at_least: 5}\n"
        assert next_year(text, 2025, {}) == "groups:\n- indicators:\n  - id: x\n    target: TODO\n"

    def test_a_text_that_keeps_its_blank_lines(self) -> None:
        text = "groups:\n- indicators:\n  - quote: |+\n      a\n\n    id: x\n"
        assert next_year(text, 2025, {}) == "groups:\n- indicators:\n  - quote: TODO\n\n    id: x\n"

    def test_what_is_no_catalogue_stays_as_it_is(self) -> None:
        assert next_year("- a", 2025, {}) == "- a"
        assert tree_of("a: [") is None

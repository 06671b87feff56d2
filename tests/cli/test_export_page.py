"""`kpi export page.html`, as people run it."""

import json
import os
import re
import subprocess
import sys
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest

from conftest import REPOSITORY, Kpi

FULL_YEAR = REPOSITORY / "examples" / "full-year"
IN_SEPTEMBER = ("--as-of", "2024-09-30", "--known-on", "2024-12-31")


def page(kpi: Kpi, *arguments: str | Path, name: str = "a.html") -> str:
    ran = kpi("-w", FULL_YEAR, "export", name, *IN_SEPTEMBER, *arguments)
    assert (ran.code, ran.err) == (0, "")
    assert name in ran.out
    return (kpi.folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_indicator_is_on_the_page_with_its_verdict(kpi: Kpi, lang: str) -> None:
    made = page(kpi, "--lang", lang)
    document = json.loads(kpi("-w", FULL_YEAR, "--lang", lang, "status", *IN_SEPTEMBER, "--format", "json").out)
    rows = re.findall(
        r'<tr role="row" id="\w+" data-status="(\w+)">.*?<span class="title">(.*?)</span>', made, re.DOTALL
    )
    found = [(status, unescape(name)) for status, name in rows]
    assert sorted(found) == sorted((one["status"], one["name"]) for one in document["assessments"])


def test_the_page_says_whose_it_is_when_and_that_it_is_made_up(kpi: Kpi) -> None:
    made = page(kpi)
    assert "<h1>Huyện Phong Thổ (SỐ LIỆU GIẢ ĐỊNH) · chỉ tiêu năm 2024</h1>" in made
    assert "<p>Tính đến 30/09/2024 · số liệu biết đến 31/12/2024</p>" in made
    assert "MADE-UP FIGURES" in page(kpi, "--lang", "en")


def test_the_months_are_those_that_show_draws(kpi: Kpi) -> None:
    made = unescape(page(kpi))
    shown = json.loads(kpi("-w", FULL_YEAR, "show", "tea_new", *IN_SEPTEMBER, "--format", "json").out)
    months = [f"tháng {one['month']}: " for one in shown["course"] if one["value"] is not None]
    label = re.search(r'aria-label="(Thực hiện theo tháng \(ha\): [^"]*38,61[^"]*)"', made)
    assert label
    assert re.findall(r"tháng [0-9]+: ", label[1]) == months


def test_what_is_computed_from_another_indicator_has_its_months_too(kpi: Kpi) -> None:
    made = unescape(page(kpi))
    shown = json.loads(kpi("-w", FULL_YEAR, "show", "tourists_growth", *IN_SEPTEMBER, "--format", "json").out)
    row = re.search(rf'<span class="title">{shown["assessment"]["name"]}</span>.*?</tr>', made, re.DOTALL)
    assert row
    assert shown["assessment"]["kind"] == "growth"
    assert row[0].count("tháng 9: 11,8") == 1
    assert len(re.findall(r"tháng [0-9]: ", row[0])) == sum(one["value"] is not None for one in shown["course"]) == 9


def test_a_choice_is_a_page_of_its_own(kpi: Kpi) -> None:
    made = page(kpi, "--status", "off_track,missed")
    assert made.count("data-status=") == 4
    assert "4 chỉ tiêu (chọn trong 59)" in made


def test_the_ending_may_be_written_large(kpi: Kpi) -> None:
    assert page(kpi, name="A.HTML").startswith("<!DOCTYPE html>")


def test_an_unknown_ending_is_told_of_this_one_too(kpi: Kpi) -> None:
    ran = kpi("-w", FULL_YEAR, "export", "a.htm", *IN_SEPTEMBER)
    assert ran.code == 2
    assert ".html" in ran.err


def test_the_bytes_are_the_same_on_every_machine(kpi: Kpi, tmp_path: Path) -> None:
    first = page(kpi)
    for seed, zone, name in (("1", "Asia/Ho_Chi_Minh", "b.html"), ("2", "America/Lima", "c.html")):
        command = [sys.executable, "-m", "phongtho_kpi", "-w", FULL_YEAR, "export", tmp_path / name, *IN_SEPTEMBER]
        environment = {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": "C",
            "PYTHONPATH": str(REPOSITORY / "src"),
            "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
        }
        subprocess.run(command, env=environment, check=True, capture_output=True)
        assert (tmp_path / name).read_bytes() == first.encode()


def test_what_the_page_is_made_of_is_part_of_the_package() -> None:
    assert {"page.html.jinja", "page.css", "page.js"} <= {one.name for one in files("phongtho_kpi.write").iterdir()}


@pytest.mark.parametrize("command", [["status"], ["status", "--format", "md"], ["show", "tea_new"]], ids=" ".join)
def test_jinja_is_loaded_for_the_page_alone(command: list[str]) -> None:
    unneeded = {"jinja2", "markupsafe", "phongtho_kpi.report.page", "phongtho_kpi.write.html_file"}
    script = (
        "import sys\n"
        "from phongtho_kpi.__main__ import main\n"
        "main(sys.argv[1:])\n"
        f"print(*{unneeded!r} & set(sys.modules), file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, "-w", FULL_YEAR, *command, *IN_SEPTEMBER],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "src")},
        capture_output=True,
        check=True,
    )
    assert ran.stderr.strip() == b""

"""The page in a real browser: on a phone, on a desktop, on paper, with and without its script (skipped without one)."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import chromium
from conftest import REPOSITORY, Kpi
from phongtho_kpi.report.page import status_page
from phongtho_kpi.write.html_file import html_bytes
from report.reports import VI, a_target, a_year, an_assessment, assessments_of, the_tea

pytestmark = pytest.mark.skipif(chromium.PROGRAM is None, reason="no Chromium on this machine")

WORKSPACES = {
    "full-year": (REPOSITORY / "examples" / "full-year", ("--as-of", "2024-09-30", "--known-on", "2024-12-31")),
    "own": (REPOSITORY, ("--as-of", "2024-12-31", "--known-on", "2024-12-31")),
}
PHONE, DESKTOP = 360, 1280
ROWS = "[...document.querySelectorAll('tr[data-status]')].filter((row) => row.checkVisibility())"
NAMES = f"{ROWS}.map((row) => row.querySelector('.title').textContent)"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Tab]:
    with chromium.a_tab(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture
def page(kpi: Kpi) -> Path:
    return exported(kpi)


def exported(kpi: Kpi, workspace: str = "full-year", lang: str = "vi") -> Path:
    folder, clocks = WORKSPACES[workspace]
    assert kpi("-w", folder, "--lang", lang, "export", "page.html", *clocks).code == 0
    return kpi.folder / "page.html"


def an_extreme_page(folder: Path) -> Path:
    """Names without a blank, numbers of 38 digits, hundreds of characters where one expects ten."""
    number = "9" * 35 + ".999"
    entries = [
        an_assessment(
            "Tỷlệ" * 60,
            id=f"x{at}",
            unit="triệuđồng/người/năm" * 3,
            owner="PhòngNôngnghiệpvàPháttriểnnôngthôn" * 4,
            target=a_target("at_most", number),
            status=status,
            value=number,
            period="2024-7M",
            expected=number,
            attainment=number,
            year_on_year=number,
            outlook=(number, "will_miss"),
            needed_pace=number,
            flags=("stale", "estimate", "revised", "suspect"),
        )
        for at, status in enumerate(("off_track", "no_data", "met"))
    ]
    year = assessments_of(*entries)
    made = status_page(year, year.entries, {entry.indicator.id: the_tea()[1] for entry in entries}, VI)
    return written(folder, html_bytes(made))


def written(folder: Path, content: bytes) -> Path:
    path = folder / "page.html"
    path.write_bytes(content)
    return path


def assert_nothing_overflows(tab: chromium.Tab) -> None:
    """Neither the page nor any element in it reaches beyond the window."""
    assert tab.ask("document.scrollingElement.scrollWidth <= innerWidth")
    beyond = tab.ask(
        "[...document.querySelectorAll('body *')]"
        ".filter((one) => one.checkVisibility() && !one.closest('.unseen, thead, svg svg'))"
        ".filter((one) => one.getBoundingClientRect().right > innerWidth + 1)"
        ".map((one) => one.outerHTML.slice(0, 100))"
    )
    assert beyond == []


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("workspace", WORKSPACES)
def test_nothing_is_wider_than_the_window_and_the_browser_complains_of_nothing(
    tab: chromium.Tab, kpi: Kpi, workspace: str, lang: str
) -> None:
    path = exported(kpi, workspace, lang)
    for width in (320, PHONE, 768, 1023, 1024, DESKTOP):
        tab.open(path, width)
        assert_nothing_overflows(tab)
        assert tab.complaints() == []
        assert [address for address in tab.requests() if not address.startswith("data:")] == [path.as_uri()]


def test_not_even_the_longest_words_and_numbers_are_wider_than_the_window(tab: chromium.Tab, tmp_path: Path) -> None:
    path = an_extreme_page(tmp_path)
    for width in (320, PHONE, DESKTOP):
        tab.open(path, width)
        tab.ask("for (const one of document.querySelectorAll('details')) one.open = true")
        assert_nothing_overflows(tab)


def test_a_phone_shows_cards_one_below_the_other_and_a_desktop_a_table(tab: chromium.Tab, page: Path) -> None:
    lefts = f"[...new Set({ROWS}.map((row) => row.getBoundingClientRect().left))].length"
    display = "getComputedStyle(document.querySelector('tr[data-status]')).display"
    tab.open(page, PHONE)
    assert (tab.ask(lefts), tab.ask(display)) == (1, "flex")
    tab.open(page, DESKTOP)
    assert (tab.ask(lefts), tab.ask(display)) == (1, "table-row")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_row_is_a_row_to_those_who_hear_the_page(tab: chromium.Tab, page: Path, width: int) -> None:
    tab.open(page, width)
    roles = [node["role"]["value"] for node in tab.call("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    rows = tab.ask("document.querySelectorAll('tr').length")
    assert roles.count("table") == 1
    assert roles.count("row") == rows
    assert roles.count("columnheader") == 10
    assert roles.count("rowheader") == rows - 1


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_without_its_script_everything_can_be_read_and_nothing_is_there_that_does_not_work(
    tab: chromium.Tab, kpi: Kpi, width: int
) -> None:
    tab.open(exported(kpi, "own"), width, script=False)
    assert tab.complaints() == []
    assert tab.ask(f"{ROWS}.length") == 59
    assert not tab.ask("document.getElementById('tools').checkVisibility()")
    offices = "[...document.querySelectorAll('.unreported > li > details')]"
    assert tab.ask(f"{offices}.every((office) => office.querySelector('summary').checkVisibility())")
    tab.ask(f"{offices}[0].querySelector('summary').click()")
    assert tab.ask(f"{offices}[0].querySelector('li').checkVisibility()")


def test_a_search_needs_no_tone_marks_and_finds_offices_too(tab: chromium.Tab, page: Path) -> None:
    tab.open(page, PHONE)
    assert tab.ask("document.getElementById('tools').checkVisibility()")
    search(tab, "che phu RUNG")
    assert tab.ask(NAMES) == ["Tỷ lệ che phủ rừng"]
    assert tab.ask("document.getElementById('shown').textContent") == "Đang hiện 1 trong 59"
    assert tab.ask("[...document.querySelectorAll('tbody')].filter((one) => one.checkVisibility()).length") == 1
    search(tab, "hat kiem lam")
    assert tab.ask(NAMES) == ["Tỷ lệ che phủ rừng"]
    search(tab, "<img src=x>")
    assert tab.ask(NAMES) == []
    tab.ask("document.getElementById('clear').click()")
    assert len(tab.ask(NAMES)) == 59
    assert tab.complaints() == []


def search(tab: chromium.Tab, words: str) -> None:
    tab.ask(
        f"(() => {{ const box = document.getElementById('search'); box.value = {words!r};"
        " box.dispatchEvent(new Event('input')); })()"
    )


def test_statuses_can_be_chosen_and_a_link_above_leads_to_its_row_all_the_same(tab: chromium.Tab, page: Path) -> None:
    tab.open(page, PHONE)
    tab.ask("document.querySelector('input[value=at_risk]').click()")
    assert set(tab.ask(f"{ROWS}.map((row) => row.dataset.status)")) == {"at_risk"}
    tab.ask("document.querySelector('input[value=missed]').click()")
    assert set(tab.ask(f"{ROWS}.map((row) => row.dataset.status)")) == {"at_risk", "missed"}
    tab.ask("document.querySelector('input[value=missed]').click()")
    tab.ask(
        "new Promise((done) => { onhashchange = done; document.querySelector('.wanting a').click() }).then(() => 0)"
    )
    assert tab.ask("document.querySelector('tr:target').checkVisibility()")
    top = tab.ask("document.querySelector('tr:target').getBoundingClientRect().top")
    assert 0 <= top < 400


def test_what_can_be_touched_is_large_enough_and_what_has_the_focus_is_seen(tab: chromium.Tab, page: Path) -> None:
    tab.open(page, PHONE)
    small = tab.ask(
        "[...document.querySelectorAll('summary, button, input[type=search], .choice')]"
        ".filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24)"
        ".map((one) => one.outerHTML)"
    )
    assert small == []
    tab.ask("document.getElementById('search').focus()")
    assert tab.ask("getComputedStyle(document.activeElement).outlineWidth") == "3px"


def test_the_data_runs_nothing(tab: chromium.Tab, tmp_path: Path) -> None:
    attacks = [
        "<img src=x onerror='document.title=1'>",
        "<script>document.title = 1</script>",
        '" onfocus="x" autofocus="',
    ]
    entries = [
        an_assessment(
            text,
            id=f"x{at}",
            owner=text,
            unit=text,
            target=a_target("at_least", "5"),
            status="off_track",
            value="1",
            period="2024-7M",
        )
        for at, text in enumerate(attacks)
    ]
    year = assessments_of(*entries)
    path = written(tmp_path, html_bytes(status_page(year, year.entries, {}, VI)))
    tab.open(path, DESKTOP)
    assert tab.complaints() == []
    assert tab.ask("document.title").startswith("Huyện Phong Thổ")
    assert tab.ask("document.images.length + document.scripts.length") == 1
    assert tab.ask("[...document.querySelectorAll('.title')].map((one) => one.textContent)") == attacks


def test_a_script_that_is_not_ours_would_not_run(tab: chromium.Tab, tmp_path: Path) -> None:
    year = a_year()
    ours = html_bytes(status_page(year, year.entries, {}, VI))
    path = written(tmp_path, ours.replace(b"</body>", b"<script>document.title = 'theirs'</script></body>"))
    tab.open(path, DESKTOP)
    assert tab.ask("document.title") != "theirs"
    assert any("Content Security Policy" in complaint for complaint in tab.complaints())


# on paper


@pytest.mark.parametrize("script", [True, False], ids=["with its script", "without"])
@pytest.mark.parametrize("workspace", WORKSPACES)
def test_it_prints_on_a4_with_its_headings_on_every_page(
    tab: chromium.Tab, kpi: Kpi, workspace: str, script: bool
) -> None:
    tab.open(exported(kpi, workspace), DESKTOP, script=script)
    names = tab.ask(NAMES)
    missing = tab.ask("[...document.querySelectorAll('.unreported ul li')].map((one) => one.textContent)")
    pdf = tab.printed()
    sizes = {
        tuple(round(float(side)) for side in box.split()[2:]) for box in re.findall(rb"/MediaBox \[([^]]*)\]", pdf)
    }
    assert sizes == {(842, 595)}
    pages = printed_texts(kpi.folder, pdf)
    tables = [text for text in pages if "Đến kỳ" in text]
    assert 3 <= len(tables) <= len(pages) <= 7
    assert all("Trạng thái" in text and "KH 2024" in text for text in tables)
    together = " ".join(" ".join(pages).split())
    assert "Lọc theo trạng thái" not in together
    assert "Diễn giải" not in together
    assert len(names) == 59
    assert [name for name in missing if name.split()[-1] not in together] == []
    assert together.count(missing[0]) >= 1


def printed_texts(folder: Path, pdf: bytes) -> list[str]:
    """The text of each page; skips where there is nothing to read it with."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine")
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    ran = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return ran.stdout.decode().split("\f")[:-1]


def test_in_black_and_white_every_verdict_still_has_its_sign(tab: chromium.Tab, page: Path) -> None:
    tab.open(page, DESKTOP)
    tab.call("Emulation.setEmulatedMedia", media="print")
    signs: Any = tab.ask("[...document.querySelectorAll('td.status .sign')].map((one) => one.textContent[0])")
    assert set(signs) == set("✔●▲▼✘○–·")
    tab.call("Emulation.setEmulatedMedia", media="")

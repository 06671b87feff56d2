"""Texts that other programs would obey come out as texts: in workbooks, pages, CSV, Markdown and on a terminal.

Every text of the hostile workspace is a payload. Its twin has plain words in their places and is the same otherwise, so
that whatever can act in an output (formulas, links, tags, headings) has to be the same in both.
"""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import openpyxl
import pytest
from markdown_it import MarkdownIt

from conftest import DATA_COLUMNS, REPOSITORY, Kpi, Ran, write_csv, write_import
from phongtho_kpi.read.returns.csv_file import unprotected

EVIL = "http://evil.example"
# what the catalogue lets name something: one line, without control and bidi characters
NAMES = (
    *("=cmd|' /C calc'!A0", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "'=1+1", "{=1+1}", "#REF!", "TRUE"),
    *(f'=HYPERLINK("{EVIL}","x")', f"{EVIL}/?q=1", "file:///etc/passwd", "www.evil.example", "a@evil.example"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style></script></title><!--", "&lt;b&gt;&#60;"),
    *("javascript:alert(1)", "{{7*7}}", "{% raw %}", "${7*7}", "{x} %s \\033[31m"),
    *(f"]({EVIL})", f"![x]({EVIL})", f"<{EVIL}>", "| a | b |", "# x", "123. x", "> x", "```", "---", "<!-- x"),
    *("[red]x[/red]", f"[link={EVIL}]x[/link]", "_x0041_ _x000D_ _x001B_", "a\u200bb\u2060c"),
)
# what only a sentence may hold: tabs, line ends, and characters that turn the line around
TURNED = "abc\u202efdp.exe\u2066"
PROSE = (TURNED, "\t=1+1", "x\n=1+1\n# x\n\n    <b>", "x\r\n@SUM(A1)", "x\n\n```\n- [ ] x", " \n x \n ")
LONGEST = "_x0041_" * 4_681  # 32,767 letters, and nearly twice as many as Excel writes them
SAID = (*NAMES, *PROSE, LONGEST)
OF_TURNED, OF_LONGEST = f"i{len(NAMES)}", f"i{len(SAID) - 1}"  # the indicators that say so
# what a name, a unit or a column may not hold: escape sequences, controls of C0 and C1, halves of characters, bidi
REFUSED = ("\x1b[31m", f"\x1b]8;;{EVIL}\x07", "\x9b31m", "\x00", "\x07", "\x7f", "\u202e", "\ufeff", "\ud800")
RAW = f"\x1b[31m \x1b]8;;{EVIL}\x07 \x9b31m \x7f \u202e \u2066 =1+1 [red]<b>"
SENT = "=cmd|' C calc'!A0 \x1b[31m\x9b31m\x07\u202e<b>[red].csv"  # a file's name may be anything but `/` and NUL
BOOK = "tra-lai.xlsx"
CLOCKS = ("--as-of", "2024-07-31", "--known-on", "2024-08-31")
WEEKLY, PAGE = "kpi-2024-W31.xlsx", "kpi-2024-W31.html"
COLOUR = re.compile(r"\x1b\[(?:0|1|2|31|32|33|1;31)m")  # those that are ours

# --- the workspaces


def lay_out(folder: Path, *, hostile: bool) -> None:
    """Write an indicator, a group, an area and two figures for every payload; or plain words for each."""
    texts = [(NAMES[at % len(NAMES)], said) if hostile else ("tên", "lời") for at, said in enumerate(SAID)]
    every = " ".join(NAMES) if hostile else "mọi lời"
    name = {"vi": every, "en": every}
    catalogue = a_catalogue([an_indicator(at, *text) for at, text in enumerate(texts)])
    catalogue["place"] = {"code": "909", "name": name, "authority": {"name": name, "head": name}}
    catalogue["source"] = {"title": every, "file": "targets/source.txt"}
    catalogue["bands"] = {"on_track": 0.93, "at_risk": 0.66, "source": every}
    areas = [
        {"code": f"0{at:04}", "name": {"vi": f"{text} xã {at}"}, "aliases": [f"{text} bản {at}"]}
        for at, (text, _) in enumerate(texts)
    ]
    put(folder / "targets" / "2024.yaml", catalogue)
    put(folder / "targets" / "areas.yaml", {"schema": 1, "areas": areas})
    (folder / "targets" / "source.txt").write_text("\n".join(f"{said} đạt 50" for _, said in texts), encoding="utf-8")
    figures = [row for at, text in enumerate(texts) for row in figures_of(at, *text)]
    write_csv(folder / "data" / "2024" / "kept.csv", [row for row in figures if not row["area"]])
    write_import(folder / "data" / "2024", "2024-08-14T02:05:00", [row for row in figures if row["area"]])


def a_catalogue(indicators: list[dict[str, Any]]) -> dict[str, Any]:
    """Each indicator in a group that is called after its unit."""
    groups = [
        {"id": f"g{at}", "name": {"vi": f"{one['unit']} nhóm {at}"}, "indicators": [one]}
        for at, one in enumerate(indicators)
    ]
    return {"schema": 1, "year": 2024, "place": {"code": "909", "name": {"vi": "huyện"}}, "groups": groups}


def an_indicator(at: int, name: str, said: str) -> dict[str, Any]:
    """With every key that takes words."""
    reason = said if any(map(str.isalnum, said)) else f"{said} a"  # nothing but signs is no reason
    return {
        "id": f"i{at}",
        "name": {"vi": f"{name} chỉ tiêu {at}", "en": f"{name} indicator {at}"},
        "aliases": [f"{name} tên khác {at}"],
        "unit": name,
        "kind": "flow" if at % 4 else "level",
        "target": {"at_least": 50},
        "quote": f"{said} đạt 50" if len(said) < len(LONGEST) else "đạt 50",
        "owner": f"{name} phòng {at}",
        "note": said,
        "baseline": {"value": 1, "source": said},
        "revisions": [{"from": "2024-05-01", "decided_by": reason, "why": reason, "target": {"at_least": 60}}],
        "also": [{"plan": f"{name} kế hoạch", "target": {"at_least": 70}}],
    }


def figures_of(at: int, name: str, said: str) -> Iterator[dict[str, object]]:
    """A figure of the place and one of an area."""
    unit = "" if unprotected(name) != name else name  # in front of a formula `'` is not part of the text
    common = {"indicator": f"i{at}", "unit": unit, "source": " ".join(said.split()), "note": said}
    yield {**common, "period": "2024-06", "value": at, "area": ""}
    yield {**common, "period": "2024-05", "value": 1, "area": f"0{at:04}"}


def put(path: Path, document: object) -> None:
    """As JSON, which is YAML, and writes what is not ASCII as an escape."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")


def send(folder: Path) -> None:
    """What an office returns: a CSV and a workbook with one good figure each, payloads and escapes everywhere else."""
    good = [f"{NAMES[1]} chỉ tiêu 1", "", 7]
    bad = [*([text, text, 7] for text in (*NAMES, RAW)), [good[0], RAW, RAW], [good[0], "", RAW]]
    rows: list[list[Any]] = [["Chỉ tiêu", "Đơn vị tính", "Tháng 6/2024"], good, *bad]
    with (folder / SENT).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "=1+1 \u202e<b>'"
    for row, column in ((row, column) for row in range(len(rows)) for column in range(3)):
        value = rows[row][column]
        cell = sheet.cell(row + 1, column + 1, in_xml(value) if isinstance(value, str) else value)
        cell.data_type = "s" if isinstance(value, str) else "n"
    book.save(folder / BOOK)


def in_xml(text: str) -> str:
    """As a workbook writes control characters: openpyxl leaves that alone, and a reader undoes it."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda found: f"_x{ord(found[0]):04X}_", text)


class Place:
    """A workspace, and what `kpi` makes of it; the same command is run once."""

    def __init__(self, folder: Path, *, hostile: bool) -> None:
        self.folder = folder
        lay_out(folder, hostile=hostile)
        send(folder)
        self._ran: dict[object, Ran] = {}

    def __call__(self, *arguments: str, columns: int | None = None) -> Ran:
        """Run it in a pipe, or in colour on a terminal."""
        if (arguments, columns) not in self._ran:
            with pytest.MonkeyPatch.context() as patch:
                ran = Kpi(patch, self.folder)(*arguments, columns=columns, env={"NO_COLOR": ""})
            self._ran[arguments, columns] = ran
        return self._ran[arguments, columns]

    def out(self, *arguments: str) -> str:
        ran = self(*arguments, *CLOCKS)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    def made(self, name: str) -> bytes:
        """A file that `kpi report` writes, or else `kpi export`."""
        is_weekly = name.startswith("kpi-")
        assert self.out(*(["report", "week", "--html"] if is_weekly else ["export", name]))
        return (self.folder / "week" / name if is_weekly else self.folder / name).read_bytes()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("payloads") / "hostile", hostile=True)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("payloads") / "twin", hostile=False)


def indicator_names() -> list[str]:
    return [f"{NAMES[at % len(NAMES)]} chỉ tiêu {at}" for at in range(len(SAID))]


def shown(text: str) -> str:
    """A text as a page or a screen has it: in one line, and `�` for what cannot be seen."""
    return "".join(sign if sign.isprintable() else " " if sign in "\n\t" else "\ufffd" for sign in text)


def assert_calm(ran: Ran) -> None:
    """Nothing but what can be seen, line ends, and on a terminal our own colours."""
    for text in (COLOUR.sub("", said).replace("\n", "") for said in (ran.out, ran.err)):
        assert text == shown(text)


def test_the_hostile_workspace_is_accepted_as_it_is(hostile: Place) -> None:
    findings = json.loads(hostile.out("check", "--format", "json"))["findings"]
    assert {one["severity"] for one in findings} <= {"warning"}
    assert [one["name"] for one in json.loads(hostile.made("a.json"))["assessments"]] == indicator_names()


# --- workbooks

BOOKS = pytest.mark.parametrize("name", ["a.xlsx", WEEKLY])
WORDS = {"t", "title", "description", "lpwstr"}  # of a cell or a chart, of the book itself, of its stamp
LAYOUT = {"rowBreaks", "brk", "col", "x", "y", "w", "h"}  # longer texts take more room
LOOKS = "xl/styles.xml"  # has one more for a text that begins like a formula
OUTWARD = re.compile("hyperlink|hlink[^x]|external|dde|oleobject|olelink|control|connection|querytable", re.IGNORECASE)


def elements(place: Place, name: str) -> Iterator[tuple[str, str, Element]]:
    """Each with the part it stands in and its name."""
    with zipfile.ZipFile(io.BytesIO(place.made(name))) as book:
        for part in book.namelist():
            for one in fromstring(book.read(part)).iter():  # noqa: S314 -- our own
                yield part, one.tag.rpartition("}")[2], one


def skeleton(place: Place, name: str) -> Iterator[tuple[object, ...]]:
    """All of a workbook but its words: formulas, cells with their types, links, names, whatever else there is."""
    for part, tag, one in elements(place, name):
        if tag not in LAYOUT and part != LOOKS:
            kept = {key: one.attrib[key] for key in one.attrib if key not in {"ht", "s"} and not key.endswith("space")}
            yield part, tag, kept, tag in WORDS or one.text


def as_excel_reads(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def texts_in(place: Place, name: str) -> set[str]:
    """The texts of all cells."""
    return {as_excel_reads("".join(one.itertext())) for _, tag, one in elements(place, name) if tag in {"is", "si"}}


@BOOKS
def test_nothing_in_a_workbook_but_its_words_comes_from_the_data(name: str, hostile: Place, twin: Place) -> None:
    for ours, expected in zip(skeleton(hostile, name), skeleton(twin, name), strict=True):
        assert ours == expected


@BOOKS
def test_a_workbook_has_no_formula_no_link_and_nothing_from_outside(name: str, hostile: Place) -> None:
    for part, tag, one in elements(hostile, name):
        assert not OUTWARD.search(tag + part)  # `hlink` of the theme is a colour
        assert "TargetMode" not in one.attrib
        if tag == "c":
            assert one.get("t", "n") in {"s", "inlineStr", "n"}
        elif tag == "f":  # of a chart: where its numbers stand
            assert part.startswith("xl/charts/")
            assert re.fullmatch(r"'[\w ]+'!\$[A-Z]+\$[0-9]+(:\$[A-Z]+\$[0-9]+)?", one.text or "")
        elif tag == "definedName":
            assert one.attrib["name"] in {"_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"}


@BOOKS
def test_openpyxl_reads_texts_where_texts_were_written_exactly_as_they_were_typed(name: str, hostile: Place) -> None:
    book = openpyxl.load_workbook(io.BytesIO(hostile.made(name)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
    assert {as_excel_reads(cell.value) for cell in cells} == texts_in(hostile, name) - {""}
    assert max(len(cell.value) for cell in cells) <= 32_767
    assert {*indicator_names(), *NAMES} <= texts_in(hostile, name)  # and the units


def test_notes_keep_their_lines_and_charts_have_names_as_words(hostile: Place) -> None:
    found = texts_in(hostile, WEEKLY)
    for text in (said.strip().replace("\r\n", "\n") for said in (*NAMES, *PROSE)):
        assert any(one.endswith(f"\n{text}") for one in found), text
    words = [one.text or "" for part, tag, one in elements(hostile, WEEKLY) if "charts/" in part and tag == "t"]
    assert all(any(shown(name) in word for word in words) for at, name in enumerate(indicator_names()) if at % 4)


def test_a_report_is_sound_and_escapes_that_were_typed_into_it_are_told_calmly(hostile: Place) -> None:
    edited, typed = io.BytesIO(), f" {in_xml(RAW)}".replace("<", "&lt;")
    with zipfile.ZipFile(io.BytesIO(hostile.made(WEEKLY))) as book, zipfile.ZipFile(edited, "w") as copy:
        for part in book.namelist():
            copy.writestr(part, book.read(part).replace(" chỉ tiêu 1<".encode(), f"{typed}<".encode()))
    (hostile.folder / "edited.xlsx").write_bytes(edited.getvalue())
    assert hostile("verify", f"week/{WEEKLY}").code == 0
    for ran in (hostile("verify", "edited.xlsx", columns=columns) for columns in (None, 80)):
        assert ran.code == 1
        assert_calm(ran)


# --- the page

PAGES = pytest.mark.parametrize("name", ["a.html", PAGE])


class Seen(HTMLParser):
    """The tags of a page with their attributes, and its texts; a comment is a tag here."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: set[str] = set()
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.tags.append((data, {}))

    def handle_data(self, data: str) -> None:
        self.texts.add(data)


@PAGES
def test_no_tag_and_no_attribute_of_the_page_comes_from_the_data(name: str, hostile: Place, twin: Place) -> None:
    pages = Seen(hostile.made(name)), Seen(twin.made(name))
    for (tag, found), (other_tag, expected) in zip(*(page.tags for page in pages), strict=True):
        assert (tag, found.keys()) == (other_tag, expected.keys())
        assert re.fullmatch("[a-z_ -]*", found.get("class") or "")  # says whether a word is long
        assert all(found[key] == expected[key] for key in found if key not in {"class", "aria-label"})
    assert set(map(shown, indicator_names())) <= pages[0].texts


@PAGES
def test_the_page_runs_our_script_and_leads_nowhere(name: str, hostile: Place) -> None:
    tags = Seen(hostile.made(name)).tags
    policy = next(found["content"] or "" for _, found in tags if "http-equiv" in found)
    assert policy.startswith("default-src 'none';")
    for tag, file in (("script", "page.js"), ("style", "page.css")):
        digest = hashlib.sha256((REPOSITORY / "src" / "phongtho_kpi" / "write" / file).read_bytes()).digest()
        assert f"{tag}-src 'sha256-{b64encode(digest).decode()}'" in policy
        assert [found for one, found in tags if one == tag] == [{}]
    leads = {found[key] for _, found in tags for key in ("href", "src", "action", "srcset") if key in found}
    assert all(re.fullmatch("data:,|#i[0-9]+", lead or "") for lead in leads)


# --- CSV


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def formulas(rows: list[list[str]]) -> list[str]:
    """The fields that a spreadsheet would compute; a negative number is none."""
    return [field for row in rows for field in row if re.match(r"[=+@\t\r]|-(?![0-9.]+$)", field)]


@pytest.mark.parametrize("way", ["printed", "exported"])
def test_no_field_of_csv_is_a_formula_and_reading_it_back_gives_what_was_typed(way: str, hostile: Place) -> None:
    content = hostile.out("status", "--format", "csv").encode() if way == "printed" else hostile.made("a.csv")
    heading, *rows = csv_rows(content)
    assert formulas(rows) == []
    assert [unprotected(row[heading.index("name")]) for row in rows] == indicator_names()


@pytest.mark.parametrize("sent", [SENT, BOOK], ids=["csv", "xlsx"])
def test_what_an_import_keeps_and_hands_back_is_no_formula(sent: str, tmp_path: Path) -> None:
    place = Place(tmp_path / "place", hostile=True)
    before = set(place.folder.rglob("*"))
    ran = place("import", "--partial", sent)
    assert ran.code == 1
    assert_calm(ran)
    new = set(place.folder.rglob("*")) - before
    (kept,) = (path for path in new if path.parent.name == "2024")
    (returned,) = (path.read_bytes() for path in new if path.parent == place.folder)
    assert re.fullmatch("[0-9A-Za-z-]+.csv", kept.name)
    assert formulas(csv_rows(kept.read_bytes())) == []
    assert place("check").code == 0  # and what is kept is read again
    if sent == SENT:  # the sender's cells go back as they came; what we say of them is a text
        assert formulas([row[-1:] for row in csv_rows(returned)]) == []
    else:
        with zipfile.ZipFile(io.BytesIO(returned)) as book:
            assert not any(re.search(b"<f[ >]|hyperlink|TargetMode", book.read(part)) for part in book.namelist())


# --- Markdown

LETTER, TABLE = ["report", "week", "--format", "md"], ["status", "--format", "md"]
MARKUP = {"html_block", "html_inline", "link_open", "image", "fence", "code_block", "code_inline", "em_open", "s_open"}


@pytest.mark.parametrize("command", [LETTER, TABLE], ids=["letter", "table"])
def test_nothing_in_markdown_is_markup_but_ours(command: list[str], hostile: Place, twin: Place) -> None:
    github = MarkdownIt("commonmark").enable(["table", "strikethrough"])  # markdown-it comes with rich
    text = hostile.out(*command)
    found, expected = (
        [(token, *(token.children or ())) for token in github.parse(one.out(*command))] for one in (hostile, twin)
    )
    kinds, others = (
        [(one.type, one.tag, one.level) for some in tokens for one in some] for tokens in (found, expected)
    )
    assert kinds == others
    assert not {kind for kind, *_ in kinds} & MARKUP
    assert not re.search(r"(?<!\\)@|www\.|://", text)  # GitHub makes a link of each, or calls somebody
    read = ["".join(one.content for one in rest) for _, *rest in found]
    names = indicator_names() if command == TABLE else indicator_names()[:5]  # the letter has those that are behind
    assert [name for name in map(shown, names) if not any(name in one for one in read)] == []


# --- terminals and pipes

SCREENS = pytest.mark.parametrize("columns", [None, 80], ids=["pipe", "terminal"])
OF_ONE = [[command, f"i{at}"] for command in ("show", "log") for at in (0, *range(len(NAMES) - 2, len(SAID)))]
RETURNS = [[*command, sent] for command in (["import", "--dry-run"], ["peek"]) for sent in (SENT, BOOK)]


@SCREENS
@pytest.mark.parametrize(
    "command",
    [["status", *CLOCKS], ["status", "--since", "2024-06-30"], *OF_ONE, ["log"], ["check"], *RETURNS]
    + [["peek", sent, "--cells"] for sent in (SENT, BOOK)],
    ids=lambda command: shown(" ".join(command[:3])),
)
def test_no_control_character_reaches_a_screen(command: list[str], columns: int | None, hostile: Place) -> None:
    ran = hostile(*command, columns=columns)
    assert ran.code == (command[0] == "import")
    assert bool(COLOUR.search(ran.out)) == bool(columns)
    assert_calm(ran)


@pytest.mark.parametrize("columns", [None, 9_999], ids=["pipe", "terminal"])
def test_a_screen_shows_the_words_as_they_were_typed(columns: int | None, hostile: Place) -> None:
    assert all(name in COLOUR.sub("", hostile("status", columns=columns).out) for name in map(shown, indicator_names()))
    assert shown(TURNED) in COLOUR.sub("", hostile("show", OF_TURNED, columns=columns).out)


@pytest.mark.parametrize(
    "command",
    [["status"], ["show", OF_TURNED], ["check"], ["log"], ["log", OF_TURNED], *RETURNS],
    ids=lambda command: shown(" ".join(command[:3])),
)
def test_json_tells_every_character_and_a_terminal_obeys_none(command: list[str], hostile: Place) -> None:
    text = hostile(*command, "--format", "json").out
    assert isinstance(json.loads(text), dict)
    assert {sign for sign in text if sign != "\n" and is_active(sign)} == set()


def is_active(sign: str) -> bool:
    """A control character, half of one, or one that turns the line around."""
    return unicodedata.category(sign) in {"Cc", "Cs"} or unicodedata.bidirectional(sign) in {"RLO", "LRO", "LRI", "RLI"}


# --- refusals


@SCREENS
@pytest.mark.parametrize("payload", REFUSED, ids=ascii)
def test_a_text_that_is_refused_is_told_without_obeying_it(
    payload: str, columns: int | None, kpi: Kpi, tmp_path: Path
) -> None:
    bad = {**an_indicator(0, f"x{payload}", payload), "kind": payload, payload: payload}
    put(tmp_path / "targets" / "2024.yaml", {**a_catalogue([bad]), payload: payload})
    put(tmp_path / "targets" / "areas.yaml", {"schema": 1, "areas": [{"code": payload, "name": {"vi": payload}}]})
    # as such, not as an escape: the character ends the reading
    (tmp_path / "targets" / "2025.yaml").write_bytes(f"year: {payload}\n".encode(errors="replace"))
    for command, code in ((["check"], 1), (["status"], 2), (["check", "--year", "2025"], 1)):
        ran = kpi(*command, columns=columns, env={"NO_COLOR": ""})
        assert ran.code == code
        assert "KPI" in ran.out + ran.err
        assert_calm(ran)


@SCREENS
@pytest.mark.parametrize("payload", [one for one in REFUSED if one not in "\x00\ud800"], ids=ascii)
def test_figures_that_are_refused_are_told_without_obeying_them(
    payload: str, columns: int | None, hostile: Place, tmp_path: Path, kpi: Kpi
) -> None:
    shutil.copytree(hostile.folder / "targets", tmp_path / "targets")
    figure = {"indicator": "i1", "period": "2024-06", "value": "1"}
    write_csv(tmp_path / "data" / "a.csv", [{**figure, key: f"x{payload}"} for key in DATA_COLUMNS])
    write_csv(tmp_path / "data" / f"{payload[:5]}.csv", [figure], columns=(f"x{payload}", *DATA_COLUMNS))
    ran = kpi("check", columns=columns, env={"NO_COLOR": ""})
    assert ran.code == 1
    assert {"KPI108", "KPI116"} <= set(re.findall("KPI[0-9]{3}", ran.out))
    assert_calm(ran)


OPTIONS = [
    *(["status", f"--{name}"] for name in ("as-of", "since", "group", "owner", "sort", "format", "actuals")),
    *(["import", SENT, f"--{name}"] for name in ("area", "period", "alias", "profile", "numbers")),
    *([command] for command in ("show", "log", "verify", "import", "peek", "export")),
    *([], ["log", "--lang"], ["log", "--year"], ["log", "--workspace"], ["peek", SENT, "--sheet"]),
]


@pytest.mark.parametrize("command", OPTIONS, ids=lambda command: shown(" ".join(command)) or "command")
def test_what_is_wrong_on_the_command_line_is_told_without_obeying_it(command: list[str], hostile: Place) -> None:
    for ran in (hostile(*command, RAW), hostile(*command, f"--{RAW}")):
        assert (ran.code, ran.out) == (2, "")
        assert_calm(ran)


@pytest.mark.parametrize("command", RETURNS[::2], ids=["import", "peek"])
def test_a_file_name_that_is_no_text_is_told_by_the_program_itself(command: list[str], hostile: Place) -> None:
    path = os.fsencode(hostile.folder) + b"/\xff\x1b[31m\x9b.csv"
    Path(os.fsdecode(path)).write_bytes((hostile.folder / SENT).read_bytes())
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY / "src"), "LC_ALL": "C"}
    program = [sys.executable, "-m", "phongtho_kpi", "-w", str(hostile.folder), *command[:-1], path]
    ran = subprocess.run(program, env=environment, capture_output=True, check=False)
    assert ran.returncode == (command[0] == "import")
    assert_calm(Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode()))

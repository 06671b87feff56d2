"""The page as a file: whole, quiet, readable by everybody, and deaf to whatever the data tries to be."""

import base64
import hashlib
import re
import time
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import REPOSITORY, assert_golden
from phongtho_kpi.model.assessment import Assessments, Status
from phongtho_kpi.model.catalogue import Group, LocalText, Place, Source
from phongtho_kpi.report.page import status_page
from phongtho_kpi.report.table import SYMBOLS, Tone
from phongtho_kpi.write.html_file import html_bytes
from report.reports import EN, VI, a_target, a_year, an_assessment, assessments_of, the_tea

WRITE = REPOSITORY / "src" / "phongtho_kpi" / "write"
STYLE = (WRITE / "page.css").read_text(encoding="utf-8")
SCRIPT = (WRITE / "page.js").read_text(encoding="utf-8")

VOID = {"meta", "link", "input", "br"}
ADDRESSES = {"href", "src", "srcset", "action", "formaction", "data", "xlink:href", "poster", "background", "ping"}
ATTRIBUTES = {
    "aria-hidden", "aria-label", "aria-labelledby", "autocomplete", "charset", "class", "colspan", "content", "d",
    "data-status", "data-text", "for", "height", "hidden", "href", "http-equiv", "id", "lang", "name", "open",
    "overflow", "points", "preserveaspectratio", "rel", "role", "scope", "spellcheck", "type", "value", "viewbox",
    "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
PAYLOADS = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style></script><img src=x onerror=alert(1)>",
    '" onload="alert(1)',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "data:text/html,<b>x</b>",
    "https://example.org/ www.example.org a@example.org",
    "<a href=javascript:alert(1)>x</a>",
    "<!-- x",
    "]]><svg/onload=alert(1)>",
    "&lt;b&gt; &amp; &#60;",
    "{{ 7 * 7 }}{% raw %}{#",
    "${7*7}`",
    "\\u003cscript\\u003e",
]
INVISIBLE = ["a\x00b", "a\x1bb", "a\x07b", "a\u202eb", "a\u2066b", "a\u200bb", "a\ufeffb", "a\ud800b", "a\x85b"]


@dataclass
class Seen(HTMLParser):
    """What a browser would see: elements with their attributes, and the text between them."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), attrs
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        """The attributes of the elements that have these."""
        return [found for name, found in self.elements if name == tag and attributes.items() <= found.items()]


def made(year: Assessments | None = None, messages: Any = VI, courses: Any = None) -> str:
    year = year or a_year()
    tea = {"tea_new": the_tea()[1]} if courses is None else courses
    return html_bytes(status_page(year, year.entries, tea, messages)).decode()


def seen(page: str) -> Seen:
    reader = Seen()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def a_year_of(text: str, *, every: bool = True) -> Assessments:
    """One indicator of each status with `text` in every field that a text can stand in."""
    local = LocalText(vi=text, en=text)
    entries = [
        an_assessment(
            text,
            id=f"x{at}",
            unit=text,
            owner=text,
            target=a_target("at_least", "50"),
            status=status.value,
            value="20",
            period="2024-7M",
            expected="30",
            attainment="40",
            frequency="month",
            flags=("stale",),
        )
        for at, status in enumerate(Status if every else [Status.MISSED])
    ]
    year = assessments_of(*entries)
    groups = tuple(Group(one.id, local, one.indicators) for one in year.catalogue.groups)
    catalogue = replace(
        year.catalogue, place=Place("109", local), source=Source(text, None), groups=groups, lang=year.catalogue.lang
    )
    return replace(year, catalogue=catalogue)


def courses_of(year: Assessments) -> dict[str, Any]:
    return {entry.indicator.id: the_tea()[1] for entry in year.entries}


# as people get it


@pytest.mark.parametrize("messages", [VI, EN], ids=lambda messages: messages.lang)
def test_the_page_as_it_is_written(messages: Any) -> None:
    page = made(messages=messages).replace(STYLE, "…").replace(SCRIPT, "…")
    assert_golden(f"report/page-{messages.lang}.html", re.sub(r"sha256-[^&]+", "sha256-…", page))


@pytest.mark.parametrize("messages", [VI, EN], ids=lambda messages: messages.lang)
def test_everything_opened_is_closed_and_nothing_is_left_of_the_template(messages: Any) -> None:
    page = made(messages=messages)
    found = seen(page)
    assert found.comments == []
    assert {name for _, attributes in found.elements for name in attributes} <= ATTRIBUTES
    outside = page.replace(STYLE, "").replace(SCRIPT, "").replace("{count}", "")
    assert not re.search(r"\{|\}|<built-in|object at|None\b|undefined", outside)
    assert found.all("html") == [{"lang": messages.lang}]


def test_the_same_page_is_the_same_bytes_on_any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    first = made()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2033, 5, 18, 3, 33, 20, 2, 138, 0)))
    assert made() == first
    assert "\r" not in first


def test_only_our_own_style_and_script_may_work() -> None:
    page = made()
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert (style, script) == ([STYLE], [SCRIPT])
    (policy,) = seen(page).all("meta", **{"http-equiv": "Content-Security-Policy"})
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style[0], script[0])]
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_the_style_and_the_script_end_where_they_end_and_ask_for_nothing() -> None:
    for text in (STYLE, SCRIPT):
        assert "</" not in text
        assert "<!--" not in text
        assert not re.search(r"url\(|@import|https?:|fetch|XMLHttp|innerHTML|eval|Function\(", text)


def test_nothing_is_asked_for_from_anywhere() -> None:
    page = made()
    found = seen(page)
    addresses = {value for _, attributes in found.elements for name, value in attributes.items() if name in ADDRESSES}
    assert {value for value in addresses if value is not None and not value.startswith("#i")} == {"data:,"}
    assert not any(name == "style" or name.startswith("on") for _, had in found.elements for name in had)


def test_links_lead_to_rows_that_are_there() -> None:
    found = seen(made())
    rows = {row["id"] for row in found.all("tr") if "id" in row}
    links = [link["href"] for link in found.all("a")]
    assert len(links) == 2
    assert {link.removeprefix("#") for link in links if link} <= rows


# for everybody


def test_symbols_have_their_word_beside_them_and_are_not_read_out() -> None:
    page = made()
    signs = re.findall(
        r'<span class="sign" aria-hidden="true">(.)\N{VARIATION SELECTOR-15}</span> (?:<a href="#\w+">)?\w', page
    )
    assert set(signs) >= set(SYMBOLS.values())
    assert page.count('class="sign"') == len(signs)


def test_the_table_says_what_heads_what() -> None:
    found = seen(made())
    scopes = [head.get("scope") for head in found.all("th")]
    assert None not in scopes
    assert (scopes.count("col"), scopes.count("rowgroup"), scopes.count("row")) == (10, 3, 13)
    for tag, role in (("table", "table"), ("thead", "rowgroup"), ("tbody", "rowgroup"), ("tr", "row"), ("td", "cell")):
        assert {element.get("role") for element in found.all(tag)} == {role}
    columns = len(found.all("th", scope="col"))
    assert all(head["colspan"] == str(columns) for head in found.all("th", scope="rowgroup"))
    assert len(found.all("td")) == 13 * (columns - 1)


def test_graphs_and_fields_have_names() -> None:
    found = seen(made())
    graphs = [graph for graph in found.all("svg") if graph.get("role") == "img"]
    assert len(graphs) == 10
    assert all(graph["aria-label"] for graph in graphs)
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {value for _, had in found.elements for key, value in had.items() if key in ("for", "aria-labelledby")}
    assert named <= set(ids)


def test_search_and_filter_are_not_there_without_the_script() -> None:
    (tools,) = seen(made()).all("div", id="tools")
    assert "hidden" in tools


def colours() -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#\w{6});", STYLE))


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, as WCAG 2 has it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    lighter, darker = sorted((light(one), light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["ink", "faint", "good", "warning", "bad"])
def test_text_stands_out_from_the_paper_and_from_a_row_that_is_pointed_at(name: str) -> None:
    pointed_at = re.search(r"tr:target \{\s*background: (#\w{6});", STYLE)
    assert pointed_at
    assert contrast(colours()[name], "#ffffff") >= 4.5
    assert contrast(colours()[name], pointed_at[1]) >= 4.5


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.INFORMATIVE])
def test_the_numbers_in_the_bar_stand_out(status: Status) -> None:
    piece = re.search(rf"\.stack \.status-{status} \{{\s*fill: (#\w{{6}});", STYLE)
    assert piece
    dark = re.search(rf"\.stack \.on-{status}\b", STYLE)
    assert contrast(colours()["ink"] if dark else "#ffffff", piece[1]) >= 4.5


@pytest.mark.parametrize("tone", ["good", "warning", "bad", "failed"])
def test_bars_stand_out_from_their_track_and_have_the_colour_of_their_word(tone: str) -> None:
    bar = re.search(rf"rect\.tone-{tone}\b[^{{]*\{{\s*fill: (#\w{{6}});", STYLE)
    assert bar
    assert contrast(bar[1], colours()["track"]) >= 3
    assert tone in set(Tone)


# what the data tries


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_the_data_becomes_markup_a_script_or_a_link(payload: str) -> None:
    harmless, hostile = a_year_of("x"), a_year_of(payload)
    expected = seen(made(harmless, courses=courses_of(harmless)))
    found = seen(made(hostile, courses=courses_of(hostile)))
    assert [(tag, list(had)) for tag, had in found.elements] == [(tag, list(had)) for tag, had in expected.elements]
    for (_, had), (_, like) in zip(found.elements, expected.elements, strict=True):
        assert {key: ours(had, key) for key in had} == {key: ours(like, key) for key in like}
    shown = " ".join("".join(found.texts).split())
    assert shown.count(payload) > 9 * 3


def ours(attributes: dict[str, str | None], key: str) -> str | None:
    """The value of an attribute that the data has no part in; only the words that name a graph are the data's."""
    value = attributes[key]
    return None if key == "aria-label" or value is None else value.replace(" long", "")


@pytest.mark.parametrize("text", INVISIBLE)
def test_characters_that_hide_or_turn_what_follows_do_not_reach_the_page(text: str) -> None:
    year = a_year_of(text)
    page = made(year, courses=courses_of(year))
    assert "a�b" in page
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", page)


@given(st.text(min_size=1, max_size=30))
def test_any_text_leaves_the_page_as_it_is(text: str) -> None:
    year = a_year_of(text, every=False)
    found = seen(made(year, courses=courses_of(year)))
    harmless = a_year_of("x", every=False)
    expected = seen(made(harmless, courses=courses_of(harmless)))
    assert [tag for tag, _ in found.elements] == [tag for tag, _ in expected.elements]

"""Documentation that cannot lie: the pages say what the program does, and the numbers are the documents' own."""

import csv
import json
import re
import shlex
import textwrap
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from inspect import getmembers, isclass
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel
from ruamel.yaml import YAML

from conftest import REPOSITORY, REWRITE_GOLDEN, Kpi
from phongtho_kpi.cli.app import make_app
from phongtho_kpi.cli.common import COMMANDS, Common, KpiGroup
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Flag, OutlookVerdict, Reason, Status
from phongtho_kpi.model.catalogue import Frequency, Goal, Kind, Shape
from phongtho_kpi.model.finding import Severity
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.read import catalogue_contract

README = REPOSITORY / "README.md"
DOCS = REPOSITORY / "docs"
SOURCE = REPOSITORY / "src" / "phongtho_kpi"
DECISION = DOCS / "sources" / "phat-dong-thi-dua-2024.txt"
FULL_YEAR = REPOSITORY / "examples" / "full-year"
PAGES = [README, *sorted(DOCS.glob("*.md"))]

WORDS: tuple[type[StrEnum], ...] = (
    Status, Flag, Reason, Kind, Shape, Goal, Frequency, ObservationStatus, OutlookVerdict, Severity,
)  # fmt: skip
SPOKEN: dict[type[StrEnum], str] = {  # the words that the program says in both languages, and where it has them
    Status: "status",
    Flag: "flag",
    Reason: "reason",
    Kind: "kind",
    Frequency: "frequency",
    ObservationStatus: "observation_status",
    OutlookVerdict: "outlook",
    Severity: "severity",
}
LISTS_OF_THE_CATALOGUE = {"groups", "indicators"}  # read apart from the contracts

_HEADER = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: huyện Phong Thổ}}
source: {title: Phát động thi đua năm 2024, file: docs/sources/phat-dong-thi-dua-2024.txt}
groups:
  - id: all
    name: {vi: Tất cả}
    indicators:
"""
_BOUNDS = ("at_least", "at_most", "within")
_MADE_UP = "số liệu giả định"
_MARK = "(giả định)"
_CAN_BE_MADE_UP = {"target", "baseline", "trajectory", "tolerance", "also", "revisions"}
_KEY = re.compile(r" {8}(?P<key>[a-z_]+):")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_words(page: Path) -> set[str]:
    """The words that a page writes as code: in backticks, or in a block."""
    text = read(page)
    spans = re.findall(r"^```.*?^```$", text, re.MULTILINE | re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    return {word for span in spans for word in re.findall(r"\w+", span)}


def blocks(page: Path, language: str) -> list[str]:
    """What stands in the fenced blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", read(page), re.MULTILINE | re.DOTALL)


def catalogue(root: Path) -> dict[str, dict[str, Any]]:
    """The indicators of a workspace's catalogue as they are written, every scalar a text."""
    content = YAML(typ="base").load(read(root / "targets" / "2024.yaml"))
    return {one["id"]: one for group in content["groups"] for one in group["indicators"]}


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def errors_of_catalogue(kpi: Kpi, text: str) -> list[dict[str, str]]:
    """What `kpi check` says of a catalogue that stands beside the decision it quotes."""
    for name, content in (("targets/2024.yaml", text), ("docs/sources/phat-dong-thi-dua-2024.txt", read(DECISION))):
        path = kpi.folder / name
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
    (kpi.folder / "data").mkdir()
    found: list[dict[str, str]] = json.loads(kpi("check", "--as-of", "2024-12-31", "--format", "json").out)["findings"]
    return [one for one in found if one["severity"] == "error"]


# the words


@pytest.mark.parametrize("page", ["glossary.md", "rules.md"])
@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.__name__)
def test_every_word_of_the_model_is_on_the_page(words: type[StrEnum], page: str) -> None:
    assert {word.value for word in words} <= code_words(DOCS / page)


@pytest.mark.parametrize("words", SPOKEN, ids=lambda words: words.__name__)
def test_the_glossary_has_the_words_that_the_program_says(words: type[StrEnum]) -> None:
    rows = [line.casefold().split(" | ") for line in read(DOCS / "glossary.md").splitlines() if line.startswith("| ")]
    vi, en = Messages("vi"), Messages("en")
    for word in words:
        key = f"{SPOKEN[words]}.{word.value}"
        wanted = f"| {vi(key)}".casefold(), f"`{word.value}`, {en(key)}".casefold()
        assert wanted in [(row[0], row[1]) for row in rows], f"{key}: {wanted}"


def test_every_key_of_the_catalogue_is_in_the_rules() -> None:
    contracts = [
        contract
        for _, contract in getmembers(catalogue_contract, isclass)
        if issubclass(contract, BaseModel) and contract.__module__ == catalogue_contract.__name__
    ]
    keys = {field.alias or name for contract in contracts for name, field in contract.model_fields.items()}
    assert len(keys) > 30
    assert keys | LISTS_OF_THE_CATALOGUE <= code_words(DOCS / "rules.md")


# the rules


def sections() -> list[str]:
    return re.findall(r"^#+ §([0-9](?:\.[0-9])?)\. ", read(DOCS / "rules.md"), re.MULTILINE)


def test_the_rules_are_numbered_in_order_and_each_once() -> None:
    assert sections() == sorted(set(sections()))
    assert {number for number in sections() if "." not in number} == set("12345678")


def test_every_section_that_show_can_cite_is_there() -> None:
    cited = set(re.findall(r'"([0-9](?:\.[0-9])?)"', read(SOURCE / "report" / "rule.py")))
    assert {"3", "4", "5.5"} <= cited <= set(sections())


def test_every_section_that_the_code_names_is_there() -> None:
    named = {
        number for path in SOURCE.rglob("*.py") for number in re.findall(r"§([0-9](?:\.[0-9](?![0-9]))?)", read(path))
    }
    assert {"1", "5.2"} <= named <= set(sections())


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_show_cites_sections_that_are_there(kpi: Kpi, lang: str) -> None:
    for identity in catalogue(FULL_YEAR):
        out = kpi("-w", FULL_YEAR, "--lang", lang, "show", identity, "--as-of", "2024-09-30").out
        cited = set(re.findall(r"§([0-9.]*[0-9])", out))
        assert cited, identity
        assert cited <= set(sections())


def test_every_section_is_in_english_too() -> None:
    parts = re.split(r"^## ", read(DOCS / "rules.md"), flags=re.MULTILINE)
    assert [part.count("<details><summary>English</summary>\n\n") for part in parts] == [1] * len(parts)
    assert [part.count("\n\n</details>\n") for part in parts] == [1] * len(parts)


def test_the_catalogue_in_the_rules_is_accepted(kpi: Kpi) -> None:
    assert errors_of_catalogue(kpi, blocks(DOCS / "rules.md", "yaml")[0]) == []


def test_the_document_in_the_rules_has_the_keys_that_status_prints(kpi: Kpi) -> None:
    shown = json.loads(blocks(DOCS / "rules.md", "json")[0])
    ran = kpi("-w", FULL_YEAR, "status", "--as-of", "2024-07-31", "--known-on", "2024-12-31", "--format", "json")
    printed = json.loads(ran.out)
    assert list(shown) == list(printed)
    for key in ("place", "summary"):
        assert list(shown[key]) == list(printed[key])
    for key in ("assessments", "findings"):
        assert list(shown[key][0]) == list(printed[key][0])
    assert list(shown["assessments"][0]["outlook"]) == list(printed["assessments"][0]["outlook"])


# the README


def test_every_command_is_in_the_readme() -> None:
    readme = read(README)
    assert [command for command in COMMANDS if not re.search(rf"\bkpi (?:\S+ )*{command}\b", readme)] == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_option_is_in_the_help(kpi: Kpi, command: str) -> None:
    group = typer.main.get_command(make_app())
    assert isinstance(group, KpiGroup)
    context = typer.Context(group, info_name="kpi", obj=Common())
    owner = group.get_command(context, command) if command else group
    heard = [one for one in owner.get_params(context) if not getattr(one, "hidden", False)]
    options = {name for one in heard for name in (*one.opts, *one.secondary_opts)}
    shown = kpi(*filter(None, [command]), "--help").out
    long = sorted(option for option in options if option.startswith("--"))
    assert "--lang" in long
    assert [option for option in long if not re.search(rf"(?<![\w-]){option}(?![\w-])", shown)] == []


def test_there_is_a_picture_in_the_readme() -> None:
    assert [part for block in blocks(README, "console") for part in runs(block)]


@pytest.mark.parametrize("number", range(len(blocks(README, "console"))))
def test_a_console_block_of_the_readme_says_what_the_program_prints(kpi: Kpi, number: int) -> None:
    kpi.folder = REPOSITORY
    written = blocks(README, "console")[number]
    printed = "".join(as_printed(kpi, command, below) for command, below in parts(written))
    if REWRITE_GOLDEN:
        fence, readme = "```console\n", read(README)
        README.write_text(readme.replace(f"{fence}{written}", f"{fence}{printed}"), encoding="utf-8")
        written = printed
    assert written == printed, "README.md differs; KPI_REWRITE_GOLDEN=1 writes it anew"


def parts(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the text below it."""
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if part:
            command, _, below = part.partition("\n")
            yield command, below


def runs(block: str) -> list[list[str]]:
    """The arguments of every `kpi` in a block."""
    words = [shlex.split(command) for command, _ in parts(block)]
    return [line[2:] for line in words if line[:2] in (["$", "kpi"], ["$", ".venv/bin/kpi"])]


def as_printed(kpi: Kpi, command: str, below: str) -> str:
    """A command with what it prints; one of another program is left as it is."""
    for arguments in runs(command):
        assert not {"import", "export"} & set(arguments) or "--dry-run" in arguments, "it would write files"
        assert not {"status", "show"} & set(arguments) or {"--as-of", "--known-on"} <= set(arguments), "it would age"
        ran = kpi(*arguments)
        below = ran.out + ran.err
    return f"{command}\n{below}"


def test_what_the_readme_says_to_write_into_the_catalogue_is_accepted(kpi: Kpi) -> None:
    written = [textwrap.dedent(block) for block in blocks(README, "yaml")]
    (indicator,) = (block for block in written if block.startswith("- id:"))
    (revisions,) = (block for block in written if block.startswith("revisions:"))
    text = _HEADER + textwrap.indent(indicator, " " * 6) + textwrap.indent(revisions, " " * 8)
    assert errors_of_catalogue(kpi, text) == []
    assert len(json.loads(kpi("status", "--as-of", "2024-12-31", "--format", "json").out)["assessments"]) == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", re.sub(r"^```.*?^```$", "", read(page), flags=re.MULTILINE | re.DOTALL))
    inside = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_the_readme_leads_to_every_page() -> None:
    linked = {(REPOSITORY / link).resolve() for link in re.findall(r"\]\(([^)#\s]+)", read(README))}
    assert [page.name for page in PAGES if page != README and page.resolve() not in linked] == []


# the numbers


def vietnamese_numbers(text: str) -> set[Decimal]:
    """The numbers of a Vietnamese sentence: `36.100` is thirty-six thousand one hundred, `44,36` is a fraction."""
    found = re.findall(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?", text)
    return {Decimal(number.replace(".", "").replace(",", ".")) for number in found}


def test_every_numeric_target_is_the_number_in_the_words_it_quotes() -> None:
    with_number = {
        identity: one for identity, one in catalogue(REPOSITORY).items() if set(one.get("target", ())) & set(_BOUNDS)
    }
    assert len(with_number) == 41
    for identity, one in with_number.items():
        bounds = [one["target"][key] for key in _BOUNDS if key in one["target"]]
        (bound,) = bounds
        assert Decimal(bound) in vietnamese_numbers(one["quote"]), identity


def test_every_quote_stands_in_the_document_and_in_its_order() -> None:
    document = folded(read(DECISION))
    quotes = [folded(one["quote"]) for one in catalogue(REPOSITORY).values() if "target" in one]
    places = [document.find(quote) for quote in quotes]
    assert -1 not in places
    assert places == sorted(set(places))


def test_what_has_no_quote_has_no_target() -> None:
    assert {
        one for one, content in catalogue(REPOSITORY).items() if ("quote" in content) != ("target" in content)
    } == set()


def rows(root: Path) -> list[tuple[str, dict[str, str]]]:
    """Every row of a workspace's figures, with the place it stands in."""
    found = []
    for path in sorted((root / "data").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [(f"{path.name}:{number}", row) for number, row in enumerate(csv.DictReader(file), start=2)]
    assert found
    return found


def test_every_published_figure_says_where_it_was_published_and_in_which_words() -> None:
    sources = {path.relative_to(REPOSITORY).as_posix() for path in (DOCS / "sources").iterdir()}
    for place, row in rows(REPOSITORY):
        assert row["source"] in sources or re.fullmatch(r"https://[^\s/]+/\S+", row["source"]), place
        assert row["note"].strip(), place


def test_the_figures_quoted_from_the_document_stand_in_it() -> None:
    document = folded(read(DECISION))
    for place, row in rows(REPOSITORY):
        if row["source"].startswith("docs/"):
            words = re.sub(r" \[[^]]*\]$", "", folded(row["note"]))
            assert words in document, place
            assert Decimal(row["value"]) in vietnamese_numbers(words), place


def test_every_made_up_figure_says_so() -> None:
    assert {row["source"] for _, row in rows(FULL_YEAR)} == {_MADE_UP}
    place = YAML(typ="base").load(read(FULL_YEAR / "targets" / "2024.yaml"))["place"]["name"]
    assert "SỐ LIỆU GIẢ ĐỊNH" in place["vi"]
    assert "MADE-UP FIGURES" in place["en"]


def test_the_example_has_the_real_targets_and_marks_what_it_adds() -> None:
    real, example = catalogue(REPOSITORY), catalogue(FULL_YEAR)
    assert list(example) == list(real)
    marked = marked_keys(read(FULL_YEAR / "targets" / "2024.yaml"))
    for identity, one in example.items():
        other = real[identity]
        for key in ("name", "unit", "kind", "quote"):
            assert one.get(key) == other.get(key), f"{identity}.{key}"
        assert bound_of(one) == bound_of(other), identity
        added = {
            key for key in one.keys() | other.keys() if without_wording(one.get(key)) != without_wording(other.get(key))
        }
        if "baseline" in marked[identity] and "trajectory" not in one and other.get("trajectory") == "year_end":
            added.remove("trajectory")  # the real one says so for want of a baseline; with one it needs not
        assert added - {"note"} <= marked[identity], identity


def bound_of(indicator: dict[str, Any]) -> dict[str, Any]:
    """A target without what a key of its own may add to it."""
    return {key: bound for key, bound in indicator.get("target", {}).items() if key not in {"stretch", "due"}}


def without_wording(value: Any) -> Any:
    """A value as far as it is one: where a baseline was read may be said in other words."""
    return {key: one for key, one in value.items() if key != "source"} if isinstance(value, dict) else value


def marked_keys(text: str) -> dict[str, set[str]]:
    """By indicator the keys below a comment that says they are made up, down to the first that cannot be."""
    marked: dict[str, set[str]] = {}
    identity, is_made_up = "", False
    for line in text.splitlines():
        if begins := re.match(r" {6}- id: (\S+)", line):
            identity, is_made_up = begins[1], False
            marked[identity] = set()
        elif line.lstrip().startswith("#"):
            is_made_up = _MARK in line
        elif key := _KEY.match(line):
            is_made_up = is_made_up and key["key"] in _CAN_BE_MADE_UP
            marked[identity] |= {key["key"]} if is_made_up else set()
    return marked

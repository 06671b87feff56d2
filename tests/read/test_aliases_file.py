"""`data/aliases.yaml`: what names in returns were found to mean (docs/commands.md, *Names*)."""

from pathlib import Path

import pytest

from builders import FILE, a_catalogue, an_indicator
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import LocalText
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.read.aliases_file import AliasesFile, read_aliases, with_aliases

SHOWN = "data/aliases.yaml"
CATALOGUE = a_catalogue(an_indicator(id="revenue", aliases=("Thu",)), an_indicator(id="herd"))
AREAS = Areas(
    (
        Area("09001", LocalText(vi="Xã Suối Giả"), FILE),
        Area("09002", LocalText(vi="Xã Đồi Giả"), FILE, aliases=("Đồi Giả",)),
        Area("09001", LocalText(vi="Xã Rừng Giả"), FILE),
    )
)


def read(folder: Path, text: str) -> AliasesFile:
    path = folder / "aliases.yaml"
    path.write_text(text, encoding="utf-8")
    return read_aliases(path, SHOWN, CATALOGUE, AREAS)


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.kind.name, str(finding.origin)) for finding in findings]


class TestReading:
    def test_without_the_file_there_are_none(self, tmp_path: Path) -> None:
        assert read_aliases(tmp_path / "aliases.yaml", SHOWN, CATALOGUE, AREAS) == ({}, ())

    def test_each_name_means_an_indicator_or_an_area(self, tmp_path: Path) -> None:
        told = read(
            tmp_path,
            "schema: 1\naliases:\n"
            "  # bưu điện\n"
            '  - {name: "Thu NS", means: "revenue"}\n'
            "  - name: Tổng thu\n"
            "    means: revenue\n"
            "  - {name: 2024, means: herd}\n"
            "  - {name: Suối G., means: 09001}\n",
        )
        assert told.findings == ()
        assert told.aliases == {"Thu NS": "revenue", "Tổng thu": "revenue", "2024": "herd", "Suối G.": "09001"}

    def test_a_name_that_is_told_twice_means_what_was_told_last(self, tmp_path: Path) -> None:
        told = read(tmp_path, "aliases:\n  - {name: Thu NS, means: herd}\n  - {name: Thu NS, means: revenue}\n")
        assert told == ({"Thu NS": "revenue"}, ())

    @pytest.mark.parametrize(
        "wrong",
        [
            "Thu NS",
            "[Thu NS, revenue]",
            "{}",
            "{name: Thu NS}",
            "{means: revenue}",
            "{name: Thu NS, means: revenue, note: x}",
            "{name: [Thu NS], means: revenue}",
            "{name: Thu NS, means: {a: b}}",
            "{name: '', means: revenue}",
            "{name: Thu NS, means: }",
            '{name: "a\\tb", means: revenue}',
            '{name: "a\\u202eb", means: revenue}',
            f"{{name: {'x' * 32_768}, means: revenue}}",
        ],
    )
    def test_an_entry_that_is_none_is_named_by_its_line_and_hides_no_other(self, tmp_path: Path, wrong: str) -> None:
        told = read(tmp_path, f"aliases:\n  - {{name: A, means: herd}}\n  - {wrong}\n  - {{name: B, means: revenue}}\n")
        assert said(told.findings) == [("invalid-value", f"{SHOWN}:3")]
        assert told.aliases == {"A": "herd", "B": "revenue"}
        assert len(str(told.findings[0].params["text"])) <= 80

    @pytest.mark.parametrize("text", ["aliases: {Thu NS: revenue}\n", "aliases: revenue\n", "revenue\n"])
    def test_a_file_that_lists_nothing_says_so(self, tmp_path: Path, text: str) -> None:
        told = read(tmp_path, text)
        assert (told.aliases, said(told.findings)) == ({}, [("invalid-value", f"{SHOWN}:1")])

    def test_a_meaning_that_is_nearly_one_is_named_with_it(self, tmp_path: Path) -> None:
        told = read(tmp_path, "aliases:\n  - {name: Thu NS, means: revenu}\n  - {name: Đàn, means: herd}\n")
        (finding,) = told.findings
        assert said(told.findings) == [("unknown-indicator", f"{SHOWN}:2")]
        assert dict(finding.params) == {"indicator": "revenu", "nearest": "revenue"}
        assert told.aliases == {"Đàn": "herd"}

    def test_what_another_year_s_catalogue_has_is_passed_over(self, tmp_path: Path) -> None:
        assert read(tmp_path, "aliases:\n  - {name: Bưu cục, means: post_offices}\n") == ({}, ())

    @pytest.mark.parametrize(("text", "name"), [("aliases: [\n", "broken-yaml"), ("aliases: !x []\n", "refused-yaml")])
    def test_of_a_file_that_cannot_be_read_nothing_is_taken(self, tmp_path: Path, text: str, name: str) -> None:
        told = read(tmp_path, text)
        assert (told.aliases, [finding.kind.name for finding in told.findings]) == ({}, [name])

    def test_a_key_that_stands_twice_is_named(self, tmp_path: Path) -> None:
        told = read(tmp_path, "aliases:\n  - {name: Thu NS, name: Thu, means: revenue}\n")
        assert said(told.findings) == [("duplicate-key", f"{SHOWN}:2")]


class TestWithAliases:
    def test_without_any_nothing_is_made_anew(self) -> None:
        catalogue, areas = with_aliases(CATALOGUE, AREAS, {})
        assert catalogue is CATALOGUE
        assert areas is AREAS

    def test_indicators_know_them_beside_their_own(self) -> None:
        catalogue, areas = with_aliases(CATALOGUE, AREAS, {"Thu NS": "revenue", "Đàn": "herd", "Tổng thu": "revenue"})
        assert [one.aliases for one in catalogue.indicators] == [("Thu", "Thu NS", "Tổng thu"), ("Đàn",)]
        assert areas == AREAS
        assert [one.aliases for one in CATALOGUE.indicators] == [("Thu",), ()]

    def test_areas_know_them_in_every_era_of_their_code(self) -> None:
        catalogue, areas = with_aliases(CATALOGUE, AREAS, {"Suối G.": "09001", "Đồi G.": "09002"})
        assert [area.aliases for area in areas] == [("Suối G.",), ("Đồi Giả", "Đồi G."), ("Suối G.",)]
        assert isinstance(areas, Areas)
        assert catalogue == CATALOGUE

    def test_what_means_nothing_here_changes_nothing(self) -> None:
        assert with_aliases(CATALOGUE, AREAS, {"Bưu cục": "post_offices"}) == (CATALOGUE, AREAS)

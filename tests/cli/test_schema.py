"""`kpi schema`: what editors know of a catalogue, and that they find it (docs/commands.md)."""

import json
import re
from pathlib import Path
from shutil import copytree

import pytest

from conftest import REPOSITORY, REWRITE_GOLDEN, Kpi

COMMITTED = REPOSITORY / "targets" / "schema.json"
CATALOGUES = sorted([*REPOSITORY.glob("targets/2*.yaml"), *REPOSITORY.glob("examples/*/targets/2*.yaml")])


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_committed_schema_is_what_the_program_prints_in_every_language(kpi: Kpi, lang: str) -> None:
    ran = kpi("schema", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    if REWRITE_GOLDEN:
        COMMITTED.write_bytes(ran.out.encode())
    assert ran.out == COMMITTED.read_bytes().decode(), (
        "targets/schema.json differs; KPI_REWRITE_GOLDEN=1 writes it anew"
    )
    assert ran.out.endswith("}\n")


def test_the_help_has_no_option_that_means_nothing_to_it(kpi: Kpi) -> None:
    said = kpi("schema", "--help").out
    assert "--lang" in said
    assert "--year" not in said
    assert "--workspace" not in said
    assert "--year" in kpi("check", "--help").out


def test_it_needs_no_workspace(kpi: Kpi) -> None:
    assert list(kpi.folder.iterdir()) == []
    assert json.loads(kpi("schema").out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_the_first_line_of_a_catalogue_leads_an_editor_to_the_schema(catalogue: Path) -> None:
    first = catalogue.read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found is not None
    assert (catalogue.parent / found[1]).resolve() == COMMITTED


def test_all_catalogues_are_looked_at() -> None:
    assert len(CATALOGUES) == 3


def test_the_schema_in_targets_is_no_catalogue(kpi: Kpi) -> None:
    copytree(REPOSITORY / "examples" / "office-form", kpi.folder, dirs_exist_ok=True)
    clocks = ("--as-of", "2024-07-31", "--known-on", "2024-12-31")
    before = [kpi(command, *clocks) for command in ("status", "check")]
    (kpi.folder / "targets" / "schema.json").write_bytes(COMMITTED.read_bytes())
    assert [kpi(command, *clocks) for command in ("status", "check")] == before
    assert [ran.code for ran in before] == [0, 0]

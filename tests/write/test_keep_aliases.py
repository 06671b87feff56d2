"""Names are added to `data/aliases.yaml`; what stands there already stays (docs/commands.md, *Names*)."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_catalogue, an_indicator
from phongtho_kpi.model.area import Areas
from phongtho_kpi.read.aliases_file import alias_entries, is_alias, read_aliases
from phongtho_kpi.workspace import KpiError, Workspace
from phongtho_kpi.write.aliases_file import keep_aliases

CATALOGUE = a_catalogue(an_indicator(id="revenue"), an_indicator(id="herd"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path)


def a_workspace(folder: Path) -> Workspace:
    (folder / "data").mkdir()
    return Workspace(folder)


def read_back(workspace: Workspace) -> dict[str, str]:
    """What the file says, in which nothing may be wrong."""
    told = read_aliases(workspace.aliases_file, "data/aliases.yaml", CATALOGUE, Areas())
    assert told.findings == ()
    return dict(told.aliases)


def test_the_first_name_comes_with_two_lines_that_say_what_the_file_is(workspace: Workspace) -> None:
    keep_aliases(workspace, {"Thu NS": "revenue"}, alias_entries)
    lines = workspace.aliases_file.read_text(encoding="utf-8").splitlines()
    assert [line.startswith("# ") for line in lines] == [True, True, False, False, False]
    assert lines[2:] == ["schema: 1", "aliases:", '  - {name: "Thu NS", means: "revenue"}']


def test_nothing_to_keep_makes_no_file(workspace: Workspace) -> None:
    keep_aliases(workspace, {}, alias_entries)
    assert not workspace.aliases_file.exists()


def test_nothing_to_keep_leaves_the_file_alone(workspace: Workspace) -> None:
    workspace.aliases_file.write_bytes(b"aliases: []   \n\n")
    keep_aliases(workspace, {}, alias_entries)
    assert workspace.aliases_file.read_bytes() == b"aliases: []   \n\n"


def test_names_are_added_one_a_line_in_the_order_they_were_told(workspace: Workspace) -> None:
    keep_aliases(workspace, {"Thu NS": "revenue"}, alias_entries)
    before = workspace.aliases_file.read_bytes()
    keep_aliases(workspace, {"Đàn": "herd", "Chăn nuôi": "herd"}, alias_entries)
    added = workspace.aliases_file.read_bytes().removeprefix(before)
    assert added.decode().splitlines() == ['  - {name: "Đàn", means: "herd"}', '  - {name: "Chăn nuôi", means: "herd"}']


def test_a_last_line_without_an_end_gets_one(workspace: Workspace) -> None:
    workspace.aliases_file.write_text("aliases:\n  - {name: Đàn, means: herd} # hết", encoding="utf-8")
    keep_aliases(workspace, {"Thu NS": "revenue"}, alias_entries)
    assert workspace.aliases_file.read_text(encoding="utf-8").splitlines()[1:] == [
        "  - {name: Đàn, means: herd} # hết",
        '  - {name: "Thu NS", means: "revenue"}',
    ]


def test_nothing_else_is_left_in_the_folder(workspace: Workspace) -> None:
    keep_aliases(workspace, {"Thu NS": "revenue"}, alias_entries)
    assert [path.name for path in workspace.data.iterdir()] == ["aliases.yaml"]


def test_a_link_is_not_followed(workspace: Workspace) -> None:
    elsewhere = workspace.root / "elsewhere.yaml"
    elsewhere.write_text("aliases:\n", encoding="utf-8")
    workspace.aliases_file.symlink_to(elsewhere)
    with pytest.raises(KpiError, match="symlink"):
        keep_aliases(workspace, {"Thu NS": "revenue"}, alias_entries)
    assert elsewhere.read_text(encoding="utf-8") == "aliases:\n"


names = st.text(min_size=1).map(lambda text: unicodedata.normalize("NFC", text.strip())).filter(is_alias)


@given(st.lists(st.dictionaries(names, st.sampled_from(["revenue", "herd"]), max_size=4), min_size=1, max_size=3))
def test_what_is_kept_is_read_back(tmp_path_factory: pytest.TempPathFactory, told: list[dict[str, str]]) -> None:
    workspace = a_workspace(tmp_path_factory.mktemp("workspace"))
    for aliases in told:
        keep_aliases(workspace, aliases, alias_entries)
    expected = {unicodedata.normalize("NFC", name): means for aliases in told for name, means in aliases.items()}
    assert read_back(workspace) == expected

"""`targets/areas.yaml` → areas, and everything that is wrong with it at once (rules §7)."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.read.areas_contract import AreaContract, AreasContract
from phongtho_kpi.read.areas_file import AreasFile, read_areas
from phongtho_kpi.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
FILE = "targets/areas.yaml"
HEADER = "schema: 1\nareas:\n"
DAO_SAN = '  - {code: "03571", name: {vi: Xã Dào San}}\n'


def read(folder: Path, text: str) -> AreasFile:
    (folder / "areas.yaml").write_text(text, encoding="utf-8")
    return read_areas(folder / "areas.yaml", FILE)


def said(file: AreasFile) -> list[tuple[str, int | None, dict[str, object]]]:
    """The findings: name, line, params."""
    return [(finding.kind.name, finding.origin.line, dict(finding.params)) for finding in file.findings]


def what_is_wrong(folder: Path, line: str) -> list[tuple[str, int | None, dict[str, object]]]:
    """What is said of an area with this line, which is the fifth of the file, after its code and its name."""
    return said(read(folder, f'{HEADER}  - code: "03571"\n    name: {{vi: Xã Dào San}}\n    {line}\n'))


def test_all_of_an_area_is_read(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        """\
schema: 1
areas:
  - {code: "03571", name: {vi: Xã Dào San}}
  - code: 03562
    name:
      vi: Xã Vàng Ma Chải
      en: Vàng Ma Chải commune
    aliases:
      - Vàng Ma Chải
      - Ma Chải
    parent: "109"
    valid_from: 1990-01-01
    valid_to: 2025-06-30
    successor: "03562"
""",
    )
    assert file.findings == ()
    assert file.areas is not None
    dao_san, ma_chai = file.areas
    assert dao_san == Area("03571", {"vi": "Xã Dào San"}, Origin(FILE, line=3))
    assert ma_chai == Area(
        code="03562",
        name=ma_chai.name,
        origin=Origin(FILE, line=4),
        aliases=("Vàng Ma Chải", "Ma Chải"),
        parent="109",
        valid_from=date(1990, 1, 1),
        valid_to=date(2025, 6, 30),
        successor="03562",
    )
    assert (ma_chai.name.to("vi"), ma_chai.name.to("en")) == ("Xã Vàng Ma Chải", "Vàng Ma Chải commune")
    keys = ("code", "name.en", "aliases.1", "valid_to", "valid_since")
    assert [ma_chai.origin_of(key).line for key in keys] == [4, 7, 10, 13, 4]


@pytest.mark.parametrize("code", ["03571", "a", "TCKH", "so-y.te_2", "x" * 32])
def test_a_code_is_any_short_text_of_letters_digits_dots_dashes_and_underscores(tmp_path: Path, code: str) -> None:
    areas = read(tmp_path, HEADER + DAO_SAN.replace('"03571"', code)).areas
    assert areas is not None
    assert [area.code for area in areas] == [code]


def test_a_workspace_need_not_have_areas(tmp_path: Path) -> None:
    assert read_areas(Workspace(tmp_path).areas_file, FILE) == AreasFile(Areas(), ())
    assert read(tmp_path, "schema: 1\nareas: []\n") == AreasFile(Areas(), ())


def test_a_link_that_leads_nowhere_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    link = tmp_path / "areas.yaml"
    link.symlink_to("gone.yaml")
    file = read_areas(link, FILE)
    assert file.areas is None
    assert said(file) == [("unreadable-file", None, {"reason": "not-found"})]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("- a\n", ("invalid-value", None, {"key": "$", "text": '["a"]', "expected": "{schema: 1, areas: […]}"})),
        ("areas: []\n", ("missing-key", None, {"key": "schema"})),
        ("schema: 1\n", ("missing-key", None, {"key": "areas"})),
        ("schema: 1\nareas: a\n", ("invalid-value", 2, {"key": "areas", "text": "a", "expected": "[…]"})),
        ("schema: 2\nareas: []\n", ("invalid-value", 1, {"key": "schema", "text": "2", "expected": "1"})),
        ("schema: 1\narea: []\nareas: []\n", ("unknown-key", 2, {"key": "area", "nearest": "areas"})),
        ("a: b: c\n", ("broken-yaml", 1, {"problem": "colon-in-text"})),
    ],
)
def test_a_file_of_which_nothing_is_usable(
    tmp_path: Path, text: str, finding: tuple[str, int | None, dict[str, object]]
) -> None:
    file = read(tmp_path, text)
    assert file.areas is None
    assert said(file) == [finding]


def test_an_empty_file_lacks_everything(tmp_path: Path) -> None:
    file = read(tmp_path, "# nothing yet\n")
    assert file.areas is None
    assert [params["key"] for _, _, params in said(file)] == ["schema", "areas"]


def test_a_wrong_head_does_not_hide_what_is_wrong_below(tmp_path: Path) -> None:
    file = read(tmp_path, "schema: 2\nareas:\n  - {code: 1}\n")
    assert file.areas is None
    assert [(name, line) for name, line, _ in said(file)] == [("invalid-value", 1), ("missing-key", 3)]


@pytest.mark.parametrize(
    ("line", "name", "params"),
    [
        ("valid_untill: 2025-06-30", "unknown-key", {"key": "valid_untill", "nearest": "valid_to"}),
        ("succesor: '03562'", "unknown-key", {"key": "succesor", "nearest": "successor"}),
        (
            "valid_to: 2025-06-31",
            "invalid-value",
            {"key": "valid_to", "text": "2025-06-31", "expected": "YYYY-MM-DD"},
        ),
        (
            "parent: huyện Phong Thổ",
            "invalid-value",
            {"key": "parent", "text": "huyện Phong Thổ", "expected": "^[A-Za-z0-9._-]{1,32}$"},
        ),
        ("aliases: Dào San", "invalid-value", {"key": "aliases", "text": "Dào San", "expected": "[…]"}),
        ('aliases: ["Dào\\u202eSan"]', "refused-text", {"key": "aliases"}),
    ],
)
def test_keys_and_values(tmp_path: Path, line: str, name: str, params: dict[str, object]) -> None:
    assert what_is_wrong(tmp_path, line) == [(name, 5, params)]


@pytest.mark.parametrize(
    ("area", "findings"),
    [
        ("{}", [("missing-key", {"key": "code"}), ("missing-key", {"key": "name"})]),
        ("Dào San", [("invalid-value", {"key": "areas", "text": "Dào San", "expected": "{code: …, name: …, …}"})]),
        (
            "{code: 1, name: Dào San}",
            [("invalid-value", {"key": "name", "text": "Dào San", "expected": "{vi: …, en: …}"})],
        ),
        ("{code: 1, name: {vn: Dào San}}", [("unknown-key", {"key": "vn", "nearest": ""})]),
        (
            f"{{code: {'1' * 33}, name: {{vi: Dào San}}}}",
            [("invalid-value", {"key": "code", "text": "1" * 33, "expected": "^[A-Za-z0-9._-]{1,32}$"})],
        ),
    ],
)
def test_code_and_name_must_be_there(tmp_path: Path, area: str, findings: list[tuple[str, dict[str, object]]]) -> None:
    assert said(read(tmp_path, f"{HEADER}  - {area}\n")) == [(name, 3, params) for name, params in findings]


def test_one_bad_area_does_not_hide_the_others_and_its_code_is_kept_in_mind(tmp_path: Path) -> None:
    text = HEADER + '  - {code: "03562", nam: x}\n' + DAO_SAN + '  - {code: "03549", name: {vi: Xã}, valid_to: x}\n'
    file = read(tmp_path, text)
    assert file.areas is not None
    assert [area.code for area in file.areas] == ["03571"]
    assert [(name, line) for name, line, _ in said(file)] == [
        ("missing-key", 3),
        ("unknown-key", 3),
        ("invalid-value", 5),
    ]
    assert file.left_out == {"03562", "03549"}


def test_a_repeated_key_comes_with_the_rest_in_the_order_of_lines(tmp_path: Path) -> None:
    text = HEADER + "  - {code: 1}\n" + "  - code: 2\n    code: 3\n    name: {vi: Xã}\n"
    assert [(name, line) for name, line, _ in said(read(tmp_path, text))] == [("missing-key", 3), ("duplicate-key", 5)]


def test_at_most_a_thousand_findings_are_kept(tmp_path: Path) -> None:
    assert len(read(tmp_path, HEADER + "  - x\n" * 1_100).findings) == 1_000


NODES = st.recursive(
    st.sampled_from(["", "x", "03571", "2025-06-30", "Dào San", "\u202e"]),
    lambda nodes: st.lists(nodes, max_size=3) | st.dictionaries(st.sampled_from(["vi", "en", "x"]), nodes, max_size=2),
    max_leaves=5,
)


@given(st.lists(st.dictionaries(st.sampled_from(list(AreaContract.model_fields)), NODES, max_size=6), max_size=3))
def test_whatever_the_file_holds_ends_in_areas_or_findings(
    tmp_path_factory: pytest.TempPathFactory, written: list[dict[str, object]]
) -> None:
    file = read(tmp_path_factory.mktemp("any"), json.dumps({"schema": "1", "areas": written}))
    assert file.areas is not None
    assert len(file.areas) == len(written) or any(finding.is_error for finding in file.findings)


def test_the_contract_gives_a_json_schema_with_words_for_every_key() -> None:
    schema = AreasContract.model_json_schema()
    parts = [schema, schema["properties"]["areas"]["items"]]
    assert [part["title"] for part in parts] == ["AreasContract", "AreaContract"]
    assert all(part["additionalProperties"] is False for part in parts)
    assert all("description" in key for part in parts for key in part["properties"].values())
    assert list(schema["$defs"]) == ["NameContract"]  # whose words are in i18n, with the catalogue's


def test_the_areas_of_the_repository_are_valid() -> None:
    workspace = Workspace(REPOSITORY)
    file = read_areas(workspace.areas_file, workspace.shown(workspace.areas_file))
    assert file.findings == ()
    assert file.areas is not None
    assert len(file.areas) == 23

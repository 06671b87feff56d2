"""`data/profiles/NAME.yaml` → a profile, and everything that is wrong with it at once (docs/profiles.md)."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.profile_contract import COLUMN, ColumnContract, ProfileContract
from phongtho_kpi.read.profile_file import ProfileFile, profile_findings, profile_for, read_profile
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.numerals import NumberStyle
from phongtho_kpi.read.returns.periods import Open, When
from phongtho_kpi.read.returns.profile import Profile, ProfileColumn
from phongtho_kpi.read.returns.words import Asked
from phongtho_kpi.workspace import InvalidInputError, KpiError, Workspace

FILE = "data/profiles/nong-nghiep.yaml"
HEAD = "schema: 1\noffice: Phòng Nông nghiệp\n"
COLUMNS = HEAD + "header: 7\ncolumns:\n"
PERIODS = "2024-06 | Tháng 6 | 6 tháng | Trong tháng | Lũy kế | Năm trước | …"


def read(folder: Path, text: str) -> ProfileFile:
    path = folder / "nong-nghiep.yaml"
    path.write_text(text, encoding="utf-8")
    return read_profile(path, FILE)


def good(folder: Path, text: str) -> Profile:
    """The profile in a text without mistakes."""
    file = read(folder, text)
    assert file.findings == ()
    assert file.profile is not None
    return file.profile


def said(file: ProfileFile) -> list[tuple[str, int | None, dict[str, object]]]:
    """The findings: name, line, params."""
    return [(finding.kind.name, finding.origin.line, dict(finding.params)) for finding in file.findings]


def workspace_with(folder: Path, **profiles: str) -> Workspace:
    """A workspace with these profiles, `_` in their names standing for `-`."""
    workspace = Workspace(folder)
    workspace.profiles_folder.mkdir(parents=True)
    for name, text in profiles.items():
        (workspace.profiles_folder / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return workspace


# what a profile says


def test_all_of_a_profile_is_read(tmp_path: Path) -> None:
    profile = good(
        tmp_path,
        """\
schema: 1
office: Phòng Nông nghiệp
files: ["nong-nghiep*.xlsx", chan-nuoi.csv]
sheets: [Biểu 1, "T*"]
header: [7, 8]
columns:
  B: indicator
  C: unit
  F: {period: 2024-06, status: estimate, unit: triệu đồng, area: 03571, heading: "TH*"}
  G:H: skip
  AA: figures
  AB: {}
numbers: vi
unit: triệu đồng
period: Tháng 6
area: "03571"
""",
    )
    assert profile == Profile(
        name="nong-nghiep",
        office="Phòng Nông nghiệp",
        files=("nong-nghiep*.xlsx", "chan-nuoi.csv"),
        sheets=("Biểu 1", "T*"),
        header=(7, 8),
        columns=(
            ProfileColumn(1, Role.INDICATOR),
            ProfileColumn(2, Role.UNIT),
            ProfileColumn(
                5,
                Role.FIGURE,
                when=When(2024, (6, 6)),
                status=ObservationStatus.ESTIMATE,
                area="03571",
                unit="triệu đồng",
                heading="TH*",
            ),
            ProfileColumn(6, None),
            ProfileColumn(7, None),
            ProfileColumn(26, Role.FIGURE),
            ProfileColumn(27, Role.FIGURE),
        ),
        numbers=NumberStyle.VI,
        unit="triệu đồng",
        period=When(None, (6, 6)),
        area="03571",
    )


def test_a_profile_may_say_next_to_nothing(tmp_path: Path) -> None:
    assert good(tmp_path, HEAD) == Profile("nong-nghiep", "Phòng Nông nghiệp")
    assert good(tmp_path, HEAD + "header: 7\n").header == (7, 7)


def test_one_name_need_not_be_a_list(tmp_path: Path) -> None:
    profile = good(tmp_path, HEAD + 'files: "*.csv"\nsheets: Biểu 1\n')
    assert (profile.files, profile.sheets) == (("*.csv",), ("Biểu 1",))


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("2024-9M", When(2024, (1, 9))),
        ("Tháng 6", When(None, (6, 6))),
        ("Lũy kế 6 tháng", When(None, (1, 6))),
        ("Trong tháng", When(open=Open.MONTH)),
        ("Lũy kế", When(open=Open.TO_DATE)),
        ("Ước quý II/2024", When(2024, (4, 6), status=ObservationStatus.ESTIMATE)),
        ("Năm trước", When(years_back=1)),
    ],
)
def test_a_period_is_written_as_in_data_or_as_offices_write_it(tmp_path: Path, written: str, when: When) -> None:
    (column,) = good(tmp_path, f"{COLUMNS}  F: {{period: {written}}}\n").columns
    assert column.when == when


def test_columns_of_one_indicator_each_are_known_by_their_index(tmp_path: Path) -> None:
    profile = good(tmp_path, COLUMNS + "  B: area\n  C: {indicator: tea_new}\n  D: {indicator: tea_area}\n")
    assert profile.indicators == {2: "tea_new", 3: "tea_area"}


def test_what_the_command_line_asks_for_wins_over_the_profile(tmp_path: Path) -> None:
    profile = good(tmp_path, HEAD + "period: Tháng 6\narea: Dào San\nnumbers: vi\n")
    assert profile.asked(Asked(skip_unknown=True), 2024) == Asked(
        Period(2024, 6, 6), "Dào San", NumberStyle.VI, skip_unknown=True
    )
    asked = Asked(Period(2023, 7, 7), "Mù Sang", NumberStyle.EN)
    assert profile.asked(asked, 2024) == asked
    assert good(tmp_path, HEAD).asked(Asked(), 2024) == Asked()
    assert good(tmp_path, HEAD + "period: 2023-H1\n").asked(Asked(), 2024).period == Period(2023, 1, 6)


# what is wrong with it


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("- a\n", ("invalid-value", None, {"key": "$", "text": '["a"]', "expected": "{schema: 1, office: …, …}"})),
        ("office: A\n", ("missing-key", None, {"key": "schema"})),
        ("schema: 1\n", ("missing-key", None, {"key": "office"})),
        ("schema: 2\noffice: A\n", ("invalid-value", 1, {"key": "schema", "text": "2", "expected": "1"})),
        (HEAD + "heder: 7\n", ("unknown-key", 3, {"key": "heder", "nearest": "header"})),
        (HEAD + "numbers: fr\n", ("invalid-value", 3, {"key": "numbers", "text": "fr", "expected": "vi | en"})),
        (HEAD + "files: {a: b}\n", ("invalid-value", 3, {"key": "files", "text": '{"a": "b"}', "expected": "[…]"})),
        (HEAD + 'unit: "h\\u202ea"\n', ("refused-text", 3, {"key": "unit"})),
        (
            HEAD + "header: 7\ncolumns: [B]\n",
            ("invalid-value", 4, {"key": "columns", "text": '["B"]', "expected": "{B: indicator, …}"}),
        ),
        (HEAD + "columns: {B: indicator}\n", ("missing-key", 3, {"key": "header"})),
        (HEAD + "period: A\nperiod: 2024\n", ("duplicate-key", 4, {"key": "period", "first_line": 3})),
    ],
)
def test_what_is_wrong_with_the_whole(
    tmp_path: Path, text: str, finding: tuple[str, int | None, dict[str, object]]
) -> None:
    file = read(tmp_path, text)
    assert file.profile is None
    assert finding in said(file)
    assert len(file.findings) == 1 or finding[0] == "duplicate-key"


@pytest.mark.parametrize("header", ["0", "7.5", "[8, 7]", "[1, 6]", "[7]", "[7, 8, 9]", "bảy", "999999", "{a: b}"])
def test_a_header_is_a_row_or_a_few_from_the_first_to_the_last(tmp_path: Path, header: str) -> None:
    ((name, line, params),) = said(read(tmp_path, f"{HEAD}header: {header}\n"))
    assert (name, line, params["expected"]) == ("invalid-value", 3, "N | [N, M], N ≤ M < N + 5")


@pytest.mark.parametrize("period", ["Trong tháng", "Lũy kế", "Năm trước", "Ước 6 tháng", "Tháng 13", "2024-13", "[6]"])
def test_the_period_of_a_whole_file_leaves_nothing_open_but_the_year(tmp_path: Path, period: str) -> None:
    ((name, line, params),) = said(read(tmp_path, f"{HEAD}period: {period}\n"))
    assert (name, line, params["expected"]) == ("invalid-value", 3, "2024-06 | Tháng 6 | 6 tháng | Quý II | …")


@pytest.mark.parametrize(
    ("line", "name", "params"),
    [
        ("F: figure", "invalid-value", {"key": "columns.F", "text": "figure", "expected": COLUMN}),
        ("F: [unit]", "invalid-value", {"key": "columns.F", "text": '["unit"]', "expected": COLUMN}),
        ("F: {perod: 2024}", "unknown-key", {"key": "perod", "nearest": "period"}),
        (
            "F: {period: Tháng 13}",
            "invalid-value",
            {"key": "period", "text": "Tháng 13", "expected": PERIODS},
        ),
        (
            "F: {status: ước}",
            "invalid-value",
            {"key": "status", "text": "ước", "expected": "estimate | preliminary | final"},
        ),
        (
            "F: {period: Ước quý I, status: final}",
            "invalid-value",
            {"key": "status", "text": "final", "expected": "estimate"},
        ),
        (
            "F: {indicator: Chè}",
            "invalid-value",
            {"key": "indicator", "text": "Chè", "expected": "^[a-z][a-z0-9_]{0,62}$"},
        ),
        ('F: {area: "a\\u202eb"}', "refused-text", {"key": "area"}),
        ("f: unit", "invalid-value", {"key": "columns.f", "text": "f", "expected": "A, B, …, AA, … | C:N"}),
        ("5: unit", "invalid-value", {"key": "columns.5", "text": "5", "expected": "A, B, …, AA, … | C:N"}),
        ("D:C: skip", "invalid-value", {"key": "columns.D:C", "text": "D:C", "expected": "A, B, …, AA, … | C:N"}),
        ("SG: unit", "invalid-value", {"key": "columns.SG", "text": "SG", "expected": "A, B, …, AA, … | C:N"}),
    ],
)
def test_what_is_wrong_with_a_column(tmp_path: Path, line: str, name: str, params: dict[str, object]) -> None:
    assert said(read(tmp_path, f"{COLUMNS}  B: indicator\n  {line}\n")) == [(name, 6, params)]


def test_the_last_column_that_is_read_of_a_sheet_may_be_named(tmp_path: Path) -> None:
    assert [column.index for column in good(tmp_path, COLUMNS + "  SF: figures\n").columns] == [499]


@pytest.mark.parametrize(
    ("lines", "problem", "text"),
    [
        (["D:F: skip", "E: figures"], "column-twice", "E"),
        (["B: unit", "C: unit"], "meaning-twice", "B, C"),
        (["B:C: indicator"], "meaning-twice", "B, C"),
        (["B: indicator", "F: {indicator: tea_new}"], "meaning-twice", "B, F"),
        (["B: {indicator: tea_new}", "F: indicator"], "meaning-twice", "B, F"),
    ],
)
def test_columns_that_contradict_each_other(tmp_path: Path, lines: list[str], problem: str, text: str) -> None:
    file = read(tmp_path, COLUMNS + "".join(f"  {line}\n" for line in lines))
    assert file.profile is None
    assert said(file) == [("unclear-columns", 4 + len(lines), {"problem": problem, "text": text})]


def test_all_mistakes_are_named_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = "schema: 2\nheader: x\ncolumns:\n  B: unit\n  C: unit\n  D: {perod: 1, unit: ''}\n  e: skip\nnumber: vi\n"
    assert [(name, line) for name, line, _ in said(read(tmp_path, text))] == [
        ("missing-key", None),
        ("invalid-value", 1),
        ("invalid-value", 2),
        ("unclear-columns", 5),
        ("invalid-value", 6),
        ("unknown-key", 6),
        ("invalid-value", 7),
        ("unknown-key", 8),
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"office: !!python/object:os.system x\n", "refused-yaml"),
        (b"%YAML 1.1\n---\nschema: 1\n", "refused-yaml"),
        (b"a: &a {x: 1}\nb:\n  <<: *a\n", "refused-yaml"),
        (b"schema: 1\n---\nschema: 1\n", "refused-yaml"),
        (b"columns: " + b"[" * 40 + b"]" * 40, "refused-yaml"),
        (b"a: &a [x, x]\n" + b"".join(b"b%d: &b%d [*a, *a]\n" % (n, n) for n in range(60)), "refused-yaml"),
        (b"files: *.csv\n", "broken-yaml"),
        (b"office: Ph\xf2ng\n", "not-utf-8"),
        (b"office: a\x00b\n", "refused-text"),
        (b"x" * 5_000_001, "file-too-large"),
    ],
)
def test_hostile_yaml_is_refused_as_in_other_files(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / "nong-nghiep.yaml"
    path.write_bytes(content)
    file = read_profile(path, FILE)
    assert file.profile is None
    assert name in [finding.kind.name for finding in file.findings]


NODES = st.recursive(
    st.sampled_from(["", "x", "B", "7", "1", "indicator", "skip", "Tháng 6", "vi", "\u202e", "a" * 200]),
    lambda nodes: (
        st.lists(nodes, max_size=3)
        | st.dictionaries(st.sampled_from(["B", "C:D", "C", "x", "", *ColumnContract.model_fields]), nodes, max_size=4)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["schema", *ProfileContract.model_fields]), NODES, max_size=8))
def test_whatever_the_file_holds_ends_in_a_profile_or_findings(
    tmp_path_factory: pytest.TempPathFactory, written: dict[str, object]
) -> None:
    file = read(tmp_path_factory.mktemp("any"), json.dumps({"schema": "1", "office": "A"} | written))
    assert (file.profile is None) == bool(file.findings)
    assert file.profile is None or file.profile.files == file.files


def test_the_contract_gives_a_json_schema_with_words_for_every_key() -> None:
    schema = ProfileContract.model_json_schema()
    parts = [schema, *schema["$defs"].values()]
    assert [part["title"] for part in parts] == ["ProfileContract", "ColumnContract"]
    assert all(part["additionalProperties"] is False for part in parts)
    assert all("description" in key for part in parts for key in part["properties"].values())
    assert schema["properties"]["columns"]["patternProperties"]


# which profile is used


@pytest.mark.parametrize("name", ["nong-nghiep-6.xlsx", "NONG-NGHIEP-6.XLSX", "nong-nghiep[1].xlsx"])
def test_a_file_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    workspace = workspace_with(
        tmp_path, nong_nghiep=HEAD + "files: nong-nghiep*.xlsx\n", y_te=HEAD + "files: y-te*\n", asked_only=HEAD
    )
    profile = profile_for(workspace, None, Path("elsewhere", name))
    assert profile is not None
    assert profile.name == "nong-nghiep"
    assert profile_for(workspace, None, Path("giao-duc.xlsx")) is None


def test_letters_may_be_composed_in_either_way(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, a=HEAD + "files: Biểu*.csv\n")
    assert profile_for(workspace, None, Path(unicodedata.normalize("NFD", "biểu 1.csv"))) is not None


def test_a_workspace_need_not_have_profiles(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert profile_for(workspace, None, Path("a.csv")) is None
    assert profile_findings(workspace) == ()


def test_the_one_that_is_asked_for_wins(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, a=HEAD + "files: '*'\n", b=HEAD)
    profile = profile_for(workspace, "b", Path("x.csv"))
    assert profile is not None
    assert profile.name == "b"


def test_two_for_one_file_are_a_choice_to_make(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, b=HEAD + "files: '*.csv'\n", a=HEAD + "files: x.*\n")
    with pytest.raises(KpiError) as error:
        profile_for(workspace, None, Path("x.csv"))
    assert (error.value.key, error.value.params) == ("two-profiles", {"file": "x.csv", "known": "a, b"})


@pytest.mark.parametrize("name", ["", "c", "../b", "a.yaml", "/etc/passwd", "a\x00", "." * 300])
def test_a_name_is_one_of_those_there_are(tmp_path: Path, name: str) -> None:
    workspace = workspace_with(tmp_path / "in", a=HEAD, b=HEAD)
    (workspace.data / "b.yaml").write_text(HEAD, encoding="utf-8")
    with pytest.raises(KpiError) as error:
        profile_for(workspace, name, Path("x.csv"))
    assert (error.value.key, error.value.params["known"]) == ("no-profile", "a, b")


def test_where_there_is_none_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(KpiError) as error:
        profile_for(Workspace(tmp_path), "a", Path("x.csv"))
    assert error.value.params == {"name": "a", "known": ""}


@pytest.mark.parametrize("broken", ["files: x.*\n", HEAD + "files: {a: b}\n", "a: b: c\n", "- a\n"])
def test_a_profile_with_mistakes_that_may_be_meant_ends_the_run(tmp_path: Path, broken: str) -> None:
    workspace = workspace_with(tmp_path, a=broken, b=HEAD + "files: x.*\n", c="schema: 2\nfiles: y.*\n")
    with pytest.raises(InvalidInputError) as error:
        profile_for(workspace, None, Path("x.csv"))
    assert {finding.origin.file for finding in error.value.findings} == {"data/profiles/a.yaml"}
    with pytest.raises(InvalidInputError):
        profile_for(workspace, "a", Path("x.csv"))


def test_a_profile_with_mistakes_does_not_keep_other_files_out(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, a="schema: 2\nfiles: y.*\n", b="schema: 2\n")
    assert profile_for(workspace, None, Path("x.csv")) is None


def test_all_that_is_wrong_with_all_of_them_is_found(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, b="schema: 1\n", a=HEAD + "colums: 1\n", c=HEAD)
    (workspace.profiles_folder / "d.yaml").mkdir()
    (workspace.profiles_folder / "e.yaml").symlink_to("gone.yaml")
    assert [(str(finding.origin), finding.kind.name) for finding in profile_findings(workspace)] == [
        ("data/profiles/a.yaml:3", "unknown-key"),
        ("data/profiles/b.yaml", "missing-key"),
        ("data/profiles/d.yaml", "unreadable-file"),
        ("data/profiles/e.yaml", "unreadable-file"),
    ]


def test_profiles_are_no_figures_and_notes_beside_them_no_profiles(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, a=HEAD)
    for name in ("readme.md", ".b.yaml", "c.yaml~"):
        (workspace.profiles_folder / name).write_text("x", encoding="utf-8")
    assert workspace.data_files() == ()
    assert [path.name for path in workspace.profile_files()] == ["a.yaml"]


def test_a_folder_that_cannot_be_listed_is_said(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.data.mkdir()
    workspace.profiles_folder.write_text("", encoding="utf-8")
    with pytest.raises(KpiError) as error:
        profile_findings(workspace)
    assert error.value.key == "data-unreadable"

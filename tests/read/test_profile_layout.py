"""What a profile and a sheet say together: tables, columns, and where the form has changed (docs/profiles.md)."""

import csv
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_catalogue, an_indicator
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import LocalText
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.read.catalogue_file import read_catalogue
from phongtho_kpi.read.profile_contract import WORDS, ColumnContract, ProfileContract, column_indexes
from phongtho_kpi.read.profile_file import profile_for
from phongtho_kpi.read.returns.csv_file import csv_grid
from phongtho_kpi.read.returns.grid import Exact, Merged, Sheet, column_letters
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.layout import Layout, layouts_of
from phongtho_kpi.read.returns.number_signs import number_signs
from phongtho_kpi.read.returns.periods import When, read_period
from phongtho_kpi.read.returns.profile import Profile, ProfileColumn
from phongtho_kpi.read.returns.profile_layout import layouts_by, misfits, tables_by
from phongtho_kpi.read.returns.table import TableReading, Taken, read_tables
from phongtho_kpi.read.returns.words import Asked, Words
from phongtho_kpi.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = Workspace(REPOSITORY / "examples" / "office-form")
PAGE = (REPOSITORY / "docs" / "profiles.md").read_text(encoding="utf-8")
FILE = "bieu.xlsx"


def an_area(code: str, name: str) -> Area:
    return Area(code, LocalText(vi=name), Origin("targets/areas.yaml", line=1), aliases=(name.split(" ", 1)[1],))


AREAS = Areas([an_area("03571", "Xã Dào San"), an_area("03572", "Xã Mù Sang")])
WORDS_OF_2024 = Words(
    a_catalogue(an_indicator(), an_indicator(id="y", name=LocalText(vi="Tỷ lệ y"), unit="%", kind="level")), AREAS, 2024
)
PLAIN = Profile("bieu", "Phòng A", header=(3, 3))


def a_sheet(*rows: str, merged: tuple[Merged, ...] = (), name: str = "Biểu 1") -> Sheet:
    """A sheet from lines with `|` between their cells; an empty line is a blank row."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    numbered = [(number, row) for number, row in enumerate(cells, start=1) if any(row)]
    return Sheet(name, numbered, merged)


def a_profile(**columns: ProfileColumn | str) -> Profile:
    """A form with its header in row 3; a column is what the contract calls a word, or of figures."""
    return replace(PLAIN, columns=tuple(a_column(letters, one) for letters, one in columns.items()))


def a_column(letters: str, meaning: ProfileColumn | str) -> ProfileColumn:
    (index,) = column_indexes(letters)
    if isinstance(meaning, ProfileColumn):
        return replace(meaning, index=index)
    return ProfileColumn(index, None if meaning == "skip" else Role(meaning))


def figures(period: str = "", **rest: str) -> ProfileColumn:
    status = rest.pop("status", None)
    said = {"when": read_period(period) if period else None, "status": ObservationStatus(status) if status else None}
    return ProfileColumn(-1, Role.FIGURE, **said, **rest)  # type: ignore[arg-type]


def layout_by(profile: Profile, sheet: Sheet) -> Layout:
    (layout,) = layouts_by(profile, sheet, WORDS_OF_2024)
    return layout


def heading_of(profile: Profile, sheet: Sheet, letters: str) -> object:
    """Role, period, area, unit of one column."""
    (index,) = column_indexes(letters)
    heading = next(column.heading for column in layout_by(profile, sheet).columns if column.index == index)
    return heading.role.value, heading.when, heading.area, heading.unit


def misfits_of(profile: Profile, sheet: Sheet) -> list[tuple[str, object, object]]:
    found = list(misfits(profile, FILE, sheet, WORDS_OF_2024))
    assert {finding.params["profile"] for finding in found} <= {"bieu"}
    return [(str(finding.origin), finding.params["problem"], finding.params["text"]) for finding in found]


UNREADABLE = a_sheet(
    "BÁO CÁO THÁNG 6 NĂM 2024", "", "STT | Công việc | Làm trong kỳ | Cộng từ đầu năm", "1 | Chỉ tiêu x | 5 | 9"
)
FORM = a_profile(B="indicator", C=figures("Trong tháng"), D=figures("Lũy kế"))


# what the profile says


def test_a_form_without_a_readable_heading_is_read_by_its_profile() -> None:
    assert layouts_of(UNREADABLE, WORDS_OF_2024.areas.knows, WORDS_OF_2024.units.knows) == ()
    layout = layout_by(FORM, UNREADABLE)
    assert layout.titles == ("BÁO CÁO THÁNG 6 NĂM 2024",)
    assert (layout.header_rows, layout.first_row, layout.last_row, layout.kind) == ((3,), 4, None, "wide")
    assert [(column.index, column.heading.role.value) for column in layout.columns] == [
        (0, "order"),
        (1, "indicator"),
        (2, "figure"),
        (3, "figure"),
    ]
    assert [column.heading.when for column in layout.with_role(Role.FIGURE)] == [
        read_period("Trong tháng"),
        read_period("Lũy kế"),
    ]
    assert misfits_of(FORM, UNREADABLE) == []


def test_a_column_without_a_heading_is_what_the_profile_says() -> None:
    sheet = a_sheet("", "", "Công việc", "Chỉ tiêu x | 5")
    profile = a_profile(A="indicator", B=figures("Tháng 6", area="03571", unit="tạ", status="estimate"))
    when = When(None, (6, 6), status=ObservationStatus.ESTIMATE)
    assert heading_of(profile, sheet, "B") == ("figure", when, "03571", "tạ")


def test_what_is_skipped_is_no_figure_and_names_nothing() -> None:
    sheet = a_sheet("", "", "Chỉ tiêu | ĐVT | Tháng 6", "Chỉ tiêu x | ha | 5")
    layout = layout_by(a_profile(B="skip"), sheet)
    assert layout.index_of(Role.UNIT) is None
    assert layout.index_of(Role.INDICATOR) == 0


# what it leaves out the file says


def test_without_a_header_in_the_profile_tables_are_found_as_usual() -> None:
    sheet = a_sheet("Chỉ tiêu | Tháng 6", "Chỉ tiêu x | 5", "", "Chỉ tiêu | Tháng 7", "Chỉ tiêu x | 6")
    profile = Profile("bieu", "Phòng A")
    assert layouts_by(profile, sheet, WORDS_OF_2024) == found(sheet)
    assert len(found(sheet)) == 2
    assert misfits_of(profile, sheet) == []


def found(sheet: Sheet) -> tuple[Layout, ...]:
    return layouts_of(sheet, WORDS_OF_2024.areas.knows, WORDS_OF_2024.units.knows)


ROLES = {
    "STT": "order", "ĐVT": "unit", "Ghi chú": "note", "Nguồn": "source", "Xã": "area", "Mã xã": "area_code",
    "Trạng thái": "status", "Kỳ báo cáo": "period", "Tử số": "numerator", "Mẫu số": "denominator",
}  # fmt: skip
PERIODS = ["Tháng 5", "Ước tháng 6", "Quý II", "Lũy kế", "Trong tháng", "Quý I/2023", "2024-07", "Thực hiện"]
NO_FIGURES = ["Kế hoạch năm 2024", "So sánh (%)", "Tổng số", "Kết quả đâu đó"]
UNITS = ["", "triệu đồng", "tạ"]

roles = st.lists(st.sampled_from(sorted(ROLES)), unique=True, max_size=4)
months = st.lists(st.tuples(st.sampled_from(PERIODS), st.sampled_from(UNITS)), max_size=4)
others = st.lists(st.sampled_from(NO_FIGURES), max_size=2)


@given(roles, months, others, st.integers(1, 5), st.randoms())
def test_a_profile_that_says_what_is_found_anyway_changes_nothing(
    texts: list[str], periods: list[tuple[str, str]], rest: list[str], row: int, chance: Random
) -> None:
    said: list[tuple[str, ProfileColumn | str | None]] = [("Chỉ tiêu", "indicator")]
    said += [(text, ROLES[text]) for text in texts]
    said += [(f"{text} ({unit})" if unit else text, figures(text, unit=unit)) for text, unit in periods]
    said += [(text, None) for text in rest]
    said.append(("Số thực hiện", ProfileColumn(-1, Role.FIGURE)))
    chance.shuffle(said)
    lines = [f"Dòng {number}" for number in range(1, row)]
    sheet = a_sheet(*lines, " | ".join(heading for heading, _ in said), "Chỉ tiêu x" + " | 1" * (len(said) - 1))
    columns = {column_letters(index): one for index, (_, one) in enumerate(said) if one is not None}
    profile = replace(a_profile(**columns), header=(row, row))
    assert layouts_by(profile, sheet, WORDS_OF_2024) == found(sheet)
    assert layouts_by(replace(PLAIN, header=(row, row)), sheet, WORDS_OF_2024) == found(sheet)
    assert [problem for _, problem, _ in misfits_of(profile, sheet)] == []


def test_a_header_of_two_rows_is_read_with_its_merged_cells() -> None:
    merged = (Merged(3, 0, 4, 0), Merged(3, 1, 3, 2))
    sheet = a_sheet("", "", "Công việc | Năm 2024", " | Tháng 5 | Tháng 6", "Chỉ tiêu x | 1 | 2", merged=merged)
    layout = layout_by(replace(a_profile(A="indicator", B=figures(), C=figures()), header=(3, 4)), sheet)
    assert [column.heading.when for column in layout.with_role(Role.FIGURE)] == [When(2024, (5, 5)), When(2024, (6, 6))]
    assert layout.header_rows == (3, 4)


def test_headings_of_columns_that_the_profile_does_not_name_are_read() -> None:
    sheet = a_sheet("", "", "Công việc | Tháng 6 (tạ) | KH năm 2024 | Ghi chú | Lạ", "Chỉ tiêu x | 5 | 9 | a | 7")
    layout = layout_by(a_profile(A="indicator"), sheet)
    assert [column.heading.role.value for column in layout.columns] == [
        "indicator",
        "figure",
        "plan",
        "note",
        "unknown",
    ]
    assert heading_of(a_profile(A="indicator"), sheet, "B") == ("figure", When(None, (6, 6)), "", "tạ")


def test_a_meaning_that_the_profile_gives_to_a_column_no_other_has() -> None:
    sheet = a_sheet("", "", "Nội dung | Công việc | Tháng 6", "a | Chỉ tiêu x | 5")
    assert layout_by(a_profile(B="indicator"), sheet).with_role(Role.INDICATOR)[0].index == 1
    assert layout_by(a_profile(C=figures(indicator="x")), sheet).index_of(Role.INDICATOR) is None


@pytest.mark.parametrize(
    ("heading", "column", "expected"),
    [
        ("Tháng 6/2023", figures("Tháng 6"), ("figure", When(2023, (6, 6)), "", "")),
        ("Diện tích tháng 6/2023", figures("Tháng 6"), ("figure", When(2023, (6, 6)), "", "")),
        ("Ước TH tháng 6", figures("Trong tháng"), ("figure", read_period("Ước tháng 6"), "", "")),
        ("TH tháng 6", figures("Lũy kế"), ("figure", When(None, (1, 6)), "", "")),
        ("Thực hiện năm 2023", figures("Năm trước"), ("figure", When(2023, (1, 12)), "", "")),
        ("Xã Dào San (tạ)", figures("Tháng 6"), ("figure", When(None, (6, 6)), "Xã Dào San", "tạ")),
        ("Dào San", figures(area="03571"), ("figure", When(), "03571", "")),
        ("Số làm được", figures(), ("figure", When(), "", "")),
        ("Số làm được (tạ)", figures(), ("figure", When(), "", "tạ")),
        ("Số làm được trong tháng 5", figures(), ("unknown", When(), "", "")),
        ("Tháng 6 (tr.đ)", figures(unit="triệu đồng"), ("figure", When(None, (6, 6)), "", "triệu đồng")),
        ("Tỷ lệ che phủ (%)", figures(indicator="y"), ("figure", When(), "", "%")),
    ],
)
def test_profile_and_heading_together(heading: str, column: ProfileColumn, expected: object) -> None:
    sheet = a_sheet("", "", f"Công việc | {heading}", "Chỉ tiêu x | 5")
    naming = "area" if column.indicator else "indicator"
    profile = a_profile(A=naming, B=column)
    assert heading_of(profile, sheet, "B") == expected
    assert misfits_of(profile, sheet) == []


# where the form has changed


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Tháng 5", figures("Tháng 6")),
        ("Diện tích tháng 5", figures("Tháng 6")),
        ("Năm 2024", figures("Tháng 6")),
        ("Tháng 6/2023", figures("2024-06")),
        ("Lũy kế", figures("Trong tháng")),
        ("Lũy kế", figures("Tháng 6")),
        ("6 tháng đầu năm", figures("Trong tháng")),
        ("Tháng 6", figures("Trong quý")),
        ("Ước tháng 6", figures("Tháng 6", status="final")),
        ("Sơ bộ tháng 6", figures("Ước tháng 6")),
        ("Tháng 6 (tỷ đồng)", figures("Tháng 6", unit="triệu đồng")),
        ("Xã Mù Sang", figures(area="03571")),
        ("Kế hoạch năm 2024", figures("Trong tháng")),
        ("Kế hoạch năm 2024", figures()),
        ("So với cùng kỳ (%)", figures("Trong tháng")),
        ("Ghi chú", figures()),
    ],
)
def test_a_heading_that_says_otherwise_is_a_form_that_has_changed(heading: str, column: ProfileColumn) -> None:
    sheet = a_sheet("", "", f"Công việc | {heading}", "Chỉ tiêu x | 5")
    assert misfits_of(a_profile(A="indicator", B=column), sheet) == [
        ("bieu.xlsx!Biểu 1!B:B", "heading-differs", f"B: {heading}")
    ]


@pytest.mark.parametrize("heading", ["Kế hoạch năm 2024", "Tháng 5", "Tỷ lệ giảm nghèo (%)"])
def test_a_heading_that_the_profile_quotes_may_say_what_it_likes(heading: str) -> None:
    sheet = a_sheet("", "", f"Công việc | {heading}", "Chỉ tiêu x | 5")
    profile = a_profile(A="indicator", B=figures("Tháng 6", heading=heading.upper()))
    assert misfits_of(profile, sheet) == []
    assert heading_of(profile, sheet, "B")[:2] == ("figure", When(None, (6, 6)))  # type: ignore[index]
    other = a_profile(A="indicator", B=figures("Tháng 6", heading="TH tháng *"))
    assert misfits_of(other, sheet) == [("bieu.xlsx!Biểu 1!B:B", "heading-differs", f"B: {heading}")]


@pytest.mark.parametrize(
    "rows",
    [
        ("Công việc | Số làm", "Chỉ tiêu x | 5", "Tỷ lệ y | 6"),  # two lines less above
        ("", "Công việc | Số làm", "Chỉ tiêu x | 5", "Tỷ lệ y | 6"),
        ("", "Công việc | Số làm", "Việc lạ | 5,5", "Tỷ lệ y | 6"),
        ("Công việc | Số làm", "Chỉ tiêu x | 5", "I. Nhóm", "Tỷ lệ y | 6"),
    ],
)
def test_a_form_that_has_lost_a_line_is_noticed(rows: tuple[str, ...]) -> None:
    places = [problem for _, problem, _ in misfits_of(a_profile(A="indicator", B=figures("Tháng 6")), a_sheet(*rows))]
    assert places == ["figures-above"]


@pytest.mark.parametrize(
    "rows",
    [
        ("", "Công việc | 1 | 2023", " A | 1 | 2"),
        ("Biểu số 1 | | 12", "", "Công việc | 6 tháng | 2023"),
        ("Chỉ tiêu x | 5", "", "Công việc | Số làm | ĐVT"),  # another table, with a gap between
        ("", "", "Công việc | 1.000 | 3 buổi"),
    ],
)
def test_numbers_of_months_years_and_columns_in_a_header_are_no_figures(rows: tuple[str, ...]) -> None:
    profile = replace(a_profile(A="indicator", B="skip", C=figures(heading="*")), header=(2, 3))
    assert misfits_of(profile, a_sheet(*rows, "Chỉ tiêu x | 5 | 6")) == []


def test_rows_of_areas_in_the_header_are_noticed_too() -> None:
    sheet = a_sheet("", "Nơi | Chè", "Xã Dào San | 5", "Xã Mù Sang | 6")
    profile = a_profile(A="area", B=figures(indicator="x"))
    assert [problem for _, problem, _ in misfits_of(profile, sheet)] == ["figures-above"]


def test_the_header_of_another_table_below_is_noticed() -> None:
    rows = ("", "", "Chỉ tiêu | Tháng 6", "Chỉ tiêu x | 5", "", "Chỉ tiêu | Tháng 7", "Chỉ tiêu x | 6")
    assert misfits_of(a_profile(A="indicator"), a_sheet(*rows)) == [("bieu.xlsx!Biểu 1!6:6", "another-header", "")]


def test_a_header_that_is_repeated_on_every_page_is_none_of_another_table() -> None:
    rows = ("", "", "Chỉ tiêu | Tháng 6", "Chỉ tiêu x | 5", "CHỈ TIÊU | Tháng 6", "Tỷ lệ y | 6")
    assert misfits_of(a_profile(A="indicator"), a_sheet(*rows)) == []


def test_somebody_must_say_what_the_figures_are_of() -> None:
    sheet = a_sheet("", "", "Công việc | Tháng 6", "Chỉ tiêu x | 5")
    assert misfits_of(PLAIN, sheet) == [("bieu.xlsx!Biểu 1", "no-indicator-column", "")]


def test_a_place_in_a_csv_file_is_a_line() -> None:
    sheet = a_sheet("", "", "Công việc | Tháng 5", "Chỉ tiêu x | 5", name="")
    profile = a_profile(A="indicator", B=figures("Tháng 6"))
    assert misfits_of(profile, sheet) == [("bieu.xlsx:3", "heading-differs", "B: Tháng 5")]


# sheets


def test_only_the_sheets_that_are_named_are_read() -> None:
    sheets = [replace_name(UNREADABLE, name) for name in ("Bìa", "BIỂU  1", "T6", "T7")]
    tables = tables_by(replace(FORM, sheets=("Biểu 1", "t?")), FILE, sheets, WORDS_OF_2024)
    assert [sheet.name for sheet, _ in tables.tables] == ["BIỂU  1", "T6", "T7"]
    assert tables.findings == ()
    assert len(tables_by(FORM, FILE, sheets, WORDS_OF_2024).tables) == 4


def replace_name(sheet: Sheet, name: str) -> Sheet:
    return sheet._replace(name=name)


def test_every_sheet_that_is_named_must_be_there() -> None:
    tables = tables_by(replace(FORM, sheets=("Biểu 1", "Biểu 2")), FILE, [UNREADABLE], WORDS_OF_2024)
    (finding,) = tables.findings
    assert (finding.kind.name, str(finding.origin)) == ("profile-does-not-fit", FILE)
    assert finding.params == {"profile": "bieu", "problem": "no-such-sheet", "text": "Biểu 2"}
    assert finding.kind.refuses_file


def test_a_csv_file_has_the_sheet_whatever_it_is_called() -> None:
    tables = tables_by(replace(FORM, sheets=("Biểu 1",)), FILE, [UNREADABLE._replace(name="")], WORDS_OF_2024)
    assert len(tables.tables) == 1
    assert tables.findings == ()


def test_a_number_in_a_cell_of_a_workbook_is_seen_in_the_header_too() -> None:
    sheet = Sheet("Biểu 1", [(2, ["Công việc", "Số làm"]), (3, ["Việc lạ", Exact("12.5")]), (4, ["a", Exact("1")])])
    assert misfits_of(a_profile(A="indicator", B=figures()), sheet) == [("bieu.xlsx!Biểu 1!3:3", "figures-above", "")]


# the page


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_every_key_and_every_word_is_on_the_page() -> None:
    written = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", PAGE))))
    keys = {
        field.alias or name for one in (ProfileContract, ColumnContract) for name, field in one.model_fields.items()
    }
    assert keys | set(WORDS) <= written


def test_the_example_on_the_page_is_the_one_in_the_folder() -> None:
    assert blocks("csv") == [(EXAMPLE.root / "nong-nghiep-thang-6.csv").read_text(encoding="utf-8")]
    assert blocks("yaml")[0] == (EXAMPLE.profiles_folder / "nong-nghiep.yaml").read_text(encoding="utf-8")
    with (EXAMPLE.root / "nong-nghiep-thang-6.csv").open(encoding="utf-8", newline="") as file:
        assert "Số liệu giả" in next(row for row in csv.reader(file) if "THÁNG" in row[0])[0]


def test_the_other_columns_on_the_page_are_accepted(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.profiles_folder.mkdir(parents=True)
    text = f"schema: 1\noffice: A\nheader: 4\n{blocks('yaml')[1]}"
    (workspace.profiles_folder / "a.yaml").write_text(text, encoding="utf-8")
    profile = profile_for(workspace, "a", Path("a.csv"))
    assert profile is not None
    assert profile.indicators == {2: "tea_new", 3: "poverty_cut"}


def test_the_example_is_read_as_the_page_says() -> None:
    rows = re.findall(r"^\| ([A-Z])([0-9]+) \| `(\w+)` \| (\S+) \| (\S+) \| \S+ \|$", PAGE, re.MULTILINE)
    assert len(rows) == 4
    read = [(one.place, one.indicator, str(one.period), f"{one.value:f}") for one in observations_of_the_example()]
    assert read == [(int(row), indicator, period, value) for _, row, indicator, period, value in rows]


def observations_of_the_example() -> list[Observation]:
    path = EXAMPLE.root / "nong-nghiep-thang-6.csv"
    profile = profile_for(EXAMPLE, None, path)
    catalogue = read_catalogue(EXAMPLE.catalogue_file(2024), "targets/2024.yaml").catalogue
    assert profile is not None
    assert catalogue is not None
    words = Words(catalogue, Areas(), 2024, profile.asked(Asked(), 2024))
    tables, findings = tables_by(profile, str(path), csv_grid(path, path.read_bytes(), str(path)).sheets, words)
    taken = Taken()
    style = number_signs(list(tables), words.indicators, words.asked.numbers).style
    for sheet, layouts in tables:
        for layout in layouts:
            read_tables(sheet, [TableReading(str(path), sheet, layout, words, style, None, taken)])
    settled = taken.figures.settled(words.by_id, taken.findings)
    assert (findings, taken.findings.all(str(path)), taken.rejected) == ((), (), 0)
    return list(settled.observations)

"""Laws of reading what offices send: how a form looks changes no figure. All figures are made up (Số liệu giả)."""

import random
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from phongtho_kpi.model.finding import KINDS
from phongtho_kpi.read.returns.numerals import NumberStyle
from phongtho_kpi.read.returns.reading import Return
from read.returns_texts import as_csv, as_xlsx, figures_of, findings_of, read_content, read_csv, read_xlsx

INDICATORS = {
    "Giải quyết việc làm": ("jobs", "người"),
    "Số lao động được đào tạo nghề": ("trained", "người"),
    "Diện tích cây chè": ("tea_area", "ha"),
    "Tổng sản lượng lương thực có hạt": ("grain_output", "tấn"),
    "Tỷ lệ thôn, bản có nhà văn hóa": ("culture_house", "%"),
}
# headings under the title BÁO CÁO THÁNG 6 NĂM 2024
FIGURES = {
    "Tháng 5": "2024-05 {}",
    "Ước tháng 6": "2024-06 {} estimate",
    "Thực hiện quý I/2024": "2024-Q1 {}",
    "Lũy kế 4 tháng": "2024-4M {}",
    "Ước năm 2024": "2024 {} estimate",
    "TH 2023": "2023 {}",
    "Sơ bộ 9 tháng năm 2023": "2023-9M {} preliminary",
    "07/2024": "2024-07 {}",
}
OTHERS = ("Kế hoạch năm", "So với KH (%)", "Tăng, giảm", "Ghi chú", "Dự toán HĐND giao", "STT")
TITLES = (
    "UBND HUYỆN PHONG THỔ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "BIỂU SỐ 01",
    "(Kèm theo Báo cáo số 11/BC-UBND ngày 14 tháng 5 năm 2023)",
    "Phong Thổ, ngày 3 tháng 7 năm 2025",
)
ROWS = (
    "I|KINH TẾ",
    "",
    "-|Trong đó:",
    "|Cộng||#1|#2|#3|#4|#5|#6|#7|#8|#9",
    "|Ghi chú: số liệu đến 14/6",
    "|||Nguyễn Văn A",
)


class Form(NamedTuple):
    """A wide form, and the figures in it."""

    headings: list[str]
    rows: list[list[str]]
    figures: list[str]

    def text(self, titles: str = "", between: list[str] | None = None) -> str:
        rows = ["|".join(row) for row in self.rows]
        for place, row in enumerate(between or []):
            rows.insert((place * 2) % (len(rows) + 1), row)
        lines = [*titles.split("\n"), "BÁO CÁO THÁNG 6 NĂM 2024", "(Số liệu giả)", "", "|".join(self.headings), *rows]
        return "\n".join(lines)

    def told_by(self, told: Return) -> None:
        """Whether a file said all of it, and nothing else."""
        assert (figures_of(told), findings_of(told)) == (sorted(self.figures), [])
        assert told.rows == len(self.figures)


numbers = st.decimals(min_value=0, max_value=9_999_999, places=1)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Some indicators, and columns in any order."""
    names = draw(st.lists(st.sampled_from(sorted(INDICATORS)), unique=True, min_size=1))
    periods = draw(st.lists(st.sampled_from(sorted(FIGURES)), unique=True, min_size=1))
    others = draw(st.lists(st.sampled_from(OTHERS), unique=True))
    headings = draw(st.permutations(["Chỉ tiêu", "ĐVT", *periods, *others]))
    figures, rows = [], []
    for name in names:
        indicator, unit = INDICATORS[name]
        cells = {"Chỉ tiêu": name, "ĐVT": unit} | dict.fromkeys(others, "#0.5")
        for period in periods:
            number = draw(numbers)
            cells[period] = f"#{number:f}"
            figures.append(f"{indicator} {FIGURES[period].format(plain(number))}")
        rows.append([cells[heading] for heading in headings])
    return Form([*headings], rows, figures)


def plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


@settings(max_examples=50)
@given(forms())
def test_a_workbook_and_a_csv_file_say_the_same(form: Form) -> None:
    form.told_by(read_xlsx(form.text()))
    form.told_by(read_csv(form.text()))


@given(
    forms(), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(NumberStyle)
)
def test_separators_encodings_and_decimal_signs_change_nothing(
    form: Form, delimiter: str, encoding: str, style: NumberStyle
) -> None:
    form.told_by(read_content(as_csv(form.text(), delimiter, encoding, style), "a.csv"))


@given(forms(), st.sampled_from(NumberStyle))
def test_grouped_numbers_are_read_as_one_cell_of_the_file_says(form: Form, style: NumberStyle) -> None:
    def grouped(cell: str) -> str:
        if not cell.startswith("#"):
            return cell
        return f"{Decimal(cell[1:]):,}".translate(str.maketrans(".,", ",.") if style is NumberStyle.VI else {})

    headings = [*form.headings, "Kế hoạch"]
    rows = [[*map(grouped, row), grouped("#0.5")] for row in form.rows]
    form.told_by(read_csv(Form(headings, rows, form.figures).text()))


@given(
    forms(), st.lists(st.sampled_from(TITLES)), st.sampled_from(["Biểu 1", "Tổng hợp", "KTXH", "Sheet1", "Toàn huyện"])
)
@settings(max_examples=50)
def test_other_title_lines_and_sheet_names_change_nothing(form: Form, titles: list[str], sheet: str) -> None:
    form.told_by(read_xlsx({sheet: form.text("\n".join(titles))}))


@given(forms(), st.lists(st.sampled_from(ROWS), max_size=5))
def test_groups_subtotals_notes_and_blank_rows_change_nothing(form: Form, rows: list[str]) -> None:
    place = form.headings.index("Chỉ tiêu")
    between = ["|".join([""] * (place - 1)) + ("|" if place > 1 else "") + row for row in rows] if place else []
    form.told_by(read_csv(form.text(between=between)))


def upper(text: str) -> str:
    return text.upper()


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def spaced(text: str) -> str:
    return text.replace(" ", " \u00a0 ")


@given(forms(), st.sampled_from([upper, decomposed, spaced]))
def test_case_composition_and_blanks_change_nothing(form: Form, change: Callable[[str], str]) -> None:
    headings = [*map(change, form.headings)]
    rows = [[cell if cell.startswith("#") else change(cell) for cell in row] for row in form.rows]
    form.told_by(read_csv(Form(headings, rows, form.figures).text()))


@given(forms(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(form: Form, chance: random.Random) -> None:
    rows = [*form.rows]
    chance.shuffle(rows)
    form.told_by(read_csv(Form(form.headings, rows, form.figures).text()))


@given(forms(), st.lists(st.sampled_from(["Điểm", "Trong đó: nữ", "Tháng 13", "", "Số hộ"]), min_size=1, max_size=3))
def test_numbers_that_nobody_can_place_are_rejected_and_nothing_else_is(form: Form, strange: list[str]) -> None:
    headings = [*form.headings, *strange, "Ghi chú"]
    rows = [[*row, *["#7"] * len(strange), "#8"] for row in form.rows]
    told = read_csv(Form(headings, rows, form.figures).text())
    assert figures_of(told) == sorted(form.figures)
    assert told.rejected == len(strange) * len(rows)
    assert told.findings


AREAS = {"Dào San": "@03571", "XÃ BẢN LANG": "@03577", "#3589": "@03589", "Toàn huyện": ""}
MONTHS = {"Tháng 5": "2024-05", "T6": "2024-06", "Lũy kế": "2024-H1", "KH": "", "So với KH (%)": ""}


@given(
    st.lists(st.sampled_from(sorted(AREAS)), unique=True, min_size=1),
    st.lists(st.sampled_from(sorted(MONTHS)), unique=True, min_size=2),
    st.booleans(),
    st.sampled_from([read_csv, read_xlsx]),
)
def test_headings_of_two_levels_mean_the_same_either_way_up(
    areas: list[str],
    months: list[str],
    areas_above: bool,
    read: Callable[..., Return],
) -> None:
    upper, lower = (areas, months) if areas_above else (months, areas)
    pairs = [(one, other) for one in upper for other in lower]
    first = [one if other == lower[0] else "<" for one, other in pairs]
    form = "\n".join(
        [
            "BÁO CÁO THÁNG 6 NĂM 2024",
            "(Số liệu giả)",
            "|".join(["TT", "Chỉ tiêu", "ĐVT", *first]),
            "|".join(["^", "^", "^", *(other for _, other in pairs)]),
            "|".join(["1", "Giải quyết việc làm", "người", *(f"#{number}" for number in range(len(pairs)))]),
        ]
    )
    figures = []
    for number, (one, other) in enumerate(pairs):
        area, month = (one, other) if areas_above else (other, one)
        if MONTHS[month]:
            figures.append(f"jobs{AREAS[area]} {MONTHS[month]} {number}")
    told = read(form)
    assert (figures_of(told), findings_of(told)) == (sorted(figures), [] if figures else ["no-figures"])


cells = st.one_of(
    st.sampled_from(
        [*INDICATORS, *FIGURES, *OTHERS, *TITLES, "Chỉ tiêu", "Kỳ", "Giá trị", "Xã", "Mã xã", "Tử số", "<", "^"]
    ),
    st.sampled_from(
        ["Tháng", "Lũy kế", "Thực hiện", "Dào San", "#3571", "Toàn huyện", "12/17", "trên 65", "1.230", "T6"]
    ),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3).map(
        lambda x: f"#{x:f}"
    ),
    st.text(
        st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"], exclude_characters="|\n"), max_size=12
    ),
)
tables = st.lists(st.lists(cells, max_size=6).map("|".join), min_size=1, max_size=12).map("\n".join)


@given(tables)
def test_no_table_brings_the_reader_down_and_every_figure_is_accounted_for(table: str) -> None:
    for told in (read_csv(table), read_xlsx(table)):
        assert all(finding.kind in KINDS for finding in told.findings)
        assert told.rows > 0 or told.is_refused
        assert len(figures_of(told)) <= told.rows


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.txt", "a.xlsx", "a.xls", "a.xlsm"]))
def test_no_file_brings_the_reader_down(content: bytes, name: str) -> None:
    told = read_content(content, name)
    assert told.is_refused or told.rows > 0


@given(st.binary(max_size=60), st.integers(0, 5000))
def test_no_damaged_workbook_brings_the_reader_down(damage: bytes, place: int) -> None:
    content = as_xlsx("Chỉ tiêu|Tháng 6\nGiải quyết việc làm|#5")
    place %= len(content)
    told = read_content(content[:place] + damage + content[place + len(damage) :], "a.xlsx")
    assert told.is_refused or told.rows > 0 or not damage

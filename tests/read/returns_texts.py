"""Forms as offices send them, written as plain tables. Every figure in them is made up: Số liệu giả.

A form is one line a row, `|` between cells. `#5.5` is a stored number (typed `5,5` in a CSV file), `#0.522 0.0%` one
with a number format; `<` belongs to the merged cell on the left, `^` to the one above; `\\n` is a line break.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from builders import FILE, a_catalogue, an_indicator
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import Catalogue, LocalText
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.returns.numerals import NumberStyle
from phongtho_kpi.read.returns.reading import Return, read_return
from phongtho_kpi.read.returns.words import Asked, Words

_STORED = re.compile(r"#(-?[0-9.]+)(?: (.+))?")
_INDICATORS = (
    ("budget_revenue", "flow", "tỷ đồng", "Thu ngân sách nhà nước trên địa bàn", ("Thu NSNN trên địa bàn",)),
    ("gross_output", "flow", "triệu đồng", "Giá trị sản xuất", ()),
    ("visitors", "flow", "lượt khách", "Tổng lượt khách du lịch", ()),
    ("exports", "flow", "triệu USD", "Giá trị xuất khẩu hàng địa phương", ()),
    ("grain_output", "flow", "tấn", "Tổng sản lượng lương thực có hạt", ()),
    ("tea_area", "level", "ha", "Diện tích cây chè", ()),
    ("tea_planted", "flow", "ha", "Diện tích chè trồng mới", ()),
    ("jobs", "flow", "người", "Số lao động được giải quyết việc làm", ("Giải quyết việc làm",)),
    ("trained", "flow", "người", "Số lao động được đào tạo nghề", ("Đào tạo nghề",)),
    ("forest_cover", "level", "%", "Tỷ lệ che phủ rừng", ("Độ che phủ rừng",)),
    ("culture_house", "level", "%", "Tỷ lệ thôn, bản có nhà văn hóa", ()),
    ("health_communes", "level", "%", "Tỷ lệ xã, thị trấn đạt tiêu chí quốc gia về y tế", ()),
    ("herd_growth", "growth", "%", "Tốc độ tăng đàn gia súc bình quân", ()),
    ("birth_cut", "reduction", "‰", "Mức giảm tỷ suất sinh", ()),
    ("rural_criteria", "level", "tiêu chí/xã", "Bình quân tiêu chí nông thôn mới", ()),
    ("income_per_head", "level", "triệu đồng/năm", "Thu nhập bình quân đầu người", ()),
)
_COMMUNES = (
    ("03391", "Xã Lả Nhì Thàng", ("Lả Nhì Thàng", "Lản Nhì Thàng")),
    ("03549", "Thị trấn Phong Thổ", ("TT Phong Thổ",)),
    ("03550", "Xã Sì Lở Lầu", ("Sì Lở Lầu",)),
    ("03562", "Xã Vàng Ma Chải", ("Vàng Ma Chải",)),
    ("03571", "Xã Dào San", ("Dào San",)),
    ("03577", "Xã Bản Lang", ("Bản Lang",)),
    ("03589", "Xã Mường So", ("Mường So",)),
)


def the_catalogue() -> Catalogue:
    """The indicators of the forms."""
    return a_catalogue(
        *(
            an_indicator(kind, id=key, unit=unit, name=LocalText(vi=name), aliases=aliases)
            for key, kind, unit, name, aliases in _INDICATORS
        )
    )


def the_areas() -> Areas:
    """Seven of the communes."""
    return Areas(Area(code, LocalText(vi=name), FILE, aliases) for code, name, aliases in _COMMUNES)


def cells_of(form: str) -> list[list[str]]:
    """The rows of a form; a blank line is a blank row."""
    return [
        [cell.strip(" ").replace("\\n", "\n") for cell in line.strip(" ").split("|")]
        for line in form.strip("\n").split("\n")
    ]


def as_csv(form: str, delimiter: str = ";", encoding: str = "utf-8-sig", style: NumberStyle = NumberStyle.VI) -> bytes:
    """A form as a CSV file: nothing is merged, and numbers are typed."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    rows = cells_of(form)
    width = max(map(len, rows))
    for cells in rows:
        writer.writerow([_typed(cell, style) for cell in cells] + [""] * (width - len(cells)))
    return text.getvalue().encode(encoding)


def _typed(cell: str, style: NumberStyle) -> str:
    if cell in {"<", "^"}:
        return ""
    stored = _STORED.fullmatch(cell)
    return stored[1].replace(".", style.decimal_sign) if stored else cell


def as_xlsx(forms: str | Mapping[str, str], change: Callable[[Workbook], object] | None = None) -> bytes:
    """A form, or one for each sheet, as a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, form in ({"Biểu 1": forms} if isinstance(forms, str) else forms).items():
        _fill(book.create_sheet(name), cells_of(form))
    if change is not None:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: Any, rows: list[list[str]]) -> None:
    for number, cells in enumerate(rows, 1):
        for column, text in enumerate(cells, 1):
            if text and text not in {"<", "^"}:
                cell = sheet.cell(number, column)
                stored = _STORED.fullmatch(text)
                cell.value = text if stored is None else float(stored[1]) if "." in stored[1] else int(stored[1])
                if stored and stored[2]:
                    cell.number_format = stored[2]
                elif stored is None and text.startswith("="):
                    cell.data_type = "f"
    for top, left, bottom, right in _merges(rows):
        if (top, left) != (bottom, right):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _merges(rows: list[list[str]]) -> Iterable[tuple[int, int, int, int]]:
    """The range of each cell, with the `<` to its right and the `^` below it."""
    for number, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if text and text not in {"<", "^"}:
                right = column + 1
                while right < len(cells) and cells[right] == "<":
                    right += 1
                bottom = number + 1
                while bottom < len(rows) and column < len(rows[bottom]) and rows[bottom][column] == "^":
                    bottom += 1
                yield number + 1, column + 1, bottom, right


def read_content(content: bytes, name: str, **asked: Any) -> Return:
    """What is read of a file that somebody sent."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path(name).write_bytes(content)
        words = Words(the_catalogue(), the_areas(), 2024, Asked(**asked))
        return read_return(Path(name), words, None)


def read_xlsx(
    forms: str | Mapping[str, str], change: Callable[[Workbook], object] | None = None, **asked: Any
) -> Return:
    """What is read of forms in a workbook."""
    return read_content(as_xlsx(forms, change), "a.xlsx", **asked)


def read_csv(form: str, **asked: Any) -> Return:
    """What is read of a form in a CSV file."""
    return read_content(as_csv(form), "a.csv", **asked)


def figures_of(told: Return) -> list[str]:
    """The figures, sorted: `jobs 2024-06 106`, `tea_area@03571 2024-H1 1.5 estimate`, `health_communes 2024 12/17`."""
    assert told.rows == len(told.observations) + told.again + told.rejected + told.skipped
    return sorted(map(_figure, told.observations))


def _figure(one: Observation) -> str:
    area = f"@{one.area}" if one.area else ""
    value = f"{one.numerator:f}/{one.denominator:f}" if one.numerator is not None else f"{one.value:f}"
    if "." in value and "/" not in value:
        value = value.rstrip("0").rstrip(".")
    status = "" if one.status.value == "final" else f" {one.status.value}"
    return f"{one.indicator}{area} {one.period} {value}{status}"


def findings_of(told: Return) -> list[str]:
    """The findings, sorted: `T6!E10 error-cell`; of a file as a whole only the name."""
    found = [
        (str(one.origin).partition("!")[2] or str(one.origin).partition(":")[2], one.kind.name) for one in told.findings
    ]
    return sorted(f"{place} {name}".strip() for place, name in found)

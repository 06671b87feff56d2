"""What the headings of columns say (docs/commands.md, *Wide*). A heading's cells stand here with ` · ` between them."""

import pytest

from phongtho_kpi.model.folding import folded
from phongtho_kpi.model.unit import is_known_unit
from phongtho_kpi.read.returns.headings import Heading, Role, read_heading, role_of, settled_together
from phongtho_kpi.read.returns.periods import Open, When


def heading(text: str) -> Heading:
    """What a heading says where Dào San is an area."""
    areas = {folded(name) for name in ("Dào San", "Xã Dào San", "03571", "Toàn huyện")}
    return read_heading(text.split(" · "), lambda name: folded(name) in areas, is_known_unit)


ROLES = {
    Role.ORDER: ["STT", "TT", "Số TT", "Mã số"],
    Role.INDICATOR: [
        "Chỉ tiêu", "CHỈ TIÊU", "Tên chỉ tiêu", "Chỉ tiêu chủ yếu", "Các chỉ tiêu", "Nội dung",
        "Chỉ tiêu (1)",
    ],
    Role.UNIT: ["ĐVT", "Đơn vị tính", "Đơn vị"],
    Role.PERIOD: ["Kỳ", "Kỳ báo cáo", "Tháng"],
    Role.AREA: ["Xã", "Tên xã", "Xã, thị trấn", "Địa bàn"],
    Role.AREA_CODE: ["Mã xã", "Mã ĐVHC"],
    Role.STATUS: ["Trạng thái"],
    Role.NOTE: ["Ghi chú", "Đánh giá"],
    Role.NUMERATOR: ["Tử số"],
    Role.DENOMINATOR: ["Mẫu số"],
    Role.PLAN: [
        "Kế hoạch", "KH 2024", "KH giao", "Kế hoạch năm 2024", "Dự toán HĐND giao", "Dự kiến cả năm", "Chỉ tiêu giao",
        "Kế hoạch năm · Tháng 6", "Kế hoạch thực hiện năm 2024", "Dự kiến thực hiện 6 tháng cuối năm",
        "Chỉ tiêu năm 2024",
        "Năm 2024 · KH", "Thực hiện và kế hoạch · KH", "Mục tiêu 2024",
    ],
    Role.COMPARISON: [
        "So sánh (%)", "So với KH (%)", "TH/KH", "Ước 6 tháng/KH năm", "% KH", "So cùng kỳ", "Cùng kỳ năm 2023", "+/-",
        "Tăng/giảm so với cùng kỳ", "Tăng, giảm", "Thực hiện so với KH", "Tỷ lệ đạt kế hoạch", "So sánh · Tháng 6",
        "Tiến độ",
        "Thực hiện 6 tháng (%)",
    ],
    Role.SUBTOTAL: ["Tổng số", "Cộng", "Tổng cộng (I+II)", "Cộng 6 tháng", "Tổng số · Tháng 5", "Tháng 5 · Tổng cộng"],
    Role.FIGURE: [
        "Tháng 6", "Thực hiện", "Lũy kế", "Thực hiện kế hoạch 6 tháng", "Giá trị", "Giá trị (%)", "Số liệu", "Dào San",
        "Chia theo xã · 03571", "Toàn huyện", "Kế hoạch và thực hiện · Tháng 6", "Năm nay · Tháng 6", "Cộng dồn",
    ],
    Role.UNKNOWN: [
        "Điểm", "Trong đó: nữ", "Cơ quan chủ trì", "Nậm Ban", "Kế hoạch và thực hiện", "Tháng 6 · Tháng 7", "Năm nay",
        "Tháng 6 · Điểm", "Dào San · Xã Dào San", "6 tháng đầu năm · Trong tháng", "x" * 1000, "Tháng 6 · Tháng trước",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "role"), [(text, role) for role, texts in ROLES.items() for text in texts])
def test_a_heading_says_what_stands_in_its_column(text: str, role: Role) -> None:
    assert heading(text).role is role


@pytest.mark.parametrize(
    ("text", "year", "months", "which"),
    [
        ("Thực hiện năm 2024 · Tháng 6", 2024, (6, 6), None),
        ("Thực hiện · Tháng 6", None, (6, 6), None),
        ("Tháng 6 · Thực hiện", None, (6, 6), None),
        ("Tháng · 6", None, (6, 6), None),
        ("Quý · II", None, (4, 6), None),
        ("Thực hiện năm · 2023", 2023, (1, 12), Open.YEAR),
        ("6 tháng · Năm 2023", 2023, (1, 6), None),
        ("Năm 2023 · 6 tháng", 2023, (1, 6), None),
        ("Lũy kế · Tháng 6", None, (1, 6), None),
        ("Tháng 6 · Lũy kế", None, (1, 6), None),
        ("Năm 2024 · Lũy kế", 2024, None, Open.TO_DATE),
        ("Năm 2024 · Trong tháng", 2024, None, Open.MONTH),
        ("Thực hiện · Tháng", None, None, Open.MONTH),
        ("Quý II · Thực hiện trong quý", None, (4, 6), None),
        ("Năm 2024 · Thực hiện", 2024, (1, 12), Open.REPORTED),
        ("Thực hiện năm 2024", 2024, (1, 12), Open.YEAR),
        ("Ước năm 2024", 2024, (1, 12), None),
        ("Ước thực hiện · Cả năm", None, (1, 12), None),
    ],
)
def test_the_cells_of_a_heading_say_a_period_together(
    text: str, year: int | None, months: tuple[int, int] | None, which: Open | None
) -> None:
    when = heading(text).when
    assert (when.year, when.months, when.open) == (year, months, which)


@pytest.mark.parametrize("text", ["Năm 2023 · Tháng 6/2024", "Tháng 6 · Tháng 7", "Tháng 6 · Quý III"])
def test_cells_that_contradict_each_other_disagree(text: str) -> None:
    assert heading(text).disagrees


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Giá trị (triệu đồng)", "triệu đồng"),
        ("Tháng 6 (triệu đồng)", "triệu đồng"),
        ("Tháng 6 · ĐVT: triệu đồng", "triệu đồng"),
        ("Tháng 6 ĐVT: triệu đồng", "triệu đồng"),
        ("Tháng 6, triệu đồng", "triệu đồng"),
        ("Tháng 6 tấn", "tấn"),
        ("Dào San (ha)", "ha"),
        ("Tháng 6", ""),
    ],
)
def test_a_heading_states_a_unit(text: str, unit: str) -> None:
    assert (heading(text).role, heading(text).unit) == (Role.FIGURE, unit)


def test_beside_a_running_total_the_figure_is_the_last_step_only() -> None:
    figure, total, year = heading("Thực hiện"), heading("Lũy kế"), heading("Năm 2023 · Thực hiện")
    assert [one.when.open for one in settled_together([figure, year])] == [Open.REPORTED, Open.REPORTED]
    assert [one.when.open for one in settled_together([figure, total, year])] == [
        Open.STEP,
        Open.TO_DATE,
        Open.REPORTED,
    ]


def test_a_cell_alone_names_a_role_or_none() -> None:
    assert (role_of("Ghi  chú"), role_of("GHI CHÚ:"), role_of("Tháng 6")) == (Role.NOTE, Role.NOTE, None)
    assert heading("Thực hiện").when == When(open=Open.REPORTED)

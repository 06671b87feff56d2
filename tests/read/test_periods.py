"""Periods as offices write them (docs/commands.md, *Wide*)."""

import pytest

from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.returns.periods import Open, When, periods_in, read_period

ESTIMATE, PRELIMINARY, FINAL = ObservationStatus.ESTIMATE, ObservationStatus.PRELIMINARY, ObservationStatus.FINAL


def of_2024(text: str) -> str | None:
    """What a text says in a report of 2024; None where it says no months."""
    when = read_period(text)
    if when is None or when.months is None:
        return None
    return str(Period((when.year or 2024) - when.years_back, *when.months, when.day))


SAID = {
    "2024-06": [
        "Tháng 6", "tháng 06", "THÁNG 6", "Tháng Sáu", "T6", "T.6", "Th6", "thg 6", "Tháng 6/2024", "tháng 6 năm 2024",
        "06/2024", "6/2024", "6.2024", "2024-06", "2024.06", "Tháng: 6", "June 2024", "Jun 2024", "Month 6",
        "T06.2024", "T6-2024", "Thực hiện tháng 6", "TH T6",
        "Số liệu tháng 6", "Ước thực hiện tháng 6/2024", "Thực hiện  6/2024", "Thang 6",
    ],
    "2024-05": ["May 2024", "Tháng Năm", "tháng năm"],
    "2024-12": ["Tháng chạp", "tháng mười hai"],
    "2024-Q2": ["Quý II", "quý 2", "QUÝ II/2024", "Q2", "Quí II", "Thực hiện quý II năm 2024", "Quý hai", "QII"],
    "2024-Q1": ["Quý I", "2024-Q1", "Lũy kế quý I"],
    "2024-H1": [
        "6 tháng", "6T", "6 tháng đầu năm", "06 tháng", "6T/2024", "Nửa đầu năm", "TH 6 tháng", "LK 6T",
        "Lũy kế 6 tháng", "Luỹ kế đến hết tháng 6/2024", "Lũy kế đến tháng 6", "Lũy kế quý II", "TH đến 30/6",
        "6 months 2024",
        "Thực hiện đến 30/6/2024", "đến ngày 30 tháng 6", "Từ đầu năm đến hết tháng 6", "Cộng dồn 6 tháng", "Tháng 1-6",
        "Từ tháng 1 đến tháng 6", "T1-T6", "Tính đến hết tháng 6", "2024-H1",
    ],
    "2024-H2": ["6 tháng cuối năm", "nửa cuối năm"],
    "2024-9M": ["9 tháng", "9T", "Ước 9 tháng đầu năm", "Lũy kế tháng 9", "9T/2024", "2024-9M"],
    "2024": ["Năm 2024", "Cả năm", "Ước cả năm", "Ước năm", "Ước TH năm 2024", "2024", "Thực hiện năm", "12 tháng"],
    "2023": ["TH 2023", "Năm 2023", "Thực hiện năm 2023", "Có đến 31/12/2023", "Sơ bộ năm 2023", "Year 2023"],
    "2023-06": ["Tháng 6 năm trước", "T6/2023"],
    "2023-H1": ["6 tháng đầu năm trước", "6 tháng năm 2023"],
    "2024-06-15": ["15/6/2024", "Tính đến 15/6/2024", "2024-06-15", "Thời điểm 15-6-2024"],
    "2024-02-28": ["TH đến 28/2"],  # in 2023 all of February
}  # fmt: skip


@pytest.mark.parametrize(("text", "period"), [(text, period) for period, texts in SAID.items() for text in texts])
def test_a_text_says_a_period(text: str, period: str) -> None:
    assert of_2024(text) == period


LEFT_OPEN = {
    Open.REPORTED: [
        "Thực hiện",
        "TH",
        "Kết quả",
        "Kết quả thực hiện",
        "Số liệu",
        "Ước thực hiện",
        "Đạt được",
        "Actual",
    ],
    Open.MONTH: ["Trong tháng", "Thực hiện trong tháng", "Thực hiện tháng báo cáo", "Ước tháng", "Tháng này", "Tháng"],
    Open.LAST_MONTH: ["Tháng trước", "Thực hiện tháng trước"],
    Open.QUARTER: ["Trong quý", "Thực hiện quý báo cáo"],
    Open.TO_DATE: [
        "Lũy kế",
        "Luỹ kế từ đầu năm",
        "Cộng dồn",
        "Cộng từ đầu năm",
        "Year to date",
        "Từ đầu năm",
        "LK",
        "Từ đầu năm đến cuối tháng báo cáo",
    ],
}


@pytest.mark.parametrize(("text", "which"), [(text, which) for which, texts in LEFT_OPEN.items() for text in texts])
def test_a_text_leaves_months_to_its_surroundings(text: str, which: Open) -> None:
    when = read_period(text)
    assert when is not None
    assert (when.months, when.open) == (None, which)


@pytest.mark.parametrize(
    "text",
    [
        "", "Tháng 13", "Quý V", "13 tháng", "31/2/2024", "Tháng 6 và tháng 7", "Ước thực hiện tháng 6 và lũy kế",
        "Nam",
        "Người nam", "Năm nay", "Đầu năm", "Năm học 2024", "Giải quyết việc làm", "1222", "2024.1", "Decision 2024",
        "12/17", "Kỳ trước", "tháng 6/24",
    ],
)  # fmt: skip
def test_any_other_text_says_none(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ước tháng 6", ESTIMATE),
        ("ƯỚC TH", ESTIMATE),
        ("Ước tính 6 tháng", ESTIMATE),
        ("Tháng 6 (ước)", ESTIMATE),
        ("Estimate 2024", ESTIMATE),
        ("Sơ bộ quý II", PRELIMINARY),
        ("Chính thức năm 2023", FINAL),
        ("Tháng 6", None),
    ],
)
def test_a_text_says_how_settled_a_figure_is(text: str, status: ObservationStatus | None) -> None:
    when = read_period(text)
    assert when is not None
    assert when.status is status


LINES = {
    "BÁO CÁO THÁNG 6 NĂM 2024": [(2024, (6, 6))],
    "BÁO CÁO 9 THÁNG NĂM 2024": [(2024, (1, 9))],
    "KẾT QUẢ THÁNG 6 VÀ 6 THÁNG ĐẦU NĂM 2024": [(None, (6, 6)), (2024, (1, 6))],
    "THÁNG … NĂM 2024": [(2024, None)],
    "THÁNG        NĂM 2024": [(2024, None)],
    "(Kèm theo Báo cáo số 11/BC-TCKH ngày 14 tháng 6 năm 2024)": [],
    "ngày    tháng 7 năm 2024": [],
    "ngày   /6/2024": [],
    "Số liệu từ 15/5/2024 đến 14/6/2024": [],
    "(Từ ngày 15/5 đến ngày 14/6)": [],
    "BIỂU SỐ 02-2024": [],
    "Biểu 6 tháng": [(None, (1, 6))],
    "Biểu 1-T6": [(None, (6, 6))],
    "Thông tư 02/2023/TT-BTC": [],
    "Quyết định 22/2023/QĐ-UBND": [],
    "NGHỊ QUYẾT ĐẠI HỘI NHIỆM KỲ 2020 - 2025": [],
    "NĂM 2024 SO VỚI CÙNG KỲ NĂM 2023": [(2024, None)],
    "KẾT QUẢ NĂM 2024 VÀ KẾ HOẠCH NĂM 2025": [(2024, None)],
    "THỰC HIỆN KẾ HOẠCH PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2024": [(2024, None)],
    "6 THÁNG ĐẦU NĂM THỰC HIỆN KẾ HOẠCH NĂM 2023": [(None, (1, 6)), (2023, None)],
    "KẾT QUẢ 6 THÁNG ĐẦU NĂM, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2024": [(None, (1, 6)), (2024, None)],
    "KẾT QUẢ THÁNG 6 | NHIỆM VỤ THÁNG 7 NĂM 2024": [(None, (6, 6)), (2024, None)],
    "THÁNG 12, NHIỆM VỤ THÁNG 01 NĂM 2025": [(None, (12, 12)), (2025, (1, 1))],  # which year is December's?
    "." * 30_000: [],
}


@pytest.mark.parametrize(("line", "periods"), LINES.items(), ids=[line[:60] for line in LINES])
def test_a_line_above_a_table_names_periods(
    line: str, periods: list[tuple[int | None, tuple[int, int] | None]]
) -> None:
    assert [(when.year, when.months) for when in periods_in(line)] == periods


@pytest.mark.parametrize("name", ["T6", "T06", "Tháng 06", "Thang 6", "T6 (2)", "BC tháng 6", "thang6", "t.6"])
def test_the_name_of_a_sheet_names_a_month(name: str) -> None:
    assert periods_in(name) == (When(months=(6, 6)),)

"""The tables of `kpi log`, where few workspaces lead: many files, many indicators, parts beside values."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_catalogue, an_indicator
from builders import observed as a_figure
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import LocalText
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.log import Days, LoggedFile, Sent, logged_files, logged_versions, named_after, sent
from phongtho_kpi.report.log_tables import files_table
from phongtho_kpi.report.log_versions import versions_table
from phongtho_kpi.report.log_words import LogWords
from phongtho_kpi.report.table import Table
from phongtho_kpi.write.screen import cells
from phongtho_kpi.write.terminal import write_table
from report.reports import EN, VI

SHARE = an_indicator("level", unit="%", name=LocalText(vi="Tỷ lệ giả", en="Made-up share"))
FLOWS = [an_indicator("flow", id=f"flow_{number}") for number in range(1, 7)]
CATALOGUE = a_catalogue(SHARE, *FLOWS)
DAO_SAN = Area("03571", LocalText(vi="Xã Dào San", en="Dào San commune"), Origin("targets/areas.yaml", line=3))
IMPORT = "data/2024/20240814T020500Z-bieu-01-0123456789ab.csv"


def words(messages: Any = VI, columns: int | None = None) -> LogWords:
    return LogWords(CATALOGUE, Areas([DAO_SAN]), messages, columns)


def shown(table: Table, columns: int | None = None) -> str:
    stream = io.StringIO()
    write_table(table, stream, columns, colour=False)
    return stream.getvalue()


def observed(period: str, value: object, **rest: Any) -> Observation:
    """A figure of the import of 14 August unless another file is named."""
    file = rest.pop("file", IMPORT)
    return a_figure(period, value, **({"recorded": "2024-08-14T02:05:00"} | rest))._replace(file=file)


def versions_of(*figures: Observation, messages: Any = VI, columns: int | None = None, findings: int = 0) -> str:
    versions = logged_versions(figures, CATALOGUE.by_id(), Days(), 200)
    return shown(versions_table(SHARE, versions, findings, words(messages, columns)), columns)


def files_of(*figures: Observation, most: int = 200, columns: int | None = None) -> str:
    files = logged_files(figures, CATALOGUE.by_id(), Days())
    return shown(files_table(files, most, 0, words(VI, columns)), columns)


@pytest.mark.parametrize(
    ("source", "stood"),
    [
        ("bieu-01.xlsx!Biểu 01!K12", Sent("bieu-01.xlsx", "Biểu 01!K12", "", "")),
        ("BIEU 01.XLS!T7!C4 · Chi cục Thống kê · bản 2", Sent("BIEU 01.XLS", "T7!C4", "", "Chi cục Thống kê · bản 2")),
        ("xã!.csv:7", Sent("xã!.csv", "", "7", "")),
        ("a.csv.xlsm!b.csv!C1", Sent("a.csv.xlsm", "b.csv!C1", "", "")),
        ("số liệu giả định", None),
        ("https://example.org/a.csv", None),
        ("a.pdf!C1", None),
        (None, None),
    ],
)
def test_where_a_figure_stood_is_read_from_what_is_kept(source: str | None, stood: Sent | None) -> None:
    assert sent(observed("2024-H1", 1, source=source)) == stood
    assert sent(observed("2024-H1", 1, source=source, recorded=None)) is None


def test_an_import_is_called_after_what_was_sent() -> None:
    assert named_after(IMPORT) == "bieu-01"
    assert named_after("data/2024/nhap-tay.csv") == "data/2024/nhap-tay.csv"


def test_days_are_days_in_utc() -> None:
    just_before, midnight = datetime(2024, 7, 31, 23, 59, 59, tzinfo=UTC), datetime(2024, 8, 1, tzinfo=UTC)
    since = Days(since=date(2024, 8, 1))
    assert (since.include(just_before), since.include(midnight), since.include(None)) == (False, True, False)
    until = Days(until=date(2024, 7, 31))
    assert (until.include(just_before), until.include(midnight), until.include(None)) == (True, False, True)


def test_the_first_few_files_are_named_and_the_others_counted() -> None:
    figures = [observed("2024-H1", n, source=f"xa-{n}.xlsx!T!C{n}", area=f"0000{n}") for n in range(1, 6)]
    assert "xa-1.xlsx, xa-2.xlsx, xa-3.xlsx và 2 tệp khác" in files_of(*figures)
    assert "· xa-1.xlsx, xa-2.xlsx, xa-3.xlsx và 2 tệp khác" in versions_of(*figures, columns=140)


def test_the_first_few_revised_indicators_are_named_in_the_order_of_the_catalogue() -> None:
    old = [observed("2024-06", 1, indicator=one.id, recorded=None, file="data/a.csv") for one in FLOWS]
    new = [observed("2024-06", 2, indicator=one.id) for one in reversed(FLOWS)]
    text = files_of(*old, *new)
    assert "flow_1, flow_2, flow_3, flow_4 và 2 chỉ tiêu khác   xem: kpi log flow_1" in text


def test_columns_of_nothing_are_left_out() -> None:
    plain = files_of(observed("2024-H1", 1))
    assert "Địa bàn" not in plain
    assert "Không đổi" not in plain
    assert "Địa bàn" in files_of(observed("2024-H1", 1, area="03571"))


def test_only_what_is_kept_by_hand_is_counted_alone() -> None:
    text = files_of(observed("2024-H1", 1, recorded=None, file="data/a.csv"))
    assert "1 tệp giữ tay: 1 số liệu" in text
    assert "lần nhập đầu bảng" not in text


def test_parts_are_shown_beside_the_value_they_make() -> None:
    both = observed("2024-H1", "70.6", numerator=Decimal(12), denominator=Decimal(17))
    text = versions_of(both, observed("2024-H1", "66.7", recorded=None, file="data/a.csv"))
    assert "66,7  70,6 (12/17)" in text


def test_how_settled_both_were_is_said_only_where_it_differs() -> None:
    estimate = observed("2024-H1", 1, status="estimate", recorded=None, file="data/a.csv")
    assert "ước → chính thức" in versions_of(estimate, observed("2024-H1", 2))
    assert "→" not in versions_of(observed("2024-H1", 1, recorded=None, file="data/a.csv"), observed("2024-H1", 2))


def test_a_file_of_which_only_some_figures_say_where_they_stood_names_each() -> None:
    figures = [observed("2024-H1", 1, source="a.csv:2"), observed("2023-H1", 1, line=9)]
    text = versions_of(*figures, columns=140)
    assert "a.csv:2" in text
    assert f"{IMPORT}:9" in text


def test_a_line_of_our_file_is_named_where_nothing_else_is_known() -> None:
    text = versions_of(observed("2024-H1", 1, line=9, source="số liệu giả"), messages=EN, columns=120)
    assert "14 Aug 2024 02:05 UTC · data/2024/20240814T020500Z-bieu-01-0123456789ab.csv" in " ".join(text.split())
    assert "line 9 · số liệu giả" in text


def test_what_is_kept_by_hand_stands_file_by_file_the_latest_period_first() -> None:
    figures = [
        observed(period, 1, recorded=None, file=f"data/{file}.csv")
        for period, file in (("2023-H1", "a"), ("2024-H2", "a"), ("2024-H1", "b"), ("2023-H2", "b"))
    ]
    text = versions_of(*figures, columns=100)
    assert text.count("Giữ tay · data/a.csv") == text.count("Giữ tay · data/b.csv") == 1
    periods = [line.strip().split("  ")[0] for line in text.splitlines() if "chính thức" in line]
    assert periods == ["6 tháng cuối năm 2024", "6 tháng đầu năm 2023", "6 tháng đầu năm 2024", "6 tháng cuối năm 2023"]


def test_findings_are_said_even_where_nothing_is_listed() -> None:
    assert "3 phát hiện về số liệu   xem: kpi check" in versions_of(findings=3)
    assert "kpi check" not in versions_of()


def test_what_is_beyond_the_list_is_counted_also_where_no_day_can_be_named() -> None:
    figures = [observed("2024-H1", 1, recorded=None, file=f"data/{name}.csv") for name in "abc"]
    assert "… và 2 tệp cũ hơn.   chọn bớt: --area" in files_of(*figures, most=1)


def test_a_file_counts_all_its_figures() -> None:
    (file,) = logged_files([observed("2024-H1", 1), observed("2024-H2", 2)], CATALOGUE.by_id(), Days())
    assert isinstance(file, LoggedFile)
    assert (file.figures, file.indicators, file.areas) == (2, 1, 0)


@given(st.integers(min_value=24, max_value=200), st.sampled_from([VI, EN]))
def test_no_line_is_wider_than_the_terminal(columns: int, messages: Any) -> None:
    figures = [
        observed("2024-H1", "12345.678", area="03571", source="Báo cáo tháng 6 năm 2024 xã Dào San.xlsx!Biểu 01!K12"),
        observed("2024-H1", "70.6", numerator=Decimal(12), denominator=Decimal(17), note="Số liệu giả " * 9),
    ]
    text = versions_of(*figures, messages=messages, columns=columns) + files_of(*figures, columns=columns)
    assert max(map(cells, text.splitlines())) <= columns


@given(st.permutations(range(6)), st.integers(min_value=1, max_value=6))
def test_the_order_of_files_on_disk_means_nothing(order: list[int], most: int) -> None:
    figures = [
        observed("2024-H1", 1, recorded=None, file="data/a.csv", line=2),
        observed("2024-H1", 2, recorded="2024-07-01T00:00:00", file="data/b.csv", line=2),
        observed("2024-H1", 3, recorded="2024-08-01T00:00:00", file="data/c.csv", line=2),
        observed("2024-H1", 3, recorded="2024-08-01T00:00:00", file="data/c.csv", line=3, area="03571"),
        observed("2024-H2", 3, recorded="2024-08-01T00:00:00", file="data/c.csv", line=4),
        observed("2024-H1", 4, recorded="2024-08-01T00:00:00", file="data/d.csv", line=2),
    ]
    indicators = CATALOGUE.by_id()
    mixed = [figures[number] for number in order]
    assert logged_versions(mixed, indicators, Days(), most) == logged_versions(figures, indicators, Days(), most)
    assert logged_files(mixed, indicators, Days()) == logged_files(figures, indicators, Days())

"""The sheets of the weekly workbook, before anybody lays them out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from phongtho_kpi.compare.moments import Changes
from phongtho_kpi.compare.verdicts import VerdictChange
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.assessment import Assessments, Clocks, Counted, CoursePoint, Status
from phongtho_kpi.model.catalogue import Authority, LocalText, Revision
from phongtho_kpi.model.finding import OWNER_WRITTEN_TWO_WAYS, TEN_TIMES_OFF, UNKNOWN_PERIOD, Finding, Origin
from phongtho_kpi.report.sheet import ChartKind, Charts, Letterhead, Lines, Placed, Sheet, Signatures
from phongtho_kpi.report.table import NumberCell, Table, TextCell
from phongtho_kpi.report.weekly.attention import attention_sheet
from phongtho_kpi.report.weekly.charts import charts_sheet
from phongtho_kpi.report.weekly.figures import figures_sheet
from phongtho_kpi.report.weekly.letter import weekly_letter
from phongtho_kpi.report.weekly.method import method_sheet
from phongtho_kpi.report.weekly.official import official_sheet
from phongtho_kpi.report.weekly.quality import quality_sheet
from phongtho_kpi.report.weekly.summary import summary_sheet
from phongtho_kpi.report.weekly.week import Week, a_week_before, report_name
from phongtho_kpi.write.cells import cell_text
from report.reports import CLOCKS, VI, a_target, an_assessment, assessments_of, observed


def a_week(*entries: Any, messages: Any = VI, courses: Any = None, figures: Any = (), **rest: Any) -> Week:
    """The last week of July 2024, in which nothing changed."""
    year = assessments_of(*entries, **rest)
    changes = Changes(a_week_before(year.clocks), year.clocks, (), (), (), 0, 0)
    return Week(year, changes, courses or {}, tuple(figures), Areas(), messages, "c" * 64, "f" * 64)


def behind(id: str = "tea_new", **rest: Any) -> Any:  # noqa: A002 — the field's name
    """The tea of the district's example, off track."""
    defaults = {
        "id": id,
        "name": "Diện tích chè trồng mới",
        "group": "economy",
        "target": a_target("at_least", "50"),
        "status": "off_track",
        "value": "21.5",
        "period": "2024-7M",
        "expected": "33",
        "pace": "0.6515",
        "attainment": "43",
        "needed_pace": "1.676",
        "owner": "Phòng Nông nghiệp",
    }
    return an_assessment(**(defaults | rest))


def counted(figure: Any) -> Counted:
    return Counted(figure, figure.value)


def table_of(sheet: Sheet) -> Table:
    return next(block.table for block in reversed(sheet.blocks) if isinstance(block, Placed) and block.is_main)


def shown(table: Table) -> list[list[str]]:
    return [[cell_text(cell, VI) for cell in row] for section in table.sections for row in section.rows]


def said(sheet: Sheet) -> str:
    return "\n".join(note.text for block in sheet.blocks if isinstance(block, Lines) for note in block.lines)


def with_authority(year: Assessments) -> Assessments:
    authority = Authority(LocalText(vi="Uỷ ban nhân dân"), LocalText(vi="Chủ tịch"))
    place = replace(year.catalogue.place, authority=authority)
    return replace(year, catalogue=replace(year.catalogue, place=place))


# the official table


def test_groups_have_roman_numbers_and_indicators_are_numbered_straight_across_them() -> None:
    week = a_week(
        behind("a"),
        behind("b", group="society"),
        behind("c", group="society"),
        an_assessment("Theo dõi thêm", id="d", group="society", status="informative", reason="no_target"),
    )
    table = table_of(official_sheet(week))
    assert [(section.mark, section.heading) for section in table.sections] == [
        ("I", "Kinh tế"),
        ("II", "Xã hội, môi trường"),
        ("III", "Theo dõi, không giao chỉ tiêu"),
    ]
    assert [row[0] for row in shown(table)] == ["1", "2", "3", "4"]


def test_its_columns_are_those_of_the_annex() -> None:
    table = table_of(official_sheet(a_week(behind())))
    assert [column.heading for column in table.columns] == [
        "TT", "Chỉ tiêu", "ĐVT", "TH năm 2023", "KH năm 2024", "TH đến kỳ", "% KH", "% tiến độ", "So cùng kỳ",
        "Ước cả năm", "Trạng thái", "Ghi chú",
    ]  # fmt: skip
    assert len(table.numbering) == len(table.columns)


def test_a_row_has_last_year_the_pace_in_per_cent_and_what_must_be_known() -> None:
    entry = replace(behind(year_on_year="-12.5"), whole_last_year=Decimal("62.02"))
    (row,) = shown(table_of(official_sheet(a_week(entry))))
    assert row[3:10] == ["62,02", "50", "21,5", "43,0", "65,2", "-12,5%", ""]
    assert row[10].startswith("▼ Chậm tiến độ")
    assert row[11].replace("\N{NO-BREAK SPACE}", " ") == "Số 7 tháng; cần ×1,7"


def test_a_pace_just_below_a_band_does_not_look_as_if_it_were_on_it() -> None:
    (row,) = shown(table_of(official_sheet(a_week(behind(pace="0.92999", status="at_risk")))))
    assert row[7] == "92,999"


def test_another_plan_is_a_row_of_its_own_below() -> None:
    other = behind(status="met", target=a_target("at_least", "20"), attainment="107.5").headline
    rows = shown(table_of(official_sheet(a_week(behind(also=(("Tỉnh giao", other),))))))
    assert [row[:2] for row in rows] == [["1", "Diện tích chè trồng mới"], ["-", "Tỉnh giao"]]
    assert (rows[1][4], rows[1][6]) == ("20", "107,5")
    assert rows[1][10].startswith("✔ Đạt")


def test_a_maximum_a_due_day_and_a_revision_are_said_in_words() -> None:
    target = a_target("at_most", "21.4")
    revisions = (Revision(date(2024, 7, 1), "NQ 1", "lý do", target), Revision(date(2024, 9, 1), "NQ 2", "sau", target))
    entry = an_assessment(
        kind="level",
        target=target,
        status="not_due",
        reason="year_end",
        value="22",
        period="2024-06",
        revisions=revisions,
    )
    (row,) = shown(table_of(official_sheet(a_week(entry))))
    note = row[11].replace("\N{NO-BREAK SPACE}", " ")
    assert note == (
        "Số tháng 6; KH là mức tối đa; KH điều chỉnh từ 01/07/2024, trước đó không quá 21,4 ha; hạn 31/12/2024"
    )


def test_the_paper_has_the_countrys_heading_and_who_signs_only_for_an_authority() -> None:
    week = a_week(behind())
    official = official_sheet(replace(week, assessments=with_authority(week.assessments)))
    head, *_, signed = official.blocks
    assert isinstance(head, Letterhead)
    assert head.left == ("UỶ BAN NHÂN DÂN", "HUYỆN PHONG THỔ")
    assert head.right == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    assert isinstance(signed, Signatures)
    assert signed.right[:2] == ("TM. UỶ BAN NHÂN DÂN", "CHỦ TỊCH")
    head, *_, signed = official_sheet(week).blocks
    assert isinstance(head, Letterhead)
    assert (head.left, head.right) == (("HUYỆN PHONG THỔ",), ())
    assert isinstance(signed, Signatures)
    assert signed.right[0] == "THỦ TRƯỞNG ĐƠN VỊ"


# what needs attention


def test_the_worst_come_first_and_what_is_only_old_comes_last() -> None:
    week = a_week(
        behind("a", status="at_risk"),
        behind("b", status="on_track", flags=("stale",)),
        behind("c", status="missed", reason="not_reached", needed_pace=None, variance="-28.5"),
        behind("d"),
        behind("e", status="on_track"),
    )
    table = table_of(attention_sheet(week))
    assert [section.heading for section in table.sections] == [
        "✘ Không đạt: 1",
        "▼ Chậm tiến độ: 1",
        "▲ Có nguy cơ: 1",
        "Số liệu cũ, đã có kỳ mới hơn cần báo cáo: 1",
    ]
    assert [row[0] for row in shown(table)] == ["3", "4", "1", "2"]


def test_it_says_what_it_takes_and_where_the_last_figure_stands() -> None:
    figure = observed("2024-07", "3")
    entry = replace(behind(), figures=(counted(observed("2024-06", "18.5")), counted(figure)))
    (row,) = shown(table_of(attention_sheet(a_week(entry))))
    needed = "Để kịp hạn 31/12/2024 cần bình quân 5,7 ha mỗi tháng, bằng 1,7 lần nhịp kế hoạch."
    assert row[8].replace("\N{NO-BREAK SPACE}", " ") == needed
    assert row[9] == "Phòng Nông nghiệp"
    assert row[10] == "tháng 7 (chính thức), ghi nhận 15/07/2024: bao-cao-thang-7.xlsx!Biểu 1!C7"


@pytest.mark.parametrize(
    ("change", "needed"),
    [
        ({"status": "missed", "variance": "-1.2", "needed_pace": None}, "Thiếu 1,2 ha so với chỉ tiêu."),
        ({"status": "missed", "variance": "1.2", "needed_pace": None}, "Cao hơn 1,2 ha so với chỉ tiêu."),
        ({"status": "at_risk", "variance_to_date": "-1", "needed_pace": None}, "Thiếu 1 ha so với lộ trình."),
        ({"status": "off_track", "variance_to_date": "1", "needed_pace": None}, "Cao hơn 1 ha so với lộ trình."),
        ({"status": "on_track", "flags": ("stale",)}, "Cần báo cáo số mới: số mới nhất là 7 tháng."),
        ({"status": "missed", "needed_pace": None}, ""),
    ],
)
def test_without_a_pace_it_says_how_much_is_lacking(change: Any, needed: str) -> None:
    (row,) = shown(table_of(attention_sheet(a_week(behind(**change)))))
    assert row[8].replace("\N{NO-BREAK SPACE}", " ") == needed


def test_a_week_without_worries_says_so() -> None:
    assert "Không có chỉ tiêu nào không đạt" in said(attention_sheet(a_week(behind(status="on_track"))))


# the summary


def test_three_large_figures_count_what_is_good_at_risk_and_bad() -> None:
    statuses = ["met", "exceeded", "on_track", "at_risk", "missed", "off_track", "not_due", "no_data"]
    week = a_week(*(behind(f"x{at}", status=status) for at, status in enumerate(statuses)))
    tiles = next(block for block in summary_sheet(week).blocks if hasattr(block, "tiles"))
    assert [tile.figure for tile in tiles.tiles] == [3, 1, 2]


def test_the_groups_add_up_to_the_last_row() -> None:
    week = a_week(behind("a"), behind("b", group="society", status="met"), behind("c", group="society"))
    table = next(block.table for block in summary_sheet(week).blocks if isinstance(block, Placed))
    assert shown(table) == [["Kinh tế", "1", "", "1"], ["Xã hội, môi trường", "2", "1", "1"], ["Tất cả", "3", "1", "2"]]


def test_a_long_list_in_a_line_is_cut_andcounted() -> None:
    week = a_week(*(behind(f"x{at}", name=f"Chỉ tiêu {at}") for at in range(7)))
    line = next(block for block in summary_sheet(week).blocks if isinstance(block, Lines)).lines[0]
    assert line.text.endswith("Chỉ tiêu 4; và 2 nữa)")


def test_the_letter_says_it_where_there_is_nothing_to_say() -> None:
    letter = weekly_letter(a_week(behind(status="on_track")), "kpi-2024-W31.xlsx")
    assert [note.text for block in letter.blocks for note in block.lines] == [
        "Không có chỉ tiêu nào không đạt hoặc chậm tiến độ.",
        "Thay đổi từ 24/07/2024: Không có gì thay đổi.",
        "Không thiếu số liệu nào đã đến kỳ báo cáo.",
    ]
    assert letter.ending == ("Tệp kèm theo: kpi-2024-W31.xlsx",)


def test_a_verdict_that_changed_says_what_else_did() -> None:
    week = a_week(behind())
    before, after = behind(), behind(target=a_target("at_least", "60"), flags=("revised",))
    changed = replace(week, changes=replace(week.changes, verdicts=(VerdictChange(before, after),)))
    line = "Diện tích chè trồng mới: Chậm tiến độ → Chậm tiến độ (chỉ tiêu giao mới, đã sửa)"
    assert line in said(summary_sheet(changed))


# charts


def test_attainment_is_drawn_against_where_it_should_be_in_per_cent_of_plan() -> None:
    chart = next(block.charts[0] for block in charts_sheet(a_week(behind())).blocks if isinstance(block, Charts))
    assert chart.kind is ChartKind.BULLETS
    assert chart.categories == ("1. Diện tích chè trồng mới",)
    assert [series.values for series in chart.series] == [(Decimal(43),), (Decimal(66),)]
    assert chart.series[0].statuses == (Status.OFF_TRACK,)


def test_many_bars_are_shared_out_over_charts() -> None:
    week = a_week(*(behind(f"x{at}") for at in range(41)))
    charts = [block.charts[0] for block in charts_sheet(week).blocks if isinstance(block, Charts)]
    bars = [len(chart.categories) for chart in charts if chart.kind is ChartKind.BULLETS]
    assert bars == [21, 20]


def test_a_flow_is_drawn_month_by_month_with_its_way_and_its_target() -> None:
    points = tuple(
        CoursePoint(month, Decimal(month) if month < 8 else None, Decimal(month * 2)) for month in range(1, 13)
    )
    week = a_week(behind(), courses={"tea_new": points})
    (chart,) = next(block.charts for block in reversed(charts_sheet(week).blocks) if isinstance(block, Charts))
    assert chart.kind is ChartKind.MONTHS
    assert chart.title == "1. Diện tích chè trồng mới (ha)"
    actual, expected, target = chart.series
    assert actual.values[6:8] == (Decimal(7), None)
    assert expected.values[-1] == Decimal(24)
    assert set(target.values) == {Decimal(50)}


@pytest.mark.parametrize(("as_of", "share"), [("2024-07-01", "50"), ("2023-12-31", "0"), ("2025-03-01", "100")])
def test_how_much_of_the_year_has_gone_by_is_that_of_the_catalogues_year(as_of: str, share: str) -> None:
    day = date.fromisoformat(as_of)
    assert f"đã qua {share}%" in said(charts_sheet(a_week(behind(), clocks=Clocks(day, day))))


def test_without_figures_there_is_a_line_and_no_chart() -> None:
    sheet = charts_sheet(a_week(behind(status="no_data", value=None, attainment=None, expected=None, period=None)))
    assert said(sheet) == "Chưa có số liệu để vẽ biểu đồ."
    assert not any(isinstance(block, Charts) for block in sheet.blocks)


# figures, quality, method


def test_every_figure_has_its_use_and_its_source() -> None:
    final = observed("2024-06", "18.5", line=3, note="đã kiểm tra")
    estimate = observed("2024-06", "18", status="estimate", recorded=None, source=None)
    parts = observed("2024-05", None, numerator=Decimal(12), denominator=Decimal(17))
    entry = replace(behind(), figures=(replace(counted(final), replaced=(estimate,)),))
    rows = shown(table_of(figures_sheet(a_week(entry, figures=(final, estimate, parts)))))
    assert [row[3] for row in rows] == ["tháng 5/2024", "tháng 6/2024", "tháng 6/2024"]
    assert rows[0][4:8] == ["", "ha", "12", "17"]
    assert rows[1][8:] == ["ước", "đã thay", "nhập tay", "data/2024/thang-7.csv:2", ""]
    assert rows[2][9:] == ["được tính", "15/07/2024", "bao-cao-thang-7.xlsx!Biểu 1!C7", "đã kiểm tra"]


def test_a_year_without_figures_says_so() -> None:
    assert said(figures_sheet(a_week(behind()))) == "Chưa có số liệu nào."


def test_who_has_not_reported_stands_by_office() -> None:
    week = a_week(
        behind("a", status="no_data", value=None, period=None, owner="Phòng Y tế", name="A"),
        behind("b", status="on_track", owner="Phòng Giáo dục", name="B", flags=("stale",)),
        behind("c", status="no_data", owner="Phòng Y tế", name="C"),
        behind("d", status="on_track", owner="Phòng Y tế", name="D"),
    )
    table = next(block.table for block in quality_sheet(week).blocks if isinstance(block, Placed))
    assert [row[:4] for row in shown(table)] == [
        ["Phòng Y tế", "1", "A", "Báo cáo hằng tháng, chưa có số liệu nào"],
        ["Phòng Y tế", "3", "C", "Báo cáo hằng tháng, mới nhất là 7 tháng"],
        ["Phòng Giáo dục", "2", "B", "Báo cáo hằng tháng, mới nhất là 7 tháng"],
    ]


def a_finding(file: str, **origin: Any) -> Finding:
    return Finding(UNKNOWN_PERIOD, Origin(file, **origin), {"text": "2024-13"})


def test_findings_about_imports_that_came_in_later_are_not_in_a_report_of_before() -> None:
    early, late = "data/2024/20240731T235959Z-a-0123456789ab.csv", "data/2024/20240801T000000Z-b-0123456789ab.csv"
    odd = "data/2024/20249999T000000Z-c.csv"
    findings = tuple(a_finding(file, line=2) for file in (early, late, odd, "data/tay.csv"))
    rows = shown(table_of(quality_sheet(a_week(behind(), findings=findings))))
    assert [row[0] for row in rows] == [f"{early}:2", f"{odd}:2", "data/tay.csv:2"]


def test_a_finding_about_the_catalogue_names_no_line_since_lines_move() -> None:
    rows = shown(table_of(quality_sheet(a_week(behind(), findings=(a_finding("targets/2024.yaml", line=57),)))))
    assert rows[0][:3] == ["targets/2024.yaml", "KPI302", "lỗi: unknown-period"]
    params = {"text": "Phòng y tế", "other": "Phòng Y tế", "other_line": 57}
    alike = Finding(OWNER_WRITTEN_TWO_WAYS, Origin("targets/2024.yaml", line=60), params)
    rows = shown(table_of(quality_sheet(a_week(behind(), findings=(alike,)))))
    assert rows[0][3] == "Đơn vị “Phòng y tế” ở chỗ khác viết là “Phòng Y tế”."


def test_errors_come_before_warnings_and_many_arecounted() -> None:
    doubt = Finding(
        TEN_TIMES_OFF,
        Origin("data/a.csv", line=3),
        {
            "indicator": "x",
            "period": "2024-07",
            "value": Decimal(9),
            "times": 10,
            "compared_with": "baseline",
            "other": Decimal(1),
        },
    )
    sheet = quality_sheet(
        a_week(behind(), findings=(doubt, *(a_finding("data/b.csv", line=at) for at in range(1, 1003))))
    )
    table = table_of(sheet)
    assert (table.subtitle, table.notes[0].text) == (("1003 phát hiện",), "… và 3 phát hiện khác")
    assert len(shown(table)) == 1000
    assert shown(table)[0][1] == "KPI302"


def test_a_sound_week_says_that_nothing_is_missing_and_nothing_was_found() -> None:
    text = said(quality_sheet(a_week(behind(status="on_track"))))
    assert "Không thiếu số liệu nào đã đến kỳ báo cáo." in text
    assert "Không phát hiện sai sót nào." in text


def test_the_method_has_this_catalogues_numbers_and_what_it_was_made_from() -> None:
    text = said(method_sheet(a_week(behind(quote="trồng mới 50 ha", note="Mùa mưa"), cutoff_day=14)))
    assert "nhịp độ từ 0,93 trở lên; có nguy cơ khi từ 0,66 đến dưới 0,93" in text
    assert "chốt vào ngày 14" in text
    assert "c" * 64 in text
    assert "f" * 64 in text
    assert "ngày cuối của tháng" in said(method_sheet(a_week(behind())))


def test_each_indicator_says_how_it_is_judged() -> None:
    entry = behind(
        quote="trồng mới 50 ha",
        note="Mùa mưa",
        baseline="754.2",
        tolerance=Decimal("0.5"),
        shape="year_end",
        of_count=17,
    )
    (row,) = shown(table_of(method_sheet(a_week(entry))))
    plain = [text.replace("\N{NO-BREAK SPACE}", " ") for text in row]
    assert plain[2:9] == [
        "cộng dồn trong năm", "ít nhất 50 ha", "31/12/2024", "754,2 ha", "xét khi có số liệu cuối kỳ", "0,5 ha",
        "hằng tháng",
    ]  # fmt: skip
    assert plain[9].splitlines() == [
        "“trồng mới 50 ha”",
        "Mức đầu năm: báo cáo năm 2023",
        "Tỷ lệ của 17 đơn vị đếm được.",
        "Mùa mưa",
    ]


# names and weeks


@pytest.mark.parametrize(
    ("day", "name"), [("2024-07-31", "kpi-2024-W31"), ("2024-12-30", "kpi-2025-W01"), ("2021-01-03", "kpi-2020-W53")]
)
def test_a_report_is_named_by_its_iso_week(day: str, name: str) -> None:
    assert report_name(date.fromisoformat(day)) == name


def test_a_week_before_is_seven_days_on_both_clocks() -> None:
    assert a_week_before(CLOCKS) == Clocks(date(2024, 7, 24), date(2024, 7, 24))


def test_all_tables_have_a_cell_for_each_column() -> None:
    week = a_week(behind(), behind("b", status="met"), figures=(observed("2024-06", "1"),))
    for make in (
        summary_sheet,
        official_sheet,
        attention_sheet,
        charts_sheet,
        figures_sheet,
        quality_sheet,
        method_sheet,
    ):
        for block in make(week).blocks:
            if isinstance(block, Placed):
                rows = [row for section in block.table.sections for row in section.rows]
                assert {len(row) for row in rows} <= {len(block.table.columns)}
                assert sum(block.spans) <= sum(block.spans and (len(make(week).widths),))


def test_numbers_in_the_official_table_are_numbers() -> None:
    row = table_of(official_sheet(a_week(behind()))).sections[0].rows[0]
    assert [type(cell) for cell in row[4:8]] == [NumberCell] * 4
    assert isinstance(row[11], TextCell)

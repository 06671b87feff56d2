"""Charts of a workbook, as they stand in its file. Every figure here is made up: Số liệu giả."""

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook

from phongtho_kpi.model.assessment import Status
from phongtho_kpi.report.sheet import Chart, ChartKind, Series
from phongtho_kpi.write.workbook.charts import add_chart

NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
ONE, BLANK = (Decimal(1),), (None, None, None)
MONTHS = ("T1", "T2", "T3")


def numbers(*values: str) -> tuple[Decimal | None, ...]:
    return tuple(Decimal(value) if value else None for value in values)


def xml(chart: Chart, sheet_name: str = "Số liệu") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_name
    add_chart(sheet, chart, (2, 3, 20, 9), (16.0, 8.0), (30, 4))
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as opened:
        return opened.read("xl/charts/chart1.xml")


def drawn(chart: Chart, sheet_name: str = "Số liệu") -> ET.Element:
    return ET.fromstring(xml(chart, sheet_name))  # noqa: S314 -- our own file


def values(root: ET.Element, path: str) -> list[Any]:
    return [found.get("val") for found in root.findall(path, NAMES)]


def places(root: ET.Element, path: str) -> list[str | None]:
    return [found.text for found in root.findall(f".//c:ser/{path}//c:f", NAMES)]


def fills(root: ET.Element, path: str) -> Iterator[str | None]:
    for found in root.findall(f"{path}/c:spPr/a:solidFill/a:srgbClr", NAMES):
        yield found.get("val")


def a_stack(*counts: tuple[Status, int]) -> Chart:
    parts = tuple(Series(status.value, (Decimal(count),), (status,)) for status, count in counts)
    return Chart(ChartKind.STACK, "Trạng thái", ("Chỉ tiêu",), parts)


def bullets(actual: Series, *expected: Series) -> Chart:
    return Chart(ChartKind.BULLETS, "So với kế hoạch", ("Chè", "Lúa", "Rừng"), (actual, *expected))


def months(*series: Series, places: int = 0) -> Chart:
    return Chart(ChartKind.MONTHS, "Chè trồng mới", MONTHS, series, places)


CHARTS = (
    a_stack((Status.MET, 2), (Status.MISSED, 1)),
    bullets(Series("Thực hiện", numbers("43", "101", "")), Series("Lộ trình", numbers("58", "58", "58"))),
    months(Series("Thực hiện", numbers("1", "2", "")), Series("Lộ trình", numbers("1", "2", "3"))),
)


def test_a_chart_is_drawn_from_the_cells_it_is_given() -> None:
    root = drawn(CHARTS[2], "Nhà 'vẽ'")
    assert places(root, "c:cat") == ["'Nhà ''vẽ'''!$D$31:$D$33"] * 2
    assert places(root, "c:tx") == ["'Nhà ''vẽ'''!$E$30", "'Nhà ''vẽ'''!$F$30"]
    assert places(root, "c:val") == ["'Nhà ''vẽ'''!$E$31:$E$33", "'Nhà ''vẽ'''!$F$31:$F$33"]


def test_a_chart_stands_over_its_cells_and_moves_with_them() -> None:
    book = Workbook()
    add_chart(book.worksheets[0], CHARTS[0], (2, 28, 9, 30), (16.0, 8.0), (30, 4))
    (chart,) = book.worksheets[0]._charts
    begin, end = chart.anchor._from, chart.anchor.to
    assert (begin.row, begin.col, end.row, end.col) == (1, 27, 9, 30)
    assert chart.anchor.editAs == "oneCell"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_a_chart_made_twice_is_the_same_to_the_byte(chart: Chart) -> None:
    assert xml(chart) == xml(chart)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_every_axis_crosses_one_that_crosses_it(chart: Chart) -> None:
    root = drawn(chart)
    axes = [*root.iterfind(".//c:catAx", NAMES), *root.iterfind(".//c:valAx", NAMES)]
    crossed = {values(axis, "c:axId")[0]: values(axis, "c:crossAx")[0] for axis in axes}
    assert len(crossed) == len(axes)
    assert all(crossed[crossed[axis]] == axis for axis in crossed)
    assert {axis for group in root.findall(".//c:plotArea/*", NAMES) for axis in values(group, "c:axId")} == set(
        crossed
    )


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_series_are_numbered_once_and_corners_are_square(chart: Chart) -> None:
    root = drawn(chart)
    assert sorted(values(root, ".//c:ser/c:idx")) == [str(at) for at in range(len(chart.series))]
    assert values(root, "c:roundedCorners") == ["0"]


def test_a_title_like_a_formula_is_text_in_one_line() -> None:
    root = drawn(Chart(ChartKind.STACK, "=HYPERLINK(1)\n\x00", ("Chỉ tiêu",), (Series("Đạt", ONE, (Status.MET,)),)))
    assert [run.text for run in root.findall(".//c:title/c:tx/c:rich//a:t", NAMES)] == ["=HYPERLINK(1) �"]
    assert root.findall(".//c:title//c:f", NAMES) == []


def test_every_status_has_a_colour_of_its_own_in_the_stack() -> None:
    root = drawn(a_stack(*((status, 1) for status in Status)))
    assert len(set(fills(root, ".//c:ser"))) == len(Status)
    assert next(fills(root, ".//c:ser")) == "0E4D22"


def test_the_stack_leaves_out_what_counts_nothing() -> None:
    root = drawn(a_stack((Status.MET, 2), (Status.MISSED, 0), (Status.NO_DATA, 3)))
    assert places(root, "c:val") == ["'Số liệu'!$E$31", "'Số liệu'!$G$31"]


def test_the_stack_has_no_axes_and_says_its_numbers_inside() -> None:
    root = drawn(CHARTS[0])
    assert values(root, ".//c:catAx/c:delete") + values(root, ".//c:valAx/c:delete") == ["1", "1"]
    assert root.find(".//c:majorGridlines", NAMES) is None
    assert set(values(root, ".//c:dLbls/c:dLblPos")) == {"ctr"}
    assert set(values(root, ".//c:dLbls/c:showVal")) == {"1"}


@pytest.mark.parametrize(
    ("status", "colour"),
    [
        (Status.EXCEEDED, "2F7D48"),
        (Status.MET, "2F7D48"),
        (Status.ON_TRACK, "2F7D48"),
        (Status.AT_RISK, "B06A00"),
        (Status.OFF_TRACK, "C0342B"),
        (Status.MISSED, "8C130D"),
        (Status.NOT_DUE, "5F5F5F"),
        (Status.NO_DATA, "5F5F5F"),
        (Status.INFORMATIVE, "5F5F5F"),
    ],
)
def test_a_bar_has_the_colour_of_its_verdict(status: Status, colour: str) -> None:
    by_value = Series("Thực hiện", numbers("43", "", "80"), (Status.MET, Status.NO_DATA, status))
    root = drawn(bullets(by_value))
    assert values(root, ".//c:dPt/c:idx") == ["0", "2"]
    assert list(fills(root, ".//c:dPt")) == ["2F7D48", colour]
    for_all = Series("Thực hiện", numbers("43", "", "80"), (status,))
    assert list(fills(drawn(bullets(for_all)), ".//c:dPt")) == [colour] * 2
    assert list(fills(drawn(months(for_all)), ".//c:ser")) == [colour]


def test_both_groups_of_bars_have_one_scale_and_begin_above() -> None:
    root = drawn(CHARTS[1])
    assert values(root, ".//c:valAx/c:scaling/c:min") == ["0", "0"]
    assert values(root, ".//c:valAx/c:scaling/c:max") == ["125", "125"]
    assert values(root, ".//c:catAx/c:scaling/c:orientation") == ["maxMin", "maxMin"]
    assert values(root, ".//c:catAx/c:delete") == ["0", "1"]


@pytest.mark.parametrize(("longest", "end"), [("0", "100"), ("87", "100"), ("88", "125"), ("312.4", "200")])
def test_the_scale_ends_at_a_round_number(longest: str, end: str) -> None:
    root = drawn(bullets(Series("Thực hiện", numbers(longest, "", ""))))
    assert values(root, ".//c:valAx/c:scaling/c:max") == [end]


def test_a_bar_that_runs_out_of_the_chart_has_its_number_inside() -> None:
    root = drawn(bullets(Series("Thực hiện", numbers("43", "312.4", ""))))
    assert values(root, ".//c:dLbls/c:dLblPos") == ["outEnd"]
    assert values(root, ".//c:dLbl/c:idx") + values(root, ".//c:dLbl/c:dLblPos") == ["1", "inEnd"]


def test_without_a_course_bars_stand_alone() -> None:
    root = drawn(bullets(Series("Thực hiện", numbers("43", "80", "")), Series("Lộ trình", BLANK)))
    assert places(root, "c:val") == ["'Số liệu'!$E$31:$E$33"]
    assert root.find(".//c:legend", NAMES) is None


def test_labels_have_the_number_format_of_the_chart_and_not_of_the_cells() -> None:
    found = drawn(CHARTS[1]).findall(".//c:dLbls//c:numFmt", NAMES)
    assert [(form.get("formatCode"), form.get("sourceLinked")) for form in found] == [('0.0"%"', "0")]


def test_of_the_months_only_the_last_known_one_is_labelled() -> None:
    root = drawn(months(Series("Thực hiện", numbers("1", "2.5", "")), places=1))
    assert values(root, ".//c:dLbl/c:idx") == ["1"]
    assert values(root, ".//c:dLbl/c:showVal") + values(root, ".//c:dLbls/c:showVal") == ["1", "0"]
    assert [form.get("formatCode") for form in root.findall(".//c:dLbl/c:numFmt", NAMES)] == ["#,##0.0"]


def test_months_leave_out_blank_series_and_join_no_gaps() -> None:
    target = Series("Kế hoạch", numbers("3", "3", "3"))
    root = drawn(months(Series("Thực hiện", BLANK), Series("Lộ trình", numbers("1", "", "3")), target))
    assert root.find(".//c:barChart", NAMES) is None
    assert places(root, "c:val") == ["'Số liệu'!$F$31:$F$33", "'Số liệu'!$G$31:$G$33"]
    assert values(root, ".//c:ser/c:spPr/a:ln/a:prstDash") == ["dash", "sysDot"]
    assert values(root, ".//c:dispBlanksAs") == ["gap"]


def test_months_of_which_nothing_is_known_are_still_a_chart() -> None:
    root = drawn(months(Series("Thực hiện", BLANK), Series("Lộ trình", BLANK)))
    assert places(root, "c:val") == ["'Số liệu'!$E$31:$E$33"]
    assert root.find(".//c:legend", NAMES) is None


@pytest.mark.parametrize(("lowest", "start"), [("0", ["0"]), ("-1", [])])
def test_months_begin_at_nought_unless_something_is_below(lowest: str, start: list[str]) -> None:
    root = drawn(months(Series("Thực hiện", numbers(lowest, "2", ""))))
    assert values(root, ".//c:valAx/c:scaling/c:min") == start

import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import assert_golden
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import CoursePoint
from phongtho_kpi.report.document import indicator_document
from phongtho_kpi.report.indicator import indicator_report
from phongtho_kpi.report.plot import plot_of
from phongtho_kpi.write.json_file import json_text
from phongtho_kpi.write.plot import plot_lines
from phongtho_kpi.write.screen import cells, plain
from phongtho_kpi.write.terminal import write_report
from report.reports import EN, VI, a_target, a_year, an_assessment, assessments_of, observed, the_tea


def shown(entry: Any, course: Any, figures: Any, messages: Messages = VI, width: int = 100) -> Any:
    stream = io.StringIO()
    report = indicator_report(assessments_of(entry), entry, course, figures, messages)
    write_report(report, stream, width, colour=False)
    return stream.getvalue()


def spaced(text: str) -> Any:
    return " ".join(text.split())


def a_level() -> Any:
    entry = an_assessment(
        "Tỷ lệ lao động qua đào tạo",
        en="Trained labour",
        id="trained_share",
        kind="level",
        unit="%",
        baseline="51.3",
        target=a_target("at_least", "53.5", stretch="54"),
        status="at_risk",
        value="52.1",
        period="2024-H1",
        start="51.3",
        share="0.5",
        shape="line",
        expected="52.4",
        pace="0.7272727272727272",
        attainment="97.38317757009345",
        variance="-1.4",
        variance_to_date="-0.3",
        needed_pace="1.272727272727272727",
        outlook=("52.9", "will_miss"),
        year_on_year="0.8",
        last_year="51.3",
        also=(
            (
                "Tỉnh giao",
                an_assessment(
                    kind="level", target=a_target("at_least", "53"), value="52.1", period="2024-H1", attainment="98.3"
                ).headline,
            ),
        ),
    )
    course = tuple(
        CoursePoint(month, Decimal("52.1") if month == 6 else None, Decimal("51.3") + Decimal("2.2") * month / 12)
        for month in range(1, 13)
    )
    figures = (
        observed("2024-H1", "52.1", "trained_share", recorded=None, source=None),
        observed("2023", None, "trained_share", numerator=Decimal(20520), denominator=Decimal(40000)),
    )
    return entry, course, figures


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 100])
def test_an_indicator_as_people_see_it(lang: str, width: int) -> None:
    assert_golden(f"report/show-flow-{lang}-{width}.txt", shown(*the_tea(), Messages(lang), width))
    assert_golden(f"report/show-level-{lang}-{width}.txt", shown(*a_level(), Messages(lang), width))


def test_in_a_pipe_it_is_as_wide_as_it_needs() -> None:
    assert_golden("report/show-flow-vi-pipe.txt", shown(*the_tea(), width=None))


@given(st.integers(min_value=30, max_value=160))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for entry, course, figures in (the_tea(), a_level()):
        assert max(map(cells, shown(entry, course, figures, width=width).splitlines())) <= width


def test_a_task_has_no_plot_and_no_arithmetic() -> None:
    task = next(entry for entry in a_year().entries if entry.indicator.kind == "task")
    text = shown(task, (), (observed("2024-03", "1", "recruits"),), EN)
    assert "By month" not in text
    assert "Target    done, due 31 Dec 2024" in text


def test_without_figures_it_says_so() -> None:
    forest = next(entry for entry in a_year().entries if entry.indicator.id == "forest")
    assert "Chưa có số liệu nào." in shown(forest, (), ())


def test_revisions_and_the_first_decision_are_told_apart() -> None:
    entry, course, figures = the_tea()
    revised = replace(entry.headline, target=a_target("at_least", "45"))
    text = spaced(shown(replace(entry, headline=revised), course, figures, EN))
    assert "First decided at least 50 ha" in text
    assert "Revised from 1 Sep 2024: at least 45 ha (NQ 12/NQ-HĐND: thiếu cây giống), not in force yet" in text


def test_year_on_year_is_told_in_words() -> None:
    flow = an_assessment(
        target=a_target("at_least", "50"), value="43.1", period="2024-7M", year_on_year="9.948979", last_year="39.2"
    )
    assert "up 9.9% on 39.2 ha in the same period" in shown(flow, (), (), EN)
    level = an_assessment(
        kind="level",
        unit="%",
        value="40",
        period="2024-06",
        year_on_year="-1.5",
        last_year="41.5",
        target=a_target("at_least", "50"),
    )
    assert "down 1.5 %-points on 41.5% in the same period" in shown(level, (), (), EN)
    same = an_assessment(
        target=a_target("at_least", "50"), value="40", period="2024-7M", year_on_year="0", last_year="40"
    )
    assert "the same as last year (40 ha)" in shown(same, (), (), EN)


def test_an_outlook_that_is_too_early_is_named() -> None:
    early = an_assessment(target=a_target("at_least", "50"), value="1", period="2024-01", outlook=(None, "too_early"))
    assert "Outlook too early to say" in spaced(shown(early, (), (), EN))


def test_the_document_of_one_indicator_has_its_figures_and_course() -> None:
    entry, course, figures = the_tea()
    document = indicator_document(assessments_of(entry), entry, course, figures, VI)
    assert_golden("report/show-flow.json", json_text(document))
    assert [figure["replaced"] for figure in document["figures"]] == [False, False, False, True, False]
    assert json.loads(json_text(document)) == document


def plotted(entry: Any, course: Any, width: int = 100, messages: Messages = EN) -> Any:
    plot = plot_of(entry, course, messages)
    return [] if plot is None else [plain(line) for line in plot_lines(plot, width)]


def test_months_without_a_figure_stay_empty_and_the_target_has_its_number() -> None:
    lines = plotted(*the_tea()[:2])
    assert lines[1].endswith("◄ 50")
    assert lines[10].split("┤")[1].count("█") == 9


def test_levels_close_together_get_an_axis_that_shows_how_they_move() -> None:
    lines = plotted(*a_level()[:2])
    assert lines[10].split("┤")[0].strip() == "51.0"
    assert any("●" in line for line in lines)
    assert not any("█" in line for line in lines)


def test_a_single_level_at_its_target_does_not_divide_by_nothing() -> None:
    entry = an_assessment(kind="level", target=a_target("at_least", "4"), value="4", period="2024-06")
    lines = plotted(entry, (CoursePoint(6, Decimal(4), None),))
    assert "●" in lines[1]
    nothing = an_assessment(target=a_target("at_most", "0"), value="0", period="2024-06")
    assert plotted(nothing, (CoursePoint(6, Decimal(0), Decimal(0)),))


def test_a_falling_flow_below_zero_is_drawn_as_dots() -> None:
    entry = an_assessment(kind="growth", unit="%", target=a_target("at_least", "5"), value="-2", period="2024-06")
    lines = plotted(entry, (CoursePoint(6, Decimal(-2), Decimal(5)),))
    assert any("●" in line for line in lines)
    assert lines[10].split("┤")[0].strip() == "-2"


def test_nothing_to_plot_is_no_plot() -> None:
    assert plot_of(an_assessment(status="informative", reason="no_target"), (), VI) is None


def test_where_not_even_the_smallest_plot_fits_there_is_none() -> None:
    assert plotted(*the_tea()[:2], width=30) == []

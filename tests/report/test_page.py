"""What the page says, before anybody lays it out."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.model.assessment import CoursePoint, Status
from phongtho_kpi.model.finding import UNKNOWN_PERIOD, Finding, Origin
from phongtho_kpi.report.graphs import bullet_of, course_of
from phongtho_kpi.report.page import Page, status_page
from phongtho_kpi.report.status import Width, status_table
from phongtho_kpi.report.table import TextCell, Tone
from report.reports import EN, VI, a_target, a_year, an_assessment, assessments_of, the_tea

AT_TARGET = Decimal("0.8")  # where the target lies on the axis of every bullet graph


def the_page(*entries: Any, messages: Any = VI, courses: Any = None, **rest: Any) -> Page:
    year = assessments_of(*entries, **rest) if entries else a_year()
    return status_page(year, year.entries, courses or {}, messages)


def a_judged(**rest: Any) -> Any:
    defaults = {"target": a_target("at_least", "50"), "value": "20", "period": "2024-7M"}
    return an_assessment(**(defaults | rest))


def a_course(*values: Any, expected: Any = None) -> tuple[CoursePoint, ...]:
    """Months from January on; `expected` is that of December, on a straight line."""
    numbers = [*values, *[None] * (12 - len(values))]
    way = [None if expected is None else Decimal(expected) * month / 12 for month in range(1, 13)]
    return tuple(
        CoursePoint(month, None if value is None else Decimal(value), way[month - 1])
        for month, value in enumerate(numbers, start=1)
    )


# what stands above


def test_it_says_of_whom_and_of_which_day_it_is_and_by_what_was_known() -> None:
    page = the_page()
    assert page.overview.title == "Huyện Phong Thổ · chỉ tiêu năm 2024"
    assert page.overview.clocks == "Tính đến 31/07/2024 · số liệu biết đến 31/07/2024"
    assert page.overview.source == "Chỉ tiêu giao theo: Phát động thi đua năm 2024"
    assert the_page(messages=EN).overview.clocks == "As of 31 Jul 2024 · as known on 31 Jul 2024"


def test_a_catalogue_without_a_document_names_none() -> None:
    assert the_page(a_judged(), source=None).overview.source == ""


def test_the_pieces_of_the_bar_follow_one_another_and_fill_it() -> None:
    counts = the_page().overview.counts
    assert [one.status.status for one in counts] == list(Status)
    judged, followed = counts[:-1], counts[-1]
    at = Decimal(0)
    for one in judged:
        assert one.start == at
        at += one.share
    assert abs(at - 1) < Decimal("1e-20")
    assert (followed.text, followed.count, followed.share) == ("theo dõi thêm 1", 1, 0)


def test_each_piece_has_its_words_and_statuses_that_do_not_occur_have_none() -> None:
    page = the_page(a_judged(status="missed"), a_judged(status="missed"), a_judged(status="met"))
    assert [(one.text, one.share) for one in page.overview.counts] == [
        ("1 đạt", Decimal(1) / 3),
        ("2 không đạt", Decimal(2) / 3),
    ]


def test_a_page_of_what_is_only_followed_has_no_bar() -> None:
    page = the_page(an_assessment(status="informative", reason="no_target"))
    assert [one.share for one in page.overview.counts] == [0]
    assert page.overview.counted == "0 chỉ tiêu"


def test_tasks_are_counted_apart_and_a_choice_says_of_how_many() -> None:
    assert the_page().overview.counted == "11 chỉ tiêu và 1 nhiệm vụ"
    year = a_year()
    chosen = status_page(year, year.entries[:2], {}, VI)
    assert chosen.overview.counted == "2 chỉ tiêu (chọn trong 13)"
    assert (chosen.labels["shown"], len(chosen.sections)) == ("Đang hiện {count} trong 2", 1)


def test_what_is_missed_comes_before_what_is_behind_with_its_sentence_and_its_row() -> None:
    page = the_page()
    assert [one.status.status for one in page.overview.wanting] == [Status.MISSED, Status.OFF_TRACK]
    missed = page.overview.wanting[0]
    assert missed.name == "Số vụ vi phạm lâm luật"
    said = missed.sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Không đạt: đến hết tháng 7 là 9 vụ, bằng 112,5% mức tối đa 8 vụ, cao hơn 1 vụ."
    rows = {row.anchor: row for section in page.sections for row in section.rows}
    assert rows[missed.anchor].cells["name"] == TextCell(missed.name)


def test_what_is_not_reported_stands_with_the_office_to_ask() -> None:
    entries = [
        a_judged(name=name, owner=owner, status="no_data", reason="no_observation", value=None)
        for name, owner in (("a", "Phòng Y tế"), ("b", None), ("c", "Phòng Y tế"))
    ]
    page = the_page(*entries, a_judged(name="d", owner="Phòng Y tế"))
    assert [(one.owner, one.names) for one in page.overview.unreported] == [
        ("Phòng Y tế", ("a", "c")),
        ("Chưa ghi đơn vị chủ trì", ("b",)),
    ]


def test_findings_about_the_figures_are_mentioned() -> None:
    finding = Finding(UNKNOWN_PERIOD, Origin("data/a.csv", 3), {"text": "T13"})
    assert the_page(a_judged(), findings=(finding,)).overview.notes == ("1 phát hiện về số liệu",)
    assert the_page(a_judged(), findings=(finding,), messages=EN).overview.notes == ("Findings about the data: 1",)
    assert the_page().overview.notes == ()


# the rows


@pytest.mark.parametrize("messages", [VI, EN])
def test_the_rows_are_those_of_the_status_table(messages: Any) -> None:
    year = a_year()
    page = status_page(year, year.entries, {}, messages)
    table = status_table(year, year.entries, messages, width=Width.FULL)
    assert [(one.heading, [tuple(row.cells.values()) for row in one.rows]) for one in page.sections] == [
        (section.heading, list(section.rows)) for section in table.sections
    ]
    assert set(page.headings) == {column.key for column in table.columns} | {"course"}


def test_every_row_has_an_anchor_of_its_own_that_holds_nothing_of_the_data() -> None:
    anchors = [row.anchor for section in the_page().sections for row in section.rows]
    assert sorted(anchors) == sorted(f"i{number}" for number in range(1, 14))


def test_a_limit_is_called_one_and_the_sentences_say_why() -> None:
    rows = {row.anchor: row for section in the_page().sections for row in section.rows}
    limits = [row.cells["name"] for row in rows.values() if row.limit]
    assert limits == [TextCell("Số vụ vi phạm lâm luật")]
    assert all(row.sentences and row.sentences[0].endswith(".") for row in rows.values())


def test_the_words_of_the_page_are_all_there_in_both_languages() -> None:
    vi, en = the_page(), the_page(messages=EN)
    assert list(vi.labels) == list(en.labels)
    assert all(vi.labels.values())
    assert all(en.labels.values())
    assert (vi.own_lang, en.own_lang, en.lang) == ("vi", "vi", "en")


# the bullet graph


def test_the_target_lies_at_the_same_place_whatever_the_unit() -> None:
    small = bullet_of(a_judged(target=a_target("at_least", "0.5"), value="0.25"), VI)
    large = bullet_of(a_judged(target=a_target("at_least", "7367800"), value="3683900"), VI)
    assert small is not None
    assert large is not None
    assert small.edges == large.edges == (AT_TARGET,)
    assert small.actual == large.actual == AT_TARGET / 2


def test_the_thin_mark_is_where_it_should_be_by_now_and_the_words_say_all_three() -> None:
    graph = bullet_of(the_tea()[0], VI)
    assert graph is not None
    assert graph.expected is not None
    assert abs(graph.expected - Decimal(7) / 12 * AT_TARGET) < Decimal("1e-20")
    assert (graph.actual, graph.beyond, graph.tone) == (Decimal("0.344"), False, Tone.WARNING)
    assert graph.text.replace("\N{NO-BREAK SPACE}", " ") == (
        "Thực hiện: 21,5 ha; chỉ tiêu: ít nhất 50 ha; lộ trình: 29,2 ha"
    )


def test_what_is_far_beyond_the_target_is_cut_and_says_so() -> None:
    graph = bullet_of(a_judged(value="71", status="exceeded"), VI)
    assert graph is not None
    assert (graph.actual, graph.beyond) == (1, True)
    just = bullet_of(a_judged(value="62.5", status="exceeded"), VI)
    assert just is not None
    assert (just.actual, just.beyond) == (1, False)


def test_a_range_has_two_edges() -> None:
    graph = bullet_of(a_judged(kind="level", target=a_target("within", "25", upper="50"), value="27"), VI)
    assert graph is not None
    assert graph.edges == (Decimal("0.4"), AT_TARGET)


@pytest.mark.parametrize(
    "entry",
    [
        a_judged(kind="task", target=a_target("done", "1"), value="1"),
        a_judged(value=None),
        a_judged(target=None, status="informative", reason="no_target"),
        a_judged(target=a_target("at_most", "0")),
        a_judged(kind="level", target=a_target("within", "-5", upper="0")),
    ],
    ids=["task", "no figure", "no target", "nothing allowed", "range below nothing"],
)
def test_without_two_numbers_there_is_no_bullet_graph(entry: Any) -> None:
    assert bullet_of(entry, VI) is None


@given(
    st.decimals(-1000, 1000, places=3),
    st.decimals("0.001", 1000, places=3),
    st.none() | st.decimals(-1000, 2000, places=3),
)
def test_every_share_lies_on_the_axis(value: Decimal, target: Decimal, expected: Decimal | None) -> None:
    mark = None if expected is None else str(expected)
    graph = bullet_of(a_judged(value=str(value), target=a_target("at_least", str(target)), expected=mark), VI)
    assert graph is not None
    assert 0 <= graph.actual <= 1
    assert graph.expected is None or 0 <= graph.expected <= 1
    assert (graph.actual >= AT_TARGET) == (value >= target)


# the months


def test_the_months_go_from_the_bottom_to_the_target() -> None:
    entry, course, _ = the_tea()
    line = course_of(entry, course, VI)
    assert line is not None
    assert (line.edges, line.expected[-1], line.tone) == ((1,), 1, Tone.WARNING)
    assert line.actual[:3] == (None, None, None)
    assert [None if one is None else one * 50 for one in line.actual[3:8]] == [
        Decimal("4.5"),
        Decimal("10.5"),
        Decimal("15.5"),
        Decimal("21.5"),
        None,
    ]
    assert line.text == "Thực hiện theo tháng (ha): tháng 4: 4,5; tháng 5: 10,5; tháng 6: 15,5; tháng 7: 21,5"
    english = course_of(entry, course, EN)
    assert english is not None
    assert english.text == "Actual by month (ha): April: 4.5; May: 10.5; June: 15.5; July: 21.5"


@pytest.mark.parametrize(
    ("points", "drawn"),
    [
        (a_course(), False),
        (a_course(expected="50"), False),
        (a_course("3"), False),
        (a_course("3", expected="50"), True),
        (a_course("3", None, "5"), True),
        ((), False),
    ],
    ids=["nothing", "no figure", "a lone dot", "a dot and its course", "two dots", "no months"],
)
def test_a_line_is_drawn_where_it_says_something(points: Any, drawn: bool) -> None:
    assert (course_of(a_judged(), points, VI) is not None) == drawn


def test_a_fall_is_told_in_points() -> None:
    entry = a_judged(kind="reduction", unit="%", target=a_target("at_least", "5.43"))
    line = course_of(entry, a_course("1", "2.5"), VI)
    assert line is not None
    assert line.text == "Thực hiện theo tháng (điểm %): tháng 1: 1,00; tháng 2: 2,50"


@given(st.lists(st.none() | st.decimals(-500, 500, places=2), min_size=1, max_size=12), st.decimals(1, 500, places=2))
def test_every_month_lies_within_the_height(values: Any, target: Decimal) -> None:
    for kind in ("flow", "level"):
        entry = a_judged(kind=kind, target=a_target("at_least", str(target)))
        line = course_of(entry, a_course(*values, expected=target), VI)
        if line is not None:
            shares = [share for share in (*line.actual, *line.expected, *line.edges) if share is not None]
            assert all(0 <= share <= 1 for share in shares)

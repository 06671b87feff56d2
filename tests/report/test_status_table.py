import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import assert_golden
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Clocks, Flag, Status
from phongtho_kpi.model.finding import UNKNOWN_PERIOD, Finding, Origin
from phongtho_kpi.report.selection import WORST_FIRST, Order, Selection, select
from phongtho_kpi.report.status import Width, status_table, width_for
from phongtho_kpi.report.summary import counts_line, title_line
from phongtho_kpi.report.table import SYMBOLS, TONES
from phongtho_kpi.write.screen import cells
from report.reports import EN, VI, a_target, a_year, an_assessment, assessments_of, shown


def table(year: Any = None, messages: Messages = VI, **rest: Any) -> Any:
    year = year or a_year()
    return status_table(year, year.entries, messages, **rest)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [40, 80, 100, 120, 160])
def test_the_table_as_people_see_it(lang: str, width: int) -> None:
    made = table(messages=Messages(lang), width=width_for(width))
    assert_golden(f"report/status-{lang}-{width}.txt", shown(made, width))


def test_in_a_pipe_no_line_is_broken() -> None:
    text = shown(table(), None)
    assert_golden("report/status-vi-pipe.txt", text)
    assert "Tỷ lệ số xã, thị trấn được thu gom, xử lý rác thải sinh hoạt " in text


@given(st.integers(min_value=24, max_value=220), st.sampled_from(["vi", "en"]))
def test_no_line_is_wider_than_the_terminal(width: int, lang: str) -> None:
    text = shown(table(messages=Messages(lang), width=width_for(width)), width)
    assert max(map(cells, text.splitlines())) <= width


@given(st.integers(min_value=40, max_value=200))
def test_no_name_loses_its_end(width: int) -> None:
    words = " ".join(shown(table(width=width_for(width)), width).split())
    for word in ("trở", "lên", "hoạt", "bàn", "quân"):
        assert word in words


def test_every_status_has_a_symbol_a_tone_and_a_place_in_the_order() -> None:
    assert set(SYMBOLS) == set(TONES) == set(WORST_FIRST) == set(Status)


def test_the_title_says_what_was_known_when_only_where_it_differs() -> None:
    year = a_year()
    assert title_line(year, VI) == "Huyện Phong Thổ · chỉ tiêu năm 2024 · tính đến 31/07/2024"
    later = assessments_of(clocks=Clocks(date(2024, 7, 31), date(2024, 8, 5)))
    assert title_line(later, EN) == "Phong Thổ district · targets 2024 · as of 31 Jul 2024 · as known on 5 Aug 2024"


def plain_counts(year: Any, entries: Any, messages: Messages) -> Any:
    return counts_line(year, entries, messages).replace("\xa0", " ")


def test_counts_leave_out_what_there_is_none_of() -> None:
    year = a_year()
    assert plain_counts(year, year.entries, VI) == (
        "11 chỉ tiêu và 1 nhiệm vụ: 1 vượt · 2 đạt · 1 đúng tiến độ · 3 có nguy cơ · 1 chậm · 1 không đạt"
        " · 2 chưa đến hạn · 1 chưa có số liệu; theo dõi thêm 1"
    )


def test_counts_of_a_choice_say_of_how_many() -> None:
    year = a_year()
    chosen = select(year.entries, Selection(statuses=frozenset({Status.MISSED})))
    assert plain_counts(year, chosen, EN) == "1 indicator (chosen from 13): 1 missed"
    assert plain_counts(year, (), EN) == "No indicator matches the filters."


def test_tasks_alone_and_series_alone_are_counted_as_what_they_are() -> None:
    year = a_year()
    tasks = [entry for entry in year.entries if entry.indicator.id == "recruits"]
    followed = [entry for entry in year.entries if entry.indicator.id == "industry"]
    assert plain_counts(year, tasks, EN) == "1 task (chosen from 13): 1 met"
    assert plain_counts(year, followed, EN) == "0 indicators (chosen from 13); 1 more followed"


def test_series_without_a_target_come_last_and_show_no_plan() -> None:
    made = table()
    last = made.sections[-1]
    assert last.heading == "Theo dõi, không giao chỉ tiêu"
    by_key = dict(zip([column.key for column in made.columns], last.rows[0], strict=True))
    assert (by_key["target"], by_key["attainment"], by_key["bar"]) == (None, None, None)


def test_sorted_otherwise_there_are_no_groups() -> None:
    made = table(grouped=False)
    assert [section.heading for section in made.sections] == ["", "Theo dõi, không giao chỉ tiêu"]


def test_findings_are_mentioned_with_the_command_that_shows_them() -> None:
    finding = Finding(UNKNOWN_PERIOD, Origin("data/a.csv", 3), {"text": "T13"})
    text = shown(table(assessments_of(an_assessment(target=a_target("at_least", "5")), findings=(finding,))))
    assert "⚠ 1 phát hiện về số liệu   xem: kpi check" in text


def test_a_long_list_of_what_is_behind_names_five() -> None:
    entries = [
        an_assessment(id=f"x{at}", target=a_target("at_least", "5"), status="off_track", value="1", period="2024-7M")
        for at in range(8)
    ]
    text = shown(table(assessments_of(*entries)))
    assert "▼ 8 chậm tiến độ: x0, x1, x2, x3, x4 và 3 chỉ tiêu khác   xem: kpi show x0" in text


@pytest.mark.parametrize(
    ("value", "target", "shown_as", "per_cent"),
    [("69.96", "70", "69,96", "99,9"), ("69.999", "70", "69,999", "99,999"), ("35.2", "70", "35,2", "50,3")],
)
def test_what_is_not_reached_never_looks_reached(value: Any, target: Any, shown_as: Any, per_cent: Any) -> None:
    """rules §5, end: one more digit where rounding would contradict the status."""
    attainment = str(Decimal(value) / Decimal(target) * 100)
    entry = an_assessment(
        kind="level",
        target=a_target("at_least", target),
        status="missed",
        value=value,
        period="2024",
        attainment=attainment,
    )
    line = next(line for line in shown(table(assessments_of(entry))).splitlines() if "✘" in line and "Chỉ tiêu" in line)
    assert shown_as in line.split()
    assert per_cent in line.split()


@given(
    st.decimals("0.001", "200", places=9),
    st.decimals("0.1", "200", places=2),
    st.sampled_from(["at_least", "at_most"]),
)
def test_a_printed_number_says_of_the_target_what_is_true(value: Any, target: Any, goal: Any) -> None:
    reached = value >= target if goal == "at_least" else value <= target
    entry = an_assessment(
        kind="level",
        target=a_target(goal, str(target)),
        status="met" if reached else "missed",
        value=str(value),
        period="2024",
    )
    made = table(assessments_of(entry))
    number = made.sections[0].rows[0][3]
    printed = Decimal(f"{EN.number(number.value, number.places, grouping=False)}")
    assert (printed >= target if goal == "at_least" else printed <= target) == reached


def test_twelve_of_seventeen_communes_are_shown_as_the_target_is_printed() -> None:
    """rules §4: 70.588… has reached 70.6."""
    line = next(line for line in shown(table()).splitlines() if "Tỷ lệ số xã" in line)
    assert re.findall(r"[0-9]+,[0-9]+", line) == ["70,6", "70,6", "100,0"]


def test_places_follow_the_figure_and_the_target() -> None:
    entry = an_assessment(target=a_target("at_least", "50"), value="21.50", period="2024-7M", attainment="43")
    made = table(assessments_of(entry))
    assert made.sections[0].rows[0][3].places == 2
    endless = an_assessment(
        kind="growth", target=a_target("at_least", "5"), value="4.333333333333333", period="2024-H1"
    )
    assert table(assessments_of(endless)).sections[0].rows[0][3].places == 1


def test_filters_are_all_applied_and_an_empty_one_lets_everything_through() -> None:
    entries = a_year().entries
    assert select(entries, Selection()) == entries
    chosen = select(
        entries,
        Selection(
            groups=frozenset({"economy"}),
            flags=frozenset({Flag.ESTIMATE}),
            owners=frozenset({"Phòng Tài chính - Kế hoạch"}),
        ),
    )
    assert [entry.indicator.id for entry in chosen] == ["revenue"]


def test_sorted_by_status_the_worst_come_first() -> None:
    ids = [entry.indicator.id for entry in select(a_year().entries, Selection(sort=Order.STATUS))]
    assert ids[:3] == ["offences", "tea_area", "gross_output"]
    assert ids[-1] == "industry"


@pytest.mark.parametrize(("order", "first"), [(Order.PACE, "tea_area"), (Order.ATTAINMENT, "gross_output")])
def test_sorted_by_a_number_the_lowest_come_first_and_those_without_last(order: Any, first: Any) -> None:
    ids = [entry.indicator.id for entry in select(a_year().entries, Selection(sort=order))]
    assert ids[0] == first
    assert ids[-1] in {"recruits", "agriculture"}


def test_names_sort_as_a_vietnamese_dictionary_does() -> None:
    names = ["đất", "dùng", "ăn", "an", "âm", "áo", "bà", "ba", "ở", "ông", "om", "ưu", "un"]
    entries = [an_assessment(name, id=f"x{at}") for at, name in enumerate(names)]
    ordered = [entry.indicator.name["vi"] for entry in select(entries, Selection(sort=Order.NAME))]
    assert ordered == ["an", "áo", "ăn", "âm", "ba", "bà", "dùng", "đất", "om", "ông", "ở", "un", "ưu"]


@pytest.mark.parametrize(
    ("columns", "width"),
    [(None, Width.NORMAL), (79, Width.NARROW), (100, Width.NORMAL), (120, Width.WIDE), (150, Width.FULL)],
)
def test_what_is_shown_follows_the_width(columns: Any, width: int) -> None:
    assert width_for(columns) is width
    assert width_for(columns, wide=True) is Width.FULL


def test_one_area_is_named_by_its_code() -> None:
    entry = an_assessment("Lương thực", target=a_target("at_least", "5"), area="03549")
    assert "Lương thực (03549)" in shown(table(assessments_of(entry)))

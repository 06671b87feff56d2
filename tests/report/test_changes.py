"""What changed between two moments, as tables and for machines: every sort of change. All of it is made up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import assert_golden
from phongtho_kpi.compare.moments import Changes, FigureChange, TargetChange
from phongtho_kpi.compare.verdicts import VerdictChange
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Assessments, Clocks
from phongtho_kpi.model.catalogue import Indicator, Revision
from phongtho_kpi.model.finding import UNKNOWN_PERIOD, Finding, Origin
from phongtho_kpi.report.changes import changes_tables
from phongtho_kpi.report.changes_document import changes_document
from phongtho_kpi.report.status import Width, width_for
from phongtho_kpi.write.screen import cells
from report.reports import EN, VI, a_target, an_assessment, assessments_of, observed, shown

BEFORE, NOW = Clocks(date(2024, 7, 8), date(2024, 7, 8)), Clocks(date(2024, 8, 14), date(2024, 8, 14))
CAME_IN = "2024-08-14T02:05:00"


def revenue(value: str, period: str, **rest: Any) -> Assessment:
    return an_assessment(
        "Thu ngân sách (số giả)", en="Budget revenue (made up)", id="revenue", group="economy", unit="tỷ đồng",
        target=a_target("at_least", "77.208"), value=value, period=period, **rest,
    )  # fmt: skip


def exports(value: str, **rest: Any) -> Assessment:
    return an_assessment(
        "Giá trị xuất khẩu (số giả)", en="Exports (made up)", id="exports", group="economy", unit="triệu USD",
        target=a_target("at_least", "5"), value=value, **rest,
    )  # fmt: skip


def waste(**rest: Any) -> Assessment:
    return an_assessment(
        "Tỷ lệ xã thu gom rác thải (số giả)", en="Communes with waste collection (made up)", id="waste", kind="level",
        group="society", unit="%", of_count=17, target=a_target("at_least", "70.6"), **rest,
    )  # fmt: skip


def recruits(**rest: Any) -> Assessment:
    target = a_target("done", "1")
    name = "Tuyển quân (số giả)"
    return an_assessment(
        name, en="Recruits (made up)", id="recruits", kind="task", unit="", group="society", target=target, **rest
    )


def jobs(target: str, due: date, **rest: Any) -> Assessment:
    return an_assessment(
        "Số lao động có việc làm (số giả)", en="Jobs created (made up)", id="jobs", group="society", unit="người",
        target=a_target("at_least", target, due=due), **rest,
    )  # fmt: skip


VERDICTS = (
    VerdictChange(
        revenue("38.250", "2024-H1", status="on_track", expected="38.604", attainment="49.54150"),
        revenue(
            "41.1", "2024-7M", status="at_risk", expected="45.038", attainment="53.23282", flags=("estimate", "revised")
        ),
    ),
    VerdictChange(
        exports("2.169", period="2024-H1", status="at_risk", expected="2.5", attainment="43.38"),
        exports("5.5", period="2024-7M", status="exceeded", reason="reached", final=True, attainment="110"),
    ),
    VerdictChange(
        waste(status="no_data", reason="no_observation"),
        waste(
            status="met",
            reason="reached",
            value="70.58823529411764705882352941",
            period="2024-H1",
            expected="70.6",
            attainment="99.98333611064822530994833",
        ),
    ),
    VerdictChange(
        recruits(status="not_due", reason="no_observation"),
        recruits(status="met", reason="task", final=True, value="1", period="2024-07"),
    ),
    VerdictChange(
        jobs("1230", date(2024, 12, 31), status="met", final=True, value="1240", period="2024-H1", attainment="100.8"),
        jobs("1310", date(2024, 11, 30), status="met", value="1310", period="2024-H1", attainment="100"),
    ),
)
JOBS = VERDICTS[-1]
TARGETS = (
    TargetChange(
        JOBS.indicator,
        Revision(
            date(2024, 8, 1), "NQ số 0 (giả)", "thêm một đợt tuyển (giả)",
            a_target("at_least", "1310", due=date(2024, 11, 30)),
        ),
        JOBS.before.headline.target,
    ),
)  # fmt: skip
FIGURES = (
    FigureChange(
        observed("2024-06", "6.5", "revenue", recorded=CAME_IN),
        observed("2024-06", "6.25", "revenue", recorded=None, status="estimate"),
    ),
    FigureChange(observed("2023-12", "5.125", "revenue", recorded=CAME_IN), None),
    FigureChange(
        observed("2024-12", "7.1", "revenue", recorded=CAME_IN, status="estimate"),
        observed("2024-12", "7", "revenue", status="estimate"),
    ),
    FigureChange(
        observed("2024-H1", None, "waste", recorded=CAME_IN, numerator=Decimal(12), denominator=Decimal(17)), None
    ),
    FigureChange(
        observed("2024-07-31", "70.6", "waste", recorded=CAME_IN, numerator=Decimal(12), denominator=Decimal(17)), None
    ),
)


def later(*indicators: Indicator, clocks: Clocks = NOW, findings: tuple[Finding, ...] = ()) -> Assessments:
    entries = [change.after for change in VERDICTS] + [replace(VERDICTS[0].after, indicator=one) for one in indicators]
    return assessments_of(*entries, clocks=clocks, findings=findings)


def some_changes(**rest: Any) -> Changes:
    """Every sort of change, unless something else is said."""
    parts: dict[str, Any] = {
        "verdicts": VERDICTS,
        "targets": TARGETS,
        "figures": FIGURES,
        "area_figures": 34,
        "closed": 12,
    }
    return Changes(BEFORE, NOW, **(parts | rest))


NOTHING: dict[str, Any] = {"verdicts": (), "targets": (), "figures": (), "area_figures": 0, "closed": 0}


def text(changes: Changes, messages: Messages = VI, columns: int | None = 100, **rest: Any) -> str:
    tables = changes_tables(changes, later(**rest), messages, width=width_for(columns))
    return "\n".join(shown(table, columns) for table in tables)


# what people see


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("columns", [80, 100, 160])
def test_the_changes_as_people_see_them(lang: str, columns: int) -> None:
    assert_golden(f"report/changes-{lang}-{columns}.txt", text(some_changes(), Messages(lang), columns))


@given(st.integers(min_value=24, max_value=220), st.sampled_from(["vi", "en"]))
def test_no_line_is_wider_than_the_terminal(columns: int, lang: str) -> None:
    lines = text(some_changes(), Messages(lang), columns).splitlines()
    assert max(map(cells, lines)) <= columns


def test_where_nothing_changed_one_line_says_so() -> None:
    first, second = text(some_changes(**NOTHING)).splitlines()
    assert first == "Huyện Phong Thổ · chỉ tiêu năm 2024 · thay đổi từ 08/07/2024 đến 14/08/2024"
    assert second == "Không có gì thay đổi."
    assert "Nothing has changed." in text(some_changes(**NOTHING), EN)


def test_what_was_known_when_is_said_where_it_is_not_known_on_the_same_days() -> None:
    since = replace(some_changes(**NOTHING), until=Clocks(NOW.as_of, date(2024, 9, 1)))
    assert text(since, columns=None).splitlines()[0].endswith("số liệu biết đến 08/07/2024 → 01/09/2024")


@pytest.mark.parametrize(
    ("rest", "line"),
    [
        ({"closed": 3}, "Không đánh giá nào thay đổi"),
        ({"area_figures": 3}, "Không đánh giá nào thay đổi"),
        ({"figures": FIGURES[:1]}, "Không đánh giá nào thay đổi · 1 số liệu được sửa"),
        ({"verdicts": VERDICTS[:2]}, "1 xấu đi · 1 tốt lên"),
    ],
)
def test_counts_of_nothing_are_left_out_but_of_verdicts_it_is_said(rest: Any, line: str) -> None:
    assert text(some_changes(**{**NOTHING, **rest})).splitlines()[1].replace("\N{NO-BREAK SPACE}", " ") == line


def test_the_notes_stand_under_the_last_table_and_lead_on() -> None:
    finding = Finding(UNKNOWN_PERIOD, Origin("data/a.csv", line=2), {"text": "?"})
    for changes in (some_changes(), some_changes(figures=()), some_changes(figures=(), targets=())):
        ends = text(changes, findings=(finding,)).split("\n\n")[-1].splitlines()
        assert [line.split()[0] for line in ends] == ["○", "○", "Từng", "⚠"]
        assert ends[2].endswith("kpi log --since 2024-07-09")


def test_of_many_figures_the_first_are_listed_and_the_rest_is_counted() -> None:
    many = (*FIGURES[1:2] * 240, *FIGURES[:1] * 10)
    out = text(some_changes(**{**NOTHING, "figures": many}), columns=160)
    assert out.count("6,25") == 10  # what was revised comes first
    assert out.count("5,125") == 190
    assert "… và 50 số liệu khác." in out
    assert "số liệu khác" not in text(some_changes(), columns=160)


def test_without_a_revised_figure_there_is_no_column_for_the_old_one() -> None:
    assert "Số cũ" not in text(some_changes(figures=FIGURES[3:]))


def test_a_figure_of_a_period_that_has_not_closed_stands_apart() -> None:
    out = text(some_changes(figures=FIGURES[2:3]))
    assert "Kỳ chưa chốt, chưa được tính" in out
    assert "Kỳ chưa chốt" not in text(some_changes(figures=FIGURES[2:3]), clocks=Clocks(date(2025, 1, 1), NOW.known_on))


def test_a_first_target_replaces_none() -> None:
    first = some_changes(targets=(TARGETS[0]._replace(replaced=None),))
    assert "không giao chỉ tiêu" in text(first, columns=160)
    assert "hạn 30/11" in text(some_changes())
    assert "hạn 30/11" not in text(some_changes(targets=(TARGETS[0]._replace(replaced=TARGETS[0].revision.target),)))


def test_a_sheet_has_the_decision_in_a_column_of_its_own() -> None:
    _, targets, _ = changes_tables(some_changes(), later(), VI, width=Width.FULL)
    assert [column.key for column in targets.columns] == ["name", "starts", "before", "after", "decision"]
    assert targets.sections[0].rows[0][4].text == "NQ số 0 (giả): thêm một đợt tuyển (giả)"  # type: ignore[union-attr]


# what machines read


def test_the_document_says_everything_in_the_order_of_its_contract() -> None:
    document: Any = changes_document(some_changes())
    assert list(document) == ["since", "verdicts", "targets", "figures", "area_figures", "closed"]
    assert (document["since"], document["area_figures"], document["closed"]) == ("2024-07-08", 34, 12)
    assert document["verdicts"][0] == {
        "id": "revenue",
        "area": None,
        "direction": "worse",
        "before": {
            "status": "on_track", "final": False, "reason": "pace", "target": "77.208", "period": "2024-6M",
            "value": "38.250", "pace": None, "attainment": "49.54150",
        },
        "after": {
            "status": "at_risk", "final": False, "reason": "pace", "target": "77.208", "period": "2024-7M",
            "value": "41.1", "pace": None, "attainment": "53.23282",
        },
    }  # fmt: skip
    assert document["targets"] == [
        {
            "id": "jobs", "from": "2024-08-01", "decided_by": "NQ số 0 (giả)", "why": "thêm một đợt tuyển (giả)",
            "before": {"goal": "at_least", "target": "1230", "stretch": None, "due": "2024-12-31"},
            "after": {"goal": "at_least", "target": "1310", "stretch": None, "due": "2024-11-30"},
        }
    ]  # fmt: skip
    assert document["figures"][0] == {
        "id": "revenue",
        "period": "2024-06",
        "change": "revised",
        "before": {
            "value": "6.25", "numerator": None, "denominator": None, "status": "estimate", "recorded": None,
            "origin": "data/2024/thang-7.csv:2", "source": "bao-cao-thang-7.xlsx!Biểu 1!C7",
        },
        "after": {
            "value": "6.5", "numerator": None, "denominator": None, "status": "final",
            "recorded": "2024-08-14T02:05:00+00:00",
            "origin": "data/2024/thang-7.csv:2", "source": "bao-cao-thang-7.xlsx!Biểu 1!C7",
        },
    }  # fmt: skip


def test_what_was_not_there_is_null() -> None:
    within = a_target("within", "25", upper="27")
    informative = an_assessment(id="share", status="informative", reason="no_target")
    judged = an_assessment(id="share", status="met", reason="reached", target=within)
    first = TargetChange(judged.indicator, Revision(date(2024, 8, 1), "NQ", "giả", within), None)
    document: Any = changes_document(
        some_changes(verdicts=(VerdictChange(informative, judged),), targets=(first,), figures=FIGURES[1:2])
    )
    (verdict,), (target,), (figure,) = (document[key] for key in ("verdicts", "targets", "figures"))
    assert (verdict["before"]["target"], verdict["after"]["target"]) == (None, ["25", "27"])
    assert (target["before"], target["after"]["target"]) == (None, ["25", "27"])
    assert (figure["change"], figure["before"]) == ("added", None)

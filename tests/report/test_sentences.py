"""The verdict in plain words and the rule behind it, for every status and reason."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Clocks, Reason
from phongtho_kpi.model.catalogue import Frequency
from phongtho_kpi.report.rule import rule_lines
from phongtho_kpi.report.verdict import verdict_sentences
from report.reports import CLOCKS, EN, VI, a_target, a_year, an_assessment, assessments_of, the_tea

AT_LEAST_50 = a_target("at_least", "50")


def verdict(entry: Any, messages: Messages = VI, clocks: Any = CLOCKS) -> Any:
    return " ".join(verdict_sentences(entry, clocks, messages)).replace("\xa0", " ")


def rule(entry: Any, messages: Messages = VI) -> Any:
    return [line.replace("\xa0", " ") for line in rule_lines(assessments_of(entry), entry, messages)]


def test_a_flow_behind_its_course_is_told_with_what_it_takes() -> None:
    assert verdict(the_tea()[0]) == (
        "Có nguy cơ: đến hết tháng 7 đạt 21,5 ha, bằng 43,0% kế hoạch 50 ha; theo lộ trình phải đạt 29,2 ha."
        " Để kịp hạn 31/12/2024 cần bình quân 5,7 ha mỗi tháng, bằng 1,4 lần nhịp kế hoạch."
        " Nếu giữ nhịp này, đến cuối năm ước 36,9 ha: sẽ không đạt chỉ tiêu."
        " Có số liệu đã được báo cáo lại, khác lần trước."
    )
    assert verdict(the_tea()[0], EN).startswith(
        "At risk: 21.5 ha by the end of July, 43.0% of the plan of 50 ha; by the plan's course it should be 29.2 ha."
    )


def test_a_flow_s_rule_is_written_out_with_its_numbers() -> None:
    revenue = next(entry for entry in a_year().entries if entry.indicator.id == "revenue")
    assert rule(revenue)[0] == "E = 45,038, theo các mốc đã định (quy tắc §3)"
    assert rule(revenue)[1] == "nhịp độ = 43,1 / 45,038 = 0,957 ≥ 0,93 → đúng tiến độ (quy tắc §5.5)"
    assert rule(the_tea()[0]) == [
        "E = 50 × 7/12 = 29,2 (quy tắc §3)",
        "nhịp độ = 21,5 / 29,2 = 0,737; 0,66 ≤ 0,737 < 0,93 → có nguy cơ (quy tắc §5.5)",
        "ước cả năm = 21,5 / (7/12) = 36,9 (quy tắc §5)",
        "nhịp cần có = (50 − 21,5) / (50 − 29,2) = 1,368 (quy tắc §5)",
    ]


def test_a_pace_just_below_its_band_does_not_look_as_if_it_were_in_it() -> None:
    """rules §5: 983 of 1,035 is 0.94976, which is not 0.95."""
    entry = an_assessment(
        unit="người",
        target=a_target("at_least", "1380"),
        status="at_risk",
        value="983",
        period="2024-9M",
        share="0.75",
        expected="1035",
        pace="0.9497584541062801932367149758",
        attainment="71.23",
    )
    catalogue = assessments_of(entry, bands=a_year().catalogue.bands.__class__())
    lines = rule_lines(catalogue, entry, EN)
    assert lines[1] == "pace = 983 / 1,035 = 0.9498; 0.80 ≤ 0.9498 < 0.95 → at risk (rules §5.5)"


@pytest.mark.parametrize(
    ("entry", "said", "by_rule"),
    [
        (
            an_assessment(
                kind="level",
                unit="%",
                target=a_target("at_least", "53.5"),
                status="at_risk",
                value="52.1",
                period="2024-H1",
                start="51.3",
                share="0.5",
                shape="line",
                expected="52.4",
                pace="0.72727272727272",
                variance_to_date="-0.3",
            ),
            "At risk: 52.1% by the end of June, target at least 53.5%; by the plan's course it should be 52.4%.",
            [
                "E = 51.3 + (53.5 − 51.3) × 6/12 = 52.4 (rules §3)",
                "pace = (52.1 − 51.3) / (52.4 − 51.3) = 0.727; 0.66 ≤ 0.727 < 0.93 → at risk (rules §5.5)",
            ],
        ),
        (
            an_assessment(
                kind="level",
                unit="%",
                target=a_target("at_most", "16"),
                status="off_track",
                reason="outside_tolerance",
                value="18",
                period="2024-H1",
                shape="hold",
                expected="16",
                variance_to_date="2",
                tolerance=Decimal(1),
            ),
            (
                "Off track: 18% by the end of June, target at most 16%; 2 %-points away, beyond the tolerance"
                " of 1 %-points."
            ),
            ["E = T = 16 (rules §3)", "2 %-points away > tolerance 1 %-points → off track (rules §5.5)"],
        ),
        (
            an_assessment(
                kind="level",
                unit="%",
                target=a_target("within", "25", upper="27"),
                status="off_track",
                reason="outside_tolerance",
                value="24",
                period="2024-H1",
                variance="-1",
            ),
            "Off track: 24% by the end of June, target 25% to 27%; 1 %-points away.",
            ["1 %-points away, and there is no tolerance → off track (rules §5.5)"],
        ),
        (
            an_assessment(
                kind="level",
                unit="%",
                target=a_target("within", "25", upper="27"),
                status="met",
                reason="reached",
                value="26",
                period="2024-H1",
                variance="0",
            ),
            (
                "Met: 26% by the end of June, target 25% to 27%. This is not the final verdict: later periods"
                " can change it."
            ),
            ["25 ≤ 26 ≤ 27 → met (rules §5.4)"],
        ),
        (
            an_assessment(
                kind="level",
                target=AT_LEAST_50,
                status="on_track",
                reason="tolerance",
                value="49.9",
                period="2024-H1",
                shape="points",
                expected="49.5",
                variance_to_date="0.4",
                variance="-0.1",
            ),
            "On track: 49.9 ha by the end of June, target at least 50 ha; by the plan's course it should be 49.5 ha.",
            [
                "E = 49.5, by the points that were set (rules §3)",
                "at the value it should have, 49.5, or better → on track (rules §5.5)",
            ],
        ),
        (
            an_assessment(
                kind="growth",
                unit="%",
                target=a_target("at_least", "5"),
                status="off_track",
                value="-2.3",
                period="2024-7M",
                shape="hold",
                expected="5",
                pace="-0.46",
                needed_pace=None,
            ),
            "Off track: down 2.3% on the same period of last year by the end of July, target up at least 5%.",
            ["E = T = 5 (rules §3)", "pace = -2.3 / 5 = -0.460 < 0.66 → off track (rules §5.5)"],
        ),
        (
            an_assessment(
                kind="reduction",
                unit="%",
                target=a_target("at_least", "5.43"),
                status="missed",
                reason="not_reached",
                value="5.4",
                period="2024",
                final=True,
                variance="-0.03",
                attainment="99.447",
            ),
            (
                "Missed: down 5.4 %-points since the end of last year over the whole of 2024, target down"
                " at least 5.43 %-points,"
                " 0.03 %-points short."
            ),
            ["due on 31 Dec 2024, 5.4 < 5.43 → missed (rules §5.3)"],
        ),
        (
            an_assessment(
                unit="vụ",
                target=a_target("at_most", "8"),
                status="missed",
                reason="cap_passed",
                value="9",
                period="2024-7M",
                final=True,
                attainment="112.5",
                variance="1",
            ),
            (
                "Missed: 9 vụ by the end of July, 112.5% of the cap of 8 vụ, 1 vụ above it. No later period"
                " can change this verdict."
            ),
            ["9 > 8, and no later period can change it → missed (rules §5.4)"],
        ),
        (
            an_assessment(
                unit="vụ",
                target=a_target("at_most", "24"),
                status="at_risk",
                value="14",
                period="2024-H1",
                share="0.5",
                shape="even",
                expected="12",
                pace="0.857142857142857",
                attainment="58.333",
                needed_pace="0.8333333333",
                variance_to_date="2",
            ),
            (
                "At risk: 14 vụ by the end of June, 58.3% of the cap of 24 vụ; by the plan's course it"
                " should be 12 vụ at most."
                " From now until 31 Dec 2024 only 1.7 vụ a month on average is allowed, 0.8 times the plan's pace."
            ),
            [
                "E = 24 × 6/12 = 12 (rules §3)",
                "pace = 12 / 14 = 0.857; 0.66 ≤ 0.857 < 0.93 → at risk (rules §5.5)",
                "needed pace = (24 − 14) / (24 − 12) = 0.833 (rules §5)",
            ],
        ),
        (
            an_assessment(
                unit="vụ",
                target=a_target("at_most", "24"),
                status="on_track",
                value="0",
                period="2024-H1",
                share="0.5",
                shape="even",
                expected="12",
                attainment="0",
            ),
            (
                "On track: 0 vụ by the end of June, 0.0% of the cap of 24 vụ; by the plan's course it should"
                " be 12 vụ at most."
            ),
            ["E = 24 × 6/12 = 12 (rules §3)", "nothing so far, not above the course 12 → on track (rules §5.5)"],
        ),
        (
            an_assessment(
                target=a_target("at_least", "50", stretch="55"),
                status="exceeded",
                reason="reached",
                value="65.41",
                period="2024-9M",
                attainment="130.82",
                final=True,
                variance="15.41",
            ),
            (
                "Exceeded: 65.41 ha by the end of September, 130.8% of the plan of 50 ha, beyond the"
                " stretch value of 55 ha."
                " No later period can change this verdict."
            ),
            ["65.41 > 55, and no later period can change it → exceeded (rules §5.4)"],
        ),
        (
            an_assessment(
                kind="level", target=AT_LEAST_50, status="not_due", reason="year_end", value="44", period="2024-H1"
            ),
            "Not due: 44 ha by the end of June, target at least 50 ha; judged at the end, due 31 Dec 2024.",
            ["not due until 31 Dec 2024, and there is no E → not due (rules §5.5)"],
        ),
        (
            an_assessment(
                target=AT_LEAST_50,
                status="not_due",
                reason="too_early",
                value="0",
                period="2024-01",
                share="0",
                shape="shares",
                expected="0",
                attainment="0",
            ),
            (
                "Not due: 0 ha by the end of January, 0.0% of the plan of 50 ha; the way has only begun, too"
                " early to judge."
            ),
            ["E = 50 × 0/12 = 0 (rules §3)", "s = 0: E is still at the start → not due (rules §5.5)"],
        ),
        (
            an_assessment(kind="level", target=AT_LEAST_50, status="not_due", reason="no_observation"),
            "Not due: no figure expected yet (yearly), due 31 Dec 2024.",
            ["no yearly period closed more than 0 days ago → not due (rules §5.1)"],
        ),
        (
            an_assessment(
                kind="level", target=AT_LEAST_50, status="no_data", reason="no_observation", frequency=Frequency.QUARTER
            ),
            "No data: a reporting period has passed (quarterly) and there is no figure.",
            ["a quarterly period closed more than 0 days ago and there is no figure → no data (rules §5.1)"],
        ),
        (
            an_assessment(
                target=AT_LEAST_50,
                status="no_data",
                reason="final_period_missing",
                value="40",
                period="2024-9M",
                attainment="80",
                flags=("stale", "partial", "preliminary", "suspect"),
                coverage=(8, 9),
            ),
            (
                "No data: it was due on 31 Dec 2024 and the last period's figure is missing; latest,"
                " 40 ha by the end of September, 80.0% of the plan of 50 ha."
                " The latest figure is of Jan–Sep; a newer period should have been reported."
                " There are figures for 8/9 months only; the course counts just those. Part of it is preliminary."
                " A figure in it is doubtful, see: kpi check."
            ),
            ["due on 31 Dec 2024, and the figures do not reach the last period → no data (rules §5.3)"],
        ),
        (
            an_assessment(
                kind="task",
                unit="",
                target=a_target("done", "1"),
                status="not_due",
                reason="task",
                value="0",
                period="2024-06",
            ),
            "Not due: the task is not done, due 31 Dec 2024.",
            ["reported as 0 (not done) → not due (rules §5.6)"],
        ),
        (
            an_assessment(
                kind="task", unit="", target=a_target("done", "1"), status="no_data", reason="no_observation"
            ),
            "No data: nobody has reported the task as done, due 31 Dec 2024.",
            ["a yearly period closed more than 0 days ago and there is no figure → no data (rules §5.1)"],
        ),
        (
            an_assessment(status="informative", reason="no_target", value="341.2", period="2024-7M"),
            "Followed: 341.2 ha by the end of July; no target was set.",
            ["no target was set → followed (rules §5.1)"],
        ),
        (
            an_assessment(
                kind="growth", unit="%", status="informative", reason="no_target", value="3", period="2024-07-15"
            ),
            "Followed: up 3% on the same period of last year by 15 Jul 2024; no target was set.",
            ["no target was set → followed (rules §5.1)"],
        ),
        (
            an_assessment(status="informative", reason="no_target"),
            "Followed: nothing observed yet; no target was set.",
            ["no target was set → followed (rules §5.1)"],
        ),
    ],
)
def test_every_reason_has_its_sentence_and_its_rule(entry: Any, said: Any, by_rule: Any) -> None:
    assert verdict(entry, EN) == said
    assert rule(entry, EN) == by_rule
    assert verdict(entry, VI)
    assert len(rule(entry, VI)) == len(by_rule)


def test_no_reason_is_left_out() -> None:
    """The cases above and those of the year: every reason there is."""
    marks = test_every_reason_has_its_sentence_and_its_rule.pytestmark[0].args[1]
    reasons = {case[0].headline.reason for case in marks} | {entry.headline.reason for entry in a_year().entries}
    assert reasons >= set(Reason) - {reason for reason in Reason if reason.value == "areas_missing"}


def test_an_outlook_that_will_miss_does_not_look_reached() -> None:
    entry = an_assessment(
        target=AT_LEAST_50,
        value="24.99",
        period="2024-H1",
        expected="25",
        share="0.5",
        shape="even",
        pace="0.9996",
        attainment="49.98",
        outlook=("49.97999999999999999999", "will_miss"),
    )
    assert "the year ends at 49.98 ha: the target will be missed" in verdict(entry, EN)
    early = an_assessment(
        target=AT_LEAST_50,
        value="2",
        period="2024-01",
        expected="4",
        pace="0.5",
        attainment="4",
        outlook=(None, "too_early"),
    )
    assert "too early for an outlook" in verdict(early, EN)


def test_value_and_expected_value_never_print_alike_when_one_is_short() -> None:
    entry = an_assessment(
        kind="level",
        unit="%",
        target=a_target("at_least", "60"),
        status="at_risk",
        value="49.97",
        period="2024-Q2",
        start="40",
        share="0.5",
        shape="line",
        expected="50",
        pace="0.997",
    )
    assert "49,97%" in verdict(entry)
    assert "phải đạt 50,00%" in verdict(entry)


def test_once_due_nobody_is_told_that_later_periods_matter() -> None:
    entry = an_assessment(
        target=AT_LEAST_50, status="met", reason="reached", value="50", period="2024", attainment="100", final=True
    )
    assert verdict(entry, EN, Clocks(date(2024, 12, 31), date(2024, 12, 31))) == (
        "Met: 50 ha over the whole of 2024, 100.0% of the plan of 50 ha."
    )


def test_a_share_of_whole_things_says_how_it_was_compared() -> None:
    waste = next(entry for entry in a_year().entries if entry.indicator.id == "waste")
    assert rule(waste, EN) == [
        "a share of 17 whole things: 70.5882 is rounded to 70.6 and then compared (rules §4)",
        "70.6 ≥ 70.6 → met (rules §5.4)",
    ]

"""The contract of rules §8."""

import json
from decimal import Decimal
from typing import Any

from conftest import assert_golden
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.finding import UNKNOWN_INDICATOR, Finding, Origin
from phongtho_kpi.report.document import findings_document, status_document
from phongtho_kpi.report.selection import Selection, select
from phongtho_kpi.write.csv_file import csv_text
from phongtho_kpi.write.json_file import json_text
from report.reports import EN, VI, a_target, a_year, an_assessment, assessments_of

ENTRY = [
    "id",
    "group",
    "name",
    "unit",
    "kind",
    "area",
    "goal",
    "target",
    "period",
    "value",
    "expected",
    "pace",
    "attainment",
    "variance",
    "variance_to_date",
    "year_on_year",
    "status",
    "final",
    "reason",
    "flags",
    "coverage",
    "outlook",
    "needed_pace",
    "also",
]
FINDING = Finding(
    UNKNOWN_INDICATOR, Origin("return.xlsx", sheet="T7", cell="B4"), {"indicator": "Chè", "nearest": "tea_new"}
)


def document(year: Any = None, messages: Messages = VI, findings: Any = ()) -> Any:
    year = year or a_year()
    return status_document(year, year.entries, messages, findings)


def test_the_whole_document_is_as_it_was() -> None:
    assert_golden("report/status.json", json_text(document(findings=(FINDING,))))
    assert_golden("report/status.csv", csv_text(document()))


def test_keys_stand_in_the_order_of_the_contract() -> None:
    made = document(findings=(FINDING,))
    assert list(made) == ["schema", "year", "place", "as_of", "known_on", "summary", "assessments", "findings"]
    assert all(list(entry) == ENTRY for entry in made["assessments"])
    assert list(made["findings"][0]) == ["code", "name", "severity", "origin", "message"]
    assert list(made["summary"])[:2] == ["total", "exceeded"]


def test_numbers_are_texts_with_every_digit_and_no_exponent() -> None:
    entry = an_assessment(
        target=a_target("at_least", "7E+6"), value="-0", period="2024-7M", pace="0.9569696700563968204627203695"
    )
    made = document(assessments_of(entry))["assessments"][0]
    assert (made["target"], made["value"], made["pace"]) == ("7000000", "0", "0.9569696700563968204627203695")
    long = an_assessment(value="12345678901234567890123456789012345678", period="2024-7M")
    assert document(assessments_of(long))["assessments"][0]["value"] == "12345678901234567890123456789012345678"


def test_ranges_and_tasks_have_their_own_targets_and_nothing_expected() -> None:
    by_id = {entry["id"]: entry for entry in document()["assessments"]}
    assert by_id["agriculture"]["target"] == ["25", "27"]
    assert by_id["recruits"]["target"] == "1"
    within = an_assessment(
        kind="level", target=a_target("within", "25", upper="27"), expected="25", value="26", period="2024-06"
    )
    assert document(assessments_of(within))["assessments"][0]["expected"] is None


def test_what_there_is_none_of_is_null() -> None:
    followed = next(entry for entry in document()["assessments"] if entry["id"] == "industry")
    assert [followed[key] for key in ("goal", "target", "outlook", "coverage", "area")] == [None] * 5
    assert followed["period"] == "2024-7M"


def test_another_plan_has_the_keys_from_goal_to_reason_without_the_figure_s_own() -> None:
    plan = an_assessment(target=a_target("at_least", "72"), value="43.1", period="2024-7M", attainment="59.86").headline
    entry = an_assessment(
        target=a_target("at_least", "77.208"), value="43.1", period="2024-7M", also=(("Tỉnh giao", plan),)
    )
    also = document(assessments_of(entry))["assessments"][0]["also"]
    assert list(also[0]) == ["plan", *[key for key in ENTRY[6:19] if key not in ("period", "value", "year_on_year")]]
    assert also[0]["attainment"] == "59.86"


def test_the_summary_counts_what_is_listed() -> None:
    year = a_year()
    chosen = select(year.entries, Selection(groups=frozenset({"economy"})))
    summary = status_document(year, chosen, VI, ())["summary"]
    assert summary == {
        "total": 6, "exceeded": 1, "met": 0, "on_track": 1, "at_risk": 2, "off_track": 1, "missed": 0, "not_due": 1,
        "no_data": 0, "informative": 1,
    }  # fmt: skip
    assert document()["summary"] == year.summary()


def test_ids_and_codes_are_the_same_in_every_language() -> None:
    vi, en = document(messages=VI), document(messages=EN)
    for one, other in zip(vi["assessments"], en["assessments"], strict=True):
        assert {**one, "name": ""} == {**other, "name": ""}
    assert en["place"]["name"] == "Phong Thổ district"


def test_findings_alone_are_a_document_too() -> None:
    made = findings_document((FINDING,), EN)
    assert made == {
        "schema": 1,
        "findings": [{
            "code": "KPI301", "name": "unknown-indicator", "severity": "error", "origin": "return.xlsx!T7!B4",
            "message": "There is no indicator “Chè” in the catalogue. Correct it; nearest: tea_new. If a return calls "
            "that indicator so, import it again with --alias, or add the name to aliases in the catalogue.",
        }],
    }  # fmt: skip


def test_the_document_survives_json() -> None:
    made = document(findings=(FINDING,))
    assert json.loads(json_text(made)) == json.loads(json.dumps(made))
    assert Decimal(made["assessments"][1]["value"]) == Decimal("43.1")

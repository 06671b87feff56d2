import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import assert_golden
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.finding import Finding, Origin
from phongtho_kpi.report.findings import findings_report
from phongtho_kpi.write.screen import cells
from phongtho_kpi.write.terminal import write_findings
from report.reports import EN, VI

CATALOGUE = ["x"] * 54 + [
    "      - id: grain",
    "        target: {at_least: 36.100}",
    "        quote: Tổng sản lượng lương thực có hạt đạt 36.100 tấn",
    "        unit: " + "tỷ " * 50 + "đồng\x1b[31m\u202e",
]
QUOTE = Finding(
    kinds.QUOTE_DIFFERS_FROM_TARGET,
    Origin("targets/2024.yaml", 57),
    {"id": "grain", "quoted": "36100", "target": Decimal("36.1")},
)
DOT = Finding(
    kinds.AMBIGUOUS_NUMBER,
    Origin("targets/2024.yaml", 56),
    {"text": "36.100", "read_as": Decimal("36.100"), "other": Decimal(36100)},
)
CELL = Finding(
    kinds.UNKNOWN_INDICATOR, Origin("a.xlsx", sheet="Biểu 1", cell="B10"), {"indicator": "Chè\x1b[2J", "nearest": ""}
)
OTHER_CELL = Finding(kinds.UNKNOWN_PERIOD, Origin("a.xlsx", sheet="Biểu 1", cell="B9"), {"text": "T13"})
LONG = Finding(kinds.UNKNOWN_KEY, Origin("targets/2024.yaml", 58), {"key": "đồng", "nearest": "unit"})


def lines_of(name: str) -> Any:
    return CATALOGUE if name == "targets/2024.yaml" else ()


def shown(findings: Any, messages: Messages = VI, width: int = 80, **rest: Any) -> Any:
    stream = io.StringIO()
    write_findings(findings_report(findings, messages, lines_of, **rest), stream, width, colour=False)
    return stream.getvalue()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_findings_as_people_see_them(lang: str) -> None:
    assert_golden(f"report/findings-{lang}.txt", shown([QUOTE, LONG, CELL, DOT, OTHER_CELL], Messages(lang)))


def test_they_are_in_the_order_of_files_and_lines_and_cells() -> None:
    report = findings_report([QUOTE, CELL, DOT, OTHER_CELL], EN, lines_of)
    assert [block.origin for block in report.blocks] == [
        "a.xlsx!Biểu 1!B9", "a.xlsx!Biểu 1!B10", "targets/2024.yaml:56", "targets/2024.yaml:57",
    ]  # fmt: skip


def test_carets_stand_under_the_number_however_it_is_written() -> None:
    _, text, carets, *_ = shown([QUOTE]).splitlines()[1:]
    assert text[carets.index("^") : carets.rindex("^") + 1] == "36.100"


def test_what_cannot_be_found_in_its_line_has_no_carets() -> None:
    missing = Finding(kinds.MISSING_KEY, Origin("targets/2024.yaml", 55), {"key": "unit"})
    assert "^" not in shown([missing])
    nowhere = Finding(kinds.NO_FIGURE, Origin("targets/2024.yaml", 999))
    assert "│" not in shown([nowhere])
    first = Finding(kinds.NO_FIGURE, Origin("targets/2024.yaml", 1))
    assert shown([first]).count("│") == 1


def test_a_long_line_is_cut_to_what_matters_and_nothing_in_it_reaches_the_screen_as_a_command() -> None:
    text = shown([LONG])
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "đồng�[31m�" in text


@given(st.text(), st.text(), st.integers(min_value=30, max_value=120))
def test_hostile_text_in_a_line_neither_breaks_the_width_nor_the_screen(line: str, text: str, width: int) -> None:
    finding = Finding(kinds.UNKNOWN_PERIOD, Origin("a.csv", 2), {"text": text})
    stream = io.StringIO()
    write_findings(findings_report([finding], VI, lambda _: ("", line)), stream, width, colour=False)
    assert all(part.isprintable() for part in stream.getvalue().split("\n"))
    assert max(map(cells, stream.getvalue().split("\n"))) <= width


def test_only_the_first_are_shown_and_the_rest_counted() -> None:
    text = shown([DOT] * 53, EN)
    assert text.count("KPI201") == 50
    assert text.endswith("… and 3 more\n53 warnings\n")
    assert shown([DOT, QUOTE], EN, most=1).endswith("… and 1 more\n1 error · 1 warning\n")


def test_nothing_wrong_is_said_in_one_line() -> None:
    assert shown([], EN) == "Nothing wrong found.\n"

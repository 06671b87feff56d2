"""What reaches a screen."""

import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.report.indicator import indicator_report
from phongtho_kpi.report.status import status_table
from phongtho_kpi.report.table import (
    BarCell,
    Column,
    ColumnKind,
    Missing,
    Note,
    NumberCell,
    Section,
    Table,
    TextCell,
    Tone,
)
from phongtho_kpi.write.cells import bar_text
from phongtho_kpi.write.screen import cells, safe, wrapped
from phongtho_kpi.write.terminal import wants_colour, write_report, write_table
from report.reports import VI, a_target, a_year, an_assessment, assessments_of, shown, the_tea

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    def isatty(self) -> Any:
        return True


def coloured(table: Any, width: int = 100) -> str:
    stream = Terminal()
    write_table(table, stream, width, colour=True)
    return stream.getvalue()


@pytest.fixture
def year() -> Any:
    made = a_year()
    return status_table(made, made.entries, VI)


def test_colour_adds_nothing_but_colour(year: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = coloured(year)
    assert ESCAPES.search(text)
    assert ESCAPES.sub("", text) == "".join(line.rstrip() + "\n" for line in shown(year).splitlines())


def test_colours_say_what_the_words_say(year: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = coloured(year)
    for code, words in {
        "32": "● Đúng tiến độ",
        "33": "▲ Có nguy cơ",
        "31": "▼ Chậm tiến độ",
        "1;31": "✘ Không đạt",
    }.items():
        assert f"\x1b[{code}m{words}" in text
    assert "\x1b[2m○ Chưa đến hạn" in text


def test_a_report_is_coloured_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    entry, course, figures = the_tea()
    stream = Terminal()
    write_report(indicator_report(assessments_of(entry), entry, course, figures, VI), stream, 100, colour=True)
    assert "\x1b[33m ▲ Có nguy cơ" in stream.getvalue()


@pytest.mark.parametrize(
    ("stream", "environment", "wanted"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals_whose_owner_wants_it(stream: Any, environment: Any, wanted: Any) -> None:
    assert wants_colour(stream, environment) is wanted


@given(st.text(max_size=60), st.text(max_size=30), st.integers(min_value=20, max_value=160))
def test_nothing_in_the_data_reaches_the_screen_as_a_command(name: str, unit: Any, width: int) -> None:
    entry = an_assessment(
        name or "x", unit=unit, target=a_target("at_least", "5"), value="3", period="2024-7M", owner=name
    )
    text = shown(status_table(assessments_of(entry), (entry,), VI), width)
    assert all(line.isprintable() for line in text.split("\n"))
    assert max(map(cells, text.split("\n"))) <= width


def test_markup_in_a_name_is_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    entry = an_assessment("[red]Chè[/red] :smile:", target=a_target("at_least", "5"), value="3", period="2024-7M")
    assert "[red]Chè[/red] :smile:" in coloured(status_table(assessments_of(entry), (entry,), VI))


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("\x1b[31mđỏ", "�[31mđỏ"),
        ("a\nb\tc", "a b c"),
        ("\u202eabc", "�abc"),
        ("\ud800", "�"),
        ("huye\u0323\u0302n", "huyện"),
        ("\u2028", "�"),
        ("a\u3000b", "a b"),
        ("\x9b31m", "�31m"),
    ],
)
def test_what_cannot_be_shown_is_replaced(text: str, shown_as: Any) -> None:
    assert safe(text) == shown_as


def test_wide_and_combining_characters_are_measured_as_they_are_shown() -> None:
    assert (cells("chè"), cells("漢字"), cells("e\u0323"), cells("đ\u0301")) == (3, 4, 1, 1)


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "Nd", "Zs", "Pd"]), max_size=80),
    st.integers(min_value=2, max_value=30),
)
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrapped(safe(text), width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(safe(text).split())


def test_words_are_broken_at_their_marks_first() -> None:
    assert wrapped("bao-cao-thang-7.xlsx!Biểu", 18) == ["bao-cao-thang-7.", "xlsx!Biểu"]
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]


@pytest.mark.parametrize(
    ("value", "mark", "drawn"),
    [
        ("0", None, "          "),
        ("0.43", "0.5833", "████▎┃    "),
        ("0.558", "0.5833", "█████▌┃   "),
        ("1", "1", "█████████┃"),
        ("1.8", None, "██████████"),
        ("-0.3", "0.5", "     ┃    "),
        ("0.6", "0.3", "███┃██    "),
        ("0.95", "0.99", "█████████┃"),
    ],
)
def test_a_bar_is_filled_as_far_as_it_got_with_a_tick_where_it_should_be(value: Any, mark: Any, drawn: Any) -> None:
    from decimal import Decimal

    assert bar_text(BarCell(Decimal(value), None if mark is None else Decimal(mark), Tone.GOOD)) == drawn


def a_table(*rows: Any, notes: Any = (), heading: Any = "") -> Any:
    columns = (Column("name", "Tên"), Column("number", "Số", ColumnKind.NUMBER), Column("text", "Chữ"))
    return Table("vi", "Tiêu đề", columns, (Section(heading, rows),), notes=notes)


def number(text: str, places: Any) -> Any:
    from decimal import Decimal

    return NumberCell(Decimal(text), places)


def test_numbers_stand_under_one_another_by_their_decimal_sign() -> None:
    text = shown(
        a_table(
            (TextCell("a"), number("7367800", 0), None),
            (TextCell("b"), number("77.208", 3), TextCell("x")),
            (TextCell("c"), Missing(), None),
        ),
        None,
    )
    lines = text.splitlines()[3:]
    assert [line.rstrip() for line in lines] == [" a    7.367.800", " b           77,208  x", " c            –"]


def test_notes_wrap_with_their_hint_on_a_line_of_its_own() -> None:
    note = Note("một ghi chú khá dài ở dưới bảng", hint="xem: kpi check", symbol="⚠")
    assert shown(a_table((TextCell("a"), None, None), notes=(note,)), 24).splitlines()[-3:] == [
        "⚠ một ghi chú khá dài ở",
        "  dưới bảng",
        "  xem: kpi check",
    ]

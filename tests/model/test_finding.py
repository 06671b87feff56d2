"""Where something was read, and the kinds of what is wrong with it (docs/findings.md)."""

import pytest

from phongtho_kpi.model.finding import HIDDEN, KINDS, NO_FIGURES, UNKNOWN_AREA, Finding, Origin


@pytest.mark.parametrize(
    ("origin", "shown"),
    [
        (Origin("a.csv"), "a.csv"),
        (Origin("a.csv", line=12), "a.csv:12"),
        (Origin("a.xlsx", sheet="Biểu 1"), "a.xlsx!Biểu 1"),
        (Origin("a.xlsx", sheet="Biểu 1", cell="C7"), "a.xlsx!Biểu 1!C7"),
        (Origin("a.xlsx", sheet="", cell="C7"), "a.xlsx!C7"),
    ],
)
def test_an_origin_names_file_and_line_or_sheet_and_cell(origin: Origin, shown: str) -> None:
    assert str(origin) == shown


def test_no_code_names_two_kinds() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_two_kinds_of_one_name_have_a_sentence_each() -> None:
    assert len({kind.text_key for kind in KINDS}) == len(KINDS)


def test_an_error_is_more_than_a_warning() -> None:
    assert Finding(UNKNOWN_AREA, Origin("a.csv")).is_error
    assert not Finding(HIDDEN, Origin("a.csv")).is_error


def test_what_refuses_a_file_is_an_error() -> None:
    assert NO_FIGURES.refuses_file
    assert all(Finding(kind, Origin("a.csv")).is_error for kind in KINDS if kind.refuses_file)

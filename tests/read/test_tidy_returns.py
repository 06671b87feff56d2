"""A return in the tidy form as CSV (docs/commands.md, *Reading what offices send*)."""

from decimal import Decimal
from pathlib import Path

import pytest
from figure_texts import ALL, CAME_IN, NEWEST_YEAR, in_a_return, said, the_catalogue, told

from phongtho_kpi.model.area import Areas
from phongtho_kpi.read.returns.reading import read_return
from phongtho_kpi.read.returns.words import Words


def test_its_figures_come_in_at_a_time(tmp_path: Path) -> None:
    figures = in_a_return(tmp_path, f"{ALL}\nrevenue,,2024-07,77208,,,triệu đồng,estimate,,\n", "thang 7.CSV")
    (one,) = figures.observations
    assert (one.value, one.recorded, str(one.origin)) == (Decimal("77.208"), CAME_IN, "thang 7.CSV:2")
    assert (figures.findings, figures.rows) == ((), 1)


@pytest.mark.parametrize("period", ["2024-01", "2023-01", "someday"])
def test_every_unknown_indicator_is_a_finding_whatever_the_year(tmp_path: Path, period: str) -> None:
    figures = in_a_return(tmp_path, f"indicator,period,value\nrevenu,{period},5\n")
    assert said(figures) == [("unknown-indicator", "a.csv:2", {"indicator": "revenu", "nearest": "revenue"})]


def test_the_same_figure_twice_counts_once(tmp_path: Path) -> None:
    rows = "revenue,2024-Q1,5\nrevenue,2024-02,7\nrevenue,2024-3M,5.0\nrevenue,2024-Q1,5\n"
    figures = in_a_return(tmp_path, "indicator,period,value\n" + rows)
    assert told(figures) == [("revenue", "2024-Q1", "5"), ("revenue", "2024-02", "7")]
    repeated = {"indicator": "revenue", "period": "2024-Q1", "first": "a.csv:2"}
    assert said(figures) == [("repeated-figure", "a.csv:4", repeated), ("repeated-figure", "a.csv:5", repeated)]
    assert figures.rows == 4


def test_with_two_values_both_are_rejected(tmp_path: Path) -> None:
    figures = in_a_return(tmp_path, "indicator,period,value\nrevenue,2024-01,5\nrevenue,2024-01,6\nrevenue,2024-02,7\n")
    assert told(figures) == [("revenue", "2024-02", "7")]
    what = {"indicator": "revenue", "period": "2024-01"}
    first, second = {"value": Decimal(5)}, {"value": Decimal(6)}
    assert said(figures) == [
        ("conflicting-figures", "a.csv:2", what | first | {"other": Decimal(6), "other_origin": "a.csv:3"}),
        ("conflicting-figures", "a.csv:3", what | second | {"other": Decimal(5), "other_origin": "a.csv:2"}),
    ]


def test_parts_are_compared_by_what_they_make(tmp_path: Path) -> None:
    heading = "indicator,period,numerator,denominator\n"
    same = in_a_return(tmp_path, heading + "cover,2024,12,17\ncover,2024,24,34\n")
    assert [name for name, _, _ in said(same)] == ["repeated-figure"]
    other = in_a_return(tmp_path, heading + "cover,2024,12,17\ncover,2024,13,17\n")
    assert [params["other"] for _, _, params in said(other)] == ["13/17", "12/17"]


def test_other_areas_and_statuses_are_other_figures(tmp_path: Path) -> None:
    rows = ["revenue,,2024-01,5,", "revenue,03549,2024-01,6,", "revenue,,2024-01,7,estimate"]
    figures = in_a_return(tmp_path, "indicator,area,period,value,status\n" + "\n".join(rows))
    assert (len(figures.observations), figures.findings) == (3, ())


@pytest.mark.parametrize("text", ["indicator,period,value\n", "indicator,period,value\n,,\n\n"])
def test_a_file_without_figures_is_never_nothing(tmp_path: Path, text: str) -> None:
    assert said(in_a_return(tmp_path, text)) == [("no-figures", "a.csv", {})]


@pytest.mark.parametrize("mark", ["", "-", "–", "...", "x", "n/a"])
def test_a_mark_that_there_is_none_is_no_figure_and_zero_is_one(tmp_path: Path, mark: str) -> None:
    figures = in_a_return(tmp_path, f"indicator,period,value\nrevenue,2024-01,{mark}\nrevenue,2024-02,0\n")
    assert (told(figures), figures.findings, figures.rows) == ([("revenue", "2024-02", "0")], (), 1)


def test_a_file_whose_rows_are_all_rejected_has_figures(tmp_path: Path) -> None:
    figures = in_a_return(tmp_path, "indicator,period,value\nrevenue,2024-01,many\n")
    assert [name for name, _, _ in said(figures)] == ["not-a-number"]
    assert (figures.rejected, figures.rows) == (1, 1)


@pytest.mark.parametrize(("name", "ending"), [("a.pdf", ".pdf"), ("a", ""), ("a.ods", ".ods")])
def test_other_files_are_not_read(tmp_path: Path, name: str, ending: str) -> None:
    assert said(in_a_return(tmp_path, "x", name)) == [("unknown-file-type", name, {"ending": ending})]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    figures = read_return(path, Words(the_catalogue(tmp_path), Areas(), NEWEST_YEAR), CAME_IN)
    assert said(figures) == [("unreadable-file", str(path), {"reason": "not-found"})]

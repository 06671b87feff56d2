"""Our reader of sheets takes nothing from openpyxl but its formats and calendars: what that reads, ours must read."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from phongtho_kpi.read.returns.grid import Dated, Exact, Failed, Uncalculated
from phongtho_kpi.read.returns.xlsx_file import xlsx_grid

FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
KINDS = {int: Exact, float: Exact, datetime: Dated, time: Dated, timedelta: Dated}
letters = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="_="), min_size=1, max_size=9)
days = st.dates(date(1901, 1, 1), date(2100, 1, 1))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(-1e15, 1e15).filter(lambda one: one == 0 or abs(one) > 1e-30),  # beyond are no figures
    letters,
    days,
    st.builds(datetime.combine, days, st.times().map(lambda moment: moment.replace(microsecond=0))),
    st.times().map(lambda moment: moment.replace(microsecond=0)),
    st.builds(timedelta, seconds=st.integers(1, 10**6)),
    st.sampled_from(["#DIV/0!", "#N/A", "=1+1", '="a"']),
)
rows = st.lists(st.lists(values, max_size=6), max_size=12)


def expected(value: Any) -> str | None:
    """What openpyxl reads, as a text of ours; None where nothing is to be compared."""
    kinds: dict[type, Callable[[Any], str]] = {
        bool: lambda one: str(one).upper(),
        int: lambda one: f"{Decimal(one):f}",
        float: lambda one: f"{FIFTEEN_DIGITS.normalize(Decimal(repr(one)) + 0):f}",
        datetime: lambda one: one.date().isoformat(),
        time: str,
        timedelta: str,
        str: lambda one: normalize("NFC", one),
    }
    return None if value is None else kinds[type(value)](value)


def written(table: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@settings(max_examples=60)
@given(rows)
def test_every_cell_is_what_openpyxl_says_it_is(table: list[list[Any]]) -> None:
    content = written(table)
    (sheet,) = xlsx_grid(content, "a.xlsx").sheets
    ours = {(number, column): text for number, row in sheet.rows for column, text in enumerate(row, start=1) if text}
    theirs = load_workbook(io.BytesIO(content), data_only=True)
    formulas = load_workbook(io.BytesIO(content))
    for row in formulas.worksheets[0].iter_rows():
        for cell in row:
            text = ours.pop((cell.row, cell.column), None)
            if cell.data_type == "f":
                assert isinstance(text, Uncalculated)
                assert text == cell.value
                continue
            value = theirs.worksheets[0].cell(cell.row, cell.column).value
            assert text == expected(value), cell.coordinate
            if value is not None:
                assert type(text) is (Failed if cell.data_type == "e" else KINDS.get(type(value), str))
    assert not ours

"""A file that an office sent → what the program sees in it, for people to look at (docs/commands.md, `kpi peek`)."""

from collections import deque
from collections.abc import Iterator, Sequence
from decimal import Decimal

from phongtho_kpi.model.seen import CellForm, InDoubt, SeenCell, SeenFile, SeenLine, SeenSheet, SeenTable, SettledBy
from phongtho_kpi.read.returns.grid import (
    Dated,
    Exact,
    Failed,
    Percent,
    Sheet,
    Uncalculated,
    cell_address,
    column_letters,
)
from phongtho_kpi.read.returns.layout import Layout
from phongtho_kpi.read.returns.number_signs import NumberSigns, Spot
from phongtho_kpi.read.returns.numerals import NotAFigure, NumberStyle, Quotient, read_number
from phongtho_kpi.read.returns.peeked_lines import line_saying
from phongtho_kpi.read.returns.peeked_outcome import tried_out
from phongtho_kpi.read.returns.peeked_tables import TablePeek, ranges
from phongtho_kpi.read.returns.reading import Seen
from phongtho_kpi.read.returns.words import Words

_MOST_TABLES = 50  # of a sheet
_FORMS: dict[type[str], CellForm] = {
    str: CellForm.TYPED,
    Exact: CellForm.NUMBER,
    Percent: CellForm.PERCENT,
    Dated: CellForm.DATE,
    Failed: CellForm.ERROR,
    Uncalculated: CellForm.FORMULA,
}


def seen_file(seen: Seen, words: Words) -> SeenFile:
    """Everything there is to see in a file that could be read; raises BrokenCsvError."""
    layouts = {id(sheet): found for sheet, found in seen.tables}
    signs = seen.signs
    return SeenFile(
        file=seen.grid.file,
        kind=seen.grid.kind,
        sheets=tuple(_sheet(seen, sheet, layouts.get(id(sheet), ()), words) for sheet in seen.grid.sheets),
        number_style=signs.style.value if signs.style else "",
        is_asked=words.asked.numbers is not None,
        settled_by=tuple(SettledBy(style.value, *spot) for style, spot in signs.by_style.items() if spot.place),
        in_doubt=_doubt(signs),
    )


def _sheet(seen: Seen, sheet: Sheet, layouts: tuple[Layout, ...], words: Words) -> SeenSheet:
    name = sheet.name
    kept = layouts[:_MOST_TABLES]
    tables = _tables(sheet, kept, words)
    if not seen.is_refused:
        tried = (tried_out(table, seen, sheet, layout, words) for table, layout in zip(tables, kept, strict=True))
        tables = tuple(tried)
    return SeenSheet(
        name,
        sheet.is_hidden,
        _Cells(sheet),
        tables,
        ranges(row for row, _ in sheet.rows if row in sheet.hidden_rows) if sheet.hidden_rows else (),
        tuple(column_letters(index) for index in sorted(sheet.hidden_columns)),
        line_saying("", name, words, as_sheet=True) if name else None,
        len(layouts) - len(kept),
    )


def _tables(sheet: Sheet, layouts: tuple[Layout, ...], words: Words) -> tuple[SeenTable, ...]:
    """All tables of a sheet in one pass over its rows: even where there is none, all of it must be readable."""
    ahead = list(reversed(layouts))
    above: deque[tuple[str, str]] = deque(maxlen=max((len(layout.titles) for layout in layouts), default=0))
    peeks: list[TablePeek] = []
    for row, cells in sheet.rows:
        if ahead and row >= ahead[-1].header_rows[0]:
            layout = ahead.pop()
            peeks.append(TablePeek(sheet, layout, words, _lines(above, layout, words)))
        if ahead:
            above.extend((cell_address(row, index), " ".join(text.split())) for index, text in enumerate(cells) if text)
        if peeks:
            peeks[-1].look(row, cells)
    return tuple(peek.table() for peek in peeks)


def _lines(above: Sequence[tuple[str, str]], layout: Layout, words: Words) -> tuple[SeenLine, ...]:
    """The title lines of a table with their addresses: the last ones that stand above its header."""
    titles = list(above)[len(above) - len(layout.titles) :]
    return tuple(line_saying(address, text, words) for address, text in titles)


class _Cells:
    """The cells of a sheet that are not blank, as a stream that may be gone through again."""

    def __init__(self, sheet: Sheet) -> None:
        self._rows = sheet.rows

    def __iter__(self) -> Iterator[SeenCell]:
        letters: list[str] = []
        for row, cells in self._rows:
            letters += [column_letters(index) for index in range(len(letters), len(cells))]
            for index, text in enumerate(cells):
                if text and not text.isspace():
                    yield SeenCell(letters[index], row, str(text), _FORMS[type(text)])


def _doubt(signs: NumberSigns) -> InDoubt | None:
    """The first number that depends on the style, in both."""
    if signs.in_doubt is None:
        return None
    readings = [_reading(signs.in_doubt, style) for style in NumberStyle]
    return InDoubt(*signs.in_doubt, *(Decimal(0) if reading is None else reading for reading in readings))


def _reading(spot: Spot, style: NumberStyle) -> Decimal | None:
    number = read_number(spot.text)
    if isinstance(number, NotAFigure):
        return None
    parts = (number.numerator, number.denominator) if isinstance(number, Quotient) else (number,)
    return next((part.value(style) for part in parts if part.in_doubt), None)

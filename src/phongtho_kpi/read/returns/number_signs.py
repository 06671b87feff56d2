"""Which sign of a file is the decimal one: settled for all of it by the cells that leave no doubt (commands.md)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from phongtho_kpi.model.finding import AMBIGUOUS_FIGURE, Finding, Origin
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.returns.grid import Sheet, cell_address
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.layout import Layout, rows_of
from phongtho_kpi.read.returns.names import IndicatorNames
from phongtho_kpi.read.returns.numerals import NotAFigure, NumberStyle, Numeral, Quotient, decimal_sign_of, read_number

_CERTAIN = re.compile(r"-?[0-9]+([.,])[0-9]{1,2}")
_WITH_FIGURES = frozenset({Role.FIGURE, Role.NUMERATOR, Role.DENOMINATOR})
_WITH_NUMBERS = (*_WITH_FIGURES, Role.PLAN, Role.COMPARISON, Role.SUBTOTAL)  # what else there is may be numbering


class Spot(NamedTuple):
    """A cell, and what stands in it."""

    place: str  # `Sheet!C7`, or a line
    text: str


class NumberSigns(NamedTuple):
    """What a file's cells say of its decimal sign: the first that settles each style, the first that depends on it."""

    by_style: dict[NumberStyle, Spot]
    in_doubt: Spot | None = None

    @property
    def style(self) -> NumberStyle | None:
        """The style of the file; None where nothing settles it, or its cells disagree."""
        return next(iter(self.by_style)) if len(self.by_style) == 1 else None

    def finding(self, file: str) -> Finding | None:
        """Why the file is refused: a cell depends on a style that is not settled."""
        if self.in_doubt is None or self.style is not None:
            return None
        numeral = next(iter(_numerals_in(self.in_doubt.text)), None)
        readings = {style: None if numeral is None else numeral.value(style) for style in NumberStyle}
        places = {f"{style}_place": _told(file, self.by_style.get(style)) for style in NumberStyle}
        return Finding(
            AMBIGUOUS_FIGURE,
            Origin(file),
            {
                "text": excerpt(self.in_doubt.text),
                "place": _in_file(file, self.in_doubt),
                "as_vi": readings[NumberStyle.VI] or 0,
                "as_en": readings[NumberStyle.EN] or 0,
                **places,
            },
        )


def number_signs(
    sheets: Iterable[tuple[Sheet, tuple[Layout, ...]]], indicators: IndicatorNames, asked: NumberStyle | None
) -> NumberSigns:
    """Go through all numbers that were typed; with a style that was `asked` for there is nothing to settle."""
    if asked is not None:
        return NumberSigns({asked: Spot("", "")})
    gathered = _Gathered(indicators)
    for sheet, layouts in sheets:
        for row, cells, column, role, name in _typed_numbers(sheet, layouts):
            found = _CERTAIN.fullmatch(cells[column])
            if found is not None and found[1] in gathered.signs:
                continue  # one more of those that a large file has by the thousand
            for numeral in _numerals_in(cells[column]):
                if gathered.is_news(numeral, cells, name, role):
                    gathered.note(numeral, _spot(sheet, row, column, cells[column]))
    return NumberSigns(gathered.by_style, gathered.in_doubt)


class _Gathered:
    """The first cell for each style, and the first that depends on one."""

    def __init__(self, indicators: IndicatorNames) -> None:
        self.by_style: dict[NumberStyle, Spot] = {}
        self.in_doubt: Spot | None = None
        self.signs: set[str] = set()  # the decimal signs that were seen
        self._indicators = indicators

    def is_news(self, numeral: Numeral, cells: Sequence[str], name: int | None, role: Role) -> bool:
        """Whether a number says something that no number before it said."""
        style = _style_of(numeral)
        if style is not None:
            return style not in self.by_style
        if self.in_doubt is not None or not numeral.in_doubt or role not in _WITH_FIGURES:
            return False
        return name is None or (name < len(cells) and self._indicators[cells[name].strip()] is not None)

    def note(self, numeral: Numeral, spot: Spot) -> None:
        style = _style_of(numeral)
        if style is None:
            self.in_doubt = spot
        else:
            self.by_style[style] = spot
            self.signs.add(style.decimal_sign)


def _style_of(numeral: Numeral) -> NumberStyle | None:
    """The style of a number that leaves no doubt; None where it has no separator, or one that may be either."""
    sign = decimal_sign_of(numeral.digits)
    return None if sign is None else NumberStyle.VI if sign == "," else NumberStyle.EN


def _typed_numbers(sheet: Sheet, layouts: Sequence[Layout]) -> Iterator[tuple[int, list[str], int, Role, int | None]]:
    """Typed cells with a separator, in the columns that hold numbers and are not hidden; and where names stand."""
    columns = {id(layout): _columns(sheet, layout) for layout in layouts}
    names = {id(layout): layout.index_of(Role.INDICATOR) for layout in layouts}
    for layout, row, cells in rows_of(sheet, layouts):
        if row not in sheet.hidden_rows:
            width = len(cells)
            for index, role in columns[id(layout)]:
                if index < width and type(cells[index]) is str and ("." in cells[index] or "," in cells[index]):
                    yield row, cells, index, role, names[id(layout)]


def _columns(sheet: Sheet, layout: Layout) -> list[tuple[int, Role]]:
    return [
        (column.index, column.heading.role)
        for column in layout.with_role(*_WITH_NUMBERS)
        if column.index not in sheet.hidden_columns
    ]


def _numerals_in(text: str) -> tuple[Numeral, ...]:
    number = read_number(text)
    if isinstance(number, NotAFigure):
        return ()
    return (number.numerator, number.denominator) if isinstance(number, Quotient) else (number,)


def _spot(sheet: Sheet, row: int, column: int, text: str) -> Spot:
    place = f"{sheet.name}!{cell_address(row, column)}" if sheet.name else f":{row}"
    return Spot(place, text)


def _in_file(file: str, spot: Spot) -> str:
    """`Sheet!C7`, and of a CSV file its name with the line."""
    return f"{file}{spot.place}" if spot.place.startswith(":") else spot.place


def _told(file: str, spot: Spot | None) -> str:
    return "" if spot is None else f"{_in_file(file, spot)} ({excerpt(spot.text)})"

"""One table of a return, its rows going by once: what there is to see of it (docs/commands.md, `kpi peek`)."""

from collections.abc import Iterable, Sequence

from phongtho_kpi.model.period import Period
from phongtho_kpi.model.seen import SeenColumn, SeenLine, SeenTable
from phongtho_kpi.read.returns.amounts import looks_like_an_amount
from phongtho_kpi.read.returns.contexts import is_subtotal
from phongtho_kpi.read.returns.grid import Sheet, column_letters
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.layout import Layout, is_column_numbers
from phongtho_kpi.read.returns.merged_rows import MergedRows
from phongtho_kpi.read.returns.numerals import is_missing
from phongtho_kpi.read.returns.peeked_columns import NO_HEADING, ColumnPeek
from phongtho_kpi.read.returns.peeked_names import NamePeek
from phongtho_kpi.read.returns.slots import around_of
from phongtho_kpi.read.returns.words import Words


class TablePeek:
    """Takes in the rows of a sheet that belong to one table."""

    def __init__(self, sheet: Sheet, layout: Layout, words: Words, lines: tuple[SeenLine, ...]) -> None:
        self._sheet = sheet
        self._layout = layout
        self._words = words
        self._lines = lines
        around = around_of(layout, sheet.name, words)
        self._columns = ColumnPeek(sheet, layout, around, words)
        self._seen = tuple(self._columns.columns())
        self._names = NamePeek(words, self._columns)
        self._index = {role: layout.index_of(role) for role in Role}
        self._merged = MergedRows(sheet.merged, layout.first_row, self._columns.slots)
        parts = [column.index for column in layout.with_role(Role.NUMERATOR, Role.DENOMINATOR)]
        self._slots = sorted({*self._columns.slots, *parts})
        self._certain = {  # what stands there is a figure, whatever it looks like
            *parts,
            *(slot.index for slot in self._columns.slots.values() if slot.heading.role is Role.FIGURE),
        }
        self._default = next((column.period for column in self._seen if column.period), Period(words.year, 1, 12))
        self._counts: dict[int, int] = {}
        self._figures = 0
        self._idle: list[int] = []

    def look(self, row: int, cells: Sequence[str]) -> None:
        """One row of the sheet; what is not the table's, or hidden, is passed over."""
        if not self._layout.holds(row) or row in self._sheet.hidden_rows:
            return
        if self._merged:
            cells = self._merged.filled(row, cells)
        name = self._text(cells, Role.INDICATOR)
        if self._is_of_none(row, cells, name):
            self._idle.append(row)
            return
        named = self._words.indicators[name]
        if named is None and not self._words.asked.indicators:
            figures = self._amounts(cells)
            self._names.note(row, figures, Role.INDICATOR, name)
        else:
            figures = self._count(cells)
            if not self._words.asked.indicators:
                self._names.note(row, figures, Role.INDICATOR, name)
            if figures:
                self._note_others(row, cells, figures, "" if named is None else named.indicator.unit)
        self._figures += figures

    def table(self) -> SeenTable:
        """What there was to see."""
        counts = {column_letters(index): count for index, count in self._counts.items()}
        columns = [column._replace(figures=counts.pop(column.letters, 0)) for column in self._seen]
        columns += [SeenColumn(letters, "", NO_HEADING, count) for letters, count in counts.items()]
        told = [column for column in columns if column.figures or column.role != NO_HEADING]
        return SeenTable(
            self._layout.kind,
            self._layout.header_rows,
            self._lines,
            tuple(sorted(told, key=lambda column: (len(column.letters), column.letters))),
            self._names.names(),
            self._names.more,
            ranges(self._idle),
            self._figures,
        )

    def _is_of_none(self, row: int, cells: Sequence[str], name: str) -> bool:
        """A group, a subtotal, a remark, numbers of columns: a row of which nobody misses a figure."""
        if row == self._layout.first_row and is_column_numbers(cells):
            return True
        if is_subtotal(self._text(cells, Role.AREA)) and not self._text(cells, Role.AREA_CODE):
            return True
        if self._words.indicators[name] is not None and not self._words.asked.indicators:
            return False
        return is_subtotal(name) or not self._amounts(cells)

    def _note_others(self, row: int, cells: Sequence[str], figures: int, unit: str) -> None:
        """What a row says of its figures, beside the indicator."""
        note = self._names.note
        period = self._default
        if text := self._text(cells, Role.PERIOD):
            note(row, figures, Role.PERIOD, text)
            period = self._names.period_of(text)[0] or period
        code, area = self._text(cells, Role.AREA_CODE), self._text(cells, Role.AREA)
        if code or area:
            shown = f"{code} · {area}" if code and area else code or area
            note(row, figures, Role.AREA, shown, self._words.areas.of(code, area, period))
        if text := self._text(cells, Role.STATUS):
            note(row, figures, Role.STATUS, text)
        if unit and (text := self._text(cells, Role.UNIT)):
            note(row, figures, Role.UNIT, text, unit)

    def _amounts(self, cells: Sequence[str]) -> int:
        """How many cells of a row look like figures, in the columns that have some."""
        hidden = self._sheet.hidden_columns
        return sum(_is_amount(cells[index]) for index in self._slots if index < len(cells) and index not in hidden)

    def _count(self, cells: Sequence[str]) -> int:
        """Count the figures of a row in their columns; a row of numerator and denominator is one figure."""
        figures = 0
        for index in (*self._slots, *range(self._layout.width, len(cells))):
            if index < len(cells) and self._is_figure(index, cells[index]):
                self._counts[index] = self._counts.get(index, 0) + 1
                figures += index not in self._sheet.hidden_columns
        return min(figures, 1) if self._index[Role.NUMERATOR] is not None else figures

    def _is_figure(self, index: int, text: str) -> bool:
        if not text or is_missing(text.strip()):
            return False
        return index in self._certain or looks_like_an_amount(text)

    def _text(self, cells: Sequence[str], role: Role) -> str:
        index = self._index[role]
        return "" if index is None or index >= len(cells) else cells[index].strip()


def ranges(rows: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Ascending numbers as ranges: 1, 2, 3, 7 → (1, 3), (7, 7)."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = found[-1][0], row
        else:
            found.append((row, row))
    return tuple(found)


def _is_amount(text: str) -> bool:
    return bool(text) and not is_missing(text.strip()) and looks_like_an_amount(text)

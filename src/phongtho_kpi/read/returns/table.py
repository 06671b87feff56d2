"""One table of a return → its figures: what each cell is of, and what it says (docs/commands.md)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.catalogue import Kind
from phongtho_kpi.model.finding import Finding, FindingKind, Origin, Param
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.figure import Numbers, in_unit, problems_of
from phongtho_kpi.read.gathered_findings import MOST_OF_A_KIND, GatheredFindings
from phongtho_kpi.read.legal_text import excerpt, is_line, is_prose
from phongtho_kpi.read.returns.amounts import Amount, looks_like_an_amount, read_amount
from phongtho_kpi.read.returns.contexts import WHOLE, Context, Contexts, is_subtotal
from phongtho_kpi.read.returns.csv_file import unprotected
from phongtho_kpi.read.returns.grid import Sheet, column_letters
from phongtho_kpi.read.returns.headings import Heading, Role
from phongtho_kpi.read.returns.layout import Layout, is_column_numbers, rows_of
from phongtho_kpi.read.returns.merged_rows import MergedRows
from phongtho_kpi.read.returns.names import Named
from phongtho_kpi.read.returns.numerals import NumberStyle, is_missing
from phongtho_kpi.read.returns.rejection import CELL, Places, Rejection
from phongtho_kpi.read.returns.row_names import RowNames
from phongtho_kpi.read.returns.same_figures import SameFigures
from phongtho_kpi.read.returns.slots import Slot, around_of, slots_of
from phongtho_kpi.read.returns.words import Words

Advance = Callable[[int], None]  # is told how many rows have been read
_ROWS_BETWEEN = 5_000  # two tellings
# numbers that nobody can read in two ways; nearly all of a large file are so
_CERTAIN = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,2})?")
_MOST_PLACES = 10_000  # of which it is remembered that they were spoken of
_PARTS = (Role.FIGURE, Role.NUMERATOR, Role.DENOMINATOR)


class Taken:
    """What has been taken from one file so far."""

    def __init__(self) -> None:
        self.figures = SameFigures()
        self.findings = GatheredFindings()
        self.rejected = 0
        self.skipped = 0

    @property
    def read(self) -> int:
        """How many figures there were, whatever became of them."""
        return self.figures.count + self.rejected + self.skipped


class TableReading:
    """Reads the rows of one table into what was taken from its file."""

    def __init__(
        self,
        file: str,
        sheet: Sheet,
        layout: Layout,
        words: Words,
        style: NumberStyle | None,
        recorded: datetime | None,
        taken: Taken,
        *,
        among_areas: bool = False,
    ) -> None:
        self._file = file
        self._sheet = sheet
        self.layout = layout
        self._words = words
        self._style = style
        self._recorded = recorded
        self._taken = taken
        self._places = Places(file, sheet, layout.header_rows[-1])
        self._width = layout.width
        indexes = {role: layout.index_of(role) for role in Role}
        # every role has an index: that of a column that is not there is behind the last one, where nothing stands
        self._columns = {role: self._width if index is None else index for role, index in indexes.items()}
        self._name = self._columns[Role.INDICATOR]
        self._has_parts = indexes[Role.NUMERATOR] is not None
        # of a row that is one figure, its note and its source are those of the figure
        self._has_remarks = layout.kind == "tidy" and not (indexes[Role.NOTE] is None and indexes[Role.SOURCE] is None)
        around = around_of(layout, sheet.name, words, among_areas=among_areas)
        self._names = RowNames(layout, words)
        self._contexts = Contexts(layout, self._columns, around, words, taken.figures.place)
        slots = list(slots_of(layout, around, words))
        self._slots = [slot for slot in slots if slot.index not in sheet.hidden_columns]
        self._hidden_slots = [slot for slot in slots if slot.index in sheet.hidden_columns]
        self._indexes = frozenset(slot.index for slot in self._slots)
        self._merged = MergedRows(sheet.merged, layout.first_row, self._indexes)
        self._said: set[tuple[FindingKind, str]] = set()

    # --- rows

    def take(self, row: int, cells: Sequence[str]) -> None:
        """Take in one row of the table."""
        if row not in self._sheet.hidden_rows:
            self._row(row, self._merged.filled(row, cells) if self._merged else cells)
        elif self._amounts(cells):
            self._say(kinds.HIDDEN, self._places.row(row), what="row")

    def _row(self, row: int, cells: Sequence[str]) -> None:
        width = self._width
        count = len(cells)
        padded = [*cells[:width], *[""] * (width - count + 1)] if count < width else [*cells[:width], ""]
        if self._hidden_slots:
            self._look_at_hidden(padded)
        if self._words.asked.indicators:
            self._row_of_a_part(row, padded)
            return
        named, name = self._names.of(padded)
        if named is None:
            self._without_indicator(row, cells, name)
        elif count != width and self._is_out_of_step(row, cells):
            pass
        elif self._has_parts:
            self._figure_of_parts(row, padded, named)
        else:
            for slot in self._slots:
                if padded[slot.index]:
                    self._figure(row, padded, slot, named)

    def _row_of_a_part(self, row: int, cells: Sequence[str]) -> None:
        """A row of a form whose columns are indicators: it says of which area it is, or of which period."""
        amounts = self._amounts(cells)
        told = self._contexts.told(cells)
        is_numbering = row == self.layout.first_row and is_column_numbers(cells)
        if not amounts or is_numbering or told.is_subtotal:
            return
        if not told.area and not told.area_code and not told.period:
            self._reject(amounts, kinds.UNKNOWN_AREA, self._places.row(row), area="")
            return
        for slot in self._slots:
            if cells[slot.index] and slot.named is not None:
                self._figure(row, cells, slot, slot.named)
            elif cells[slot.index] and looks_like_an_amount(cells[slot.index]):
                self._reject(1, kinds.UNKNOWN_INDICATOR, self._places.column(slot.index), **self._not_named(slot))

    def _not_named(self, slot: Slot) -> dict[str, Param]:
        """What is said of a column of which nobody says what it is of."""
        written = self._words.asked.indicators.get(slot.index, slot.heading.text)
        return {"indicator": excerpt(written), "nearest": self._words.indicators.nearest(written)}

    def _without_indicator(self, row: int, cells: Sequence[str], name: str) -> None:
        """A row that names no indicator: a group, a subtotal, a signature — or a figure that would be lost."""
        amounts = self._amounts(cells)
        if not amounts:
            self._names.note_group(name)
            return
        if is_subtotal(name) or (row == self.layout.first_row and is_column_numbers(cells)):
            return
        asked = self._words.asked
        heard = self._taken.findings.count(kinds.UNKNOWN_INDICATOR) >= MOST_OF_A_KIND and not asked.skip_unknown
        nearest = self._words.indicators.nearest(name) if name and not heard else ""  # nobody will be told
        if asked.skip_unknown and not nearest:
            self._taken.skipped += amounts
            return
        origin = self._places.cell(row, self._name) if name else self._places.row(row)
        self._reject(amounts, kinds.UNKNOWN_INDICATOR, origin, indicator=excerpt(name), nearest=nearest)

    def _amounts(self, cells: Sequence[str]) -> int:
        """How many figures a row has, whatever they are of."""
        width = len(cells)
        texts = (cells[index].strip() and cells[index] for index in self._indexes if index < width)
        return sum(not is_missing(text) and looks_like_an_amount(text) for text in texts if text)

    def _is_out_of_step(self, row: int, cells: Sequence[str]) -> bool:
        """Whether a row with more or fewer cells than the header cannot be trusted, which is said.

        In a CSV file a comma may have split a number. In a sheet a cell without a heading is rejected by itself.
        """
        beyond = [(index, cell) for index, cell in enumerate(cells[self._width :], self._width) if cell.strip()]
        if self._sheet.name:
            for index, cell in beyond:
                if looks_like_an_amount(cell) and not is_missing(cell) and index not in self._sheet.hidden_columns:
                    self._reject(1, kinds.UNKNOWN_PERIOD, self._places.column(index), text=column_letters(index))
            return False
        amounts = self._amounts(cells)
        if not amounts or not (beyond or len(cells) < self._width):
            return False
        self._reject(amounts, kinds.RAGGED_ROW, self._places.row(row), cells=len(cells), columns=self._width)
        return True

    def _look_at_hidden(self, cells: Sequence[str]) -> None:
        """Say once of a hidden column that it has figures."""
        for slot in [slot for slot in self._hidden_slots if cells[slot.index]]:
            if looks_like_an_amount(cells[slot.index]) and not is_missing(cells[slot.index]):
                self._say(kinds.HIDDEN, self._places.column(slot.index), what="column")
                self._hidden_slots.remove(slot)

    # --- figures

    def _figure(self, row: int, cells: Sequence[str], slot: Slot, named: Named) -> None:
        """Take in one cell, or say why not."""
        text = cells[slot.index]
        try:
            if type(text) is str and _CERTAIN.fullmatch(text) and not self._merged:
                self._take(row, cells, slot, named, Numbers(Decimal(text.replace(",", "."))), "")
            elif not is_missing(text.strip()):
                if slot.heading.role is Role.UNKNOWN and not looks_like_an_amount(text):
                    return  # words under a heading that nobody understands are nobody's business
                amount = self._amount(row, slot, named, text)
                self._take(row, cells, slot, named, amount.numbers, amount.unit)
        except Rejection as rejection:
            self._reject_figure(rejection, row, slot)

    def _amount(self, row: int, slot: Slot, named: Named, text: str) -> Amount:
        amount = read_amount(text, self._style, named.indicator)
        if not isinstance(amount, Amount):
            raise Rejection(amount, CELL, **_about(amount, text, slot, named))
        doubt = self._merged.doubt(row, slot.index)
        if doubt is not None:
            raise Rejection(doubt[0], CELL, **doubt[1])
        return amount

    def _figure_of_parts(self, row: int, cells: Sequence[str], named: Named) -> None:
        """Take in a row that has columns for numerator and denominator."""
        texts = [cells[self._columns[role]].strip() for role in _PARTS]
        if all(is_missing(text) for text in texts):
            return
        slot = self._slots[0]
        try:
            read = [
                None if is_missing(text) else self._part(text, slot, named, self._columns[role])
                for role, text in zip(_PARTS, texts, strict=True)
            ]
            numbers = Numbers(*(None if one is None else one.numbers.value for one in read))
            unit = next((one.unit for one in read if one is not None and one.unit), "")
            if numbers.value is None:
                slot = replace(slot, letters=column_letters(self._columns[Role.NUMERATOR]))
            self._take(row, cells, slot, named, numbers, unit)
        except Rejection as rejection:
            self._reject_figure(rejection, row, slot)

    def _part(self, text: str, slot: Slot, named: Named, index: int) -> Amount:
        amount = read_amount(text, self._style, named.indicator)
        if not isinstance(amount, Amount) or amount.numbers.value is None:
            kind = kinds.NOT_A_NUMBER if isinstance(amount, Amount) else amount
            slot = replace(slot, letters=column_letters(index), heading=Heading("", Role.FIGURE))
            raise Rejection(kind, index, **_about(kind, text, slot, named))
        return amount

    def _take(self, row: int, cells: Sequence[str], slot: Slot, named: Named, numbers: Numbers, unit: str) -> None:
        """A figure whose numbers are read: find out what it is of, and keep it."""
        indicator = named.indicator
        context = self._contexts.of(cells, slot, named, unit, self._names.area_above)
        if context is None:
            return
        if not context.is_plain or indicator.kind is Kind.TASK or numbers[1:] != (None, None) or numbers.value is None:
            self._check(row, slot, named, context, numbers)
        note, source = self._remarks(cells) if self._has_remarks else (None, None)
        self._taken.figures.add(
            Observation(
                indicator.id,
                context.period,
                numbers.value if context.is_plain else in_unit(numbers.value, context.factor or WHOLE),
                self._file,
                f"{self._sheet.name}!{slot.letters}{row}" if self._sheet.name else row,
                context.area,
                *((numbers.numerator, numbers.denominator) if None not in numbers[1:] else (None, None)),
                context.status,
                context.unit or None,
                self._recorded,
                source,
                note,
            ),
            indicator,
            context.place,
        )

    def _check(self, row: int, slot: Slot, named: Named, context: Context, numbers: Numbers) -> None:
        """Hold a figure against the rules; warnings are said, an error is a rejection."""
        unit, factor = context.unit, context.factor
        if numbers.value is None and not context.own_unit:
            unit, factor = "", WHOLE  # k of n says it all, whatever the row counts in
        for problem in problems_of(named.indicator, context.period, numbers, unit, factor):
            if problem.kind.severity is kinds.Severity.ERROR:
                raise Rejection(problem.kind, CELL, **problem.params)
            self._say(problem.kind, self._places.cell(row, slot.index), **problem.params)

    def _remarks(self, cells: Sequence[str]) -> tuple[str | None, str | None]:
        """A row's own note and source."""
        note, source = cells[self._columns[Role.NOTE]].strip(), cells[self._columns[Role.SOURCE]].strip()
        if not is_prose(note):
            raise Rejection(kinds.REFUSED_TEXT, self._columns[Role.NOTE], key="note")
        if not is_line(source):
            raise Rejection(kinds.REFUSED_TEXT, self._columns[Role.SOURCE], key="source")
        return unprotected(note) or None, unprotected(source) or None

    # --- findings

    def _reject_figure(self, rejection: Rejection, row: int, slot: Slot) -> None:
        self._reject(1, rejection.kind, self._places.of(rejection.where, row, slot.index), **rejection.params)

    def _reject(self, figures: int, kind: FindingKind, origin: Origin, /, **params: Param) -> None:
        """Count figures as rejected, and say why once for each place."""
        self._taken.rejected += figures
        key = kind, str(origin)
        if key not in self._said:
            if len(self._said) < _MOST_PLACES:
                self._said.add(key)
            self._say(kind, origin, **params)

    def _say(self, kind: FindingKind, origin: Origin, /, **params: Param) -> None:
        self._taken.findings.add(Finding(kind, origin, params))


def read_tables(sheet: Sheet, tables: Sequence[TableReading], advance: Advance = lambda _: None) -> None:
    """Go through the rows of a sheet, each in the table that it belongs to; `advance` is told how far it is."""
    by_layout = {id(table.layout): table for table in tables}
    rows = rows_of(sheet, [table.layout for table in tables])
    for count, (layout, row, cells) in enumerate(rows, start=1):
        by_layout[id(layout)].take(row, cells)
        if count % _ROWS_BETWEEN == 0:
            advance(count)


def _about(kind: FindingKind, text: str, slot: Slot, named: Named) -> dict[str, Param]:
    """What a finding about a cell that is no figure says."""
    about: dict[str, Param] = {"column": excerpt(slot.heading.text) or slot.letters, "text": excerpt(text)}
    return about | ({"indicator": named.indicator.id} if kind is kinds.NOT_A_SHARE else {})

"""A neutral table laid out for a screen: widths, wrapping, numbers under one another by their decimal sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.report.table import (
    BarCell,
    Cell,
    Column,
    ColumnKind,
    Missing,
    Note,
    NumberCell,
    Section,
    StatusCell,
    Table,
    TextCell,
    Tone,
)
from phongtho_kpi.write.cells import BAR_CELLS, bar_text, cell_text, verdict_text
from phongtho_kpi.write.screen import NO_BREAK, Line, Span, cells, left, longest_word, right, safe, unbroken, wrapped

_INDENT = 1
_GAP = 2
_NAME_WANTS, _NAME_NEEDS = 30, 14  # cells: below the first the other texts give way, below the second rows are stacked
_TEXT_NEEDS, _WORD = 10, 12  # the least of a column of texts; a word longer than that is broken at its marks
_CAPS = (None, 28, 22, 18, 14, 0)  # what the other texts are cut down to, one after the other, never below a word

_Block = list[Line]  # a cell: lines of the column's width


def table_lines(table: Table, width: int | None) -> Iterator[Line]:
    """The whole table in lines of at most `width` cells; None: as wide as it is."""
    yield from text_lines(table.title, width, Tone.STRONG)
    for text in table.subtitle:
        yield from text_lines(text, width)
    yield from section_lines(table, width)
    if table.notes:
        yield []
    for note in table.notes:
        yield from _note_lines(note, width)


def section_lines(table: Table, width: int | None) -> Iterator[Line]:
    """The sections, a blank line before each."""
    grid = _Grid.of(table, width)
    for section in table.sections:
        yield []
        yield from grid.section(section) if grid is not None else _stacked(table, section, width or 0)


def text_lines(text: str, width: int | None, tone: Tone = Tone.PLAIN, indent: int = 0) -> Iterator[Line]:
    """A text made safe and wrapped, every line behind `indent` blanks."""
    for line in wrapped(safe(text), None if width is None else width - indent):
        yield [Span(" " * indent), Span(line, tone)]


def _note_lines(note: Note, width: int | None) -> Iterator[Line]:
    symbol = f"{note.symbol} " if note.symbol else ""
    text, hint = safe(note.text), safe(note.hint)
    if width is None or cells(f"{symbol}{text}   {hint}") <= width:
        yield [Span(symbol, note.tone), Span(text), Span(f"   {hint}" if hint else "", Tone.FAINT)]
        return
    first, *others = text_lines(note.text, width, indent=cells(symbol))
    yield [Span(symbol, note.tone), *first[1:]]
    yield from others
    if hint:
        yield from text_lines(note.hint, width, Tone.FAINT, indent=cells(symbol))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of one table with the widths they got."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    decimals: tuple[int, ...]  # cells from the decimal sign on; 0 in a column whose numbers end together
    messages: Messages

    @classmethod
    def of(cls, table: Table, width: int | None) -> "_Grid | None":
        """The widths that fit: numbers on their decimal sign, else ending together; None where texts are squeezed."""
        aligned, ragged = _wanted(table, aligned=True), _wanted(table, aligned=False)
        tries = [(wanted, cap, _NAME_WANTS) for cap in _CAPS for wanted in (aligned, ragged)]
        for wanted, cap, least in [*tries, (ragged, 0, _NAME_NEEDS)]:
            fitted = [needs.natural for needs in wanted] if width is None else _fitted(wanted, width, cap, least)
            if fitted is not None:
                decimals = tuple(needs.decimals for needs in wanted)
                return cls(table.columns, tuple(fitted), decimals, Messages(table.lang))
        return None

    def section(self, section: Section) -> Iterator[Line]:
        """The heading line — the section's name beside the columns' — and the rows."""
        used = [any(row[at] is not None for row in section.rows) for at in range(len(self.columns))]
        headings: list[_Block] = []
        for at, column in enumerate(self.columns):
            text = (section.heading or column.heading) if at == 0 else column.heading if used[at] else ""
            align = right if column.kind is ColumnKind.NUMBER else left
            tone = Tone.FAINT if at else Tone.STRONG
            width = self.widths[at]
            headings.append([[Span(align(line, width), tone)] for line in wrapped(safe(text), width)])
        yield from self._row(headings)
        for row in section.rows:
            yield from self._row([self._block(at, cell) for at, cell in enumerate(row)])

    def _row(self, blocks: Sequence[_Block]) -> Iterator[Line]:
        for number in range(max(map(len, blocks))):
            line: Line = [Span(" " * _INDENT)]
            for at, block in enumerate(blocks):
                if at:
                    line.append(Span(" " * _gap(self.columns[at])))
                line += block[number] if number < len(block) else [Span(" " * self.widths[at])]
            yield line

    def _block(self, at: int, cell: Cell) -> _Block:
        width, tone = self.widths[at], Tone.FAINT if self.columns[at].faint else Tone.PLAIN
        match cell:
            case BarCell():
                return [[Span("▕", Tone.FAINT), Span(bar_text(cell), cell.tone), Span("▏", Tone.FAINT)]]
            case StatusCell():
                return _status(cell, width)
            case NumberCell() | Missing():
                text = cell_text(cell, self.messages)
                fraction = _decimals(text, self.messages) if self.decimals[at] else 0
                return [[Span(right(text + " " * (self.decimals[at] - fraction), width), tone)]]
            case TextCell(text=text, under=under) if under:
                return _with_under(wrapped(safe(text), width), unbroken(safe(under)), width, tone)
            case _:
                align = right if self.columns[at].kind is ColumnKind.NUMBER else left
                text = safe(cell_text(cell, self.messages))
                return [[Span(align(line, width), tone)] for line in wrapped(text, width)]


def _gap(column: Column) -> int:
    """A bar belongs to the number before it."""
    return 1 if column.kind is ColumnKind.BAR else _GAP


def _with_under(lines: Sequence[str], under: str, width: int, tone: Tone) -> _Block:
    """The smaller text goes on in the last line where it fits, else it has its own."""
    *first, last = lines
    block: _Block = [[Span(left(line, width), tone)] for line in first]
    room = width - cells(last) - _GAP
    if cells(under) <= room:
        return [*block, [Span(last + " " * _GAP, tone), Span(left(under, room), Tone.FAINT)]]
    others = wrapped(under.replace(NO_BREAK, " "), width)
    return [*block, [Span(left(last, width), tone)], *([Span(left(line, width), Tone.FAINT)] for line in others)]


def _status(cell: StatusCell, width: int) -> _Block:
    """The verdict, and beside it, or under it where there is no room, what must be known."""
    verdict, remark = safe(verdict_text(cell)), safe(cell.remark)
    if not remark:
        return [[Span(left(verdict, width), cell.tone)]]
    if cells(verdict) + _GAP + cells(remark) <= width:
        rest = width - cells(verdict) - _GAP
        return [[Span(f"{verdict}{' ' * _GAP}", cell.tone), Span(left(remark, rest), Tone.FAINT)]]
    under = wrapped(remark, width - _GAP)
    others = ([Span(left(" " * _GAP + line, width), Tone.FAINT)] for line in under)
    return [[Span(left(verdict, width), cell.tone)], *others]


@dataclass(frozen=True, slots=True)
class _Needs:
    """What one column would take, and how narrow it may become."""

    column: Column
    natural: int
    least: int
    decimals: int


def _wanted(table: Table, *, aligned: bool) -> list[_Needs]:
    messages = Messages(table.lang)
    rows = [row for section in table.sections for row in section.rows]
    wanted = [
        _needs(column, [row[at] for row in rows], messages, aligned=aligned) for at, column in enumerate(table.columns)
    ]
    headings = max((cells(safe(section.heading)) for section in table.sections), default=0)
    name = wanted[0]
    return [_Needs(name.column, max(name.natural, headings), name.least, name.decimals), *wanted[1:]]


def _needs(column: Column, column_cells: Sequence[Cell], messages: Messages, *, aligned: bool) -> _Needs:
    heading = cells(safe(column.heading))
    if column.kind is ColumnKind.BAR:
        return _Needs(column, BAR_CELLS + 2, BAR_CELLS + 2, 0)
    texts = [safe(cell_text(cell, messages)) for cell in column_cells]
    widest = max([heading, *map(cells, texts)])
    if column.kind is ColumnKind.STATUS:
        statuses = [cell for cell in column_cells if isinstance(cell, StatusCell)]
        verdicts = (cells(safe(verdict_text(cell))) for cell in statuses)
        remarks = (_GAP + longest_word(safe(cell.remark)) for cell in statuses)
        return _Needs(column, widest, max([heading, *verdicts, *remarks]), 0)
    if column.kind is ColumnKind.NUMBER:
        fractions = [_decimals(text, messages) for text in texts] if aligned else []
        decimals = max(fractions, default=0)
        whole = max((cells(text) - part for text, part in zip(texts, fractions, strict=False)), default=0)
        width = max(widest, whole + decimals)
        return _Needs(column, width, width, decimals)
    if column.kind in (ColumnKind.DAY, ColumnKind.KEY):
        return _Needs(column, widest, widest, 0)
    unders = [safe(cell.under) for cell in column_cells if isinstance(cell, TextCell)]
    natural = max([widest, *map(cells, unders)])
    least = min(max(longest_word(text) for text in [safe(column.heading), *texts]), _WORD)
    return _Needs(column, natural, max(least, min(natural, _TEXT_NEEDS)), 0)


def _decimals(text: str, messages: Messages) -> int:
    _, sign, fraction = text.rpartition(messages("number.decimal"))
    return cells(sign + fraction) if sign else 0


def _fitted(wanted: Sequence[_Needs], width: int, cap: int | None, least: int) -> list[int] | None:
    """Widths that add up to at most `width`, texts cut down to `cap` cells or their longest word, the rest for names.

    None where the names would get less than `least`.
    """
    name, *others = wanted
    fitted = [needs.natural if cap is None else min(needs.natural, max(cap, needs.least)) for needs in others]
    left_over = width - _INDENT - sum(fitted) - sum(_gap(needs.column) for needs in others)
    return [min(name.natural, left_over), *fitted] if left_over >= min(name.natural, least) else None


def _stacked(table: Table, section: Section, width: int) -> Iterator[Line]:
    """For a screen too narrow for columns: the name, and under it what the columns would have said."""
    messages = Messages(table.lang)
    if section.heading:
        yield from text_lines(section.heading, width, Tone.STRONG)
    for row in section.rows:
        name = row[0]
        yield from text_lines(cell_text(name, messages), width)
        parts = [unbroken(name.under)] if isinstance(name, TextCell) and name.under else []
        parts += [
            unbroken(text if column.kind is not ColumnKind.NUMBER else f"{column.heading} {text}")
            for column, cell in zip(table.columns[1:], row[1:], strict=True)
            if (text := cell_text(cell, messages))
        ]
        yield from text_lines(" · ".join(parts), width, Tone.FAINT, indent=2)

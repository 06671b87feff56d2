"""How cells look: a look is made once for a workbook and then given to a thousand cells."""

from typing import TYPE_CHECKING, Any, NamedTuple

from phongtho_kpi.report.table import SYMBOLS, TONES, Tone

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "Times New Roman"
_NORMAL_SIZE = 11
GENERAL = "General"
_INKS = {
    Tone.GOOD: "1B6E35",
    Tone.WARNING: "8F5600",
    Tone.BAD: "B3261E",
    Tone.FAILED: "B3261E",
    Tone.FAINT: "595959",
}
_TINTS = {Tone.GOOD: "E3F1E6", Tone.WARNING: "FCEBCB", Tone.BAD: "F9DEDC", Tone.FAILED: "F3C4C0", Tone.FAINT: "F2F2F2"}
_LINE, _HAIR = "000000", "BFBFBF"


def set_normal(book: "Workbook") -> None:
    """Make our letters those of the workbook: programs measure the width of columns by them."""
    from openpyxl.styles import Font

    normal = book._named_styles["Normal"]  # noqa: SLF001 -- openpyxl has no public way to the style that is always there
    normal.font = Font(name=FONT, size=_NORMAL_SIZE)
    book._fonts[0] = normal.font  # noqa: SLF001


class Look(NamedTuple):
    """All that makes a cell look as it does; `ruled` draws all four borders, `lined` a line below."""

    size: int = 11
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    tone: Tone = Tone.PLAIN
    across: str = "left"
    down: str = "top"
    indent: int = 0
    wrapped: bool = True
    ruled: bool = False
    lined: bool = False
    form: str = GENERAL  # of numbers and days
    quoted: bool = False  # a text that Excel would take for a formula if somebody typed it again


class Looks:
    """The looks of one workbook."""

    def __init__(self) -> None:
        self._made: dict[Look, Any] = {}
        self._covered: dict[tuple[Look, int], list[Any]] = {}

    def give(self, cell: "SheetCell", look: Look) -> None:
        """Make a cell look so; all that look alike share a style, since making one takes longer than writing a cell."""
        style = self._made.get(look)
        if style is None:
            _dress(cell, look)
            self._made[look] = cell._style  # noqa: SLF001 -- openpyxl has no public way to share a style
        else:
            cell._style = style  # noqa: SLF001

    def merge(self, first: "SheetCell", span: int, look: Look) -> None:
        """Merge a cell that looks so with those to its right.

        openpyxl works out the edges of every cell that is covered: here once for all that look alike.
        """
        from openpyxl.cell import MergedCell
        from openpyxl.worksheet.cell_range import CellRange

        sheet, row, column = first.parent, first.row, first.column
        covered, last = range(column + 1, column + span), column + span - 1
        if (look, span) not in self._covered:
            if look.ruled or look.lined:
                for at in covered:
                    self.give(sheet.cell(row, at), look)
            sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=last)
            self._covered[look, span] = [sheet.cell(row, at)._style for at in covered]  # noqa: SLF001
            return
        for at, style in zip(covered, self._covered[look, span], strict=True):
            cell = sheet._cells[row, at] = MergedCell(sheet, row, at)  # noqa: SLF001 -- as merge_cells does it
            cell._style = style  # noqa: SLF001
        sheet.merged_cells.ranges.add(CellRange(min_row=row, max_row=row, min_col=column, max_col=last))


def _dress(cell: "SheetCell", look: Look) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    cell.font = Font(
        name=FONT,
        size=look.size,
        bold=look.bold,
        italic=look.italic,
        underline="single" if look.underlined else None,
        color=_INKS.get(look.tone),
    )
    cell.alignment = Alignment(horizontal=look.across, vertical=look.down, wrap_text=look.wrapped, indent=look.indent)
    if look.ruled:
        side = Side(style="thin", color=_LINE)
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    elif look.lined:
        cell.border = Border(bottom=Side(style="thin", color=_LINE))
    cell.number_format = look.form
    cell.quotePrefix = look.quoted


def draw_lines(sheet: "Worksheet", cells: str) -> None:
    """A thin line under every row, as one rule: a blank cell need not be there to have its piece of it."""
    from openpyxl.formatting.rule import FormulaRule

    sheet.conditional_formatting.add(cells, FormulaRule(["TRUE"], border=_hair()))


def tint_statuses(sheet: "Worksheet", cells: str, *, is_lined: bool) -> None:
    """Tint the cells of a column by the symbol they begin with: an edited or filtered cell keeps telling the truth.

    The formulas hold our own symbols and nothing else. The line below is drawn by the same rules, since LibreOffice
    applies one rule to a cell and no more.
    """
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill

    first = cells.partition(":")[0]
    border = _hair() if is_lined else None
    by_symbol = {SYMBOLS[status]: TONES[status] for status in SYMBOLS}
    for symbol, tone in by_symbol.items():
        fill = PatternFill("solid", bgColor=_TINTS[tone])
        font = Font(color=_INKS[tone], bold=tone is Tone.FAILED or None)
        rule = FormulaRule([f'LEFT({first},1)="{symbol}"'], font=font, fill=fill, border=border)
        sheet.conditional_formatting.add(cells, rule)
    if is_lined:
        draw_lines(sheet, cells)


def _hair() -> Any:
    from openpyxl.styles import Border, Side

    return Border(bottom=Side(style="thin", color=_HAIR))

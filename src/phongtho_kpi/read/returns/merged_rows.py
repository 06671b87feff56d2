"""Merged ranges among the rows of a table: a name over several rows is that of each, a figure in one is of none."""

from collections.abc import Collection, Sequence

from phongtho_kpi.model.finding import UNKNOWN_INDICATOR, UNKNOWN_PERIOD, FindingKind, Param
from phongtho_kpi.read.returns.amounts import looks_like_an_amount
from phongtho_kpi.read.returns.grid import Merged

_MOST_ROWS = 2_000  # that one range is followed through


class MergedRows:
    """The ranges that reach into the rows of a table, by row."""

    def __init__(self, merged: Sequence[Merged], first_row: int, figures: Collection[int]) -> None:
        self._figures = figures  # the columns of figures
        self._by_row: dict[int, list[Merged]] = {}
        self._texts: dict[Merged, str] = {}
        for area in merged:
            first = max(area.first_row, first_row)
            for row in range(first, min(area.last_row, first + _MOST_ROWS) + 1):
                self._by_row.setdefault(row, []).append(area)

    def __bool__(self) -> bool:
        return bool(self._by_row)

    def filled(self, row: int, cells: Sequence[str]) -> Sequence[str]:
        """A row with the texts of the merged cells that reach into it; what stands under figures stays where it is."""
        filled = cells
        for area in self._by_row.get(row, ()):
            if area.first_column >= len(cells):
                continue
            if row == area.first_row:
                self._texts[area] = cells[area.first_column]
            text = self._texts.get(area, "")
            if text and not looks_like_an_amount(text):
                filled = [*filled]
                for column in range(area.first_column, min(area.last_column + 1, len(filled))):
                    if not filled[column] and column not in self._figures:
                        filled[column] = text
        return filled

    def doubt(self, row: int, column: int) -> tuple[FindingKind, dict[str, Param]] | None:
        """Why a figure in a merged cell is not certain: it stands in several rows, or under several headings."""
        for area in self._by_row.get(row, ()):
            if area.first_column <= column <= area.last_column:
                if area.first_row != area.last_row:
                    return UNKNOWN_INDICATOR, {"indicator": "", "nearest": ""}
                if sum(area.first_column <= index <= area.last_column for index in self._figures) > 1:
                    return UNKNOWN_PERIOD, {"text": ""}
        return None

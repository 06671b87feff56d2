"""Why a figure is not taken, and where that is said."""

from phongtho_kpi.model.finding import FindingKind, Origin, Param
from phongtho_kpi.read.returns.grid import Sheet, cell_address, column_letters

CELL, COLUMN, SHEET = "cell", "column", "sheet"


class Rejection(Exception):  # noqa: N818 -- a figure that is left out is no error of the program
    """Why a figure is not taken; `where` is its cell, column or sheet, or the column of another cell of its row."""

    def __init__(self, kind: FindingKind, where: str | int, /, **params: Param) -> None:
        super().__init__(kind.name)
        self.kind = kind
        self.where = where
        self.params = params


class Places:
    """Where the cells, rows and columns of a table are, as findings name them; a CSV file has lines only."""

    def __init__(self, file: str, sheet: Sheet, header_row: int) -> None:
        self._file = file
        self._sheet = sheet.name
        self._header_row = header_row

    def of(self, where: str | int, row: int, column: int) -> Origin:
        """Where a figure in `column` of `row` is rejected."""
        if where == SHEET:
            return Origin(self._file, sheet=self._sheet or None)
        if where == COLUMN:
            return self.column(column)
        return self.cell(row, column if where == CELL else int(where))

    def cell(self, row: int, column: int) -> Origin:
        """`Sheet!C7`."""
        return self._at(row, cell_address(row, column))

    def row(self, row: int) -> Origin:
        """`Sheet!7:7`."""
        return self._at(row, f"{row}:{row}")

    def column(self, column: int) -> Origin:
        """`Sheet!C:C`; of a CSV file its header."""
        letters = column_letters(column)
        return self._at(self._header_row, f"{letters}:{letters}")

    def _at(self, row: int, cell: str) -> Origin:
        return Origin(self._file, sheet=self._sheet, cell=cell) if self._sheet else Origin(self._file, line=row)

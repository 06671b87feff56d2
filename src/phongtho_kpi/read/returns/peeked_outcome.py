"""What would become of a table's figures: read as `kpi import` reads them, and thrown away (docs/commands.md)."""

from phongtho_kpi.model.seen import SeenTable
from phongtho_kpi.read.returns.grid import Sheet
from phongtho_kpi.read.returns.layout import Layout
from phongtho_kpi.read.returns.reading import Seen
from phongtho_kpi.read.returns.table import TableReading, Taken, read_tables
from phongtho_kpi.read.returns.words import Words


def tried_out(table: SeenTable, seen: Seen, sheet: Sheet, layout: Layout, words: Words) -> SeenTable:
    """The table with how many of its figures would be rejected, and why."""
    taken = Taken()
    read_tables(sheet, [TableReading(seen.grid.file, sheet, layout, words, seen.signs.style, None, taken)])
    read = taken.read
    settled = taken.figures.settled(words.by_id, taken.findings)
    return table._replace(
        figures=read, rejected=taken.rejected + settled.rejected, findings=taken.findings.all(seen.grid.file)
    )

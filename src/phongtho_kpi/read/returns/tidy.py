"""A return in the tidy form: a row a figure, as `.csv` or `.xlsx` (docs/commands.md, *Reading what offices send*)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import NO_FIGURES, UNKNOWN_FILE_TYPE, Finding, Origin
from phongtho_kpi.read.figure import FigureReading
from phongtho_kpi.read.figure_columns import TextRow
from phongtho_kpi.read.figure_rows import Figures, read_rows
from phongtho_kpi.read.plain_file import read_bytes
from phongtho_kpi.read.returns import csv_file
from phongtho_kpi.read.returns.same_figures import without_repetitions


def read_return(path: Path, catalogue: Catalogue, newest_year: int, recorded: datetime | None) -> Figures:
    """The figures in a file that somebody sent; `recorded` is when it comes in.

    An indicator that the catalogue lacks is an error here, whatever the year.
    """
    shown = str(path)
    reading = FigureReading(catalogue, newest_year, other_years=False)
    figures = without_repetitions(read_rows(_rows(path, shown), reading, recorded), catalogue)
    if figures.rows or any(finding.is_error for finding in figures.findings):
        return figures
    return figures._replace(findings=(*figures.findings, Finding(NO_FIGURES, Origin(shown))))


def _rows(path: Path, shown: str) -> Iterator[TextRow | Finding]:
    ending = path.suffix.casefold()
    if ending not in {".csv", ".xlsx"}:
        yield Finding(UNKNOWN_FILE_TYPE, Origin(shown), {"ending": ending})
        return
    read: Callable[[bytes, str], Iterable[TextRow | Finding]]
    if ending == ".csv":
        read, most = csv_file.csv_rows, csv_file.MOST_BYTES
    else:
        from phongtho_kpi.read.returns import xlsx_file  # a command without a workbook need not load zipfile

        read, most = xlsx_file.xlsx_rows, xlsx_file.MOST_BYTES
    content, findings = read_bytes(path, shown, most)
    yield from findings
    if content is not None:
        yield from read(content, shown)

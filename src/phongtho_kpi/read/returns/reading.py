"""A file that an office sent → grid → layout → figures (docs/commands.md, *Reading what offices send*)."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.model.finding import EMPTY_SHEET, HIDDEN, NO_FIGURES, UNKNOWN_FILE_TYPE, Finding, Origin
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.plain_file import read_bytes
from phongtho_kpi.read.returns.csv_file import MOST_BYTES as MOST_BYTES_OF_CSV
from phongtho_kpi.read.returns.csv_file import BrokenCsvError, csv_grid
from phongtho_kpi.read.returns.grid import Grid, Sheet
from phongtho_kpi.read.returns.layout import Layout, layouts_of
from phongtho_kpi.read.returns.number_signs import NumberSigns, number_signs
from phongtho_kpi.read.returns.profile import Profile
from phongtho_kpi.read.returns.profile_layout import tables_by
from phongtho_kpi.read.returns.table import Advance, TableReading, Taken, read_tables
from phongtho_kpi.read.returns.words import Words

_MOST_BYTES_OF_A_WORKBOOK = 50_000_000
_ZIP, _OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # an .xls so old that no container is around it


class Seen(NamedTuple):
    """A file as it was read: its cells, the tables in each visible sheet, and what settles its decimal sign."""

    grid: Grid
    tables: tuple[tuple[Sheet, tuple[Layout, ...]], ...]
    signs: NumberSigns
    findings: tuple[Finding, ...]

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file may be used."""
        return any(finding.kind.refuses_file for finding in self.findings)


class Return(NamedTuple):
    """What a file told: its figures, and what became of the others; `again` were stated more than once."""

    file: str
    observations: Sequence[Observation]
    findings: tuple[Finding, ...]
    again: int = 0
    rejected: int = 0
    skipped: int = 0

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file may be used."""
        return any(finding.kind.refuses_file for finding in self.findings)

    @property
    def rows(self) -> int:
        """All figures that were read."""
        return len(self.observations) + self.again + self.rejected + self.skipped


def read_return(
    path: Path,
    words: Words,
    recorded: datetime | None,
    advance: Advance = lambda *_: None,
    profile: Profile | None = None,
) -> Return:
    """The figures in a file that somebody sent; `recorded` is when it comes in, `advance` is told how far it is.

    With a `profile`, `words` are those that ask for what it says.
    """
    try:
        seen = look_at(path, words, profile)
        if seen.is_refused:
            return Return(seen.grid.file, (), seen.findings)
        return _figures(seen, words, recorded, advance)
    except BrokenCsvError as error:
        return Return(str(path), (), (error.finding(str(path)),))


def look_at(path: Path, words: Words, profile: Profile | None = None) -> Seen:
    """Read the cells of a file and find its tables, by a profile where there is one; raises BrokenCsvError."""
    grid = _grid(path, str(path))
    visible = [sheet for sheet in grid.sheets if not sheet.is_hidden]
    findings = list(grid.findings)
    tables: Sequence[tuple[Sheet, tuple[Layout, ...]]]
    if profile is None or not visible:
        tables = [(sheet, layouts_of(sheet, words.areas.knows, words.units.knows)) for sheet in visible]
    else:
        tables, misfits = tables_by(profile, grid.file, visible, words)
        findings += misfits
    signs = number_signs(tables, words.indicators, words.asked.numbers)
    if not any(finding.kind.refuses_file for finding in findings):
        doubt = signs.finding(grid.file)
        findings += [doubt] if doubt else _hidden_sheets(grid)
    return Seen(grid, tuple(tables), signs, tuple(findings))


def _hidden_sheets(grid: Grid) -> list[Finding]:
    return [
        Finding(HIDDEN, Origin(grid.file, sheet=sheet.name), {"what": "sheet"})
        for sheet in grid.sheets
        if sheet.is_hidden and any(True for _ in sheet.rows)
    ]


def _figures(seen: Seen, words: Words, recorded: datetime | None, advance: Advance) -> Return:
    """All figures of a file that is not refused."""
    file = seen.grid.file
    taken = Taken()
    for finding in seen.findings:
        taken.findings.add(finding)
    among_areas = sum(map(words.areas.is_part, (sheet.name for sheet, _ in seen.tables))) > 1
    for sheet, layouts in seen.tables:
        before = taken.read
        tables = [
            TableReading(file, sheet, layout, words, seen.signs.style, recorded, taken, among_areas=among_areas)
            for layout in layouts
        ]
        read_tables(sheet, tables, advance)
        if taken.read == before and len(seen.tables) > 1:
            taken.findings.add(Finding(EMPTY_SHEET, Origin(file, sheet=sheet.name)))
    if not taken.read:
        return Return(file, (), (*taken.findings.all(file), Finding(NO_FIGURES, Origin(file))))
    settled = taken.figures.settled(words.by_id, taken.findings)
    return Return(
        file,
        settled.observations,
        taken.findings.all(file),
        again=settled.again,
        rejected=taken.rejected + settled.rejected,
        skipped=taken.skipped,
    )


def _grid(path: Path, shown: str) -> Grid:
    """The cells of a file, read by what it is rather than by how it is called."""
    ending = path.suffix.casefold()
    if ending not in {".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls"}:
        return Grid(shown, "", (), (Finding(UNKNOWN_FILE_TYPE, Origin(shown), {"ending": ending}),))
    is_csv = ending in {".csv", ".txt", ".tsv"}
    content, findings = read_bytes(path, shown, MOST_BYTES_OF_CSV if is_csv else _MOST_BYTES_OF_A_WORKBOOK)
    if content is None:
        return Grid(shown, "", (), findings)
    if is_csv and not content.startswith((_ZIP, _OLE2)):
        return csv_grid(path, content, shown)
    if (content.startswith(_OLE2) and ending == ".xls") or content.startswith(_BIFF):
        from phongtho_kpi.read.returns.xls_file import xls_grid  # only an old workbook needs xlrd

        return xls_grid(content, shown)
    from phongtho_kpi.read.returns.xlsx_file import xlsx_grid  # a command without a workbook need not load zipfile

    return xlsx_grid(content, shown)

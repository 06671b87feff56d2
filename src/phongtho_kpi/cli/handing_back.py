"""What `kpi import --partial` hands back to the senders: their own files, with what was rejected marked."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from phongtho_kpi.cli.returns import words_of_form
from phongtho_kpi.cli.session import Session
from phongtho_kpi.model.finding import MORE_FINDINGS, Finding
from phongtho_kpi.read.returns.csv_file import CsvRows
from phongtho_kpi.read.returns.grid import Exact, Percent, Sheet
from phongtho_kpi.read.returns.reading import Seen, look_at
from phongtho_kpi.read.returns.words import Words
from phongtho_kpi.report.merge import FileMerge
from phongtho_kpi.write.handed_back import CsvLines, HandBackWords, Remark, SheetCells, StoredNumber, hand_back


def handed_back(session: Session, files: Iterable[FileMerge], words: Words, profile: str | None) -> dict[str, str]:
    """Write the files that go back, by the files they are made of; raises KpiError where that cannot be done."""
    returned = {}
    for one in files:
        if one.counts["rejected"]:
            path = Path(one.file)
            asking, form = words_of_form(session, words, profile, path)
            remarks = [_remark(finding, session) for finding in one.findings if finding.is_error]
            rows = _rows(look_at(path, asking, form), one.findings)
            returned[one.file] = str(hand_back(path, rows, remarks, HandBackWords.of(session.messages)))
    return returned


def _remark(finding: Finding, session: Session) -> Remark:
    origin = finding.origin
    return Remark(origin.sheet, origin.cell, origin.line, " ".join(session.messages.finding(finding)))


def _rows(seen: Seen, findings: Iterable[Finding]) -> CsvLines | list[SheetCells] | None:
    """The rows of what cannot go back as it is: a CSV file goes back without its good rows, an .xls as an .xlsx."""
    if seen.grid.kind == "xlsx":
        return None
    if seen.grid.kind == "xls":
        return [_sheet_cells(sheet) for sheet in seen.grid.sheets]
    ((sheet, layouts),) = seen.tables
    assert isinstance(sheet.rows, CsvRows)
    lines = None
    if all(finding.kind is not MORE_FINDINGS for finding in findings):
        lines = [int(line) for spot in seen.signs.by_style.values() if (line := spot.place.lstrip(":"))]
    return CsvLines(sheet.rows, sheet.rows.delimiter, [layout.header_rows for layout in layouts], lines)


def _sheet_cells(sheet: Sheet) -> SheetCells:
    rows = [(number, [_neutral(cell) for cell in cells]) for number, cells in sheet.rows]
    return SheetCells(sheet.name, rows, sheet.merged, sheet.hidden_rows, sheet.hidden_columns, sheet.is_hidden)


def _neutral(cell: str) -> str | StoredNumber:
    return StoredNumber(Decimal(cell), isinstance(cell, Percent)) if isinstance(cell, Exact) else str(cell)

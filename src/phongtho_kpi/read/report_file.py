"""A report that `kpi report` wrote: what it says of itself, and what stands in its cells now."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.model.finding import Finding
from phongtho_kpi.read.plain_file import read_bytes
from phongtho_kpi.read.returns.grid import Dated, Exact, cell_address
from phongtho_kpi.read.returns.xlsx_file import xlsx_grid
from phongtho_kpi.read.returns.xlsx_parts import checked_parts
from phongtho_kpi.report.stamp import Stamp, cells_digest, said_day, said_number

MOST_BYTES = 50_000_000
_PROPERTIES = "docProps/custom.xml"
_PROPERTY = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties property"
_MOST_PROPERTIES, _LONGEST_PROPERTY = 100, 1_000


class ReportFile(NamedTuple):
    """A workbook that is a report; `cells` by sheet and address."""

    stamp: Stamp
    cells: Mapping[tuple[str, str], str]

    @property
    def is_as_written(self) -> bool:
        """Whether every cell says what it said when the report was written."""
        return self.digest == self.stamp.cells

    @property
    def digest(self) -> str:
        """What its stamp should say of its cells."""
        return cells_digest((sheet, address, said) for (sheet, address), said in self.cells.items())


class ReadReport(NamedTuple):
    """A report, or None with what is wrong; without findings it is a workbook, and none of ours."""

    report: ReportFile | None
    findings: tuple[Finding, ...] = ()


def read_report(path: Path) -> ReadReport:
    """Read a workbook as hostile as any return may be (docs/safety.md)."""
    read = read_bytes(path, str(path), MOST_BYTES)
    return ReadReport(None, read.findings) if read.content is None else report_of(read.content, str(path))


def read_stamp(path: Path) -> Stamp | None:
    """What a report says of itself; None where it is no report, or cannot be read."""
    content = read_bytes(path, str(path), MOST_BYTES).content
    if content is None:
        return None
    try:
        return Stamp.of(_properties(content))
    except Exception:  # noqa: BLE001 -- broken XML and broken zips raise a dozen classes
        return None


def report_of(content: bytes, shown: str) -> ReadReport:
    """A report from the bytes of its workbook."""
    grid = xlsx_grid(content, shown)
    if any(finding.kind.refuses_file for finding in grid.findings):
        return ReadReport(None, grid.findings)
    stamp = Stamp.of(_properties(content))
    if stamp is None:
        return ReadReport(None)
    cells = {
        (sheet.name, cell_address(number, column)): _said(text)
        for sheet in grid.sheets
        for number, row in sheet.rows
        for column, text in enumerate(row)
        if text
    }
    return ReadReport(ReportFile(stamp, cells))


def _said(text: str) -> str:
    if isinstance(text, Exact):
        return said_number(Decimal(text).normalize())
    return said_day(text) if isinstance(text, Dated) else str(text)


def _properties(content: bytes) -> Mapping[str, str]:
    """What a workbook says of itself beyond the usual."""
    parts, gathered = checked_parts(content), _Properties()
    if _PROPERTIES in parts:
        for _ in parts.elements(_PROPERTIES, gathered.start, gathered.end, gathered.text):
            pass
    return {name: value.strip() for name, value in gathered.found.items()}


class _Properties:
    """Gathers names and texts, as many and as long as ours may be."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == _PROPERTY and len(self.found) < _MOST_PROPERTIES:
            self._name = attributes.get("name", "")

    def text(self, text: str) -> None:
        """A stretch of text."""
        if self._name:
            self.found[self._name] = (self.found.get(self._name, "") + text)[:_LONGEST_PROPERTY]

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == _PROPERTY:
            self._name = ""

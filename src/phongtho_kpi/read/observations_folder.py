"""`data/` → observations: every CSV file below it, imports and files kept by hand alike (docs/commands.md, *data/*)."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import EDITED_IMPORT, Finding, Origin
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.figure_rows import Figures, OwnWords, read_rows
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.plain_file import read_bytes
from phongtho_kpi.read.returns.csv_file import MOST_BYTES, own_rows
from phongtho_kpi.workspace import Workspace

_IMPORT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z-.*-(?P<digest>[0-9a-f]{12})\.csv")
_LIKE_AN_IMPORT = re.compile(r"[0-9]{8}T[0-9]{6}Z-.*?(?:-(?P<digest>[0-9A-Za-z]*))?\.csv", re.IGNORECASE)
_DIGITS = 12


def read_observations(workspace: Workspace, catalogue: Catalogue, areas: Areas, newest_year: int) -> Figures:
    """All figures in `data/` that this catalogue knows; a figure after `newest_year` is an error (rules §1, §2)."""
    words = OwnWords(catalogue, areas, newest_year)
    observations: list[Observation] = []
    findings: list[Finding] = []
    rows = 0
    for path in workspace.data_files():
        figures = _read(path, workspace.shown(path), words)
        observations.extend(figures.observations)
        findings.extend(figures.findings)
        rows += figures.rows
    return Figures(tuple(observations), tuple(findings), rows)


def _read(path: Path, shown: str, words: OwnWords) -> Figures:
    content, findings = read_bytes(path, shown, MOST_BYTES)
    if content is None:
        return Figures((), findings, 0)
    recorded, digest = recorded_of(path.name)
    edited = _misnamed(content, path.name, shown) if digest is None else _digest_findings(content, digest, shown)
    rows = own_rows(path, content, shown)
    del content  # a file of a million figures is read as a stream from here on
    figures = Figures((), (rows,), 0) if isinstance(rows, Finding) else read_rows(rows, shown, words, recorded)
    return figures._replace(findings=(*edited, *figures.findings))


def recorded_of(name: str) -> tuple[datetime | None, str | None]:
    """When an import was recorded (UTC) and the digest of its content, from its name; None twice for other files."""
    form = _IMPORT.fullmatch(name)
    if form is None:
        return None, None
    try:
        recorded = datetime(*(int(part) for part in form.groups()[:6]), tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return None, None
    return recorded, form["digest"]


def _misnamed(content: bytes, name: str, shown: str) -> tuple[Finding, ...]:
    """A name that begins as those of imports and does not go on like one: somebody has renamed it."""
    like = _LIKE_AN_IMPORT.fullmatch(name)
    if like is None:
        return ()
    found = sha256(content).hexdigest()[:_DIGITS]
    return (Finding(EDITED_IMPORT, Origin(shown), {"expected": excerpt(like["digest"] or name), "found": found}),)


def _digest_findings(content: bytes, expected: str, shown: str) -> tuple[Finding, ...]:
    found = sha256(content).hexdigest()[:_DIGITS]
    if found == expected:
        return ()
    return (Finding(EDITED_IMPORT, Origin(shown), {"expected": expected, "found": found}),)

"""Keeping figures: one immutable CSV file an import, whole or absent, one writer at a time (docs/commands.md)."""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.workspace import KpiError, Workspace
from phongtho_kpi.write.safely import create_safely, protected
from phongtho_kpi.write.screen import safe

COLUMNS = ("indicator", "area", "period", "value", "numerator", "denominator", "unit", "status", "source", "note")

SECONDS_TO_WAIT = 10
_LONGEST_NAME = 60
_LONGEST_SOURCE = 32_000  # below what a text may have, so that our own file can always be read


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Hold `data/.lock`, from the reading of `data/` to the rename and no longer.

    Raises KpiError `locked` when another import holds it for ten seconds, `cannot-write` where there is no writing.
    """
    from filelock import FileLock, Timeout

    _make_folder(workspace.data, workspace)
    try:
        lock = FileLock(workspace.data / ".lock", timeout=SECONDS_TO_WAIT)
        lock.acquire()
    except Timeout:
        raise KpiError("locked", file=workspace.shown(workspace.data / ".lock")) from None
    except OSError as error:
        raise KpiError("cannot-write", file=workspace.shown(workspace.data), reason=error.strerror or "") from None
    try:
        yield
    finally:
        lock.release()


def keep(
    workspace: Workspace,
    year: int,
    observations: Iterable[Observation],
    indicators: Mapping[str, Indicator],
    sources: tuple[str, ...],
    now: datetime,
    newest: datetime | None,
) -> Path:
    """Write one import file below `data/YEAR`, and return its path once it is on disk.

    `now` is UTC; an import is recorded later than `newest`, the last one there, so that the order of versions is total.
    """
    content = import_file(observations, indicators)
    recorded = now.replace(microsecond=0)
    if newest is not None and recorded <= newest:
        recorded = newest + timedelta(seconds=1)
    digest = hashlib.sha256(content).hexdigest()[:12]
    path = workspace.data / f"{year:04}" / f"{recorded:%Y%m%dT%H%M%SZ}-{_slug(sources)}-{digest}.csv"
    _make_folder(path.parent, workspace)
    create_safely(path, content)
    return path


def _make_folder(folder: Path, workspace: Workspace) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KpiError("cannot-write", file=workspace.shown(folder), reason=error.strerror or "") from None


def import_file(observations: Iterable[Observation], indicators: Mapping[str, Indicator]) -> bytes:
    """The bytes of an import file: a figure a line, in an order that depends on the figures alone."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(_row(observation, indicators[observation.indicator]) for observation in observations))
    return text.getvalue().encode("utf-8")


def _row(observation: Observation, indicator: Indicator) -> list[str]:
    numbers = (observation.value, observation.numerator, observation.denominator)
    return [
        observation.indicator,
        observation.area or "",
        str(observation.period),
        *(_plain(number) for number in numbers),
        indicator.unit,
        observation.status.value,
        protected(_source(observation)),
        protected(_lines(observation.note or "")),
    ]


def _lines(note: str) -> str:
    """Line ends as one character: csv puts no quotes around a lone carriage return, which would end the row."""
    return note.replace("\r\n", "\n").replace("\r", "\n")


def _source(observation: Observation) -> str:
    """Which cell of which file, without the folders of the machine it lay on, and what it said of its own source."""
    origin = safe(str(replace(observation.origin, file=Path(observation.origin.file).name)))
    return " · ".join(part for part in (origin, observation.source) if part)[:_LONGEST_SOURCE]


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _slug(sources: tuple[str, ...]) -> str:
    """The names of the files the figures came from, as letters, digits and dashes."""
    name = "-".join(Path(source).stem for source in sources)
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_NAME].strip("-") or "import"

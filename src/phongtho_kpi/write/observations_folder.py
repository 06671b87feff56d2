"""Keeping figures: one immutable CSV file an import, whole or absent, one writer at a time (docs/commands.md)."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.workspace import Workspace
from phongtho_kpi.write.lock import locked_folder
from phongtho_kpi.write.safely import create_by_digest, make_folder, protected
from phongtho_kpi.write.screen import safe

COLUMNS = ("indicator", "area", "period", "value", "numerator", "denominator", "unit", "status", "source", "note")

_DIGITS = 12  # of the digest, in the name
_ROWS_A_CHUNK = 10_000
_LONGEST_NAME = 60
_LONGEST_SOURCE = 32_000  # below what a text may have, so that our own file can always be read


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Hold `data/.lock`, from the reading of `data/` to the rename and no longer.

    Raises KpiError `locked` when another import holds it for ten seconds, `no-permission`, … where there is no writing.
    """
    make_folder(workspace.data)
    with locked_folder(workspace, workspace.data):
        yield


def keep(
    workspace: Workspace,
    year: int,
    observations: Iterable[Observation],
    indicators: Mapping[str, Indicator],
    sources: tuple[str, ...],
    now: datetime,
    newest: datetime | None,
    kept: Callable[[Path], object] = lambda _: None,
) -> Path:
    """Write one import file below `data/YEAR`, and return its path once it is on disk.

    `now` is UTC; an import is recorded later than `newest`, the last one there, so that the order of versions is total.
    `kept` is told the path before anything, Ctrl-C included, can come between.
    """
    recorded = now.replace(microsecond=0)
    if newest is not None and recorded <= newest:
        recorded = newest + timedelta(seconds=1)
    folder = workspace.data / f"{year:04}"
    make_folder(folder)

    def name(digest: str) -> str:
        return f"{recorded:%Y%m%dT%H%M%SZ}-{_slug(sources)}-{digest[:_DIGITS]}.csv"

    return create_by_digest(folder, import_file(observations, indicators), name, kept)


def import_file(observations: Iterable[Observation], indicators: Mapping[str, Indicator]) -> Iterator[bytes]:
    """The bytes of an import file: a figure a line, in an order that depends on the figures alone."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, observation in enumerate(_in_order(observations)):
        writer.writerow(_row(observation, indicators[observation.indicator]))
        if number % _ROWS_A_CHUNK == 0:
            yield text.getvalue().encode("utf-8")
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode("utf-8")


def _in_order(observations: Iterable[Observation]) -> Iterator[Observation]:
    """By indicator, area, period and status: an indicator at a time, since the keys of a million take their room."""
    by_indicator: dict[str, list[Observation]] = {}
    for observation in observations:
        by_indicator.setdefault(observation.indicator, []).append(observation)
    for indicator in sorted(by_indicator):
        yield from sorted(by_indicator.pop(indicator), key=_rank)


def _rank(observation: Observation) -> tuple[object, ...]:
    year, first, last, day = observation.period
    return observation.area or "", year, first, last, day or 0, observation.status, str(observation.place)


def _row(observation: Observation, indicator: Indicator) -> list[str]:
    return [
        observation.indicator,
        observation.area or "",
        str(observation.period),
        _plain(observation.value),
        _plain(observation.numerator),
        _plain(observation.denominator),
        protected(indicator.unit),
        observation.status.value,
        protected(_source(observation)),
        protected(_lines(observation.note)) if observation.note else "",
    ]


def _lines(note: str) -> str:
    """Line ends as one character: csv puts no quotes around a lone carriage return, which would end the row."""
    return note.replace("\r\n", "\n").replace("\r", "\n")


def _source(observation: Observation) -> str:
    """Which cell of which file, without the folders of the machine it lay on, and what it said of its own source."""
    name, place = _name(observation.file), observation.place
    origin = safe(f"{name}:{place}" if isinstance(place, int) else f"{name}!{place}")
    return " · ".join(part for part in (origin, observation.source) if part)[:_LONGEST_SOURCE]


@cache
def _name(file: str) -> str:
    return Path(file).name


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _slug(sources: tuple[str, ...]) -> str:
    """The names of the files the figures came from, as letters, digits and dashes."""
    name = "-".join(Path(source).stem for source in sources)
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_NAME].strip("-") or "import"

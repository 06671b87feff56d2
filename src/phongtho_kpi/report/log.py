"""`kpi log`: which figures came in when, from where, and what they took the place of (docs/commands.md, *data/*)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from heapq import nsmallest
from typing import NamedTuple

from phongtho_kpi.merge import Merged, history
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import Indicator
from phongtho_kpi.model.observation import Observation

# how `data/` keeps where a figure stood in the file that was sent: `bieu-01.xlsx!Biểu 01!K12`, `xa.csv:7`, and behind
# it what that file said of its own source
_SENT = re.compile(
    r"(?P<file>.+?\.(?:csv|xlsx|xlsm|xls))(?:!(?P<cell>.+?)|:(?P<line>[0-9]+))(?: · (?P<own>.*))?", re.IGNORECASE
)
_NAME = re.compile(r"(?:.*/)?[0-9]{8}T[0-9]{6}Z-(.*)-[0-9a-f]{12}\.csv", re.DOTALL)
_AFTER_ALL_IMPORTS = datetime.max.replace(tzinfo=UTC)


class Days(NamedTuple):
    """The days, in UTC, to look at: from `since` to `until`, both included."""

    since: date | None = None
    until: date | None = None

    def include(self, recorded: datetime | None) -> bool:
        """Whether something that came in then is looked at; what is kept by hand was there before every day."""
        if recorded is None:
            return self.since is None
        day = recorded.date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Change(StrEnum):
    """What a figure meant when it came in."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"


class Version(NamedTuple):
    """A figure as it came in, and the one it took the place of."""

    figure: Observation
    change: Change
    replaced: Observation | None = None


class Versions(NamedTuple):
    """The newest versions first, and how many there are beyond them."""

    listed: tuple[Version, ...]
    more: int

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.listed) + self.more


class LoggedFile(NamedTuple):
    """One file of `data/`: an import, or kept by hand (`recorded` None); `sent` are the files it was made of.

    `areas` counts them without the whole place; `revised_ids` are the indicators that it revised figures of.
    """

    file: str
    recorded: datetime | None
    sent: tuple[str, ...]
    added: int
    revised: int
    unchanged: int
    indicators: int
    areas: int
    revised_ids: tuple[str, ...]

    @property
    def figures(self) -> int:
        """All of its figures."""
        return self.added + self.revised + self.unchanged


class Sent(NamedTuple):
    """Where an imported figure stood in the file that was sent, a cell or a line, and what that said of its source."""

    file: str
    cell: str
    line: str
    own: str


def logged_files(
    observations: Iterable[Observation], indicators: Mapping[str, Indicator], days: Days
) -> tuple[LoggedFile, ...]:
    """What each file brought, the newest first, those kept by hand at the end."""
    tallies: dict[str, _Tally] = {}
    for file, merged in history(observations, indicators):
        first = next(_figures_of(merged))
        if days.include(first.recorded):
            tallies.setdefault(file, _Tally(first.recorded)).count(merged)
    logged = [tally.logged(file, indicators) for file, tally in sorted(tallies.items())]
    return tuple(sorted(logged, key=lambda one: _how_long_ago(one.recorded)))


def logged_versions(
    observations: Iterable[Observation], indicators: Mapping[str, Indicator], days: Days, most: int
) -> Versions:
    """The newest `most` versions of the figures; of one import the latest period first, and an area after the other."""
    total = 0

    def in_days() -> Iterator[Version]:
        nonlocal total
        for _, merged in history(observations, indicators):
            if days.include(next(_figures_of(merged)).recorded):
                total += len(merged.added) + len(merged.revised) + len(merged.unchanged)
                yield from _versions(merged)

    listed = tuple(nsmallest(most, in_days(), key=_newest_first))
    return Versions(listed, total - len(listed))


def sent(figure: Observation) -> Sent | None:
    """Where a figure stood in the file that was sent; None where that is not kept, or it is kept by hand."""
    if figure.recorded is None or figure.source is None:
        return None
    found = _SENT.fullmatch(figure.source)
    return None if found is None else Sent(**found.groupdict(""))


def named_after(file: str) -> str:
    """What an import is called after: the names of the files that were sent, in letters, digits and dashes."""
    found = _NAME.fullmatch(file)
    return file if found is None else found[1]


class AreasThen:
    """What the codes of figures meant at their time, each period looked up once."""

    def __init__(self, areas: Areas) -> None:
        self._then = cache(areas.for_period)

    def of(self, figure: Observation) -> Area | None:
        """The area of a figure; None for the whole place, and for a code that no list explains."""
        return None if figure.area is None else self._then(figure.period).get(figure.area)


class _Tally:
    """What one file brought, counted an indicator at a time."""

    def __init__(self, recorded: datetime | None) -> None:
        self._recorded = recorded
        self._counts = dict.fromkeys(Change, 0)
        self._sent: set[str] = set()
        self._areas: set[str] = set()
        self._ids: set[str] = set()
        self._revised_ids: set[str] = set()

    def count(self, merged: Merged) -> None:
        """Add what it brought of one indicator."""
        self._counts[Change.ADDED] += len(merged.added)
        self._counts[Change.REVISED] += len(merged.revised)
        self._counts[Change.UNCHANGED] += len(merged.unchanged)
        self._revised_ids.update(revision.new.indicator for revision in merged.revised[:1])
        for figure in _figures_of(merged):
            self._ids.add(figure.indicator)
            if figure.area is not None:
                self._areas.add(figure.area)
            if (stood := sent(figure)) is not None:
                self._sent.add(stood.file)

    def logged(self, file: str, indicators: Mapping[str, Indicator]) -> LoggedFile:
        """The whole file; indicators are named in the order of the catalogue."""
        return LoggedFile(
            file,
            self._recorded,
            sent=tuple(sorted(self._sent)),
            added=self._counts[Change.ADDED],
            revised=self._counts[Change.REVISED],
            unchanged=self._counts[Change.UNCHANGED],
            indicators=len(self._ids),
            areas=len(self._areas),
            revised_ids=tuple(one for one in indicators if one in self._revised_ids),
        )


def _figures_of(merged: Merged) -> Iterator[Observation]:
    yield from merged.added
    yield from (revision.new for revision in merged.revised)
    yield from merged.unchanged


def _versions(merged: Merged) -> Iterator[Version]:
    yield from (Version(figure, Change.ADDED) for figure in merged.added)
    yield from (Version(revision.new, Change.REVISED, revision.old) for revision in merged.revised)
    yield from (Version(figure, Change.UNCHANGED) for figure in merged.unchanged)


def _newest_first(version: Version) -> tuple[object, ...]:
    """By import; within one, and within all that is kept by hand, by period, area and place."""
    figure = version.figure
    year, first, last, day = figure.period
    when = (-year, -last, -(day or 0), first)
    of_import = _how_long_ago(figure.recorded), "" if figure.recorded is None else figure.file
    return *of_import, when, figure.area or "", figure.status.rank, figure.file, f"{figure.place:>12}"


def _how_long_ago(recorded: datetime | None) -> timedelta:
    """Ascending from the newest; what is kept by hand was there before all imports."""
    return timedelta.max if recorded is None else _AFTER_ALL_IMPORTS - recorded

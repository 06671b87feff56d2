"""Which observed intervals make up a flow's value to date (rules §2).

Everything here depends only on *which* intervals were observed and how settled they are, never on their values.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple


class Interval(NamedTuple):
    """Months `first` to `last`; `rank` 0 final, 1 preliminary, 2 estimate."""

    first: int
    last: int
    rank: int = 0

    @property
    def length(self) -> int:
        """In months."""
        return self.last - self.first + 1


Cover = tuple[Interval, ...]


@lru_cache(maxsize=4096)
def cover(observed: frozenset[Interval]) -> Cover:
    """Return the intervals, without overlap and ascending, that make up the value to date; none of none.

    The cover that reaches the latest month; then covers most months; then fewest estimated, then preliminary months;
    then fewest intervals; then the longer first one (and so on along the year, so that the order is total).
    """
    if not observed:
        return ()
    end = max(interval.last for interval in observed)
    best: dict[int, Cover | None] = {end + 1: ()}
    for month in range(end, 0, -1):
        options = [best[month + 1]] if month < end else []
        for interval in observed:
            rest = best.get(interval.last + 1)
            if interval.first == month and rest is not None:
                options.append((interval, *rest))
        best[month] = min((option for option in options if option is not None), key=_worth, default=None)
    return best[1] or ()


def _worth(intervals: Cover) -> tuple[int, int, int, int, tuple[tuple[int, int], ...]]:
    """Ascending from the best."""

    def months(rank: int | None = None) -> int:
        return sum(one.length for one in intervals if rank in (None, one.rank))

    return -months(), months(2), months(1), len(intervals), tuple((-one.length, one.first) for one in intervals)


def months_of(intervals: Cover) -> frozenset[int]:
    """The months a cover speaks for."""
    return frozenset(month for one in intervals for month in range(one.first, one.last + 1))


def cover_of_exactly(observed: frozenset[Interval], months: frozenset[int]) -> Cover | None:
    """Return the best cover of exactly these months; None where there is none (rules §2, growth)."""
    within = frozenset(one for one in observed if months.issuperset(range(one.first, one.last + 1)))
    found = cover(within)
    return found if found and months_of(found) == months else None


@lru_cache(maxsize=4096)
def rivals(observed: frozenset[Interval]) -> tuple[tuple[Cover, tuple[Cover, ...]], ...]:
    """Return, for each stretch of months, its best cover and the others that should have the same total (rules §2).

    Only those without a boundary inside in common with the best: where two meet, the shorter stretches are compared.
    """
    compared = []
    for before, end in combinations(range(13), 2):
        first = cover_of_exactly(observed, frozenset(range(before + 1, end + 1)))
        if first is None:
            continue
        inner = {one.last for one in first[:-1]}
        apart = [one for one in observed - set(first) if one.last not in inner and one.first - 1 not in inner]
        others = tuple(sorted(_covers(apart, before + 1, end)))
        if others:
            compared.append((first, others))
    return tuple(compared)


def _covers(observed: list[Interval], first: int, last: int) -> Iterator[Cover]:
    """Every cover of months `first` to `last`, both included."""
    if first > last:
        yield ()
    for one in observed:
        if one.first == first and one.last <= last:
            yield from ((one, *rest) for rest in _covers(observed, one.last + 1, last))

"""Figures that come in x figures that are there → added, revised, unchanged (docs/commands.md, `data/`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from phongtho_kpi.model.catalogue import Indicator, Kind
from phongtho_kpi.model.finding import CONFLICTING_FIGURES, Finding, Param
from phongtho_kpi.model.observation import Observation

Key = tuple[object, ...]
_BEFORE_ALL_IMPORTS = datetime.min.replace(tzinfo=UTC)


class Revised(NamedTuple):
    """A figure that says something else than the one it takes the place of."""

    old: Observation
    new: Observation


class Merged(NamedTuple):
    """What the figures of one file mean for those that are there."""

    added: Sequence[Observation]
    revised: Sequence[Revised]
    unchanged: Sequence[Observation]
    conflicts: tuple[Finding, ...] = ()  # a figure that another file of the same import states differently

    @property
    def to_keep(self) -> list[Observation]:
        """The figures that are news."""
        return [*self.added, *(revision.new for revision in self.revised)]


def merge(
    existing: Iterable[Observation], files: Mapping[str, Sequence[Observation]], indicators: Mapping[str, Indicator]
) -> dict[str, Merged]:
    """Sort the figures of each file, in turn, by what is there already: in `existing`, and in the files before it.

    A figure is unchanged where the last one of its indicator, area, period and status says the same. It revises where
    one of its status, or a less settled one, was there for its period. Else it is added, also an estimate beside a
    final figure, and a level's reading of June beside the same of the half year. Two files of one import that differ
    on a figure are a conflict: neither was there first.
    """
    ledger = _Ledger(existing, indicators)
    conflicts = ledger.conflicts(files)
    merged = {}
    for number, (name, incoming) in enumerate(files.items(), start=1):
        disputed = conflicts.get(name, {})
        certain = [one for one in incoming if id(one) not in disputed] if disputed else incoming
        merged[name] = ledger.merged(certain)._replace(conflicts=tuple(disputed.values()))
        if number < len(files):
            ledger.keep(certain)
    return merged


def history(observations: Iterable[Observation], indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, Merged]]:
    """What each file of `data/` brought when it came in, an indicator at a time: `merge` once more, import by import.

    Files that are kept by hand were there before all imports, and replaced nothing.
    """
    by_indicator: dict[str, list[Observation]] = {}
    for observation in observations:
        by_indicator.setdefault(observation.indicator, []).append(observation)
    for figures in by_indicator.values():
        files: dict[str, list[Observation]] = {}
        for observation in sorted(figures, key=_age):
            files.setdefault(observation.file, []).append(observation)
        ledger = _Ledger((), indicators)
        for file, brought in files.items():
            by_hand = brought[0].recorded is None
            yield file, Merged(brought, (), ()) if by_hand else ledger.merged(brought)
            ledger.keep(brought)


class _Ledger:
    """All versions of each figure."""

    def __init__(self, existing: Iterable[Observation], indicators: Mapping[str, Indicator]) -> None:
        self._indicators = indicators
        self._versions: dict[Key, list[Observation]] = {}
        for observation in existing:
            self._versions.setdefault(self._key(observation), []).append(observation)
        for versions in self._versions.values():
            if len(versions) > 1:
                versions.sort(key=_age)

    def keep(self, observations: Iterable[Observation]) -> None:
        """Note figures that came in after all that are there."""
        for observation in observations:
            self._versions.setdefault(self._key(observation), []).append(observation)

    def merged(self, incoming: Sequence[Observation]) -> Merged:
        """What the figures of one file mean."""
        if not self._versions:
            return Merged(incoming, (), ())
        added: list[Observation] = []
        unchanged: list[Observation] = []
        revised: list[Revised] = []
        for new in incoming:
            there = self._versions.get(self._key(new), ())
            last = next((old for old in reversed(there) if old.status is new.status), None)
            replaceable = [old for old in reversed(there) if old.status.rank >= new.status.rank]
            if last is not None and _says_the_same(last, new):
                (unchanged if _is_named_so(there, new) else added).append(new)
            elif replaceable:
                revised.append(Revised(min(replaceable, key=lambda old: old.status.rank), new))
            else:
                added.append(new)
        return Merged(added, revised, unchanged)

    def conflicts(self, files: Mapping[str, Sequence[Observation]]) -> dict[str, dict[int, Finding]]:
        """The figures that another file of the same import states differently, by file and identity: none counts."""
        if len(files) == 1:
            return {}
        stated: dict[Key, list[tuple[str, Observation]]] = {}
        for name, incoming in files.items():
            for one in incoming:
                stated.setdefault((*self._key(one), one.status), []).append((name, one))
        conflicts: dict[str, dict[int, Finding]] = {}
        for versions in stated.values():
            first = versions[0][1]
            other = next((one for _, one in versions if not _says_the_same(first, one)), None)
            for name, one in versions if other is not None else ():
                against = first if other is None or not _says_the_same(first, one) else other
                conflicts.setdefault(name, {})[id(one)] = _conflict(against, one)
        return conflicts

    def _key(self, observation: Observation) -> Key:
        """Indicator and area, and of a flow the interval, of all else the day it closes (rules §2)."""
        is_flow = self._indicators[observation.indicator].kind is Kind.FLOW
        return observation.indicator, observation.area, observation.period.figure_key(of_total=is_flow)


def _is_named_so(there: Iterable[Observation], new: Observation) -> bool:
    """Whether the same figure is there under the same period: a reading of June is also one of the half year."""
    return any(old.period == new.period and old.status is new.status and _says_the_same(old, new) for old in there)


def _conflict(first: Observation, second: Observation) -> Finding:
    params: dict[str, Param] = {
        "indicator": second.indicator,
        "period": str(second.period),
        "value": _printed(second),
        "other": _printed(first),
        "other_origin": str(first.origin),
    }
    return Finding(CONFLICTING_FIGURES, second.origin, params)


def _printed(observation: Observation) -> Param:
    if observation.value is not None:
        return observation.value
    return f"{observation.numerator}/{observation.denominator}"


def _age(observation: Observation) -> tuple[datetime, str, str]:
    """What is kept by hand was there before all imports."""
    return observation.recorded or _BEFORE_ALL_IMPORTS, observation.file, f"{observation.place:>12}"


def _says_the_same(old: Observation, new: Observation) -> bool:
    if old.numerator is None or new.numerator is None:
        return old.value == new.value
    return (old.numerator, old.denominator) == (new.numerator, new.denominator)

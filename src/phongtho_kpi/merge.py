"""Figures that come in x figures that are there → added, revised, unchanged (docs/commands.md, `data/`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from phongtho_kpi.model.catalogue import Indicator, Kind
from phongtho_kpi.model.finding import CONFLICTING_FIGURES, Finding, Param
from phongtho_kpi.model.observation import Observation

Key = tuple[object, ...]
_Versions = dict[Key, list[Observation]]  # oldest first


class Revised(NamedTuple):
    """A figure that says something else than the one it takes the place of."""

    old: Observation
    new: Observation


class Merged(NamedTuple):
    """What the figures of one file mean for those that are there."""

    added: tuple[Observation, ...]
    revised: tuple[Revised, ...]
    unchanged: tuple[Observation, ...]
    conflicts: tuple[Finding, ...] = ()  # a figure that another file of the same import states differently

    @property
    def to_keep(self) -> tuple[Observation, ...]:
        """The figures that are news."""
        return self.added + tuple(revision.new for revision in self.revised)


def merge(
    existing: Iterable[Observation], files: Mapping[str, Sequence[Observation]], indicators: Mapping[str, Indicator]
) -> dict[str, Merged]:
    """Sort the figures of each file, in turn, by what is there already: in `existing`, and in the files before it.

    A figure is unchanged where the last one of its indicator, area, period and status says the same. It revises where
    one of its status, or a less settled one, was there for its period. Else it is added, also an estimate beside a
    final figure. Two files of one import that differ on a figure are a conflict: neither was there first.
    """
    versions: _Versions = defaultdict(list)
    for observation in sorted(existing, key=_age):
        versions[_key(observation, indicators)].append(observation)
    brought: set[Observation] = set()
    merged = {}
    for name, incoming in files.items():
        merged[name] = _merged(versions, incoming, brought, indicators)
        for observation in merged[name].to_keep:
            versions[_key(observation, indicators)].append(observation)
            brought.add(observation)
    return merged


def _merged(
    versions: _Versions,
    incoming: Sequence[Observation],
    brought: AbstractSet[Observation],
    indicators: Mapping[str, Indicator],
) -> Merged:
    added, revised, unchanged, conflicts = [], [], [], []
    for new in incoming:
        there = versions[_key(new, indicators)]
        last = next((old for old in reversed(there) if old.status is new.status), None)
        replaceable = [old for old in reversed(there) if old.status.rank >= new.status.rank]
        if last is not None and _says_the_same(last, new):
            unchanged.append(new)
        elif last is not None and last in brought:
            conflicts.append(_conflict(last, new))
        elif replaceable:
            revised.append(Revised(min(replaceable, key=lambda old: old.status.rank), new))
        else:
            added.append(new)
    return Merged(tuple(added), tuple(revised), tuple(unchanged), tuple(conflicts))


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


def _key(observation: Observation, indicators: Mapping[str, Indicator]) -> Key:
    """Indicator and area, and of a flow the interval, of all else the day it closes (rules §2)."""
    is_flow = indicators[observation.indicator].kind is Kind.FLOW
    return observation.indicator, observation.area, observation.period.figure_key(of_total=is_flow)


def _age(observation: Observation) -> tuple[bool, str, str]:
    recorded = observation.recorded
    return recorded is not None, "" if recorded is None else recorded.isoformat(), str(observation.origin)


def _says_the_same(old: Observation, new: Observation) -> bool:
    if old.numerator is None or new.numerator is None:
        return old.value == new.value
    return (old.numerator, old.denominator) == (new.numerator, new.denominator)

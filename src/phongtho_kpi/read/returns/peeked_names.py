"""The texts in the rows of a table that say what its figures are of: each once, with its meaning (docs/commands.md)."""

from typing import NamedTuple

from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.seen import SeenName
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.names import AreaProblem
from phongtho_kpi.read.returns.peeked_columns import ColumnPeek
from phongtho_kpi.read.returns.periods import read_period
from phongtho_kpi.read.returns.words import Words

_MOST_KEPT = 2_000  # different texts of one table; of the rest only the rows are counted


class _Key(NamedTuple):
    """A text in a role; `of` is what its meaning depends on: an indicator's unit, what an area's code or name means."""

    role: Role
    text: str
    of: str | AreaProblem | None = None


class _Tally:
    """Where a text stands first, in how many rows, and how many figures these have."""

    __slots__ = ("figures", "row", "rows")

    def __init__(self, row: int) -> None:
        self.row = row
        self.rows = 0
        self.figures = 0


class NamePeek:
    """Counts the texts of a table while its rows go by, and says in the end what they mean."""

    def __init__(self, words: Words, columns: ColumnPeek) -> None:
        self._words = words
        self._columns = columns
        self._tallies: dict[_Key, _Tally] = {}
        self._periods: dict[str, tuple[Period | None, str]] = {}
        self.more = 0

    def note(self, row: int, figures: int, role: Role, text: str, of: str | AreaProblem | None = None) -> None:
        """A row has this text in this role."""
        key = _Key(role, text, of)
        tally = self._tallies.get(key)
        if tally is None:
            if len(self._tallies) >= _MOST_KEPT:
                self.more += 1
                return
            tally = self._tallies[key] = _Tally(row)
        tally.rows += 1
        tally.figures += figures

    def period_of(self, text: str) -> tuple[Period | None, str]:
        """What a row's own cell says of its period: the period, or the name of a finding."""
        if text not in self._periods:
            when = read_period(text)
            unknown = None, kinds.UNKNOWN_PERIOD.name
            self._periods[text] = unknown if when is None else self._columns.settled(when)
        return self._periods[text]

    def names(self) -> tuple[SeenName, ...]:
        """All of them, those of the indicators first."""
        order = list(Role)
        keys = sorted(self._tallies, key=lambda key: (order.index(key.role), self._tallies[key].row))
        return tuple(self._with_meaning(key, self._tallies[key]) for key in keys)

    def _with_meaning(self, key: _Key, tally: _Tally) -> SeenName:
        name = SeenName(key.role.value, key.text, tally.row, tally.rows, tally.figures)
        match key.role:
            case Role.INDICATOR:
                return self._indicator(name)
            case Role.PERIOD:
                period, problem = self.period_of(key.text)
                return name._replace(period=period, means=str(period) if period else "", problem=problem)
            case Role.STATUS:
                status = self._words.statuses[key.text]
                return name._replace(means=status or "", problem="" if status else kinds.UNKNOWN_STATUS.name)
            case Role.UNIT:
                unit = str(key.of)
                converts = self._words.units[key.text, unit] is not None
                return name._replace(means=unit, problem="" if converts else kinds.WRONG_UNIT.name)
            case _:
                return _area(name, key.of)

    def _indicator(self, name: SeenName) -> SeenName:
        named = self._words.indicators[name.text]
        if named is not None:
            return name._replace(means=named.indicator.id)
        nearest = self._words.indicators.nearest(name.text) if name.text else ""
        return name._replace(problem=kinds.UNKNOWN_INDICATOR.name, nearest=nearest)


def _area(name: SeenName, area: str | AreaProblem | None) -> SeenName:
    if isinstance(area, AreaProblem):
        return name._replace(problem=(kinds.AREA_CONFLICT if area.conflict else kinds.UNKNOWN_AREA).name)
    return name._replace(means=area or "")

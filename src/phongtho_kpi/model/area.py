"""`Area`: a part of the place at its time, a commune of a district for one (rules §7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from phongtho_kpi.model.catalogue import LocalText
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.period import Period


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the place; code and time together say which one: 03562 was Vàng Ma Chải, since 7/2025 Sì Lở Lầu.

    `valid_from` and `valid_to` are its first and its last day; None: it has no such limit.
    """

    code: str
    name: LocalText
    origin: Origin
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)  # key → line in the file

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return self.valid_from or date.min

    @property
    def last_day(self) -> date:
        """The day after which it is no more."""
        return self.valid_to or date.max

    def is_valid_between(self, first: date, last: date) -> bool:
        """Whether there is a day from `first` to `last`, both included, on which it is valid."""
        return max(self.first_day, first) <= min(self.last_day, last)

    def origin_of(self, key: str) -> Origin:
        """Where `key` of this area stands in the file."""
        return Origin(self.origin.file, line=self.lines.get(key, self.origin.line))


class Areas(tuple[Area, ...]):
    """All areas of a workspace, past ones too, in the file's order; none where it has no list of them."""

    __slots__ = ()

    def on(self, day: date) -> dict[str, Area]:
        """What each code means on `day`."""
        return {area.code: area for area in self if area.is_valid_between(day, day)}

    def at(self, code: str, day: date) -> Area | None:
        """What `code` means on `day`, if anything."""
        return self.on(day).get(code)

    def for_period(self, period: Period) -> dict[str, Area]:
        """What each code means in a figure for `period`: what it means on the period's last day.

        That is the calendar's last day, not the cut-off day: who reports a year reports it as it stands at its end, and
        June 2025 was closed on the 14th, but the communes of then lasted until the 30th. So `2025-H1` speaks of the old
        communes whenever it comes in, `2025-7M` and `2025` of the new ones.
        """
        return self.on(period.closes(None))

    def in_year(self, year: int) -> tuple[Area, ...]:
        """Those that are valid on some day of `year`: in 2025 the old ones and the new."""
        return tuple(area for area in self if area.is_valid_between(date(year, 1, 1), date(year, 12, 31)))

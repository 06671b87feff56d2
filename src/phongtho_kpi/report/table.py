"""The neutral table: what a writer of any format needs, and nothing of how it will look.

Cells say what they are — a text, a number with its places, a status — and every writer decides what to do with that:
n reports + m formats, not n x m.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from phongtho_kpi.model.assessment import Status


class Tone(StrEnum):
    """What a thing shown means; a writer that has colours picks one for it."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    FAILED = "failed"


SYMBOLS = {
    Status.EXCEEDED: "✔",
    Status.MET: "✔",
    Status.ON_TRACK: "●",
    Status.AT_RISK: "▲",
    Status.OFF_TRACK: "▼",
    Status.MISSED: "✘",
    Status.NOT_DUE: "○",
    Status.NO_DATA: "–",
    Status.INFORMATIVE: "·",
}
TONES = {
    Status.EXCEEDED: Tone.GOOD,
    Status.MET: Tone.GOOD,
    Status.ON_TRACK: Tone.GOOD,
    Status.AT_RISK: Tone.WARNING,
    Status.OFF_TRACK: Tone.BAD,
    Status.MISSED: Tone.FAILED,
    Status.NOT_DUE: Tone.FAINT,
    Status.NO_DATA: Tone.FAINT,
    Status.INFORMATIVE: Tone.FAINT,
}


class ColumnKind(StrEnum):
    """What stands in a column; numbers go under one another, texts may be wrapped, a bar is drawn or left out.

    A key of a file is a text that stays whole, so that it can be copied.
    """

    TEXT = "text"
    NUMBER = "number"
    BAR = "bar"
    STATUS = "status"
    DAY = "day"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` is the same in every language; `faint` columns step back behind the others."""

    key: str
    heading: str
    kind: ColumnKind = ColumnKind.TEXT
    faint: bool = False


@dataclass(frozen=True, slots=True)
class TextCell:
    """A text, with what may stand `under` it in smaller letters."""

    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A number and how many decimals are shown of it; with `upper` a range; `signed` shows a plus too.

    `suffix` is a sign of ours behind it where a column holds numbers of more than one sort.
    """

    value: Decimal
    places: int
    upper: Decimal | None = None
    signed: bool = False
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class BarCell:
    """How far along, and where it should be by now: shares of 1, which may be beyond it or below 0."""

    value: Decimal
    mark: Decimal | None
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class StatusCell:
    """A verdict, its word, and what must be known beside it; the symbol is always shown with the word."""

    status: Status
    word: str
    remark: str = ""

    @property
    def symbol(self) -> str:
        """The sign that stands for the status in every format."""
        return SYMBOLS[self.status]

    @property
    def tone(self) -> Tone:
        """What the status means for its looks."""
        return TONES[self.status]


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day."""

    day: date


@dataclass(frozen=True, slots=True)
class Missing:
    """There should be something here, and there is not: `–`. Where nothing belongs a cell is None."""


Cell = TextCell | NumberCell | BarCell | StatusCell | DayCell | Missing | None


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading; the heading may be empty.

    `mark` numbers it, as official tables do: I, II, III. `is_total`: its rows sum up those above.
    """

    heading: str
    rows: tuple[tuple[Cell, ...], ...]
    mark: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A line under a table: what there is to say, and the command that says more."""

    text: str
    hint: str = ""
    symbol: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A title, lines under it, columns, rows in sections, notes; `lang` says how numbers and days are written.

    `numbering` stands under the headings where columns have numbers, as official tables have it.
    """

    lang: str
    title: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    subtitle: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    numbering: tuple[str, ...] = ()

"""A workbook as neutral sheets: what stands on each and in which order, and nothing of fonts, borders and colours."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from phongtho_kpi.model.assessment import Status
from phongtho_kpi.report.table import Note, Table, Tone


class Letterhead(NamedTuple):
    """What stands at the top of an official table: who issues it on the left, the country's heading on the right."""

    left: tuple[str, ...]
    right: tuple[str, ...]


class Signatures(NamedTuple):
    """Place and day, and under it who signs: two columns of lines, with room for the signatures below."""

    dated: str
    left: tuple[str, ...]
    right: tuple[str, ...]


class Lines(NamedTuple):
    """Sentences under a heading, each over the whole width; the heading may be empty."""

    heading: str
    lines: tuple[Note, ...]


class Letter(NamedTuple):
    """What is said in a mail: a title, lines under it, blocks of lines, and what stands at the end."""

    lang: str
    title: str
    subtitle: tuple[str, ...]
    blocks: tuple[Lines, ...]
    ending: tuple[str, ...]


class Tile(NamedTuple):
    """A large figure, and what it counts."""

    figure: Decimal
    words: str
    tone: Tone = Tone.PLAIN


class Tiles(NamedTuple):
    """Large figures beside one another."""

    tiles: tuple[Tile, ...]


class ChartKind(StrEnum):
    """What a chart shows, and so how it is drawn."""

    STACK = "stack"  # one bar of parts that add up: a series a part
    BULLETS = "bullets"  # a bar for each category, and where it should be by now: two series
    MONTHS = "months"  # columns by month, where they should be as a line, the target as a level line: three series


class Series(NamedTuple):
    """Numbers of a chart, one a category, None where there is none.

    `statuses` give the colour: one a value, or one for all of them; none for a line that says where to be.
    """

    heading: str
    values: tuple[Decimal | None, ...]
    statuses: tuple[Status, ...] = ()


class Chart(NamedTuple):
    """A chart with the numbers it is drawn from; `places` are the decimals of its labels."""

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    places: int = 0


class Charts(NamedTuple):
    """Charts in rows, `abreast` of them beside one another; `rows` is the height of each in lines of text."""

    charts: tuple[Chart, ...]
    abreast: int = 1
    rows: int = 12


class Placed(NamedTuple):
    """A table on the columns of its sheet: `spans` says how many of them each of its own columns takes, () one each.

    `is_main`: it is what the sheet is about: its header stays in view, is repeated on every page and has filters.
    `is_ruled`: every cell has a border, as official tables have it.
    """

    table: Table
    spans: tuple[int, ...] = ()
    is_main: bool = False
    is_ruled: bool = False


Block = Letterhead | Signatures | Lines | Tiles | Charts | Placed


class Sheet(NamedTuple):
    """One sheet: its name, title, the lines under it, and its blocks from top to bottom.

    `widths` are the widths of its columns in letters; () leaves them to what its main table holds.
    """

    name: str
    title: str
    subtitle: tuple[str, ...]
    blocks: tuple[Block, ...]
    widths: tuple[int, ...] = ()
    is_landscape: bool = True


class Book(NamedTuple):
    """A workbook: its sheets, and what it says of itself in its properties; `made_from` is its description."""

    lang: str
    title: str
    subject: str
    sheets: tuple[Sheet, ...]
    made_from: str = ""

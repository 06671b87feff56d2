"""What a single line of a return says of its figures: the year, the months, the area, the unit (docs/commands.md)."""

from phongtho_kpi.model.seen import SeenLine, SeenTime
from phongtho_kpi.read.returns.surroundings import surroundings_of
from phongtho_kpi.read.returns.words import Words


def line_saying(address: str, text: str, words: Words, *, as_sheet: bool = False) -> SeenLine:
    """A title line, or with `as_sheet` the name of a sheet, read as all of them are read together."""
    titles, sheet = ((), text) if as_sheet else ((text,), "")
    around = surroundings_of(titles, sheet, words.areas, words.units)
    times = tuple(SeenTime(when.year, when.months, when.day) for when in around.periods)
    codes = tuple(words.areas.sense_of(name) for name in around.areas if not words.areas.is_whole(name))
    return SeenLine(address, text, times, codes, around.unknown_area, around.unit)

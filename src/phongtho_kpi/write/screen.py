"""Text on a screen of fixed cells: safe to print, measured as it is shown, wrapped at words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from phongtho_kpi.model.folding import composed
from phongtho_kpi.report.table import Tone

UNSHOWABLE = "\N{REPLACEMENT CHARACTER}"
NO_BREAK = "\N{NO-BREAK SPACE}"
_BREAKABLE = f"{NO_BREAK}/-_,!."  # after these a word that is too long may go on in the next line

_SURROGATES = re.compile("[\ud800-\udfff]")
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")  # controls, and turns of direction
_ONE_CELL_EACH = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2013-\u2026]*")  # nearly all there is


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line, and what it means."""

    text: str
    tone: Tone = Tone.PLAIN


Line = list[Span]


def safe(text: str) -> str:
    """Composed, in one line, without control, bidi or other invisible characters: `�` for each (docs/safety.md)."""
    if text.isascii() and text.isprintable():
        return text
    one_form = composed(text)
    if one_form.isprintable():
        return one_form
    return "".join(_shown(character) for character in one_form)


def _shown(character: str) -> str:
    if character.isprintable() or character == NO_BREAK:
        return character
    return " " if character in "\n\t" or unicodedata.category(character) == "Zs" else UNSHOWABLE


def encodable(text: str) -> str:
    """Without halves of characters, which no encoding has: `�` stands for each."""
    return _SURROGATES.sub(UNSHOWABLE, text)


def quiet_json(text: str) -> str:
    """JSON without halves of characters, and with an escape for each that a terminal would obey; it says the same."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", encodable(text))


def cells(text: str) -> int:
    """How many cells of a screen a text takes."""
    return len(text) if _ONE_CELL_EACH.fullmatch(text) else sum(map(_cells_of, text))


@cache
def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def left(text: str, width: int) -> str:
    """Filled with blanks on the right."""
    return text + " " * (width - cells(text))


def right(text: str, width: int) -> str:
    """Filled with blanks on the left."""
    return " " * (width - cells(text)) + text


def longest_word(text: str) -> int:
    """The cells of the widest word."""
    return max(map(cells, text.split(" ")), default=0)


def wrapped(text: str, width: int | None) -> list[str]:
    """The text in lines of at most `width` cells, broken at words, inside a word only where it has to be."""
    if width is None or cells(text) <= width:
        return [text]
    width = max(width, 1)
    lines, line = [], ""
    for word in text.split(" "):
        rest = word
        if line and cells(line) + 1 + cells(rest) <= width:
            line += " " + rest
            continue
        if line:
            lines.append(line)
            line = ""
        while cells(rest) > width:
            head = _fitting(rest, width)
            lines.append(head)
            rest = rest[len(head) :]
        line = rest
    return [*lines, line] if line or not lines else lines


def unbroken(text: str) -> str:
    """A text that stays in one line where it can."""
    return text.replace(" ", NO_BREAK)


def _fitting(word: str, width: int) -> str:
    """The beginning of a word that fits: up to its last hyphen or slash, else as much as there is room for."""
    used = 0

    def fits(character: str) -> bool:
        nonlocal used
        used += _cells_of(character)
        return used <= width

    head = "".join(takewhile(fits, word)) or word[0]
    if len(head) == len(word):
        return word
    cut = max(head.rfind(mark) for mark in _BREAKABLE) + 1
    return head[:cut] if cut > 1 else head


def plain(line: Line) -> str:
    """A line without its tones, and without blanks at its end."""
    return "".join(span.text for span in line).replace(NO_BREAK, " ").rstrip()

"""Which characters a text may hold, and how much of it is shown (docs/safety.md, *Text*)."""

import json
import re

MOST_CHARACTERS = 32_767
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters to Unicode, blanks to the eye
_EXCERPT = 80
# what no text of ours holds: control characters (but tab and line ends), halves of a surrogate pair, non-characters
# and byte order marks, which are no text
CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
# what reorders or breaks the line it stands in: also refused in ids and names
BIDI = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
NOT_IN_PROSE = re.compile(f"[{CONTROL}]")
_NOT_IN_A_LINE = re.compile(f"[{CONTROL}\t\n\r]")
_NOT_IN_A_NAME = re.compile(f"[{CONTROL}\t\n\r{BIDI}]")
_UNSHOWABLE = re.compile(f"[{CONTROL}\t\n\r{BIDI}]")


def is_prose(text: str) -> bool:
    """Whether `text` may stand in a note: tabs and line ends are allowed."""
    return len(text) <= MOST_CHARACTERS and NOT_IN_PROSE.search(text) is None


def is_line(text: str) -> bool:
    """Whether `text` is one line without control characters."""
    return len(text) <= MOST_CHARACTERS and _NOT_IN_A_LINE.search(text) is None


def is_name(text: str) -> bool:
    """Whether `text` may name something: one line that reads in the order in which it is written."""
    return len(text) <= MOST_CHARACTERS and _NOT_IN_A_NAME.search(text) is None


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it that can be seen."""
    return any(sign.isalnum() and sign not in _FILLERS for sign in text)


def excerpt(value: object) -> str:
    """The first 80 characters of what was read, fit to be shown."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    folded = " ".join(text[: 4 * _EXCERPT].split())
    return _UNSHOWABLE.sub("\ufffd", folded[:_EXCERPT])

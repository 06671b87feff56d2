"""Which word was most likely meant: told in a finding, never acted upon."""

from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 100  # what is longer is no slip of the pen, and costs time to compare
_MOST_LOOKED_UP, _MOST_COMPARED = 50, 30_000  # who has more slips than that has another list


def nearest_word(written: str, known: Iterable[str]) -> str:
    """The one of the `known` words that `written` is near to; "" where none is."""
    return _nearest(written[:_LONGEST], tuple(known))


class NearestWords:
    """Those near to words of one list; after the first fifty, fewer where the list is long, none is looked for."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = tuple(known)
        self._left = min(_MOST_LOOKED_UP, _MOST_COMPARED // max(len(self._known), 1))

    def to(self, written: str, but: str) -> str:
        """The word near to `written` that is not `but`; "" where none is."""
        self._left -= 1
        return "" if self._left < 0 else nearest_word(written, (word for word in self._known if word != but))


@lru_cache(maxsize=4096)
def _nearest(written: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    return next(iter(get_close_matches(written.casefold(), known, n=1)), "")

"""Which word was most likely meant: told in a finding, never acted upon."""

from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 100  # what is longer is no slip of the pen, and costs time to compare


def nearest_word(written: str, known: Iterable[str]) -> str:
    """The one of the `known` words that `written` is near to; "" where none is."""
    return _nearest(written[:_LONGEST], tuple(known))


@lru_cache(maxsize=4096)
def _nearest(written: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    return next(iter(get_close_matches(written.casefold(), known, n=1)), "")

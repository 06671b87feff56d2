"""Names that one slip of the pen makes of each other: without a diacritic, or with one wrong letter in a word.

Where digits, Roman numerals or single letters differ (`lớp 3`, `cấp II`, `loại B`) two things are meant. Names are put
into dictionaries, never compared all with all, so that thousands of them cost little.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from phongtho_kpi.model.folding import TONES, folded, without_marks, words_in_capitals

_SHORTEST = 4  # letters of a word that one wrong letter does not make another word of
_LONGEST_WORD = 30  # what is longer is compared by its diacritics only
_LONGEST = 300  # so is a name that is
_ROMAN = re.compile("[ivxlcdm]+")

# what stands for the place of the letter where a word is looked up by its length
_SAME, _LONGER = -1, -2

Holder = TypeVar("Holder", bound=Hashable)


class _Word(NamedTuple):
    """The word of a name that may hold the slip: its letters with their marks, and its tone."""

    number: int  # of the name
    letters: str
    tone: str


def slips_of_the_pen(names: Sequence[tuple[Holder, str]]) -> Iterator[tuple[int, int]]:
    """Places of two names of two holders that are alike and not the same, the first before the second.

    Of many that are alike each is paired with the first of them.

    >>> list(slips_of_the_pen([(1, "Trồng mới chè"), (2, "Trồng mơi chè"), (3, "Trồng mới chè lớp 2")]))
    [(0, 1)]
    """
    words = [folded(name).split() for _, name in names]
    capitals = [words_in_capitals(name) for _, name in names]
    pairs = (*_but_for_marks(words), *_but_for_a_letter(words, capitals))
    for first, second in dict.fromkeys(pairs):
        if names[first][0] != names[second][0]:
            yield first, second


def _but_for_marks(names: Sequence[list[str]]) -> Iterator[tuple[int, int]]:
    """Names whose words are the same without diacritics."""
    first: dict[str, int] = {}
    for number, words in enumerate(names):
        earlier = first.setdefault(without_marks(" ".join(words)), number)
        differing = [(word, other) for word, other in zip(words, names[earlier], strict=False) if word != other]
        if differing and all(len(without_marks(word)) > 1 and _lacks_marks(word, other) for word, other in differing):
            yield earlier, number


def _lacks_marks(one: str, other: str) -> bool:
    """Whether one of two words has all marks of the other: `dứa` and `dừa` are two fruits, `dưa` may be either."""
    marks, others = (
        Counter(sign for sign in word if sign == "đ" or unicodedata.combining(sign)) for word in (one, other)
    )
    return marks <= others or others <= marks


def _but_for_a_letter(names: Sequence[list[str]], capitals: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Names that differ in one word, and in one letter of it: another one, one more or one less."""
    by_rest: defaultdict[tuple[int, tuple[str, ...]], list[_Word]] = defaultdict(list)  # a place, and the other words
    for number in _sharing_a_half(names):
        words = names[number]
        for place, word in enumerate(words):
            tone = word[len(word.rstrip(TONES)) :]
            letters = unicodedata.normalize("NFC", word.removesuffix(tone))
            if place not in capitals[number] and _may_hold_a_slip(letters):
                rest = (*words[:place], *words[place + 1 :])
                by_rest[place, rest].append(_Word(number, letters, tone))
    for there in by_rest.values():
        if len(there) > 1:
            yield from _a_letter_apart(there)


def _differ(one: str, other: str) -> bool:
    """Whether two words differ in more than their marks, of which `_but_for_marks` judges."""
    return one != other and without_marks(one) != without_marks(other)


def _may_hold_a_slip(letters: str) -> bool:
    return _SHORTEST <= len(letters) <= _LONGEST_WORD and letters.isalpha() and not _ROMAN.fullmatch(letters)


def _sharing_a_half(names: Sequence[list[str]]) -> list[int]:
    """Those that have as many words as another one, and the same first or last ones: few, and quickly told."""
    short = [number for number, words in enumerate(names) if sum(map(len, words)) <= _LONGEST]
    halves = {number: _halves(names[number]) for number in short}
    held_by = Counter(half for both in halves.values() for half in both)
    return [number for number in short if any(held_by[half] > 1 for half in halves[number])]


def _halves(words: list[str]) -> tuple[tuple[object, ...], tuple[object, ...]]:
    count, middle = len(words), len(words) // 2
    return (count, "first", *words[:middle]), (count, "last", *words[middle:])


def _a_letter_apart(words: Iterable[_Word]) -> Iterator[tuple[int, int]]:
    """Names whose words, of one tone, are a letter apart.

    Two words share what is left of them without a letter at one place; or the longer has that of the shorter.
    """
    seen: dict[tuple[str, int, str], _Word] = {}
    for word in words:
        shorter = [(place, word.letters[:place] + word.letters[place + 1 :]) for place in range(len(word.letters))]
        looked_up = [
            *((word.tone, place, left) for place, left in shorter),  # another letter
            *((word.tone, _SAME, left) for _, left in shorter if len(left) >= _SHORTEST),  # the earlier has one less
            (word.tone, _LONGER, word.letters),  # the earlier has one more
        ]
        for key in looked_up:
            if (earlier := seen.get(key)) is not None and _differ(earlier.letters, word.letters):
                yield earlier.number, word.number
        for place, left in shorter:
            seen.setdefault((word.tone, place, left), word)
            seen.setdefault((word.tone, _LONGER, left), word)
        seen.setdefault((word.tone, _SAME, word.letters), word)

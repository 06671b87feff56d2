"""Which known name a text is near to: told where a name is not found, never taken (docs/commands.md, *Indicators*)."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from fractions import Fraction

from phongtho_kpi.model.folding import folded, without_marks

_MOST_COMPARED = 500  # names of one import that are compared letter by letter; what is beyond is only not found
_LONGEST_COMPARED = 100
_NEAR_WORDS = 0.6  # of the words of both names together
_NEAR_LETTERS = 0.8


def folded_without_marks(text: str) -> str:
    """A name without its punctuation and its diacritics."""
    return folded(without_marks(text))


class Nearness:
    """Which of the known names a text is near to: by its words, and then by its letters, both without diacritics."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(names))
        self._words = [frozenset(folded_without_marks(name).replace("_", " ").split()) for name in self._names]
        self._with_word: dict[str, list[int]] = {}
        for number, words in enumerate(self._words):
            for word in words:
                self._with_word.setdefault(word, []).append(number)
        self._compared = 0

    def nearest(self, text: str) -> str:
        """The nearest name; "" where none is near."""
        words = frozenset(folded_without_marks(text[:_LONGEST_COMPARED]).split())
        shared: dict[int, int] = {}
        for word in words:
            for number in self._with_word.get(word, ()):
                shared[number] = shared.get(number, 0) + 1
        best = max(shared, key=lambda number: self._likeness(number, shared[number], words), default=None)
        if best is not None and self._likeness(best, shared[best], words) >= _NEAR_WORDS:
            return self._names[best]
        return self._nearest_by_letters(text)

    def _likeness(self, number: int, shared: int, words: frozenset[str]) -> Fraction:
        return Fraction(2 * shared, len(words) + len(self._words[number]))

    def _nearest_by_letters(self, text: str) -> str:
        if self._compared >= _MOST_COMPARED:
            return ""
        self._compared += 1
        matcher = SequenceMatcher(b=folded_without_marks(text[:_LONGEST_COMPARED]), autojunk=False)
        best, nearest = _NEAR_LETTERS, ""
        for name in self._names:
            matcher.set_seq1(folded_without_marks(name))
            if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and matcher.ratio() >= best:
                best, nearest = matcher.ratio(), name
        return nearest

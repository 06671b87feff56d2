"""Names as they are compared: what spelling may vary without making another name (docs/commands.md, *Indicators*)."""

import re
import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_TONE = re.compile(f"[{TONES}]")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_NUMBERING = r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}"
_BULLET = re.compile(
    rf"(?:\s*(?:[-–—+*•·▪]+\)?|\(?(?:{_NUMBERING}|[IVX]{{1,5}}|[A-Za-zĐđ])[.)\]:-]|{_NUMBERING}(?=\s)))+\s*"
)
_LONGEST = 1_000  # what is longer is no name, and costs time to fold
_MOST_MARKS = 30  # on one letter; putting them in order takes the square of their number
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]\s*$")


def composed(text: str) -> str:
    """In NFC, the form in which all text is kept; heaps of marks that are no language stay as they came."""
    if len(text) > _LONGEST and not unicodedata.is_normalized("NFC", text) and _is_heaped(text):
        return text
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """One spelling for one name: case, white space, punctuation, composition and the place of the tone mark are folded.

    >>> folded("Thôn có nhà văn  hoá") == folded("THÔN CÓ NHÀ-VĂN HÓA")
    True
    >>> folded("Mù Sang") == folded("Mủ Sang")
    False
    """
    if len(text) > _LONGEST:
        return text
    return " ".join(_with_tone_last(word) for word in _WORD.findall(unicodedata.normalize("NFD", text.casefold())))


def words_in_capitals(text: str) -> frozenset[int]:
    """Which words of a name, as `folded` has them, are in capitals: `PTDTNT`, of which each letter is a word.

    >>> words_in_capitals("Trường PTDTNT huyện")
    frozenset({1})
    """
    if len(text) > _LONGEST:
        return frozenset()
    words = _WORD.findall(unicodedata.normalize("NFD", text))
    return frozenset(place for place, word in enumerate(words) if word.isupper())


def without_marks(text: str) -> str:
    """Letters without their diacritics, `đ` as `d`, in lower case: for words of which the marks make no difference.

    >>> without_marks("Ước thực hiện 6 tháng đầu năm")
    'uoc thuc hien 6 thang dau nam'
    """
    if len(text) > _LONGEST:
        return text.casefold()
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


def without_bullet(text: str) -> str:
    """Without a leading number or bullet: `1.2. `, `a) `, `II. `, `- `, `+ `."""
    return text[found.end() :] if len(text) <= _LONGEST and (found := _BULLET.match(text)) else text


def split_brackets(text: str) -> tuple[str, str]:
    """A name, and what stands in the brackets at its end: `Diện tích (ha)` → `Diện tích`, `ha`."""
    found = _IN_BRACKETS.search(text) if len(text) <= _LONGEST else None
    return (text, "") if found is None else (text[: found.start()].rstrip(), found[1].strip())


def _with_tone_last(word: str) -> str:
    """A syllable with its tone mark at the end: `hoá` and `hóa` differ in nothing else."""
    return _TONE.sub("", word) + "".join(_TONE.findall(word))


def _is_heaped(text: str) -> bool:
    """Whether more marks stand on one letter than any language puts there."""
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks > _MOST_MARKS:
            return True
    return False

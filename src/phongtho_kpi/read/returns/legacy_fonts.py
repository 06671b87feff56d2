"""Text in the old TCVN3 and VNI fonts → Unicode (docs/commands.md, *What offices send*).

In such a cell the letters are 8-bit codes that only the font draws as Vietnamese: `Tû lÖ` in .VnTime is Tỷ lệ. The
tables are TCVN 5712:1993 (VN3, which the fonts draw, and the capitals that VN2 adds) and VNI for Windows.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from phongtho_kpi.model.folding import composed


class Legacy(StrEnum):
    """What the codes of a font mean."""

    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3-capitals"  # drawn as capitals, whatever their case
    VNI = "vni"


def legacy_of(font_name: str) -> Legacy | None:
    """`.VnTime` is TCVN3, `.VnTimeH` its capitals, `VNI-Times` is VNI, whatever the case; None: an ordinary font."""
    name = font_name.strip().casefold()
    if name.startswith(".vn"):
        return Legacy.TCVN3_CAPITALS if name.endswith("h") else Legacy.TCVN3
    return Legacy.VNI if name.startswith(("vni-", "vni ")) else None


def unicode_of(text: str, legacy: Legacy) -> str:
    """The text in Unicode, NFC; one that was typed in Unicode in spite of its font keeps its letters."""
    if text.isascii():
        return text.upper() if legacy is Legacy.TCVN3_CAPITALS else text
    if not _was_typed_in_unicode(text, legacy):
        text = _CONVERSIONS[legacy](text.translate(_CONTROLS))
    return composed(text)


def _was_typed_in_unicode(text: str, legacy: Legacy) -> bool:
    """Whether its letters are meant as they stand.

    They are if one of them, or a mark, is no 8-bit code (ệ, ư, ơ); or if, among none but Vietnamese letters, one is
    there that the font cannot draw (à in `Hà Nam`). Else the font decides: `Hé` in .VnTime is Hộ, not Hé.
    """
    if _is_beyond_codes(text):
        return True
    undrawn = _undrawn_in_vni(text) if legacy is Legacy.VNI else not _TCVN3_CAPITALS.keys().isdisjoint(text)
    return undrawn and _VIETNAMESE_AS_IT_STANDS.issuperset(_HIGH_CODE.findall(text))


def _from(codes: dict[int, str]) -> dict[str, str]:
    """A letter for each code, from runs of letters by their first code."""
    return {chr(first + index): letter for first, run in codes.items() for index, letter in enumerate(run)}


# all that the fonts draw: the letters with a tone mark have no capitals but in the fonts of capitals
_TCVN3_DRAWN = _from(
    {
        0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
        0xB5: "àảãáạ",
        0xBB: "ằẳẵắ",
        0xC6: "ặầẩẫấậè",
        0xCE: "ẻẽéẹềểễếệìỉ",
        0xDC: "ĩíịò",
        0xE1: "ỏõóọồổỗốộờởỡớợù",
        0xF1: "ủũúụừửữứựỳỷỹýỵ",
    }
)
# VN2 only. Its tone marks (B0 to B4) are left out: after a letter these codes are ² and ³, as in km²
_TCVN3_CAPITALS = _from(
    {0xAF: "Ằ", 0xBA: "Ẳ", 0xBF: "ẴẮẦẨẪẤỀ", 0xCD: "Ể", 0xD9: "ỄẾỒ", 0xE0: "Ổ", 0xF0: "Ỗ", 0xFF: "Ố"},
)
_TCVN3 = str.maketrans(_TCVN3_DRAWN | _TCVN3_CAPITALS)

_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
# after which codes the marks stand, and what they are; yï is the odd way to write ỵ
_GRAVE, _ACUTE, _CIRCUMFLEX, _TILDE, _BREVE, _HOOK, _DOT = "\u0300\u0301\u0302\u0303\u0306\u0309\u0323"
_TONES = (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)
_VNI_MARKS = (
    ("aeouyôö", "ùøûõï", _TONES),
    ("aeo", "âáàåãä", (_CIRCUMFLEX, *(_CIRCUMFLEX + tone for tone in _TONES))),
    ("a", "êéèúüë", (_BREVE, *(_BREVE + tone for tone in _TONES))),
)


def _vni() -> Iterator[tuple[str, str]]:
    """Every letter by its one or two codes; the case is that of the first, since `Uû` is found as well as `UÛ`."""
    for code, letter in _VNI_ALONE.items():
        yield code, letter
        yield code.upper(), letter.upper()
    for bases, codes, marks in _VNI_MARKS:
        for base in (*bases, *bases.upper()):
            alone = _VNI_ALONE.get(base.lower(), base.lower())
            for code, mark in zip(codes, marks, strict=True):
                letter = composed((alone if base.islower() else alone.upper()) + mark)
                yield base + code, letter
                yield base + code.upper(), letter


def _either(codes: Iterable[str]) -> str:
    """A pattern for one of these codes, small or capital."""
    small = "".join(codes)
    return f"[{small}{small.upper()}]"


_VNI = dict(_vni())
_VNI_LETTER = re.compile(
    "|".join([*(_either(bases) + _either(codes) for bases, codes, _ in _VNI_MARKS), _either(_VNI_ALONE)])
)
_VNI_MARK = re.compile(_either(codes for _, codes, _ in _VNI_MARKS))


def _undrawn_in_vni(text: str) -> bool:
    """Whether a mark stands after a letter that cannot bear it."""
    return _VNI_MARK.search(_VNI_LETTER.sub("", text)) is not None


def _from_vni(text: str) -> str:
    return _VNI_LETTER.sub(lambda found: _VNI[found[0]], text)


_CONVERSIONS: dict[Legacy, Callable[[str], str]] = {
    Legacy.TCVN3: lambda text: text.translate(_TCVN3),
    Legacy.TCVN3_CAPITALS: lambda text: text.translate(_TCVN3).upper(),
    Legacy.VNI: _from_vni,
}

# codes 80 to 9F are no letters in either; libraries hand them over as controls or as the Windows characters: “ ” – …
_CONTROLS = {code: bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(0x80, 0xA0)}
_WINDOWS_ONLY = frozenset(_CONTROLS.values())
_HIGH_CODE = re.compile("[\xa1-\xff]")
_VIETNAMESE_AS_IT_STANDS = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý°±²³´º")
_LAST_CODE = "\xff"


def _is_beyond_codes(text: str) -> bool:
    """Whether there is a letter or a combining mark that is no 8-bit code."""
    return any(
        character > _LAST_CODE
        and character not in _WINDOWS_ONLY
        and (character.isalpha() or unicodedata.combining(character))
        for character in text
    )

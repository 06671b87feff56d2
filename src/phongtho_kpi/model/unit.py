"""Units: families within which a figure converts exactly (docs/commands.md, *Units*)."""

from decimal import Context, Decimal
from fractions import Fraction

from phongtho_kpi.model.folding import composed

_FAMILIES: tuple[dict[str, int], ...] = (
    {"đồng": 1, "nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9},
    {"kg": 1, "tạ": 10**2, "tấn": 10**3, "nghìn tấn": 10**6},
    {"m²": 1, "ha": 10**4, "km²": 10**6},
    {"usd": 1, "nghìn usd": 10**3, "triệu usd": 10**6, "tỷ usd": 10**9},
    {"người": 1, "nghìn người": 10**3},
)
_SPELLINGS = {
    "vnd": "đồng", "vnđ": "đồng", "đ": "đồng",
    "ngàn đồng": "nghìn đồng", "nghìn đ": "nghìn đồng", "1.000 đồng": "nghìn đồng", "1000 đồng": "nghìn đồng",
    "tr. đồng": "triệu đồng", "tr.đồng": "triệu đồng", "tr đồng": "triệu đồng",
    "tr.đ": "triệu đồng", "tr. đ": "triệu đồng", "trđ": "triệu đồng",
    "1.000 đ": "nghìn đồng", "1000 đ": "nghìn đồng", "1.000đ": "nghìn đồng", "1000đ": "nghìn đồng",
    "triệu vnd": "triệu đồng", "triệu vnđ": "triệu đồng", "tỷ vnd": "tỷ đồng", "tỷ vnđ": "tỷ đồng",
    "triệu đ": "triệu đồng", "tỷ đ": "tỷ đồng", "tỉ đồng": "tỷ đồng", "tỉ đ": "tỷ đồng",
    "m2": "m²", "km2": "km²", "hecta": "ha", "héc ta": "ha",
    "đô la mỹ": "usd", "1000 usd": "nghìn usd", "1.000 usd": "nghìn usd", "ngàn usd": "nghìn usd",
    "tr.usd": "triệu usd",
    "ngàn người": "nghìn người", "1000 người": "nghìn người",
}  # fmt: skip
_SCALES = {"nghìn": "nghìn", "ngàn": "nghìn", "triệu": "triệu", "tr": "triệu", "tr.": "triệu", "tỷ": "tỷ", "tỉ": "tỷ"}
_LONGEST = 100  # what is longer is no unit
_EXACT = Context(prec=80)  # more digits than a figure may have, so that moving the point never rounds


def folded_unit(text: str) -> str:
    """One spelling for one unit: NFC, lower case, single spaces, usual abbreviations written out."""
    if len(text) > _LONGEST:
        return text
    folded = " ".join(composed(text).casefold().split()).strip(" :;")
    return _SPELLINGS.get(folded, folded)


def is_known_unit(text: str) -> bool:
    """Whether it is a unit of a family, or one of shares."""
    unit = folded_unit(text)
    return unit in {"%", "‰"} or any(unit in family for family in _FAMILIES)


def scaled_unit(text: str, like: str) -> str:
    """What `tỷ` alone stands for beside figures in `like`: `tỷ đồng` beside `triệu đồng`; else the text itself.

    >>> scaled_unit("tỷ", "triệu đồng"), scaled_unit("triệu", "nghìn USD"), scaled_unit("tỷ", "ha")
    ('tỷ đồng', 'triệu usd', 'tỷ')
    """
    scale, base = _SCALES.get(folded_unit(text)), folded_unit(like).rpartition(" ")[2]
    scaled = f"{scale} {base}"
    return scaled if any(scaled in family and folded_unit(like) in family for family in _FAMILIES) else text


def conversion(written: str, wanted: str) -> Fraction | None:
    """What to multiply a figure in `written` by to have it in `wanted`; None where the two are not of one family."""
    source, target = folded_unit(written), folded_unit(wanted)
    if source == target:
        return Fraction(1)
    for family in _FAMILIES:
        if source in family and target in family:
            return Fraction(family[source], family[target])
    return None


def converted(value: Decimal, factor: Fraction) -> Decimal:
    """`value` times `factor`, which is a power of ten: exactly, however many digits it has."""
    return _EXACT.divide(_EXACT.multiply(value, Decimal(factor.numerator)), Decimal(factor.denominator))


def parts_scale(unit: str) -> int:
    """What a quotient is multiplied by: 100 in %, 1,000 in ‰, else 1 (rules §1)."""
    return {"%": 100, "‰": 1000}.get(unit, 1)

"""The contract of `data/profiles/NAME.yaml`: which keys there are, what each may hold (docs/profiles.md).

Scalars arrive as text. The columns are validated one at a time, so that one mistake hides no other.
"""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, SkipValidation, WithJsonSchema

from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.read.catalogue_contract import Contract
from phongtho_kpi.read.catalogue_values import Id, Name, entries, invalid, mapping, word
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.numerals import NumberStyle
from phongtho_kpi.read.returns.periods import When, read_period

FIGURES, SKIP = "figures", "skip"
ROLES = (
    Role.INDICATOR, Role.AREA, Role.AREA_CODE, Role.PERIOD, Role.UNIT, Role.STATUS, Role.SOURCE, Role.NOTE,
    Role.NUMERATOR, Role.DENOMINATOR, Role.ORDER,
)  # fmt: skip
WORDS = (*map(str, ROLES), FIGURES, SKIP)
COLUMN = f"{' | '.join(WORDS)} | {{period: …, …}}"

_LETTERS = re.compile("([A-Z]{1,2})(?::([A-Z]{1,2}))?")
_MOST_COLUMNS = 500  # as many as of a sheet are read
_ROW = re.compile("[1-9][0-9]{0,4}")
_MOST_HEADER_ROWS = 5
_HEADER = f"N | [N, M], N ≤ M < N + {_MOST_HEADER_ROWS}"
_PERIOD = "2024-06 | Tháng 6 | 6 tháng | Trong tháng | Lũy kế | Năm trước | …"
_WHOLE_PERIOD = "2024-06 | Tháng 6 | 6 tháng | Quý II | …"
_LONGEST_PERIOD = 100


def column_indexes(letters: str) -> range:
    """Which columns `F` or `C:N` names, from 0; none where it names none that is read.

    >>> [*column_indexes("A")], [*column_indexes("Z:AB")], [*column_indexes("C:B")], [*column_indexes("ZZ")]
    ([0], [25, 26, 27], [], [])
    """
    form = _LETTERS.fullmatch(letters)
    if form is None:
        return range(0)
    first, last = _index(form[1]), _index(form[2] or form[1])
    return range(first, last + 1) if last < _MOST_COLUMNS else range(0)


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _letters(value: Any) -> str:
    if not isinstance(value, str) or not column_indexes(value):
        raise invalid("A, B, …, AA, … | C:N")
    return value


def _one_as_list(value: Any) -> Any:
    """`files: a.xlsx` is as good as `files: [a.xlsx]`."""
    return [value] if isinstance(value, str) else value


def _header(value: Any) -> tuple[int, int]:
    rows = [value, value] if isinstance(value, str) else value
    if isinstance(rows, list) and len(rows) == len(("first", "last")):
        first, last = (int(row) if isinstance(row, str) and _ROW.fullmatch(row) else 0 for row in rows)
        if 1 <= first <= last < first + _MOST_HEADER_ROWS:
            return first, last
    raise invalid(_HEADER)


def _period(value: Any) -> When:
    when = read_period(value) if isinstance(value, str) and len(value) <= _LONGEST_PERIOD else None
    if when is None:
        raise invalid(_PERIOD)
    return when


def _whole_period(value: Any) -> When:
    """A period that needs nothing but a year, as `--period` takes it."""
    when = read_period(value) if isinstance(value, str) and len(value) <= _LONGEST_PERIOD else None
    if when is None or when.months is None or when.status is not None or when.years_back:
        raise invalid(_WHOLE_PERIOD)
    return when


PeriodText = Annotated[When, PlainValidator(_period), WithJsonSchema({"type": "string"})]
WholePeriod = Annotated[When, PlainValidator(_whole_period), WithJsonSchema({"type": "string"})]
Patterns = Annotated[
    list[Name],
    entries("[…]"),
    BeforeValidator(_one_as_list),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
_RowNumber = {"type": "integer", "minimum": 1}
HeaderRows = Annotated[
    tuple[int, int],
    PlainValidator(_header),
    WithJsonSchema({"anyOf": [_RowNumber, {"type": "array", "items": _RowNumber, "minItems": 2, "maxItems": 2}]}),
]
Letters = Annotated[
    str,
    PlainValidator(_letters),
    WithJsonSchema({"type": "string", "pattern": f"^{_LETTERS.pattern}$"}),
]


class ColumnContract(Contract):
    """A column of figures: what its heading does not say, or says otherwise."""

    period: PeriodText | None = Field(None, description="As data/ writes periods, or as offices do")
    status: Annotated[str, word(*ObservationStatus)] | None = Field(None, description="How settled its figures are")
    unit: Name | None = Field(None, description="The unit of its figures")
    area: Name | None = Field(None, description="The code or the name of an area; left out: the whole place")
    indicator: Id | None = Field(None, description="The id of the indicator, where the rows do not name one")
    heading: Name | None = Field(None, description="What its heading must say; * and ? stand for anything")


ColumnMeaning = Annotated[str, WithJsonSchema({"enum": list(WORDS)})] | ColumnContract


class ProfileContract(Contract):
    """The file."""

    schema_: Annotated[str, word("1"), WithJsonSchema({"const": 1})] = Field(
        alias="schema", description="The version of this contract"
    )
    office: Name = Field(description="Who sends the form")
    files: Patterns = Field(default_factory=list, description="Names of files it is used for; left out: only if asked")
    sheets: Patterns = Field(default_factory=list, description="The sheets to read; left out: every visible one")
    header: HeaderRows | None = Field(None, description="The header's row, or its first and its last")
    columns: Annotated[dict[Letters, SkipValidation[ColumnMeaning]], mapping("{B: indicator, …}")] = Field(
        default_factory=dict, description="What the columns hold; the others say it by their headings"
    )
    numbers: Annotated[str, word(*NumberStyle)] | None = Field(None, description="The style of typed numbers")
    unit: Name | None = Field(None, description="Where nothing in the file says one")
    period: WholePeriod | None = Field(None, description="Where the file leaves it open")
    area: Name | None = Field(None, description="Where the file leaves it open; left out: the whole place")

"""The values of a catalogue's keys: how each sort of scalar is read from its text, and what JSON Schema says of it."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from phongtho_kpi.model.period import Period
from phongtho_kpi.read.exact_number import parse_decimal
from phongtho_kpi.read.legal_text import MOST_CHARACTERS, is_line, is_name, is_prose, says_something

# the types of the errors that carry their own meaning: `catalogue_findings` turns them into findings
INVALID_TYPE = "invalid_value"
NUMBER_TYPE = "not_a_catalogue_number"
CUT_TYPE = "cut_by_commas"
REFUSED_TYPE = "refused_text"

_ID = "[a-z][a-z0-9_]{0,62}"
_CODE = "[A-Za-z0-9._-]{1,32}"
_MONTH, _DAY = "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_TEXT_SCHEMA = {"type": "string", "pattern": r"\S", "maxLength": MOST_CHARACTERS}

# for JSON Schema, which knows no calendar: what the model reads, in the words of every regular expression
CODE_PATTERN = f"^{_CODE}$"
PERIOD_PATTERN = f"^(?!0000)[0-9]{{4}}(-(H[12]|Q[1-4]|([1-9]|1[0-2])M|{_MONTH}(-{_DAY})?))?$"
_DAY_PATTERN = f"^(?!0000)[0-9]{{4}}-{_MONTH}-{_DAY}$"


def invalid(expected: str) -> PydanticCustomError:
    """Say that a value is not what was expected; `expected` reads the same in every language."""
    return PydanticCustomError(INVALID_TYPE, "{expected}", {"expected": expected})


def mapping(expected: str) -> BeforeValidator:
    """Refuse what is no mapping with something in it."""

    def read(value: Any) -> Any:
        if not isinstance(value, dict) or not value:
            raise invalid(expected)
        return value

    return BeforeValidator(read)


def entries(expected: str) -> BeforeValidator:
    """Refuse what is no list."""

    def read(value: Any) -> Any:
        if value == "":
            raise invalid("[]")
        if not isinstance(value, list):
            raise invalid(expected)
        return value

    return BeforeValidator(read)


def numbers(expected: str, count: int, *, exactly: bool = False) -> BeforeValidator:
    """Refuse what is no list, or one of more than `count` numbers since commas have cut them; or not of so many."""

    def read(value: Any) -> Any:
        if not isinstance(value, list) or (exactly and not count <= len(value) <= 2 * count):
            raise invalid(expected)
        if count < len(value) <= 2 * count:
            raise PydanticCustomError(CUT_TYPE, "cut by commas")
        return value

    return BeforeValidator(read)


def matching(pattern: str, expected: str) -> PlainValidator:
    """Read a text of a fixed form."""
    form = re.compile(pattern)

    def read(value: Any) -> str:
        if not isinstance(value, str) or form.fullmatch(value) is None:
            raise invalid(expected)
        return value

    return PlainValidator(read)


def whole(low: int, high: int, expected: str) -> PlainValidator:
    """Read a whole number between two bounds, both included."""

    def read(value: Any) -> int:
        if not isinstance(value, str) or not re.fullmatch("[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise invalid(expected)
        return int(value)

    return PlainValidator(read)


def word(*words: str) -> PlainValidator:
    """Read one of a few words."""
    return matching("|".join(words), " | ".join(words))


def says(**keywords: Any) -> Any:
    """What JSON Schema says of a value beyond its type."""
    return Field(json_schema_extra=keywords)


def integer(low: int, high: int) -> WithJsonSchema:
    """What JSON Schema says of a whole number between two bounds, both included."""
    return WithJsonSchema({"type": "integer", "minimum": low, "maximum": high})


def numbers_by(pattern: str) -> WithJsonSchema:
    """What JSON Schema says of numbers under keys of one form; at least one."""
    numbers = {pattern: {"type": "number"}}
    return WithJsonSchema(
        {"type": "object", "minProperties": 1, "patternProperties": numbers, "additionalProperties": False}
    )


def _text(allowed: Callable[[str], bool]) -> PlainValidator:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise invalid('"…"')
        text = value.strip()
        if not allowed(text):
            raise PydanticCustomError(REFUSED_TYPE, "refused")
        return text

    return PlainValidator(read)


def _say_something(value: Any) -> Any:
    if not isinstance(value, str) or not says_something(value):
        raise invalid('"…"')
    return value


_said = BeforeValidator(_say_something)


def _number(value: Any) -> Decimal:
    number = parse_decimal(value) if isinstance(value, str) else None
    if number is None:
        raise PydanticCustomError(NUMBER_TYPE, "not a number")
    return number


def _number_from_zero(value: Any) -> Decimal:
    number = _number(value)
    if number < 0:
        raise invalid("≥ 0")
    return number


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise invalid("YYYY-MM-DD")


def _period(value: Any) -> Period:
    try:
        return Period.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise invalid("YYYY | YYYY-H1 | YYYY-Q1 | YYYY-MM | YYYY-9M | YYYY-MM-DD") from None


Id = Annotated[str, matching(_ID, f"^{_ID}$"), WithJsonSchema({"type": "string", "pattern": f"^{_ID}$"})]
Code = Annotated[str, matching(_CODE, CODE_PATTERN), WithJsonSchema({"type": "string", "pattern": CODE_PATTERN})]
Name = Annotated[str, _text(is_name), WithJsonSchema(_TEXT_SCHEMA)]
Reason = Annotated[str, _text(is_prose), _said, WithJsonSchema(_TEXT_SCHEMA)]
Line = Annotated[str, _text(is_line), WithJsonSchema(_TEXT_SCHEMA)]
Prose = Annotated[str, _text(is_prose), WithJsonSchema(_TEXT_SCHEMA)]
Number = Annotated[Decimal, PlainValidator(_number), WithJsonSchema({"type": "number"})]
NumberFromZero = Annotated[Decimal, PlainValidator(_number_from_zero), WithJsonSchema({"type": "number", "minimum": 0})]
NumberAboveZero = Annotated[  # whether it is, `check/catalogue.py` says
    Decimal, PlainValidator(_number), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})
]
Day = Annotated[
    date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY_PATTERN})
]
PeriodName = Annotated[  # a year without quotes is a number to an editor
    Period,
    PlainValidator(_period),
    WithJsonSchema({"type": ["string", "integer"], "pattern": PERIOD_PATTERN, "minimum": 1000, "maximum": 9999}),
]
Year = Annotated[int, whole(1000, 9999, "YYYY"), integer(1000, 9999)]

"""The contract of `targets/YEAR.yaml`: which keys there are and what each may hold (rules §1). Scalars arrive as text.

A header, a group's head and an indicator are validated apart, so that one bad indicator hides nothing in the others.
What each key means is said in both languages by `i18n` (`schema.…`), and shown by editors (`catalogue_schema`).
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from phongtho_kpi.model.catalogue import Bands, Combine, Frequency, Goal, Kind
from phongtho_kpi.read.catalogue_values import (
    CODE_PATTERN,
    PERIOD_PATTERN,
    Code,
    Day,
    Id,
    Line,
    Name,
    Number,
    NumberAboveZero,
    NumberFromZero,
    PeriodName,
    Prose,
    Reason,
    Year,
    entries,
    integer,
    invalid,
    mapping,
    matching,
    numbers,
    numbers_by,
    says,
    whole,
    word,
)

TRAJECTORY_TAGS = ("word", "mapping")  # pydantic puts them into the place of an error; no file has them there
_SHAPES = ("even", "line", "hold", "year_end")
_TRAJECTORY = f"{' | '.join(_SHAPES)} | {{shares: […]}} | {{points: {{…}}}} | {{like: YYYY}}"
_TARGET = "{at_least: N} | {at_most: N} | {within: [LOW, HIGH]} | {done: true}"
_BY_AREA = f"{{combine: {' | '.join(Combine)}, areas: [CODE, …]}}"
_AREAS = "[A, B, …], A ≠ B"
_AUTHORITY = "{name: {vi: …, en: …}, head: {vi: …, en: …}}"
_LIST = "[…]"
_MAPPING = "{…}"


def _exactly_one(*keys: str) -> dict[str, Any]:
    """What JSON Schema says where one key must be there, and none of the others."""
    return {"oneOf": [{"required": [key]} for key in keys]}


class Contract(BaseModel):
    """What all parts share: an unknown key is an error, since a misspelt one would be a silent nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class NameContract(Contract):
    """A name by language; at least one of them."""

    vi: Name | None = None
    en: Name | None = None


LocalName = Annotated[NameContract, mapping("{vi: …, en: …}")]


class TargetContract(Contract):
    """The value to reach: exactly one of `at_least`, `at_most`, `within`, `done`."""

    model_config = ConfigDict(
        json_schema_extra={
            **_exactly_one(*Goal),
            "dependentSchemas": {"stretch": {"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]}},
        }
    )

    at_least: Number | None = None
    at_most: Number | None = None
    within: Annotated[list[Number], numbers("[LOW, HIGH]", 2, exactly=True), says(minItems=2, maxItems=2)] | None = None
    done: Annotated[str, word("true"), WithJsonSchema({"const": True})] | None = None
    stretch: Number | None = None
    due: Day | None = None


class RevisionContract(Contract):
    """A later decision; from its date on it replaces the whole target, for the whole year."""

    starts: Day = Field(alias="from")
    decided_by: Reason
    why: Reason
    target: Annotated[TargetContract, mapping(_TARGET)]


class OtherPlanContract(Contract):
    """Another plan that the same figures are held against; never the headline."""

    plan: Name
    target: Annotated[TargetContract, mapping(_TARGET)]


class BaselineContract(Contract):
    """Where the year starts from: a level at the end of last year."""

    value: Number
    period: PeriodName | None = None
    source: Prose | None = None


class TrajectoryContract(Contract):
    """A trajectory that needs numbers: exactly one of `shares`, `points`, `like`."""

    model_config = ConfigDict(json_schema_extra=_exactly_one("shares", "points", "like"))

    shares: (
        Annotated[
            list[Number], numbers("[N, …]", 12), says(minItems=12, maxItems=12, items={"type": "number", "minimum": 0})
        ]
        | None
    ) = None
    points: Annotated[dict[PeriodName, Number], mapping("{YYYY-MM: N, …}"), numbers_by(PERIOD_PATTERN)] | None = None
    like: Year | None = None


def _one_shape(value: Any) -> Any:
    if not isinstance(value, dict) or len(value.keys() & TrajectoryContract.model_fields.keys()) > 1 or not value:
        raise invalid(_TRAJECTORY)
    return value


def _tag(value: object) -> str:
    return "word" if isinstance(value, str) else "mapping"


TrajectoryWord = Annotated[
    str, matching("|".join(_SHAPES), _TRAJECTORY), WithJsonSchema({"type": "string", "enum": list(_SHAPES)})
]
TrajectoryValue = Annotated[
    Annotated[TrajectoryWord, Tag("word")] | Annotated[TrajectoryContract, BeforeValidator(_one_shape), Tag("mapping")],
    Discriminator(_tag),
]


def _each_once(value: Any) -> Any:
    """Refuse a list of nothing, or in which something stands twice: a slip of the pen for another code."""
    if not isinstance(value, list) or not value or len(set(map(str, value))) < len(value):
        raise invalid(_AREAS)
    return value


class ByAreaContract(Contract):
    """How the figures of areas make the place's."""

    combine: Annotated[str, word(*Combine), WithJsonSchema({"type": "string", "enum": list(Combine)})]
    areas: Annotated[list[Code], BeforeValidator(_each_once), says(minItems=1, uniqueItems=True)] | None = None


class BandsContract(Contract):
    """From which pace on an indicator is on track, and at risk; both edges included."""

    on_track: NumberAboveZero | None = None
    at_risk: NumberAboveZero | None = None
    source: Prose | None = None


class IndicatorContract(Contract):
    """What is measured, and what was decided of it."""

    id: Id
    name: LocalName
    unit: Name
    kind: Annotated[str, word(*Kind), WithJsonSchema({"type": "string", "enum": list(Kind)})]
    aliases: Annotated[list[Name], entries(_LIST)] = Field(default_factory=list)
    target: Annotated[TargetContract, mapping(_TARGET)] | None = None
    quote: Prose | None = None
    frequency: Annotated[str, word(*Frequency), WithJsonSchema({"type": "string", "enum": list(Frequency)})] | None = (
        None
    )
    lag_days: Annotated[int, whole(0, 3660, "0…3660"), integer(0, 3660)] = 0
    owner: Name | None = None
    of: Id | None = None
    baseline: Annotated[BaselineContract, mapping(_MAPPING)] | None = None
    trajectory: TrajectoryValue | None = None
    tolerance: NumberFromZero | None = None
    of_count: Annotated[int, whole(1, 999_999_999, "≥ 1"), integer(1, 999_999_999)] | None = None
    grows_by: Id | None = None
    revisions: Annotated[list[RevisionContract], entries(_LIST)] = Field(default_factory=list)
    also: Annotated[list[OtherPlanContract], entries(_LIST)] = Field(default_factory=list)
    bands: Annotated[BandsContract, mapping(_MAPPING)] | None = None
    note: Prose | None = None
    by_area: Annotated[ByAreaContract, mapping(_BY_AREA)] | None = None
    area_targets: Annotated[dict[Code, Number], mapping("{CODE: N, …}"), numbers_by(CODE_PATTERN)] | None = None


class GroupHeadContract(Contract):
    """The head of a group of indicators."""

    id: Id
    name: LocalName


class AuthorityContract(Contract):
    """Who issues what is reported of the place; it heads and signs the official table."""

    name: LocalName
    head: LocalName


class PlaceContract(Contract):
    """Whose catalogue it is."""

    code: Code
    name: LocalName
    authority: Annotated[AuthorityContract, mapping(_AUTHORITY)] | None = None


class SourceContract(Contract):
    """The document that sets the targets."""

    title: Prose
    file: Line | None = None


class HeaderContract(Contract):
    """A catalogue without its groups."""

    schema_: Annotated[str, word("1"), WithJsonSchema({"const": 1})] = Field(alias="schema")
    year: Year
    lang: Annotated[str, word("vi", "en"), WithJsonSchema({"type": "string", "enum": ["vi", "en"]})] = "vi"
    place: Annotated[PlaceContract, mapping(_MAPPING)]
    source: Annotated[SourceContract, mapping(_MAPPING)] | None = None
    cutoff_day: Annotated[int, whole(1, 31, "1…31"), integer(1, 31)] | None = None
    bands: Annotated[BandsContract, mapping(_MAPPING)] | None = Field(
        None, json_schema_extra={"default": {"on_track": float(Bands().on_track), "at_risk": float(Bands().at_risk)}}
    )

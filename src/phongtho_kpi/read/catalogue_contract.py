"""The contract of `targets/YEAR.yaml`: which keys there are and what each may hold (rules §1). Scalars arrive as text.

A header, a group's head and an indicator are validated apart, so that one bad indicator hides nothing in the others.
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from phongtho_kpi.model.catalogue import Combine, Frequency, Kind
from phongtho_kpi.read.catalogue_values import (
    Code,
    Day,
    Id,
    Line,
    Name,
    Number,
    NumberFromZero,
    PeriodName,
    Prose,
    Year,
    entries,
    invalid,
    mapping,
    matching,
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


class Contract(BaseModel):
    """What all parts share: an unknown key is an error, since a misspelt one would be a silent nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class NameContract(Contract):
    """A name by language; at least one of them."""

    vi: Name | None = Field(None, description="In Vietnamese")
    en: Name | None = Field(None, description="In English")


LocalName = Annotated[NameContract, mapping("{vi: …, en: …}")]


class TargetContract(Contract):
    """The value to reach: exactly one of `at_least`, `at_most`, `within`, `done`."""

    at_least: Number | None = Field(None, description="Higher is better")
    at_most: Number | None = Field(None, description="Lower is better")
    within: Annotated[list[Number], entries("[LOW, HIGH]", count=2)] | None = Field(
        None, description="[LOW, HIGH]: inside is right, both edges included; not for a flow"
    )
    done: Annotated[str, word("true"), WithJsonSchema({"const": True})] | None = Field(None, description="Of a task")
    stretch: Number | None = Field(None, description="Beyond it counts as exceeded; left out: the target itself")
    due: Day | None = Field(None, description="When it is finally judged; left out: 31 December")


class RevisionContract(Contract):
    """A later decision; from its date on it replaces the whole target, for the whole year."""

    starts: Day = Field(alias="from", description="From when it is in force")
    decided_by: Prose = Field(description="Who decided, and in which document")
    why: Prose = Field(description="Why")
    target: Annotated[TargetContract, mapping(_TARGET)] = Field(description="The whole new target")


class OtherPlanContract(Contract):
    """Another plan that the same figures are held against; never the headline."""

    plan: Name = Field(description="Whose plan it is")
    target: Annotated[TargetContract, mapping(_TARGET)] = Field(description="What that plan wants")


class BaselineContract(Contract):
    """Where the year starts from: a level at the end of last year."""

    value: Number = Field(description="In the indicator's unit")
    period: PeriodName | None = Field(None, description="Which period's figure it is")
    source: Prose | None = Field(None, description="Where it was read")


class TrajectoryContract(Contract):
    """A trajectory that needs numbers: exactly one of `shares`, `points`, `like`."""

    shares: Annotated[list[Number], entries("[N, …]")] | None = Field(None, description="Twelve monthly weights")
    points: Annotated[dict[PeriodName, Number], mapping("{YYYY-MM: N, …}")] | None = Field(
        None, description="Where to stand at the end of periods of the year, ascending"
    )
    like: Year | None = Field(None, description="An earlier year whose months are the weights; of a flow")


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

    combine: Annotated[str, word(*Combine), WithJsonSchema({"type": "string", "enum": list(Combine)})] = Field(
        description="Their sum, the ratio of the sums, the mean, how many reach their target, or no roll-up"
    )
    areas: Annotated[list[Code], BeforeValidator(_each_once)] | None = Field(
        None, description="Codes of areas, each once; left out: all below the place"
    )


class BandsContract(Contract):
    """From which pace on an indicator is on track, and at risk; both edges included."""

    on_track: Number | None = Field(None, description="Left out: 0.95")
    at_risk: Number | None = Field(None, description="Left out: 0.80")
    source: Prose | None = Field(None, description="Where the two numbers come from")


class IndicatorContract(Contract):
    """What is measured, and what was decided of it."""

    id: Id = Field(description="Its identity, never reused for something else")
    name: LocalName = Field(description="Its name by language")
    unit: Name = Field(description="Its unit, as the decision writes it")
    kind: Annotated[str, word(*Kind), WithJsonSchema({"type": "string", "enum": list(Kind)})] = Field(
        description="Adds up (flow), a reading (level), per cent change (growth), points fallen (reduction), a task"
    )
    aliases: Annotated[list[Name], entries(_LIST)] = Field(
        default_factory=list, description="Other names in what offices send"
    )
    target: Annotated[TargetContract, mapping(_TARGET)] | None = Field(None, description="Left out: never judged")
    quote: Prose | None = Field(None, description="The decision's own words; their number must be the target")
    frequency: Annotated[str, word(*Frequency), WithJsonSchema({"type": "string", "enum": list(Frequency)})] | None = (
        Field(None, description="How often a figure is expected; left out: month for a flow, else year")
    )
    lag_days: Annotated[int, whole(0, 3660, "0…3660"), WithJsonSchema({"type": "integer", "minimum": 0})] = Field(
        0, description="Days after a period's close until its figure is expected"
    )
    owner: Name | None = Field(None, description="The office that reports it")
    of: Id | None = Field(None, description="The flow or level a growth or reduction is computed from")
    baseline: Annotated[BaselineContract, mapping(_MAPPING)] | None = Field(None, description="Where it starts from")
    trajectory: TrajectoryValue | None = Field(None, description="The way to the target")
    tolerance: NumberFromZero | None = Field(None, description="In the unit, where there is no pace to judge by")
    of_count: Annotated[int, whole(1, 999_999_999, "≥ 1"), WithJsonSchema({"type": "integer", "minimum": 1})] | None = (
        Field(None, description="The share (in %) is k of this many whole things")
    )
    grows_by: Id | None = Field(None, description="The flow that, on the baseline, makes this level's target")
    revisions: Annotated[list[RevisionContract], entries(_LIST)] = Field(
        default_factory=list, description="Later decisions, by date"
    )
    also: Annotated[list[OtherPlanContract], entries(_LIST)] = Field(
        default_factory=list, description="Other plans' targets"
    )
    bands: Annotated[BandsContract, mapping(_MAPPING)] | None = Field(None, description="Left out: the catalogue's")
    note: Prose | None = Field(None, description="For people")
    by_area: Annotated[ByAreaContract, mapping(_BY_AREA)] | None = Field(None, description="The roll-up from areas")
    area_targets: Annotated[dict[Code, Number], mapping("{CODE: N, …}")] | None = Field(
        None, description="What single areas are to reach, by their codes"
    )


class GroupHeadContract(Contract):
    """The head of a group of indicators."""

    id: Id = Field(description="Its identity")
    name: LocalName = Field(description="Its heading by language")


class AuthorityContract(Contract):
    """Who issues what is reported of the place; it heads and signs the official table."""

    name: LocalName = Field(description="The body, without the place's name: Uỷ ban nhân dân")
    head: LocalName = Field(description="The office of who signs: Chủ tịch")


class PlaceContract(Contract):
    """Whose catalogue it is."""

    code: Code = Field(description="Its code, the official one where it has one; text, a leading zero counts")
    name: LocalName = Field(description="Its name by language")
    authority: Annotated[AuthorityContract, mapping(_AUTHORITY)] | None = Field(
        None, description="Who heads and signs the official table; left out: nobody"
    )


class SourceContract(Contract):
    """The document that sets the targets."""

    title: Prose = Field(description="What it is, who issued it, when")
    file: Line | None = Field(None, description="Its text, as a path in the workspace")


class HeaderContract(Contract):
    """A catalogue without its groups."""

    schema_: Annotated[str, word("1"), WithJsonSchema({"const": 1})] = Field(
        alias="schema", description="The version of this contract"
    )
    year: Year = Field(description="Whose targets these are")
    lang: Annotated[str, word("vi", "en"), WithJsonSchema({"type": "string", "enum": ["vi", "en"]})] = Field(
        "vi", description="What the program speaks here"
    )
    place: Annotated[PlaceContract, mapping(_MAPPING)] = Field(description="Whose targets these are")
    source: Annotated[SourceContract, mapping(_MAPPING)] | None = Field(None, description="What sets the targets")
    cutoff_day: (
        Annotated[int, whole(1, 31, "1…31"), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 31})] | None
    ) = Field(None, description="On which day of its month a period is closed; left out: its last")
    bands: Annotated[BandsContract, mapping(_MAPPING)] | None = Field(None, description="Left out: 0.95 and 0.80")

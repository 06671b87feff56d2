"""The contract of `targets/areas.yaml`: which keys there are, what each may hold (rules §7). Scalars arrive as text."""

from typing import Annotated

from pydantic import Field, SkipValidation, WithJsonSchema

from phongtho_kpi.read.catalogue_contract import Contract, LocalName
from phongtho_kpi.read.catalogue_values import Code, Day, Name, entries, word


class AreaContract(Contract):
    """One area, at its time."""

    code: Code = Field(description="Its code; text, a leading zero counts")
    name: LocalName = Field(description="Its name by language")
    aliases: Annotated[list[Name], entries("[…]")] = Field(
        default_factory=list, description="Other names in what offices send"
    )
    parent: Code | None = Field(None, description="The code of what it is a part of")
    valid_from: Day | None = Field(None, description="Its first day; left out: no such limit")
    valid_to: Day | None = Field(None, description="Its last day; left out: no such limit")
    successor: Code | None = Field(None, description="The code of what took its place")


class AreasContract(Contract):
    """The file; its areas are validated one at a time, so that one mistake hides no other."""

    schema_: Annotated[str, word("1"), WithJsonSchema({"const": 1})] = Field(
        alias="schema", description="The version of this contract"
    )
    areas: Annotated[list[SkipValidation[AreaContract]], entries("[…]")] = Field(description="All areas, past ones too")

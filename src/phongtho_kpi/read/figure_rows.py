"""A row a figure: the contract of its ten texts, and rows → observations and findings (docs/commands.md, *data/*)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Annotated, NamedTuple

from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from phongtho_kpi.model.finding import REFUSED_TEXT, Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.read.figure import FigureReading
from phongtho_kpi.read.figure_columns import TextRow
from phongtho_kpi.read.legal_text import BIDI, MOST_CHARACTERS

_CHUNK = 1_000
# pydantic's patterns are Rust's; a half of a surrogate pair is no text to it in any case
_LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"
_NAME = rf"^[^\x00-\x1f\x7f-\x9f{BIDI}]*$"
_PROSE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"

NameText = Annotated[str, StringConstraints(max_length=MOST_CHARACTERS, pattern=_NAME)]
LineText = Annotated[str, StringConstraints(max_length=MOST_CHARACTERS, pattern=_LINE)]
ProseText = Annotated[str, StringConstraints(max_length=MOST_CHARACTERS, pattern=_PROSE)]


@with_config(ConfigDict(extra="forbid"))
class FigureTexts(TypedDict, total=False):
    """The texts of a row; blank is "not told"."""

    indicator: NameText
    area: NameText
    period: NameText
    value: NameText
    numerator: NameText
    denominator: NameText
    unit: NameText
    status: NameText
    source: LineText
    note: ProseText


class Figures(NamedTuple):
    """What a file, or all of them, told: the figures that can be used, what is wrong with the others, rows read."""

    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    rows: int


def read_rows(rows: Iterable[TextRow | Finding], reading: FigureReading, recorded: datetime | None) -> Figures:
    """One file's rows → figures; `reading` knows the texts of earlier files."""
    observations: list[Observation] = []
    findings: list[Finding] = []
    count = 0
    for chunk in _chunks(rows):
        legal = _legal([entry for entry in chunk if isinstance(entry, TextRow)])
        for entry in chunk:
            if isinstance(entry, Finding):
                findings.append(entry)
                continue
            count += 1
            refused = (*entry.findings, *legal.get(id(entry), ()))
            if refused:
                findings.extend(refused)
                continue
            observation, said = reading.observation(entry, recorded)
            findings.extend(said)
            if observation is not None:
                observations.append(observation)
    if any(finding.kind.refuses_file for finding in findings):
        return Figures((), tuple(findings), count)  # half a file is not what was sent
    return Figures(tuple(observations), tuple(findings), count)


def _chunks(rows: Iterable[TextRow | Finding]) -> Iterator[list[TextRow | Finding]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


@cache
def _contract() -> TypeAdapter[list[FigureTexts]]:
    return TypeAdapter(list[FigureTexts])


def _legal(rows: list[TextRow]) -> dict[int, list[Finding]]:
    """Hold a chunk against the contract: the findings of each row that breaks it."""
    try:
        _contract().validate_python([row.texts for row in rows])
    except ValidationError as error:
        broken: dict[int, list[Finding]] = {}
        for detail in error.errors(include_url=False, include_input=False):
            index, column = detail["loc"]
            row = rows[int(index)]
            broken.setdefault(id(row), []).append(Finding(REFUSED_TEXT, row.at(str(column)), {"key": str(column)}))
        return broken
    return {}

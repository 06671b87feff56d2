"""`data/profiles/NAME.yaml` → `Profile`, or everything that is wrong with it, all at once (docs/profiles.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from phongtho_kpi.model.finding import INVALID_VALUE, MISSING_KEY, UNCLEAR_COLUMNS, Finding, FindingKind, Origin, Param
from phongtho_kpi.model.folding import composed
from phongtho_kpi.model.observation import ObservationStatus
from phongtho_kpi.read.catalogue_findings import findings_of
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.profile_contract import (
    COLUMN,
    FIGURES,
    SKIP,
    WORDS,
    ColumnContract,
    ProfileContract,
    column_indexes,
)
from phongtho_kpi.read.returns.grid import column_letters
from phongtho_kpi.read.returns.headings import Role
from phongtho_kpi.read.returns.numerals import NumberStyle
from phongtho_kpi.read.returns.profile import Profile, ProfileColumn, matches
from phongtho_kpi.read.yaml_document import Node, Place, YamlDocument, read_yaml
from phongtho_kpi.workspace import InvalidInputError, KpiError, Workspace

MOST_FINDINGS = 1_000
_MANY = frozenset({Role.FIGURE, Role.ORDER})  # of all else a table has one column

_Model = TypeVar("_Model", bound=BaseModel)


class ProfileFile(NamedTuple):
    """What a profile's file holds; `profile` is None where anything is wrong with it."""

    profile: Profile | None
    findings: tuple[Finding, ...]
    files: tuple[str, ...] | None  # patterns of names, also of a wrong one; None where they cannot be told

    def may_be_for(self, file: str) -> bool:
        """Whether a file of this name is its business, or may be for all that can be told."""
        return self.files is None or any(matches(file, pattern) for pattern in self.files)


def read_profile(path: Path, shown: str) -> ProfileFile:
    """The profile in a file; `shown` is the file's name in findings."""
    document = read_yaml(path, shown)
    if document.content is None and document.findings:
        return ProfileFile(None, document.findings, None)
    reading = _Reading(document, shown)
    profile = reading.profile(composed(path.stem))
    in_order = sorted((*document.findings, *reading.findings), key=lambda finding: finding.origin.line or 0)
    return ProfileFile(None if in_order else profile, tuple(in_order[:MOST_FINDINGS]), _files_of(document.content))


def profile_findings(workspace: Workspace) -> tuple[Finding, ...]:
    """What is wrong with the profiles of a workspace; raises KpiError `data-unreadable`."""
    return tuple(finding for path in workspace.profile_files() for finding in _read(workspace, path).findings)


def profile_for(workspace: Workspace, name: str | None, file: Path) -> Profile | None:
    """The profile called `name`, else the one that is for files of this name; None where none is.

    Raises KpiError `no-profile`, `two-profiles` or `data-unreadable`; InvalidInputError for a profile with mistakes
    that is asked for, or that is for this file for all that can be told: without it the file might be read wrongly.
    """
    paths = workspace.profile_files()
    if name is not None:
        return _usable(workspace, [_read(workspace, _named(paths, name))])[0]
    fitting = [one for path in paths if (one := _read(workspace, path)).may_be_for(file.name)]
    profiles = _usable(workspace, fitting)
    if len(profiles) > 1:
        raise KpiError("two-profiles", file=file.name, known=", ".join(profile.name for profile in profiles))
    return profiles[0] if profiles else None


def _read(workspace: Workspace, path: Path) -> ProfileFile:
    return read_profile(path, workspace.shown(path))


def _named(paths: tuple[Path, ...], name: str) -> Path:
    """The file of a name: one of those there are, so that no name leads out of their folder."""
    by_name = {composed(path.stem): path for path in paths}
    path = by_name.get(composed(name))
    if path is None:
        raise KpiError("no-profile", name=excerpt(name), known=", ".join(by_name))
    return path


def _usable(workspace: Workspace, files: list[ProfileFile]) -> list[Profile]:
    findings = tuple(finding for one in files for finding in one.findings)
    if findings:
        raise InvalidInputError(findings, workspace.root)
    return [one.profile for one in files if one.profile is not None]


def _files_of(content: Node | None) -> tuple[str, ...] | None:
    """The patterns as they are written, whatever else is wrong."""
    written = content.get("files", []) if isinstance(content, dict) else None
    patterns = [written] if isinstance(written, str) else written
    if not isinstance(patterns, list):
        return None
    texts = tuple(pattern for pattern in patterns if isinstance(pattern, str))
    return texts if len(texts) == len(patterns) else None


class _Reading:
    """The file on its way into a `Profile`; what is wrong with it gathers in `findings`."""

    def __init__(self, document: YamlDocument, shown: str) -> None:
        self.findings: list[Finding] = []
        self._document = document
        self._shown = shown

    def profile(self, name: str) -> Profile | None:
        """The whole; of use only where there is nothing to find."""
        content = {} if self._document.content is None else self._document.content
        if not isinstance(content, dict):
            self._find(INVALID_VALUE, (), key="$", text=excerpt(content), expected="{schema: 1, office: …, …}")
            return None
        whole = self._validated(ProfileContract, content, ())
        columns = list(self._columns(content.get("columns")))
        for place, problem, text in _unclear(columns):
            self._find(UNCLEAR_COLUMNS, place, problem=problem, text=text)
        if columns and "header" not in content:
            self._find(MISSING_KEY, ("columns",), key="header")
        return None if whole is None else _profile_of(name, whole, tuple(column for _, column in columns))

    def _columns(self, written: Node | None) -> Iterator[tuple[Place, ProfileColumn]]:
        """Every column that can be told, with its place; one for each of `C:N`."""
        for letters, meaning in written.items() if isinstance(written, dict) else ():
            place: Place = ("columns", letters)
            column = self._column(meaning, place)
            if column is not None:
                yield from ((place, replace(column, index=index)) for index in column_indexes(letters))

    def _column(self, meaning: Node, place: Place) -> ProfileColumn | None:
        """What is said of a column; its index is not known yet."""
        if isinstance(meaning, dict):
            contract = self._validated(ColumnContract, meaning, place)
            return None if contract is None else self._figures(contract, place)
        if isinstance(meaning, str) and meaning in WORDS:
            return ProfileColumn(-1, _role_of(meaning))
        self._find(INVALID_VALUE, place, key=".".join(map(str, place)), text=excerpt(meaning), expected=COLUMN)
        return None

    def _figures(self, contract: ColumnContract, place: Place) -> ProfileColumn:
        status = ObservationStatus(contract.status) if contract.status else None
        said = contract.period.status if contract.period else None
        if status and said and status is not said:
            self._find(INVALID_VALUE, (*place, "status"), key="status", text=status.value, expected=said.value)
        return ProfileColumn(
            index=-1,
            role=Role.FIGURE,
            when=contract.period,
            status=status,
            area=contract.area or "",
            unit=contract.unit or "",
            indicator=contract.indicator or "",
            heading=contract.heading or "",
        )

    def _validated(self, model: type[_Model], part: dict[str, Node], place: Place) -> _Model | None:
        """`part` as its contract has it; None where it is not."""
        try:
            return model.model_validate(part)
        except ValidationError as error:
            self.findings.extend(findings_of(error, model, self._document, place, self._shown))
            return None

    def _find(self, kind: FindingKind, place: Place, **params: Param) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind, Origin(self._shown, line=self._document.line_of(place)), params))


def _unclear(columns: Sequence[tuple[Place, ProfileColumn]]) -> Iterator[tuple[Place, str, str]]:
    """What columns contradict each other in: place, stable key, the letters."""
    taken: set[int] = set()
    first_of: dict[Role, ProfileColumn] = {}
    for place, column in columns:
        letters = column_letters(column.index)
        if column.index in taken:
            yield place, "column-twice", letters
            continue
        taken.add(column.index)
        role = Role.INDICATOR if column.indicator else column.role
        if role is None or role in _MANY:
            continue
        first = first_of.setdefault(role, column)
        if first is not column and not (first.indicator and column.indicator):
            yield place, "meaning-twice", f"{column_letters(first.index)}, {letters}"


def _role_of(word: str) -> Role | None:
    return None if word == SKIP else Role.FIGURE if word == FIGURES else Role(word)


def _profile_of(name: str, whole: ProfileContract, columns: tuple[ProfileColumn, ...]) -> Profile:
    return Profile(
        name=name,
        office=whole.office,
        files=tuple(whole.files),
        sheets=tuple(whole.sheets),
        header=whole.header,
        columns=columns,
        numbers=NumberStyle(whole.numbers) if whole.numbers else None,
        unit=whole.unit or "",
        period=whole.period,
        area=whole.area or "",
    )

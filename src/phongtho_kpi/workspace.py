"""Where the files are — nothing else knows a path — and the errors that end a run.

KpiError                what cannot go on: exit code 2, one clear sentence
└── InvalidInputError   what was read is wrong: the findings say where
"""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISDIR
from typing import NamedTuple

from phongtho_kpi.model.finding import Finding, Param

_OTHERS_MAY_WRITE = 0o022
_CATALOGUE_NAME = re.compile(r"[0-9]{4}\.yaml")


def _raise(error: OSError) -> None:
    raise error


def catalogue_year(name: str) -> int | None:
    """The year whose catalogue a file in `targets/` is, by its name; None where it is none."""
    return int(name.removesuffix(".yaml")) if _CATALOGUE_NAME.fullmatch(name) else None


def is_own_folder(folder: Path) -> bool:
    """Whether a folder is there, no link, and nobody else may write in it: what stands in it is believed."""
    try:
        state = folder.lstat()
    except (OSError, ValueError):
        return False
    if sys.platform == "win32":  # who may write is not said by numbers there
        return S_ISDIR(state.st_mode)
    return S_ISDIR(state.st_mode) and state.st_uid == os.geteuid() and not state.st_mode & _OTHERS_MAY_WRITE


class KpiError(Exception):
    """The run cannot go on; `key` names its sentence in `i18n`, `params` what that sentence needs."""

    def __init__(self, key: str, **params: Param) -> None:
        super().__init__(key)
        self.key = key
        self.params: Mapping[str, Param] = params


class InvalidInputError(KpiError):
    """What was read is so wrong that nothing may be said of it."""

    def __init__(self, findings: tuple[Finding, ...], root: Path) -> None:
        super().__init__("invalid-input", count=sum(finding.is_error for finding in findings))
        self.findings = findings
        self.root = root  # the folder that the findings' files are named from


class Workspace(NamedTuple):
    """A folder with `targets/` and `data/`."""

    root: Path

    @classmethod
    def find(cls, named: Path | None, start: Path) -> "Workspace":
        """The folder that was `named`, else the nearest one upwards from `start` that has `targets/`.

        Raises KpiError `not-a-workspace` or `no-workspace`.
        """
        if named is not None:
            if not (named / "targets").is_dir():
                raise KpiError("not-a-workspace", folder=str(named))
            return cls(named)
        for folder in (start, *start.parents):
            if (folder / "targets").is_dir():
                return cls(folder)
        raise KpiError("no-workspace", folder=str(start))

    @property
    def data(self) -> Path:
        """The folder of figures."""
        return self.root / "data"

    @property
    def targets(self) -> Path:
        """The folder of catalogues."""
        return self.root / "targets"

    def years(self) -> tuple[int, ...]:
        """The years that have a catalogue, ascending."""
        years = (catalogue_year(path.name) for path in self.targets.iterdir())
        return tuple(sorted(year for year in years if year is not None))

    def year(self, asked: int | None, as_of_year: int) -> int:
        """The year `asked` for, else the year of `--as-of` if it has a catalogue, else the newest (docs/commands.md).

        Raises KpiError `no-catalogue` or `no-catalogue-for-year`.
        """
        years = self.years()
        if not years:
            raise KpiError("no-catalogue", folder=str(self.targets))
        if asked is not None and asked not in years:
            raise KpiError("no-catalogue-for-year", year=str(asked), years=", ".join(map(str, years)))
        return asked or (as_of_year if as_of_year in years else years[-1])

    def catalogue_file(self, year: int) -> Path:
        """The catalogue of `year`."""
        return self.targets / f"{year:04}.yaml"

    @property
    def areas_file(self) -> Path:
        """The list of areas; there may be none."""
        return self.targets / "areas.yaml"

    @property
    def reports(self) -> Path:
        """Where the weekly reports go unless told otherwise."""
        return self.root / "reports"

    @property
    def aliases_file(self) -> Path:
        """What names in returns were found to mean; there may be none."""
        return self.data / "aliases.yaml"

    @property
    def profiles_folder(self) -> Path:
        """What is known of the forms that offices send; there may be none."""
        return self.data / "profiles"

    def profile_files(self) -> tuple[Path, ...]:
        """Every profile, in an order that does not depend on the disk; raises KpiError `data-unreadable`."""
        folder = self.profiles_folder
        if not folder.exists() and not folder.is_symlink():
            return ()
        try:
            return tuple(sorted(path for path in folder.iterdir() if path.suffix == ".yaml" and path.name[0] != "."))
        except OSError:
            raise KpiError("data-unreadable", file=str(folder)) from None

    def data_files(self) -> tuple[Path, ...]:
        """Every CSV file below `data/`, in an order that does not depend on the disk.

        Raises KpiError `data-unreadable` for a folder that cannot be listed: nothing is missed in silence.
        """
        if not self.data.exists() and not self.data.is_symlink():
            return ()
        found = []
        try:
            for folder, folders, names in os.walk(self.data, onerror=_raise):
                all_names = (*folders, *names)
                found += [
                    Path(folder, name) for name in all_names if name.casefold().endswith(".csv") and name[0] != "."
                ]
        except OSError as error:
            raise KpiError("data-unreadable", file=str(error.filename)) from None
        return tuple(sorted(found))

    def inside(self, name: str) -> Path | None:
        """The file that a catalogue names by a path in the workspace; None where that path leads out of it."""
        path = (self.root / name).resolve()
        return path if path.is_relative_to(self.root.resolve()) else None

    def keeps(self, path: Path) -> bool:
        """Whether `path` lies where figures and targets are kept, and no output may go."""
        return any(path.resolve().is_relative_to(folder.resolve()) for folder in (self.data, self.targets))

    def shown(self, path: Path) -> str:
        """How a file is named in what we print: as a path in the workspace where it is one."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

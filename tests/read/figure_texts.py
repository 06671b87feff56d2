"""A catalogue of all kinds, and the files that hold figures for it."""

from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalogue_texts import FLOW, HEADER, LEVEL, TASK, a_read_catalogue

from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.read.figure_rows import Figures
from phongtho_kpi.read.observations_folder import read_observations
from phongtho_kpi.read.returns.reading import Return, read_return
from phongtho_kpi.read.returns.words import Asked, Words
from phongtho_kpi.workspace import Workspace

ALL = "indicator,area,period,value,numerator,denominator,unit,status,source,note"
CAME_IN = datetime(2024, 7, 15, 9, 30, 12, tzinfo=UTC)
NEWEST_YEAR = 2024
GROWTH = "id: growth\nname: {vi: Tăng trưởng}\nunit: '%'\nkind: growth\n"
DEBT = "id: debt\nname: {vi: Dư nợ}\nunit: tỷ đồng\nkind: level\n"
BIRTHS = "id: births\nname: {vi: Tỷ suất sinh}\nunit: ‰\nkind: reduction\n"

Said = list[tuple[str, str, dict[str, object]]]


def the_catalogue(folder: Path) -> Catalogue:
    """`revenue` (a flow in tỷ đồng), `cover` (a level in %), `plan` (a task), `growth` (%), `births` (‰), `debt`."""
    return a_read_catalogue(folder, FLOW, LEVEL, TASK, GROWTH, BIRTHS, DEBT, header=HEADER)


def a_workspace(folder: Path) -> Workspace:
    """A workspace with empty `data/`."""
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    return Workspace(folder)


def in_data(folder: Path, text: str | bytes, name: str = "hand.csv") -> Figures:
    """The figures of a file in `data/`."""
    workspace = a_workspace(folder)
    path = workspace.data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_observations(workspace, the_catalogue(folder), Areas(), NEWEST_YEAR)


def in_a_return(folder: Path, content: str | bytes, name: str = "a.csv", **asked: Any) -> Return:
    """The figures of a file that somebody sent."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with chdir(folder):  # a file is named as it was given
        words = Words(the_catalogue(folder), Areas(), NEWEST_YEAR, Asked(**asked))
        return read_return(Path(name), words, CAME_IN)


def said(figures: Figures | Return) -> Said:
    """The findings: name, origin, params."""
    return [(finding.kind.name, str(finding.origin), dict(finding.params)) for finding in figures.findings]


def told(figures: Figures | Return) -> list[tuple[str, str, str | None]]:
    """The figures: indicator, period, value."""
    return [
        (one.indicator, str(one.period), None if one.value is None else f"{one.value:f}")
        for one in figures.observations
    ]

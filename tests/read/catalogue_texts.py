"""Catalogues as people write them, with only what the test is about."""

from pathlib import Path
from textwrap import dedent, indent

from phongtho_kpi.model.catalogue import Catalogue, Indicator
from phongtho_kpi.read.catalogue_file import CatalogueFile, read_catalogue

HEADER = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: huyện Phong Thổ, en: Phong Thổ district}}
"""
FLOW = "id: revenue\nname: {vi: Thu ngân sách}\nunit: tỷ đồng\nkind: flow\n"
LEVEL = "id: cover\nname: {vi: Che phủ rừng}\nunit: '%'\nkind: level\n"
TASK = "id: plan\nname: {vi: Lập quy hoạch}\nunit: việc\nkind: task\n"


def catalogue_text(*indicators: str, header: str = HEADER) -> str:
    """One group with these indicators, each given by its own lines."""
    text = header + "groups:\n  - id: economy\n    name: {vi: Kinh tế}\n    indicators:\n"
    for indicator in indicators:
        lines = indent(dedent(indicator).strip(), " " * 8)
        text += lines[:6] + "- " + lines[8:] + "\n"
    return text


def read(folder: Path, text: str | bytes, name: str = "2024.yaml") -> CatalogueFile:
    """Read a text as the catalogue of 2024."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_catalogue(path, f"targets/{name}")


def a_read_catalogue(folder: Path, *indicators: str, header: str = HEADER) -> Catalogue:
    """The catalogue that these indicators make; nothing may be wrong with it."""
    catalogue, findings, _ = read(folder, catalogue_text(*indicators, header=header))
    assert catalogue is not None
    assert findings == ()
    return catalogue


def a_read_indicator(folder: Path, *lines: str) -> Indicator:
    """The one indicator that these lines make; nothing may be wrong with it."""
    return a_read_catalogue(folder, "\n".join(line.rstrip() for line in lines)).indicators[0]


def said(catalogue: CatalogueFile) -> list[tuple[str, int | None, dict[str, object]]]:
    """The findings: name, line, params."""
    return [(finding.kind.name, finding.origin.line, dict(finding.params)) for finding in catalogue.findings]

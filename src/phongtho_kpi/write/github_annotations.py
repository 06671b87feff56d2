"""Findings as workflow commands, which GitHub shows at the lines of a pull request (`kpi check --format github`)."""

from collections.abc import Callable, Iterator

from phongtho_kpi.report.findings import FindingBlock, FindingsReport
from phongtho_kpi.write.screen import safe

# as @actions/core escapes what a command says, and what its properties hold
_IN_A_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_A_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def annotations_text(report: FindingsReport, path_of: Callable[[str], str]) -> str:
    """A command a finding, then the line that counts them; `path_of` is a file as GitHub is to find it."""
    return "".join(f"{line}\n" for line in _lines(report, path_of))


def _lines(report: FindingsReport, path_of: Callable[[str], str]) -> Iterator[str]:
    for block in report.blocks:
        place = block.place
        properties = {
            "file": path_of(place.file),
            "line": None if place.sheet is not None else place.line,
            "title": f"{block.code} {block.name}",
        }
        told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value is not None)
        yield f"::{block.severity} {told}::{_message(block)}"
    yield safe(report.count_line)


def _message(block: FindingBlock) -> str:
    """What is wrong and what to do; of a workbook, which has no lines, first the cell."""
    cell = "!".join(part for part in (block.place.sheet, block.place.cell) if part)
    text = f"{block.sentence} {block.remedy}"
    return safe((f"{cell}: {text}" if cell else text).translate(_IN_A_MESSAGE))


def _property(value: object) -> str:
    return safe(str(value).translate(_IN_A_PROPERTY))

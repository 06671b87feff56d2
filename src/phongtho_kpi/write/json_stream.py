"""A document as JSON, piece by piece: what is too long to be held at once comes as an iterator (`kpi peek`)."""

import json
from collections.abc import Iterator, Mapping

from phongtho_kpi.write.screen import quiet_json

_STEP = "  "
_AT_ONCE = 1_000  # elements of an iterator in one piece


def json_pieces(document: Mapping[str, object]) -> Iterator[str]:
    """As `json_text` writes it, but the elements of an iterator each in one line."""
    yield from _pieces(document, "")
    yield "\n"


def _pieces(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield from _members(value, indent)
    elif isinstance(value, list | tuple) and value:
        yield from _elements(value, indent)
    elif isinstance(value, Iterator):
        yield from _streamed(value, indent)
    else:
        yield _compact(value)


def _members(mapping: Mapping[str, object], indent: str) -> Iterator[str]:
    inner = indent + _STEP
    before = "{\n"
    for key, value in mapping.items():
        yield f"{before}{inner}{_compact(key)}: "
        yield from _pieces(value, inner)
        before = ",\n"
    yield f"\n{indent}}}"


def _elements(values: list[object] | tuple[object, ...], indent: str) -> Iterator[str]:
    inner = indent + _STEP
    before = "[\n"
    for value in values:
        yield before + inner
        yield from _pieces(value, inner)
        before = ",\n"
    yield f"\n{indent}]"


def _streamed(values: Iterator[object], indent: str) -> Iterator[str]:
    inner = indent + _STEP
    yield "["
    lines: list[str] = []
    sign = "\n"
    for value in values:
        lines.append(f"{sign}{inner}{_compact(value)}")
        sign = ",\n"
        if len(lines) >= _AT_ONCE:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)
    yield "]" if sign == "\n" else f"\n{indent}]"


def _compact(value: object) -> str:
    return quiet_json(json.dumps(value, ensure_ascii=False, allow_nan=False))

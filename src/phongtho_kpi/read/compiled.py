"""What was read from files without any finding, kept as JSON under the SHA-256 of all that it was read from.

Any other byte of those files, or any other version of the code that reads them, is another name, so that what is found
under a name is never out of date. What is odd about a compiled file means that it is not there.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from phongtho_kpi import __version__
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import (
    AreaTarget,
    Authority,
    Bands,
    Baseline,
    ByArea,
    Catalogue,
    Combine,
    Frequency,
    Goal,
    Group,
    Indicator,
    Kind,
    LocalText,
    OtherPlan,
    Place,
    Revision,
    Shape,
    Source,
    Target,
    Trajectory,
)
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.plain_file import read_bytes
from phongtho_kpi.workspace import is_own_folder

MOST_BYTES = 20_000_000
_FORMAT = 1
_AS_THEY_ARE = (type(None), bool, int, str)


class _Form(NamedTuple):
    """How the values of one class are written, and made again."""

    written: Callable[[Any], object]
    made: Callable[[Any], object]


def name_of(files: Iterable[tuple[str, bytes | None]]) -> str:
    """The name for what is read from these files: how each is shown, and its bytes, None where there is no such file.

    Raises OSError where the state of the code that reads them cannot be told.
    """
    contents = [(shown, None if content is None else sha256(content).hexdigest()) for shown, content in files]
    about = [_FORMAT, __version__, sys.version, *_state_of_code(), contents]
    return f"kpi-{sha256(json.dumps(about).encode()).hexdigest()}"


def compiled_bytes(name: str, value: object) -> bytes:
    """What is to be kept of `value` under `name`."""
    # surrogatepass: what a text may hold is for its reader to say
    content = json.dumps(encoded(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _digest(name, content) + b"\n" + content


def read_compiled(folder: Path, name: str) -> object:
    """What was kept under `name`; None where nothing was, or what is there is not exactly that."""
    path = folder / name
    if not is_own_folder(folder) or path.is_symlink():
        return None
    content = read_bytes(path, name, MOST_BYTES).content or b""
    digest, _, content = content.partition(b"\n")
    if digest != _digest(name, content):
        return None
    try:
        return decoded(json.loads(content.decode("utf-8", "surrogatepass")))
    except Exception:  # noqa: BLE001 -- wrong JSON raises half a dozen classes, as do classes of ours made of it
        return None


def encoded(value: object) -> object:
    """A value of the model as JSON has it: a tuple is a list, what JSON has no word for `{"Class": …}`.

    >>> encoded((Decimal("29.50"), Kind.FLOW, None))
    [{'Decimal': '29.50'}, {'Kind': 'flow'}, None]
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    return _listed(value) if kind is tuple else {kind.__name__: _FORMS[kind.__name__].written(value)}


def decoded(node: Any) -> Any:
    """The value that was encoded so; raises some error where there is none.

    >>> decoded(encoded((Decimal("29.50"), Kind.FLOW, None)))
    (Decimal('29.50'), <Kind.FLOW: 'flow'>, None)
    """
    kind = type(node)
    if kind is dict:
        ((name, inner),) = node.items()
        return _FORMS[name].made(inner)
    return tuple(map(decoded, node)) if kind is list else node


def _listed(values: Any) -> list[object]:
    return [encoded(value) for value in values]


def _record(record: type) -> _Form:
    """Fields in their order, all of them."""
    names: tuple[str, ...] = getattr(record, "__match_args__")  # noqa: B009 -- frozen records and named tuples have it

    def made(nodes: list[object]) -> object:
        values = map(decoded, nodes)
        return record(**dict(zip(names, values, strict=True)))

    return _Form(lambda value: [encoded(getattr(value, name)) for name in names], made)


def _mapping(mapping: Callable[[dict[str, Any]], object]) -> _Form:
    return _Form(
        lambda value: {key: encoded(entry) for key, entry in value.items()},
        lambda nodes: mapping({key: decoded(node) for key, node in nodes.items()}),
    )


_FORMS: dict[str, _Form] = {
    "Decimal": _Form(str, Decimal),
    "date": _Form(str, date.fromisoformat),
    "Areas": _Form(_listed, lambda nodes: Areas(decoded(nodes))),
    **{word.__name__: _Form(str, word) for word in (Combine, Frequency, Goal, Kind, Shape)},
    "dict": _mapping(dict),
    "LocalText": _mapping(LocalText),
    **{
        record.__name__: _record(record)
        for record in (
            *(Area, AreaTarget, Authority, Bands, Baseline, ByArea, Catalogue, Group, Indicator, Origin, OtherPlan),
            *(Period, Place, Revision, Source, Target, Trajectory),
        )
    },
}


def _digest(name: str, content: bytes) -> bytes:
    return sha256(name.encode() + content).hexdigest().encode()


def _state_of_code() -> list[tuple[str, int, int]]:
    """Name, size and time of each module of `read` and `model`: an edit of one is never hidden by what it read before.

    Raises OSError where the code is in no folder.
    """
    state = []
    for folder in ("model", "read"):
        with os.scandir(Path(__file__).parent.parent / folder) as entries:
            modules = ((entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py"))
            state += [(f"{folder}/{name}", stat.st_size, stat.st_mtime_ns) for name, stat in modules]
    return sorted(state)

"""What a report was made from, in 64 digits: the catalogue as it stood, and the figures that were known.

Both say nothing of lines, comments and files that do not change what is said: a report of a week gone by has the same
fingerprints today.
"""

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.observation import Observation

_NOT_SAID = frozenset({"aliases", "lines", "origin"})  # how the file looks, and how returns are read


def known_figures(observations: Iterable[Observation], known_on: date) -> tuple[Observation, ...]:
    """The figures that had been recorded by the end of that day, in UTC (rules §2)."""
    return tuple(one for one in observations if one.recorded is None or one.recorded.date() <= known_on)


def catalogue_digest(catalogue: Catalogue, known_on: date) -> str:
    """SHA-256 of what the catalogue said on that day: later revisions are not in it."""
    known = catalogue.as_known_on(known_on)
    said = json.dumps(known, default=_said, ensure_ascii=False, sort_keys=True)
    return sha256(said.encode()).hexdigest()


def _said(value: Any) -> Any:
    """A record as what it says, by the names of its fields; numbers and days as they are written."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value) if field.name not in _NOT_SAID}
    return str(value)


def figures_digest(observations: Iterable[Observation]) -> str:
    """SHA-256 of figures, each with where it came from; their order means nothing."""
    digest = sha256()
    for line in sorted("\x1f".join(map(str, one)) for one in observations):
        digest.update(line.encode(errors="surrogatepass") + b"\n")
    return digest.hexdigest()

"""Catalogues that are edited as text, and what came of them."""

from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from builders import a_target
from phongtho_kpi.model.catalogue import Catalogue, Revision
from phongtho_kpi.read.catalogue_file import read_catalogue
from phongtho_kpi.read.yaml_document import yaml_of
from phongtho_kpi.write.catalogue_file import revision as editing

HEAD = """\
schema: 1
year: 2024
place: {code: "109", name: {vi: huyện Giả}}
groups:
  - id: all
    name: {vi: Tất cả}
    indicators:
"""
FILE = "targets/2024.yaml"


def read_text(text: str) -> Catalogue:
    """The catalogue that a text is; no error may be in it."""
    read = read_catalogue(Path(FILE), FILE, yaml_of(text.encode(), FILE))
    assert [finding for finding in read.findings if finding.is_error] == []
    assert read.catalogue is not None
    return read.catalogue


def a_revision(
    number: object = 45,
    starts: str = "2024-08-01",
    decided_by: str = "NQ 12/NQ-HĐND",
    why: str = "hạn hán",
    **rest: str,
) -> Revision:
    """At least 45 from 1 August on."""
    return Revision(date.fromisoformat(starts), decided_by, why, a_target("at_least", number, **rest))


def revised(text: str, revision: Revision | None = None, indicator: str = "x") -> str:
    """The text with a revision more; nothing else that it says may be otherwise."""
    revision = revision or a_revision()
    after = editing.with_revision(text, indicator, revision)
    assert is_only_revised(text, after, revision, indicator)
    return after


def is_only_revised(before: str, after: str, revision: Revision, indicator: str = "x") -> bool:
    """Whether a text says what the other does and that revision, and nothing else."""
    there, now = (yaml_of(text.encode(), FILE) for text in (before, after))
    return now.findings == () and now.content == editing.revised(there.content, indicator, revision)


def is_put_in(piece: str, before: str, after: str) -> bool:
    """Whether `piece` was put in at one place, and every other byte is there as it was."""
    return any(before[:at] + piece + before[at:] == after for at in range(len(before) + 1))


def taken_out_and_put_in(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines of `before` that are not in `after`, and those of `after` that were not there."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    out: list[str] = []
    put: list[str] = []
    for _, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[first:last] != new[start:end]:
            out += old[first:last]
            put += new[start:end]
    return out, put

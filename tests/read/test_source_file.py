"""The decision's own text (rules §1, `source`)."""

from pathlib import Path

import pytest
from catalogue_texts import FLOW, HEADER, a_read_catalogue

from phongtho_kpi.model.finding import Finding
from phongtho_kpi.read.source_file import read_source
from phongtho_kpi.workspace import Workspace


def the_source(folder: Path, file: str) -> tuple[str | None, tuple[Finding, ...]]:
    header = HEADER + f"source:\n  title: Quyết định\n  file: {file}\n"
    return read_source(Workspace(folder), a_read_catalogue(folder, FLOW, header=header))


def test_it_is_read_composed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hoa\u0301 đạt 77,208", encoding="utf-8")
    assert the_source(tmp_path, "a.txt") == ("ho\u00e1 đạt 77,208", ())


@pytest.mark.parametrize("file", ["none.txt", "../outside.txt", "/etc/passwd"])
def test_one_that_is_not_in_the_workspace_is_not_found(tmp_path: Path, file: str) -> None:
    text, (finding,) = the_source(tmp_path, file)
    assert text is None
    assert (finding.kind.name, str(finding.origin), finding.params) == (
        "source-not-found",
        "targets/2024.yaml:6",
        {"file": file},
    )


def test_one_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff")
    text, (finding,) = the_source(tmp_path, "a.txt")
    assert (text, finding.kind.name, str(finding.origin)) == (None, "not-utf-8", "a.txt:1")


@pytest.mark.parametrize("header", [HEADER, HEADER + "source: {title: Quyết định}\n"])
def test_a_catalogue_may_name_none(tmp_path: Path, header: str) -> None:
    assert read_source(Workspace(tmp_path), a_read_catalogue(tmp_path, FLOW, header=header)) == (None, ())

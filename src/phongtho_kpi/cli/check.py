"""`kpi check`: everything that is wrong or doubtful, in the catalogue and in the figures, all at once."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from phongtho_kpi.cli.all_findings import all_findings
from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import JSON, TEXT, AsOf, KnownOn, kinds_from, one_of, words
from phongtho_kpi.cli.output import say_findings, say_text, stdout
from phongtho_kpi.cli.session import here
from phongtho_kpi.model.finding import KINDS
from phongtho_kpi.report.chosen_findings import IGNORE, ONLY, choose
from phongtho_kpi.report.document import findings_document
from phongtho_kpi.report.findings import findings_report
from phongtho_kpi.write.json_file import json_text

FOUND_AN_ERROR = 1
GITHUB = "github"
FORMATS = (TEXT, JSON, GITHUB)


def codes() -> list[tuple[str, str]]:
    """What a shell offers to complete a code with: each with its name."""
    return [(kind.code, kind.name) for kind in KINDS]


CheckFormat = Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), autocompletion=lambda: words(FORMATS))]
Only = Annotated[list[str] | None, typer.Option(ONLY, metavar="CODE,…", autocompletion=codes)]
Ignore = Annotated[list[str] | None, typer.Option(IGNORE, metavar="CODE,…", autocompletion=codes)]


def check(
    ctx: typer.Context,
    *,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    only: Only = None,
    ignore: Ignore = None,
    format: CheckFormat = TEXT,  # noqa: A002 — the option's name
) -> None:
    """Say all that is wrong and was asked for; end with 1 where one of it is an error."""
    form = one_of("--format", format, FORMATS)
    asked, ignored = kinds_from(ONLY, only), kinds_from(IGNORE, ignore)
    common = ctx.ensure_object(Common)
    found = all_findings(common, as_of, known_on)
    findings, left_out = choose(found.findings, asked, ignored, found.hiding if asked & found.hidden else ())
    root, messages = found.workspace.root, common.messages
    if form == JSON:
        say_text(json_text(findings_document(findings, messages)))
    elif form == GITHUB:
        from phongtho_kpi.write.github_annotations import annotations_text

        report = findings_report(findings, messages, lambda _: (), most=None, left_out=left_out)
        say_text(annotations_text(report, _path_on_github(root)))
    else:
        say_findings(findings, messages, root, stdout(), left_out=left_out)
    if any(finding.is_error for finding in findings):
        raise typer.Exit(FOUND_AN_ERROR)


def _resolved(root: Path, name: str, folders: Sequence[Path]) -> Path:
    """Where a file lies, links followed, unless they lead out of what was checked out."""
    file = (root / name).resolve()
    return file if any(file.is_relative_to(folder) for folder in folders) else root.resolve() / name


def _path_on_github(root: Path) -> Callable[[str], str]:
    """How GitHub finds a file of the workspace: from the folder that it checked out, else from here."""
    start = here()
    checked_out = os.environ.get("GITHUB_WORKSPACE")
    folders = [*([Path(checked_out).resolve()] if checked_out else []), start.resolve()]

    def path_of(name: str) -> str:
        file = _resolved(start / root, name, folders)
        above = next((folder for folder in folders if file.is_relative_to(folder)), None)
        return Path(os.path.relpath(file, start) if above is None else file.relative_to(above)).as_posix()

    return path_of

"""`kpi diff`: what an edit of the targets means — which target, by whose decision, which verdict it flips."""

from typing import Annotated

import typer

from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.comparison import comparison_of, findings_of_lone
from phongtho_kpi.cli.options import JSON, MARKDOWN, TEXT, AsOf, KnownOn, one_of, words
from phongtho_kpi.cli.output import say_findings, say_tables, say_text, stdout, width_of
from phongtho_kpi.cli.session import clocks_from
from phongtho_kpi.cli.versions import BothThere, OneThere, pairs_of, sides_of
from phongtho_kpi.report.catalogue_changes import diff_tables, with_findings
from phongtho_kpi.report.catalogue_changes_document import diff_document
from phongtho_kpi.report.status import Width, width_for
from phongtho_kpi.write.json_file import json_text
from phongtho_kpi.write.markdown_file import document_text

FOUND = 1
_FORMATS = (TEXT, MARKDOWN, JSON)

Versions = Annotated[list[str] | None, typer.Argument(metavar="[VERSION [VERSION]]", show_default=False)]
DiffFormat = Annotated[
    str, typer.Option("--format", metavar="|".join(_FORMATS), autocompletion=lambda: words(_FORMATS))
]
ExitCode = Annotated[bool, typer.Option("--exit-code")]


def diff(
    ctx: typer.Context,
    versions: Versions = None,
    *,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: DiffFormat = TEXT,  # noqa: A002 — the option's name
    exit_code: ExitCode = False,
) -> None:
    """Compare, judge the same figures by both, show; end with 1 where goal-posts were moved without a decision."""
    form = one_of("--format", format, _FORMATS)
    common, clocks = ctx.ensure_object(Common), clocks_from(as_of, known_on)
    sides = sides_of(common, versions or ())
    common.speak(sides.lang)
    messages = common.messages
    pairs = pairs_of(sides, common.asked_year)
    comparisons = [comparison_of(sides, pair, clocks) for pair in pairs if isinstance(pair, BothThere)]
    alone = [pair for pair in pairs if isinstance(pair, OneThere)]
    compared, lone = [one.compared for one in comparisons], [pair.told(sides.root) for pair in alone]
    findings = [one for each in comparisons for one in each.findings]
    findings += [finding for pair in alone for finding in findings_of_lone(sides, pair, clocks)]
    findings.sort(key=lambda one: not one.is_error)
    if form == JSON:
        say_text(json_text(diff_document(sides.names, compared, lone, findings, messages)))
    elif form == MARKDOWN:
        tables = diff_tables(sides.names, compared, lone, messages, Width.FULL)
        say_text(document_text(with_findings(tables, findings, messages)))
    else:
        say_tables(diff_tables(sides.names, compared, lone, messages, width_for(width_of(stdout()))))
        if findings:
            say_text("\n")
            say_findings(findings, messages, sides.root, stdout())
    is_changed = bool(lone) or any(not one.is_empty for one in compared)
    if any(finding.is_error for finding in findings) or (exit_code and is_changed):
        raise typer.Exit(FOUND)

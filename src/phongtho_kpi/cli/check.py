"""`kpi check`: everything that is wrong or doubtful, in the catalogue and in the figures, all at once."""

import typer

from phongtho_kpi.cli.common import Common
from phongtho_kpi.cli.options import AsOf, DocumentFormat, KnownOn, is_json
from phongtho_kpi.cli.output import say_findings, say_text, stdout
from phongtho_kpi.cli.session import all_findings
from phongtho_kpi.report.document import findings_document
from phongtho_kpi.write.json_file import json_text

FOUND_AN_ERROR = 1


def check(ctx: typer.Context, *, as_of: AsOf = None, known_on: KnownOn = None, format: DocumentFormat = "text") -> None:  # noqa: A002 — the option's name
    """Say all that is wrong; end with 1 where one of it is an error."""
    wants_json = is_json(format)
    common = ctx.ensure_object(Common)
    workspace, findings = all_findings(common, as_of, known_on)
    if wants_json:
        say_text(json_text(findings_document(findings, common.messages)))
    else:
        say_findings(findings, common.messages, workspace.root, stdout())
    if any(finding.is_error for finding in findings):
        raise typer.Exit(FOUND_AN_ERROR)

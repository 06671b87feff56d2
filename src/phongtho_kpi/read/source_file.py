"""The text of the decision that sets the targets, so that quotes can be held against it (rules §1, `source`)."""

from phongtho_kpi.model.catalogue import Catalogue
from phongtho_kpi.model.finding import SOURCE_NOT_FOUND, UNREADABLE_FILE, Finding, Origin
from phongtho_kpi.read.plain_file import read_text
from phongtho_kpi.workspace import Workspace

MOST_BYTES = 20_000_000


def read_source(workspace: Workspace, catalogue: Catalogue) -> tuple[str | None, tuple[Finding, ...]]:
    """The source's text in NFC; None where the catalogue names none, or with the finding that says why not."""
    if catalogue.source is None or catalogue.source.file is None:
        return None, ()
    name = catalogue.source.file
    lines = catalogue.lines
    origin = Origin(catalogue.origin.file, line=lines.get("source.file", lines.get("source", catalogue.origin.line)))
    not_found = Finding(SOURCE_NOT_FOUND, origin, {"file": name})
    path = workspace.inside(name)
    if path is None:
        return None, (not_found,)
    text, findings = read_text(path, name, MOST_BYTES)
    absent = any(finding.kind is UNREADABLE_FILE and finding.params["reason"] == "not-found" for finding in findings)
    return text, (not_found,) if absent else findings

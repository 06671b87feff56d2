"""`kpi diff --format json`: what changed in the catalogue, for machines (docs/commands.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from phongtho_kpi.compare.catalogues import TargetEdit
from phongtho_kpi.compare.edits import Edit
from phongtho_kpi.compare.verdicts import VerdictChange
from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.i18n.numbers import plain
from phongtho_kpi.model.catalogue import ByArea, Target, Trajectory
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.period import Period
from phongtho_kpi.report.catalogue_changes import Compared, Lone, VersionName
from phongtho_kpi.report.changes_document import decided, judged
from phongtho_kpi.report.document import SCHEMA, Document, Value
from phongtho_kpi.report.findings import finding_document


def diff_document(
    versions: Sequence[VersionName],
    compared: Sequence[Compared],
    lone: Sequence[Lone],
    findings: Iterable[Finding],
    messages: Messages,
) -> Document:
    """The whole: both versions, by name and commit, each catalogue that differs, and the findings."""
    before, after = map(_version, versions)
    return {
        "schema": SCHEMA,
        "before": before,
        "after": after,
        "catalogues": [_compared(one) for one in compared],
        "new": [one.year for one in lone if one.is_new],
        "gone": [one.year for one in lone if not one.is_new],
        "findings": [finding_document(finding, messages) for finding in findings],
    }


def _version(version: VersionName) -> Document:
    day = None if version.day is None else version.day.isoformat()
    return {"version": version.name or None, "commit": version.commit or None, "day": day}


def _compared(compared: Compared) -> Document:
    """One catalogue: its edits as they stand in the file, what becomes of the targets, and the verdicts that flip."""
    changes = compared.changes
    clocks = None if changes.judged is None else changes.judged[1].clocks
    return {
        "year": changes.after.year,
        "file": changes.after.origin.file,
        "as_of": None if clocks is None else clocks.as_of.isoformat(),
        "known_on": None if clocks is None else clocks.known_on.isoformat(),
        "targets": [_target(edit) for edit in changes.targets],
        "edits": [_edit(edit) for edit in changes.edits],
        "added": [one.id for one in changes.added],
        "retired": [one.id for one in changes.retired],
        "renamed": [{"before": before.id, "after": after.id} for before, after in changes.renamed],
        "verdicts": [_verdict(change) for change in changes.verdicts],
        "left_out": list(compared.left_out),
    }


def _target(edit: TargetEdit) -> Document:
    revision = edit.revision
    return {
        "id": edit.indicator.id,
        "key": edit.edit.key,
        "before": None if edit.before is None else decided(edit.before),
        "after": None if edit.after is None else decided(edit.after),
        "softened": edit.softened,
        "from": None if revision is None else revision.starts.isoformat(),
        "decided_by": None if revision is None else revision.decided_by,
        "why": None if revision is None else revision.why,
    }


def _edit(edit: Edit) -> Document:
    return {"id": edit.id or None, "key": edit.key, "before": _said(edit.before), "after": _said(edit.after)}


def _verdict(change: VerdictChange) -> Document:
    return {
        "id": change.indicator.id,
        "direction": change.direction.value,
        "before": judged(change.before),
        "after": judged(change.after),
    }


def _said(told: Any) -> Value:
    """What stands under a key: numbers as texts with their digits, records by the names of their parts."""
    match told:
        case Target():  # of another plan
            return decided(told)
        case Trajectory() | ByArea():
            return {field.name: _said(getattr(told, field.name)) for field in fields(told)}
        case None | int():
            return told
        case tuple() if not isinstance(told, Period):
            return [_said(one) for one in told]
    return plain(told) if isinstance(told, Decimal) else str(told)

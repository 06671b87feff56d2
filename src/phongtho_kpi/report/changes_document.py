"""What changed between two moments for machines: the key `changes` of docs/commands.md, *Machine-readable*."""

from decimal import Decimal

from phongtho_kpi.compare.moments import Changes, FigureChange, TargetChange
from phongtho_kpi.compare.verdicts import VerdictChange
from phongtho_kpi.i18n.numbers import plain
from phongtho_kpi.model.assessment import Assessment
from phongtho_kpi.model.catalogue import Goal, Target
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.document import Document


def changes_document(changes: Changes) -> Document:
    """All of it; the later moment is that of the document that this is a part of."""
    return {
        "since": changes.since.as_of.isoformat(),
        "verdicts": [_verdict(change) for change in changes.verdicts],
        "targets": [_target(change) for change in changes.targets],
        "figures": [_figure(change) for change in changes.figures],
        "area_figures": changes.area_figures,
        "closed": changes.closed,
    }


def _verdict(change: VerdictChange) -> Document:
    return {
        "id": change.indicator.id,
        "area": change.after.area,
        "direction": change.direction.value,
        "before": judged(change.before),
        "after": judged(change.after),
    }


def judged(entry: Assessment) -> Document:
    """What explains a verdict, as in `assessments`: there is the rest."""
    judged = entry.headline
    return {
        "status": judged.status.value,
        "final": judged.final,
        "reason": judged.reason.value,
        "target": None if judged.target is None else _edges(judged.target),
        "period": entry.period_name,
        "value": _number(entry.value),
        "pace": _number(judged.pace),
        "attainment": _number(judged.attainment),
    }


def _target(change: TargetChange) -> Document:
    return {
        "id": change.indicator.id,
        "from": change.revision.starts.isoformat(),
        "decided_by": change.revision.decided_by,
        "why": change.revision.why,
        "before": None if change.replaced is None else decided(change.replaced),
        "after": decided(change.revision.target),
    }


def decided(target: Target) -> Document:
    """A target with all that it says."""
    return {
        "goal": target.goal.value,
        "target": _edges(target),
        "stretch": _number(target.stretch),
        "due": target.due.isoformat(),
    }


def _edges(target: Target) -> str | list[str]:
    """One number, of a range both, as rules §8 has it."""
    edges = [plain(edge) for edge in (target.value, target.upper) if edge is not None]
    return edges if target.goal is Goal.WITHIN else edges[0]


def _figure(change: FigureChange) -> Document:
    figure, replaced = change.observation, change.replaced
    return {
        "id": figure.indicator,
        "period": str(figure.period),
        "change": "added" if replaced is None else "revised",
        "before": None if replaced is None else _told(replaced),
        "after": _told(figure),
    }


def _told(figure: Observation) -> Document:
    return {
        "value": _number(figure.value),
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "status": figure.status.value,
        "recorded": None if figure.recorded is None else figure.recorded.isoformat(),
        "origin": str(figure.origin),
        "source": figure.source,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)

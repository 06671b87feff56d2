"""What machines read: the JSON of rules §8, its keys and their order."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.i18n.numbers import plain
from phongtho_kpi.model.assessment import Assessment, Assessments, CoursePoint, Flag, Judgement, Outlook, Status
from phongtho_kpi.model.catalogue import Goal, Revision, Target
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.findings import finding_document

SCHEMA = 1

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]
Document = dict[str, Value]


def status_document(
    assessments: Assessments, entries: Sequence[Assessment], messages: Messages, findings: Iterable[Finding]
) -> Document:
    """`kpi status --format json`: the contract of rules §8; the summary counts what is listed."""
    return {
        **_head(assessments, messages),
        "summary": _summary(entries),
        "assessments": [_assessment(entry, messages) for entry in entries],
        "findings": [finding_document(finding, messages) for finding in findings],
    }


def findings_document(findings: Iterable[Finding], messages: Messages) -> Document:
    """`kpi check --format json`."""
    return {"schema": SCHEMA, "findings": [finding_document(finding, messages) for finding in findings]}


def indicator_document(
    assessments: Assessments,
    entry: Assessment,
    course: Sequence[CoursePoint],
    observations: Sequence[Observation],
    messages: Messages,
) -> Document:
    """`kpi show ID --format json`: the assessment of rules §8, then all there is to know of the indicator."""
    indicator = entry.indicator
    counted = {figure.observation for figure in entry.figures}
    compared = {figure.observation for figure in entry.compared}
    replaced = {observation for figure in entry.figures + entry.compared for observation in figure.replaced}
    return {
        **_head(assessments, messages),
        "assessment": _assessment(entry, messages),
        "owner": indicator.owner,
        "frequency": indicator.frequency.value,
        "quote": indicator.quote,
        "revisions": [_revision(revision) for revision in indicator.revisions],
        "course": [
            {"month": point.month, "value": _number(point.value), "expected": _number(point.expected)}
            for point in course
        ],
        "figures": [
            {
                **_figure(figure),
                "counts": figure in counted,
                "compared": figure in compared,
                "replaced": figure in replaced,
            }
            for figure in observations
        ],
    }


def _head(assessments: Assessments, messages: Messages) -> Document:
    catalogue, clocks = assessments.catalogue, assessments.clocks
    return {
        "schema": SCHEMA,
        "year": catalogue.year,
        "place": {"code": catalogue.place.code, "name": catalogue.place.name.to(messages.lang)},
        "as_of": clocks.as_of.isoformat(),
        "known_on": clocks.known_on.isoformat(),
    }


def _summary(entries: Sequence[Assessment]) -> Document:
    statuses = [entry.headline.status for entry in entries]
    judged = sum(status is not Status.INFORMATIVE for status in statuses)
    return {"total": judged, **{status.value: statuses.count(status) for status in Status}}


def _assessment(entry: Assessment, messages: Messages) -> Document:
    indicator, headline = entry.indicator, entry.headline
    return {
        "id": indicator.id,
        "group": indicator.group,
        "name": indicator.name.to(messages.lang),
        "unit": indicator.unit,
        "kind": indicator.kind.value,
        "area": entry.area,
        **_target(headline.target),
        "period": entry.period_name,
        "value": _number(entry.value),
        **_standing(headline),
        "year_on_year": _number(entry.year_on_year),
        **_verdict(headline),
        "flags": [flag.value for flag in Flag if flag in entry.flags],
        "coverage": None if entry.coverage is None else "{}/{}".format(*entry.coverage),
        "outlook": _outlook(headline.outlook),
        "needed_pace": _number(headline.needed_pace),
        "also": [
            {"plan": plan, **_target(judged.target), **_standing(judged), **_verdict(judged)}
            for plan, judged in entry.also
        ],
    }


def _target(target: Target | None) -> Document:
    if target is None:
        return {"goal": None, "target": None}
    edges = [plain(edge) for edge in (target.value, target.upper) if edge is not None]
    return {"goal": target.goal.value, "target": edges if target.goal is Goal.WITHIN else edges[0]}


def _standing(judgement: Judgement) -> Document:
    target = judgement.target
    has_expected = target is not None and target.goal not in (Goal.WITHIN, Goal.DONE)
    return {
        "expected": _number(judgement.expected) if has_expected else None,
        "pace": _number(judgement.pace),
        "attainment": _number(judgement.attainment),
        "variance": _number(judgement.variance),
        "variance_to_date": _number(judgement.variance_to_date),
    }


def _verdict(judgement: Judgement) -> Document:
    return {"status": judgement.status.value, "final": judgement.final, "reason": judgement.reason.value}


def _outlook(outlook: Outlook | None) -> Document | None:
    return None if outlook is None else {"value": _number(outlook.value), "verdict": outlook.verdict.value}


def _revision(revision: Revision) -> Document:
    return {
        "from": revision.starts.isoformat(),
        "decided_by": revision.decided_by,
        "why": revision.why,
        **_target(revision.target),
    }


def _figure(figure: Observation) -> Document:
    return {
        "period": str(figure.period),
        "area": figure.area,
        "value": _number(figure.value),
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "status": figure.status.value,
        "origin": str(figure.origin),
        "source": figure.source,
        "recorded": None if figure.recorded is None else figure.recorded.isoformat(),
        "note": figure.note,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)

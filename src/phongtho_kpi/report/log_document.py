"""`kpi log --format json`: the contract of docs/commands.md, *Machine-readable*."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.i18n.numbers import plain
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.catalogue import Catalogue, Indicator
from phongtho_kpi.model.finding import Finding
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.document import SCHEMA, Document
from phongtho_kpi.report.findings import finding_document
from phongtho_kpi.report.log import AreasThen, LoggedFile, Version, Versions


def files_document(
    files: Sequence[LoggedFile], most: int, catalogue: Catalogue, findings: Iterable[Finding], messages: Messages
) -> Document:
    """The imports, the newest first, and the files kept by hand."""
    listed = files[:most]
    return {
        **_head(catalogue, messages),
        "files": [_file(one) for one in listed],
        "more": len(files) - len(listed),
        "findings": [finding_document(finding, messages) for finding in findings],
    }


def versions_document(
    indicator: Indicator,
    versions: Versions,
    catalogue: Catalogue,
    areas: Areas,
    findings: Iterable[Finding],
    messages: Messages,
) -> Document:
    """The versions of the figures of one indicator, the newest first."""
    then = AreasThen(areas)
    return {
        **_head(catalogue, messages),
        "indicator": {"id": indicator.id, "name": indicator.name.to(messages.lang), "unit": indicator.unit},
        "figures": [_version(version, then, messages) for version in versions.listed],
        "more": versions.more,
        "findings": [finding_document(finding, messages) for finding in findings],
    }


def _head(catalogue: Catalogue, messages: Messages) -> Document:
    place = {"code": catalogue.place.code, "name": catalogue.place.name.to(messages.lang)}
    return {"schema": SCHEMA, "year": catalogue.year, "place": place}


def _file(one: LoggedFile) -> Document:
    return {
        "file": one.file,
        "recorded": _moment(one.recorded),
        "sent": one.sent,
        "figures": one.figures,
        "added": one.added,
        "revised": one.revised,
        "unchanged": one.unchanged,
        "indicators": one.indicators,
        "areas": one.areas,
        "revised_indicators": one.revised_ids,
    }


def _version(version: Version, areas: AreasThen, messages: Messages) -> Document:
    figure = version.figure
    area = areas.of(figure)
    return {
        "area": figure.area,
        "area_name": None if area is None else area.name.to(messages.lang),
        "change": version.change.value,
        **_told(figure),
        "note": figure.note,
        "replaced": None if version.replaced is None else _told(version.replaced),
    }


def _told(figure: Observation) -> Document:
    """What a version says, and where it came from."""
    return {
        "period": str(figure.period),
        "value": _number(figure.value),
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "status": figure.status.value,
        "recorded": _moment(figure.recorded),
        "origin": str(figure.origin),
        "source": figure.source,
    }


def _moment(recorded: datetime | None) -> str | None:
    return None if recorded is None else recorded.isoformat()


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)

"""Findings as blocks: where it is, the lines it is in, what is wrong and what to do (hledger's error layout)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.finding import Finding, Origin, Param, Severity
from phongtho_kpi.report.shown import as_shown
from phongtho_kpi.report.wording import counted

MOST = 50  # blocks of one run; the rest is counted

# what to point at, first found; `of` and `column` stand in the line a second time where they are wrong
_POINTING = (
    "text",
    "quoted",
    "value",
    "baseline",
    "of",
    "key",
    "column",
    "unit",
    "area",
    "period",
    "starts",
    "due",
    "denominator",
    "numerator",
    "indicator",
    "id",
)
_DIGITS = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*")


class Lines(Protocol):
    """The lines of a file, counted from 0."""

    def __len__(self) -> int: ...
    def __getitem__(self, at: int, /) -> str: ...


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """A line of a file; the carets go under `marked`, first and last column, counted from 0."""

    number: int
    text: str
    marked: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class FindingBlock:
    """One finding as it is shown."""

    place: Origin
    origin: str
    code: str
    name: str
    severity: Severity
    severity_word: str
    excerpt: tuple[ExcerptLine, ...]
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FindingsReport:
    """The blocks, how many there are beyond them, and the line that counts them all."""

    blocks: tuple[FindingBlock, ...]
    more: str
    count_line: str


def findings_report(
    findings: Iterable[Finding],
    messages: Messages,
    lines_of: Callable[[str], Lines],
    *,
    most: int | None = MOST,
    left_out: Sequence[tuple[str, int]] = (),
) -> FindingsReport:
    """All findings in the order of files and lines; `lines_of` gives a file's lines, none where it is no text.

    At most `most` are blocks, None: all of them; `left_out` is how many an option left out.
    """
    ordered = sorted(findings, key=_place)
    beyond = 0 if most is None else len(ordered) - most
    return FindingsReport(
        blocks=tuple(_block(finding, messages, lines_of) for finding in ordered[:most]),
        more=messages("count.more_findings", count=beyond) if beyond > 0 else "",
        count_line=_count_line(ordered, left_out, messages),
    )


def finding_document(finding: Finding, messages: Messages) -> dict[str, str]:
    """One finding as rules §8 has it: its sentence and what to do are the message."""
    return {
        "code": finding.kind.code,
        "name": finding.kind.name,
        "severity": finding.kind.severity.value,
        "origin": str(finding.origin),
        "message": " ".join(messages.finding(as_shown(finding))),
    }


def _place(finding: Finding) -> tuple[str, int, str, str, str]:
    origin = finding.origin
    return (origin.file, origin.line or 0, origin.sheet or "", _padded(origin.cell or ""), finding.kind.code)


def _padded(cell: str) -> str:
    """`C7` before `C10` and `AA1`: row first, then column."""
    letters, digits = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{digits:>8}{letters:>4}"


def _count_line(findings: Sequence[Finding], left_out: Sequence[tuple[str, int]], messages: Messages) -> str:
    if not findings and not left_out:
        return messages("count.no_findings")
    counts = [(severity, sum(finding.kind.severity is severity for finding in findings)) for severity in Severity]
    said = [counted(severity.value, count, messages) for severity, count in counts if count]
    others = [messages("count.left_out", count=count, option=option) for option, count in left_out]
    return " · ".join([*(said or [messages("count.no_other_findings")]), *others])


def _block(finding: Finding, messages: Messages, lines_of: Callable[[str], Lines]) -> FindingBlock:
    sentence, remedy = messages.finding(as_shown(finding))
    return FindingBlock(
        place=finding.origin,
        origin=str(finding.origin),
        code=finding.kind.code,
        name=finding.kind.name,
        severity=finding.kind.severity,
        severity_word=messages(f"severity.{finding.kind.severity}"),
        excerpt=tuple(_excerpt(finding, lines_of)),
        sentence=sentence,
        remedy=remedy,
    )


def _excerpt(finding: Finding, lines_of: Callable[[str], Lines]) -> Iterator[ExcerptLine]:
    """The line before and the line itself, where the file is a text and has them."""
    line = finding.origin.line
    if line is None or finding.origin.sheet is not None:
        return
    lines = lines_of(finding.origin.file)
    if not 1 <= line <= len(lines):
        return
    if line > 1:
        yield ExcerptLine(line - 1, lines[line - 2])
    text = lines[line - 1]
    yield ExcerptLine(line, text, _marked(text, finding))


def _marked(text: str, finding: Finding) -> tuple[int, int] | None:
    """Where in its line the offending text stands, if it can be found."""
    for name in _POINTING:
        if name in finding.params and (found := _found(text, finding.params[name])) is not None:
            return found
    return None


def _found(text: str, param: Param) -> tuple[int, int] | None:
    """A text as it is; a number also with other separators, since 36.100 and 36100 may be the same one."""
    wanted = f"{param:f}" if isinstance(param, Decimal) else str(param)
    whole = list(re.finditer(rf"(?<![\w.-]){re.escape(wanted)}(?![\w.-])", text)) if wanted else []
    if whole:
        return whole[-1].start(), whole[-1].end() - 1
    at = text.find(wanted) if wanted else -1
    if at >= 0:
        return at, at + len(wanted) - 1
    digits = re.sub(r"[^0-9]", "", wanted)
    if not digits or re.sub(r"[0-9.,\s-]", "", wanted):
        return None
    same = (form for form in _DIGITS.finditer(text) if re.sub(r"[^0-9]", "", form[0]) == digits)
    form = next(same, None)
    return None if form is None else (form.start(), form.end() - 1)

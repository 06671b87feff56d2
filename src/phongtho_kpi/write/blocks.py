"""Reports that are more than a table, laid out for a screen: one indicator, and findings."""

from collections.abc import Iterator

from phongtho_kpi.model.finding import Severity
from phongtho_kpi.report.findings import ExcerptLine, FindingBlock, FindingsReport
from phongtho_kpi.report.indicator import Fact, IndicatorReport
from phongtho_kpi.report.table import Tone
from phongtho_kpi.write.cells import verdict_text
from phongtho_kpi.write.layout import section_lines, text_lines
from phongtho_kpi.write.plot import plot_lines
from phongtho_kpi.write.screen import Line, Span, cells, left, safe

_INDENT = 1
_GAP = 2
_EXCERPT = 80  # cells of a line of a file
_BEFORE_MARK = 40  # of them before what is marked
_MOST_SIGNS = 400  # characters of a line: marks without end take no cell


def report_lines(report: IndicatorReport, width: int | None) -> Iterator[Line]:
    """Context, title, verdict in words, what was decided, the rule, the plot, the figures."""
    yield from text_lines(report.context, width, Tone.FAINT)
    yield []
    yield from text_lines(report.title, width, Tone.STRONG)
    yield from text_lines(report.subtitle, width, Tone.FAINT)
    yield []
    yield from _verdict(report, width)
    yield []
    yield from _facts(report.facts, width)
    yield []
    yield from text_lines(report.rule_heading, width, Tone.STRONG, indent=_INDENT)
    for rule in report.rule:
        yield from text_lines(rule, width, indent=_INDENT)
    if report.plot is not None:
        yield []
        yield from plot_lines(report.plot, width)
    for table in report.tables:
        yield []
        yield from text_lines(table.title, width, Tone.STRONG, indent=_INDENT)
        for text in table.subtitle:
            yield from text_lines(text, width, Tone.FAINT, indent=_INDENT)
        yield from (line for number, line in enumerate(section_lines(table, width)) if number or line)


def _verdict(report: IndicatorReport, width: int | None) -> Iterator[Line]:
    """The sentences as one paragraph behind the symbol; the status' own word in its colour."""
    symbol, word = safe(report.status.symbol), safe(report.status.word)
    lines = list(text_lines(" ".join(report.sentences), width, indent=_INDENT + cells(symbol) + 1))
    for number, line in enumerate(lines):
        text = line[-1].text
        if number == 0 and text.startswith(word):
            marked = Span(f"{' ' * _INDENT}{safe(verdict_text(report.status))}", report.status.tone)
            yield [marked, Span(text.removeprefix(word))]
        else:
            yield line


def _facts(facts: tuple[Fact, ...], width: int | None) -> Iterator[Line]:
    """Labels in one column, texts in the next."""
    column = max((cells(safe(fact.label)) for fact in facts), default=0)
    indent = _INDENT + column + _GAP
    previous = ""
    for fact in facts:
        label = safe(fact.label) if fact.label != previous else ""
        previous = fact.label
        for number, line in enumerate(text_lines(fact.text, width, indent=indent)):
            start = left(label if number == 0 else "", column)
            yield [Span(f"{' ' * _INDENT}{start}{' ' * _GAP}", Tone.FAINT), *line[1:]]


def findings_lines(report: FindingsReport, width: int | None) -> Iterator[Line]:
    """A block a finding, a blank line after each, and at the end how many there are."""
    for block in report.blocks:
        yield from _finding(block, width)
        yield []
    if report.more:
        yield from text_lines(report.more, width)
    yield from text_lines(report.count_line, width, Tone.STRONG)


def _finding(block: FindingBlock, width: int | None) -> Iterator[Line]:
    head = f"{block.origin}: {block.code} {block.name}"
    if block.severity is Severity.ERROR:
        yield from text_lines(head, width, Tone.STRONG)
    else:
        yield from text_lines(f"{head} ({block.severity_word})", width)
    digits = max((len(str(line.number)) for line in block.excerpt), default=0)
    for line in block.excerpt:
        yield from _excerpt(line, digits, width)
    yield from text_lines(block.sentence, width, indent=3)
    yield from text_lines(block.remedy, width, indent=3)


def _excerpt(line: ExcerptLine, digits: int, width: int | None) -> Iterator[Line]:
    """The line, cut to a window around what is marked, and the carets under it."""
    gutter = f"   {line.number:>{digits}} │ "
    room = min(_EXCERPT, _EXCERPT if width is None else max(width - cells(gutter) - 2, 1))
    first, last = line.marked or (0, 0)
    start = max(0, first - _BEFORE_MARK) if len(line.text) > room else 0
    # a screen's cells are counted on what is shown: composed, and one sign for each that is not
    end = start + _MOST_SIGNS
    before, marked, rest = (
        safe(line.text[a:b]) for a, b in ((start, first), (first, min(last + 1, end)), (start, end))
    )
    shown = _cut(rest, room)
    lead, trail = "…" if start else "", "…" if len(line.text) > end or len(rest) > len(shown) else ""
    yield [Span(gutter, Tone.FAINT), Span(f"{lead}{shown}{trail}")]
    if line.marked is not None and cells(before) < room:
        carets = "^" * max(1, min(cells(marked), room - cells(before)))
        blank = " " * (cells(lead) + cells(before))
        yield [Span(" " * cells(gutter.rstrip("│ ")) + " │ ", Tone.FAINT), Span(blank + carets, Tone.STRONG)]


def _cut(text: str, room: int) -> str:
    """As much of a text as fits."""
    while cells(text) > room:
        text = text[: len(text) - max(1, (cells(text) - room) // 2)]
    return text

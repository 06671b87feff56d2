"""The plot of `kpi show` in characters: columns for what was, dashes for what should be, an arrow at the target."""

from collections.abc import Iterator
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.number import places_of
from phongtho_kpi.report.plot import Plot
from phongtho_kpi.report.table import Tone
from phongtho_kpi.write.screen import Line, Span, cells, right, safe

_ROWS = 10
_BLOCKS = " ▁▂▃▄▅▆▇█"
_DOT, _DASH, _ARROW = "●", "╌", "◄"
_INDENT = 1
_SIZES = (5, 4, 3)  # cells of a month, the first that fits
_DECEMBER = 12

_Cell = tuple[str, bool]  # what stands there, and whether it is an actual value


def plot_lines(plot: Plot, width: int | None) -> Iterator[Line]:
    """The plot in at most `width` cells; nothing where not even the smallest fits."""
    messages = Messages(plot.lang)
    labels = {_ROWS - 1: _label(plot, plot.high, messages), 0: _label(plot, plot.low, messages)}
    targets = {_row(plot, target): messages.number(target) for target in plot.targets}
    axis = max(map(cells, labels.values()))
    tick = max((cells(text) + len(_ARROW) + 2 for text in targets.values()), default=0)
    room = None if width is None else width - _INDENT - axis - tick - 3
    size = next((size for size in _SIZES if room is None or _DECEMBER * size <= room), None)
    if size is None:
        return
    indent = " " * _INDENT
    yield [Span(f"{indent}{safe(plot.heading)}", Tone.STRONG)]
    for row in reversed(range(_ROWS)):
        line: Line = [Span(f"{indent}{right(labels.get(row, ''), axis)} {'┤' if row in labels else '│'}", Tone.FAINT)]
        for month in range(_DECEMBER):
            line += _spans(_month(plot, month, row, size), plot.tone)
        line.append(Span(f" {_ARROW} {targets[row]}" if row in targets else "", Tone.STRONG))
        yield line
    yield [Span(f"{indent}{' ' * axis} └{'─' * (_DECEMBER * size)}", Tone.FAINT)]
    yield [Span(f"{indent}{' ' * (axis + 2)}{''.join(f'{month:^{size}}' for month in plot.months)}", Tone.FAINT)]
    yield _legend(plot, f"{indent}{' ' * (axis + 2)}")


def _label(plot: Plot, value: Decimal, messages: Messages) -> str:
    """A number at the axis: with the decimals it has, an endless one with those of the value."""
    return messages.number(value, min(places_of(value), plot.places))


def _row(plot: Plot, value: Decimal) -> int:
    """The row a value lies in, the lowest 0."""
    return min(_eighths(plot, value) // 8, _ROWS - 1)


def _eighths(plot: Plot, value: Decimal) -> int:
    return int((value - plot.low) / (plot.high - plot.low) * _ROWS * 8)


def _month(plot: Plot, month: int, row: int, size: int) -> list[_Cell]:
    """The cells of one month in one row: the value in the middle, the dashes around and behind it."""
    actual, expected = plot.actual[month], plot.expected[month]
    behind = _DASH if expected is not None and _row(plot, expected) == row else " "
    drawn: list[_Cell] = [(behind, False)] * size
    if actual is None:
        return drawn
    if not plot.from_zero:
        if _row(plot, actual) == row:
            drawn[size // 2] = (_DOT, True)
        return drawn
    block = _BLOCKS[min(max(_eighths(plot, actual) - row * 8, 0), 8)]
    if block != " ":
        drawn[1:-1] = [(block, True)] * (size - 2)
    return drawn


def _spans(drawn: list[_Cell], tone: Tone) -> Iterator[Span]:
    for text, is_actual in drawn:
        yield Span(text, tone if is_actual else Tone.FAINT if text == _DASH else Tone.PLAIN)


def _legend(plot: Plot, indent: str) -> Line:
    actual, expected, target = map(safe, plot.legend)
    line = [Span(indent), Span("█" if plot.from_zero else _DOT, plot.tone), Span(f" {actual}")]
    if any(number is not None for number in plot.expected):
        line += [Span(f"   {_DASH * 2}", Tone.FAINT), Span(f" {expected}")]
    return [*line, Span(f"   {_ARROW} {target}" if plot.targets else "")]

"""Rows of a table as `data/` has them → observations: ids, codes, one form of a number (docs/commands.md, *data/*)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.area import Areas
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Kind
from phongtho_kpi.model.finding import Finding, FindingKind, Origin, Param
from phongtho_kpi.model.folding import composed
from phongtho_kpi.model.nearest_word import nearest_word
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.unit import conversion
from phongtho_kpi.read.exact_number import parse_decimal
from phongtho_kpi.read.figure import Numbers, in_unit, problems_of
from phongtho_kpi.read.figure_columns import COLUMNS, NUMBER_COLUMNS, heading_of
from phongtho_kpi.read.gathered_findings import GatheredFindings
from phongtho_kpi.read.legal_text import excerpt, is_line, is_name, is_prose
from phongtho_kpi.read.returns.csv_file import BrokenCsvError, CsvRows, unprotected

_STATUSES = {"": ObservationStatus.FINAL} | {status.value: status for status in ObservationStatus}
_Problem = tuple[FindingKind, dict[str, Param]]

_LONGEST_CODE = 10  # of an area, where no list of areas says which there are
_LEGAL = {"source": is_line, "note": is_prose}  # the others name something
_NUMBERS = slice(3, 6)
_MOST_CONTEXTS = 50_000
_SHORT = 1_000


class Figures(NamedTuple):
    """What a file, or all of them, told: the figures that can be used, what is wrong with the others, rows read."""

    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    rows: int


class Texts(NamedTuple):
    """The texts of a row, "" where there is none."""

    indicator: str
    area: str
    period: str
    value: str
    numerator: str
    denominator: str
    unit: str
    status: str
    source: str
    note: str

    def by_column(self) -> Iterable[tuple[str, str]]:
        """Each with the name of its column."""
        return zip(COLUMNS, self, strict=True)


class Context(NamedTuple):
    """What the words around a number come to."""

    period: Period
    status: ObservationStatus
    area: str | None
    factor: Fraction
    is_plain: bool  # nothing of it can be wrong with a plain number


class OwnWords:
    """Reads rows of `data/` against one catalogue; a text that comes again is looked up, not read again."""

    def __init__(self, catalogue: Catalogue, areas: Areas, newest_year: int) -> None:
        self.year = catalogue.year
        self.newest_year = newest_year
        self.indicators = catalogue.by_id()
        self._areas = areas
        self._whole_place = {"", catalogue.place.code, *(name.casefold() for name in catalogue.place.name.values())}
        self._codes: dict[tuple[str, Period], bool] = {}
        self._contexts: dict[tuple[str, ...], Context] = {}
        self._periods: dict[str, Period | None] = {}
        self._factors: dict[tuple[str, str], Fraction | None] = {}

    def context(self, texts: Texts, wanted: str) -> Context | None:
        """What the words of a row come to, for an indicator in the unit that is `wanted`; None where one is wrong."""
        key = (texts.area, texts.period, texts.unit, texts.status, wanted)
        context = self._contexts.get(key)
        if context is None:
            if len(self._contexts) > _MOST_CONTEXTS:
                self._contexts.clear()
            context = self._new_context(texts, wanted)
            if context is not None:
                self._contexts[key] = context
        return context

    def _new_context(self, texts: Texts, wanted: str) -> Context | None:
        period, status, factor = self.period(texts.period), _STATUSES.get(texts.status), self.factor(texts.unit, wanted)
        if period is None or period.year > self.newest_year or status is None or factor is None:
            return None
        area = None if self.is_whole_place(texts.area) else texts.area
        if area is not None and not self.is_area(area, period):
            return None
        return Context(period, status, area, factor, factor == 1 and period.day is None)

    def period(self, text: str) -> Period | None:
        """The period a text names; None where it names none."""
        if text not in self._periods:
            try:
                self._periods[text] = Period.parse(text)
            except ValueError:
                self._periods[text] = None
        return self._periods[text]

    def factor(self, unit: str, wanted: str) -> Fraction | None:
        """What figures in `unit` are multiplied by; a row without a unit is in the indicator's."""
        key = (unit, wanted)
        if key not in self._factors:
            self._factors[key] = conversion(unprotected(unit), wanted) if unit else Fraction(1)
        return self._factors[key]

    def is_whole_place(self, area: str) -> bool:
        """Whether a text names the whole place."""
        return area in self._whole_place or area.casefold() in self._whole_place

    def is_area(self, code: str, period: Period) -> bool:
        """Whether a code means an area in a figure for `period`; any digits do where there is no list of areas."""
        key = (code, period)
        if key not in self._codes:
            known = code in self._areas.for_period(period) if self._areas else _is_digits(code)
            self._codes[key] = known
        return self._codes[key]


def read_rows(rows: CsvRows, shown: str, words: OwnWords, recorded: datetime | None) -> Figures:
    """One file's rows → figures; `words` knows the texts of earlier files."""
    reading = _Reading(shown, words, recorded)
    try:
        for line, cells in rows:
            reading.row(line, cells)
    except BrokenCsvError as error:
        reading.findings.add(error.finding(shown))
    if not reading.columns and not reading.findings.any_error:
        reading.findings.add(Finding(kinds.MISSING_COLUMN, Origin(shown, line=1), {"column": "indicator"}))
    findings = reading.findings.all(shown)
    if any(finding.kind.refuses_file for finding in findings):
        return Figures((), findings, reading.rows)  # half a file is not what was sent
    return Figures(tuple(reading.observations), findings, reading.rows)


class _Reading:
    """One file on its way into observations."""

    def __init__(self, shown: str, words: OwnWords, recorded: datetime | None) -> None:
        self.observations: list[Observation] = []
        self.findings = GatheredFindings()
        self.rows = 0
        self.columns: tuple[str, ...] = ()
        self._usable = True
        self._texts: Callable[[list[str]], tuple[str, ...]] = tuple
        self._shown = shown
        self._words = words
        self._recorded = recorded

    def row(self, line: int, cells: Sequence[str]) -> None:
        """Take in one row: the heading first."""
        if not self._usable or not "".join(cells).strip():
            return
        if not self.columns:
            self._heading(line, cells)
            return
        self.rows += 1
        if len(cells) != len(self.columns):
            self._say(line, [(kinds.RAGGED_ROW, {"cells": len(cells), "columns": len(self.columns)})])
            return
        texts = Texts(*self._texts([*map(str.strip, cells), ""]))
        indicator = self._words.indicators.get(texts.indicator)
        context = None if indicator is None else self._words.context(texts, indicator.unit)
        numbers = Numbers(*(parse_decimal(text) for text in texts[_NUMBERS]))
        if indicator is None or context is None or not _is_plain(texts, indicator, context, numbers):
            context = self._checked(line, texts, indicator, numbers)
        if indicator is not None and context is not None:
            self.observations.append(self._made(line, texts, indicator, context, numbers))

    def _heading(self, line: int, cells: Sequence[str]) -> None:
        heading = heading_of(cells, [Origin(self._shown, line=line)] * len(cells))
        self.columns, self._usable = heading.columns, heading.usable
        for finding in heading.findings:
            self.findings.add(finding)
        # a column that is not there is read from behind the last one, where nothing stands
        width = len(self.columns)
        self._texts = itemgetter(*(self.columns.index(name) if name in self.columns else width for name in COLUMNS))

    def _made(self, line: int, texts: Texts, indicator: Indicator, context: Context, numbers: Numbers) -> Observation:
        parts = (numbers.numerator, numbers.denominator)
        return Observation(
            indicator.id,
            context.period,
            numbers.value if context.is_plain else in_unit(numbers.value, context.factor),
            self._shown,
            line,
            context.area,
            *(parts if None not in parts else (None, None)),
            context.status,
            unprotected(texts.unit) or None,
            self._recorded,
            _text(texts.source),
            _text(texts.note),
        )

    def _checked(self, line: int, texts: Texts, indicator: Indicator | None, numbers: Numbers) -> Context | None:
        """Hold a row against every rule, and say what is wrong with it; what it is of, where that is no error."""
        period = self._words.period(texts.period)
        refused: list[_Problem] = [
            (kinds.REFUSED_TEXT, {"key": name}) for name, text in texts.by_column() if not _is_legal(name, text)
        ]
        if indicator is None or period is None or period.year > self._words.newest_year:
            self._say(line, refused or self._strange(texts, period, indicator))
            return None
        context = self._words.context(texts, indicator.unit)
        problems = refused or list(self._cell_problems(texts, indicator, period))
        if not problems and context is not None:
            found = problems_of(indicator, period, numbers, texts.unit, context.factor)
            problems = [(one.kind, one.params) for one in found]
        self._say(line, problems)
        return None if any(kind.severity is kinds.Severity.ERROR for kind, _ in problems) else context

    def _strange(self, texts: Texts, period: Period | None, indicator: Indicator | None) -> Iterator[_Problem]:
        """What is said of a row whose indicator or period is not one that can be judged."""
        newest = self._words.newest_year
        if period is not None and period.year > newest:
            yield kinds.LATER_YEAR, {"period": str(period), "year": newest}
        elif indicator is None and period is not None and period.year == self._words.year:
            written = texts.indicator
            near = nearest_word(written, self._words.indicators)
            yield kinds.UNKNOWN_INDICATOR, {"indicator": excerpt(written), "nearest": near}
        elif period is None:
            yield kinds.UNKNOWN_PERIOD, {"text": excerpt(texts.period)}

    def _cell_problems(self, texts: Texts, indicator: Indicator, period: Period) -> Iterator[_Problem]:
        """What is wrong with single cells."""
        for column, text in zip(NUMBER_COLUMNS, texts[_NUMBERS], strict=True):
            if text and parse_decimal(text) is None:
                yield kinds.NOT_A_NUMBER, {"column": column, "text": excerpt(text)}
        status, unit, area = texts.status, texts.unit, texts.area
        if status not in _STATUSES:
            yield kinds.UNKNOWN_STATUS, {"text": excerpt(status)}
        if self._words.factor(unit, indicator.unit) is None:
            names = {"indicator": indicator.id, "indicator_unit": indicator.unit}
            yield kinds.WRONG_UNIT, {"unit": excerpt(unit), **names}
        if not self._words.is_whole_place(area) and not self._words.is_area(area, period):
            yield kinds.UNKNOWN_AREA, {"area": excerpt(area)}

    def _say(self, line: int, problems: Iterable[_Problem]) -> None:
        for kind, params in problems:
            self.findings.add(Finding(kind, Origin(self._shown, line=line), params))


def _is_plain(texts: Texts, indicator: Indicator, context: Context, numbers: Numbers) -> bool:
    """Whether nothing can be wrong with a row: nearly all of a million are so, and need no look at each rule."""
    return (
        numbers.value is not None
        and not texts.numerator
        and not texts.denominator
        and context.is_plain
        and indicator.kind is not Kind.TASK
        and _is_legal("source", texts.source)
        and _is_legal("note", texts.note)
    )


def _is_legal(column: str, text: str) -> bool:
    """Whether a text may stand in its column: no control characters, nothing that reorders the line it stands in."""
    if len(text) < _SHORT and text.isascii() and text.isprintable():
        return True
    return _LEGAL.get(column, is_name)(text)


def _text(text: str) -> str | None:
    """A text as it was before it was protected from spreadsheets, in NFC; None where there is none."""
    return composed(unprotected(text)) if text else None


def _is_digits(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) <= _LONGEST_CODE

"""One row → one `Observation`, or what is wrong with it (rules §1)."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.catalogue import Catalogue, Indicator, Kind
from phongtho_kpi.model.finding import Finding, FindingKind, Param
from phongtho_kpi.model.number import quotient_of
from phongtho_kpi.model.observation import Observation, ObservationStatus
from phongtho_kpi.model.period import Period
from phongtho_kpi.model.unit import conversion, converted
from phongtho_kpi.read.exact_number import parse_decimal
from phongtho_kpi.read.figure_columns import NUMBER_COLUMNS, TextRow
from phongtho_kpi.read.legal_text import excerpt
from phongtho_kpi.read.nearest_word import nearest_word

_AREA_CODE = re.compile("[0-9]{1,10}")
_STATUSES: dict[str, ObservationStatus] = {"": ObservationStatus.FINAL} | {
    status.value: status for status in ObservationStatus
}
_WHOLE_UNIT = Fraction(1)


class Numbers(NamedTuple):
    """The numbers of a row; both parts or none."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


class FigureReading:
    """Reads rows against one catalogue; a text that comes again is looked up, not read again."""

    def __init__(self, catalogue: Catalogue, newest_year: int, *, other_years: bool) -> None:
        self._year = catalogue.year
        self._newest_year = newest_year
        self._other_years = other_years
        self._indicators = catalogue.by_id()
        self._whole_place = {"", catalogue.place.code, *(name.casefold() for name in catalogue.place.name.values())}
        self._periods: dict[str, Period | None] = {}
        self._factors: dict[tuple[str, str], Fraction | None] = {}

    def observation(self, row: TextRow, recorded: datetime | None) -> tuple[Observation | None, list[Finding]]:
        """The figure in a row, and what is wrong with it; no figure where that is an error or another year's matter."""
        period = self._period(row.texts.get("period", ""))
        indicator = self._indicators.get(row.texts.get("indicator", ""))
        if indicator is None or period is None or period.year > self._newest_year:
            return None, list(self._strange(row, period, indicator))
        findings = list(self._cell_problems(row, indicator, period))
        if findings:
            return None, findings
        numbers = self._numbers(row, indicator)
        findings = list(_number_problems(row, indicator, numbers))
        if any(finding.is_error for finding in findings):
            return None, findings
        return self._made(row, indicator, period, numbers, recorded), findings

    def _made(
        self, row: TextRow, indicator: Indicator, period: Period, numbers: Numbers, recorded: datetime | None
    ) -> Observation:
        told = row.texts.get
        area = told("area", "")
        return Observation(
            indicator=indicator.id,
            period=period,
            value=numbers.value,
            origin=row.origin,
            area=None if area.casefold() in self._whole_place else area,
            numerator=numbers.numerator,
            denominator=numbers.denominator,
            status=_STATUSES[told("status", "")],
            unit=told("unit") or None,
            recorded=recorded,
            source=told("source") or None,
            note=told("note") or None,
        )

    def _period(self, text: str) -> Period | None:
        if text not in self._periods:
            try:
                self._periods[text] = Period.parse(text)
            except ValueError:
                self._periods[text] = None
        return self._periods[text]

    def _strange(self, row: TextRow, period: Period | None, indicator: Indicator | None) -> Iterator[Finding]:
        """What is said of a row whose indicator or period is not one that can be judged."""
        if period is not None and period.year > self._newest_year:
            yield _found(row, "period", kinds.LATER_YEAR, period=str(period), year=self._newest_year)
        elif indicator is None and (not self._other_years or (period is not None and period.year == self._year)):
            written = row.texts.get("indicator", "")
            near = nearest_word(written, self._indicators)
            yield _found(row, "indicator", kinds.UNKNOWN_INDICATOR, indicator=excerpt(written), nearest=near)
        elif period is None:
            yield _found(row, "period", kinds.UNKNOWN_PERIOD, text=excerpt(row.texts.get("period", "")))

    def _cell_problems(self, row: TextRow, indicator: Indicator, period: Period) -> Iterator[Finding]:
        """What is wrong with single cells."""
        for column in NUMBER_COLUMNS:
            text = row.texts.get(column, "")
            if text and parse_decimal(text) is None:
                yield _found(row, column, kinds.NOT_A_NUMBER, column=column, text=excerpt(text))
        status, unit, area = (row.texts.get(column, "") for column in ("status", "unit", "area"))
        if status not in _STATUSES:
            yield _found(row, "status", kinds.UNKNOWN_STATUS, text=excerpt(status))
        factor, value = self._factor(unit, indicator), parse_decimal(row.texts.get("value", ""))
        if factor is not None and value is not None and parse_decimal(f"{converted(value, factor):f}") is None:
            yield _found(row, "value", kinds.NOT_A_NUMBER, column="value", text=excerpt(row.texts["value"]))
        if factor is None:
            names = {"indicator": indicator.id, "indicator_unit": indicator.unit}
            yield _found(row, "unit", kinds.WRONG_UNIT, unit=excerpt(unit), **names)
        if area.casefold() not in self._whole_place and not _AREA_CODE.fullmatch(area):
            yield _found(row, "area", kinds.UNKNOWN_AREA, area=excerpt(area))
        if period.day is not None and indicator.kind in {Kind.FLOW, Kind.GROWTH}:
            yield _found(row, "period", kinds.DAY_OF_A_TOTAL, period=str(period), kind=indicator.kind.value)

    def _factor(self, unit: str, indicator: Indicator) -> Fraction | None:
        """What figures in `unit` are multiplied by; a row without a unit is in the indicator's."""
        if not unit:
            return _WHOLE_UNIT
        key = (unit, indicator.unit)
        if key not in self._factors:
            self._factors[key] = conversion(unit, indicator.unit)
        return self._factors[key]

    def _numbers(self, row: TextRow, indicator: Indicator) -> Numbers:
        """The numbers of a row whose cells are right, the value in the indicator's unit; half a quotient is none."""
        value, numerator, denominator = (parse_decimal(row.texts.get(column, "")) for column in NUMBER_COLUMNS)
        factor = self._factor(row.texts.get("unit", ""), indicator)
        if value is not None and factor is not None:
            value = converted(value, factor)
        if numerator is None or denominator is None:
            return Numbers(value, None, None)
        return Numbers(value, numerator, denominator)


def counted_value(observation: Observation, unit: str) -> Fraction:
    """What an observation says, in the indicator's `unit`: its parts' quotient, else its value (rules §1)."""
    quotient = quotient_of(observation.numerator, observation.denominator, unit)
    return Fraction(observation.value or 0) if quotient is None else quotient


def _number_problems(row: TextRow, indicator: Indicator, numbers: Numbers) -> Iterator[Finding]:
    """What is wrong with the numbers of a row taken together."""
    if numbers.numerator is None and numbers.value is None:
        yield _found(row, "value", kinds.NO_FIGURE)
        return
    quotient = quotient_of(numbers.numerator, numbers.denominator, indicator.unit)
    if numbers.numerator is not None:
        yield from _part_problems(row, indicator, numbers, quotient)
    counted = numbers.value if quotient is None else quotient
    if indicator.kind is Kind.TASK and counted not in {None, 0, 1}:
        yield _found(row, "value", kinds.NOT_DONE_OR_UNDONE, value=_shown(counted))


def _part_problems(
    row: TextRow, indicator: Indicator, numbers: Numbers, quotient: Fraction | None
) -> Iterator[Finding]:
    if indicator.kind is Kind.FLOW:
        yield _found(row, "numerator", kinds.PARTS_OF_A_TOTAL, indicator=indicator.id)
        return
    unit = row.texts.get("unit", "")
    if unit and conversion(unit, indicator.unit) != _WHOLE_UNIT:
        names = {"indicator": indicator.id, "indicator_unit": indicator.unit}
        yield _found(row, "unit", kinds.WRONG_UNIT, unit=excerpt(unit), **names)
    elif quotient is None:
        yield _found(
            row,
            "denominator",
            kinds.OVER_ZERO,
            numerator=numbers.numerator or Decimal(0),
            denominator=row.texts["denominator"],
        )
    elif numbers.value is not None and not _prints_as(quotient, numbers.value):
        yield _found(
            row,
            "value",
            kinds.VALUE_DIFFERS_FROM_PARTS,
            value=numbers.value,
            numerator=numbers.numerator or Decimal(0),
            denominator=numbers.denominator or Decimal(0),
            quotient=_shown(quotient, numbers.value),
        )


def _prints_as(quotient: Fraction, value: Decimal) -> bool:
    """Whether `value` is the quotient rounded, or cut, at the places that it has."""
    exponent = value.as_tuple().exponent
    scale = Fraction(10) ** -exponent if isinstance(exponent, int) else Fraction(1)
    units, printed = quotient * scale, Fraction(value) * scale
    cut = Fraction(int(units))  # int() cuts towards zero
    return abs(units - printed) <= Fraction(1, 2) or printed == cut


def _shown(number: Fraction | Decimal | None, beside: Decimal | None = None) -> Decimal:
    """A number for a sentence; a quotient with one digit more than the value `beside` it."""
    if not isinstance(number, Fraction):
        return number or Decimal(0)
    quotient = Decimal(number.numerator) / Decimal(number.denominator)
    exponent = 0 if beside is None else beside.as_tuple().exponent
    return (
        quotient.quantize(Decimal(1).scaleb(exponent - 1))
        if beside is not None and isinstance(exponent, int)
        else quotient
    )


def _found(row: TextRow, at: str, what: FindingKind, /, **params: Param) -> Finding:
    """Say what is wrong in the column `at`."""
    return Finding(what, row.at(at), params)

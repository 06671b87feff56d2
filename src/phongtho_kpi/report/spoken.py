"""The numbers of one judgement as a sentence has them: with units, and so that they do not contradict one another."""

from dataclasses import dataclass
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Judgement
from phongtho_kpi.model.catalogue import Goal, Kind, Target
from phongtho_kpi.report.shown import apart_places, attainment_places, own_places, spoken_places, target_places
from phongtho_kpi.report.wording import difference, goal_text, with_unit

_LARGE = 100  # from here on a decimal more says nothing


@dataclass(frozen=True, slots=True)
class Spoken:
    """An assessment's value beside one of its judgements, in a language."""

    entry: Assessment
    judgement: Judgement
    messages: Messages

    @property
    def target(self) -> Target:
        """The target judged by; only asked for where there is one."""
        if self.judgement.target is None:
            raise ValueError(self.entry.indicator.id)
        return self.judgement.target

    @property
    def places(self) -> int:
        """The decimals of the value, enough of them to see on which side of E it lies."""
        places = spoken_places(self.entry, self.judgement)
        if self.entry.value is None or self.judgement.expected is None:
            return places
        return apart_places(self.entry.value, self.judgement.expected, places)

    def endless(self, value: Decimal) -> int:
        """The decimals of a number out of a division: the value's or the target's, and one for a small one."""
        return max(self.places, target_places(self.judgement.target), 1 if abs(value) < _LARGE else 0)

    def number(self, value: Decimal) -> str:
        """Another number of the judgement, bare."""
        return self.messages.number(value, own_places(value, 0, self.endless(value)))

    def value_number(self) -> str:
        """The value, bare."""
        return "–" if self.entry.value is None else self.messages.number(self.entry.value, self.places)

    def expected_number(self) -> str:
        """E, bare."""
        expected = self.judgement.expected
        return "–" if expected is None else self.messages.number(expected, self._at_expected())

    def _at_expected(self) -> int:
        expected = self.judgement.expected or Decimal(0)
        places = own_places(expected, 0, self.endless(expected))
        return places if self.entry.value is None else apart_places(self.entry.value, expected, places)

    def value(self) -> str:
        """`21,5 ha`; a growth `tăng 9%`, a reduction `giảm 2,1 điểm %`."""
        kind, value = self.entry.indicator.kind, self.entry.value
        if value is None:
            return "–"
        if kind is Kind.TASK:
            return self.messages("value.is_done" if value else "value.is_undone")
        if kind in (Kind.GROWTH, Kind.REDUCTION):
            rising = (value >= 0) == (kind is Kind.GROWTH)
            return self.messages("value.growth_up" if rising else "value.growth_down", value=self._amount(abs(value)))
        return self._amount(value)

    def _amount(self, value: Decimal) -> str:
        return with_unit(value, self.places, self.entry.indicator, self.messages)

    def expected(self) -> str:
        """`29,2 ha`."""
        expected = self.judgement.expected or Decimal(0)
        return with_unit(expected, self._at_expected(), self.entry.indicator, self.messages)

    def with_unit(self, value: Decimal) -> str:
        """Another number of the judgement with its unit."""
        return with_unit(value, own_places(value, 0, self.endless(value)), self.entry.indicator, self.messages)

    def gap(self, value: Decimal) -> str:
        """How far apart two values are."""
        places = apart_places(value, Decimal(0), own_places(value, 0, self.endless(value)))
        return difference(abs(value), places, self.entry.indicator, self.messages)

    def target_value(self) -> str:
        """`50 ha`."""
        return with_unit(self.target.value, target_places(self.target), self.entry.indicator, self.messages)

    def goal(self) -> str:
        """`ít nhất 50 ha`."""
        return goal_text(self.target, self.entry.indicator, self.messages)

    def attainment(self) -> str | None:
        """`43,0`."""
        share = self.judgement.attainment
        return None if share is None else self.messages.number(share, attainment_places(self.judgement))

    def due(self) -> str:
        """`31/12/2024`."""
        return self.messages.day(self.target.due)

    @property
    def is_cap(self) -> bool:
        """Whether lower is better."""
        return self.target.goal is Goal.AT_MOST

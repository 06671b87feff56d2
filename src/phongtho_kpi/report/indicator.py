"""`kpi show ID`: everything there is to say about one indicator, still without formatting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.model.assessment import Assessment, Assessments, CoursePoint, Judgement
from phongtho_kpi.model.catalogue import Goal, Indicator, Kind, Target
from phongtho_kpi.model.observation import Observation
from phongtho_kpi.report.figure_cell import uses_of
from phongtho_kpi.report.plot import Plot, plot_of
from phongtho_kpi.report.rule import rule_lines
from phongtho_kpi.report.shown import REACHED, baseline_places, outlook_places, own_places
from phongtho_kpi.report.spoken import Spoken
from phongtho_kpi.report.status import attainment_cell, target_cell
from phongtho_kpi.report.summary import title_line
from phongtho_kpi.report.table import (
    Cell,
    Column,
    ColumnKind,
    DayCell,
    NumberCell,
    Section,
    StatusCell,
    Table,
    TextCell,
)
from phongtho_kpi.report.verdict import verdict_sentences
from phongtho_kpi.report.wording import difference, goal_text, name_of, times_text, with_unit


@dataclass(frozen=True, slots=True)
class Fact:
    """A short text under a label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """One indicator: what was decided, what is said of it and why, and every figure behind it."""

    lang: str
    context: str
    title: str
    subtitle: str
    status: StatusCell
    sentences: tuple[str, ...]
    facts: tuple[Fact, ...]
    rule_heading: str
    rule: tuple[str, ...]
    plot: Plot | None
    tables: tuple[Table, ...]  # other plans, figures


def indicator_report(
    assessments: Assessments,
    entry: Assessment,
    course: Sequence[CoursePoint],
    observations: Sequence[Observation],
    messages: Messages,
) -> IndicatorReport:
    """What `kpi show` shows of an assessment; `observations` are all figures to list, counted or not."""
    indicator = entry.indicator
    tables = (_plans(entry, messages), _figures(entry, observations, messages))
    return IndicatorReport(
        lang=messages.lang,
        context=title_line(assessments, messages),
        title=name_of(entry, messages),
        subtitle=_subtitle(indicator, messages),
        status=StatusCell(entry.headline.status, messages.status(entry.headline.status)),
        sentences=verdict_sentences(entry, assessments.clocks, messages),
        facts=tuple(_facts(assessments, entry, messages)),
        rule_heading=messages("show.rule"),
        rule=rule_lines(assessments, entry, messages),
        plot=plot_of(entry, course, messages),
        tables=tuple(table for table in tables if table is not None),
    )


def _subtitle(indicator: Indicator, messages: Messages) -> str:
    parts = [indicator.id, indicator.unit, messages.kind(indicator.kind), messages.frequency(indicator.frequency)]
    if indicator.of is not None:
        parts.append(messages("show.of", id=indicator.of))
    return " · ".join(part for part in parts if part)


def _facts(assessments: Assessments, entry: Assessment, messages: Messages) -> Iterator[Fact]:
    indicator, headline = entry.indicator, entry.headline
    yield from _decided(indicator, headline.target, assessments.clocks.known_on, messages)
    if indicator.quote:
        yield Fact(messages("show.quote"), messages("show.quoted", quote=indicator.quote))
    source = assessments.catalogue.source
    if source is not None and indicator.target is not None:
        yield Fact(messages("show.source"), source.title)
    if indicator.baseline is not None:
        start = indicator.baseline.value
        value = with_unit(start, baseline_places(start, indicator.of_count, headline.target), indicator, messages)
        key = "show.baseline_source" if indicator.baseline.source else "show.baseline_text"
        yield Fact(messages("show.baseline"), messages(key, value=value, source=indicator.baseline.source))
    yield from _standing(entry, messages)
    for label, text in (("owner", indicator.owner), ("note", indicator.note)):
        if text:
            yield Fact(messages(f"show.{label}"), text)


def _decided(indicator: Indicator, target: Target | None, known_on: date, messages: Messages) -> Iterator[Fact]:
    """The target in force, the first one where it was revised, and the revisions."""
    if target is None:
        yield Fact(messages("show.goal"), messages("value.none"))
    else:
        goal = goal_text(target, indicator, messages)
        yield Fact(messages("show.goal"), messages("show.goal_with_due", goal=goal, due=target.due))
    if indicator.revisions and indicator.target is not None and indicator.target != target:
        yield Fact(messages("show.first_decision"), goal_text(indicator.target, indicator, messages))
    for revision in indicator.revisions:
        text = messages(
            "show.revision_text",
            starts=revision.starts,
            goal=goal_text(revision.target, indicator, messages),
            decided_by=revision.decided_by,
            why=revision.why,
        )
        pending = revision.starts > known_on
        yield Fact(messages("show.revision"), messages("show.revision_pending", revision=text) if pending else text)


def _standing(entry: Assessment, messages: Messages) -> Iterator[Fact]:
    headline = entry.headline
    spoken = Spoken(entry, headline, messages)
    if entry.indicator.kind is not Kind.TASK:
        for label, value in (("variance", headline.variance), ("variance_to_date", headline.variance_to_date)):
            if value is not None and not _rounded_away(entry, value):
                sign = "+" if value > 0 else "-" if value < 0 else ""
                yield Fact(messages(f"show.{label}"), sign + spoken.gap(value))
    if entry.year_on_year is not None:
        yield Fact(messages("show.year_on_year"), _year_on_year(spoken))
    outlook = headline.outlook
    if outlook is not None and outlook.value is not None:
        places = outlook_places(headline, 0, spoken.endless(outlook.value))
        value_text = with_unit(outlook.value, places, entry.indicator, messages)
        text = messages("show.outlook_text", value=value_text, verdict=messages.outlook(outlook.verdict))
        yield Fact(messages("show.outlook"), text)
    elif outlook is not None:
        yield Fact(messages("show.outlook"), messages.outlook(outlook.verdict))
    if headline.needed_pace is not None:
        pace = times_text(headline.needed_pace, messages)
        yield Fact(messages("show.needed_pace"), messages("show.needed_pace_text", pace=pace))


def _rounded_away(entry: Assessment, variance: Decimal) -> bool:
    """A share of whole things that is reached as printed lies a rounding short of it (rules §4): nothing to show."""
    cap = entry.headline.target is not None and entry.headline.target.goal is Goal.AT_MOST
    short = variance > 0 if cap else variance < 0
    return entry.indicator.of_count is not None and entry.headline.status in REACHED and short


def _year_on_year(spoken: Spoken) -> str:
    entry, messages = spoken.entry, spoken.messages
    change, last = entry.year_on_year, entry.last_year
    if change is None:
        return ""
    last_shown = "" if last is None else spoken.with_unit(last)
    if not change:
        return messages("show.same_period_equal", last_year=last_shown)
    if entry.indicator.kind is Kind.FLOW:
        amount = messages("value.joined", number=messages.number(abs(change), 1), unit="%")
    else:
        amount = difference(abs(change), own_places(change, 0, spoken.places), entry.indicator, messages)
    return messages(f"show.same_period_{'up' if change > 0 else 'down'}", change=amount, last_year=last_shown)


def _plans(entry: Assessment, messages: Messages) -> Table | None:
    """The other plans that the same figure is held against."""
    if not entry.also:
        return None
    columns = (
        Column("plan", messages("column.plan")),
        Column("target", messages("column.goal"), ColumnKind.NUMBER),
        Column("attainment", messages("column.attainment"), ColumnKind.NUMBER),
        Column("status", messages("column.status"), ColumnKind.STATUS),
    )
    rows = tuple(_plan(plan, judgement, messages) for plan, judgement in entry.also)
    return Table(messages.lang, messages("show.plans"), columns, (Section("", rows),))


def _plan(plan: str, judgement: Judgement, messages: Messages) -> tuple[Cell, ...]:
    status = StatusCell(judgement.status, messages.status(judgement.status))
    return (TextCell(plan), target_cell(judgement.target), attainment_cell(judgement), status)


def _figures(entry: Assessment, observations: Sequence[Observation], messages: Messages) -> Table:
    """Every figure with where it came from, in the order of time; those that count are marked."""
    columns = (
        Column("period", messages("column.period")),
        Column("value", messages("column.figure_value"), ColumnKind.NUMBER),
        Column("status", messages("column.figure_status")),
        Column("mark", messages("column.mark")),
        Column("recorded", messages("column.recorded"), ColumnKind.DAY),
        Column("source", messages("column.source"), faint=True),
    )
    marks = uses_of(entry)
    ordered = sorted(
        observations, key=lambda one: (one.period.year, one.period.last, one.period.day or 0, one.period.first)
    )
    rows = tuple(_figure(one, marks.get(one, ""), messages) for one in ordered)
    subtitle = () if rows else (messages("show.no_figures"),)
    return Table(messages.lang, messages("show.figures"), columns, (Section("", rows),) if rows else (), subtitle)


def _figure(figure: Observation, mark: str, messages: Messages) -> tuple[Cell, ...]:
    recorded = DayCell(figure.recorded.date()) if figure.recorded is not None else TextCell(messages("show.by_hand"))
    parts = None
    if figure.numerator is not None and figure.denominator is not None:
        parts = f"{messages.number(figure.numerator)}/{messages.number(figure.denominator)}"
    value: Cell = NumberCell(figure.value, own_places(figure.value, 0, 2)) if figure.value is not None else None
    notes = " · ".join(filter(None, (parts if value is not None else None, figure.source, figure.note)))
    return (
        TextCell(messages.period(figure.period, with_year=True) + (f" ({figure.area})" if figure.area else "")),
        value if value is not None else TextCell(parts or ""),
        TextCell(messages.observation_status(figure.status)),
        TextCell(messages(f"show.{mark}") if mark else ""),
        recorded,
        TextCell(str(figure.origin), under=notes),
    )

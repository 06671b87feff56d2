"""*Biểu chỉ tiêu*: the official table, in the form that committees print and sign (docs/commands.md, `kpi report`).

The columns are those of the annexes that provinces publish; the form is that of Nghị định 30/2020/NĐ-CP.
"""

from collections.abc import Iterator
from decimal import Decimal

from phongtho_kpi.model.assessment import Assessment, Judgement, Status
from phongtho_kpi.model.catalogue import Bands, Goal, Kind
from phongtho_kpi.report.sheet import Block, Letterhead, Placed, Sheet, Signatures
from phongtho_kpi.report.shown import apart_places, own_places, target_places, value_places
from phongtho_kpi.report.status import (
    attainment_cell,
    outlook_cell,
    remarks,
    target_cell,
    value_cell,
    year_on_year_cell,
)
from phongtho_kpi.report.table import Cell, Column, ColumnKind, NumberCell, Section, StatusCell, Table, TextCell
from phongtho_kpi.report.weekly.week import Week
from phongtho_kpi.report.wording import capitalised, goal_text, name_of, unbroken

_NUMBERING = ("A", "B", "C", "1", "2", "3", "4=3:2", "5", "6", "7", "8", "9")
_WIDTHS = (5, 32, 11, 11, 11, 11, 8, 9, 10, 11, 18, 24)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_HUNDRED = Decimal(100)


def official_sheet(week: Week) -> Sheet:
    """One row an indicator, numbered straight across the groups; other plans are rows under it."""
    messages, clocks = week.messages, week.clocks
    return Sheet(
        name=messages("sheet.official"),
        title=messages("official.title", year=str(week.assessments.catalogue.year)).upper(),
        subtitle=tuple(filter(None, (messages("official.clocks", as_of=clocks.as_of, known_on=clocks.known_on),
                                     week.overview.source))),
        blocks=tuple(_blocks(week)),
        widths=_WIDTHS,
    )  # fmt: skip


def _blocks(week: Week) -> Iterator[Block]:
    """The table between the heads of its paper and the signatures; both only of a place that has an authority."""
    messages = week.messages
    place = week.assessments.catalogue.place
    name = place.name.to(messages.lang)
    head: tuple[str, ...] = (messages("official.head").upper(),)
    if place.authority is not None:
        issuer = place.authority.name.to(messages.lang)
        country = (messages("official.country"), messages("official.motto"))
        yield Letterhead((issuer.upper(), name.upper()), country)
        head = (
            messages("official.on_behalf", authority=issuer).upper(),
            place.authority.head.to(messages.lang).upper(),
        )
    else:
        yield Letterhead((name.upper(),), ())
    yield Placed(official_table(week), is_main=True, is_ruled=True)
    yield Signatures(
        messages("official.dated", year=str(week.clocks.as_of.year)),
        (messages("official.prepared").upper(), messages("official.sign")),
        (*head, messages("official.sign_and_seal")),
    )


def official_table(week: Week) -> Table:
    """The columns of the annex, a section a group with its Roman number, then what is only followed."""
    messages = week.messages
    judged = [one for one in week.entries if one.headline.status is not Status.INFORMATIVE]
    followed = [one for one in week.entries if one.headline.status is Status.INFORMATIVE]
    groups = [
        (group.name.to(messages.lang), [one for one in judged if one.indicator.group == group.id])
        for group in week.assessments.catalogue.groups
    ]
    groups.append((messages("title.informative"), followed))
    filled = [(name, entries) for name, entries in groups if entries]
    sections = tuple(
        Section(name, tuple(row for entry in entries for row in _rows(entry, week)), mark=_roman(number))
        for number, (name, entries) in enumerate(filled, start=1)
    )
    return Table(messages.lang, "", _columns(week), sections, numbering=_NUMBERING)


def _columns(week: Week) -> tuple[Column, ...]:
    messages, year = week.messages, week.assessments.catalogue.year
    number, text = ColumnKind.NUMBER, ColumnKind.TEXT
    kinds = {
        "number": text,
        "name": text,
        "unit": text,
        "last_year": number,
        "target": number,
        "value": number,
        "attainment": number,
        "pace": number,
        "year_on_year": number,
        "outlook": number,
        "status": ColumnKind.STATUS,
        "note": text,
    }
    return tuple(
        Column(key, messages(f"official.{key}", year=str(year), before=str(year - 1)), kind)
        for key, kind in kinds.items()
    )


def _rows(entry: Assessment, week: Week) -> Iterator[tuple[Cell, ...]]:
    messages, headline, indicator = week.messages, entry.headline, entry.indicator
    bands = indicator.bands or week.assessments.catalogue.bands
    yield (
        week.number_of(entry),
        TextCell(name_of(entry, messages)),
        TextCell(indicator.unit),
        _last_year(entry),
        target_cell(headline.target),
        value_cell(entry, value_places(entry)),
        attainment_cell(headline),
        pace_cell(headline, bands),
        year_on_year_cell(entry, "%"),
        outlook_cell(headline, value_places(entry)),
        StatusCell(headline.status, messages.status(headline.status)),
        TextCell(capitalised("; ".join(map(unbroken, _notes(entry, week))))),
    )
    for plan, judgement in entry.also:
        yield (
            TextCell("-"),
            TextCell(plan),
            TextCell(indicator.unit),
            None,
            target_cell(judgement.target),
            None,
            attainment_cell(judgement),
            pace_cell(judgement, bands),
            None,
            outlook_cell(judgement, value_places(entry, judgement)),
            StatusCell(judgement.status, messages.status(judgement.status)),
            None,
        )


def _last_year(entry: Assessment) -> Cell:
    value = entry.whole_last_year
    if value is None:
        return None
    return NumberCell(value, own_places(value, target_places(entry.headline.target), 1))


def pace_cell(judgement: Judgement, bands: Bands) -> Cell:
    """The pace in per cent, with as many decimals as it takes to see on which side of a band it lies."""
    if judgement.pace is None:
        return None
    pace = judgement.pace * _HUNDRED
    places = max(apart_places(pace, band * _HUNDRED, 1) for band in (bands.on_track, bands.at_risk))
    return NumberCell(pace, places)


def _notes(entry: Assessment, week: Week) -> Iterator[str]:
    """Which period the figure is of, what the plan is where its number does not say it, and what must be known."""
    messages, target, indicator = week.messages, entry.headline.target, entry.indicator
    if entry.period is not None and indicator.kind is not Kind.TASK:
        yield messages("official.period", period=messages.period(entry.period, entry.cumulative))
    if target is not None and target.goal is Goal.AT_MOST:
        yield messages("official.cap")
    in_force = [one for one in indicator.revisions if one.starts <= week.clocks.known_on]
    if in_force:
        before = in_force[-2].target if len(in_force) > 1 else indicator.target
        goal = goal_text(before, indicator, messages)
        yield messages("official.revised", starts=in_force[-1].starts, before=goal)
    if target is not None and entry.headline.status is Status.NOT_DUE:
        yield messages("official.due", due=target.due)
    yield from remarks(entry, messages)


def _roman(number: int) -> str:
    """`IV` of 4.

    >>> _roman(14)
    'XIV'
    """
    numeral = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        numeral += letters * times
    return numeral

"""The catalogue against itself and against the decision that it quotes (rules §1).

Each check is a generator over a whole catalogue; all of them stand in `CHECKS` at the end, those of `targets.py` and
`names.py` among them.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice

from phongtho_kpi.check import names, targets
from phongtho_kpi.check.place import found
from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.catalogue import Bands, Baseline, Catalogue, Goal, Indicator, Kind, Target
from phongtho_kpi.model.finding import Finding, Origin, Param
from phongtho_kpi.model.folding import composed
from phongtho_kpi.model.nearest_word import NearestWords
from phongtho_kpi.model.vietnamese_number import numbers_in

# what a computed indicator may be computed from (rules §1, `kind`)
_MAY_BE_OF = {Kind.GROWTH: (Kind.FLOW, Kind.LEVEL), Kind.REDUCTION: (Kind.LEVEL,)}

_MOST_AT_RISK, _MOST_ON_TRACK = Decimal(1), Decimal(2)  # of bands: 0.93 is meant where 93 is written
_BEGINS_IN_A_NUMBER, _ENDS_IN_A_NUMBER = re.compile("[.,]?[0-9]"), re.compile("[0-9][.,]?$")
_FALL = re.compile(r"\bgiảm\s+([0-9][0-9.,]*)\s*%", re.IGNORECASE)


def check_catalogue(catalogue: Catalogue, source_text: str | None) -> Iterator[Finding]:
    """Everything that is wrong or doubtful; quotes are looked up in `source_text` where there is one."""
    for check in CHECKS:
        yield from check(catalogue)
    if source_text is not None:
        yield from quotes_in_source(catalogue, source_text)


def ids_once(catalogue: Catalogue) -> Iterator[Finding]:
    """An id names one indicator."""
    first: dict[str, Indicator] = {}
    for indicator in catalogue.indicators:
        earlier = first.setdefault(indicator.id, indicator)
        if earlier is not indicator:
            line = earlier.origin_of("id").line or 0
            yield found(kinds.DUPLICATE_ID, indicator, "id", first_line=line)


def revisions_ascend(catalogue: Catalogue) -> Iterator[Finding]:
    """Later decisions stand in the order of their dates: an entry is added, never edited."""
    for indicator in catalogue.indicators:
        latest = date.min
        for index, revision in enumerate(indicator.revisions):
            if revision.starts <= latest:
                starts = revision.starts.isoformat()
                yield found(kinds.REVISIONS_NOT_ASCENDING, indicator, f"revisions.{index}.from", starts=starts)
            latest = max(latest, revision.starts)


def of_is_computable(catalogue: Catalogue) -> Iterator[Finding]:
    """`of` names what a growth (of a flow or level) or a reduction (of a level) is computed from."""
    by_id = catalogue.by_id()
    near = NearestWords(by_id)
    going_round = {identity for circle in _circles(catalogue) for identity in circle}
    for indicator in catalogue.indicators:
        if indicator.of is None or indicator.id in going_round:
            continue
        allowed = _MAY_BE_OF.get(indicator.kind, ())
        if not allowed:
            yield found(kinds.OF_DOES_NOT_FIT, indicator, "of", key="of", of=indicator.of)
            continue
        yield from _named(indicator, "of", indicator.of, by_id, near, allowed)


def of_leads_to_figures(catalogue: Catalogue) -> Iterator[Finding]:
    """Whoever follows `of` never comes back; a circle is told at its first indicator."""
    by_id = catalogue.by_id()
    for circle in _circles(catalogue):
        shown = " → ".join((*circle, circle[0]))
        yield found(kinds.CIRCULAR_OF, by_id[circle[0]], "of", of=by_id[circle[0]].of or "", circle=shown)


def growth_adds_up(catalogue: Catalogue) -> Iterator[Finding]:
    """`grows_by` is for a level and names a flow, and baseline + its target = the level's target, first and last."""
    by_id = catalogue.by_id()
    near = NearestWords(by_id)
    for indicator in catalogue.indicators:
        if indicator.grows_by is None:
            continue
        if indicator.kind is not Kind.LEVEL:
            yield found(kinds.OF_DOES_NOT_FIT, indicator, "grows_by", key="grows_by", of=indicator.grows_by)
            continue
        wrong = list(_named(indicator, "grows_by", indicator.grows_by, by_id, near, (Kind.FLOW,)))
        yield from wrong
        if indicator.baseline is not None and not wrong:
            flow = by_id[indicator.grows_by]
            yield from islice(_not_adding_up(indicator, indicator.baseline, flow, catalogue.year), 1)


def counts_are_shares(catalogue: Catalogue) -> Iterator[Finding]:
    """`of_count` speaks of a share in per cent (rules §4)."""
    for indicator in catalogue.indicators:
        if indicator.of_count is not None and indicator.unit != "%":
            yield found(kinds.TARGET_DOES_NOT_FIT, indicator, "of_count", problem="count-needs-percent")


def due_in_year(catalogue: Catalogue) -> Iterator[Finding]:
    """A target is finally judged on a day of its year; a revision may start outside it."""
    for indicator in catalogue.indicators:
        for key, target in _targets(indicator):
            if target.due.year != catalogue.year:
                due = target.due.isoformat()
                yield found(kinds.DUE_OUTSIDE_YEAR, indicator, f"{key}.due", due=due, year=catalogue.year)


def bands_in_order(catalogue: Catalogue) -> Iterator[Finding]:
    """0 < at_risk ≤ on_track, at_risk ≤ 1, on_track ≤ 2: shares of 1, for all and for each (rules §5)."""
    if not _in_order(catalogue.bands):
        line = catalogue.lines.get("bands", catalogue.origin.line)
        yield _disorder(catalogue.bands, Origin(catalogue.origin.file, line=line))
    for indicator in catalogue.indicators:
        if indicator.bands is not None and not _in_order(indicator.bands):
            yield _disorder(indicator.bands, indicator.origin_of("bands"))


def quotes_say_the_target(catalogue: Catalogue) -> Iterator[Finding]:
    """The first decision's words have the target's number; of a range one of its edges, of a task none."""
    for indicator in catalogue.indicators:
        target = indicator.target
        if indicator.quote is None or target is None or target.goal is Goal.DONE:
            continue
        quoted = _numbers_said(indicator.quote, indicator.kind)
        if target.value not in quoted and (target.upper is None or target.upper not in quoted):
            only: Param = quoted[0] if len(quoted) == 1 else ""
            yield found(kinds.QUOTE_DIFFERS_FROM_TARGET, indicator, "quote", quoted=only, target=target.value)


def quotes_in_source(catalogue: Catalogue, source_text: str) -> Iterator[Finding]:
    """A quote is verbatim: it stands in the source, but for line breaks and blanks, and cuts no number there."""
    source = _folded(source_text)
    file = catalogue.source.file if catalogue.source and catalogue.source.file else ""
    for indicator in catalogue.indicators:
        if indicator.quote is not None and not _stands_in(_folded(indicator.quote), source):
            yield found(kinds.QUOTE_NOT_IN_SOURCE, indicator, "quote", quote=indicator.quote, file=file)


def _numbers_said(quote: str, kind: Kind) -> tuple[Decimal, ...]:
    """The numbers of a quote; `giảm 5,6%` is a growth of −5.6 too."""
    falls = _FALL.findall(quote) if kind is Kind.GROWTH else ()
    return (*numbers_in(quote), *(number.copy_negate() for fall in falls for number in numbers_in(fall)))


def _circles(catalogue: Catalogue) -> Iterator[list[str]]:
    """The ids of each circle of `of`, from the first in the catalogue on."""
    by_id = catalogue.by_id()
    order = {identity: number for number, identity in enumerate(by_id)}
    seen: set[str] = set()
    for start in by_id:
        way: list[str] = []
        identity: str | None = start
        while identity in by_id and identity not in seen:
            seen.add(identity)
            way.append(identity)
            identity = by_id[identity].of
        if identity in way:
            circle = way[way.index(identity) :]
            first = circle.index(min(circle, key=order.__getitem__))
            yield circle[first:] + circle[:first]


def _not_adding_up(level: Indicator, baseline: Baseline, flow: Indicator, year: int) -> Iterator[Finding]:
    """The first decisions, and those in force when the year ends, where they do not."""
    last = date(year, 12, 31)
    for target, flow_target in ((level.target, flow.target), (level.target_on(last), flow.target_on(last))):
        if target is not None and flow_target is not None and baseline.value + flow_target.value != target.value:
            told = {"baseline": baseline.value, "target": target.value, "flow_target": flow_target.value}
            yield found(kinds.GROWS_BY_DOES_NOT_ADD_UP, level, "grows_by", flow=flow.id, **told)


def _named(
    indicator: Indicator,
    key: str,
    name: str,
    by_id: dict[str, Indicator],
    near: NearestWords,
    allowed: tuple[Kind, ...],
) -> Iterator[Finding]:
    """What is wrong with the indicator that another one names."""
    named = by_id.get(name)
    if named is None or named.id == indicator.id:
        yield found(kinds.UNKNOWN_OF, indicator, key, key=key, of=name, nearest=near.to(name, indicator.id))
    elif named.kind not in allowed:
        yield found(kinds.OF_DOES_NOT_FIT, indicator, key, key=key, of=name)


def _targets(indicator: Indicator) -> Iterator[tuple[str, Target]]:
    """All targets of an indicator with their keys in the file."""
    if indicator.target is not None:
        yield "target", indicator.target
    for index, revision in enumerate(indicator.revisions):
        yield f"revisions.{index}.target", revision.target
    for index, other in enumerate(indicator.also):
        yield f"also.{index}.target", other.target


def _in_order(bands: Bands) -> bool:
    return 0 < bands.at_risk <= min(bands.on_track, _MOST_AT_RISK) and bands.on_track <= _MOST_ON_TRACK


def _disorder(bands: Bands, origin: Origin) -> Finding:
    return Finding(kinds.BANDS_OUT_OF_ORDER, origin, {"on_track": bands.on_track, "at_risk": bands.at_risk})


def _stands_in(quote: str, source: str) -> bool:
    """Whether a quote is there without a number before its beginning or behind its end going on in it."""
    if quote not in source:
        return False
    before = "(?<![0-9])(?<![0-9][.,])" if quote[:1].isdecimal() else "(?<![0-9])"
    after = "(?![.,]?[0-9])" if quote[-1:].isdecimal() else "(?![0-9])"
    starts, ends = _BEGINS_IN_A_NUMBER.match(quote), _ENDS_IN_A_NUMBER.search(quote)
    return re.search(f"{before if starts else ''}{re.escape(quote)}{after if ends else ''}", source) is not None


def _folded(text: str) -> str:
    return " ".join(composed(text).split())


CHECKS: tuple[Callable[[Catalogue], Iterator[Finding]], ...] = (
    ids_once,
    revisions_ascend,
    of_is_computable,
    of_leads_to_figures,
    growth_adds_up,
    counts_are_shares,
    due_in_year,
    bands_in_order,
    quotes_say_the_target,
    *targets.CHECKS,
    *names.CHECKS,
)

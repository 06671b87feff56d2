"""The catalogue against itself and against the decision that it quotes (rules §1).

Each check is a generator over a whole catalogue; all of them stand in `CHECKS` at the end, those of `targets.py` and
`names.py` among them.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from phongtho_kpi.check import names, targets
from phongtho_kpi.check.place import found
from phongtho_kpi.model import finding as kinds
from phongtho_kpi.model.catalogue import Bands, Catalogue, Goal, Indicator, Kind, Target
from phongtho_kpi.model.finding import Finding, Origin, Param
from phongtho_kpi.model.folding import composed
from phongtho_kpi.model.vietnamese_number import numbers_in

# what a computed indicator may be computed from (rules §1, `kind`)
_MAY_BE_OF = {Kind.GROWTH: (Kind.FLOW, Kind.LEVEL), Kind.REDUCTION: (Kind.LEVEL,)}

_BEGINS_IN_A_NUMBER, _ENDS_IN_A_NUMBER = re.compile("[.,]?[0-9]"), re.compile("[0-9][.,]?$")


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
    going_round = {identity for circle in _circles(catalogue) for identity in circle}
    for indicator in catalogue.indicators:
        if indicator.of is None or indicator.id in going_round:
            continue
        allowed = _MAY_BE_OF.get(indicator.kind, ())
        if not allowed:
            yield found(kinds.OF_DOES_NOT_FIT, indicator, "of", key="of", of=indicator.of)
            continue
        yield from _named(indicator, "of", indicator.of, by_id, allowed)


def of_leads_to_figures(catalogue: Catalogue) -> Iterator[Finding]:
    """Whoever follows `of` never comes back; a circle is told at its first indicator."""
    by_id = catalogue.by_id()
    for circle in _circles(catalogue):
        shown = " → ".join((*circle, circle[0]))
        yield found(kinds.CIRCULAR_OF, by_id[circle[0]], "of", of=by_id[circle[0]].of or "", circle=shown)


def growth_adds_up(catalogue: Catalogue) -> Iterator[Finding]:
    """`grows_by` is for a level and names a flow, and baseline + its target = the level's target."""
    by_id = catalogue.by_id()
    for indicator in catalogue.indicators:
        if indicator.grows_by is None:
            continue
        if indicator.kind is not Kind.LEVEL:
            yield found(kinds.OF_DOES_NOT_FIT, indicator, "grows_by", key="grows_by", of=indicator.grows_by)
            continue
        wrong = list(_named(indicator, "grows_by", indicator.grows_by, by_id, (Kind.FLOW,)))
        yield from wrong
        target, baseline = indicator.target, indicator.baseline
        flow_target = None if wrong else by_id[indicator.grows_by].target
        if target is None or baseline is None or flow_target is None:
            continue
        if baseline.value + flow_target.value != target.value:
            yield found(
                kinds.GROWS_BY_DOES_NOT_ADD_UP,
                indicator,
                "grows_by",
                baseline=baseline.value,
                flow=indicator.grows_by,
                target=target.value,
                flow_target=flow_target.value,
            )


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
    """0 < at_risk ≤ on_track, for all and for each (rules §5)."""
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
        quoted = numbers_in(indicator.quote)
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


def _named(
    indicator: Indicator, key: str, name: str, by_id: dict[str, Indicator], allowed: tuple[Kind, ...]
) -> Iterator[Finding]:
    """What is wrong with the indicator that another one names."""
    named = by_id.get(name)
    if named is None or named.id == indicator.id:
        others = [other for other in by_id if other != indicator.id]
        yield found(kinds.UNKNOWN_OF, indicator, key, key=key, of=name, nearest=_nearest(name, others))
    elif named.kind not in allowed:
        yield found(kinds.OF_DOES_NOT_FIT, indicator, key, key=key, of=name)


def _nearest(written: str, known: list[str]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    return next(iter(get_close_matches(written, known, n=1)), "")


def _targets(indicator: Indicator) -> Iterator[tuple[str, Target]]:
    """All targets of an indicator with their keys in the file."""
    if indicator.target is not None:
        yield "target", indicator.target
    for index, revision in enumerate(indicator.revisions):
        yield f"revisions.{index}.target", revision.target
    for index, other in enumerate(indicator.also):
        yield f"also.{index}.target", other.target


def _in_order(bands: Bands) -> bool:
    return 0 < bands.at_risk <= bands.on_track


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

"""Two versions of a catalogue → every key that says something else (rules §1).

What is compared is what the file says: a key that is left out is no edit where the default in its place is another one.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from phongtho_kpi.model.catalogue import (
    Authority,
    Baseline,
    ByArea,
    Catalogue,
    Frequency,
    Indicator,
    Kind,
    LocalText,
    Revision,
    Target,
    Trajectory,
)
from phongtho_kpi.model.period import Period

Told = str | int | Decimal | Kind | Frequency | Period | Target | Revision | Trajectory | ByArea | tuple[str, ...]
ORDER = "order"  # a key of ours: the same indicators, one after another in another way


_NAMING = ("name.", "aliases", "quote", "owner", "note", "group", "groups.", "place.", "source.", "lang", ORDER)
_WORDS = (".decided_by", ".why")  # of a revision whose target stands


class Edit(NamedTuple):
    """A key that says something else; None: it is not there. `id` is the indicator's, "" of the whole catalogue.

    `key` is dotted as lines are: `target`, `baseline.value`, `revisions.2024-07-15`, `also.PLAN`.
    """

    id: str
    key: str
    before: Told | None
    after: Told | None

    @property
    def is_of_target(self) -> bool:
        """Whether it is about what is to be reached."""
        told = self.after if self.before is None else self.before
        return isinstance(told, Revision) or self.key == "target"

    @property
    def is_naming(self) -> bool:
        """Whether it is about what things are called and who says so, and not about how they are judged."""
        return self.key.startswith(_NAMING) or self.key.endswith(_WORDS)


def edits_of(before: Catalogue, after: Catalogue) -> Iterator[Edit]:
    """What was edited in the catalogue itself, then in each indicator that both have, in the order of `after`."""
    yield from _edits("", dict(_of_catalogue(before)), dict(_of_catalogue(after)))
    known = before.by_id()
    both = [one for one in after.indicators if one.id in known]
    stayed = {one.id for one in both if one.group == known[one.id].group}
    if _order(before, stayed) != _order(after, stayed):
        yield Edit("", ORDER, None, None)
    for indicator in both:
        yield from _edits(indicator.id, dict(_of_indicator(known[indicator.id])), dict(_of_indicator(indicator)))


def renamed(retired: Iterable[Indicator], added: Iterable[Indicator]) -> Iterator[tuple[Indicator, Indicator]]:
    """Indicators that are there under another id, and say all else as before."""
    left = list(added)
    for one in retired:
        told = dict(_of_indicator(one))
        same = next((other for other in left if dict(_of_indicator(other)) == told), None)
        if same is not None:
            left.remove(same)
            yield one, same


def _order(catalogue: Catalogue, stayed: Container[str]) -> list[str]:
    """Ids in their order, of those that stayed in their group: to move to another one is an edit of its own."""
    return [one.id for one in catalogue.indicators if one.id in stayed]


def _edits(identity: str, before: Mapping[str, Told], after: Mapping[str, Told]) -> Iterator[Edit]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if isinstance(old, Revision) and isinstance(new, Revision) and old.target == new.target:
            words = {word: (getattr(old, word), getattr(new, word)) for word in ("decided_by", "why")}
            yield from (Edit(identity, f"{key}.{word}", *both) for word, both in words.items() if both[0] != both[1])
        elif old != new:
            yield Edit(identity, key, old, new)


def _of_catalogue(catalogue: Catalogue) -> Iterator[tuple[str, Told]]:
    place = catalogue.place
    yield "year", catalogue.year
    yield "lang", catalogue.lang
    yield "place.code", place.code
    yield from _texts("place.name", place.name)
    yield from _of_authority(place.authority)
    if catalogue.source is not None:
        yield from _told({"source.title": catalogue.source.title, "source.file": catalogue.source.file})
    yield from _told({"cutoff_day": catalogue.cutoff_day})
    bands = catalogue.bands
    written = {"bands.on_track": bands.on_track, "bands.at_risk": bands.at_risk, "bands.source": bands.source}
    yield from _told(_as_written(written, catalogue.lines))
    for group in catalogue.groups:
        yield from _texts(f"groups.{group.id}.name", group.name)


def _of_authority(authority: Authority | None) -> Iterator[tuple[str, Told]]:
    if authority is not None:
        yield from _texts("place.authority.name", authority.name)
        yield from _texts("place.authority.head", authority.head)


def _of_indicator(one: Indicator) -> Iterator[tuple[str, Told]]:
    """Everything but the id, as a reviewer asks for it: what is to be reached, by which way, and the rest."""
    yield from _told({"target": one.target})
    yield from _numbered((f"revisions.{revision.starts}", revision) for revision in one.revisions)
    yield from _numbered((f"also.{other.plan}", other.target) for other in one.also)
    yield from ((f"area_targets.{target.area}", target.value) for target in one.area_targets)
    yield from _of_baseline(one.baseline)
    yield from _told({"trajectory": one.trajectory, "tolerance": one.tolerance})
    if one.bands is not None:
        bands = {"on_track": one.bands.on_track, "at_risk": one.bands.at_risk, "source": one.bands.source}
        yield from _told(_as_written({f"bands.{key}": told for key, told in bands.items()}, one.lines))
    yield "kind", one.kind
    yield "unit", one.unit
    yield from _told({"of": one.of, "of_count": one.of_count, "grows_by": one.grows_by, "by_area": one.by_area})
    yield from _told(_as_written({"frequency": one.frequency}, one.lines))
    yield from _told({"lag_days": one.lag_days or None})
    yield from _texts("name", one.name)
    yield from _told({"aliases": one.aliases or None, "quote": one.quote, "owner": one.owner, "note": one.note})
    yield "group", one.group


def _of_baseline(baseline: Baseline | None) -> Iterator[tuple[str, Told]]:
    if baseline is not None:
        told = {"value": baseline.value, "period": baseline.period, "source": baseline.source}
        yield from _told({f"baseline.{key}": value for key, value in told.items()})


def _texts(key: str, name: LocalText) -> Iterator[tuple[str, Told]]:
    yield from ((f"{key}.{lang}", text) for lang, text in name.items())


def _told(keys: Mapping[str, Told | None]) -> Iterator[tuple[str, Told]]:
    yield from ((key, told) for key, told in keys.items() if told is not None)


def _as_written(keys: Mapping[str, Told | None], lines: Mapping[str, int]) -> dict[str, Told | None]:
    """The keys that have a line; what stands there through an alias has none, and all of it is written."""
    written = {key: told for key, told in keys.items() if key in lines}
    around = {key.partition(".")[0] for key in keys}
    return dict(keys) if not written and around & lines.keys() else written


def _numbered(entries: Iterable[tuple[str, Told]]) -> Iterator[tuple[str, Told]]:
    """Entries whose keys may come twice: the second has a number behind it."""
    seen: dict[str, int] = {}
    for key, told in entries:
        seen[key] = seen.get(key, 0) + 1
        yield key if seen[key] == 1 else f"{key}.{seen[key]}", told

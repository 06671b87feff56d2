"""Next year's catalogue from this one's text: what is to be decided anew is marked, all else keeps every byte."""

from collections.abc import Mapping
from typing import Any

from phongtho_kpi.model.catalogue import TODO, Baseline
from phongtho_kpi.write.catalogue_file.edits import Edits
from phongtho_kpi.write.catalogue_file.nodes import Mapped, mappings_in, tree_of
from phongtho_kpi.write.catalogue_file.revision import behind, plain
from phongtho_kpi.write.catalogue_file.scalars import scalar

_NEAR = 2  # columns from a key to those below it


def next_year(text: str, year: int, baselines: Mapping[str, Baseline]) -> str:
    """The text for `year`; `baselines` has those that are known, by id."""
    tree = tree_of(text)
    edits = Edits(text)
    if not isinstance(tree, Mapped):
        return text
    _put(edits, tree, "year", str(year))
    source = tree.value("source")
    if isinstance(source, Mapped):
        _put(edits, source, "title", TODO)
        edits.remove(source, "file")
    for group in mappings_in(tree.value("groups")):
        for mapping in mappings_in(group.value("indicators")):
            _renew(edits, mapping, year, baselines.get(getattr(mapping.value("id"), "text", None) or ""))
    return edits.result()


def renewed(content: Any, year: int, baselines: Mapping[str, Baseline]) -> Any:
    """What next year's text must come to: the same of what stands in the file, as dicts, lists and texts."""
    source = {"source": {"title": TODO}} if "source" in content else {}
    groups = [
        {**group, "indicators": [_renewed(one, year, baselines.get(one["id"])) for one in group["indicators"]]}
        for group in content["groups"]
    ]
    return {**content, "year": str(year), **source, "groups": groups}


def _renew(edits: Edits, mapping: Mapped, year: int, baseline: Baseline | None) -> None:
    """One indicator: what was decided is open again, its baseline is where last year ended."""
    revisions = mapping.pair("revisions")
    if revisions is not None and mapping.pair("target") is None:
        edits.replace(revisions.key.start, revisions.key.end, "target")
        edits.put_value(revisions, TODO)
    elif revisions is not None:
        edits.remove(mapping, "revisions")
    for key in ("target", "quote", "area_targets"):
        _put(edits, mapping, key, TODO)
    for plan in mappings_in(mapping.value("also")):
        _put(edits, plan, "target", TODO)
    _renew_trajectory(edits, mapping, year)
    _renew_baseline(edits, mapping, baseline)


def _renew_trajectory(edits: Edits, mapping: Mapped, year: int) -> None:
    """Points are of their year; the months of last year may be what the next one is like."""
    shape = mapping.value("trajectory")
    if isinstance(shape, Mapped):
        _put(edits, shape, "like", str(year - 1))
        if shape.pair("points") is not None:
            _put(edits, mapping, "trajectory", TODO)


def _renew_baseline(edits: Edits, mapping: Mapped, baseline: Baseline | None) -> None:
    there = mapping.pair("baseline")
    if baseline is None:
        _put(edits, mapping, "baseline", TODO)
    elif there is None:
        _add_baseline(edits, mapping, baseline)
    elif isinstance(there.value, Mapped):
        _put_baseline(edits, there.value, baseline)
    else:  # an alias
        edits.put_value(there, _in_braces(baseline))


def _add_baseline(edits: Edits, mapping: Mapped, baseline: Baseline) -> None:
    before = behind(mapping)
    if mapping.in_brackets:
        edits.insert_in_brackets(before, f"baseline: {_in_braces(baseline)}")
        return
    column = before.key.column
    lines = [" " * (column + _NEAR) + f"{key}: {text}" for key, text in _pairs(baseline, in_brackets=False).items()]
    edits.insert_lines(before.value.end, [" " * column + "baseline:", *lines])


def _put_baseline(edits: Edits, there: Mapped, baseline: Baseline) -> None:
    """What is there is exchanged, what is not comes behind it."""
    last, missing = there.pairs[-1], []
    for key, text in _pairs(baseline, in_brackets=there.in_brackets).items():
        pair = there.pair(key)
        if pair is None:
            missing.append(f"{key}: {text}")
        else:
            edits.put_value(pair, text)
    if missing and there.in_brackets:
        edits.insert_in_brackets(last, ", ".join(missing))
    elif missing:
        edits.insert_lines(last.value.end, [" " * last.key.column + pair for pair in missing])


def _put(edits: Edits, mapping: Mapped, key: str, text: str) -> None:
    pair = mapping.pair(key)
    if pair is not None:
        edits.put_value(pair, text)


def _in_braces(baseline: Baseline) -> str:
    return "{" + ", ".join(f"{key}: {text}" for key, text in _pairs(baseline, in_brackets=True).items()) + "}"


def _pairs(baseline: Baseline, *, in_brackets: bool) -> dict[str, str]:
    return {
        "value": plain(baseline.value),
        "period": str(baseline.period),
        "source": scalar(baseline.source or "", in_brackets=in_brackets),
    }


def _renewed(indicator: Any, year: int, baseline: Baseline | None) -> Any:
    new = {key: value for key, value in indicator.items() if key != "revisions"}
    decided = {"target"} if "revisions" in indicator else set()
    new |= dict.fromkeys(decided | (indicator.keys() & {"target", "quote", "area_targets"}), TODO)
    if "also" in indicator:
        new["also"] = [{**plan, "target": TODO} for plan in indicator["also"]]
    shape = indicator.get("trajectory")
    if isinstance(shape, dict):
        new["trajectory"] = (
            TODO if "points" in shape else {**shape, **({"like": str(year - 1)} if "like" in shape else {})}
        )
    if baseline is not None:
        new["baseline"] = {"value": plain(baseline.value), "period": str(baseline.period), "source": baseline.source}
    elif "baseline" in indicator:
        new["baseline"] = TODO
    return new

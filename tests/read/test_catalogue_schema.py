"""The JSON Schema of a catalogue: as sharp as the program where both can judge, and with words for every key."""

import json
from collections.abc import Iterator
from inspect import getmembers, isclass
from pathlib import Path
from typing import Any

import pytest
from catalogue_texts import FLOW, LEVEL, TASK, catalogue_text, read
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from ruamel.yaml import YAML, SafeConstructor

from conftest import REPOSITORY
from phongtho_kpi.check.catalogue import check_catalogue
from phongtho_kpi.i18n.messages import LANGUAGES, Messages, texts
from phongtho_kpi.model.period import Period
from phongtho_kpi.read import catalogue_contract
from phongtho_kpi.read.catalogue_contract import Contract, IndicatorContract
from phongtho_kpi.read.catalogue_schema import catalogue_schema

SCHEMA: Any = catalogue_schema()
EDITOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
PARTS: dict[str, Any] = {"catalogue": SCHEMA, **SCHEMA["$defs"]}
CATALOGUES = sorted([*REPOSITORY.glob("targets/2*.yaml"), *REPOSITORY.glob("examples/*/targets/2*.yaml")])


class Core(SafeConstructor):
    """The types of YAML 1.2's core schema, which has no dates."""


Core.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def as_in_an_editor(text: str) -> Any:
    """A YAML file as editors hold it against a schema: numbers are numbers, keys are texts."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Core
    return with_texts_as_keys(yaml.load(text))


def with_texts_as_keys(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): with_texts_as_keys(one) for key, one in node.items()}
    return [with_texts_as_keys(one) for one in node] if isinstance(node, list) else node


def underlined(text: str) -> list[ValidationError]:
    """What an editor marks in a catalogue."""
    return list(EDITOR.iter_errors(as_in_an_editor(text)))


def errors(folder: Path, text: str) -> Iterator[tuple[str, object]]:
    """What the program says is wrong with the same text; the name, and the problem where one is named."""
    file = read(folder, text)
    checked = () if file.catalogue is None else check_catalogue(file.catalogue, None)
    for finding in (*file.findings, *checked):
        if finding.is_error:
            yield finding.kind.name, finding.params.get("problem")


# the schema itself


def test_it_is_a_schema_of_its_draft() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert "$id" not in SCHEMA


def test_no_name_of_ours_is_in_it() -> None:
    written = json.dumps(SCHEMA)
    assert "Contract" not in written
    assert '"null"' not in written
    assert all("title" not in part for part in PARTS.values())
    assert not any("title" in key for part in PARTS.values() for key in part.get("properties", {}).values())


def test_every_object_refuses_keys_that_it_does_not_know() -> None:
    objects = [part for part in PARTS.values() if "properties" in part]
    assert len(objects) == len(PARTS) - 1
    assert all(part["additionalProperties"] is False for part in objects)


def test_every_contract_is_a_part_of_it_with_all_its_keys() -> None:
    contracts = [
        contract
        for _, contract in getmembers(catalogue_contract, isclass)
        if issubclass(contract, Contract) and contract is not Contract
    ]
    keys = sorted(sorted(field.alias or key for key, field in one.model_fields.items()) for one in contracts)
    lists = {"catalogue": {"groups"}, "group": {"indicators"}}  # read apart from the contracts
    described = {name: set(part.get("properties", ())) - lists.get(name, set()) for name, part in PARTS.items()}
    assert keys == sorted(sorted(one) for name, one in described.items() if name != "todo")


def test_every_key_has_its_text_and_no_text_is_without_a_key() -> None:
    keys = {f"schema.{name}.{key}" for name, part in PARTS.items() for key in ("text", *part.get("properties", ()))}
    assert {key for key in texts("vi") if key.startswith("schema.")} == keys


def test_every_key_and_every_object_is_described_in_all_languages_vietnamese_first() -> None:
    spoken = [Messages(lang) for lang in LANGUAGES]
    for name, part in PARTS.items():
        told = {"text": part, **part.get("properties", {})}
        for key, one in told.items():
            assert one["description"] == "\n\n".join(say(f"schema.{name}.{key}") for say in spoken)


def test_what_is_left_out_is_said_where_it_is_one_value() -> None:
    defaults = {key: one["default"] for part in PARTS.values() for key, one in part.get("properties", {}).items()
                if "default" in one}  # fmt: skip
    assert defaults == {"lang": "vi", "bands": {"on_track": 0.95, "at_risk": 0.8}, "lag_days": 0}


@given(st.from_regex(r"[0-9]{3,5}(-[HQM0-9]{1,3}){0,3}", fullmatch=True) | st.dates().map(str))
def test_the_pattern_of_periods_knows_all_but_the_calendar(text: str) -> None:
    def is_a_period(text: str) -> bool:
        try:
            return Period.parse(text) is not None
        except ValueError:
            return False

    (pattern,) = PARTS["trajectory"]["properties"]["points"]["patternProperties"]
    fits = Draft202012Validator({"pattern": pattern}).is_valid(text)
    assert fits == is_a_period(text) or (fits and text[-2:] in {"29", "30", "31"})


# catalogues


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_our_catalogues_are_valid(path: Path) -> None:
    assert underlined(path.read_text(encoding="utf-8")) == []


ALL_OF_IT = (
    FLOW + """\
aliases: [Thu NSNN]
target: {at_least: 77.208, stretch: 80, due: 2024-11-30}
quote: đạt 77,208 tỷ đồng
frequency: quarter
lag_days: 5
owner: Phòng Tài chính - Kế hoạch
baseline: {value: 70, period: 2023, source: Báo cáo}
trajectory: {shares: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]}
tolerance: 0.5
revisions: [{from: 2024-07-01, decided_by: HĐND, why: hụt thu, target: {at_least: 70}}]
also: [{plan: Tỉnh giao, target: {at_least: 80}}]
bands: {on_track: 0.9, at_risk: 0.5}
note: a
by_area: {combine: sum, areas: ["03549", "03571"]}
area_targets: {"03549": 12}
""",
    LEVEL + "target: {within: [60, 62.5]}\nof_count: 17\ntrajectory: hold",
    LEVEL.replace("cover", "other") + "target: {at_most: 5}\ngrows_by: revenue\n"
    "trajectory: {points: {2024-06: 7, 2024-Q3: 6, 2024-11-15: 5}}",
    TASK + "target: {done: true}",
)  # fmt: skip


def test_a_catalogue_of_everything_is_valid(tmp_path: Path) -> None:
    text = catalogue_text(*ALL_OF_IT)
    assert underlined(text) == []
    assert [one for one in errors(tmp_path, text) if one[0] != "quote-differs-from-target"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least: 77.208", "at_least: 77.208, at_most: 80"),
        ("target: {at_least: 77.208, stretch: 80, due: 2024-11-30}", "target: {due: 2024-11-30}"),
        ("target: {at_least: 77.208, stretch: 80, due: 2024-11-30}", "target: 77.208"),
        ("target: {at_least: 77.208, stretch: 80, due: 2024-11-30}", "target: {}"),
        ("{done: true}", "{done: false}"),
        ("within: [60, 62.5]", "within: [60]"),
        ("within: [60, 62.5]", "within: [60, 61, 62]"),
        ("within: [60, 62.5]", "within: [60, 62.5], stretch: 63"),
        ("at_least: 77.208", "at_least: 77 208"),
        ("at_least: 77.208", "at_least: 7.367.800"),
        ("due: 2024-11-30", "due: 30/11/2024"),
        ("due: 2024-11-30", "due: 2024-11-31"),
        ("due: 2024-11-30", "due: 2024-13-01"),
        ("aliases: [Thu NSNN]", "aliases: Thu NSNN"),
        ("aliases: [Thu NSNN]", 'aliases: [" "]'),
        ("owner: Phòng", "ownr: Phòng"),
        ("        unit: tỷ đồng\n", ""),
        ("id: revenue", "id: Revenue"),
        ("id: revenue", "id: " + "r" * 64),
        ("name: {vi: Thu ngân sách}", "name: Thu ngân sách"),
        ("name: {vi: Thu ngân sách}", "name: {}"),
        ("name: {vi: Thu ngân sách}", "name: {fr: Recettes}"),
        ("kind: flow", "kind: stock"),
        ("frequency: quarter", "frequency: weekly"),
        ("lag_days: 5", "lag_days: -1"),
        ("lag_days: 5", "lag_days: 3661"),
        ("lag_days: 5", "lag_days: 1.5"),
        ("period: 2023", "period: 2023-T12"),
        ("period: 2023", "period: 0000-06"),
        ("value: 70, ", ""),
        ("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]", "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        ("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]", "[-1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        ("trajectory: hold", "trajectory: straight"),
        ("trajectory: hold", "trajectory: {like: 2023, points: {2024-06: 1}}"),
        ("{2024-06: 7, ", '{"Tháng 6": 7, '),
        ("{2024-06: 7, 2024-Q3: 6, 2024-11-15: 5}", "{}"),
        ("tolerance: 0.5", "tolerance: -0.5"),
        ("of_count: 17", "of_count: 0"),
        ("from: 2024-07-01, ", ""),
        ("why: hụt thu", 'why: ""'),
        ("plan: Tỉnh giao, ", ""),
        ("on_track: 0.9", "on_track: 0"),
        ("bands: {on_track: 0.9, at_risk: 0.5}", "bands: {}"),
        ("combine: sum", "combine: total"),
        ('["03549", "03571"]', '["03549", "03549"]'),
        ('["03549", "03571"]', "[]"),
        ('area_targets: {"03549": 12}', "area_targets: {}"),
        ('area_targets: {"03549": 12}', 'area_targets: {"Dào San": 12}'),
        ("schema: 1", "schema: 2"),
        ("year: 2024", "year: 24"),
        ("year: 2024", "year: 2024\nlang: fr"),
        ("year: 2024", "year: 2024\ncutoff_day: 32"),
        ("year: 2024", "year: 2024\nsource: {file: a.txt}"),
        ('place: {code: "109", ', "place: {"),
        ('code: "109"', 'code: "1 09"'),
        ("  - id: economy\n", "  - id: kinh tế\n"),
        ("    indicators:", "    indicator:"),
        ("groups:", "group:"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_underlined_and_refused(tmp_path: Path, old: str, new: str) -> None:
    whole = catalogue_text(*ALL_OF_IT)
    assert whole.count(old) >= 1
    text = whole.replace(old, new, 1)
    assert underlined(text) != []
    assert [one for one in errors(tmp_path, text) if one[0] != "quote-differs-from-target"] != []


@pytest.mark.parametrize("key", ["target", "quote", "baseline", "trajectory", "area_targets"])
def test_what_is_not_filled_in_yet_is_no_mistake_to_an_editor(key: str) -> None:
    assert underlined(catalogue_text(FLOW + f"{key}: TODO")) == []


def test_nor_is_another_plan_without_its_target_but_a_revision_says_what_was_decided() -> None:
    assert underlined(catalogue_text(FLOW + "also: [{plan: Tỉnh giao, target: TODO}]")) == []
    revision = "revisions: [{from: 2024-07-01, decided_by: a, why: b, target: TODO}]"
    assert underlined(catalogue_text(FLOW + revision)) != []


@pytest.mark.parametrize("line", ["target: todo", "tolerance: TODO", "bands: TODO", "by_area: TODO", "of: TODO"])
def test_nothing_else_may_wait(line: str) -> None:
    assert underlined(catalogue_text(FLOW + line)) != []


# what one of the two cannot say


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (FLOW + "target: {at_least: 1e3}", "another way to write a number"),
        (FLOW + "target: {at_least: 0x10}", "another way to write a number"),
        (FLOW + "lag_days: 5.0", "another way to write a number"),
        (LEVEL + "baseline: {value: 1, period: 2024-02-30}", "the calendar of periods"),
        (LEVEL + "target: {done: true}", "what depends on the kind"),
        (LEVEL + "target: {within: [2, 1]}", "one number against another"),
        (FLOW + "target: {at_least: -1}", "what depends on the kind"),
        (LEVEL + "target: {at_least: 1, due: 2025-01-01}", "what depends on the year"),
        (LEVEL + "trajectory: {points: {2024-07: 1, 2024-06: 2}}", "the order of keys"),
        (FLOW + "of: nothing", "what depends on another indicator"),
        (FLOW + 'owner: "a\\tb"', "characters that move the screen"),
    ],
)
def test_some_things_only_the_program_says(tmp_path: Path, lines: str, why: str) -> None:
    assert underlined(catalogue_text(lines)) == [], why
    assert list(errors(tmp_path, catalogue_text(lines))) != []


@pytest.mark.parametrize(
    "lines",
    [
        FLOW.replace("tỷ đồng", "5"),
        FLOW + "owner: true",
        FLOW + "note: null",
        FLOW + 'target: {at_least: "36"}',
        FLOW + "by_area: {combine: sum, areas: [13549]}",
    ],
)
def test_only_an_editor_minds_missing_or_needless_quotes(tmp_path: Path, lines: str) -> None:
    assert underlined(catalogue_text(lines)) != []
    assert list(errors(tmp_path, catalogue_text(lines))) == []


# a law

SCALARS = st.sampled_from(
    ["x", "Thu ngân sách", "", " ", "2024-06", "2023", "2024-07-01", "2024-06-31", "even", "hold", "flow", "level",
     "task", "month", "sum", "03571", "36.5", 0, 1, -1, 12, 2023, 36.5, -1.25, True, False, None]
)  # fmt: skip
KEYS = st.sampled_from(
    [key for part in PARTS.values() for key in part.get("properties", ())] + ["x", "03571", "2024-06", "2024-Q3"]
)
NODES = st.recursive(
    SCALARS,
    lambda nodes: st.lists(nodes, max_size=3) | st.dictionaries(KEYS, nodes, max_size=3),
    max_leaves=6,
)
NUMBERS = st.sampled_from([0, 1, 2.5, 3, 7, 12, 36.5, 40, -1.25, "x"])
TEXTS = st.sampled_from(["x", "Thu ngân sách", "ha", " ", 5])
CODES = st.sampled_from(["03549", "03571", "109", "x y", 5])
IDS = st.sampled_from(["a", "b_1", "B"])
WEIGHTS = st.sampled_from([[1] * 12, [0, 1.5] * 6, [1] * 11, [-1] + [1] * 11])
PIECES: dict[str, st.SearchStrategy[Any]] = {  # right or nearly so, that both have to look closely
    "name": st.dictionaries(st.sampled_from(["vi", "en", "fr"]), TEXTS, max_size=2),
    "aliases": st.lists(TEXTS, max_size=2),
    "frequency": st.sampled_from(["month", "half_year", "week"]),
    "lag_days": st.sampled_from([0, 5, 3660, 3661, -1, 1.5]),
    "of_count": st.sampled_from([1, 17, 0, 1.5]),
    "tolerance": NUMBERS,
    "target": st.one_of(
        st.sampled_from([{"at_least": 36.5}, {"at_most": 5}, {"within": [1, 2.5]}, {"done": True}]),
        st.dictionaries(
            st.sampled_from(["at_least", "at_most", "within", "done", "stretch", "due"]),
            NUMBERS | st.lists(NUMBERS, max_size=3) | st.sampled_from([True, "2024-06-30", "2024-02-30"]),
            max_size=2,
        ),
    ),
    "baseline": st.fixed_dictionaries(
        {"value": NUMBERS}, optional={"period": st.sampled_from(["2023-12", 2023, "2023-13", "x"]), "source": TEXTS}
    ),
    "trajectory": st.one_of(
        st.sampled_from(["even", "line", "hold", "year_end", "shares"]),
        st.fixed_dictionaries({}, optional={"shares": WEIGHTS, "like": st.sampled_from([2023, 23])}),
        st.fixed_dictionaries(
            {"points": st.dictionaries(st.sampled_from(["2024-06", "2024-Q4", "2024", "x"]), NUMBERS, max_size=2)}
        ),
    ),
    "bands": st.fixed_dictionaries({}, optional={"on_track": NUMBERS, "at_risk": NUMBERS, "source": TEXTS}),
    "by_area": st.fixed_dictionaries(
        {"combine": st.sampled_from(["sum", "none", "all"])}, optional={"areas": st.lists(CODES, max_size=2)}
    ),
    "area_targets": st.dictionaries(st.sampled_from(["03549", "109", "x y"]), NUMBERS, max_size=2),
    "of": IDS,
    "grows_by": IDS,
    "cutoff_day": st.sampled_from([1, 14, 31, 32]),
    "lang": st.sampled_from(["vi", "en", "fr"]),
    "source": st.fixed_dictionaries({"title": TEXTS}, optional={"file": TEXTS}),
    "place": st.fixed_dictionaries({"code": CODES, "name": st.just({"vi": "A"})}),
}
PIECES |= {
    "revisions": st.lists(
        st.fixed_dictionaries(
            {"from": st.sampled_from(["2024-06-30", "2024-07-01", "2024-06-31"]), "decided_by": TEXTS, "why": TEXTS},
            optional={"target": PIECES["target"]},
        ),
        max_size=2,
    ),
    "also": st.lists(st.fixed_dictionaries({"plan": TEXTS}, optional={"target": PIECES["target"]}), max_size=2),
}


@st.composite
def catalogues(draw: st.DrawFn) -> dict[str, Any]:
    """A catalogue of one indicator; something in it may be wrong."""

    def value(key: str) -> Any:
        return draw(NODES if draw(st.integers(0, 7)) == 0 else PIECES.get(key, TEXTS))

    kinds = st.sampled_from(["flow", "level", "growth", "reduction", "task"])
    indicator: dict[str, Any] = {"id": "a", "name": {"vi": "A"}, "unit": "ha", "kind": draw(kinds)}
    others = sorted(IndicatorContract.model_fields.keys() - {"id", "kind"})
    indicator |= {key: value(key) for key in draw(st.lists(st.sampled_from(others), max_size=3))}
    whole: dict[str, Any] = {"schema": 1, "year": 2024, "place": {"code": "109", "name": {"vi": "A"}}}
    keys = st.sampled_from(["bands", "cutoff_day", "lang", "place", "source", "x"])
    whole |= {key: value(key) for key in draw(st.lists(keys, max_size=1))}
    return {"groups": [{"id": "all", "name": {"vi": "A"}, "indicators": [indicator]}], **whole}


# what needs more than one value to be seen: the kind, the year, another number, another indicator, the quote
BEYOND_A_SCHEMA = {
    "bands-out-of-order", "due-outside-year", "of-does-not-fit", "unknown-of", "quote-differs-from-target",
    "revisions-not-ascending", "year-differs-from-file", "circular-of",
}  # fmt: skip
# of what does not fit together, that which a schema can see
SEEN_BY_A_SCHEMA = {"no-goal", "several-goals", "stretch-needs-bound", "shares-not-twelve", "shares-negative"}


def is_about_more_than_one_value(error: tuple[str, object]) -> bool:
    name, problem = error
    fit = name in {"target-does-not-fit", "trajectory-does-not-fit"} and problem not in SEEN_BY_A_SCHEMA
    return fit or name in BEYOND_A_SCHEMA


def is_about_quotes(error: ValidationError) -> bool:
    """Whether all that is wrong is the type that YAML makes of a scalar; to the program each is text."""
    if error.context:
        branches = {one.schema_path[0] for one in error.context}
        return any(
            all(is_about_quotes(one) for one in error.context if one.schema_path[0] == branch) for branch in branches
        )
    return error.validator in {"type", "const"} and not isinstance(error.instance, (list, dict))


@given(catalogues())
def test_an_editor_and_the_program_refuse_the_same(tmp_path_factory: pytest.TempPathFactory, whole: Any) -> None:
    text = json.dumps(whole, ensure_ascii=False)
    marked = underlined(text)
    said = list(errors(tmp_path_factory.mktemp("any"), text))
    if not marked:
        assert [one for one in said if not is_about_more_than_one_value(one)] == []
    if not said:
        assert [one for one in marked if not is_about_quotes(one)] == []

"""Laws of editing a catalogue's text: whatever its layout, a revision is all that changes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import a_target
from edited_catalogues import FILE, is_put_in, read_text, revised, taken_out_and_put_in
from phongtho_kpi.model.catalogue import Baseline, Revision
from phongtho_kpi.model.period import Period
from phongtho_kpi.read.yaml_document import yaml_of
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.catalogue_file.next_year import next_year, renewed
from phongtho_kpi.write.catalogue_file.revision import with_revision
from phongtho_kpi.write.catalogue_file.scalars import scalar

_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\ufeff")
prose = st.text(_LETTERS, min_size=1, max_size=40).map(str.strip).filter(bool)
words = prose | st.sampled_from(
    ["hạn hán: đầu vụ", "a # b", "- a", "yes", "12", "'", '"', "[x", "{y}", "*z", "&a", "|", ">", "%", "@", "`", "...",
     "---", "a?", "a:b", "!t"]
)  # fmt: skip
numbers = st.decimals(min_value=0, max_value=10**6, places=2)
remarks = st.sampled_from(["", "", "  # ghi chú", "\t# a: b\tc"])
some_blanks = ["", "# ghi chú", "      # - id: không phải"]
blanks = st.lists(st.sampled_from(some_blanks), max_size=2)
between = st.lists(st.sampled_from([*some_blanks, "@# của khóa sau"]), max_size=2)  # @: in the keys' column


@st.composite
def revisions(draw: st.DrawFn, month: int = 8) -> Revision:
    """A revision from a day of that month."""
    starts = date(2024, month, draw(st.integers(1, 28)))
    target = a_target(draw(st.sampled_from(["at_least", "at_most"])), draw(numbers))
    due = draw(st.sampled_from([date(2024, 12, 31), date(2024, 10, 31)]))
    decided_by, why = (f"{_composed(draw(words))}{number}" for number in (1, 2))  # nothing but signs is no reason
    return Revision(starts, decided_by, why, replace(target, due=due))


def _composed(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text).strip() or "x"


def _entry(revision: Revision, column: int, *, in_braces: bool, keeps_blank_lines: bool) -> list[str]:
    decided, why = (scalar(text, in_brackets=in_braces) for text in (revision.decided_by, revision.why))
    pairs = [f"from: {revision.starts}", f"decided_by: {decided}", f"why: {why}", "target: {at_least: 5}"]
    if in_braces:
        return ["- {" + ", ".join(pairs) + "}"]
    if keeps_blank_lines:  # what is said below them is said of the next key
        return [f"- {pairs[0]}", *(" " * column + pair for pair in (pairs[1], pairs[3], "why: |+", "  hạn hán")), ""]
    return [f"- {pairs[0]}", *(" " * column + pair for pair in pairs[1:])]


more = st.sampled_from(
    [
        ["baseline:", "  # đầu năm", "  value: 3.5", "  # kỳ", "  source: >-", "    sổ", "    cũ"],
        ["baseline: {value: 3.5, source: sổ cũ}"],
        ["baseline: {", "  value: 3.5,  # sổ", "  period: 2023", "  }"],
        ["trajectory: {points: {2024-06: 3}}"],
        ["trajectory:", "  points:", "    2024-06: 3", "    # hết"],
        ["trajectory: {like: 2023}"],
        ["trajectory: even"],
        ["also:", "  - plan: tỉnh", "    target: {at_least: 6}", "  - {plan: trung ương, target: {at_least: 7}}"],
        ['area_targets: {"09001": 3}'],
        ["area_targets:", '  "09001": 3'],
    ]
)
baselines = st.dictionaries(
    st.sampled_from(["x", "y", "z"]),
    st.builds(lambda value, source: Baseline(value, Period.parse("2024-H2"), _composed(source)), numbers, words),
)


@st.composite
def indicators(draw: st.DrawFn, name: str, flush: int) -> list[str]:
    """An indicator's lines, in block style: keys in some order, quoted or not, with remarks between them."""
    quote = st.sampled_from(
        [["quote: trồng 5 ha"], ['quote: "trồng', "", '  5 ha"'], ["quote: >-", "  trồng 5 ha", "", "  # một"],
         ["quote: trồng", "  5 ha"]]
    )  # fmt: skip
    target = st.sampled_from(
        [["target: {at_least: 5}"], ["target:", "  at_least: 5"], ["'target': {at_least: 5,", "  stretch: 6}"]]
    )
    some: list[list[str]] = [["unit: ha"], ["kind: flow"], ["name: {vi: Giả}"]]
    some += draw(st.lists(st.one_of(quote, st.just(["owner: Phòng"])), max_size=2, unique_by=lambda one: one[0][:5]))
    some += [draw(target)] if draw(st.booleans()) else []
    some += draw(st.lists(more, max_size=2, unique_by=lambda one: one[0][:5]))
    there = draw(st.sampled_from(["none", "none", "block", "kept", "braces", "empty"]))
    if there == "empty":
        some.append(["revisions: []"])
    elif there != "none":
        entry = _entry(draw(revisions(3)), 2, in_braces=there == "braces", keeps_blank_lines=there == "kept")
        some.append(
            [draw(st.sampled_from(["revisions:", f"revisions: &{name}"])), *(" " * flush + line for line in entry)]
        )
    lines = [f"id: {name}"]
    for pair in draw(st.permutations(some)):
        is_text = not pair[-1].strip() or pair[0].startswith("quote: >")
        lines += [*draw(between), *pair[:-1], pair[-1] + ("" if is_text else draw(remarks))]
    return lines


@st.composite
def catalogues(draw: st.DrawFn) -> str:
    """A catalogue of three indicators in one of the layouts that people use."""
    flush, end = draw(st.sampled_from([0, 2])), draw(st.sampled_from(["\n", "\r\n"]))
    lines = [*draw(blanks), "schema: 1", "year: 2024", 'place: {code: "909", name: {vi: huyện Giả}}', "groups:"]
    lines += _below([["id: all", "name: {vi: Tất cả}", "indicators:"]], flush)
    each = [draw(indicators(name, flush)) for name in ("x", "y", "z")]
    lines += _below(each, 2 * flush + 2)
    text = end.join([*lines, *draw(blanks)])
    return draw(st.sampled_from(["", "\ufeff"])) + text + draw(st.sampled_from(["", end, end + end]))


def _below(entries: Sequence[Sequence[str]], column: int) -> list[str]:
    lines = []
    for first, *rest in entries:
        lines.append(" " * column + "- " + first)
        indented = (" " * (column + 2) + line.removeprefix("@") for line in rest)
        lines += [new if line and not line.startswith("#") else line for line, new in zip(rest, indented, strict=True)]
    return lines


@given(catalogues(), revisions(), st.sampled_from(["x", "y", "z"]))
def test_a_revision_is_all_that_changes(text: str, revision: Revision, indicator: str) -> None:
    after = revised(text, revision, indicator)
    lines_out, lines_in = taken_out_and_put_in(text, after)
    if "revisions: []" not in text and text.endswith("\n"):
        assert lines_out == []
        assert is_put_in("".join(lines_in), text, after)
    shorter = [line for line in after.splitlines() if line not in text.splitlines()]
    assert len(shorter) <= 6


@given(catalogues(), st.permutations(["x", "y", "z"]), revisions(), revisions(9))
def test_the_order_of_edits_means_nothing(text: str, order: list[str], first: Revision, second: Revision) -> None:
    one = revised(revised(text, first, order[0]), second, order[1])
    other = revised(revised(text, second, order[1]), first, order[0])
    assert one == other


def _without_a_piece(text: str, at: float, size: int) -> str:
    start = int(at * len(text))
    return text[:start] + text[start + size :]


broken_catalogues = st.builds(_without_a_piece, catalogues(), st.floats(0, 1), st.integers(0, 30))


@given(st.text(max_size=200) | broken_catalogues)
@example("groups: [{indicators: [{id: x}]}]")
def test_whatever_the_text_it_is_edited_or_refused(text: str) -> None:
    try:
        after = with_revision(text, "x", Revision(date(2024, 8, 1), "a", "b", a_target("at_least", 1)))
    except KpiError as error:
        assert error.key == "cannot-revise"  # noqa: PT017
        return
    assert len(after) > len(text)


@given(catalogues(), baselines)
def test_a_new_year_is_what_it_is_said_to_be_and_no_other_line_changes(
    text: str, known: Mapping[str, Baseline]
) -> None:
    after = next_year(text, 2025, known)
    there, new = yaml_of(text.encode(), FILE), yaml_of(after.encode(), FILE)
    assert new.findings == ()
    assert new.content == renewed(there.content, 2025, known)
    # others may be inside what goes
    remarks = re.compile("^# ghi chú|# của khóa sau|unit:.*|owner:.*|kind:.*", re.MULTILINE)
    assert remarks.findall(after) == remarks.findall(text)
    assert after.count("\r\n") == (after.count("\n") if "\r\n" in text else 0)


def test_a_text_without_a_place_is_refused() -> None:
    with pytest.raises(KpiError):
        with_revision("", "x", Revision(date(2024, 8, 1), "a", "b", a_target("at_least", 1)))
    assert read_text('{schema: 1, year: 2024, place: {code: "1", name: {vi: x}}, groups: []}').groups == ()

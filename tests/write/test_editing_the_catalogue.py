"""A revision is put into the text of a catalogue; every other byte stays, however the file is laid out."""

from dataclasses import replace
from itertools import pairwise
from textwrap import dedent, indent
from typing import Any

import pytest

from builders import a_target
from conftest import REPOSITORY
from edited_catalogues import HEAD, a_revision, is_only_revised, is_put_in, read_text, revised, taken_out_and_put_in
from phongtho_kpi.model.catalogue import Indicator, Kind
from phongtho_kpi.workspace import KpiError
from phongtho_kpi.write.catalogue_file.difference import unified_diff
from phongtho_kpi.write.catalogue_file.edits import Edits
from phongtho_kpi.write.catalogue_file.nodes import tree_of
from phongtho_kpi.write.catalogue_file.revision import target_text, with_revision
from phongtho_kpi.write.catalogue_file.scalars import scalar

X = """\
      - id: x
        name: {vi: Chỉ tiêu x}
        unit: ha
        kind: flow
"""
ENTRY = """\
          - from: 2024-08-01
            decided_by: NQ 12/NQ-HĐND
            why: hạn hán
            target: {at_least: 45}
"""
LIST = f"        revisions:\n{ENTRY}"
IN_BRACKETS = "{from: 2024-08-01, decided_by: NQ 12/NQ-HĐND, why: hạn hán, target: {at_least: 45}}"
CATALOGUES = ["targets/2024.yaml", "examples/full-year/targets/2024.yaml"]


def a_text(*lines: str) -> str:
    """A catalogue of one indicator `x` with these lines more."""
    return HEAD + X + "".join(f"        {line}\n" for line in lines)


def judged(path: str) -> list[Any]:
    text = (REPOSITORY / path).read_bytes().decode()
    return [pytest.param(text, one, id=one.id) for one in read_text(text).indicators if one.target is not None]


class TestWhereItGoes:
    def test_behind_the_words_of_the_decision_before_what_is_said_of_the_next_key(self) -> None:
        head, tail = a_text("target: {at_least: 50}  # ha", "quote: trồng mới 50 ha # !"), "        # lộ trình\n"
        tail += "        trajectory: year_end\n\n      # hết\n"
        assert revised(head + tail) == head + LIST + tail

    def test_behind_the_target_where_nothing_is_quoted(self) -> None:
        head, tail = a_text("target: {at_least: 50}"), "        owner: Phòng\n"
        assert revised(head + tail) == head + LIST + tail

    def test_behind_the_kind_where_nothing_was_decided(self) -> None:
        head, tail = HEAD + X, "        owner: Phòng\n"
        assert revised(head + tail) == head + LIST + tail

    @pytest.mark.parametrize(
        "quote",
        [
            "quote: trồng mới\n          50 ha,\n\n          cả huyện  # hai dòng",
            'quote: "trồng mới\n\n          50 ha"',
            "quote: >-\n          trồng mới 50 ha\n          # không phải chú thích",
            "quote: |\n          trồng mới 50 ha\n",
            "quote: |+\n          trồng mới 50 ha\n\n",
            "quote:\n          trồng mới 50 ha",
            "'quote':   trồng mới 50 ha",
        ],
    )
    def test_behind_a_text_of_several_lines(self, quote: str) -> None:
        head, tail = a_text("target:", "  at_least: 50", quote), "        # lộ trình\n        trajectory: year_end\n"
        assert is_put_in(LIST, head + tail, revised(head + tail))

    def test_behind_a_target_of_several_lines_with_remarks_in_it(self) -> None:
        head = a_text("target:", "  # giao đầu năm", "  at_least: 50  # ha", "  due: 2024-10-31")
        tail = "          # cuối\n        owner: Phòng\n"
        assert (
            revised(head + tail, a_revision(due="2024-10-31"))
            == head + LIST.replace("45}", "45, due: 2024-10-31}") + tail
        )

    def test_at_the_end_of_a_file_without_a_line_end(self) -> None:
        text = a_text("target: {at_least: 50}").rstrip("\n")
        assert revised(text) == text + "\n" + LIST.rstrip("\n")

    def test_windows_line_ends_and_a_byte_order_mark_stay(self) -> None:
        text = "\ufeff" + (a_text("target: {at_least: 50}") + "        owner: Phòng\n").replace("\n", "\r\n")
        assert is_put_in(LIST.replace("\n", "\r\n"), text, revised(text))

    def test_tabs_in_remarks_and_letters_in_pieces_stay(self) -> None:
        text = a_text("target: {at_least: 50}\t# a\tb", "owner: Pho\u0300ng")
        assert is_put_in(LIST, text, revised(text))

    def test_lists_that_stand_flush_with_their_key_get_another_one(self) -> None:
        text = dedent("""\
            schema: 1
            year: 2024
            place: {code: "109", name: {vi: huyện Giả}}
            groups:
            - id: all
              name: {vi: Tất cả}
              indicators:
              - id: x
                name: {vi: X}
                unit: ha
                kind: flow
            """)
        assert is_put_in(indent(dedent(LIST), " " * 4).replace("\n  ", "\n"), text, revised(text))

    def test_a_list_is_indented_as_the_indicators_own_lists_are(self) -> None:
        text = a_text("target: {at_least: 50}", "aliases:", "- một", "- hai")
        assert is_put_in(LIST.replace("\n  ", "\n"), text, revised(text))

    def test_a_deeper_indentation_is_kept(self) -> None:
        text = dedent("""\
            schema: 1
            year: 2024
            place: {code: "109", name: {vi: huyện Giả}}
            groups:
                -   id: all
                    name: {vi: Tất cả}
                    indicators:
                        -   id: x
                            name: {vi: X}
                            unit: ha
                            kind: flow
            """)
        entry = "-   from: 2024-08-01\n    decided_by: NQ 12/NQ-HĐND\n    why: hạn hán\n    target: {at_least: 45}\n"
        assert is_put_in(" " * 16 + "revisions:\n" + indent(entry, " " * 20), text, revised(text))


class TestBesideWhatIsThere:
    EARLIER = ("- from: 2024-03-01", "  decided_by: QĐ 1", "  why: đầu năm", "  target: {at_least: 48}  # thử")

    def test_behind_the_last_entry(self) -> None:
        head, tail = a_text("revisions:", *(f"  {line}" for line in self.EARLIER)), "        # chủ trì\n"
        tail += "        owner: Phòng\n"
        assert revised(head + tail) == head + ENTRY + tail

    @pytest.mark.parametrize("key", ["revisions: &r", "revisions: &r  # - thử", "revisions:  # thử\n        # - đầu"])
    def test_a_list_with_a_name_stands_where_its_dashes_do(self, key: str) -> None:
        head, tail = a_text(key, *(f"  {line}" for line in self.EARLIER)), "        owner: Phòng\n"
        assert revised(head + tail) == head + ENTRY + tail

    def test_a_list_under_a_key_with_a_question_mark_stands_where_its_dashes_do(self) -> None:
        first, *others = self.EARLIER
        head = a_text("? revisions", f": {first}", *(f"  {line}" for line in others))
        assert revised(head) == head + ENTRY

    def test_the_list_of_indicators_may_have_a_name(self) -> None:
        text = (HEAD + X).replace("indicators:", "indicators: &i")
        assert revised(text) == text + LIST

    def test_keys_stand_where_those_of_the_last_entry_do(self) -> None:
        first, *others = self.EARLIER
        text = a_text("revisions:", first.replace("- ", "-   "), *(f"  {line}" for line in others))
        entry = (
            "        -   from: 2024-08-01\n            decided_by: NQ 12/NQ-HĐND\n"
            "            why: hạn hán\n            target: {at_least: 45}\n"
        )
        assert is_put_in(entry, text, revised(text))

    def test_an_entry_in_braces_is_answered_by_another_one(self) -> None:
        text = a_text("revisions:", "  -  {from: 2024-03-01, decided_by: a, why: b,", "      target: {at_least: 48}}")
        assert is_put_in(f"          -  {IN_BRACKETS}\n", text, revised(text))

    @pytest.mark.parametrize("empty", ["[]", "[ ]", "[  # chưa có\n        ]"])
    def test_brackets_that_hold_nothing_are_filled(self, empty: str) -> None:
        text = a_text(f"revisions: {empty}", "owner: Phòng")
        assert revised(text) == text.replace("revisions: [", f"revisions: [{IN_BRACKETS}")

    EARLY = "{from: 2024-03-01, decided_by: a, why: b, target: {at_least: 48}}"

    @pytest.mark.parametrize(
        ("there", "put"),
        [
            ("[@]", ", #"),
            ("[@,]", ", #"),
            ("[\n          @\n        ]", ",\n          #"),
            ("[\n          @,\n        ]", ",\n          #"),
            ("[@\n        ]", ", #"),
        ],
    )
    def test_a_list_in_brackets_goes_on_as_it_began(self, there: str, put: str) -> None:
        text = a_text("revisions: " + there.replace("@", self.EARLY))
        assert is_put_in(put.replace("#", IN_BRACKETS), text, revised(text))

    def test_what_is_said_beside_an_entry_in_brackets_stays_beside_it(self) -> None:
        text = a_text("revisions: [", f"  {self.EARLY}  # thử", "]", "owner: Phòng")
        assert revised(text) == text.replace(
            f"{self.EARLY}  # thử\n", f"{self.EARLY},  # thử\n          {IN_BRACKETS}\n"
        )
        text = a_text("revisions: [", f"  {self.EARLY},  # thử", "]", "owner: Phòng")
        assert is_put_in(f"          {IN_BRACKETS},\n", text, revised(text))

    def test_an_indicator_in_braces_gets_it_inside(self) -> None:
        text = HEAD + "      - {id: x, name: {vi: X}, unit: ha, kind: flow, target: {at_least: 50}, owner: Phòng}\n"
        assert is_put_in(f", revisions: [{IN_BRACKETS}]", text, revised(text))
        text = text.replace("target:", "revisions: [], target:")
        assert is_put_in(IN_BRACKETS, text, revised(text))

    def test_an_indicator_in_braces_of_several_lines_gets_a_line_more(self) -> None:
        head = HEAD + "      - {id: x, name: {vi: X}, unit: ha, kind: flow,\n         target: {at_least: 50}"
        assert is_put_in(f",\n         revisions: [{IN_BRACKETS}]", head + "}\n", revised(head + "}\n"))
        text = head + "  # ha\n        }\n"
        assert revised(text) == head + f",  # ha\n         revisions: [{IN_BRACKETS}]\n        }}\n"


class TestHowItIsWritten:
    @pytest.mark.parametrize(
        "text",
        ["hạn hán: đầu vụ", "có # dấu", "- gạch", "yes", "2024-08-01", "12", "'nháy'", '"nháy"', "a\nb\tc", "[x]", "*y",
         "&z", "{}", "null", "~", "@", "a: ", "x" * 500, "từ \u2028 dòng", "😀", "\\", "%", "?", "a, b", "!t"],
    )  # fmt: skip
    @pytest.mark.parametrize("where", ["revisions: []", "owner: Phòng"])
    def test_whatever_is_said_is_read_back(self, text: str, where: str) -> None:
        before = a_text("target: {at_least: 50}", where)
        said = text.strip() if any(map(str.isalnum, text)) else f"{text} a"  # nothing but signs is no reason
        after = revised(before, a_revision(decided_by=said, why=said))
        assert after.count("\n") - before.count("\n") == (0 if "[" in where else 5)

    def test_words_are_bare_where_they_may_be_and_else_in_double_quotes(self) -> None:
        assert scalar("a, b", in_brackets=False) == "a, b"
        assert scalar("a, b", in_brackets=True) == '"a, b"'
        assert scalar("a: b", in_brackets=False) == '"a: b"'
        assert scalar("a\nb", in_brackets=False) == '"a\\nb"'

    @pytest.mark.parametrize(
        ("target", "written"),
        [
            (a_target("at_least", "48.50"), "{at_least: 48.50}"),
            (a_target("at_most", "-7", stretch="-8"), "{at_most: -7, stretch: -8}"),
            (a_target("within", ("61", "62.0"), due="2024-10-31"), "{within: [61, 62.0], due: 2024-10-31}"),
            (a_target("done", 1), "{done: true}"),
        ],
    )
    def test_targets(self, target: Any, written: str) -> None:
        assert target_text(target) == written


class TestTheCataloguesThatThereAre:
    @pytest.mark.parametrize(("text", "indicator"), [case for path in CATALOGUES for case in judged(path)])
    def test_lines_are_added_and_none_is_touched(self, text: str, indicator: Indicator) -> None:
        target = a_target("done", 1) if indicator.kind is Kind.TASK else a_target("at_least", "3.25")
        revision = replace(a_revision(starts="2024-12-01", why="điều chỉnh: lần 2"), target=target)
        after = revised(text, revision, indicator.id)
        lines_out, lines_in = taken_out_and_put_in(text, after)
        assert lines_out == []
        assert len(lines_in) == (4 if indicator.revisions else 5)
        assert is_put_in("".join(lines_in), text, after)

    @pytest.mark.parametrize("path", CATALOGUES)
    def test_many_revisions_stand_in_their_order(self, path: str) -> None:
        text = (REPOSITORY / path).read_bytes().decode()
        for month in ("09", "10", "11"):
            text = revised(text, a_revision(starts=f"2024-{month}-01"), "jobs_created")
        starts = [one.starts for one in read_text(text).by_id()["jobs_created"].revisions]
        assert len(starts) >= 3
        assert all(one < next_one for one, next_one in pairwise(starts))


class TestWhatCannotBeDone:
    @pytest.mark.parametrize(
        "text",
        [
            HEAD + X.replace("id: x", "id: y"),
            "a: [1, 2",
            "[]",
            "groups: []",
            a_text("revisions: *r").replace("year: 2024", "year: &r 2024"),
        ],
    )
    def test_there_is_no_place_for_it(self, text: str) -> None:
        with pytest.raises(KpiError) as raised:
            with_revision(text, "x", a_revision())
        assert raised.value.key == "cannot-revise"

    def test_a_list_that_two_share_is_seen_to_change_for_both(self) -> None:
        shared = "revisions: &r [{from: 2024-03-01, decided_by: a, why: b, target: {at_least: 48}}]"
        text = a_text(shared) + X.replace("id: x", "id: y") + "        revisions: *r\n"
        after = with_revision(text, "x", a_revision())
        assert not is_only_revised(text, after, a_revision())


def test_keys_that_are_no_scalars_and_aliases_have_their_places() -> None:
    tree: Any = tree_of("a: &a [1]\n? [x]\n: *a\n")
    assert [(pair.key.text, pair.value.start) for pair in tree.pairs] == [("a", 3), (None, 18)]
    assert tree.pairs[1].value.text is None


def test_edits_at_one_place_stand_in_the_order_in_which_they_were_made() -> None:
    edits = Edits("ab")
    edits.insert(1, "1")
    edits.insert(1, "2")
    edits.replace(1, 2, "")
    assert edits.result() == "a12"


class TestTheDifference:
    def test_lines_without_an_end_are_said_to_be(self) -> None:
        assert unified_diff("targets/2024.yaml", "a\nb", "a\nb\nc").splitlines()[2:] == [
            "@@ -1,2 +1,3 @@",
            " a",
            "-b",
            "\\ No newline at end of file",
            "+b",
            "+c",
            "\\ No newline at end of file",
        ]

    def test_only_a_line_feed_ends_a_line(self) -> None:
        assert unified_diff("f", "a\r\n\u2028b\n", "a\r\n\u2028b\nc\n").endswith(" a\r\n \u2028b\n+c\n")

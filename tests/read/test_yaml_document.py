"""YAML → text with line numbers, within limits (docs/safety.md, *YAML*)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.read.yaml_document import MOST_BYTES, Place, YamlDocument, parse_yaml, read_yaml


def said(document: YamlDocument) -> list[tuple[str, int | None, dict[str, object]]]:
    return [(finding.kind.name, finding.origin.line, dict(finding.params)) for finding in document.findings]


def only(document: YamlDocument) -> tuple[str, int | None, dict[str, object]]:
    (finding,) = said(document)
    return finding


def test_every_scalar_stays_as_it_was_written() -> None:
    text = "a: no\nb: 010\nc: 29.50\nd: 2024-07-01\ne: ~\nf:\ng: 1_000\nh: 0x1F\ni: null\n"
    assert parse_yaml(text, "f").content == {
        "a": "no",
        "b": "010",
        "c": "29.50",
        "d": "2024-07-01",
        "e": "~",
        "f": "",
        "g": "1_000",
        "h": "0x1F",
        "i": "null",
    }


def test_every_key_and_entry_knows_its_line() -> None:
    document = parse_yaml("a:\n  b: 1\n  c: [x,\n      y]\nd:\n  - e: 1\n    f: |\n      text\n    g: 2\n", "f")
    assert document.lines == {
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 3,
        ("a", "c", 0): 3,
        ("a", "c", 1): 4,
        ("d",): 5,
        ("d", 0): 6,
        ("d", 0, "e"): 6,
        ("d", 0, "f"): 7,
        ("d", 0, "g"): 9,
    }


@pytest.mark.parametrize(("place", "line"), [(("a", "b", "missing"), 2), (("a", 7), 1), (("z",), None), ((), None)])
def test_the_line_of_what_is_missing_is_that_of_what_is_around_it(place: Place, line: int | None) -> None:
    assert parse_yaml("a:\n  b: 1\n", "f").line_of(place) == line


def test_a_repeated_key_keeps_its_first_value_and_the_reading_goes_on() -> None:
    document = parse_yaml("a: {x: 1}\nb: 1\na: {x: 2, y: 3}\nb: 2\nc: 3\n", "f")
    assert document.content == {"a": {"x": "1"}, "b": "1", "c": "3"}
    assert document.lines == {("a",): 1, ("a", "x"): 1, ("b",): 2, ("c",): 5}
    assert said(document) == [
        ("duplicate-key", 3, {"key": "a", "first_line": 1}),
        ("duplicate-key", 4, {"key": "b", "first_line": 2}),
    ]


def test_at_most_a_thousand_findings_are_kept() -> None:
    assert len(parse_yaml("a: 1\n" * 1_200, "f").findings) == 1_000


def test_an_alias_is_what_it_points_at() -> None:
    document = parse_yaml("a: &x [1, 2]\nb: *x\n&k c: &v d\ne: *v\nf: &y {g: 1}\nh: *y\n", "f")
    assert document.content == {"a": ["1", "2"], "b": ["1", "2"], "c": "d", "e": "d", "f": {"g": "1"}, "h": {"g": "1"}}
    assert document.line_of(("b", 1)) == 2


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n"])
def test_a_file_without_a_document_has_no_content_and_no_findings(text: str) -> None:
    document = parse_yaml(text, "f")
    assert (document.content, document.findings) == (None, ())


@pytest.mark.parametrize(
    ("text", "line", "feature"),
    [
        ("a: !!int 1\n", 1, "tag"),
        ("b: 1\na: !foo {x: 1}\n", 2, "tag"),
        ("!!python/object:os.system a: 1\n", 1, "tag"),
        ("a: ! text\n", 1, "tag"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 3, "merge-key"),
        ("%YAML 1.1\n---\na: no\n", 1, "directive"),
        ("%YAML 1.2\n---\na: no\n", 1, "directive"),
        ("# first\n\n%TAG !e! tag:example.org,2000:\n---\na: 1\n", 3, "directive"),
        ("# old line ends\r%YAML 1.1\r---\ra: no\r", 2, "directive"),
        ("a: 1\n---\nb: 2\n", 2, "documents"),
        ("a: " + "[" * 30 + "]" * 30, 1, "depth"),
        ("[1, 2]: 3\n", 1, "key"),
        ("{a: 1}: 3\n", 1, "key"),
        ("a: &x b\n*x : 3\n", 2, "key"),
        ("a: &x b\nc: [" + "*x, " * 101 + "]\n", 2, "aliases"),
        ("a: '" + "x" * 100_001 + "'\n", 1, "long-line"),
        ("a: 1\nb: !" + "!" * 90_000, 2, "tag"),
    ],
)
def test_what_is_refused_is_named_with_its_line(text: str, line: int, feature: str) -> None:
    document = parse_yaml(text, "f")
    assert document.content is None
    assert only(document) == ("refused-yaml", line, {"feature": feature})


def test_the_number_of_nodes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phongtho_kpi.read.yaml_document.MOST_NODES", 100)
    assert parse_yaml("- a\n" * 99, "f").findings == ()
    assert only(parse_yaml("- a\n" * 100, "f")) == ("refused-yaml", 100, {"feature": "nodes"})


def test_a_merge_sign_in_quotes_is_a_key_like_any_other() -> None:
    assert parse_yaml("'<<': 1\n", "f").content == {"<<": "1"}


def test_thirty_levels_are_read() -> None:
    document = parse_yaml("a: " + "[" * 29 + "]" * 29, "f")
    assert document.findings == ()


def test_a_bomb_of_aliases_ends_at_the_number_of_nodes() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert only(parse_yaml("\n".join(lines), "f")) == ("refused-yaml", 6, {"feature": "nodes"})


def test_aliases_do_not_hide_depth() -> None:
    lines = ["a0: &a0 [[[[[[[[[[x]]]]]]]]]]"]
    lines += [f"a{n}: &a{n} [[[[[[[[[[*a{n - 1}]]]]]]]]]]" for n in range(1, 4)]
    assert only(parse_yaml("\n".join(lines), "f")) == ("refused-yaml", 3, {"feature": "depth"})


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "a: &a {b: *a}\n", "a: *nowhere\n"])
def test_an_alias_of_nothing_or_of_what_is_around_it_is_broken(text: str) -> None:
    assert only(parse_yaml(text, "f")) == ("broken-yaml", 1, {"problem": "undefined-alias"})


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: b: c\n", 1, "colon-in-text"),
        ("a:\n\t- b\n", 2, "tab"),
        ("x: 1\na: 'open\n", 3, "unclosed-quote"),
        ("a: [1, 2\nb: 3\n", 2, "unclosed-bracket"),
        *((f"a: 1\nunit: {sign}\n", 2, "unquoted-sign") for sign in "%@`"),
        ("a: 1\nb\nc: 2\n", 3, "missing-colon"),
        ("a:\n  b: 1\n c: 2\n", 3, "indentation"),
        ("- a\nb: 1\n", 2, "indentation"),
        ("a: @b\n", 1, "unquoted-sign"),
        ("a:\n  b: @c\n", 2, "unquoted-sign"),
        ('a: "\\ud800"\n', 1, "syntax"),
    ],
)
def test_broken_yaml_says_where_and_why(text: str, line: int, problem: str) -> None:
    document = parse_yaml(text, "f")
    assert document.content is None
    assert only(document) == ("broken-yaml", line, {"problem": problem})


def test_whatever_the_parser_raises_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("phongtho_kpi.read.yaml_document.YAML", deep)
    assert only(parse_yaml("a: 1\n", "f")) == ("broken-yaml", None, {"problem": "syntax"})


def test_control_characters_are_refused_on_each_line() -> None:
    document = parse_yaml("a: 1\nb: \x1b[31mred\nc: \x00\ufeff\n", "f")
    assert document.content is None
    assert said(document) == [
        ("refused-text", 2, {"key": "b: \ufffd[31mred"}),
        ("refused-text", 3, {"key": "c: \ufffd\ufffd"}),
    ]


@pytest.mark.parametrize("escape", [r"\u0007", r"\0", r"\e", r"\x9b", r"\ufffe"])
def test_escapes_cannot_bring_in_what_the_file_may_not_hold(escape: str) -> None:
    document = parse_yaml(f'a:\n  b: "x{escape}"\n  c: 1\n', "f")
    assert document.content == {"a": {"b": "x\ufffd", "c": "1"}}
    assert only(document) == ("refused-text", 2, {"key": "b"})


def test_an_escape_in_a_key_cannot_either() -> None:
    document = parse_yaml('"a\\e": 1\n', "f")
    assert document.content == {"a\ufffd": "1"}
    assert only(document) == ("refused-text", 1, {"key": "a\ufffd"})


def test_text_is_composed(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text('a: hoa\u0301\nb: "hoa\\u0301"\n', encoding="utf-8")
    assert read_yaml(path, "f").content == {"a": "ho\u00e1", "b": "ho\u00e1"}


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(path, "f").content == {"a": "1"}


def test_other_encodings_are_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes("a: 1\nb: đ\n".encode("cp1258"))
    assert only(read_yaml(path, "f")) == ("not-utf-8", 2, {})


def test_five_megabytes_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"#" * (MOST_BYTES + 1))
    assert only(read_yaml(path, "f")) == ("file-too-large", None, {"size": MOST_BYTES + 1, "limit": MOST_BYTES})


def test_what_is_no_file_is_a_finding(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert only(read_yaml(tmp_path / "none", "f")) == ("unreadable-file", None, {"reason": "not-found"})
    assert only(read_yaml(tmp_path, "f")) == ("unreadable-file", None, {"reason": "directory"})
    assert only(read_yaml(tmp_path / "pipe", "f")) == ("unreadable-file", None, {"reason": "not-a-regular-file"})
    assert only(read_yaml(tmp_path / "a\0b", "f")) == ("unreadable-file", None, {"reason": "unreadable"})


@contextmanager
def as_anybody() -> Iterator[None]:
    """Read as a user who is not root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_without_permission_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.touch(mode=0o000)
    with as_anybody():
        document = read_yaml(path, "f")
    assert only(document) == ("unreadable-file", None, {"reason": "no-permission"})


SIGNS = st.text(st.sampled_from("ab1:-?[]{},#&*!|>'\"%@`\\ \n\t\r\x00\x85\ud800\u202e<="), max_size=60)


@given(SIGNS | st.text(max_size=60))
def test_any_text_ends_in_content_or_findings(text: str) -> None:
    document = parse_yaml(text, "f")
    assert document.content is None or not any(finding.kind.name == "broken-yaml" for finding in document.findings)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_content_or_findings(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "f.yaml"
    path.write_bytes(content)
    read_yaml(path, "f")


@given(st.dictionaries(st.text("abcđ", min_size=1), st.lists(st.text("xyzư 1.", min_size=1))))
def test_what_is_written_in_quotes_is_read_back(entries: dict[str, list[str]]) -> None:
    text = "".join(
        f'"{key}": [{", ".join(f"{chr(34)}{entry}{chr(34)}" for entry in entries[key])}]\n' for key in entries
    )
    assert parse_yaml(text, "f").content == (entries or None)

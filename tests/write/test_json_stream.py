"""A document that comes out piece by piece is the document."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phongtho_kpi.write.json_file import json_text
from phongtho_kpi.write.json_stream import json_pieces

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(texts, values, max_size=4))
def test_a_document_without_streams_is_written_as_ever(document: dict[str, Any]) -> None:
    assert "".join(json_pieces(document)) == json_text(document)


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=4))
def test_a_stream_is_a_list_with_a_line_for_each_element(elements: list[list[str]]) -> None:
    text = "".join(json_pieces({"sheets": [{"name": "T4", "cells": iter(elements), "after": 1}]}))
    assert json.loads(text) == {"sheets": [{"name": "T4", "cells": elements, "after": 1}]}
    assert len([line for line in text.split("\n") if line.startswith(" " * 8)]) == len(elements)


def test_a_long_stream_is_never_held_as_a_whole() -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield ["A1", "x"]

    pieces = json_pieces({"cells": endless()})
    for _ in range(6):
        next(pieces)
    assert taken < 10_000


def test_what_json_cannot_say_is_not_written() -> None:
    assert "".join(json_pieces({"text": "\ud800"})) == json_text({"text": "\ud800"})
    with pytest.raises(ValueError, match="JSON"):
        "".join(json_pieces({"number": float("nan")}))

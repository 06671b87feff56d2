"""Compiled files: what comes out is what went in, and what is odd about one means that it is not there."""

import json
import os
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from catalogue_texts import FLOW, HEADER, catalogue_text
from hypothesis import given
from hypothesis import strategies as st

from builders import a_catalogue, a_target, an_indicator
from conftest import REPOSITORY
from phongtho_kpi.model import area, catalogue
from phongtho_kpi.model.area import Area, Areas
from phongtho_kpi.model.catalogue import (
    Bands,
    Catalogue,
    Frequency,
    Goal,
    Indicator,
    Kind,
    LocalText,
    Shape,
    Trajectory,
)
from phongtho_kpi.model.finding import Origin
from phongtho_kpi.model.period import Period
from phongtho_kpi.read import compiled, targets, yaml_document
from phongtho_kpi.read.compiled import compiled_bytes, decoded, encoded, name_of, read_compiled
from phongtho_kpi.read.targets import CompiledFolder, Targets, read_targets
from phongtho_kpi.workspace import Workspace
from test_cases import _cases as cases
from test_cases import _catalogue as catalogue_of_case

NAME = "kpi-" + "a" * 64
MODEL = {
    kind
    for module in (area, catalogue)
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__
}


def parts(value: object) -> Iterator[object]:
    """A value with all that is in it and all their classes and texts, so that two are the same where these are."""
    yield type(value).__name__
    if isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from parts(entry)
    elif is_dataclass(value):
        for name in type(value).__match_args__:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple):
        yield len(value)
        for entry in value:
            yield from parts(entry)
    else:
        yield str(value)


def again(value: object) -> Any:
    return decoded(json.loads(json.dumps(encoded(value))))


def assert_the_same(value: object) -> None:
    assert again(value) == value
    assert list(parts(again(value))) == list(parts(value))


def read(workspace: Workspace, folder: Path | None = None, year: int = 2024) -> Targets:
    """What the files say, compiled or not."""

    def keep(name: str, content: bytes) -> None:
        assert folder is not None
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / name).write_bytes(content)

    return read_targets(workspace, year, lambda _: None, None if folder is None else CompiledFolder(folder, keep))


def a_workspace(folder: Path, text: str | None = None, year: int = 2024) -> Workspace:
    (folder / "targets").mkdir()
    (folder / "data").mkdir()
    content = catalogue_text(FLOW) if text is None else text
    (folder / "targets" / f"{year}.yaml").write_text(content, encoding="utf-8")
    return Workspace(folder)


class TestTheForm:
    @pytest.mark.parametrize("root", [REPOSITORY, REPOSITORY / "examples" / "full-year"], ids=lambda root: root.name)
    def test_a_catalogue_comes_out_as_it_went_in(self, root: Path) -> None:
        told = read(Workspace(root))
        assert told.catalogue is not None
        assert told.findings == ()
        assert_the_same((told.catalogue, told.areas))
        assert any(one.lines for one in told.catalogue.indicators)

    @pytest.mark.parametrize("case", cases())
    def test_so_does_that_of_every_case(self, case: dict[str, Any], tmp_path: Path) -> None:
        year = int(case.get("year", 2024))
        workspace = a_workspace(tmp_path, json.dumps(catalogue_of_case(case), ensure_ascii=False), year)
        told = read(workspace, year=year)
        assert told.catalogue is not None
        assert_the_same((told.catalogue, told.areas))
        assert told == read(workspace, tmp_path / "kept", year) == read(workspace, tmp_path / "kept", year)
        assert (tmp_path / "kept").exists() is not bool(told.findings)

    def test_every_record_of_the_catalogue_and_of_areas_has_a_form(self) -> None:
        nouns = {kind for kind in MODEL if is_dataclass(kind) or issubclass(kind, Enum | tuple | dict)}
        assert nouns == MODEL
        assert len(MODEL) > 20
        assert {kind.__name__ for kind in MODEL} <= compiled._FORMS.keys()

    @given(
        texts=st.dictionaries(st.text(max_size=3), st.text(max_size=5), max_size=3),
        number=st.decimals(allow_nan=False, allow_infinity=False, max_value=10**20, min_value=-(10**20)),
        day=st.dates(),
        shape=st.sampled_from(Shape),
        goal=st.sampled_from(["at_least", "at_most"]),
        lines=st.dictionaries(st.text(max_size=8), st.integers(0, 10**6), max_size=4),
    )
    def test_any_values(
        self, texts: dict[str, str], number: Decimal, day: date, shape: Shape, goal: str, lines: dict[str, int]
    ) -> None:
        indicator = an_indicator(
            "level",
            a_target(goal, number, due=day.isoformat()),
            name=LocalText(texts),
            aliases=tuple(texts),
            trajectory=Trajectory(shape, shares=(number,) * 12, points=((Period.of_day(day), number),)),
            bands=Bands(number, number),
            lines=lines,
        )
        areas = Areas([Area("03571", LocalText(texts), Origin("targets/areas.yaml", line=3), valid_from=day)])
        assert_the_same((a_catalogue(indicator, lines=lines), areas))

    def test_digits_and_signs_stay(self) -> None:
        numbers = ("29.50", "0.00", "-0", "1E+3", "12345678901234567890123456789012345678", "0.1")
        assert [str(number) for number in again(tuple(map(Decimal, numbers)))] == list(numbers)

    def test_a_text_that_looks_like_a_class_is_a_text(self) -> None:
        value = {"Decimal": "1", "dict": "x", "Goal": {"Kind": ("flow",)}}
        assert_the_same(value)

    def test_a_lone_surrogate_comes_out_too(self, tmp_path: Path) -> None:
        kept(tmp_path, compiled_bytes(NAME, ("\ud800 ộ \U0001f600",)))
        assert read_compiled(tmp_path, NAME) == ("\ud800 ộ \U0001f600",)

    def test_a_number_with_a_point_or_a_class_of_others_is_none_of_it(self) -> None:
        class Stranger(NamedTuple):
            name: str

        for value in (1.5, Stranger("x"), {1, 2}, [1], b"x"):
            with pytest.raises(KeyError):
                encoded(value)


def kept(folder: Path, content: bytes) -> Path:
    folder.chmod(0o700)
    (folder / NAME).write_bytes(content)
    return folder / NAME


def digested(content: bytes) -> bytes:
    return sha256(NAME.encode() + content).hexdigest().encode() + b"\n" + content


class TestOddFiles:
    def test_a_whole_one_is_read(self, tmp_path: Path) -> None:
        kept(tmp_path, compiled_bytes(NAME, (Goal.DONE, Decimal("1.0"))))
        assert read_compiled(tmp_path, NAME) == (Goal.DONE, Decimal("1.0"))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\n",
            b"{",
            b"[",
            b"\xff\xff",
            b'{"Stranger":[]}',
            b'{"__import__":"os"}',
            b'{"Decimal":"x"}',
            b'{"Decimal":["1"]}',
            b'{"Decimal":null}',
            b'{"date":"2024-02-30"}',
            b'{"Goal":"flow"}',
            b'{"Period":[2024,1]}',
            b'{"Period":[2024,1,12,null,null]}',
            b'{"Period":{"year":2024}}',
            b'{"Period":3}',
            b'{"Origin":["x"]}',
            b'{"Areas":3}',
            b'{"LocalText":["vi"]}',
            b'{"Decimal":"1","date":"2024-01-01"}',
            b"{}",
            b"[" * 200_000,
            b'{"dict":{"x":' * 2_000 + b"1" + b"}}" * 2_000,
            b"1" * 10_000,
        ],
        ids=lambda content: content[:30].decode(errors="replace"),
    )
    def test_wrong_content_is_not_there_even_with_the_right_digest(self, tmp_path: Path, content: bytes) -> None:
        kept(tmp_path, digested(content))
        assert read_compiled(tmp_path, NAME) is None

    @pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 80, -1])
    def test_a_part_of_one_is_not_there(self, tmp_path: Path, size: int) -> None:
        kept(tmp_path, compiled_bytes(NAME, ("x" * 100,))[:size])
        assert read_compiled(tmp_path, NAME) is None

    def test_one_changed_letter_is_not_there(self, tmp_path: Path) -> None:
        whole = compiled_bytes(NAME, (Decimal("29.5"),))
        for place in range(len(whole)):
            kept(tmp_path, whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert read_compiled(tmp_path, NAME) is None

    def test_one_under_another_name_is_not_there(self, tmp_path: Path) -> None:
        kept(tmp_path, compiled_bytes("b" * 64, ("x",)))
        assert read_compiled(tmp_path, NAME) is None

    def test_one_that_is_too_large_is_not_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        content = compiled_bytes(NAME, ("x",))
        kept(tmp_path, content)
        monkeypatch.setattr(compiled, "MOST_BYTES", len(content))
        assert read_compiled(tmp_path, NAME) == ("x",)
        monkeypatch.setattr(compiled, "MOST_BYTES", len(content) - 1)
        assert read_compiled(tmp_path, NAME) is None

    def test_what_is_no_regular_file_is_not_there(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o700)
        whole = tmp_path / "elsewhere"
        whole.write_bytes(compiled_bytes(NAME, ("x",)))
        path = tmp_path / NAME
        for make in (path.mkdir, lambda: path.symlink_to(whole), lambda: os.mkfifo(path)):
            make()
            assert read_compiled(tmp_path, NAME) is None
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        assert read_compiled(tmp_path, NAME) is None
        whole.rename(path)
        assert read_compiled(tmp_path, NAME) == ("x",)

    def test_a_folder_that_others_may_write_in_or_a_link_to_one_is_not_believed(self, tmp_path: Path) -> None:
        folder = tmp_path / "kpi"
        folder.mkdir()
        kept(folder, compiled_bytes(NAME, ("x",)))
        (tmp_path / "link").symlink_to(folder)
        assert read_compiled(tmp_path / "link", NAME) is None
        for mode, there in ((0o777, False), (0o770, False), (0o755, True), (0o700, True)):
            folder.chmod(mode)
            assert (read_compiled(folder, NAME) == ("x",)) is there
        assert read_compiled(tmp_path / "none", NAME) is None

    def test_nor_is_a_folder_of_another_user(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        kept(tmp_path, compiled_bytes(NAME, ("x",)))
        monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)  # only root can give a folder away
        assert read_compiled(tmp_path, NAME) is None

    def test_another_thing_than_a_catalogue_with_areas_is_read_anew(self, tmp_path: Path) -> None:
        workspace = a_workspace(tmp_path)
        told = read(workspace, tmp_path / "kept")
        (path,) = (tmp_path / "kept").iterdir()
        for value in ((told.areas, told.catalogue), (told.catalogue,), told.catalogue, (told.catalogue, ()), "x", None):
            path.write_bytes(compiled_bytes(path.name, value))
            assert read(workspace, tmp_path / "kept") == told


class TestTheName:
    def test_the_same_is_the_same(self) -> None:
        assert name_of([("a", b"1"), ("b", None)]) == name_of([("a", b"1"), ("b", None)])

    def test_anything_else_is_another(self) -> None:
        files: list[list[tuple[str, bytes | None]]] = [
            [("a", b"1"), ("b", None)],
            [("a", b"1"), ("b", b"")],
            [("a", b"2"), ("b", None)],
            [("a", b"1"), ("c", None)],
            [("b", None), ("a", b"1")],
            [("a", b"1")],
        ]
        assert len({name_of(each) for each in files}) == len(files)

    def test_another_version_format_or_edit_of_the_code_is_another(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names = {name_of([])}
        for name, value in (("__version__", "9"), ("_FORMAT", 9), ("_state_of_code", lambda: [("read/x.py", 1, 1)])):
            with monkeypatch.context() as patch:
                patch.setattr(compiled, name, value)
                names.add(name_of([]))
        assert len(names) == 4

    def test_the_state_of_the_code_is_that_of_what_reads_and_of_the_model(self) -> None:
        names = {name for name, _, _ in compiled._state_of_code()}
        assert {"read/catalogue_file.py", "read/compiled.py", "model/catalogue.py", "read/yaml_document.py"} <= names
        assert all(name.endswith(".py") for name in names)

    def test_where_the_code_is_in_no_folder_nothing_is_kept(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        workspace = a_workspace(tmp_path)
        monkeypatch.setattr(compiled, "__file__", str(tmp_path / "x.zip" / "read" / "compiled.py"))
        assert read(workspace, tmp_path / "kept") == read(workspace)
        assert not (tmp_path / "kept").exists()


class TestReading:
    def test_a_file_is_as_long_as_yaml_may_be(self) -> None:
        assert targets.MOST_BYTES == yaml_document.MOST_BYTES

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("targets/2024.yaml", b""),
            ("targets/2024.yaml", b"schema: 1"),
            ("targets/2024.yaml", b"\xff"),
            ("targets/2024.yaml", (HEADER + "groups: []\nwhatever: 1\n").encode()),
            ("targets/2024.yaml", b"x" * (targets.MOST_BYTES + 1)),
            ("targets/2024.yaml", None),
            ("targets/areas.yaml", b""),
            ("targets/areas.yaml", b"schema: 2\nareas: []"),
            ("targets/areas.yaml", b"schema: 1\nareas: 3"),
            ("targets/areas.yaml", b"schema: 1\nareas: [{code: x}]"),
            ("targets/areas.yaml", b"\xff"),
            ("data/aliases.yaml", b"x"),
            ("data/aliases.yaml", b"- {name: A}"),
            ("data/aliases.yaml", b"- {name: Chi tieu, means: revenu}\n"),
        ],
    )
    def test_what_has_a_finding_is_never_kept_and_said_each_time(
        self, tmp_path: Path, name: str, content: bytes | None
    ) -> None:
        workspace = a_workspace(tmp_path)
        (tmp_path / name).unlink() if content is None else (tmp_path / name).write_bytes(content)
        told = read(workspace)
        assert told.findings != ()
        assert told == read(workspace, tmp_path / "kept") == read(workspace, tmp_path / "kept")
        assert not (tmp_path / "kept").exists()

    @pytest.mark.parametrize("name", ["targets/areas.yaml", "data/aliases.yaml"])
    def test_a_link_that_leads_nowhere_is_not_taken_for_no_file(self, tmp_path: Path, name: str) -> None:
        workspace = a_workspace(tmp_path)
        assert read(workspace, tmp_path / "kept").findings == ()
        (tmp_path / name).symlink_to(tmp_path / "nowhere")
        told = read(workspace, tmp_path / "kept")
        assert [finding.kind.name for finding in told.findings] == ["unreadable-file"]
        assert told == read(workspace)

    def test_the_language_is_told_at_once(self, tmp_path: Path) -> None:
        workspace = a_workspace(tmp_path, catalogue_text(FLOW, header=HEADER + "lang: en\n"))
        folder = tmp_path / "kept"
        read(workspace, folder)
        heard: list[str] = []
        read_targets(workspace, 2024, heard.append)
        read_targets(workspace, 2024, heard.append, CompiledFolder(folder, lambda _, __: None))
        assert heard == ["en", "en"]

    def test_what_is_compiled_would_be_read_without_ruamel(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        workspace = a_workspace(tmp_path)
        told = read(workspace, tmp_path / "kept")
        monkeypatch.setattr(targets, "_read", None)
        assert read(workspace, tmp_path / "kept") == told
        assert isinstance(told.catalogue, Catalogue)
        assert {type(one) for one in told.catalogue.indicators} == {Indicator}
        assert told.catalogue.indicators[0].kind in Kind
        assert told.catalogue.indicators[0].frequency in Frequency

    def test_one_that_would_be_too_large_is_not_kept(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        workspace = a_workspace(tmp_path)
        monkeypatch.setattr(targets, "MOST_COMPILED", 500)
        read(workspace, tmp_path / "kept")
        assert not (tmp_path / "kept").exists()

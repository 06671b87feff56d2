"""`data/aliases.yaml`: what names in returns mean; added to, never rewritten (docs/commands.md, `kpi import`)."""

import json
import re
from collections.abc import Callable, Mapping

from phongtho_kpi.workspace import KpiError, Workspace
from phongtho_kpi.write.safely import write_error, write_safely

_HEAD = """\
# Tên dùng trong báo cáo và mã chỉ tiêu (hoặc mã địa bàn) tương ứng; do `kpi import --alias` ghi thêm, có thể sửa tay.
# Names in returns, and the indicator or area each of them means; added to by `kpi import --alias`, may be edited.
schema: 1
aliases:
"""
_ENTRY = re.compile(r"^( *)- ", re.MULTILINE)
_LIST = re.compile(r"^aliases:", re.MULTILINE)
_NONE_YET = re.compile(r"^aliases: *\[ *\] *(?=\r?$)", re.MULTILINE)

Entries = Callable[[str], Mapping[str, str] | None]  # what the text of the file says; None where it cannot be read


def keep_aliases(workspace: Workspace, aliases: Mapping[str, str], entries: Entries) -> None:
    """Add the names that the file does not know yet; its other lines stay as they are. Only for who holds the lock.

    What cannot be added so that the file can be read again is refused: raises KpiError `cannot-add-alias`, ….
    """
    if not aliases:
        return
    path = workspace.aliases_file
    try:
        there = path.read_bytes().decode() if path.exists() else _HEAD
    except (OSError, UnicodeDecodeError) as error:
        raise write_error(error if isinstance(error, OSError) else OSError(), workspace.shown(path)) from error
    known = entries(there) or {}
    news = {name: means for name, means in aliases.items() if known.get(name) != means}
    if not news:
        return
    text = _with_added(there, news)
    if entries(text) != {**known, **news}:
        raise KpiError("cannot-add-alias", file=workspace.shown(path))
    write_safely(path, text.encode())


def _with_added(text: str, aliases: Mapping[str, str]) -> str:
    """The text with an entry for each name at its end, laid out as those before it."""
    end = "\r\n" if "\r\n" in text else "\n"
    text = _NONE_YET.sub("aliases:", text)
    if not _LIST.search(text) and not _ENTRY.search(text):
        text += ("" if text.endswith(("\n", "\r")) or not text else end) + f"aliases:{end}"
    indents = _ENTRY.findall(text)
    indent = indents[-1] if indents else "  "
    lines = [f"{indent}- {{name: {_quoted(name)}, means: {_quoted(means)}}}" for name, means in aliases.items()]
    return text + ("" if text.endswith(("\n", "\r")) else end) + end.join([*lines, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # which is YAML too

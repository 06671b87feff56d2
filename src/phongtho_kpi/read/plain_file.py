"""A file's bytes and text, within limits: what cannot be read is a finding."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from phongtho_kpi.model.finding import FILE_TOO_LARGE, NOT_UTF_8, UNREADABLE_FILE, Finding, Origin
from phongtho_kpi.model.folding import composed


class FileBytes(NamedTuple):
    """What stands in a file; None with the finding that says why not."""

    content: bytes | None
    findings: tuple[Finding, ...] = ()


class FileText(NamedTuple):
    """The text of a file in UTF-8, normalised to NFC; None with the finding that says why not."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def read_bytes(path: Path, shown: str, limit: int) -> FileBytes:
    """All bytes of a regular file of at most `limit` bytes; `shown` is its name in findings."""
    origin = Origin(shown)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would never end
            return _unreadable(origin, "directory" if path.is_dir() else "not-a-regular-file")
        with path.open("rb") as file:
            content = file.read(limit + 1)
            size = max(os.fstat(file.fileno()).st_size, len(content))
    except FileNotFoundError:
        return _unreadable(origin, "not-found")
    except PermissionError:
        return _unreadable(origin, "no-permission")
    except (OSError, ValueError):  # a ValueError is a NUL in the name
        return _unreadable(origin, "unreadable")
    if len(content) > limit:
        return FileBytes(None, (Finding(FILE_TOO_LARGE, origin, {"size": size, "limit": limit}),))
    return FileBytes(content)


def read_text(path: Path, shown: str, limit: int) -> FileText:
    """The text of a file in UTF-8, with or without a byte order mark, in NFC."""
    read = read_bytes(path, shown, limit)
    return FileText(None, read.findings) if read.content is None else decoded(read.content, shown)


def decoded(content: bytes, shown: str) -> FileText:
    """UTF-8, with or without a byte order mark, as text in NFC."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return FileText(None, (Finding(NOT_UTF_8, Origin(shown, line=line)),))
    return FileText(composed(text))


def _unreadable(origin: Origin, reason: str) -> FileBytes:
    return FileBytes(None, (Finding(UNREADABLE_FILE, origin, {"reason": reason}),))

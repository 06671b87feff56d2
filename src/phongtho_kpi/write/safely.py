"""Files that are whole or absent, whatever happens while they are written (docs/safety.md, *Files* and *Faults*)."""

import errno
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from phongtho_kpi.workspace import KpiError

# errors of the system that have a sentence of their own in i18n; every other one is `cannot-write` with its reason
_KEYS = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EROFS: "read-only",
    errno.ENOENT: "no-folder",
    errno.ENOTDIR: "no-folder",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EISDIR: "is-a-folder",
    errno.EEXIST: "file-exists",
    errno.ELOOP: "symlink",
}
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})  # what FAT says of a hard link
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write_safely(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: before it the old file is there, after it the new one.

    Raises KpiError: `symlink` for a link at `path`, which is never followed, `disk-full`, `no-permission`, ….
    """
    _place(path, content, _replace)


def create_safely(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, where nothing may be yet.

    Raises KpiError: `file-exists`, `disk-full`, `no-permission`, ….
    """
    _place(path, content, _link)


def protected(text: str) -> str:
    """A text for a cell of a CSV file that no spreadsheet takes for a formula: `'` in front of = + - @ tab CR.

    One more `'` also goes in front of one that is there already, so that taking one away always undoes it.
    """
    return "'" + text if _FORMULA.match(text) else text


def _place(path: Path, content: bytes, put: Callable[[Path, Path], None]) -> None:
    with _system_errors_named(path):
        if path.is_symlink():
            raise KpiError("symlink", file=str(path))
        temporary = path.parent / f".{secrets.token_hex(8)}.tmp"
        try:
            _write(temporary, content)
            put(temporary, path)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        _sync_folder(path.parent)


@contextmanager
def _system_errors_named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        key = _KEYS.get(error.errno or 0, "cannot-write")
        raise KpiError(key, file=str(path), reason=error.strerror or type(error).__name__) from error


def _write(path: Path, content: bytes) -> None:
    # O_EXCL: whoever guessed the name finds it taken; 0o666 less the umask, as any program creates files
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _replace(temporary: Path, path: Path) -> None:
    temporary.replace(path)


def _link(temporary: Path, path: Path) -> None:
    try:
        path.hardlink_to(temporary)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # a disk without hard links: whole or absent all the same, and the lock on data/ keeps a second writer out
        if path.exists():
            raise KpiError("file-exists", file=str(path)) from error
        temporary.replace(path)


def _sync_folder(folder: Path) -> None:
    """The new name reaches the disk too; where a folder cannot be opened (Windows) the system sees to it itself."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(number)
    finally:
        os.close(number)

"""Files that are whole or absent, whatever happens while they are written (docs/safety.md, *Files* and *Faults*)."""

import errno
import hashlib
import os
import re
import secrets
import signal
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
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
# reasons that have words of ours where no sentence says all; others are said as the system says them
_REASONS = {
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.ENOENT: "not-found",
    errno.EISDIR: "directory",
    errno.ENOSPC: "no-space",
    errno.EDQUOT: "no-space",
    errno.EIO: "disk-fault",
    errno.EFBIG: "file-limit",
    errno.EMFILE: "too-many-open",
    errno.ENFILE: "too-many-open",
    errno.ENOMEM: "no-memory",
    errno.EBUSY: "in-use",
    errno.ETXTBSY: "in-use",
    errno.ENOLCK: "no-locks",
    errno.ENOSYS: "no-locks",
    errno.ESTALE: "unreachable",
    errno.ETIMEDOUT: "unreachable",
    errno.EHOSTDOWN: "unreachable",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.ENOTCONN: "unreachable",
}
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})  # what FAT says of a hard link
_TEMPORARY = ".tmp"
_NEW = 0o666  # less the umask
_LONG_AGO = 3_600  # seconds
_LEFTOVER = re.compile(r"\.[0-9a-f]{16}\.tmp")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write_safely(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: before it the old file is there, after it the new one, with its permissions.

    Raises KpiError: `symlink` for a link at `path`, which is never followed, `disk-full`, `no-permission`, ….
    """
    _place(path, content, _replace)


def replace_safely(path: Path, before: bytes, content: bytes) -> None:
    """The same where `before` still stands there: what somebody else has written in the meantime is not lost.

    Raises KpiError: `changed-meanwhile`, `symlink`, `disk-full`, `no-permission`, ….
    """

    def put(temporary: Path, path: Path) -> None:
        if path.read_bytes() != before:
            raise KpiError("changed-meanwhile", file=str(path))
        _replace(temporary, path)

    _place(path, content, put)


def create_safely(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, where nothing may be yet.

    Raises KpiError: `file-exists`, `disk-full`, `no-permission`, ….
    """
    _place(path, content, _create)


def keep_safely(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whose name it gives by its digest: what is there already is the same.

    Raises KpiError: `disk-full`, `no-permission`, ….
    """
    try:
        create_safely(path, content)
    except KpiError as error:
        if error.key != "file-exists":
            raise


def create_by_digest(
    folder: Path, chunks: Iterable[bytes], name: Callable[[str], str], kept: Callable[[Path], object] = lambda _: None
) -> Path:
    """Put what the chunks make in `folder` in one step, under the name that its SHA-256 gives.

    They are written as they come: a file of a million figures is never in memory. `kept` is told the path, and no
    Ctrl-C comes between: whoever is interrupted knows whether it was kept. Raises KpiError as `create_safely`.
    """
    with _system_errors_named(folder), _temporary(folder) as temporary:
        digest = _write(temporary, chunks)
        path = folder / name(digest)
        with _uninterrupted():
            _create(temporary, path)
            kept(path)
        return path


def make_folder(folder: Path) -> None:
    """Make a folder and those above it where there are none, so that they outlive a power cut. Raises KpiError."""
    with _system_errors_named(folder):
        if not folder.is_dir():
            make_folder(folder.parent)
            try:
                folder.mkdir(exist_ok=True)
            except FileExistsError:
                raise KpiError("no-folder-there", file=str(folder)) from None
            _sync_folder(folder.parent)


def remove_leftovers(folder: Path) -> None:
    """Delete what a run that was killed left half written; only for who holds the lock on `folder`."""
    _remove(folder.rglob(".*" + _TEMPORARY))


def remove_old_leftovers(folder: Path, now: float) -> None:
    """The same where there is no lock: in `folder` itself, and only what is so old that nobody writes it any more."""
    _remove(path for path in folder.glob(".*" + _TEMPORARY) if now - path.lstat().st_mtime > _LONG_AGO)


def _remove(paths: Iterable[Path]) -> None:
    with suppress(OSError):  # a folder that cannot be listed is named by whoever reads it
        for path in paths:
            if _LEFTOVER.fullmatch(path.name) and not path.is_symlink():
                with suppress(OSError):
                    path.unlink()


def protected(text: str) -> str:
    """A text for a cell of a CSV file that no spreadsheet takes for a formula: `'` in front of = + - @ tab CR.

    One more `'` also goes in front of one that is there already, so that taking one away always undoes it.
    """
    return "'" + text if _FORMULA.match(text) else text


def _place(path: Path, content: bytes, put: Callable[[Path, Path], None]) -> None:
    with _system_errors_named(path):
        if path.is_symlink():
            raise KpiError("symlink", file=str(path))
        with _temporary(path.parent) as temporary:
            _write(temporary, [content], _mode_of(path))
            put(temporary, path)


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """A name in `folder` for what is not whole yet, gone afterwards whatever happens."""
    temporary = folder / f".{secrets.token_hex(8)}{_TEMPORARY}"
    try:
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C for an instant; Windows cannot."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _system_errors_named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise write_error(error, str(path)) from error


def write_error(error: OSError, file: str) -> KpiError:
    """What is said of an error of the system while `file` is written."""
    return KpiError(_KEYS.get(error.errno or 0, "cannot-write"), file=file, reason=reason_of(error))


def reason_of(error: OSError) -> str:
    """Why the system does not do what it is asked for: a key of i18n, or the system's own words."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def _mode_of(path: Path) -> int:
    """Who may do what with a file; of one that is not there yet as any program creates it."""
    try:
        return stat.S_IMODE(path.lstat().st_mode)
    except FileNotFoundError:
        return _NEW


def _write(path: Path, chunks: Iterable[bytes], mode: int = _NEW) -> str:
    """Write to the disk, and return the SHA-256 of what was written."""
    # O_EXCL: whoever guessed the name finds it taken; the mode less the umask, so nobody reads what is not for him
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    digest = hashlib.sha256()
    with os.fdopen(number, "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _replace(temporary: Path, path: Path) -> None:
    with suppress(FileNotFoundError, PermissionError):  # nothing to replace; a disk that knows no permissions
        temporary.chmod(stat.S_IMODE(path.lstat().st_mode))
    temporary.replace(path)
    _sync_folder(path.parent)


def _create(temporary: Path, path: Path) -> None:
    """Give a whole file its name for good, or not at all."""
    _link(temporary, path)
    try:
        _sync_folder(path.parent)
    except OSError:
        path.unlink()
        raise


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

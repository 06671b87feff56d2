"""One writer at a time in a folder: a lock that a crash releases (docs/safety.md, *Faults*)."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from phongtho_kpi.workspace import KpiError, Workspace
from phongtho_kpi.write.safely import remove_leftovers, write_error

SECONDS_TO_WAIT = 10

_NO_FILE = frozenset({errno.EISDIR, errno.ELOOP})  # a folder or a link where the lock would be


@contextmanager
def locked_folder(workspace: Workspace, folder: Path) -> Iterator[None]:
    """Hold `.lock` in a folder of the workspace, and clear away what a run that was killed left there half written.

    Raises KpiError `locked` when another run holds it for ten seconds, `no-permission`, … where there is no writing.
    """
    from filelock import FileLock, Timeout

    try:
        lock = FileLock(folder / ".lock", timeout=SECONDS_TO_WAIT)
        lock.acquire()
    except Timeout:
        raise KpiError("locked", file=workspace.shown(folder / ".lock")) from None
    except OSError as error:
        is_about_lock = error.errno in _NO_FILE
        raise write_error(error, workspace.shown(folder / ".lock") if is_about_lock else str(folder)) from None
    try:
        remove_leftovers(folder)
        yield
    finally:
        lock.release()

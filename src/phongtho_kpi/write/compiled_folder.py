"""Where what was read is kept, so that it need not be read again: a folder of the user's, of forty files at most."""

import re
from contextlib import suppress
from pathlib import Path

from phongtho_kpi.workspace import KpiError, is_own_folder
from phongtho_kpi.write.safely import write_safely

_MOST = 40
_NAME = re.compile(r"kpi-[0-9a-f]{64}|\.[0-9a-f]{16}\.tmp")  # whole, or left half written by a run that was killed


def keep_compiled(folder: Path, name: str, content: bytes) -> None:
    """Put a file in the folder, and delete the oldest beyond the forty newest; where it cannot be, it is not there."""
    with suppress(OSError, KpiError):  # it is read anew then, as ever
        for each in (folder.parent, folder):
            each.mkdir(mode=0o700, exist_ok=True)
        if not is_own_folder(folder):
            return
        write_safely(folder / name, content)
        kept = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
        for path in sorted(kept, key=_written, reverse=True)[_MOST:]:
            with suppress(OSError):
                path.unlink()


def _written(path: Path) -> float:
    """When; at the beginning of time where another run has deleted it since."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0

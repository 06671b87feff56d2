"""A bar on a terminal while something takes long; nothing anywhere else (docs/commands.md)."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from phongtho_kpi.i18n.messages import Messages
from phongtho_kpi.write.screen import safe

Advance = Callable[[str, int], None]  # the file that is read, and how many of its rows have been

_SECONDS_OF_PATIENCE = 1.0


@contextmanager
def progress(messages: Messages, *, quiet: bool = False) -> Iterator[Advance]:
    """What to call with every row; after a second's wait a line on stderr says how far it is."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _file, _rows: None
        return
    shown = _Shown(messages)
    try:
        yield shown.advance
    finally:
        shown.close()


class _Shown:
    """The line on the terminal."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._started = monotonic()
        self._status: Any = None

    def advance(self, file: str, rows: int) -> None:
        """Say how far it is, now and then."""
        if monotonic() - self._started < _SECONDS_OF_PATIENCE:
            return
        text = safe(self._messages("note.reading", file=file, count=rows))
        if self._status is None:
            from rich.console import Console  # only who waits pays for it
            from rich.text import Text

            self._text = Text
            self._status = Console(stderr=True).status(Text(text))
            self._status.start()
        self._status.update(self._text(text))

    def close(self) -> None:
        """Leave nothing behind."""
        if self._status is not None:
            self._status.stop()

"""A headless Chromium driven over a pipe by its DevTools protocol: the standard library is enough for it."""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_SECONDS = 30  # for one answer, on a machine that is busy
_FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",  # root has none; what is shown is our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no network
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--lang=vi",
)


class Tab:
    """One tab; `told` has what the browser said by itself."""

    def __init__(self, sent: int, heard: int) -> None:
        self._sent, self._heard = sent, heard
        self._number, self._buffer = 0, b""
        self._session: str | None = None
        self.told: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Any:
        """Send a command, and wait for its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._sent, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer)
                return answer["result"]
            self.told.append(answer)

    def open(self, page: Path, width: int, height: int = 800, *, script: bool = True) -> None:
        """Open a file in a window of that size, with or without its scripts."""
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=width < 700
        )
        self.told.clear()
        self.call("Page.navigate", url=page.resolve().as_uri())
        self.wait_for("Page.loadEventFired")

    def wait_for(self, event: str) -> None:
        """Wait until the browser says so."""
        while not any(one.get("method") == event for one in self.told):
            self.told.append(self._next())

    def ask(self, expression: str) -> Any:
        """What an expression is on the page, whatever the page allows its own scripts."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def complaints(self) -> list[str]:
        """Errors, and what the page's policy kept from it."""
        self.call("Page.getLayoutMetrics")  # what it has to say of the page comes before this answer
        names = {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}
        return [json.dumps(one["params"]) for one in self.told if one.get("method") in names]

    def requests(self) -> list[str]:
        """The addresses that the page asked for."""
        return [
            one["params"]["request"]["url"] for one in self.told if one.get("method") == "Network.requestWillBeSent"
        ]

    def picture(self) -> bytes:
        """The whole page as PNG."""
        taken = self.call("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        return base64.b64decode(taken["data"])

    def printed(self) -> bytes:
        """The page as PDF, on the paper it asks for."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])

    def _next(self) -> dict[str, Any]:
        """The next message."""
        until = time.monotonic() + _SECONDS
        while b"\0" not in self._buffer:
            left = until - time.monotonic()
            ready, _, _ = select.select([self._heard], [], [], max(left, 0))
            read = os.read(self._heard, 1 << 16) if ready else b""
            assert read, "the browser does not answer"
            self._buffer += read
        message, _, self._buffer = self._buffer.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer


@contextmanager
def a_tab(folder: Path) -> Iterator[Tab]:
    """A tab of a browser with nothing of this machine's in it, which ends with the block."""
    assert PROGRAM is not None
    commands, ours_out = os.pipe()
    ours_in, answers = os.pipe()
    log = os.open(folder / "chromium.log", os.O_WRONLY | os.O_CREAT)
    # the browser reads commands from 3 and answers on 4; the ends must not lie there already
    ends = {3: commands, 4: answers, 1: log, 2: log}
    moved = {to: fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for to, end in ends.items()}
    arguments = [PROGRAM, *_FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    actions = [(os.POSIX_SPAWN_DUP2, end, to) for to, end in moved.items()]
    browser = os.posix_spawn(PROGRAM, arguments, os.environ | {"HOME": str(folder)}, file_actions=actions, setpgroup=0)
    for end in {commands, answers, log, *moved.values()}:
        os.close(end)
    try:
        yield Tab(ours_out, ours_in)
    finally:
        os.close(ours_out)
        os.close(ours_in)
        os.killpg(browser, signal.SIGKILL)
        os.waitpid(browser, 0)

"""`python -m phongtho_kpi`, and the program `kpi`."""

import gc
import os
import signal
import sys
from contextlib import suppress

_A_MOMENT = 0.01  # seconds


def main(arguments: list[str] | None = None) -> int:
    """Run `kpi` with these arguments (left out: those of the command line) and return its exit code."""
    from phongtho_kpi.cli.app import run

    return run(sys.argv[1:] if arguments is None else arguments)


def program() -> int:
    """Run `kpi` as a process: it lives too short for cyclic garbage, and looking for that is a fifth of its time."""
    _hold_back_interrupts(signal.SIG_BLOCK)  # until there are words to say it in
    gc.disable()
    os.environ["OPENPYXL_LXML"] = "False"  # the same workbook whether or not this machine has lxml
    _fill_streams()
    from phongtho_kpi.cli.app import say_fault, say_stopped

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # what is to be ignored still is
        signal.signal(signal.SIGINT, _interrupt)
        sys.unraisablehook = _unraisable
    try:
        _hold_back_interrupts(signal.SIG_UNBLOCK)
        code = main()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is done
    except KeyboardInterrupt:
        return say_stopped(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 -- a fault of ours, said in one line
        return say_fault(sys.argv[1:], error)
    _leave(code)
    return code


def _leave(code: int) -> None:
    """End at once, as mypy does: to take down a hundred thousand objects one by one is a twentieth of the time.

    All that is printed is printed by now, all that is written is on the disk; what cannot be flushed was said.
    """
    with suppress(OSError, ValueError):
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(code)


def _hold_back_interrupts(how: int) -> None:
    if hasattr(signal, "pthread_sigmask"):  # Windows has none
        signal.pthread_sigmask(how, {signal.SIGINT})


def _fill_streams() -> None:
    """Where stdin, stdout or stderr is closed, the next file opened would take its place, and what is printed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _interrupt(*_: object) -> None:
    """Ctrl-C, once: whoever presses it twice still gets one line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """Ctrl-C where Python cannot raise it, as when an import lets go of its lock: a moment later it can."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt) and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, _A_MOMENT)
    else:
        sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    sys.exit(program())

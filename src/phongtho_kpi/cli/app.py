"""`kpi`: the commands, and what becomes of everything that goes wrong (docs/commands.md, *Exit codes*)."""

import errno
import os
import sys
from typing import Annotated

import typer

from phongtho_kpi import __version__
from phongtho_kpi.cli.common import Common, KpiGroup
from phongtho_kpi.cli.output import say_error, say_findings
from phongtho_kpi.workspace import InvalidInputError, KpiError

FAILED = 2
INTERRUPTED = 130

_USAGE = {"NoSuchOption": "no-such-option", "MissingParameter": "missing-parameter"}


def make_app() -> typer.Typer:
    """`kpi` itself; its commands are found by `KpiGroup`."""
    app = typer.Typer(
        name="kpi", cls=KpiGroup, rich_markup_mode=None, pretty_exceptions_enable=False, invoke_without_command=True
    )
    app.callback()(kpi)
    return app


def kpi(ctx: typer.Context, *, version: Annotated[bool, typer.Option("--version")] = False) -> None:
    """`kpi` alone: its version, or its help."""
    if version:
        typer.echo(f"kpi {__version__}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def run(arguments: list[str]) -> int:
    """Run `kpi` and return its exit code: 0 done, 1 found what it looked for, 2 could not be done, 130 interrupted."""
    common = Common.at_start(arguments, os.environ)
    _speak_utf_8()
    try:
        code = make_app()(args=arguments, prog_name="kpi", standalone_mode=False, obj=common)
        _flush()
    except (
        BrokenPipeError,
        SystemExit,
    ):  # SystemExit is what typer makes of a pipe that broke: the reader has seen enough: `kpi status | head -3`
        _forget_stdout()
        return 0
    except (KpiError, typer.TyperException, OSError) as error:
        return _fail(common, error)
    if code == INTERRUPTED:  # typer has made an exit code of the interruption
        say_error(common, "interrupted", {})
    return code if isinstance(code, int) else 0


def _fail(common: Common, error: Exception) -> int:
    """Say what could not be done, in one clear line; before it, where input was wrong, all that is wrong with it."""
    if isinstance(error, InvalidInputError):
        say_findings(error.findings, common.messages, error.root, sys.stderr)
    if isinstance(error, KpiError):
        say_error(common, error.key, error.params)
    elif isinstance(error, OSError):
        _forget_stdout()
        key = "disk-full" if error.errno == errno.ENOSPC else "system"
        say_error(common, key, {"file": error.filename or "-", "reason": error.strerror or str(error)})
    else:
        say_error(common, *_usage_error(error))
    return FAILED


def _usage_error(error: Exception) -> tuple[str, dict[str, str]]:
    """The sentence for a command line that typer could not read."""
    parameter, option = getattr(error, "param", None), getattr(error, "option_name", None)
    nearest = getattr(error, "possibilities", None) or [""]
    return _USAGE.get(type(error).__name__, "usage"), {
        "option": option or getattr(parameter, "metavar", None) or "",
        "nearest": str(nearest[0]),
        "problem": str(error),
    }


def _speak_utf_8() -> None:
    """Vietnamese comes out whole whatever LANG says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _flush() -> None:
    if sys.stdout is None:
        raise KpiError("no-stdout")
    sys.stdout.flush()


def _forget_stdout() -> None:
    """Keep the interpreter from flushing into a closed pipe on its way out."""
    if sys.__stdout__ is not None and sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())

"""`kpi`: the commands, and what becomes of everything that goes wrong (docs/commands.md, *Exit codes*)."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from phongtho_kpi import __version__
from phongtho_kpi.cli.common import Common, KpiGroup
from phongtho_kpi.cli.output import say_error, say_findings
from phongtho_kpi.model.finding import NOT_FILLED_IN
from phongtho_kpi.workspace import InvalidInputError, KpiError, catalogue_year

FAILED = 2
INTERRUPTED = 130

_LONGEST_PROBLEM = 200
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
    except (BrokenPipeError, SystemExit):  # typer makes a SystemExit of it: who reads `kpi status | head` has enough
        _forget_stdout()
        return 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    except (KpiError, typer.TyperException, OSError) as error:
        return _fail(common, error)
    if code == INTERRUPTED:  # typer makes an exit code of an interruption
        _leave_stdout()
        say_error(common, "interrupted", {})
    return code if isinstance(code, int) else 0


def say_stopped(arguments: list[str]) -> int:
    """What is said of an interruption while the libraries are still loading, or are done."""
    say_error(Common.at_start(arguments, os.environ), "interrupted", {})
    return INTERRUPTED


def say_fault(arguments: list[str], error: Exception) -> int:
    """What is said of an error that nothing here expects: one line that leads to its cause."""
    from traceback import extract_tb

    ours = [frame for frame in extract_tb(error.__traceback__) if "phongtho_kpi" in frame.filename]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "-"
    problem = f"{type(error).__name__}: {error}"[:_LONGEST_PROBLEM]
    _leave_stdout()
    say_error(Common.at_start(arguments, os.environ), "unexpected", {"problem": f"{problem} ({place})"})
    return FAILED


def _fail(common: Common, error: Exception) -> int:
    """Say what could not be done, in one clear line; before it, where input was wrong, all that is wrong with it."""
    _leave_stdout()
    if isinstance(error, InvalidInputError):
        error = _in_one_line(error) or error
    if isinstance(error, InvalidInputError):
        say_findings(error.findings, common.messages, error.root, sys.stderr)
    if isinstance(error, KpiError):
        say_error(common, error.key, error.params)
    elif isinstance(error, OSError):
        from phongtho_kpi.write.safely import reason_of  # only who writes files loads it otherwise

        key = "system" if error.filename else "no-output"
        say_error(common, key, {"file": error.filename or "", "reason": reason_of(error)})
    else:
        say_error(common, *_usage_error(error))
    return FAILED


def _in_one_line(error: InvalidInputError) -> KpiError | None:
    """Where all that is wrong is that a catalogue is not filled in yet: in how many places; `kpi check` names each."""
    wrong = [finding for finding in error.findings if finding.is_error]
    files = {finding.origin.file for finding in wrong}
    year = catalogue_year(Path(min(files, default="")).name)
    if len(files) != 1 or year is None or any(finding.kind != NOT_FILLED_IN for finding in wrong):
        return None
    return KpiError("catalogue-not-filled-in", file=files.pop(), count=len(wrong), year=str(year))


def _usage_error(error: Exception) -> tuple[str, dict[str, str]]:
    """The sentence for a command line that typer could not read."""
    parameter, option = getattr(error, "param", None), getattr(error, "option_name", None)
    nearest = getattr(error, "possibilities", None) or [""]
    return _USAGE.get(type(error).__name__, "usage"), {
        "option": option or _name_of(parameter),
        "nearest": str(nearest[0]),
        "problem": str(error),
    }


def _name_of(parameter: object) -> str:
    """What a parameter is called on the command line: `--why`, `ID`."""
    options = [name for name in getattr(parameter, "opts", []) if name.startswith("-")]
    return options[-1] if options else getattr(parameter, "metavar", None) or ""


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


def _leave_stdout() -> None:
    """Print what is printed; what cannot be is forgotten, since the reason why it ends is said elsewhere."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        _forget_stdout()


def _forget_stdout() -> None:
    """Keep the interpreter from flushing into a closed pipe on its way out."""
    if sys.__stdout__ is not None and sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())

"""What every command takes, before its name and after it alike; and help in the language of the user."""

import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from phongtho_kpi.i18n.messages import LANGUAGES, Messages
from phongtho_kpi.workspace import KpiError

# a command's name → its module in this folder, and the function of that name in it
COMMANDS = {
    "status": "status",
    "show": "show",
    "import": "import_",
    "peek": "peek",
    "check": "check",
    "log": "log",
    "export": "export",
    "report": "report",
    "verify": "verify",
    "diff": "diff",
    "target": "target",
    "new-year": "new_year",
    "schema": "schema",
}

_UNHEARD = {"schema": ("workspace", "year")}  # by command, the shared options that mean nothing to it

_YEAR = re.compile(r"[1-9][0-9]{3}")
_HEADING = re.compile(r"^(Usage|Options|Arguments|Commands):", re.MULTILINE)
_EXTRA = re.compile(r"\[(required|default|env var)\b")


@dataclass
class Common:
    """The options that all commands share; None where nobody gave one.

    `catalogue_lang` is the language of the catalogue, once it is read; `compiled` the folder of what was read before.
    """

    workspace: str | None = None
    year: str | None = None
    lang: str | None = None
    quiet: bool = False
    catalogue_lang: str | None = None
    compiled: Path | None = None

    @classmethod
    def at_start(cls, arguments: Sequence[str], environment: Mapping[str, str]) -> "Common":
        """What the environment says, and the language: help and errors speak it before the options are read."""
        follows = dict(pairwise(arguments)).get("--lang")
        equals = next((word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")), None)
        asked = next((lang for lang in (follows, equals) if lang in LANGUAGES), None)
        return cls(
            workspace=environment.get("KPI_WORKSPACE") or None,
            lang=asked or environment.get("KPI_LANG") or None,
            compiled=compiled_folder(environment, sys.platform),
        )

    @property
    def messages(self) -> Messages:
        """The texts in the language to speak: what was asked for, else the catalogue's, else Vietnamese."""
        wanted = self.lang or self.catalogue_lang
        return Messages(wanted if wanted in LANGUAGES else LANGUAGES[0])

    @property
    def folder(self) -> Path | None:
        """The workspace that was named."""
        return None if self.workspace is None else Path(self.workspace)

    @property
    def asked_year(self) -> int | None:
        """The year that was asked for; raises KpiError `bad-year`."""
        return None if self.year is None else year_from("--year", self.year)

    def speak(self, lang: str) -> None:
        """Note the language of the catalogue."""
        self.catalogue_lang = lang

    def take(self, given: Mapping[str, Any]) -> None:
        """Note the options that were given; one after the command's name wins over one before it."""
        for name, value in given.items():
            if value:
                setattr(self, name, value)
        if self.lang is not None and self.lang not in LANGUAGES:
            raise KpiError("unknown-choice", option="--lang", value=self.lang, known=", ".join(LANGUAGES))


def year_from(option: str, text: str) -> int:
    """A year as options have it; raises KpiError `bad-year`."""
    if not _YEAR.fullmatch(text):
        raise KpiError("bad-year", option=option, value=text)
    return int(text)


def compiled_folder(environment: Mapping[str, str], platform: str) -> Path | None:
    """Where compiled files are: what KPI_CACHE names, else `kpi` in the user's cache folder; None: nowhere."""
    named = environment.get("KPI_CACHE")
    if named is not None:
        return None if named in ("", "off") else Path(named)
    if platform == "win32":
        folders = [Path(environment.get("LOCALAPPDATA", ""))]
    elif platform == "darwin":
        folders = [Path(environment.get("HOME", ""), "Library", "Caches")]
    else:
        folders = [Path(environment.get("XDG_CACHE_HOME", "")), Path(environment.get("HOME", ""), ".cache")]
    return next((folder / "kpi" for folder in folders if folder.is_absolute()), None)


def common_options(command: str | None = None) -> list[TyperOption]:
    """The shared options, made anew for each command; left out of its help are those that mean nothing to it."""
    options = [
        TyperOption(param_decls=["workspace", "-w", "--workspace"], type=str, metavar="DIR"),
        TyperOption(param_decls=["year", "--year"], type=str, metavar="YYYY"),
        TyperOption(param_decls=["lang", "--lang"], type=str, metavar="|".join(LANGUAGES)),
        TyperOption(param_decls=["quiet", "-q", "--quiet"], is_flag=True),
    ]
    for option in options:
        option.hidden = option.name in _UNHEARD.get(command or "", ())
    return options


class KpiCommand(TyperCommand):
    """A command with the shared options, and its help from `i18n` under its own name."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params.extend(common_options(self.name))

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer's own context is the one that comes
        """Note the shared options, and call the command with its own; quietly if one of them says so."""
        _take_common(ctx)
        quiet = ctx.ensure_object(Common).quiet
        with redirect_stdout(StringIO()) if quiet else nullcontext():
            return super().invoke(ctx)

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The help text in the language of the user."""
        return _spoken(self, ctx, super().get_help)


class KpiGroup(TyperGroup):
    """`kpi` itself: the same; a command is imported when it is called, one that does not exist names the nearest."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params.extend(common_options())

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Note the shared options, and call the command."""
        _take_common(ctx)
        return super().invoke(ctx)

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The help text in the language of the user, with a line for each command."""
        return _spoken(self, ctx, super().get_help)

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """All commands, in the order in which a week needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """Import the module of a command, and make the command of its function; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"phongtho_kpi.cli.{COMMANDS[cmd_name]}")
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(cmd_name, cls=KpiCommand)(getattr(module, COMMANDS[cmd_name]))
        command = typer.main.get_command(app)
        command.short_help = ctx.ensure_object(Common).messages(f"help.{cmd_name}.line")
        return command

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override]
        """Find the command; raises KpiError `unknown-command`."""
        name = args[0]
        if not name.startswith("-") and name not in COMMANDS:
            nearest = get_close_matches(name, COMMANDS, n=1)
            raise KpiError("unknown-command", command=name, nearest=nearest[0] if nearest else "")
        return super().resolve_command(ctx, args)


def _take_common(ctx: typer.Context) -> None:
    ctx.ensure_object(Common).take(
        {name: ctx.params.pop(name, None) for name in ("workspace", "year", "lang", "quiet")}
    )


def _spoken(command: TyperCommand | TyperGroup, ctx: typer.Context, get_help: Any) -> str:
    """Give a command and its parameters their texts in the user's language, and let typer lay them out."""
    messages = ctx.ensure_object(Common).messages
    name = command.name if isinstance(command, TyperCommand) else "kpi"
    command.help = messages(f"help.{name}.text")
    command.epilog = "\b\n" + messages(f"help.{name}.examples")
    for parameter in command.get_params(ctx):
        own = f"help.{name}.{parameter.name}"
        text = messages(own if messages.knows(own) else f"help.option.{parameter.name}")
        setattr(parameter, "help", text)  # noqa: B010 — typer's parameters have one, their common class says not
    laid_out: str = get_help(ctx)
    laid_out = _HEADING.sub(lambda found: messages(f"help.heading.{found[1].lower()}") + ":", laid_out)
    return _EXTRA.sub(lambda found: "[" + messages(f"help.heading.{found[1].replace(' ', '_')}"), laid_out)

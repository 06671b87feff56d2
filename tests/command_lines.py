"""Command lines of `kpi` in files of other programs, and whether `kpi` knows what they say."""

import shlex
from collections.abc import Iterator
from itertools import pairwise

import typer

from phongtho_kpi.cli.app import make_app
from phongtho_kpi.cli.common import Common, KpiGroup


def kpi_lines(script: str) -> Iterator[list[str]]:
    """The arguments of every `kpi` that a shell script runs."""
    for line in script.splitlines():
        words = shlex.shlex(line, posix=True, punctuation_chars=True)
        command: list[str] = []
        for word in [*words, ";"]:
            if set(word) <= set("();<>|&"):
                if command[:1] == ["kpi"]:
                    yield command[1:]
                command = []
            else:
                command.append(word)


def unknown(arguments: list[str]) -> list[str]:
    """What of a command line the program does not know: the command, options, words of options that have few."""
    return list(_unknown(arguments))


def _unknown(arguments: list[str]) -> Iterator[str]:
    group = typer.main.get_command(make_app())
    assert isinstance(group, KpiGroup)
    context = typer.Context(group, info_name="kpi", obj=Common())
    name, *rest = arguments
    command = group.get_command(context, name)
    if command is None:
        yield name
        return
    options = {name: one for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)}
    for word, value in pairwise([*rest, ""]):
        if word.startswith("-") and word not in options:
            yield word
        elif word.startswith("-"):
            choices = (options[word].metavar or "").split("|")
            if len(choices) > 1 and value not in choices:
                yield f"{word} {value}"

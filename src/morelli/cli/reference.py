"""The page `docs/cli.md`, made from the commands themselves: python -m morelli.cli.reference."""

from collections.abc import Iterator
from typing import Any

import typer

from morelli.cli import build


def page() -> str:
    """Every command with its arguments and options, in Markdown."""
    lines = [
        "# Command line",
        "",
        "Made by `python -m morelli.cli.reference`; a test compares.",
        "",
        "Every command exits with 0 when all went well, 1 when something was found or some"
        " pictures could not be read, and 2 on misuse.",
        "",
    ]
    for name, command in _commands("morelli", typer.main.get_command(build())):
        lines += _section(name, command)
    return "\n".join(lines)


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    if hasattr(command, "commands"):
        for verb in sorted(command.commands):
            yield from _commands(f"{name} {verb}", command.commands[verb])
    else:
        yield name, command


def _section(name: str, command: Any) -> list[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    shape = " ".join(_spelling(a) for a in arguments)
    lines = [f"## `{name} {shape}`", "", (command.help or "").strip(), ""]
    rows = [(f"`{_spelling(a)}`", a.help or "", "") for a in arguments]
    for option in options:
        if option.name == "help":
            continue
        spelling = ", ".join(f"`{o}`" for o in (*option.opts, *option.secondary_opts))
        env = option.envvar
        variable = f"`{env}`" if isinstance(env, str) else ""
        rows.append((spelling, option.help or "", variable))
    lines += ["| | | environment |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return [*lines, ""]


def _spelling(argument: Any) -> str:
    name = str(argument.metavar or argument.name.upper())
    return f"{name}..." if argument.nargs == -1 else name


if __name__ == "__main__":
    print(page(), end="")

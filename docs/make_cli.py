"""Writes docs/cli.md, the reference of the command line, from the help texts: `python docs/make_cli.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from graphbuilder.cli import main

PAGE = Path(__file__).with_name("cli.md")
HEAD = """# The command line

This page is made from the help texts by `python docs/make_cli.py`; a test checks that it is up to date.
`graphbuilder COMMAND --help` prints the same.
"""


def reference() -> str:
    """The page: what holds for all commands, then each command."""
    context = click.Context(main, info_name="graphbuilder")
    parts = [HEAD, _described(main), _options(main)]
    commands = [(name, main.get_command(context, name)) for name in main.list_commands(context)]
    shown = [(name, command) for name, command in commands if command and not command.hidden]
    parts.append("".join(f"- [{name}](#{name})\n" for name, _ in shown))
    parts += [_section(name, command) for name, command in shown]
    return "\n".join(part for part in parts if part)


def _section(name: str, command: click.Command) -> str:
    usage = " ".join(["graphbuilder", name, *_usage(command)])
    parts = [f"## {name}\n", f"```text\n{usage}\n```\n", _described(command), _options(command)]
    return "\n".join(part for part in parts if part)


def _described(command: click.Command) -> str:
    """The help text, each paragraph on one line."""
    paragraphs = (command.help or "").replace("\b", "").split("\n\n")
    lines = [" ".join(paragraph.split()) for paragraph in paragraphs]
    return "\n\n".join(filter(None, lines)) + "\n"


def _usage(command: click.Command) -> Iterator[str]:
    if any(isinstance(param, click.Option) for param in command.params):
        yield "[OPTIONS]"
    for param in command.params:
        if isinstance(param, click.Argument):
            name = param.metavar or (param.name or "").upper() + ("..." if param.nargs == -1 else "")
            yield name if param.required else f"[{name}]"


def _options(command: click.Command) -> str:
    """A table of the options; nothing where there are none."""
    rows = [
        f"| {_names(param)} | {_escaped(_meaning(param))} |\n"
        for param in command.params
        if isinstance(param, click.Option) and not param.hidden
    ]
    return "| option | |\n|---|---|\n" + "".join(rows) if rows else ""


def _names(option: click.Option) -> str:
    names = sorted((*option.opts, *option.secondary_opts), key=lambda name: (name.startswith("--"), name))
    value = "" if option.is_flag else f" {_value(option)}"
    return ", ".join(f"`{_escaped(name + (value if name == names[-1] else ''))}`" for name in names)


def _value(option: click.Option) -> str:
    if option.metavar:
        return option.metavar
    if isinstance(option.type, click.Choice):
        return "|".join(option.type.choices)
    if isinstance(option.type, click.Path):
        return "DIR" if not option.type.file_okay or option.name == "folder" else "PATH"
    return "NUMBER" if isinstance(option.type, click.types.IntParamType | click.types.FloatParamType) else "TEXT"


def _meaning(option: click.Option) -> str:
    said = [option.help or ""]
    if option.show_default and option.default is not None and not option.is_flag:
        said.append(f"Default: `{option.default}`.")
    if option.required:
        said.append("Required.")
    return " ".join(filter(None, said))


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")

"""The commands with their options, from the command line itself: a page of the documentation, and a page for `man`.

python docs/commands.py FILE     write the page for `man`
"""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker import __version__
from tracker.cli import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERBATIM = "\b\n"  # click's mark of a paragraph that is not wrapped


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command as its help shows it, without the options that every command takes."""

    path: str
    summary: str
    usage: str
    paragraphs: tuple[str, ...]
    options: tuple[tuple[str, str], ...]


def commands() -> Iterator[Command]:
    """The program itself, then its commands in the order of `--help`, each followed by its own."""
    yield from _below(cli, click.Context(cli, info_name="tracker", **cli.context_settings), shared=frozenset())


def _below(command: click.Command, context: click.Context, shared: frozenset[str]) -> Iterator[Command]:
    options = tuple(record for one in command.get_params(context) if (record := one.get_help_record(context)))
    text = inspect.cleandoc(command.help or "")
    yield Command(
        path=context.command_path,
        summary=text.partition("\n\n")[0].replace("\n", " "),
        usage=" ".join([context.command_path, *command.collect_usage_pieces(context)]),
        paragraphs=tuple(text.split("\n\n")),
        options=tuple((name, said) for name, said in options if name not in shared),
    )
    if isinstance(command, click.Group):
        everywhere = shared or frozenset(name for name, _ in options if name != "--version")
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None  # noqa: S101 - as listed
            yield from _below(found, click.Context(found, info_name=name, parent=context), everywhere)


# ---- a page of the documentation ------------------------------------------------------------------------

_PAGE = """# Commands

Made from the program. `tracker COMMAND --help` says the same; [the man page](operate.md#the-man-page) too.
[What `--json` prints and the exit codes](json.md) has a page of its own.

| command | does |
|---|---|
"""


def markdown() -> str:
    """The page of the documentation."""
    first, *rest = commands()
    table = "".join(f"| [`{one.path}`](#{one.path.replace(' ', '-')}) | {one.summary} |\n" for one in rest)
    shared = "## Options of every command\n\nBefore or after the command's name.\n\n" + _table(first.options)
    return _PAGE + table + "\n" + shared + "".join(_section(one) for one in rest)


def _section(command: Command) -> str:
    text = "\n\n".join(
        f"```sh\n{part.removeprefix(_VERBATIM)}\n```" if part.startswith(_VERBATIM) else _escaped(part)
        for part in command.paragraphs
    )
    return f"\n## `{command.path}`\n\n```\n{command.usage}\n```\n\n{text}\n\n{_table(command.options)}"


def _table(options: tuple[tuple[str, str], ...]) -> str:
    if not options:
        return ""
    return "| option | does |\n|---|---|\n" + "".join(
        f"| `{name.replace('|', chr(92) + '|')}` | {_escaped(said).replace('|', chr(92) + '|')} |\n"
        for name, said in options
    )


def _escaped(text: str) -> str:
    return re.sub(r"([*_<\[])", r"\\\1", text)


# ---- a page for `man` ----------------------------------------------------------------------------------

_END = r"""
.SH FILES
.TP
.I config.toml
The configuration, in the current folder, or else in convention-tracker in your configuration folder
.RI ( ~/.config ).
Each of its keys is explained in the file that "tracker init" writes.
.TP
.I tracker.db
The database, beside the configuration unless that says otherwise.
.SH EXIT STATUS
.TP
.B 0
Success.
.TP
.B 1
Something failed, or is doubtful.
.TP
.B 2
Wrong usage or configuration.
.TP
.B 3
Another process holds the database.
.SH NOTES
An unofficial compilation, and no legal advice. Only the treaty texts, the deposited instruments and the depositary's
notifications are authoritative.
"""


def manual() -> str:
    """The page for `man`: one for all commands, in which a word can be searched."""
    first, *rest = commands()
    lines = [
        r".\" made by `make man` from the command line",
        f'.TH TRACKER 1 "" "convention-tracker {__version__}"',
        ".ad l",
        ".SH NAME",
        rf"tracker \- {_roff(first.summary[0].lower() + first.summary[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        f".B {_roff(first.usage)}",
        ".SH DESCRIPTION",
        *_roff_text(first),
        ".SH OPTIONS",
        "Before or after the name of any command:",
        *_roff_options(first),
        ".SH COMMANDS",
    ]
    for command in rest:
        lines += [f".SS {_roff(command.usage.removeprefix('tracker '))}", *_roff_text(command), *_roff_options(command)]
    return "\n".join(lines) + _END


def _roff_text(command: Command) -> Iterator[str]:
    for number, part in enumerate(command.paragraphs):
        if number:
            yield ".PP"
        if part.startswith(_VERBATIM):
            yield from (".RS 4", ".nf", _roff(part.removeprefix(_VERBATIM)), ".fi", ".RE")
        else:
            yield _roff(part)


def _roff_options(command: Command) -> Iterator[str]:
    for name, said in command.options:
        yield from (".TP", f".B {_roff(name)}", _roff(said))


def _roff(text: str) -> str:
    """Text that troff takes as it is: no escapes, no requests, hyphens that can be copied."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"^(?=[.'])", r"\\&", escaped, flags=re.MULTILINE)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(manual(), encoding="utf-8")

"""Output: JSON, lines and tables. A table is drawn on a terminal, and tab-separated when piped.

Text from pages may be hostile, so control characters never reach the terminal.
"""

from __future__ import annotations

import re
import sys
from datetime import datetime
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")

#: Characters that control a terminal, other than ends of lines and tabs. Compiled when a text is printed.
_CONTROLS = "(?:[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n))"


def print_json(value: object) -> None:
    """Print one JSON value, indented."""
    import json  # not for `--help`

    from tracker.answers.to_json import to_json

    click.echo(escaped(json.dumps(value, default=to_json, ensure_ascii=_narrow(), indent=2)))


def print_json_line(value: object) -> None:
    """Print one JSON value on one line."""
    import json  # not for `--help`

    from tracker.answers.to_json import to_json

    click.echo(escaped(json.dumps(value, default=to_json, ensure_ascii=_narrow())))


def escaped(text: str) -> str:
    """Equivalent JSON without characters that control a terminal."""
    from tracker.models.outward import escaped_json  # not for `--help`

    return escaped_json(text)


def _narrow() -> bool:
    """True if the encoding of the output cannot represent every name; then JSON escapes non-ASCII characters."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return not encoding.lower().replace("-", "").startswith("utf")


def print_text(text: str) -> None:
    """Print a document. Its lines and tabs stay; other control characters become blanks."""
    cleaned = without_controls(text)
    click.echo(cleaned, nl=not cleaned.endswith("\n"))


def without_controls(text: str) -> str:
    """The text with its control characters replaced by blanks."""
    return re.sub(_CONTROLS, " ", text)


def say(text: str) -> None:
    """Print a line of the answer."""
    remember_names(text)
    click.echo(_wrapped(_runnable(plain(text)), sys.stdout))


def note(text: str) -> None:
    """Print a line to stderr, so that it does not mix with piped output."""
    remember_names(text)
    click.echo(_wrapped(_runnable(plain(text)), sys.stderr), err=True)


#: A command in a hint, wherever sentences give one.
_HINT = re.compile(r"(?P<before>`|\b(?:next|try|or): )tracker (?=[\w-])")


def _runnable(text: str) -> str:
    """The text with its hints as they can be typed here: the program may not be on the path of the shell."""
    return _HINT.sub(lambda found: f"{found['before']}{_program()} ", text) if "tracker " in text else text


def started_by() -> list[str]:
    """The words that start this program, whatever the folder; `tracker` alone if another program runs it."""
    import os

    path = os.path.abspath(sys.argv[0])  # noqa: PTH100 - a link stays as it was typed
    if path.endswith(f"tracker{os.sep}__main__.py"):
        return [sys.executable, "-m", "tracker"]
    return [path] if os.path.basename(path) == "tracker" else ["tracker"]  # noqa: PTH119 - as above


def _program() -> str:
    """The same as a shell takes it, as short as it can be typed here."""
    import os
    import shlex
    import shutil

    path, *others = started_by()
    if others:
        return shlex.join((path, *others))
    if path == "tracker" or shutil.which("tracker") == path:
        return "tracker"
    near = os.path.relpath(path)
    return shlex.quote(path if near.startswith(os.pardir) else near)


def _wrapped(line: str, stream: TextIO | None) -> str:
    """The line, as it stays in a pipe; on a terminal broken at blanks where it is too narrow, and never within a word.

    The lines that follow are indented by two characters more than the first.
    """
    if stream is None or not stream.isatty():  # None: closed by the parent process
        return line
    import shutil
    import textwrap

    text = line.lstrip(" ")
    indent = " " * (len(line) - len(text))
    return "\n".join(
        textwrap.wrap(
            text,
            shutil.get_terminal_size().columns,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


_NAMED = "names that need a note"  # in the context of the command that runs


def note_names(context: click.Context) -> None:
    """Print the notes on names that the command has printed for people."""
    if named := context.meta.pop(_NAMED, None):
        from tracker.wording.notices import notes_on

        for text in notes_on(" ".join(sorted(named))):
            note(text)


def remember_names(text: str) -> None:
    """Remember the names in a printed text that need a note."""
    context = click.get_current_context(silent=True)
    for name in ("Kosovo", "Palestine*"):
        if context and name in text:
            context.meta.setdefault(_NAMED, set()).add(name)


def plain(value: object) -> str:
    """A value as text, with control characters replaced by blanks."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(plain(part) for part in value)
    if isinstance(value, datetime):
        from tracker.models import moment  # not for `--help`, which needs no values

        return moment(value)
    return "".join(character if character.isprintable() else " " for character in str(value))


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str | None = None,
    wide: Sequence[str] = (),
    apart: str | None = None,
    spare: Sequence[str] = (),
    brief: Sequence[str] = (),
) -> None:
    """Print a table: drawn on a terminal, tab-separated with a header line when piped.

    On a narrow terminal, columns in `wide` may wrap, columns in `spare` may be left out, and each value of `apart` may
    get a table of its own. Moments in `brief` columns are shown to the minute.
    """
    cells = [[plain(cell) for cell in row] for row in rows]
    remember_names(" ".join(cell for row in cells for cell in row))
    if sys.stdout is None or not sys.stdout.isatty():  # None: closed by the parent process
        for line in (columns, *cells):
            click.echo("\t".join(line))
        return
    from tracker.cli.kit.tables import Table, draw

    draw(Table.of(columns, cells, title=title, wide=wide, brief=brief), apart=apart, spare=spare)


def bar(label: str) -> Callable[[Iterable[T]], Iterable[T]]:
    """A progress bar around the steps of long work. It is shown only on a terminal."""

    def track(steps: Iterable[T]) -> Iterable[T]:
        if sys.stderr is None or not sys.stderr.isatty():
            return steps
        from rich.console import Console
        from rich.progress import track as drawn

        return drawn(steps, description=label, console=Console(stderr=True))

    return track

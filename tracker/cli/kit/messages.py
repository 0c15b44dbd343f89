"""Printing: JSON; tables by rich on a terminal, tab-separated when piped; nothing of a page may steer the terminal."""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import click

from tracker.models import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")

#: What JSON lets stand as it is and a terminal may obey: C1 controls, marks of writing direction, lone surrogates.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")

#: The same in a text, with all other controls but the ends of lines and tabs.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")


def print_json(value: object) -> None:
    """One answer as JSON, readable."""
    from tracker.answers.to_json import to_json

    click.echo(escaped(json.dumps(to_json(value), ensure_ascii=_narrow(), indent=2)))


def print_json_line(value: object) -> None:
    """One answer as JSON on one line."""
    from tracker.answers.to_json import to_json

    click.echo(escaped(json.dumps(to_json(value), ensure_ascii=_narrow())))


def escaped(text: str) -> str:
    """JSON that means the same, and that no terminal obeys."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _narrow() -> bool:
    """True where the output cannot hold every name: JSON has a spelling for that."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return not encoding.lower().replace("-", "").startswith("utf")


def print_text(text: str) -> None:
    """A whole document; its lines and tabs stay, all other control characters are blanks."""
    cleaned = without_controls(text)
    click.echo(cleaned, nl=not cleaned.endswith("\n"))


def without_controls(text: str) -> str:
    """The same lines, without what a terminal obeys."""
    return _CONTROLS.sub(" ", text)


def say(text: str) -> None:
    """A line for a person."""
    click.echo(plain(text))


def note(text: str) -> None:
    """A line beside the answer: to stderr, so that pipes stay clean."""
    click.echo(plain(text), err=True)


def plain(value: object) -> str:
    """A value as text; control characters that a page may hold do not reach the terminal."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(plain(part) for part in value)
    if isinstance(value, datetime):
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
    """A table: drawn on a terminal, tab-separated with a header line when piped.

    How it is drawn where it is too wide is said by the columns: `wide` ones may wrap, one table is drawn for each
    value of `apart`, those in `spare` may be left out, and moments in `brief` are told to the minute.
    """
    cells = [[plain(cell) for cell in row] for row in rows]
    if sys.stdout is None or not sys.stdout.isatty():  # None: closed by whoever started us
        for line in (columns, *cells):
            click.echo("\t".join(line))
        return
    from tracker.cli.kit.tables import Table, draw

    draw(Table.of(columns, cells, title=title, wide=wide, brief=brief), apart=apart, spare=spare)


def bar(label: str) -> Callable[[Sequence[T]], Iterable[T]]:
    """A progress bar around the steps of long work, on a terminal; nothing when piped."""

    def track(steps: Sequence[T]) -> Iterable[T]:
        if sys.stderr is None or not sys.stderr.isatty():
            return steps
        from rich.console import Console
        from rich.progress import track as drawn

        return drawn(steps, description=label, console=Console(stderr=True))

    return track

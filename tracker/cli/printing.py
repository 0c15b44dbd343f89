"""Printing: JSON; tables by rich on a terminal, tab-separated when piped; nothing of a page may steer the terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")


def print_json(value: Any) -> None:
    """One JSON value, readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_json_line(value: Any) -> None:
    """One JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


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
    return "".join(character if character.isprintable() else " " for character in str(value))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None, wide: Sequence[str] = ()
) -> None:
    """A table: drawn on a terminal, tab-separated with a header line when piped. `wide` columns may wrap."""
    cells = [[plain(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for line in (columns, *cells):
            click.echo("\t".join(line))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column not in wide, overflow="fold" if column in wide else "ellipsis")
    for line in cells:
        table.add_row(*(Text(cell) for cell in line))
    Console().print(table)


def bar(label: str) -> Callable[[Sequence[T]], Iterable[T]]:
    """A progress bar around the steps of long work, on a terminal; nothing when piped."""

    def track(steps: Sequence[T]) -> Iterable[T]:
        if not sys.stderr.isatty():
            return steps
        from rich.console import Console
        from rich.progress import track as drawn

        return drawn(steps, description=label, console=Console(stderr=True))

    return track

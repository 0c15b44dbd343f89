"""`-o FILE`: write an answer to a file."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from tracker.cli.kit.messages import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: `-o -`: standard output, even if it is a terminal.
STANDARD_OUTPUT = Path("-")


def output_option(what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `-o FILE`. `what` names the content in its help text."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=f"Write {what} to this file (-: to standard output).",
    )


def is_file(output: Path | None) -> bool:
    """True if a path was given that is not standard output."""
    return output not in (None, STANDARD_OUTPUT)


@contextmanager
def sink(output: Path | None) -> Iterator[IO[bytes]]:
    """Open the output for the bytes of an answer: the given file, else standard output.

    Raises UsageError, OutputError.
    """
    if output is not None and is_file(output):
        from jobs.files import atomic_file

        if not (folder := output.absolute().parent).exists():
            note(f"there is no folder {folder}: it is made")
        with atomic_file(output) as file:
            yield file
    elif sys.stdout is None:  # closed by the parent process
        yield io.BytesIO()
    else:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()

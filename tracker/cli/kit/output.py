"""`-o FILE`: where an answer goes that is a file of its own."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: `-o -`: standard output, also where it is a terminal.
STANDARD_OUTPUT = Path("-")


def output_option(what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`-o FILE`; `what` is written there."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=f"Write {what} to this file (-: to standard output).",
    )


def is_file(output: Path | None) -> bool:
    """True if a place was named that is not standard output."""
    return output not in (None, STANDARD_OUTPUT)


@contextmanager
def sink(output: Path | None) -> Iterator[IO[bytes]]:
    """Where the bytes of an answer go: the place that was named, else standard output.

    Raises UsageError, OutputError.
    """
    if output is not None and is_file(output):
        from jobs.files import whole

        with whole(output) as file:
            yield file
    elif sys.stdout is None:  # closed by whoever started us
        yield io.BytesIO()
    else:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()

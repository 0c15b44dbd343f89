"""`tracker evidence`: the bytes of a page that was read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import note, print_json, print_text
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.cli.kit.output import is_file, output_option, sink
from tracker.wording.terminal import records as words

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=TrackerCommand)
@click.argument("evidence_id", type=int)
@output_option("the bytes")
@click.pass_obj
def evidence(settings: Globals, evidence_id: int, output: Path | None) -> None:
    """Print the exact bytes of a page, as received.

    With --json it prints where and when they were fetched. On a terminal, control characters become blanks; -o keeps
    every byte.
    """
    if settings.json and output is not None and not is_file(output):
        raise click.UsageError("--json and -o - would both go to standard output")
    with settings.questions() as t:
        item, body = t.evidence(evidence_id), t.evidence_body(evidence_id)
    if output is not None:
        with sink(output) as file:
            file.write(body)
    if is_file(output):
        note(words.BYTES_WRITTEN.format(size=len(body), sha256=item.sha256, file=output))
    if settings.json:
        print_json(item)
    elif output is None:
        _print_bytes(body)


def _print_bytes(body: bytes) -> None:
    if sys.stdout is None:
        return
    if sys.stdout.isatty():
        print_text(body.decode("utf-8", "replace"))
        return
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()

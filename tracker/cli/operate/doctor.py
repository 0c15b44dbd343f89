"""`tracker doctor`: try each live source once."""

from __future__ import annotations

import sys
from typing import Any

import click

from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.wording.terminal import operating as words

_COLUMNS = ("source", "treaty", "ok", "what")


@click.command(cls=TrackerCommand)
@click.pass_context
def doctor(context: click.Context) -> None:
    """Try each live source once and print the results for a bug report.

    A table on a terminal; JSON with --json or in a pipe, without secrets. The database is not used. Exit code 1 if a
    source is not as expected.
    """
    from jobs.clock import utc_now
    from jobs.setup.doctor import examine

    settings = context.ensure_object(Globals)
    found = examine(settings.load(), now=utc_now, progress=lambda text: note(words.TRYING.format(what=text)))
    if settings.json or sys.stdout is None or not sys.stdout.isatty():  # None: closed by the parent process
        print_json(found)
    else:
        print_table(_COLUMNS, map(_cells, found["sources"]), wide=("what",))
        note(words.FOR_A_REPORT)
    context.exit(0 if all(source["ok"] for source in found["sources"]) else 1)


def _cells(found: dict[str, Any]) -> tuple[object, ...]:
    error = found["error"]
    what = error["message"] if error else words.tried(found["shape"]["rows"], found["url"])
    return found["source"], found.get("treaty"), words.YES if found["ok"] else words.NO, what

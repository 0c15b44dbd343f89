"""`tracker doctor`: try each live source once."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import note, print_json
from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.pass_context
def doctor(context: click.Context) -> None:
    """Try each live source once and print the results for a bug report.

    The output is JSON without secrets. The database is not used. Exit code 1 if a source is not as expected.
    """
    from jobs.clock import utc_now
    from jobs.setup.doctor import examine

    settings = context.ensure_object(Globals)
    found = examine(settings.load(), now=utc_now, progress=lambda text: note(f"trying {text} …"))
    print_json(found)
    context.exit(0 if all(source["ok"] for source in found["sources"]) else 1)

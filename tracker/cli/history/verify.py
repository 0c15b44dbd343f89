"""`tracker verify`: check the evidence against the history."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import bar, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.pass_context
def verify(context: click.Context) -> None:
    """Is the evidence whole, and does it still say what the history says?

    Every body's hash, and every accepted page read again with today's program; nothing is changed. Exit code 1 if
    anything differs, saying what.
    """
    from jobs.rebuild.verify import Tracks
    from jobs.rebuild.verify import verify as look

    settings = context.ensure_object(Globals)
    database = settings.db or settings.load().database
    found = look(database, Tracks(bodies=bar("hashing"), entries=bar("reading again")))
    if settings.json:
        print_json(found.as_json())
    else:
        for finding in found.findings:
            say(f"{finding.kind}: {finding.message}")
        say(
            f"{found.bodies} bodies of {found.evidence} pieces of evidence, {found.entries} entries of the log, "
            f"{found.snapshots} snapshots, {found.changes} changes: "
            + (f"{len(found.findings)} findings" if found.findings else "all as it should be")
        )
    context.exit(1 if found.findings else 0)

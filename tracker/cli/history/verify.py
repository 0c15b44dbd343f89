"""`tracker verify`: check the evidence against the history."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import bar, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.pass_context
def verify(context: click.Context) -> None:
    """Check that the evidence is undamaged and still gives the recorded history.

    Checks the hash of every archived page, and reads every accepted page again with this version. Changes nothing.
    Lists what differs; then the exit code is 1.
    """
    from jobs.rebuild.verify import Tracks
    from jobs.rebuild.verify import verify as look

    settings = context.ensure_object(Globals)
    database = settings.database()
    found = look(database, Tracks(bodies=bar("hashing"), entries=bar("reading again")))
    if settings.json:
        print_json(found.as_json())
    else:
        for finding in found.findings:
            say(f"{finding.kind}: {finding.message}")
        say(
            f"{found.bodies} bodies of {found.evidence} pieces of evidence, {found.entries} entries of the log, "
            f"{found.snapshots} snapshots, {found.changes} changes: "
            + (f"{len(found.findings)} findings" if found.findings else "no differences")
        )
    context.exit(1 if found.findings else 0)

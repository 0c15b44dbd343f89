"""Is the history what the evidence says, and making it anew: `verify`, `rebuild`."""

from __future__ import annotations

import click

from tracker.cli.options import Globals, TrackerCommand
from tracker.cli.printing import bar, note, print_json, say


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


@click.command(cls=TrackerCommand)
@click.pass_context
def rebuild(context: click.Context) -> None:
    """Make charts and changes anew from the log and the evidence.

    With the verdicts that were recorded, under the same ids; a copy of what was there is kept beside it. Refused, with
    nothing touched, where something that was told would be another thing (exit code 1), and while the daemon runs
    (exit code 3).
    """
    from jobs.clock import utc_now
    from jobs.rebuild.rebuild import rebuild as make_anew

    settings = context.ensure_object(Globals)
    database = settings.db or settings.load().database
    done = make_anew(database, now=utc_now(), track=bar("rebuilding"))
    if settings.json:
        print_json(done.as_json())
    elif done.refused is None:
        back = f", {done.restored} of them new" if done.restored else ""
        made = f"{done.entries} entries of the log, {done.snapshots} snapshots, {done.changes} changes{back}"
        say(f"{database} rebuilt: {made}")
        say(f"what was there: {done.before}")
    if done.refused is not None:
        note(f"refused, nothing was touched: {done.refused}; see `tracker verify`")
    context.exit(0 if done.refused is None else 1)

"""Is the history what the evidence says, and making it anew: `verify`, `rebuild`."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import bar, note, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand


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

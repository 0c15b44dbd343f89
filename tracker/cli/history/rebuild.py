"""`tracker rebuild`: derive charts and changes again."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import bar, note, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.pass_context
def rebuild(context: click.Context) -> None:
    """Derive charts and changes again from the log and the evidence.

    Uses the recorded decisions and keeps all ids. A copy of the old database is kept next to it. Refused, with nothing
    changed, if a reported change would be lost or altered (exit code 1), and while the daemon runs (exit code 3).
    """
    from jobs.clock import utc_now
    from jobs.rebuild.rebuild import rebuild as derive_again

    settings = context.ensure_object(Globals)
    database = settings.database()
    done = derive_again(database, now=utc_now(), track=bar("rebuilding"))
    if settings.json:
        print_json(done.as_json())
    elif done.refused is None:
        back = f", {done.restored} of them new" if done.restored else ""
        made = f"{done.entries} entries of the log, {done.snapshots} snapshots, {done.changes} changes{back}"
        say(f"{database} rebuilt: {made}")
        say(f"old database: {done.before}")
    if done.refused is not None:
        note(f"refused, nothing was changed: {done.refused}; see `tracker verify`")
    context.exit(0 if done.refused is None else 1)

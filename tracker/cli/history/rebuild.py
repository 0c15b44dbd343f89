"""`tracker rebuild`: derive charts and changes again."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import bar, note, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.wording.terminal import records as words


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
    done = derive_again(database, now=utc_now(), track=bar(words.REBUILDING))
    if settings.json:
        print_json(done.as_json())
    elif done.refused is None:
        made = words.rebuilt(
            database, entries=done.entries, snapshots=done.snapshots, changes=done.changes, restored=done.restored
        )
        say(made)
        say(words.OLD_DATABASE.format(file=done.before))
    if done.refused is not None:
        note(words.REFUSED.format(reason=done.refused))
    context.exit(0 if done.refused is None else 1)

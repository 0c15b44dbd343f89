"""`tracker status`: health of the sources, deliveries and jobs."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import print_json, print_table, say
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.wording.terminal import operating as words


@click.command(cls=TrackerCommand)
@click.pass_context
def status(context: click.Context) -> None:
    """Are all sources read, and does anything wait for a person?

    Shows the state, the last good read and the next due time of each source. Exit code 1 if not healthy, with the
    reasons.
    """
    from jobs.clock import utc_now
    from jobs.service.status import status as ask

    settings = context.ensure_object(Globals)
    config = None if settings.db and not settings.config else settings.load()
    with settings.store() as store:
        found = ask(
            store,
            now=utc_now(),
            cadence=config.schedule.check if config else None,
            list_cadence=config.schedule.statements if config else None,
            follows=[(treaty.id, source) for treaty in config.treaties for source in treaty.sources]
            if config
            else None,
            digests=[channel.name for channel in config.channels if channel.digest != "immediate"] if config else (),
        )
    if settings.json:
        print_json(found)
    else:
        columns = ("treaty", "source", "state", "last_good", "next_due")
        rows = [[row[column] for column in columns] for row in found["sources"]]
        print_table(columns, rows, brief=("last_good", "next_due"))
        for row in found["sources"]:
            if row["last_error"]:
                say(words.LAST_READ.format(source=row["source"], treaty=row["treaty"], error=row["last_error"]))
            if row.get("unread_rows"):
                say(words.UNREAD_ROWS.format(source=row["source"], treaty=row["treaty"], rows=row["unread_rows"]))
        for reason in found["reasons"]:
            say(words.NOT_HEALTHY.format(reason=reason))
        for job in found["jobs"]:
            if job["error"]:
                say(words.JOB_FAILED.format(job=job["job"], started_at=job["started_at"], error=job["error"]))
        for line in words.counts(found):
            say(line)
    context.exit(0 if found["healthy"] else 1)

"""`tracker backup` and `tracker restore`."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.kit.messages import print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.pass_obj
def backup(settings: Globals) -> None:
    """Copy the database to a dated file, and see that it is whole."""
    from jobs.clock import utc_now
    from jobs.service.backup import backup as copy

    database = settings.db or settings.load().database
    with settings.store():  # says what is wrong with the database before it is copied
        pass
    target = copy(database, now=utc_now())
    if settings.json:
        print_json({"file": str(target), "bytes": target.stat().st_size})
        return
    say(f"{target} ({target.stat().st_size} bytes), whole")


@click.command(cls=TrackerCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(settings: Globals, file: Path) -> None:
    """Put a backup in the database's place.

    What was there is kept beside it. Refused for a file that is not whole (exit code 2) and while the daemon runs
    (exit code 3).
    """
    from jobs.clock import utc_now
    from jobs.service.backup import restore as put_back

    database = settings.db or settings.load().database
    aside = put_back(database, file, now=utc_now())
    if settings.json:
        print_json({"database": str(database), "replaced": str(aside) if aside else None})
        return
    say(f"{database} restored from {file}" + (f"; what was there: {aside}" if aside else ""))

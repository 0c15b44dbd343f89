"""`tracker backup` and `tracker restore`."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.kit.messages import print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.wording.terminal import operating as words


@click.command(cls=TrackerCommand)
@click.pass_obj
def backup(settings: Globals) -> None:
    """Copy the database to a dated file and check the copy."""
    from jobs.clock import utc_now
    from jobs.service.backup import backup as copy

    database = settings.database()
    with settings.store():  # raises the right error before the database is copied
        pass
    target = copy(database, now=utc_now())
    if settings.json:
        print_json({"file": str(target), "bytes": target.stat().st_size})
        return
    say(words.BACKED_UP.format(file=target, size=target.stat().st_size))


@click.command(cls=TrackerCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(settings: Globals, file: Path) -> None:
    """Replace the database by a backup.

    The old database is kept next to it. Refused for a damaged file (exit code 2) and while the daemon runs (exit code
    3).
    """
    from jobs.clock import utc_now
    from jobs.service.backup import restore as put_back

    database = settings.database()
    aside = put_back(database, file, now=utc_now())
    if settings.json:
        print_json({"database": str(database), "replaced": str(aside) if aside else None})
        return
    say(words.restored(database, file, aside))

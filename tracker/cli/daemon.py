"""The background service and what an operator does around it: `run`, `notify`, `backup`, `restore`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tracker.cli.options import Globals, TrackerCommand, TrackerGroup
from tracker.cli.printing import note, print_json, print_table, say


@click.command(cls=TrackerCommand)
@click.pass_context
def run(context: click.Context) -> None:
    """Run the background service, in the foreground.

    Checks on schedule, tells every channel, keeps backups. End it with Ctrl-C or SIGTERM; a second one on the same
    database ends with exit code 3.
    """
    from jobs.clock import utc_now
    from jobs.service import daemon
    from jobs.service.logging import set_up_logs
    from jobs.service.signals import stop_on_signals

    config = context.ensure_object(Globals).load()
    for warning in config.warnings:
        note(f"warning: {warning}")
    set_up_logs(as_json=not sys.stderr.isatty())
    context.exit(daemon.run(config, now=utc_now, stop=stop_on_signals()))


@click.group(cls=TrackerGroup)
def notify() -> None:
    """Who is told: channels, and what they are owed."""


@notify.command("list", cls=TrackerCommand)
@click.pass_obj
def list_channels(settings: Globals) -> None:
    """Channels, with what waits for them and what was given up."""
    from jobs.notify.channels import channels

    found = channels(settings.load())
    if settings.json:
        print_json(found)
        return
    columns = ("name", "on", "digest", "format", "waiting", "parked", "last_error")
    print_table(columns, [[row[column] for column in columns] for row in found], wide=("last_error",))


@notify.command("test", cls=TrackerCommand)
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.pass_context
def test_channels(context: click.Context, names: tuple[str, ...]) -> None:
    """Send a test message to some channels, or to all. Exit code 1 if one did not take it."""
    from jobs.clock import utc_now
    from jobs.notify.channels import try_channels

    settings = context.ensure_object(Globals)
    found = try_channels(settings.load(), names, now=utc_now())
    if settings.json:
        print_json(found)
    else:
        for row in found:
            say(f"{row['name']}: {'took the message' if row['ok'] else row['error']}")
    context.exit(0 if all(row["ok"] for row in found) else 1)


@notify.command("retry", cls=TrackerCommand)
@click.argument("name", required=False)
@click.pass_obj
def retry(settings: Globals, name: str | None) -> None:
    """Try again what was given up, of one channel or of all, and what waits for its next try."""
    from jobs.clock import utc_now
    from jobs.notify.channels import retry as try_again

    found = try_again(settings.load(), name, now=utc_now)
    if settings.json:
        print_json({"unparked": found})
        return
    say(f"{found} messages taken up again; what waits is tried now, or by the daemon")


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

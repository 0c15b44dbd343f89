"""`tracker notify`: the channels and what they are owed."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import print_json, print_table, say
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup


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

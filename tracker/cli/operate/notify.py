"""`tracker notify`: list and test channels, retry deliveries."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import print_json, print_table, say
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup


@click.group(cls=TrackerGroup)
def notify() -> None:
    """Channels: list, test, retry deliveries."""


@notify.command("list", cls=TrackerCommand)
@click.pass_obj
def list_channels(settings: Globals) -> None:
    """List the channels, with their waiting and parked messages."""
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
    """Send a test message to some channels, or to all. Exit code 1 if a channel refuses it."""
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
    """Retry failed deliveries now, for one channel or for all."""
    from jobs.clock import utc_now
    from jobs.notify.channels import retry as try_again

    found = try_again(settings.load(), name, now=utc_now)
    if settings.json:
        print_json({"unparked": found})
        return
    say(f"{found} parked messages queued again; waiting messages are sent now, or by the daemon if it runs")

"""`tracker notify`: list, test and preview channels, retry deliveries."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path  # noqa: TC003 - click gives the option this type

import click

from tracker.cli.kit.messages import note, print_json, print_table, print_text, say
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup, language_option
from tracker.cli.kit.output import output_option, sink
from tracker.errors import UsageError
from tracker.language import Language
from tracker.wording.terminal import operating as words


@click.group(cls=TrackerGroup)
def notify() -> None:
    """Channels: list, test, preview, retry deliveries."""


@notify.command("list", cls=TrackerCommand)
@click.pass_obj
def list_channels(settings: Globals) -> None:
    """List the channels, with their waiting and parked messages."""
    from jobs.notify.channels import channels

    config = settings.load()
    found = channels(config)
    if settings.json:
        print_json(found)
        return
    if not found:
        note(words.NO_CHANNEL.format(path=config.path))
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
    config = settings.load()
    found = try_channels(config, names, now=utc_now())
    if settings.json:
        print_json(found)
    elif not found:
        note(words.NO_CHANNEL.format(path=config.path))
    else:
        for row in found:
            say(f"{row['name']}: {words.TOOK_IT if row['ok'] else row['error']}")
    context.exit(0 if all(row["ok"] for row in found) else 1)


@notify.command("preview", cls=TrackerCommand)
@click.argument("name", required=False)
@language_option
@output_option("the HTML of the first message")
@click.pass_obj
def preview(settings: Globals, name: str | None, output: Path | None, language: str | None) -> None:
    """Show what a channel, or each, would be sent now: what waits, its digest as it stands, or an example.

    Nothing is sent. With `-o FILE.html` the first message is written as HTML, if the channel takes HTML.
    """
    from jobs.clock import utc_now
    from jobs.notify.preview import preview as look

    spoken = Language(language) if language else None
    found = look(settings.load(), [name] if name else [], now=utc_now(), language=spoken)
    if output is not None:
        html = next((one.html for one in found if one.html), None)
        if html is None:
            raise UsageError("no message in HTML: these channels take text")
        with sink(output) as file:
            file.write(html.encode())
        return
    if settings.json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        say(f"{one.channel}: {one.kind}: {one.subject}")
        print_text(f"\n{one.text.rstrip()}\n\n")


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
    say(words.QUEUED_AGAIN.format(count=found))

"""`tracker config`: check the configuration."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import note, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup
from tracker.wording.terminal import operating as words


@click.group(cls=TrackerGroup)
def config() -> None:
    """Check the configuration."""


@config.command("check", cls=TrackerCommand)
@click.pass_obj
def check_config(settings: Globals) -> None:
    """Check the configuration file.

    An error says what is wrong and where (exit code 2). Warnings point to likely mistakes.
    """
    from jobs.cadence import check
    from tracker.errors import ConfigError

    found = settings.load()
    for name, rule in found.schedule.cadences().items():
        try:
            check(rule)
        except ConfigError as error:
            raise ConfigError(f"{found.path}: schedule.{name}: {error}") from error
    for channel in found.channels:
        if channel.url:
            from tracker.deliver import check_url  # Apprise is slow to import, and needed only with a channel

            check_url(channel.name, channel.url)
    if settings.json:
        print_json({"config": str(found.path), "ok": True, "warnings": list(found.warnings)})
        return
    for warning in found.warnings:
        note(words.WARNING.format(warning=warning))
    say(words.valid(found.path, ((treaty.id, treaty.sources) for treaty in found.treaties)))

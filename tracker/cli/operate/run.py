"""`tracker run`: the background service."""

from __future__ import annotations

import sys

import click

from tracker.cli.kit.messages import note
from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.pass_context
def run(context: click.Context) -> None:
    """Run the background service, in the foreground.

    Checks on schedule, notifies the channels, makes backups. Stop it with Ctrl-C or SIGTERM. A second service on the
    same database ends with exit code 3.
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

"""`tracker run`: the background service."""

from __future__ import annotations

import sys
from contextlib import suppress

import click

from tracker.cli.kit.messages import note
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.errors import OutputError
from tracker.wording.terminal import operating as words


@click.command(cls=TrackerCommand)
@click.pass_context
def run(context: click.Context) -> None:
    """Run the background service, in the foreground.

    Checks on schedule, notifies the channels, makes backups. Stop it with Ctrl-C or SIGTERM. A second service on the
    same database ends with exit code 3.
    """
    from jobs.clock import utc_now
    from jobs.service import daemon
    from jobs.service.logging import hold_standard_files, set_up_logs
    from jobs.service.signals import stop_on_signals

    hold_standard_files()
    config = context.ensure_object(Globals).load()
    for warning in config.warnings:
        with suppress(OSError, ValueError):  # whoever reads them may be gone
            note(words.WARNING.format(warning=warning))
    set_up_logs(as_json=sys.stderr is None or not sys.stderr.isatty(), config=config)
    try:
        code = daemon.run(config, now=utc_now, stop=stop_on_signals())
    except BrokenPipeError as error:  # click takes it for a reader who has seen enough, and ends with 0
        raise OutputError("a pipe was closed") from error
    finally:
        _let_go_of_what_cannot_be_written()
    context.exit(code)


def _let_go_of_what_cannot_be_written() -> None:
    """Python flushes both at its end, and makes code 120 of a failure."""
    for name in ("stdout", "stderr"):
        try:
            getattr(sys, name).flush()
        except (AttributeError, OSError, ValueError):
            setattr(sys, name, None)

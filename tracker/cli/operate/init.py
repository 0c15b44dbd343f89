"""`tracker init`: write a configuration and load the bundled lists."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.kit.messages import note, say
from tracker.cli.kit.options import Globals, TrackerCommand


@click.command(cls=TrackerCommand)
@click.option("--new", is_flag=True, help="Begin a new history although something shows that a database was lost.")
@click.pass_obj
def init(settings: Globals, *, new: bool) -> None:
    """Write config.toml if there is none; load the bundled history.

    Can be repeated: an existing configuration or chart is not changed. Where a database was lost, nothing is made
    without --new (exit code 2): a new history tells nobody what happened meanwhile.
    """
    from jobs.beginning import begin_anew
    from jobs.clock import utc_now
    from jobs.ingest.bundled import load_baselines
    from jobs.setup.init import write_config
    from tracker.config import find
    from tracker.errors import ConfigError

    try:
        path = find(settings.config)
        note(f"configuration: {path} (exists, unchanged)")
    except ConfigError:
        path = settings.config or Path("config.toml")
        if not write_config(path):
            raise ConfigError(f"{path} exists, but is not a file: choose another path with --config") from None
        note(f"configuration: {path} (written; add your address to it: [tracker] contact)")
    settings.config = path
    config = settings.load()
    if new:
        begin_anew(config, now=utc_now())
    for line in load_baselines(config, utc_now):
        say(line)
    note(f"database: {config.database}; next: tracker check")

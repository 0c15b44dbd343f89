"""`tracker init`: write a configuration and load the bundled lists."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.kit.messages import note, say, started_by
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.wording.terminal import operating as words


@click.command(cls=TrackerCommand)
@click.option("--new", is_flag=True, help="Begin a new history although something shows that a database was lost.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Into this folder, which is made: use it in a clone, whose own config.toml belongs to git.",
)
@click.option("--systemd", is_flag=True, help="Also write tracker.service beside it, with the paths of this machine.")
@click.pass_obj
def init(settings: Globals, *, new: bool, folder: Path | None, systemd: bool) -> None:
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

    if folder is not None:
        _check_folder(folder)
        if settings.config:
            raise click.UsageError("--to goes without --config: the configuration is config.toml in that folder")
        settings.config = folder / "config.toml"
    try:
        path = find(settings.config)
        note(words.CONFIGURATION_EXISTS.format(path=path))
    except ConfigError:
        path = settings.config or Path("config.toml")
        write_config(path, named_by="--to" if folder else "--config")
        note(words.CONFIGURATION_WRITTEN.format(path=path))
    settings.config = path
    config = settings.load()
    if new:
        begin_anew(config, now=utc_now())
    for line in load_baselines(config, utc_now):
        say(line)
    if systemd:
        _write_unit(path, config.database)
    which = f" --config {path}" if folder else ""
    note(words.DATABASE_NEXT.format(database=config.database, options=which))


def _check_folder(folder: Path) -> None:
    """A mistyped folder would be made, and would hold a history that nobody finds."""
    text = str(folder)
    mail = "@" in text and "/" not in text
    if not folder.exists() and (mail or text.partition(":")[0] in ("http", "https", "file", "mailto")):
        raise click.UsageError(f"--to names a folder, like ~/treaties, and not {text!r}")


def _write_unit(config: Path, database: Path) -> None:
    from jobs.files import write_atomically
    from jobs.setup.init import unit

    place = config.absolute().parent / "tracker.service"
    write_atomically(place, unit(started_by(), config.absolute(), database.absolute()).encode())
    note(words.UNIT.format(path=place))

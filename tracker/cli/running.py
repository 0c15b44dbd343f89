"""Doing the work, and seeing that it is done: `init`, `check`, `status`, `config check`, `doctor`, `demo`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.options import Globals, TrackerCommand, TrackerGroup, treaty_option
from tracker.cli.printing import bar, note, print_json, print_table, say

if TYPE_CHECKING:
    from tracker.models.records import SourceResult

_BAD = ("failed", "quarantined")


@click.command(cls=TrackerCommand)
@click.pass_obj
def init(settings: Globals) -> None:
    """Write config.toml if there is none; load the bundled history.

    Can be repeated: a configuration or a chart that is there is left as it is.
    """
    from jobs.clock import utc_now
    from jobs.ingest.bundled import load_baselines
    from jobs.setup.init import write_config
    from tracker.config import find
    from tracker.errors import ConfigError

    try:
        path = find(settings.config)
        note(f"configuration: {path} (left as it is)")
    except ConfigError:
        path = settings.config or Path("config.toml")
        if not write_config(path):
            raise ConfigError(f"{path} is there, but is no file: choose another place with --config") from None
        note(f"configuration: {path} (written; say in it who you are: [tracker] contact)")
    settings.config = path
    config = settings.load()
    for line in load_baselines(config, utc_now):
        say(line)
    note(f"database: {config.database}; next: tracker check")


@click.command(cls=TrackerCommand)
@treaty_option
@click.option("--source", "sources", multiple=True, metavar="NAME", help="Only this source (repeatable).")
@click.pass_context
def check(context: click.Context, treaties: tuple[str, ...], sources: tuple[str, ...]) -> None:
    """Read every source once and tell what changed.

    \b
    tracker check
    tracker check --treaty ets-185 --json

    Exit code 1 if anything failed or was put in quarantine; what went well is kept all the same.
    """
    from jobs.clock import utc_now
    from jobs.passes import check as run_check
    from tracker.answers.to_json import entry_object

    settings = context.ensure_object(Globals)
    config = settings.load()
    progress = (lambda _: None) if settings.json else (lambda text: note(f"reading {text} …"))
    lists: list[SourceResult] = []
    entries = run_check(config, now=utc_now, treaties=treaties, sources=sources, progress=progress, beside=lists.append)
    if settings.json:
        print_json({"checks": [entry_object(entry) for entry in entries]})
    else:
        for entry in entries:
            tail = f": {entry.error[1]}" if entry.error else ""
            say(f"{entry.treaty} from {entry.source}: {entry.outcome}{tail}")
            for change in entry.changes:
                say(f"  {change.summary}")
            for waiting in entry.pending:
                say(f"  no longer shown, waits to be confirmed: {waiting.participant or 'the treaty'} {waiting.field}")
        for listed in lists:
            _say_of_list(listed)
    context.exit(1 if any(entry.outcome in _BAD for entry in entries) else 0)


def _say_of_list(listed: SourceResult) -> None:
    """What came of a list of statements, beside the charts: no exit code speaks of it."""
    if listed.error:
        note(f"{listed.treaty} {listed.source}: {listed.outcome}: {listed.error[1]}")
    for change in listed.changes:
        say(f"{listed.treaty} {listed.source}: {change.summary}")


@click.command(cls=TrackerCommand)
@click.pass_context
def status(context: click.Context) -> None:
    """Is the tracker seeing what it should?

    Each source with its state, its last good read and when it is next due; what waits for a person. Exit code 1
    when not healthy, with the reasons.
    """
    from jobs.clock import utc_now
    from jobs.service.status import status as ask

    settings = context.ensure_object(Globals)
    config = None if settings.db and not settings.config else settings.load()
    with settings.store() as store:
        found = ask(
            store,
            now=utc_now(),
            cadence=config.schedule["check"] if config else None,
            list_cadence=config.schedule["statements"] if config else None,
            follows=[(treaty.id, source) for treaty in config.treaties for source in treaty.sources]
            if config
            else None,
        )
    if settings.json:
        print_json(found)
    else:
        columns = ("treaty", "source", "state", "last_good", "next_due")
        rows = [[row[column] for column in columns] for row in found["sources"]]
        print_table(columns, rows, brief=("last_good", "next_due"))
        for reason in found["reasons"]:
            say(f"not healthy: {reason}")
        for job in found["jobs"]:
            if job["error"]:
                say(f"job {job['job']} failed on {job['started_at']}: {job['error']}")
        say(f"quarantined {found['quarantined']}, undelivered {found['undelivered']}, parked {found['parked']}")
    context.exit(0 if found["healthy"] else 1)


@click.group(cls=TrackerGroup)
def config() -> None:
    """The configuration: is it right?"""


@config.command("check", cls=TrackerCommand)
@click.pass_obj
def check_config(settings: Globals) -> None:
    """Say whether the configuration is right.

    Exit code 2 for what is wrong, saying where; warnings for what deserves a look.
    """
    from jobs.cadence import Cadence
    from tracker.errors import ConfigError

    found = settings.load()
    for name, rule in found.schedule.items():
        try:
            Cadence(rule).check()
        except ConfigError as error:
            raise ConfigError(f"{found.path}: schedule.{name}: {error}") from error
    for channel in found.channels:
        if channel.url:
            from tracker.deliver import check_url  # Apprise is slow to import: only where there is somebody to tell

            check_url(channel.name, channel.url)
    if settings.json:
        print_json({"config": str(found.path), "ok": True, "warnings": list(found.warnings)})
        return
    for warning in found.warnings:
        note(f"warning: {warning}")
    followed = ", ".join(f"{treaty.id} from {' + '.join(treaty.sources)}" for treaty in found.treaties)
    say(f"{found.path} is right: follows {followed or 'nothing'}")


@click.command(cls=TrackerCommand)
@click.pass_context
def doctor(context: click.Context) -> None:
    """Try each live source once and say what came back.

    JSON for a bug report, without secrets; the database is left alone. Exit code 1 if a source is not as expected.
    """
    from jobs.clock import utc_now
    from jobs.setup.doctor import examine

    settings = context.ensure_object(Globals)
    found = examine(settings.load(), now=utc_now, progress=lambda text: note(f"trying {text} …"))
    print_json(found)
    context.exit(0 if all(source["ok"] for source in found["sources"]) else 1)


@click.command(cls=TrackerCommand)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Folder of the demo; replaced if the demo made it.",
    metavar="DIR",
)
def demo(output: Path) -> None:
    """Replay 25 years of two treaties, without a network.

    Through the whole pipeline, against a stand-in on loopback; leaves a database to ask and a report to read.
    """
    from jobs.demo.demo import replay

    replay(output, say=say, track=bar("reading"))

"""`tracker parse`: parse saved pages."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.kit.messages import note, print_json_line, say
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.cli.kit.rows import print_rows
from tracker.sources.registry import KINDS
from tracker.wording.terminal import operating as words


@click.command(cls=TrackerCommand)
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.pass_context
def parse(context: click.Context, kind: str, files: tuple[Path, ...]) -> None:
    """Parse saved pages or responses as a source would.

    KIND is a kind of source, except file. Needs no configuration and no database. With --json it prints one object per
    line. Exit code 1 if a file could not be read.

    \b
    tracker parse coe-chart saved.html --json
    """
    from jobs.clock import utc_now
    from jobs.setup.parse import parse_file
    from tracker.models.times import day_at

    settings = context.ensure_object(Globals)
    spellings = settings.load().spellings if settings.config else {}
    today = day_at(utc_now(), "Europe/Paris")
    failed = False
    for file in files:
        found = parse_file(kind, file, today=today, spellings=spellings)
        failed = failed or found.error is not None
        if settings.json:
            print_json_line(found)
            continue
        if found.error:
            note(words.not_parsed(file, found.error.kind, found.error.message))
            continue
        title = found.treaty.title or found.treaty.number or kind
        say(words.parsed(file, title, found.status_as_of))
        print_rows(found.rows)
        for doubt in found.doubts:
            note(words.doubtful(file, doubt.kind, doubt.message))
    context.exit(1 if failed else 0)

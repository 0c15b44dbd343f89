"""What lies ahead: `calendar`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.options import Globals, TrackerCommand, treaty_option
from tracker.cli.printing import note, print_table

if TYPE_CHECKING:
    from db.store import Store
    from jobs.calendar import Gathered
    from tracker.agenda import Item


@click.command(cls=TrackerCommand)
@treaty_option
@click.option("--all", "everything", is_flag=True, help="The whole history, not only what is ahead.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the .ics to this file.", metavar="FILE")
@click.pass_obj
def calendar(settings: Globals, treaties: tuple[str, ...], everything: bool, output: Path | None) -> None:
    """Dates to come, printed and expected: a table, or a file for calendars.

    A table on a terminal; the file (.ics) with -o, or when the output goes into a file or a pipe. The file also
    holds the last year. "expected" dates are computed here from the rules of the treaty; no source has printed them.

    \b
    tracker calendar
    tracker calendar --treaty cets-224 -o second-protocol.ics
    """
    with settings.store() as store:
        if output is None and sys.stdout is not None and sys.stdout.isatty():
            _show(store, treaties, everything=everything)
            return
        _write(store, treaties, output, everything=everything)


def _write(store: Store, treaties: tuple[str, ...], output: Path | None, *, everything: bool) -> None:
    from jobs.calendar import calendar_file
    from jobs.writing import write_whole

    content = calendar_file(store, treaties=treaties, everything=everything)
    if output is not None:
        write_whole(output, content)
        dates = content.count(b"BEGIN:VEVENT")
        note(f"{dates} dates written to {output}: open it in a calendar, or publish it for others to subscribe to")
    elif sys.stdout is not None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _show(store: Store, treaties: tuple[str, ...], *, everything: bool) -> None:
    from jobs.calendar import gather
    from jobs.clock import utc_now
    from jobs.run import day_at

    found = gather(store, treaties=treaties)
    if not found:
        note("nothing had been read: run `tracker init` or `tracker check`")
        return
    now = utc_now()
    items: list[Item] = []
    for one in found:
        items += one.items if everything else one.since(day_at(now, one.known.treaty.seat))
    dated = sorted((item for item in items if item.day), key=lambda item: (str(item.day), item.treaty))
    if dated:
        columns = ("date", "treaty", "participant", "what", "known", "basis")
        rows = [(item.when, item.treaty, item.name, item.what, item.how, item.basis) for item in dated]
        print_table(columns, rows, wide=("what", "basis"))
    else:
        note("no date ahead")
    _say_of_what(items, found)


def _say_of_what(items: list[Item], found: list[Gathered]) -> None:
    """What has no date, what the words mean, and how old the knowledge is."""
    for item in items:
        if item.day is None:
            note(f"{item.treaty}: {item.basis}")
    meanings = {item.how: item.caveat for item in items if item.day and item.caveat}
    for how, caveat in meanings.items():
        note(f"{how}: {caveat}")
    for one in found:
        note(f"{one.known.treaty.id}: status as of {one.day}, read from {one.known.feed.source}")

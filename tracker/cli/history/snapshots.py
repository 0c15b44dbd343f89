"""`tracker snapshots` and `tracker snapshot`: stored charts."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand, treaty_option
from tracker.cli.kit.rows import cells, print_rows
from tracker.wording.terminal import records as words


@click.command(cls=TrackerCommand)
@treaty_option
@click.pass_obj
def snapshots(settings: Globals, treaties: tuple[str, ...]) -> None:
    """List stored charts, oldest first.

    A chart is stored when it differs from the one before.
    """
    with settings.questions() as t:
        found = t.snapshots(treaties)
    if settings.json:
        print_json(found)
        return
    columns = ("id", "treaty", "source", "observed_at", "published_on", "evidence", "rows")
    print_table(columns, cells(found, columns), apart="treaty")


@click.command(cls=TrackerCommand)
@click.argument("snapshot_id", type=int)
@click.pass_obj
def snapshot(settings: Globals, snapshot_id: int) -> None:
    """Show one stored chart with its rows."""
    with settings.questions() as t:
        found = t.snapshot(snapshot_id)
    if settings.json:
        print_json(found)
        return
    print_rows(found.rows)
    note(words.CHART.format(number=found.id, treaty=found.treaty, source=found.source, status=found.status_as_of))

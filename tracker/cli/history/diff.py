"""`tracker diff`: compare two stored charts."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.wording.terminal import records as words


@click.command(cls=TrackerCommand)
@click.argument("before", type=int, metavar="A")
@click.argument("after", type=int, metavar="B")
@click.pass_obj
def diff(settings: Globals, before: int, after: int) -> None:
    """Compare two stored charts of one treaty.

    A and B are ids from `tracker snapshots`.
    """
    with settings.questions() as t:
        found = t.diff(before, after)
    if settings.json:
        print_json(found)
        return
    print_table(("kind", "nature", "summary"), [[d.kind, d.nature, d.summary] for d in found], wide=("summary",))
    if not found:
        note(words.NO_DIFFERENCE.format(before=before, after=after))

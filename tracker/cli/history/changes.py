"""`tracker changes`: list changes."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand, change_filters
from tracker.cli.kit.rows import cells
from tracker.wording.terminal import records as words

_COLUMNS = ("id", "detected_at", "treaty", "kind", "summary")


@click.command(cls=TrackerCommand)
@change_filters
@click.pass_obj
def changes(settings: Globals, /, **filters: Any) -> None:
    """List changes, oldest first.

    \b
    tracker changes --since 2026-02-01 --treaty cets-224
    tracker changes --participant hungary --nature event
    """
    with settings.questions() as t:
        found = t.changes(**filters)
    if settings.json:
        print_json(found)
        return
    print_table(
        _COLUMNS,
        cells(found, _COLUMNS),
        wide=("summary",),
        brief=("detected_at",),
    )
    if not found:
        note(words.NO_CHANGE)

"""`tracker treaty`: follow another treaty."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import note, print_json, print_text
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup


@click.group(cls=TrackerGroup)
def treaty() -> None:
    """Follow another treaty of the Council of Europe."""


@treaty.command(cls=TrackerCommand)
@click.argument("number")
@click.pass_obj
def add(settings: Globals, number: str) -> None:
    """Write the block of a treaty into the configuration.

    The data comes from the Treaty Office's list of treaties. Comments and layout of the file stay.

    \b
    tracker treaty add 225
    """
    from jobs.clock import utc_now
    from jobs.setup.treaties import add as follow

    added = follow(settings.load(), number, now=utc_now)
    if settings.json:
        print_json({"id": added.treaty.id, "config": str(added.path), "block": added.block})
        return
    print_text(added.block)
    note(f"written to {added.path}; next: tracker check --treaty {added.treaty.id}")

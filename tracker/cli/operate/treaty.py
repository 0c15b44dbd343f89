"""`tracker treaty`: follow more treaties."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import note, print_json, print_text
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup
from tracker.errors import UsageError
from tracker.wording.terminal import operating as words


@click.group(cls=TrackerGroup)
def treaty() -> None:
    """Follow more treaties of the Council of Europe."""


@treaty.command(cls=TrackerCommand)
@click.argument("number", required=False)
@click.option("--all", "every", is_flag=True, help="Every treaty on the list.")
@click.option("--parent", metavar="NUMBER", help="A treaty and all its protocols.")
@click.option("--member", metavar="STATE", help="The treaties that the list has for a State.")
@click.pass_obj
def add(settings: Globals, number: str | None, *, every: bool, parent: str | None, member: str | None) -> None:
    """Write the block of a treaty, or of many, into the configuration.

    The data comes from the Treaty Office's list of treaties. Comments and
    layout of the file stay. Treaties that are followed already are left out.

    \b
    tracker treaty add 225
    tracker treaty add --parent 185
    tracker treaty add --member Serbia
    """
    from jobs.clock import utc_now
    from jobs.setup.treaties import Wanted, add_many
    from jobs.setup.treaties import add as follow

    if sum((number is not None, every, parent is not None, member is not None)) != 1:
        raise UsageError("name one of: a treaty's number, --all, --parent NUMBER, --member STATE")
    if number is None:
        added = add_many(settings.load(), Wanted(parent=parent, member=member), now=utc_now)
    else:
        added = (follow(settings.load(), number, now=utc_now),)
    if settings.json:
        found = [{"id": one.treaty.id, "config": str(one.path), "block": one.block} for one in added]
        print_json(found[0] if number else found)
        return
    print_text("\n".join(one.block for one in added))
    path = added[0].path
    note(words.treaty_written(path, added[0].treaty.id) if number else words.treaties_written(path, len(added)))

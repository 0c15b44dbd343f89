"""`tracker statement slot`: record a person's reading of a statement."""

from __future__ import annotations

import click

from tracker.cli.kit.messages import print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup
from tracker.wording.terminal import operating as words


@click.group(cls=TrackerGroup)
def statement() -> None:
    """Record how a person reads one statement."""


@statement.command("slot", cls=TrackerCommand)
@click.argument("statement_id", metavar="ID", type=int)
@click.argument("slot")
@click.pass_obj
def slot(settings: Globals, statement_id: int, slot: str) -> None:
    """Note the place of the treaty's text that a statement invokes: 7(9)(b).

    `tracker route` then counts the statement as read. The note is kept with its time, and lapses when the text changes.
    An empty SLOT takes back what was noted for the text.

    \b
    tracker statement slot 42 "7(9)(b)"
    """
    from jobs.clock import utc_now
    from jobs.ingest.slots import note_slot
    from tracker.models import moment

    noted = note_slot(settings.load(), statement_id, slot.strip(), now=utc_now())
    if settings.json:
        print_json(
            {
                "statement": statement_id,
                "treaty": noted.treaty,
                "participant": noted.participant,
                "slot": noted.slot or None,
                "noted_at": moment(noted.noted_at),
            }
        )
        return
    say(words.slot_noted(statement_id, noted.treaty, noted.participant, noted.slot))

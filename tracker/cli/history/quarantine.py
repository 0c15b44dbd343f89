"""`tracker quarantine`: decide about doubtful charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import note, print_json, print_table, say
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup
from tracker.cli.kit.rows import cells
from tracker.wording.terminal import records as words

if TYPE_CHECKING:
    from tracker.models.records import QuarantineItem

_COLUMNS = ("id", "treaty", "source", "read_at", "decision", "reason")


@click.group(cls=TrackerGroup)
def quarantine() -> None:
    """Doubtful charts: list, show, accept or reject them.

    A quarantined chart changes nothing until a person accepts it. `show` says
    why it is doubtful.
    """


@quarantine.command("list", cls=TrackerCommand)
@click.pass_obj
def list_items(settings: Globals) -> None:
    """List all items with their decision."""
    with settings.questions() as t:
        found = t.quarantine()
    if settings.json:
        print_json(found)
        return
    print_table(_COLUMNS, cells(found, _COLUMNS), wide=("reason",))
    if not found:
        note(words.EMPTY_QUARANTINE)


@quarantine.command(cls=TrackerCommand)
@click.argument("item_id", type=int)
@click.pass_obj
def show(settings: Globals, item_id: int) -> None:
    """Show one item: why it is doubtful, and where its bytes are."""
    with settings.questions() as t:
        item = t.quarantined(item_id)
    if settings.json:
        print_json(item)
        return
    say(words.item(item.id, item.treaty, item.source, item.read_at, item.decision))
    for reason in item.reason.split("; "):
        say(f"  {reason}")
    say(f"  {words.ITS_BYTES.format(evidence=item.evidence)}")


@quarantine.command(cls=TrackerCommand)
@click.argument("item_id", type=int)
@click.pass_obj
def accept(settings: Globals, item_id: int) -> None:
    """Accept the complete chart.

    Values that it no longer shows count as confirmed at once. Refused if a later chart was accepted.
    """
    from jobs.clock import utc_now
    from jobs.ingest.decisions import accept as decide
    from tracker.answers.history.checks import CheckAnswer

    entry = decide(settings.load(), item_id, utc_now)
    if settings.json:
        print_json(CheckAnswer.of(entry))
        return
    say(words.ACCEPTED.format(number=item_id, changes=len(entry.changes)))
    for change in entry.changes:
        say(f"  {change.summary}")


@quarantine.command(cls=TrackerCommand)
@click.argument("item_id", type=int)
@click.pass_obj
def reject(settings: Globals, item_id: int) -> None:
    """Reject the chart.

    If the same chart is read again, it stays rejected.
    """
    from jobs.clock import utc_now
    from jobs.ingest.decisions import reject as decide
    from tracker.answers.history.records import QuarantineAnswer

    item: QuarantineItem = decide(settings.load(), item_id, utc_now)
    if settings.json:
        print_json(QuarantineAnswer.of(item))
        return
    say(words.REJECTED.format(number=item_id))

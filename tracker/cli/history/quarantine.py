"""What a person decides: `quarantine list|show|accept|reject`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import note, print_json, print_table, say
from tracker.cli.kit.options import Globals, TrackerCommand, TrackerGroup
from tracker.cli.kit.rows import cells

if TYPE_CHECKING:
    from tracker.models.records import QuarantineItem

_COLUMNS = ("id", "treaty", "source", "read_at", "decision", "reason")


@click.group(cls=TrackerGroup)
def quarantine() -> None:
    """Charts too doubtful to believe: accept or reject them.

    A quarantined chart changes nothing until a person accepts it. `show` says
    why it is doubted.
    """


@quarantine.command("list", cls=TrackerCommand)
@click.pass_obj
def list_items(settings: Globals) -> None:
    """All items, with what became of them."""
    from tracker.answers.records import QuarantineAnswer

    with settings.store() as store:
        found = [QuarantineAnswer.of(item) for item in store.decisions.items()]
    if settings.json:
        print_json(found)
        return
    print_table(_COLUMNS, cells(found, _COLUMNS), wide=("reason",))
    if not found:
        note("the quarantine is empty")


@quarantine.command(cls=TrackerCommand)
@click.argument("item_id", type=int)
@click.pass_obj
def show(settings: Globals, item_id: int) -> None:
    """One item: why it is doubted, and where its bytes are."""
    from tracker.answers.records import QuarantineAnswer

    with settings.store() as store:
        item = store.decisions.item(item_id)
    if settings.json:
        print_json(QuarantineAnswer.of(item))
        return
    say(f"item {item.id}: {item.treaty} from {item.source}, read {item.read_at:%Y-%m-%d %H:%M}Z, {item.decision}")
    for reason in item.reason.split("; "):
        say(f"  {reason}")
    say(f"  its bytes: tracker evidence {item.evidence} -o FILE")


@quarantine.command(cls=TrackerCommand)
@click.argument("item_id", type=int)
@click.pass_obj
def accept(settings: Globals, item_id: int) -> None:
    """Believe the chart whole.

    What it no longer shows counts as confirmed at once. Refused if a later chart was accepted since.
    """
    from jobs.clock import utc_now
    from jobs.ingest.decisions import accept as decide
    from tracker.answers.records import CheckAnswer

    entry = decide(settings.load(), item_id, utc_now)
    if settings.json:
        print_json(CheckAnswer.of(entry))
        return
    say(f"item {item_id} accepted: {len(entry.changes)} changes")
    for change in entry.changes:
        say(f"  {change.summary}")


@quarantine.command(cls=TrackerCommand)
@click.argument("item_id", type=int)
@click.pass_obj
def reject(settings: Globals, item_id: int) -> None:
    """Decide that the chart is wrong.

    The same one seen again stays rejected.
    """
    from jobs.clock import utc_now
    from jobs.ingest.decisions import reject as decide
    from tracker.answers.records import QuarantineAnswer

    item: QuarantineItem = decide(settings.load(), item_id, utc_now)
    if settings.json:
        print_json(QuarantineAnswer.of(item))
        return
    say(f"item {item_id} rejected")

"""`tracker verify`: check the evidence against the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import bar, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand

if TYPE_CHECKING:
    from jobs.rebuild.against import Compared
    from jobs.rebuild.verify import Verified

_NAMED = 10  # changes named on one line


@click.command(cls=TrackerCommand)
@click.option(
    "--against",
    metavar="HEAD|FILE",
    multiple=True,
    help="Check that the history is still the one that a head speaks of, or a file that holds heads: a report, a page, "
    "a feed, a saved message, a database. Charts and changes are then not read again. May be repeated.",
)
@click.pass_context
def verify(context: click.Context, against: tuple[str, ...]) -> None:
    """Check that log and evidence are undamaged and still give the recorded history.

    Checks the chain over the log, the hash of every archived page, and reads every accepted page again with this
    version. Changes nothing. Lists what differs; then the exit code is 1.
    """
    settings = context.ensure_object(Globals)
    found: Compared | Verified = _compared(settings, against) if against else _verified(settings)
    if settings.json:
        print_json(found.as_json())
    else:
        for finding in found.findings:
            say(f"{finding.kind}: {finding.message}")
        say(_counts(found) + (f"{len(found.findings)} findings" if found.findings else "no differences"))
        if found.head:
            say(f"head of the history: {found.head}")
    context.exit(1 if found.findings else 0)


def _verified(settings: Globals) -> Verified:
    from jobs.rebuild.verify import Tracks
    from jobs.rebuild.verify import verify as look

    return look(settings.database(), Tracks(bodies=bar("hashing"), entries=bar("reading again")))


def _compared(settings: Globals, against: tuple[str, ...]) -> Compared:
    from jobs.rebuild.against import compare_with

    return compare_with(settings.database(), against, bar("hashing"))


def _counts(found: Compared | Verified) -> str:
    from jobs.rebuild.verify import Verified

    if not isinstance(found, Verified):
        heads = "1 head" if len(found.heads) == 1 else f"{len(found.heads)} heads"
        seen = f"{heads}, {found.entries} entries of the log, {found.bodies} bodies"
        return f"{seen} (charts and changes were not read again): "
    for key in found.unnamed_evidence:
        say(f"evidence {key} is kept, and no row of the log names it: its read was not recorded")
    if found.other_words:
        say(f"{_numbers(found.other_words)}: told by an older version, in words that this one would not use")
    if found.chained_from:
        say(f"what the log held before row {found.chained_from} was chained by a migration, as it was found then")
    return (
        f"{found.bodies} bodies of {found.evidence} pieces of evidence, {found.entries} entries of the log, "
        f"{found.snapshots} snapshots, {found.changes} changes: "
    )


def _numbers(changes: tuple[int, ...]) -> str:
    """Some ids of changes, and how many more there are."""
    more = f" and {len(changes) - _NAMED} more" if len(changes) > _NAMED else ""
    return f"changes {', '.join(map(str, changes[:_NAMED]))}{more}"

"""`tracker verify`: check the evidence against the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import bar, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand
from tracker.wording.terminal import records as words

if TYPE_CHECKING:
    from jobs.rebuild.against import Compared
    from jobs.rebuild.verify import Verified


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
        found_it = words.FINDINGS.format(count=len(found.findings)) if found.findings else words.NO_DIFFERENCES
        say(_counts(found) + found_it)
        if found.head:
            say(words.HEAD.format(head=found.head))
    context.exit(1 if found.findings else 0)


def _verified(settings: Globals) -> Verified:
    from jobs.rebuild.verify import Tracks
    from jobs.rebuild.verify import verify as look

    stamps = None if settings.db else settings.load().stamps  # of a copy that --db names, none lie beside it
    return look(settings.database(), Tracks(bodies=bar(words.HASHING), entries=bar(words.READING_AGAIN)), stamps)


def _compared(settings: Globals, against: tuple[str, ...]) -> Compared:
    from jobs.rebuild.against import compare_with

    return compare_with(settings.database(), against, bar(words.HASHING))


def _counts(found: Compared | Verified) -> str:
    from jobs.rebuild.verify import Verified

    if not isinstance(found, Verified):
        return words.compared(len(found.heads), found.entries, found.bodies)
    for line in words.notes(found.unnamed_evidence, found.other_words, found.chained_from):
        say(line)
    if found.stamps:
        say(words.STAMPS.format(count=found.stamps))
    return words.verified(
        bodies=found.bodies,
        evidence=found.evidence,
        entries=found.entries,
        snapshots=found.snapshots,
        changes=found.changes,
    )

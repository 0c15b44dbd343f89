"""`tracker check`: read the sources once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.messages import note, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand, treaty_option
from tracker.wording.terminal import operating as words

if TYPE_CHECKING:
    from tracker.models.records import SourceResult

_BAD = ("failed", "quarantined")


@click.command(cls=TrackerCommand)
@treaty_option
@click.option("--source", "sources", multiple=True, metavar="NAME", help="Only this source (repeatable).")
@click.pass_context
def check(context: click.Context, treaties: tuple[str, ...], sources: tuple[str, ...]) -> None:
    """Read every source once and print what changed.

    \b
    tracker check
    tracker check --treaty ets-185 --json

    Exit code 1 if a read failed or was quarantined; the other reads are kept.
    """
    from jobs.clock import utc_now
    from jobs.passes import check as run_check

    settings = context.ensure_object(Globals)
    config = settings.load()
    progress = (lambda _: None) if settings.json else (lambda text: note(words.READING.format(what=text)))
    lists: list[SourceResult] = []
    entries = run_check(
        config,
        now=utc_now,
        treaties=treaties,
        sources=sources,
        progress=progress,
        on_statements=lists.append,
        on_fault=lambda fault: note(words.NOT_IN_GIT.format(fault=fault)),
    )
    if settings.json:
        from tracker.answers.history.checks import CheckAnswer

        print_json({"checks": [CheckAnswer.of(entry) for entry in entries]})
    else:
        for entry in entries:
            say(words.checked(entry.treaty, entry.source, entry.outcome, entry.error[1] if entry.error else None))
            for change in entry.changes:
                say(f"  {change.summary}")
            for waiting in entry.pending:
                say(f"  {words.waits(waiting.participant, waiting.field)}")
        for listed in lists:
            _say_of_list(listed)
    context.exit(1 if any(entry.outcome in _BAD for entry in entries) else 0)


def _say_of_list(listed: SourceResult) -> None:
    """Print the result of a list of statements. It does not affect the exit code."""
    if listed.error:
        note(f"{listed.treaty} {listed.source}: {listed.outcome}: {listed.error[1]}")
    for change in listed.changes:
        say(f"{listed.treaty} {listed.source}: {change.summary}")

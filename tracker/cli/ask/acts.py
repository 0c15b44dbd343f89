"""`tracker acts`: what happened, by the acts' own dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.age import say_how_old
from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import DAY, PARTICIPANT, TREATY, Globals, TrackerCommand

if TYPE_CHECKING:
    from datetime import date

    from tracker.answers.chronology import DatedAct

_COLUMNS = ("on", "treaty", "participant", "name", "act", "basis", "evidence")


@click.command(cls=TrackerCommand)
@click.argument("treaty", type=TREATY, required=False)
@click.option("--since", type=DAY, help="Done, or in effect, on or after this day.")
@click.option("--until", type=DAY, help="Done, or in effect, on or before this day.")
@click.option(
    "--participant",
    "participants",
    multiple=True,
    type=PARTICIPANT,
    metavar="NAME",
    help="Only this participant, by any known name or ISO code (repeatable).",
)
@click.pass_obj
def acts(
    settings: Globals, treaty: str | None, since: date | None, until: date | None, participants: tuple[str, ...]
) -> None:
    """What happened, by the acts' own dates: signatures, consents, entries into force.

    It starts with the first act that the chart shows. `changes` starts with what the tracker itself noticed. Dates
    ahead are in `calendar`.

    \b
    tracker acts --since 2024-01-01 --until 2024-12-31
    tracker acts cets-224 --participant hungary
    """
    from tracker.wording.terms import no_act

    treaties = (treaty,) if treaty else ()
    with settings.questions() as t:
        found = t.acts(treaties, participants=participants, since=since, until=until)
        ages, missing = t.ages(treaties), t.unread(treaties)
    if settings.json:
        print_json(found)
        return
    print_table(_COLUMNS, map(_cells, found), wide=("name", "act", "basis"), apart="treaty", spare=("participant",))
    if ages and not found:
        note(no_act(since, until))
    say_how_old(ages, missing)


def _cells(one: DatedAct) -> tuple[object, ...]:
    return one.act.on, one.treaty, one.participant, one.name, one.words, one.basis, one.act.evidence

"""`tracker parties`: who is party, signatory or invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.age import say_how_old
from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import TREATY, Globals, OneOf, TrackerCommand, as_of, known_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.answers.standing import StandingRow


_STANDINGS = "Only party, contracting, signatory, invited, former or none (repeatable)."
_COLUMNS = ("treaty", "participant", "name", "standing", "signed_on", "consent_on", "in_force_on", "left_on", "flags")


@click.command(cls=TrackerCommand)
@click.argument("treaty", type=TREATY, required=False)
@as_of
@known_at
@click.option("--standing", "standings", multiple=True, type=OneOf("Standing"), metavar="STANDING", help=_STANDINGS)
@cite_option
@click.pass_obj
def parties(
    settings: Globals,
    treaty: str | None,
    as_of: date | None,
    known_at: datetime | None,
    standings: tuple[str, ...],
    cite: str | None,
) -> None:
    """Who is party, signatory or invited on a day.

    Without a treaty the answer covers all treaties followed.

    \b
    tracker parties ets-185
    tracker parties cets-224 --standing contracting
    tracker parties ets-185 --as-of 2015-12-03
    """
    from jobs.clock import utc_now
    from tracker.answers.standing import parties as ask
    from tracker.answers.standing import unread

    now, treaties = utc_now(), (treaty,) if treaty else ()
    with settings.knowledge(known_at) as view:
        found, answers = ask(view, now=now, treaties=treaties, day=as_of, standings=standings)
        if cite:
            which = f" ({', '.join(standings)})" if standings else ""
            title = f"Standing of participants{which} in {{}}"
            print_citation(settings, view, cite, title.format, now=now, treaties=treaties, day=as_of)
            return
        missing = unread(view, treaties, (a.known.treaty.id for a in answers))
    if settings.json:
        print_json(found)
        return
    _print_parties(found)
    if answers and not found:
        note(f"no participant has this standing on {answers[0].day}")
    say_how_old(answers, known_at, missing)


def _print_parties(found: Iterable[StandingRow]) -> None:
    print_table(
        _COLUMNS,
        [[_cell(row, column) for column in _COLUMNS] for row in found],
        wide=("name",),
        apart="treaty",
        spare=("participant",),
    )


def _cell(row: StandingRow, column: str) -> object:
    if column == "name":
        return _then(row)
    if column == "flags":  # with the letters of the depositaries' legends for signatures and provisional application
        return (*(row.flags or ()), *row.marks)
    cell: object = getattr(row, column)
    return cell


def _then(row: StandingRow) -> str:
    """The printed name, and the predecessor whose acts they were on the day, or its own name of that day."""
    then = row.predecessor or row.name_then
    return f"{row.name} (then {then})" if then else row.name

"""`tracker parties`: who is party, signatory or invited."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import click

from tracker.cli.kit.age import say_how_old
from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import TREATY, Globals, OneOf, TrackerCommand, as_of, known_at
from tracker.wording.terminal import answers as words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.answers.standing import StandingRow
    from tracker.answers.territories import TerritorialApplication


_STANDINGS = "Only party, contracting, signatory, invited, former or none (repeatable)."
_TERRITORY = "Territorial application instead: of one territory (repeatable), or of all."
_TERRITORIES = ("treaty", "participant", "territory", "result", "since", "statements", "words")
_COLUMNS = ("treaty", "participant", "name", "standing", "signed_on", "consent_on", "in_force_on", "left_on", "flags")


@click.command(cls=TrackerCommand)
@click.argument("treaty", type=TREATY, required=False)
@as_of
@known_at
@click.option("--standing", "standings", multiple=True, type=OneOf("Standing"), metavar="STANDING", help=_STANDINGS)
@click.option("--territory", "territories", multiple=True, metavar="NAME", help=_TERRITORY)
@cite_option
@click.pass_obj
def parties(
    settings: Globals,
    treaty: str | None,
    as_of: date | None,
    known_at: datetime | None,
    standings: tuple[str, ...],
    territories: tuple[str, ...],
    cite: str | None,
) -> None:
    """Who is party, signatory or invited on a day.

    Without a treaty the answer covers all treaties followed.

    \b
    tracker parties ets-185
    tracker parties cets-224 --standing contracting
    tracker parties ets-185 --as-of 2015-12-03
    tracker parties ets-185 --territory all
    """
    treaties = (treaty,) if treaty else ()
    if territories:
        if standings or cite:
            raise click.UsageError("--territory goes with neither --standing nor --cite")
        _in_territories(settings, territories, treaties, as_of=as_of, known_at=known_at)
        return
    with settings.questions() as t:
        found = t.parties(treaties, as_of=as_of, known_at=known_at, standing=standings)
        if cite:
            title = partial(words.title_of_parties, standings)
            print_citation(settings, t, cite, title, treaties, as_of=as_of, known_at=known_at)
            return
        ages = t.ages(treaties, as_of=as_of, known_at=known_at)
        missing = t.unread(treaties, known_at=known_at)
        days = [as_of or t.today(key) for key in ages]
    if settings.json:
        print_json(found)
        return
    _print_parties(found)
    for line in words.rows_counted(Counter((row.treaty, row.standing.value) for row in found)):
        note(line)
    if days and not found:
        note(words.NO_PARTICIPANT.format(day=days[0]))
    say_how_old(ages, missing, known_at)


def _in_territories(
    settings: Globals,
    names: tuple[str, ...],
    treaties: tuple[str, ...],
    *,
    as_of: date | None,
    known_at: datetime | None,
) -> None:
    with settings.questions() as t:
        found = t.territories(names, treaties, as_of=as_of, known_at=known_at)
        ages = t.ages(treaties, as_of=as_of, known_at=known_at)
        missing = t.unread(treaties, known_at=known_at)
    if settings.json:
        print_json(found)
        return
    print_table(
        _TERRITORIES,
        [[_territory_cell(one, column) for column in _TERRITORIES] for one in found],
        wide=("territory", "words"),
        apart="treaty",
    )
    say_how_old(ages, missing, known_at)


def _territory_cell(one: TerritorialApplication, column: str) -> object:
    if column == "statements":
        return " ".join(map(str, one.answer.statements))
    held: object = getattr(one.answer if column in ("result", "since", "words") else one, column)
    return held


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
    return words.then(row.name, row.predecessor or row.name_then)

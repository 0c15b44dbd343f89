"""Who is bound, and how many: `parties`, `figures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.options import Globals, OneOf, TrackerCommand, as_of, known_at, treaty_option
from tracker.cli.printing import note, print_json, print_table

if TYPE_CHECKING:
    from datetime import date, datetime

    from jobs.answers import Answer

_STANDINGS = "Only party, contracting, signatory, invited, former or none (repeatable)."
_COLUMNS = ("treaty", "participant", "name", "standing", "signed_on", "consent_on", "in_force_on", "left_on", "flags")


@click.command(cls=TrackerCommand)
@click.argument("treaty", required=False)
@as_of
@known_at
@click.option("--standing", "standings", multiple=True, type=OneOf("Standing"), metavar="STANDING", help=_STANDINGS)
@click.pass_obj
def parties(
    settings: Globals, treaty: str | None, as_of: date | None, known_at: datetime | None, standings: tuple[str, ...]
) -> None:
    """Who is party, signatory or invited, on any day.

    Of one treaty, or of all that are followed.

    \b
    tracker parties ets-185
    tracker parties cets-224 --standing contracting
    tracker parties ets-185 --as-of 2015-12-03
    """
    from jobs.answers import parties as ask
    from jobs.clock import utc_now

    with settings.store() as store:
        found, answers = ask(
            store,
            now=utc_now(),
            treaties=(treaty,) if treaty else (),
            day=as_of,
            known_at=known_at,
            standings=standings,
        )
    if settings.json:
        print_json(found)
        return
    print_table(_COLUMNS, [[row[column] for column in _COLUMNS] for row in found])
    _say_how_old(answers)


@click.command(cls=TrackerCommand)
@treaty_option
@as_of
@known_at
@click.pass_obj
def figures(settings: Globals, treaties: tuple[str, ...], as_of: date | None, known_at: datetime | None) -> None:
    """How many, on any day, counted as the Council of Europe counts.

    "consents" is what it calls Parties, also before entry into force; an empty "invited" means: not known.
    """
    from jobs.answers import figures as ask
    from jobs.clock import utc_now

    with settings.store() as store:
        found = ask(store, now=utc_now(), day=as_of, known_at=known_at, treaties=treaties)
    if settings.json:
        print_json(found)
        return
    columns = (
        "consents",
        "in_force",
        "signatories",
        "invited",
        "total",
        "signatures",
        "treaty_in_force",
        "status_as_of",
    )
    print_table(
        ("treaty", *columns),
        [[key, *(counted[column] for column in columns)] for key, counted in found["treaties"].items()],
        title=f"As of {found['as_of']}",
    )
    for key, counted in found["treaties"].items():
        if counted["status_as_of"] and found["as_of"] > counted["status_as_of"]:
            note(f"{key}: not known after {counted['status_as_of']}")


def _say_how_old(answers: list[Answer]) -> None:
    """Every answer about a day says how old the knowledge is."""
    if not answers:
        note("nothing had been read: run `tracker init` or `tracker check`")
    for answer in answers:
        stands = answer.known
        read = stands.feed.last_good_at
        text = f"{stands.treaty.id}: status as of {stands.status_as_of}, read from {stands.feed.source}"
        text += f" on {read:%Y-%m-%d %H:%M}Z" if read else " (bundled list, no live read yet)"
        if answer.not_known_after:
            text += f"; not known after {answer.not_known_after}"
        note(text)

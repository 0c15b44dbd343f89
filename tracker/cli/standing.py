"""Who is bound, and how many: `parties`, `figures`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.citing import cite_option, print_citation
from tracker.cli.options import TREATY, Globals, OneOf, TrackerCommand, as_of, known_at, treaty_option
from tracker.cli.printing import note, print_json, print_table
from tracker.models import minute, parse_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from tracker.answers.knowledge import Known
    from tracker.answers.standing import Answer

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
    """Who is party, signatory or invited, on any day.

    Of one treaty, or of all that are followed.

    \b
    tracker parties ets-185
    tracker parties cets-224 --standing contracting
    tracker parties ets-185 --as-of 2015-12-03
    """
    from jobs.clock import utc_now
    from tracker.answers.standing import parties as ask
    from tracker.answers.standing import unread

    about: dict[str, Any] = {
        "now": utc_now(),
        "treaties": (treaty,) if treaty else (),
        "day": as_of,
        "known_at": known_at,
    }
    with settings.store() as store:
        found, answers = ask(store, standings=standings, **about)
        if cite:
            which = f" ({', '.join(standings)})" if standings else ""
            print_citation(settings, store, cite, lambda them: f"Standing of participants{which} in {them}", **about)
            return
        missing = unread(store, about["treaties"], (a.known.treaty.id for a in answers))
    if settings.json:
        print_json(found)
        return
    _print_parties(found)
    if answers and not found:
        note(f"nobody has such a standing on {answers[0].day}")
    say_how_old(answers, known_at, missing)


def _print_parties(found: Iterable[Mapping[str, Any]]) -> None:
    print_table(
        _COLUMNS,
        [[_then(row) if column == "name" else row[column] for column in _COLUMNS] for row in found],
        wide=("name",),
        apart="treaty",
        spare=("participant",),
    )


def _then(row: Mapping[str, Any]) -> str:
    """The printed name, and whose acts they were on the day."""
    return f"{row['name']} (then {row['predecessor']})" if row["predecessor"] else row["name"]


_COUNTED = (
    "consents",
    "in_force",
    "signatories",
    "invited",
    "total",
    "signatures",
    "treaty_in_force",
)


@click.command(cls=TrackerCommand)
@treaty_option
@as_of
@known_at
@click.option("--series", is_flag=True, help="Every day on which a figure changed, up to that day.")
@cite_option
@click.pass_obj
def figures(
    settings: Globals,
    treaties: tuple[str, ...],
    as_of: date | None,
    known_at: datetime | None,
    series: bool,
    cite: str | None,
) -> None:
    """How many, on any day, counted as the Council of Europe counts.

    "consents" is what it calls Parties, also before entry into force; an empty count means: not known.

    \b
    tracker figures --as-of 2024-06-20
    tracker figures --series --treaty cets-224
    """
    from jobs.clock import utc_now
    from tracker.answers.figures import figures as on_a_day
    from tracker.answers.figures import series as over_time
    from tracker.answers.standing import unread

    about: dict[str, Any] = {"now": utc_now(), "treaties": treaties, "day": as_of, "known_at": known_at}
    with settings.store() as store:
        if cite:
            over = " over time" if series else ""
            print_citation(settings, store, cite, lambda them: f"Figures of {them}{over}", **about)
            return
        found = over_time(store, **about) if series else on_a_day(store, **about)
        missing = unread(store, treaties, found["treaties"])
    if settings.json:
        print_json(found)
        return
    columns, rows = _over_time(found) if series else _on_a_day(found)
    title = f"{'Up to' if series else 'As of'} {found['as_of']}"
    print_table(columns, rows, title=title, apart="treaty" if series else None, spare=("status_as_of",))
    for key, counted in found["treaties"].items():
        note(f"{key}: {_age_of(counted)}")
    _say_unread(missing, known_at)


def _on_a_day(found: Mapping[str, Any]) -> tuple[tuple[str, ...], list[list[object]]]:
    columns = (*_COUNTED, "status_as_of")
    rows = [[key, *(counted[column] for column in columns)] for key, counted in found["treaties"].items()]
    return ("treaty", *columns), rows


def _over_time(found: Mapping[str, Any]) -> tuple[tuple[str, ...], list[list[object]]]:
    columns = ("day", *_COUNTED)
    rows = [
        [key, *(counted[column] for column in columns)]
        for key, held in found["treaties"].items()
        for counted in held["series"]
    ]
    return ("treaty", *columns), rows


def _age_of(counted: Mapping[str, Any]) -> str:
    read = counted["last_good"]
    text = f"status as of {counted['status_as_of']}"
    text += f", last good read {minute(parse_moment(read))}" if read else _BUNDLED
    return text + (f"; not known after {counted['not_known_after']}" if counted["not_known_after"] else "")


_BUNDLED = " (bundled list, no live read yet)"


def say_how_old(answers: Iterable[Answer], known_at: datetime | None = None, unread: Iterable[str] = ()) -> None:
    """Every answer about a day says how old the knowledge is, and of what nothing had been read (`unread`)."""
    answers, unread = list(answers), list(unread)
    if not answers and not unread:
        note(_nothing_read(known_at))
    for answer in answers:
        note(age_line(answer.known, answer.not_known_after))
    _say_unread(unread, known_at)


def age_line(stands: Known, not_known_after: date | None) -> str:
    """How old the knowledge of one treaty is."""
    read = stands.last_good_at
    text = f"{stands.treaty.id}: status as of {stands.status_as_of}"
    text += f", read from {stands.feed.source} on {minute(read)}" if read else _BUNDLED
    return text + (f"; not known after {not_known_after}" if not_known_after else "")


def _say_unread(treaties: Iterable[str], known_at: datetime | None) -> None:
    for key in treaties:
        note(f"{key}: {_nothing_read(known_at)}")


def _nothing_read(known_at: datetime | None) -> str:
    if known_at:
        return f"nothing had been read by {minute(known_at)}"
    return "nothing has been read yet: run `tracker check`"

"""`tracker figures`: how many, on a day or over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand, as_of, known_at, treaty_option

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

from tracker.cli.kit.age import age_of, say_unread

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

    about: dict[str, Any] = {"now": utc_now(), "treaties": treaties, "day": as_of}
    with settings.knowledge(known_at) as view:
        if cite:
            over = " over time" if series else ""
            print_citation(settings, view, cite, lambda them: f"Figures of {them}{over}", **about)
            return
        found = over_time(view, **about) if series else on_a_day(view, **about)
        missing = unread(view, treaties, found["treaties"])
    if settings.json:
        print_json(found)
        return
    columns, rows = _over_time(found) if series else _on_a_day(found)
    title = f"{'Up to' if series else 'As of'} {found['as_of']}"
    print_table(columns, rows, title=title, apart="treaty" if series else None, spare=("status_as_of",))
    for key, counted in found["treaties"].items():
        note(f"{key}: {age_of(counted)}")
    say_unread(missing, known_at)


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

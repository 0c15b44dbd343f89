"""`tracker figures`: the numbers of participants, on a day or over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import note, print_json, print_table
from tracker.cli.kit.options import Globals, TrackerCommand, as_of, known_at, treaty_option

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.answers.figures import FiguresAnswer, SeriesAnswer
    from tracker.law.figures import Figures

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
@click.option("--series", is_flag=True, help="List every day on which a figure changed.")
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
    """Number of parties, signatories and invited on a day, as the Council of Europe counts.

    "consents" are its Parties, also those for which the treaty is not yet in force. An empty count is unknown.

    \b
    tracker figures --as-of 2024-06-20
    tracker figures --series --treaty cets-224
    """
    from jobs.clock import utc_now
    from tracker.answers.figures import figures as on_a_day
    from tracker.answers.figures import series as over_time
    from tracker.answers.standing import unread

    now = utc_now()
    with settings.knowledge(known_at) as view:
        if cite:
            over = " over time" if series else ""
            title = f"Figures of {{}}{over}"
            print_citation(settings, view, cite, title.format, now=now, treaties=treaties, day=as_of)
            return
        ask = over_time if series else on_a_day
        found: FiguresAnswer | SeriesAnswer = ask(view, now=now, treaties=treaties, day=as_of)
        missing = unread(view, treaties, found.treaties)
    if settings.json:
        print_json(found)
        return
    _print(found)
    for key, counted in found.treaties.items():
        note(f"{key}: {age_of(counted.age)}")
    say_unread(missing, known_at)


def _print(found: FiguresAnswer | SeriesAnswer) -> None:
    from tracker.answers.figures import FiguresAnswer

    if isinstance(found, FiguresAnswer):
        columns = ("treaty", *_COUNTED, "status_as_of")
        rows = [[key, *_counts(one.counts), one.age.status_as_of] for key, one in found.treaties.items()]
        print_table(columns, rows, title=f"As of {found.as_of}", spare=("status_as_of",))
    else:
        columns = ("treaty", "day", *_COUNTED)
        rows = [[key, one.day, *_counts(one.counts)] for key, held in found.treaties.items() for one in held.series]
        print_table(columns, rows, title=f"Up to {found.as_of}", apart="treaty", spare=("status_as_of",))


def _counts(figures: Figures) -> list[object]:
    return [getattr(figures, column) for column in _COUNTED]

"""`tracker figures`: the numbers of participants, on a day or over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import note, print_json, print_table, say
from tracker.cli.kit.options import DAY, Globals, TrackerCommand, as_of, known_at, treaty_option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from tracker.answers.figures import FiguresAnswer, SeriesAnswer
    from tracker.answers.movement import Movement, MovementAnswer
    from tracker.law.figures import Figures
    from tracker.reconcile.published import Follows, Official

from tracker.cli.kit.age import age_of, say_unread
from tracker.wording.terminal import answers as words

_COUNTED = (
    "consents",
    "in_force",
    "signatories",
    "invited",
    "total",
    "signatures",
    "treaty_in_force",
    "counted",
)


@click.command(cls=TrackerCommand)
@treaty_option
@as_of
@known_at
@click.option("--series", is_flag=True, help="List every day on which a figure changed, official ones too.")
@click.option(
    "--between", type=DAY, nargs=2, metavar="DAY DAY", help="List the acts that make the difference between two days."
)
@cite_option
@click.pass_obj
def figures(
    settings: Globals,
    treaties: tuple[str, ...],
    as_of: date | None,
    known_at: datetime | None,
    series: bool,
    between: tuple[date, date] | None,
    cite: str | None,
) -> None:
    """Number of parties, signatories and invited on a day, as the Council of Europe counts.

    "consents" are its Parties, also those for which the treaty is not yet in force. In the place of an unknown count
    is the official figure, if there is one.

    \b
    tracker figures --as-of 2024-06-20
    tracker figures --series --treaty cets-224
    tracker figures --between 2023-12-31 2024-12-31
    """
    if between and (as_of or series or cite):
        raise click.UsageError("--between names its own days: it does not go with --as-of, --series or --cite")
    with settings.questions() as t:
        if cite:
            title = words.TITLE_OF_SERIES if series else words.TITLE_OF_FIGURES
            print_citation(settings, t, cite, title.format, treaties, as_of=as_of, known_at=known_at)
            return
        found: FiguresAnswer | SeriesAnswer | MovementAnswer
        if between:
            found = t.movement(*between, treaties, known_at=known_at)
        else:
            found = (t.series if series else t.figures)(treaties, as_of=as_of, known_at=known_at)
        missing = t.unread(treaties, known_at=known_at)
    if settings.json:
        print_json(found)
        return
    _print(found)
    for key, counted in found.treaties.items():
        note(f"{key}: {age_of(counted.age)}")
    say_unread(missing, known_at)


def _print(found: FiguresAnswer | SeriesAnswer | MovementAnswer) -> None:
    from tracker.answers.figures import FiguresAnswer, SeriesAnswer

    if isinstance(found, FiguresAnswer):
        _print_day(found)
    elif isinstance(found, SeriesAnswer):
        columns = ("treaty", "day", *_COUNTED, *_official_columns())
        rows = [
            [key, one.day, *_counts(one.counts, one.day, one.official), *_official(one.official)]
            for key, held in found.treaties.items()
            for one in held.series
        ]
        print_table(columns, rows, title=words.UP_TO.format(day=found.as_of), apart="treaty", spare=_official_columns())
    else:
        _print_movement(found)


def _print_day(found: FiguresAnswer) -> None:
    from tracker.wording.published import beside

    columns = ("treaty", *_COUNTED, *_official_columns(), "status_as_of")
    rows = [
        [
            key,
            *_counts(one.counts, found.as_of, one.published.official, one.published.follows),
            *_official(one.published.official),
            one.age.status_as_of,
        ]
        for key, one in found.treaties.items()
    ]
    print_table(columns, rows, title=words.AS_OF.format(day=found.as_of), spare=("status_as_of", *_official_columns()))
    for key, one in found.treaties.items():
        said = one.published
        for sentence in beside(
            said.official, said.follows, said.invited_by_name, said.bounds, invited=one.counts.invited
        ):
            note(f"{key}: {sentence}")


def _print_movement(found: MovementAnswer) -> None:
    from tracker.wording.published import FIGURES, change_in_words, move_in_words

    for key, held in found.treaties.items():
        for figure, one in held.figures.items():
            if not one.moves and not one.change:
                continue
            said = change_in_words(
                change=one.change,
                official=one.change_is_official,
                explained=one.explained,
                unexplained=one.unexplained,
            )
            say(words.moved(key, FIGURES[figure], found.first, found.last, _ends(one), said))
            for move in one.moves:
                say(f"  {move_in_words(move)}")


def _ends(one: Movement) -> tuple[str, str]:
    from tracker.wording.published import end_in_words

    return end_in_words(one.first.counted, one.first.official), end_in_words(one.last.counted, one.last.official)


def _official(official: Mapping[str, Official | None]) -> list[object]:
    """What the source of a figure gave, with its day where that is another; blank where none is known."""
    from tracker.reconcile.published import PUBLISHED_COUNTS

    return [one and f"{one.value} ({one.as_of})" for one in map(official.get, PUBLISHED_COUNTS)]


def _official_columns() -> tuple[str, ...]:
    from tracker.reconcile.published import PUBLISHED_COUNTS

    return tuple(f"official_{figure}" for figure in PUBLISHED_COUNTS)


def _counts(
    figures: Figures, day: date, official: Mapping[str, Official | None], follows: Sequence[Follows] = ()
) -> list[object]:
    from tracker.wording.published import instead_of_blank

    known = [(column, getattr(figures, column)) for column in _COUNTED]
    return [instead_of_blank(key, day, official, follows) if count is None else count for key, count in known]

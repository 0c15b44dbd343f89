"""What participants told the depositary beside their consent: `statements`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.kit.messages import note, print_json, print_table, say
from tracker.cli.kit.options import DAY, Globals, TrackerCommand, known_at, treaty_option

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.answers.statements import Age, StatementAnswer

_COLUMNS = ("treaty", "participant", "kind", "article", "effective_on", "withdrawn_on", "text")
_FIRST_WORDS = 90  # characters of a text in a table

#: Of a kind, in a cell of the matrix: the letters of the chart's columns where there is one.
_LETTERS = {
    "reservation": "R",
    "declaration": "D",
    "authority": "A",
    "territorial_application": "T",
    "communication": "C",
    "objection": "O",
    "denunciation": "denunciation",
    "derogation": "derogation",
    "other": "?",
}


_ARTICLE = 'Only to this article: 7 also finds "7(9)(a)" and "5, 7"; 7(9), 7.9 and 22-b ask for a paragraph.'


@click.command(cls=TrackerCommand)
@treaty_option
@click.option(
    "--participant",
    "participants",
    multiple=True,
    metavar="NAME",
    help="Only of this participant, by any known name or ISO code (repeatable).",
)
@click.option("--article", metavar="N", help=_ARTICLE)
@click.option("--search", metavar="TEXT", help='Only with all these words; "in quotes" they must stand together.')
@click.option("--as-of", type=DAY, help="Only those made by this day and not withdrawn.")
@known_at
@click.option("--matrix", is_flag=True, help="Participants by articles, of the one --treaty.")
@click.pass_obj
def statements(
    settings: Globals,
    /,
    *,
    treaties: tuple[str, ...],
    matrix: bool,
    as_of: date | None,
    known_at: datetime | None,
    **asked: Any,
) -> None:
    """Reservations, declarations, authorities, territories: who stated what.

    As last read, withdrawn ones with the day; with --as-of only those made by that day and not withdrawn.
    Neither case, accents nor hyphens count in a search, and any known name of a participant finds what it stated.
    A full text is shown when one alone is found, or with --json.

    A paragraph finds what is listed under it; how many are listed under its article alone is said beside the answer.

    \b
    tracker statements --treaty cets-224 --article 7
    tracker statements --participant japan --as-of 2026-01-01
    tracker statements --search '"direct cooperation" turkiye'
    tracker statements --treaty ets-185 --known-at 2026-03-01T00:00:00Z
    tracker statements --treaty ets-185 --matrix
    """
    from tracker.answers.statements import ages, ask, listed_around

    if matrix:
        _print_matrix(settings, treaties, as_of, known_at, asked)
        return
    with settings.knowledge(known_at) as view:
        found = ask(view, treaties=treaties, day=as_of, **asked)
        around = listed_around(view, treaties=treaties, day=as_of, **asked)
        old = ages(view, treaties)
    for article, many in around.items():
        are = "statements are" if many > 1 else "statement is"
        note(f"{many} {are} listed under article {article} without that paragraph: see --article {article}")
    if settings.json:
        print_json(found)
        return
    if len(found) == 1:
        _print_whole(found[0])
    else:
        rows = [[_cell(row, column) for column in _COLUMNS] for row in found]
        print_table(_COLUMNS, rows, wide=("participant", "article", "text"), apart="treaty")
    if not found:
        note(_nothing(asked["search"]))
    _say_how_old(old, as_of)


def _nothing(search: str | None) -> str:
    if search is not None and not any(character.isalnum() for character in search):
        return "nothing to search for: give a word or a number of the text"
    return "no statement is known that answers"


def _cell(row: StatementAnswer, column: str) -> object:
    if column == "participant":
        return row.name
    if column != "text":
        cell: object = getattr(row, column)
        return cell
    text = " ".join(row.text.split())
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rsplit(' ', 1)[0]} …"


def _print_whole(row: StatementAnswer) -> None:
    article = f", article {row.article}" if row.article else ""
    say(f"{row.name}, {row.treaty}: {row.kind.replace('_', ' ')}{article} (statement {row.id})")
    labelled = (("deposited", row.deposited_on), ("effective", row.effective_on), ("withdrawn", row.withdrawn_on))
    for label, day in labelled:
        if day:
            say(f"  {label} on: {day}")
    for territory in row.territories:
        named = (("from", territory.from_on), ("until", territory.until_on))
        days = "".join(f" {word} {day}" for word, day in named if day)
        say(f"  territory: {territory.name}, {territory.reach.replace('_', ' ')}{days}")
    for line in row.text.splitlines():
        say(f"  {line}")


def _print_matrix(
    settings: Globals,
    treaties: tuple[str, ...],
    as_of: date | None,
    known_at: datetime | None,
    asked: dict[str, Any],
) -> None:
    from tracker.answers.statements import ages, matrix_of

    if len(treaties) != 1 or any(asked.values()):
        raise click.UsageError("--matrix takes one --treaty, and no other filter than --as-of and --known-at")
    with settings.knowledge(known_at) as view:
        found = matrix_of(view, treaties[0], day=as_of)
        old = ages(view, treaties)
    if settings.json:
        print_json(found)
        return
    columns = [row.article or "none" for row in found.rows]
    lines = [[who, *(_letters(row.cells.get(who, ())) for row in found.rows)] for who in found.participants]
    print_table(("participant", *columns), lines)
    note("R reservation, D declaration, A authority, T territorial application, C communication, O objection, ? other")
    _say_how_old(old, as_of)


def _letters(kinds: Iterable[str]) -> str:
    return " ".join(_LETTERS[kind] for kind in kinds)


def _say_how_old(ages: list[Age], day: date | None) -> None:
    """Every answer says how old the knowledge is."""
    for age in ages:
        text = (
            f"{age.treaty}: status as of {age.status_as_of}" if age.read_at else f"{age.treaty}: no list was read yet"
        )
        if age.bundled:
            text += "; bundled statements from secondary sources, not read from the depositary yet"
        if day and age.status_as_of and day > age.status_as_of:
            text += f"; not known after {age.status_as_of}"
        note(text)

"""`tracker statements`: reservations, declarations and other statements of participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.kit.messages import note, print_json, print_table, say
from tracker.cli.kit.options import DAY, PARTICIPANT, Globals, TrackerCommand, known_at, treaty_option
from tracker.cli.kit.statements import formula_of
from tracker.language import Language
from tracker.models import OnRecordFrom
from tracker.wording.terminal import statements as words
from tracker.wording.terminal.ages import of_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from tracker.answers.statements import Age, StatementAnswer

_COLUMNS = ("treaty", "participant", "kind", "article", "effective_on", "withdrawn_on", "text", "last_shown_on")

_ARTICLE = 'Only on this article: 7 also finds "7(9)(a)" and "5, 7"; 7(9), 7.9 and 22-b name a paragraph.'


@click.command(cls=TrackerCommand)
@treaty_option
@click.option(
    "--participant",
    "participants",
    type=PARTICIPANT,
    multiple=True,
    metavar="NAME",
    help="Only of this participant, by any known name or ISO code (repeatable).",
)
@click.option("--article", metavar="N", help=_ARTICLE)
@click.option("--search", metavar="TEXT", help='Only with all these words; words "in quotes" must be adjacent.')
@click.option("--as-of", type=DAY, help="Only those made by this day and not withdrawn.")
@known_at
@click.option(
    "--language",
    type=click.Choice([one.value for one in Language]),
    default=Language.ENGLISH.value,
    help="Texts in French (fr) where the depositary's list gives them, else marked as in English.",
)
@click.option("--matrix", is_flag=True, help="Table of participants by articles, for one --treaty.")
@click.pass_obj
def statements(
    settings: Globals,
    /,
    *,
    treaties: tuple[str, ...],
    matrix: bool,
    as_of: date | None,
    known_at: datetime | None,
    language: str,
    **asked: Any,
) -> None:
    """Search reservations, declarations, authorities and territories.

    The answer includes withdrawn statements and those that left the list (last_shown_on); --as-of shows only those made
    by that day and not withdrawn. A search ignores case, accents and hyphens, and accepts any known name of a
    participant. Words are never cut. What the depositary's formula says of them (document, registration, language) is
    shown for a single statement, and with --json.

    Searching for a paragraph returns only statements listed under it. A note says how many more are listed under its
    article.

    \b
    tracker statements --treaty cets-224 --article 7
    tracker statements --participant japan --as-of 2026-01-01
    tracker statements --treaty ets-185 --language fr
    tracker statements --search '"direct cooperation" turkiye'
    tracker statements --treaty ets-185 --known-at 2026-03-01T00:00:00Z
    tracker statements --treaty ets-185 --matrix
    """
    if matrix:
        _print_matrix(settings, treaties, as_of, known_at, asked)
        return
    with settings.questions() as t:
        found = t.statements(treaties, as_of=as_of, known_at=known_at, **asked)
        around = t.statements_around(treaties=treaties, as_of=as_of, known_at=known_at, **asked)
        old = t.statement_ages(treaties, known_at=known_at)
    _note_around(around)
    if settings.json:
        print_json(found)
        return
    spoken = Language(language)
    _print(found, spoken)
    if not found:
        note(words.nothing_found(asked["search"]))
    _say_how_old(old, as_of)
    if spoken is Language.FRENCH:
        _say_of_french(old)


def _print(found: list[StatementAnswer], language: Language) -> None:
    if len(found) == 1:
        _print_full(found[0], language)
        return
    rows = [[_cell(row, column, language) for column in _COLUMNS] for row in found]
    print_table(_COLUMNS, rows, wide=("participant", "article", "text"), apart="treaty")


def _note_around(around: Mapping[str, int]) -> None:
    for article, many in around.items():
        note(words.around(article, many))


def _said(row: StatementAnswer, language: Language) -> str:
    text, known_in = row.said_in(language)
    return text if known_in is language or not text else words.IN_ENGLISH.format(text=text)


def _cell(row: StatementAnswer, column: str, language: Language) -> object:
    if column == "participant":
        return row.name
    if column != "text":
        cell: object = getattr(row, column)
        return cell
    return " ".join(_said(row, language).split())


def _print_full(row: StatementAnswer, language: Language) -> None:
    from tracker.wording.statements import received, under_article

    say(words.title(row.name, row.treaty, under_article(row), row.id))
    labelled = (
        (received(row), row.deposited_on),
        (words.EFFECTIVE_ON, row.effective_on),
        (words.WITHDRAWN_ON, row.withdrawn_on),
    )
    for label, day in labelled:
        if day:
            say(f"  {label}: {day}")
    if row.last_shown_on and not row.withdrawn_on:
        say(f"  {words.LAST_SHOWN.format(day=row.last_shown_on)}")
    for one in row.territories:
        say(f"  {words.territory_in_full(one.name, one.reach, one.from_on, one.until_on)}")
    for said in formula_of(row):
        say(f"  {said}")
    for line in _said(row, language).splitlines():
        say(f"  {line}")
    if row.on_record_from is OnRecordFrom.SECONDARY:
        say(f"  {words.SECONDARY}: {'; '.join(row.sources)}")


def _print_matrix(
    settings: Globals,
    treaties: tuple[str, ...],
    as_of: date | None,
    known_at: datetime | None,
    asked: dict[str, Any],
) -> None:
    from tracker.wording.statements import none_listed
    from tracker.wording.terms import matrix_key

    if len(treaties) != 1 or any(asked.values()):
        raise click.UsageError("--matrix takes one --treaty, and no other filter than --as-of and --known-at")
    with settings.questions() as t:
        found = t.matrix(treaties[0], as_of=as_of, known_at=known_at)
        old = t.statement_ages(treaties, known_at=known_at)
    if settings.json:
        print_json(found)
        return
    columns = [row.article or words.NO_ARTICLE_IN_MATRIX for row in found.rows]
    lines = [[who, *(_letters(row.cells.get(who, ())) for row in found.rows)] for who in found.participants]
    print_table(("participant", *columns), lines)
    for slot in found.slots:
        say(f"{slot.slot}: {', '.join(sorted(slot.statements)) or none_listed(found.status_as_of)}")
    note(matrix_key())
    _say_how_old(old, as_of)


def _letters(kinds: Iterable[str]) -> str:
    from tracker.wording.terms import MATRIX_CELLS

    return " ".join(MATRIX_CELLS[kind] for kind in kinds)


def _say_how_old(ages: list[Age], day: date | None) -> None:
    """Print the age of the knowledge."""
    for age in ages:
        for line in of_list(
            age.treaty,
            age.status_as_of,
            day,
            read=age.read_at is not None,
            bundled=age.bundled,
            unread=age.unread,
            last_error=age.last_error,
        ):
            note(line)


def _say_of_french(ages: list[Age]) -> None:
    """Print what may be missing in French."""
    for age in ages:
        known = age.french
        for line in words.in_french(
            age.treaty,
            asked=known is not None,
            read=known is not None and known.read_at is not None,
            unmatched=known.unmatched if known else 0,
            outdated=known.outdated if known else 0,
            last_error=known.last_error if known else None,
        ):
            note(line)

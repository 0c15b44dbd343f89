"""`tracker between`: was a treaty in force between two participants?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import note, print_json, print_table, say
from tracker.cli.kit.options import PARTICIPANT, Globals, TrackerCommand, as_of, known_at, treaty_option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tracker.answers.between import Between, BetweenSide
from tracker.cli.kit.age import how_old
from tracker.cli.kit.statements import found_on, inherited_line, statement_line, territory_line
from tracker.wording.statements import names_other
from tracker.wording.terminal import answers as words
from tracker.wording.terminal.statements import NO_ARTICLE, list_faults, territory, unread_list


@click.command(cls=TrackerCommand)
@click.argument("a", type=PARTICIPANT, metavar="A")
@click.argument("b", type=PARTICIPANT, metavar="B")
@treaty_option
@as_of
@known_at
@cite_option
@click.option("--statements", "beside", is_flag=True, help="The statements of both side by side, by place of the text.")
@click.pass_obj
def between(
    settings: Globals,
    /,
    *,
    a: str,
    b: str,
    treaties: tuple[str, ...],
    as_of: date | None,
    known_at: datetime | None,
    cite: str | None,
    beside: bool,
) -> None:
    """Was a treaty in force between two participants on a day, and under which statements?

    \b
    tracker between Brazil Tonga --treaty ets-185 --as-of 2024-01-01
    tracker between USA Austria --treaty ets-185 --statements
    """
    with settings.questions() as t:
        found = t.between(a, b, treaties, as_of=as_of, known_at=known_at, statements=beside)
        if cite:
            names = (found[0].a.name, found[0].b.name) if found else (a, b)
            title = partial(words.title_of_between, *names)
            print_citation(settings, t, cite, title, treaties, as_of=as_of, known_at=known_at)
            return
    if settings.json:
        print_json(found)
        return
    for held in found:
        say(held.answer)
        for side in (held.a, held.b):
            if side.territory and side.territory_answer:
                say(f"  {territory_line(side.territory, side.territory_answer)}")
        if held.side_by_side is not None:
            _print_side_by_side(held)
            continue
        for line in _of_both(held):
            say(f"  {line}")
    for text in dict.fromkeys(held.note for held in found if held.note):
        note(text)


def _print_side_by_side(held: Between) -> None:
    rows = [[row.place or NO_ARTICLE, row.words_a, row.words_b] for row in held.side_by_side or ()]
    print_table(("article", held.a.name, held.b.name), rows, wide=(held.a.name, held.b.name))


def _of_both(held: Between) -> Iterator[str]:
    if held.a.standing is None:
        return
    yield from _naming(held)
    for side in (held.a, held.b):
        yield from _of_side(side, held)
    if held.statement_list and not held.statement_list.known:
        yield unread_list(held.a.statements, held.b.statements)
    if held.statement_list:
        yield from list_faults(held.statement_list.unread_rows, held.statement_list.last_error)
    if held.evidence:
        yield words.ON_EVIDENCE.format(evidence=", ".join(map(str, held.evidence)), age=how_old(held.age))


def _naming(held: Between) -> Iterator[str]:
    """The statements by which one names the other."""
    names = {side.participant: side.name for side in (held.a, held.b)}
    for statement in held.naming_other:
        other = next(name for who, name in names.items() if who != statement.participant)
        who = names[statement.participant]
        objects = statement in held.objections
        said = words.OBJECTION.format(name=who) if objects else names_other(who, statement.kind, other)
        yield f"{said}: {statement_line(statement, held.as_of)}"
        yield from found_on(statement.id, held.statement_findings)


def _of_side(side: BetweenSide, held: Between) -> Iterator[str]:
    yield words.side(side.name, side.predecessor or side.name_then, str(side.standing))
    for noted in side.references:
        yield f"  {words.REFERENCE.format(field=noted.field, reference=noted.reference)}"
    for statement in side.statements:
        if statement not in held.naming_other:
            yield f"  {statement_line(statement, held.as_of)}"
            for line in found_on(statement.id, held.statement_findings):
                yield f"  {line}"
    for inherited in side.inherited:
        yield f"  {inherited_line(inherited, held.treaty, held.as_of)}"
    for one in side.territories:
        yield f"  {territory(one.reach, one.name, one.statement)}"
    if side.unread_note:
        yield f"  {side.unread_note}"

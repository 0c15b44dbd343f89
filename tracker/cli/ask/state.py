"""`tracker state`: everything about one participant."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from tracker.cli.ask.calendar import how_known
from tracker.cli.kit.age import how_old
from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import print_json, say
from tracker.cli.kit.options import PARTICIPANT, Globals, TrackerCommand, as_of, known_at
from tracker.cli.kit.statements import found_on, statement_line, territory_line
from tracker.wording.terminal import answers as words
from tracker.wording.terminal.statements import list_faults, unread_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tracker.answers.dossier import Dossier, TreatyDossier
    from tracker.answers.participation import ActAnswer


@click.command(cls=TrackerCommand)
@click.argument("participant", type=PARTICIPANT, metavar="NAME-OR-CODE")
@as_of
@known_at
@cite_option
@click.pass_obj
def state(settings: Globals, participant: str, as_of: date | None, known_at: datetime | None, cite: str | None) -> None:
    """One participant: standing, acts, statements, and what comes next.

    NAME-OR-CODE is any known spelling or an ISO code. The answer covers all treaties followed.

    \b
    tracker state Brazil
    tracker state TUR --as-of 2014-12-31
    """
    with settings.questions() as t:
        found = t.state(participant, as_of=as_of, known_at=known_at)
        if cite:
            title = partial(words.title_of_state, found.name)
            print_citation(settings, t, cite, title, as_of=as_of, known_at=known_at)
            return
    if settings.json:
        print_json(found)
        return
    _say_head(found)
    for treaty in found.treaties:
        say("")
        _say_treaty(treaty, found)


def _say_head(found: Dossier) -> None:
    from tracker.wording.terms import GROUPS
    from tracker.wording.words import with_article

    if found.territory:
        say(words.as_territory(found.territory, with_article(found.name)))
    say(words.head(found.name, (found.participant, found.alpha_2), GROUPS[found.group], found.as_of))
    others = [name for name in found.names if name != found.name]
    if others:
        say(words.also_printed(others))
    if then := found.predecessor or found.name_then:
        say(words.on_that_day(then))
    if found.successors:
        say(words.succeeded_by(found.successors))


def _say_treaty(held: TreatyDossier, found: Dossier) -> None:
    say(words.under(held.treaty, held.title, held.standing))
    if held.note:
        say(f"  {held.note}")
        return
    if found.territory and held.territory_answer:
        say(f"  {territory_line(found.territory, held.territory_answer)}")
    for line in (*_done(held), *_ahead(held), *_statements(held, found.as_of)):
        say(f"  {line}")
    say(f"  {how_old(held.age)}")


def _done(held: TreatyDossier) -> Iterator[str]:
    if held.successor:
        yield words.FROM_SUCCESSOR.format(successor=held.successor)
    for act in held.acts:
        yield _act(act)
    notes = tuple(filter(None, (held.retracted_note, held.unconfirmed_note)))
    yield from notes
    if not notes and not held.acts and not held.invited_known:
        yield words.NOTHING_DONE
    if held.provisional_on:
        yield words.APPLIES_PROVISIONALLY.format(day=held.provisional_on)
    if len(held.periods) > 1:
        yield words.PERIODS.format(count=len(held.periods))


def _ahead(held: TreatyDossier) -> Iterator[str]:
    from tracker.wording.terms import NEXT_ACTS

    for one in held.expected:
        yield words.expected(one.when, how_known(one, held.age), one.what, one.basis, awaited=one.awaited)
    if held.could_do_next:
        yield words.COULD_DO.format(acts="; ".join(NEXT_ACTS[act] for act in held.could_do_next))
    yield from held.open_to
    for noted in held.references:
        yield words.REFERENCE.format(field=noted.field, reference=noted.reference)


def _statements(held: TreatyDossier, day: date) -> Iterator[str]:
    from tracker.wording.sources import bundled_basis

    if held.bundled_basis:
        yield bundled_basis(held.bundled_basis)
    for statement in held.statements:
        applies, awaits = statement.in_effect or statement.awaits_entry, statement.awaits_entry
        yield statement_line(statement.statement, day, applies=applies, awaits=awaits)
        yield from found_on(statement.statement.id, held.statement_findings)
    if held.unread_note:
        yield held.unread_note
    if held.statement_list and not held.statement_list.known:
        yield unread_list(held.statements)
    if held.statement_list:
        yield from list_faults(held.statement_list.unread_rows, held.statement_list.last_error)


def _act(act: ActAnswer) -> str:
    from tracker.wording.terms import act_in_words

    return words.act_line(
        act.on,
        act_in_words(act),
        evidence=act.evidence,
        bundled=act.bundled,
        archived=act.archived.published_on if act.archived else None,
        change=act.change,
    )

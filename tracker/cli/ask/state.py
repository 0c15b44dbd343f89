"""`tracker state`: everything about one participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.ask.calendar import how_known
from tracker.cli.kit.age import how_old
from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import print_json, say
from tracker.cli.kit.options import PARTICIPANT, Globals, TrackerCommand, as_of, known_at
from tracker.cli.kit.statements import found_on, list_faults, statement_line, territory_line, unread_list

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
            name = found.name
            print_citation(settings, t, cite, lambda them: f"{name} under {them}", as_of=as_of, known_at=known_at)
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
        say(f"{found.territory}, asked about as a territory of {with_article(found.name)}")
    codes = ", ".join(filter(None, (found.participant, found.alpha_2)))
    say(f"{found.name} ({codes}), {GROUPS[found.group]}, on {found.as_of}")
    others = [name for name in found.names if name != found.name]
    if others:
        say(f"also printed as: {'; '.join(others)}")
    if found.predecessor or found.name_then:
        say(f"on that day: {found.predecessor or found.name_then}")
    if found.successors:
        say(f"succeeded by: {', '.join(found.successors)}")


def _say_treaty(held: TreatyDossier, found: Dossier) -> None:
    from tracker.wording.words import number_of

    label = number_of(held.treaty)
    say(f"{label}, {held.title}: {(held.standing or 'not known').upper()}")
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
        yield f"read from the row of {held.successor}, a successor"
    for act in held.acts:
        yield _act(act)
    if held.retracted_note:
        yield held.retracted_note
    elif not held.acts and not held.invited_known:
        yield "nothing signed or consented; whether it was invited then is not known"
    if held.provisional_on:
        yield f"{held.provisional_on}  applies it provisionally, which is not being a Party"
    if len(held.periods) > 1:
        yield f"{len(held.periods)} periods of participation"


def _ahead(held: TreatyDossier) -> Iterator[str]:
    from tracker.wording.terms import NEXT_ACTS

    for expected in held.expected:
        when = "" if expected.awaited else f"{expected.when or 'no date'}  "
        yield f"{when}{how_known(expected, held.age)}: {expected.what}; {expected.basis}"
    if held.could_do_next:
        yield f"could do next: {'; '.join(NEXT_ACTS[act] for act in held.could_do_next)}"
    yield from held.open_to
    for noted in held.references:
        yield f"reference of the depositary ({noted.field}): {noted.reference}"


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

    line = f"{act.on or 'no date   '}  {act_in_words(act)}"
    listed = " (bundled list)" if act.bundled else ""
    found = [f"evidence {act.evidence}{listed}"] if act.evidence else []
    found += [f"archived copy of {act.archived.published_on}"] if act.archived else []
    found += [f"change {act.change}"] if act.change else []
    return f"{line} [{', '.join(found)}]" if found else line

"""Questions about participants: `state`, `between`, `compare`; and what a person notes of an act: `reference`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.calendar import how_known
from tracker.cli.citing import cite_option, print_citation
from tracker.cli.options import TREATY, Globals, TrackerCommand, as_of, known_at, treaty_option
from tracker.cli.printing import note, print_json, print_table, say
from tracker.cli.standing import say_how_old

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

_UNREAD_LIST = "reservations and declarations: their list was never read"
_TEXT = 160  # characters of a statement that a dossier shows

# ---- state --------------------------------------------------------------------------------------


@click.command(cls=TrackerCommand)
@click.argument("participant", metavar="NAME-OR-CODE")
@as_of
@known_at
@cite_option
@click.pass_obj
def state(settings: Globals, participant: str, as_of: date | None, known_at: datetime | None, cite: str | None) -> None:
    """Everything about one participant: standing, acts, statements, what comes next.

    By any known spelling or ISO code, over all treaties that are followed, on any day.

    \b
    tracker state Brazil
    tracker state TUR --as-of 2014-12-31
    """
    from jobs.clock import utc_now
    from tracker.answers.dossier import dossier

    now = utc_now()
    with settings.store() as store:
        found = dossier(store, participant, now=now, day=as_of, known_at=known_at)
        if cite:
            name = found["name"]
            print_citation(
                settings, store, cite, lambda them: f"{name} under {them}", now=now, day=as_of, known_at=known_at
            )
            return
    if settings.json:
        print_json(found)
        return
    _say_head(found)
    for treaty in found["treaties"]:
        say("")
        _say_treaty(treaty, found["as_of"])


def _say_head(found: Mapping[str, Any]) -> None:
    codes = ", ".join(filter(None, (found["participant"], found["alpha_2"])))
    group = {
        "member": "member State of the Council of Europe",
        "non_member": "not a member of the Council of Europe",
        "organisation": "international organisation",
    }[found["group"]]
    say(f"{found['name']} ({codes}), {group}, on {found['as_of']}")
    others = [name for name in found["names"] if name != found["name"]]
    if others:
        say(f"also printed as: {'; '.join(others)}")
    if found["predecessor"]:
        say(f"on that day: {found['predecessor']}")
    if found["successors"]:
        say(f"succeeded by: {', '.join(found['successors'])}")


def _say_treaty(held: Mapping[str, Any], day: str) -> None:
    label = held["treaty"].replace("-", " ", 1).upper()
    say(f"{label}, {held['title']}: {(held['standing'] or 'not known').upper()}")
    if held["note"]:
        say(f"  {held['note']}")
        return
    for line in (*_done(held), *_ahead(held), *_statements(held, day)):
        say(f"  {line}")
    say(f"  {how_old(held)}")


def _done(held: Mapping[str, Any]) -> Iterator[str]:
    if held["successor"]:
        yield f"read from the row of {held['successor']}, a successor"
    for act in held["acts"]:
        yield _act(act)
    if held["retracted_note"]:
        yield held["retracted_note"]
    elif not held["acts"] and not held["invited_known"]:
        yield "nothing signed or consented; whether it was invited then is not known"
    if len(held["periods"]) > 1:
        yield f"{len(held['periods'])} periods of participation"


def _ahead(held: Mapping[str, Any]) -> Iterator[str]:
    for expected in held["expected"]:
        when = "" if expected["awaited"] else f"{expected['when'] or 'no date'}  "
        yield f"{when}{how_known(expected, held)}: {expected['what']}; {expected['basis']}"
    if held["could_do_next"]:
        yield f"could do next: {', '.join(act.replace('_', ' ') for act in held['could_do_next'])}"
    for noted in held["references"]:
        yield f"reference of the depositary ({noted['field']}): {noted['reference']}"


def _statements(held: Mapping[str, Any], day: str) -> Iterator[str]:
    for statement in held["statements"]:
        yield _statement(statement, day, applies=statement["in_effect"])
    if not held["statement_list"]["known"]:
        yield _unread_list(held["statements"])


def _unread_list(*shown: object) -> str:
    """Said after what is shown of it: the bundled list is not complete."""
    return f"{_UNREAD_LIST}, so there may be {'others' if any(shown) else 'some'}"


def _act(act: Mapping[str, Any]) -> str:
    broad = act["consent_kind"] == "ratification_acceptance_or_approval"  # the chart tells no more, so no more is said
    what = "deposited its instrument of ratification, acceptance or approval" if broad else act["kind"]
    line = f"{act['on'] or 'no date   '}  {what.replace('_', ' ')}"
    if act["in_name_of"]:
        line += f" by {act['in_name_of']}"
    found = [f"evidence {act['evidence']}"] if act["evidence"] else []
    found += [f"archived copy of {act['archived']['published_on']}"] if act["archived"] else []
    found += [f"change {act['change']}"] if act["change"] else []
    return f"{line} [{', '.join(found)}]" if found else line


def _statement(statement: Mapping[str, Any], day: str, *, applies: bool = True) -> str:
    article = f" to article {statement['article']}" if statement["article"] else ""
    line = f"{statement['kind'].replace('_', ' ')}{article}"
    days = list(_days_of(statement, day, applies=applies))
    if days:
        line += f" ({'; '.join(days)})"
    text = " ".join(statement["text"].split())
    return f"{line}: {text if len(text) <= _TEXT else text[:_TEXT].rstrip() + '…'} [statement {statement['id']}]"


def _days_of(statement: Mapping[str, Any], day: str, *, applies: bool) -> Iterator[str]:
    """From when and until when a statement is in effect, where that is not plain on the day."""
    withdrawn, effective = statement["withdrawn_on"], statement["effective_on"]
    if withdrawn:
        yield f"{'withdrawn' if withdrawn <= day else 'to be withdrawn'} {withdrawn}"
    elif (effective or day) > day:
        yield f"from {effective}"
    if effective is None:
        yield "day of effect not given"
        if not applies and not withdrawn:
            yield f"nothing signed or consented by {day}"


def how_old(answer: Mapping[str, Any]) -> str:
    """Every answer about a day says how old the knowledge is."""
    text = f"status as of {answer['status_as_of']}"
    text += f", last good read {answer['last_good'][:10]}" if answer["last_good"] else " (bundled list, no live read)"
    return text + (f"; not known after {answer['not_known_after']}" if answer["not_known_after"] else "")


# ---- between ------------------------------------------------------------------------------------


@click.command(cls=TrackerCommand)
@click.argument("a")
@click.argument("b")
@treaty_option
@as_of
@known_at
@cite_option
@click.pass_obj
def between(
    settings: Globals,
    a: str,
    b: str,
    treaties: tuple[str, ...],
    as_of: date | None,
    known_at: datetime | None,
    cite: str | None,
) -> None:
    """Was a treaty in force between two participants on a day, and under which statements?

    \b
    tracker between Brazil Tonga --treaty ets-185 --as-of 2024-01-01
    """
    from jobs.clock import utc_now
    from tracker.answers.between import between as ask

    about: dict[str, Any] = {"now": utc_now(), "treaties": treaties, "day": as_of, "known_at": known_at}
    with settings.store() as store:
        found = ask(store, a, b, **about)
        if cite:
            names = " and ".join(found[0][f"name_{letter}"] for letter in "ab") if found else f"{a} and {b}"
            print_citation(settings, store, cite, lambda them: f"{them} between {names}", **about)
            return
    if settings.json:
        print_json(found)
        return
    for held in found:
        say(held["answer"])
        for line in _of_both(held):
            say(f"  {line}")
    for text in dict.fromkeys(held["note"] for held in found):
        note(text)


def _of_both(held: Mapping[str, Any]) -> Iterator[str]:
    if held["standing_a"] is None:
        return
    for letter in "ab":
        then = held[f"predecessor_{letter}"]
        name = held[f"name_{letter}"] + (f" (then {then})" if then else "")
        yield f"{name}: {held[f'standing_{letter}']}"
        for noted in held[f"references_{letter}"]:
            yield f"  reference of the depositary ({noted['field']}): {noted['reference']}"
        for statement in held[f"statements_{letter}"]:
            yield f"  {_statement(statement, held['as_of'])}"
        for territory in held[f"territories_{letter}"]:
            reach = territory["reach"].replace("_", " ")
            yield f"  territory {reach}: {territory['name']} [statement {territory['statement']}]"
    for statement in held["objections"]:
        yield f"objection of {statement['name']}: {_statement(statement, held['as_of'])}"
    if not held["statement_list"]["known"]:
        yield _unread_list(held["statements_a"], held["statements_b"])
    if held["evidence"]:
        yield f"evidence {', '.join(map(str, held['evidence']))}; {how_old(held)}"


# ---- compare ------------------------------------------------------------------------------------


@click.command(cls=TrackerCommand)
@click.argument("first", type=TREATY)
@click.argument("second", type=TREATY)
@as_of
@known_at
@cite_option
@click.pass_obj
def compare(
    settings: Globals, first: str, second: str, as_of: date | None, known_at: datetime | None, cite: str | None
) -> None:
    """Two treaties side by side: who is in both, in one, and who could act next.

    Grouped by standing in the first and in the second; --json lists every participant.

    \b
    tracker compare ets-185 cets-224
    """
    from jobs.clock import utc_now
    from tracker.answers.comparison import compare as ask
    from tracker.answers.standing import unread

    now = utc_now()
    with settings.store() as store:
        found, answers = ask(store, first, second, now=now, day=as_of, known_at=known_at)
        if cite:
            print_citation(
                settings,
                store,
                cite,
                lambda them: f"{them} side by side",
                now=now,
                treaties=(first, second),
                day=as_of,
                known_at=known_at,
            )
            return
        missing = unread(store, (first, second), (answer.known.treaty.id for answer in answers))
    if settings.json:
        print_json(found)
        return
    print_table(
        ("in", first, second, "count", "could_act_next", "participants"), _grouped(found), wide=("participants",)
    )
    say_how_old(answers, known_at, missing)


def _grouped(found: Iterable[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """A line for each pair of standings: how many, what they could do for the second treaty, and who they are."""
    groups: dict[tuple[str | None, str | None, str | None, str], list[str]] = {}
    for row in found:
        key = (row["in"], row["standing_a"], row["standing_b"], ", ".join(row["could_act_next"]).replace("_", " "))
        groups.setdefault(key, []).append(row["name"])
    order = ("both", "first", "second", "neither", None)
    ranked = sorted(groups.items(), key=lambda group: (order.index(group[0][0]), -len(group[1])))
    return [
        (*(value or "not known" for value in (where, a, b)), len(names), upcoming, ", ".join(names))
        for (where, a, b, upcoming), names in ranked
    ]


# ---- reference ----------------------------------------------------------------------------------


@click.command(cls=TrackerCommand)
@click.argument("treaty", type=TREATY)
@click.argument("participant")
@click.argument("field")
@click.argument("text")
@click.pass_obj
def reference(settings: Globals, treaty: str, participant: str, field: str, text: str) -> None:
    """Note the depositary's reference (a JJ number) to an act of a participant.

    FIELD is the act: signed_on, consent_on, in_force_on, denounced_on, left_on, suspended_on or invited. An empty
    TEXT takes the reference away. `state` and `between` show it.

    \b
    tracker reference ets-185 Brazil consent_on JJ9407C
    """
    from jobs.clock import utc_now
    from jobs.ingest.references import note_reference
    from tracker.models import moment

    noted = note_reference(settings.load(), treaty, participant, field, text, now=utc_now())
    if settings.json:
        print_json(
            {
                "treaty": noted.treaty,
                "participant": noted.participant,
                "field": noted.field,
                "reference": noted.text or None,
                "noted_at": moment(noted.noted_at),
            }
        )
        return
    done = f"noted {noted.text!r}" if noted.text else "taken away"
    say(f"{noted.treaty} {noted.participant} {noted.field}: {done}")

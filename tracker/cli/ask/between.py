"""`tracker between`: was a treaty in force between two participants?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import note, print_json, say
from tracker.cli.kit.options import Globals, TrackerCommand, as_of, known_at, treaty_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
from tracker.cli.kit.age import how_old
from tracker.cli.kit.statements import statement_line, unread_list


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

    about: dict[str, Any] = {"now": utc_now(), "treaties": treaties, "day": as_of}
    with settings.knowledge(known_at) as view:
        found = ask(view, a, b, **about)
        if cite:
            names = " and ".join(found[0][f"name_{letter}"] for letter in "ab") if found else f"{a} and {b}"
            print_citation(settings, view, cite, lambda them: f"{them} between {names}", **about)
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
            yield f"  {statement_line(statement, held['as_of'])}"
        for territory in held[f"territories_{letter}"]:
            reach = territory["reach"].replace("_", " ")
            yield f"  territory {reach}: {territory['name']} [statement {territory['statement']}]"
    for statement in held["objections"]:
        yield f"objection of {statement['name']}: {statement_line(statement, held['as_of'])}"
    if not held["statement_list"]["known"]:
        yield unread_list(held["statements_a"], held["statements_b"])
    if held["evidence"]:
        yield f"evidence {', '.join(map(str, held['evidence']))}; {how_old(held)}"

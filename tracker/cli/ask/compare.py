"""`tracker compare`: compare two treaties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.age import say_how_old
from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import print_json, print_table
from tracker.cli.kit.options import TREATY, Globals, TrackerCommand, as_of, known_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.answers.comparison import ComparisonRow


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
    """Compare two treaties: who is in both or in one, and who could act next.

    Participants are grouped by their standing in both treaties; --json lists each of them.

    \b
    tracker compare ets-185 cets-224
    """
    from jobs.clock import utc_now
    from tracker.answers.comparison import compare as ask
    from tracker.answers.standing import unread

    now = utc_now()
    with settings.knowledge(known_at) as view:
        found, answers = ask(view, first, second, now=now, day=as_of)
        if cite:
            print_citation(
                settings,
                view,
                cite,
                lambda them: f"{them} side by side",
                now=now,
                treaties=(first, second),
                day=as_of,
            )
            return
        missing = unread(view, (first, second), (answer.known.treaty.id for answer in answers))
    if settings.json:
        print_json(found)
        return
    one, other = (found[0].treaty_a, found[0].treaty_b) if found else (first, second)
    print_table(("in", one, other, "count", "could_act_next", "participants"), _grouped(found), wide=("participants",))
    say_how_old(answers, known_at, missing)


def _grouped(found: Iterable[ComparisonRow]) -> list[tuple[object, ...]]:
    """One row for each pair of standings: the participants, their number, and their next acts on the second treaty."""
    groups: dict[tuple[str | None, str | None, str | None, str], list[str]] = {}
    for row in found:
        upcoming = ", ".join(row.could_act_next).replace("_", " ")
        key = (row.takes_part_in, row.standing_a, row.standing_b, upcoming)
        groups.setdefault(key, []).append(row.name)
    order = ("both", "first", "second", "neither", None)
    ranked = sorted(groups.items(), key=lambda group: (order.index(group[0][0]), -len(group[1])))
    return [
        (*(value or "not known" for value in (where, a, b)), len(names), upcoming, ", ".join(names))
        for (where, a, b, upcoming), names in ranked
    ]

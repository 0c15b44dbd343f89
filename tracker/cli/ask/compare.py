"""`tracker compare`: compare two treaties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.kit.age import say_how_old
from tracker.cli.kit.citation import cite_option, print_citation
from tracker.cli.kit.messages import print_json, print_table
from tracker.cli.kit.options import TREATY, Globals, TrackerCommand, as_of, known_at
from tracker.wording.terminal import answers as words

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
    treaties = (first, second)
    with settings.questions() as t:
        found = t.compare(first, second, as_of=as_of, known_at=known_at)
        if cite:
            title = words.TITLE_OF_COMPARISON.format
            print_citation(settings, t, cite, title, treaties, as_of=as_of, known_at=known_at)
            return
        ages = {key: age for one in treaties for key, age in t.ages(one, as_of=as_of, known_at=known_at).items()}
        missing = t.unread(treaties, known_at=known_at)
    if settings.json:
        print_json(found)
        return
    one, other = (found[0].treaty_a, found[0].treaty_b) if found else (first, second)
    print_table(("in", one, other, "count", "could_act_next", "participants"), _grouped(found), wide=("participants",))
    say_how_old(ages, missing, known_at)


def _grouped(found: Iterable[ComparisonRow]) -> list[tuple[object, ...]]:
    """One row for each pair of standings: the participants, their number, and their next acts on the second treaty."""
    groups: dict[tuple[str | None, str | None, str | None, str], list[str]] = {}
    for row in found:
        upcoming = words.next_acts(row.could_act_next)
        key = (row.takes_part_in, row.standing_a, row.standing_b, upcoming)
        groups.setdefault(key, []).append(row.name)
    order = ("both", "first", "second", "neither", None)
    ranked = sorted(groups.items(), key=lambda group: (order.index(group[0][0]), -len(group[1])))
    return [
        (*(value or words.NOT_KNOWN for value in (where, a, b)), len(names), upcoming, ", ".join(names))
        for (where, a, b, upcoming), names in ranked
    ]

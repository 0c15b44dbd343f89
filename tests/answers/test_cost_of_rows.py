"""What an answer costs for each row that it prints: calls are counted, not seconds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from many import many
from world import row

from db.knowledge import Knowledge
from tracker.answers.figures import figures
from tracker.answers.standing import parties
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from world import World

    from db.store import Store

MEMBERS = sorted(one.name for one in table().by_id.values() if one.ever_member and not one.successors)
FEW, MANY = 10, 40
TREATY = "cets-300"  # no figures of it were published, which would be checked on their days


def ask_parties(store: Store, w: World) -> None:
    parties(Knowledge(store), now=w.now, treaties=[TREATY])


def ask_figures(store: Store, w: World) -> None:
    figures(Knowledge(store), now=w.now, day=None, treaties=[TREATY])


def calls(w: World, rows: int, ask: Callable[[Store, World], None]) -> int:
    """The calls of functions that are written in Python, for a chart of so many Parties."""
    each = (row(name, signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01") for name in MEMBERS[:rows])
    w.show(*each, number="300")
    w.wait(hours=13)
    w.check_all()
    found = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal found
        found += event == "call"

    with w.store() as store:
        ask(store, w)  # what is made once is made
        store.charts.forget_read()
        sys.setprofile(count)
        try:
            ask(store, w)
        finally:
            sys.setprofile(None)
    return found


@pytest.mark.parametrize(("ask", "most"), [(ask_parties, 25), (ask_figures, 38)])
def test_an_answer_makes_few_calls_for_each_row(tmp_path: Path, ask: Callable[[Store, World], None], most: int) -> None:
    """A row is decoded once, made once, and the law is asked as rarely as the answer allows."""
    with many(tmp_path, 2) as w:
        few = calls(w, FEW, ask)
        each = (calls(w, MANY, ask) - few) / (MANY - FEW)
    assert each <= most

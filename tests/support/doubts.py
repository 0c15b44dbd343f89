"""Charts that are not believed: what is shown, and what must come of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pages import Fact, gen3
from states import ALBANIA, IRELAND
from world import World, but, row, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.models.records import SourceResult


CHILE = row("Chile", "non_member", consent="2026-06-10")
DOUBTFUL = (ALBANIA, IRELAND, but(CHILE, consent="2026-06-20"))


def refused(w: World, entry: SourceResult, outcome: str, kind: str) -> str:
    """The entry is this refusal, and nothing came of it; its message."""
    assert entry.error is not None, entry
    assert (entry.outcome, entry.error[0].value, entry.changes) == (outcome, kind, ())
    assert w.changes() == []
    return entry.error[1]


def items(w: World, *, only_open: bool = False) -> list[Any]:
    """What is in quarantine."""
    with w.store() as store:
        return store.decisions.items(only_open=only_open)


FACTS = (
    Fact(name="Albania", code="ALB", signed=date(2001, 11, 23), consent=date(2002, 6, 20), in_force=date(2004, 7, 1)),
    Fact(name="Ireland", code="IRE", signed=date(2002, 2, 28)),
)


def configured(w: World, old: str, new: str) -> None:
    """Another value in the configuration."""
    text = w.path.read_text()
    assert old in text
    w.path.write_text(text.replace(old, new))


@pytest.fixture
def w(w: World) -> World:
    """A world that has read its first chart from the service. For the module that imports it."""
    shown(w, ALBANIA, IRELAND)
    return w


@pytest.fixture
def chart(open_world: Callable[..., World]) -> World:
    """A world that has read its first chart from the page."""
    made = open_world(sources=("coe-chart",), blank_non_member="none")
    made.show_chart(gen3(FACTS))
    made.check()
    return made

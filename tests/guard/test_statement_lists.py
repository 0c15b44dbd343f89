"""When a list of statements is doubted: each bound on both sides, and what is counted. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.errors import ErrorKind
from tracker.guard.doubt import Doubt
from tracker.guard.statements import doubts
from tracker.models import Statement, StatementKind

ONE = Statement(
    participant="FRA",
    name="France",
    kind=StatementKind.RESERVATION,
    nature="Reservation",
    article="9",
    order=1,
    text="France reserves its right.",
    html="<p>France reserves its right.</p>",
)
WITHDRAWN = replace(ONE, withdrawn_on=date(2020, 1, 1))
UNLISTED = replace(ONE, last_shown_on=date(2020, 1, 1))


def doubted(message: str) -> tuple[Doubt, ...]:
    return (Doubt(kind=ErrorKind.STATEMENTS, message=message),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(0, 0, (), id="none before, none now"),
        pytest.param(0, 1, (), id="the first"),
        pytest.param(
            1, 0, doubted("an empty list where the last one had 1 statements"), id="empty, after a short list"
        ),
        pytest.param(
            10, 0, doubted("an empty list where the last one had 10 statements"), id="empty, after a long list"
        ),
        pytest.param(9, 1, (), id="most of nine"),
        pytest.param(10, 5, (), id="half of ten"),
        pytest.param(10, 4, doubted("4 statements where the last list had 10"), id="more than half of ten"),
        pytest.param(11, 5, doubted("5 statements where the last list had 11"), id="more than half of eleven"),
        pytest.param(10, 10, (), id="the same"),
    ],
)
def test_a_list_that_lost_too_much(old: int, new: int, expected: tuple[Doubt, ...]) -> None:
    assert doubts([ONE] * old, [ONE] * new) == expected


@pytest.mark.parametrize("gone", [WITHDRAWN, UNLISTED], ids=["withdrawn", "no longer listed"])
def test_what_had_ended_before_is_not_missed(gone: Statement) -> None:
    """Neither by an empty list, nor in the share that a shorter one lost."""
    assert doubts([gone] * 20, []) == ()
    assert doubts([*[ONE] * 9, gone], [ONE]) == ()
    assert doubts([*[ONE] * 10, gone], [ONE]) == doubted("1 statements where the last list had 10")


def test_rows_that_could_not_be_read_are_not_missed() -> None:
    """They are on the list, whatever they say."""
    assert doubts([ONE], [], unread=1) == ()
    assert doubts([ONE] * 10, [ONE] * 2, unread=3) == ()
    assert doubts([ONE] * 10, [ONE] * 2, unread=2) == doubted("4 statements where the last list had 10")

"""`tracker statements`: reservations, declarations and the like, as they had been read by any moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.answers import choose, find_participants
from jobs.objects import iso
from jobs.run import day_at
from tracker.models import STATEMENTS, moment
from tracker.statements import article_matches, in_effect, matrix

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from db.records import StoredStatement
    from db.store import Store
    from jobs.objects import Object
    from tracker.models import Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How old the knowledge of one treaty's statements is; no `read_at`: at most the bundled list is known."""

    treaty: str
    status_as_of: date | None
    read_at: datetime | None
    bundled: bool


def statement_object(stored: StoredStatement, *, status_as_of: date | None) -> Object:
    """One version of one statement; `status_as_of` is when its treaty's list was last read, None for a bundled one."""
    statement = stored.statement
    return {
        "id": stored.id,
        "treaty": stored.treaty,
        "participant": statement.participant,
        "name": statement.name,
        "kind": statement.kind,
        "article": statement.article,
        "text": statement.text,
        "html": statement.html,
        "deposited_on": iso(statement.deposited_on),
        "effective_on": iso(statement.effective_on),
        "withdrawn_on": iso(statement.withdrawn_on),
        "territories": [
            {
                "name": territory.name,
                "reach": territory.reach,
                "from_on": iso(territory.from_on),
                "until_on": iso(territory.until_on),
            }
            for territory in statement.territories
        ],
        "evidence": stored.evidence,
        "observed_at": moment(stored.observed_at),
        "status_as_of": iso(status_as_of),
        "bundled": stored.bundled,
    }


def ask(
    store: Store,
    *,
    treaties: Iterable[str] = (),
    participants: Iterable[str] = (),
    article: str | None = None,
    search: str | None = None,
    known_at: datetime | None = None,
    day: date | None = None,
) -> list[Object]:
    """The statements that answer; `day`: only those in effect on it. Raises UsageError for a treaty or name unknown."""
    chosen = choose(store, treaties)
    status = {treaty.id: _age(store, treaty, known_at).status_as_of for treaty in chosen}
    return [
        statement_object(stored, status_as_of=status[stored.treaty])
        for stored in find(
            store, chosen, participants=participants, article=article, search=search, known_at=known_at, day=day
        )
    ]


def find(
    store: Store,
    treaties: Iterable[Treaty],
    *,
    participants: Iterable[str] = (),
    article: str | None = None,
    search: str | None = None,
    known_at: datetime | None = None,
    day: date | None = None,
) -> list[StoredStatement]:
    """The same as they are stored."""
    found = store.statements(
        treaties=[treaty.id for treaty in treaties],
        participants=find_participants(store, participants),
        known_at=known_at,
    )
    hits = None if search is None else set(store.search_statements(search, known_at))
    return [
        stored
        for stored in found
        if (article is None or article_matches(article, stored.statement.article))
        and (hits is None or stored.id in hits)
        and (day is None or in_effect(stored.statement, day))
    ]


def ages(store: Store, treaties: Iterable[str] = (), known_at: datetime | None = None) -> list[Age]:
    """How old the knowledge is, for each treaty asked for."""
    return [_age(store, treaty, known_at) for treaty in choose(store, treaties)]


def _age(store: Store, treaty: Treaty, known_at: datetime | None) -> Age:
    feed = next((feed for feed in store.document_feeds(STATEMENTS) if feed.treaty == treaty.id), None)
    if feed is None:
        return Age(treaty=treaty.id, status_as_of=None, read_at=None, bundled=False)
    past = known_at is not None and feed.last_good_at is not None and known_at < feed.last_good_at
    read_at = store.last_good_by(feed.id, known_at) if past and known_at else feed.last_good_at
    status = day_at(read_at, treaty.seat) if read_at else None
    standing = store.statements(treaties=[treaty.id], known_at=known_at)
    return Age(
        treaty=treaty.id,
        status_as_of=status,
        read_at=read_at,
        bundled=any(stored.bundled for stored in standing),
    )


def matrix_object(store: Store, treaty: str, *, known_at: datetime | None = None, day: date | None = None) -> Object:
    """Articles × participants of one treaty: in each cell the kinds of the statements there, one for each.

    Raises UsageError for an unknown treaty.
    """
    found = find(store, choose(store, [treaty]), known_at=known_at, day=day)
    table = matrix([stored.statement for stored in found])
    return {
        "treaty": treaty,
        "participants": list(table.participants),
        "articles": list(table.articles),
        "rows": [
            {
                "article": article,
                "cells": {
                    who: list(table.cells[article, who]) for who in table.participants if (article, who) in table.cells
                },
            }
            for article in table.articles
        ],
        "status_as_of": iso(ages(store, [treaty], known_at)[0].status_as_of),
    }

"""Reservations, declarations and the like: each version from the read that first shows it so, what waits to be seen
again, and the search.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.stores.codec import day, instant
from tracker.models import Reach, Statement, StatementKind, Territory, moment, parse_moment
from tracker.models.records import ListedStatement, StoredStatement
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from db.database import Database


_SELECT = "SELECT statement.*, feed.treaty FROM statement JOIN feed ON feed.id = statement.feed"

#: Letters that the tokenizer takes for letters of their own, as the table folds them (schema, step 006).
_FOLDED = str.maketrans(
    {"ı": "i", "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
)
#: Hyphens, as the table has the text once more without them.
_AFTER_DIGIT = re.compile("(?<=[0-9])[-\u2010\u2011\u00ad]")
_HYPHEN = re.compile("[-\u2010\u2011\u00ad]")
_ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')  # a phrase in quotes, or a word; a quote that nothing closes is none
_MOST_WORDS = 2_000  # of a search; whoever pastes a page is answered by its beginning


class Statements:
    """Statements, as read."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def standing(
        self, *, treaties: Collection[str] = (), participants: Collection[str] = (), known_at: datetime | None = None
    ) -> list[StoredStatement]:
        """The versions that stood at a moment (None: now), in order of treaty, participant, kind, article, place."""
        condition, values = _standing(known_at)
        conditions = [condition]
        for column, choices in (("feed.treaty", treaties), ("participant", participants)):
            if choices:
                conditions.append(f"{column} IN ({', '.join('?' * len(choices))})")
                values += choices
        rows = self._db.all(
            f"{_SELECT} WHERE {' AND '.join(conditions)}"
            " ORDER BY feed.treaty, participant, kind, article, ord, statement.id",
            values,
        )
        territories = self._territories(row["id"] for row in rows)
        return [stored_statement_of(row, territories.get(row["id"], ())) for row in rows]

    def versions(self) -> dict[int, dict[str, Any]]:
        """Every version of every statement as it is stored, its territories in one text, by id."""
        rows = self._db.all(
            """
            SELECT feed.treaty, feed.source, statement.*, (
                SELECT group_concat(
                    name || ' ' || reach || coalesce(' ' || from_on, '') || coalesce(' – ' || until_on, ''), '; '
                ) FROM (SELECT * FROM territory WHERE statement = statement.id ORDER BY rowid)
            ) AS territories
            FROM statement JOIN feed ON feed.id = statement.feed ORDER BY statement.id
            """
        )
        return {row["id"]: row for row in rows}

    def _territories(self, keys: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
        wanted = set(keys)
        found: dict[int, list[dict[str, Any]]] = {}
        for row in self._db.all("SELECT * FROM territory ORDER BY rowid") if wanted else ():
            if row["statement"] in wanted:
                found.setdefault(row["statement"], []).append(row)
        return found

    def replace(
        self,
        feed: int,
        listed: Iterable[ListedStatement],
        *,
        at: datetime,
        evidence: int | None,
        accepted_at: datetime | None = None,
        bundled: bool = False,
    ) -> None:
        """What stands of a treaty from now on: each statement with the version that it continues, if any.

        `at`: when the list was read; `accepted_at`: when a person believed it, if it was in doubt then. A version that
        says the same stays, whatever its place in the list; one that nothing continues ends. Within a transaction.
        """
        standing = {
            row["id"]: row for row in self._db.all(f"{_SELECT} WHERE feed = ? AND replaced_at IS NULL", (feed,))
        }
        territories = self._territories(standing)
        old = {key: stored_statement_of(row, territories.get(key, ())) for key, row in standing.items()}
        new: list[tuple[ListedStatement, int | None]] = []
        for entry in listed:
            before = old.get(entry.continues) if entry.continues is not None else None
            if before and _says_the_same(before.statement, entry.statement) and before.bundled == bundled:
                self._db.update("statement", before.id, {"ord": entry.statement.order})
                del old[before.id]
            else:
                new.append((entry, before.key if before else None))
        for key in old:
            self._db.update("statement", key, {"replaced_at": moment(accepted_at or at)})
        head = {
            "feed": feed,
            "evidence": evidence,
            "observed_at": moment(at),
            "accepted_at": moment(accepted_at) if accepted_at else None,
            "bundled": int(bundled),
        }
        for entry, key_of_versions in new:
            self._add(head, entry, key_of_versions)

    def _add(self, head: Mapping[str, Any], entry: ListedStatement, key: int | None) -> None:
        version = self._db.insert("statement", {"key": key or 0, **head, **record_of_statement(entry)})
        if key is None:
            self._db.update("statement", version, {"key": version})
        for territory in entry.statement.territories:
            self._db.insert(
                "territory",
                {
                    "statement": version,
                    "name": territory.name,
                    "reach": territory.reach,
                    "from_on": iso(territory.from_on),
                    "until_on": iso(territory.until_on),
                },
            )

    # ---- what waits ----

    def pending(self, feed: int) -> dict[str, list[datetime]]:
        """Differences that one read has shown, by their digest: the moments of those reads, one for each of several
        that are equal, the earliest first."""
        found: dict[str, list[datetime]] = {}
        for row in self._db.all("SELECT key, since FROM statement_pending WHERE feed = ? ORDER BY since", (feed,)):
            found.setdefault(row["key"], []).append(parse_moment(row["since"]))
        return found

    def set_pending(self, feed: int, pending: Iterable[tuple[str, datetime]]) -> None:
        """Replace what waits."""
        self._db.conn.execute("DELETE FROM statement_pending WHERE feed = ?", (feed,))
        for key, since in pending:
            self._db.insert("statement_pending", {"feed": feed, "key": key, "since": moment(since)})

    # ---- search ----

    def search(self, text: str, known_at: datetime | None = None) -> list[int]:
        """The ids of the versions that stood at a moment (None: now) and hold every word, and every phrase in double
        quotes; for any text at all.

        Case, diacritics and hyphens within words do not count. Kind, article and the participant's name are searched
        with the text.
        """
        query = _query(text)
        if not query:
            return []
        condition, values = _standing(known_at)
        found = self._db.all(
            "SELECT id FROM statement_search JOIN statement ON statement.id = statement_search.rowid"  # noqa: S608 - the condition is ours
            f" WHERE statement_search MATCH ? AND {condition} ORDER BY id",
            (query, *values),
        )
        return [row["id"] for row in found]


def _standing(known_at: datetime | None) -> tuple[str, list[str]]:
    """The condition on versions that stood at a moment (None: now), with its values."""
    if known_at is None:
        return "replaced_at IS NULL", []
    condition = "coalesce(accepted_at, observed_at) <= ? AND (replaced_at IS NULL OR replaced_at > ?)"
    return condition, [moment(known_at)] * 2


def _says_the_same(old: Statement, new: Statement) -> bool:
    """Whatever its place in the list."""
    return replace(old, order=new.order) == new


def _query(text: str) -> str:
    """What was typed, in FTS5's language: each word and phrase as a string, so that nothing of it is an operator."""
    # lone surrogates cannot be stored, and SQLite ends a query at NUL
    plain = text.encode("utf-8", "replace").decode().replace("\0", " ").translate(_FOLDED)
    words = dict.fromkeys(phrase or word for phrase, word in _ASKED.findall(plain))
    said = [word for word in words if any(character.isalnum() for character in word)]
    return " AND ".join(map(_either, said[:_MOST_WORDS]))


def _either(word: str) -> str:
    """A word or phrase as it was typed, or written together: `co-operation`, cooperation."""
    together = _HYPHEN.sub("", _AFTER_DIGIT.sub(" ", word))
    return f'"{word}"' if together == word else f'("{word}" OR "{together}")'


def stored_statement_of(row: dict[str, Any], territories: Iterable[dict[str, Any]]) -> StoredStatement:
    """A row of `statement` joined with its feed, and its rows of `territory`."""
    return StoredStatement(
        id=row["id"],
        key=row["key"],
        treaty=row["treaty"],
        statement=Statement(
            participant=row["participant"],
            name=row["name"],
            kind=StatementKind(row["kind"]),
            nature=row["nature"],
            article=row["article"],
            order=row["ord"],
            text=row["text"],
            html=row["html"],
            deposited_on=day(row["deposited_on"]),
            effective_on=day(row["effective_on"]),
            withdrawn_on=day(row["withdrawn_on"]),
            territories=tuple(_territory(found) for found in territories),
        ),
        articles=tuple(json.loads(row["articles"])),
        observed_at=parse_moment(row["observed_at"]),
        replaced_at=instant(row["replaced_at"]),
        evidence=row["evidence"],
        bundled=bool(row["bundled"]),
    )


def _territory(row: dict[str, Any]) -> Territory:
    return Territory(
        name=row["name"], reach=Reach(row["reach"]), from_on=day(row["from_on"]), until_on=day(row["until_on"])
    )


def record_of_statement(entry: ListedStatement) -> dict[str, Any]:
    """What `statement` stores of a statement, its territories apart."""
    statement = entry.statement
    return {
        "participant": statement.participant,
        "name": statement.name,
        "kind": statement.kind,
        "nature": statement.nature,
        "article": statement.article,
        "articles": json.dumps(entry.articles, ensure_ascii=False),
        "ord": statement.order,
        "text": statement.text,
        "html": statement.html,
        "deposited_on": iso(statement.deposited_on),
        "effective_on": iso(statement.effective_on),
        "withdrawn_on": iso(statement.withdrawn_on),
    }

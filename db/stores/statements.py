"""Reservations, declarations and other statements: their versions, unconfirmed differences, and full-text search."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from db.stores.codec import columns_of_statement, day, instant, statement_of
from tracker.errors import UsageError
from tracker.models import Reach, Territory, UnreadStatement, moment, parse_moment
from tracker.models.records import ListedStatement, StoredStatement
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from db.connection import Database
    from tracker.models import Statement


_SELECT = "SELECT statement.*, feed.treaty FROM statement JOIN feed ON feed.id = statement.feed"

#: Letters that the tokenizer does not fold. Step 006 of the schema folds the searched column in the same way.
_FOLDED = str.maketrans(
    {"ı": "i", "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
)
#: Hyphens. The searched column repeats the text without them (step 006).
_AFTER_DIGIT = re.compile("(?<=[0-9])[-\u2010\u2011\u00ad]")
_HYPHEN = re.compile("[-\u2010\u2011\u00ad]")
_ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')  # a phrase in quotes, or a word; an unclosed quote is ignored
_MOST_WORDS = 2_000  # different words of a query


class Statements:
    """Statements as read, with all their versions."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def standing(
        self, *, treaties: Collection[str] = (), participants: Collection[str] = (), known_at: datetime | None = None
    ) -> list[StoredStatement]:
        """The versions current at `known_at` (None: now), ordered by treaty, participant, kind, article and place."""
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

    def label(self, key: int) -> tuple[str, str, int | None] | None:
        """The name, the treaty and the evidence of a version as stored, whatever else its row says."""
        row = self._db.one(f"{_SELECT} WHERE statement.id = ?", (key,))
        return (row["name"], row["treaty"], row["evidence"]) if row else None

    def index_fault(self) -> str | None:
        """What is wrong with the full-text index; None if it agrees with the statements. Writes nothing."""
        try:
            self._db.conn.execute("INSERT INTO statement_search (statement_search, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            return str(error)
        return None

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
        """Store a treaty's new list of statements. Call it inside a transaction.

        `at` is when the list was read; `accepted_at` is when a person accepted it, if it was in doubt. An unchanged
        statement keeps its version, even if it moved in the list. A version that no new statement continues ends.
        """
        standing = {
            row["id"]: row for row in self._db.all(f"{_SELECT} WHERE feed = ? AND replaced_at IS NULL", (feed,))
        }
        territories = self._territories(standing)
        old = {key: stored_statement_of(row, territories.get(key, ())) for key, row in standing.items()}
        new: list[tuple[ListedStatement, StoredStatement | None]] = []
        for entry in listed:
            before = old.get(entry.continues) if entry.continues is not None else None
            if before and _says_the_same(before.statement, entry.statement) and before.bundled == bundled:
                self._db.update("statement", before.id, {"ord": entry.statement.order})
                del old[before.id]
            else:
                new.append((entry, before))
        for key in old:
            self._db.update("statement", key, {"replaced_at": moment(accepted_at or at)})
        head = {
            "feed": feed,
            "evidence": evidence,
            "observed_at": moment(at),
            "accepted_at": moment(accepted_at) if accepted_at else None,
            "bundled": int(bundled),
        }
        for entry, before in new:
            # the list of today does not show what left it
            shown_by = {"evidence": before.evidence} if before and entry.statement.last_shown_on else {}
            self._add({**head, **shown_by}, entry, before.key if before else None)

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

    # ---- unconfirmed differences ----

    def pending(self, feed: int) -> dict[str, list[datetime]]:
        """Unconfirmed differences: digest → when each was first read, earliest first (equal differences share one)."""
        found: dict[str, list[datetime]] = {}
        for row in self._db.all("SELECT key, since FROM statement_pending WHERE feed = ? ORDER BY since", (feed,)):
            found.setdefault(row["key"], []).append(parse_moment(row["since"]))
        return found

    def set_pending(self, feed: int, pending: Iterable[tuple[str, datetime]]) -> None:
        """Replace the unconfirmed differences of a feed."""
        self._db.conn.execute("DELETE FROM statement_pending WHERE feed = ?", (feed,))
        for key, since in pending:
            self._db.insert("statement_pending", {"feed": feed, "key": key, "since": moment(since)})

    # ---- rows that could not be read ----

    def unread(self, feed: int) -> list[UnreadStatement]:
        """The rows of the last accepted list that could not be read, in its order."""
        rows = self._db.all("SELECT * FROM statement_unread WHERE feed = ? ORDER BY place", (feed,))
        return [
            UnreadStatement(
                place=row["place"],
                who=row["who"],
                participant=row["participant"],
                reason=row["reason"],
                raw=row["raw"],
            )
            for row in rows
        ]

    def set_unread(self, feed: int, rows: Iterable[UnreadStatement]) -> None:
        """Replace the rows of a feed that could not be read."""
        self._db.conn.execute("DELETE FROM statement_unread WHERE feed = ?", (feed,))
        for row in rows:
            self._db.insert("statement_unread", {"feed": feed, **asdict(row)})

    # ---- search ----

    def search(self, text: str, known_at: datetime | None = None) -> list[int]:
        """The ids of versions current at `known_at` (None: now) that contain every word and every quoted phrase.

        Any text is a valid query. Case, diacritics and hyphens within words are ignored. The search covers the kind,
        the article and the participant's name as well as the text.
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
    """The SQL condition for versions current at `known_at` (None: now), with its parameters."""
    if known_at is None:
        return "replaced_at IS NULL", []
    condition = "coalesce(accepted_at, observed_at) <= ? AND (replaced_at IS NULL OR replaced_at > ?)"
    return condition, [moment(known_at)] * 2


def _says_the_same(old: Statement, new: Statement) -> bool:
    """True if both are equal but for their place in the list."""
    return replace(old, order=new.order) == new


def _query(text: str) -> str:
    """The typed text as an FTS5 query. Each word and phrase is quoted, so that none acts as an operator."""
    # SQLite cannot store lone surrogates, and ends a query at NUL
    plain = text.encode("utf-8", "replace").decode().replace("\0", " ").translate(_FOLDED)
    words = dict.fromkeys(phrase or word for phrase, word in _ASKED.findall(plain))
    said = [word for word in words if any(character.isalnum() for character in word)]
    if len(said) > _MOST_WORDS:
        raise UsageError(f"{len(said)} different words are too many to search for: name {_MOST_WORDS} at most")
    return " AND ".join(map(_either, said))


def _either(word: str) -> str:
    """A word or phrase as typed, or without its hyphens: `co-operation` also finds "cooperation"."""
    together = _HYPHEN.sub("", _AFTER_DIGIT.sub(" ", word))
    return f'"{word}"' if together == word else f'("{word}" OR "{together}")'


def stored_statement_of(row: dict[str, Any], territories: Iterable[dict[str, Any]]) -> StoredStatement:
    """The statement that a row of `statement` (joined with its feed) and its rows of `territory` store."""
    return StoredStatement(
        id=row["id"],
        key=row["key"],
        treaty=row["treaty"],
        statement=statement_of(
            row,
            row["ord"],
            last_shown_on=day(row["last_shown_on"]),
            territories=tuple(_territory(found) for found in territories),
            sources=tuple(json.loads(row["sources"])),
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
    """The columns of `statement` for a statement; territories have a table of their own."""
    statement = entry.statement
    return {
        **columns_of_statement(statement),
        "articles": json.dumps(entry.articles, ensure_ascii=False),
        "ord": statement.order,
        "sources": json.dumps(statement.sources, ensure_ascii=False),
        "last_shown_on": iso(statement.last_shown_on),
    }

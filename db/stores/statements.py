"""Reservations, declarations and the like: each version from the read that first shows it so, what waits to be seen
again, and the search.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.database import Base
from db.stores.codec import record_of_statement, stored_statement_of
from tracker.models import moment, parse_moment
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from tracker.models import Statement
    from tracker.models.records import StoredStatement

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


class Statements(Base):
    """Statements, as read."""

    def statements(
        self, *, treaties: Collection[str] = (), participants: Collection[str] = (), known_at: datetime | None = None
    ) -> list[StoredStatement]:
        """The versions that stood at a moment (None: now), in order of treaty, participant, kind, article, place."""
        condition, values = _standing(known_at)
        conditions = [condition]
        for column, choices in (("feed.treaty", treaties), ("participant", participants)):
            if choices:
                conditions.append(f"{column} IN ({', '.join('?' * len(choices))})")
                values += choices
        rows = self._all(
            f"{_SELECT} WHERE {' AND '.join(conditions)}"
            " ORDER BY feed.treaty, participant, kind, article, ord, statement.id",
            values,
        )
        territories = self._territories(row["id"] for row in rows)
        return [stored_statement_of(row, territories.get(row["id"], ())) for row in rows]

    def _territories(self, keys: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
        wanted = set(keys)
        found: dict[int, list[dict[str, Any]]] = {}
        for row in self._all("SELECT * FROM territory ORDER BY rowid") if wanted else ():
            if row["statement"] in wanted:
                found.setdefault(row["statement"], []).append(row)
        return found

    def replace_statements(
        self,
        feed: int,
        listed: Iterable[tuple[Statement, int | None]],
        *,
        at: datetime,
        evidence: int | None,
        accepted_at: datetime | None = None,
        bundled: bool = False,
    ) -> None:
        """What stands of a treaty from now on: each statement with the id of the version that it continues, if any.

        `at`: when the list was read; `accepted_at`: when a person believed it, if it was in doubt then. A version that
        says the same stays, whatever its place in the list; one that nothing continues ends. Within a transaction.
        """
        standing = {row["id"]: row for row in self._all(f"{_SELECT} WHERE feed = ? AND replaced_at IS NULL", (feed,))}
        territories = self._territories(standing)
        old = {key: stored_statement_of(row, territories.get(key, ())) for key, row in standing.items()}
        new: list[tuple[Statement, int | None]] = []
        for statement, key in listed:
            before = old.get(key) if key is not None else None
            if before and replace(before.statement, order=statement.order) == statement and before.bundled == bundled:
                self._update("statement", before.id, {"ord": statement.order})
                del old[before.id]
            else:
                new.append((statement, before.key if before else None))
        for key in old:
            self._update("statement", key, {"replaced_at": moment(accepted_at or at)})
        head = {
            "feed": feed,
            "evidence": evidence,
            "observed_at": moment(at),
            "accepted_at": moment(accepted_at) if accepted_at else None,
            "bundled": int(bundled),
        }
        for statement, continues in new:
            self._add_statement(head, statement, continues)

    def _add_statement(self, head: Mapping[str, Any], statement: Statement, key: int | None) -> None:
        version = self._insert("statement", {"key": key or 0, **head, **record_of_statement(statement)})
        if key is None:
            self._update("statement", version, {"key": version})
        for territory in statement.territories:
            self._insert(
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

    def pending_statements(self, feed: int) -> dict[str, list[datetime]]:
        """Differences that one read has shown, by their digest: the moments of those reads, one for each of several
        that are equal, the earliest first."""
        found: dict[str, list[datetime]] = {}
        for row in self._all("SELECT key, since FROM statement_pending WHERE feed = ? ORDER BY since", (feed,)):
            found.setdefault(row["key"], []).append(parse_moment(row["since"]))
        return found

    def set_pending_statements(self, feed: int, pending: Iterable[tuple[str, datetime]]) -> None:
        """Replace what waits."""
        self.conn.execute("DELETE FROM statement_pending WHERE feed = ?", (feed,))
        for key, since in pending:
            self._insert("statement_pending", {"feed": feed, "key": key, "since": moment(since)})

    # ---- search ----

    def search_statements(self, text: str, known_at: datetime | None = None) -> list[int]:
        """The ids of the versions that stood at a moment (None: now) and hold every word, and every phrase in double
        quotes; for any text at all.

        Case, diacritics and hyphens within words do not count. Kind, article and the participant's name are searched
        with the text.
        """
        query = _query(text)
        if not query:
            return []
        condition, values = _standing(known_at)
        found = self._all(
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

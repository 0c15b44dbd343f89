"""Evidence: the exact bytes of each page, compressed, stored by their hash before anything is parsed."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

from db.stores.codec import day
from tracker.errors import DatabaseError, UsageError
from tracker.models import moment, parse_moment
from tracker.models.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from db.connection import Database
    from tracker.models import Response


_SELECT = """
    SELECT evidence_item.*, feed.treaty, feed.source, body.size
    FROM evidence_item JOIN feed ON feed.id = evidence_item.feed JOIN body USING (sha256)
"""

_SHOWN_BY = """
    SELECT change.id AS change, coalesce(log.evidence, snapshot.evidence) AS evidence
    FROM change JOIN log ON log.id = change.log LEFT JOIN snapshot ON snapshot.id = change.snapshot
    WHERE change.treaty = ? AND coalesce(log.evidence, snapshot.evidence) IS NOT NULL
"""


def digest(body: bytes) -> str:
    """The SHA-256 of the exact bytes, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


class Bodies:
    """The hashes of all bodies, in their order. They are read in portions, and can be gone through again."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def __len__(self) -> int:
        return self._db.count("body")

    def __iter__(self) -> Iterator[str]:
        after = ""
        sql = "SELECT sha256 FROM body WHERE sha256 > ? ORDER BY sha256 LIMIT 1000"
        while portion := self._db.conn.execute(sql, (after,)).fetchall():
            for (after,) in portion:
                yield after


class Archive:
    """Bodies, and where each came from."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, feed: int, response: Response, *, origin: str, published_on: date | None = None) -> Evidence:
        """Store a body in a transaction of its own. If the feed already has these bytes, return the existing row."""
        sha256 = digest(response.body)
        known = self.by_hash(feed, sha256)
        if known:
            return known
        with self._db.light_transaction():
            self._db.conn.execute(
                "INSERT OR IGNORE INTO body (sha256, size, packed) VALUES (?, ?, ?)",
                (sha256, len(response.body), zlib.compress(response.body)),
            )
            self._db.insert(
                "evidence_item",
                {
                    "feed": feed,
                    "sha256": sha256,
                    "url": response.url,
                    "status": response.status,
                    "headers": json.dumps(dict(response.headers)),
                    "fetched_at": moment(response.fetched_at),
                    "published_on": published_on.isoformat() if published_on else None,
                    "origin": origin,
                },
            )
        kept = self.by_hash(feed, sha256)
        assert kept is not None  # noqa: S101 - inserted just now
        return kept

    def by_hash(self, feed: int, sha256: str) -> Evidence | None:
        """The feed's evidence with these bytes, or None."""
        row = self._db.one(f"{_SELECT} WHERE evidence_item.feed = ? AND evidence_item.sha256 = ?", (feed, sha256))
        return evidence_of(row) if row else None

    def evidence(self, key: int) -> Evidence:
        """The evidence with this id. Raises UsageError for an unknown id."""
        row = self._db.one(f"{_SELECT} WHERE evidence_item.id = ?", (key,))
        if row is None:
            raise UsageError(f"no evidence {key}: {self._db.nearest('evidence_item', key)}")
        return evidence_of(row)

    def of_changes(self, treaty: str) -> dict[int, Evidence]:
        """What shows each change of a treaty: evidence of the read that reported it, else of the chart it rests on."""
        shown = {row["change"]: row["evidence"] for row in self._db.all(_SHOWN_BY, (treaty,))}
        rows = self._db.all(
            f"{_SELECT} WHERE evidence_item.id IN (SELECT evidence FROM ({_SHOWN_BY}))",  # noqa: S608 - ours
            (treaty,),
        )
        items = {row["id"]: evidence_of(row) for row in rows}
        return {change: items[key] for change, key in shown.items()}

    def all(self) -> list[Evidence]:
        """All evidence, oldest first."""
        return [evidence_of(row) for row in self._db.all(f"{_SELECT} ORDER BY evidence_item.id")]

    def bodies(self) -> Bodies:
        """The hashes of all bodies."""
        return Bodies(self._db)

    def kept_as(self, sha256: str) -> list[tuple[int, str, str]]:
        """The evidence that has this body: its id, treaty and source."""
        rows = self._db.all(
            """
            SELECT evidence_item.id, treaty, source FROM evidence_item JOIN feed ON feed.id = evidence_item.feed
            WHERE sha256 = ? ORDER BY evidence_item.id
            """,
            (sha256,),
        )
        return [(row["id"], row["treaty"], row["source"]) for row in rows]

    def body(self, sha256: str) -> bytes:
        """The exact bytes. Raises DatabaseError if they are missing or damaged."""
        row = self._db.one("SELECT size, packed FROM body WHERE sha256 = ?", (sha256,))
        if row is None:
            raise DatabaseError(f"the archive has no body {sha256[:12]}…: restore a backup")
        try:
            # The limit guards against a damaged body that would unpack without end. One byte more than the size lets
            # the check below see that a body is too long; a limit of 0 (for an empty body) would mean no limit.
            body = zlib.decompressobj().decompress(row["packed"], row["size"] + 1)
        except zlib.error:
            body = b""
        if len(body) != row["size"] or digest(body) != sha256:
            raise DatabaseError(f"the archive's body {sha256[:12]}… is damaged: restore a backup")
        return body


def evidence_of(row: dict[str, Any]) -> Evidence:
    """The evidence that a row of `evidence_item`, joined with its feed and body, stores."""
    return Evidence(
        id=row["id"],
        feed=row["feed"],
        treaty=row["treaty"],
        source=row["source"],
        sha256=row["sha256"],
        size=row["size"],
        url=row["url"],
        status=row["status"],
        headers=json.loads(row["headers"]),
        fetched_at=parse_moment(row["fetched_at"]),
        published_on=day(row["published_on"]),
        origin=row["origin"],
    )

"""Treaties and their sources, and the configuration that follows them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from db.stores.codec import day, instant
from db.stores.memory import Memory
from tracker.models import SourceState, Threshold, Treaty, Validators, moment
from tracker.models.records import Feed, Troubled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from db.connection import Database


class Treaties:
    """Configurations, treaties, and feeds (one for each source of a treaty)."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._memory = Memory(database)

    def follow(self, configuration: Mapping[str, Any], treaties: Iterable[Treaty], at: datetime) -> int:
        """Record the configuration in force and its treaties, if it changed. Return the configuration's id."""
        body = json.dumps(configuration, sort_keys=True, default=str)
        sha256 = hashlib.sha256(body.encode()).hexdigest()
        current = self._memory.get("configuration")
        known = self._db.one("SELECT id FROM configuration WHERE sha256 = ?", (sha256,))
        if known and current == sha256:
            return int(known["id"])
        with self._db.transaction():
            key = (
                known["id"]
                if known
                else self._db.insert("configuration", {"sha256": sha256, "body": body, "first_used_at": moment(at)})
            )
            self.put(treaties)
            self._memory.put("configuration", sha256)
        return int(key)

    def put(self, treaties: Iterable[Treaty]) -> None:
        """Store treaties and their feeds, in the order of the configuration that follows them."""
        for position, treaty in enumerate(treaties):
            self._put(treaty, position)

    def _put(self, treaty: Treaty, position: int) -> None:
        record = {
            "id": treaty.id,
            "number": treaty.number,
            "name": treaty.name,
            "opened_on": treaty.opened_on.isoformat() if treaty.opened_on else None,
            "by_invitation": int(treaty.by_invitation),
            "blank_non_member_invited": int(treaty.blank_non_member_invited),
            "needed": treaty.threshold.needed if treaty.threshold else None,
            "members": treaty.threshold.members if treaty.threshold else None,
            "organisations": int(treaty.threshold is None or treaty.threshold.organisations),
            "months_after_consent": treaty.months_after_consent,
            "days_after_threshold": treaty.days_after_threshold,
            "days_after_consent": treaty.days_after_consent,
            "parent": treaty.parent,
            "seat": treaty.seat,
            "sources": json.dumps(treaty.sources),
            "position": position,
        }
        settings = ", ".join(f"{name} = excluded.{name}" for name in record if name != "id")
        self._db.conn.execute(
            f"INSERT INTO treaty ({', '.join(record)}) VALUES ({', '.join('?' * len(record))})"  # noqa: S608
            f" ON CONFLICT (id) DO UPDATE SET {settings}",
            tuple(record.values()),
        )
        for source in treaty.sources:
            self._db.conn.execute("INSERT OR IGNORE INTO feed (treaty, source) VALUES (?, ?)", (treaty.id, source))

    def spellings(self) -> dict[str, str]:
        """Spellings that the current configuration adds to the table of participants."""
        return dict(self._configuration().get("participants", {}))

    def graces(self) -> dict[str, str]:
        """How long each source may lag, as the current configuration writes it ("60d")."""
        return {name: str(source["grace"]) for name, source in self._configuration().get("sources", {}).items()}

    def source_kinds(self) -> dict[str, str]:
        """The kind of each source in the current configuration."""
        return {name: str(source["kind"]) for name, source in self._configuration().get("sources", {}).items()}

    def followed(self) -> list[tuple[str, str]]:
        """The (treaty, source) pairs that the current configuration names."""
        return [
            (treaty["id"], source)
            for treaty in self._configuration().get("treaties", ())
            for source in treaty["sources"]
        ]

    def configuration_in_force(self) -> int | None:
        """The id of the current configuration; None before the first pass."""
        row = self._db.one("SELECT id FROM configuration WHERE sha256 = ?", (self._memory.get("configuration"),))
        return int(row["id"]) if row else None

    def configurations(self) -> list[int]:
        """The ids of all configurations that were ever in force, in the order of their first use."""
        return [row["id"] for row in self._db.all("SELECT id FROM configuration ORDER BY id")]

    def _configuration(self) -> dict[str, Any]:
        key = self.configuration_in_force()
        return {} if key is None else self.configuration(key)

    def configuration(self, key: int) -> dict[str, Any]:
        """The configuration with this id, current or earlier."""
        row = self._db.one("SELECT body FROM configuration WHERE id = ?", (key,))
        assert row is not None, f"configuration {key}"  # noqa: S101 - a foreign key holds it
        return dict(json.loads(row["body"]))

    def all(self) -> list[Treaty]:
        """All treaties in the configuration's order, including those no longer followed."""
        return [treaty_of(row) for row in self._db.all("SELECT * FROM treaty ORDER BY position, id")]

    def treaty(self, key: str) -> Treaty | None:
        """The treaty with this id, followed now or once; None if it never was."""
        row = self._db.one("SELECT * FROM treaty WHERE id = ?", (key,))
        return treaty_of(row) if row else None

    # ---- feeds ----

    def feeds(self, treaty: str | None = None) -> list[Feed]:
        """The sources of one treaty or (None) of all; the authority first. Of one, nothing else is read."""
        chosen, of = ("", ()) if treaty is None else (" AND treaty.id = ?", (treaty,))
        rows = self._db.all(
            f"""
            SELECT feed.* FROM treaty, json_each(treaty.sources) AS named
            JOIN feed ON feed.treaty = treaty.id AND feed.source = named.value
            WHERE true{chosen} ORDER BY treaty.position, treaty.id, named.key
            """,  # noqa: S608 - the condition is ours
            of,
        )
        return [feed_of(row) for row in rows]

    def document_feed(self, treaty: str, source: str) -> Feed:
        """The feed of a treaty's documents other than charts (archived copies, statements); created if missing."""
        self._db.conn.execute("INSERT OR IGNORE INTO feed (treaty, source) VALUES (?, ?)", (treaty, source))
        return self.feed(treaty, source)

    def document_feeds(self, source: str) -> list[Feed]:
        """The feeds of one kind of document, in the order of the treaties."""
        rows = self._db.all(
            """
            SELECT feed.* FROM feed JOIN treaty ON treaty.id = feed.treaty
            WHERE feed.source = ? ORDER BY treaty.position, treaty.id
            """,
            (source,),
        )
        return [feed_of(row) for row in rows]

    def in_trouble(self) -> list[Troubled]:
        """The feeds that fail, and those of which an alert said so, in the order of the treaties."""
        rows = self._db.all(
            """
            SELECT feed.* FROM feed JOIN treaty ON treaty.id = feed.treaty
            WHERE feed.state <> 'ok' OR feed.alerted_at IS NOT NULL ORDER BY treaty.position, treaty.id, feed.id
            """
        )
        return [Troubled(feed=feed_of(row), alerted_at=instant(row["alerted_at"])) for row in rows]

    def last_good_of(self, source: str) -> datetime | None:
        """When any treaty was last read well from a source (UTC)."""
        row = self._db.one("SELECT max(last_good_at) AS at FROM feed WHERE source = ?", (source,))
        return instant(row["at"]) if row else None

    def known_feed(self, treaty: str, source: str) -> Feed | None:
        """One source of one treaty; None if it was never followed or read."""
        row = self._db.one("SELECT * FROM feed WHERE treaty = ? AND source = ?", (treaty, source))
        return feed_of(row) if row else None

    def feed(self, treaty: str, source: str) -> Feed:
        """One source of one treaty, as `follow` recorded it."""
        found = self.known_feed(treaty, source)
        assert found is not None, f"{source} of {treaty} was never followed"  # noqa: S101
        return found

    def feed_name(self, key: int) -> tuple[str, str]:
        """The treaty and the source of the feed with this id, whatever else its row says; empty if there is none."""
        row = self._db.one("SELECT treaty, source FROM feed WHERE id = ?", (key,))
        return (row["treaty"], row["source"]) if row else ("", "")

    def feed_by_id(self, key: int) -> Feed:
        """The feed with this id."""
        row = self._db.one("SELECT * FROM feed WHERE id = ?", (key,))
        assert row is not None, f"feed {key}"  # noqa: S101 - a foreign key holds it
        return feed_of(row)


def treaty_of(row: dict[str, Any]) -> Treaty:
    """The treaty that a row of `treaty` stores."""
    return Treaty(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        opened_on=day(row["opened_on"]),
        blank_non_member_invited=bool(row["blank_non_member_invited"]),
        by_invitation=bool(row["by_invitation"]),
        threshold=_threshold(row),
        months_after_consent=row["months_after_consent"],
        days_after_threshold=row["days_after_threshold"],
        days_after_consent=row["days_after_consent"],
        parent=row["parent"],
        sources=tuple(json.loads(row["sources"])),
        seat=row["seat"],
    )


def _threshold(row: dict[str, Any]) -> Threshold | None:
    if row["needed"] is None:
        return None
    return Threshold(needed=row["needed"], members=row["members"], organisations=bool(row["organisations"]))


def feed_of(row: dict[str, Any]) -> Feed:
    """The feed that a row of `feed` stores."""
    return Feed(
        id=row["id"],
        treaty=row["treaty"],
        source=row["source"],
        state=SourceState(row["state"]),
        failures=row["failures"],
        last_checked_at=instant(row["last_checked_at"]),
        last_good_at=instant(row["last_good_at"]),
        body_at=instant(row["body_at"]),
        last_error=row["last_error"],
        status_as_of=day(row["status_as_of"]),
        snapshot=row["snapshot"],
        evidence=row["evidence"],
        reading=row["reading"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
    )

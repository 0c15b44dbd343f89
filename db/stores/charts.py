"""Snapshots of charts. A row that does not change is stored once, with the first snapshot that shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from db.stores.codec import ROW_COLUMNS, day, instant, record_of_row, row_of
from tracker.errors import UsageError
from tracker.models import Chart, Field, Pending, moment, parse_moment
from tracker.models.records import Snapshot
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from db.connection import Database
    from tracker.models import Row


_SELECT = "SELECT snapshot.*, feed.treaty, feed.source FROM snapshot JOIN feed ON feed.id = snapshot.feed"

_OF_VERSION = ", ".join(f"row_version.{name}" for name in ROW_COLUMNS.split(", "))

_PARTICIPANT = itemgetter(0)  # the first of ROW_COLUMNS

_CHARTS_KEPT = 8  # loaded charts kept in memory: a comparison loads the same few again and again


class RowVersions:
    """Every version of every row of a treaty: the snapshot that first showed it, and ROW_COLUMNS. A row is decoded when
    its participant is asked for."""

    def __init__(self, stored: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
        self._stored = stored

    def of(self, participant: str) -> list[tuple[int, Row]]:
        """The versions of one participant's row, each with the snapshot that first showed it."""
        return [(row[0], row_of(row[1:])) for row in self._stored.get(participant, ())]


class Charts:
    """Accepted charts, values that vanished and wait for confirmation, and dates that have taken effect."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._charts: dict[int, Chart] = {}

    def add(
        self,
        feed: int,
        chart: Chart,
        *,
        log: int,
        evidence: int | None,
        observed_at: datetime,
        accepted_at: datetime | None = None,
        published_on: date | None = None,
        bundled: bool = False,
    ) -> int:
        """Store a chart as the feed's newest snapshot and return its id. Only changed rows are written.

        `accepted_at` is when a person accepted the chart, if it was in doubt when it was read.
        """
        key = self._db.insert(
            "snapshot",
            {
                "feed": feed,
                "log": log,
                "evidence": evidence,
                "observed_at": moment(observed_at),
                "accepted_at": moment(accepted_at) if accepted_at else None,
                "published_on": iso(published_on),
                "status_as_of": iso(chart.status_as_of),
                "bundled": int(bundled),
                "number": chart.number,
                "title": chart.title,
                "opened_on": iso(chart.opened_on),
                "in_force_on": iso(chart.in_force_on),
                "shows_in_force_on": int(chart.shows_in_force_on),
                "row_count": len(chart.rows),
            },
        )
        self._write_rows(feed, key, chart)
        # these fields only serve to judge a chart and are not stored: a cached chart must equal a loaded one
        self._keep(key, replace(chart, totals=None, duplicates=(), marked=frozenset(), sparse=frozenset()))
        return key

    def _write_rows(self, feed: int, snapshot: int, chart: Chart) -> None:
        last = self._db.one("SELECT max(id) AS id FROM snapshot WHERE feed = ? AND id < ?", (feed, snapshot))
        standing = self.chart(last["id"]).rows if last and last["id"] else ()
        before, after = ({row.participant: row for row in rows} for rows in (standing, chart.rows))
        for participant, row in before.items():
            if after.get(participant) != row:
                self._db.conn.execute(
                    "UPDATE row_version SET until_snapshot = ?"
                    " WHERE feed = ? AND participant = ? AND until_snapshot IS NULL",
                    (snapshot, feed, participant),
                )
        for participant, row in after.items():
            if before.get(participant) != row:
                self._db.insert("row_version", {"feed": feed, "from_snapshot": snapshot, **record_of_row(row)})

    def forget(self, feed: int, first: int) -> None:
        """Delete a feed's snapshots from `first` on, with the changes found in them; the caller makes them again."""
        later = "SELECT id FROM snapshot WHERE feed = :feed AND id >= :first"
        for statement in (
            f"DELETE FROM change WHERE snapshot IN ({later})",  # noqa: S608 - ours
            "DELETE FROM row_version WHERE feed = :feed AND from_snapshot >= :first",
            "UPDATE row_version SET until_snapshot = NULL WHERE feed = :feed AND until_snapshot >= :first",
            "DELETE FROM snapshot WHERE feed = :feed AND id >= :first",
        ):
            self._db.conn.execute(statement, {"feed": feed, "first": first})
        self.forget_read()

    def chart(self, snapshot: int) -> Chart:
        """A stored chart with its rows. Stored charts never change, so the last few are cached. Raises UsageError."""
        if snapshot not in self._charts:
            self._keep(snapshot, self._load_chart(snapshot))
        return self._charts[snapshot]

    def forget_read(self) -> None:
        """Empty the cache of charts: another chart may be stored under the same id now."""
        self._charts.clear()

    def _keep(self, snapshot: int, chart: Chart) -> None:
        while len(self._charts) >= _CHARTS_KEPT:
            del self._charts[next(iter(self._charts))]
        self._charts[snapshot] = chart

    def _load_chart(self, snapshot: int) -> Chart:
        head = self._db.one("SELECT * FROM snapshot WHERE id = ?", (snapshot,))
        if head is None:
            raise UsageError(f"no snapshot {snapshot}: {self._db.nearest('snapshot', snapshot)}")
        rows = self._db.conn.execute(
            f"""
            SELECT {ROW_COLUMNS} FROM row_version
            WHERE feed = :feed AND from_snapshot <= :id AND (until_snapshot IS NULL OR until_snapshot > :id)
            """,  # noqa: S608 - ours
            head,
        )
        return Chart(
            rows=tuple([row_of(row) for row in sorted(rows, key=_PARTICIPANT)]),  # SQLite would copy them to sort them
            number=head["number"],
            title=head["title"],
            opened_on=day(head["opened_on"]),
            in_force_on=day(head["in_force_on"]),
            shows_in_force_on=bool(head["shows_in_force_on"]),
            status_as_of=day(head["status_as_of"]),
        )

    def snapshots(self, treaties: Iterable[str] = ()) -> list[Snapshot]:
        """All snapshots of these treaties (none given: of all), oldest first."""
        wanted = tuple(treaties)
        chosen = f"WHERE feed.treaty IN ({', '.join('?' * len(wanted))})" if wanted else ""
        return [snapshot_of(row) for row in self._db.all(f"{_SELECT} {chosen} ORDER BY snapshot.id", wanted)]

    def newest(self, feed: int) -> Snapshot | None:
        """The newest snapshot of a feed, without its rows."""
        row = self._db.one(f"{_SELECT} WHERE snapshot.feed = ? ORDER BY snapshot.id DESC LIMIT 1", (feed,))
        return snapshot_of(row) if row else None

    def snapshot(self, key: int) -> Snapshot:
        """The snapshot with this id, without its rows. Raises UsageError for an unknown id."""
        row = self._db.one(f"{_SELECT} WHERE snapshot.id = ?", (key,))
        if row is None:
            raise UsageError(f"no snapshot {key}: {self._db.nearest('snapshot', key)}")
        return snapshot_of(row)

    def label(self, key: int) -> tuple[str, str, str, int | None] | None:
        """The treaty, the source, the moment and the evidence of a snapshot as stored, whatever else its row says."""
        row = self._db.one(f"{_SELECT} WHERE snapshot.id = ?", (key,))
        return (row["treaty"], row["source"], row["observed_at"], row["evidence"]) if row else None

    def shown_as(self, snapshot: int, name: str) -> str | None:
        """The participant whose row a snapshot shows first under a printed name."""
        row = self._db.one("SELECT participant FROM row_version WHERE from_snapshot = ? AND name = ?", (snapshot, name))
        return row["participant"] if row else None

    def row_versions(self, treaty: str) -> RowVersions:
        """Every version of every row in any source of a treaty, in the order in which they were observed."""
        found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in self._db.conn.execute(
            f"""
            SELECT from_snapshot, {_OF_VERSION} FROM row_version
            JOIN snapshot ON snapshot.id = row_version.from_snapshot JOIN feed ON feed.id = snapshot.feed
            WHERE feed.treaty = ? ORDER BY snapshot.observed_at, snapshot.id
            """,  # noqa: S608 - ours
            (treaty,),
        ):
            found[row[1]].append(row)
        return RowVersions(found)

    def invited_rows(self, feed: int) -> list[tuple[int, int | None, Row]]:
        """All rows that a source listed as invited: (first snapshot, first snapshot without it or None, row)."""
        found = self._db.conn.execute(
            f"SELECT from_snapshot, until_snapshot, {ROW_COLUMNS} FROM row_version"  # noqa: S608 - ours
            " WHERE feed = ? AND invited = 1 ORDER BY id",
            (feed,),
        )
        return [(first, until, row_of(row)) for first, until, *row in found]

    # ---- vanished values that wait for confirmation ----

    def pending(self, feed: int) -> tuple[Pending, ...]:
        """Values that the feed's last chart no longer showed, and that wait for a second read to confirm it."""
        rows = self._db.all("SELECT * FROM pending WHERE feed = ? ORDER BY participant, field", (feed,))
        return tuple(pending_of(row) for row in rows)

    def set_pending(self, feed: int, pending: Iterable[Pending]) -> None:
        """Replace the feed's pending values."""
        self._db.conn.execute("DELETE FROM pending WHERE feed = ?", (feed,))
        for value in pending:
            self._db.insert(
                "pending",
                {
                    "feed": feed,
                    "participant": value.participant or "",
                    "field": value.field,
                    "before": value.before,
                    "since": moment(value.since),
                    "bundled": int(value.bundled),
                },
            )

    def fingerprint(self, treaty: str) -> str:
        """A text that differs whenever a treaty's charts, changes or pending values do."""
        row = self._db.one(
            """
            SELECT (SELECT max(snapshot) FROM feed WHERE treaty = :treaty) AS snapshot,
                   (SELECT max(id) FROM change WHERE treaty = :treaty) AS change,
                   (SELECT count(*) FROM pending JOIN feed ON feed.id = feed WHERE treaty = :treaty) AS pending
            """,
            {"treaty": treaty},
        )
        return str(tuple(row.values())) if row else ""

    # ---- dates that took effect ----

    def effects(self, treaty: str) -> dict[tuple[str | None, Field], date]:
        """Dates of a treaty that took effect and were reported, or were history when we first looked."""
        found = self._db.conn.execute(
            "SELECT participant, field, took_effect_on FROM effect WHERE treaty = ?", (treaty,)
        )
        return {(who or None, Field(name)): date.fromisoformat(when) for who, name, when in found}

    def set_effects(self, treaty: str, effects: Mapping[tuple[str | None, Field], date]) -> None:
        """Replace the treaty's dates that took effect."""
        self._db.conn.execute("DELETE FROM effect WHERE treaty = ?", (treaty,))
        self._db.conn.executemany(
            "INSERT INTO effect (treaty, participant, field, took_effect_on) VALUES (?, ?, ?, ?)",
            [(treaty, who or "", field, when.isoformat()) for (who, field), when in effects.items()],
        )


def snapshot_of(row: dict[str, Any]) -> Snapshot:
    """The snapshot that a row of `snapshot`, joined with its feed, stores."""
    return Snapshot(
        id=row["id"],
        feed=row["feed"],
        treaty=row["treaty"],
        source=row["source"],
        evidence=row["evidence"],
        observed_at=parse_moment(row["observed_at"]),
        accepted_at=instant(row["accepted_at"]),
        published_on=day(row["published_on"]),
        status_as_of=day(row["status_as_of"]),
        bundled=bool(row["bundled"]),
        rows=row["row_count"],
    )


def pending_of(row: dict[str, Any]) -> Pending:
    """The value that a row of `pending` stores."""
    return Pending(
        participant=row["participant"] or None,
        field=Field(row["field"]),
        before=row["before"],
        since=parse_moment(row["since"]),
        bundled=bool(row["bundled"]),
    )

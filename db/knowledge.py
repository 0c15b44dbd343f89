"""What answers need to know, read from the store: the one implementation of `tracker.answers.view.View`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from tracker.models import STATEMENTS, STATEMENTS_IN_FRENCH
from tracker.models.durations import parse_duration
from tracker.models.records import Filter, GoodRead

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping
    from datetime import datetime, timedelta

    from db.stores.stores import Stores
    from tracker.models import Change, Chart, Row, Treaty, UnreadStatement
    from tracker.models.head import Head
    from tracker.models.records import (
        Delivery,
        Evidence,
        Feed,
        FrenchText,
        Reference,
        SlotNote,
        Snapshot,
        StoredStatement,
    )

_T = TypeVar("_T")


@contextmanager
def read_knowledge(store: Stores, known_at: datetime | None = None) -> Iterator[Knowledge]:
    """What was known at a moment (None: now), for one question: all of it is read in one transaction."""
    if store.database.conn.in_transaction:
        yield Knowledge(store, known_at)
        return
    with store.reading():
        yield Knowledge(store, known_at)


class Knowledge:
    """What was known at a moment. Each value is read when it is first asked for, and then kept.

    Whoever needs all values to be of one state of the database reads them within a transaction: `read_knowledge`.
    """

    def __init__(self, store: Stores, known_at: datetime | None = None) -> None:
        self._store = store
        self._known_at = known_at
        self._kept: dict[tuple[Hashable, ...], object] = {}

    def once(self, make: Callable[[], _T], *of: Hashable) -> _T:
        """What `make` gives, made once for each value of `of`."""
        if of not in self._kept:
            self._kept[of] = make()
        found: _T = self._kept[of]  # type: ignore[assignment]  # the same key always holds what the same `make` gave
        return found

    @property
    def known_at(self) -> datetime | None:
        """The moment by which everything here was known; None: now."""
        return self._known_at

    def _known(self, at: datetime) -> bool:
        return self._known_at is None or at <= self._known_at

    # ---- configuration ----

    def treaties(self) -> tuple[Treaty, ...]:
        """The treaties followed, in the configuration's order, then those that once were."""
        return self.once(lambda: tuple(self._store.treaties.all()), "treaties")

    def treaty(self, key: str) -> Treaty | None:
        """The treaty with this id; None if it was never followed. Nothing is read of the others."""
        return self.once(lambda: self._store.treaties.treaty(key), "treaty", key)

    def spellings(self) -> Mapping[str, str]:
        """The spellings of participants that the configuration adds."""
        return self.once(self._store.treaties.spellings, "spellings")

    def source_kinds(self) -> Mapping[str, str]:
        """The kind of each source of the configuration."""
        return self.once(self._store.treaties.source_kinds, "source kinds")

    def graces(self) -> Mapping[str, timedelta]:
        """How long each source may lag before a difference from it counts."""
        return self.once(
            lambda: {source: parse_duration(text) for source, text in self._store.treaties.graces().items()}, "graces"
        )

    # ---- sources and charts ----

    def feeds(self, treaty: str) -> tuple[Feed, ...]:
        """The sources of a treaty's charts, the authority first."""
        return self.once(lambda: tuple(self._store.treaties.feeds(treaty)), "feeds", treaty)

    def statement_feed(self, treaty: str) -> Feed | None:
        """The source of a treaty's statements, if there is one."""
        return self.once(lambda: self._store.treaties.known_feed(treaty, STATEMENTS), "statement feed", treaty)

    def last_good(self, feed: Feed) -> GoodRead | None:
        """The last accepted read of a source."""
        if self._known_at is None:
            if feed.last_good_at is None:
                return None
            return GoodRead(read_at=feed.last_good_at, status_as_of=feed.status_as_of, body_at=feed.body_at)
        known_at = self._known_at
        return self.once(lambda: self._store.log.last_good_by(feed.id, known_at), "last good", feed.id)

    def snapshots(self, treaty: str) -> tuple[Snapshot, ...]:
        """The stored charts of a treaty that had been accepted, oldest first."""
        return self.once(
            lambda: tuple(found for found in self._store.charts.snapshots([treaty]) if self._known(found.known_since)),
            "snapshots",
            treaty,
        )

    def newest(self, feed: Feed) -> Snapshot | None:
        """The newest chart of a source that had been read and accepted."""
        if self._known_at is None:  # the others are many, and most questions need none of them
            return self.once(lambda: self._store.charts.newest(feed.id), "newest", feed.id)
        return next((found for found in reversed(self.snapshots(feed.treaty)) if found.feed == feed.id), None)

    def snapshot(self, key: int) -> Snapshot:
        """One stored chart, without its rows. Raises UsageError for an unknown id."""
        return self.once(lambda: self._store.charts.snapshot(key), "snapshot", key)

    def chart(self, snapshot: int) -> Chart:
        """One stored chart with its rows. Raises UsageError for an unknown id."""
        return self.once(lambda: self._store.charts.chart(snapshot), "chart", snapshot)

    def row_versions(self, treaty: str, participant: str) -> list[tuple[Snapshot, Row]]:
        """Every version of a participant's row in any source of a treaty, with the chart that first showed it."""
        versions = self.once(lambda: self._store.charts.row_versions(treaty), "rows", treaty)
        heads = self.once(lambda: {found.id: found for found in self.snapshots(treaty)}, "heads", treaty)
        return [(heads[key], row) for key, row in versions.of(participant) if key in heads]

    def invited_rows(self, feed: int) -> list[tuple[int, int | None, Row]]:
        """Every row that a source listed as invited."""
        return self.once(lambda: self._store.charts.invited_rows(feed), "invited", feed)

    # ---- changes ----

    def changes(self, treaty: str) -> tuple[Change, ...]:
        """The changes of a treaty, oldest first."""
        wanted = Filter(treaties=(treaty,))
        return self.once(
            lambda: tuple(found for found in self._store.changes.find(wanted) if self._known(found.detected_at)),
            "changes",
            treaty,
        )

    def told_by_other_sources(self, treaty: str, authority: str) -> list[Change]:
        """The changes that a ledger needs."""
        return self.once(
            lambda: self._store.changes.told_by_other_sources(treaty, authority, self._known_at),
            "ledger",
            treaty,
            authority,
        )

    def change(self, key: int) -> Change:
        """One change. Raises UsageError for an unknown id."""
        return self._store.changes.get(key)

    def evidence_of_change(self, change: Change) -> Evidence | None:
        """What shows a change: the read that reported it, else the chart that it rests on."""
        treaty = change.treaty
        return self.once(lambda: self._store.archive.of_changes(treaty), "shown by", treaty).get(change.id)

    def deliveries(self, change: int) -> list[Delivery]:
        """To whom one change was sent, and the result."""
        return self._store.outbox.deliveries(change=change)

    # ---- statements, references, evidence ----

    def statements(self, treaty: str) -> list[StoredStatement]:
        """The statements under a treaty, in order of participant, kind and article."""
        return self.once(
            lambda: self._store.statements.standing(treaties=[treaty], known_at=self._known_at), "statements", treaty
        )

    def french_texts(self, treaty: str) -> list[FrenchText]:
        """The rows of the treaty's list of statements in French, whosever they are."""
        return self.once(lambda: self._store.french.standing(treaty, self._known_at), "French texts", treaty)

    def amended_texts(self, treaty: str) -> Mapping[int, datetime]:
        """When the text of a statement under the treaty was last amended, by the statement's key."""
        return self.once(lambda: self._store.french.amended(treaty, self._known_at), "amended texts", treaty)

    def french_feed(self, treaty: str) -> Feed | None:
        """The source of the treaty's list in French, if it was ever asked for."""
        return self.once(
            lambda: self._store.treaties.known_feed(treaty, STATEMENTS_IN_FRENCH), "feed of French texts", treaty
        )

    def unread_statements(self, treaty: str) -> list[UnreadStatement]:
        """The rows of the treaty's list that could not be read, in its order; always those of now."""
        feed = self.statement_feed(treaty)
        return self._store.statements.unread(feed.id) if feed else []

    def search_statements(self, text: str) -> frozenset[int]:
        """The ids of the statements that hold every word and every quoted phrase."""
        return frozenset(self._store.statements.search(text, self._known_at))

    def references(self, treaty: str, participant: str) -> list[Reference]:
        """The depositary's references that a person noted for the acts of a participant."""
        every = self.once(lambda: self._store.references.standing(treaty, self._known_at), "references", treaty)
        return [found for found in every if found.participant == participant]

    def slot_notes(self, treaty: str) -> list[SlotNote]:
        """The slots that people read in statements under the treaty, oldest first."""
        return self.once(lambda: self._store.slots.standing(treaty, self._known_at), "slots", treaty)

    def evidence(self, key: int) -> Evidence:
        """One piece of evidence, without its bytes. Raises UsageError for an unknown id."""
        return self.once(lambda: self._store.archive.evidence(key), "evidence", key)

    # ---- the log ----

    def history_head(self, *, of_news: bool = False) -> Head | None:
        """The end of the log's chain; `of_news`: at the last entry that was no mere look."""
        return self._store.log.head_of_news() if of_news else self._store.log.head()

    def head_of_change(self, key: int) -> Head | None:
        """The log's chain at the entry that told a change."""
        return self._store.log.head_of_change(key)

"""What a pass writes besides charts and changes: the log, the outbox, decisions, alerts.

A rebuild replays the log and derives charts and changes again. Everything that a recorder writes exists by then, so a
rebuild uses a recorder that writes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from db.store import Store
    from tracker.errors import ErrorKind
    from tracker.models import Decision, Outcome


class Recorder(Protocol):
    """Where a pass records what it did."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything written within it is committed together, or not at all."""

    def log(
        self,
        at: datetime,
        what: str,
        *,
        feed: int | None = None,
        outcome: Outcome | None = None,
        evidence: int | None = None,
        error: tuple[ErrorKind, str] | None = None,
        configuration: int | None = None,
        read_at: datetime | None = None,
        status_as_of: date | None = None,
        whole: bool = False,
        item: int | None = None,
        about: Mapping[str, Sequence[Sequence[object]]] | None = None,
    ) -> int:
        """Write one entry of the log; returns its id."""

    def owe(self, change: int, channels: Iterable[str], at: datetime) -> None:
        """Put a change into the outbox of each channel."""

    def queue_notice(self, channel: str, kind: str, subject: str, text: str, at: datetime) -> int:
        """Put a message into the outbox of a channel; returns its id."""

    def note_alert(self, feed: int, at: datetime | None) -> None:
        """Note when an alert said that a source is down; None: that it is back."""

    def decide(self, key: int, decision: Decision, at: datetime) -> None:
        """Record the decision about a quarantined item."""

    def supersede(self, feed: int, at: datetime) -> None:
        """Close the feed's open items: a later read was accepted."""

    def count_copies(self, feed: int, log: int) -> None:
        """Note the log entry that counts the archived copies added since the last one."""

    def remember(self, key: str, value: str) -> None:
        """Keep a value that a restart must not lose."""

    def invitations_told(self, treaty: str) -> frozenset[str]:
        """Participants that this entry of the log reported as invited, if it is carried out again; else none."""


class StoreRecorder:
    """Records in the store."""

    def __init__(self, store: Store) -> None:
        self.transaction = store.transaction
        self.log = store.log.write
        self.owe = store.outbox.owe
        self.queue_notice = store.outbox.queue_notice
        self.note_alert = store.log.note_alert
        self.decide = store.decisions.decide
        self.supersede = store.decisions.supersede
        self.count_copies = store.captures.count
        self.remember = store.memory.put

    def invitations_told(self, _treaty: str) -> frozenset[str]:
        """None: the pass is the first to look."""
        return frozenset()

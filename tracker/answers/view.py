"""What a question needs to know: the values that answers are made of, as they were known at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import datetime, timedelta

    from tracker.models import Change, Chart, Row, Treaty, UnreadStatement
    from tracker.models.head import Head
    from tracker.models.records import (
        Delivery,
        Evidence,
        Feed,
        FrenchText,
        GoodRead,
        Reference,
        SlotNote,
        Snapshot,
        StoredStatement,
    )


_T = TypeVar("_T")


class View(Protocol):
    """All that is kept, read as of `known_at` (None: now). The same question always gets the same values.

    Methods that take an id raise UsageError for one that is unknown.
    """

    @property
    def known_at(self) -> datetime | None:
        """The moment by which everything here was known; None: now."""

    def once(self, make: Callable[[], _T], *of: Hashable) -> _T:
        """What `make` gives, made once for each value of `of`. Only for what is made of this knowledge and of `of`."""

    # ---- configuration ----

    def treaties(self) -> Sequence[Treaty]:
        """The treaties followed, in the configuration's order, then those that once were."""

    def treaty(self, key: str) -> Treaty | None:
        """The treaty with this id, followed now or once; None if it never was."""

    def spellings(self) -> Mapping[str, str]:
        """The spellings of participants that the configuration adds."""

    def source_kinds(self) -> Mapping[str, str]:
        """The kind of each source of the configuration."""

    def graces(self) -> Mapping[str, timedelta]:
        """How long each source may lag before a difference from it counts."""

    # ---- sources and charts ----

    def feeds(self, treaty: str) -> Sequence[Feed]:
        """The sources of a treaty's charts, the authority first; their health is always that of now."""

    def statement_feed(self, treaty: str) -> Feed | None:
        """The source of a treaty's statements, if there is one."""

    def last_good(self, feed: Feed) -> GoodRead | None:
        """The last accepted read of a source."""

    def snapshots(self, treaty: str) -> Sequence[Snapshot]:
        """The stored charts of a treaty, of every source, oldest first."""

    def newest(self, feed: Feed) -> Snapshot | None:
        """The newest chart of a source that had been read and accepted."""

    def snapshot(self, key: int) -> Snapshot:
        """One stored chart, without its rows, whenever it was read."""

    def chart(self, snapshot: int) -> Chart:
        """One stored chart with its rows."""

    def row_versions(self, treaty: str, participant: str) -> Sequence[tuple[Snapshot, Row]]:
        """Every version of a participant's row in any source of a treaty, with the chart that first showed it."""

    def invited_rows(self, feed: int) -> Sequence[tuple[int, int | None, Row]]:
        """Every row that a source listed as invited: from which snapshot on, and until which (None: still)."""

    # ---- changes ----

    def changes(self, treaty: str) -> Sequence[Change]:
        """The changes of a treaty, oldest first."""

    def told_by_other_sources(self, treaty: str, authority: str) -> Sequence[Change]:
        """The changes that a ledger needs: those of other sources, and those that took something back."""

    def change(self, key: int) -> Change:
        """One change, whenever it was detected."""

    def evidence_of_change(self, change: Change) -> Evidence | None:
        """The evidence of a change: of the read that recorded it, else of its chart."""

    def deliveries(self, change: int) -> Sequence[Delivery]:
        """The deliveries of one change."""

    # ---- statements, references, evidence ----

    def statements(self, treaty: str) -> Sequence[StoredStatement]:
        """The statements under a treaty, in order of participant, kind and article."""

    def french_texts(self, treaty: str) -> Sequence[FrenchText]:
        """The rows of the treaty's list of statements in French, whosever they are."""

    def amended_texts(self, treaty: str) -> Mapping[int, datetime]:
        """When the text of a statement under the treaty was last amended, by the statement's key."""

    def french_feed(self, treaty: str) -> Feed | None:
        """The source of the treaty's list in French, if it was ever asked for."""

    def unread_statements(self, treaty: str) -> Sequence[UnreadStatement]:
        """The rows of the treaty's list that could not be read, in its order; always those of now."""

    def search_statements(self, text: str) -> frozenset[int]:
        """The ids of the statements that hold every word and every quoted phrase."""

    def references(self, treaty: str, participant: str) -> Sequence[Reference]:
        """The depositary's references that a person noted for the acts of a participant."""

    def slot_notes(self, treaty: str) -> Sequence[SlotNote]:
        """The slots that people read in statements under the treaty, oldest first."""

    def evidence(self, key: int) -> Evidence:
        """One piece of evidence, without its bytes."""

    # ---- the log ----

    def history_head(self, *, of_news: bool = False) -> Head | None:
        """The end of the log's chain; `of_news`: at the last entry that was no mere look."""

    def head_of_change(self, key: int) -> Head | None:
        """The log's chain at the entry that told a change."""

"""The sources of one treaty side by side, and what stands in while the first one cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.models import Failover, Field, SourceState
from tracker.reconcile import Side, Status, compare_sides
from tracker.wording.parties import shown_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.view import View
    from tracker.diff.ledger import Fact
    from tracker.models import Change, Treaty
    from tracker.models.records import Feed

_AT_ODDS = (Status.DIFFER, Status.MISSING)


def sides_of(view: View, feeds: Iterable[Feed]) -> list[Side]:
    """The sides of those sources that have been read."""
    graces = view.graces()
    return [
        Side(
            source=feed.source,
            chart=view.chart(feed.snapshot),
            evidence=feed.evidence,
            grace=graces.get(feed.source, timedelta()),
            seen_on=feed.status_as_of,
        )
        for feed in feeds
        if feed.snapshot is not None
    ]


def failover_of(view: View, treaty: str) -> Failover | None:
    """The newest read of another source, once the first one has been down for longer than its `grace`; None if the
    first one is not down, if no other was read since, and of what was known at an earlier moment."""
    if view.known_at is not None:
        return None
    feeds = view.feeds(treaty)
    if not feeds or not _is_down(view, first := feeds[0]):
        return None
    since = [
        (feed.last_good_at, feed)
        for feed in feeds[1:]
        if feed.last_good_at and (first.last_good_at is None or feed.last_good_at > first.last_good_at)
    ]
    if not since:
        return None
    read_at, other = max(since, key=lambda found: found[0])
    return Failover(
        down=first.source,
        last_good=first.last_good_at,
        source=other.source,
        read_at=read_at,
        differences=_differences(view, treaty, first, other),
    )


def _is_down(view: View, feed: Feed) -> bool:
    if feed.state is not SourceState.DOWN:
        return False  # nearly always; the configuration is not read for it
    tried, good = feed.last_checked_at, feed.last_good_at
    return tried is None or good is None or tried - good > view.graces().get(feed.source, timedelta())


def _differences(view: View, treaty: str, first: Feed, other: Feed) -> int:
    assert other.last_good_at is not None  # noqa: S101 - chosen by it
    findings = compare_sides(treaty, sides_of(view, (first, other)), other.last_good_at.date())
    return sum(1 for found in findings if found.status in _AT_ODDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """What a participant's row rests on that a treaty's first source does not show, as the changes that told it."""

    name: str = ""
    changes: tuple[Change, ...] = ()
    authority: str = ""

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the changes."""
        return tuple(change.id for change in self.changes)

    @property
    def words(self) -> str | None:
        """`only the chart shows: denunciation 2025-01-10 (change 1); …`; None if the first source shows all of it."""
        return shown_alone(self.name, self.changes, self.authority) if self.changes else None


def unconfirmed_in_words(known: KnownTreaty) -> Iterator[str]:
    """What only other sources than the first show by the day that is known, a clause for each participant."""
    for who in dict.fromkeys(who for who, _ in known.elsewhere if who):
        row = known.chart.row(who)
        found = unconfirmed_by(known.elsewhere, known.treaty, who, row.name if row else who, known.day)
        if found.words:
            yield found.words


def unconfirmed_by(
    elsewhere: Mapping[Fact, Change], treaty: Treaty, participant: str, name: str, day: date
) -> Unconfirmed:
    """The same of the facts that only other sources show."""
    if not elsewhere:
        return Unconfirmed()  # nearly always
    told = (change for (who, field), change in elsewhere.items() if who == participant and field is not Field.INVITED)
    done = {change.id: change for change in told if change.effective_on and change.effective_on <= day}
    return Unconfirmed(name=name, changes=tuple(done[key] for key in sorted(done)), authority=treaty.sources[0])

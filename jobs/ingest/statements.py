"""A list of statements that was received: compared with the current statements.

The list is a document of its own: it has a feed, evidence, health and a quarantine, but no snapshots. Its first good
read is history. After that, every difference waits for a second read that shows it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.ingest.recording import RecordingContext, record_statement_changes
from jobs.notify import alerts
from tracker.guard.language import refuse_list_in_other_language
from tracker.language import Language
from tracker.models import STATEMENTS, Outcome
from tracker.models.records import ListedStatement
from tracker.models.times import day_at
from tracker.sources.coe import statements as coe_statements
from tracker.statements import apply, article_numbers, compare, doubts
from tracker.statements.identity import pairs
from tracker.statements.interpret import interpret

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from jobs.context import Pass
    from jobs.ingest.subject import Received
    from tracker.guard.doubt import Doubt
    from tracker.models import Change, Pending, PrintedStatements, Statement, UnreadStatement
    from tracker.models.records import Feed, StoredStatement
    from tracker.statements import StatementDifference


def parse_statements(run: Pass, received: Received) -> ParsedStatements:
    """Parse a list of statements that is to be judged. Raises ParseError, also for one in French."""
    printed = printed_in(run, received)
    refuse_list_in_other_language(printed, run.participants, Language.ENGLISH)
    return _interpreted(run, received, printed)


def parse_statements_again(run: Pass, received: Received) -> ParsedStatements:
    """Parse a list that was believed before, as the log says. Raises ParseError."""
    return _interpreted(run, received, printed_in(run, received))


def printed_in(run: Pass, received: Received) -> PrintedStatements:
    """The list as printed, in whatever language. Raises ParseError."""
    return coe_statements.parse(run.store.archive.body(received.evidence.sha256))


def _interpreted(run: Pass, received: Received, printed: PrintedStatements) -> ParsedStatements:
    found = interpret(printed, run.participants)
    return ParsedStatements(received=received, statements=found.statements, unread=found.unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedStatements:
    """A list of statements as read from a source."""

    received: Received
    statements: tuple[Statement, ...]
    unread: tuple[UnreadStatement, ...] = ()

    def compare(self, run: Pass) -> ComparedStatements:
        """Compare it with the current statements."""
        standing = tuple(run.store.statements.standing(treaties=[self.received.treaty.id]))
        old = tuple(stored.statement for stored in standing)
        if _is_first(self.received.feed, standing):
            return ComparedStatements(
                received=self.received,
                outcome=Outcome.BASELINE,
                read=self.statements,
                standing=standing,
                # an empty list does not prove that the bundled statements are wrong
                after=self.statements or old,
                unread=self.unread,
            )
        confirmed, waiting = _wait(run, self.received, self._certain(compare(old, self.statements)))
        return ComparedStatements(
            received=self.received,
            outcome=Outcome.CHANGED if confirmed else Outcome.UNCHANGED,
            read=self.statements,
            standing=standing,
            after=apply(old, confirmed),
            news=tuple(confirmed),
            waiting=tuple(waiting),
            unread=self.unread,
        )

    def _certain(self, differences: Iterable[StatementDifference]) -> list[StatementDifference]:
        """The differences without statements that are missing from the list, but may be in a row that was not read."""
        makers = {one.participant for one in self.unread}
        return [one for one in differences if not one.vanished or not makers & {None, one.statement.participant}]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedStatements:
    """A list that was `read`, compared with the `standing` statements; `after` replaces them.

    `waiting`: the keys of differences that wait for a second read, each with the time it was first seen.
    """

    received: Received
    outcome: Outcome
    read: tuple[Statement, ...]
    standing: tuple[StoredStatement, ...]
    after: tuple[Statement, ...]
    news: tuple[StatementDifference, ...] = ()
    waiting: tuple[tuple[str, datetime], ...] = ()
    unread: tuple[UnreadStatement, ...] = ()

    @property
    def status_as_of(self) -> date:
        """The day of the read at the depositary's seat, as the list prints no date."""
        return day_at(self.received.read_at, self.received.treaty.seat)

    @property
    def pending(self) -> tuple[Pending, ...]:
        """Empty: only values of a chart are shown as pending."""
        return ()

    def doubts(self, _: Pass) -> tuple[Doubt, ...]:
        """Every reason not to believe it. A first list is not doubted."""
        return () if self.outcome is Outcome.BASELINE else doubts(self._old, self.read, len(self.unread))

    def store(self, run: Pass, _: int) -> None:
        """Store the new statements and the waiting differences."""
        received, feed = self.received, self.received.feed
        if self.after != self._old:
            ids = {stored.statement: stored.id for stored in self.standing}
            run.store.statements.replace(
                feed.id,
                [
                    ListedStatement(
                        statement=new,
                        articles=article_numbers(new.article),
                        continues=ids[before] if before else None,
                    )
                    for before, new in pairs(self._old, self.after)
                    if new
                ],
                at=received.read_at,
                accepted_at=run.at if received.item else None,
                evidence=received.evidence.id,
            )
        run.store.statements.set_pending(feed.id, self.waiting)
        before = {(one.who, one.raw) for one in run.store.statements.unread(feed.id)}
        if any((one.who, one.raw) not in before for one in self.unread):
            alerts.after_unread(run, feed, self.unread)
        run.store.statements.set_unread(feed.id, self.unread)

    def record_changes(self, run: Pass, log: int, _: int | None) -> tuple[Change, ...]:
        """Store the news as changes."""
        context = RecordingContext(treaty=self.received.treaty, source=STATEMENTS, log=log)
        return record_statement_changes(run, context, self.news)

    @property
    def _old(self) -> tuple[Statement, ...]:
        return tuple(stored.statement for stored in self.standing)


def _is_first(feed: Feed, standing: Sequence[StoredStatement]) -> bool:
    """True if there was no list before, or only a bundled one: then the list is history, not news."""
    return feed.last_good_at is None or (bool(standing) and all(stored.bundled for stored in standing))


def _wait(
    run: Pass, received: Received, differences: Sequence[StatementDifference]
) -> tuple[list[StatementDifference], list[tuple[str, datetime]]]:
    """Split the differences: those that a second read confirmed or a person accepted, and those that wait."""
    confirmed: list[StatementDifference] = []
    waiting: list[tuple[str, datetime]] = []
    seen = run.store.statements.pending(received.feed.id)
    for found in differences:
        # each of several equal differences waits separately: as many are old as were seen before
        moments = seen.get(found.key)
        since = moments.pop(0) if moments else None
        if received.item or _is_confirmed(run, since):
            confirmed.append(_dated(run, received, found, since or received.read_at))
        else:
            waiting.append((found.key, since or run.at))
    return confirmed, waiting


def _dated(run: Pass, received: Received, found: StatementDifference, missed_at: datetime) -> StatementDifference:
    """A difference that is confirmed; of a statement that vanished, with the day of the last read that showed it."""
    if not found.vanished:
        return found
    shown = run.store.log.last_good_before(received.feed.id, missed_at)
    return found.last_shown_on(day_at(shown or missed_at, received.treaty.seat))


def _is_confirmed(run: Pass, since: datetime | None) -> bool:
    """True if an earlier read, at least `confirm_after` ago, showed the same difference."""
    return since is not None and run.at - since >= run.config.confirm_after

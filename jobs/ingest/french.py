"""A list of statements in French that was received: the texts of statements that are on record from the other list.

It tells nothing: whatever differs in it alone is no act, and the log notes it. A row whose text is not in French counts
as unread. Which text is whose is found when it is asked for (`tracker.statements.french`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jobs.ingest.statements import printed_in
from tracker.guard.language import language_of, refuse_list_in_other_language
from tracker.language import Language
from tracker.models import Outcome, PrintedStatements, UnreadStatement
from tracker.models.times import day_at
from tracker.statements import doubts
from tracker.statements.interpret import interpret

if TYPE_CHECKING:
    from datetime import date

    from jobs.context import Pass
    from jobs.ingest.subject import Received
    from tracker.guard.doubt import Doubt
    from tracker.models import Change, Pending, PrintedStatement, Statement

_NOT_IN_FRENCH = "its text is in English in the list in French"


def parse_french(run: Pass, received: Received) -> ParsedFrench:
    """Parse a list in French that is to be judged. Raises ParseError, also for one in English."""
    printed = printed_in(run, received)
    refuse_list_in_other_language(printed, run.participants, Language.FRENCH)
    return _interpreted(run, received, printed)


def parse_french_again(run: Pass, received: Received) -> ParsedFrench:
    """Parse a list that was believed before, as the log says. Raises ParseError."""
    return _interpreted(run, received, printed_in(run, received))


def _interpreted(run: Pass, received: Received, printed: PrintedStatements) -> ParsedFrench:
    told = {one.place: language_of(one.text) for one in printed.statements}
    found = interpret(
        PrintedStatements(
            statements=tuple(one for one in printed.statements if told[one.place] is not Language.ENGLISH),
            unread=(
                *printed.unread,
                *(_untranslated(one) for one in printed.statements if told[one.place] is Language.ENGLISH),
            ),
        ),
        run.participants,
    )
    return ParsedFrench(received=received, statements=found.statements, unread=found.unread)


def _untranslated(one: PrintedStatement) -> UnreadStatement:
    return UnreadStatement(place=one.place, who=one.who, participant=None, reason=_NOT_IN_FRENCH, raw=one.raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFrench:
    """A list in French as read from the service."""

    received: Received
    statements: tuple[Statement, ...]
    unread: tuple[UnreadStatement, ...] = ()

    def compare(self, run: Pass) -> ComparedFrench:
        """Compare it with the texts that stand."""
        standing = (text.statement for text in run.store.french.standing(self.received.treaty.id))
        return ComparedFrench(received=self.received, read=self.statements, old=tuple(standing), unread=self.unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFrench:
    """A list in French that was `read`, compared with the `old` one."""

    received: Received
    read: tuple[Statement, ...]
    old: tuple[Statement, ...]
    unread: tuple[UnreadStatement, ...]

    @property
    def outcome(self) -> Outcome:
        """Whether any text is another one."""
        if self.received.feed.last_good_at is None:
            return Outcome.BASELINE
        return Outcome.UNCHANGED if _unordered(self.read) == _unordered(self.old) else Outcome.CHANGED

    @property
    def status_as_of(self) -> date:
        """The day of the read at the depositary's seat, as the list prints no date."""
        return day_at(self.received.read_at, self.received.treaty.seat)

    @property
    def pending(self) -> tuple[Pending, ...]:
        """Empty: nothing of it waits."""
        return ()

    def doubts(self, _: Pass) -> tuple[Doubt, ...]:
        """Every reason not to believe it, as for the other list. A first list is not doubted."""
        return () if self.outcome is Outcome.BASELINE else doubts(self.old, self.read, len(self.unread))

    def store(self, run: Pass, _: int) -> None:
        """Store the texts, and the rows that could not be read."""
        received = self.received
        since = run.at if received.item else received.read_at
        run.store.french.replace(received.feed.id, self.read, at=since, evidence=received.evidence.id)
        run.store.statements.set_unread(received.feed.id, self.unread)

    def record_changes(self, *_: object) -> tuple[Change, ...]:
        """None: the other list tells what happens."""
        return ()


def _unordered(statements: tuple[Statement, ...]) -> Counter[Statement]:
    return Counter(replace(one, order=1, territories=()) for one in statements)

"""Check when reservations and objections were made, and for which articles, against the treaty's own text. Pure.

Each is a comparison of days and numbers on record. What follows in law is not judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.law import YearsAfter, reservation_clause
from tracker.law.periods import periods_of
from tracker.models import STATEMENTS, ConsentKind, Field, StatementKind
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.reasons import LateObjection, LateReservation, NotProvidedFor
from tracker.reconcile.rules import RULE
from tracker.statements import instrument_kind, parts, precluded_by, withdraws
from tracker.statements.articles import places

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from tracker.law import ReservationClause
    from tracker.models import Chart, Period, Row, Statement, Treaty
    from tracker.models.records import StoredStatement
    from tracker.participants import Participants
    from tracker.reconcile.reasons import Reason

#: The months of VCLT art. 20(5), as a year.
_TIME_TO_OBJECT = YearsAfter(years=1)

#: Words by which a text goes back to an earlier one: it renews, keeps or confirms that.
_GOES_BACK = re.compile(
    r"\b(?:renew\w*|maintain(?:s|ed|ing)|maintain(?=\s+(?:its|the|this|that|these|those|in)\b)|maintenance\s+of\s+(?:its|the)"
    r"|confirm(?:s|ed|ing|ation)?|reaffirm\w*|reiterat\w*|prolong\w*|uphold\w*|upheld"
    r"|renouvel\w*|maintient|maint(?:ien|enir|enue?s?)|confirme\w*|réitèr\w*|prorog\w*)\b",
    re.IGNORECASE,
)
#: Words by which a text takes back an earlier one, wholly or in part.
_TAKES_BACK = re.compile(r"\b(?:withdraw\w*|withdrew|retire|retirent|retrait)\b", re.IGNORECASE)
_RESERVATION_NAMED = re.compile(r"\br[eé]serv\w*", re.IGNORECASE)
_OTHER_NAMED = re.compile(
    r"\b(?:d[eé]clar\w*|statements?|interpretati\w*|communications?|notifications?)\b", re.IGNORECASE
)
#: Kinds of statements that may have the effect of a reservation, whatever they are called (VCLT art. 2(1)(d)).
_MAY_RESERVE = (
    StatementKind.RESERVATION,
    StatementKind.DECLARATION,
    StatementKind.COMMUNICATION,
    StatementKind.TERRITORIAL_APPLICATION,
    StatementKind.OTHER,
)


def check_timeliness(
    treaty: Treaty,
    statements: Sequence[StoredStatement],
    chart: Chart | None,
    participants: Participants,
    unread: Collection[str | None] = (),
    among: Sequence[StoredStatement] | None = None,
) -> Iterator[Finding]:
    """Find reservations and objections that the record dates too late, and reservations not provided for.

    The chart is complete, with the days that only the rule gives. `unread` are the participants of rows of the list
    that could not be read; None: of such a row nobody knows whose it is. `among`: all statements under the treaty, if
    only some of them are checked.
    """
    yield from _reservations(treaty, statements, chart)
    others = _Others(statements if among is None else among, participants, frozenset(unread))
    for stored in statements:
        row = chart.row(stored.statement.participant) if chart else None
        if row and stored.statement.kind is StatementKind.OBJECTION:
            yield from _objection(treaty, stored, row, others)


def late_objections(findings: Iterable[Finding]) -> dict[int, Finding]:
    """The findings on late objections, by the id of the objection."""
    return {one.statement: one for one in findings if one.status is Status.LATE_OBJECTION and one.statement}


def _received(statement: Statement) -> date | None:
    """The day of registration, or of deposit, as the text proves it."""
    return parts(statement.text).registered_on or statement.deposited_on


def _dated(statement: Statement) -> date | None:
    return _received(statement) or statement.effective_on


# ---- reservations -------------------------------------------------------------------------------


def _reservations(treaty: Treaty, statements: Iterable[StoredStatement], chart: Chart | None) -> Iterator[Finding]:
    """By the treaty's clause on reservations; nothing of a treaty without one."""
    clause = reservation_clause(treaty)
    for stored in statements if clause else ():
        if clause is None or not _reserves(stored.statement):
            continue
        row = chart.row(stored.statement.participant) if chart else None
        if row and not _GOES_BACK.search(stored.statement.text):
            yield from _late_reservation(treaty, stored, row, clause)
        if outside(stored.statement.article, clause):
            allowed = Shown(source=RULE, value=", ".join((*clause.places, *clause.of_parent)))
            shown = Shown(source=STATEMENTS, value=stored.statement.article, evidence=stored.evidence)
            reason = NotProvidedFor(
                printed=stored.statement.article or "",
                places=clause.places,
                of_parent=clause.of_parent,
                parent=treaty.parent,
                article=clause.article,
                text_read=clause.text_read,
                secondary=stored.bundled,
            )
            yield _finding(treaty, stored, Status.RESERVATION_NOT_PROVIDED_FOR, (shown, allowed), reason)


def _reserves(statement: Statement) -> bool:
    """False of what takes back an earlier reservation, and of what is booked under another class."""
    if statement.kind is not StatementKind.RESERVATION or withdraws(statement):
        return False
    return not _TAKES_BACK.search(statement.text)


def outside(printed: str | None, clause: ReservationClause) -> bool:
    """True if an article printed with a reservation is none for which the clause provides.

    An article without its paragraph is within if the clause has any paragraph of it; so is what such a paragraph allows
    to be reserved. Of several articles one within is enough: the others may be what it is about. The clause's own
    article says nothing; nor do articles of an earlier numbering ("Ex-25"), or words without a number.
    """
    if not printed or printed.strip().casefold().startswith("ex"):
        return False
    allowed = [place for one in (*clause.places, *clause.objects, *clause.of_parent) for place in places(one)]
    named = [place for place in places(printed) if place[0] != clause.article]
    return bool(named) and not any(_one_holds_the_other(place, want) for place in named for want in allowed)


def _one_holds_the_other(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    depth = min(len(one), len(other))
    return one[:depth] == other[:depth]


def _late_reservation(
    treaty: Treaty, stored: StoredStatement, row: Row, clause: ReservationClause
) -> Iterator[Finding]:
    made_on = _dated(stored.statement)
    period = _period_of(row, made_on) if made_on else None
    if made_on is None or period is None or period.consent_on is None:
        return
    last = max(period.signed_on or period.consent_on, period.consent_on)
    if made_on <= last or period.consent_kind is ConsentKind.SUCCESSION:
        return
    if _received(stored.statement) is None and not _effect_is_late(stored.statement, made_on, period):
        return
    reason = LateReservation(
        made_on=made_on,
        signed_on=period.signed_on,
        consent_on=period.consent_on,
        article=clause.article,
        text_read=clause.text_read,
        secondary=stored.bundled,
    )
    shown = Shown(source=STATEMENTS, value=made_on.isoformat(), evidence=stored.evidence)
    limit = Shown(source=RULE, value=last.isoformat())
    yield _finding(treaty, stored, Status.LATE_RESERVATION, (shown, limit), reason)


def _period_of(row: Row, day: date) -> Period | Row | None:
    """The period of participation, from the consent to the end, that a day is in; None if it is in none."""
    for period in reversed(periods_of(row)):
        if period.consent_on and period.consent_on <= day:
            ended = period.left_on or period.left_by_rule
            return period if ended is None or day < ended else None
    return None


def _effect_is_late(statement: Statement, effective_on: date, period: Period | Row) -> bool:
    """True if a statement of which only the effect is dated takes effect after the treaty entered into force for the
    State: one that was made in time takes effect on that very day."""
    entry = period.in_force_on or period.entry_by_rule
    return entry is not None and effective_on > entry and instrument_kind(statement) is None


# ---- objections ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Others:
    """The statements to which an objection may object."""

    statements: Sequence[StoredStatement]
    participants: Participants
    unread: frozenset[str | None]

    def objected(self, objection: Statement, made_on: date) -> list[StoredStatement]:
        """Those that an objection may mean, of the one State or all States that it names; none if that is not clear:
        of one of them nothing is on record, or not all of it could be read."""
        named = precluded_by(objection, self.participants) or (
            self.participants.named_in(objection.text) - {objection.participant}
        )
        if not _RESERVATION_NAMED.search(objection.text) or self.unread & {None, *named}:
            return []
        kinds = _MAY_RESERVE if _OTHER_NAMED.search(objection.text) else (StatementKind.RESERVATION,)
        meant = [one for one in self.statements if one.statement.participant in named and _stood(one, made_on)]
        reserving = {one.statement.participant for one in meant if one.statement.kind is StatementKind.RESERVATION}
        return [one for one in meant if one.statement.kind in kinds] if reserving == named else []


def _stood(stored: StoredStatement, day: date) -> bool:
    """True unless a statement was received only after a day, or withdrawn by it, or is itself a withdrawal."""
    statement = stored.statement
    received = _received(statement)
    gone = statement.withdrawn_on is not None and statement.withdrawn_on <= day
    return not gone and withdraws(statement) is None and (received is None or received <= day)


def _objection(treaty: Treaty, stored: StoredStatement, row: Row, others: _Others) -> Iterator[Finding]:
    """A late one, if each statement that it may mean is more than twelve months older (VCLT art. 20(5))."""
    objection = stored.statement
    made_on, consent_on = _dated(objection), _last_consent(row)
    if made_on is None or consent_on is None or withdraws(objection) or _GOES_BACK.search(objection.text):
        return
    meant = others.objected(objection, made_on)
    days = [_dated(one.statement) for one in meant]
    known = [day for day in days if day]
    if not known or len(known) < len(days):
        return
    latest = max(known)
    limit = max(_TIME_TO_OBJECT.after(latest), consent_on)
    if made_on <= limit:
        return
    reason = LateObjection(
        made_on=made_on,
        reserved_on=latest,
        several=len(known) > 1,
        consent_on=consent_on,
        secondary=any(one.bundled for one in (stored, *meant)),
    )
    shown = Shown(source=STATEMENTS, value=made_on.isoformat(), evidence=stored.evidence)
    last = Shown(source=RULE, value=limit.isoformat())
    yield _finding(treaty, stored, Status.LATE_OBJECTION, (shown, last), reason)


def _last_consent(row: Row) -> date | None:
    """The last consent on record, also of one that left and came back."""
    return max((period.consent_on for period in periods_of(row) if period.consent_on), default=None)


def _finding(
    treaty: Treaty, stored: StoredStatement, status: Status, values: tuple[Shown, ...], reason: Reason
) -> Finding:
    return Finding(
        treaty=treaty.id,
        participant=stored.statement.participant,
        name=stored.statement.name,
        field=Field.STATEMENT,
        status=status,
        values=values,
        reason=reason,
        statement=stored.id,
    )

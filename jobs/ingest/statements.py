"""One list of statements that was read: judge it, compare it with what stands, and record what two reads agree on.

The list is a document beside a treaty's charts: it has a feed, evidence, health and a quarantine of its own, and no
snapshot. Its first good read is history; after that every difference waits for a second read that shows it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobs.ingest.charts import log_accepted, note_accepted, quarantine
from jobs.ingest.fetching import Arrival
from jobs.ingest.recording import record
from tracker.models import STATEMENTS, Change, Outcome
from tracker.models.records import ListedStatement, SourceResult
from tracker.models.times import day_at
from tracker.sources.coe import statements as coe_statements
from tracker.statements import StatementDifference, apply, article_numbers, as_difference, compare, doubts
from tracker.statements.identity import pairs
from tracker.statements.interpret import interpret
from tracker.wording.sentences import SentenceContext, summarise
from tracker.wording.statements import particulars

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jobs.context import Pass
    from tracker.models import Statement, Treaty
    from tracker.models.records import Evidence, Feed, StoredStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList(Arrival):
    """A list of statements as read: what stands on the table when it is judged."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """A list, compared with what stands."""

    outcome: Outcome
    state: tuple[Statement, ...]  # what stands from now on
    told: tuple[StatementDifference, ...] = ()
    pending: Sequence[tuple[str, datetime]] = ()  # differences that wait, by their key, since when


def read_list(run: Pass, evidence: Evidence) -> tuple[Statement, ...]:
    """The statements that kept bytes hold. Raises ParseError."""
    return interpret(coe_statements.parse(run.store.archive.body(evidence.sha256)), run.participants)


def settle(run: Pass, read: ReadList) -> SourceResult:
    """Judge a list and record the outcome in one transaction."""
    standing = run.store.statements.standing(treaties=[read.treaty.id])
    compared = _compare(run, read, standing)
    if compared.outcome is not Outcome.BASELINE and read.item is None:
        found = doubts([stored.statement for stored in standing], read.statements)
        if found:
            return quarantine(run, read, found)
    return _accept(run, read, standing, compared)


def settle_again(run: Pass, read: ReadList) -> SourceResult:
    """Record a list that was believed, as the log says: nothing is doubted anew."""
    standing = run.store.statements.standing(treaties=[read.treaty.id])
    return _accept(run, read, standing, _compare(run, read, standing))


# ---- comparing ----------------------------------------------------------------------------------


def _compare(run: Pass, read: ReadList, standing: Sequence[StoredStatement]) -> _Compared:
    old = tuple(stored.statement for stored in standing)
    if _is_first(read.feed, standing):
        # one that is empty is no evidence against what is on record from elsewhere
        return _Compared(outcome=Outcome.BASELINE, state=read.statements or old)
    told: list[StatementDifference] = []
    pending: list[tuple[str, datetime]] = []
    seen = run.store.statements.pending(read.feed.id)
    for found in compare(old, read.statements):
        # of several that are equal each waits for itself: as many are old as were seen before
        moments = seen.get(found.key)
        since = moments.pop(0) if moments else None
        if read.item or _is_confirmed(run, since):
            told.append(found)
        else:
            pending.append((found.key, since or run.at))
    return _Compared(
        outcome=Outcome.CHANGED if told else Outcome.UNCHANGED,
        state=apply(old, told),
        told=tuple(told),
        pending=pending,
    )


def _is_first(feed: Feed, standing: Sequence[StoredStatement]) -> bool:
    """Only a bundled list stood before, or none: history, not news."""
    return feed.last_good_at is None or (bool(standing) and all(stored.bundled for stored in standing))


def _is_confirmed(run: Pass, since: datetime | None) -> bool:
    """An earlier read showed the same difference, `confirm_after` ago or more."""
    return since is not None and run.at - since >= run.config.confirm_after


# ---- recording ----------------------------------------------------------------------------------


def _accept(run: Pass, read: ReadList, standing: Sequence[StoredStatement], compared: _Compared) -> SourceResult:
    store, feed = run.store, read.feed
    old = tuple(stored.statement for stored in standing)
    with run.recorder.transaction():
        status_as_of = day_at(read.read_at, read.treaty.seat)
        log = log_accepted(run, read, compared.outcome, status_as_of)
        if compared.state != old:
            ids = {stored.statement: stored.id for stored in standing}
            store.statements.replace(
                feed.id,
                [
                    ListedStatement(
                        statement=new,
                        articles=article_numbers(new.article),
                        continues=ids[before] if before else None,
                    )
                    for before, new in pairs(old, compared.state)
                    if new
                ],
                at=read.read_at,
                accepted_at=run.at if read.item else None,
                evidence=read.evidence.id,
            )
        store.statements.set_pending(feed.id, compared.pending)
        note_accepted(run, read, snapshot=None, status_as_of=status_as_of)
        changes = tuple(record(run, _change(run, read.treaty, found), log) for found in compared.told)
    return SourceResult(treaty=read.treaty.id, source=feed.source, outcome=compared.outcome, changes=changes)


def _change(run: Pass, treaty: Treaty, found: StatementDifference) -> Change:
    difference = as_difference(found, particulars=particulars)
    context = SentenceContext(in_force=True, statement=found)  # such a sentence does not say whether it is
    return Change(
        id=0,
        detected_at=run.at,
        treaty=treaty.id,
        participant=difference.participant,
        name=difference.name,
        kind=difference.kind,
        nature=difference.nature,
        field=difference.field,
        before=difference.before,
        after=difference.after,
        effective_on=difference.effective_on,
        source=STATEMENTS,
        snapshot=None,
        previous_snapshot=None,
        summary=summarise(difference, treaty=treaty, context=context),
        rule=difference.rule,
    )


# ---- what ships with the package ----------------------------------------------------------------

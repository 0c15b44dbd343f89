"""Rows that contradict each other, in tables that no replay gives: log, evidence, decisions of people, and state.

That each row is what was written is another question, which the chain and the seals answer (`jobs/rebuild/chain.py`).
"""
# ruff: noqa: S608 - tables and values in the queries are ours

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import ErrorKind
from tracker.models import ARCHIVE, LISTS_OF_STATEMENTS, Decision, Outcome, SourceState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from db.connection import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What holds of every row of a table. `broken` selects the ids of rows of which it does not, and `text` says so."""

    table: str
    text: str
    broken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A rule that is broken, and by which rows. They are read when they are asked for."""

    kind: str
    table: str
    messages: Iterable[str]


def _among(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


_OF_SOURCES = _among(("init", "check", "roll_over", "accept", "reject", "backfill"))
_OF_PEOPLE = _among(("reference", "slot", "chained"))  # notes, and the migration that chained what was there
_GOOD = _among((Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED))
_UNNAMED = _among((ARCHIVE, *LISTS_OF_STATEMENTS))  # sources that no configuration names
_BAD = _among((Outcome.FAILED, Outcome.QUARANTINED))

_RECORD = (
    Rule(
        table="log",
        text="no such entry is ever written",
        broken=f"""
            SELECT id FROM log
            WHERE what NOT IN ({_OF_SOURCES}, {_OF_PEOPLE})
                OR (what IN ('check', 'accept')) <> (outcome IS NOT NULL)
                OR outcome NOT IN ({_GOOD}, {_BAD}) OR (what = 'accept' AND outcome IN ({_BAD}))
                OR (coalesce(outcome, '') IN ({_BAD})) <> (error_kind IS NOT NULL)
                OR (error_kind IS NULL) <> (error_message IS NULL) OR error_kind NOT IN ({_among(ErrorKind)})
                OR (status_as_of IS NOT NULL AND coalesce(outcome, '') NOT IN ({_GOOD}))
                OR (read_at IS NOT NULL AND what <> 'accept')
                OR (whole IS NOT NULL AND (whole <> 1 OR what <> 'check' OR outcome IN ({_BAD})))
                OR (evidence IS NULL AND (what IN ('init', 'accept', 'reject') OR outcome NOT IN ('failed')))
                OR (evidence IS NOT NULL AND what NOT IN ('init', 'check', 'accept', 'reject'))
                OR (feed IS NULL) <> (what IN ({_OF_PEOPLE}))
        """,
    ),
    Rule(
        table="log",
        text="its evidence is of another source",
        broken="""
            SELECT log.id FROM log JOIN evidence_item AS kept ON kept.id = log.evidence WHERE kept.feed <> log.feed
        """,
    ),
    Rule(
        table="log",
        text="what was doubted then is not in quarantine",
        broken="""
            SELECT id FROM log WHERE outcome = 'quarantined' AND NOT EXISTS (
                SELECT 1 FROM quarantine_item AS item
                WHERE (item.feed, item.evidence, item.kind, item.reason)
                    = (log.feed, log.evidence, log.error_kind, log.error_message)
            )
        """,
    ),
    Rule(
        table="log",
        text="the decision that it notes is not in quarantine",
        broken="""
            SELECT id FROM log WHERE what IN ('accept', 'reject') AND NOT EXISTS (
                SELECT 1 FROM quarantine_item AS item
                WHERE (item.feed, item.evidence) = (log.feed, log.evidence)
                    AND (item.decision, item.decided_at) = (what || 'ed', at)
                UNION ALL SELECT 1 FROM quarantine_item AS item -- what was rejected may be accepted later
                WHERE (item.feed, item.evidence) = (log.feed, log.evidence)
                    AND what = 'reject' AND item.decision = 'accepted' AND item.decided_at >= at
            )
        """,
    ),
    Rule(
        table="evidence_item",
        text="no such evidence is ever kept",
        broken="""
            SELECT id FROM evidence_item
            WHERE origin NOT IN ('live', 'saved', 'archived', 'bundled') OR status NOT BETWEEN 100 AND 599
                OR (origin = 'bundled') <> (url GLOB 'bundled:*') OR json_valid(headers) = 0
                OR (origin IN ('live', 'bundled')) <> (published_on IS NULL)
        """,
    ),
    Rule(
        table="body",
        text="no evidence has it",
        broken="SELECT sha256 AS id FROM body WHERE sha256 NOT IN (SELECT sha256 FROM evidence_item)",
    ),
    Rule(
        table="capture",
        text="it does not fit its evidence, or the back-fill that counted it",
        broken="""
            SELECT capture.feed || ' ' || timestamp || ' ' || original AS id FROM capture
            LEFT JOIN evidence_item AS kept ON kept.id = capture.evidence LEFT JOIN log ON log.id = capture.log
            WHERE kept.feed <> capture.feed OR (kept.id IS NULL) <> (published_at IS NULL)
                OR log.what <> 'backfill' OR log.feed <> capture.feed OR (kept.id IS NULL AND log.id IS NOT NULL)
                OR abs(julianday(kept.published_on) - julianday(published_at)) > 1.5 OR timestamp NOT GLOB
                    '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'
                OR (kept.origin = 'saved' AND (
                    original <> kept.url OR size IS NOT NULL OR digest <> ''
                    OR timestamp <> replace(kept.published_on, '-', '') || '120000'
                    OR substr(published_at, 1, 13) <> kept.published_on || 'T12'
                ))
        """,
    ),
    Rule(
        table="quarantine_item",
        text="the log does not say that it was doubted then, or decided so",
        broken=f"""
            SELECT id FROM quarantine_item AS item
            WHERE decision NOT IN ({_among(Decision)})
                OR (feed, evidence, kind, reason, read_at) NOT IN (
                    SELECT feed, evidence, error_kind, error_message, at FROM log WHERE outcome = 'quarantined'
                )
                OR (decision = 'open') <> (decided_at IS NULL)
                OR (decision IN ('accepted', 'rejected') AND (feed, evidence, decision, decided_at) NOT IN (
                    SELECT feed, evidence, what || 'ed', at FROM log WHERE what IN ('accept', 'reject')
                ))
                OR (decision = 'superseded' AND (feed, decided_at) NOT IN (
                    SELECT feed, at FROM log
                    WHERE outcome IN ({_GOOD}) AND at IN (SELECT decided_at FROM quarantine_item)
                ))
                OR (decision = 'accepted' AND EXISTS (
                    SELECT 1 FROM log WHERE what = 'accept' AND at = decided_at AND log.feed = item.feed
                        AND log.read_at <> item.read_at
                ))
        """,
    ),
    Rule(
        table="feed",
        text="no configuration names it",
        broken=f"""
            SELECT feed.id FROM feed WHERE source NOT IN ({_UNNAMED}) AND (treaty, source) NOT IN (
                SELECT json_extract(treaty.value, '$.id'), source.value
                FROM configuration, json_each(body, '$.treaties') AS treaty,
                    json_each(treaty.value, '$.sources') AS source
                WHERE json_valid(body)
            )
        """,
    ),
    Rule(
        table="treaty",
        text="no configuration names it",
        broken="""
            SELECT id FROM treaty WHERE id NOT IN (
                SELECT json_extract(treaty.value, '$.id') FROM configuration, json_each(body, '$.treaties') AS treaty
                WHERE json_valid(body)
            )
        """,
    ),
)

_STATE = (
    Rule(
        table="feed",
        text="its state does not fit the number of its failures",
        broken=f"""
            SELECT id FROM feed WHERE state NOT IN ({_among(SourceState)}) OR (state = 'ok') <> (failures = 0)
        """,
    ),
    Rule(
        table="outbox",
        text="its state does not fit its times",
        broken="""
            SELECT id FROM outbox
            WHERE state NOT IN ('waiting', 'in_digest', 'delivered', 'parked')
                OR (state = 'delivered') <> (delivered_at IS NOT NULL)
                OR attempts < 0 OR (attempts = 0 AND (next_try_at IS NOT NULL OR failing_since IS NOT NULL))
        """,
    ),
    Rule(
        table="notice",
        text="its state does not fit its times, or its changes do not exist",
        broken="""
            SELECT id FROM notice
            WHERE state NOT IN ('waiting', 'delivered', 'parked') OR kind NOT IN ('alert', 'digest')
                OR (state = 'delivered') <> (delivered_at IS NOT NULL) OR subject = '' OR json_valid(changes) = 0
                OR attempts < 0 OR (attempts = 0 AND (next_try_at IS NOT NULL OR failing_since IS NOT NULL))
                OR EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(changes) THEN changes ELSE '[]' END) AS told
                           WHERE told.value NOT IN (SELECT id FROM change))
        """,
    ),
    Rule(
        table="memory",
        text="there is no such configuration",
        broken="""
            SELECT key AS id FROM memory WHERE key = 'configuration' AND value NOT IN (SELECT sha256 FROM configuration)
            UNION ALL SELECT 'configuration' WHERE EXISTS (SELECT 1 FROM configuration)
                AND NOT EXISTS (SELECT 1 FROM memory WHERE key = 'configuration')
        """,
    ),
    Rule(
        table="job_run",
        text="its times do not fit",
        broken="""
            SELECT job AS id FROM job_run
            WHERE late NOT IN (0, 1) OR (finished_at IS NULL AND error IS NOT NULL)
                OR (finished_at IS NOT NULL AND error IS NULL AND ok_at IS NOT finished_at)
        """,
    ),
)


def contradictions(database: Database) -> Iterator[Contradiction]:
    """Every rule that is broken. `kind`: `record` for what happened and was decided, `state` for the service's own."""
    for kind, rules in (("record", _RECORD), ("state", _STATE)):
        for rule in rules:
            messages = (f"{rule.table} {row['id']}: {rule.text}" for row in database.each(rule.broken))
            yield Contradiction(kind=kind, table=rule.table, messages=messages)

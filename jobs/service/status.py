"""`tracker status`: are all sources read, and is any message undelivered or any document undecided?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobs.cadence import next_after
from jobs.notify.health import french_feeds, statement_feeds, unhealthy, unread
from tracker.models import SourceState, moment
from tracker.models.cadences import parse_cadence

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from db.store import Store
    from tracker.models.cadences import Cadence
    from tracker.models.records import Feed, JobRun

LOST_LINES = "log_lines_lost"  # in the table `memory`: how many lines the daemon's log has lost since its start
_UNREAD = "unread"  # the state of a source of which no read has succeeded yet

_DEFAULT_CADENCE = parse_cadence("every 6h")  # without a configuration (status --db)
_DEFAULT_LIST_CADENCE = parse_cadence("every 1d")


def status(
    store: Store,
    *,
    now: datetime,
    cadence: Cadence | None = None,
    list_cadence: Cadence | None = None,
    follows: Collection[tuple[str, str]] | None = None,
    digests: Collection[str] = (),
) -> dict[str, Any]:
    """The object of `tracker status --json`.

    Healthy (docs/rules-of-change.md#health) means: no source is down, nothing is in quarantine, no delivery is parked,
    and each source had a good read within twice its cadence. A list of statements counts once it was read.

    `cadence` is that of checks, `list_cadence` that of lists of statements. `follows` are the (treaty, source) pairs
    that count; None means those of the configuration of the last read. `digests` names the channels with a digest: what
    waits for one is not undelivered. A list in French is only shown: what it lacks is told in English.
    """
    follows = dict.fromkeys(store.treaties.followed() if follows is None else follows)  # their order, and found at once
    followed = [feed for feed in store.treaties.feeds() if (feed.treaty, feed.source) in follows]
    feeds = [(feed, _next_due(feed, cadence or _DEFAULT_CADENCE)) for feed in followed]
    lists = [(feed, _next_due(feed, list_cadence or _DEFAULT_LIST_CADENCE)) for feed in statement_feeds(store, follows)]
    in_french = french_feeds(store, follows)
    known = {(feed.treaty, feed.source) for feed in followed}
    never = [pair for pair in follows if pair not in known]
    quarantined = len(store.decisions.items(only_open=True))
    undelivered, parked = (_owed(store, state) for state in ("waiting", "parked"))
    for_digest = sum(len(store.outbox.deliveries(states=["waiting"], channel=name)) for name in digests)
    reasons = [reason for feed, _ in feeds for reason in unhealthy(feed, now, cadence or _DEFAULT_CADENCE)]
    reasons += unread(follows, followed)
    reasons += [why for feed, _ in lists for why in unhealthy(feed, now, list_cadence or _DEFAULT_LIST_CADENCE)]
    if quarantined:
        reasons.append(f"{quarantined} in quarantine: `tracker quarantine list`")
    if parked:
        reasons.append(f"{parked} deliveries parked: `tracker notify list`")
    return {
        "healthy": not reasons,
        "reasons": reasons,
        "sources": [_source(feed, due) for feed, due in feeds]
        + [_never_read(treaty, source) for treaty, source in never]
        + [{**_source(feed, due), "unread_rows": len(store.statements.unread(feed.id))} for feed, due in lists]
        + [{**_source(feed, None), "unread_rows": len(store.statements.unread(feed.id))} for feed in in_french],
        "quarantined": quarantined,
        "undelivered": undelivered - for_digest,
        "waiting_for_digest": for_digest,
        "parked": parked,
        "log_lines_lost": int(store.memory.get(LOST_LINES) or 0),
        "jobs": [_job(run) for run in store.job_runs.all()],
        "history_head": str(head) if (head := store.log.head()) else None,
    }


def _never_read(treaty: str, source: str) -> dict[str, Any]:
    return {
        "source": source,
        "treaty": treaty,
        "state": _UNREAD,
        "last_good": None,
        "next_due": None,
        "last_error": None,
    }


def _source(feed: Feed, due: datetime | None) -> dict[str, Any]:
    return {
        "source": feed.source,
        "treaty": feed.treaty,
        "state": feed.state if feed.last_good_at or feed.state is SourceState.DOWN else _UNREAD,
        "last_good": moment(feed.last_good_at) if feed.last_good_at else None,
        "next_due": moment(due) if due else None,
        "last_error": feed.last_error,
    }


def _owed(store: Store, state: str) -> int:
    """The number of changes, alerts and digests in this state."""
    return len(store.outbox.deliveries(states=[state])) + len(store.outbox.notices(states=[state]))


def _job(run: JobRun) -> dict[str, Any]:
    """The last run of a job of the daemon, and its result."""
    return {
        "job": run.job,
        "started_at": moment(run.started_at),
        "finished_at": moment(run.finished_at) if run.finished_at else None,
        "ok_at": moment(run.ok_at) if run.ok_at else None,
        "error": run.error,
        "late": run.late,
    }


def _next_due(feed: Feed, cadence: Cadence) -> datetime | None:
    return next_after(cadence, feed.last_checked_at) if feed.last_checked_at else None

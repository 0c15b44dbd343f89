"""Alert once about each disagreement between sources that lasts."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from jobs.notify.alerts import alert
from tracker.models import moment, parse_moment
from tracker.reconcile import (
    Finding,
    Status,
)

if TYPE_CHECKING:
    from jobs.context import Pass
from tracker.answers.reconciliation import reconcile
from tracker.wording.findings import disagreements

_LASTING = "reconcile"  # the store's key for the disagreements at the last look


def watch(run: Pass) -> int:
    """Send one alert about all new lasting disagreements; returns their number. A job of the daemon.

    A disagreement lasts if a look at least `confirm_after` later finds it again. If it disappears and comes back, or
    its values change, it counts as a new one.
    """
    before: dict[str, dict[str, str]] = json.loads(run.store.memory.get(_LASTING) or "{}")
    with read_knowledge(run.store) as view:
        found = {_identity(finding): finding for finding in reconcile(view, now=run.at) if _disagrees(finding)}
    noted = {key: before.get(key) or {"since": moment(run.at)} for key in found}
    lasting = [key for key, note in noted.items() if "told" not in note and _lasts(run, note["since"])]
    for key in lasting:
        noted[key] = {**noted[key], "told": moment(run.at)}
    if noted == before:
        return 0
    with run.store.transaction():
        run.store.memory.put(_LASTING, json.dumps(noted))
        if lasting:
            alert(run, partial(disagreements, [found[key] for key in lasting]))
    return len(lasting)


def _disagrees(finding: Finding) -> bool:
    return finding.status in (Status.DIFFER, Status.MISSING, Status.OVERDUE, Status.CONTRADICTION)


def _identity(finding: Finding) -> str:
    values = (f"{one.source}={one.value}" for one in finding.values)
    return " ".join((finding.treaty, finding.participant or "", finding.field, *values))


def _lasts(run: Pass, since: str) -> bool:
    return run.at - parse_moment(since) >= run.config.confirm_after and run.at > parse_moment(since)

"""`tracker verify`: is the evidence undamaged, and does it still give the recorded history?

Read-only: the log is replayed in a copy of the database, and the result is compared with the stored history.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from db.database import copy_database
from db.history import History
from db.knowledge import Knowledge
from db.store import Store
from jobs.rebuild.rebuild import means_the_same
from jobs.rebuild.replay import replay
from tracker.answers.over_time import over_time
from tracker.errors import DatabaseError
from tracker.models import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from jobs.rebuild.replay import Track
    from tracker.answers.to_json import Object
    from tracker.models import Change, Chart
    from tracker.models.records import Snapshot

_Stuck = dict[str, "datetime"]  # treaty → time of the log entry at which its replay ended
_NAMED = 5  # differences named for one chart; the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault. `kind`: file (SQLite reports damage), body (bytes that do not match their digest), unreadable (an entry
    of the log), chart (of a snapshot), statement, change, or by_rule (what the views say follows from the treaty's own
    rule)."""

    kind: str
    message: str
    treaty: str | None = None
    evidence: int | None = None
    snapshot: int | None = None
    change: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How much was checked, and the faults that were found."""

    bodies: int
    evidence: int
    entries: int
    snapshots: int
    changes: int
    findings: tuple[Finding, ...]

    def as_json(self) -> Object:
        """The object of `--json`."""
        return {"ok": not self.findings, **asdict(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """Progress bars of the two long steps: over the archived bodies, over the entries of the log."""

    bodies: Callable[[Sequence[str]], Iterable[str]]
    entries: Track


def verify(database: Path, tracks: Tracks) -> Verified:
    """Check everything, change nothing. Raises NoDatabaseError, DatabaseError for a file that cannot be opened."""
    with Store.open(database, read_only=True):
        pass  # raises the right error before the file is copied
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"  # a copy, so that the daemon can go on meanwhile
        copy_database(database, copy)
        with Store.open(copy) as store:
            faults = store.database.faults()
            findings = [Finding(kind="file", message=text) for text in faults]
            if not faults:  # SQLite fails in the middle of a damaged file
                findings += _findings(store, tracks)
                findings += _by_rule(store, {found.treaty for found in findings})
            return Verified(
                bodies=len(store.archive.bodies()),
                evidence=len(store.archive.all()),
                entries=len(store.log.entries()),
                snapshots=len(store.charts.snapshots()),
                changes=len(store.changes.find()),
                findings=tuple(findings),
            )


def _findings(store: Store, tracks: Tracks) -> Iterator[Finding]:
    for text in store.database.orphans():
        yield Finding(kind="file", message=f"broken reference: {text}")
    yield from _bodies(store, tracks)
    with (
        Store.open(store.database.path) as again,
        History(again).on_trial(),
    ):  # the other connection does not see the trial
        stuck: _Stuck = {}
        for found in replay(again, tracks.entries, store.changes.find()):
            stuck[found.treaty] = found.entry.at
            yield Finding(kind="unreadable", message=found.message, treaty=found.treaty, evidence=found.entry.evidence)
        yield from _charts(store, again, stuck)
        yield from _statements(store, again, stuck)
        yield from _changes(store, again, stuck)


def _is_beyond(stuck: _Stuck, treaty: str, at: datetime) -> bool:
    """True for a moment after the replay of the treaty ended: nothing after it can be compared."""
    return treaty in stuck and at >= stuck[treaty]


def _bodies(store: Store, tracks: Tracks) -> Iterator[Finding]:
    """Archived bytes that do not match their digest."""
    kept_as = defaultdict(list)
    for item in store.archive.all():
        kept_as[item.sha256].append(item)
    for sha256 in tracks.bodies(store.archive.bodies()):
        try:
            store.archive.body(sha256)
        except DatabaseError as error:
            for item in kept_as[sha256]:
                message = f"evidence {item.id} ({item.source} of {item.treaty}): {error}"
                yield Finding(kind="body", message=message, treaty=item.treaty, evidence=item.id)


# ---- charts -------------------------------------------------------------------------------------


def _charts(store: Store, again: Store, stuck: _Stuck) -> Iterator[Finding]:
    """Stored charts that differ from the evidence. A difference that stays over several snapshots is named once."""
    made = defaultdict(list)
    for snapshot in again.charts.snapshots():
        made[_read(snapshot)].append(snapshot.id)
    named: dict[int, set[str]] = {}
    for snapshot in store.charts.snapshots():
        key = made[_read(snapshot)].pop(0) if made[_read(snapshot)] else None
        if key is None:
            if not _is_beyond(stuck, snapshot.treaty, snapshot.known_since):
                yield _of(snapshot, "the log does not give it")
            continue
        differences = list(_differences(store.charts.chart(snapshot.id), again.charts.chart(key)))
        new = [text for text in differences if text not in named.get(snapshot.feed, ())]
        named[snapshot.feed] = set(differences)
        if new:
            more = f"; and {len(new) - _NAMED} more" if len(new) > _NAMED else ""
            yield _of(snapshot, "; ".join(new[:_NAMED]) + more)
    for snapshot in again.charts.snapshots():
        if snapshot.id in made[_read(snapshot)]:
            yield _of(snapshot, "the log gives it, but it is not stored", missing=True)


def _read(snapshot: Snapshot) -> tuple[object, ...]:
    """The key of a snapshot that is the same in both histories: its source, its read and its evidence."""
    return snapshot.feed, snapshot.observed_at, snapshot.accepted_at, snapshot.published_on, snapshot.evidence


def _of(snapshot: Snapshot, message: str, *, missing: bool = False) -> Finding:
    what = "a snapshot" if missing else f"snapshot {snapshot.id}"
    where = f"{what} ({snapshot.treaty} from {snapshot.source}, {snapshot.observed_at:%Y-%m-%d %H:%M}Z)"
    return Finding(
        kind="chart",
        message=f"{where}: {message}",
        treaty=snapshot.treaty,
        evidence=snapshot.evidence,
        snapshot=None if missing else snapshot.id,
    )


def _differences(stored: Chart, read: Chart) -> Iterator[str]:
    """Where the evidence differs from the stored chart, in words."""
    for name in ("number", "title", "opened_on", "in_force_on", "shows_in_force_on", "status_as_of"):
        yield from _differs(name, getattr(stored, name), getattr(read, name))
    before, after = ({row.participant: row for row in chart.rows} for chart in (stored, read))
    renamed = {row.name: key for key, row in after.items() if key not in before}
    for key, row in before.items():
        if key in after:
            for field in fields(Row):
                yield from _differs(f"{key} {field.name}", getattr(row, field.name), getattr(after[key], field.name))
        elif row.name in renamed:
            yield f"the table of participants now reads {row.name!r} as {renamed[row.name]}, and then as {key}"
        else:
            yield f"{key} is stored, but not in the evidence"
    known = {row.name for row in stored.rows}
    yield from (f"{key} is in the evidence, but not stored" for name, key in renamed.items() if name not in known)


def _differs(what: str, stored: object, read: object) -> Iterator[str]:
    if stored != read:
        yield f"{what} is stored as {_plain(stored)}, and the evidence says {_plain(read)}"


def _plain(value: object) -> str:
    if isinstance(value, (frozenset, tuple)):
        return " ".join(sorted(map(str, value))) or "nothing"
    return "nothing" if value is None else str(value)


# ---- statements and changes ---------------------------------------------------------------------


def _statements(store: Store, again: Store, stuck: _Stuck) -> Iterator[Finding]:
    """Versions of statements that differ from the evidence."""
    stored, read = store.statements.versions(), again.statements.versions()
    for key in sorted(stored.keys() | read.keys()):
        version = stored.get(key) or read[key]
        if version["treaty"] not in stuck and (differs := list(_versions_differ(stored.get(key), read.get(key)))):
            message = f"statement {key} ({version['name']}, {version['treaty']}): {'; '.join(differs[:_NAMED])}"
            yield Finding(kind="statement", message=message, treaty=version["treaty"], evidence=version["evidence"])


def _versions_differ(stored: Object | None, read: Object | None) -> Iterator[str]:
    if stored is None:
        yield "the log gives it, but it is not stored"
    elif read is None:
        yield "the log does not give it"
    else:
        for name in stored:
            yield from _differs(name, stored[name], read[name])


def _changes(store: Store, again: Store, stuck: _Stuck) -> Iterator[Finding]:
    """Changes that the log does not give, and changes it gives that are not stored."""
    found: dict[datetime, list[Change]] = defaultdict(list)
    for change in again.changes.find():
        found[change.detected_at].append(change)
    for change in store.changes.find():
        given = next((one for one in found[change.detected_at] if means_the_same(change, one)), None)
        if given:
            found[change.detected_at].remove(given)
        elif not _is_beyond(stuck, change.treaty, change.detected_at):
            message = f"change {change.id} ({change.summary}): the log does not give it"
            yield Finding(kind="change", message=message, treaty=change.treaty, change=change.id)
    for given_only in found.values():
        for change in given_only:
            yield Finding(
                kind="change",
                message=f"the log gives a change that is not stored: {change.summary}",
                treaty=change.treaty,
            )


def _by_rule(store: Store, at_fault: Collection[str | None]) -> Iterator[Finding]:
    """What is kept for the views and does not follow from the stored charts and changes, if these are not at fault."""
    view = Knowledge(store)
    for treaty in view.treaties():
        if treaty.id in at_fault:
            continue
        kept, found = store.by_rule.of(treaty.id), over_time(view, treaty)
        differing = sorted(
            {span.participant for span in {*kept.rules} ^ {*found.rules}}
            | {span.participant for span in {*kept.bound} ^ {*found.bound}}
            | {f"figures of {counts.day}" for counts in {*kept.counts} ^ {*found.counts}}
        )
        if differing:
            more = f"; and {len(differing) - _NAMED} more" if len(differing) > _NAMED else ""
            message = f"{treaty.id}: what the views have from the treaty's own rule does not follow from its charts"
            yield Finding(kind="by_rule", message=f"{message}: {'; '.join(differing[:_NAMED])}{more}", treaty=treaty.id)

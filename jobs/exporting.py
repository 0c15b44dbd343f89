"""`tracker export`: all that is known, gathered for one file; the evidence, for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jobs import answers, statements
from jobs.objects import change_object, snapshot_object
from jobs.run import version
from tracker.errors import UsageError
from tracker.export.tables import Tables, notes
from tracker.models import moment, parse_moment
from tracker.models.records import Filter
from tracker.models.times import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from typing import IO

    from db.store import Store
    from jobs.answers import Answer
    from jobs.objects import Object
    from tracker.export.warc import Page
    from tracker.models import Treaty
    from tracker.models.records import Evidence, Feed

_TITLE = "Who is bound by which treaty, since when, and what changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be exported: of which treaties (none named: all), on which day, as it had been read by when."""

    treaties: tuple[str, ...] = ()
    day: date | None = None
    known_at: datetime | None = None

    def had(self, at: datetime) -> bool:
        """Had it happened by then?"""
        return self.known_at is None or at <= self.known_at


def gather(store: Store, wanted: Wanted, *, now: datetime) -> Tables:
    """Everything but the bytes of the evidence. Raises UsageError for an unknown treaty."""
    chosen = answers.choose(store, wanted.treaties)
    rows, found = answers.parties(store, now=now, treaties=wanted.treaties, day=wanted.day, known_at=wanted.known_at)
    stands = {answer.known.treaty.id: answer for answer in found}
    parties = [{**row, "source": stands[row["treaty"]].known.feed.source} for row in rows]
    counted = answers.figures(store, now=now, day=wanted.day, known_at=wanted.known_at, treaties=wanted.treaties)
    listed = Filter(treaties=tuple(treaty.id for treaty in chosen))
    changes = [change_object(change) for change in store.changes(listed) if wanted.had(change.detected_at)]
    snapshots = [snapshot_object(one) for one in store.snapshots(listed.treaties) if wanted.had(one.known_since)]
    evidence = [answers.evidence_object(item) for item in _evidence(store, wanted)]
    sources = [_source(store, feed, stands.get(feed.treaty), wanted) for feed in _feeds(store, chosen)]
    dated = ((sources, "last_good"), (changes, "detected_at"), (snapshots, "observed_at"), (evidence, "fetched_at"))
    moments = [str(row[key]) for rows, key in dated for row in rows if row[key]]
    return Tables(
        about={
            "title": _TITLE,
            "as_of": counted["as_of"],
            "known_at": moment(wanted.known_at) if wanted.known_at else None,
            "program": f"convention tracker {version()}",
            "notes": list(notes(parties)),
        },
        treaties=[_treaty(treaty, stands.get(treaty.id)) for treaty in chosen],
        sources=sources,
        parties=parties,
        figures=[{"treaty": key, "as_of": counted["as_of"], **held} for key, held in counted["treaties"].items()],
        changes=changes,
        statements=statements.ask(store, treaties=listed.treaties, known_at=wanted.known_at),
        snapshots=snapshots,
        evidence=evidence,
        newest=parse_moment(max(moments)) if moments else None,
    )


def _feeds(store: Store, chosen: Iterable[Treaty]) -> Iterator[Feed]:
    for treaty in chosen:
        yield from store.feeds(treaty.id)


def _source(store: Store, feed: Feed, answer: Answer | None, wanted: Wanted) -> Object:
    """A source of a treaty, and how old its word is."""
    stands = answer is not None and answer.known.feed.id == feed.id
    snapshot = store.snapshot_known_at(feed.id, wanted.known_at)
    last = store.last_good_by(feed.id, wanted.known_at) if wanted.known_at else None
    read = (last.read_at if last else None) if wanted.known_at else feed.last_good_at
    status = answer.known.status_as_of if stands and answer else feed.status_as_of if wanted.known_at is None else None
    return {
        "treaty": feed.treaty,
        "source": feed.source,
        "status_as_of": iso(status),
        "last_good": moment(read) if read else None,
        "evidence": snapshot.evidence if snapshot else None,
        "answers_stand_on_it": stands,
    }


def _treaty(treaty: Treaty, answer: Answer | None) -> Object:
    chart = answer.known.chart if answer else None
    threshold = treaty.threshold
    return {
        "id": treaty.id,
        "number": treaty.number,
        "name": treaty.name,
        "title": chart.title if chart else None,
        "opened_on": iso(treaty.opened_on or (chart.opened_on if chart else None)),
        "in_force_on": iso(chart.in_force_on) if chart else None,
        "by_invitation": treaty.by_invitation,
        "threshold": {"needed": threshold.needed, "of_which_members": threshold.members} if threshold else None,
        "parent": treaty.parent,
        **(answer.age if answer else {"status_as_of": None, "not_known_after": None, "last_good": None}),
    }


# ---- the evidence -------------------------------------------------------------------------------


def _evidence(store: Store, wanted: Wanted) -> list[Evidence]:
    chosen = {treaty.id for treaty in answers.choose(store, wanted.treaties)}
    return [item for item in store.all_evidence() if item.treaty in chosen and wanted.had(item.fetched_at)]


def write_evidence(store: Store, wanted: Wanted, out: IO[bytes], *, packed: bool) -> int:
    """The exact bytes of what was read, as a WARC file; returns how many records of them there are.

    Raises UsageError for a day of the law: a page is of the day on which it was read. Raises DatabaseError for bytes
    that are damaged.
    """
    from tracker.export.warc import write_warc

    if wanted.day:
        raise UsageError("warc holds pages as they were read, and knows no --as-of: use --known-at")
    items = _evidence(store, wanted)
    about = {
        "software": f"convention tracker {version()}",
        "format": "WARC File Format 1.1",
        "description": " ".join(notes(())),
    }
    dated = max((item.fetched_at for item in items), default=datetime(1980, 1, 1, tzinfo=UTC))
    write_warc(out, (_page(store, item) for item in items), about=about, dated=dated, packed=packed)
    return len(items)


def _page(store: Store, item: Evidence) -> Page:
    from tracker.export.warc import Page

    return Page(
        evidence=item.id,
        treaty=item.treaty,
        source=item.source,
        origin=item.origin,
        url=item.url,
        status=item.status,
        headers=item.headers,
        fetched_at=item.fetched_at,
        published_on=item.published_on,
        sha256=item.sha256,
        body=store.body(item.sha256),
    )

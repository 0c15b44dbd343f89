"""Questions about what is known, on any day of the law (`as_of`) and as it had been read by any moment (`known_at`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jobs.invited import InvitedLists
from jobs.objects import change_object, row_object, snapshot_object
from jobs.state import known
from tracker.diff import Terms, compare
from tracker.errors import UsageError, nearest
from tracker.law import as_of, standing_on
from tracker.law.figures import Figures, figures_on
from tracker.models import Change, Standing, moment
from tracker.models.times import day_at, iso
from tracker.participants import table
from tracker.wording.sentences import SentenceContext, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from db.store import Store
    from jobs.objects import Object
    from jobs.state import Known
    from tracker.models import Chart, Row, Treaty
    from tracker.models.records import Evidence
    from tracker.participants import Participants


SEAT = "Europe/Paris"  # whose day it is when an answer spans treaties


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A treaty on a day: its rows as the law saw them then, and how old the knowledge is."""

    known: Known
    day: date
    rows: tuple[Row, ...]
    invited_known: bool

    @property
    def not_known_after(self) -> date | None:
        """The last day the knowledge covers, if the day asked about is later."""
        status = self.known.status_as_of
        return status if status and self.day > status else None

    @property
    def age(self) -> Object:
        """How old the knowledge is, under the keys that every answer carries."""
        read = self.known.last_good_at
        return {
            "status_as_of": iso(self.known.status_as_of),
            "not_known_after": iso(self.not_known_after),
            "last_good": moment(read) if read else None,
        }

    def row(self, participant: str) -> Row | None:
        """The row of a participant, or None."""
        return next((row for row in self.rows if row.participant == participant), None)


def answer(
    store: Store, treaty: Treaty, *, now: datetime, day: date | None, known_at: datetime | None
) -> Answer | None:
    """What was known of a treaty on a day; None if nothing had been read of it."""
    stands = known(store, treaty, known_at)
    if stands is None:
        return None
    day = day or day_at(now, treaty.seat)
    invited = InvitedLists(store, stands, known_at).on(day)
    return Answer(
        known=stands,
        day=day,
        rows=tuple(rows_on(stands.chart, day, invited)),
        invited_known=invited is not None,
    )


def rows_on(chart: Chart, day: date, invited: Mapping[str, Row] | None) -> Iterator[Row]:
    """The rows as the law saw them on a day, with the invitations of that day."""
    listed = invited or {}
    for row in chart.rows:
        invites, then = row.participant in listed, as_of(row, day)
        yield then if then.invited is invites else replace(then, invited=invites)
    present = {row.participant for row in chart.rows}
    yield from (as_of(row, day) for name, row in listed.items() if name not in present)


def parties(
    store: Store,
    *,
    now: datetime,
    treaties: Iterable[str] = (),
    day: date | None = None,
    known_at: datetime | None = None,
    standings: Iterable[str] = (),
) -> tuple[list[Object], list[Answer]]:
    """Participants and their standing, with the answers they come from."""
    wanted = set(standings) or {standing for standing in Standing if standing is not Standing.NONE}
    answers = answers_for(store, treaties, now, day, known_at)
    found = [
        {
            **row_object(row, treaty=a.known.treaty.id, standing=standing, status_as_of=a.known.status_as_of),
            "predecessor": predecessor(row.participant, a.day),
            "as_of": iso(a.day),
            **a.age,
        }
        for a in answers
        for row in sorted(a.rows, key=lambda row: row.name)
        if (standing := standing_on(row, a.day)) in wanted
    ]
    return found, answers


def predecessor(participant: str, day: date | None) -> str | None:
    """The name of the former State whose act it was, if the participant did not act for itself on that day."""
    former = table().predecessor_on(participant, day) if day else None
    return former.name if former else None


def figures(
    store: Store, *, now: datetime, day: date | None, known_at: datetime | None, treaties: Iterable[str] = ()
) -> Object:
    """The counts of each treaty on a day."""
    found = {}
    asked = day or day_at(now, SEAT)
    for a in answers_for(store, treaties, now, day, known_at):
        counted = figures_of(a)
        found[a.known.treaty.id] = {**counted.as_json(), **a.age}
    return {"as_of": iso(asked), "treaties": found}


def figures_of(a: Answer) -> Figures:
    """The counts of an answer."""
    chart = replace(a.known.chart, rows=a.rows)
    return figures_on(chart, a.known.treaty, a.day, invited_known=a.invited_known)


def answers_for(
    store: Store, treaties: Iterable[str], now: datetime, day: date | None, known_at: datetime | None
) -> list[Answer]:
    """What was known of each treaty asked for, or of all; those of which nothing had been read are left out."""
    chosen = choose(store, treaties)
    found = [answer(store, treaty, now=now, day=day, known_at=known_at) for treaty in chosen]
    return [a for a in found if a is not None]


def unread(store: Store, treaties: Iterable[str], read: Iterable[str]) -> list[str]:
    """The ids of the treaties asked for, or of all, that are not among those which were read."""
    known_ids = set(read)
    return [treaty.id for treaty in choose(store, treaties) if treaty.id not in known_ids]


def choose(store: Store, treaties: Iterable[str]) -> list[Treaty]:
    """The treaties asked for, or all. Raises UsageError naming the nearest known one."""
    followed = store.treaties()
    wanted = list(treaties)
    ids = [treaty.id for treaty in followed]
    for key in wanted:
        if key not in ids:
            raise UsageError(f"no treaty {key!r}{nearest(key, ids)}")
    return [treaty for treaty in followed if not wanted or treaty.id in wanted]


def find_participants(store: Store, given: Iterable[str]) -> tuple[str, ...]:
    """Participant ids of what a person typed: any spelling or ISO code, also those the configuration added."""
    participants = table().with_spellings(store.spellings())
    return tuple(participants.find(text) for text in given)


def find_participant(store: Store, given: str) -> tuple[Participants, str]:
    """One participant's id, with the table it was found in. Raises UsageError naming the nearest."""
    participants = table().with_spellings(store.spellings())
    return participants, participants.find(given)


# ---- one change, one snapshot, two snapshots ----------------------------------------------------


def why(store: Store, key: int) -> Object:
    """Where a change comes from: its rule, both snapshots, the evidence, and who was told."""
    change = store.change(key)
    return {
        "change": change_object(change),
        "rule": change.rule,
        "snapshot": snapshot_object(store.snapshot(change.snapshot)) if change.snapshot else None,
        "previous_snapshot": (
            snapshot_object(store.snapshot(change.previous_snapshot)) if change.previous_snapshot else None
        ),
        "evidence": _evidence_objects(store, change),
        "deliveries": [
            {
                "channel": delivery.channel,
                "state": delivery.state,
                "attempts": delivery.attempts,
                "delivered_at": moment(delivery.delivered_at) if delivery.delivered_at else None,
            }
            for delivery in store.deliveries(change=key)
        ],
    }


def evidence_of(store: Store, change: Change) -> Evidence | None:
    """The evidence that shows a change: that of the read which told it, else of the chart it stands on."""
    logged = store.log_entry(store.log_of_change(change.id)).evidence
    if logged is None and change.snapshot is not None:
        logged = store.snapshot(change.snapshot).evidence
    return store.evidence(logged) if logged else None


def _evidence_objects(store: Store, change: Change) -> list[Object]:
    found = [evidence_of(store, change)]
    if change.previous_snapshot and (before := store.snapshot(change.previous_snapshot).evidence):
        found.append(store.evidence(before))
    return [evidence_object(item) for item in found if item]


def evidence_object(item: Evidence) -> Object:
    """One body that was kept, without the body."""
    return {
        "id": item.id,
        "treaty": item.treaty,
        "source": item.source,
        "sha256": item.sha256,
        "size": item.size,
        "url": item.url,
        "fetched_at": moment(item.fetched_at),
        "published_on": iso(item.published_on),
        "origin": item.origin,
    }


def snapshot(store: Store, key: int) -> Object:
    """A stored chart with its rows; standing on the day it speaks of."""
    head = store.snapshot(key)
    chart = store.chart(key)
    day = chart.status_as_of or head.observed_at.date()
    return {
        **snapshot_object(head),
        "status_as_of": iso(chart.status_as_of),
        "number": chart.number,
        "title": chart.title,
        "opened_on": iso(chart.opened_on),
        "in_force_on": iso(chart.in_force_on),
        "rows": [
            {
                **row_object(row, treaty=head.treaty, standing=standing_on(row, day), status_as_of=chart.status_as_of),
                "invited": row.invited,
            }
            for row in chart.rows
        ],
    }


def difference(store: Store, before: int, after: int, *, now: datetime) -> list[Object]:
    """What differs between any two stored charts of one treaty, as changes without an id."""
    one, two = store.snapshot(before), store.snapshot(after)
    if one.treaty != two.treaty:
        raise UsageError(f"snapshot {before} is of {one.treaty}, {after} of {two.treaty}: compare two of one treaty")
    treaty = choose(store, [one.treaty])[0]
    chart = store.chart(after)
    successors = {p.id: p.successors for p in table().by_id.values() if p.successors}
    terms = Terms(today=day_at(now, treaty.seat), successors=successors)
    context = SentenceContext(in_force=chart.in_force_on is not None, threshold=treaty.threshold)
    return [
        {
            "id": None,
            "detected_at": None,
            "treaty": treaty.id,
            "participant": found.participant,
            "name": found.name,
            "kind": found.kind,
            "nature": found.nature,
            "field": found.field,
            "before": found.before,
            "after": found.after,
            "effective_on": iso(found.effective_on),
            "source": two.source,
            "snapshot": after,
            "previous_snapshot": before,
            "summary": summarise(found, treaty=treaty, context=context),
        }
        for found in compare(store.chart(before), chart, terms).differences
    ]

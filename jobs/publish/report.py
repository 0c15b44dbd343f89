"""`tracker report`: the changes, with their evidence and the standing of each treaty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from jobs.ingest.retelling import retold
from tracker import __version__
from tracker.answers.calendar import gather as calendars_of
from tracker.answers.invited import InvitedLists
from tracker.answers.knowledge import known, provenance_of_source
from tracker.answers.official import OfficialFigures
from tracker.answers.sources import unconfirmed_in_words
from tracker.answers.standing import answer, figures_of
from tracker.answers.statements import text_of_amended
from tracker.answers.to_json import to_object
from tracker.law import reached
from tracker.law.place import place_of
from tracker.models import Field, Nature
from tracker.models.reports import Entry, EvidenceRef, Expected, Report, ToldAct, TreatyStatus
from tracker.wording.calendar import article_of, basis
from tracker.wording.published import official_in_words
from tracker.wording.subject_lines import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from db.store import Store
    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.view import View
    from tracker.law.place import Place
    from tracker.models import Change, Treaty
    from tracker.models.records import Evidence, Filter


def gather(store: Store, wanted: Filter, *, now: datetime, by_act: bool = False) -> Report:
    """Make a report of the wanted changes. It covers every treaty that the filter allows.

    `by_act`: of acts by their own dates, whether or not they were observed; the filter's days are then those.
    """
    from tracker.answers.reconciliation import sentence  # deliveries use this module too, and need no comparison

    with read_knowledge(store) as view:
        treaties = [treaty for treaty in view.treaties() if not wanted.treaties or treaty.id in wanted.treaties]
        return Report(
            generated_at=now,
            version=__version__,
            since=wanted.since,
            until=wanted.until,
            treaties=tuple(status_of(view, treaty, now=now) for treaty in treaties),
            entries=() if by_act else entries_of(view, retold(store, store.changes.find(wanted))),
            acts=tuple(_acts(view, wanted, now)) if by_act else None,
            expected=tuple(_expected(view, treaties, now)),
            history_head=view.history_head(),
            reconciliation=sentence(view, now=now, treaties=[treaty.id for treaty in treaties]),
        )


def _acts(view: View, wanted: Filter, now: datetime) -> Iterator[ToldAct]:
    """The acts that a filter lets through. They are events, by what a filter calls natures."""
    from tracker.answers.chronology import chronology  # deliveries use this module too

    if wanted.natures and Nature.EVENT not in wanted.natures:
        return
    found, _ = chronology(
        view,
        now=now,
        treaties=wanted.treaties,
        participants=wanted.participants,
        since=wanted.since,
        until=wanted.until,
    )
    for one in found:
        if one.act.on and (not wanted.kinds or one.act.kind in wanted.kinds):
            yield ToldAct(
                treaty=one.treaty,
                participant=one.participant,
                name=one.name,
                on=one.act.on,
                kind=one.act.kind,
                key=one.key,
                sentence=one.sentence,
                basis=one.basis,
                change=one.act.change,
                evidence=_ref(view.evidence(one.act.evidence)) if one.act.evidence else None,
                provenance=one.provenance,
                record=to_object(one),
            )


def _expected(view: View, treaties: list[Treaty], now: datetime) -> Iterator[Expected]:
    """Future entries into force that follow from the rules and that no source has printed."""
    for calendar in calendars_of(view, treaties=[treaty.id for treaty in treaties]):
        for item in calendar.since(now.date()):
            if item.unprinted and item.day and not item.awaited(now.date()):
                yield Expected(
                    treaty=item.treaty,
                    on=item.day,
                    participant=item.participant,
                    name=item.name,
                    basis=basis(item),
                    article=article_of(item),
                )


def entries_of(view: View, changes: Iterable[Change]) -> tuple[Entry, ...]:
    """Each change with its evidence."""
    return tuple(_entry(view, change) for change in changes)


def _entry(view: View, change: Change) -> Entry:
    evidence = view.evidence_of_change(change)
    return Entry(
        change=change,
        evidence=_ref(evidence),
        provenance=evidence.provenance if evidence else provenance_of_source(view, change.treaty, change.source),
        text_fr=text_of_amended(view, change),
    )


def headline(view: View, changes: Sequence[Change], treaty: Treaty, today: date) -> str:
    """The sentence that says what one read of a treaty found, as the chart stands in the view."""
    stands = known(view, treaty)
    places = {} if stands is None else dict(_places(changes, treaty, stands, today))
    return subject_of(changes, treaty, places)


def _places(changes: Iterable[Change], treaty: Treaty, stands: KnownTreaty, today: date) -> Iterator[tuple[str, Place]]:
    """The places of the consents among those needed, as the chart stands; none once the treaty is in force."""
    if reached(stands.chart.in_force_on, today):
        return
    for change in changes:
        if change.field is not Field.CONSENT_ON or change.nature is not Nature.EVENT or change.participant is None:
            continue
        row = stands.chart.row(change.participant)
        if row is None or row.consent_on != change.effective_on:
            continue
        place = place_of(stands.chart, row, treaty, today, stands.parent)
        if place is not None:
            yield change.participant, place


def status_of(view: View, treaty: Treaty, *, now: datetime) -> TreatyStatus:
    """The figures of a treaty today, and the age of the knowledge."""
    found = answer(view, treaty, now=now, day=None)
    if found is None:
        return TreatyStatus(treaty=treaty)
    current = found.known
    evidence = view.evidence(current.feed.evidence) if current.feed.evidence else None
    return TreatyStatus(
        treaty=treaty,
        title=current.chart.title,
        status_as_of=current.status_as_of,
        last_good=current.feed.last_good_at,
        source=current.feed.source,
        figures=to_object(figures_of(found)),
        official=official_in_words(OfficialFigures(current, InvitedLists(view, current)).nearest(found.day)),
        evidence=_ref(evidence),
        failover=current.failover,
        unconfirmed=tuple(unconfirmed_in_words(current)),
    )


def _ref(evidence: Evidence | None) -> EvidenceRef | None:
    if evidence is None:
        return None
    return EvidenceRef(
        id=evidence.id,
        sha256=evidence.sha256,
        url=evidence.url,
        fetched_at=evidence.fetched_at,
        saved_by_hand=evidence.origin == "saved",
        provenance=evidence.provenance,
        published_on=evidence.published_on,
        media_type=evidence.headers.get("content-type", ""),
    )

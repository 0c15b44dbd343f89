"""`tracker export`: collect everything known for one file, and select the evidence for a WARC file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.knowledge import Knowledge, read_knowledge
from tracker import __version__
from tracker.answers import figures, standing, statements
from tracker.answers.history.changes import changes_of
from tracker.answers.history.records import EvidenceAnswer, change_object
from tracker.answers.history.snapshots import snapshots
from tracker.answers.knowledge import known
from tracker.answers.territories import territorial_applications
from tracker.answers.to_json import to_object
from tracker.export.tables import Tables, notes
from tracker.models import moment, parse_moment
from tracker.models.times import iso
from tracker.sources.official_pages import official_pages
from tracker.wording.exports import TITLE
from tracker.wording.words import official_title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from db.store import Store
    from tracker.answers.standing import Answer
    from tracker.answers.to_json import Object
    from tracker.answers.view import View
    from tracker.models import Treaty
    from tracker.models.records import Evidence, Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to export: `treaties` (empty: all), the day of the law (`day`), and the state of knowledge (`known_at`)."""

    treaties: tuple[str, ...] = ()
    day: date | None = None
    known_at: datetime | None = None

    def had(self, at: datetime) -> bool:
        """True if a moment is not after `known_at`."""
        return self.known_at is None or at <= self.known_at


def gather(store: Store, wanted: Wanted, *, now: datetime) -> Tables:
    """Collect everything except the bytes of the evidence. Raises UsageError for an unknown treaty."""
    with read_knowledge(store, wanted.known_at) as view:
        return _tables(view, wanted, kept_evidence(store, wanted), now)


def _tables(view: View, wanted: Wanted, kept: Sequence[Evidence], now: datetime) -> Tables:
    chosen = standing.choose(view, wanted.treaties)
    rows, found = standing.parties(view, now=now, treaties=wanted.treaties, day=wanted.day)
    answers = {answer.known.treaty.id: answer for answer in found}
    parties = [standing.sourced(row) for row in rows]
    counted = figures.figures(view, now=now, day=wanted.day, treaties=wanted.treaties)
    changes = [change_object(change) for change in changes_of(view, wanted.treaties)]
    stored = [to_object(one) for one in snapshots(view, wanted.treaties)]
    stated = [to_object(one) for one in statements.ask(view, treaties=wanted.treaties)]
    evidence = [to_object(EvidenceAnswer.of(item)) for item in kept]
    sources = [_source(view, feed, answers.get(feed.treaty)) for treaty in chosen for feed in view.feeds(treaty.id)]
    dated = ((sources, "last_good"), (changes, "detected_at"), (stored, "observed_at"), (evidence, "fetched_at"))
    moments = [str(row[key]) for rows, key in dated for row in rows if row[key]]
    return Tables(
        about={
            "title": TITLE,
            "as_of": iso(counted.as_of),
            "known_at": moment(wanted.known_at) if wanted.known_at else None,
            "program": f"convention tracker {__version__}",
            "notes": list(
                notes(
                    (treaty.id for treaty in chosen),
                    (*parties, *changes, *stated),
                    provenances=(item.provenance for item in kept),
                )
            ),
        },
        treaties=[_treaty(treaty, answers.get(treaty.id)) for treaty in chosen],
        sources=sources,
        parties=parties,
        figures=[
            {"treaty": key, "as_of": iso(counted.as_of), **to_object(held)} for key, held in counted.treaties.items()
        ],
        changes=changes,
        statements=stated,
        territories=[
            to_object(one)
            for one in territorial_applications(view, now=now, treaties=wanted.treaties, day=wanted.day)[0]
        ],
        snapshots=stored,
        evidence=evidence,
        newest=parse_moment(max(moments)) if moments else None,
    )


def sources_of(view: View) -> dict[str, str | None]:
    """Of each treaty of which anything was read: its title, and the depositary's own page of who takes part."""
    return {
        official_title(treaty, found.chart.title): official_pages(treaty).chart
        for treaty in view.treaties()
        if (found := known(view, treaty))
    }


def _source(view: View, feed: Feed, answer: Answer | None) -> Object:
    """A source of a treaty, and the age of its last read."""
    rests_on_it = answer is not None and answer.known.feed.id == feed.id
    snapshot, last = view.newest(feed), view.last_good(feed)
    status = (
        answer.known.status_as_of if rests_on_it and answer else feed.status_as_of if view.known_at is None else None
    )
    return {
        "treaty": feed.treaty,
        "source": feed.source,
        "status_as_of": iso(status),
        "last_good": moment(last.read_at) if last else None,
        "evidence": snapshot.evidence if snapshot else None,
        "answers_stand_on_it": rests_on_it,
        "provenance": view.evidence(snapshot.evidence).provenance.value if snapshot and snapshot.evidence else None,
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
        **to_object(answer.age if answer else standing.KnowledgeAge()),
    }


# ---- the evidence -------------------------------------------------------------------------------


def kept_evidence(store: Store, wanted: Wanted) -> list[Evidence]:
    """The evidence of the wanted treaties that was fetched by `known_at`. Raises UsageError for an unknown treaty."""
    chosen = {treaty.id for treaty in standing.choose(Knowledge(store), wanted.treaties)}
    return [item for item in store.archive.all() if item.treaty in chosen and wanted.had(item.fetched_at)]

"""Files for other programs: Atom feeds by treaty, by participant and of acts, the calendar, every change as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from jobs.files import write_atomically
from jobs.publish.calendar import calendar_file
from jobs.publish.report import entries_of
from tracker.answers.chronology import chronology
from tracker.answers.history.changes import changes_of
from tracker.answers.history.records import change_object
from tracker.answers.history.snapshots import snapshots
from tracker.answers.knowledge import known
from tracker.export.atom import feed, feed_of_acts
from tracker.language import _
from tracker.models.outward import escaped_json
from tracker.wording.exports import FEED_OF_ALL
from tracker.wording.words import called, treaty_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from db.store import Store
    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.view import View
    from tracker.models.addresses import SiteAddress
    from tracker.models.reports import Entry


def publish(store: Store, folder: Path, *, now: datetime, site: SiteAddress | None = None) -> list[Path]:
    """Write the files whose content changed, each atomically; returns the paths written."""
    written = []
    with read_knowledge(store) as view:
        made = dict(files_for_programs(view, now, site))
    for name, content in made.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            write_atomically(path, content)
            written.append(path)
    return written


def files_for_programs(
    view: View, now: datetime, site: SiteAddress | None = None, told: Sequence[Entry] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield each file: its path in the folder, and its content, in the language that is spoken. `told`: every change;
    None: as the history tells it, in English."""
    everything = entries_of(view, changes_of(view)) if told is None else told
    entries = [
        entry for entry in everything if entry.change.published_on is None
    ]  # feeds notify, so they leave out back-fill
    treaties = {treaty.id: treaty for treaty in view.treaties()}
    began = min((snapshot.observed_at for snapshot in snapshots(view)), default=now)

    def made(title: str, key: str, entries: Sequence[Entry]) -> bytes:
        return feed(
            title, key, entries, treaties, began=began, site=site, head_of=lambda told: view.head_of_change(told.id)
        )

    objects = [change_object(entry.change) for entry in everything]
    yield "changes.json", escaped_json(json.dumps(objects, ensure_ascii=False, indent=1)).encode() + b"\n"
    yield "calendar.ics", calendar_file(view)
    yield "feeds/all.xml", made(_(FEED_OF_ALL), "all", entries)
    acts = chronology(view, now=now)[0]
    head = view.history_head(of_news=True)
    yield "feeds/acts.xml", feed_of_acts(acts, treaties, began=began, site=site, head=head)
    for treaty in treaties.values():
        own = [entry for entry in entries if entry.change.treaty == treaty.id]
        yield f"feeds/{treaty.id}.xml", made(treaty_title(treaty), treaty.id, own)
    by_participant: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.change.participant:
            by_participant[entry.change.participant].append(entry)
    names = {row.participant: row.name for treaty_known in _known(view) for row in treaty_known.chart.rows}
    names |= {participant: own[-1].change.name or participant for participant, own in by_participant.items()}
    for participant, name in names.items():  # also those without a change yet, so that one can subscribe to them
        yield f"feeds/{participant}.xml", made(called(name), participant, by_participant[participant])


def _known(view: View) -> Iterator[KnownTreaty]:
    found = (known(view, treaty) for treaty in view.treaties())
    return (treaty_known for treaty_known in found if treaty_known is not None)

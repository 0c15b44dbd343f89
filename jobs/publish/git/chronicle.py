"""Which commits a publication in git is owed: one for each moment at which something became known, as known then.

The history in the database is only added to, so that a commit made later is the one that would have been made at once.
The last commit says what it holds: nothing else remembers how far a publication is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db.knowledge import read_knowledge
from jobs.publish.git.repository import refuse_files_of_others
from jobs.publish.report import entries_of, headline
from jobs.publish.tables import Wanted, gather, sources_of
from tracker.answers.history.changes import changes_of
from tracker.errors import UsageError
from tracker.export.datapackage import DATAPACKAGE, About, datapackage
from tracker.export.lines import CHANGES, COLUMNS, FILES, STATEMENTS, TREATIES, ids_in, in_lines, treaties_in
from tracker.models import Provenance
from tracker.models.times import day_at
from tracker.wording.datasets import commits as words
from tracker.wording.sources import banner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from db.store import Store
    from jobs.publish.git.repository import Repository
    from tracker.answers.view import View
    from tracker.models import Change, Treaty

OURS = (*FILES, DATAPACKAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who signs a publication off, and under which licence it is."""

    mail: str
    licence: str | None = None


@dataclass(slots=True)
class _Moment:
    """What became known at one moment: charts and lists of statements that were read first, and changes."""

    treaties: list[Treaty] = field(default_factory=list)
    lists: list[Treaty] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def bring_up_to_date(store: Store, repository: Repository, terms: Terms) -> Iterator[str]:
    """Make the commits that are owed, oldest first; yield the first line of each. Raises UsageError, OutputError."""
    committed = _Committed.of(repository)
    if committed is None:
        refuse_files_of_others(repository)
    with read_knowledge(store) as view:
        owed = _owed(view, committed or _Committed())
        newest = _newest(view)
    for at in sorted(owed):
        with read_knowledge(store, at) as view:
            sentences = _sentences(view, owed[at], at)
            yield from _commit(store, view, repository, terms, at, sentences, owed[at].changes)
    if newest:
        with read_knowledge(store) as view:
            yield from _commit(store, view, repository, terms, newest, [words.no_news()], [])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Committed:
    """What the last commit holds: ids of treaties with a chart, of those with statements, of changes."""

    treaties: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, repository: Repository) -> _Committed | None:
        """None if nothing of ours was committed. Raises UsageError for the table of another."""
        held = {name: repository.held(name) for name in (TREATIES, STATEMENTS, CHANGES)}
        treaties, lists, changes = held.values()
        if treaties is None or lists is None or changes is None:
            return None
        try:
            return cls(treaties=ids_in(treaties), lists=treaties_in(lists), changes=ids_in(changes))
        except ValueError as error:
            raise UsageError(
                f"{repository.git.folder} holds tables that the tracker did not write ({error}): name another folder"
            ) from error


def _owed(view: View, committed: _Committed) -> dict[datetime, _Moment]:
    found: defaultdict[datetime, _Moment] = defaultdict(_Moment)
    for treaty in view.treaties():
        first = min((one.known_since for one in view.snapshots(treaty.id)), default=None)
        if first and treaty.id not in committed.treaties:
            found[first].treaties.append(treaty)
        listed = min((one.observed_at for one in view.statements(treaty.id)), default=None)
        if listed and treaty.id not in committed.lists:
            found[listed].lists.append(treaty)
    for change in changes_of(view):
        if str(change.id) not in committed.changes:
            found[change.detected_at].changes.append(change)
    return found


def _newest(view: View) -> datetime | None:
    """The newest moment at which anything was looked at; None while nothing was read.

    A publication is of that moment, and not of now: standing that changed by itself since then is told by the next
    check, in words.
    """
    reads = [
        read.read_at for treaty in view.treaties() for feed in view.feeds(treaty.id) if (read := view.last_good(feed))
    ]
    stored = [one.known_since for treaty in view.treaties() for one in view.snapshots(treaty.id)]
    return max([*reads, *stored, *(change.detected_at for change in changes_of(view))], default=None)


def _sentences(view: View, moment: _Moment, at: datetime) -> list[str]:
    """The sentences of the reports on what became known at one moment."""
    first = [words.first_chart(moment.treaties)] if moment.treaties else []
    lists = [words.first_statements(moment.lists)] if moment.lists else []
    news: dict[str, list[Change]] = {}
    for change in moment.changes:
        if change.published_on is None:
            news.setdefault(change.treaty, []).append(change)
    told = [
        headline(view, news[treaty.id], treaty, day_at(at, treaty.seat))
        for treaty in view.treaties()
        if treaty.id in news
    ]
    earlier = sum(change.published_on is not None for change in moment.changes)
    return [*first, *told, *lists, *([words.filled_in(earlier)] if earlier else [])]


def _commit(
    store: Store,
    view: View,
    repository: Repository,
    terms: Terms,
    at: datetime,
    sentences: Sequence[str],
    changes: Sequence[Change],
) -> Iterator[str]:
    tables = gather(store, Wanted(known_at=view.known_at), now=at)
    every = changes_of(view)
    head = view.head_of_change(every[-1].id) if every else None
    about = About(
        head=head, licence=terms.licence, sources=sources_of(view), notes=[str(note) for note in tables.about["notes"]]
    )
    files = {**in_lines(tables), DATAPACKAGE: datapackage(about, COLUMNS)}
    message = words.message(
        sentences,
        entries_of(view, changes),
        banner=banner(Provenance(row["provenance"]) for row in tables.evidence),
        head=head if changes else None,
        mail=terms.mail,
    )
    if repository.commit(files, message, author=words.AUTHOR, mail=terms.mail, at=at):
        yield message.partition("\n")[0]

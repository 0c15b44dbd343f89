"""The sentence of a recorded change in the language that is spoken.

The history keeps a sentence in English. Another language says the same from the same facts: what a sentence says beside
its change (the place of a consent, the day of its effect, the statement) is gathered again as it was known then. The
English that these facts give must be the recorded sentence; if it is not, the other language says only what the change
itself holds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from db.knowledge import Knowledge
from jobs.context import Pass
from jobs.ingest.recording import RecordingContext, sentence_context
from jobs.recorder import StoreRecorder
from tracker.answers.knowledge import known
from tracker.config import config_of_record
from tracker.language import Language, speaking, spoken
from tracker.models import ChangeKind, Difference, Field, Nature
from tracker.statements import StatementDifference, as_difference
from tracker.wording.sentences import SentenceContext, summarise
from tracker.wording.statements import particulars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from db.store import Store
    from tracker.diff.ledger import Fact
    from tracker.models import Change, Chart, Statement, Treaty

_BEFORE = timedelta(microseconds=1)
_TERRITORIAL = (ChangeKind.TERRITORY_EXTENDED, ChangeKind.TERRITORY_EXCLUDED)


def retold(store: Store, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes with their sentences in the language that is spoken."""
    told = tuple(changes)
    if spoken() is Language.ENGLISH:
        return told
    made = {at: _Then(store, at) for at in {change.detected_at for change in told}}
    return tuple(replace(change, summary=Retelling(made[change.detected_at], change).sentence()) for change in told)


class _Then:
    """What was known when changes were told, and just before."""

    def __init__(self, store: Store, at: datetime) -> None:
        record = store.treaties.configuration(store.treaties.configuration_in_force() or 0)
        self.view, self.earlier = Knowledge(store, at), Knowledge(store, at - _BEFORE)
        self.run = Pass(
            store=store,
            recorder=StoreRecorder(store),
            config=config_of_record(record, store.database.path),
            configuration=0,
            reading="",
            at=at,
        )


class Retelling:
    """One change, and what was known when it was told."""

    def __init__(self, then: _Then, change: Change) -> None:
        self.change = change
        self._view, self._earlier, self._run = then.view, then.earlier, then.run
        store = then.run.store
        treaty = store.treaties.treaty(change.treaty)
        assert treaty is not None, change.treaty  # noqa: S101 - a foreign key holds it
        self._treaty: Treaty = treaty

    def sentence(self) -> str:
        """The sentence, from all facts if they give the recorded one in English, else from the change alone."""
        language = spoken()
        for gather in self._ways():
            with speaking(Language.ENGLISH):
                difference, context = gather()
                same = summarise(difference, treaty=self._treaty, context=context) == self.change.summary
            if same:
                with speaking(language):  # labels in the context are of this language too
                    difference, context = gather()
                    return summarise(difference, treaty=self._treaty, context=context)
        return self.from_the_change_alone()

    def from_the_change_alone(self) -> str:
        """Who, what and when, in the language that is spoken."""
        return summarise(self._difference(bundled=False), treaty=self._treaty, context=SentenceContext(in_force=True))

    def _ways(self) -> Iterator[Callable[[], tuple[Difference, SentenceContext]]]:
        """The ways in which the facts may have been, the likeliest first."""
        if self.change.field is Field.STATEMENT:
            for found in self._statements():
                yield partial(self._of_statement, found)
            return
        for bundled in (self.change.nature is Nature.EDITORIAL, False):
            for chart in self._charts():
                yield partial(self._of_chart, chart, bundled=bundled)

    # ---- acts, and what a chart shows ----

    def _of_chart(self, chart: Chart, *, bundled: bool) -> tuple[Difference, SentenceContext]:
        change = self.change
        where = RecordingContext(
            treaty=self._treaty,
            source=change.source,
            log=0,
            snapshot=change.snapshot,
            previous_snapshot=change.previous_snapshot,
            published_on=change.published_on,
            elsewhere=self._elsewhere(),
        )
        row = chart.row(change.participant) if change.participant else None
        difference = self._difference(bundled=bundled)
        if row and change.kind is not ChangeKind.RENAMED:
            difference = replace(difference, name=row.name)  # the change has a former State's own name
        return difference, sentence_context(self._run, self._view, where, chart, difference)

    def _elsewhere(self) -> Mapping[Fact, Change]:
        """What only other sources showed when a date took effect."""
        found = known(self._view, self._treaty)
        return found.elsewhere if found else {}

    def _charts(self) -> Iterator[Chart]:
        """The charts that may have stood after the change: what was known then, or the page that it was read from."""
        found = known(self._view, self._treaty)
        if found:
            yield found.chart
        if self.change.snapshot:
            yield self._view.chart(self.change.snapshot)

    def _difference(self, *, bundled: bool) -> Difference:
        change = self.change
        return Difference(
            kind=change.kind,
            nature=change.nature,
            rule=change.rule,
            field=change.field,
            participant=change.participant,
            name=change.name,
            before=change.before,
            after=change.after,
            effective_on=change.effective_on,
            left_on=change.left_on,
            shown_again=change.nature is Nature.CORRECTION and change.kind is not ChangeKind.CORRECTED,
            bundled=bundled,
        )

    # ---- statements ----

    def _of_statement(self, found: StatementDifference) -> tuple[Difference, SentenceContext]:
        return as_difference(found, particulars=particulars), SentenceContext(in_force=True, statement=found)

    def _statements(self) -> Iterator[StatementDifference]:
        """The differences between the lists of statements before and after that may have been told."""
        kind = ChangeKind.STATEMENT_MADE if self.change.kind in _TERRITORIAL else self.change.kind
        before, after = self._own(self._earlier), self._own(self._view)
        for new in after:
            yield StatementDifference(kind=kind, after=new)
        for old in before:
            yield StatementDifference(kind=kind, before=old)
            for new in after:
                yield StatementDifference(kind=kind, before=old, after=new)

    def _own(self, view: Knowledge) -> list[Statement]:
        found = (stored.statement for stored in view.statements(self._treaty.id))
        return [statement for statement in found if statement.participant == self.change.participant]

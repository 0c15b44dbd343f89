"""Questions about what was noticed and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.api.arguments import day_of, names_of, words_of
from tracker.api.session import Session
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.answers.history.provenance import Why
    from tracker.answers.history.records import ChangeAnswer, EvidenceAnswer, QuarantineAnswer, SnapshotHead
    from tracker.answers.history.snapshots import SnapshotAnswer
    from tracker.answers.reconciliation import FindingAnswer
    from tracker.api.arguments import Day, Names
    from tracker.models.records import Filter
    from tracker.models.reports import Report


class RecordQuestions(Session):
    """The changes recorded, the charts and pages behind them, and where sources disagree."""

    def changes(
        self,
        treaties: Names = (),
        *,
        participants: Names = (),
        kinds: Names = (),
        natures: Names = (),
        since: Day | None = None,
        until: Day | None = None,
    ) -> list[ChangeAnswer]:
        """The changes recorded, oldest first, by the day on which they were noticed (UTC)."""
        from tracker.answers.history.records import ChangeAnswer

        with self.reading():
            wanted = self._filter(treaties, participants, kinds, natures, since, until)
            return [ChangeAnswer.of(change) for change in self._store.changes.find(wanted)]

    def report(
        self,
        treaties: Names = (),
        *,
        participants: Names = (),
        kinds: Names = (),
        natures: Names = (),
        since: Day | None = None,
        until: Day | None = None,
        by_act: bool = False,
    ) -> Report:
        """The same with their evidence, and how each treaty stands; `tracker.report.render` writes it.

        `by_act`: acts by their own dates, also those of before the first read, in place of changes; `since` and `until`
        are then days of acts.
        """
        from jobs.publish.report import gather

        with self.reading():
            wanted = self._filter(treaties, participants, kinds, natures, since, until)
            return gather(self._store, wanted, now=self._now(), by_act=by_act)

    def _filter(
        self,
        treaties: Names,
        participants: Names,
        kinds: Names,
        natures: Names,
        since: Day | None,
        until: Day | None,
    ) -> Filter:
        from tracker.answers.standing import choose, find_participants
        from tracker.models import ChangeKind, Nature
        from tracker.models.records import Filter

        with self._knowledge() as view:
            named = names_of(treaties)
            first, last = day_of(since), day_of(until)
            if first and last and last < first:
                raise UsageError(f"{last} is before {first}: name the earlier day first")
            return Filter(
                since=first,
                until=last,
                treaties=tuple(treaty.id for treaty in choose(view, named)) if named else (),
                participants=find_participants(view, names_of(participants)),
                kinds=words_of(ChangeKind, kinds),
                natures=words_of(Nature, natures),
            )

    def why(self, change: int) -> Why:
        """The rule, charts, evidence and deliveries of a change."""
        from tracker.answers.history.provenance import why

        with self._knowledge() as view:
            return why(view, change)

    def snapshots(self, treaties: Names = ()) -> list[SnapshotHead]:
        """The stored charts, oldest first."""
        from tracker.answers.history.snapshots import snapshots

        with self._knowledge() as view:
            return snapshots(view, names_of(treaties))

    def snapshot(self, number: int) -> SnapshotAnswer:
        """One stored chart with its rows."""
        from tracker.answers.history.snapshots import snapshot

        with self._knowledge() as view:
            return snapshot(view, number)

    def diff(self, before: int, after: int) -> list[ChangeAnswer]:
        """What differs between two stored charts of one treaty."""
        from tracker.answers.history.snapshots import difference

        with self._knowledge() as view:
            return difference(view, before, after, now=self._now())

    def evidence(self, number: int) -> EvidenceAnswer:
        """Where and when a page was fetched, and its SHA-256."""
        from tracker.answers.history.records import EvidenceAnswer

        with self._knowledge() as view:
            return EvidenceAnswer.of(view.evidence(number))

    def evidence_body(self, number: int) -> bytes:
        """The exact bytes of a page, as received."""
        with self._knowledge() as view:
            return self._store.archive.body(view.evidence(number).sha256)

    def quarantine(self) -> list[QuarantineAnswer]:
        """The charts that were doubtful, oldest first, with what a person decided."""
        from tracker.answers.history.records import QuarantineAnswer

        with self.reading():
            return [QuarantineAnswer.of(item) for item in self._store.decisions.items()]

    def quarantined(self, number: int) -> QuarantineAnswer:
        """One of them."""
        from tracker.answers.history.records import QuarantineAnswer

        with self.reading():
            return QuarantineAnswer.of(self._store.decisions.item(number))

    def reconcile(self, treaties: Names = (), *, everything: bool = False) -> list[FindingAnswer]:
        """Where sources, rules of treaties and official figures disagree; `everything`: also where they agree."""
        from tracker.answers.reconciliation import findings

        with self._knowledge() as view:
            return findings(view, now=self._now(), treaties=names_of(treaties), everything=everything)

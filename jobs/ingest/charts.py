"""A chart that was received: compared with the baseline of its source and with what other sources have shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.knowledge import Knowledge
from jobs.ingest.effects import remember_history
from jobs.ingest.recording import RecordingContext, record_changes
from jobs.ingest.transition import transition
from tracker.answers.knowledge import ledger_of
from tracker.diff import ComparisonRules, compare, unreported, with_place_for_ends
from tracker.guard.live import LiveRead, turn_of
from tracker.law import history
from tracker.models import ChangeKind, Field, Outcome, but
from tracker.models.records import Filter

if TYPE_CHECKING:
    from jobs.context import Pass
    from jobs.ingest.subject import Received
    from jobs.ingest.transition import ChartTransition
    from tracker.diff import Ledger
    from tracker.guard.doubt import Doubt
    from tracker.models import Change, Chart, Difference, Pending
    from tracker.models.records import Feed, Snapshot

_REMEMBERED = timedelta(days=365)  # a field that turns the same way twice in this time turns back and forth


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedChart:
    """A chart as read from a source."""

    received: Received
    chart: Chart

    def compare(self, run: Pass) -> ComparedChart:
        """Compare it with the baseline of its source, and with what is known of the treaty."""
        received = self.received
        ledger = ledger_of(Knowledge(run.store), received.treaty)
        key = received.feed.snapshot
        baseline = run.store.charts.snapshot(key) if key else None
        before = run.store.charts.chart(baseline.id) if baseline else None
        rules = _rules(run, received, ledger, bundled=bool(baseline and baseline.bundled))
        found = transition(before, self.chart, rules)
        if baseline is None:
            news = _news_of_first(self, ledger, rules)
            return ComparedChart(received=received, transition=found, news=news)
        return ComparedChart(
            received=received,
            transition=found,
            news=_news(received, found, ledger),
            baseline=baseline,
            reported_elsewhere=frozenset(ledger.elsewhere),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedChart:
    """A chart compared with what is known.

    `news` are the differences to record as changes. `baseline` is None for a source's first chart.
    `reported_elsewhere` are facts that another source reported before the baseline's source did.
    """

    received: Received
    transition: ChartTransition
    news: tuple[Difference, ...]
    baseline: Snapshot | None = None
    reported_elsewhere: frozenset[tuple[str | None, Field]] = frozenset()

    @property
    def outcome(self) -> Outcome:
        """The outcome of the read if the chart is believed."""
        if self.baseline is None:
            return Outcome.BASELINE
        return Outcome.CHANGED if self.transition.differences else Outcome.UNCHANGED

    @property
    def status_as_of(self) -> date | None:
        """The day that the chart describes."""
        return self.transition.after.status_as_of

    @property
    def pending(self) -> tuple[Pending, ...]:
        """Values that vanished and wait for a second read to confirm it."""
        return self.transition.pending

    def doubts(self, run: Pass) -> tuple[Doubt, ...]:
        """Every reason not to believe it."""
        treaty = self.received.treaty
        return self.transition.doubts(
            limits=run.config.limits, today=run.today(treaty), opened_on=treaty.opened_on, live=self._live(run)
        )

    def _live(self, run: Pass) -> LiveRead:
        """What is known of the source: what it told in the past year, if there is anything new to tell."""
        treaty, source = self.received.treaty, self.received.feed.source
        told: list[Change] = []
        if differences := self.transition.differences:
            who = [found.participant for found in differences if found.participant is not None]
            wanted = Filter(since=run.at.date() - _REMEMBERED, treaties=(treaty.id,))
            if len(who) == len(differences):  # else of the treaty itself too
                wanted = but(wanted, participants=tuple(who))
            told = run.store.changes.find(wanted)
        turns = (turn_of(change) for change in told if change.source == source and change.published_on is None)
        return LiveRead(
            treaty=treaty, told=frozenset(turns), bundled=self.baseline is not None and self.baseline.bundled
        )

    def store(self, run: Pass, log: int) -> int:
        """Store a snapshot if the chart differs from the last one, and the pending values; returns its id."""
        snapshot = self._snapshot(run, log)
        run.store.charts.set_pending(self.received.feed.id, self.pending)
        return snapshot

    def _snapshot(self, run: Pass, log: int) -> int:
        received, last = self.received, self.baseline
        if last and not last.bundled and not self.transition.needs_snapshot:  # a bundled one is always replaced
            return last.id
        return run.store.charts.add(
            received.feed.id,
            self.transition.after,
            log=log,
            evidence=received.evidence.id,
            observed_at=received.read_at,
            accepted_at=run.at if received.item else None,
            published_on=received.evidence.published_on,
        )

    def record_changes(self, run: Pass, log: int, snapshot: int | None) -> tuple[Change, ...]:
        """Store the news as changes, and remember the effects that are not news."""
        self._remember_effects(run)
        context = RecordingContext(
            treaty=self.received.treaty,
            source=self.received.feed.source,
            log=log,
            snapshot=snapshot,
            previous_snapshot=self.baseline.id if self.baseline else None,
        )
        return record_changes(run, context, self.transition.after, self.news)

    def _remember_effects(self, run: Pass) -> None:
        """Remember the dates that have taken effect and are not news.

        For a first chart these are all dates. Later they are dates that became known without a change (unknown →
        known), and dates that are shown again.
        """
        treaty, before, after = self.received.treaty, self.transition.before, self.transition.after
        is_authority = self.received.feed.source == treaty.sources[0]
        if not is_authority and (self.news or self.baseline):
            return
        appeared = [found for found in self.news if not found.shown_again]
        news = {(found.participant, found.field) for found in appeared} | self.reported_elsewhere
        news |= {(found.participant, Field.LEFT_ON) for found in appeared if found.kind is ChangeKind.DENOUNCED}
        earlier = history(before, date.max) if before else {}
        old = {key for key, when in history(after, date.max).items() if earlier.get(key) == when}
        remember_history(run, treaty, after, run.today(treaty), news=news | old)


# ---- what is news -------------------------------------------------------------------------------


def _news(received: Received, found: ChartTransition, ledger: Ledger) -> tuple[Difference, ...]:
    """Of the differences from the baseline, those that no other source has reported."""
    source = received.feed.source
    return unreported(found.differences, ledger, source=source, authority=source == received.treaty.sources[0])


def _news_of_first(parsed: ParsedChart, ledger: Ledger, rules: ComparisonRules) -> tuple[Difference, ...]:
    """A source's first chart is history. But if the source is not the authority, acts since the authority's last good
    read are news, and so are ends that the authority's chart has no place for: nobody else would tell them."""
    known = with_place_for_ends(ledger.state)
    if not known.status_as_of:
        return ()
    seen = compare(known, parsed.chart, replace(rules, confirm_after=None, bundled=False, pending=()))
    source = parsed.received.feed.source
    return unreported(seen.differences, ledger, source=source, authority=False, only_after=known.status_as_of)


# ---- the rules of the comparison ----------------------------------------------------------------


def _rules(run: Pass, received: Received, ledger: Ledger, *, bundled: bool) -> ComparisonRules:
    own, treaty = received.feed, received.treaty
    others = [feed for feed in run.store.treaties.feeds(treaty.id) if feed.id != own.id and feed.snapshot]
    return ComparisonRules(
        today=run.today(treaty),
        now=run.at,
        confirm_after=None if received.item else run.config.confirm_after,
        pending=run.store.charts.pending(own.id),
        retracted=ledger.retracted,
        bundled=bundled,
        invited_elsewhere=frozenset().union(*(_listed_as_invited(run, feed) for feed in others)),
        acted_elsewhere=frozenset().union(*(_acted(run, feed) for feed in others)),
        invitations_told=run.recorder.invitations_told(treaty.id),
        successors=run.participants.former_states(),
    )


def _listed_as_invited(run: Pass, feed: Feed) -> set[str]:
    """Participants that another source's last chart still lists as invited, without those whose loss is confirmed."""
    assert feed.snapshot  # noqa: S101 - asked only of feeds that have a baseline
    gone = {
        waiting.participant
        for waiting in run.store.charts.pending(feed.id)
        if waiting.field in (Field.INVITED, Field.ROW)
        and feed.last_good_at
        and feed.last_good_at > waiting.since
        and feed.last_good_at - waiting.since >= run.config.confirm_after
    }
    return {row.participant for row in run.store.charts.chart(feed.snapshot).rows if row.invited} - gone


def _acted(run: Pass, feed: Feed) -> set[str]:
    assert feed.snapshot  # noqa: S101 - asked only of feeds that have a baseline
    return {row.participant for row in run.store.charts.chart(feed.snapshot).rows if row.signed_on or row.consent_on}

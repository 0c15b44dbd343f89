"""The roll-over: dates that take effect although no page has changed (docs/rules-of-change.md#kinds)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.models import STATEMENTS, ChangeKind, Field, Standing
from tracker.models.records import Filter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from jobs.context import Pass
    from tracker.answers.knowledge import KnownTreaty
    from tracker.models import Change, Chart, Pending, Treaty
    from tracker.models.records import Feed
    from tracker.statements import StatementDifference

#: A clock that nothing confirmed for longer could be wrong by days, and report an entry into force that is not due.
_CLOCK_TRUSTED_FOR = timedelta(days=7)

_OF_A_DENUNCIATION = (Field.DENOUNCED_ON, Field.LEFT_ON)


def roll_over(run: Pass, treaty: Treaty) -> tuple[Change, ...]:
    """Record the dates that have taken effect by today. Does nothing if no server confirmed our clock for a week."""
    return () if not clock_is_trusted(run) or _is_up_to_date(run, treaty) else record_effects(run, treaty)


def record_effects(run: Pass, treaty: Treaty) -> tuple[Change, ...]:
    """Record the dates that have taken effect by today without checking the clock; replay relies on the log instead."""
    from db.knowledge import Knowledge
    from jobs.ingest.recording import RecordingContext, record_changes, record_statement_changes
    from tracker.answers.knowledge import known  # the rules of change are imported only when something may be due
    from tracker.law import take_effect

    current = known(Knowledge(run.store), treaty)
    if current is None:
        return ()
    before = run.store.charts.effects(treaty.id)
    withheld = _withheld(run, current)
    found = take_effect(current.chart, before, run.today(treaty), withheld=withheld)
    extended = _extensions(run, current)
    if not found.differences and found.effects == before and not extended:
        if not withheld:
            run.recorder.remember(f"rolled_over:{treaty.id}", _basis(run, treaty))
        return ()
    with run.recorder.transaction():
        log = run.recorder.log(run.at, "roll_over", feed=current.feed.id, configuration=run.configuration)
        run.store.charts.set_effects(treaty.id, found.effects)
        context = RecordingContext(
            treaty=treaty,
            source=current.feed.source,
            log=log,
            snapshot=current.snapshot.id,
            elsewhere=current.elsewhere,
        )
        told = record_changes(run, context, current.chart, found.differences)
        return told + record_statement_changes(run, replace(context, source=STATEMENTS, snapshot=None), extended)


def _extensions(run: Pass, current: KnownTreaty) -> tuple[StatementDifference, ...]:
    """Extensions to territories that take effect, of participants that did not leave before."""
    from tracker.statements.extensions import taking_effect

    treaty = current.treaty
    wanted = Filter(treaties=(treaty.id,), kinds=(ChangeKind.TERRITORY_EFFECT,))
    told = {(change.participant, change.effective_on, change.after) for change in run.store.changes.find(wanted)}
    statements = run.store.statements.standing(treaties=[treaty.id])
    found = taking_effect(statements, told, run.today(treaty), treaty.seat)
    return tuple(one for one in found if _takes_part(current, one.statement.participant, run.today(treaty)))


def _takes_part(current: KnownTreaty, participant: str, day: date) -> bool:
    from tracker.law import standing_on

    row = current.chart.row(participant)
    return row is not None and standing_on(row, day) is Standing.PARTY


def _is_up_to_date(run: Pass, treaty: Treaty) -> bool:
    """True if nothing has changed since today's last roll-over, which found nothing due."""
    return run.store.memory.get(f"rolled_over:{treaty.id}") == _basis(run, treaty)


def _basis(run: Pass, treaty: Treaty) -> str:
    """What a roll-over depends on: the day, the charts, the recorded changes, the pending values."""
    return f"{run.today(treaty)} {run.store.charts.fingerprint(treaty.id)}"


def clock_is_trusted(run: Pass) -> bool:
    """True if a server's `Date` within tolerance was seen in the last seven days."""
    confirmed = run.store.memory.clock_confirmed_at()
    return confirmed is not None and abs(run.at - confirmed) <= _CLOCK_TRUSTED_FOR


def _withheld(run: Pass, current: KnownTreaty) -> set[tuple[str | None, Field]]:
    """Values that wait for a second read, and denunciations that only one read has shown."""
    withheld = {value for waiting in run.store.charts.pending(current.feed.id) for value in _values_of(waiting)}
    if _rests_on(current.chart, withheld):
        withheld.add((None, Field.TREATY_IN_FORCE_ON))
    others = _other_feeds(run, current)
    for feed in others:
        alone = {who for (who, _), change in current.elsewhere.items() if change.source == feed.source}
        waiting = (one for one in run.store.charts.pending(feed.id) if one.participant in alone)
        withheld |= {value for one in waiting for value in _values_of(one)}
    return withheld | {(who, Field.LEFT_ON) for who in _unconfirmed_denunciations(run, current, others)}


def _values_of(waiting: Pending) -> tuple[tuple[str | None, Field], ...]:
    fields = (Field.IN_FORCE_ON, Field.LEFT_ON) if waiting.field is Field.ROW else (waiting.field,)
    return tuple((waiting.participant, name) for name in fields)


def _other_feeds(run: Pass, current: KnownTreaty) -> list[Feed]:
    """Those of sources that alone show something of the chart."""
    sources = {change.source for change in current.elsewhere.values()}
    return [feed for feed in run.store.treaties.feeds(current.treaty.id) if feed.source in sources] if sources else []


def _rests_on(chart: Chart, withheld: set[tuple[str | None, Field]]) -> bool:
    """True if the treaty's date comes from its participants' dates, and only pending values still show it."""
    if chart.shows_in_force_on:
        return False
    givers = [row.participant for row in chart.rows if row.in_force_on == chart.in_force_on]
    return bool(givers) and all((who, Field.IN_FORCE_ON) in withheld for who in givers)


def _unconfirmed_denunciations(run: Pass, current: KnownTreaty, others: Iterable[Feed]) -> set[str | None]:
    """Participants whose denunciation is not confirmed yet.

    That a State has left is reported only after a good read of the source that shows it, at least `confirm_after`
    later.
    """
    read = {feed.source: feed.last_good_at for feed in others}
    shown_by = {who: change.source for (who, name), change in current.elsewhere.items() if name in _OF_A_DENUNCIATION}
    seen = run.store.changes.last_told(
        current.treaty.id, (ChangeKind.DENOUNCED, ChangeKind.CORRECTED), _OF_A_DENUNCIATION
    )

    def confirmed(who: str | None, at: datetime) -> bool:
        last_good = read.get(shown_by.get(who, ""), current.feed.last_good_at)
        return last_good is not None and last_good > at and last_good - at >= run.config.confirm_after

    return {who for who, at in seen.items() if not confirmed(who, at)}

"""Dates that are reached: what takes effect without any change of a page (docs/rules-of-change.md#kinds)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.models import ChangeKind, Field

if TYPE_CHECKING:
    from jobs.context import Pass
    from tracker.answers.knowledge import KnownTreaty
    from tracker.models import Change, Chart, Treaty

_CLOCK_TRUSTED_FOR = timedelta(days=7)


def roll_over(run: Pass, treaty: Treaty) -> tuple[Change, ...]:
    """Record what has taken effect by today. Nothing while no server's clock has agreed with ours for a week."""
    return () if not clock_is_trusted(run) or _is_up_to_date(run, treaty) else record_effects(run, treaty)


def record_effects(run: Pass, treaty: Treaty) -> tuple[Change, ...]:
    """Record what has taken effect by today without asking the clock: the log may say that it was trusted."""
    from db.knowledge import Knowledge
    from jobs.ingest.recording import RecordingContext, record_changes
    from tracker.answers.knowledge import known  # the rules of change are imported where something may be due
    from tracker.law import take_effect

    stands = known(Knowledge(run.store), treaty)
    if stands is None:
        return ()
    before = run.store.charts.effects(treaty.id)
    withheld = _withheld(run, stands)
    found = take_effect(stands.chart, before, run.today(treaty), withheld=withheld)
    if not found.differences and found.effects == before:
        if not withheld:
            run.recorder.remember(f"rolled_over:{treaty.id}", _basis(run, treaty))
        return ()
    with run.recorder.transaction():
        log = run.recorder.log(run.at, "roll_over", feed=stands.feed.id, configuration=run.configuration)
        run.store.charts.set_effects(treaty.id, found.effects)
        context = RecordingContext(treaty=treaty, source=stands.feed.source, log=log, snapshot=stands.snapshot.id)
        return record_changes(run, context, stands.chart, found.differences)


def _is_up_to_date(run: Pass, treaty: Treaty) -> bool:
    """Nothing has changed since the last roll-over of today, which found nothing due."""
    return run.store.memory.get(f"rolled_over:{treaty.id}") == _basis(run, treaty)


def _basis(run: Pass, treaty: Treaty) -> str:
    """What a roll-over depends on: the day, the charts, the changes on record, what waits."""
    return f"{run.today(treaty)} {run.store.charts.fingerprint(treaty.id)}"


def clock_is_trusted(run: Pass) -> bool:
    """A `Date` within tolerance was seen in the last seven days by our clock."""
    confirmed = run.store.memory.clock_confirmed_at()
    return confirmed is not None and abs(run.at - confirmed) <= _CLOCK_TRUSTED_FOR


def _withheld(run: Pass, stands: KnownTreaty) -> set[tuple[str | None, Field]]:
    """Values that wait to be seen again, and denunciations that only one read has shown."""
    withheld: set[tuple[str | None, Field]] = set()
    for waiting in run.store.charts.pending(stands.feed.id):
        if waiting.field is Field.ROW:
            withheld |= {(waiting.participant, Field.IN_FORCE_ON), (waiting.participant, Field.LEFT_ON)}
        else:
            withheld.add((waiting.participant, waiting.field))
    if _rests_on(stands.chart, withheld):
        withheld.add((None, Field.TREATY_IN_FORCE_ON))
    return withheld | {(who, Field.LEFT_ON) for who in _unconfirmed_denunciations(run, stands)}


def _rests_on(chart: Chart, withheld: set[tuple[str | None, Field]]) -> bool:
    """True if the treaty's date is the earliest of its participants', and only values that wait still show it."""
    if chart.shows_in_force_on:
        return False
    givers = [row.participant for row in chart.rows if row.in_force_on == chart.in_force_on]
    return bool(givers) and all((who, Field.IN_FORCE_ON) in withheld for who in givers)


def _unconfirmed_denunciations(run: Pass, stands: KnownTreaty) -> set[str | None]:
    """That a State left is told only once a later good read, `confirm_after` on, still shows its denunciation."""
    last_good = stands.feed.last_good_at
    seen = run.store.changes.last_told(
        stands.treaty.id, (ChangeKind.DENOUNCED, ChangeKind.CORRECTED), (Field.DENOUNCED_ON, Field.LEFT_ON)
    )
    return {
        who
        for who, at in seen.items()
        if last_good is None or last_good <= at or last_good - at < run.config.confirm_after
    }

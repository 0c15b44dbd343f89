"""From differences to the changes that are stored: the sentence, the channels they are owed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.calendar.invitations import decided_on
from tracker.law import consents_by, counted_by, reached
from tracker.models import DATE_FIELDS, Change, ChangeKind, Field, Group, Nature
from tracker.wording.sentences import SentenceContext, summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobs.context import Pass
    from tracker.config import Channel
    from tracker.models import Chart, Difference, Row, Treaty


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the changes of one read stand in: the treaty and its chart after them, and where they were read."""

    treaty: Treaty
    chart: Chart
    source: str
    snapshot: int | None
    previous_snapshot: int | None
    log: int
    published_on: date | None = None  # of an archived copy: what back-fill finds in it is told to nobody


def tell(run: Pass, scene: Scene, differences: Sequence[Difference]) -> tuple[Change, ...]:
    """Store the differences as changes and owe them to every channel that asked. Within a transaction."""
    return tuple(record(run, _change(run, scene, difference), scene.log) for difference in differences)


def record(run: Pass, change: Change, log: int) -> Change:
    """Store a change and owe it to every channel that asked; what was found in back-fill is owed to none. Within a
    transaction."""
    stored = run.store.changes.add(change, log)
    if stored.published_on is None:
        run.recorder.owe(stored.id, _owed(run, stored), run.at)
    return stored


def _owed(run: Pass, change: Change) -> list[str]:
    """Who asked for it; a correction or retraction goes to everyone who got the fact it takes back."""
    told: set[str] = set()
    if change.nature in (Nature.CORRECTION, Nature.RETRACTION):
        fields = DATE_FIELDS if change.field is Field.ROW else (change.field,)
        told = run.store.outbox.channels_told(change.treaty, change.participant, fields)
    channels = run.config.channels
    return [c.name for c in channels if c.url and (wants(c, change) or c.name in told)]


def wants(channel: Channel, change: Change) -> bool:
    """Does a channel ask for this change? Every filter is open where nothing is named."""
    return (
        change.nature in channel.natures
        and (not channel.treaties or change.treaty in channel.treaties)
        and (not channel.participants or change.participant in channel.participants)
        and (not channel.kinds or change.kind in channel.kinds)
    )


def _change(run: Pass, scene: Scene, difference: Difference) -> Change:
    name = _name(run, difference)
    return Change(
        id=0,
        detected_at=run.at,
        treaty=scene.treaty.id,
        participant=difference.participant,
        name=name,
        kind=difference.kind,
        nature=difference.nature,
        field=difference.field,
        before=difference.before,
        after=difference.after,
        effective_on=difference.effective_on,
        source=scene.source,
        snapshot=scene.snapshot,
        previous_snapshot=scene.previous_snapshot,
        summary=summarise(difference, treaty=scene.treaty, context=_context(run, scene, difference)),
        rule=difference.rule,
        left_on=difference.left_on,
        published_on=scene.published_on,
    )


#: Acts of the participant itself: done by its predecessor if dated in the predecessor's time.
_ACTS = (Field.SIGNED_ON, Field.CONSENT_ON)


def _predecessor(run: Pass, difference: Difference) -> str | None:
    if not (difference.participant and difference.effective_on and difference.field in _ACTS):
        return None
    if difference.nature is not Nature.EVENT:
        return None
    former = run.participants.predecessor_on(difference.participant, difference.effective_on)
    return former.name if former else None


def _name(run: Pass, difference: Difference) -> str | None:
    return _predecessor(run, difference) or difference.name


def _context(run: Pass, scene: Scene, difference: Difference) -> SentenceContext:
    row = scene.chart.row(difference.participant) if difference.participant else None
    today = scene.published_on or run.today(scene.treaty)
    return SentenceContext(
        in_force=reached(scene.chart.in_force_on, today),
        consents=_place(scene, row, today) if difference.field is Field.CONSENT_ON else None,
        consent_kind=row.consent_kind if row else None,
        threshold=scene.treaty.threshold,
        predecessor=_predecessor(run, difference),
        bundled=difference.bundled,
        became_member=bool(row and row.group is Group.MEMBER),
        in_force_on=row.in_force_on if row else None,
        left_on=(difference.left_on or row.left_on) if row else difference.left_on,
        invited_on=_invited_on(scene, difference, today),
        source_label=run.config.label(scene.source),
        published_on=scene.published_on,
    )


def _invited_on(scene: Scene, difference: Difference, today: date) -> date | None:
    if difference.kind is not ChangeKind.INVITED or difference.participant is None:
        return None
    return decided_on(difference.participant, scene.treaty.id, today)


def _place(scene: Scene, row: Row | None, today: date) -> int | None:
    """The place of a consent among those that count, by date: "the fifth of five"."""
    if row is None or row.consent_on is None:
        return None
    threshold = scene.treaty.threshold
    counted = counted_by(scene.chart.rows, threshold, today) if threshold else consents_by(scene.chart.rows, today)
    if all(other.participant != row.participant for other in counted):
        return None  # an organisation's where it is not counted in addition to its members'
    return sum(
        1 for other in counted if (other.consent_on or date.max, other.participant) <= (row.consent_on, row.participant)
    )

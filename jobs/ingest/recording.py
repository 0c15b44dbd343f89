"""From differences to stored changes: the sentence of each change, and the channels that receive it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db.knowledge import Knowledge
from jobs.ingest.by_rule import parent_chart, with_end, with_move, with_place
from tracker.calendar.invitations import invited_on
from tracker.law import reached
from tracker.models import DATE_FIELDS, Change, ChangeKind, Field, Group, Nature
from tracker.statements import as_difference
from tracker.wording.sentences import SentenceContext, summarise
from tracker.wording.statements import particulars

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from jobs.context import Pass
    from tracker.config import Channel
    from tracker.diff.ledger import Fact
    from tracker.models import Chart, Difference, Treaty
    from tracker.statements import StatementDifference


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingContext:
    """What all changes of one read have in common: the treaty, and where they were read.

    `published_on` is the day of an archived copy. Changes found by back-fill are sent to no channel. `elsewhere`: what
    only other sources show, of dates that take effect.
    """

    treaty: Treaty
    source: str
    log: int
    snapshot: int | None = None
    previous_snapshot: int | None = None
    published_on: date | None = None
    elsewhere: Mapping[Fact, Change] = field(default_factory=dict)


def record_changes(
    run: Pass, context: RecordingContext, chart: Chart, differences: Iterable[Difference]
) -> tuple[Change, ...]:
    """Store differences as changes, and queue them for the channels that want them. Call it within a transaction.

    `chart` is the treaty's chart after them.
    """
    return tuple(
        _record(run, context, difference, sentence_context(run, Knowledge(run.store), context, chart, difference))
        for difference in differences
    )


def record_statement_changes(
    run: Pass, context: RecordingContext, differences: Iterable[StatementDifference]
) -> tuple[Change, ...]:
    """The same for differences between lists of statements."""
    return tuple(
        # such a sentence does not say whether the treaty is in force
        _record(
            run,
            context,
            as_difference(found, particulars=particulars),
            SentenceContext(in_force=True, statement=found),
        )
        for found in differences
    )


def _record(run: Pass, context: RecordingContext, difference: Difference, sentence: SentenceContext) -> Change:
    stored = run.store.changes.add(_change(run, context, difference, sentence), context.log)
    if stored.published_on is None:
        run.recorder.owe(stored.id, _owed(run, stored), run.told_together)
    return stored


def _change(run: Pass, context: RecordingContext, difference: Difference, sentence: SentenceContext) -> Change:
    return Change(
        id=0,
        detected_at=run.at,
        treaty=context.treaty.id,
        participant=difference.participant,
        name=sentence.predecessor or difference.name,
        kind=difference.kind,
        nature=difference.nature,
        field=difference.field,
        before=difference.before,
        after=difference.after,
        effective_on=difference.effective_on or sentence.invited_on,
        source=context.source,
        snapshot=context.snapshot,
        previous_snapshot=context.previous_snapshot,
        summary=summarise(difference, treaty=context.treaty, context=sentence),
        rule=difference.rule,
        left_on=difference.left_on,
        published_on=context.published_on,
    )


# ---- who gets a change --------------------------------------------------------------------------


def _owed(run: Pass, change: Change) -> list[str]:
    """The channels that want a change. A correction or retraction also goes to those that received the fact itself."""
    informed: set[str] = set()
    if change.nature in (Nature.CORRECTION, Nature.RETRACTION):
        fields = DATE_FIELDS if change.field is Field.ROW else (change.field,)
        informed = run.store.outbox.channels_notified(change.treaty, change.participant, fields)
    channels = run.config.channels
    return [c.name for c in channels if c.url and (wants(c, change) or c.name in informed)]


def wants(channel: Channel, change: Change) -> bool:
    """True if a channel wants this change. A filter that names nothing lets everything pass."""
    return (
        change.nature in channel.natures
        and (not channel.treaties or change.treaty in channel.treaties)
        and (not channel.participants or change.participant in channel.participants)
        and (not channel.kinds or change.kind in channel.kinds)
    )


# ---- what its sentence says ---------------------------------------------------------------------

#: Acts of the participant itself. Its predecessor did them if their date lies in the predecessor's time.
_ACTS = (Field.SIGNED_ON, Field.CONSENT_ON)


def _predecessor(run: Pass, difference: Difference) -> str | None:
    if not (difference.participant and difference.effective_on and difference.field in _ACTS):
        return None
    if difference.nature is not Nature.EVENT:
        return None
    former = run.participants.predecessor_on(difference.participant, difference.effective_on)
    return former.name if former else None


def _name_then(run: Pass, difference: Difference) -> str | None:
    if not difference.participant or difference.field not in _ACTS or difference.nature is not Nature.EVENT:
        return None
    day, printed = difference.effective_on, difference.name or ""
    return run.participants.name_then(difference.participant, day, printed)


#: The fields that tell of a date that takes effect.
_TOLD_BY = {
    ChangeKind.TREATY_ENTERED_INTO_FORCE: (Field.TREATY_IN_FORCE_ON,),
    ChangeKind.ENTERED_INTO_FORCE: (Field.IN_FORCE_ON,),
    ChangeKind.DENUNCIATION_EFFECTIVE: (Field.LEFT_ON, Field.DENOUNCED_ON),
}


def _unconfirmed(context: RecordingContext, difference: Difference) -> tuple[str, str] | None:
    """The source of an act that the treaty's first source has not shown, and that first source."""
    first, fields = context.treaty.sources[0], _TOLD_BY.get(difference.kind, ())
    alone = (context.elsewhere.get((difference.participant, name)) for name in fields)
    source = next((change.source for change in alone if change), context.source)
    told_by_another = source != first and context.published_on is None and difference.nature is Nature.EVENT
    return (source, first) if told_by_another else None


def sentence_context(
    run: Pass, view: Knowledge, context: RecordingContext, chart: Chart, difference: Difference
) -> SentenceContext:
    """What a sentence says beside its difference. `view`: what is known of other treaties; `chart`: the treaty's after
    the difference."""
    row = chart.row(difference.participant) if difference.participant else None
    today = context.published_on or run.today(context.treaty)
    treaty = context.treaty
    sentence = SentenceContext(
        in_force=reached(chart.in_force_on, today),
        consent_kind=row.consent_kind if row else None,
        threshold=treaty.threshold,
        predecessor=_predecessor(run, difference),
        name_then=_name_then(run, difference),
        ad_referendum=bool(row and row.ad_referendum),
        bundled=difference.bundled,
        became_member=bool(row and row.group is Group.MEMBER),
        in_force_on=row.in_force_on if row else None,
        left_on=(difference.left_on or row.left_on) if row else difference.left_on,
        invited_on=invited_on(difference, treaty.id, today),
        source_label=run.config.label(context.source),
        unconfirmed=_unconfirmed(context, difference),
        published_on=context.published_on,
    )
    if row and difference.field is Field.CONSENT_ON:
        parent = parent_chart(view, run.config, treaty)
        placed = with_place(sentence, chart, row, treaty, today, parent)
        return with_move(view, placed, row, context.previous_snapshot, treaty, parent)
    if row and difference.kind is ChangeKind.DENOUNCED:
        return with_end(view, run.config, sentence, row, treaty, today)
    return sentence

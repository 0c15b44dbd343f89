"""The sentence for each kind of change. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, fill
from tracker.models import ChangeKind, Field, Provenance
from tracker.wording.sentences import acts, shown, statements
from tracker.wording.sentences.told import Told
from tracker.wording.sources import source_in_words
from tracker.wording.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.models import Difference, Treaty
    from tracker.wording.sentences.told import SentenceContext

_SENTENCES: dict[ChangeKind, Callable[[Told], str]] = {
    ChangeKind.SIGNED: acts.signed,
    ChangeKind.RATIFIED: acts.consented,
    ChangeKind.ACCEPTED: acts.consented,
    ChangeKind.APPROVED: acts.consented,
    ChangeKind.ACCEDED: acts.consented,
    ChangeKind.SUCCEEDED: acts.consented,
    ChangeKind.CONSENTED: acts.consented,
    ChangeKind.ENTRY_INTO_FORCE_SET: acts.date_given,
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: acts.date_given,
    ChangeKind.ENTERED_INTO_FORCE: acts.entered,
    ChangeKind.TREATY_ENTERED_INTO_FORCE: acts.treaty_entered,
    ChangeKind.DENOUNCED: acts.denounced,
    ChangeKind.DENUNCIATION_EFFECTIVE: acts.denunciation_effective,
    ChangeKind.SUSPENDED: acts.suspended,
    ChangeKind.SUSPENSION_ENDED: acts.suspension_ended,
    ChangeKind.INVITED: acts.invited,
    ChangeKind.INVITATION_ENDED: acts.invitation_ended,
    ChangeKind.STATEMENT_MADE: statements.made,
    ChangeKind.STATEMENT_AMENDED: statements.amended,
    ChangeKind.STATEMENT_WITHDRAWN: statements.withdrawn,
    ChangeKind.TERRITORY_EXTENDED: statements.extended,
    ChangeKind.TERRITORY_EXCLUDED: statements.excluded,
    ChangeKind.TERRITORY_EFFECT: statements.in_force_in_territory,
    ChangeKind.STATEMENT_NO_LONGER_SHOWN: statements.no_longer_shown,
    ChangeKind.FLAG_ADDED: shown.flag_added,
    ChangeKind.FLAG_REMOVED: shown.flag_removed,
    ChangeKind.CONSENT_KIND_SET: shown.consent_kind_set,
    ChangeKind.CORRECTED: shown.corrected,
    ChangeKind.RETRACTED: shown.retracted,
    ChangeKind.RENAMED: shown.renamed,
    ChangeKind.GROUP_CHANGED: shown.group_changed,
}
_IN_A_COPY = N_("{sentence} (seen in an archived copy published on {day}; not observed by us then)")

_UNCONFIRMED = N_("{sentence} (according to {source}; not confirmed by {authority})")


def summarise(difference: Difference, *, treaty: Treaty, context: SentenceContext) -> str:
    """The one sentence that describes a difference. Never raises, never more than one line."""
    body = _body(Told(difference, treaty, context))
    if context.published_on:  # docs/glossary.md#notices
        body = fill(_IN_A_COPY, sentence=body.removesuffix("."), day=day_in_words(context.published_on))
    if context.unconfirmed:
        source, authority = (source_in_words(name, Provenance.SOURCE) for name in context.unconfirmed)
        body = fill(_UNCONFIRMED, sentence=body.removesuffix("."), source=source, authority=authority)
    return body if body.endswith(".") else f"{body}."


def _body(told: Told) -> str:
    if told.difference.shown_again and told.difference.field is not Field.STATEMENT:
        return shown.shown_again(told)
    if told.context.bundled and told.difference.kind is ChangeKind.RENAMED:
        return shown.renames_bundled(told)
    return _SENTENCES[told.difference.kind](told)

"""The subject line of a message: who and what, "Hungary: consent to the Second Additional Protocol". Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import ChangeKind, Field, Nature
from tracker.wording.words import capital, cardinal, counted, day_in_words, one_line, ordinal, the_treaty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.law.place import Place
    from tracker.models import Change, Treaty

_ACT = {
    ChangeKind.SIGNED: "signature of",
    ChangeKind.RATIFIED: "consent to",
    ChangeKind.ACCEPTED: "acceptance of",
    ChangeKind.APPROVED: "approval of",
    ChangeKind.ACCEDED: "accession to",
    ChangeKind.SUCCEEDED: "succession to",
    ChangeKind.CONSENTED: "consent to",
    ChangeKind.ENTRY_INTO_FORCE_SET: "date of entry into force of",
    ChangeKind.ENTERED_INTO_FORCE: "entry into force of",
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: "date of entry into force",
    ChangeKind.TREATY_ENTERED_INTO_FORCE: "entry into force",
    ChangeKind.DENOUNCED: "denunciation of",
    ChangeKind.DENUNCIATION_EFFECTIVE: "denunciation in effect of",
    ChangeKind.SUSPENDED: "suspension of",
    ChangeKind.SUSPENSION_ENDED: "end of the suspension of",
    ChangeKind.INVITED: "invitation to accede to",
    ChangeKind.INVITATION_ENDED: "no longer among the invited to",
    ChangeKind.STATEMENT_MADE: "statement under",
    ChangeKind.STATEMENT_AMENDED: "statement amended under",
    ChangeKind.STATEMENT_WITHDRAWN: "statement withdrawn under",
    ChangeKind.TERRITORY_EXTENDED: "extension to a territory of",
    ChangeKind.TERRITORY_EXCLUDED: "exclusion of a territory from",
    ChangeKind.TERRITORY_EFFECT: "entry into force in a territory of",
    ChangeKind.STATEMENT_NO_LONGER_SHOWN: "statement no longer listed under",
}


def subject_of(changes: Sequence[Change], treaty: Treaty, place: Place | None = None) -> str:
    """The subject of changes of one participant (or of the treaty itself) in one read: its first act names it.

    `place` is that of a consent while the treaty is not in force: the subject then says how far it is from force.
    """
    first = changes[0]
    about = the_treaty(treaty)
    if first.participant is None:
        return f"{capital(about)}: {_act(first)}"
    subject = f"{one_line(first.name or first.participant)}: {_act(first)} {about}{_towards(place, treaty)}"
    more = len(changes) - 1
    return f"{subject} (and {counted(more, 'more change')})" if more > 1 else subject


def _towards(place: Place | None, treaty: Treaty) -> str:
    """`, the fifth of five; in force on 1 October 2026 by its own terms`."""
    if place is None or treaty.threshold is None:
        return ""
    if place.last > place.first:
        said = f", the {ordinal(place.first)} to {ordinal(place.last)} of the same day"
    else:
        needed = treaty.threshold.needed
        said = f", the {ordinal(place.first)} " + (f"of {cardinal(needed)}" if place.first <= needed else "consent")
    return f"{said}; in force on {day_in_words(place.expected_on)} by its own terms" if place.expected_on else said


def _act(change: Change) -> str:
    if change.field is Field.STATEMENT:
        return "statement shown again under" if change.nature is Nature.CORRECTION else _ACT[change.kind]
    if change.nature is Nature.CORRECTION:
        return "correction in the chart of" if change.participant else "correction in the chart"
    if change.nature is Nature.RETRACTION:
        return "no longer shown in the chart of" if change.participant else "no longer shown in the chart"
    return _ACT.get(change.kind, "editorial change in the chart of" if change.participant else "editorial change")


# ---- digests -------------------------------------------------------------------------------------

_ALL_READ = "{cadence} digest: {changes}; all sources read"
_NOT_ALL_READ = "{cadence} digest: {changes}; not all sources read"


def of_digest(cadence: str, changes: int, *, all_read: bool) -> str:
    """The subject of a digest: `Daily digest: 2 changes; all sources read`."""
    return (_ALL_READ if all_read else _NOT_ALL_READ).format(
        cadence=capital(cadence), changes=counted(changes, "change") if changes else "no change"
    )


def change_numbers(changes: Sequence[Change]) -> str:
    """The changes by number: `change no. 7`, `changes no. 7, 9`."""
    numbers = ", ".join(str(change.id) for change in changes)
    return f"change no. {numbers}" if len(changes) == 1 else f"changes no. {numbers}"

"""The order in which the changes of one read are reported. Pure."""

from __future__ import annotations

from tracker.models import ChangeKind, Difference, Field

#: The order in which the changes of one read are reported: legal order first, then corrections and editorial changes.
_LEGAL_ORDER = (
    ChangeKind.INVITED,
    ChangeKind.SIGNED,
    ChangeKind.RATIFIED,
    ChangeKind.ACCEPTED,
    ChangeKind.APPROVED,
    ChangeKind.ACCEDED,
    ChangeKind.SUCCEEDED,
    ChangeKind.CONSENTED,
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET,
    ChangeKind.ENTRY_INTO_FORCE_SET,
    ChangeKind.DENOUNCED,
    ChangeKind.SUSPENDED,
    ChangeKind.SUSPENSION_ENDED,
    ChangeKind.INVITATION_ENDED,
    ChangeKind.CORRECTED,
    ChangeKind.RETRACTED,
    ChangeKind.CONSENT_KIND_SET,
    ChangeKind.FLAG_ADDED,
    ChangeKind.FLAG_REMOVED,
    ChangeKind.RENAMED,
    ChangeKind.GROUP_CHANGED,
)

#: All kinds of consent share one place in that order; within it, they are ordered by date.
_CONSENTS = frozenset(_LEGAL_ORDER[2:8])


def in_legal_order(differences: list[Difference]) -> tuple[Difference, ...]:
    """Sort differences for reporting. A denunciation goes before a later consent that was read at the same time."""
    consents = [(d.participant, d.effective_on) for d in differences if d.kind in _CONSENTS and d.effective_on]

    def order(difference: Difference) -> tuple[int, str, str, int]:
        when = difference.effective_on
        if difference.kind is ChangeKind.DENOUNCED and when is not None:
            followed = any(who == difference.participant and on > when for who, on in consents)
            rank = -1 if followed else _LEGAL_ORDER.index(difference.kind)
        else:
            kind = ChangeKind.RATIFIED if difference.kind in _CONSENTS else difference.kind
            rank = _LEGAL_ORDER.index(kind)
        field_order = list(Field).index(difference.field)
        return rank, when.isoformat() if when else "", difference.participant or "", field_order

    return tuple(sorted(differences, key=order))

"""The acts that a participant could do next towards a treaty, as far as its text is known to this program. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.law.rules import SHIPPED_RULES
from tracker.models import (
    ChangeKind,
    ConsentKind,
    Group,
    Standing,
)

if TYPE_CHECKING:
    from tracker.law.rules import Rules
    from tracker.models import Treaty


class NextAct(StrEnum):
    """An act that is open to a participant. All are its own acts except an invitation, which others decide on."""

    SIGN = "sign"
    CONSENT = "consent"  # ratify, accept or approve what it has signed
    ACCEDE = "accede"
    BE_INVITED = "be_invited"  # and accede after that


_BOUND = (Standing.PARTY, Standing.CONTRACTING)


def next_acts(
    treaty: Treaty,
    *,
    standing: Standing,
    parent_standing: Standing | None,
    group: Group | None,
    parent_signed: bool | None = None,
    ever_member: bool = False,
) -> tuple[NextAct, ...]:
    """The acts open to a participant; empty if nothing is left to do, or if the treaty's text is not known.

    `parent_standing` is its standing towards the treaty's parent (None: no parent, or not known). `parent_signed` tells
    whether it ever signed the parent (None: not known; member States are then assumed to have signed, others to have
    acceded). `ever_member`: it is or was a member of the Council of Europe.

    Rules (articles from memory, see docs/sources.md#law):

    * ETS 185: art. 36 is open to member States and to the non-members that took part in its elaboration, which have all
      signed. Other States accede on invitation, art. 37. A State that took part is not invited, and a former member
      State is taken for one that did.
    * ETS 189: those that signed ETS 185 sign, and consent to ETS 185 before or at the same time, arts 9-10. Those that
      acceded to ETS 185 accede, art. 11.
    * CETS 224: Parties and contracting States of ETS 185 sign, art. 16. There is no accession.
    * Other treaties of the Council of Europe: the usual clauses are assumed. Members sign; non-members are invited.
    * Other depositaries: only that a signatory may consent and that an invited State may accede.
    * A former Party: none, because no text known here provides for its return.
    """
    if standing is Standing.SIGNATORY:
        return (NextAct.CONSENT,) if _may_consent(treaty, parent_standing) else ()
    if standing is Standing.INVITED:
        return (NextAct.ACCEDE,)
    if standing is not Standing.NONE or group is Group.ORGANISATION:
        return ()
    rules = SHIPPED_RULES.get(treaty.id)
    if rules and rules.parent:
        return _towards_protocol(rules, parent_standing, group, parent_signed=parent_signed)
    return _towards_treaty(treaty, parent_standing, group, ever_member=ever_member)


def _may_consent(treaty: Treaty, parent_standing: Standing | None) -> bool:
    """Consent to a protocol needs consent to its parent before or with it; a signatory of both can give both."""
    rules = SHIPPED_RULES.get(treaty.id)
    if treaty.parent is None or parent_standing is None or parent_standing in _BOUND:
        return True
    return parent_standing is Standing.SIGNATORY and not (rules and rules.signed_by_parents)


def _towards_protocol(
    rules: Rules, parent_standing: Standing | None, group: Group | None, *, parent_signed: bool | None
) -> tuple[NextAct, ...]:
    if rules.signed_by_parents:
        return (NextAct.SIGN,) if parent_standing in _BOUND else ()
    if parent_standing is Standing.SIGNATORY:
        return (NextAct.SIGN,)
    if parent_standing not in _BOUND:
        return ()
    signed = group is Group.MEMBER if parent_signed is None else parent_signed
    return (NextAct.SIGN,) if signed else (NextAct.ACCEDE,)


def _towards_treaty(
    treaty: Treaty, parent_standing: Standing | None, group: Group | None, *, ever_member: bool
) -> tuple[NextAct, ...]:
    of_council = treaty.id.startswith(("ets-", "cets-"))
    if not of_council or (treaty.parent is not None and parent_standing not in _BOUND):
        return ()
    if group is Group.MEMBER:
        return (NextAct.SIGN,)
    invitable = group is Group.NON_MEMBER and treaty.by_invitation and not ever_member
    return (NextAct.BE_INVITED,) if invitable else ()


#: The kind of change that reports a consent of each kind.
CONSENT_CHANGE = {
    ConsentKind.RATIFICATION: ChangeKind.RATIFIED,
    ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL: ChangeKind.RATIFIED,
    ConsentKind.ACCEPTANCE: ChangeKind.ACCEPTED,
    ConsentKind.APPROVAL: ChangeKind.APPROVED,
    ConsentKind.ACCESSION: ChangeKind.ACCEDED,
    ConsentKind.SUCCESSION: ChangeKind.SUCCEEDED,
    ConsentKind.DEFINITIVE_SIGNATURE: ChangeKind.CONSENTED,
    ConsentKind.FORMAL_CONFIRMATION: ChangeKind.CONSENTED,
    ConsentKind.CONSENT: ChangeKind.CONSENTED,
}

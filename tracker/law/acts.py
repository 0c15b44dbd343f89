"""What a participant could do next towards a treaty, as far as the treaty's text is known here. Pure."""

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
    """An act that is open to a participant: its own, but for an invitation, which others decide."""

    SIGN = "sign"
    CONSENT = "consent"  # ratify, accept or approve what it has signed
    ACCEDE = "accede"
    BE_INVITED = "be_invited"  # then it could accede


_BOUND = (Standing.PARTY, Standing.CONTRACTING)


def next_acts(
    treaty: Treaty,
    *,
    standing: Standing,
    parent_standing: Standing | None,
    group: Group | None,
    parent_signed: bool | None = None,
) -> tuple[NextAct, ...]:
    """What a participant could do next; empty where nothing is left to do, or where the text is not known here.

    `parent_standing` is its standing towards the treaty's parent (None: there is none, or nothing is known of it);
    `parent_signed`: it has signed the parent, whatever followed (None: not known; then a member State is taken to
    have signed, any other to have acceded).

    ETS 185: art. 36 is open to member States, and to the non-members that took part in its elaboration, which have
    all signed; other States accede on invitation, art. 37. ETS 189: signature by those that signed ETS 185, with
    consent to it before or at the same time, arts 9-10; accession by those that acceded to it, art. 11. CETS 224:
    signature by Parties and contracting States of ETS 185, art. 16, and no accession. (Articles from memory, see
    docs/sources.md#law.) Of another treaty of the Council of Europe its usual clauses are assumed: members sign,
    non-members are invited; of another depositary's nothing is, but that who signed may consent and who is invited may
    accede. Of a former Party nothing is said: no text read here provides for its return.
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
    return _towards_treaty(treaty, parent_standing, group)


def _may_consent(treaty: Treaty, parent_standing: Standing | None) -> bool:
    """Consent to a protocol needs one to its parent, before or at the same time: a signatory of both can give both."""
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


def _towards_treaty(treaty: Treaty, parent_standing: Standing | None, group: Group | None) -> tuple[NextAct, ...]:
    of_council = treaty.id.startswith(("ets-", "cets-"))
    if not of_council or (treaty.parent is not None and parent_standing not in _BOUND):
        return ()
    if group is Group.MEMBER:
        return (NextAct.SIGN,)
    return (NextAct.BE_INVITED,) if group is Group.NON_MEMBER and treaty.by_invitation else ()


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

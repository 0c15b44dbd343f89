"""What the pages call kinds: of changes, of statements, of answers about a territory. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language import N_, _
from tracker.models import ChangeKind, Field, Nature, Reach, TerritoryResult
from tracker.wording.statements import KINDS as STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CHANGES: Mapping[str, str] = {
    ChangeKind.SIGNED: N_("signed"),
    ChangeKind.RATIFIED: N_("ratified"),
    ChangeKind.ACCEPTED: N_("accepted"),
    ChangeKind.APPROVED: N_("approved"),
    ChangeKind.ACCEDED: N_("acceded"),
    ChangeKind.SUCCEEDED: N_("succeeded"),
    ChangeKind.CONSENTED: N_("consented"),
    ChangeKind.ENTRY_INTO_FORCE_SET: N_("day of entry into force given"),
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: N_("day of the treaty's entry into force given"),
    ChangeKind.ENTERED_INTO_FORCE: N_("entered into force"),
    ChangeKind.TREATY_ENTERED_INTO_FORCE: N_("the treaty entered into force"),
    ChangeKind.DENOUNCED: N_("denounced"),
    ChangeKind.DENUNCIATION_EFFECTIVE: N_("denunciation took effect"),
    ChangeKind.SUSPENDED: N_("suspended"),
    ChangeKind.SUSPENSION_ENDED: N_("suspension no longer shown"),
    ChangeKind.INVITED: N_("invited"),
    ChangeKind.INVITATION_ENDED: N_("invitation ended"),
    ChangeKind.STATEMENT_MADE: N_("statement made"),
    ChangeKind.STATEMENT_AMENDED: N_("statement amended"),
    ChangeKind.STATEMENT_WITHDRAWN: N_("statement withdrawn"),
    ChangeKind.TERRITORY_EXTENDED: N_("extended to a territory"),
    ChangeKind.TERRITORY_EXCLUDED: N_("territory excluded"),
    ChangeKind.TERRITORY_EFFECT: N_("took effect for a territory"),
    ChangeKind.STATEMENT_NO_LONGER_SHOWN: N_("statement no longer shown"),
    ChangeKind.FLAG_ADDED: N_("mark added"),
    ChangeKind.FLAG_REMOVED: N_("mark removed"),
    ChangeKind.CONSENT_KIND_SET: N_("kind of consent given"),
    ChangeKind.CORRECTED: N_("corrected"),
    ChangeKind.RETRACTED: N_("no longer shown"),
    ChangeKind.RENAMED: N_("renamed"),
    ChangeKind.GROUP_CHANGED: N_("listed in another group"),
}
NATURES: Mapping[str, str] = {
    Nature.EVENT: N_("an act or an effect"),
    Nature.CORRECTION: N_("a correction"),
    Nature.RETRACTION: N_("no longer shown"),
    Nature.EDITORIAL: N_("only the wording"),
}
REACHES: Mapping[str, str] = {
    Reach.INCLUDED: N_("included"),
    Reach.EXCLUDED: N_("excluded"),
    Reach.NOT_CONTROLLED: N_("not controlled"),
}
RESULTS: Mapping[str, str] = {
    TerritoryResult.EXTENDED: N_("extended"),
    TerritoryResult.EXCLUDED: N_("excluded"),
    TerritoryResult.NOT_CONTROLLED: N_("not controlled"),
    TerritoryResult.PART_OF_STATE: N_("part of the State"),
    TerritoryResult.NOT_ON_RECORD: N_("not on record"),
    TerritoryResult.STATE_NOT_BOUND: N_("the State is not bound"),
    TerritoryResult.NOT_KNOWN: N_("not known"),
}
#: Acts, for which a person may have noted a reference of the depositary, and on which sources may disagree.
ACTS: Mapping[str, str] = {
    Field.SIGNED_ON: N_("signature"),
    Field.CONSENT_ON: N_("consent"),
    Field.CONSENT_KIND: N_("kind of consent"),
    Field.IN_FORCE_ON: N_("entry into force"),
    Field.TREATY_IN_FORCE_ON: N_("entry into force"),
    Field.DENOUNCED_ON: N_("denunciation"),
    Field.LEFT_ON: N_("end of participation"),
    Field.SUSPENDED_ON: N_("suspension"),
}
#: Enlarged parts of the map.
VIEWS: Mapping[str, str] = {"europe": N_("Europe"), "caribbean": N_("Caribbean")}


def _lookup(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: _(words.get(value, value))


FILTERS: Mapping[str, Callable[[str], str]] = {
    "act_noted": _lookup(ACTS),
    "change_kind": _lookup(CHANGES),
    "nature": _lookup(NATURES),
    "reach": _lookup(REACHES),
    "statement_kind": _lookup(STATEMENTS),
    "territory_result": _lookup(RESULTS),
}

"""What the pages call kinds: of changes, of statements, of answers about a territory. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import ChangeKind, Field, Nature, Reach, StatementKind, TerritoryResult

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CHANGES: Mapping[str, str] = {
    ChangeKind.SIGNED: "signed",
    ChangeKind.RATIFIED: "ratified",
    ChangeKind.ACCEPTED: "accepted",
    ChangeKind.APPROVED: "approved",
    ChangeKind.ACCEDED: "acceded",
    ChangeKind.SUCCEEDED: "succeeded",
    ChangeKind.CONSENTED: "consented",
    ChangeKind.ENTRY_INTO_FORCE_SET: "day of entry into force given",
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: "day of the treaty's entry into force given",
    ChangeKind.ENTERED_INTO_FORCE: "entered into force",
    ChangeKind.TREATY_ENTERED_INTO_FORCE: "the treaty entered into force",
    ChangeKind.DENOUNCED: "denounced",
    ChangeKind.DENUNCIATION_EFFECTIVE: "denunciation took effect",
    ChangeKind.SUSPENDED: "suspended",
    ChangeKind.SUSPENSION_ENDED: "suspension ended",
    ChangeKind.INVITED: "invited",
    ChangeKind.INVITATION_ENDED: "invitation ended",
    ChangeKind.STATEMENT_MADE: "statement made",
    ChangeKind.STATEMENT_AMENDED: "statement amended",
    ChangeKind.STATEMENT_WITHDRAWN: "statement withdrawn",
    ChangeKind.TERRITORY_EXTENDED: "extended to a territory",
    ChangeKind.TERRITORY_EXCLUDED: "territory excluded",
    ChangeKind.TERRITORY_EFFECT: "took effect for a territory",
    ChangeKind.STATEMENT_NO_LONGER_SHOWN: "statement no longer shown",
    ChangeKind.FLAG_ADDED: "mark added",
    ChangeKind.FLAG_REMOVED: "mark removed",
    ChangeKind.CONSENT_KIND_SET: "kind of consent given",
    ChangeKind.CORRECTED: "corrected",
    ChangeKind.RETRACTED: "no longer shown",
    ChangeKind.RENAMED: "renamed",
    ChangeKind.GROUP_CHANGED: "listed in another group",
}
NATURES: Mapping[str, str] = {
    Nature.EVENT: "an act or an effect",
    Nature.CORRECTION: "a correction",
    Nature.RETRACTION: "no longer shown",
    Nature.EDITORIAL: "only the wording",
}
STATEMENTS: Mapping[str, str] = {
    StatementKind.RESERVATION: "reservation",
    StatementKind.DECLARATION: "declaration",
    StatementKind.AUTHORITY: "authority",
    StatementKind.TERRITORIAL_APPLICATION: "territorial application",
    StatementKind.COMMUNICATION: "communication",
    StatementKind.OBJECTION: "objection",
    StatementKind.DENUNCIATION: "denunciation",
    StatementKind.DEROGATION: "derogation",
    StatementKind.OTHER: "other",
}
REACHES: Mapping[str, str] = {
    Reach.INCLUDED: "included",
    Reach.EXCLUDED: "excluded",
    Reach.NOT_CONTROLLED: "not controlled",
}
RESULTS: Mapping[str, str] = {
    TerritoryResult.EXTENDED: "extended",
    TerritoryResult.EXCLUDED: "excluded",
    TerritoryResult.NOT_CONTROLLED: "not controlled",
    TerritoryResult.PART_OF_STATE: "part of the State",
    TerritoryResult.NOT_ON_RECORD: "not on record",
    TerritoryResult.STATE_NOT_BOUND: "the State is not bound",
    TerritoryResult.NOT_KNOWN: "not known",
}
#: The acts for which a person noted a reference of the depositary.
ACTS: Mapping[str, str] = {
    Field.SIGNED_ON: "signature",
    Field.CONSENT_ON: "consent",
    Field.IN_FORCE_ON: "entry into force",
    Field.DENOUNCED_ON: "denunciation",
    Field.LEFT_ON: "end of participation",
    Field.SUSPENDED_ON: "suspension",
}
#: Enlarged parts of the map.
VIEWS: Mapping[str, str] = {"europe": "Europe", "caribbean": "Caribbean"}


def _lookup(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: words.get(value, value)


FILTERS: Mapping[str, Callable[[str], str]] = {
    "act_noted": _lookup(ACTS),
    "change_kind": _lookup(CHANGES),
    "nature": _lookup(NATURES),
    "reach": _lookup(REACHES),
    "statement_kind": _lookup(STATEMENTS),
    "territory_result": _lookup(RESULTS),
}

"""The closed sets of terms that all packages share: groups, kinds of consent, standings, fields, natures."""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """The heading of the chart that lists a participant."""

    MEMBER = "member"
    NON_MEMBER = "non_member"
    ORGANISATION = "organisation"


class ConsentKind(StrEnum):
    """How a participant expressed its consent to be bound (VCLT arts 11-15)."""

    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    DEFINITIVE_SIGNATURE = "definitive_signature"
    FORMAL_CONFIRMATION = "formal_confirmation"
    RATIFICATION_ACCEPTANCE_OR_APPROVAL = "ratification_acceptance_or_approval"  # the chart's broad column
    CONSENT = "consent"  # the source does not give the kind


class Standing(StrEnum):
    """A participant's standing towards a treaty on a day. It is derived in `law` and never stored as a fact."""

    PARTY = "party"  # in force for it, VCLT 2(1)(g)
    CONTRACTING = "contracting"  # consented, not in force for it, VCLT 2(1)(f)
    SIGNATORY = "signatory"  # signed, no consent
    INVITED = "invited"
    FORMER = "former"  # a denunciation or withdrawal took effect
    NONE = "none"


class Field(StrEnum):
    """A part of a chart that can change."""

    SIGNED_ON = "signed_on"
    CONSENT_ON = "consent_on"
    CONSENT_KIND = "consent_kind"
    IN_FORCE_ON = "in_force_on"
    DENOUNCED_ON = "denounced_on"
    LEFT_ON = "left_on"  # the day a denunciation takes effect
    SUSPENDED_ON = "suspended_on"
    INVITED = "invited"
    FLAGS = "flags"
    NAME = "name"
    GROUP = "group"
    ROW = "row"  # a whole row
    STATEMENT = "statement"
    TREATY_IN_FORCE_ON = "treaty_in_force_on"


#: The dates of a row, in legal order: the order in which several acts of one read are reported.
DATE_FIELDS = (
    Field.SIGNED_ON,
    Field.CONSENT_ON,
    Field.IN_FORCE_ON,
    Field.DENOUNCED_ON,
    Field.LEFT_ON,
    Field.SUSPENDED_ON,
)


class ChangeKind(StrEnum):
    """What happened (docs/rules-of-change.md#kinds)."""

    SIGNED = "signed"
    RATIFIED = "ratified"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    ACCEDED = "acceded"
    SUCCEEDED = "succeeded"
    CONSENTED = "consented"
    ENTRY_INTO_FORCE_SET = "entry_into_force_set"
    TREATY_ENTRY_INTO_FORCE_SET = "treaty_entry_into_force_set"
    ENTERED_INTO_FORCE = "entered_into_force"
    TREATY_ENTERED_INTO_FORCE = "treaty_entered_into_force"
    DENOUNCED = "denounced"
    DENUNCIATION_EFFECTIVE = "denunciation_effective"
    SUSPENDED = "suspended"
    SUSPENSION_ENDED = "suspension_ended"
    INVITED = "invited"
    INVITATION_ENDED = "invitation_ended"
    STATEMENT_MADE = "statement_made"
    STATEMENT_AMENDED = "statement_amended"
    STATEMENT_WITHDRAWN = "statement_withdrawn"
    TERRITORY_EXTENDED = "territory_extended"
    TERRITORY_EXCLUDED = "territory_excluded"
    TERRITORY_EFFECT = "territory_effect"
    STATEMENT_NO_LONGER_SHOWN = "statement_no_longer_shown"
    FLAG_ADDED = "flag_added"
    FLAG_REMOVED = "flag_removed"
    CONSENT_KIND_SET = "consent_kind_set"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    RENAMED = "renamed"
    GROUP_CHANGED = "group_changed"


class Nature(StrEnum):
    """The weight of a change."""

    EVENT = "event"  # an act, or a date that took effect
    CORRECTION = "correction"  # a date moved
    RETRACTION = "retraction"  # the chart no longer shows a fact
    EDITORIAL = "editorial"  # only the chart's own wording changed


class Outcome(StrEnum):
    """The result of one check of one source, for its chart only."""

    BASELINE = "baseline"  # the first accepted chart: history, not news
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    QUARANTINED = "quarantined"
    FAILED = "failed"


class SourceState(StrEnum):
    """The health of one source of a treaty."""

    OK = "ok"
    DEGRADED = "degraded"  # the last read failed
    DOWN = "down"  # several reads in a row failed


class Decision(StrEnum):
    """The state of a quarantined chart."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"  # a later read of the source was accepted


class Listed(StrEnum):
    """What a source says of a participant without a date, by a heading of the members' page or the UN's brackets."""

    PARTY = "party"
    SIGNATORY_OR_INVITED = "signatory_or_invited"
    FORMER = "former"  # its participation has ended


class StatementKind(StrEnum):
    """The kind of a statement to the depositary, about the own or another's participation.

    See docs/sources.md#endpoints.
    """

    RESERVATION = "reservation"
    DECLARATION = "declaration"
    AUTHORITY = "authority"
    TERRITORIAL_APPLICATION = "territorial_application"
    COMMUNICATION = "communication"
    OBJECTION = "objection"
    DENUNCIATION = "denunciation"
    DEROGATION = "derogation"
    OTHER = "other"  # a kind that this program does not know; it is kept and shown under the source's own word


class Reach(StrEnum):
    """What a statement says of a territory."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    NOT_CONTROLLED = "not_controlled"  # the State cannot ensure the treaty's application there


class OnRecordFrom(StrEnum):
    """Who says what is on record of a statement."""

    DEPOSITARY = "depositary"  # its list
    SECONDARY = "secondary"  # gazettes, registers and news, until the list is read


class Practice(StrEnum):
    """How a treaty of a State comes to apply in one of its territories."""

    EXPRESS = "express"  # only if the State says so, for that territory
    WHOLE = "whole"  # with the State, unless it says otherwise (VCLT art. 29)
    REGION = "region"  # the same, in an area that the State may say it does not control


class TerritoryResult(StrEnum):
    """Whether a treaty applies in a territory on a day, as far as the record says."""

    EXTENDED = "extended"  # the State says so, for this territory
    EXCLUDED = "excluded"  # the State excludes it, or accepted the treaty for another part
    NOT_CONTROLLED = "not_controlled"  # the State says that it cannot ensure the application there
    PART_OF_STATE = "part_of_state"  # with the State: nothing on record excludes it (VCLT art. 29)
    NOT_ON_RECORD = "not_on_record"  # the State would say so expressly, and nothing is on record
    STATE_NOT_BOUND = "state_not_bound"  # the treaty is not in force for the State itself
    NOT_KNOWN = "not_known"  # what the record holds of it was not read, or is not understood


FLAG_LETTERS = "RDATCO"  # in the order of the chart's columns


#: The source name of archived copies. They prove what was public, not what we observed.
ARCHIVE = "archive"

#: The source name of a treaty's list of reservations, declarations and other statements, a document of its own.
STATEMENTS = "statements"

#: That of the same list in French: texts of statements that the other list has.
STATEMENTS_IN_FRENCH = "statements-fr"

LISTS_OF_STATEMENTS = (STATEMENTS, STATEMENTS_IN_FRENCH)

"""The closed sets of treaty law that every room shares: groups, kinds, standings, fields, natures."""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """Under which heading of the chart a participant stands."""

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
    CONSENT = "consent"  # the source says nothing


class Standing(StrEnum):
    """What a participant is to a treaty on a day; derived in `law`, never stored as a fact."""

    PARTY = "party"  # in force for it, VCLT 2(1)(g)
    CONTRACTING = "contracting"  # consented, not in force for it, VCLT 2(1)(f)
    SIGNATORY = "signatory"  # signed, no consent
    INVITED = "invited"
    FORMER = "former"  # a denunciation or withdrawal took effect
    NONE = "none"


class Field(StrEnum):
    """What of a chart can change."""

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


#: The dates of a row, in legal order: the order in which several acts of one read are told.
DATE_FIELDS = (
    Field.SIGNED_ON,
    Field.CONSENT_ON,
    Field.IN_FORCE_ON,
    Field.DENOUNCED_ON,
    Field.LEFT_ON,
    Field.SUSPENDED_ON,
)


class ChangeKind(StrEnum):
    """What happened, in the words of docs/rules-of-change.md#kinds."""

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
    FLAG_ADDED = "flag_added"
    FLAG_REMOVED = "flag_removed"
    CONSENT_KIND_SET = "consent_kind_set"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    RENAMED = "renamed"
    GROUP_CHANGED = "group_changed"


class Nature(StrEnum):
    """How much a change means: an act, a mended date, a fact no longer shown, or the chart's own wording."""

    EVENT = "event"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    EDITORIAL = "editorial"


class Outcome(StrEnum):
    """What one check of one source came to; it speaks of the chart alone."""

    BASELINE = "baseline"  # the first accepted chart: history, not news
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    QUARANTINED = "quarantined"
    FAILED = "failed"


class SourceState(StrEnum):
    """Health of a source of a treaty."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


class Decision(StrEnum):
    """What became of a quarantined chart."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"  # a later read of the source was accepted


class Listed(StrEnum):
    """What a source says of a participant without a date: a heading of the members' page, brackets of the UN."""

    PARTY = "party"
    SIGNATORY_OR_INVITED = "signatory_or_invited"
    FORMER = "former"  # its participation has ended


class StatementKind(StrEnum):
    """What a participant told the depositary beside its consent, or about another's (docs/sources.md#endpoints)."""

    RESERVATION = "reservation"
    DECLARATION = "declaration"
    AUTHORITY = "authority"
    TERRITORIAL_APPLICATION = "territorial_application"
    COMMUNICATION = "communication"
    OBJECTION = "objection"
    DENUNCIATION = "denunciation"
    DEROGATION = "derogation"
    OTHER = "other"  # a nature that nobody here has seen yet: kept and shown, never hidden


class Reach(StrEnum):
    """What a statement says of a territory."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    NOT_CONTROLLED = "not_controlled"  # the State cannot ensure the treaty's application there


FLAG_LETTERS = "RDATCO"  # in the order of the chart's columns


#: The source under which archived copies are kept: evidence of what was public, not of what we observed.
ARCHIVE = "archive"

#: The source under which the list of reservations, declarations, … of a treaty is read: a document beside its charts.
STATEMENTS = "statements"

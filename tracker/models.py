"""Frozen values in treaty law's own words; a type for each stage of the flow.

Request → Response | NotModified → PrintedChart (as printed) → Chart (participants known)
→ Difference (what differs) → Change (what is told).
Dates are `datetime.date`; moments are aware `datetime` in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


# ---- closed sets -------------------------------------------------------------------------------


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
    """What happened, in the words of DESIGN 4."""

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
    """What a participant told the depositary beside its consent, or about another's (SOURCES 1.3)."""

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


# ---- asking and answering ----------------------------------------------------------------------


class Media(StrEnum):
    """What a body must be, whatever its header says."""

    JSON = "json"
    HTML = "html"
    XML = "xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a source needs to read one treaty's page.

    `key_page` is where a refused key can be found anew (coe-service alone).
    """

    url: str
    expects: Media
    headers: Mapping[str, str] = field(default_factory=dict)
    key_page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What the server gave to ask "changed since?" with (RFC 9110 section 13)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One body as it came; `date` is the server's clock, None for a file."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    date: datetime | None = None
    tls: str | None = None  # protocol and cipher, for doctor

    @property
    def media_type(self) -> str:
        """The media type of the header, without parameters; empty if none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset the header names, if any."""
        for part in self.headers.get("content-type", "").split(";")[1:]:
            key, _, value = part.strip().partition("=")
            if key.lower() == "charset":
                return value.strip("\"' ").lower() or None
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server said that the body it gave before still stands."""

    fetched_at: datetime
    date: datetime | None = None


# ---- what a page says, as printed --------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """One row as printed. A field outside `known` is not shown by this source at all."""

    name: str
    code: str | None = None  # the depositary's own (AUS is Austria)
    number: str | None = None  # the treaty number the row itself carries
    group: Group | None = None
    signed_on: date | None = None
    consent_on: date | None = None
    consent_kind: ConsentKind | None = None  # only where the source itself names it
    in_force_on: date | None = None
    denounced_on: date | None = None
    left_on: date | None = None
    suspended_on: date | None = None
    mark: str | None = None  # a, s, su, r
    known: frozenset[Field] = frozenset()
    flags: frozenset[str] = frozenset()
    flags_known: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    listed: Listed | None = None
    extra: tuple[tuple[str, str], ...] = ()  # unknown keys with their values as text


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Totals printed at the foot of a chart."""

    consents: int | None = None
    signatories: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedChart:
    """What a page says, before any spelling is resolved."""

    rows: tuple[PrintedRow, ...]
    number: str | None = None  # the treaty's, as the page prints it
    title: str | None = None
    opened_on: date | None = None
    in_force_on: date | None = None
    shows_in_force_on: bool = False  # the page has a place for the treaty's own entry into force
    status_as_of: date | None = None
    totals: Totals | None = None
    shows_marks: bool = False  # a blank mark means "none", not "unknown"
    sparse: frozenset[Field] = frozenset()  # fields that only some rows carry: left out when empty


# ---- what a page says, participants known ------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time of participation that ended by denunciation, kept when a new one begins."""

    signed_on: date | None = None
    consent_on: date | None = None
    consent_kind: ConsentKind | None = None
    in_force_on: date | None = None
    denounced_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One participant's row of a chart. A field outside `known` is unknown: None says nothing then.

    CONSENT_KIND in `known` means that the source printed the kind; otherwise it was inferred.
    `invited` is None when unknown. `flags` holds letters of FLAG_LETTERS.
    """

    participant: str  # ISO 3166-1 alpha-3, or EUE, XKX, SCG …
    name: str
    code: str | None = None
    group: Group | None = None
    signed_on: date | None = None
    consent_on: date | None = None
    consent_kind: ConsentKind | None = None
    in_force_on: date | None = None
    denounced_on: date | None = None
    left_on: date | None = None
    suspended_on: date | None = None
    invited: bool | None = None
    known: frozenset[Field] = frozenset()
    flags: frozenset[str] = frozenset()
    flags_known: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    listed: Listed | None = None
    former: tuple[Period, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def dates(self) -> dict[Field, date]:
        """The dates that stand in the row, in legal order."""
        found = ((name, getattr(self, name)) for name in DATE_FIELDS)
        return {name: value for name, value in found if value is not None}

    @property
    def blank(self) -> bool:
        """True if the row holds no act at all (a member that did nothing is still a row)."""
        return not self.dates and not self.invited and not self.former and self.listed is not Listed.PARTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart whose participants are known; rows are in order of participant, one each.

    `duplicates` names participants that stood twice without all but one row denounced.
    `sparse` as in PrintedChart.
    """

    rows: tuple[Row, ...]
    number: str | None = None
    title: str | None = None
    opened_on: date | None = None
    in_force_on: date | None = None  # the treaty's own
    shows_in_force_on: bool = False
    status_as_of: date | None = None
    totals: Totals | None = None
    duplicates: tuple[str, ...] = ()
    sparse: frozenset[Field] = frozenset()

    def row(self, participant: str) -> Row | None:
        """The row of a participant, or None."""
        return next((row for row in self.rows if row.participant == participant), None)


# ---- reservations, declarations, and the like --------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """What one statement says of one territory; of the days, the second is the first one outside it."""

    name: str
    reach: Reach
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One reservation, declaration, … of a participant to a treaty, as the depositary prints it.

    `order` counts from 1 among the statements of the same participant, kind and article. `text` is plain, `html` a
    safe subset (no script, no style, no address that is not http, https or mailto). Effect is not deposit: the period
    covered starts with entry into force for the State (SOURCES 1.6).
    """

    participant: str  # an id
    name: str  # as printed
    kind: StatementKind
    nature: str  # the source's own word for the kind
    article: str | None  # as printed: "7", "Ex-25"
    order: int
    text: str
    html: str
    deposited_on: date | None = None  # where the text itself says when the instrument was deposited
    effective_on: date | None = None
    withdrawn_on: date | None = None  # the day its withdrawal takes effect
    territories: tuple[Territory, ...] = ()


# ---- archived copies ---------------------------------------------------------------------------

#: The source under which archived copies are kept: evidence of what was public, not of what we observed.
ARCHIVE = "archive"

#: The source under which the list of reservations, declarations, … of a treaty is read: a document beside its charts.
STATEMENTS = "statements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A copy of a page as an archive's index lists it. `timestamp` is UTC, yyyymmddhhmmss; `size` is in bytes."""

    timestamp: str
    original: str  # the address that was captured
    digest: str  # equal for equal bytes
    size: int | None = None

    @property
    def captured_at(self) -> datetime:
        """When the page was public. Raises ValueError for what is no moment."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


# ---- what differs, and what is told ------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference between two charts, before it is known whether it must be told."""

    kind: ChangeKind
    nature: Nature
    rule: str  # which rule of DESIGN 4 made it, in words
    field: Field
    participant: str | None = None
    name: str | None = None
    before: str | None = None
    after: str | None = None
    effective_on: date | None = None
    left_on: date | None = None  # with a denunciation: the day it takes effect
    shown_again: bool = False  # a retracted fact that is back
    bundled: bool = False  # against the bundled list, which the chart never showed


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference that was told: one row of the history, with the sentence that went out."""

    id: int
    detected_at: datetime
    treaty: str
    participant: str | None
    name: str | None
    kind: ChangeKind
    nature: Nature
    field: Field
    before: str | None
    after: str | None
    effective_on: date | None
    source: str
    snapshot: int | None
    previous_snapshot: int | None
    summary: str
    rule: str
    left_on: date | None = None  # with a denunciation: the day it takes effect
    published_on: date | None = None  # found in back-fill, in a copy that was public on that day; else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A value that the last chart no longer shows and that no second read has confirmed as gone."""

    participant: str | None
    field: Field  # a date field, ROW, INVITED or TREATY_IN_FORCE_ON
    before: str
    since: datetime
    bundled: bool = False  # the value stood in the bundled list, never in the chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """How many consents bring a treaty into force, and how many of them must be members'."""

    needed: int
    members: int | None = None
    organisations: bool = True  # False: an organisation's instrument does not count in addition to its members'


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaty:
    """A treaty as followed: the configuration's block joined with the rules shipped with the package."""

    id: str
    number: str  # the depositary's own
    numbers: Mapping[str, str] = field(default_factory=dict)  # source → number, where a source has another
    name: str  # as in a sentence: "Second Additional Protocol"
    opened_on: date | None = None
    blank_non_member_invited: bool = False
    by_invitation: bool = True  # False: nobody is invited to accede (ETS 189, CETS 224)
    threshold: Threshold | None = None
    #: In force for a State on the first day of the month after so many months since its consent; None: not known.
    months_after_consent: int | None = None
    #: Or so many days after the consent that reached the threshold, and so many after a later State's own.
    days_after_threshold: int | None = None
    days_after_consent: int | None = None
    parent: str | None = None  # a protocol's: the id of the treaty that its Parties must be bound by
    sources: tuple[str, ...] = ()  # names; the first is the authority
    seat: str = "Europe/Paris"  # the depositary's time zone: whose day "today" is

    def number_for(self, source: str) -> str:
        """The number under which a source knows the treaty."""
        return self.numbers.get(source, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a chart may differ from the baseline before a person must look."""

    max_retractions: int = 3
    max_corrections: int = 5


def moment(value: datetime) -> str:
    """A moment as stored and printed: UTC, milliseconds, `Z`; sorts as text."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def minute(value: datetime) -> str:
    """A moment as people read it: UTC, to the minute, in any year of four figures."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "minutes") + "Z"


def parse_moment(text: str) -> datetime:
    """The moment that `moment` wrote, or any ISO 8601 moment; without a zone it is taken as UTC.

    Raises ValueError.
    """
    value = datetime.fromisoformat(text)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

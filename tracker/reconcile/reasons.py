"""Why a comparison came to what it did. Pure values; `tracker.wording.findings` has the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date

    from tracker.law import DenunciationRule, EntryRule
    from tracker.law.doubt import Contradiction
    from tracker.models import ConsentKind
    from tracker.reconcile.claim import Claim


# ---- sources side by side ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SameDate:
    """All sources show the same; those of `undated` show the act without its date."""

    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One source that need not show an act yet: not read since, or within the time that it may lag."""

    source: str
    seen_on: date | None
    unread_since: bool
    grace_days: int
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MayLag:
    """Every source that does not show an act may still come to it."""

    behind: tuple[Behind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotShown:
    """Sources that do not show an act, each with the day that it speaks of."""

    sources: tuple[tuple[str, date | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What each source shows; None: no act."""

    shown: tuple[tuple[str, date | str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Which kind of consent each source has; `compatible` if all can mean the same."""

    shown: tuple[tuple[str, ConsentKind], ...]
    compatible: bool


# ---- the treaty's own text -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRule:
    """What the treaty's rule makes of a consent; `floor` is when the treaty itself came into force, if later.

    `article` holds the rule, if it is known.
    """

    rule: EntryRule
    article: str | None
    consent_on: date
    floor: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndByRule:
    """When a denunciation takes effect by the treaty's rule. `article` holds the rule, if it is known."""

    rule: DenunciationRule
    article: str | None
    denounced_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A day that only the treaty's rule gives has come; `ends`: of the end of a participation, not of its beginning."""

    ends: bool
    day: date
    article: str | None
    source: str
    seen_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicting:
    """Dates of one row that contradict each other."""

    dates: Contradiction


@dataclass(frozen=True, slots=True, kw_only=True)
class NoParent:
    """An act that needs consent to the parent treaty by a day, and what the parent's source shows.

    `seen_on` is the day that the parent's source speaks of, where that is before the act.
    """

    treaty: str
    parent: str
    day: date
    source: str
    consent_on: date | None
    seen_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoInvitation:
    """An accession of which no invitation is on record, and the first chart that lists who is invited."""

    acceded_on: date
    since: date


# ---- official figures ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingRead:
    """Nothing has been read of the treaty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingAfter:
    """What is known ends before the day of the figure."""

    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCounted:
    """The count of that day is not known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedSame:
    """The same number here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """The same number if the words are read as another count; `ours` by the words as printed."""

    figure: str
    ours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexplained:
    """Another number, and no acts near the day that make the difference."""

    ours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Another number, and the acts that make the difference: `missing` here, or too many."""

    ours: int
    acts: tuple[tuple[date, str], ...]  # day and participant's name
    missing: bool


Verdict: TypeAlias = NothingRead | NothingAfter | NotCounted | CountedSame | ReadAs | Unexplained | Explained


@dataclass(frozen=True, slots=True, kw_only=True)
class OfClaim:
    """An official figure against ours."""

    claim: Claim
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionByRule:
    """By the treaty's rule an extension takes effect so long after its receipt. `article` holds the rule."""

    rule: EntryRule
    article: str | None
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionEnds:
    """By an `article` a withdrawal takes effect on the first day of a month."""

    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateObjection:
    """An objection dated over twelve months after what it objects to, and after its State's own consent (VCLT art.
    20(5)). `several`: it may mean one of several statements, of which `reserved_on` is the latest. `secondary`: one of
    them is on record from secondary sources."""

    made_on: date
    reserved_on: date
    several: bool
    consent_on: date
    secondary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReservation:
    """A reservation dated after signature and deposit. `article` says when reservations are made; `text_read`: it was
    compared with the text; `secondary`: the reservation is on record from secondary sources."""

    made_on: date
    signed_on: date | None
    consent_on: date
    article: str
    text_read: bool
    secondary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotProvidedFor:
    """A reservation printed with an article for which `article` of the treaty, which lists the `places`, does not
    provide. `of_parent`: the places of the treaty `parent` that the article lists too. `text_read`: the article was
    compared with the text. `secondary`: it is on record from secondary sources."""

    printed: str
    places: tuple[str, ...]
    of_parent: tuple[str, ...]
    parent: str | None
    article: str
    text_read: bool
    secondary: bool


Reason: TypeAlias = (
    SameDate
    | MayLag
    | NotShown
    | Dates
    | Kinds
    | ByRule
    | EndByRule
    | Overdue
    | Contradicting
    | NoInvitation
    | NoParent
    | OfClaim
    | ExtensionByRule
    | ExtensionEnds
    | LateObjection
    | LateReservation
    | NotProvidedFor
)

"""What a date of the calendar rests on. Pure values; `tracker.wording.calendar` has the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date

    from tracker.law import Countdown, DenunciationRule, EntryRule
    from tracker.models import Threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyPrinted:
    """The source shows the treaty's own entry into force, or the first one for a participant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPrinted:
    """The source prints the entry into force for a participant, which consented on a day (None: not given)."""

    consent_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPrinted:
    """The source prints when a denunciation takes effect. `denounced_on` is None where it is not given."""

    denounced_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Denounced:
    """A participant denounced the treaty on a day, from which the treaty's rule counts. `article` holds the rule."""

    on: date
    rule: DenunciationRule
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentLeft:
    """A denunciation of the parent treaty is also one of the protocol, by an `article` of it."""

    parent: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdReached:
    """The consents needed stood on a day, from which the treaty's rule counts. `article` holds the rule, if known."""

    threshold: Threshold
    on: date
    rule: EntryRule
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """A participant consented on a day, from which the treaty's rule counts. `article` holds the rule, if known.

    `floor` is when the treaty itself enters into force, where that is later than the rule gives. `reached`: the
    threshold, if the consent is one of those that reach it; it then enters into force with the treaty (ETS 185 art.
    36(3)), and `rule` and `article` are for later ones.
    """

    on: date
    rule: EntryRule
    article: str | None
    floor: date | None = None
    floor_printed: bool = False
    reached: ThresholdReached | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation, dated as far as its date is known: `2024-10-09`, `2023-02`."""

    invited: str
    to_the_day: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """A statement extends the treaty to territories, and was received on a day (None: not given)."""

    received_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """How far a treaty is from its threshold. `parent` is the id of its parent treaty."""

    countdown: Countdown
    parent: str | None


Basis: TypeAlias = (
    TreatyPrinted
    | EntryPrinted
    | EndPrinted
    | Denounced
    | ParentLeft
    | ThresholdReached
    | Consented
    | Invited
    | Extended
    | Missing
)

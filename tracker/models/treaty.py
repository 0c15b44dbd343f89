"""A treaty that is followed, its threshold, and the limits of plausible changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """How many consents bring a treaty into force, and how many of them must be by member States."""

    needed: int
    members: int | None = None
    organisations: bool = True  # False: an organisation's instrument does not count in addition to its members'


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaty:
    """A treaty that is followed: its block of the configuration, completed with the rules shipped in the package."""

    id: str
    number: str  # as the depositary numbers it
    numbers: Mapping[str, str] = field(
        default_factory=dict, hash=False
    )  # source → number, if a source uses another one
    name: str  # as in a sentence: "Second Additional Protocol"
    opened_on: date | None = None
    blank_non_member_invited: bool = False
    by_invitation: bool = True  # False: nobody is invited to accede (ETS 189, CETS 224)
    threshold: Threshold | None = None
    #: In force for a State on the first day of the month after this many months from its consent; None: not known.
    months_after_consent: int | None = None
    #: Or by days: from the consent that reached the threshold, and for a later State from its own consent.
    days_after_threshold: int | None = None
    days_after_consent: int | None = None
    parent: str | None = None  # of a protocol: the id of the treaty by which its Parties must be bound
    sources: tuple[str, ...] = ()  # names; the first is the authority
    seat: str = "Europe/Paris"  # the depositary's time zone, which decides what "today" is

    def number_for(self, source: str) -> str:
        """The treaty's number at a source."""
        return self.numbers.get(source, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a chart may differ from the baseline before it is quarantined."""

    max_retractions: int = 3
    max_corrections: int = 5

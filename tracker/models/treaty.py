"""A treaty that is followed, its threshold, and the limits that a chart is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


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

"""A chart of signatures and ratifications: as printed, and with participants resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import msgspec

from tracker.models.vocabulary import DATE_FIELDS, ConsentKind, Field, Group, Listed

if TYPE_CHECKING:
    from collections.abc import Mapping

#: In `extra` of a row: the chart's mark `r`, and the day of a provisional application.
AD_REFERENDUM = ("mark", "r")
PROVISIONAL = "provisional_application"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """One row as printed. The source does not show fields outside `known` at all."""

    name: str
    code: str | None = None  # the depositary's own (AUS is Austria)
    number: str | None = None  # the treaty number the row itself carries
    group: Group | None = None
    signed_on: date | None = None
    consent_on: date | None = None
    consent_kind: ConsentKind | None = None  # only if the source itself names it
    in_force_on: date | None = None
    denounced_on: date | None = None
    left_on: date | None = None
    suspended_on: date | None = None
    mark: str | None = None  # a: accession, s: definitive signature, su: succession, r: signature ad referendum
    known: frozenset[Field] = frozenset()
    flags: frozenset[str] = frozenset()
    flags_known: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    listed: Listed | None = None
    former: tuple[Period, ...] = ()  # participations that ended on a day that the source does not print
    extra: tuple[tuple[str, str], ...] = ()  # unknown keys of the source, with their values as text


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Totals printed at the foot of a chart, or over a list. `listed`: of signatories and invited States together."""

    consents: int | None = None
    signatories: int | None = None
    listed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedChart:
    """A chart as printed, before any spelling is resolved."""

    rows: tuple[PrintedRow, ...]
    number: str | None = None  # the treaty's, as the page prints it
    title: str | None = None
    opened_on: date | None = None
    in_force_on: date | None = None
    shows_in_force_on: bool = False  # the page has a place for the treaty's own entry into force
    status_as_of: date | None = None
    totals: Totals | None = None
    shows_marks: bool = False  # a blank mark means "none", not "unknown"
    sparse: frozenset[Field] = frozenset()  # fields that the source leaves out of a row when they are empty


class Period(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A period of participation that ended; it is kept when a new one begins.

    The dates by the treaty's rule are as in Row.
    """

    signed_on: date | None = None
    consent_on: date | None = None
    consent_kind: ConsentKind | None = None
    in_force_on: date | None = None
    denounced_on: date | None = None
    left_on: date | None = None
    entry_by_rule: date | None = None
    left_by_rule: date | None = None
    rule_decides: bool = False

    @property
    def end_unknown(self) -> bool:
        """True if no source prints the day of its end: the UN's table puts such dates in brackets."""
        return self.denounced_on is None and self.left_on is None


class Suspension(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A suspension of the treaty's operation that has ended. It stays on record (VCLT arts 57 and 72).

    No chart prints the end: `until_on` is the day of the first chart that did not show the suspension any more.
    """

    suspended_on: date
    until_on: date


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One participant's row of a chart. For a field outside `known`, None means "unknown".

    CONSENT_KIND in `known` means that the source printed the kind; otherwise it was inferred. `invited` is None if
    unknown. `flags` holds letters of FLAG_LETTERS; only those in `flags_known` are known.

    `entry_by_rule` and `left_by_rule` are the dates that the treaty's own rule gives where no source prints one;
    `rule_decides` means that the source prints no entry into force for any participant. Only
    `tracker.law.by_rule.complete` sets these three; they are never read from a page and never stored.
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
    suspensions: tuple[Suspension, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    entry_by_rule: date | None = None
    left_by_rule: date | None = None
    rule_decides: bool = False

    @property
    def ad_referendum(self) -> bool:
        """True if the chart marks the signature as one ad referendum: subject to confirmation (VCLT art. 12(2)(b))."""
        return AD_REFERENDUM in self.extra

    @property
    def provisional_on(self) -> date | None:
        """The day from which the participant applies the treaty provisionally (VCLT art. 25); None if it does not."""
        for name, value in self.extra:
            if name == PROVISIONAL:
                return date.fromisoformat(value) if value else None
        return None

    @property
    def dates(self) -> dict[Field, date]:
        """The dates of the row, in legal order."""
        return {name: value for name in DATE_FIELDS if (value := getattr(self, name)) is not None}

    @property
    def blank(self) -> bool:
        """True if the row holds no act. A chart has a row for each member State, even without any act."""
        return not self.dates and not self.invited and not self.former and self.listed is not Listed.PARTY

    @property
    def unread(self) -> bool:
        """True if nothing is known of the participant's acts. A bundled list that is not complete has such rows."""
        return not self.known and self.listed is None and self.blank


StructT = TypeVar("StructT", bound=msgspec.Struct)


@dataclass(frozen=True, kw_only=True)  # no slots: rows are found by a table that is made once
class Chart:
    """A chart with resolved participants: one row each, in order of participant.

    `duplicates` names participants with several rows of which more than one is not denounced. `marked` names those
    that the source lists as invited in so many words (the mark `a`, a list of the invited), not by a blank row.
    `sparse` is as in PrintedChart. `entry_by_rule` is as in Row, for the treaty itself. `entries_with_lost` is what
    `tracker.law.lost` gives of acts that sources showed and no longer show; it is never stored.
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
    marked: frozenset[str] = frozenset()
    sparse: frozenset[Field] = frozenset()
    entry_by_rule: date | None = None
    entries_with_lost: Mapping[str | None, date] = field(default_factory=dict, hash=False)

    def row(self, participant: str) -> Row | None:
        """The row of a participant, or None."""
        return self._first_rows.get(participant)

    @cached_property
    def _first_rows(self) -> dict[str, Row]:
        return {row.participant: row for row in reversed(self.rows)}


def but(row: StructT, **changes: object) -> StructT:
    """A row, a period or another struct with other values of some fields; the same object if they are not others."""
    for name, value in changes.items():
        if getattr(row, name) != value:
            return msgspec.structs.replace(row, **changes)
    return row


def period_of(row: Row) -> Period:
    """The row's participation as a period that ended."""
    return Period(
        signed_on=row.signed_on,
        consent_on=row.consent_on,
        consent_kind=row.consent_kind,
        in_force_on=row.in_force_on,
        denounced_on=row.denounced_on,
        left_on=row.left_on,
    )

"""Compare a participant's row with its earlier row: dates that appeared, moved or vanished. Pure.

A field that becomes known or unknown is no change. Of `sparse` fields, left out when empty, a new key is a new fact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.diff.periods import joined, period_that_ended
from tracker.law import definitive
from tracker.law.acts import CONSENT_CHANGE
from tracker.models import (
    DATE_FIELDS,
    FLAG_LETTERS,
    ChangeKind,
    ConsentKind,
    Difference,
    Field,
    Listed,
    Nature,
    Period,
    Row,
    Suspension,
    but,
)
from tracker.participants import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date


#: The kind of change when a date appears. A consent depends on its kind and is not listed here.
_APPEARED = {
    Field.SIGNED_ON: ChangeKind.SIGNED,
    Field.IN_FORCE_ON: ChangeKind.ENTRY_INTO_FORCE_SET,
    Field.DENOUNCED_ON: ChangeKind.DENOUNCED,
    Field.LEFT_ON: ChangeKind.DENOUNCED,
    Field.SUSPENDED_ON: ChangeKind.SUSPENDED,
}

_BROAD = ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL
_WITHIN_BROAD = {ConsentKind.RATIFICATION, ConsentKind.ACCEPTANCE, ConsentKind.APPROVAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vanished:
    """A value that the chart no longer shows. It becomes a change only when a second read confirms it."""

    participant: str | None
    name: str | None
    field: Field
    before: str
    bundled: bool = False  # the value is from the bundled list; the chart never showed it


@dataclass(frozen=True, slots=True, kw_only=True)
class RowComparison:
    """The result of comparing two rows. `row` is the new row with unknown fields and vanished values carried over."""

    row: Row
    differences: tuple[Difference, ...] = ()
    vanished: tuple[Vanished, ...] = ()
    listed_anew: bool = False  # the chart now lists it as invited, although the earlier row shows an act


def compare_rows(old: Row, new: Row, *, seen_on: date, sparse: Collection[Field] = ()) -> RowComparison:
    """Compare two rows of one participant. `seen_on` is the day of the new chart, `sparse` is as in PrintedChart."""
    if old is new or old == new:
        return RowComparison(row=new)
    found = _compare(old, new, sparse)
    return replace(found, row=but(found.row, suspensions=_suspensions(old, found.row, seen_on)))


def _compare(old: Row, new: Row, sparse: Collection[Field]) -> RowComparison:
    new = _without_inferred_consent(old, new)
    if archived := period_that_ended(old, new):
        return _with_new_period(old, new, archived, sparse)
    merged, differences, vanished = _compare_dates(old, new, sparse)
    differences += list(_compare_kind(old, new))
    differences += list(_compare_attributes(old, new))
    vanished += list(_lost_invitation(old, new))
    merged = but(
        merged,
        consent_kind=_kind_that_stands(old, new, merged),
        invited=_invited_that_stands(old, new, merged),
        former=joined(old.former, new.former),
    )
    return RowComparison(
        row=merged,
        differences=tuple(differences),
        vanished=tuple(vanished),
        listed_anew=bool(new.invited and old.invited is False and acted(old)),
    )


def blank_row(row: Row, known: frozenset[Field], flags_known: frozenset[str]) -> Row:
    """An empty row for a participant that was missing from the chart, under its current heading."""
    return Row(
        participant=row.participant,
        name=row.name,
        code=row.code,
        group=row.group,
        invited=None if row.invited is None else False,
        known=known,
        flags_known=flags_known,
    )


def describe_dates(row: Row) -> str:
    """The dates of a lost row as one string that people and `dates_described` can read: `signed_on 2001-11-23, …`."""
    return ", ".join(f"{name} {value.isoformat()}" for name, value in row.dates.items())


def dates_described(text: str) -> dict[Field, str]:
    """The inverse of `describe_dates`."""
    return {Field(name): value for name, _, value in (part.partition(" ") for part in text.split(", ") if part)}


# ---- consent by signature, inferred -------------------------------------------------------------


def _without_inferred_consent(old: Row, new: Row) -> Row:
    """Drop an inferred consent by signature if it follows only from a date that vanished.

    A signature and a new entry into force without a date of consent mean consent by signature. If the earlier row
    already had the entry into force or a date of consent, there was no new act; at most a date of consent vanished.
    """
    stood = old.consent_on or old.in_force_on
    if definitive(new) and stood and old.consent_on != new.consent_on:
        return but(new, consent_on=None, consent_kind=None)
    return new


def without_acts(row: Row) -> Row:
    """The row with only its ended periods."""
    return but(row, **dict.fromkeys(DATE_FIELDS), consent_kind=None)


# ---- periods ------------------------------------------------------------------------------------


def _with_new_period(old: Row, new: Row, ended: Period, sparse: Collection[Field]) -> RowComparison:
    """Keep the old period without retracting anything of it, and compare the new one with an empty row."""
    closing = _compare_dates(
        old, but(old, denounced_on=ended.denounced_on or old.denounced_on, left_on=ended.left_on or old.left_on), ()
    )[1]
    still_shown: dict[str, date | None] = {
        field: value for field, value in old.dates.items() if new.dates.get(field) == value
    }
    base = but(
        blank_row(new, old.known, old.flags_known),
        name=old.name,
        group=old.group,
        flags=old.flags,
        **still_shown,  # an unchanged date is that of the old period, not a new act
    )
    fresh = _compare(base, but(new, former=()), sparse)
    return RowComparison(
        row=but(fresh.row, former=joined((*old.former, ended), new.former)),
        differences=(*closing, *fresh.differences),
        vanished=fresh.vanished,
    )


# ---- dates --------------------------------------------------------------------------------------


def _compare_dates(old: Row, new: Row, sparse: Collection[Field]) -> tuple[Row, list[Difference], list[Vanished]]:
    standing: dict[str, date | None] = {}
    differences: list[Difference] = []
    vanished: list[Vanished] = []
    for field in DATE_FIELDS:
        before, after = getattr(old, field), getattr(new, field)
        standing[field] = after if field in new.known else before
        if before == after or not _comparable(field, old, new, sparse):
            continue
        if before is None:
            differences.append(_appearance(field, new, after))
        elif after is not None:
            differences.append(corrected(field, before, after, new.participant, new.name))
        elif field is Field.SUSPENDED_ON:
            differences.append(_suspension_ended(new, before))
        else:
            standing[field] = before
            vanished.append(
                Vanished(participant=new.participant, name=new.name, field=field, before=before.isoformat())
            )
    merged = but(
        new,
        known=old.known | new.known,
        flags=new.flags | (old.flags - new.flags_known),
        flags_known=old.flags_known | new.flags_known,
        listed=new.listed or old.listed,
        **standing,  # the keys are DATE_FIELDS
    )
    return merged, _without_double_denunciation(differences), vanished


def _comparable(field: Field, old: Row, new: Row, sparse: Collection[Field]) -> bool:
    return field in new.known and (field in old.known or field in sparse)


def _without_double_denunciation(differences: list[Difference]) -> list[Difference]:
    """Merge a denunciation and its effective date into one difference if they appear together."""
    denounced = {d.field: d for d in differences if d.kind is ChangeKind.DENOUNCED}
    if len(denounced) < len((Field.DENOUNCED_ON, Field.LEFT_ON)):
        return differences
    act = replace(denounced[Field.DENOUNCED_ON], left_on=denounced[Field.LEFT_ON].left_on)
    others = [d for d in differences if d.kind is not ChangeKind.DENOUNCED]
    return [*others, act]


def _appearance(field: Field, new: Row, when: date) -> Difference:
    if field is Field.CONSENT_ON:
        kind = CONSENT_CHANGE[new.consent_kind or ConsentKind.CONSENT]
        rule = "consent date appears"
        if new.consent_kind is ConsentKind.DEFINITIVE_SIGNATURE:
            rule = "mark s, or an entry into force with a signature and no consent date"
    else:
        kind, rule = _APPEARED[field], f"{field} appears"
    return Difference(
        kind=kind,
        nature=Nature.EVENT,
        rule=rule,
        field=field,
        participant=new.participant,
        name=new.name,
        after=when.isoformat(),
        # what takes effect later is still the act of the day of its notification
        effective_on=(new.denounced_on or when) if field is Field.LEFT_ON else when,
        left_on=when if field is Field.LEFT_ON else None,
    )


def corrected(field: Field, before: date, after: date, participant: str | None, name: str | None) -> Difference:
    """A difference for a date that moved. The chart gives no reason, so none is claimed."""
    return Difference(
        kind=ChangeKind.CORRECTED,
        nature=Nature.CORRECTION,
        rule="a date moves to another date",
        field=field,
        participant=participant,
        name=name,
        before=before.isoformat(),
        after=after.isoformat(),
        effective_on=after,
    )


def _suspensions(old: Row, row: Row, seen_on: date) -> tuple[Suspension, ...]:
    """The suspensions on record, with the one that the row does not show any more."""
    if old.suspended_on is None or row.suspended_on is not None:
        return old.suspensions
    return (*old.suspensions, Suspension(suspended_on=old.suspended_on, until_on=max(seen_on, old.suspended_on)))


def _suspension_ended(row: Row, before: date) -> Difference:
    return Difference(
        kind=ChangeKind.SUSPENSION_ENDED,
        nature=Nature.EVENT,
        rule="suspension ends",
        field=Field.SUSPENDED_ON,
        participant=row.participant,
        name=row.name,
        before=before.isoformat(),
    )


# ---- the kind of consent ------------------------------------------------------------------------


def _less_specific(kind: ConsentKind, than: ConsentKind) -> bool:
    if kind is than:
        return False
    return kind is ConsentKind.CONSENT or (kind is _BROAD and than in _WITHIN_BROAD)


def _compare_kind(old: Row, new: Row) -> Iterator[Difference]:
    if not (old.consent_on and new.consent_on and old.consent_kind and new.consent_kind):
        return
    printed = Field.CONSENT_KIND in old.known and Field.CONSENT_KIND in new.known
    if not printed or old.consent_kind is new.consent_kind or _less_specific(new.consent_kind, old.consent_kind):
        return
    yield _editorial(
        ChangeKind.CONSENT_KIND_SET,
        Field.CONSENT_KIND,
        new,
        old.consent_kind,
        new.consent_kind,
        "the consent's kind becomes more specific",
    )


def _kind_that_stands(old: Row, new: Row, merged: Row) -> ConsentKind | None:
    """The kind of consent to keep: the earlier one if the new chart is less specific or only infers the kind."""
    if merged.consent_on is None:
        return None
    if new.consent_kind is None:
        return old.consent_kind  # the new chart does not show the consent, or it vanished and is pending
    if old.consent_kind is None or old.consent_on is None:
        return new.consent_kind
    inferred = Field.CONSENT_KIND not in new.known and Field.CONSENT_KIND in old.known
    return old.consent_kind if inferred or _less_specific(new.consent_kind, old.consent_kind) else new.consent_kind


# ---- flags, names, headings ---------------------------------------------------------------------


def _compare_attributes(old: Row, new: Row) -> Iterator[Difference]:
    for letter in FLAG_LETTERS:
        if letter in old.flags_known & new.flags_known and (letter in old.flags) != (letter in new.flags):
            yield _flag(new, letter, on=letter in new.flags)
    if old.invited is False and new.invited and not acted(old):
        yield invitation(new)
    if fold(old.name) != fold(new.name):
        yield _editorial(ChangeKind.RENAMED, Field.NAME, new, old.name, new.name, "the printed name changes")
    moved = old.group and new.group and old.group is not new.group
    if moved and not (old.blank and new.blank):  # a move of a blank row is not worth a report
        yield _editorial(
            ChangeKind.GROUP_CHANGED, Field.GROUP, new, old.group, new.group, "it moves between members and non-members"
        )


def _flag(row: Row, letter: str, *, on: bool) -> Difference:
    kind = ChangeKind.FLAG_ADDED if on else ChangeKind.FLAG_REMOVED
    before, after = (None, letter) if on else (letter, None)
    return _editorial(kind, Field.FLAGS, row, before, after, "a flag turns on or off")


def _editorial(
    kind: ChangeKind, field: Field, row: Row, before: str | None, after: str | None, rule: str
) -> Difference:
    return Difference(
        kind=kind,
        nature=Nature.EDITORIAL,
        rule=rule,
        field=field,
        participant=row.participant,
        name=row.name,
        before=before,
        after=after,
    )


# ---- invitations --------------------------------------------------------------------------------


def invitation(row: Row) -> Difference:
    """A difference for a new invitation. The chart gives no date of the decision."""
    return Difference(
        kind=ChangeKind.INVITED,
        nature=Nature.EVENT,
        rule="an invitation appears",
        field=Field.INVITED,
        participant=row.participant,
        name=row.name,
        after="invited",
    )


def lost_invitation(row: Row) -> Vanished:
    """A vanished value for an invitation that is no longer listed."""
    return Vanished(participant=row.participant, name=row.name, field=Field.INVITED, before="invited")


def acted(row: Row) -> bool:
    """True if the row holds an act. While a vanished act is pending, a blank row does not mean "invited"."""
    return bool(row.signed_on or row.consent_on) or row.listed is Listed.PARTY


def _lost_invitation(old: Row, new: Row) -> Iterator[Vanished]:
    if old.invited and new.invited is False and not acted(new):
        yield lost_invitation(new)


def _invited_that_stands(old: Row, new: Row, merged: Row) -> bool | None:
    if acted(merged):
        return False
    if new.invited is None:
        return old.invited
    return bool(old.invited or new.invited)

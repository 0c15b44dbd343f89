"""Compare the sources of one treaty, participant by participant and act by act. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from typing import TYPE_CHECKING

from tracker.models import ConsentKind, Field, Listed
from tracker.reconcile.finding import Finding, Shown, Status
from tracker.reconcile.reasons import Behind, Dates, Kinds, MayLag, NotShown, SameDate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.models import Chart, Row
    from tracker.reconcile.reasons import Reason

#: The acts that are compared. Names, groups and flags are not: each register has its own wording.
FIELDS = (Field.SIGNED_ON, Field.CONSENT_ON, Field.IN_FORCE_ON, Field.DENOUNCED_ON)

UNDATED = "undated"

#: The kinds that a register's letter R, or the chart's column "ratification", may mean.
_BROAD = frozenset(
    {ConsentKind.RATIFICATION, ConsentKind.ACCEPTANCE, ConsentKind.APPROVAL, ConsentKind.FORMAL_CONFIRMATION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One source's last accepted chart. `grace` is how long it may lag; `seen_on` is its status day."""

    source: str
    chart: Chart
    evidence: int | None = None
    grace: timedelta = timedelta()
    seen_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """One source's value for one act: a date, `UNDATED` for an act without a date, or None for no act."""

    side: Side
    row: Row | None
    value: date | str | None

    @property
    def shown(self) -> Shown:
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        return Shown(source=self.side.source, value=value, evidence=self.side.evidence)


def compare_sides(treaty: str, sides: Sequence[Side], today: date) -> Iterator[Finding]:
    """Give one finding for each act that at least two sources can show and at least one does."""
    rows = [{row.participant: row for row in side.chart.rows} for side in sides]
    fields = [_fields_of(side.chart) for side in sides]
    for participant in sorted(set().union(*rows)):
        of_it = [(side, found.get(participant)) for side, found in zip(sides, rows, strict=True)]
        name = next(row.name for _, row in of_it if row)
        for field in FIELDS:
            held = [
                _Held(side=side, row=row, value=_value(row, field))
                for (side, row), known in zip(of_it, fields, strict=True)
                if field in known
            ]
            held = _less_signed_alone(held) if field is Field.CONSENT_ON else held
            if found := _judge(held, field, today):
                status, reason = found
                yield Finding(
                    treaty=treaty,
                    participant=participant,
                    name=name,
                    field=field,
                    status=status,
                    values=tuple(one.shown for one in held),
                    reason=reason,
                )
        yield from _compare_kinds(treaty, participant, name, of_it)


def _fields_of(chart: Chart) -> frozenset[Field]:
    """The acts that a source can show. A list of Parties without dates shows consents."""
    known: frozenset[Field] = frozenset().union(*(row.known for row in chart.rows))
    return known | {Field.CONSENT_ON} if any(row.listed for row in chart.rows) else known


def _value(row: Row | None, field: Field) -> date | str | None:
    if row is None:
        return None
    day: date | None = getattr(row, field)
    if day is None and field is Field.CONSENT_ON and _consented(row):
        return UNDATED
    return day


def _less_signed_alone(held: list[_Held]) -> list[_Held]:
    """Leave out sources that show a definitive signature only as a signature, because they have no mark for it."""
    definitive = {one.value for one in held if one.row and one.row.consent_kind is ConsentKind.DEFINITIVE_SIGNATURE}
    return [one for one in held if one.value or one.row is None or one.row.signed_on not in definitive]


def _consented(row: Row) -> bool:
    """True if the row shows a consent without its date, as "(S)" in the Dutch register or a list of Parties does."""
    return bool(row.consent_kind or row.in_force_on or row.listed in (Listed.PARTY, Listed.FORMER))


# ---- one act ------------------------------------------------------------------------------------


def _judge(held: Sequence[_Held], field: Field, today: date) -> tuple[Status, Reason] | None:
    present = [one for one in held if one.value is not None]
    if len(held) < 2 or not present:
        return None
    absent = [one.side for one in held if one.value is None]
    dates = sorted({one.value for one in present if isinstance(one.value, date)})
    if not absent and len(dates) <= 1:
        return Status.AGREE, _in_agreement(present)
    newest = dates[-1] if dates else None
    behind = [one.side for one in held if one.value not in (newest, UNDATED)]
    done_on = _done_on(present, newest, field)
    if done_on and all(_may_lag(side, done_on, today) for side in behind):
        return Status.LAGGING, MayLag(behind=tuple(_behind(side, done_on) for side in behind))
    if len(dates) <= 1:
        return Status.MISSING, NotShown(sources=tuple((side.source, side.seen_on) for side in absent))
    return Status.DIFFER, Dates(shown=tuple((one.side.source, one.value) for one in held))


def _in_agreement(present: Sequence[_Held]) -> SameDate:
    return SameDate(undated=tuple(one.side.source for one in present if one.value == UNDATED))


def _done_on(present: Sequence[_Held], newest: date | None, field: Field) -> date | None:
    """The day of the act that a source may not have recorded yet. For an entry into force, that act is the consent."""
    if newest is None or field is not Field.IN_FORCE_ON:
        return newest
    consents = [one.row.consent_on for one in present if one.value == newest and one.row and one.row.consent_on]
    return max(consents, default=newest)


def _may_lag(side: Side, done_on: date, today: date) -> bool:
    return _not_read_since(side, done_on) or today - done_on < side.grace


def _not_read_since(side: Side, done_on: date) -> bool:
    return side.seen_on is not None and done_on > side.seen_on


def _behind(side: Side, done_on: date) -> Behind:
    return Behind(
        source=side.source,
        seen_on=side.seen_on,
        unread_since=_not_read_since(side, done_on),
        grace_days=side.grace.days,
        until=done_on + side.grace,
    )


# ---- kinds of consent ---------------------------------------------------------------------------


def may_mean(kind: ConsentKind) -> frozenset[ConsentKind]:
    """The exact kinds that a printed kind may mean. A register's letter R and the chart's column merge several."""
    if kind is ConsentKind.CONSENT:
        return frozenset(ConsentKind)
    return _BROAD if kind is ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL else frozenset({kind})


def _compare_kinds(
    treaty: str, participant: str, name: str, of_it: Sequence[tuple[Side, Row | None]]
) -> Iterator[Finding]:
    printed = [
        (side, row.consent_kind)
        for side, row in of_it
        # an inferred kind is not a statement of the source
        if row and row.consent_kind and Field.CONSENT_KIND in row.known
    ]
    if len(printed) < 2:
        return
    common = reduce(frozenset.intersection, (may_mean(kind) for _, kind in printed))
    yield Finding(
        treaty=treaty,
        participant=participant,
        name=name,
        field=Field.CONSENT_KIND,
        status=Status.AGREE if common else Status.DIFFER,
        values=tuple(Shown(source=s.source, value=kind, evidence=s.evidence) for s, kind in printed),
        reason=Kinds(shown=tuple((side.source, kind) for side, kind in printed), compatible=bool(common)),
    )

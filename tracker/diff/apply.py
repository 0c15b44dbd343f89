"""Apply differences to a chart: the inverse of `compare` on the fields that both charts know. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from tracker.diff.rows import without_acts
from tracker.law.acts import CONSENT_CHANGE
from tracker.models import DATE_FIELDS, ChangeKind, Chart, ConsentKind, Field, Group, Row, but
from tracker.models.chart import period_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class ChangeLike(Protocol):
    """The attributes that Difference and Change share."""

    @property
    def kind(self) -> ChangeKind: ...
    @property
    def field(self) -> Field: ...
    @property
    def participant(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...
    @property
    def left_on(self) -> date | None: ...


#: The kind of consent behind each kind of change. RATIFIED is used for several; the broad kind claims the least.
_CONSENT_KIND = {change: kind for kind, change in CONSENT_CHANGE.items()} | {
    ChangeKind.RATIFIED: ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL
}


def apply(chart: Chart, differences: Sequence[ChangeLike]) -> Chart:
    """The chart after the differences, applied in their order."""
    if not differences:
        return chart
    rows = {row.participant: row for row in chart.rows}
    in_force_on = chart.in_force_on
    for change in differences:
        if change.participant is None:
            in_force_on = date.fromisoformat(change.after) if change.after else None
        elif change.field is Field.ROW:
            lost = rows.pop(change.participant, None)
            if lost and lost.former:
                rows[change.participant] = without_acts(lost)
        else:
            row = rows.get(change.participant) or _new_row(change, rows)
            rows[change.participant] = _apply_to_row(row, change)
    heirs = {change.before for change in differences if _is_succession(change)}
    kept = (row for _, row in sorted(rows.items()) if row.name not in heirs)
    return replace(chart, rows=tuple(kept), in_force_on=in_force_on)


def _is_succession(change: ChangeLike) -> bool:
    return change.field is Field.GROUP and change.before not in {None, *Group}


def _new_row(change: ChangeLike, rows: dict[str, Row]) -> Row:
    participant = change.participant or ""
    name = change.name or participant
    if _is_succession(change):
        former = next(row for row in rows.values() if row.name == change.before)
        return but(former, participant=participant, name=name)
    known = frozenset().union(*(row.known for row in rows.values())) | frozenset(DATE_FIELDS)
    letters = frozenset().union(*(row.flags_known for row in rows.values()))
    return Row(participant=participant, name=name, known=known, flags_known=letters, invited=False)


def _apply_to_row(row: Row, change: ChangeLike) -> Row:
    if change.field is Field.CONSENT_ON:
        return _consent(row, change)
    if change.field is Field.CONSENT_KIND:
        return but(row, consent_kind=ConsentKind(change.after) if change.after else None)
    if change.field in DATE_FIELDS:
        return _date(row, change)
    if change.field is Field.INVITED:
        return but(row, invited=change.after is not None)
    if change.field is Field.FLAGS:
        return but(row, flags=(row.flags - {change.before or ""}) | ({change.after} if change.after else set()))
    if change.field is Field.NAME:
        return but(row, name=change.after or row.name)
    if change.field is Field.GROUP and not _is_succession(change):
        return but(row, group=Group(change.after) if change.after else None)
    return row


def _consent(row: Row, change: ChangeLike) -> Row:
    when = date.fromisoformat(change.after) if change.after else None
    denounced = row.denounced_on or row.left_on
    if when and denounced and when > denounced and change.kind in _CONSENT_KIND:
        ended = period_of(row)
        row = but(row, in_force_on=None, denounced_on=None, left_on=None, former=(*row.former, ended))
    kind = _CONSENT_KIND.get(change.kind, row.consent_kind) if when else None
    return but(row, consent_on=when, consent_kind=kind, invited=False if when else row.invited)


def _date(row: Row, change: ChangeLike) -> Row:
    when = date.fromisoformat(change.after) if change.after else None
    if change.kind is ChangeKind.SIGNED:
        row = but(row, invited=False)
    if change.kind is ChangeKind.DENOUNCED and change.left_on:
        row = but(row, left_on=change.left_on)
    return but(row, **{change.field: when})

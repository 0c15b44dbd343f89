"""Apply differences to a chart: the inverse of `compare` on the fields that both charts know. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from tracker.diff.rows import without_acts
from tracker.law.acts import CONSENT_CHANGE
from tracker.models import DATE_FIELDS, ChangeKind, Chart, ConsentKind, Field, Group, Row
from tracker.models.chart import period_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class Told(Protocol):
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


#: The kind of consent behind each kind of change. RATIFIED stands for several; the broad kind claims the least.
_KIND_TOLD = {change: kind for kind, change in CONSENT_CHANGE.items()} | {
    ChangeKind.RATIFIED: ConsentKind.RATIFICATION_ACCEPTANCE_OR_APPROVAL
}


def apply(chart: Chart, differences: Iterable[Told]) -> Chart:
    """The chart after the differences, applied in their order."""
    rows = {row.participant: row for row in chart.rows}
    in_force_on = chart.in_force_on
    for told in differences:
        if told.participant is None:
            in_force_on = date.fromisoformat(told.after) if told.after else None
        elif told.field is Field.ROW:
            lost = rows.pop(told.participant, None)
            if lost and lost.former:
                rows[told.participant] = without_acts(lost)
        else:
            row = rows.get(told.participant) or _new_row(told, rows)
            rows[told.participant] = _apply_to_row(row, told)
    heirs = {told.before for told in differences if _is_succession(told)}
    kept = (row for _, row in sorted(rows.items()) if row.name not in heirs)
    return replace(chart, rows=tuple(kept), in_force_on=in_force_on)


def _is_succession(told: Told) -> bool:
    return told.field is Field.GROUP and told.before not in {None, *Group}


def _new_row(told: Told, rows: dict[str, Row]) -> Row:
    participant = told.participant or ""
    name = told.name or participant
    if _is_succession(told):
        former = next(row for row in rows.values() if row.name == told.before)
        return replace(former, participant=participant, name=name)
    known = frozenset().union(*(row.known for row in rows.values())) | frozenset(DATE_FIELDS)
    letters = frozenset().union(*(row.flags_known for row in rows.values()))
    return Row(participant=participant, name=name, known=known, flags_known=letters, invited=False)


def _apply_to_row(row: Row, told: Told) -> Row:
    if told.field is Field.CONSENT_ON:
        return _consent(row, told)
    if told.field is Field.CONSENT_KIND:
        return replace(row, consent_kind=ConsentKind(told.after) if told.after else None)
    if told.field in DATE_FIELDS:
        return _date(row, told)
    if told.field is Field.INVITED:
        return replace(row, invited=told.after is not None)
    if told.field is Field.FLAGS:
        return replace(row, flags=(row.flags - {told.before or ""}) | ({told.after} if told.after else set()))
    if told.field is Field.NAME:
        return replace(row, name=told.after or row.name)
    if told.field is Field.GROUP and not _is_succession(told):
        return replace(row, group=Group(told.after) if told.after else None)
    return row


def _consent(row: Row, told: Told) -> Row:
    when = date.fromisoformat(told.after) if told.after else None
    denounced = row.denounced_on or row.left_on
    if when and denounced and when > denounced and told.kind in _KIND_TOLD:
        ended = period_of(row)
        row = replace(row, in_force_on=None, denounced_on=None, left_on=None, former=(*row.former, ended))
    kind = _KIND_TOLD.get(told.kind, row.consent_kind) if when else None
    return replace(row, consent_on=when, consent_kind=kind, invited=False if when else row.invited)


def _date(row: Row, told: Told) -> Row:
    when = date.fromisoformat(told.after) if told.after else None
    if told.kind is ChangeKind.SIGNED:
        row = replace(row, invited=False)
    if told.kind is ChangeKind.DENOUNCED and told.left_on:
        row = replace(row, left_on=told.left_on)
    return replace(row, **{told.field: when})  # type: ignore[arg-type] # a date field

"""Which acts make the difference between the figures of two days, State by State. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.law import reached, standing_on
from tracker.law.periods import acts_by, periods_of
from tracker.models import ChangeKind, Field, Standing
from tracker.participants import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from tracker.calendar.invitations import Invitation
    from tracker.models import Chart, Row

_CONSENTED = (Standing.PARTY, Standing.CONTRACTING)
_OF_INVITATIONS = ("invited", "total")


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingAct:
    """An act between the two days. An invitation has no day `on` unless its decision is known to the day."""

    kind: ChangeKind
    on: date | None
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A participant that a figure counts on one of the two days and not on the other: `change` is 1 or -1.

    `change` is None if it was counted on one of them, and whether on the other is not known.
    """

    participant: str
    name: str
    change: int | None
    acts: tuple[MovingAct, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """A treaty on one of the two days: the chart, and who was invited (True, or None for who may have been)."""

    chart: Chart
    day: date
    invited: Mapping[str, bool | None]


def moves(figure: str, first: Then, last: Then, decisions: Iterable[Invitation] = ()) -> tuple[Move, ...]:
    """The participants that make the difference of a figure, in the order of their acts.

    `decisions` are the decisions to invite that are known by name, whatever the State did later.
    """
    rows = {row.participant: row for row in last.chart.rows}
    invited = {one.participant: one for one in decisions}
    found = []
    for participant in {**rows, **invited}:
        row = rows.get(participant)
        before, after = _counts(figure, row, first, participant), _counts(figure, row, last, participant)
        if before == after:
            continue
        acts = tuple(_acts(figure, row, invited.get(participant), first.day, last.day))
        change = None if before is None or after is None else int(after) - int(before)
        name = row.name if row else table().get(participant).name
        found.append(Move(participant=participant, name=name, change=change, acts=acts))
    return tuple(sorted(found, key=_order))


def _order(move: Move) -> tuple[bool, str, str]:
    days = [str(act.on or act.earliest or "") for act in move.acts]
    return move.change is None, min(days, default=""), move.name


def _counts(figure: str, row: Row | None, then: Then, participant: str) -> bool | None:
    """Whether a figure counts a participant on a day; None if that is not known."""
    invited = then.invited.get(participant, False)
    standing = standing_on(row, then.day) if row else Standing.NONE
    acted = standing not in (Standing.NONE, Standing.INVITED, Standing.FORMER)
    match figure:
        case "consents":
            return standing in _CONSENTED
        case "in_force":
            return standing is Standing.PARTY
        case "signatories":
            return standing is Standing.SIGNATORY
        case "signatures":
            return row is not None and any(reached(period.signed_on, then.day) for period in periods_of(row))
        case "invited":
            return False if acted else invited
        case _:
            return True if acted else invited


def _acts(figure: str, row: Row | None, decision: Invitation | None, first: date, last: date) -> Iterator[MovingAct]:
    """What a participant did, or what was decided of it, after the first day and by the last."""
    if decision and figure in _OF_INVITATIONS and _can_fall(decision, first, last):
        exact = decision.earliest if decision.earliest == decision.latest else None
        yield MovingAct(
            kind=ChangeKind.INVITED,
            on=exact,
            earliest=None if exact else decision.earliest,
            latest=None if exact else decision.latest,
        )
    for act in acts_by(row, last) if row else ():
        entered = act.field is Field.IN_FORCE_ON and figure != "in_force"
        if act.on and first < act.on and not entered:
            yield MovingAct(kind=act.kind, on=act.on)


def _can_fall(decision: Invitation, first: date, last: date) -> bool:
    after_first = decision.latest is None or first < decision.latest
    return after_first and (decision.earliest is None or decision.earliest <= last)

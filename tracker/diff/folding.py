"""Which changes of one read a person reads as one. Programs get every change. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models import ChangeKind, Nature

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from tracker.models import Change

#: Acts by which a participant consents to be bound.
CONSENTS = frozenset(
    {
        ChangeKind.RATIFIED,
        ChangeKind.ACCEPTED,
        ChangeKind.APPROVED,
        ChangeKind.ACCEDED,
        ChangeKind.SUCCEEDED,
        ChangeKind.CONSENTED,
    }
)
_REACHED = {
    ChangeKind.ENTRY_INTO_FORCE_SET: ChangeKind.ENTERED_INTO_FORCE,
    ChangeKind.TREATY_ENTRY_INTO_FORCE_SET: ChangeKind.TREATY_ENTERED_INTO_FORCE,
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A change as people read it, and those that its line tells with it."""

    change: Change
    others: tuple[Change, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of all of them."""
        return tuple(sorted(change.id for change in (self.change, *self.others)))


def folded(changes: Sequence[Change]) -> tuple[Folded, ...]:
    """The changes as people read them, in their order.

    A date that was set stands with the entry into force if that date is reached in the same read, else with the
    consent that it belongs to if that was seen in the same read.
    """
    hosts: dict[Hashable, int] = {}
    for place, change in enumerate(changes):
        for key in _host_keys(change):
            hosts.setdefault(key, place)
    told_with: defaultdict[int, list[Change]] = defaultdict(list)
    guests = set()
    for place, change in enumerate(changes):
        host = next((hosts[key] for key in _guest_keys(change) if key in hosts), None)
        if host is not None:
            told_with[host].append(change)
            guests.add(place)
    return tuple(Folded(change, tuple(told_with[place])) for place, change in enumerate(changes) if place not in guests)


def _read_keys(change: Change) -> tuple[Hashable, ...]:
    """What changes of one read share: the moment, or (a date that was rolled over after it) the snapshot."""
    return (change.detected_at,) if change.snapshot is None else (change.detected_at, ("snapshot", change.snapshot))


def _host_keys(change: Change) -> Iterable[Hashable]:
    if change.kind in _REACHED.values():
        for read in _read_keys(change):
            yield (change.kind, change.treaty, change.participant, change.effective_on, read)
    if change.kind in CONSENTS and change.nature is Nature.EVENT:
        for read in _read_keys(change):
            yield ("consent", change.treaty, change.participant, read)


def _guest_keys(change: Change) -> Iterable[Hashable]:
    if change.kind not in _REACHED:
        return
    for read in _read_keys(change):
        yield (_REACHED[change.kind], change.treaty, change.participant, change.effective_on, read)
    if change.kind is ChangeKind.ENTRY_INTO_FORCE_SET and change.nature is Nature.EVENT:
        for read in _read_keys(change):
            yield ("consent", change.treaty, change.participant, read)

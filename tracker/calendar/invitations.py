"""Invitations to accede, as far as they are known: `tracker/data/invitations.tsv`, whose head explains its columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.calendar.item import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

# By its place beside this package, as the table of participants.
_FILE = Path(__file__).parents[1] / "data" / "invitations.tsv"

_VALID_YEARS = 5  # of a decision since 2013: note 4 of the chart of ETS 185 (docs/sources.md#rows)
_WITHOUT_TERM = "never"
_PRECISION = (Precision.YEAR, Precision.MONTH, Precision.DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A decision to invite a State to accede.

    `invited` is its date as far as it is known: `2024-10-09`, `2023-02`, `2020`, or empty. `lapses_on` is None for an
    invitation without a term; of a month or a year it is the first day (`precision`).
    """

    participant: str
    treaty: str  # id
    invited: str
    lapses_on: date | None
    precision: Precision = Precision.DAY


@cache
def invitations() -> tuple[Invitation, ...]:
    """The shipped table, read once."""
    return tuple(read(_FILE.read_text(encoding="utf-8")))


def decided_on(participant: str, treaty: str, day: date) -> date | None:
    """The day of the decision by which a State is invited on a day; None where it is not known to the day."""
    decisions = (
        date.fromisoformat(one.invited)
        for one in invitations()
        if (one.participant, one.treaty) == (participant, treaty)
        and len(one.invited) == len("2024-10-09")
        and (one.lapses_on is None or day <= one.lapses_on)
    )
    return max((decided for decided in decisions if decided <= day), default=None)


def read(text: str) -> Iterator[Invitation]:
    """A table from its text. Raises ValueError for a line that is not one."""
    for line in text.splitlines():
        if not line.startswith("#"):
            yield _invitation(*line.split("\t"))


def _invitation(participant: str, treaty: str, invited: str, lapses: str) -> Invitation:
    if lapses == _WITHOUT_TERM:
        return Invitation(participant=participant, treaty=treaty, invited=invited, lapses_on=None)
    day, precision = _known(lapses or _five_years_after(invited))
    return Invitation(participant=participant, treaty=treaty, invited=invited, lapses_on=day, precision=precision)


def _five_years_after(invited: str) -> str:
    _known(invited)
    year, _, rest = invited.partition("-")
    rest = "02-28" if rest == "02-29" else rest  # five years after a leap day there is none
    return "-".join(filter(None, (str(int(year) + _VALID_YEARS), rest)))


def _known(text: str) -> tuple[date, Precision]:
    """`2024-10-09`, `2023-02`, `2020`: the first day of it, and how exactly it is known."""
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        raise ValueError(f"{text!r} is no date, month or year")
    return date.fromisoformat("-".join([*parts, "01", "01"][:3])), _PRECISION[len(parts) - 1]

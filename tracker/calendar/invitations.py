"""Known invitations to accede, from `tracker/data/invitations.tsv`. The head of the file explains its columns."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tracker.calendar.item import Precision
from tracker.models import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.models import Difference

# A plain path, as for the table of participants: importing importlib.resources would take longer than reading the file.
_FILE = Path(__file__).parents[1] / "data" / "invitations.tsv"

_VALID_YEARS = 5  # for decisions since 2013: note 4 of the chart of ETS 185 (docs/sources.md#rows)
_WITHOUT_TERM = "never"
_WHOLE_DAY = len("2024-10-09")
_PRECISION = (Precision.YEAR, Precision.MONTH, Precision.DAY)


class Invitation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A decision to invite a State to accede.

    `invited` is its date as far as known: `2024-10-09`, `2023-02`, `2020`, or empty. `lapses_on` is None for an
    invitation without a term, or if the date of the decision is not known. If only the month or year is known, it is
    the first day of that (see `precision`). The decision fell between `earliest` (None: not known) and `latest`, both
    included; `confidence` says how sure these two are.
    """

    participant: str
    treaty: str  # id
    invited: str
    lapses_on: date | None
    precision: Precision = Precision.DAY
    without_term: bool = False
    earliest: date | None = None
    latest: date | None = None
    confidence: str = ""


@cache
def invitations() -> tuple[Invitation, ...]:
    """The shipped table, read once."""
    return tuple(read(_FILE.read_text(encoding="utf-8")))


def decided_on(participant: str, treaty: str, day: date) -> date | None:
    """The date of the decision by which a State is invited on a day; None if the exact date is not known."""
    decisions = (
        date.fromisoformat(one.invited)
        for one in invitations()
        if (one.participant, one.treaty) == (participant, treaty)
        and len(one.invited) == _WHOLE_DAY
        and (one.lapses_on is None or day <= one.lapses_on)
    )
    return max((decided for decided in decisions if decided <= day), default=None)


def invited_on(difference: Difference, treaty: str, day: date) -> date | None:
    """The date of the decision that a difference reports, as `decided_on` knows it; None if it is no invitation."""
    if difference.kind is not ChangeKind.INVITED or difference.participant is None:
        return None
    return decided_on(difference.participant, treaty, day)


def read(text: str) -> Iterator[Invitation]:
    """Parse a table. Raises ValueError for a malformed date."""
    for line in text.splitlines():
        if not line.startswith("#"):
            yield _invitation(*line.split("\t"))


def _invitation(
    participant: str,
    treaty: str,
    invited: str,
    lapses: str,
    earliest: str = "",
    latest: str = "",
    confidence: str = "",
) -> Invitation:
    first, last = earliest or invited, latest or invited
    without_term = lapses == _WITHOUT_TERM
    found = Invitation(
        participant=participant,
        treaty=treaty,
        invited=invited,
        lapses_on=None,
        without_term=without_term,
        earliest=_known(first)[0] if first else None,
        latest=_last_day(last) if last else None,
        confidence=confidence or ("high" if len(invited) == _WHOLE_DAY else "medium"),
    )
    if without_term or (not (invited or lapses) and latest):
        return found
    day, precision = _known(lapses or _five_years_after(invited))
    return msgspec.structs.replace(found, lapses_on=day, precision=precision)


def _five_years_after(invited: str) -> str:
    _known(invited)
    year, _, rest = invited.partition("-")
    rest = "02-28" if rest == "02-29" else rest  # five years after a leap year there is no 29 February
    return "-".join(filter(None, (str(int(year) + _VALID_YEARS), rest)))


def _known(text: str) -> tuple[date, Precision]:
    """The first day of `2024-10-09`, `2023-02` or `2020`, and the precision."""
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        raise ValueError(f"{text!r} is no date, month or year")
    return date.fromisoformat("-".join([*parts, "01", "01"][:3])), _PRECISION[len(parts) - 1]


def _last_day(text: str) -> date:
    """The last day of `2024-10-09`, `2023-02` or `2020`."""
    first, precision = _known(text)
    if precision is Precision.DAY:
        return first
    months = 1 if precision is Precision.MONTH else 12
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1) - timedelta(days=1)

"""One participant of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tracker.participants.french import FrenchName


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A State or an organisation that can be bound by a treaty.

    Only `id` identifies it; name and membership of the Council of Europe may change. A period is (first day, first day
    after it); None leaves that side open.
    """

    id: str
    name: str  # as the Council of Europe prints it today
    french: FrenchName | None = None  # the same in French
    alpha_2: str | None = None
    organisation: bool = False
    council: tuple[tuple[date, date | None], ...] = ()  # membership of the Council of Europe
    codes: tuple[str, ...] = ()  # the depositary's own codes: AUS is Austria
    former_names: tuple[tuple[str, date], ...] = ()  # a name, and the first day on which it was no more; in order
    names_at: tuple[tuple[str, str], ...] = ()  # a depositary (`untc`), and the name in its papers
    other_french: tuple[tuple[str, FrenchName], ...] = ()  # of the two before: a name, folded, and its French
    existed: tuple[date | None, date | None] | None = None  # acts outside this period are another State's
    successors: tuple[str, ...] = ()

    @property
    def name_fr(self) -> str | None:
        """Its name in French."""
        return self.french.name if self.french else None

    def french_of(self, folded: str) -> FrenchName | None:
        """What French calls it under this spelling, folded: a former name keeps being one."""
        return dict(self.other_french).get(folded, self.french)

    def name_on(self, day: date) -> str | None:
        """Its name on a day, if that was another than today's."""
        return next((name for name, until in self.former_names if day < until), None)

    def name_under(self, treaty: str) -> str:
        """Its name in the papers of the depositary of a treaty, by the treaty's id."""
        return dict(self.names_at).get(treaty.partition("-")[0], self.name)

    @property
    def ever_member(self) -> bool:
        """True if it is or was a member of the Council of Europe."""
        return bool(self.council)

    def member_on(self, day: date) -> bool:
        """True if it was a member of the Council of Europe on that day."""
        return any(_within(period, day) for period in self.council)

    def ended_by(self, day: date) -> bool:
        """True if the State no longer existed on a day."""
        return self.existed is not None and self.existed[1] is not None and self.existed[1] <= day

    def existed_on(self, day: date) -> bool:
        """True unless the table says that acts of that day were another State's."""
        return self.existed is None or _within(self.existed, day)


def _within(period: tuple[date | None, date | None], day: date) -> bool:
    start, end = period
    return (start is None or start <= day) and (end is None or day < end)

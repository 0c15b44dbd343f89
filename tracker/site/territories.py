"""Territories that a declaration extends a treaty to: the map shows them by it, and no others. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models import Reach, Standing
from tracker.participants.territories import territories
from tracker.site.intervals import mark_of_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.answers.standing import StandingRow
    from tracker.site.intervals import Spans
    from tracker.site.model import TreatyContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A territory to which its State extended a treaty; of the days (ISO) the second is the first one outside it."""

    id: str  # ISO 3166-1 alpha-3
    name: str
    state: str
    from_on: str
    until_on: str | None

    def spans(self, own: Spans) -> Spans:
        """Its standings: its State's, while the extension lasts."""
        dated = [(day, standing) for day, standing in own if day is not None]
        before = [standing for day, standing in dated if day <= self.from_on]
        begins = ((self.from_on, before[-1]),) if before else ()
        later = tuple((day, s) for day, s in dated if self.from_on < day and (not self.until_on or day < self.until_on))
        return (*begins, *later, *(((self.until_on, Standing.NONE.value),) if self.until_on else ()))


def extensions(treaty: TreatyContent) -> Iterator[Extension]:
    """The extensions that statements make."""
    codes: Mapping[tuple[str, str], str] = {(one.participant, one.name): one.code for one in territories() if one.code}
    for statement in treaty.statements:
        for territory in statement.territories:
            code = codes.get((statement.participant, territory.name))
            if code and territory.reach is Reach.INCLUDED:
                yield Extension(
                    id=code,
                    name=territory.name,
                    state=statement.participant,
                    from_on=territory.from_on.isoformat() if territory.from_on else "0001-01-01",
                    until_on=territory.until_on.isoformat() if territory.until_on else None,
                )


def standings(treaty: TreatyContent, own: Mapping[str, StandingRow], day: str) -> Iterator[tuple[str, str, str]]:
    """Territory id, its name and its standing on a day."""
    for extension in extensions(treaty):
        lasts = extension.from_on <= day and (extension.until_on is None or day < extension.until_on)
        if lasts and extension.state in own:
            yield extension.id, extension.name, mark_of_row(own[extension.state])

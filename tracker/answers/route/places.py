"""The territories of a question: where the asked one's provider is, and whose authority asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.answers.participation import part_in
from tracker.answers.route.checks import joined, territory
from tracker.answers.standing import answers_for, find_named, parent_of
from tracker.answers.territories import territory_on_record
from tracker.errors import UsageError
from tracker.participants.territories import near_territories, territories, territory_named
from tracker.wording import route as words

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.answers.between import Between
    from tracker.answers.route.model import RouteTest
    from tracker.answers.standing import Named
    from tracker.answers.view import View
    from tracker.models import Treaty
    from tracker.participants.territories import KnownTerritory


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Those that were named, if any were."""

    asked: KnownTerritory | None = None
    asker: KnownTerritory | None = None

    @property
    def where(self) -> str:
        """As the answer names them."""
        return words.where(self.asked.name if self.asked else None, self.asker.name if self.asker else None)

    def test(self, view: View, treaty: Treaty, held: Between, now: datetime) -> RouteTest | None:
        """Does the treaty apply in each of them? None: none was named."""
        named = [one for one in (self.asked, self.asker) if one]
        found = [_test_of(view, treaty, one, held, now) for one in named]
        return joined(*found) if len(found) > 1 else next(iter(found), None)


def places_of(view: View, *, asker: str, asked: str, in_: str | None, by: str | None) -> Places:
    """The territories that the two names or the two options name.

    Raises UsageError for an unknown territory, for one of another State, and for two of the same side.
    """
    return Places(
        asked=_place(find_named(view, asked), in_, "--in"),
        asker=_place(find_named(view, asker), by, "--by"),
    )


def _place(side: Named, given: str | None, option: str) -> KnownTerritory | None:
    if given is None:
        return side.territory
    state = side.participants.get(side.id).name
    known = territory_named(given)
    own = [one.name for one in territories() if one.participant == side.id]
    if known is None:
        raise UsageError(words.unknown_territory(option, given, state, near_territories(given), own))
    if known.participant != side.id:
        raise UsageError(words.foreign_territory(option, known.name, state, own))
    if side.territory and side.territory != known:
        raise UsageError(words.two_territories(option, known.name, side.territory.name))
    return known


def _test_of(view: View, treaty: Treaty, known: KnownTerritory, held: Between, now: datetime) -> RouteTest:
    day: date = held.as_of
    answer = next(iter(answers_for(view, [treaty.id], now, day)), None)
    if answer is None:
        return territory(known.name, None, in_force=held.in_force_as_known, status_as_of=None)
    parent = parent_of(view, treaty, now=now, day=day)
    side = find_named(view, known.participant)
    part = part_in(answer, side.id, side.participants)
    said = territory_on_record(view, side.participants, part, known, parent)
    stored = [one for name in (treaty.id, said.inherited_from) if name for one in view.statements(name)]
    evidence = {one.evidence for one in stored if one.id in said.statements and one.evidence is not None}
    return territory(
        known.name,
        said,
        in_force=held.in_force_as_known,
        evidence=tuple(sorted(evidence)),
        status_as_of=held.statement_list.status_as_of if held.statement_list else None,
    )

"""Questions about what is known, on any day of the law (`as_of`) and as it had been read by any moment (`known_at`)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, ClassVar

import msgspec

from tracker.answers.flags import with_flags_of_day
from tracker.answers.invited import InvitedLists
from tracker.answers.knowledge import known
from tracker.answers.naming import find_treaty
from tracker.answers.sources import unconfirmed_in_words
from tracker.answers.to_json import UNPRINTED, to_object
from tracker.errors import UsageError
from tracker.law import as_of, current_period, provisional_on, reached, standing_on
from tracker.law.figures import figures_on
from tracker.models import FLAG_LETTERS, Standing, but
from tracker.models.times import day_at
from tracker.participants import place_in_alphabet, table
from tracker.participants.territories import near_territories, territory_named
from tracker.wording.territories import state_of_territory

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from tracker.answers.knowledge import KnownTreaty
    from tracker.answers.to_json import Object
    from tracker.answers.view import View
    from tracker.law.figures import Figures
    from tracker.models import Chart, ConsentKind, Failover, Group, Period, Provenance, Row, Treaty
    from tracker.participants import Participants
    from tracker.participants.territories import KnownTerritory


SEAT = "Europe/Paris"  # whose day it is when an answer spans treaties


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeAge:
    """How old the knowledge of a treaty is, as every answer says it.

    `not_known_after`: the last day that the knowledge covers, where the day asked about is later. `last_good`: the last
    accepted read; None while only the bundled list is known. `provenance`: who gave the page that it rests on; None
    where nothing was read. `last_body`: the last read that was given the whole page, and not the server's word that it
    is not modified; None: not known. `failover`: another source, read while the treaty's first one is down. `source`:
    from which source it was read; JSON has that where an answer names it. `unconfirmed`: what only another
    source shows.
    """

    status_as_of: date | None = None
    not_known_after: date | None = None
    last_good: datetime | None = None
    last_body: datetime | None = None
    provenance: Provenance | None = None
    failover: Failover | None = None
    source: str | None = field(default=None, metadata=UNPRINTED)
    unconfirmed: tuple[str, ...] = field(default=(), metadata=UNPRINTED)


class StandingRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One participant's row of a treaty on a day, with its standing. `flags` None: the source shows none, or no
    chart of that time is known.

    `by_rule_since` and `left_by_rule_on`: days that have come by the treaty's rule, and that no source prints.

    `predecessor`: the former State whose acts they were on the day; `name_then`: its own name of that day, if it was
    another than today's. `marks`: letters of the depositaries' legends, `r` for a signature ad referendum (subject to
    confirmation) and `n` for provisional application. `provisional_on`: since when it applies the treaty provisionally.
    `source`: on which source the row stands.
    """

    treaty: str
    participant: str
    name: str
    standing: Standing
    signed_on: date | None
    consent_on: date | None
    consent_kind: ConsentKind | None
    in_force_on: date | None
    denounced_on: date | None
    left_on: date | None
    suspended_on: date | None
    by_rule_since: date | None
    left_by_rule_on: date | None
    group: Group | None
    flags: tuple[str, ...] | None
    status_as_of: date | None
    predecessor: str | None
    name_then: str | None
    marks: tuple[str, ...]
    provisional_on: date | None
    as_of: date
    not_known_after: date | None
    last_good: datetime | None
    provenance: Provenance
    source: str

    unprinted: ClassVar[frozenset[str]] = frozenset({"source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A treaty on a day: its rows as the law saw them then, and how old the knowledge is."""

    known: KnownTreaty
    day: date
    rows: tuple[Row, ...]
    invited_known: bool

    @property
    def not_known_after(self) -> date | None:
        """The last day the knowledge covers, if the day asked about is later."""
        return covered_until(self.known, self.day)

    @property
    def age(self) -> KnowledgeAge:
        """How old the knowledge is."""
        return age_of(self.known, self.not_known_after)

    @property
    def chart(self) -> Chart:
        """The chart as the law saw it on the day."""
        return replace(self.known.chart, rows=self.rows)

    def row(self, participant: str) -> Row | None:
        """The row of a participant, or None."""
        return next((row for row in self.rows if row.participant == participant), None)


def covered_until(stands: KnownTreaty, day: date) -> date | None:
    """The last day that the knowledge covers, if a day is later."""
    status = stands.status_as_of
    return status if status and day > status else None


def age_of(stands: KnownTreaty, not_known_after: date | None) -> KnowledgeAge:
    """How old the knowledge of a treaty is."""
    return KnowledgeAge(
        status_as_of=stands.status_as_of,
        not_known_after=not_known_after,
        last_good=stands.last_good_at,
        last_body=stands.last_body_at,
        provenance=stands.provenance,
        failover=stands.failover,
        source=stands.feed.source,
        unconfirmed=tuple(unconfirmed_in_words(stands)),
    )


def ages(view: View, treaties: Iterable[str], now: datetime, day: date | None) -> dict[str, KnowledgeAge]:
    """How old the knowledge of each treaty asked for is, by its id, or of all; those of which nothing had been read are
    left out. Raises UsageError."""
    found = [stands for treaty in choose(view, treaties) if (stands := known(view, treaty))]
    return {
        stands.treaty.id: age_of(stands, covered_until(stands, day or day_at(now, stands.treaty.seat)))
        for stands in found
    }


def answer(view: View, treaty: Treaty, *, now: datetime, day: date | None) -> Answer | None:
    """What was known of a treaty on a day; None if nothing had been read of it."""
    asked = day or day_at(now, treaty.seat)
    return view.once(lambda: _answer(view, treaty, asked), "answer", treaty, asked)


def _answer(view: View, treaty: Treaty, day: date) -> Answer | None:
    stands = known(view, treaty)
    if stands is None:
        return None
    invited = InvitedLists(view, stands).on(day)
    return Answer(
        known=stands,
        day=day,
        rows=tuple(with_flags_of_day(view, stands, rows_on(stands.chart, day, invited), day)),
        invited_known=invited is not None,
    )


def rows_on(chart: Chart, day: date, invited: Mapping[str, Row] | None) -> Iterator[Row]:
    """The rows as the law saw them on a day, with the invitations of that day."""
    listed = invited or {}
    for row in chart.rows:
        is_listed = row.participant in listed
        yield as_of(row if row.invited is is_listed else but(row, invited=is_listed), day)
    present = {row.participant for row in chart.rows}
    yield from (as_of(row, day) for name, row in listed.items() if name not in present)


def parties(
    view: View,
    *,
    now: datetime,
    treaties: Iterable[str] = (),
    day: date | None = None,
    standings: Iterable[str] = (),
) -> tuple[list[StandingRow], list[Answer]]:
    """Participants and their standing, with the answers they come from."""
    wanted = set(standings) or {standing for standing in Standing if standing is not Standing.NONE}
    answers = answers_for(view, treaties, now, day)
    return [row for a in answers for row in _standing_rows(a, wanted)], answers


def _standing_rows(a: Answer, wanted: Container[str]) -> Iterator[StandingRow]:
    day, stands, not_known_after = a.day, a.known, a.not_known_after
    treaty, source = stands.treaty.id, stands.feed.source
    for row in sorted(a.rows, key=_by_name):
        standing = standing_on(row, day)
        if standing not in wanted:
            continue
        applied = provisional_on(row, day) if row.extra else None
        ruled = row.former or row.entry_by_rule or row.left_by_rule  # of most rows the source prints every date
        current = current_period(row, day) if ruled else None
        former, name_then = _names_on(row.participant, day, row.name)
        yield StandingRow(
            treaty=treaty,
            participant=row.participant,
            name=row.name,
            standing=standing,
            signed_on=row.signed_on,
            consent_on=row.consent_on,
            consent_kind=row.consent_kind,
            in_force_on=row.in_force_on,
            denounced_on=row.denounced_on,
            left_on=row.left_on,
            suspended_on=row.suspended_on,
            by_rule_since=_since_by_rule(current, day) if current else None,
            left_by_rule_on=_left_by_rule(current, day) if current else None,
            group=row.group,
            flags=flags_of(row),
            status_as_of=stands.status_as_of,
            predecessor=former,
            name_then=name_then,
            marks=_marks(row, applied) if row.extra else (),
            provisional_on=applied,
            as_of=day,
            not_known_after=not_known_after,
            last_good=stands.last_good_at,
            provenance=stands.provenance,
            source=source,
        )


def _by_name(row: Row) -> str:
    return place_in_alphabet(row.name)


@lru_cache(maxsize=1024)  # the same States are in every treaty
def _names_on(participant: str, day: date, printed: str) -> tuple[str | None, str | None]:
    """The name of the former State whose acts they were, and its own of that day if it was another."""
    return predecessor(participant, day), table().name_then(participant, day, printed)


def _marks(row: Row, applied: date | None) -> tuple[str, ...]:
    signed: tuple[str, ...] = ("r",) if row.signed_on and row.ad_referendum else ()
    return (*signed, "n") if applied else signed


def by_rule_since(row: Row, day: date) -> date | None:
    """Since when the treaty is in force for a participant by its rule, if no source prints it."""
    return _since_by_rule(current_period(row, day), day)


def _since_by_rule(current: Period | Row | None, day: date) -> date | None:
    if current is None or reached(current.in_force_on, day) or not reached(current.entry_by_rule, day):
        return None
    return current.entry_by_rule


def left_by_rule_on(row: Row, day: date) -> date | None:
    """Since when a participant is no longer bound by the treaty's rule, if no source prints it."""
    return _left_by_rule(current_period(row, day), day)


def _left_by_rule(current: Period | Row | None, day: date) -> date | None:
    return current.left_by_rule if current and reached(current.left_by_rule, day) else None


def sourced(row: StandingRow) -> Object:
    """A row as `tracker parties` prints it, with its source."""
    return {**to_object(row), "source": row.source}


def flags_of(row: Row) -> tuple[str, ...] | None:
    """The letters of a row in the order of the chart's columns; None where its source shows none."""
    return _in_order(row.flags) if row.flags_known else None


@cache
def _in_order(flags: frozenset[str]) -> tuple[str, ...]:
    return tuple(letter for letter in FLAG_LETTERS if letter in flags)


def predecessor(participant: str, day: date | None) -> str | None:
    """The name of the former State whose act it was, if the participant did not act for itself on that day."""
    former = table().predecessor_on(participant, day) if day else None
    return former.name if former else None


def answers_for(view: View, treaties: Iterable[str], now: datetime, day: date | None) -> list[Answer]:
    """What was known of each treaty asked for, or of all; those of which nothing had been read are left out."""
    chosen = choose(view, treaties)
    found = [answer(view, treaty, now=now, day=day) for treaty in chosen]
    return [a for a in found if a is not None]


def parent_of(view: View, treaty: Treaty, *, now: datetime, day: date | None) -> Answer | None:
    """What was known of a protocol's parent treaty on a day; None if it has none that is followed, or nothing was."""
    followed = view.treaty(treaty.parent) if treaty.parent else None
    return answer(view, followed, now=now, day=day) if followed else None


def unread(view: View, treaties: Iterable[str] = ()) -> list[str]:
    """The ids of the treaties asked for, or of all, of which nothing had been read. Raises UsageError."""
    return [treaty.id for treaty in choose(view, treaties) if known(view, treaty) is None]


def choose(view: View, treaties: Iterable[str]) -> list[Treaty]:
    """The treaties asked for by id, number or name, or all. Raises UsageError naming the nearest known one."""
    followed = view.treaties()
    wanted = {find_treaty(given, followed).id for given in treaties}
    return [treaty for treaty in followed if not wanted or treaty.id in wanted]


def treaty_id(view: View, given: str) -> str:
    """The id of one treaty asked for by id, number or name. Raises UsageError as `choose`."""
    return find_treaty(given, view.treaties()).id


def find_participants(view: View, given: Iterable[str]) -> tuple[str, ...]:
    """Participant ids of what a person typed: any spelling or ISO code, also those the configuration added.

    Raises UsageError for a name that nobody has, and for a territory: its State is another filter.
    """
    return tuple(find_participant(view, text)[1] for text in given)


def find_participant(view: View, given: str) -> tuple[Participants, str]:
    """One participant's id, with the table it was found in. Raises UsageError as `find_participants`."""
    found = find_named(view, given)
    if found.territory:
        raise UsageError(state_of_territory(found.territory.name, found.participants.get(found.id).name, found.id))
    return found.participants, found.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a person typed: a participant, or one of its territories, with the table of participants."""

    participants: Participants
    id: str
    territory: KnownTerritory | None = None

    @property
    def territory_name(self) -> str | None:
        """The name of the territory, if one was typed."""
        return self.territory.name if self.territory else None


def find_named(view: View, given: str) -> Named:
    """The participant with this name or code, or else the territory with its State.

    Raises UsageError naming the nearest.
    """
    participants = table().with_spellings(view.spellings())
    if found := participants.typed(given):
        return Named(participants=participants, id=found)
    if territory := territory_named(given):
        return Named(participants=participants, id=territory.participant, territory=territory)
    if near := near_territories(given):
        raise UsageError(f"no participant or territory {given!r}, nearest known: {', '.join(near)}")
    return Named(participants=participants, id=participants.find(given))


def figures_of(a: Answer) -> Figures:
    """The counts of an answer."""
    chart = replace(a.known.chart, rows=a.rows)
    return figures_on(chart, a.known.treaty, a.day, invited_known=a.invited_known, parent=a.known.parent)


def counts_on(stands: KnownTreaty, lists: InvitedLists, day: date) -> Figures:
    """The counts of a day, by what is known of a treaty."""
    return lists.view.once(lambda: _counts_on(stands, lists, day), "counts", stands.treaty, day)


def _counts_on(stands: KnownTreaty, lists: InvitedLists, day: date) -> Figures:
    invited = lists.on(day)
    chart = replace(stands.chart, rows=tuple(rows_on(stands.chart, day, invited)))
    return figures_on(chart, stands.treaty, day, invited_known=invited is not None, parent=stands.parent)

"""One sentence on whether a treaty is in force between two participants on a day, and why not. Pure. Days are ISO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models import Standing
from tracker.report.words import listed, number_label, the_instrument, with_article

if TYPE_CHECKING:
    from datetime import date

    from tracker.models import Row, Treaty
    from tracker.participation import Relation, Side

#: What an answer about two Parties does not say.
PARTIES_IS_NOT_ALL = (
    "That both are Parties does not settle whether a given request is covered: that depends on its subject, the time, "
    "the territory, reservations and declarations, and domestic law."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyWords:
    """One side as the sentence needs it. `row` as the law saw it on the day; None: it has none."""

    name: str
    side: Side
    row: Row | None
    invited_known: bool


def relation_in_words(
    relation: Relation,
    one: PartyWords,
    other: PartyWords,
    *,
    treaty: Treaty,
    day: date,
    today: date,
    not_known_after: date | None,
) -> str:
    """`Yes: ETS 185 was in force between Brazil and Tonga on 2024-01-01, since 2023-03-01.`"""
    was, had = ("was", "had") if day < today else ("is", "has")
    parties = f"in force between {with_article(one.name)} and {with_article(other.name)} on {day}"
    label = number_label(treaty)
    if relation.in_force:
        said = f"Yes: {label} {was} {parties}, {_since(relation)}{_suspended((one, other))}"
    elif relation.in_force is None:
        said = f"Not known: whether {label} {was} {parties} cannot be told from a source that prints no dates for it"
    else:
        why = [_why(party, had) for party in (one, other) if party.side.bound is False]
        if relation.treaty_in_force is False:
            why = [f"{the_instrument(treaty)} itself {was} not in force", *why]
        said = f"No: {label} {was} not {parties}, because {listed(why)}"
    limit = f" Not known after {not_known_after}: what happened later is not counted." if not_known_after else ""
    return f"{said}.{limit}"


def _since(relation: Relation) -> str:
    return f"since {relation.since}" if relation.since else "since a day that the source does not print"


def _suspended(sides: tuple[PartyWords, ...]) -> str:
    found = [f"for {with_article(s.name)} since {s.side.suspended_on}" for s in sides if s.side.suspended_on]
    return f"; but its operation is suspended {listed(found)}" if found else ""


def _why(party: PartyWords, had: str) -> str:
    """Why a side was not bound."""
    who, row = with_article(party.name), party.row
    match party.side.standing:
        case Standing.INVITED:
            return f"{who} {had} been invited to accede and {had} not acceded"
        case Standing.SIGNATORY:
            return f"{who} {had} signed but not consented"
        case Standing.CONTRACTING:
            when = f"before {row.in_force_on}" if row and row.in_force_on else "yet"
            return f"{who} {had} consented, but it does not enter into force for it {when}"
        case Standing.FORMER:
            when = f" with effect from {row.left_on}" if row and row.left_on else ""
            return f"{who} {had} left{when}"
        case _:
            unless = "" if party.invited_known else " (whether it was invited then is not known)"
            return f"{who} {had} neither signed nor consented{unless}"

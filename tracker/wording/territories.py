"""Whether a treaty applies in a territory of a State, and on what that rests, in one sentence. Pure. Days are ISO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.models import Practice, TerritoryResult
from tracker.wording.statements import no_longer_listed
from tracker.wording.words import capital, listed, number_of, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryFacts:
    """What the sentence about a territory says.

    `accepted_for`: the one part of the State for which it accepted the treaty. `reason`: why nothing is known.
    `inherited_from`: the id of the treaty whose statements apply by `article`. `others`: who else named the territory.
    `not_known_after`: the last day of the knowledge, if the day asked about is later.
    """

    territory: str
    state: str
    treaty: str
    result: TerritoryResult
    practice: Practice | None = None
    since: date | None = None
    from_on: date | None = None
    accepted_for: str | None = None
    reason: str | None = None
    article: str | None = None
    inherited_from: str | None = None
    nothing: str = ""
    others: tuple[str, ...] = ()
    not_known_after: date | None = None


_APPLIES = (TerritoryResult.EXTENDED, TerritoryResult.PART_OF_STATE)


def territory_in_words(facts: TerritoryFacts) -> str:
    """`No: Denmark excluded Greenland (article 38).`"""
    others = "".join(f"; {with_article(other)} has made a statement that names it" for other in facts.others)
    said = f"{_SAID[facts.result](facts)}{others}."
    if facts.not_known_after is None:
        return said
    if facts.result in _APPLIES:
        return f"As known on {facts.not_known_after}, {said[:1].lower()}{said[1:]}"
    return f"{said} Not known after {facts.not_known_after}."


def chart_marks_unread(letters: Iterable[str], name: str, read_on: date | None = None) -> str:
    """`the chart marks T. for New Zealand; its text was not read`; `read_on` is when the list was read, if it was."""
    marks = [f"{letter}." for letter in letters]
    what = f"the chart marks {listed(marks)} for {with_article(name)}"
    if read_on:
        none = "none of that" if len(marks) == 1 else "none of these"
        return f"{what}; the list of statements read on {read_on} has {none}"
    return f"{what}; {'its text was' if len(marks) == 1 else 'their texts were'} not read"


def nothing_on_record(name: str, *, others_named: bool, flags_known: bool, read_on: date | None) -> str:
    """What there is to say where no territorial declaration of a State names a territory, by the list or the chart.

    `others_named`: there are such declarations, and they are about other territories.
    """
    who = with_article(name)
    if others_named:
        return f"what is on record of the territorial declarations of {who} does not name it"
    if read_on:
        return f"the depositary's list, read on {read_on}, has no territorial declaration of {who}"
    if flags_known:
        return f"the chart marks no territorial declaration of {who}"
    return f"no territorial declaration of {who} is on record here, and the depositary's list was not read"


#: Why nothing is known where two statements contradict each other.
SAME_DAY = "statements of the same day say different things of it: read them"


def no_such_territory(ended: date) -> str:
    """Why nothing is known of a territory that has ended."""
    return f"there is no such territory since {ended}"


def extension_withdrawn(ended: date) -> str:
    """Why a treaty no longer applies in a territory."""
    return f"its extension there was withdrawn with effect from {ended}"


def parts_differ(names: Iterable[str]) -> str:
    """Why nothing is known of a territory as a whole, and for which parts to ask."""
    return f"statements treat its parts differently: ask for {', '.join(names)}"


def not_understood(state: str, *, names_it: bool) -> str:
    """That a State said something that may be about a territory, in words that are not understood here."""
    what = "that names it" if names_it else "on territorial application"
    return f"{with_article(state)} has made a statement {what}, whose text is not understood here: read it"


def unnamed_part(state: str) -> str:
    """That a State does not control a part of its territory, and the record does not tell which."""
    return (
        f"{with_article(state)} states that it cannot ensure the application in a part of its territory, which the "
        "record does not name"
    )


def communication_unread(state: str) -> str:
    """That the chart marks a communication whose text was not read."""
    return f"a communication of {with_article(state)} is marked in the chart; its text was not read"


def state_not_bound(treaty: str, *, between: bool) -> str:
    """Why a treaty applies in no territory of a State; `between`: the State is bound, and the other one is not."""
    return f"{treaty} is not in force between the two" if between else f"not a Party to {treaty}"


def state_not_known(treaty: str) -> str:
    """Why nothing is known of a territory where nothing is known of its State."""
    return f"whether {treaty} is in force for the State itself is not known"


def no_day_of_effect(state: str, territory: str) -> str:
    """That a State extended a treaty to a territory on a day that is not known."""
    return f"from when on {with_article(state)} extended it to {with_article(territory)} is not given: read it"


def unlisted_statement(state: str, territory: str, shown_on: date) -> str:
    """What is known of a territory after the statement that decided on it left the list."""
    return f"the statement of {with_article(state)} on {with_article(territory)} {no_longer_listed(str(shown_on))}"


def unknown_territory(name: str, near: Sequence[str]) -> str:
    """That no territory has this name, with those that have nearly the same."""
    what = f"nearest known: {', '.join(near)}" if near else "`tracker parties --territory all` lists those that are"
    return f"no territory {name!r} is known; {what}"


def state_of_territory(territory: str, state: str, participant: str) -> str:
    """Why a territory is no participant to filter by."""
    return (
        f"{territory} is a territory, and what is asked for here are participants: name {with_article(state)} "
        f"({participant}), or ask `tracker state {territory!r}`"
    )


def no_territory(name: str, state: str) -> str:
    """Why a participant is no answer where a territory is asked for."""
    return f"{name!r} is {with_article(state)}, and no territory: `tracker parties --territory all` lists them"


def own_territory(territory: str, state: str) -> str:
    """Why there is no answer between a State and its own territory."""
    return (
        f"{territory} is asked about as a territory of {with_article(state)}, and a treaty is in force between States: "
        f"name another State, or ask `tracker state {territory!r}`"
    )


def _state(facts: TerritoryFacts) -> str:
    return with_article(facts.state)


def _source(facts: TerritoryFacts) -> str:
    if facts.inherited_from and facts.article:
        parent, treaty = number_of(facts.inherited_from), number_of(facts.treaty)
        return f" under {parent}, which holds here too by article {facts.article} of {treaty}"
    return f" (article {facts.article})" if facts.article else ""


def _extended(facts: TerritoryFacts) -> str:
    since = f"; in force there since {facts.since}" if facts.since else ""
    return f"Yes: {_state(facts)} extended it to {with_article(facts.territory)}{_source(facts)}{since}"


def _excluded(facts: TerritoryFacts) -> str:
    if facts.reason:
        return f"No: {facts.reason}{_source(facts)}"
    if facts.accepted_for:
        return f"No: {_state(facts)} accepted it for the {facts.accepted_for}{_source(facts)}{_later(facts)}"
    if facts.from_on:
        there = with_article(facts.territory)
        return f"No: {_state(facts)} extended it to {there} only from {facts.from_on}{_source(facts)}"
    return f"No: {_state(facts)} excluded {with_article(facts.territory)}{_source(facts)}{_later(facts)}"


def _later(facts: TerritoryFacts) -> str:
    return f"; it extended it to {with_article(facts.territory)} from {facts.from_on}" if facts.from_on else ""


def _not_controlled(facts: TerritoryFacts) -> str:
    part = f"{with_article(facts.territory)} is part of {_state(facts)} in the depositary's practice"
    return f"Limited: {part}; {_state(facts)} states that it cannot ensure the application there{_source(facts)}"


def _part_of_state(facts: TerritoryFacts) -> str:
    practice = " in the depositary's practice" if facts.practice is Practice.REGION else ""
    return (
        f"Yes, as part of {_state(facts)}{practice}: nothing on record excludes it (VCLT article 29), and "
        f"{facts.nothing}; not judged further"
    )


def _not_on_record(facts: TerritoryFacts) -> str:
    practice = ", which by its practice extends treaties expressly" if facts.practice else ""
    unjudged = "" if facts.practice else "; whether it applies there with the State is not judged here"
    return f"Not on record: {facts.nothing}{practice}{unjudged}"


def _state_not_bound(facts: TerritoryFacts) -> str:
    return f"No, as {_state(facts)}: {facts.reason}"


def _not_known(facts: TerritoryFacts) -> str:
    practice = ""
    if facts.practice is Practice.REGION:
        practice = f"{with_article(facts.territory)} is part of {_state(facts)} in the depositary's practice; "
    return f"Not known: {capital(practice) if practice else ''}{facts.reason}{_source(facts)}"


_SAID = {
    TerritoryResult.EXTENDED: _extended,
    TerritoryResult.EXCLUDED: _excluded,
    TerritoryResult.NOT_CONTROLLED: _not_controlled,
    TerritoryResult.PART_OF_STATE: _part_of_state,
    TerritoryResult.NOT_ON_RECORD: _not_on_record,
    TerritoryResult.STATE_NOT_BOUND: _state_not_bound,
    TerritoryResult.NOT_KNOWN: _not_known,
}

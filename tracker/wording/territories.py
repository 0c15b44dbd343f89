"""Whether a treaty applies in a territory of a State, and on what that rests, in one sentence. Pure. Days are ISO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language import N_, P_, _, counting, fill
from tracker.models import Practice, TerritoryResult
from tracker.wording.statements import no_longer_listed
from tracker.wording.words import called, listed, number_of, with_article

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

_SENTENCE, _NAMED_BY = N_("{said}."), N_("{said}; {other} has made a statement that names it")
_AS_KNOWN, _NOT_AFTER = N_("As known on {day}, {said}"), N_("{said} Not known after {day}.")


def territory_in_words(facts: TerritoryFacts) -> str:
    """`No: Denmark excluded Greenland (article 38).`"""
    said = _SAID[facts.result](facts)
    for other in facts.others:
        said = fill(_NAMED_BY, said=said, other=with_article(other))
    said = fill(_SENTENCE, said=said)
    if facts.not_known_after is None:
        return said
    if facts.result in _APPLIES:
        within = f"{said[:1].lower()}{said[1:]}"
        return fill(_AS_KNOWN, day=facts.not_known_after, said=within)
    return fill(_NOT_AFTER, said=said, day=facts.not_known_after)


_MARKED_UNREAD = P_(
    "the chart marks {marks} for {who}; its text was not read",
    "the chart marks {marks} for {who}; their texts were not read",
)
_MARKED_NONE = P_(
    "the chart marks {marks} for {who}; the list of statements read on {day} has none of that",
    "the chart marks {marks} for {who}; the list of statements read on {day} has none of these",
)


def chart_marks_unread(letters: Iterable[str], name: str, read_on: date | None = None) -> str:
    """`the chart marks T. for New Zealand; its text was not read`; `read_on` is when the list was read, if it was."""
    marks = [f"{letter}." for letter in letters]
    phrase = _MARKED_NONE if read_on else _MARKED_UNREAD
    return counting(phrase, len(marks), marks=listed(marks), who=with_article(name), day=read_on)


_OTHERS_NAMED = N_("what is on record of the territorial declarations of {who} does not name it")
_NONE_LISTED = N_("the depositary's list, read on {day}, has no territorial declaration of {who}")
_NONE_MARKED = N_("the chart marks no territorial declaration of {who}")
_NONE_ON_RECORD = N_("no territorial declaration of {who} is on record here, and the depositary's list was not read")


def nothing_on_record(name: str, *, others_named: bool, flags_known: bool, read_on: date | None) -> str:
    """What there is to say where no territorial declaration of a State names a territory, by the list or the chart.

    `others_named`: there are such declarations, and they are about other territories.
    """
    phrase = _NONE_LISTED if read_on else _NONE_MARKED if flags_known else _NONE_ON_RECORD
    return fill(_OTHERS_NAMED if others_named else phrase, who=with_article(name), day=read_on)


_SAME_DAY = N_("statements of the same day say different things of it: read them")
_NO_SUCH = N_("there is no such territory since {day}")
_WITHDRAWN = N_("its extension there was withdrawn with effect from {day}")
_PARTS_DIFFER = N_("statements treat its parts differently: ask for {parts}")


def same_day() -> str:
    """Why nothing is known where two statements contradict each other."""
    return _(_SAME_DAY)


def no_such_territory(ended: date) -> str:
    """Why nothing is known of a territory that has ended."""
    return fill(_NO_SUCH, day=ended)


def extension_withdrawn(ended: date) -> str:
    """Why a treaty no longer applies in a territory."""
    return fill(_WITHDRAWN, day=ended)


def parts_differ(names: Iterable[str]) -> str:
    """Why nothing is known of a territory as a whole, and for which parts to ask."""
    return fill(_PARTS_DIFFER, parts=", ".join(map(called, names)))


_NAMES_IT = N_("{state} has made a statement that names it, whose text is not understood here: read it")
_ON_APPLICATION = N_(
    "{state} has made a statement on territorial application, whose text is not understood here: read it"
)
_UNNAMED_PART = N_(
    "{state} states that it cannot ensure the application in a part of its territory, which the record does not name"
)
_COMMUNICATION_UNREAD = N_("a communication of {state} is marked in the chart; its text was not read")


def not_understood(state: str, *, names_it: bool) -> str:
    """That a State said something that may be about a territory, in words that are not understood here."""
    return fill(_NAMES_IT if names_it else _ON_APPLICATION, state=with_article(state))


def unnamed_part(state: str) -> str:
    """That a State does not control a part of its territory, and the record does not tell which."""
    return fill(_UNNAMED_PART, state=with_article(state))


def communication_unread(state: str) -> str:
    """That the chart marks a communication whose text was not read."""
    return fill(_COMMUNICATION_UNREAD, state=with_article(state))


_NOT_BETWEEN, _NO_PARTY = N_("{treaty} is not in force between the two"), N_("not a Party to {treaty}")
_NOT_KNOWN_OF_STATE = N_("whether {treaty} is in force for the State itself is not known")


def state_not_bound(treaty: str, *, between: bool) -> str:
    """Why a treaty applies in no territory of a State; `between`: the State is bound, and the other one is not."""
    return fill(_NOT_BETWEEN if between else _NO_PARTY, treaty=treaty)


def state_not_known(treaty: str) -> str:
    """Why nothing is known of a territory where nothing is known of its State."""
    return fill(_NOT_KNOWN_OF_STATE, treaty=treaty)


_NO_DAY = N_("from when on {state} extended it to {territory} is not given: read it")
_UNLISTED = N_("the statement of {state} on {territory} {unlisted}")


def no_day_of_effect(state: str, territory: str) -> str:
    """That a State extended a treaty to a territory on a day that is not known."""
    return fill(_NO_DAY, state=with_article(state), territory=with_article(territory))


def unlisted_statement(state: str, territory: str, shown_on: date) -> str:
    """What is known of a territory after the statement that decided on it left the list."""
    unlisted = no_longer_listed(str(shown_on))
    return fill(_UNLISTED, state=with_article(state), territory=with_article(territory), unlisted=unlisted)


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


_ARTICLE = N_(" (article {article})")
_INHERITED = N_(" under {parent}, which holds here too by article {article} of {treaty}")


def _source(facts: TerritoryFacts) -> str:
    if facts.inherited_from and facts.article:
        parent, treaty = number_of(facts.inherited_from), number_of(facts.treaty)
        return fill(_INHERITED, parent=parent, article=facts.article, treaty=treaty)
    return fill(_ARTICLE, article=facts.article) if facts.article else ""


def _filled(phrase: str, facts: TerritoryFacts) -> str:
    """A phrase about a territory of a State."""
    return fill(
        phrase,
        state=with_article(facts.state),
        territory=with_article(facts.territory),
        source=_source(facts),
        reason=facts.reason,
        day=facts.from_on,
        part=_(facts.accepted_for) if facts.accepted_for else None,
        nothing=facts.nothing,
    )


_EXTENDED, _SINCE = N_("Yes: {state} extended it to {territory}{source}"), N_("{said}; in force there since {day}")


def _extended(facts: TerritoryFacts) -> str:
    said = _filled(_EXTENDED, facts)
    return fill(_SINCE, said=said, day=facts.since) if facts.since else said


_NO_LONGER = N_("No: {reason}{source}")
_ACCEPTED_FOR = N_("No: {state} accepted it for the {part}{source}")
_ACCEPTED_FOR_UNTIL = N_("No: {state} accepted it for the {part}{source}; it extended it to {territory} from {day}")
_ONLY_FROM = N_("No: {state} extended it to {territory} only from {day}{source}")
_EXCLUDED = N_("No: {state} excluded {territory}{source}")
#: The parts of States for which treaties are accepted (tracker/data/territories.tsv).
_PARTS = (
    N_("Kingdom in Europe"),
    N_("European part of the Kingdom"),
    N_("European part of the Netherlands"),
)


def _excluded(facts: TerritoryFacts) -> str:
    if facts.reason:
        return _filled(_NO_LONGER, facts)
    if facts.accepted_for:
        return _filled(_ACCEPTED_FOR_UNTIL if facts.from_on else _ACCEPTED_FOR, facts)
    return _filled(_ONLY_FROM if facts.from_on else _EXCLUDED, facts)


_NOT_CONTROLLED = N_(
    "Limited: {territory} is part of {state} in the depositary's practice; {state} states that it cannot ensure the"
    " application there{source}"
)
_PART_OF_STATE = N_(
    "Yes, as part of {state}: nothing on record excludes it (VCLT article 29), and {nothing}; not judged further"
)
_PART_BY_PRACTICE = N_(
    "Yes, as part of {state} in the depositary's practice: nothing on record excludes it (VCLT article 29), and"
    " {nothing}; not judged further"
)
_BY_PRACTICE = N_("Not on record: {nothing}, which by its practice extends treaties expressly")
_UNJUDGED = N_("Not on record: {nothing}; whether it applies there with the State is not judged here")
_NOT_BOUND = N_("No, as {state}: {reason}")
_NOT_KNOWN = N_("Not known: {reason}{source}")
_NOT_KNOWN_IN_REGION = N_("Not known: {territory} is part of {state} in the depositary's practice; {reason}{source}")


def _not_controlled(facts: TerritoryFacts) -> str:
    return _filled(_NOT_CONTROLLED, facts)


def _part_of_state(facts: TerritoryFacts) -> str:
    return _filled(_PART_BY_PRACTICE if facts.practice is Practice.REGION else _PART_OF_STATE, facts)


def _not_on_record(facts: TerritoryFacts) -> str:
    return _filled(_BY_PRACTICE if facts.practice else _UNJUDGED, facts)


def _state_not_bound(facts: TerritoryFacts) -> str:
    return _filled(_NOT_BOUND, facts)


def _not_known(facts: TerritoryFacts) -> str:
    return _filled(_NOT_KNOWN_IN_REGION if facts.practice is Practice.REGION else _NOT_KNOWN, facts)


_SAID = {
    TerritoryResult.EXTENDED: _extended,
    TerritoryResult.EXCLUDED: _excluded,
    TerritoryResult.NOT_CONTROLLED: _not_controlled,
    TerritoryResult.PART_OF_STATE: _part_of_state,
    TerritoryResult.NOT_ON_RECORD: _not_on_record,
    TerritoryResult.STATE_NOT_BOUND: _state_not_bound,
    TerritoryResult.NOT_KNOWN: _not_known,
}

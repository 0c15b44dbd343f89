"""The subject of a message, which is its first line too: "8 States signed the Second Additional Protocol". Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.diff.folding import CONSENTS, folded
from tracker.language import N_, P_, _, counting, fill
from tracker.models import ChangeKind, Field, Nature
from tracker.participants import table
from tracker.wording.sentences.headlines import AND_OTHERS_SIGNED, Topic, topic_of, weight
from tracker.wording.words import (
    alphabetical,
    capital,
    cardinal,
    day_in_words,
    how_many,
    is_plural,
    listed,
    number_of_things,
    one_line,
    ordinal,
    period_in_words,
    the_instrument,
    the_treaty,
    with_article,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from tracker.law.place import Place
    from tracker.models import Change, Treaty
    from tracker.wording.grammar import Noun

_NAMED = 2  # participants of a headline; more are counted
_LONGEST = 140  # characters of a change's own sentence as a headline

#: What one change of these fields says is told by its own sentence, if that is short.
_BY_ITSELF = frozenset({Field.STATEMENT})
_AND_MORE = P_("{said} (and {count} more change)", "{said} (and {count} more changes)")
_ALSO = N_("{said}; {also}")


@dataclass(frozen=True, slots=True)
class _Group:
    """Changes of one read that one sentence tells."""

    topic: Topic
    changes: tuple[Change, ...]


def subject_of(changes: Sequence[Change], treaty: Treaty, places: Mapping[str, Place] | None = None) -> str:
    """The sentence that says what one read of a treaty found.

    `places`: of each participant whose consent it found, while the treaty is not in force. The sentence then says how
    far it is from force.
    """
    groups = _groups(changes)
    if not groups:
        return capital(the_treaty(treaty))
    first, *others = groups
    if first.topic.name == ChangeKind.TREATY_ENTERED_INTO_FORCE:  # with those for whom it did
        parties = tuple(c for c in changes if _is_event(c, ChangeKind.ENTERED_INTO_FORCE))
        if parties:
            first = _Group(topic_of(parties[0], signed_too=False), parties)
    signed = next((group for group in others if group.topic.name == ChangeKind.SIGNED), None)
    joint = AND_OTHERS_SIGNED.get(first.topic.name)
    if joint and signed:
        others.remove(signed)
        said = capital(fill(joint, who=_who(first), others=_who(signed), treaty=the_treaty(treaty)))
    else:
        said = _sentence(first, treaty)
        signed = None
    own = [place for key, place in (places or {}).items() if any(c.participant == key for c in first.changes)]
    said = _with_effect(said, first, changes, treaty, own, beside_others=signed is not None)
    if len(others) == 1 and others[0].topic.name != first.topic.name:
        return one_line(fill(_ALSO, said=said, also=_inside(_sentence(others[0], treaty))))
    more = sum(len(group.changes) for group in others)
    return one_line(counting(_AND_MORE, more, said=said) if more else said)


#: With which a sentence may begin, in any language; a name does not.
_ARTICLES = ("The ", "Le ", "La ", "Les ", "L’")


def _inside(sentence: str) -> str:
    """The sentence after another: `the chart …`, but `Albania …`."""
    return sentence[:1].lower() + sentence[1:] if sentence.startswith(_ARTICLES) else sentence


# ---- what is told together -----------------------------------------------------------------------


def _groups(changes: Sequence[Change]) -> list[_Group]:
    """The changes by what they are told as, the greatest news first."""
    told = [one.change for one in folded(changes)]
    kinds = {change.kind for change in told if change.nature is Nature.EVENT}
    signed = {change.participant for change in told if _is_event(change, ChangeKind.SIGNED)}
    consented = {change.participant for change in told if change.kind in CONSENTS and change.nature is Nature.EVENT}
    topics: dict[str, Topic] = {}
    members: dict[str, list[Change]] = {}
    for change in told:
        if _told_by_another(change, kinds, consented):
            continue
        topic = topic_of(change, signed_too=change.participant in signed)
        topics.setdefault(topic.name, topic)
        members.setdefault(topic.name, []).append(change)
    both = {change.participant for name, own in members.items() if name.startswith("signed+") for change in own}
    if ChangeKind.SIGNED in members:
        members[ChangeKind.SIGNED] = [c for c in members[ChangeKind.SIGNED] if c.participant not in both]
    found = [_Group(topics[name], tuple(own)) for name, own in members.items() if own]
    return sorted(found, key=lambda group: weight(group.topic.name))


def _is_event(change: Change, kind: ChangeKind) -> bool:
    return change.kind is kind and change.nature is Nature.EVENT


def _told_by_another(change: Change, kinds: set[ChangeKind], consented: set[str | None]) -> bool:
    """True for an effect that the sentence on its cause tells."""
    if change.nature is not Nature.EVENT:
        return False
    itself = kinds & {ChangeKind.TREATY_ENTERED_INTO_FORCE, ChangeKind.TREATY_ENTRY_INTO_FORCE_SET}
    if change.kind in (ChangeKind.ENTERED_INTO_FORCE, ChangeKind.ENTRY_INTO_FORCE_SET):
        return bool(itself) or change.participant in consented
    return change.kind in itself and bool(consented)


# ---- who -----------------------------------------------------------------------------------------

_STATES = P_("{count} State", "{count} States")
_STATES_AND = N_("{states} and {others}")
_PARTICIPANTS = P_("{count} participant", "{count} participants")


def _actors(group: _Group) -> dict[str, str | None]:
    """Who acted, by name: an act of a State that split is shown in the rows of its successors."""
    return {one_line(change.name or change.participant or ""): change.participant for change in group.changes}


def _who(group: _Group) -> Noun:
    """Who acted: `Ireland`, `Hungary and Ireland`, `8 States`, `7 States and the European Union`."""
    named = _actors(group)
    if len(named) <= _NAMED:
        return listed(map(with_article, alphabetical(named)))
    others = [name for name, key in named.items() if name.endswith("*") or _is_organisation(key)]
    states = len(named) - len(others)
    if not others:
        return number_of_things(_STATES, states)
    if states > 1 and len(others) <= _NAMED:
        beside = listed(map(with_article, others))
        return number_of_things(_STATES, states).with_other(_(_STATES_AND), beside)
    return number_of_things(_PARTICIPANTS, len(named))


def _is_organisation(participant: str | None) -> bool:
    return participant is not None and table().get(participant).organisation


# ---- a sentence ----------------------------------------------------------------------------------

_A_STATEMENT, _STATEMENTS = N_("a statement"), P_("{count} statement", "{count} statements")


def _sentence(group: _Group, treaty: Treaty) -> str:
    own = group.changes
    alone = one_line(own[0].summary).removesuffix(".") if len(own) == 1 and own[0].field in _BY_ITSELF else ""
    if alone and len(alone) <= _LONGEST:
        return alone
    actors = _actors(group)
    many = len(actors) > 1 or any(map(is_plural, actors))
    template = group.topic.forms.many if many else group.topic.forms.one
    what = _(_A_STATEMENT) if len(own) == 1 else counting(_STATEMENTS, len(own))
    return capital(fill(template, who=_who(group), what=what, treaty=the_treaty(treaty)))


# ---- how far from force, and from when -----------------------------------------------------------

_PLACE = N_("{said}: the {place} of {needed}")
_PLACE_BEYOND = N_("{said}: the {place} consent")
_PLACES = N_("{said}: the {first} to {last} of {needed}")
_PLACES_BEYOND = N_("{said}: the {first} to {last} consents, with {needed} needed")
_AMONG_THEM = N_("{said}: among them the {place} of {needed}")
_FROM = N_("{said}; in force on {day}")
_BY_RULE = N_("{said}; in force on {day} by its own terms")
#: Of a later consent, which has a day of its own: the one here is the treaty's.
_ITSELF_FROM = N_("{said}; {short} itself in force on {day}")
_ITSELF_BY_RULE = N_("{said}; {short} itself in force on {day} by its own terms")
_SINCE = N_("{said}; in force since {day}")
_FOR_ONE = N_("{said}: in force for it on {day}")
_FOR_ONE_SINCE = N_("{said}: in force for it since {day}")
#: Where the sentence names others too.
_FOR_NAMED = N_("{said}: in force for {who} on {day}")
_FOR_NAMED_SINCE = N_("{said}: in force for {who} since {day}")
_ENDS = N_("{said}: in effect on {day}")
_ITS_DAY = N_("{said}: {day}")
_ON = N_("{said} on {day}")
_ENDED_OR_BEGAN = (
    ChangeKind.TREATY_ENTERED_INTO_FORCE,
    ChangeKind.ENTERED_INTO_FORCE,
    ChangeKind.DENUNCIATION_EFFECTIVE,
)


def _with_effect(
    said: str,
    first: _Group,
    changes: Sequence[Change],
    treaty: Treaty,
    places: Sequence[Place],
    *,
    beside_others: bool,
) -> str:
    """The sentence with the place of a consent and with the day of its effect, as far as they are known.

    `beside_others`: it also says what others did.
    """
    kind = first.changes[0].kind
    if first.changes[0].nature is not Nature.EVENT:
        return said
    if kind in CONSENTS:
        placed = _of_consents(said, changes, treaty, places)
        return placed if placed != said else _for_one(said, first, changes, named=beside_others)
    if kind is ChangeKind.DENOUNCED and (ends := _one_day(change.left_on for change in first.changes)):
        return fill(_ENDS, said=said, day=day_in_words(ends))
    day = _one_day(change.effective_on for change in first.changes)
    if day and kind in _ENDED_OR_BEGAN:
        return fill(_ON, said=said, day=day_in_words(day))
    if day and kind in (ChangeKind.TREATY_ENTRY_INTO_FORCE_SET, ChangeKind.ENTRY_INTO_FORCE_SET):
        return fill(_ITS_DAY, said=said, day=day_in_words(day))
    return said


def _of_consents(said: str, changes: Sequence[Change], treaty: Treaty, places: Sequence[Place]) -> str:
    placed = _placed(said, treaty, places)
    entered = _day_of(changes, ChangeKind.TREATY_ENTERED_INTO_FORCE)
    if entered:
        return fill(_SINCE, said=placed, day=day_in_words(entered))
    later = _all_later(treaty, places)
    short = the_instrument(treaty)
    if printed := _day_of(changes, ChangeKind.TREATY_ENTRY_INTO_FORCE_SET):
        return fill(_ITSELF_FROM if later else _FROM, said=placed, day=day_in_words(printed), short=short)
    if expected := _one_day(place.expected_on for place in places):
        return fill(_ITSELF_BY_RULE if later else _BY_RULE, said=placed, day=day_in_words(expected), short=short)
    return placed


def _for_one(said: str, first: _Group, changes: Sequence[Change], *, named: bool) -> str:
    """When the treaty enters into force for the one that consented; of several none is told."""
    if len(first.changes) > 1:
        return said
    own = [change for change in changes if change.participant == first.changes[0].participant]
    if since := _day_of(own, ChangeKind.ENTERED_INTO_FORCE):
        template, day = (_FOR_NAMED_SINCE if named else _FOR_ONE_SINCE), since
    elif ahead := _day_of(own, ChangeKind.ENTRY_INTO_FORCE_SET):
        template, day = (_FOR_NAMED if named else _FOR_ONE), ahead
    else:
        return said
    return fill(template, said=said, who=_who(first), day=day_in_words(day))


def _all_later(treaty: Treaty, places: Sequence[Place]) -> bool:
    """True if no consent is among those that bring the treaty into force."""
    needed = treaty.threshold.needed if treaty.threshold else 0
    return bool(places) and all(place.first > needed for place in places)


def _placed(said: str, treaty: Treaty, places: Sequence[Place]) -> str:
    """`: the fifth of five`, `: the third to fifth of five`, `: the sixth consent`."""
    if treaty.threshold is None or not places:
        return said
    needed = treaty.threshold.needed
    held = sorted({number for place in places for number in range(place.first, place.last + 1)})
    first, last = held[0], held[-1]
    words = {"said": said, "first": ordinal(first), "last": ordinal(last), "needed": cardinal(needed)}
    if first == last:
        return fill(_PLACE if first <= needed else _PLACE_BEYOND, place=ordinal(first), **words)
    if len(held) == last - first + 1:
        return fill(_PLACES if last <= needed else _PLACES_BEYOND, **words)
    return fill(_AMONG_THEM, place=ordinal(needed), **words) if needed in held else said


def _day_of(changes: Iterable[Change], kind: ChangeKind) -> date | None:
    return _one_day(change.effective_on for change in changes if _is_event(change, kind))


def _one_day(days: Iterable[date | None]) -> date | None:
    """The day, if all have the same."""
    found = set(days)
    return found.pop() if len(found) == 1 else None


# ---- digests -------------------------------------------------------------------------------------

ALL_WERE_READ = N_("All sources could be read")
_ALL_READ = N_("{digest}, {days}: {changes}; all sources read")
_NOT_ALL_READ = N_("{digest}, {days}: {changes}; not all sources read")
_CHANGES, _NO_CHANGE = P_("{count} change", "{count} changes"), N_("no change")
_DIGESTS = {"daily": N_("Daily digest"), "weekly": N_("Weekly digest"), "monthly": N_("Monthly overview")}


def of_digest(cadence: str, days: tuple[date, date], changes: int, *, all_read: bool) -> str:
    """The subject of a digest: `Weekly digest, 8 to 15 June 2026: 2 changes; all sources read`. `days`: from, to."""
    return fill(
        _ALL_READ if all_read else _NOT_ALL_READ,
        digest=_(_DIGESTS[cadence]),
        days=period_in_words(*days),
        changes=how_many(changes, _CHANGES, _NO_CHANGE),
    )


_NUMBERED = P_("change no. {numbers}", "changes no. {numbers}")


def change_numbers(numbers: Sequence[int]) -> str:
    """The changes by number: `change no. 7`, `changes no. 7, 9`."""
    return counting(_NUMBERED, len(numbers), numbers=", ".join(map(str, numbers)))

"""The tests of `tracker route`. Each is a function of values and looks at one thing; the worst of them is the answer.

No test reads more out of a statement than its slots (`tracker.statements.slots`). A statement that nobody has read, and
that may bear on the article, never leaves the way simply open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.answers.route.model import RouteTest, Way, worst
from tracker.language import _
from tracker.models import StatementKind, TerritoryResult
from tracker.statements import article_numbers
from tracker.statements.slots import articles_named, sets_conditions
from tracker.wording import route as words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.answers.between import Between
    from tracker.answers.route.model import Listing, Record, Stated
    from tracker.answers.territories import TerritoryAnswer
    from tracker.law.articles import ArticleRule, DataClass


def bound(held: Between, *, recent: bool) -> RouteTest:
    """Is the treaty in force between the two on the day, and its parent where it asks for that?

    `recent`: the chart was read on the day or shortly before it, so that what it shows may be relied on.
    """
    known = way_between(held.in_force_as_known, suspended=bool(held.suspended))
    return RouteTest(
        test="bound",
        result=known if recent else Way.NOT_KNOWN,
        words=held.answer if recent else f"{held.answer} {_(words.NOT_RECENT)}",
        evidence=held.evidence,
        status_as_of=held.status_as_of,
    )


def way_between(in_force: bool | None, *, suspended: bool) -> Way:
    """What a treaty in force between two opens: nothing while its operation is suspended (VCLT art. 72)."""
    if in_force is None:
        return Way.NOT_KNOWN
    return Way.OPEN if in_force and not suspended else Way.CLOSED


def article(rule: ArticleRule, place: str, data: DataClass | None) -> RouteTest:
    """Is the article for this kind of data? What it leaves to the asked Party anyway is a condition."""
    if data and rule.data and data not in rule.data:
        return RouteTest(test="article", result=Way.CLOSED, words=words.other_data(rule, data), rule=place)
    if rule.always:
        return RouteTest(test="article", result=Way.ON_CONDITIONS, words=words.by_itself(rule.always), rule=place)
    return RouteTest(test="article", result=Way.OPEN, words=words.fits(rule, data), rule=place)


def excluded(record: Record, rule: ArticleRule, data: DataClass | None, listed: Listing) -> RouteTest | None:
    """Has the asked Party excluded the article, or a part of it? None: nobody may."""
    return _excluded("excluded_by_asked", record, rule, data, listed)


def excluded_by_asker(record: Record, rule: ArticleRule, data: DataClass | None, listed: Listing) -> RouteTest | None:
    """Has the asking Party excluded it? It may not claim what it refuses (VCLT art. 21(1)(b))."""
    return _excluded("excluded_by_asker", record, rule, data, listed) if rule.reciprocal else None


def _excluded(
    test: str, record: Record, rule: ArticleRule, data: DataClass | None, listed: Listing
) -> RouteTest | None:
    if not rule.reserved:
        return None
    whole = [slot for slot in rule.reserved if slot in rule.excluded or (data and data in rule.closes.get(slot, ()))]
    for slots, result in ((whole, Way.CLOSED), (rule.reserved, Way.ON_CONDITIONS)):
        found = record.filling(slots)
        if found:
            return _filled(test, result, record, found, slots, listed)
    return _none_listed(test, record, rule.reserved, listed)


def _filled(
    test: str, result: Way, record: Record, found: tuple[Stated, ...], slots: Iterable[str], listed: Listing
) -> RouteTest:
    """By reservations on record; one that left the list excludes nothing for certain, and opens nothing either."""
    if result is Way.CLOSED and not any(record.listed(one) for one in found):
        result = Way.NOT_KNOWN
    filled = [slot for slot in slots if any(slot in one.slots for one in found)]
    text = words.excluded(test, record.name, filled, result, _texts(record, found))
    return _of(test, result, text, found, filled, listed)


def _none_listed(test: str, record: Record, slots: tuple[str, ...], listed: Listing) -> RouteTest:
    """Nothing is on record under these slots; a list that was never read tells nothing by that."""
    return RouteTest(
        test=test,
        result=Way.OPEN if listed.named else Way.NOT_KNOWN,
        words=words.none_listed(record.name, slots, listed.named),
        rule=words.places(slots),
        status_as_of=listed.status_as_of,
    )


def conditions(record: Record, rule: ArticleRule, listed: Listing) -> RouteTest | None:
    """Which conditions has the asked Party set?"""
    if not rule.conditions:
        return None
    found = record.filling(rule.conditions)
    if not found:
        return _none_listed("conditions", record, rule.conditions, listed)
    filled = [slot for slot in rule.conditions if any(slot in one.slots for one in found)]
    text = words.conditions(record.name, filled, _texts(record, found))
    return _of("conditions", Way.ON_CONDITIONS, text, found, filled, listed)


def authorities(asker: Record, asked: Record, rule: ArticleRule, listed: Listing) -> RouteTest | None:
    """Has each side named an authority, where the article needs one?"""
    if not (rule.authorities or rule.parent_authorities):
        return None
    return joined(authority(asker, rule, listed), authority(asked, rule, listed))


def authority(record: Record, rule: ArticleRule, listed: Listing) -> RouteTest:
    """Has one side? One that only secondary sources name, or a list of the past, is to be confirmed."""
    found = _authorities_of(record, rule)
    named = any(not one.secondary and record.listed(one) for one in found)
    if found:
        text = words.authority_named(record.name, _texts(record, found), certain=named)
    else:
        text = words.no_authority(record.name, listed.named)
    slots = (*rule.authorities, *rule.parent_authorities)
    return _of("authorities", Way.OPEN if named else Way.ON_CONDITIONS, text, found, slots, listed)


def _authorities_of(record: Record, rule: ArticleRule) -> tuple[Stated, ...]:
    wanted = frozenset(rule.parent_authorities)
    return (*record.filling(rule.authorities), *(one for one in record.parent if one.slots & wanted))


#: What the record of a territory opens.
_THERE = {
    TerritoryResult.EXTENDED: Way.OPEN,
    TerritoryResult.PART_OF_STATE: Way.OPEN,
    TerritoryResult.EXCLUDED: Way.CLOSED,
}


def territory(
    name: str,
    said: TerritoryAnswer | None,
    *,
    in_force: bool | None,
    evidence: tuple[int, ...] = (),
    status_as_of: date | None = None,
) -> RouteTest:
    """Does the treaty apply in a territory? A treaty that is not in force between the two applies nowhere.

    `said`: what the record has of the territory; None: nothing was read of the treaty.
    """
    if in_force is False:
        return RouteTest(test="territory", result=None, words=words.no_matter_where(name))
    if said is None:
        return RouteTest(test="territory", result=Way.NOT_KNOWN, words=words.territory(name, None))
    return RouteTest(
        test="territory",
        result=_THERE.get(said.result, Way.NOT_KNOWN),
        words=words.territory(name, said.words),
        rule=said.rule,
        statements=said.statements,
        evidence=evidence,
        status_as_of=status_as_of,
    )


def other_treaty(rule: ArticleRule, others: Iterable[Between], place: str) -> RouteTest | None:
    """Does another treaty on mutual assistance take the article's place? It never opens the way."""
    if rule.agreement is None:
        return None
    found = [held for held in others if held.in_force]
    if found:
        text = words.other_treaty([(held.treaty, held.since) for held in found], place)
        evidence = tuple(sorted({key for held in found for key in held.evidence}))
        return RouteTest(
            test="other_treaty", result=Way.ON_CONDITIONS, words=text, rule=rule.agreement, evidence=evidence
        )
    return RouteTest(test="other_treaty", result=None, words=words.other_treaty_not_known(place), rule=rule.agreement)


def unread(asker: Record, asked: Record, article: str, listed: Listing, *, known: bool) -> RouteTest:
    """Is the list of statements read, recent, and nothing in it unread that may bear on the article?"""
    both = joined(unread_of(asker, article, listed), unread_of(asked, article, listed))
    if known:
        return both
    late = words.list_not_known(listed.named)
    return replace(both, result=Way.NOT_KNOWN, words=late if both.result is Way.OPEN else f"{late} {both.words}")


def unread_of(record: Record, article: str, listed: Listing) -> RouteTest:
    """Is there anything of one side?"""
    found = tuple(one for one in record.stated if _may_bear_on(one, article))
    if found:
        return _of("unread", Way.ON_CONDITIONS, words.unread(record.name, _texts(record, found)), found, (), listed)
    return RouteTest(
        test="unread",
        result=Way.OPEN,
        words=words.all_read(record.name, listed.named),
        status_as_of=listed.status_as_of,
    )


def joined(one: RouteTest, other: RouteTest) -> RouteTest:
    """The same test of both sides as one: the worse result, and the words of both."""
    return replace(
        one,
        result=worst((one.result, other.result)) if one.result or other.result else None,
        words=f"{one.words} {other.words}",
        statements=tuple(sorted({*one.statements, *other.statements})),
        evidence=tuple(sorted({*one.evidence, *other.evidence})),
    )


def _may_bear_on(one: Stated, article: str) -> bool:
    """A statement of which no slot was read, unless it speaks of other articles alone, or of territories."""
    statement = one.statement
    if one.slots and not (statement.kind is StatementKind.AUTHORITY and sets_conditions(statement.shown)):
        return False
    if statement.territories:
        return False
    numbers = {*article_numbers(statement.article), *articles_named(statement.shown)}
    return not numbers or article in numbers


def _texts(record: Record, found: Iterable[Stated]) -> str:
    return words.texts(
        (
            one.id,
            one.statement.text,
            one.statement.summary,
            None if record.listed(one) else one.statement.last_shown_on,
        )
        for one in found
    )


def _of(test: str, result: Way, text: str, found: Iterable[Stated], slots: Iterable[str], listed: Listing) -> RouteTest:
    held = tuple(found)
    return RouteTest(
        test=test,
        result=result,
        words=text,
        rule=words.places(slots) or None,
        statements=tuple(sorted({one.id for one in held})),
        evidence=tuple(sorted({one.statement.evidence for one in held if one.statement.evidence is not None})),
        status_as_of=listed.status_as_of,
    )

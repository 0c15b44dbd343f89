"""`tracker route`: may one participant turn to another under an article?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.answers.between import between
from tracker.answers.route import checks
from tracker.answers.route.model import Listing, Record, Route, Stated, Way, worst
from tracker.answers.route.places import places_of
from tracker.answers.standing import choose
from tracker.errors import UsageError, nearest
from tracker.language import _, said
from tracker.law.articles import assists, notes_of, rules_of, slots_of
from tracker.models import OnRecordFrom
from tracker.models.times import day_at
from tracker.statements.slots import digest_of, slots_on_record, slots_read
from tracker.wording import route as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from tracker.answers.between import Between, BetweenSide
    from tracker.answers.route.model import RouteTest
    from tracker.answers.route.places import Places
    from tracker.answers.statements import StatementAnswer
    from tracker.answers.view import View
    from tracker.law.articles import ArticleRule, DataClass
    from tracker.models import Treaty

#: A chart or list that was last read longer than this before the day of the request says nothing of that day.
RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question. `day` is that of the request, not of the offence; None: today.

    `in_`: a territory of the asked, where its provider is; `by`: one of the asker, whose authority asks.
    """

    asker: str
    asked: str
    article: str | None = None
    treaties: tuple[str, ...] = ()
    data: DataClass | None = None
    day: date | None = None
    in_: str | None = None
    by: str | None = None


def route(view: View, question: Asked, *, now: datetime) -> list[Route]:
    """One answer for each article asked for, or for all that the rule table knows.

    Raises UsageError for an unknown treaty, name, article or territory, for the same participant twice, and for a
    territory of another State.
    """
    places = places_of(view, asker=question.asker, asked=question.asked, in_=question.in_, by=question.by)
    treaties = _treaties(view, question)
    articles = _articles(treaties, question.article)
    held = {one.treaty: one for one in _between(view, question, [treaty.id for treaty in treaties], now)}
    others = tuple(_between(view, question, _assistance(view), now))
    found = []
    for treaty in treaties:
        pair = _Pair.of(view, treaty, held[treaty.id], others, question.data, places, now)
        found += [pair.answer(article) for article in articles if article in rules_of(treaty.id)]
    return found


def _between(view: View, question: Asked, treaties: Sequence[str], now: datetime) -> list[Between]:
    if not treaties:
        return []
    return between(view, question.asker, question.asked, now=now, treaties=treaties, day=question.day)


def _treaties(view: View, question: Asked) -> list[Treaty]:
    """The treaties asked for of which the table has lines."""
    chosen = [treaty for treaty in choose(view, question.treaties) if rules_of(treaty.id)]
    if not chosen:
        known = ", ".join(treaty.id for treaty in choose(view, []) if rules_of(treaty.id)) or "none of those followed"
        raise UsageError(f"no article of {', '.join(question.treaties)} is in the rule table (known: {known})")
    return chosen


def _articles(treaties: Iterable[Treaty], asked: str | None) -> tuple[str, ...]:
    known = [article for treaty in treaties for article in rules_of(treaty.id)]
    if asked is None:
        return tuple(dict.fromkeys(known))
    wanted = asked.strip().casefold().removeprefix("article").removeprefix("art.").strip()
    if wanted not in known:
        raise UsageError(f"no article {asked!r} in the rule table{nearest(wanted, known)}")
    return (wanted,)


def _assistance(view: View) -> list[str]:
    """Those treaties on mutual assistance that are followed."""
    return [treaty.id for treaty in view.treaties() if assists(treaty.id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Asker and asked under one treaty, on the day."""

    view: View
    treaty: Treaty
    held: Between
    others: tuple[Between, ...]
    data: DataClass | None
    places: Places
    territory: RouteTest | None
    asker: Record
    asked: Record
    chart_recent: bool
    list_known: bool

    @classmethod
    def of(
        cls,
        view: View,
        treaty: Treaty,
        held: Between,
        others: tuple[Between, ...],
        data: DataClass | None,
        places: Places,
        now: datetime,
    ) -> _Pair:
        """With what each side stated."""
        today = day_at(now, treaty.seat)
        listed = held.statement_list
        read_on = listed.status_as_of if listed and listed.known else None
        parent = _parent_statements(view, treaty, held, now)
        return cls(
            view=view,
            treaty=treaty,
            held=held,
            others=others,
            data=data,
            places=places,
            territory=places.test(view, treaty, held, now),
            asker=_record(view, treaty, held, held.a, parent),
            asked=_record(view, treaty, held, held.b, parent),
            chart_recent=covers(held.status_as_of, held.as_of, today),
            list_known=covers(read_on, held.as_of, today),
        )

    def answer(self, article: str) -> Route:
        """The answer for one article."""
        rule = rules_of(self.treaty.id)[article]
        tests = tuple(self._tests(article, rule))
        result = worst(test.result for test in tests)
        return Route(
            treaty=self.treaty.id,
            article=article,
            title=_(rule.title),
            way=_(rule.way),
            asker=self.asker.participant,
            asker_name=self.asker.name,
            asked=self.asked.participant,
            asked_name=self.asked.name,
            as_of=self.held.as_of,
            known_at=self.held.known_at,
            data=self.data,
            in_=self.places.asked.name if self.places.asked else None,
            by=self.places.asker.name if self.places.asker else None,
            answer=result,
            words=words.answer(
                result,
                self.asker.name,
                self.asked.name,
                self._place(article),
                _said(tests),
                day=self.held.as_of,
                where=self.places.where,
            ),
            tests=tests,
            then=None if tests[0].result is Way.CLOSED else rule.then,  # what is not in force has no other way either
            reviewed_by=rule.reviewed_by,
            review=None if rule.reviewed_by else words.not_reviewed(self.treaty.id, article, text_read=rule.text_read),
            not_decided=said((*notes_of(self.treaty.id), *words.NOT_DECIDED)),
            limits=words.limits(self.held.status_as_of, self._listed_on, self.held.provenance),
            status_as_of=self.held.status_as_of,
            statements_status_as_of=self._listed_on,
        )

    @property
    def _listed_on(self) -> date | None:
        return self.held.statement_list.status_as_of if self.held.statement_list else None

    def _place(self, article: str) -> str:
        return words.place(self.treaty, article)

    def _tests(self, article: str, rule: ArticleRule) -> Iterator[RouteTest]:
        day = Listing.of(self._listed_on)
        found = (
            checks.bound(self.held, recent=self.chart_recent),
            checks.article(rule, self._place(article), self.data),
            checks.excluded(self.asked, rule, self.data, day),
            checks.excluded_by_asker(self.asker, rule, self.data, day),
            checks.conditions(self.asked, rule, day),
            checks.authorities(self.asker, self.asked, rule, day),
            self.territory,
            checks.other_treaty(rule, self.others, self._place(article)),
            checks.unread(self.asker, self.asked, article, day, known=self.list_known),
        )
        return (test for test in found if test)


def _said(tests: Iterable[RouteTest]) -> list[tuple[str | None, str]]:
    return [(test.result, test.words) for test in tests]


def covers(read_on: date | None, day: date, today: date) -> bool:
    """True if what was read on `read_on` may be relied on for `day`."""
    if read_on is None:
        return False
    return day <= read_on or (day <= today and day - read_on <= RECENT)


def _parent_statements(
    view: View, treaty: Treaty, held: Between, now: datetime
) -> Mapping[str, tuple[StatementAnswer, ...]]:
    """The statements of both under the treaty's parent, if that is followed."""
    if treaty.parent is None or view.treaty(treaty.parent) is None:
        return {}
    [above] = between(view, held.a.participant, held.b.participant, now=now, treaties=[treaty.parent], day=held.as_of)
    return {side.participant: side.statements for side in (above.a, above.b)}


def _record(
    view: View, treaty: Treaty, held: Between, side: BetweenSide, parent: Mapping[str, tuple[StatementAnswer, ...]]
) -> Record:
    return Record(
        participant=side.participant,
        name=side.name,
        day=held.as_of,
        stated=tuple(read_statement(view, treaty.id, one) for one in side.statements),
        parent=tuple(read_statement(view, str(treaty.parent), one) for one in parent.get(side.participant, ())),
    )


def read_statement(view: View, treaty: str, statement: StatementAnswer) -> Stated:
    """A statement with the slots that its exact form or a person's reading gives it."""
    known = slots_of(treaty)
    reading = slots_on_record if statement.on_record_from is OnRecordFrom.SECONDARY else slots_read
    read = reading(statement.kind, statement.article, statement.shown, known)
    return Stated(statement=statement, slots=read | noted_slots(view, statement))


def noted_slots(view: View, statement: StatementAnswer) -> frozenset[str]:
    """The slots that a person noted for a participant's statement with this text; they lapse when the text changes."""
    digest = digest_of(statement.shown)
    return frozenset(
        note.slot
        for note in view.slot_notes(statement.treaty)
        if (note.participant, note.text_sha256) == (statement.participant, digest)
    )
